"""The triples that go out as JSON-LD node objects: what the JSON-LD writers start from.

The shape is the expanded form of JSON-LD 1.1, flattened: an object for each subject, full IRIs, values in
arrays, all sorted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kzgraph.errors import OutputError
from kzgraph.rdf.terms import RDF, XSD, XSD_STRING, language_tag

__all__ = ["Node", "expanded"]

#: A JSON-LD node object in expanded form.
Node = dict[str, Any]

_TYPE = RDF + "type"
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")  # whole numbers that every JSON parser keeps exact


def expanded(lines: Iterable[bytes]) -> list[Node]:
    """Return triples, given as *lines* of N-Triples, as JSON-LD node objects, sorted by IRI.

    Whole numbers and booleans are native JSON values of their datatype, all other values have the lexical
    form that they have in the graph. Language tags have the case that BCP 47 recommends. Raises OutputError
    for triple terms (RDF 1.2), which JSON-LD 1.1 cannot say.
    """
    from pyoxigraph import RdfFormat, parse

    nodes: dict[str, Node] = {}
    for quad in parse(b"".join(lines), format=RdfFormat.N_TRIPLES, lenient=True):
        name = _name(quad.subject)
        node = nodes.get(name)
        if node is None:
            node = nodes[name] = {"@id": name}
        predicate = quad.predicate.value
        value = _value(quad.object)
        if predicate == _TYPE and "@id" in value:
            node.setdefault("@type", []).append(value["@id"])
        else:
            node.setdefault(predicate, []).append(value)
    return [nodes[name] for name in sorted(nodes)]


def _name(term: Any) -> str:
    """Return the IRI of a named node, the label of a blank node as JSON-LD writes it."""
    return f"_:{term.value}" if type(term).__name__ == "BlankNode" else str(term.value)


def _value(term: Any) -> dict[str, Any]:
    """Return the value or node object of an object of a triple."""
    kind = type(term).__name__
    if kind == "Literal":
        return _literal(term)
    if kind not in ("NamedNode", "BlankNode"):
        raise OutputError(
            "JSON-LD 1.1 cannot hold triple terms, which are in the graph.", hint="Use another format: ttl12."
        )
    return {"@id": _name(term)}


def _literal(term: Any) -> dict[str, Any]:
    text: str = term.value
    if term.language:
        return {"@value": text, "@language": language_tag(term.language)}
    datatype: str = term.datatype.value
    if datatype == XSD_STRING:
        return {"@value": text}
    native: str | int | bool = text
    if datatype == XSD + "integer" and _CANONICAL_INTEGER.fullmatch(text):
        native = int(text)
    elif datatype == XSD + "boolean" and text in ("true", "false"):
        native = text == "true"
    return {"@value": native, "@type": datatype}
