"""How far the graph is linked to Wikidata: each thing that could have an item, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from kzgraph.lookup.labels import label_all, present
from kzgraph.rdf.terms import OWL, iri
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.wikidata.links import Link, Search, links, registers, searches
from kzgraph.wikidata.mapping import classes

__all__ = ["STATES", "Count", "Standing", "State", "other_registers", "standings", "summary"]

#: Where a thing stands, in the order in which the states are counted.
State = Literal["linked", "close", "none-found", "not-looked-for"]
STATES: Final[tuple[State, ...]] = ("linked", "close", "none-found", "not-looked-for")


class Standing(NamedTuple):
    """A thing, what it is called, its kind (the label of its class), and where it stands.

    ``linked`` has an exact link, ``close`` only one that is close, ``none-found`` none but a search that
    found nothing. *links* are all links of the thing into Wikidata, also those that say what it is not.
    """

    thing: str
    label: str
    kind: str
    state: State
    links: tuple[Link, ...]
    search: Search | None


class Count(NamedTuple):
    """How many things of a kind there are in each state; *confusable* counts the items they are not."""

    kind: str
    things: int
    linked: int
    close: int
    none_found: int
    not_looked_for: int
    confusable: int


def standings(graph: Graph) -> list[Standing]:
    """Return where each thing stands, by kind and label.

    The things are those of classes that correspond to classes of Wikidata, or that lie below such a class,
    and whatever has a link or was looked for. Raises what the engine raises.
    """
    by_thing = grouped((link.thing, link) for link in links(graph))
    sought = {search.thing: search for search in searches(graph)}
    kinds = _kinds(graph, {*by_thing, *sought})
    labels = label_all(graph, [iri(name) for name in {*kinds, *kinds.values()}])
    every = []
    for thing, kind in kinds.items():
        of, search = tuple(by_thing.get(thing, ())), sought.get(thing)
        label, state = labels[iri(thing)].label, _state(of, search)
        every.append(Standing(thing, label, labels[iri(kind)].label, state, of, search))
    return sorted(every, key=lambda each: (each.kind, each.label, each.thing))


def summary(found: Iterable[Standing]) -> list[Count]:
    """Return the numbers for each kind, by kind."""
    counts = []
    for kind, group in sorted(grouped((each.kind, each) for each in found).items()):
        states = [each.state for each in group]
        confusable = sum(link.relation == "not" for each in group for link in each.links)
        linked, close, none_found, not_looked_for = map(states.count, STATES)
        counts.append(Count(kind, len(group), linked, close, none_found, not_looked_for, confusable))
    return counts


def other_registers(graph: Graph) -> dict[str, int]:
    """Return how many exact and close links lead into each register but Wikidata, by its name."""
    namespaces = {space: label for space, (_, label) in registers(graph).items()}
    counts = dict.fromkeys(sorted(namespaces.values()), 0)
    for link in links(graph, None):
        if link.relation != "not" and not link.qid:
            space = max((s for s in namespaces if link.target.startswith(s)), key=len)
            counts[namespaces[space]] += 1
    return {name: count for name, count in counts.items() if count}


def _state(of: Iterable[Link], search: Search | None) -> State:
    relations = {link.relation for link in of}
    if "exact" in relations or "close" in relations:
        return "linked" if "exact" in relations else "close"
    return "none-found" if search is not None else "not-looked-for"


def _kinds(graph: Graph, others: set[str]) -> dict[str, str]:
    """Return the things with their classes: of several the most special one, the first by name."""
    finest = """?n a ?class FILTER(ISIRI(?n) && ISIRI(?class))
    FILTER NOT EXISTS { ?n a ?finer . ?finer rdfs:subClassOf+ ?class FILTER(?finer != ?class) }"""
    of_wide = (
        f"SELECT DISTINCT ?n ?class {{ VALUES ?wide {{ $wide }} ?class rdfs:subClassOf* ?wide . {finest} }}"
    )
    rows = [
        *graph.select(of_wide, wide=sorted(classes(graph))),
        *graph.about(others, f"SELECT ?n ?class {{ VALUES ?n {{ %VALUES }} {finest} }}"),
    ]
    kinds = grouped((thing.value, cls.value) for thing, cls in map(present, rows))
    return {**dict.fromkeys(others, OWL + "Thing"), **{thing: min(of) for thing, of in kinds.items()}}
