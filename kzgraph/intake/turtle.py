"""Writing a draft as one Turtle file in the layout of the graph."""

from __future__ import annotations

from typing import Final

from kzgraph.errors import GraphLoadError
from kzgraph.folders import Sources
from kzgraph.folders import read as read_folder
from kzgraph.intake.assemble import Draft, Statement
from kzgraph.intake.document import Document
from kzgraph.intake.vocabulary import Graph
from kzgraph.layout import layout
from kzgraph.splice import Splice
from kzgraph.terms import iri, shrink

__all__ = ["write"]

_HEAD: Final = "# Taken in from {}: the source, what is new, and one claim for each fact."
_CLAIMS: Final = "# What {} says, in the order in which it says it: one claim for each fact in each passage."
_CONFLICTS: Final = "# What contradicts the graph, or the file itself: to be settled by hand."


def write(graph: Graph, document: Document, draft: Draft) -> str:
    """Return the Turtle text of a draft, as ``kzgraph fmt`` lays it out.

    Raises AssertionError if the graph could not be loaded with it, which would be a mistake here.
    """
    prefixes = graph.prefixes
    declared = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in sorted(prefixes.items()))
    splice = Splice("", declared, prefixes)
    name = " ".join(document.name.split())
    blocks = [declared, _HEAD.format(name)]
    blocks += [_statement(splice, each) for each in draft.things]
    if draft.conflicts:
        blocks += [_CONFLICTS, *(_statement(splice, each) for each in draft.conflicts)]
    if draft.claims:
        blocks.append(_CLAIMS.format(shrink(draft.source, prefixes)))
    line = 0
    for at, statement in draft.claims:
        heading = f"# line {at}\n" if at != line else ""
        blocks.append(heading + _statement(splice, statement))
        line = at
    text = layout("\n\n".join(blocks) + "\n")
    _check(graph, text)
    return text


def _statement(splice: Splice, statement: Statement) -> str:
    subject, said = statement
    text = splice.statement(iri(subject), [(iri(name), terms) for name, terms in said])
    if said[0][0].endswith("#type"):
        return text
    first = splice.write(iri(said[0][0]))
    written = splice.write(iri(subject))
    return f"{written} {first}{text[len(written) + 2 :]}"


def _check(graph: Graph, text: str) -> None:
    """Load the graph with the new file, as it will be loaded."""
    from kzgraph.store import load

    if graph.path is None:
        return
    sources = read_folder(graph.path)
    try:
        load(Sources(sources.root, [*sources.turtle, ("data/import.ttl", text.encode())]))
    except GraphLoadError as error:
        raise AssertionError(f"the graph could not be loaded with the import: {error}") from error
