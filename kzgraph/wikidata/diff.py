"""Our facts beside Wikidata's statements, for all linked things or one.

Compared are the items that were fetched, and of their statements those of the properties that the mapping
(ontology/wikidata.ttl) speaks of; the others are counted. Nothing here uses the network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from kzgraph.errors import NotFound
from kzgraph.lookup.labels import Labelled, label_all
from kzgraph.rdf.terms import iri, shrink
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.wikidata.cache import Cache
from kzgraph.wikidata.disputes import Dispute, beside, disputes
from kzgraph.wikidata.links import items
from kzgraph.wikidata.mapping import Property, classes, mappings, properties
from kzgraph.wikidata.our_statements import OwnFact
from kzgraph.wikidata.our_statements import statements as our_statements
from kzgraph.wikidata.pairs import OUTCOMES, Outcome, Pair, pair_up
from kzgraph.wikidata.wikibase import count, label_of, statements

__all__ = ["Diff", "State", "ThingDiff", "diff"]

#: Whether the item of a thing could be looked at: there is a copy; there is one that was made without the
#: statements (of names only, say, so that nobody knows what the item has); there is none yet; there is no
#: such item.
State = Literal["compared", "no statements recorded", "not fetched", "missing"]


class ThingDiff(NamedTuple):
    """What the two graphs say about one thing.

    *linked* is the item that the thing is linked to, *item* the same or the one it was merged into, with its
    *label* there; *retrieved* is the day of the copy. *facts* is how many facts we have, *unsaid* are those
    that Wikidata cannot say, with the reasons, *disputed* is what our sources disagree about. *others* counts
    its statements of properties that the mapping does not speak of, by property.
    """

    thing: Labelled
    linked: str
    item: str
    state: State
    facts: int = 0
    label: str = ""
    retrieved: str = ""
    pairs: tuple[Pair, ...] = ()
    unsaid: tuple[OwnFact, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    others: Mapping[str, int] = MappingProxyType({})


class Diff(NamedTuple):
    """What was compared, thing by thing.

    *names* are the names of items by id, *properties* those that the mapping has; *merged* maps merged items
    to those they were merged into.
    """

    things: tuple[ThingDiff, ...]
    names: Mapping[str, str]
    properties: Mapping[str, Property]
    merged: Mapping[str, str]

    def counts(self) -> dict[Outcome, int]:
        """Return how many pairs there are of each outcome, in the order in which they are shown."""
        counts = Counter(pair.outcome for thing in self.things for pair in thing.pairs)
        return {outcome: counts[outcome] for outcome in OUTCOMES}

    def name(self, name: str) -> str:
        """Return the label of a property with its id, the id alone of one that is not described here."""
        known = self.properties.get(name)
        return f"{known.label} ({name})" if known else name


def diff(
    graph: Graph,
    cache: Cache,
    thing: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Diff:
    """Compare all things with an exact link to an item, or only *thing* (an IRI), with the copies in *cache*.

    Things without a copy, or with one that has no statements recorded, are there, too, without a comparison.
    *progress* is called with how many things are done, and of how many. Raises NotFound if there is no exact
    link, GraphLoadError if the cache cannot be read, and what the engine raises.
    """
    known = items(graph)
    linked = _linked(graph, known, thing)
    merged, missing = {old: cache.target(old) for old in cache.redirects}, cache.missing
    labels = label_all(graph, map(iri, known))
    names = {qid: labels[iri(name)].label for name, qid in sorted(known.items())}
    facts = grouped((own.thing, own) for own in our_statements(graph, thing))
    disputed = disputes(graph, known, thing)
    spoken_of = {mapping.property.id for mapping in mappings(graph)}
    of_ours = grouped((qid, cls) for cls, qids in classes(graph).items() for qid in qids)
    kinds = {qid: frozenset(of) for qid, of in of_ours.items()}
    done = []
    for n, (name, qid) in enumerate(sorted(linked.items(), key=lambda each: labels[iri(each[0])].label)):
        ours = facts.get(name, [])
        item = merged.get(qid, qid)
        state: State = "missing" if item in missing else "not fetched"
        one = ThingDiff(labels[iri(name)], qid, item, state, len(ours))
        copy = cache.copy(qid)
        if copy is not None and "claims" not in copy.entity:  # an item without statements has an empty map
            one = one._replace(state="no statements recorded", item=copy.qid, retrieved=copy.retrieved)
        elif copy is not None:
            theirs = statements(copy.entity, spoken_of)
            one = one._replace(
                state="compared",
                item=copy.qid,
                label=label_of(copy.entity),
                retrieved=copy.retrieved,
                pairs=tuple(pair_up(ours, theirs, merged=merged, classes=kinds)),
                disputed=tuple(beside(each, theirs, merged) for each in disputed.get(name, [])),
                others={each: number for each, number in count(copy.entity).items() if each not in spoken_of},
            )
            names.setdefault(one.item, one.label)
        del copy  # it may be large; the next one takes its place
        done.append(one._replace(unsaid=tuple(each for each in ours if each.statement is None)))
        if progress is not None:
            progress(n + 1, len(linked))
    names |= _other_names(done, names, cache)
    return Diff(tuple(done), names, properties(graph), merged)


def _other_names(things: Iterable[ThingDiff], known: Mapping[str, str], cache: Cache) -> dict[str, str]:
    """Return the labels of the items that occur as values and have a copy."""
    values = {
        value.text
        for thing in things
        for pair in thing.pairs
        if pair.theirs is not None
        for value in (pair.theirs.value, *(snak.value for snak in pair.theirs.qualifiers))
        if value.kind == "item"
    }
    copies = ((qid, cache.entity(qid)) for qid in sorted((values & cache.ids) - set(known)))
    return {qid: label_of(entity) for qid, entity in copies if entity is not None}


def _linked(graph: Graph, known: Mapping[str, str], thing: str | None) -> Mapping[str, str]:
    if thing is None:
        if not known:
            raise NotFound(
                "Nothing in this graph is linked to an item of Wikidata.",
                hint="Find an item: kzgraph wikidata candidates THING",
            )
        return known
    if thing not in known:
        short = shrink(thing, graph.prefixes)
        raise NotFound(
            f"{short} has no exact link to an item of Wikidata.",
            hint=f"What it may be: kzgraph wikidata candidates {short}",
        )
    return {thing: known[thing]}
