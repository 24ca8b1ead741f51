"""What is about a thing, and what has to go with it so that the file reads alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from kzgraph.export.layers import (
    CONFLICTS_WITH,
    DEPENDENT,
    OBJECT,
    REFERENCES,
    SIDE,
    SOURCES,
    SUBCLASS_OF,
    SUBJECT,
    Layers,
    above,
    with_blank_nodes,
)
from kzgraph.storage.statements import NAMES, TYPE, terms

__all__ = ["about"]

#: What is said of a thing that is only named: what it is and what it is called.
_BRIEFLY: Final = NAMES | {TYPE, SUBCLASS_OF, DEPENDENT}


def about(
    lines: Sequence[bytes], layers: Layers, thing: bytes, *, claims: bool = True
) -> Callable[[bytes, bytes, bytes], bool]:
    """Return which statements (subject, predicate, object) to keep for *thing*.

    Those are all about the thing itself, about what hangs on it (things of a class with ``kzo:dependent`` or
    ``kzo:editorial`` that refer to it), and the names and classes of whatever is mentioned; with *claims*
    also the claims about these, the conflicts they are in, the other sides of those, and the sources.
    """
    core = with_blank_nodes(lines, {thing, *_hanging(lines, layers, thing)})
    stated = _claims(layers, core, thing) if claims else set()
    documents = {node for way in (*SOURCES, *REFERENCES) for c in stated for node in layers.of(c, way)}
    fully = with_blank_nodes(lines, core | stated | documents)
    mentioned: set[bytes] = set()
    for subject, predicate, value in map(terms, lines):
        if subject in fully:
            mentioned.add(predicate)
            mentioned.add(value)
    classes = {kind for node in (*fully, *mentioned) for kind in layers.kinds.get(node, ())}
    briefly = above(mentioned | classes, layers.superclasses)
    return lambda subject, predicate, value: (
        subject in fully or (predicate in _BRIEFLY and subject in briefly)
    )


def _hanging(lines: Sequence[bytes], layers: Layers, thing: bytes) -> set[bytes]:
    """Return what hangs on the thing: it refers to it, or a claim says so, and it is of such a class."""
    referring = _claimed(layers, thing)
    end = b" " + thing + b" .\n"
    for line in lines:
        if line.endswith(end):
            subject, predicate, _ = terms(line)
            if predicate != TYPE:
                referring.add(subject)
    return {
        node
        for node in referring
        if node not in layers.evidence and not layers.hanging.isdisjoint(layers.kinds.get(node, ()))
    }


def _claimed(layers: Layers, thing: bytes) -> set[bytes]:
    """Return the subjects of the claims that have the thing as object."""
    return {
        subject
        for claim, values in layers.said[OBJECT].items()
        if thing in values
        for subject in layers.of(claim, SUBJECT)
    }


def _claims(layers: Layers, core: set[bytes], thing: bytes) -> set[bytes]:
    """Return the claims and conflicts about the core, or those that the thing is, makes or is a side of."""
    sides, against = layers.said[SIDE], layers.said[CONFLICTS_WITH]
    found = {claim for claim, nodes in layers.said[SUBJECT].items() if not core.isdisjoint(nodes)}
    for way in (OBJECT, *SOURCES):
        found |= {claim for claim, nodes in layers.said[way].items() if thing in nodes}
    found &= layers.evidence
    if thing in layers.evidence:
        found.add(thing)
    conflicts = {name for name, claims in sides.items() if name in found or not found.isdisjoint(claims)}
    answers = {claim for name in conflicts for claim in sides[name]}
    contrary = {claim for claim, others in against.items() if not found.isdisjoint(others)}
    contrary |= {other for claim in found for other in against.get(claim, ())}
    return found | conflicts | answers | contrary
