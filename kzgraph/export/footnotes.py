"""A page as Markdown with the words of the sources in footnotes.

CommonMark 0.31, and footnotes as GitHub, GitLab, Pandoc and Python-Markdown have them; a reader without
footnotes sees their marks and texts as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kzgraph.render.markdown import inline, page_markdown
from kzgraph.render.page import Entry, Page, Section

__all__ = ["markdown"]

_MARK: Final = re.compile(r"(?s)(.*?) ?(\[[0-9]+\])?")
_SHORT: Final = re.compile(r" \([^()]*\)$")


class _Footnotes:
    """The footnotes of a page; the same words of the same source are one."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources
        self._numbers: dict[str, int] = {}

    def mark(self, words: str) -> str:
        """Return the mark of the footnote with these words of a source, which end in its number (``[3]``)."""
        found = _MARK.fullmatch(words)
        text, source = (found[1], found[2]) if found else (words, None)
        said = (
            f"{text} — {self._sources[source]} {source}"
            if source in self._sources
            else f"{words} — no source"
        )
        return f"[^{self._numbers.setdefault(said, len(self._numbers) + 1)}]"

    def lines(self) -> Iterator[str]:
        for said, number in self._numbers.items():
            # It ends in no quotation mark or parenthesis, so it is no definition of a link (CommonMark 4.7).
            yield f"\n[^{number}]: {inline(said)}\n"


def markdown(page: Page) -> Iterator[str]:
    """Yield the page: headings, lists of entries, and the footnotes.

    Words go to a footnote where nothing is said about them. Where they stand side by side, each with what
    the graph makes of it, they stay in their place.
    """
    last = page.sections[-1] if page.sections else Section("")
    notes = _Footnotes({entry.label: _SHORT.sub("", entry.text) for entry in last.entries if entry.label})
    yield from page_markdown(page, lambda entry: _entry(entry, notes))
    yield from notes.lines()


def _entry(entry: Entry, notes: _Footnotes) -> Iterator[str]:
    label = f"**{inline(entry.label)}**: " if entry.label.strip() else ""
    judged = any(kind != "quote" for kind, _ in entry.notes)
    marks = "" if judged else "".join(notes.mark(text) for _, text in entry.notes)
    yield f"- {label}{inline(entry.text)}{marks}\n"
    if judged:
        for _, text in entry.notes:
            yield f"  - {inline(text)}\n"
