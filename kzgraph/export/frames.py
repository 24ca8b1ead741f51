"""Records for people, of the node objects of a graph: what is nested in what.

A record is a thing with all its properties. What it points to is there with its name only; what belongs to
it (a tenure, a result, an event) is nested under the reverse of the property that points to it, with all its
properties in turn. That is what a JSON-LD frame with these rules gives, and a test compares the two; but
PyLD's framing goes through the whole graph for each record, more than eight minutes for 200,000 triples
against 20 seconds here, and leaves out websites and whatever else is pointed to and not described.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from kzgraph.export.context import Context, reversed_properties
from kzgraph.export.nodes import Node
from kzgraph.model import LABELS

__all__ = ["LABELS", "records"]


def records(nodes: Iterable[Node], context: Context, roots: Collection[str], thing: str | None) -> list[Node]:
    """Return the records of *nodes* as nested node objects in expanded form, sorted by IRI.

    They are those of the things with a class in *roots* (of all that have a class, if none has one of these),
    or that of *thing* alone. *context* has the reverse terms under which things are nested.
    """
    by_id = {node["@id"]: node for node in nodes}
    if thing is not None:
        chosen = [thing] if thing in by_id else []
    else:
        chosen = [name for name, node in by_id.items() if not set(roots).isdisjoint(node.get("@type", ()))]
        chosen = chosen or [name for name, node in by_id.items() if "@type" in node]
    nesting = _Nesting(by_id, reversed_properties(context))
    return [nesting.record(name) for name in sorted(chosen)]


class _Nesting:
    """Makes records; *reverse* are the properties under whose reverse things are nested."""

    def __init__(self, by_id: dict[str, Node], reverse: Collection[str]) -> None:
        self._by_id = by_id
        self._pointing: dict[str, dict[str, list[str]]] = {}
        for name, node in by_id.items():
            for key in reverse:
                for target in _targets(node.get(key, ())):
                    self._pointing.setdefault(target, {}).setdefault(key, []).append(name)

    def record(self, name: str) -> Node:
        """Return the record of one thing."""
        found = self._with_mentions(name, {name})
        nested = {
            key: [self._with_mentions(each, {name, each}) for each in sorted(set(names))]
            for key, names in self._pointing.get(name, {}).items()
        }
        return {**found, "@reverse": nested} if nested else found

    def _with_mentions(self, name: str, above: Collection[str]) -> Node:
        """Return a thing with all its properties; of those *above* it, which it is in, it has the id."""
        return {
            key: values if key.startswith("@") else [self._mention(value, above) for value in values]
            for key, values in self._by_id[name].items()
        }

    def _mention(self, value: dict[str, Any], above: Collection[str]) -> dict[str, Any]:
        node = self._by_id.get(value.get("@id", ""))
        if node is None or node["@id"] in above:
            return value
        return {key: node[key] for key in ("@id", "@type", *LABELS) if key in node}


def _targets(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (value["@id"] for value in values if "@id" in value)
