"""The things of a graph that a thing of a file may be, with what tells them from others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kzgraph.editing.declarations import BIRTH, Declarations, Kind
from kzgraph.lookup.labels import label_all, names, present
from kzgraph.rdf.spelling import fold
from kzgraph.rdf.terms import iri
from kzgraph.storage.graph import Graph

__all__ = ["Known", "known", "place_words"]

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


def known(graph: Graph, declarations: Declarations) -> dict[str, Known]:
    """Return the people, organisations and posts of the graph by IRI."""
    things: dict[str, Known] = {}
    kinds: tuple[Kind, ...] = ("person", "organization", "post")
    for kind in kinds:
        query = "SELECT DISTINCT ?x { VALUES ?c { $classes } ?x a ?c FILTER(isIRI(?x)) } ORDER BY ?x"
        for thing in graph.values(query, classes=sorted(declarations.classes(kind))):
            things.setdefault(thing, Known(thing, kind, ""))
    for term, labelled in label_all(graph, map(iri, things)).items():
        things[term.value].label = labelled.label
    for thing, name in sorted({(thing, name.value) for thing, _, name in names(graph, things)}):
        things[thing].names.append(name)
    for thing, other in _values(graph, things, "skos:exactMatch"):
        things[thing].identifiers.add(other)
    for thing, other in _values(graph, things, "kzo:notToBeConfusedWith"):
        things[thing].others.add(other)
    for thing, other in _values(graph, things, "|".join(f"({path})" for path in _TIES)):
        things[thing].ties.add(other)
    for thing, day in _values(graph, things, "|".join(f"<{path}>" for path in BIRTH)):
        things[thing].born = day
    return things


def place_words(graph: Graph) -> set[str]:
    """Return the words in the names of places: an organisation's name may have them besides."""
    places = graph.values("SELECT DISTINCT ?x { ?x a kzo:Place FILTER(isIRI(?x)) }")
    return {word for _, _, name in names(graph, places) for word in fold(name.value).split()}


def _values(graph: Graph, things: Iterable[str], path: str) -> list[tuple[str, str]]:
    """Return the things with each value that a property path leads to from them."""
    text = f"SELECT DISTINCT ?x ?y {{ VALUES ?x {{ %VALUES }} ?x {path} ?y }} ORDER BY ?y"
    return [(thing.value, value.value) for thing, value in map(present, graph.about(things, text))]
