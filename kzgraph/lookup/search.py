"""Finding a thing by any of its names, in any script or spelling, with typing mistakes as the last resort.

Only the engine's SPARQL is used, so that search works on a remote endpoint as well: all names are fetched
with one query and compared here, because no SPARQL function folds ı to i or Жамбыл to Jambyl. Near names come
from difflib, which is there already and is fast enough for the words of a graph; it is imported when nothing
better was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kzgraph.errors import UsageError, shown
from kzgraph.lookup.labels import Labelled, label_all, language_rank, names, present
from kzgraph.model import NAMES
from kzgraph.rdf.spelling import fold
from kzgraph.rdf.terms import Term, iri
from kzgraph.storage.graph import Graph

__all__ = ["Hit", "search"]

Kind = Literal["exact", "prefix", "words", "near"]

# Terms of the ontology are found too (to write SPARQL with), but after things of the same name.
_ORDER = {name: min(n, 3) for n, name in enumerate(NAMES)}
_BASE: dict[str, float] = {"exact": 90, "prefix": 70, "words": 50, "near": 20}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that a search found.

    *name* is the name that matched and *language* its tag (None without one); *label* is what the thing is
    called, *types* are its classes. *score* runs from 0 to 100 and only orders the hits of one search. *kind*
    says how the name matched: in full, by its beginning, by all words in any order, or nearly.
    """

    iri: str
    label: str
    types: tuple[Labelled, ...]
    name: str
    language: str | None
    score: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Name:
    thing: str
    naming: str
    text: Term
    key: str


def search(graph: Graph, text: str, limit: int = 20) -> list[Hit]:
    """Find the things that have a name like *text*, best first, each once, at most *limit*.

    Compared are all names (:data:`kzgraph.model.NAMES`) by their `fold` keys. An abbreviation beats a label,
    both beat a name that begins with the text, that beats a name with all its words; near names are given
    only if there is nothing else.

    Raises UsageError for a text without letters or digits and for a limit below 1, and what the engine
    raises.
    """
    key = fold(text)
    if not key:
        raise UsageError(
            f"There is nothing to search for in {shown(text)}.", hint="Give a name or a part of one: Zhambyl"
        )
    if limit < 1:
        raise UsageError(f"The limit must be at least 1, not {limit}.")
    known = [_Name(thing, naming, name, fold(name.value)) for thing, naming, name in names(graph)]
    best = _best(_matches(text, key, known)) or _best(_near(key, known))
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:limit]
    return _hits(graph, ranked)


_Match = tuple[float, Kind, _Name]


def _best(matches: Iterable[_Match]) -> dict[str, _Match]:
    best: dict[str, _Match] = {}
    for match in matches:
        thing = match[2].thing
        if thing not in best or _preference(match) > _preference(best[thing]):
            best[thing] = match
    return best


def _preference(match: _Match) -> tuple[float, int, str]:
    return match[0], -language_rank(match[2].text.language), match[2].text.value


def _matches(text: str, key: str, names: Iterable[_Name]) -> Iterator[_Match]:
    words = key.split()
    for name in names:
        if name.key == key:
            spelt_alike = name.text.value.casefold() == text.strip().casefold()
            yield _score("exact", name, 1 if spelt_alike else 0.3), "exact", name
        elif name.key.startswith(key):
            yield _score("prefix", name, len(key) / len(name.key)), "prefix", name
        elif _has_all(words, name.key.split()):
            yield _score("words", name, len(key) / max(len(key), len(name.key))), "words", name


def _has_all(words: list[str], of: list[str]) -> bool:
    return len(words) <= len(of) and all(any(word.startswith(part) for word in of) for part in words)


def _near(key: str, names: list[_Name]) -> Iterator[_Match]:
    """Yield the names that have each word of the key nearly, or that are nearly the key as a whole."""
    from difflib import SequenceMatcher, get_close_matches

    distinct = {word for name in names for word in name.key.split()}
    close = [set(get_close_matches(word, distinct, n=50, cutoff=0.75)) for word in key.split()]
    joined = {name.key.replace(" ", "") for name in names}
    whole = set(get_close_matches(key.replace(" ", ""), joined, n=50, cutoff=0.8))
    for name in names:
        compact = name.key.replace(" ", "")
        if compact in whole or (name.key and all(group & set(name.key.split()) for group in close)):
            likeness = SequenceMatcher(None, key.replace(" ", ""), compact).ratio()
            yield _score("near", name, likeness), "near", name


def _score(kind: Kind, name: _Name, share: float) -> float:
    return round(_BASE[kind] + 6 * share + (3 - _ORDER[name.naming]), 2)


def _hits(graph: Graph, ranked: list[tuple[str, _Match]]) -> list[Hit]:
    types: dict[str, list[Term]] = {}
    wanted = [iri(thing) for thing, _ in ranked]
    rows = graph.about(
        (term.value for term in wanted),
        "SELECT ?n ?type { VALUES ?n { %VALUES } ?n rdf:type ?type "
        "FILTER(isIRI(?type) && ?type != owl:NamedIndividual) } ORDER BY ?type",
    )
    for thing, kind in map(present, rows):
        types.setdefault(thing.value, []).append(kind)
    labels = label_all(graph, [*wanted, *(t for group in types.values() for t in group)])
    return [
        Hit(
            thing,
            labels[iri(thing)].label,
            tuple(labels[t] for t in types.get(thing, [])),
            name.text.value,
            name.text.language,
            score,
            kind,
        )
        for thing, (score, kind, name) in ranked
    ]
