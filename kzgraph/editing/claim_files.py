"""The files of a graph with a claim being added: which file, which place, which number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kzgraph.errors import GraphLoadError, UsageError
from kzgraph.evidence.passages import place
from kzgraph.evidence.quotes import Found, line_of
from kzgraph.rdf.terms import RDF, Term, iri, shrink
from kzgraph.storage.folders import Folder
from kzgraph.storage.graph import Graph
from kzgraph.turtle.edit import Splice
from kzgraph.turtle.tokens import Comment, TurtleTextError
from kzgraph.turtle.tokens import place as place_of
from kzgraph.turtle.tree import Statement

__all__ = ["Desk", "Values"]

#: What a statement says: properties with their values.
Values = list[tuple[Term, list[Term]]]

_LINE: Final = r"# line ([0-9]+)"
_HEAD: Final = "# What {} says, in the order in which it says it: one claim for each fact in each passage."


class Desk:
    """The Turtle files of a graph, those of them that change, and what is new in them.

    *graph* answers what is there, *sources* are its files.
    """

    def __init__(self, graph: Graph, sources: Folder) -> None:
        self._graph = graph
        self._sources = sources
        self._files = dict(sources.turtle)
        self._splices: dict[str, Splice] = {}
        self._new: list[tuple[Term, Term, Term]] = []
        self._shown: dict[str, list[str]] = {}

    def described(self, thing: str) -> tuple[Splice, Statement]:
        """Return the statement in which a thing is described, with its file: one with a class if there is.

        Raises UsageError if no file describes it.
        """
        first: tuple[Splice, Statement] | None = None
        for splice in self._files_with(thing):
            for statement in splice.about(thing):
                if any(splice.iri_of(each.verb) == RDF + "type" for each in statement.predicates):
                    return splice, statement
                first = first or (splice, statement)
        if first is None:
            raise UsageError(f"No file of the graph describes {self._short(thing)}.")
        return first

    def next_id(self, source: str) -> str:
        """Return the IRI of the next claim of a source; its number is higher than any in the files."""
        stems = Counter(
            match[1] for name in self._claims_of(source) if (match := re.fullmatch(r"(.*?)([0-9]+)", name))
        )
        if stems:
            stem = stems.most_common(1)[0][0]
        else:
            local = _local(source)
            stem = f"{source.removesuffix(local)}claim-{local.removeprefix('source-')}-"
        pattern = re.escape(_local(stem).encode()) + rb"([0-9]+)"
        used = [number for content in self._files.values() for number in re.findall(pattern, content)]
        width = max(map(len, used), default=3)
        return f"{stem}{max(map(int, used), default=0) + 1:0{width}}"

    def put_claim(self, claim: Term, source: str, values: Values, text: str, found: Found) -> None:
        """Write a claim where its words belong: in the order of the document *text*, under its line."""
        claims = self._claims_of(source)
        splice = self._claims_file(source, claims)
        block = splice.statement(claim, values)
        self._remember(splice, block, [(claim, name, term) for name, terms in values for term in terms])
        line = line_of(text, found.start)
        entries = [*_entries(splice, claims, text)]
        own = [(at, statement) for number, at, statement in entries if number == line]
        if own:
            before = [statement for at, statement in own if at is None or at <= found.start]
            if before:
                splice.insert_after(before[-1], block)
            else:
                splice.insert_before(own[0][1], block, None)
            return
        marked = not entries or any(_heading(statement) for *_, statement in entries)
        heading = f"# line {line}" if marked else ""
        above = [statement for number, _, statement in entries if number is not None and number < line]
        if above:
            splice.insert_after(above[-1], block, heading)
        elif entries:
            splice.insert_before(entries[0][2], block, _heading(entries[0][2]), heading)
        else:
            splice.append(block, heading)

    def add(self, where: tuple[Splice, Statement], subject: Term, predicate: Term, value: Term) -> None:
        """Add a triple to the statement in which its subject is described."""
        splice, statement = where
        splice.add(statement, predicate, value)
        written = " ".join(splice.write(each) for each in (subject, predicate, value))
        self._remember(splice, f"{written} .", [(subject, predicate, value)])

    def finish(self) -> Iterator[tuple[str, bytes, list[tuple[int, str]]]]:
        """Yield each changed file with its new content, and what is new in it: its line and the Turtle.

        Raises UsageError if the graph could not be loaded with the changed files, AssertionError if they
        did not hold the old triples and the new ones, which would be a mistake in this module.
        """
        from kzgraph.storage.loading import load
        from kzgraph.turtle.layout import same_triples

        results = {name: self._splices[name].result() for name in self._shown}
        contents = {name: text.encode() for name, (text, _) in results.items()}
        old = [self._files.get(name, b"") for name in contents]
        added = "\n".join(f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in self._new)
        if not same_triples(b"\n".join([*old, added.encode()]), b"\n".join(contents.values())):
            raise AssertionError("the files would not hold what they should; nothing was written")
        try:
            load(Folder(self._sources.root, [*{**self._files, **contents}.items()]))
        except GraphLoadError as error:
            problems = "\n".join(f"  {problem}" for problem in error.problems)
            raise UsageError(
                "The graph could not be loaded with this claim; nothing was written.", hint=problems
            ) from error
        for name, (_, lines) in results.items():
            yield name, contents[name], [*zip(lines, self._shown[name], strict=True)]

    def _remember(self, splice: Splice, shown: str, triples: list[tuple[Term, Term, Term]]) -> None:
        self._shown.setdefault(splice.name, []).append(shown)
        self._new += triples

    def _short(self, name: str) -> str:
        return shrink(name, self._graph.prefixes)

    def _splice(self, name: str) -> Splice:
        """Return the file of that name; one that is not there yet is empty."""
        if name not in self._splices:
            text = self._files.get(name, b"").decode()
            try:
                self._splices[name] = Splice(name, text, self._graph.prefixes)
            except TurtleTextError as error:
                where = ":".join(map(str, (name, *place_of(text, error.offset))))
                raise UsageError(f"the file cannot be changed here: {error.message}", where=where) from None
        return self._splices[name]

    def _files_with(self, thing: str) -> Iterator[Splice]:
        """Yield the files with statements about a thing, those first in which it begins a line."""
        local = _local(thing).encode()
        start = re.compile(rb"(?m)^[^\s#]*" + re.escape(local) + rb">?\s")
        names = [name for name, content in self._files.items() if local in content]
        for name in sorted(names, key=lambda name: start.search(self._files[name]) is None):
            if self._splice(name).about(thing):
                yield self._splice(name)

    def _claims_of(self, source: str) -> dict[str, tuple[str, str]]:
        """Return the words of the claims of a source and those before them, by claim."""
        rows = self._graph.select(
            "SELECT ?c ?quote ?prefix { ?c kzo:source $source ; kzo:quote ?quote "
            "OPTIONAL { ?c kzo:quotePrefix ?prefix } } ORDER BY ?c",
            source=iri(source),
        )
        return {
            row[0].value: (row[1].value, row[2].value if row[2] else "") for row in rows if row[0] and row[1]
        }

    def _claims_file(self, source: str, claims: dict[str, tuple[str, str]]) -> Splice:
        """Return the file with the latest claim of the source, or a new one for it."""
        for claim in reversed(claims):
            found = next(self._files_with(claim), None)
            if found is not None:
                return found
        name = _local(source).removeprefix("source-")
        splice = self._splice(f"data/claims/{name}.ttl")
        if not splice.text:
            splice.text = f"{_HEAD.format(self._short(source))}\n"
        return splice


def _local(name: str) -> str:
    return re.split(r"[#/]", name)[-1]


def _heading(statement: Statement) -> Comment | None:
    """Return the comment above a claim that names its line in the document."""
    return next((each for each in reversed(statement.leading) if re.fullmatch(_LINE, each.text)), None)


def _entries(
    splice: Splice, claims: dict[str, tuple[str, str]], text: str
) -> Iterator[tuple[int | None, int | None, Statement]]:
    """Yield line, offset and statement of the claims in a file, in its order; None for what is not known."""
    line = None
    for statement in splice.document.statements:
        name = splice.iri_of(statement.subject.text)
        heading = _heading(statement)
        if heading is not None:
            line = int(heading.text.split()[-1])
        if name in claims:
            span = place(text, *claims[name])
            at = span[0] if span else None
            yield line or (None if at is None else line_of(text, at)), at, statement
