"""Changing a Turtle file at a few places and leaving the rest of it as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kzgraph.rdf.terms import RDF, XSD, Term, expand, shrink
from kzgraph.turtle.tokens import Comment
from kzgraph.turtle.tree import Document, Item, Node, Predicate, Statement, parse
from kzgraph.turtle.writer import write_statement

__all__ = ["Splice", "literal_text"]

#: The datatypes whose values Turtle writes without quotation marks, if they have this form.
_BARE: Final = {
    XSD + "integer": r"[+-]?[0-9]+",
    XSD + "decimal": r"[+-]?[0-9]*\.[0-9]+",
    XSD + "boolean": "true|false",
}


def literal_text(term: Term, write: Callable[[Term], str]) -> str:
    """Return a literal as Turtle writes it; *write* writes the IRI of its datatype."""
    if term.datatype is None:
        return term.n3()
    if re.fullmatch(_BARE.get(term.datatype, "(?!)"), term.value):
        return term.value
    return f"{Term('literal', term.value).n3()}^^{write(Term('iri', term.datatype))}"


@dataclass(slots=True)
class Splice:
    """A Turtle file being changed: *name*, its *text*, and the changes collected so far.

    *prefixes* are those of the graph, for terms that the file has no prefix for yet.
    """

    name: str
    text: str
    prefixes: Mapping[str, str]
    document: Document = field(init=False)
    _edits: list[tuple[int, int, str, int]] = field(init=False, default_factory=list)
    _needed: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.document = parse(self.text)

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

    def write(self, term: Term) -> str:
        """Return a term as this file writes it, and remember the prefix that it needs."""
        if term.kind == "iri":
            known = {p: ns for p, ns in self.prefixes.items() if self.document.prefixes.get(p, ns) == ns}
            short = shrink(term.value, {**known, **self.document.prefixes})
            if short == term.value:
                return term.n3()
            self._needed.add(short.partition(":")[0])
            return short
        return literal_text(term, self.write)

    def statement(self, subject: Term, values: list[tuple[Term, list[Term]]]) -> str:
        """Return the text of a new statement; its first property is rdf:type."""
        predicates = [
            Predicate(
                "a" if n == 0 else self.write(name), [Item(Node("term", self.write(o))) for o in objects]
            )
            for n, (name, objects) in enumerate(values)
        ]
        return "\n".join(write_statement(Statement(Node("term", self.write(subject)), predicates)))

    def add(self, statement: Statement, predicate: Term, value: Term) -> None:
        """Add a value to a statement of this file, beside those of the same property, else as the last."""
        above = len(statement.leading)
        text = self.write(value)
        blank = "\0" * len(text)  # of the same length, and nowhere else in the file
        item = Item(Node("term", blank))
        same = [each for each in statement.predicates if self.iri_of(each.verb) == predicate.value]
        if same:
            same[-1].objects.append(item)
        else:
            statement.predicates.append(Predicate(self.write(predicate), [item]))
        lines = write_statement(statement)
        item.node.text = text
        new = "\n".join([*(comment.text for comment in statement.leading[above:]), *lines])
        end = self._end(statement)
        self._edits.append((statement.start, end, new.replace(blank, text), new.index(blank)))

    def insert_after(self, statement: Statement, block: str, heading: str = "") -> None:
        """Put a statement below another one, with an empty line between and *heading* as a comment above."""
        at = self._end(statement)
        lines = ["", "", *([heading] if heading else [])]
        ending = "" if self.text[at : at + 1] in ("\n", "\r") else "\n"
        self._insert(at, lines, block, ending)

    def insert_before(
        self, statement: Statement, block: str, above: Comment | None, heading: str = ""
    ) -> None:
        """Put a statement above another one, or above the comment *above* that stands over that."""
        at = statement.start if above is None else self.text.rindex(above.text, 0, statement.start)
        self._insert(at, [heading] if heading else [], block, "\n\n")

    def replace(self, statement: Statement, block: str) -> None:
        """Put other statements in the place of one; the comments above it stay."""
        self._edits.append((statement.start, self._end(statement), block, 0))

    def append(self, block: str, heading: str = "") -> None:
        """Put a statement at the end of the file, apart from what is there."""
        at = len(self.text)
        gap = ["", ""] if self.text.strip() else []
        if self.text.endswith("\n"):
            gap = gap[:1]
        self._insert(at, [*gap, *([heading] if heading else [])], block, "\n")

    def result(self) -> tuple[str, list[int]]:
        """Return the changed text, with the prefixes declared that it needs now.

        The numbers are those of the lines with what is new, in the order in which it was added.
        """
        pieces: list[str] = []
        marks = [0] * len(self._edits)
        at = length = 0
        for n, (start, end, new, mark) in sorted(enumerate(self._edits), key=lambda each: each[1][:2]):
            pieces += [self.text[at:start], new]
            length += start - at
            marks[n] = length + mark
            length += len(new)
            at = end
        text = "".join([*pieces, self.text[at:]])
        declared = [each for each in self.document.directives if each.name is not None]
        for name in sorted(self._needed - {each.name or "" for each in declared}, reverse=True):
            text, marks = self._declare(name, text, marks)
        return text, [text.count("\n", 0, mark) + 1 for mark in marks]

    def _declare(self, name: str, text: str, marks: list[int]) -> tuple[str, list[int]]:
        """Add the line of a prefix: above the first one that comes later by name, else below the last."""
        found = [each for each in parse(text).directives if each.name is not None]
        line = f"@prefix {name}: <{self.prefixes[name]}> .\n"
        later = [each.start for each in found if (each.name or "") > name]
        if later:
            at = text.rfind("\n", 0, min(later)) + 1
        elif found:
            at = text.find("\n", found[-1].start) + 1
        else:
            at, line = 0, f"{line}\n"
        return text[:at] + line + text[at:], [mark + len(line) * (mark >= at) for mark in marks]

    def _insert(self, at: int, lines: list[str], block: str, ending: str) -> None:
        before = "\n".join([*lines, ""]) if lines else ""
        self._edits.append((at, at, before + block + ending, len(before)))

    def _end(self, statement: Statement) -> int:
        """Return where the statement ends together with a comment behind it."""
        end = self.text.find("\n", statement.end)
        rest = self.text[statement.end : end if end >= 0 else None].rstrip()
        return statement.end + len(rest) if rest.lstrip().startswith("#") else statement.end
