"""JSON-LD 1.1: compacted with the graph's context, and framed as nested records for people.

PyLD compacts. The context stands in the document, as far as the document uses it, so that nothing
is fetched when it is read; neither is anything fetched here.

A record is a thing with all its properties. What it points to is there with its name only; what belongs to
it (a tenure, a result, an event) is nested under the reverse of the property that points to it, with all its
properties in turn. That is what a JSON-LD frame with these rules gives, and a test compares the two; but
PyLD's framing goes through the whole graph for each record, more than eight minutes for 200,000 triples
against 20 seconds here, and leaves out websites and whatever else is pointed to and not described.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any, BinaryIO

from kzgraph.errors import OutputError
from kzgraph.export.context import Context, derive, reduce, reversed_properties, written
from kzgraph.export.layers import named_graphs
from kzgraph.export.material import Material
from kzgraph.export.naming import Vocabulary
from kzgraph.export.nodes import Node, expanded
from kzgraph.extras import need
from kzgraph.model import AGENT, ELECTION, LABELS
from kzgraph.rdf.terms import language_tag
from kzgraph.render.safe import escape_for_data

__all__ = ["write_compact", "write_framed"]

#: Keys that come before all others, in this order.
_FIRST = {"@context": 0, "id": 1, "@id": 1, "type": 2, "@type": 2, "name": 3, "@graph": 9}


def write_compact(material: Material, target: BinaryIO) -> None:
    """Write all triples as compacted JSON-LD: ``@graph`` with an object for each subject, sorted.

    Named graphs of foreign data are objects in it that have a ``@graph`` of their own, with the derived days
    beside them.

    Raises UsageError without PyLD, OutputError for what JSON-LD cannot say (triple terms).
    """
    jsonld = need("pyld.jsonld", "JSON-LD")
    named = material.statements.named
    graphs: dict[bytes, list[Node]] = {}
    for name, lines in named_graphs(material) if named else [(b"", material.triples)]:
        graphs.setdefault(name, []).extend(expanded(lines))
    context = _context(material, [node for nodes in graphs.values() for node in nodes])
    material.progress(len(material.statements) // 2)
    whole = [*graphs.pop(b"", []), *(_named(name, nodes) for name, nodes in graphs.items())]
    document = jsonld.compact(
        whole,
        {"@context": context},
        {"graph": True, "skipExpansion": True, "documentLoader": _no_network},
    )
    _write(document, context, target)
    material.progress(len(material.statements) - len(material.statements) // 2)


def write_framed(material: Material, target: BinaryIO) -> None:
    """Write JSON-LD as records: what belongs to a thing is nested in it, what it points to has its name.

    The records are those of the people, organisations and elections, or of the one thing that was asked for.
    What they do not reach is left out. Raises what :func:`write_compact` raises.
    """
    jsonld = need("pyld.jsonld", "JSON-LD")
    nodes = expanded(material.statements.lines)
    context = _context(material, nodes)
    roots = Vocabulary(material).kinds(*AGENT, *ELECTION)
    document = jsonld.compact(
        _records(nodes, context, roots, material.entity),
        {"@context": context},
        {"graph": material.entity is None, "skipExpansion": True, "documentLoader": _no_network},
    )
    material.progress(len(material.statements))
    _write(document, context, target)


def _named(name: bytes, nodes: list[Node]) -> Node:
    """Return a named graph; *name* is a term of N-Quads."""
    return {"@id": name.decode().strip("<>"), "@graph": nodes}


def _context(material: Material, nodes: list[Node]) -> Context:
    """Return the context of the graph, with prefixes; without one of its own, one made for these nodes."""
    return dict(material.context) if material.context else derive(nodes, material.prefixes)


def _write(document: dict[str, Any], context: Context, target: BinaryIO) -> None:
    """Write a compacted document with as much of its context as it needs, a term a line."""
    body = {key: value for key, value in document.items() if key != "@context"}
    rest = json.dumps(_Order(context).sort(body), ensure_ascii=False, indent=2)
    text = '{\n  "@context": ' + written(reduce(context, body)) + ("," if body else "\n") + rest[1:]
    target.write(escape_for_data(text).encode() + b"\n")


class _Order:
    """The order in which a compacted document is written, so that it is always the same and good to read."""

    def __init__(self, context: Context) -> None:
        self._by_language = {
            term
            for term, definition in context.items()
            if isinstance(definition, dict) and "@language" in definition.get("@container", ())
        }

    def sort(self, value: Any, term: str = "") -> Any:
        """Return *value*, that of *term*: id, type and name first, then by key; dated things by date.

        Language tags have the case of BCP 47, which PyLD lowers.
        """
        if isinstance(value, list):
            found = [self.sort(each, term) for each in value]
            return found if term == "@graph" else sorted(found, key=_when)
        if not isinstance(value, dict):
            return value
        if term in self._by_language:
            value = {key if key == "@none" else language_tag(key): each for key, each in value.items()}
        if "@language" in value:
            value = {**value, "@language": language_tag(value["@language"])}
        keys = sorted(value, key=lambda key: (_FIRST.get(key, 5), key))
        return {key: self.sort(value[key], key) for key in keys}


def _when(value: Any) -> str:
    """Return when something nested began or happened, for sorting; undated things come last."""
    dates = (
        [value.get(key) for key in ("start", "date", "attestedOn", "end")] if isinstance(value, dict) else []
    )
    return next((date for date in dates if isinstance(date, str)), "~")


def _no_network(url: str, options: Any = None) -> Any:
    """Refuse to load a document: everything that is needed is at hand."""
    raise OutputError(f"JSON-LD would load {url}; nothing is loaded while writing.")


def _records(
    nodes: Iterable[Node], context: Context, roots: Collection[str], thing: str | None
) -> list[Node]:
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
