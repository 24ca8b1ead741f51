"""How much the graph holds: things, claims, disputes, names, triples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kzgraph.lookup.labels import Labelled, label_all, present
from kzgraph.model import DERIVED, EVIDENCE
from kzgraph.rdf.terms import Term, language_tag
from kzgraph.storage.graph import Graph

__all__ = ["Count", "Stats", "stats"]

_CLAIM = "kzo:Claim"
_DERIVED = ", ".join(f"<{name}>" for name in DERIVED)
_EVIDENCE = (
    f"?s a ?layer VALUES ?layer {{ {' '.join(f'<{name}>' for name in EVIDENCE)} kzo:Source kzo:Reference }}"
)

#: Group, and a query for what is counted (an IRI, a text, or nothing for a single number) and how often it
#: occurs.
_GROUPED = (
    (
        "Things",
        f"SELECT ?what (COUNT(DISTINCT ?s) AS ?n) {{ ?s a ?what . ?what a owl:Class "
        f"FILTER(?what NOT IN ({_CLAIM}, kzo:Conflict)) "
        f"FILTER NOT EXISTS {{ ?what kzo:editorial true }} }} GROUP BY ?what",
    ),
    (
        "Claims by source",
        f"SELECT ?what (COUNT(?s) AS ?n) {{ ?s a {_CLAIM} ; kzo:source ?what }} GROUP BY ?what",
    ),
    (
        "Claims by rank",
        f"SELECT ?what (COUNT(?s) AS ?n) {{ ?s a {_CLAIM} ; kzo:rank ?what }} GROUP BY ?what",
    ),
    (
        "Links to other registers",
        "SELECT ?what (COUNT(?s) AS ?n) { ?s a kzo:Link ; kzo:relation ?what } GROUP BY ?what",
    ),
    (
        "Names by language",
        "SELECT ?what (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?name (LCASE(LANG(?name)) AS ?what) { "
        "VALUES ?naming { skos:prefLabel skos:altLabel kzo:abbreviation } ?s ?naming ?name "
        "FILTER NOT EXISTS { ?s a kzo:Conflict } } } GROUP BY ?what",
    ),
)
_SINGLE = (
    ("Claims", "claims", f"?s a {_CLAIM}"),
    (
        "Claims",
        "accepted",
        f"?s a {_CLAIM} ; rdf:subject ?a ; rdf:predicate ?b ; rdf:object ?c . ?a ?b ?c",
    ),
    (
        "Claims",
        "somebody's opinion, allegation or plan",
        f"?s a {_CLAIM} FILTER EXISTS {{ ?s kzo:assertedBy ?x }}",
    ),
    ("Claims", "with the words of the source", f"?s a {_CLAIM} FILTER EXISTS {{ ?s kzo:quote ?x }}"),
    (
        "Claims",
        "contradicted by another claim",
        f"?s a {_CLAIM} FILTER EXISTS {{ ?s kzo:conflictsWith ?x }}",
    ),
    ("Claims", "questions in dispute", "?s a kzo:Conflict"),
    (
        "Triples",
        "accepted facts and vocabulary",
        f"?s ?p ?o FILTER NOT EXISTS {{ {_EVIDENCE} }} FILTER(?p NOT IN ({_DERIVED}))",
    ),
    (
        "Triples",
        "evidence (claims, conflicts, sources, links)",
        f"?s ?p ?o FILTER EXISTS {{ {_EVIDENCE} }} FILTER(?p NOT IN ({_DERIVED}))",
    ),
    ("Triples", "derived date bounds", f"?s ?p ?o FILTER(?p IN ({_DERIVED}))"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """*number* of *what*, in a *group* of counts."""

    group: str
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts in the order to read them: groups one after the other, the largest number of a list first."""

    counts: tuple[Count, ...]


def stats(graph: Graph) -> Stats:
    """Count what the graph holds. Raises what the engine raises."""
    counts = [*_singles(graph, "Claims")]
    for group, text in _GROUPED:
        counts += _group(graph, group, text)
    return Stats((*counts, *_singles(graph, "Triples")))


def _group(graph: Graph, group: str, text: str) -> list[Count]:
    rows = [(what, int(n.value)) for what, n in map(present, graph.select(text))]
    labels = label_all(graph, (what for what, _ in rows))
    found = [Count(group, _what(labels[what]), number) for what, number in rows]
    return sorted(found, key=lambda count: (-count.number, count.what))


def _what(counted: Labelled) -> str:
    if counted.term.kind == "iri":
        return counted.label
    return language_tag(counted.label) or "no language"


def _singles(graph: Graph, wanted: str) -> Iterator[Count]:
    for group, what, pattern in _SINGLE:
        if group == wanted:
            (row,) = graph.select(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
            number: Term | None = row[0]
            yield Count(group, what, int(number.value) if number else 0)
