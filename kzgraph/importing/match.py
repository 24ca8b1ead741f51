"""Which things of a file may be things of the graph, with the reasons; nothing is decided here.

:mod:`kzgraph.lookup.name_match` measures how alike two names are. That is not enough here: of two names that
share a family name, and a patronymic that is nearly the other's first name, it says that they are much alike,
and it cannot say why they are two people. So words are paired one by one, and every word of the graph's name
must have its counterpart before a person is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kzgraph.importing.known import Known
from kzgraph.importing.records import Intake, Thing
from kzgraph.lookup.word_pairs import Pairing, Words, marked, pair, rated, said
from kzgraph.rdf.edtf import can_meet
from kzgraph.rdf.spelling import fold
from kzgraph.sparql.results import grouped

__all__ = ["Proposal", "propose"]

#: Words that an organisation's name may have more or fewer.
_SMALL: Final = frozenset(map(fold, ("of", "the", "in", "and", "for", "в", "и", "по")))


@dataclass(frozen=True, slots=True)
class Proposal:
    """That the thing *key* of the file may be *candidate*, a thing of the graph called *label*.

    *likely* tells whether it is proposed; if not, it is a near miss. *reason* says why or why not.
    """

    key: str
    candidate: str
    label: str
    likely: bool
    reason: str


def propose(
    intake: Intake, graph: Mapping[str, Known], places: set[str], decided: Mapping[str, str]
) -> list[Proposal]:
    """Return the proposals and near misses for the things of a file, in its order, the likely ones first.

    *decided* are IRIs of the graph for keys of the file that the curator has settled already, "" for what is
    none of them: they count when people are told by their parties.
    """
    organizations = [each for each in graph.values() if each.kind == "organization"]
    people = [each for each in graph.values() if each.kind == "person"]
    by_word = grouped(
        (word, person)
        for person in people
        for word in {word for name in person.names for word in fold(name).split()}
    )
    proposed = {
        thing.key: _organization(thing, organizations, places)
        for thing in intake.things.values()
        if thing.kind == "organization"
    }
    same = {key: each.candidate for key, group in proposed.items() for each in group if each.likely}
    same = {key: each for key, each in {**same, **decided}.items() if each}
    vocabulary = Words(by_word)
    for thing in intake.things.values():
        if thing.kind == "person":
            words = {word for name in thing.spellings for word in fold(name).split()}
            likely = {
                each.iri: each for word in words for near in vocabulary.like(word) for each in by_word[near]
            }
            named = {each.iri: each for each in people if each.identifiers & thing.identifiers}
            candidates = sorted({**likely, **named}.values(), key=lambda each: each.iri)
            proposed[thing.key] = _person(thing, candidates, intake, same, graph)
        elif thing.kind == "post":
            proposed[thing.key] = _post(thing, intake, same, graph)
    return [
        each for key in intake.things for each in sorted(proposed.get(key, []), key=lambda p: not p.likely)
    ]


def _person(
    thing: Thing,
    candidates: list[Known],
    intake: Intake,
    same: Mapping[str, str],
    graph: Mapping[str, Known],
) -> list[Proposal]:
    proposals = []
    for candidate in candidates:
        pairings = [(pair(name, other), name) for name in candidate.names for other in thing.spellings]
        pairing, name = min(pairings, key=rated, default=(Pairing([], [], [], []), ""))
        against = _against(thing, candidate, intake, same, graph)
        support = _support(thing, candidate, intake, same)
        if not thing.identifiers & candidate.identifiers:
            complete = not pairing.missing and len(name.split()) > 1 and bool(pairing.same)
            if not complete and not _family_paired(thing, pairing):
                continue
            if pairing.missing:
                missing = ", ".join(map(marked, pairing.missing))
                against.append(f"nothing in the name answers to {missing}")
            elif not complete:
                against.append("that is too little to tell people apart")
            elif pairing.near and not support and not against:
                against.append("nothing else speaks for it")
        reasons = [each for each in (said(pairing, name), *support) if each]
        reason = "; ".join(reasons) + ("; but " if against else "") + "; ".join(against)
        proposals.append(Proposal(thing.key, candidate.iri, candidate.label, not against, reason))
    return proposals


def _support(thing: Thing, candidate: Known, intake: Intake, same: Mapping[str, str]) -> list[str]:
    """Return what besides the name speaks for a person."""
    found = [f"both are <{each}>" for each in sorted(thing.identifiers & candidate.identifiers)]
    ties = {same[key]: intake.things[key].name for key in thing.ties if key in same}
    found += [f"both belong to {marked(name)}" for tie, name in sorted(ties.items()) if tie in candidate.ties]
    if thing.born and candidate.born and can_meet(thing.born, candidate.born):
        found.append(f"both were born in {min(thing.born, candidate.born, key=len)}")
    return found


def _against(
    thing: Thing, candidate: Known, intake: Intake, same: Mapping[str, str], graph: Mapping[str, Known]
) -> list[str]:
    """Return what besides the name speaks against a person."""
    found = []
    for one, other in _registers(thing.identifiers, candidate.identifiers):
        found.append(f"here <{one}>, there <{other}>")
    found += [f"<{each}> is declared another" for each in sorted(thing.identifiers & candidate.others)]
    if thing.born and candidate.born and not can_meet(thing.born, candidate.born):
        found.append(f"born {thing.born} here, {candidate.born} there")
    ties = [key for key in thing.ties if intake.things[key].kind == "organization"]
    parties = {each for each in candidate.ties if each in graph}
    if ties and parties and not {same.get(key) for key in ties} & parties:
        here = ", ".join(dict.fromkeys(marked(intake.things[key].name) for key in ties))
        there = ", ".join(sorted(marked(graph[each].label) for each in parties))
        found.append(f"here of {here}, there of {there}")
    return found


def _registers(one: set[str], other: set[str]) -> list[tuple[str, str]]:
    """Return identifiers of one register (the part up to the last slash or colon) that are not the same."""
    if one & other:
        return []
    by_register = {re.split(r"[^/:#]*$", each)[0]: each for each in sorted(other)}
    pairs = ((each, by_register.get(re.split(r"[^/:#]*$", each)[0])) for each in sorted(one))
    return [(here, there) for here, there in pairs if there is not None]


def _family_paired(thing: Thing, pairing: Pairing) -> bool:
    """Tell whether the family name has its counterpart: a near miss that is worth a look."""
    family = {fold(word) for word in thing.family.split()}
    if not family:
        words = thing.name.split()
        capitals = [word for word in words if len(word) > 1 and word.isupper()]
        family = {fold(word) for word in (capitals if 0 < len(capitals) < len(words) else words[-1:])}
    pairs = [(fold(one), fold(other)) for one, other in (*pairing.same, *pairing.near)]
    return any(
        there in family and (here.startswith(there) or there.startswith(here)) for here, there in pairs
    )


def _organization(thing: Thing, candidates: list[Known], places: set[str]) -> list[Proposal]:
    """Return the organisations of the graph with the name, or with all its words and more."""
    exact: list[Proposal] = []
    wider: list[Proposal] = []
    missed: list[Proposal] = []

    def propose_in(group: list[Proposal], reason: str) -> None:
        group.append(Proposal(thing.key, candidate.iri, candidate.label, group is not missed, reason))

    for candidate in candidates:
        if thing.identifiers & candidate.identifiers:
            propose_in(exact, f"both are <{min(thing.identifiers & candidate.identifiers)}>")
            continue
        clash = _registers(thing.identifiers, candidate.identifiers)
        name, more = _likest(thing, candidate.names, places)
        if name is None:
            continue
        words = ", ".join(map(marked, more))
        if clash:
            propose_in(missed, f"the name {marked(name)}; but here <{clash[0][0]}>, there <{clash[0][1]}>")
        elif not more:
            propose_in(exact, f"the name {marked(name)}")
        elif {fold(word) for word in more} <= places | _SMALL:
            only_where = f"{marked(name)} has besides only where it is: {words}"
            propose_in(wider, f"all words of the name; {only_where}")
        else:
            propose_in(missed, f"all words of the name; but {marked(name)} has {words} besides")
    likely, why_not, refused = exact or wider, "another fits better", wider if exact else []
    if len(likely) > 1:
        why_not = f"several fit: {', '.join(each.label for each in likely)}"
        likely, refused = [], likely
    missed += [replace(each, likely=False, reason=f"{each.reason}; but {why_not}") for each in refused]
    return likely + missed


def _likest(thing: Thing, names: list[str], places: set[str]) -> tuple[str | None, list[str]]:
    """Return the name that has all words of the thing's name and the fewest, least telling, others."""
    best: tuple[int, int, str, list[str]] | None = None
    for own in thing.spellings:
        for name in names:
            pairing = pair(name, own)
            if pairing.near or pairing.more or not pairing.same:
                continue
            telling = sum(fold(word) not in places | _SMALL for word in pairing.missing)
            rated = (telling, len(pairing.missing), name, pairing.missing)
            best = rated if best is None else min(best, rated)
    return (None, []) if best is None else (best[2], best[3])


def _post(
    thing: Thing, intake: Intake, same: Mapping[str, str], graph: Mapping[str, Known]
) -> list[Proposal]:
    """Return the posts, in the organisation that the post of the file is in, that have its name."""
    wheres = {same[key] for key in thing.ties if key in same}
    found = []
    for post in sorted(graph.values(), key=lambda each: each.iri):
        if post.kind == "post" and post.ties & wheres:
            pairing = min((pair(name, thing.name) for name in post.names), key=lambda each: len(each.more))
            if not pairing.more and not pairing.near:
                where = ", ".join(graph[each].label for each in sorted(post.ties & wheres))
                found.append((post, f"a post in {marked(where)} with {marked(thing.name)} in its name"))
    several = "; but several fit" if len(found) > 1 else ""
    return [
        Proposal(thing.key, post.iri, post.label, not several, reason + several) for post, reason in found
    ]
