"""Splitting a table into cells with their places: what the csv module of the standard library does not tell.

The form is that of RFC 4180, with the delimiter and the quotation mark that a CSVW dialect names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kzgraph.errors import GraphLoadError
from kzgraph.importing.document import Document

__all__ = ["Cell", "Form", "rows"]

_LINE_END: Final = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written.

    *quote* is "" where nothing is quoted. A quotation mark inside a quoted cell is *doubled*, else it has a
    backslash before it.
    """

    delimiter: str = ","
    quote: str = '"'
    doubled: bool = True


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
                found = stop.search(text, at)
                end = found.start() if found else len(text)
                cell, at = Cell(text[at:end], at, end), end
            row.append(cell)
            if text.startswith(form.delimiter, at):
                at += len(form.delimiter)
                continue
            ending = _LINE_END.match(text, at)
            if ending is None and at < len(text):
                problem = document.problem(
                    at, f"a quoted cell ends before this; write {form.quote} inside it twice"
                )
                raise GraphLoadError("The table cannot be read.", [problem])
            at = ending.end() if ending else at
            break
        if len(row) > 1 or row[0].text.strip():
            yield row


def _quoted(document: Document, form: Form, start: int) -> tuple[Cell, int]:
    """Return the quoted cell that begins at an offset, and the offset behind it."""
    text, mark = document.text, form.quote
    at = start + len(mark)
    while True:
        end = text.find(mark, at)
        if end < 0:
            problem = document.problem(start, "a quoted cell begins here and does not end")
            raise GraphLoadError("The table cannot be read.", [problem])
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
