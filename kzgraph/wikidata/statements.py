"""Wikidata's data model as Python values: statements with values, ranks, qualifiers and references.

Follows the Wikibase data model (https://www.mediawiki.org/wiki/Wikibase/DataModel). They are read from JSON
in `kzgraph.wikidata.wikibase`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from kzgraph.rdf.qids import is_id

__all__ = [
    "DAY",
    "DECADE",
    "GREGORIAN",
    "JULIAN",
    "MONTH",
    "YEAR",
    "Kind",
    "Rank",
    "Snak",
    "Statement",
    "Value",
    "best",
    "edtf_time",
    "entity_value",
    "numeric_id",
]

#: What a value can be. ``item`` … ``unknown`` are Wikibase's datatypes, ``text`` is monolingual text.
Kind = Literal[
    "item",
    "property",
    "string",
    "external-id",
    "url",
    "commonsMedia",
    "text",
    "time",
    "quantity",
    "coordinates",
    "somevalue",
    "novalue",
    "unknown",
]
Rank = Literal["preferred", "normal", "deprecated"]

#: Precisions of a time (Wikibase data model): 0 a billion years … 6 a millennium, 7 a century … 14 a second.
DECADE: Final = 8
YEAR: Final = 9
MONTH: Final = 10
DAY: Final = 11
#: The items of the two calendars that Wikibase knows, both proleptic.
GREGORIAN: Final = "Q1985727"
JULIAN: Final = "Q1985786"

_EDTF: Final = re.compile(r"(-?)([0-9]{3}[0-9X])(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


class Value(NamedTuple):
    """A value of a statement, a qualifier or a reference; two are equal if they say exactly the same.

    *text* is: the id of an item or property (``Q232``); the text of a string, address, file name or
    monolingual text (with *language* as Wikidata writes it: ``kk-latn``); a time as Wikibase writes it
    (``+2004-04-13T00:00:00Z``, ``+1991-00-00T00:00:00Z``; a negative year is one before Christ, there is no
    year 0) with *precision* 0 to 14 and *calendar* (the id of its item; the text is written in that
    calendar); the amount of a quantity (``+56292``) with *unit* (an id, None for a mere number) and the
    bounds *lower* and *upper*; ``latitude/longitude`` in decimal degrees with *precision* in degrees and
    *unit*, the globe's item; the JSON of an unknown value. ``somevalue`` and ``novalue`` have none.
    """

    kind: Kind
    text: str = ""
    language: str | None = None
    precision: float | None = None
    calendar: str | None = None
    unit: str | None = None
    lower: str | None = None
    upper: str | None = None

    def __str__(self) -> str:
        return self.text or self.kind


class Snak(NamedTuple):
    """A property with a value: a qualifier, or a part of a reference."""

    property: str
    value: Value


class Statement(NamedTuple):
    """What an item says by one statement.

    *item* and *property* are ids. *qualifiers* stand in the order in which Wikidata shows them; so do the
    parts of each of the *references*. *id* is the statement's own identifier, empty if it is not Wikidata's.
    """

    item: str
    property: str
    value: Value
    rank: Rank = "normal"
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[tuple[Snak, ...], ...] = ()
    id: str = ""


def best(found: Iterable[Statement]) -> list[Statement]:
    """Return the statements of the best rank of each property: the preferred, else the normal ones.

    Deprecated statements are never among them (Wikibase calls the rest best-rank or truthy).
    """
    kept = [statement for statement in found if statement.rank != "deprecated"]
    preferred = {(each.item, each.property) for each in kept if each.rank == "preferred"}
    return [each for each in kept if each.rank == "preferred" or (each.item, each.property) not in preferred]


def entity_value(name: str) -> Value:
    """Return the value for the id of an item or property (``Q232``, ``P31``).

    Raises ValueError if *name* is neither.
    """
    if not is_id(name):
        raise ValueError(f"not the id of an item or property: {name}")
    return Value("item" if name[0] == "Q" else "property", name)


def edtf_time(text: str) -> Value | None:
    """Return the time for a date in EDTF: a day, a month, a year or a decade (``199X``), Gregorian.

    None for what one time of Wikidata cannot say: intervals, seasons, centuries, and dates that are marked
    as uncertain or approximate. EDTF counts the year before 1 as 0000, Wikidata as -0001 (1 BC).
    """
    match = _EDTF.fullmatch(text)
    if match is None:
        return None
    sign, digits, month, day = match.groups()
    if digits.endswith("X"):
        if month or sign:
            return None
        return Value("time", f"+{digits[:3]}0-00-00T00:00:00Z", None, DECADE, GREGORIAN)
    if month and not 1 <= int(month) <= 12:
        return None
    number = -int(digits) if sign else int(digits)
    written = f"+{number:04}" if number > 0 else f"-{1 - number:04}"
    precision = DAY if day else MONTH if month else YEAR
    return Value("time", f"{written}-{month or '00'}-{day or '00'}T00:00:00Z", None, precision, GREGORIAN)


def numeric_id(name: str) -> tuple[str, int]:
    """Return a key that sorts ids as people count: P17 before P102, items after properties."""
    digits = name[1:]
    return name[:1], int(digits) if digits.isascii() and digits.isdigit() else 0
