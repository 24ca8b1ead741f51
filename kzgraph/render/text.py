"""Pages as text, wrapped for a terminal or one line each for a pipe, and as Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kzgraph.render.page import Entry, Page, Section
from kzgraph.render.safe import cell

__all__ = ["BOLD", "DIM", "RESET", "display_width", "page_text", "wrapped"]

BOLD, DIM, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
#: Labels stand in a column of their own on a screen at least this wide.
_TWO_COLUMNS = 60
_LABEL_SHARE = 0.42


def display_width(text: str) -> int:
    """Return how many columns of a terminal *text* takes: wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int | None, *, first: str = "", rest: str = "") -> Iterator[str]:
    """Yield *text* as lines of at most *width* columns, the first after *first*, the others after *rest*.

    Words that are longer than a line are cut. None as *width* means one line.
    """
    if width is None:
        yield f"{first}{text}\n"
        return
    line, room = first, max(width, display_width(rest) + 2)
    empty = True
    for word in text.split(" "):
        while True:
            gap = "" if empty else " "
            if display_width(line) + len(gap) + display_width(word) <= room:
                line, empty = line + gap + word, False
                break
            if not empty:
                yield line.rstrip(" ") + "\n"
                line, empty = rest, True
                continue
            head = _fitting(word, room - display_width(line))
            if not head:  # the label alone fills the line
                yield line.rstrip(" ") + "\n"
                line = rest
                continue
            yield line + head + "\n"
            line, word = rest, word[len(head) :]
    yield line.rstrip(" ") + "\n"


def _fitting(word: str, room: int) -> str:
    taken = 0
    for n, character in enumerate(word):
        taken += _columns(character)
        if taken > room:
            return word[:n]
    return word


def page_text(page: Page, *, width: int | None, colour: bool) -> Iterator[str]:
    """Yield a page as text. With a *width* it is wrapped, without one each entry and note is one line."""
    yield from _styled(wrapped(cell(page.title), width), BOLD, colour)
    for line in page.subtitles:
        yield from wrapped(cell(line), width)
    for section in page.sections:
        yield "\n"
        yield from _styled(wrapped(cell(section.title), width), BOLD, colour)
        if section.intro:
            yield from wrapped(cell(section.intro), width, first="  ", rest="  ")
        column = _label_column(section, width)
        last = ""
        for entry in section.entries:
            repeated = section.grouped and column > 0 and entry.label == last
            last = entry.label
            yield from _entry(entry, "" if repeated else cell(entry.label), column, width, colour)


def _label_column(section: Section, width: int | None) -> int:
    """Return how wide the labels' column is; 0 if labels stand before the text."""
    labels = [display_width(cell(entry.label)) for entry in section.entries]
    if width is None or width < _TWO_COLUMNS or not any(labels):
        return 0
    return min(max(labels), int(width * _LABEL_SHARE)) + 2


def _entry(entry: Entry, label: str, column: int, width: int | None, colour: bool) -> Iterator[str]:
    text = cell(entry.text)
    indent = "  " + " " * column
    if not label:
        yield from wrapped(
            text, width, first=indent if column else "  ", rest=indent + ("" if column else "  ")
        )
    elif column and display_width(label) <= column - 2:
        yield from wrapped(
            text, width, first="  " + label + " " * (column - display_width(label)), rest=indent
        )
    elif column:
        yield from wrapped(label, width, first="  ", rest="  ")
        yield from wrapped(text, width, first=indent, rest=indent)
    else:
        yield from wrapped(text, width, first=f"  {label}: ", rest="    ")
    inner = indent if column else "    "
    for kind, note in entry.notes:
        # A line to be copied stays one line, however narrow the screen.
        room = None if kind == "command" else width
        lines = wrapped(cell(note), room, first=inner, rest=inner + " ")
        yield from _styled(lines, DIM if kind == "quote" else "", colour)


def _styled(lines: Iterator[str] | list[str], style: str, colour: bool) -> Iterator[str]:
    for line in lines:
        yield f"{style}{line[:-1]}{RESET}\n" if colour and style else line
