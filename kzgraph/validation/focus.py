"""How many nodes each shape looked at: no empty pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kzgraph.rdf.terms import RDF, RDFS, SH
from kzgraph.validation.findings import Check, Finding, Language
from kzgraph.validation.shapes import Node, Shape, Shapes
from kzgraph.validation.texts import finding

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["check_shapes"]

_INSTANCE: Final = f"?class <{RDFS}subClassOf>* %s . ?node <{RDF}type> ?class"


def check_shapes(shapes: Shapes, store: Store, language: Language) -> tuple[list[Finding], list[Check]]:
    """Return a finding for each active shape that looked at no node, and how many each looked at.

    A shape below one that looked at nothing is passed over: there is one mistake, not many.
    """
    nodes = _focus_nodes(shapes, store)
    checks, findings = [], []
    for name, looked_at in nodes.items():
        shape = shapes.all[name]
        checks.append(Check(shape.id, "shape", len(looked_at), shape.text(SH + "name", language)))
        above = [nodes.get(parent, ()) for parent in shape.parents]
        if not looked_at and (shape.has_target or not above or any(above)):
            findings.append(finding("empty-pass", "empty-shape", language, (name, None, None), id=shape.id))
    return findings, checks


def _focus_nodes(shapes: Shapes, store: Store) -> dict[str, set[Node]]:
    """Return the focus nodes of each active shape, by its key (SHACL 2.1.3).

    A shape looks at its targets, and at what the shapes that lead to it look at: the same nodes, or the
    values of the path of a property shape. The sets may be shared and must not be changed.
    """
    found = {name: _targets(shape, store) for name, shape in shapes.all.items()}
    for name in _from_above(shapes):
        for parent in (shapes.all[each] for each in shapes.all[name].parents):
            if parent.is_active:
                nodes = found[parent.key]
                if parent.is_property:
                    nodes = _values(store, nodes, shapes.path(parent.first("path")))
                found[name] = found[name] | nodes if found[name] else nodes
    return {name: nodes for name, nodes in found.items() if shapes.all[name].is_active}


def _from_above(shapes: Shapes) -> list[str]:
    """Return the shapes so that each stands after its parents. There are no circles."""
    order: list[str] = []
    pending = {name: len(shape.parents) for name, shape in shapes.all.items()}
    ready = [name for name, count in pending.items() if not count]
    while ready:
        name = ready.pop()
        order.append(name)
        for child in set(shapes.children(shapes.all[name])):
            pending[child] -= 1
            if not pending[child]:
                ready.append(child)
    return order


def _targets(shape: Shape, store: Store) -> set[Node]:
    """Return the nodes that the shape itself is for."""
    patterns = [_INSTANCE % cls for cls in shape.values("targetClass")]
    patterns += [_INSTANCE % f"<{shape.key}>"] if shape.is_class else []
    patterns += [f"?node {predicate} ?value" for predicate in shape.values("targetSubjectsOf")]
    patterns += [f"?subject {predicate} ?node" for predicate in shape.values("targetObjectsOf")]
    found = set(shape.values("targetNode"))
    for pattern in patterns:
        answer: Any = store.query(f"SELECT DISTINCT ?node {{ {pattern} }}")
        found.update(row[0] for row in answer)
    return found


def _values(store: Store, nodes: set[Node], path: str) -> set[Node]:
    """Return the nodes to which a path (as SPARQL writes it) leads from any of these."""
    answer: Any = store.query(f"SELECT ?from ?to {{ ?from {path} ?to }}") if nodes else ()
    return {row[1] for row in answer if row[0] in nodes}
