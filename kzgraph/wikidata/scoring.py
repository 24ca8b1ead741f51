"""How well an item of Wikidata fits a thing of the graph, with the reasons for and against.

The score is a sum out of 100: the likeness of the names counts up to 60, a kind that fits 20, facts that both
have and agree on 20. A kind of another sort takes 40 away, a date that is more than a year away from ours 30,
another fact that differs 10. It only orders the candidates: whether two things are one, a person has to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from kzgraph.lookup.name_match import Match, Matcher
from kzgraph.rdf.terms import Term
from kzgraph.sparql.results import grouped
from kzgraph.wikidata.compare import relation
from kzgraph.wikidata.mapping import Property
from kzgraph.wikidata.statements import Value, best, days, value_text
from kzgraph.wikidata.wikibase import label_of, names_of, statements

__all__ = ["Candidate", "Profile", "Verdict", "judge"]

#: ``likely``: the name and a fact speak for it; ``possible``: look at it; ``unlikely``: too little speaks for
#: it, or a date against it; ``no``: it is another thing's item, of another kind, or marked as not this one.
Verdict = Literal["likely", "possible", "unlikely", "no"]

_LIKELY, _POSSIBLE = 75, 50
_KIND: Final = "P31"
#: An abbreviation alone says little: CPK are half a dozen parties.
_SHORT_NAME: Final = 60.0
_LEAST_NAME: Final = 40.0
#: Days that sources may lie apart who mean the same event.
_NEAR: Final = 366


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known here about the thing *iri* that is looked for.

    *names* are its names as literals, *short* those of them that are abbreviations. *kinds* are the classes
    of Wikidata (QIDs) whose items it can be, *other_kinds* those of things of another sort. *facts* are its
    values by property. *taken* maps items to other things here that are linked to them, *refused* items that
    it is not to be confused with to the reason. *linked* is the item that it is linked to, if any. *names_of*
    has names for items.
    """

    iri: str
    label: str
    names: tuple[Term, ...]
    short: frozenset[Term]
    kinds: frozenset[str]
    other_kinds: frozenset[str]
    facts: Mapping[Property, tuple[Value, ...]]
    taken: Mapping[str, str]
    refused: Mapping[str, str]
    linked: str = ""
    names_of: Mapping[str, str] = field(default_factory=dict)

    def name(self, qid: str) -> str:
        """Return the name of an item with its identifier, the identifier alone if it has no name here."""
        return f"{self.names_of[qid]} ({qid})" if qid in self.names_of else qid


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a thing may be: *score* 0 to 100, *verdict*, and the *reasons* for and *objections*.

    *linked* tells whether the thing is linked to it already.
    """

    item: str
    label: str
    description: str
    score: int
    verdict: Verdict
    linked: bool
    reasons: tuple[str, ...]
    objections: tuple[str, ...]


class _Case:
    """The points and the words for and against one item."""

    def __init__(self) -> None:
        self.points = 0.0
        self.agreeing = 0
        self.reasons: list[str] = []
        self.objections: list[str] = []
        self.impossible = False
        self.contradicted = False

    def speaks_against(self, points: float, objection: str) -> None:
        self.points -= points
        self.objections.append(objection)

    def rule_out(self, objection: str) -> None:
        self.impossible = True
        self.objections.append(objection)


def judge(profile: Profile, entity: Mapping[str, Any], merged: Mapping[str, str] | None = None) -> Candidate:
    """Return how well an item fits; *entity* is Wikibase's JSON, *merged* maps old to new identifiers."""
    case = _Case()
    item = str(entity["id"])
    if item in profile.refused:
        reason = profile.refused[item]
        case.rule_out("it is marked as not to be confused with this" + (f": {reason}" if reason else ""))
    if item in profile.taken:
        case.rule_out(f"it is linked to {profile.taken[item]} already")
    _names(case, profile, entity)
    values = grouped((each.property, each.value) for each in best(statements(entity)))
    _kind(case, profile, {value.text for value in values.get(_KIND, ())})
    _facts(case, profile, values, merged or {})
    score = round(max(0.0, min(100.0, case.points)))
    verdict: Verdict = "possible" if score >= _POSSIBLE else "unlikely"
    if case.impossible:
        verdict = "no"
    elif case.contradicted:  # parties are founded anew under their old names
        verdict = "unlikely"
    elif score >= _LIKELY and case.agreeing:  # people of the same name and kind are not one
        verdict = "likely"
    described = label_of({**entity, "id": ""}, "descriptions")
    reasons, objections = tuple(case.reasons), tuple(case.objections)
    linked = item == profile.linked
    return Candidate(item, label_of(entity), described, score, verdict, linked, reasons, objections)


