"""Names for blank nodes that come from what is said of them, so that two graphs can be subtracted.

A blank node has no name of its own (RDF 1.1 Concepts, section 3.4), so equal ones of two graphs must be told
by their content. Nearly all are part of one thing: an address, a restriction, a list. Such a tree becomes a
single value, written as Turtle writes it: ``[ a owl:Restriction ; … ]``, ``( 1 2 3 )``. What is left, nodes
that several others point to or that go in circles, is left to :mod:`.blank_cycles`.

Two graphs come out equal exactly if they are isomorphic.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from kzgraph.diff.blank_cycles import is_blank, untied
from kzgraph.rdf.terms import RDF, shrink

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Node = NamedNode | BlankNode | Literal | Triple

__all__ = ["STRUCTURE", "named"]

#: The datatype of values that stand for a tree of blank nodes.
STRUCTURE = "urn:x-kzgraph:structure"

#: What a blank node stands for: the text of a tree, or an item of a list and the rest of the list.
_Value = str | tuple[str, "_Value | None"]


def named(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> list[Triple]:
    """Return what triples with blank nodes say, with every blank node named by its content.

    Trees become literals of the datatype STRUCTURE, in whose text the *prefixes* shorten IRIs; nodes that
    cannot be written as a value stay blank, with a label made of their content. Raises GraphLoadError if
    nodes are too much alike to be told apart in reasonable time.
    """
    from pyoxigraph import Triple

    given = list(triples)
    trees = _Trees(given, prefixes)
    said: Counter[tuple[object, object, str]] = Counter()
    found: list[Triple] = []
    for triple in given:
        if trees.is_inner(triple.subject):
            continue  # it stands within the value of another
        value, text = triple.object, trees.text(triple.object)
        if text is not None:
            said[triple.subject, triple.predicate, text] += 1  # the same value twice is not the same as once
            value = _literal(text, said[triple.subject, triple.predicate, text])
        found.append(Triple(trees.root(triple.subject), triple.predicate, value))
    return untied(found, set(trees.roots.values()))


class _Trees:
    """The blank nodes that are trees: each node pointed to at most once, all those below it as well.

    *roots* gives the names of the trees that nothing points to.
    """

    def __init__(self, triples: list[Triple], prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._pointed = Counter(triple.object for triple in triples if is_blank(triple.object))
        self._about: dict[Node, list[Triple]] = {node: [] for node in self._pointed}
        for triple in triples:
            if is_blank(triple.subject):
                self._about.setdefault(triple.subject, []).append(triple)
        self._values: dict[Node, _Value] = {}
        self._resolve()
        self.roots = self._named_roots()

    def is_inner(self, node: Node) -> bool:
        """Tell whether a node is written within the value of another."""
        return node in self._values and self._pointed[node] > 0

    def text(self, node: Node) -> str | None:
        """Return the value of a node that is written as one."""
        return _text_of(self._values[node]) if node in self._values else None

    def root(self, node: NamedNode | BlankNode | Triple) -> NamedNode | BlankNode | Triple:
        """Return the name of a root, every other node as it is."""
        return self.roots.get(node, node)

    def _resolve(self) -> None:
        """Write down all trees, from the leaves upwards and without recursion: lists are long."""
        waiting: dict[Node, int] = {}
        parent: dict[Node, Node] = {}
        for node, triples in self._about.items():
            inner = [triple.object for triple in triples if is_blank(triple.object)]
            waiting[node] = len(inner)
            parent.update(dict.fromkeys(inner, node))
        ready = [node for node, number in waiting.items() if not number]
        while ready:
            node = ready.pop()
            if self._pointed[node] > 1:
                continue
            self._values[node] = self._written(node)
            above = parent.get(node)
            if above is not None:
                waiting[above] -= 1
                if not waiting[above]:
                    ready.append(above)

    def _written(self, node: Node) -> _Value:
        """Return the value that a node stands for, when those it points to have theirs."""
        triples = self._about[node]
        if sorted(triple.predicate.value for triple in triples) == [RDF + "first", RDF + "rest"]:
            by_property = {triple.predicate.value: triple.object for triple in triples}
            first, rest = by_property[RDF + "first"], by_property[RDF + "rest"]
            tail = self._values.get(rest)
            if getattr(rest, "value", "") == RDF + "nil":
                return self._term(first), None
            if isinstance(tail, tuple):
                return self._term(first), tail
        parts = sorted(f"{self._term(triple.predicate)} {self._term(triple.object)}" for triple in triples)
        return f"[ {' ; '.join(parts)} ]" if parts else "[]"

    def _term(self, node: Node) -> str:
        """Return a term as Turtle writes it; a tree as its value."""
        if node in self._values:
            return _text_of(self._values[node])
        if type(node).__name__ == "NamedNode":
            value = cast("NamedNode", node).value
            short = shrink(value, self._prefixes)
            return f"<{value}>" if short == value else short
        return str(node)

    def _named_roots(self) -> dict[Node, BlankNode]:
        from pyoxigraph import BlankNode

        seen: Counter[str] = Counter()
        names: dict[Node, BlankNode] = {}
        for node, value in self._values.items():
            if not self._pointed[node]:
                text = _text_of(value)
                seen[text] += 1
                digest = hashlib.sha256(text.encode()).hexdigest()[:16]
                names[node] = BlankNode(f"b{digest}-{seen[text]}")
        return names


def _literal(text: str, number: int) -> Literal:
    """Return a tree as a literal; the second of the same says so."""
    from pyoxigraph import Literal, NamedNode

    return Literal(text if number == 1 else f"{text} ({number})", datatype=NamedNode(STRUCTURE))


def _text_of(value: _Value) -> str:
    if isinstance(value, str):
        return value
    items = []
    cell: _Value | None = value
    while isinstance(cell, tuple):
        items.append(cell[0])
        cell = cell[1]
    return f"( {' '.join(items)} )"
