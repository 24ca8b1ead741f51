"""Items as Wikidata's RDF: the same triples that its query service has of them.

Follows Wikibase's RDF mapping as far as the queries in queries/wikidata/ need it: labels, best-rank values,
statements with rank, qualifiers and references, the values of times, and the definitions of the properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from kzgraph.wikidata.statements import Snak, Value, best
from kzgraph.wikidata.wikibase import statements

WD = "http://www.wikidata.org/entity/"
PROP = "http://www.wikidata.org/prop/"
WIKIBASE = "http://wikiba.se/ontology#"
RDFS_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DERIVED = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
TYPES = {
    "external-id": "ExternalId",
    "item": "WikibaseItem",
    "time": "Time",
    "url": "Url",
    "text": "Monolingualtext",
}


def term(value: Value) -> NamedNode | Literal | BlankNode | None:
    """The simple value, None for what the queries do not look at."""
    if value.kind in ("item", "property"):
        return NamedNode(WD + value.text)
    if value.kind == "time":
        return Literal(re.sub("-00", "-01", value.text.lstrip("+")), datatype=DATE_TIME)
    if value.kind == "text":
        return Literal(value.text, language=value.language)
    if value.kind == "url":
        return NamedNode(value.text) if re.fullmatch(r"[a-z]+://[^\s<>\"{}|^`\\]+", value.text) else None
    if value.kind == "quantity":
        return Literal(value.text.lstrip("+"), datatype=DECIMAL)
    if value.kind in ("string", "external-id", "commonsMedia"):
        return Literal(value.text)
    return BlankNode() if value.kind == "somevalue" else None


def triples(entity: dict[str, Any]) -> Iterator[Triple]:
    """Yield the triples of an item and of the properties that it uses."""
    item = NamedNode(WD + entity["id"])
    yield Triple(item, TYPE, NamedNode(WIKIBASE + "Item"))
    for label in (entity["labels"] or {}).values():
        yield Triple(item, RDFS_LABEL, Literal(label["value"], language=label["language"]))
    found = statements(entity)
    for number, statement in enumerate(found):
        node = NamedNode(f"{WD}statement/{statement.id.replace('$', '-') or number}")
        yield Triple(item, NamedNode(f"{PROP}{statement.property}"), node)
        yield Triple(node, NamedNode(WIKIBASE + "rank"), NamedNode(f"{WIKIBASE}{statement.rank.title()}Rank"))
        yield from values(node, "statement", [Snak(statement.property, statement.value)])
        yield from values(node, "qualifier", statement.qualifiers)
        for reference in statement.references:
            key = NamedNode(f"http://www.wikidata.org/reference/{abs(hash(reference)):x}")
            yield Triple(node, DERIVED, key)
            yield from values(key, "reference", reference)
        yield from property_of(statement.property, statement.value)
    for statement in best(found):
        if (value := term(statement.value)) is not None:
            yield Triple(item, NamedNode(f"{PROP}direct/{statement.property}"), value)


def values(node: NamedNode, kind: str, snaks: Iterable[Snak]) -> Iterator[Triple]:
    for snak in snaks:
        if (value := term(snak.value)) is not None:
            yield Triple(node, NamedNode(f"{PROP}{kind}/{snak.property}"), value)
        if snak.value.kind == "time" and isinstance(value, Literal):
            full = NamedNode(f"http://www.wikidata.org/value/{abs(hash(snak.value)):x}")
            yield Triple(node, NamedNode(f"{PROP}{kind}/value/{snak.property}"), full)
            yield Triple(full, NamedNode(WIKIBASE + "timeValue"), value)
            precision = Literal(str(int(snak.value.precision or 0)), datatype=INTEGER)
            yield Triple(full, NamedNode(WIKIBASE + "timePrecision"), precision)


def property_of(name: str, value: Value) -> Iterator[Triple]:
    node = NamedNode(WD + name)
    yield Triple(node, TYPE, NamedNode(WIKIBASE + "Property"))
    yield Triple(node, NamedNode(WIKIBASE + "claim"), NamedNode(PROP + name))
    yield Triple(node, NamedNode(WIKIBASE + "statementProperty"), NamedNode(f"{PROP}statement/{name}"))
    if value.kind not in ("somevalue", "novalue"):
        kind = NamedNode(WIKIBASE + TYPES.get(value.kind, value.kind.title()))
        yield Triple(node, NamedNode(WIKIBASE + "propertyType"), kind)


def exported(folder: Path) -> Store:
    """Return the whole exports among the slices: an item as dump Turtle, and one as RDF/XML."""
    store = Store()
    store.load(path=str(folder / "wikidata-entity/wdqs_Q42.ttl"), format=RdfFormat.TURTLE)
    # Wikidata's RDF/XML names blank nodes by hashes; half of them begin with a digit, which XML forbids.
    text = (folder / "wikidata-entity/Q12573318.rdf").read_text(encoding="utf-8")
    store.load(text.replace('rdf:nodeID="', 'rdf:nodeID="b'), format=RdfFormat.RDF_XML)
    return store
