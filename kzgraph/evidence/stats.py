"""How much the graph holds: things, claims, disputes, names, triples."""

from __future__ import annotations

from dataclasses import dataclass

from kzgraph.lookup.labels import Labelled, label_all, present
from kzgraph.model import CLAIM, DERIVED, EVIDENCE, STATED
from kzgraph.rdf.terms import iri, language_tag
from kzgraph.sparql.results import Result
from kzgraph.storage.graph import Graph

__all__ = ["Count", "Stats", "stats"]

_DERIVED = ", ".join(f"<{name}>" for name in DERIVED)
_EVIDENCE = "?s a ?layer VALUES ?layer { %EVIDENCE kzo:Source kzo:Reference }"

#: Group, and a query for what is counted (an IRI, a text, or nothing for a single number) and how often it
#: occurs. %CLAIM and %EVIDENCE are the classes of claims and of evidence, each with those below it.
_GROUPED = (
    (
        "Things",
        "SELECT ?what (COUNT(DISTINCT ?s) AS ?n) { ?s a ?what . ?what a owl:Class "
        "MINUS { VALUES ?what { %CLAIM kzo:Conflict } } "
        "FILTER NOT EXISTS { ?what kzo:editorial true } } GROUP BY ?what",
    ),
    (
        "Claims by source",
        "SELECT ?what (COUNT(DISTINCT ?s) AS ?n) { ?s a ?claim ; kzo:source|prov:wasQuotedFrom ?what "
        "VALUES ?claim { %CLAIM } } GROUP BY ?what",
    ),
    (
        "Claims by rank",
        "SELECT ?what (COUNT(DISTINCT ?s) AS ?n) { ?s a ?claim ; kzo:rank ?what VALUES ?claim { %CLAIM } } "
        "GROUP BY ?what",
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
_CLAIMS = "SELECT (COUNT(DISTINCT ?claim) AS ?n) { ?claim a ?kind VALUES ?kind { %CLAIM } "
_TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o "
_SINGLE = (
    ("Claims", "claims", f"{_CLAIMS} }}"),
    ("Claims", "accepted", f"{_CLAIMS} {STATED} }}"),
    ("Claims", "somebody's opinion, allegation or plan", f"{_CLAIMS} ?claim kzo:assertedBy ?x }}"),
    ("Claims", "with the words of the source", f"{_CLAIMS} ?claim kzo:quote ?x }}"),
    ("Claims", "contradicted by another claim", f"{_CLAIMS} ?claim kzo:conflictsWith ?x }}"),
    ("Claims", "questions in dispute", "SELECT (COUNT(*) AS ?n) { ?s a kzo:Conflict }"),
    (
        "Triples",
        "accepted facts and vocabulary",
        f"{_TRIPLES} FILTER NOT EXISTS {{ {_EVIDENCE} }} FILTER(?p NOT IN ({_DERIVED})) }}",
    ),
    (
        "Triples",
        "evidence (claims, conflicts, sources, links)",
        f"{_TRIPLES} FILTER EXISTS {{ {_EVIDENCE} }} FILTER(?p NOT IN ({_DERIVED})) }}",
    ),
    ("Triples", "derived date bounds", f"{_TRIPLES} FILTER(?p IN ({_DERIVED})) }}"),
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
    classes = {"%CLAIM": graph.below(CLAIM), "%EVIDENCE": graph.below(EVIDENCE)}

    def ask(text: str) -> Result:
        for name, below in classes.items():
            text = text.replace(name, " ".join(iri(each).n3() for each in below))
        return graph.select(text)

    single = [Count(group, what, int(str(ask(text)[0][0]))) for group, what, text in _SINGLE]
    lists = [count for group, text in _GROUPED for count in _listed(graph, group, ask(text))]
    claims = [count for count in single if count.group == "Claims"]
    return Stats((*claims, *lists, *(count for count in single if count.group != "Claims")))


def _listed(graph: Graph, group: str, rows: Result) -> list[Count]:
    numbers = [(what, int(number.value)) for what, number in map(present, rows)]
    labels = label_all(graph, (what for what, _ in numbers))
    found = [Count(group, _what(labels[what]), number) for what, number in numbers]
    return sorted(found, key=lambda count: (-count.number, count.what))


def _what(counted: Labelled) -> str:
    if counted.term.kind == "iri":
        return counted.label
    return language_tag(counted.label) or "no language"
