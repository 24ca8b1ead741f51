"""Pairing the words of two names one by one, and saying in words how they are alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from kzgraph.rdf.spelling import fold

__all__ = ["Pairing", "Words", "marked", "pair", "rated", "said"]

#: Words of at least that many letters may differ in some of them.
_SHORTEST: Final = 4
#: They are nearly the same from this share of letters on.
_ALIKE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Pairing:
    """The words of two names side by side, one of the graph and one of the file.

    *same* and *near* are pairs (graph, file), *missing* and *more* the words of graph and file that
    have no counterpart.
    """

    same: list[tuple[str, str]]
    near: list[tuple[str, str]]
    missing: list[str]
    more: list[str]


class Words:
    """The words of the names in a graph, and those of them that are like another one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [*words]
        self._like: dict[str, list[str]] = {}

    def like(self, word: str) -> list[str]:
        """Return the words that are the same or nearly the same."""
        if word not in self._like:
            self._like[word] = [each for each in self._words if each == word or _near(word, each)]
        return self._like[word]


def _near(one: str, other: str) -> bool:
    """Tell whether two words are nearly the same: Konurov and Qongyrov, not Nursultan and Nursultanovna."""
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 2:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def pair(name: str, other: str) -> Pairing:
    """Pair the words of *name* (of the graph) with those of *other* (of the file); each is used once."""
    words, rest = name.split(), other.split()
    keys = [fold(word) for word in rest]
    same: list[tuple[str, str]] = []
    near: list[tuple[str, str]] = []
    missing: list[str] = []
    for pairs, alike in ((same, lambda a, b: a == b), (near, _near)):
        missing = []
        for word in words:
            key = fold(word)
            n = next((n for n, each in enumerate(keys) if alike(key, each)), None)
            if n is None:
                missing.append(word)
                continue
            pairs.append((word, rest.pop(n)))
            keys.pop(n)
        words = missing
    return Pairing(same, near, missing, rest)


def rated(paired: tuple[Pairing, str]) -> tuple[bool, int, int, int]:
    """Order pairings of names: a whole name of several words first, then the nearest."""
    pairing, name = paired
    return len(name.split()) < 2, len(pairing.missing), len(pairing.near), -len(pairing.same)


def said(pairing: Pairing, name: str) -> str:
    """Return in words how two names are alike."""
    near = ", ".join(f"{marked(one)} is nearly {marked(other)}" for one, other in pairing.near)
    if pairing.missing:
        same = ", ".join(marked(word) for word, _ in pairing.same)
        return "; ".join([*([f"both have {same}"] if same else []), *([near] if near else [])])
    if not pairing.same and not pairing.near:
        return ""
    whole = f"all words of {marked(name)}"
    return f"{whole}, where {near}" if near else whole


def marked(word: str) -> str:
    """Return a word marked as quoted from a name."""
    return f"»{word}«"
