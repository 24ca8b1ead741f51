"""What had not happened yet, or held no longer, on a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.export.layers import OBJECT, SIDE, SUBJECT, Layers, with_blank_nodes
from kzgraph.export.statements import term, terms, to_store
from kzgraph.rdf.terms import KZO
from kzgraph.storage.loading import DATED, DERIVED, derive, derived

__all__ = ["left_out"]

_DATED: Final = {term(iri): role for role, iri in DATED.items()}
#: Who says that something lasted until an event does not say that the event had happened.
_ENDED_BY: Final = term(KZO + "lastedUntil")


def left_out(lines: Sequence[bytes], layers: Layers, day: str) -> set[bytes]:
    """Return the subjects that are not there as of *day* (``YYYY-MM-DD``).

    What lasts (kzo:start, kzo:end, kzo:attestedOn) is there if it can have held on the day; what happened
    (kzo:date) if it can have happened by then. With them go the undated things that hang on them, such as the
    result of an election, the claims about them, and conflicts without any side. Sources and references stay:
    they are read today.

    Raises GraphLoadError with the dates that are none.
    """
    dated = [line for line in lines if line.split(b" ", 2)[1] in _DATED]
    lasting = {
        subject for subject, predicate, _ in map(terms, dated) if _DATED[predicate] in ("start", "end")
    }
    out: set[bytes] = set()
    happened = {subject for subject, predicate, _ in map(terms, dated) if _DATED[predicate] == "date"}
    for subject, (first, last) in _spans(dated).items():
        lasts = subject in lasting or subject not in happened
        if first > day or (lasts and last < day):
            out.add(subject)
    out -= layers.documents
    every = {line[: line.index(b" ")] for line in dated}
    _follow(lines, layers, out, every)
    return with_blank_nodes(lines, out)


def _spans(dated: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
    """Return the first and the last possible day of each dated subject."""
    store = to_store(dated)
    wrong = derive(store)
    if wrong:
        problems = [
            Problem(_where(value, dated), None, None, f"{shown(value)} {why}") for value, why in wrong
        ]
        raise GraphLoadError("What was there on a day cannot be told: some dates are none.", problems)
    days: dict[str, dict[str, str]] = {}
    for subject, name, value in derived(store):
        days.setdefault(subject, {})[name] = value
    first, last, *_ = DERIVED
    return {term(subject): (of[first], of[last]) for subject, of in days.items()}


def _where(value: str, dated: Sequence[bytes]) -> str:
    """Name the subject that has a date."""
    for subject, _, given in map(terms, dated):
        if given.startswith(b'"' + value.encode() + b'"'):
            return subject.decode()
    return "data"


def _follow(lines: Sequence[bytes], layers: Layers, out: set[bytes], dated: set[bytes]) -> None:
    """Add what goes with the things that are out, until nothing does any more."""
    while True:
        before = len(out)
        for subject, predicate, value in map(terms, lines):
            if value not in out or subject in out:
                continue
            if subject in layers.evidence:
                if predicate in (SUBJECT, OBJECT):
                    out.add(subject)
            elif (
                subject not in dated
                and predicate != _ENDED_BY
                and not layers.hanging.isdisjoint(layers.kinds.get(subject, ()))
            ):
                out.add(subject)
        for conflict, claims in layers.said[SIDE].items():
            if out.issuperset(claims):
                out.add(conflict)
        if len(out) == before:
            return
