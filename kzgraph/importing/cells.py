"""The rows, columns and cells of a table with their places: what the standard library does not tell.

The form is that of RFC 4180, with the delimiter and the quotation mark that a CSVW dialect names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kzgraph.errors import GraphLoadError, UsageError, shown
from kzgraph.importing.document import Document
from kzgraph.importing.mapping import Form, TableMapping

__all__ = ["Cell", "all_rows", "places", "rows"]

_LINE_END: Final = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its *text*, and the offsets of its words in the document, without quotation marks."""

    text: str
    start: int
    end: int


def rows(document: Document, form: Form) -> Iterator[list[Cell]]:
    """Yield the rows of a table; a line without anything in it is none.

    Raises GraphLoadError, with the place, for a quoted cell that does not end or goes on after its end.
    """
    text, at = document.text, 0
    stop = re.compile(f"{re.escape(form.delimiter)}|\r\n|\n|\r")
    while at < len(text):
        row: list[Cell] = []
        while True:
            if form.quote and text.startswith(form.quote, at):
                cell, at = _quoted(document, form, at)
            else:
                ending = stop.search(text, at)
                end = ending.start() if ending else len(text)
                cell, at = Cell(text[at:end], at, end), end
            row.append(cell)
            if text.startswith(form.delimiter, at):
                at += len(form.delimiter)
                continue
            ending = _LINE_END.match(text, at)
            if ending is None and at < len(text):
                raise _unreadable(
                    document, at, f"a quoted cell ends before this; write {form.quote} inside it twice"
                )
            at = ending.end() if ending else at
            break
        if len(row) > 1 or row[0].text.strip():
            yield row


def all_rows(document: Document, mapping: TableMapping) -> list[list[Cell]]:
    """Return the rows of a table with its heading, without comments. Raises GraphLoadError if it has none."""
    found = [*rows(document, mapping.form)][mapping.skip :]
    if mapping.comment:
        found = [row for row in found if not row[0].text.startswith(mapping.comment)]
    if not found:
        raise GraphLoadError(f"{document.name} has no rows.")
    return found


def places(document: Document, mapping: TableMapping, table: list[list[Cell]]) -> dict[str, int]:
    """Return at which place each column of the mapping stands. Raises UsageError if some are missing."""
    real = [each for each in mapping.columns if not each.virtual]
    if not mapping.header:
        if len(real) > len(table[0]):
            raise UsageError(f"{document.name} has {len(table[0])} columns, the mapping {len(real)}.")
        return {column.name: n for n, column in enumerate(real)}
    headings = [cell.text.strip() for cell in table[0]]
    twice = sorted({each for each in headings if headings.count(each) > 1})
    if twice:
        raise UsageError(
            f"{document.name} has several columns {', '.join(map(shown, twice))}.", where=document.name
        )
    found, missing = {}, []
    for column in real:
        place = next((n for n, heading in enumerate(headings) if heading in column.titles), None)
        if place is None:
            missing.append(shown(column.titles[0] if column.titles else column.name))
        else:
            found[column.name] = place
    if missing:
        there = ", ".join(map(shown, headings))
        raise UsageError(
            f"The mapping has columns that the table has not: {', '.join(missing)}.",
            where=f"{document.name}:{document.line(table[0][0].start)}",
            hint=f"The table has {there}. Is the delimiter another one? A mapping names it in its dialect.",
        )
    return found


def _quoted(document: Document, form: Form, start: int) -> tuple[Cell, int]:
    """Return the quoted cell that begins at an offset, and the offset behind it."""
    text, mark = document.text, form.quote
    at = start + len(mark)
    while True:
        end = text.find(mark, at)
        if end < 0:
            raise _unreadable(document, start, "a quoted cell begins here and does not end")
        if form.doubled and text.startswith(mark, end + len(mark)):
            at = end + 2 * len(mark)
        elif not form.doubled and (len(text[:end]) - len(text[:end].rstrip("\\"))) % 2:
            at = end + len(mark)
        else:
            break
    inner = text[start + len(mark) : end]
    pattern, plain = (re.escape(mark * 2), mark) if form.doubled else (r"\\(.)", r"\1")
    inner = re.sub(pattern, plain, inner, flags=re.DOTALL)
    return Cell(inner, start + len(mark), end), end + len(mark)


def _unreadable(document: Document, at: int, why: str) -> GraphLoadError:
    return GraphLoadError("The table cannot be read.", [document.problem(at, why)])
