"""The graph as an rdflib Dataset, for Python programs and for the tools that read rdflib graphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kzgraph.rdf.terms import Term, literal, term_of

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from rdflib import Dataset, Graph, Node

    from kzgraph.storage.folders import Folder

__all__ = ["as_graph", "dataset", "node_from", "term_from"]


def dataset(folder: Folder, prefixes: Mapping[str, str]) -> Dataset:
    """Parse the Turtle files with rdflib, add the derived days, and return all as a Dataset.

    All triples are in the default graph; ``default_union`` is set, so that triples added to named graphs are
    found as well. *prefixes* are bound for serialisation. rdflib rewrites some literals
    (``"01"^^xsd:integer`` becomes ``1``). Raises GraphLoadError if a file is malformed.
    """
    from rdflib import Dataset

    from kzgraph.storage.derived import derived
    from kzgraph.storage.loading import load

    store = load(folder)  # finds the mistakes, with their places, better than rdflib does
    result = Dataset(default_union=True)
    for _, content in folder.turtle:
        result.default_graph.parse(data=content, format="turtle")
    for prefix, namespace in prefixes.items():
        result.bind(prefix, namespace, replace=True)
    # The names of blank nodes mean nothing outside the store.
    days = [f"{triple} .\n" for triple in derived(store) if not str(triple).startswith("_:")]
    result.default_graph.parse(data="".join(days), format="nt")
    return result


def as_graph(triples: Iterable[Triple]) -> Graph:
    """Return triples of pyoxigraph as an rdflib graph, literals as they are written.

    Raises KzgraphError for a triple term of RDF 1.2.
    """
    from rdflib import Graph

    known: dict[Any, Node] = {}

    def convert(node: Any) -> Node:
        if node not in known:
            known[node] = node_from(node)
        return known[node]

    graph = Graph()
    graph.addN((convert(s), convert(p), convert(o), graph) for s, p, o in triples)
    return graph


def node_from(node: Any) -> Node:
    """Return a node of pyoxigraph as one of rdflib. Raises KzgraphError for a triple term of RDF 1.2."""
    from rdflib import BNode, Literal, URIRef

    kind, value, language, datatype = term_of(node)
    if kind != "literal":
        return URIRef(value) if kind == "iri" else BNode(value)
    return Literal(value, lang=language, datatype=URIRef(datatype) if datatype else None, normalize=False)


def term_from(node: Any) -> Term:
    """Return a node of rdflib as a term."""
    from rdflib import BNode, Literal

    if isinstance(node, Literal):
        datatype = str(node.datatype) if node.datatype is not None else None
        return literal(str(node), language=node.language, datatype=datatype)
    return Term("bnode" if isinstance(node, BNode) else "iri", str(node))
