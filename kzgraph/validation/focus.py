"""How many nodes each shape looked at: no empty pass."""

from typing import TYPE_CHECKING, Any, Final

from kzgraph.rdf.terms import RDF, RDFS
from kzgraph.validation.shapes import Shape, Shapes, key

if TYPE_CHECKING:
    from pyoxigraph import Store

Node = Any
_TYPE: Final = RDF + "type"
_SUBCLASS: Final = RDFS + "subClassOf"


def focus_nodes(shapes: Shapes, store: "Store") -> dict[str, set[Node]]:
    """Return the focus nodes of each active shape, by its key (SHACL 2.1.3).

    A shape looks at its targets, and at what the shapes that lead to it look at: the same nodes, or the
    values of the path of a property shape. The sets may be shared and must not be changed.
    """
    reader = _Reader(store)
    found: dict[str, set[Node]] = {name: reader.targets(shape) for name, shape in shapes.all.items()}
    for name in _from_above(shapes):
        shape = shapes.all[name]
        for parent in (shapes.all[each] for each in shape.parents):
            if parent.is_active:
                nodes = found[parent.key]
                passed = (
                    reader.values(nodes, shapes.path(parent.first("path"))) if parent.is_property else nodes
                )
                found[name] = found[name] | passed if found[name] else passed
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


class _Reader:
    """Asks the store."""

    def __init__(self, store: "Store") -> None:
        from pyoxigraph import NamedNode

        self._store = store
        self._iri = NamedNode
        self._below: dict[str, list[Node]] = {}
        for quad in store.quads_for_pattern(None, NamedNode(_SUBCLASS), None):
            self._below.setdefault(key(quad.object), []).append(quad.subject)

    def targets(self, shape: Shape) -> set[Node]:
        """Return the nodes that the shape itself is for."""
        found: set[Node] = set(shape.values("targetNode"))
        for cls in shape.values("targetClass"):
            found |= self._instances(cls)
        if shape.is_class:
            found |= self._instances(self._iri(shape.key))
        for name, at in (("targetSubjectsOf", "subject"), ("targetObjectsOf", "object")):
            for predicate in shape.values(name):
                quads = self._store.quads_for_pattern(None, predicate, None)
                found |= {getattr(quad, at) for quad in quads}
        return found

    def values(self, nodes: set[Node], path: str) -> set[Node]:
        """Return the nodes to which a path (as SPARQL writes it) leads from any of these."""
        if path.startswith("<"):
            predicate = self._iri(path[1:-1])
            quads = self._store.quads_for_pattern(None, predicate, None)
            return {quad.object for quad in quads if quad.subject in nodes}
        answer: Any = self._store.query(f"SELECT DISTINCT ?from ?to {{ ?from {path} ?to }}")
        return {row["to"] for row in answer if row["from"] in nodes}

    def _instances(self, cls: Node) -> set[Node]:
        found: set[Node] = set()
        pending, seen = [cls], {key(cls)}
        while pending:
            one = pending.pop()
            found |= {quad.subject for quad in self._store.quads_for_pattern(None, self._iri(_TYPE), one)}
            for below in self._below.get(key(one), ()):
                if key(below) not in seen:
                    seen.add(key(below))
                    pending.append(below)
        return found
