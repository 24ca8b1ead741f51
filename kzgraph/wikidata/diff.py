"""Our facts beside Wikidata's statements, for all linked things or one.

Compared are the items that were fetched, and of their statements those of the properties that the mapping
(ontology/wikidata.ttl) speaks of; the others are counted. Nothing here uses the network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple

from kzgraph.errors import NotFound
from kzgraph.labels import Graph, Labelled, label_all
from kzgraph.terms import iri, shrink
from kzgraph.wikidata.cache import Cache
from kzgraph.wikidata.links import items
from kzgraph.wikidata.mapping import Property, classes, mappings, properties
from kzgraph.wikidata.model import Statement
from kzgraph.wikidata.ours import Ours
from kzgraph.wikidata.ours import statements as our_statements
from kzgraph.wikidata.pairs import OUTCOMES, Outcome, Pair, pair_up
from kzgraph.wikidata.wikibase import count, label_of, statements

__all__ = ["Diff", "State", "ThingDiff", "diff"]

#: Whether the item of a thing could be looked at: there is a copy, there is none yet, there is no such item.
State = Literal["compared", "not fetched", "missing"]


class ThingDiff(NamedTuple):
    """What the two graphs say about one thing.

    *linked* is the item that the thing is linked to, *item* the same or the one it was merged into, with its
    *label* there, *retrieved* the day of the copy. *unsaid* are facts that Wikidata cannot say, with the
    reasons. *others* counts its statements of properties that the mapping does not speak of, by property.
    """

    thing: Labelled
    linked: str
    item: str
    label: str
    state: State
    retrieved: str
    pairs: tuple[Pair, ...]
    unsaid: tuple[Ours, ...]
    others: Mapping[str, int]


class Diff(NamedTuple):
    """What was compared: *things*, the *names* of items by id, and the *properties* that the mapping has."""

    things: tuple[ThingDiff, ...]
    names: Mapping[str, str]
    properties: Mapping[str, Property]

    def counts(self) -> dict[Outcome, int]:
        """Return how many pairs there are of each outcome, in the order in which they are shown."""
        found = Counter(pair.outcome for thing in self.things for pair in thing.pairs)
        return {outcome: found[outcome] for outcome in OUTCOMES}


def diff(
    graph: Graph,
    cache: Cache,
    thing: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Diff:
    """Compare all things with an exact link to an item, or only *thing* (an IRI), with the copies in *cache*.

    *progress* is called with how many things are done, and of how many. Raises NotFound if there is no exact
    link, GraphLoadError if the cache cannot be read, and what the engine raises.
    """
    linked = _linked(graph, thing)
    known = properties(graph)
    spoken_of = {mapping.property.id for mapping in mappings(graph)}
    merged = cache.redirects
    labels = label_all(graph, map(iri, linked))
    names = {qid: labels[iri(name)].label for name, qid in sorted(items(graph).items()) if name in linked}
    facts: dict[str, list[Ours]] = {name: [] for name in linked}
    for each in our_statements(graph, thing):
        facts.setdefault(each.thing, []).append(each)
    kinds = _kinds(classes(graph))
    missing = cache.missing
    found = []
    for n, (name, qid) in enumerate(sorted(linked.items())):
        entity = cache.entity(qid)
        target = merged.get(qid, qid)
        theirs: list[Statement] = []
        others: dict[str, int] = {}
        label, retrieved = "", ""
        state: State = "missing" if target in missing else "not fetched"
        if entity is not None:
            state, label, retrieved = "compared", label_of(entity), cache.retrieved(qid) or ""
            theirs = statements(entity, spoken_of)
            others = {each: number for each, number in count(entity).items() if each not in spoken_of}
            names.setdefault(target, label)
        pairs = pair_up(facts[name], theirs, merged=merged, classes=kinds) if entity is not None else []
        unsaid = tuple(each for each in facts[name] if each.statement is None)
        found.append(
            ThingDiff(labels[iri(name)], qid, target, label, state, retrieved, tuple(pairs), unsaid, others)
        )
        if progress is not None:
            progress(n + 1, len(linked))
    return Diff(tuple(found), names, known)


def _linked(graph: Graph, thing: str | None) -> dict[str, str]:
    found = items(graph)
    if thing is None:
        if not found:
            raise NotFound(
                "Nothing in this graph is linked to an item of Wikidata.",
                hint="Find an item: kzgraph wikidata candidates THING",
            )
        return found
    if thing not in found:
        short = shrink(thing, graph.prefixes)
        raise NotFound(
            f"{short} has no exact link to an item of Wikidata.",
            hint=f"What it may be: kzgraph wikidata candidates {short}",
        )
    return {thing: found[thing]}


def _kinds(fitting: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Map each item that is a class to those classes of ours whose things can be its instances."""
    found: dict[str, set[str]] = {}
    for name, group in fitting.items():
        for qid in group:
            found.setdefault(qid, set()).add(name)
    return {qid: frozenset(names) for qid, names in found.items()}
