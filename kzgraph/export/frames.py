"""The JSON-LD frame of the records that people read: what is nested in what.

A record is a thing with all its properties. What it points to is there with its name only; what belongs to
it (a tenure, a result, an event) is nested under the reverse term of the property that points to it, with
all its properties in turn. The frame is made for the nodes at hand (JSON-LD 1.1 Framing).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from kzgraph.export.context import Context
from kzgraph.export.nodes import Node
from kzgraph.terms import DCTERMS, RDFS, SKOS

__all__ = ["frame"]

#: What is said of a thing that a record only points to.
_MENTION: Final[dict[str, Any]] = {
    "@embed": "@always",
    "@explicit": True,
    SKOS + "prefLabel": {},
    RDFS + "label": {},
    DCTERMS + "title": {},
}


def frame(
    nodes: Iterable[Node], context: Context, roots: Collection[str], thing: str | None
) -> dict[str, Any]:
    """Return the frame, without its context, for the records of *nodes*.

    The records are those of the things with a class in *roots* (of all that have a class, if none has one of
    these), or that of *thing* alone. *context* has the reverse terms under which things are nested.
    """
    nodes = list(nodes)
    pointing = {
        key
        for node in nodes
        for key, values in node.items()
        if not key.startswith("@") and any("@id" in value for value in values)
    }
    mentions = dict.fromkeys(sorted(pointing), _MENTION)
    nested = {
        term: {"@embed": "@always", **mentions}
        for term, definition in context.items()
        if isinstance(definition, dict) and "@reverse" in definition
    }
    if thing is not None:
        return {"@id": thing, "@embed": "@always", **mentions, **nested}
    used = {each for node in nodes for each in node.get("@type", ()) if not each.startswith("_:")}
    return {"@type": sorted(used & set(roots)) or sorted(used), "@embed": "@always", **mentions, **nested}
