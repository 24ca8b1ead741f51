"""Wikidata's data model as Python values: statements with values, ranks, qualifiers and references.

Follows the Wikibase data model (https://www.mediawiki.org/wiki/Wikibase/DataModel). They are read from JSON
in `kzgraph.wikidata.wikibase`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, get_args

from kzgraph.model import Rank

__all__ = ["Snak", "Statement", "Value", "best", "days", "edtf_time", "numeric_id", "value_text"]

#: The datatypes of values that are strings.
StringType = Literal["string", "external-id", "url", "commonsMedia"]
STRINGS: Final[tuple[StringType, ...]] = get_args(StringType)
#: That a value is not known, and that there is none.
NoValue = Literal["somevalue", "novalue"]
#: What a value can be, ``text`` is monolingual text.
ValueType = Literal[
    StringType, NoValue, "item", "property", "text", "time", "quantity", "coordinates", "unknown"
]

#: Precisions of a time (Wikibase data model): 0 a billion years … 6 a millennium, 7 a century … 14 a second.
_TEN_THOUSAND: Final = 5
_CENTURY: Final = 7
DECADE: Final = 8
YEAR: Final = 9
MONTH: Final = 10
DAY: Final = 11
#: The items of the two calendars that Wikibase knows, both proleptic.
GREGORIAN: Final = "Q1985727"
JULIAN: Final = "Q1985786"

#: How many days the months before each month have in a year that is not a leap year.
_BEFORE: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
#: Years that a time of each precision means, from a billion years to a decade.
_YEARS: Final = (10**9, 10**8, 10**7, 10**6, 10**5, 10**4, 1000, 100, 10)

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

    kind: ValueType
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


def best(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements of the best rank of each property: the preferred, else the normal ones.

    Deprecated statements are never among them (Wikibase calls the rest best-rank or truthy).
    """
    valid = [each for each in statements if each.rank != "deprecated"]
    preferred = {each[:2] for each in valid if each.rank == "preferred"}  # item and property
    return [each for each in valid if each.rank == "preferred" or each[:2] not in preferred]


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


def days(time: Value) -> tuple[int, int]:
    """Return the first and the last day that a time can mean, as Julian day numbers.

    Hours and smaller units count as the day. A century ends, as Wikidata prints it, with the year that is
    divisible by 100 (``+2000`` is the 20th), a decade begins with the one divisible by 10.
    """
    text, precision = time.text, int(time.precision if time.precision is not None else DAY)
    number, month, day = text[:1] + text[1:].split("-", 1)[0], text[-15:-13], text[-12:-10]
    year = int(number)
    if year < 0:  # 1 BC, written -0001, is the year 0 of reckoning
        year += 1
    julian = time.calendar == JULIAN
    if precision >= DAY and month != "00" and day != "00":
        first = _day_number(year, int(month), int(day), julian)
        return first, first
    if precision >= MONTH and month != "00":
        first = _day_number(year, int(month), 1, julian)
        after = (year + 1, 1) if month == "12" else (year, int(month) + 1)
        return first, _day_number(*after, 1, julian) - 1
    start, length = year, 1
    if precision < YEAR:
        length = _YEARS[precision]
        counts_from = 1 if precision in (_CENTURY, _CENTURY - 1) else 0
        start = (year - counts_from) // length * length + counts_from
    return _day_number(start, 1, 1, julian), _day_number(start + length, 1, 1, julian) - 1


def _day_number(year: int, month: int, day: int, julian: bool) -> int:
    """Return the Julian day number at noon of a day in the proleptic Julian or Gregorian calendar.

    *year* counts the year before 1 as 0.
    """
    past = year - 1
    leap = year % 4 == 0 and (julian or year % 100 != 0 or year % 400 == 0)
    number = past * 365 + past // 4 + _BEFORE[min(month, 13) - 1] + (leap and month > 2) + day
    return number + 1721423 if julian else number - past // 100 + past // 400 + 1721425


def numeric_id(name: str) -> tuple[str, int]:
    """Return a key that sorts ids as people count: P17 before P102, items after properties."""
    digits = name[1:]
    return name[:1], int(digits) if digits.isascii() and digits.isdigit() else 0


def value_text(value: Value, names: Mapping[str, str] | None = None) -> str:
    """Return a value for people: an item by its name, a time with the precision that it has."""
    if value.kind in ("item", "property"):
        label = (names or {}).get(value.text)
        return f"{label} ({value.text})" if label else value.text
    if value.kind == "text":
        return f"{value.text} ({value.language})"
    if value.kind == "time":
        return _time_text(value)
    if value.kind == "quantity":
        text, lower, upper = (
            (each or "").removeprefix("+") for each in (value.text, value.lower, value.upper)
        )
        bounds = f" (from {lower} to {upper})" if lower and upper else ""
        return text + bounds + (f" {(names or {}).get(value.unit, value.unit)}" if value.unit else "")
    if value.kind == "coordinates":
        return value.text.replace("/", ", ")
    return {"somevalue": "an unknown value", "novalue": "no value"}.get(value.kind, value.text)


def _time_text(value: Value) -> str:
    """Return a time as EDTF has it, as far as it can; years before Christ and large units in words."""
    precision = int(value.precision if value.precision is not None else DAY)
    sign, (year, month, day) = value.text[0], value.text[1:].partition("T")[0].split("-")
    number = int(year)
    if precision >= YEAR:
        parts = [f"{number:04}" if sign == "+" else str(number)]
        parts += [
            part for part, smallest in ((month, MONTH), (day, DAY)) if precision >= smallest and part != "00"
        ]
        text = "-".join(parts)
    elif precision == DECADE:
        text = f"{number // 10 * 10}s"
    elif precision > _TEN_THOUSAND:
        text = f"{'millennium' if precision == 6 else 'century'} of {number}"
    else:
        text = f"about {number}, give or take {_YEARS[precision]} years"
    before = " BC" if sign == "-" else ""
    return f"{text}{before}{' (Julian calendar)' if value.calendar == JULIAN else ''}"
