"""Values of Wikidata for people."""

from __future__ import annotations

from collections.abc import Mapping

from kzgraph.wikidata.statements import DAY, DECADE, JULIAN, MONTH, YEAR, Value

__all__ = ["value_text"]

_LARGE_UNITS = (10**9, 10**8, 10**7, 10**6, 10**5, 10**4)


def value_text(value: Value, names: Mapping[str, str] | None = None) -> str:
    """Return a value for people: an item by its name, a time with the precision that it has."""
    if value.kind in ("item", "property"):
        label = (names or {}).get(value.text)
        return f"{label} ({value.text})" if label else value.text
    if value.kind == "text":
        return f"{value.text} ({value.language})"
    if value.kind == "time":
        return _time(value)
    if value.kind == "quantity":
        bounds = (
            f" (from {_amount(value.lower)} to {_amount(value.upper)})" if value.lower and value.upper else ""
        )
        return f"{_amount(value.text)}{bounds}" + (
            f" {(names or {}).get(value.unit, value.unit)}" if value.unit else ""
        )
    if value.kind == "coordinates":
        return value.text.replace("/", ", ")
    return {"somevalue": "an unknown value", "novalue": "no value"}.get(value.kind, value.text)


def _amount(text: str | None) -> str:
    return (text or "").removeprefix("+")


def _time(value: Value) -> str:
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
    elif precision > len(_LARGE_UNITS) - 1:
        text = f"{'millennium' if precision == 6 else 'century'} of {number}"
    else:
        text = f"about {number}, give or take {_LARGE_UNITS[precision]} years"
    before = " BC" if sign == "-" else ""
    return f"{text}{before}{' (Julian calendar)' if value.calendar == JULIAN else ''}"
