"""Statements as commands of QuickStatements, in its version 1 syntax and as CSV.

Follows https://www.wikidata.org/wiki/Help:QuickStatements and what the tool's importer does. The syntax has
no escapes: a string ends with the last quotation mark of its column, so quotation marks, backslashes and
single vertical lines need none, and what cannot be told apart from the syntax cannot be written at all
(`Unwritable`). Nothing is changed to make it fit.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kzgraph.wikidata.statements import DAY, JULIAN, STRINGS, Statement, Value

__all__ = ["Unwritable", "column", "losses", "table", "v1_line"]

_LANGUAGE: Final = re.compile(r"[a-z_-]+")
_AMOUNT: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: The globe that the tool assumes, and the precision of coordinates that it sets.
_EARTH: Final = "Q2"
_DEGREES: Final = 0.000001


class Unwritable(ValueError):  # noqa: N818 - it reads as what it is
    """QuickStatements has no way to write this; the text says what and why."""


def column(value: Value) -> str:
    """Return a value as one column of a command. Raises Unwritable."""
    if value.kind in ("item", "property"):
        return value.text
    if value.kind in ("somevalue", "novalue"):
        return value.kind
    if value.kind in STRINGS:
        return f'"{_string(value.text)}"'
    if value.kind == "text":
        language = value.language or ""
        if not _LANGUAGE.fullmatch(language):
            raise Unwritable(f"QuickStatements cannot write the language {language or '(none)'}")
        return f'{language}:"{_string(value.text)}"'
    if value.kind == "time":
        precision = int(value.precision if value.precision is not None else DAY)
        if precision > DAY:
            raise Unwritable("Wikidata takes no time more precise than a day")
        return f"{value.text}/{precision}{'/J' if value.calendar == JULIAN else ''}"
    if value.kind == "quantity":
        return _quantity(value)
    if value.kind == "coordinates":
        return _coordinates(value)
    raise Unwritable("a value of an unknown kind")


def v1_line(statement: Statement, *, new: bool = False, summary: str = "") -> str:
    """Return the command that adds *statement*, with qualifiers and references, and its line end.

    Where the item has a statement with that value already, QuickStatements adds to it, unless the command
    asks for a *new* one. The edit *summary* is left out where a value has the sign that begins it. Raises
    Unwritable.
    """
    columns = [statement.item, f"{'!' if new else ''}{statement.property}", column(statement.value)]
    for snak in statement.qualifiers:
        columns += [snak.property, column(snak.value)]
    for n, reference in enumerate(statement.references):
        for m, snak in enumerate(reference):
            begins = "!" if n and not m else ""  # parts that follow each other are one reference
            columns += [f"{begins}S{snak.property[1:]}", column(snak.value)]
    if any("||" in each for each in columns):
        raise Unwritable("two vertical lines can end a command of version 1; CSV can hold them")
    line = "\t".join(columns)
    if summary and "/*" not in line:
        line += f" /* {_summary(summary)} */"  # after a tab, an empty column would stand before it
    return line + "\n"


def table(statements: Sequence[Statement], summary: str = "") -> list[str]:
    """Return statements as CSV: one table for those that have the same columns, each with its header.

    The tool reads an empty cell as a value, so tables of one shape are the only ones without mistakes. A
    statement with a value that the item has already becomes a part of that one: CSV cannot ask for a new
    one. Raises Unwritable.
    """
    shapes: dict[tuple[str, ...], list[list[str]]] = {}
    for statement in statements:
        header, row = ["qid", statement.property], [statement.item, column(statement.value)]
        if summary:
            header.append("#")
            row.append(_summary(summary))
        for snak in statement.qualifiers:
            header.append(f"qal{snak.property[1:]}")
            row.append(column(snak.value))
        for reference in statement.references:
            for m, snak in enumerate(reference):
                header.append(f"{'s' if m else 'S'}{snak.property[1:]}")
                row.append(column(snak.value))
        if any('\\"' in cell for cell in row):  # PHP's reader of CSV takes the backslash for an escape
            raise Unwritable("a backslash before a quotation mark; the version 1 syntax can hold it")
        shapes.setdefault(tuple(header), []).append(row)
    tables = []
    for columns, rows in shapes.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([columns, *rows])
        tables.append(text.getvalue())
    return tables


def losses(statement: Statement) -> list[str]:
    """Return what QuickStatements would not carry over of a statement that it can write."""
    lost = [f"the rank ({statement.rank})"] if statement.rank != "normal" else []
    snaks = [*statement.qualifiers, *(snak for reference in statement.references for snak in reference)]
    for value in [statement.value, *(snak.value for snak in snaks)]:
        if value.kind == "coordinates" and value.precision not in (None, _DEGREES):
            lost.append(f"the precision of the coordinates ({value.precision:g}°)")
    return lost


def _string(text: str) -> str:
    if bad := _CONTROL.search(text):
        raise Unwritable(f"a text with the character U+{ord(bad.group()):04X}, which Wikidata does not take")
    if text != text.strip() or not text:
        raise Unwritable("a text that is empty, or begins or ends with a space")
    return text


def _quantity(value: Value) -> str:
    if not _AMOUNT.fullmatch(value.text):
        raise Unwritable(f"{value.text} is not a decimal number")
    text = value.text.removeprefix("+")
    if value.lower is not None and value.upper is not None:
        amount, lower, upper = (Decimal(each) for each in (value.text, value.lower, value.upper))
        if upper - amount != amount - lower:
            raise Unwritable("a quantity with unequal distances to its bounds")
        if upper != amount:
            text += f"~{upper - amount:f}"
    return text + (f"U{value.unit.removeprefix('Q')}" if value.unit else "")


def _coordinates(value: Value) -> str:
    if value.unit not in (None, _EARTH):
        raise Unwritable("coordinates on another globe than Earth")
    latitude, longitude = (f"{Decimal(each):f}" for each in value.text.split("/"))
    return f"@{latitude}/{longitude}"


def _summary(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).replace("*/", "* /").replace("/*", "/ *").split())
