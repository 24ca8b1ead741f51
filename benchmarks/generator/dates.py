"""Dates of mixed precision: the EDTF literal, and how a text in English or Russian says it."""

from datetime import date
from random import Random
from typing import NamedTuple

_EN = "January February March April May June July August September October November December".split()  # noqa: SIM905
_RU = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()  # noqa: SIM905

#: The first day of anything that is generated, and the last.
FIRST = date(1990, 1, 1).toordinal()
LAST = date(2020, 12, 31).toordinal()


class Dated(NamedTuple):
    """A date as a Turtle literal, and in the words of an English and of a Russian text."""

    literal: str
    en: str
    ru: str


def edtf(value: str) -> str:
    """Return the Turtle literal of an EDTF date."""
    return f'"{value}"^^edtf:EDTF'


def on(day: int, rng: Random, *, days_only: bool = False) -> Dated:
    """Return a date that contains the day (a proleptic Gregorian ordinal), with random precision."""
    when = date.fromordinal(day)
    year, month = when.year, when.month
    kind = 0.0 if days_only else rng.random()
    if kind < 0.45:
        number = when.day
        words = f"{number} {_EN[month - 1]} {year}", f"{number:02}.{month:02}.{year}"
        return Dated(edtf(when.isoformat()), *words)
    if kind < 0.65:
        return Dated(edtf(f"{year}-{month:02}"), f"{_EN[month - 1]} {year}", f"{_RU[month - 1]} {year}")
    if kind < 0.92:
        return Dated(edtf(str(year)), str(year), f"{year} год")
    if kind < 0.96:
        return Dated(edtf(f"{year}~"), f"about {year}", f"около {year}")
    if kind < 0.98:
        return Dated(edtf(f"{year}?"), f"{year}, it seems", f"видимо, {year}")
    return Dated(
        edtf(f"{year}-{month:02}~"), f"about {_EN[month - 1]} {year}", f"около: {_RU[month - 1]} {year}"
    )


def over(day: int, days: int) -> Dated:
    """Return the interval of some days that begins on a day."""
    first, last = date.fromordinal(day), date.fromordinal(day + days)
    en = f"{first.day} {_EN[first.month - 1]} and {last.day} {_EN[last.month - 1]} {last.year}"
    ru = f"{first.day:02}.{first.month:02} и {last.day:02}.{last.month:02}.{last.year}"
    return Dated(edtf(f"{first.isoformat()}/{last.isoformat()}"), en, ru)
