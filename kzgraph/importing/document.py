"""A file to be taken in: its text, its checksum, and the words in it that can be quoted."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from functools import cmp_to_key
from itertools import pairwise
from typing import Final

from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.evidence.quotes import MOST_WORDS
from kzgraph.sparql.results import grouped
from kzgraph.storage.documents import readable

__all__ = ["LARGEST", "Document", "read_text"]

#: Larger files are refused: they are held in memory, and every quote is looked for in the whole text.
LARGEST: Final = 16 * 2**20


class Document:
    """A file as it is quoted from (`kzgraph.storage.documents.readable`), without a byte order mark.

    *name* is its name without folders, *text* its text, *sha256* the checksum of its bytes.
    """

    def __init__(self, path: str) -> None:
        import hashlib

        self.name = os.path.basename(path)
        if not self.name.isprintable():
            raise GraphLoadError(
                f"{shown(self.name, 200)} has a name that cannot be written down.", hint="Rename the file."
            )
        content = _content(path)
        self.text = _decoded(path, content)
        if not self.text.strip():
            raise GraphLoadError(f"{shown(path, 200)} is empty.", hint="There is nothing to take in.")
        self.sha256 = hashlib.sha256(content).hexdigest()
        self._lines = [match.end() for match in re.finditer("\n", self.text)]
        self._runs: dict[str, list[int]] | None = None
        self._told_apart: dict[str, dict[int, int]] = {}

    def line(self, offset: int) -> int:
        """Return the number of the line of an offset, counted from 1."""
        return bisect_right(self._lines, offset) + 1

    def column(self, offset: int) -> int:
        """Return the number of the column of an offset, counted from 1."""
        line = self.line(offset)
        return offset - (self._lines[line - 2] if line > 1 else 0) + 1

    def problem(self, offset: int, message: str) -> Problem:
        """Return a problem with this place."""
        return Problem(self.name, self.line(offset), self.column(offset), message)

    def quote(self, start: int, end: int) -> tuple[str, str]:
        """Return the words of a span, and the text before them that is needed to find them, "" if none is.

        Of more than `MOST_WORDS` words the first ones are quoted.
        """
        words = [*re.finditer(r"\S+", self.text[start:end])]
        if words:
            last = words[min(len(words), MOST_WORDS) - 1]
            start, end = start + words[0].start(), start + last.end()
        quote = self.text[start:end]
        needed = self._to_tell(quote).get(start, 0)
        first = max(0, start - needed)
        while needed and first > 0 and not self.text[first - 1].isspace():  # begin with a whole word
            first -= 1
        return quote, self.text[first:start]

    def has_once(self, start: int, end: int) -> bool:
        """Tell whether the words of a span stand nowhere else."""
        return not self._to_tell(self.text[start:end])

    def _to_tell(self, quote: str) -> dict[int, int]:
        """Return how much text before each of the places of the words is needed to tell it from the others.

        Nothing is needed where there is only one. Sorted by the text before them, read backwards, the likest
        places are neighbours.
        """
        if quote not in self._told_apart:
            order = sorted(self._occurrences(quote), key=cmp_to_key(self._compare))
            shared = [0, *(self._shared(one, other) for one, other in pairwise(order)), 0]
            needed = {at: max(shared[n : n + 2]) + 1 for n, at in enumerate(order)}
            self._told_apart[quote] = needed if len(order) > 1 else {}
        return self._told_apart[quote]

    def _occurrences(self, quote: str) -> list[int]:
        """Return all offsets of the words; found by the rarest run of letters within them if there is one."""
        if self._runs is None:
            self._runs = grouped((run.group(), run.start()) for run in re.finditer(r"\w+", self.text))
        runs = self._runs
        inner = [m for m in re.finditer(r"\w+", quote) if m.start() > 0 and m.end() < len(quote)]
        if inner:
            rarest = min(inner, key=lambda match: len(runs[match.group()]))
            places = (at - rarest.start() for at in runs[rarest.group()])
            return [at for at in places if at >= 0 and self.text.startswith(quote, at)]
        starts, at = [], self.text.find(quote)
        while at >= 0:
            starts.append(at)
            at = self.text.find(quote, at + 1)
        return starts

    def _compare(self, one: int, other: int) -> int:
        if one == other:
            return 0
        same = self._shared(one, other)
        before = [self.text[at - same - 1 : at - same] if at > same else "" for at in (one, other)]
        return -1 if before[0] < before[1] else 1

    def _shared(self, one: int, other: int) -> int:
        """Return how many characters before two offsets are the same."""
        text, most = self.text, min(one, other)
        size = 16
        while size < most and text[one - size : one] == text[other - size : other]:
            size *= 2
        low, high = size // 2 if size > 16 else 0, min(size, most)
        while low < high:
            middle = (low + high + 1) // 2
            if text[one - middle : one] == text[other - middle : other]:
                low = middle
            else:
                high = middle - 1
        return low


def read_text(path: str) -> str:
    """Return the text of a file that goes with a document: a mapping, decisions. Raises GraphLoadError."""
    return _decoded(path, _content(path))


def _content(path: str) -> bytes:
    """Return the bytes of a file. Raises GraphLoadError."""
    try:
        size = os.path.getsize(path)
        if size > LARGEST:
            raise GraphLoadError(
                f"{shown(path, 200)} has {size / 2**20:.0f} MB; {LARGEST >> 20} MB are the most.",
                hint="Split it, and take in the parts one after the other.",
            )
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GraphLoadError(f"{shown(path, 200)} cannot be read: {reason}") from error


def _decoded(path: str, content: bytes) -> str:
    """Return the text of a file without a byte order mark. Raises GraphLoadError if it is not UTF-8."""
    try:
        return readable(content).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        what = "it seems to be UTF-16" if wide else f"0x{content[error.start]:02x} is no character there"
        raise GraphLoadError(
            f"The file is not UTF-8: byte {error.start + 1} ({what}).",
            where=f"{path}:{line}",
            hint="Save it as UTF-8. In a spreadsheet program: 'Save as', CSV, character set Unicode (UTF-8).",
        ) from None
