"""Rows as a table for a terminal, or as one record below the other where a table would not fit.

Drawn here and not by rich: importing its tables takes as long as loading the graph and asking a query, and
what is needed of it are column widths.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kzgraph.rdf.terms import Term
from kzgraph.render.lines import cell_text
from kzgraph.render.text import BOLD, RESET, display_width, wrapped
from kzgraph.sparql.results import Result

__all__ = ["write_table"]

#: Longer words may be cut to make a table fit.
_LONG_WORD = 32
_GAP = "  "


def write_table(result: Result, prefixes: Mapping[str, str], *, width: int, colour: bool) -> Iterator[str]:
    """Yield the rows as a table at most *width* columns wide, or as records if words would have to be cut.

    Long cells wrap, numbers stand on the right. An ASK is ``true`` or ``false``.
    """
    if result.kind == "boolean":
        yield f"{str(bool(result.boolean)).lower()}\n"
        return
    rows = [[cell_text(term, prefixes) for term in row] for row in result]
    columns = [[name, *(row[n] for row in rows)] for n, name in enumerate(result.columns)]
    widths = _widths(columns, width - len(_GAP) * (len(columns) - 1))
    if widths is None:
        yield from _records(result, rows, width, colour)
        return
    head = _line([[name] for name in result.columns], widths, [False] * len(widths))
    yield f"{BOLD}{head[:-1]}{RESET}\n" if colour else head
    yield _GAP.join("─" * column for column in widths) + "\n"
    numeric = [_is_numeric(row[n] for row in result) for n in range(len(widths))]
    for row in rows:
        cells = [[*_cell_lines(text, column)] for text, column in zip(row, widths, strict=True)]
        for n in range(max(map(len, cells), default=0)):
            yield _line([lines[n : n + 1] for lines in cells], widths, numeric)


def _widths(columns: list[list[str]], room: int) -> list[int] | None:
    """Return the widths of columns that share *room*; None if that would cut words."""
    widths = [min(max(map(display_width, column)), max(room, 1)) for column in columns]
    narrowest = [min(width, _longest_word(column)) for width, column in zip(widths, columns, strict=True)]
    if sum(narrowest) > room:
        return None
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda n: (widths[n] > narrowest[n], widths[n]))
        widths[widest] -= 1
    return widths


def _longest_word(column: list[str]) -> int:
    return min(_LONG_WORD, max(display_width(word) for text in column for word in text.split(" ")))


def _cell_lines(text: str, width: int) -> Iterator[str]:
    return (line[:-1] for line in wrapped(text, width))


def _line(cells: list[list[str]], widths: list[int], right: list[bool]) -> str:
    parts = []
    for lines, width, flush_right in zip(cells, widths, right, strict=True):
        text = lines[0] if lines else ""
        space = " " * (width - display_width(text))
        parts.append(space + text if flush_right else text + space)
    return _GAP.join(parts).rstrip(" ") + "\n"


def _is_numeric(terms: Iterator[Term | None]) -> bool:
    """Tell whether a column has numbers, and nothing else."""
    found = [term for term in terms if term is not None]
    return bool(found) and all(_is_number(term) for term in found)


def _is_number(term: Term) -> bool:
    decimal = term.datatype is not None and term.datatype.endswith("#decimal")
    return decimal or (isinstance(term.python, int | float) and not isinstance(term.python, bool))


def _records(result: Result, rows: list[list[str]], width: int, colour: bool) -> Iterator[str]:
    label = max(map(display_width, result.columns)) + 2
    column = label if label < width * 0.4 else 0
    for n, row in enumerate(rows):
        if n:
            yield "\n"
        for name, value in zip(result.columns, row, strict=True):
            if not value:
                continue
            first = name + " " * (column - display_width(name)) if column else f"{name}: "
            lines = wrapped(value, width, first=first, rest=" " * (column or 2))
            start = next(lines)
            yield (
                f"{BOLD}{first}{RESET}{start[len(first) :]}" if colour and start.startswith(first) else start
            )
            yield from lines
    if not rows:
        yield ", ".join(result.columns) + "\n"
