"""Naming what is new: short readable IRIs in the graph's namespace that nothing else has."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

from kzgraph.rdf.spelling import fold

__all__ = ["Namer", "next_source", "slug"]

#: A longer name is cut at a word.
_LONGEST = 60


class Namer:
    """Gives IRIs in the namespace *home* that are not among the *taken* ones, and each one only once."""

    def __init__(self, home: str, taken: Iterable[str]) -> None:
        self._home = home
        self._taken = set(taken)

    def name(self, *texts: str) -> str:
        """Return an IRI made of the first text that has letters or digits; with a number if it is taken."""
        base = next(filter(None, map(slug, texts)), "thing")
        found, n = self._home + base, 1
        while found in self._taken:
            n += 1
            found = f"{self._home}{base}-{n}"
        self._taken.add(found)
        return found


def slug(text: str) -> str:
    """Return small Latin letters, digits and hyphens for a text in any script; "" if nothing is left."""
    words = []
    for word in re.split(r"[\W_]+", unquote(text).replace("'", "").replace("’", "")):
        plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        key = plain.lower() if plain.isascii() else fold(word)
        words += re.findall("[a-z0-9]+", key)
    found = ""
    for word in words:
        if found and len(found) + len(word) >= _LONGEST:
            break
        found = f"{found}-{word}" if found else word[:_LONGEST]
    return found


def next_source(sources: Iterable[str], home: str, file: str) -> str:
    """Return the IRI of a new source: the next number if the others are numbered, else made from *file*."""
    found = [(m[1], m[2]) for each in sources if (m := re.fullmatch(r"(.*?)([0-9]+)", each))]
    if not found:
        return f"{home}source-{slug(file) or 'file'}"
    stem = Counter(stem for stem, _ in found).most_common(1)[0][0]
    digits = [digits for each, digits in found if each == stem]
    return f"{stem}{max(map(int, digits)) + 1:0{max(map(len, digits))}}"
