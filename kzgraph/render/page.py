"""A page for people: what `show`, `evidence`, `conflicts` and `stats` say, before it is text or Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field

from kzgraph.sparql.results import Result

__all__ = ["Entry", "Page", "Section"]


@dataclass(slots=True)
class Entry:
    """One line of a section: *text*, after a *label* if it has one, and *notes* below it.

    A note is ``(kind, text)``: ``quote`` for the words of a source, ``command`` for a line to be copied,
    ``note`` for everything else.
    """

    text: str
    label: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A titled list of entries, with a sentence of introduction if *intro* is not empty.

    In a *grouped* section, a label that is repeated stands only before the first of its entries, where labels
    have a column of their own.
    """

    title: str
    entries: list[Entry] = field(default_factory=list)
    intro: str = ""
    grouped: bool = False


@dataclass(slots=True)
class Page:
    """A title with lines below it and sections; the same as *data* for JSON and, if apt, as *rows*."""

    title: str
    subtitles: list[str]
    sections: list[Section]
    data: object
    rows: Result | None = None
