"""Writing a draft as one Turtle file in the layout of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kzgraph.errors import GraphLoadError
from kzgraph.importing.assemble import Draft, Statement
from kzgraph.importing.document import Document
from kzgraph.rdf.terms import RDF, Term, iri, shrink
from kzgraph.storage.folders import Folder
from kzgraph.storage.folders import read as read_folder
from kzgraph.storage.graph import Graph
from kzgraph.turtle.edit import literal_text
from kzgraph.turtle.tree import Item, Node, Predicate
from kzgraph.turtle.tree import Statement as TurtleStatement
from kzgraph.turtle.writer import write_statement

__all__ = ["write"]

_HEAD: Final = "# Taken in from {}: the source, what is new, and one claim for each fact."
_CLAIMS: Final = "# What {} says, in the order in which it says it: one claim for each fact in each passage."
_CONFLICTS: Final = "# What contradicts the graph, or the file itself: to be settled by hand."


def write(graph: Graph, document: Document, draft: Draft) -> str:
    """Return the Turtle text of a draft, as ``kzgraph fmt`` lays it out.

    Raises AssertionError if the graph could not be loaded with it, which would be a mistake here.
    """
    prefixes = graph.prefixes
    terms = _Terms(prefixes)
    blocks = [_HEAD.format(document.name)]
    blocks += [_statement(terms, each) for each in draft.things]
    if draft.conflicts:
        blocks += [_CONFLICTS, *(_statement(terms, each) for each in draft.conflicts)]
    if draft.claims:
        blocks.append(_CLAIMS.format(shrink(draft.source, prefixes)))
    line = 0
    for at, statement in draft.claims:
        heading = f"# line {at}\n" if at != line else ""
        blocks.append(heading + _statement(terms, statement))
        line = at
    declared = "\n".join(f"@prefix {each}: <{prefixes[each]}> ." for each in sorted(terms.used))
    text = "\n\n".join([declared, *blocks]) + "\n"
    _check(graph, text)
    return text


class _Terms:
    """Writes terms as Turtle does, each worked out once: `kzgraph.turtle.edit` is for few."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._known: dict[Term, str] = {}
        self.used: set[str] = set()

    def write(self, term: Term) -> str:
        if term not in self._known:
            self._known[term] = self._written(term)
        return self._known[term]

    def _written(self, term: Term) -> str:
        if term.kind == "iri":
            short = shrink(term.value, self._prefixes)
            if short == term.value:
                return term.n3()
            self.used.add(short.partition(":")[0])
            return short
        return literal_text(term, self.write)


def _statement(terms: _Terms, statement: Statement) -> str:
    subject, said = statement
    predicates = [
        Predicate(
            "a" if name == RDF + "type" else terms.write(iri(name)),
            [Item(Node("term", terms.write(value))) for value in values],
        )
        for name, values in said
    ]
    return "\n".join(write_statement(TurtleStatement(Node("term", terms.write(iri(subject))), predicates)))


def _check(graph: Graph, text: str) -> None:
    """Load the graph with the new file, as it will be loaded."""
    from kzgraph.storage.loading import load

    if graph.path is None:
        return
    sources = read_folder(graph.path)
    try:
        load(Folder(sources.root, [*sources.turtle, ("data/import.ttl", text.encode())]))
    except GraphLoadError as error:
        raise AssertionError(f"the graph could not be loaded with the import: {error}") from error
