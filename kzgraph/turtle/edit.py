"""Changing a Turtle file at a few places and leaving the rest of it as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from kzgraph.rdf.terms import RDF, XSD, Term, expand, iri, shrink
from kzgraph.turtle.tokens import Comment
from kzgraph.turtle.tree import Item, Node, Predicate, Statement, parse
from kzgraph.turtle.writer import write_statement

__all__ = ["Description", "Triple", "TurtleEdit", "Values"]

Triple = tuple[Term, Term, Term]

#: Properties (their IRIs) with their values; one without values is left out.
Values = list[tuple[str, list[Term]]]
#: A thing (its IRI), and its properties: what one statement of Turtle says.
Description = tuple[str, Values]

#: The datatypes whose values Turtle writes without quotation marks, if they have this form.
_BARE: Final = {
    XSD + "integer": r"[+-]?[0-9]+",
    XSD + "decimal": r"[+-]?[0-9]*\.[0-9]+",
    XSD + "boolean": "true|false",
}


class _Change(NamedTuple):
    """The file has *text* from *start* to *end*; what is *new* in it, for people, begins at *offset*."""

    start: int
    end: int
    text: str
    offset: int = 0
    new: str = ""


class TurtleEdit:
    """A Turtle file being changed: *name*, its *text* before, and the changes collected so far.

    *prefixes* are those of the graph, for terms that the file has no prefix for yet. *added* are the new
    triples. Raises TurtleTextError if the text is not Turtle 1.1.
    """

    def __init__(self, name: str, text: str, prefixes: Mapping[str, str]) -> None:
        self.name = name
        self.text = text
        self.document = parse(text)
        self.added: list[Triple] = []
        self._prefixes = {**prefixes, **self.document.prefixes}
        self._changes: list[_Change] = []
        self._replaced: list[Statement] = []
        self._terms: dict[Term, str] = {}
        self._used: set[str] = set()

    @property
    def kept(self) -> str:
        """The text before, without the statements that are replaced."""
        text = self.text
        for statement in sorted(self._replaced, key=lambda statement: -statement.start):
            text = text[: statement.start] + text[statement.end :]
        return text

    def iri_of(self, name: str) -> str:
        """Return the IRI that a term of this file means (``kz:cpk``, ``<…>``, ``a``); "" for a literal."""
        if name == "a":
            return RDF + "type"
        if name.startswith("<"):
            return name[1:-1]
        return expand(name, self.document.prefixes) or ""

    def about(self, subject: str) -> list[Statement]:
        """Return the statements about the thing with the IRI *subject*."""
        return [each for each in self.document.statements if self.iri_of(each.subject.text) == subject]

    def add(self, statement: Statement, predicate: str, value: Term) -> None:
        """Add a value to a statement of this file, beside those of the same property, else as the last."""
        above = len(statement.leading)
        text = self._term(value)
        blank = "\0" * len(text)  # of the same length, and nowhere else in the file
        item = Item(Node("term", blank))
        same = [each for each in statement.predicates if self.iri_of(each.verb) == predicate]
        if same:
            same[-1].objects.append(item)
        else:
            statement.predicates.append(Predicate(self._verb(predicate), [item]))
        lines = write_statement(statement)
        item.node.text = text
        changed = "\n".join([*(comment.text for comment in statement.leading[above:]), *lines])
        triple = (iri(self.iri_of(statement.subject.text)), iri(predicate), value)
        new = f"{' '.join(map(self._term, triple))} ."
        offset = changed.index(blank)
        changed = changed.replace(blank, text)
        self._changes.append(_Change(statement.start, self._end(statement), changed, offset, new))
        self.added.append(triple)

    def insert_after(self, statement: Statement, *new: Description, heading: str = "") -> None:
        """Put statements below another one, with an empty line between and *heading* as a comment above."""
        at = self._end(statement)
        ending = "" if self.text[at : at + 1] in ("\n", "\r") else "\n"
        self._insert(at, at, new, _lines("", "", heading), ending)

    def insert_before(
        self, statement: Statement, *new: Description, above: Comment | None = None, heading: str = ""
    ) -> None:
        """Put statements above another one, or above the comment *above* that stands over that."""
        at = statement.start if above is None else self.text.rindex(above.text, 0, statement.start)
        self._insert(at, at, new, _lines(heading), "\n\n")

    def append(self, *new: Description, heading: str = "") -> None:
        """Put statements at the end of the file, apart from what is there."""
        at = len(self.text)
        if self.text.endswith("\n") or (self._changes and self._changes[-1].start == at):
            gap = "\n" if self.text.strip() or self._changes else ""
        else:
            gap = "\n\n" if self.text.strip() else ""
        self._insert(at, at, new, gap + _lines(heading), "\n")

    def replace(self, statements: Sequence[Statement], *new: Description) -> None:
        """Put new statements in the place of the first of these; the comments above them stay."""
        first, *others = statements
        self._insert(first.start, self._end(first), new)
        self._changes += [_Change(each.start, self._end(each), "") for each in others]
        self._replaced += statements

    def result(self) -> tuple[str, list[tuple[int, str]]]:
        """Return the changed text, with the prefixes declared that it needs now, and what is new in it.

        That is the number of its line, and the Turtle, in the order in which it was added.
        """
        changes = [*self._declarations(), *self._changes]
        pieces: list[str] = []
        lines = [0] * len(changes)
        at, line = 0, 1
        for n, change in sorted(enumerate(changes), key=lambda numbered: numbered[1][:2]):
            same = self.text[at : change.start]
            line += same.count("\n")
            lines[n] = line + change.text.count("\n", 0, change.offset)
            line += change.text.count("\n")
            pieces += [same, change.text]
            at = change.end
        new = [(number, change.new) for number, change in zip(lines, changes, strict=True) if change.new]
        return "".join([*pieces, self.text[at:]]), new

    def _declarations(self) -> list[_Change]:
        """Return the lines of new prefixes: above the first that comes later by name, else below the last."""
        declared = [each for each in self.document.directives if each.name is not None]
        lines: dict[int, str] = {}
        for name in sorted(self._used - self.document.prefixes.keys()):
            line = f"@prefix {name}: <{self._prefixes[name]}> ."
            later = [each.start for each in declared if (each.name or "") > name]
            if declared and not later:
                end = self.text.find("\n", declared[-1].start)
                at, line = end if end >= 0 else len(self.text), f"\n{line}"
            else:
                at, line = self.text.rfind("\n", 0, min(later, default=0)) + 1, f"{line}\n"
            lines[at] = lines.get(at, "") + line
        return [_Change(at, at, text if declared else f"{text}\n") for at, text in lines.items()]

    def _insert(
        self, start: int, end: int, new: Sequence[Description], before: str = "", after: str = ""
    ) -> None:
        text = "\n\n".join(self._statement(*each) for each in new)
        self._changes.append(_Change(start, end, before + text + after, len(before), text))
        for subject, values in new:
            self.added += [(iri(subject), iri(name), term) for name, terms in values for term in terms]

    def _statement(self, subject: str, values: Values) -> str:
        predicates = [
            Predicate(self._verb(name), [Item(Node("term", self._term(term))) for term in terms])
            for name, terms in values
            if terms
        ]
        return "\n".join(write_statement(Statement(Node("term", self._term(iri(subject))), predicates)))

    def _verb(self, name: str) -> str:
        return "a" if name == RDF + "type" else self._term(iri(name))

    def _term(self, term: Term) -> str:
        """Return a term as this file writes it, and remember the prefix that it needs."""
        if term not in self._terms:
            self._terms[term] = self._written(term)
        return self._terms[term]

    def _written(self, term: Term) -> str:
        if term.kind == "iri":
            short = shrink(term.value, self._prefixes)
            if short == term.value:
                return term.n3()
            self._used.add(short.partition(":")[0])
            return short
        if term.datatype is None:
            return term.n3()
        if re.fullmatch(_BARE.get(term.datatype, "(?!)"), term.value):
            return term.value
        return f"{Term('literal', term.value).n3()}^^{self._term(iri(term.datatype))}"

    def _end(self, statement: Statement) -> int:
        """Return where the statement ends together with a comment behind it."""
        end = self.text.find("\n", statement.end)
        rest = self.text[statement.end : end if end >= 0 else None].rstrip()
        return statement.end + len(rest) if rest.lstrip().startswith("#") else statement.end


def _lines(*lines: str) -> str:
    """Return lines of which the last one is left out if it is empty."""
    *above, last = lines
    return "".join(f"{line}\n" for line in (*above, *([last] if last else [])))
