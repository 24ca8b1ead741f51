"""The days that are derived from dates, and what had not happened yet, or held no longer, on a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.export.layers import OBJECT, SIDE, SUBJECT, Layers, with_blank_nodes
from kzgraph.model import DATED, DERIVED
from kzgraph.rdf.terms import KZO
from kzgraph.storage.derived import derive, derived
from kzgraph.storage.statements import term, terms, to_store

__all__ = ["days", "left_out"]

_DATED: Final = {term(iri): role for role, iri in DATED.items()}
#: Who says that something lasted until an event does not say that the event had happened.
_ENDED_BY: Final = term(KZO + "lastedUntil")


def days(lines: Sequence[bytes]) -> tuple[list[bytes], list[tuple[str, str]]]:
    """Return the days derived from the dates in some lines, as sorted lines.

    The values that are no dates come with them, each with the reason.
    """
    from pyoxigraph import RdfFormat, serialize

    store = to_store([line for line in lines if line.split(b" ", 2)[1] in _DATED])
    wrong = derive(store)
    found = serialize(derived(store), format=RdfFormat.N_TRIPLES) or b""
    return sorted(found.splitlines(keepends=True)), wrong


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
    found, wrong = days(dated)
    if wrong:
        problems = [
            Problem(_where(value, dated), None, None, f"{shown(value)} {why}") for value, why in wrong
        ]
        raise GraphLoadError("What was there on a day cannot be told: some dates are none.", problems)
    of_subject: dict[bytes, dict[bytes, str]] = {}
    for subject, predicate, value in map(terms, found):
        of_subject.setdefault(subject, {})[predicate] = value[1 : value.rindex(b'"')].decode()
    first, last, *_ = map(term, DERIVED)
    return {subject: (of[first], of[last]) for subject, of in of_subject.items()}


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
