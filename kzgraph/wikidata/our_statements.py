"""Our accepted facts as Wikidata would have them: statements with qualifiers and references.

Which facts become which statements is declared in the graph (:mod:`kzgraph.wikidata.mapping`). The same
mappings are read by queries/wikidata-shape.rq, which writes them in Wikidata's RDF; a test holds the two
together.

All statements have the normal rank. Ranks of claims choose between answers to one question, and only the best
is accepted; ranks of statements choose between all that an item has of a property, such as the members of a
party in several years.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kzgraph.evidence.citation import fewest
from kzgraph.evidence.claims import Claim, load_claims
from kzgraph.lookup.labels import present
from kzgraph.rdf.terms import DCTERMS, KZO, RDF, Term, iri, shrink
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph, facts_of
from kzgraph.wikidata.links import items
from kzgraph.wikidata.mapping import Property, SnakMapping, StatementMapping, mappings, references
from kzgraph.wikidata.our_values import statable, value_of, wikidata_language
from kzgraph.wikidata.statements import Snak, Statement, numeric_id

__all__ = ["Fact", "OwnFact", "facts", "pattern_of", "statements", "terms_of"]

_Triple = tuple[str, str, Term]
_TYPE: Final = RDF + "type"


class OwnFact(NamedTuple):
    """An accepted fact of ours, and the statement that it is in Wikidata.

    *thing* is the thing whose item has the statement, *node* what the graph says it with: a tenure, a result;
    the thing itself for a plain fact. *statement* is None if Wikidata cannot say it; *missing* tells, as
    sentences, why it or a qualifier of it is left out. *claims* is what the fact rests on, none for what is
    the editors' own (its class). *disputed* are the IRIs of the conflicts in which one of these claims is a
    side, or else of the claims that contradict it.
    """

    thing: str
    node: str
    mapping: StatementMapping
    statement: Statement | None
    claims: tuple[Claim, ...]
    disputed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(slots=True)
class Fact:
    """An accepted fact that a *mapping* is for.

    *thing* is the thing whose item has the statement, *node* and *value* as in the mapping. *edges* are the
    triples that the fact cannot be without, *qualifiers* those that say more of it.
    """

    thing: str
    node: str
    value: Term
    mapping: StatementMapping
    edges: list[_Triple]
    qualifiers: list[tuple[SnakMapping, _Triple]] = field(default_factory=list)


def statements(graph: Graph, thing: str | None = None) -> list[OwnFact]:
    """Return the accepted facts that Wikidata has properties for, by item, property and value.

    Only facts of things with an exact link are returned, with *thing* (an IRI) only its own. What somebody
    asserts is never accepted, hence never here; what is in dispute says so. Raises what the engine raises.
    """
    known = items(graph)
    linked = [
        fact
        for mapping in mappings(graph)
        for fact in facts(graph, mapping, thing)
        if fact.thing in known and (mapping.value_from != _TYPE or fact.value.value in known)
    ]
    _add_qualifiers(graph, linked)
    evidence = _Evidence(graph, linked)

    def order(own: OwnFact) -> tuple[object, ...]:
        value = own.statement.value.text if own.statement else ""
        return numeric_id(known[own.thing]), numeric_id(own.mapping.property.id), value, own.node, own.missing

    return sorted((_own_fact(graph, fact, known, evidence) for fact in linked), key=order)


def facts(graph: Graph, mapping: StatementMapping, thing: str | None) -> Iterator[Fact]:
    """Yield the accepted facts that a mapping is for, each once and without its qualifiers.

    With *thing* (an IRI) only those whose statement is one of its item. The thing need not have an item.
    """
    if_thing = "FILTER(?thing = $thing)" if thing is not None else ""
    if_value = "?value a/rdfs:subClassOf* $valueClass ." if mapping.if_value_class else ""
    rows = graph.select(
        f"""SELECT DISTINCT ?node ?thing ?value ?condition {{
            {pattern_of(mapping)} ?node $valueFrom ?value . {if_value} {if_thing}
        }} ORDER BY ?node ?value""",
        **terms_of(mapping),
        thing=iri(thing or ""),
    )
    drawn: dict[tuple[str, str, Term], Fact] = {}
    for node, owner, value, condition in rows:
        if not (node and owner and value):
            continue
        key = (node.value, owner.value, value)
        if key not in drawn:
            edges = [(node.value, mapping.value_from, value)]
            edges += [(node.value, mapping.item_from, owner)] if mapping.item_from else []
            drawn[key] = Fact(owner.value, node.value, value, mapping, edges)
        drawn[key].edges += [(node.value, mapping.if_property, condition)] if condition else []
    yield from drawn.values()


def pattern_of(mapping: StatementMapping) -> str:
    """Return, in SPARQL, of which ``?node`` a mapping makes statements for ``?thing``: with `terms_of` it."""
    return " ".join(
        (
            "VALUES ?class { $fromClasses } ?node a/rdfs:subClassOf* ?class .",
            "?node $itemFrom ?thing ." if mapping.item_from else "BIND(?node AS ?thing)",
            "?node $ifProperty ?condition ." if mapping.if_property else "",
            "VALUES ?condition { $ifValues }" if mapping.if_property and mapping.if_values else "",
            "?thing a/rdfs:subClassOf* $itemClass ." if mapping.if_item_class else "",
        )
    )


def terms_of(mapping: StatementMapping) -> dict[str, Term | Collection[str]]:
    """Return the terms that a query with the pattern of a mapping needs."""
    return {
        "fromClasses": sorted(mapping.from_classes),
        "itemFrom": iri(mapping.item_from),
        "valueFrom": iri(mapping.value_from),
        "ifProperty": iri(mapping.if_property),
        "ifValues": sorted(mapping.if_values),
        "itemClass": iri(mapping.if_item_class),
        "valueClass": iri(mapping.if_value_class),
    }


def _add_qualifiers(graph: Graph, facts: Iterable[Fact]) -> None:
    """Add to each fact the values of the properties that its mapping says as qualifiers."""
    qualified = [fact for fact in facts if fact.mapping.qualifiers]
    values = facts_of(graph, (fact.node for fact in qualified))
    of_class: dict[str, set[str]] = {}
    for name in {snak.if_value_class for fact in qualified for snak in fact.mapping.qualifiers} - {""}:
        things = {value.value for of in values.values() for value in of if value.kind == "iri"}
        text = "SELECT DISTINCT ?n { VALUES ?n { %VALUES } ?n a/rdfs:subClassOf* $class }"
        rows = graph.about(things, text, **{"class": iri(name)})
        of_class[name] = {thing.value for (thing,) in map(present, rows)}
    for fact in qualified:
        for snak in fact.mapping.qualifiers:
            for value in sorted(values.get((fact.node, snak.value_from), []), key=Term.n3):
                if not snak.if_value_class or value.value in of_class[snak.if_value_class]:
                    fact.qualifiers.append((snak, (fact.node, snak.value_from, value)))


class _Evidence:
    """The claims that carry facts, the conflicts that they are in, and how their sources are cited."""

    def __init__(self, graph: Graph, facts: Iterable[Fact]) -> None:
        self._by_fact: dict[_Triple, list[Claim]] = {}
        self._doubtful: dict[str, list[Claim]] = {}
        subjects = {fact.node for fact in facts}
        text = "SELECT DISTINCT ?c { VALUES ?n { %VALUES } ?c rdf:subject ?n }"
        names = [claim.value for (claim,) in map(present, graph.about(subjects, text))]
        for claim in sorted(load_claims(graph, names), key=lambda claim: claim.iri):
            node = claim.subject.term.value
            if claim.accepted and claim.rank != "deprecated" and not claim.asserted_by:
                fact = (node, claim.predicate.term.value, claim.object.term)
                self._by_fact.setdefault(fact, []).append(claim)
            else:
                self._doubtful.setdefault(node, []).append(claim)
        text = """SELECT ?n ?x { VALUES ?n { %VALUES } { ?x kzo:side ?n } UNION {
            ?n kzo:conflictsWith|^kzo:conflictsWith ?x FILTER NOT EXISTS { ?conflict kzo:side ?n } } }"""
        rows = graph.about(names, text)
        self._conflicts = grouped((claim.value, conflict.value) for claim, conflict in map(present, rows))
        self._mappings = references(graph)
        sources = {c.source.term.value for of in self._by_fact.values() for c in of if c.source is not None}
        self._sources = facts_of(graph, sources)

    def of(self, facts: Iterable[_Triple]) -> tuple[Claim, ...]:
        """Return the claims that carry these facts, each once."""
        return tuple({c.iri: c for fact in facts for c in self._by_fact.get(fact, [])}.values())

    def conflicts(self, facts: Iterable[_Triple]) -> tuple[str, ...]:
        """Return in which conflicts these facts are."""
        return tuple(sorted({x for claim in self.of(facts) for x in self._conflicts.get(claim.iri, ())}))

    def references(self, claims: Sequence[Claim], known: Mapping[str, str]) -> tuple[tuple[Snak, ...], ...]:
        """Return one reference for each source: the fewest of its words that carry what the claims say."""
        nodes = sorted({claim.subject.term.value for claim in claims})
        cited = fewest([*claims, *(claim for node in nodes for claim in self._doubtful.get(node, ()))])
        by_source = grouped((claim.source.term.value, claim) for claim in cited if claim.source is not None)
        drawn = (self._reference(source, of, known) for source, of in sorted(by_source.items()))
        return tuple(reference for reference in drawn if reference)

    def _reference(self, source: str, claims: list[Claim], known: Mapping[str, str]) -> tuple[Snak, ...]:
        languages = {t.value for t in self._sources.get((source, DCTERMS + "language"), [])}
        languages |= {t.language for t in self._sources.get((source, DCTERMS + "title"), []) if t.language}
        snaks: dict[Snak, None] = {}
        for mapping in self._mappings:
            if mapping.from_class == KZO + "Claim":
                terms = [term for claim in claims for term in _values_of(claim, mapping.value_from)]
            else:
                terms = sorted(self._sources.get((source, mapping.value_from), []), key=Term.n3)
            for term in terms:
                value = value_of(term, mapping.property, known, languages)
                if value is not None:
                    snaks[Snak(mapping.property.id, value)] = None
        return tuple(snaks)


def _values_of(claim: Claim, name: str) -> list[Term]:
    """Return the values of a property of a claim that a reference can hold."""
    if name == KZO + "quote":
        # Words that stand in a source more than once are told apart by those before them.
        return [Term("literal", (claim.quote_prefix or "") + claim.quote)] if claim.quote else []
    if name == KZO + "source":
        return [claim.source.term] if claim.source else []
    return [each.term for each in claim.references] if name == KZO + "reference" else []


def _own_fact(graph: Graph, fact: Fact, known: Mapping[str, str], evidence: _Evidence) -> OwnFact:
    missing: list[str] = []
    value = statable(fact.value, fact.mapping.property, known)
    if value is None:
        missing.append(_why(graph, fact.value, fact.mapping.property))
    qualifiers, kept = [], [*fact.edges]
    for snak, edge in fact.qualifiers:
        qualifier = statable(edge[2], snak.property, known)
        if evidence.conflicts([edge]):
            missing.append(f"{snak.property.label} {_short(graph, edge[2])} is disputed")
        elif qualifier is None:
            missing.append(_why(graph, edge[2], snak.property))
        else:
            qualifiers.append(Snak(snak.property.id, qualifier))
            kept.append(edge)
    claims = evidence.of(kept)
    statement = None
    if value is not None:
        cited = evidence.references(claims, known)
        item, prop = known[fact.thing], fact.mapping.property.id
        statement = Statement(item, prop, value, qualifiers=tuple(qualifiers), references=cited)
    disputed = evidence.conflicts(fact.edges)
    return OwnFact(fact.thing, fact.node, fact.mapping, statement, claims, disputed, tuple(missing))


def _why(graph: Graph, value: Term, to: Property) -> str:
    if value.kind == "iri":
        return f"{_short(graph, value)} ({to.label}) has no item"
    if to.datatype == "monolingualtext" and value.language:
        language = wikidata_language(value.language)
        return f"Wikidata is not known to take texts in {language}: {value.value} ({to.label})"
    return f"Wikidata has no way to say {value.value} ({to.label})"


def _short(graph: Graph, value: Term) -> str:
    return shrink(value.value, graph.prefixes) if value.kind == "iri" else value.value
