"""Graphs, the answers to CONSTRUCT and DESCRIBE, as Turtle, N-Triples, RDF/XML and JSON-LD.

pyoxigraph writes them. Triples are sorted first, so that the same graph gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kzgraph.errors import OutputError, shown
from kzgraph.rdf.terms import Term
from kzgraph.render.safe import check_for_xml, escape_for_data, escape_for_turtle, escape_for_xml
from kzgraph.sparql.results import Result

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ["write_graph"]

# RDF/XML 1.1, section 6.1.4 and XML Namespaces: a property element needs a local name.
_ENDS_IN_NAME = re.compile(r"[^\W\d][\w.\-]*$")


def write_graph(result: Result, syntax: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the triples of a result in *syntax*: ``ttl``, ``nt``, ``xml`` (RDF/XML) or ``jsonld``.

    Raises OutputError for a graph that the syntax cannot hold (RDF/XML needs properties whose IRI ends in a
    name).
    """
    import pyoxigraph

    formats = {
        "ttl": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "xml": pyoxigraph.RdfFormat.RDF_XML,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    }
    if syntax == "xml":
        _check_for_xml(result)
    triples = sorted({*result.triples}, key=lambda triple: tuple(term.n3() for term in triple))
    used = {iri for triple in triples for iri in _iris(triple)}
    needed = {p: ns for p, ns in sorted(prefixes.items()) if any(iri.startswith(ns) for iri in used)}
    converted = [_triple(*triple) for triple in triples]
    try:
        raw = pyoxigraph.serialize(
            converted, format=formats[syntax], prefixes=None if syntax == "nt" else needed
        )
    except (ValueError, OSError) as error:
        raise OutputError(
            f"The graph cannot be written as {syntax}: {error}", hint="Use --format ttl."
        ) from error
    text = (raw or b"").decode("utf-8")
    if syntax in ("ttl", "nt"):
        text = escape_for_turtle(text)
    elif syntax == "jsonld":
        text = escape_for_data(text)
    else:
        text = escape_for_xml(text)
    yield text if text.endswith("\n") or not text else text + "\n"


def _check_for_xml(result: Result) -> None:
    """Raise OutputError for what RDF/XML cannot hold, which pyoxigraph would write all the same."""
    for row in result:
        for term in row:
            check_for_xml(term.value if term else "")
        if row[1] and not _ENDS_IN_NAME.search(row[1].value):
            raise OutputError(
                f"RDF/XML cannot hold the property {shown(row[1].value, 300)}: it does not end in a name.",
                hint="Use --format ttl, which can.",
            )


def _iris(triple: tuple[Term, Term, Term]) -> Iterator[str]:
    for term in triple:
        if term.kind == "iri":
            yield term.value
        elif term.datatype:
            yield term.datatype


def _triple(subject: Term, predicate: Term, value: Term) -> pyoxigraph.Triple:
    import pyoxigraph

    node = _node(subject)
    return pyoxigraph.Triple(node, pyoxigraph.NamedNode(predicate.value), _literal(value) or _node(value))


def _node(term: Term) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode:
    import pyoxigraph

    return pyoxigraph.BlankNode(term.value) if term.kind == "bnode" else pyoxigraph.NamedNode(term.value)


def _literal(term: Term) -> pyoxigraph.Literal | None:
    import pyoxigraph

    if term.kind != "literal":
        return None
    if term.language:
        return pyoxigraph.Literal(term.value, language=term.language)
    datatype = pyoxigraph.NamedNode(term.datatype) if term.datatype else None
    return pyoxigraph.Literal(term.value, datatype=datatype)
