"""The things of a graph that a thing of a file may be: people, organisations and posts, with what tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kzgraph.intake.model import Kind
from kzgraph.intake.vocabulary import BIRTH, Graph, Vocabulary
from kzgraph.labels import label_all, present
from kzgraph.names import fold
from kzgraph.terms import KZO, ORG, RDFS, SKOS, iri

__all__ = ["Known", "known", "place_words"]

#: The ways from a person to the organisations that tell them from another of the same name.
_TIES: Final = (
    f"^<{ORG}member>/<{ORG}organization>",
    f"^<{KZO}holder>/<{KZO}leads>",
    f"^<{KZO}holder>/<{KZO}post>/<{ORG}postIn>",
    f"^<{KZO}candidate>/<{KZO}contestant>",
)


@dataclass(slots=True)
class Known:
    """A thing of the graph.

    *names* are all its names, *identifiers* the IRIs that it matches exactly elsewhere, *others* those of
    things that it is not to be confused with, *ties* the organisations of a person or the one that a post is
    in, *born* its day of birth.
    """

    iri: str
    kind: Kind
    label: str
    names: list[str] = field(default_factory=list)
    identifiers: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    ties: set[str] = field(default_factory=set)
    born: str = ""


def known(graph: Graph, vocabulary: Vocabulary) -> dict[str, Known]:
    """Return the people, organisations and posts of the graph by IRI."""
    found: dict[str, Known] = {}
    kinds: tuple[Kind, ...] = ("person", "organization", "post")
    for kind in kinds:
        classes = " ".join(iri(each).n3() for each in sorted(vocabulary.classes(kind)))
        rows = graph.engine.query(f"SELECT DISTINCT ?x {{ VALUES ?c {{ {classes} }} ?x a ?c }} ORDER BY ?x")
        for (thing,) in map(present, rows):
            if thing.kind == "iri":
                found.setdefault(thing.value, Known(thing.value, kind, ""))
    for term, labelled in label_all(graph, map(iri, found)).items():
        found[term.value].label = labelled.label
    naming = f"<{SKOS}prefLabel>|<{SKOS}altLabel>|<{KZO}abbreviation>|<{RDFS}label>"
    for thing, name in _pairs(graph, naming):
        if thing in found:
            found[thing].names.append(name)
    for path, attribute in (
        (f"<{SKOS}exactMatch>", "identifiers"),
        (f"<{KZO}notToBeConfusedWith>", "others"),
        *((each, "ties") for each in _TIES),
        (f"<{ORG}postIn>", "ties"),
    ):
        for thing, other in _pairs(graph, path):
            if thing in found:
                getattr(found[thing], attribute).add(other)
    for path in BIRTH:
        for thing, day in _pairs(graph, f"<{path}>"):
            if thing in found:
                found[thing].born = day
    return found


def place_words(graph: Graph) -> set[str]:
    """Return the words in the names of places: what an organisation's name may have besides (``of Kazakhstan``)."""
    rows = graph.engine.query(
        f"SELECT DISTINCT ?name {{ ?x a <{KZO}Place> ; <{SKOS}prefLabel>|<{SKOS}altLabel> ?name }}"
    )
    return {word for (name,) in map(present, rows) for word in fold(name.value).split()}


def _pairs(graph: Graph, path: str) -> list[tuple[str, str]]:
    rows = graph.engine.query(f"SELECT DISTINCT ?x ?y {{ ?x {path} ?y }} ORDER BY ?x ?y")
    return [(one.value, other.value) for one, other in map(present, rows)]
