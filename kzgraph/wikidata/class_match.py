"""Whether an item of Wikidata can be a thing of the graph, by what both are instances of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kzgraph.lookup.labels import label_all, present
from kzgraph.rdf.terms import iri
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.wikidata.mapping import classes
from kzgraph.wikidata.statements import best
from kzgraph.wikidata.wikibase import statements

__all__ = ["Fit", "fit", "instance_of"]

#: "instance of", whose values are the classes of an item.
_INSTANCE_OF = "P31"


class Fit(NamedTuple):
    """Whether an item fits: True, False, or None if the graph knows none of its classes.

    *kind* is the label of the thing's class, *other* that of the class whose things the item could be.
    """

    fits: bool | None
    kind: str
    other: str = ""


def instance_of(entity: Mapping[str, Any]) -> list[str]:
    """Return the identifiers of the classes of an item (Wikibase's JSON), best rank only."""
    values = [each.value for each in best(statements(entity, [_INSTANCE_OF]))]
    return [value.text for value in values if value.kind == "item"]


def fit(graph: Graph, thing: str, kinds: Iterable[str]) -> Fit:
    """Tell whether an item that is an instance of the classes *kinds* can be the thing with the IRI *thing*.

    It can if one of them is a class of items (:func:`.mapping.classes`) of the thing's class, or of one above
    or below. It cannot if those that are known belong to classes that exclude the thing's
    (``owl:disjointWith``) or have no class in common with it above them. Else nothing is known. Raises what
    the engine raises.
    """
    own = graph.values("SELECT DISTINCT ?c { $thing a ?c FILTER(ISIRI(?c)) } ORDER BY ?c", thing=iri(thing))
    above = _above(graph)
    known = classes(graph)
    label = _label(graph, own)
    verdicts: dict[str, bool | None] = {}
    for kind in kinds:
        for cls in sorted(cls for cls, fitting in known.items() if kind in fitting):
            verdicts[cls] = _compatible(graph, own, cls, above)
    if True in verdicts.values():
        return Fit(True, label)
    if not verdicts or None in verdicts.values():
        return Fit(None, label)
    return Fit(False, label, _label(graph, verdicts))


def _compatible(graph: Graph, own: list[str], cls: str, above: Mapping[str, set[str]]) -> bool | None:
    """Tell whether a thing of the classes *own* can be of *cls* as well; None if it is not known."""
    ups = {up for name in own for up in above.get(name, {name})}
    other = above.get(cls, {cls})
    if cls in ups or any(name in other for name in own):
        return True
    disjoint = "VALUES ?a { $ups } VALUES ?b { $other } ?a owl:disjointWith|^owl:disjointWith ?b"
    return False if not ups & other or graph.ask(disjoint, ups=sorted(ups), other=sorted(other)) else None


def _above(graph: Graph) -> dict[str, set[str]]:
    """Return the classes that the graph declares, each with itself and all of them that are above it."""
    rows = graph.select("SELECT ?c ?up { ?c a owl:Class ; rdfs:subClassOf* ?up . ?up a owl:Class }")
    return {
        cls: {cls, *ups} for cls, ups in grouped((c.value, up.value) for c, up in map(present, rows)).items()
    }


def _label(graph: Graph, names: Iterable[str]) -> str:
    labels = label_all(graph, [iri(name) for name in names])
    return min((each.label for each in labels.values()), default="thing")
