r"""Splitting a document into passages: a sentence, or a whole line that is no running text.

A passage is the smallest piece of a document of which one can ask whether the graph cites it. A list item, a
row of a table (with tabs or bars), a marked heading and any line without an end of a sentence inside it, such
as a line of an infobox, a caption or a signature, is one passage. Every other line is split into sentences.
No passage goes beyond its line, so that people can find it by line and number.

The splitter is our own, and small. What the libraries for it do better (dozens of languages, sentences across
line breaks) is not needed here; what is needed they do not promise: that passages never overlap and leave out
nothing but white space, that a document is split alike on every machine and in every version, since a list of
passages by number is kept with the graph, and that a mark such as ``[2]`` belongs to the sentence it stands
after. Where it is in doubt whether a sentence ends ("in the U.S. The"), it does not: a passage too long still
has its place, while half a sentence would mislead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Passage", "place", "split"]

# A list item (bullet, dash, "1.", "2)", "[3]"), a row of a table, or a heading of Markdown or of a wiki.
_ONE_PIECE = re.compile(
    r"\s*(?:[•·‣◦▪*-]\s|\d{1,3}[.)]\s|\[\d{1,3}\]\s|\||\#{1,6}\s|={1,6}\s) | \s*\S[^\t]*\t+\s*\S", re.VERBOSE
)
# An end of a sentence with what belongs to it: closing quotes and brackets, marks of references, then a gap.
_END = re.compile(
    r"""(?<![.!?…])(?P<stop>[.!?…]+)["'”’»)\]]*(?:\s?\[(?:\d{1,3}|[a-z]|note\s\d{1,3})\])*(?P<gap>\s+)(?=\S)"""
)
_OPENING = "\"'“„‘«([¿¡"
_LAST_WORD = re.compile(r"(?<![\w'’])[^\W\d_]+$")

#: Words whose full stop ends no sentence, besides single letters (initials, 'U.S.', 'т. е.').
_ABBREVIATION = re.compile(
    r"""mr|mrs|ms|dr|prof|rev|hon|gen|col|lt|sgt|sen|rep|gov|pres|st|jr|sr|vs|nos?|vol|pp|eds?|art|sec|fig
    |ca|cf|approx|est|inc|ltd|co|corp|dept|univ|eg|ie|viz|al|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec
    |гг|вв|тыс|млн|млрд|трлн|руб|коп|стр|ст|рис|табл|см|ср|им|ул|пер|обл|др|пр|проф|акад|доц|чл|тов|гр|нач
    |зам|ред|изд|напр|рн""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """One passage of a document.

    *line* counts from 1, *number* from 1 within the line. *start* and *end* are offsets into the document in
    characters, *end* exclusive; no white space stands at either.
    """

    line: int
    number: int
    start: int
    end: int


def place(text: str, quote: str, prefix: str = "") -> tuple[int, int] | None:
    """Return start and end of *quote* in *text*, where *prefix* stands directly before it.

    None unless the two together occur exactly once.
    """
    words = prefix + quote
    if not quote or text.count(words) != 1:
        return None
    start = text.index(words) + len(prefix)
    return start, start + len(quote)


def split(text: str) -> list[Passage]:
    r"""Return all passages of *text* in order.

    Lines end with ``\n``. The passages do not overlap, and what is in none of them is white space.
    """
    passages = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        pieces = (_trimmed(line, *span) for span in _pieces(line))
        kept = ((first, last) for first, last in pieces if first < last)
        passages += [
            Passage(number, n, start + first, start + last) for n, (first, last) in enumerate(kept, 1)
        ]
        start += len(line) + 1
    return passages


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a line, or of the line where it is one piece."""
    first = 0
    if not _ONE_PIECE.match(line):
        for end in _END.finditer(line):
            if _begins_a_sentence(line, end.end()) and not _is_abbreviation(line, end):
                yield first, end.start("gap")
                first = end.end()
    yield first, len(line)


def _begins_a_sentence(line: str, position: int) -> bool:
    """Tell whether what stands there, after opening quotes and brackets, is a number or no small letter."""
    while position < len(line) and line[position] in _OPENING:
        position += 1
    return position < len(line) and line[position].isalnum() and not line[position].islower()


def _is_abbreviation(line: str, end: re.Match[str]) -> bool:
    if end["stop"] != "." or end.end("stop") != end.start("gap"):
        return False
    word = _LAST_WORD.search(line, max(0, end.start() - 20), end.start())
    return word is not None and (len(word[0]) == 1 or _ABBREVIATION.fullmatch(word[0]) is not None)


def _trimmed(line: str, first: int, last: int) -> tuple[int, int]:
    piece = line[first:last]
    return first + len(piece) - len(piece.lstrip()), last - (len(piece) - len(piece.rstrip()))
