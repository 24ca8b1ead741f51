"""Finding the words of a quote in a document: to the letter, and at one place only.

Words are found in a document as :func:`kzgraph.storage.documents.readable` gives it: a no-break space is a
space, and nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kzgraph.errors import UsageError, shown

__all__ = ["MOST_WORDS", "Found", "around", "find", "line_of"]

#: A quote has at most so many words.
MOST_WORDS: Final = 12
#: Words before a quote that are tried as its prefix.
_MOST_BEFORE: Final = 15
_MOST_PLACES: Final = 12
#: What begins and ends like a sentence and is longer than that is taken for one; names and dates are shorter.
_LONGEST_NAME: Final = 41


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands: offsets *start* and *end*, the words before it if they are needed to find it."""

    quote: str
    start: int
    end: int
    prefix: str | None


def find(text: str, quote: str, prefix: str | None, name: str) -> Found:
    """Return where *quote* stands in *text*, the document *name*.

    *prefix* are the words before it; white space at the seam and between them need not be as in the document.

    Raises UsageError if the quote is no quote (empty, more than `MOST_WORDS`, a whole sentence), if it does
    not stand there (with the nearest passage), if it stands there more than once and the prefix does not say
    which is meant (with the places and the shortest prefix for each), or if it needs no prefix.
    """
    quote = quote.replace("\u00a0", " ").strip()
    _check(quote)
    starts = [*_occurrences(text, quote)]
    if not starts:
        raise UsageError(f"{shown(quote, 200)} does not stand in {name}.", hint=_nearest(text, quote))
    if len(starts) == 1:
        if prefix is not None:
            line = line_of(text, starts[0])
            raise UsageError(
                f"The quote stands in {name} once (line {line}): --prefix is not needed.",
                hint="Leave it out: a prefix tells that a quote stands there more than once.",
            )
        return Found(quote, starts[0], starts[0] + len(quote), None)
    if prefix is None or not prefix.strip():
        raise UsageError(
            f"The quote stands in {name} {len(starts)} times. Say with --prefix which words stand before it:",
            hint=_places(text, quote, starts),
        )
    fitting = [(start, before) for start in starts if (before := _before(text, start, prefix)) is not None]
    exact = [(start, before) for start, before in fitting if before == prefix.replace("\u00a0", " ")]
    fitting = exact if len(exact) == 1 else fitting
    if len(fitting) != 1:
        where = f"{len(fitting)} of them" if fitting else "none of them"
        raise UsageError(
            f"The quote stands in {name} {len(starts)} times; {shown(prefix)} stands before {where}.",
            hint=_places(text, quote, starts),
        )
    start, before = fitting[0]
    return Found(quote, start, start + len(quote), before)


def line_of(text: str, offset: int) -> int:
    """Return the number of the line of an offset, counted from 1."""
    return text.count("\n", 0, offset) + 1


def around(text: str, start: int, end: int, width: int = 40) -> str:
    """Return a span of a document in »«, with about *width* characters of its lines before and after it."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    before, after = text[first:start], text[end : len(text) if last < 0 else last]
    if len(before) > width:
        before = "…" + before[-width:].partition(" ")[2]
    if len(after) > width:
        after = after[:width].rpartition(" ")[0] + "…"
    return f"{before}»{' '.join(text[start:end].split())}«{after}"


def _check(quote: str) -> None:
    count = len(quote.split())
    hint = "Quote the shortest span that carries the fact."
    if not count:
        raise UsageError("The quote is empty.", hint=hint)
    if count > MOST_WORDS:
        raise UsageError(f"The quote has {count} words; {MOST_WORDS} are the most.", hint=hint)
    if len(quote) > _LONGEST_NAME and quote[0].isupper() and quote[-1] in ".!?":
        raise UsageError("The quote is a whole sentence.", hint=hint)


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _before(text: str, start: int, prefix: str) -> str | None:
    """Return the text of the document before *start* that has the words of *prefix*, None if others do."""
    words = r"\s+".join(map(re.escape, prefix.split()))
    reach = text[max(0, start - 3 * len(prefix) - 200) : start]
    match = re.search(rf"(?:{words})\s*\Z", reach)
    return match.group() if match else None


def _places(text: str, quote: str, starts: list[int]) -> str:
    """Return a list of the places with the words before each, and the shortest prefix that decides for it."""
    import shlex

    lines = []
    for start in starts[:_MOST_PLACES]:
        prefix = _shortest(text, start, starts)
        advice = f"--prefix {shlex.quote(prefix)}" if prefix else "no words before it decide: quote some more"
        place = " ".join(around(text, start, start + len(quote), 30).split())
        lines.append(f"  line {line_of(text, start)}: {place}\n    {advice}")
    if len(starts) > _MOST_PLACES:
        lines.append(f"  and {len(starts) - _MOST_PLACES} more")
    return "\n".join(lines)


def _shortest(text: str, start: int, starts: list[int]) -> str | None:
    """Return the fewest words before *start* that stand before none of the other places."""
    reach = text[max(0, start - 400) : start]
    words = [match.start() for match in re.finditer(r"(?<!\S)\S+\s*", reach)]
    for first in list(reversed(words))[:_MOST_BEFORE]:
        candidate = " ".join(reach[first:].split())
        if sum(_before(text, other, candidate) is not None for other in starts) == 1:
            return candidate
    return None


def _nearest(text: str, quote: str) -> str:
    """Return a hint with the passage that is most like the words, if any is."""
    found = _most_alike(text, quote)
    rule = "A quote is verbatim: letters, capitals and punctuation are those of the document."
    if found is None:
        return f"Nothing there is like it. {rule}"
    passage = " ".join(around(text, *found).split())
    return f"The nearest, in line {line_of(text, found[0])}: {passage}\n{rule}"


def _most_alike(text: str, quote: str) -> tuple[int, int] | None:
    """Return the span of about as many words that is most like the quote, None if none is much like it."""
    from collections import Counter
    from difflib import SequenceMatcher

    words = [(m.start(), m.end(), m.group().casefold()) for m in re.finditer(r"\w+", text)]
    wanted = Counter(re.findall(r"\w+", quote.casefold()))
    size = sum(wanted.values())
    if not words or not size:
        return None
    size = min(size, len(words))
    best: list[tuple[int, int]] = []
    for first in range(len(words) - size + 1):
        shared = sum((Counter(word for *_, word in words[first : first + size]) & wanted).values())
        best.append((shared, first))
    best.sort(key=lambda each: -each[0])
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(quote.casefold())
    top, span = 0.6, None
    for _, first in best[:60]:
        start, end = words[first][0], words[first + size - 1][1]
        matcher.set_seq1(text[start:end].casefold())
        if matcher.quick_ratio() > top and (ratio := matcher.ratio()) > top:
            top, span = ratio, (start, end)
    return span
