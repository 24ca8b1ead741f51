"""Markdown (CommonMark 0.31) that means exactly the text it is made of, whoever wrote that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from kzgraph.render.page import Entry, Page
from kzgraph.render.safe import cell

__all__ = ["inline", "markdown_text", "page_markdown"]

# What would begin a list or underline a heading.
_BEGINNING: Final = re.compile(r"^([-+=]|[0-9]{1,9}(?=[.)]))")
_PAGE: Final = re.compile(r"https?://[^\s<>]+")


def page_markdown(page: Page, lines: Callable[[Entry], Iterator[str]] | None = None) -> Iterator[str]:
    """Yield a page as Markdown: headings, and a list of entries.

    *lines* writes an entry; without it the notes are a list below each.
    """
    yield f"# {inline(page.title)}\n"
    if page.subtitles:
        yield "\n" + "  \n".join(map(inline, page.subtitles)) + "\n"
    for section in page.sections:
        yield f"\n## {inline(section.title)}\n\n"
        if section.intro:
            yield f"{inline(section.intro)}\n\n"
        for entry in section.entries:
            yield from (lines or _entry)(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"- {f'**{inline(entry.label)}**: ' if entry.label else ''}{inline(entry.text)}\n"
    for kind, note in entry.notes:
        yield f"  - {_code(note) if kind == 'command' else inline(note)}\n"


def _code(text: str) -> str:
    """Return *text* as a code span, fenced by more backticks than it has in a row (CommonMark 6.1)."""
    text = cell(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


def inline(text: str) -> str:
    r"""Return *text* as one line of Markdown that means exactly this text; a web address becomes a link.

    White space at its ends is dropped; line breaks and control characters become visible escapes (``\n``).
    """
    text = cell(text.strip())
    if _PAGE.fullmatch(text):
        return f"<{text}>"
    escaped = markdown_text(text).replace("$", "\\$")  # GitHub takes dollars for mathematics
    return _BEGINNING.sub(_escape_beginning, escaped, count=1)


def _escape_beginning(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def markdown_text(text: str) -> str:
    """Return *text* with everything escaped that Markdown or HTML would take for markup."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#&~" else c for c in text)
