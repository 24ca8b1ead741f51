"""Our accepted facts as Wikidata would have them: statements with qualifiers and references.

Which facts become which statements is declared in the graph (:mod:`kzgraph.wikidata.mapping`). The same
mappings are read by queries/wikidata-shape.rq, which writes them in Wikidata's RDF; a test holds the two
together.

All statements have the normal rank. Ranks of claims choose between answers to one question, and only the best
is accepted; ranks of statements choose between all that an item has of a property, such as the members of a
party in several years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kzgraph.evidence.citation import fewest
from kzgraph.evidence.claims import Claim, load_claims
from kzgraph.lookup.labels import present
from kzgraph.rdf.terms import DCTERMS, KZO, RDF, RDFS, Term, iri, shrink
from kzgraph.storage.graph import Graph
from kzgraph.wikidata.links import items
from kzgraph.wikidata.mapping import Property, SnakMapping, StatementMapping, mappings, references
from kzgraph.wikidata.our_values import statable, value_of, wikidata_language
from kzgraph.wikidata.statements import Snak, Statement, numeric_id

__all__ = ["Fact", "Ours", "facts", "statements"]

_Triple = tuple[str, str, Term]
_TYPE: Final = RDF + "type"


class Ours(NamedTuple):
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


def statements(graph: Graph, thing: str | None = None) -> list[Ours]:
    """Return the accepted facts that Wikidata has properties for, by item, property and value.

    Only facts of things with an exact link are returned, with *thing* (an IRI) only its own. What somebody
    asserts is never accepted, hence never here; what is in dispute says so. Raises what the engine raises.
    """
    known = items(graph)
    found = [
        each
        for mapping in mappings(graph)
        for each in facts(graph, mapping, thing)
        if each.thing in known and not (each.mapping.value_from == _TYPE and each.value.value not in known)
    ]
    _add_qualifiers(graph, found)
    evidence = _Evidence(graph, found)
    ours = [_ours(graph, each, known, evidence) for each in found]
    return sorted(ours, key=lambda each: _order(each, known))


def _order(ours: Ours, known: Mapping[str, str]) -> tuple[object, ...]:
    value = ours.statement.value.text if ours.statement else ""
    return numeric_id(known[ours.thing]), numeric_id(ours.mapping.property.id), value, ours.node, ours.missing


def facts(graph: Graph, mapping: StatementMapping, thing: str | None) -> Iterator[Fact]:
    """Yield the accepted facts that a mapping is for, each once and without its qualifiers.

    With *thing* (an IRI) only those whose statement is one of its item. The thing need not have an item.
    """
    a = f"<{_TYPE}>/rdfs:subClassOf*"
    classes = " ".join(iri(name).n3() for name in sorted(mapping.from_classes))
    pattern = [f"VALUES ?class {{ {classes} }} ?node {a} ?class ; {iri(mapping.value_from).n3()} ?value"]
    if mapping.item_from:
        pattern.append(f"?node {iri(mapping.item_from).n3()} ?thing")
    else:
        pattern.append("BIND(?node AS ?thing)")
    if mapping.if_property:
        values = " ".join(iri(name).n3() for name in sorted(mapping.if_values))
        pattern.append(f"?node {iri(mapping.if_property).n3()} ?condition")
        pattern += [f"VALUES ?condition {{ {values} }}"] if values else []
    if mapping.if_item_class:
        pattern.append(f"?thing {a} {iri(mapping.if_item_class).n3()}")
    if mapping.if_value_class:
        pattern.append(f"?value {a} {iri(mapping.if_value_class).n3()}")
    if thing is not None:
        pattern.append(f"FILTER(?thing = {iri(thing).n3()})")
    condition = "?condition" if mapping.if_property else ""
    rows = graph.select(
        f"SELECT DISTINCT ?node ?thing ?value {condition} {{ {' . '.join(pattern)} }} ORDER BY ?node ?value"
    )
    found: dict[tuple[str, str, Term], Fact] = {}
    for row in rows:
        node, owner, value, *conditions = present(row)
        key = (node.value, owner.value, value)
        if key not in found:
            edges = [(node.value, mapping.value_from, value)]
            edges += [(node.value, mapping.item_from, owner)] if mapping.item_from else []
            found[key] = Fact(owner.value, node.value, value, mapping, edges)
        found[key].edges += [(node.value, mapping.if_property, each) for each in conditions]
    yield from found.values()


def _add_qualifiers(graph: Graph, found: Iterable[Fact]) -> None:
    """Add to each fact the values of the properties that its mapping says as qualifiers."""
    qualified = [fact for fact in found if fact.mapping.qualifiers]
    names = sorted({each.value_from for fact in qualified for each in fact.mapping.qualifiers})
    if not names:
        return
    values = " ".join(iri(name).n3() for name in names)
    text = f"SELECT ?n ?p ?o {{ VALUES ?n {{ %VALUES }} VALUES ?p {{ {values} }} ?n ?p ?o }}"
    said: dict[tuple[str, str], list[Term]] = {}
    for node, predicate, value in map(present, graph.about((fact.node for fact in qualified), text)):
        said.setdefault((node.value, predicate.value), []).append(value)
    fitting = _instances(graph, qualified, said)
    for fact in qualified:
        for snak in fact.mapping.qualifiers:
            for value in sorted(said.get((fact.node, snak.value_from), []), key=Term.n3):
                if not snak.if_value_class or value.value in fitting[snak.if_value_class]:
                    fact.qualifiers.append((snak, (fact.node, snak.value_from, value)))


def _instances(
    graph: Graph, facts: Iterable[Fact], said: Mapping[tuple[str, str], Iterable[Term]]
) -> dict[str, set[str]]:
    """Return, by the classes that qualifiers ask for, which values are of the class or of one below."""
    classes = {snak.if_value_class for fact in facts for snak in fact.mapping.qualifiers} - {""}
    names = {value.value for values in said.values() for value in values if value.kind == "iri"}
    of = "SELECT DISTINCT ?n {{ VALUES ?n {{ %VALUES }} ?n <{}>/<{}>* {} }}"
    return {
        each: {
            name.value
            for (name,) in map(
                present, graph.about(names, of.format(_TYPE, RDFS + "subClassOf", iri(each).n3()))
            )
        }
        for each in sorted(classes)
    }


class _Evidence:
    """The claims that carry facts, the conflicts that they are in, and how their sources are cited."""

    def __init__(self, graph: Graph, found: Iterable[Fact]) -> None:
        self._by_fact: dict[_Triple, list[Claim]] = {}
        subjects = {fact.node for fact in found}
        text = "SELECT DISTINCT ?c { VALUES ?n { %VALUES } ?c rdf:subject ?n }"
        names = [claim.value for (claim,) in map(present, graph.about(subjects, text))]
        self._doubtful: dict[str, list[Claim]] = {}
        for claim in sorted(load_claims(graph, names), key=lambda claim: claim.iri):
            node = claim.subject.term.value
            if claim.accepted and claim.rank != "deprecated" and not claim.asserted_by:
                fact = (node, claim.predicate.term.value, claim.object.term)
                self._by_fact.setdefault(fact, []).append(claim)
            else:
                self._doubtful.setdefault(node, []).append(claim)
        self._conflicts: dict[str, set[str]] = {}
        text = (
            "SELECT ?n ?x { VALUES ?n { %VALUES } { ?x kzo:side ?n } UNION "
            "{ ?n kzo:conflictsWith|^kzo:conflictsWith ?x "
            "FILTER NOT EXISTS { ?conflict kzo:side ?n } } }"
        )
        for name, conflict in map(present, graph.about(names, text)):
            self._conflicts.setdefault(name.value, set()).add(conflict.value)
        self._mappings = references(graph)
        self._sources = self._described(graph)

    def of(self, facts: Iterable[_Triple]) -> tuple[Claim, ...]:
        """Return the claims that carry these facts, each once."""
        return tuple({c.iri: c for fact in facts for c in self._by_fact.get(fact, [])}.values())

    def conflicts(self, facts: Iterable[_Triple]) -> tuple[str, ...]:
        """Return in which conflicts these facts are."""
        return tuple(sorted({x for claim in self.of(facts) for x in self._conflicts.get(claim.iri, ())}))

    def references(self, claims: Sequence[Claim], known: Mapping[str, str]) -> tuple[tuple[Snak, ...], ...]:
        """Return one reference for each source: the fewest of its words that carry what the claims say."""
        by_source: dict[str, list[Claim]] = {}
        nodes = {claim.subject.term.value for claim in claims}
        for claim in fewest(
            [*claims, *(each for node in sorted(nodes) for each in self._doubtful.get(node, ()))]
        ):
            if claim.source is not None:
                by_source.setdefault(claim.source.term.value, []).append(claim)
        found = (self._reference(source, of, known) for source, of in sorted(by_source.items()))
        return tuple(each for each in found if each)

    def _reference(self, source: str, claims: list[Claim], known: Mapping[str, str]) -> tuple[Snak, ...]:
        about = self._sources.get(source, {})
        languages = {t.value for t in about.get(DCTERMS + "language", [])}
        languages |= {t.language for t in about.get(DCTERMS + "title", []) if t.language}
        snaks: dict[Snak, None] = {}
        for mapping in self._mappings:
            terms: list[Term]
            if mapping.from_class == KZO + "Claim":
                terms = [t for claim in claims for t in _said(claim, mapping.value_from)]
            else:
                terms = sorted(about.get(mapping.value_from, []), key=Term.n3)
            for term in terms:
                value = value_of(term, mapping.property, known, languages)
                if value is not None:
                    snaks[Snak(mapping.property.id, value)] = None
        return tuple(snaks)

    def _described(self, graph: Graph) -> dict[str, dict[str, list[Term]]]:
        """Return what the graph says of the sources, by source and property."""
        sources = {c.source.term.value for of in self._by_fact.values() for c in of if c.source is not None}
        found: dict[str, dict[str, list[Term]]] = {}
        text = "SELECT ?n ?p ?o { VALUES ?n { %VALUES } ?n ?p ?o }"
        for source, predicate, value in map(present, graph.about(sources, text)):
            found.setdefault(source.value, {}).setdefault(predicate.value, []).append(value)
        return found


def _said(claim: Claim, name: str) -> list[Term]:
    """Return the values of a property of a claim that a reference can hold."""
    if name == KZO + "quote":
        # Words that stand in a source more than once are told apart by those before them.
        return [Term("literal", (claim.quote_prefix or "") + claim.quote)] if claim.quote else []
    if name == KZO + "source":
        return [claim.source.term] if claim.source else []
    return [each.term for each in claim.references] if name == KZO + "reference" else []


def _ours(graph: Graph, fact: Fact, known: Mapping[str, str], evidence: _Evidence) -> Ours:
    missing: list[str] = []
    value = statable(fact.value, fact.mapping.property, known)
    if value is None:
        missing.append(_why(graph, fact.value, fact.mapping.property))
    qualifiers, kept = [], [*fact.edges]
    for snak, edge in fact.qualifiers:
        said = statable(edge[2], snak.property, known)
        if evidence.conflicts([edge]):
            missing.append(f"{snak.property.label} {_short(graph, edge[2])} is disputed")
        elif said is None:
            missing.append(_why(graph, edge[2], snak.property))
        else:
            qualifiers.append(Snak(snak.property.id, said))
            kept.append(edge)
    claims = evidence.of(kept)
    statement = None
    if value is not None:
        statement = Statement(
            known[fact.thing],
            fact.mapping.property.id,
            value,
            qualifiers=tuple(qualifiers),
            references=evidence.references(claims, known),
        )
    return Ours(
        fact.thing,
        fact.node,
        fact.mapping,
        statement,
        claims,
        evidence.conflicts(fact.edges),
        tuple(missing),
    )


def _why(graph: Graph, value: Term, to: Property) -> str:
    if value.kind == "iri":
        return f"{_short(graph, value)} ({to.label}) has no item"
    if to.datatype == "monolingualtext" and value.language:
        language = wikidata_language(value.language)
        return f"Wikidata is not known to take texts in {language}: {value.value} ({to.label})"
    return f"Wikidata has no way to say {value.value} ({to.label})"


def _short(graph: Graph, value: Term) -> str:
    return shrink(value.value, graph.prefixes) if value.kind == "iri" else value.value
