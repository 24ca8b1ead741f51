"""Blank nodes that are no trees, named by RDFC-1.0 (RDF Dataset Canonicalization) one knot at a time.

A knot is a set of triples that hang together by blank nodes. Each is canonicalised on its own, so that a
change in one does not rename the nodes of another.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kzgraph.errors import GraphLoadError

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["is_blank", "untied"]

_COLOUR = "urn:x-kzgraph:colour"
#: RDFC-1.0 takes exponential time where many nodes are alike in all that is said of them and of their
#: neighbours. No honest file has so many in one knot.
_MOST_ALIKE = 10


def is_blank(term: object) -> bool:
    """Tell whether a term of pyoxigraph is a blank node."""
    return type(term).__name__ == "BlankNode"


def untied(triples: Iterable[Triple], names: Collection[object]) -> list[Triple]:
    """Return the triples with all blank nodes, except those in *names*, named canonically.

    Raises GraphLoadError if they are too much alike.
    """
    found: list[Triple] = []
    knotted: list[Triple] = []
    for triple in triples:
        (knotted if _blank_ends(triple, names) else found).append(triple)
    seen: Counter[str] = Counter()
    for knot in _knots(knotted, names):
        found += _canonical(knot, names, seen)
    return found


def _blank_ends(triple: Triple, names: Collection[object]) -> list[Any]:
    return [end for end in (triple.subject, triple.object) if is_blank(end) and end not in names]


def _knots(triples: list[Triple], names: Collection[object]) -> list[list[Triple]]:
    """Put triples together that share a blank node (union-find)."""
    above: dict[object, object] = {}

    def top(node: object) -> object:
        while node in above:
            above[node] = above.get(above[node], above[node])
            node = above[node]
        return node

    for triple in triples:
        first, *rest = map(top, _blank_ends(triple, names))
        for other in rest:
            if first != other:
                above[first] = other
    groups: dict[object, list[Triple]] = {}
    for triple in triples:
        groups.setdefault(top(_blank_ends(triple, names)[0]), []).append(triple)
    return [*groups.values()]


def _canonical(knot: list[Triple], names: Collection[object], seen: Counter[str]) -> list[Triple]:
    """Return the triples of a knot with canonical names, which begin with a hash of the whole.

    Equal knots are numbered by *seen*.
    """
    from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

    # With its colour said of each node the algorithm tells most nodes apart at once.
    colour = NamedNode(_COLOUR)
    marks = [Quad(node, colour, Literal(text)) for node, text in _colours(knot, names).items()]
    dataset = Dataset([*(Quad(t.subject, t.predicate, t.object) for t in knot), *marks])
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    quads = [quad for quad in dataset if quad.predicate != colour]
    whole = "\n".join(sorted(f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads))
    digest = hashlib.sha256(whole.encode()).hexdigest()[:16]
    seen[digest] += 1

    def final(term: Any) -> Any:
        return BlankNode(f"k{digest}-{seen[digest]}-{term.value}") if is_blank(term) else term

    return [Triple(final(quad.subject), quad.predicate, final(quad.object)) for quad in quads]


def _colours(knot: list[Triple], names: Collection[object]) -> Mapping[Any, str]:
    """Return a hash for each blank node of all that is said of it and, in rounds, of its neighbours.

    Equal nodes of isomorphic knots have equal colours. Raises GraphLoadError if too many nodes of the knot
    share theirs.
    """
    colours: dict[Any, str] = {end: "" for triple in knot for end in _blank_ends(triple, names)}
    classes = 0
    while len(set(colours.values())) > classes:
        classes = len(set(colours.values()))
        said: dict[Any, list[str]] = {node: [] for node in colours}
        for triple in knot:
            subject, value = triple.subject, triple.object
            if subject in said:
                said[subject].append(f"> {triple.predicate} {colours.get(value, value)}")
            if value in said:
                said[value].append(f"< {triple.predicate} {colours.get(subject, subject)}")
        colours = {
            node: hashlib.sha256("\n".join([colours[node], *sorted(lines)]).encode()).hexdigest()
            for node, lines in said.items()
        }
    alike = len(colours) - len(set(colours.values()))
    if alike > _MOST_ALIKE:
        raise GraphLoadError(
            f"{alike} blank nodes are too much alike to be compared.",
            hint="Give them IRIs, or names that tell them apart.",
        )
    return colours
