"""Dates with the precision that the source has: EDTF, and the calendar days that such a date can mean.

Reads levels 0 and 1 of the Extended Date/Time Format (Library of Congress, 2019, now part of ISO
8601-2:2019), and of level 2 the sets of which all members are meant. It is done here because the ``edtf``
package on PyPI brings a parser generator and dateutil along, for ten times the start-up time of this module
and without bounds for what this module refuses.

How the parts of the format become days:

* a qualifier (``?`` uncertain, ``~`` approximate, ``%`` both) leaves the possible days as they are written,
  but nothing about such a date is certain;
* years before 0001 and after 9999 are clamped to 0001-01-01 and 9999-12-31, the range of Python's dates;
* of a set (``{2004-09-19,2004-10-03}``) the first and the last day are the possible bounds, and nothing is
  certain, since it says nothing of the days between;
* seasons are the meteorological ones of the northern hemisphere. A winter, written with the year it began or
  the year it ended, can be any day from January of that year to February of the next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, NamedTuple

FIRST_DAY: Final = "0001-01-01"
LAST_DAY: Final = "9999-12-31"

Precision = Literal["day", "month", "season", "year", "decade", "century", "millennium", "interval", "set"]

_YEAR: Final = re.compile(r"(-?)([0-9]{4})")
_LONG_YEAR: Final = re.compile(r"Y(-?)([1-9][0-9]{4,17})")
_UNSPECIFIED: Final = re.compile(r"(-?)([0-9]{0,3})(X{1,4})")
_MONTH: Final = re.compile(r"(-?[0-9]{4})-([0-9X]{2})")
_DAY: Final = re.compile(r"(-?[0-9]{4})-([0-9X]{2})-([0-9X]{2})")
_TIME: Final = re.compile(
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)?"
)
_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_UNSPECIFIED_PRECISION: Final[tuple[Precision, ...]] = ("decade", "century", "millennium", "millennium")
_FORMS: Final = (
    "1992, 1996-04, 2004-04-13, 199X, 2004-21 (spring), 1991/1998-02, 1991/.., 1936?, {2004-09-19,2004-10-03}"
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days that an EDTF date can mean.

    *earliest* and *latest* are the first and the last possible day, ``YYYY-MM-DD`` from 0001-01-01 to
    9999-12-31, so that they compare as strings. *surely_from* is the latest day on which what is dated can
    have begun, *surely_until* the earliest on which it can have ended; None where the date is qualified as
    uncertain or that end of an interval is open or unknown. *precision* is the smallest unit that is given.
    """

    earliest: str
    latest: str
    precision: Precision
    surely_from: str | None = None
    surely_until: str | None = None


class Period(NamedTuple):
    """Possible (*from_*, *until*) and certain bounds of something dated, as days.

    The certain ones are None where nothing is certain.
    """

    from_: str
    until: str
    surely_from: str | None
    surely_until: str | None


def parse(text: str) -> Bounds:
    """Return the bounds of an EDTF date of level 0 or 1, or of a set of such dates that are no intervals.

    Raises ValueError, with a sentence for the author of the date, if *text* is not one.
    """
    if text.startswith("{") and text.endswith("}"):
        return _set(text[1:-1].split(","))
    if "/" not in text:
        return _date(text)
    first, _, second = text.partition("/")
    if first in ("", "..") and second in ("", ".."):
        raise ValueError("an interval needs at least one known end")
    start = None if first in ("", "..") else _date(first)
    end = None if second in ("", "..") else _date(second)
    earliest = start.earliest if start else FIRST_DAY
    latest = end.latest if end else LAST_DAY
    if earliest > latest:
        raise ValueError(f"the interval ends before it begins ({first} is after {second})")
    return Bounds(
        earliest,
        latest,
        "interval",
        start.surely_from if start else None,
        end.surely_until if end else None,
    )


def can_meet(one: str, other: str) -> bool:
    """Tell whether two dates can be the same day; what is no date meets none."""
    try:
        first, second = parse(one), parse(other)
    except ValueError:
        return False
    return first.earliest <= second.latest and second.earliest <= first.latest