def _names(case: _Case, profile: Profile, entity: Mapping[str, Any]) -> None:
    """Weigh the likest pair of names; the likest in each script is a reason."""
    theirs = Matcher(names_of(entity))
    likest: dict[str, tuple[float, Term, Match[str]]] = {}
    for name in profile.names:
        for match in theirs.match(name.value, limit=1, cutoff=_LEAST_NAME):
            score = min(match.score, _SHORT_NAME) if name in profile.short else match.score
            script = _script(match.name)
            if script not in likest or score > likest[script][0]:
                likest[script] = score, name, match
    if not likest:
        case.speaks_against(0, "none of its names is like one of ours")
        return
    ordered = sorted(likest.values(), key=lambda each: -each[0])
    case.points += 0.6 * ordered[0][0]
    for score, name, match in ordered:
        text = _alike(name.value, match, name in profile.short)
        if score >= 70 or name in profile.short:
            case.reasons.append(text)
        elif score == ordered[0][0]:
            case.objections.append(text)


def _alike(ours: str, match: Match[str], short: bool) -> str:
    theirs = f"“{match.name}” ({match.value})"
    if short:
        return f"an abbreviation is the same: {theirs}"
    if match.kind == "same":
        return f"same name: {theirs}"
    if match.kind in ("spelling", "order"):
        how = "in another spelling" if match.kind == "spelling" else "with its words in another order"
        return f"same name {how}: “{ours}” is {theirs}"
    if match.kind == "more words":
        return f"one name has all words of the other: “{ours}”, {theirs}"
    return f"nearly the same name ({match.score:.0f} %): “{ours}”, {theirs}"


def _script(text: str) -> str:
    """Return the script of the first letter of a text, by its Unicode name: LATIN, CYRILLIC, GREEK, …."""
    letter = next((character for character in text if character.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def _kind(case: _Case, profile: Profile, kinds: set[str]) -> None:
    fitting, foreign = sorted(kinds & profile.kinds), sorted(kinds & profile.other_kinds)
    if fitting:
        case.points += 20
        case.reasons.append(f"its kind fits: {', '.join(map(profile.name, fitting))}")
    elif foreign:
        case.points -= 40
        case.rule_out(f"it is of another kind: {', '.join(map(profile.name, foreign))}")
    elif kinds and profile.kinds:
        names = ", ".join(profile.name(kind) for kind in sorted(kinds)[:3])
        case.speaks_against(0, f"whether its kind fits is not known here: {names}")
    elif profile.kinds:
        case.speaks_against(0, "it has no kind (P31)")


def _facts(
    case: _Case, profile: Profile, values: Mapping[str, list[Value]], merged: Mapping[str, str]
) -> None:
    """Compare the facts that both have; several values of a property need one in common only."""
    for prop, ours in profile.facts.items():
        theirs = values.get(prop.id, [])
        if not theirs:
            continue
        relations = {(mine, other): relation(mine, other, merged) for mine in ours for other in theirs}
        match = next((pair for pair, how in relations.items() if how != "differs"), None)
        if match is not None:
            case.agreeing += 1
            here, there = (value_text(value, profile.names_of) for value in match)
            case.reasons.append(
                f"{prop.label}: {here} here and there"
                if here == there
                else f"{prop.label}: {here} here, {there} there"
            )
        elif prop.datatype == "time" or (len(ours) == 1 and len(theirs) == 1):
            here, there = (
                ", ".join(value_text(v, profile.names_of) for v in each[:3]) for each in (ours, theirs)
            )
            far = prop.datatype == "time" and all(_far(mine, other) for mine in ours for other in theirs)
            case.contradicted |= far
            case.speaks_against(30 if far else 10, f"{prop.label}: {here} here, {there} there")
    case.points += min(20, 10 * case.agreeing)


def _far(mine: Value, other: Value) -> bool:
    """Tell whether there is more than a year between two times."""
    if mine.kind != "time" or other.kind != "time":
        return False
    first, second = sorted((days(mine), days(other)))
    return second[0] - first[1] > _NEAR
