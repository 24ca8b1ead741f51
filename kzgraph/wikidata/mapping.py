"""How facts of the graph are said in Wikidata: reading the mappings that ontology/wikidata.ttl declares.

The vocabulary (``kzo:StatementMapping`` and the rest) is described there and in docs/wikidata.md. Any graph
can declare mappings of its own; one that declares none has nothing to say to Wikidata.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from kzgraph.lookup.labels import present
from kzgraph.rdf.qids import ENTITY
from kzgraph.rdf.terms import WIKIBASE, Term, literal
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.wikidata.links import record_values
from kzgraph.wikidata.statements import numeric_id

__all__ = ["Property", "SnakMapping", "StatementMapping", "classes", "mappings", "properties", "references"]

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
        """SELECT ?p ?type ?label { ?p a wikibase:Property ; wikibase:propertyType ?type
        OPTIONAL { ?p rdfs:label ?label FILTER(LANGMATCHES(LANG(?label), "en")) } } ORDER BY ?p"""
    )
    known = {}
    for prop, datatype, label in rows:
        if prop and datatype:
            name = prop.value.removeprefix(ENTITY)
            kind = datatype.value.removeprefix(WIKIBASE)
            known[name] = Property(name, label.value if label else name, _DATATYPES.get(kind, kind.lower()))
    return known


def mappings(graph: Graph) -> list[StatementMapping]:
    """Return the mappings of statements, by the number of the property and their IRI.

    A mapping whose property the graph does not describe is left out: its datatype is not known.
    """
    qualifiers = dict(_snaks(graph, "kzo:QualifierMapping"))
    declared = record_values(graph, "?r a kzo:StatementMapping .")
    mapped = []
    for name, snak in _snaks(graph, "kzo:StatementMapping"):
        of = declared[name]
        own = [qualifiers[each] for each in sorted(_all(of, "withQualifier")) if each in qualifiers]
        mapped.append(
            StatementMapping(
                name,
                from_classes=_all(of, "fromClass"),
                item_from=_one(of, "itemFrom"),
                value_from=snak.value_from,
                if_property=_one(of, "ifProperty"),
                if_values=_all(of, "ifValue"),
                if_item_class=_one(of, "ifItemClass"),
                if_value_class=snak.if_value_class,
                property=snak.property,
                qualifiers=tuple(sorted(own, key=lambda each: numeric_id(each.property.id))),
            )
        )
    return sorted(mapped, key=lambda mapping: (numeric_id(mapping.property.id), mapping.iri))


def references(graph: Graph) -> list[SnakMapping]:
    """Return how claims and their sources are said in references, by the number of the property."""
    snaks = (snak for _, snak in _snaks(graph, "kzo:ReferenceMapping"))
    return sorted(snaks, key=lambda snak: (numeric_id(snak.property.id), snak))


def classes(graph: Graph) -> dict[str, set[str]]:
    """Return the classes of Wikidata whose items can be things of a class of the graph, by the latter's IRI.

    These are the values of ``kzo:itemClass``, and what the class matches, exactly or closely.
    """
    rows = graph.select(
        """SELECT DISTINCT ?class ?item {
            ?class kzo:itemClass|skos:exactMatch|skos:closeMatch ?item
            FILTER(STRSTARTS(STR(?item), $items))
            { ?class a owl:Class } UNION { ?class kzo:itemClass ?any }
        }""",
        items=literal(ENTITY + "Q"),
    )
    items = grouped((cls.value, item.value.removeprefix(ENTITY)) for cls, item in map(present, rows))
    return {cls: set(of) for cls, of in items.items()}


def _snaks(graph: Graph, kind: str) -> Iterator[tuple[str, SnakMapping]]:
    """Yield the mappings of a class, as far as their properties are known, with their IRIs."""
    known = properties(graph)
    for name, of in record_values(graph, f"?r a {kind} .").items():
        value, prop = _one(of, "valueFrom"), known.get(_one(of, "asProperty").removeprefix(ENTITY))
        if value and prop:
            yield name, SnakMapping(value, prop, _one(of, "fromClass"), _one(of, "ifValueClass"))


def _all(of: Mapping[str, list[Term]], name: str) -> frozenset[str]:
    return frozenset(term.value for term in of.get(name, ()))


def _one(of: Mapping[str, list[Term]], name: str) -> str:
    return min(_all(of, name), default="")
