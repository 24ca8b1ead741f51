"""The days that make dates comparable: derived from the EDTF dates of a graph, and told from facts.

They are no facts and no source says them; docs/model.md says what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, cast

from kzgraph.errors import Problem, shown
from kzgraph.model import DATED, DERIVED
from kzgraph.rdf.terms import EDTF_LITERAL, KZO, XSD_DATE

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode, QuerySolutions, Store, Triple

    from kzgraph.rdf import edtf

    Subject = NamedNode | BlankNode | Triple

__all__ = ["derive", "derived", "place_of"]

_EDTF_VALUES: Final = f"SELECT DISTINCT ?d {{ ?s ?p ?d FILTER(DATATYPE(?d) = <{EDTF_LITERAL}>) }}"


def derive(store: Store) -> list[tuple[str, str]]:
    """Add the days that the dates of a store imply; return the values that are no dates, and why."""
    periods, wrong = _periods(store)
    _add(store, periods)
    return wrong


def derived(store: Store) -> Iterator[Triple]:
    """Yield the derived triples of a store.

    They are those with a derived property whose subject has a date that they follow from. Without one
    nothing was derived: somebody has written it.
    """
    from pyoxigraph import NamedNode

    dates = [*map(NamedNode, DATED.values())]
    for name in DERIVED:
        for quad in store.quads_for_pattern(None, NamedNode(name), None):
            if any(next(store.quads_for_pattern(quad.subject, date, None), None) for date in dates):
                yield quad.triple


def _periods(store: Store) -> tuple[dict[Subject, edtf.Period], list[tuple[str, str]]]:
    """Return the period of each dated subject, and the literals that are no dates with the reason."""
    from pyoxigraph import NamedNode

    from kzgraph.rdf import edtf

    known: dict[str, edtf.Bounds] = {}
    wrong: dict[str, str] = {}
    for (literal,) in cast("QuerySolutions", store.query(_EDTF_VALUES)):
        try:
            known[literal.value] = edtf.parse(literal.value)
        except ValueError as error:
            wrong[literal.value] = f"is not a date: {error}"
    dated: dict[Subject, dict[str, list[edtf.Bounds]]] = {}
    for role, name in DATED.items():
        for quad in store.quads_for_pattern(None, NamedNode(name), None):
            value = getattr(quad.object, "value", "")
            if getattr(quad.object, "datatype", None) != NamedNode(EDTF_LITERAL):
                wrong[value] = f"cannot be the value of {name[len(KZO) :]}: a date is written ^^edtf:EDTF"
            elif value in known:
                dated.setdefault(quad.subject, {}).setdefault(role, []).append(known[value])
    periods = {}
    for subject, values in dated.items():
        period = edtf.period(**values)
        if period is not None:
            periods[subject] = period
    return periods, list(wrong.items())


def _add(store: Store, periods: Mapping[Subject, edtf.Period]) -> None:
    """Add the derived triples to the store."""
    from pyoxigraph import Literal, NamedNode, Quad

    names = [NamedNode(name) for name in DERIVED]
    date = NamedNode(XSD_DATE)
    store.extend(
        Quad(subject, name, Literal(day, datatype=date))
        for subject, period in periods.items()
        for name, day in zip(names, period, strict=True)
        if day is not None
    )


def place_of(value: str, why: str, turtle: Iterable[tuple[str, bytes]]) -> Problem:
    """Make a problem of a wrong date: the first place where its text stands as a literal, if there is one."""
    message = f"{shown(value)} {why}"
    for quote in (b'"', b"'"):
        needle = quote + value.encode("utf-8", "replace") + quote
        for name, content in turtle:
            at = content.find(needle)
            if at >= 0:
                line = content.count(b"\n", 0, at) + 1
                before = content[content.rfind(b"\n", 0, at) + 1 : at]
                return Problem(name, line, len(before.decode("utf-8", "replace")) + 1, message)
    return Problem("data", None, None, message)
