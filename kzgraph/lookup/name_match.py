"""Comparing names word by word, whatever their script, spelling and order; and finding the like of one name.

Names are compared by their keys (:func:`kzgraph.rdf.spelling.fold`), so Жамбыл, Zhambyl and Jambyl are the
same word. Two words are alike if they share three quarters of their letters in order (Indel similarity,
rapidfuzz); words of up to four letters must be the same, or CPK would be nearly CPPK. The score of two names
is the share of letters in words that are alike: ``Vladislav Kosarev`` has 100 with ``Косарев Владислав`` and
78 with ``Косарев Владислав Борисович``.

Nothing here knows Wikidata or the graph.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from kzgraph.extras import need
from kzgraph.rdf.spelling import fold

__all__ = ["Likeness", "Match", "Matcher", "compare"]

T = TypeVar("T")

#: How two names are alike: letter by letter; in another script or spelling; the same words in another order;
#: one has all words of the other and more; some words are nearly the same or missing; hardly at all.
Kind = Literal["same", "spelling", "order", "more words", "near", "other"]

_PURPOSE: Final = "Comparing names"
#: From this similarity (0 to 100) on two words are alike.
_ALIKE: Final = 75.0
#: Shorter words must be equal: half of the abbreviations are a letter away from another.
_SHORTEST: Final = 5
#: From this similarity on names are alike in which only the gaps between words differ: Ак жол, Акжол.
_JOINED: Final = 90.0
#: How many of the likeliest are compared word by word, for each one that is wanted.
_DEPTH: Final = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: *score* from 0 (nothing in common) to 100, and in which way."""

    score: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A *name* like the one that was looked for, with the *value* that belongs to it."""

    name: str
    value: T
    score: float
    kind: Kind


def compare(one: str, other: str) -> Likeness:
    """Return how alike two names are; the order of the two makes no difference.

    Raises UsageError if rapidfuzz is not installed.
    """
    return _compare(one, fold(one), other, fold(other))


class Matcher(Generic[T]):
    """Many names, each with a value, that can be searched for those like another name.

    *names* are (name, value) pairs; the same name or value may come often. Building it takes little more
    than folding every name once. Raises UsageError if rapidfuzz is not installed.
    """

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        need("rapidfuzz.process", _PURPOSE)
        self._named: dict[str, list[tuple[str, T]]] = defaultdict(list)
        for pair in names:
            self._named[fold(pair[0])].append(pair)
        self._named.pop("", None)
        self._keys = list(self._named)
        self._sizes = [len(key) - key.count(" ") for key in self._keys]
        self._having: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self._keys):
            words = key.split()
            for word in set(words):
                self._having[word].append(number)
            self._joined["".join(words)].append(number)

    def __len__(self) -> int:
        return sum(map(len, self._named.values()))

    def match(self, name: str, limit: int = 10, cutoff: float = 70.0) -> list[Match[T]]:
        """Return the names like *name*, best first, at most *limit*, with a score of at least *cutoff*.

        Names with equal scores are in alphabetical order, then in the order in which they were given.
        """
        key = fold(name)
        if not key or limit < 1:
            return []
        promising = self._promising(key, cutoff)[: limit * _DEPTH]
        found = []
        for number in promising:
            for other, value in self._named[self._keys[number]]:
                likeness = _compare(name, key, other, self._keys[number])
                if likeness.score >= cutoff:
                    found.append(Match(other, value, likeness.score, likeness.kind))
        # A letter for letter equal name comes before one that only folds to the same key.
        found.sort(key=lambda match: (-match.score, match.kind != "same", match.name))
        return found[:limit]

    def _promising(self, key: str, cutoff: float) -> list[int]:
        """Return the numbers of the keys that may reach the cutoff, the likeliest first.

        Each is reached by one of its words. The commonest words are left out as long as no name could reach
        the cutoff by them alone: `of` and `party` lead to half of the names of a graph of parties.
        """
        from rapidfuzz import fuzz, process

        near: list[tuple[int, str, list[tuple[str, float, int]]]] = []
        for word in set(key.split()):
            alike = [(word, 100.0, 0)] if word in self._having else []
            if len(word) >= _SHORTEST:
                alike = process.extract(
                    word, self._having.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None
                )
            near.append((sum(len(self._having[other]) for other, _, _ in alike), word, alike))
        near.sort()
        size = len(key) - key.count(" ")
        left = size
        reached: dict[int, float] = dict.fromkeys(self._joined.get(key.replace(" ", ""), ()), 2.0 * size)
        for _, word, alike in near:
            if 200 * left < cutoff * (left + size):
                break
            left -= len(word)
            for other, likeness, _ in alike:
                if other != word and len(other) < _SHORTEST:
                    continue
                letters = likeness / 100 * (len(word) + len(other))
                for number in self._having[other]:
                    reached[number] = reached.get(number, 0.0) + letters
        sizes = self._sizes
        bounds = [
            (100 * (letters + 2 * left) / (size + sizes[number]), number)
            for number, letters in reached.items()
        ]
        bounds.sort(key=lambda each: (-each[0], each[1]))
        return [number for bound, number in bounds if bound >= cutoff]


def _compare(one: str, key: str, other: str, other_key: str) -> Likeness:
    if not key or not other_key:
        return Likeness(0.0, "other")
    if key == other_key:
        return Likeness(100.0, "same" if one.casefold() == other.casefold() else "spelling")
    words, others = key.split(), other_key.split()
    if sorted(words) == sorted(others):
        return Likeness(100.0, "order")
    score = _shared(words, others)
    if score < 100:
        joined = need("rapidfuzz.fuzz", _PURPOSE).ratio(
            key.replace(" ", ""), other_key.replace(" ", ""), score_cutoff=_JOINED
        )
        score = max(score, joined)
    if _is_part(words, others) or _is_part(others, words):
        return Likeness(score, "more words")
    return Likeness(score, "near" if score >= 50 else "other")


def _shared(words: list[str], others: list[str]) -> float:
    """Return the share, 0 to 100, of letters in words that are alike; each word counts for one other."""
    ratio = need("rapidfuzz.fuzz", _PURPOSE).ratio
    pairs = []
    for position, word in enumerate(words):
        for place, other in enumerate(others):
            if word == other:
                pairs.append((-100.0, position, place))
            elif min(len(word), len(other)) >= _SHORTEST and (likeness := ratio(word, other)) >= _ALIKE:
                pairs.append((-likeness, position, place))
    pairs.sort()
    used: set[int] = set()
    taken: set[int] = set()
    letters = 0.0
    for likeness, position, place in pairs:
        if position not in used and place not in taken:
            used.add(position)
            taken.add(place)
            letters -= likeness * (len(words[position]) + len(others[place]))
    return letters / (sum(map(len, words)) + sum(map(len, others)))


def _is_part(words: list[str], others: list[str]) -> bool:
    """Tell whether the others have every one of the words, and these are more than one short word."""
    rest = list(others)
    for word in words:
        if word not in rest:
            return False
        rest.remove(word)
    return sum(map(len, words)) >= _SHORTEST
