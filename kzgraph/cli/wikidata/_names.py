"""How things are named on the command line of `kzgraph wikidata`: as anywhere, or by their items."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzgraph.knowledge_graph import KnowledgeGraph

__all__ = ["thing_called"]


def thing_called(graph: KnowledgeGraph, text: str) -> str:
    """Return the IRI of the thing that *text* names, or that is linked to the item that it names.

    Raises what `KnowledgeGraph.resolve` raises, UsageError for a property, NotFound for an item that no thing
    is linked to.
    """
    from kzgraph.errors import NotFound
    from kzgraph.rdf.qids import item_id, means_item
    from kzgraph.wikidata.links import links

    if not means_item(text):
        return graph.resolve(text)
    item = item_id(text)
    for link in links(graph):
        if link.qid == item and link.relation != "not":
            return link.thing
    raise NotFound(
        f"Nothing in this graph is linked to {item}.",
        hint="What is linked: kzgraph wikidata status --list linked",
    )
