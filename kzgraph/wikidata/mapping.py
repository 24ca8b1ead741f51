"""How facts of the graph are said in Wikidata: reading the mappings that ontology/wikidata.ttl declares.

The vocabulary (``kzo:StatementMapping`` and the rest) is described there and in docs/wikidata.md. Any graph
can declare mappings of its own; one that declares none has nothing to say to Wikidata.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from kzgraph.lookup.labels import present
from kzgraph.rdf.qids import ENTITY
from kzgraph.rdf.terms import KZO, WIKIBASE
from kzgraph.storage.graph import Graph

__all__ = [
    "Property",
    "SnakMapping",
    "StatementMapping",
    "classes",
    "mappings",
    "properties",
    "references",
]

#: Wikibase's names of the datatypes in RDF whose names in JSON are not the same in small letters.
_DATATYPES: Final = {
    "WikibaseItem": "wikibase-item",
    "WikibaseProperty": "wikibase-property",
    "ExternalId": "external-id",
    "CommonsMedia": "commonsMedia",
    "GlobeCoordinate": "globe-coordinate",
}


class Property(NamedTuple):
    """A property of Wikidata: *id*, English *label*, and *datatype* as Wikibase's JSON names it."""

    id: str
    label: str
    datatype: str


class SnakMapping(NamedTuple):
    """How a property of the graph is said as a qualifier or as a part of a reference.

    *value_from* is the property of the graph, *property* that of Wikidata; *from_class* is, for references,
    the class of what has it: kzo:Claim or kzo:Source. The value must be of *if_value_class*, if that is not
    empty.
    """

    value_from: str
    property: Property
    from_class: str = ""
    if_value_class: str = ""


class StatementMapping(NamedTuple):
    """How facts of the graph are said as statements of a property of Wikidata.

    For each node of one of the classes *from_classes* (or of a class below): the statement is that of the
    item of the thing to which *item_from* leads (empty: of the node itself), and its value is that to which
    *value_from* leads. The node must have *if_property*, with one of *if_values* if there are any; thing and
    value must be of *if_item_class* and *if_value_class*. All are IRIs, empty if there is no such condition.
    """

    iri: str
    from_classes: frozenset[str]
    item_from: str
    value_from: str
    if_property: str
    if_values: frozenset[str]
    if_item_class: str
    if_value_class: str
    property: Property
    qualifiers: tuple[SnakMapping, ...]


def properties(graph: Graph) -> dict[str, Property]:
    """Return the properties of Wikidata that the graph describes (``wikibase:Property``), by id."""
    rows = graph.select(
        "SELECT ?p ?type ?label { ?p a wikibase:Property ; wikibase:propertyType ?type "
        'OPTIONAL { ?p rdfs:label ?label FILTER(LANGMATCHES(LANG(?label), "en")) } } ORDER BY ?p'
    )
    found = {}
    for row in rows:
        if row[0] and row[1]:
            name = row[0].value.removeprefix(ENTITY)
            kind = row[1].value.removeprefix(WIKIBASE)
            found[name] = Property(name, row[2].value if row[2] else name, _DATATYPES.get(kind, kind.lower()))
    return found


def mappings(graph: Graph) -> list[StatementMapping]:
    """Return the mappings of statements, by the number of the property and their IRI.

    A mapping whose property the graph does not describe is left out: its datatype is not known.
    """
    known = properties(graph)
    qualifiers = {name: _snak(of, known) for name, of in _declared(graph, "QualifierMapping").items()}
    found = []
    for name, of in _declared(graph, "StatementMapping").items():
        snak = _snak(of, known)
        if snak is None:
            continue
        own = [qualifiers.get(each) for each in sorted(of.get("withQualifier", ()))]
        found.append(
            StatementMapping(
                name,
                frozenset(of.get("fromClass", ())),
                _one(of, "itemFrom"),
                snak.value_from,
                _one(of, "ifProperty"),
                frozenset(of.get("ifValue", ())),
                _one(of, "ifItemClass"),
                _one(of, "ifValueClass"),
                snak.property,
                tuple(sorted((each for each in own if each), key=lambda each: _number(each.property.id))),
            )
        )
    return sorted(found, key=lambda mapping: (_number(mapping.property.id), mapping.iri))


def references(graph: Graph) -> list[SnakMapping]:
    """Return how claims and their sources are said in references, by the number of the property."""
    known = properties(graph)
    found = [_snak(of, known) for of in _declared(graph, "ReferenceMapping").values()]
    return sorted((each for each in found if each), key=lambda each: (_number(each.property.id), each))


def classes(graph: Graph) -> dict[str, set[str]]:
    """Return the classes of Wikidata whose items can be things of a class of the graph, by the latter's IRI.

    These are the values of ``kzo:itemClass``, and what the class matches, exactly or closely.
    """
    pattern = "kzo:itemClass|skos:exactMatch|skos:closeMatch"
    rows = graph.select(
        f"SELECT DISTINCT ?class ?item {{ ?class {pattern} ?item . "
        f"{{ ?class a owl:Class }} UNION {{ ?class kzo:itemClass ?any }} "
        f"FILTER(STRSTARTS(STR(?item), '{ENTITY}Q')) }}"
    )
    found: dict[str, set[str]] = {}
    for cls, item in map(present, rows):
        found.setdefault(cls.value, set()).add(item.value.removeprefix(ENTITY))
    return found


def _declared(graph: Graph, kind: str) -> dict[str, dict[str, set[str]]]:
    """Return what the mappings of a kind say, by IRI and the local names of kzo:."""
    rows = graph.select(
        f"SELECT ?m ?p ?o {{ ?m a <{KZO}{kind}> ; ?p ?o FILTER(STRSTARTS(STR(?p), '{KZO}')) }}"
    )
    found: dict[str, dict[str, set[str]]] = {}
    for mapping, predicate, value in map(present, rows):
        of = found.setdefault(mapping.value, {})
        of.setdefault(predicate.value.removeprefix(KZO), set()).add(value.value)
    return dict(sorted(found.items()))


def _snak(of: Mapping[str, set[str]], known: Mapping[str, Property]) -> SnakMapping | None:
    name = _one(of, "asProperty").removeprefix(ENTITY)
    value = _one(of, "valueFrom")
    if not value or name not in known:
        return None
    return SnakMapping(value, known[name], _one(of, "fromClass"), _one(of, "ifValueClass"))


def _one(of: Mapping[str, set[str]], name: str) -> str:
    return min(of.get(name, ()), default="")


def _number(name: str) -> int:
    return int(name[1:]) if name[1:].isdigit() else 0
