"""Our facts about one thing, each beside the statement of its item that fits it best."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, get_args

from kzgraph.sparql.results import grouped
from kzgraph.wikidata.compare import QualifierPair, Relation, qualifiers, relation, same_time
from kzgraph.wikidata.our_statements import OwnFact
from kzgraph.wikidata.statements import Statement, best

__all__ = ["OUTCOMES", "Outcome", "Pair", "pair_up"]

#: What a fact of ours and a statement of theirs can be to each other; see `Pair`.
Outcome = Literal["differs", "ours less precise", "theirs less precise", "only here", "same", "only there"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
#: The outcomes of a fact and a statement, what fits best first.
_FIT: Final[tuple[Outcome, ...]] = ("same", "theirs less precise", "ours less precise", "differs")
_OF_RELATION: Mapping[Relation, Outcome] = {
    "same": "same",
    "coarser": "ours less precise",
    "finer": "theirs less precise",
    "differs": "differs",
}
#: Kinds of values of which a thing has one at a time, whatever the property: another one contradicts.
_SINGLE = ("time", "quantity", "coordinates")


class Pair(NamedTuple):
    """A fact of ours with the statement of theirs that it fits best, or one of the two alone.

    A fact is alone only if no statement fits it; several facts can have the same statement.

    *outcome* compares the values. *qualifiers* are compared one by one where both are there. *best* tells
    whether theirs is of the best rank: a query with ``wdt:`` sees it. Of a deprecated statement, Wikidata
    says that it does not hold.
    """

    outcome: Outcome
    ours: OwnFact | None
    theirs: Statement | None
    qualifiers: tuple[QualifierPair, ...] = ()
    best: bool = True

    @property
    def property(self) -> str:
        """The id of the property that both use."""
        statement = self.theirs or (self.ours.statement if self.ours else None)
        return statement.property if statement else ""


def pair_up(
    ours: Sequence[OwnFact],
    theirs: Sequence[Statement],
    *,
    merged: Mapping[str, str] | None = None,
    classes: Mapping[str, frozenset[str]] | None = None,
) -> list[Pair]:
    """Pair our facts about one item with its statements, by property.

    Facts that Wikidata cannot say (``statement`` None) are left out. *merged* maps merged items to those
    they were merged into. *classes* maps an item that is a class to the classes of ours whose things can be
    its instances: theirs may name a narrower class than we have (a communist party), or a wider one, which
    then stands for more classes of ours.

    Only what can be about the same time is paired: first a fact with a statement that has its value, next
    with one that says the same less or more precisely, each time with the one whose qualifiers fit best. What
    is left differs if a thing has one such value at a time (times, quantities, coordinates); a thing can have
    several parties, places or names, so of these each stands alone. Several facts that fit one statement only
    share it.
    """
    of_ours = grouped((s.property, (own, s)) for own in ours if (s := own.statement) is not None)
    of_theirs = grouped((statement.property, statement) for statement in theirs)
    truthy = set(map(id, best(theirs)))
    return [
        pair
        for name in {**of_ours, **of_theirs}
        for pair in _pairs(of_ours.get(name, []), of_theirs.get(name, []), truthy, merged, classes or {})
    ]


def _pairs(
    ours: Sequence[tuple[OwnFact, Statement]],
    theirs: Sequence[Statement],
    truthy: Collection[int],
    merged: Mapping[str, str] | None,
    classes: Mapping[str, frozenset[str]],
) -> Iterator[Pair]:
    candidates = []
    for n, (own, drawn) in enumerate(ours):
        for m, statement in enumerate(theirs):
            outcome = _outcome(drawn, statement, merged, classes)
            if outcome is not None:
                compared = qualifiers(drawn.qualifiers, statement.qualifiers, merged)
                clashes = sum(pair.relation == "differs" for pair in compared)
                missing = sum(pair.relation is None for pair in compared)
                order = (_FIT.index(outcome), clashes, statement.rank == "deprecated", missing, n, m)
                pair = Pair(outcome, own, statement, tuple(compared), id(statement) in truthy)
                candidates.append((order, pair))
    candidates.sort(key=lambda each: each[0])
    chosen: dict[int, Pair] = {}
    taken: set[int] = set()
    # First each statement to one fact; then what is left of our facts to a statement that another one has.
    for free in (True, False):
        for (*_, n, m), pair in candidates:
            if n not in chosen and not (free and m in taken):
                chosen[n] = pair
                taken.add(m)
    yield from chosen.values()
    yield from (Pair("only here", own, None) for n, (own, _) in enumerate(ours) if n not in chosen)
    for m, statement in enumerate(theirs):
        if m not in taken:
            yield Pair("only there", None, statement, (), id(statement) in truthy)


def _outcome(
    ours: Statement,
    theirs: Statement,
    merged: Mapping[str, str] | None,
    classes: Mapping[str, frozenset[str]],
) -> Outcome | None:
    """Return what two statements of one property are to each other; None if they can stand alone."""
    if not same_time(ours, theirs):
        return None
    how = relation(ours.value, theirs.value, merged)
    if how != "differs":
        return _OF_RELATION[how]
    mine, others = (classes.get(each.text, frozenset()) for each in (ours.value, theirs.value))
    if mine & others:
        return "theirs less precise" if mine < others else "ours less precise"
    return "differs" if ours.value.kind in _SINGLE and theirs.rank != "deprecated" else None
