"""The things of a graph that a thing of a file may be, with what tells them from others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kzgraph.importing.declarations import BIRTH, Vocabulary
from kzgraph.importing.records import Kind
from kzgraph.lookup.labels import label_all, present
from kzgraph.model import NAMES
from kzgraph.rdf.spelling import fold
from kzgraph.rdf.terms import iri
from kzgraph.storage.graph import Graph

__all__ = ["Known", "known", "place_words"]

_NAMING: Final = "|".join(f"<{name}>" for name in NAMES)
#: The ways from a person to the organisations that tell them from another of the same name, and from a post.
_TIES: Final = (
    "^org:member/org:organization",
    "^kzo:holder/kzo:leads",
    "^kzo:holder/kzo:post/org:postIn",
    "^kzo:candidate/kzo:contestant",
    "org:postIn",
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
        rows = graph.select(f"SELECT DISTINCT ?x {{ VALUES ?c {{ {classes} }} ?x a ?c }} ORDER BY ?x")
        for (thing,) in map(present, rows):
            if thing.kind == "iri":
                found.setdefault(thing.value, Known(thing.value, kind, ""))
    for term, labelled in label_all(graph, map(iri, found)).items():
        found[term.value].label = labelled.label
    for each, name in _told(graph, found, _NAMING):
        each.names.append(name)
    for each, other in _told(graph, found, "skos:exactMatch"):
        each.identifiers.add(other)
    for each, other in _told(graph, found, "kzo:notToBeConfusedWith"):
        each.others.add(other)
    for each, other in _told(graph, found, "|".join(f"({path})" for path in _TIES)):
        each.ties.add(other)
    for each, day in _told(graph, found, "|".join(f"<{path}>" for path in BIRTH)):
        each.born = day
    return found


def place_words(graph: Graph) -> set[str]:
    """Return the words in the names of places: an organisation's name may have them besides."""
    rows = graph.select("SELECT DISTINCT ?name { ?x a kzo:Place ; skos:prefLabel|skos:altLabel ?name }")
    return {word for (name,) in map(present, rows) for word in fold(name.value).split()}


def _told(graph: Graph, found: dict[str, Known], path: str) -> Iterator[tuple[Known, str]]:
    """Yield the things found with each value that a property path leads to from them."""
    rows = graph.select(f"SELECT DISTINCT ?x ?y {{ ?x {path} ?y }} ORDER BY ?x ?y")
    for one, other in map(present, rows):
        if one.value in found:
            yield found[one.value], other.value
