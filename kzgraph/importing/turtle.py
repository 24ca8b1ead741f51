"""Writing a draft as one Turtle file in the layout of the graph."""

from __future__ import annotations

from typing import Final

from kzgraph.editing.claim_files import HEAD
from kzgraph.editing.turtle_files import TurtleFiles
from kzgraph.importing.assemble import Draft
from kzgraph.importing.document import Document
from kzgraph.rdf.terms import shrink
from kzgraph.storage.graph import Graph

__all__ = ["write"]

#: The name of the file in messages; where it goes, its reader decides.
_NAME: Final = "import.ttl"
_HEAD: Final = "# Taken in from {}: the source, what is new, and one claim for each fact.\n"
_CONFLICTS: Final = "# What contradicts the graph, or the file itself: to be settled by hand.\n"


def write(graph: Graph, document: Document, draft: Draft) -> str:
    """Return the Turtle text of a draft, as ``kzgraph fmt`` lays it out.

    Raises UsageError if the graph could not be loaded with it.
    """
    files = TurtleFiles(graph)
    edit = files.open(_NAME, _HEAD.format(" ".join(document.name.split())))
    for description in draft.things:
        edit.append(description)
    for n, description in enumerate(draft.conflicts):
        edit.append(description, heading="" if n else _CONFLICTS)
    above = f"{HEAD.format(shrink(draft.source, graph.prefixes))}\n\n"
    line = 0
    for at, description in draft.claims:
        edit.append(description, heading=above + (f"# line {at}" if at != line else ""))
        above, line = "", at
    (content,) = files.finish("import").files.values()
    return content.decode()
