"""What the tests of the exports share: reading RDF back with two libraries, in forms that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.compare import to_canonical_graph

from kzgraph.storage.derived import derive

ROOT = Path(__file__).parent.parent
KZO = "https://w3id.org/kzgraph/ontology#"
KZ = "https://w3id.org/kzgraph/id/"
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".ttl12": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def canonical(quads: object) -> set[str]:
    """Return quads as text, with canonical names of blank nodes (RDFC-1.0)."""
    dataset = ox.Dataset(quads)  # type: ignore[arg-type]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def by_pyoxigraph(path: Path) -> set[str]:
    """Return what pyoxigraph reads in a file."""
    return canonical(ox.parse(path=path, format=FORMATS[path.suffix]))


def by_rdflib(path: Path) -> frozenset[str]:
    """Return what rdflib reads in a file of triples, literals as they are written, with canonical names."""
    return _by_rdflib(path.read_bytes(), {".ttl": "turtle", ".nt": "nt", ".rdf": "xml"}[path.suffix])


@lru_cache(maxsize=4)
def _by_rdflib(content: bytes, name: str) -> frozenset[str]:
    normalised = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        graph = rdflib.Graph().parse(data=content, format=name)
    finally:
        rdflib.NORMALIZE_LITERALS = normalised
    if any(isinstance(term, rdflib.BNode) for triple in graph for term in triple):
        graph = to_canonical_graph(graph)
    return frozenset(" ".join(term.n3() for term in triple) for triple in graph)


def of_folder(folder: Path) -> set[str]:
    """Return what pyoxigraph reads in the Turtle files of a graph folder."""
    return canonical(_quads_of(folder))


def days_of(folder: Path) -> set[str]:
    """Return the days that kzgraph derives from the dates of a graph folder when it loads it."""
    names = [f"{KZO}{name}" for name in ("from", "until", "surelyFrom", "surelyUntil")]
    store = ox.Store()
    store.extend(_quads_of(folder))
    assert not derive(store)
    return canonical(quad for quad in store if quad.predicate.value in names)


def _quads_of(folder: Path) -> Iterator[ox.Quad]:
    files = [*sorted((folder / "ontology").glob("*.ttl")), *sorted((folder / "data").rglob("*.ttl"))]
    return (
        quad
        for file in files
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
