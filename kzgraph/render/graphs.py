"""Graphs, the answers to CONSTRUCT and DESCRIBE, as Turtle, N-Triples, RDF/XML and JSON-LD.

They are written by the writers of the exports, so that the same triples are the same bytes; JSON-LD, which
has no context here, by pyoxigraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kzgraph.errors import OutputError
from kzgraph.rdf.terms import Term, language_tag
from kzgraph.render.safe import escape_for_data
from kzgraph.sparql.results import Result

__all__ = ["write_graph"]


def write_graph(result: Result, syntax: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the triples of a result in *syntax*: ``ttl``, ``nt``, ``xml`` (RDF/XML) or ``jsonld``.

    Raises OutputError for a graph that the syntax cannot hold (RDF/XML needs properties whose IRI ends in a
    name).
    """
    lines = sorted({f"{' '.join(map(_written, triple))} .\n".encode() for triple in result.triples})
    if syntax == "xml":
        from kzgraph.render.rdfxml import rdfxml

        pieces = rdfxml(lines, prefixes)
    elif syntax == "jsonld":
        pieces = _jsonld(lines, prefixes)
    else:
        from kzgraph.render.turtle import ntriples, turtle

        pieces = ntriples(lines) if syntax == "nt" else turtle(lines, prefixes)
    return (piece.decode() for piece in pieces)


def _written(term: Term) -> str:
    return term._replace(language=language_tag(term.language)).n3() if term.language else term.n3()


def _jsonld(lines: Sequence[bytes], prefixes: Mapping[str, str]) -> Iterator[bytes]:
    from pyoxigraph import RdfFormat, parse, serialize

    content = b"".join(lines)
    needed = {name: iri for name, iri in sorted(prefixes.items()) if f"<{iri}".encode() in content}
    try:
        triples = parse(content, format=RdfFormat.N_TRIPLES, lenient=True)
        raw = serialize(triples, format=RdfFormat.JSON_LD, prefixes=needed)
    except (SyntaxError, ValueError, OSError) as error:
        raise OutputError(
            f"The graph cannot be written as jsonld: {error}", hint="Use --format ttl."
        ) from error
    yield escape_for_data((raw or b"").decode()).encode() + b"\n"