def period(
    *,
    date: Sequence[Bounds] = (),
    start: Sequence[Bounds] = (),
    end: Sequence[Bounds] = (),
    attested: Sequence[Bounds] = (),
) -> Period | None:
    """Return the bounds of something from the values of its date properties, None if it has none.

    A known *start* or *end* says more than a *date* (of an event), that more than the days on which something
    is *attested*. With only a start it is certain on the day it surely began, and possible ever after; with
    only an end likewise. Where a property has several values the widest bounds count and nothing is certain.
    """
    ranges: list[tuple[str, str]] = []
    if start or end:
        first = min((b.earliest for b in start), default=FIRST_DAY)
        last = max((b.latest for b in end), default=LAST_DAY)
        begun = start[0].surely_from if start else end[0].surely_until
        ended = end[0].surely_until if end else begun
        if begun and ended and begun <= ended:
            ranges.append((begun, ended))
        ranges += [sure for bounds in attested if (sure := _sure(bounds))]
    else:
        values = date or attested
        if not values:
            return None
        first = min(b.earliest for b in values)
        last = max(b.latest for b in values)
        if sure := _sure(values[0]):
            ranges.append(sure)
    if not ranges or max(len(start), len(end), len(date), len(attested)) > 1:
        return Period(first, last, None, None)
    return Period(first, last, min(r[0] for r in ranges), max(r[1] for r in ranges))


def _sure(bounds: Bounds) -> tuple[str, str] | None:
    """Return the days on which something dated *bounds* certainly held, if there are any."""
    begun = bounds.surely_from or (bounds.surely_until if bounds.earliest == FIRST_DAY else None)
    ended = bounds.surely_until or (bounds.surely_from if bounds.latest == LAST_DAY else None)
    return (begun, ended) if begun and ended and begun <= ended else None


def _set(texts: Sequence[str]) -> Bounds:
    """Return the bounds of several dates that are all meant, in their order."""
    members = [_date(text) for text in texts]
    if len(members) < 2:
        raise ValueError("a set has at least two dates")
    for (before, one), (after, other) in pairwise(zip(texts, members, strict=True)):
        if one.latest >= other.earliest:
            raise ValueError(f"the dates of a set stand in their order ({before} is not before {after})")
    return Bounds(members[0].earliest, members[-1].latest, "set")


def _date(text: str) -> Bounds:
    """Return the bounds of a date that is not an interval."""
    certain = not text.endswith(("?", "~", "%"))
    plain = text if certain else text[:-1]
    earliest, latest, precision = _span(plain)
    if certain:
        return Bounds(earliest, latest, precision, latest, earliest)
    return Bounds(earliest, latest, precision)


def _span(text: str) -> tuple[str, str, Precision]:
    """Return the first day, the last day and the precision of an unqualified date."""
    if match := _YEAR.fullmatch(text) or _LONG_YEAR.fullmatch(text):
        year = _signed(match[1], match[2])
        return _day(year, 1, 1), _day(year, 12, 31), "year"
    if match := _UNSPECIFIED.fullmatch(text):
        digits = len(match[3])
        if len(match[2]) + digits == 4:
            ends = sorted(_signed(match[1], match[2] + fill * digits) for fill in "09")
            return _day(ends[0], 1, 1), _day(ends[1], 12, 31), _UNSPECIFIED_PRECISION[digits - 1]
    if match := _MONTH.fullmatch(text):
        return _month(text, int(match[1]), match[2])
    day, _, time = text.partition("T")
    if (match := _DAY.fullmatch(day)) and (not time or _TIME.fullmatch("T" + time)):
        year, month, number = int(match[1]), match[2], match[3]
        if number == "XX" and not time:
            return _month(text, year, month, season=False)
        if month.isdigit() and number.isdigit() and 1 <= int(month) <= 12:
            if 1 <= int(number) <= _days(year, int(month)):
                return _day(year, int(month), int(number)), _day(year, int(month), int(number)), "day"
            raise ValueError(f"{_year(year)}-{month} has no day {number}")
    raise ValueError(f"not an EDTF date; forms: {_FORMS}")


def _month(text: str, year: int, month: str, *, season: bool = True) -> tuple[str, str, Precision]:
    """Return the span of a month, a season (if allowed here) or an unspecified month (``XX``)."""
    if month == "XX":
        return _day(year, 1, 1), _day(year, 12, 31), "year"
    if month.isdigit() and 1 <= int(month) <= 12:
        number = int(month)
        return _day(year, number, 1), _day(year, number, _days(year, number)), "month"
    if season and month in ("21", "22", "23"):
        first = 3 * (int(month) - 20)
        return _day(year, first, 1), _day(year, first + 2, _days(year, first + 2)), "season"
    if season and month == "24":
        return _day(year, 1, 1), _day(year + 1, 2, _days(year + 1, 2)), "season"
    raise ValueError(f"{text} has no such month; months are 01 to 12, seasons 21 to 24")


def _signed(sign: str, digits: str) -> int:
    return -int(digits) if sign else int(digits)


def _days(year: int, month: int) -> int:
    """Return how many days a month has, in the Gregorian calendar, also before it began (ISO 8601)."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def _year(year: int) -> str:
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _day(year: int, month: int, day: int) -> str:
    if year < 1:
        return FIRST_DAY
    return LAST_DAY if year > 9999 else f"{year:04}-{month:02}-{day:02}"
