"""Everything the graph holds about one thing, arranged for a reader and nothing printed.

Generic over any ontology: what is a name, a note, a link or a dispute is told by SKOS, RDFS and the tool's
own kzo: terms; everything else is a fact or, from the other end, a related node, grouped by its class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kzgraph.errors import NotFound
from kzgraph.evidence.claims import Claim, Conflict, claims_about, conflicts_of, hanging_nodes, load_claims
from kzgraph.lookup.labels import Labelled, label_all, language_rank, present
from kzgraph.model import DERIVED, EVIDENCE
from kzgraph.rdf.terms import DCTERMS, KZO, OWL, RDF, RDFS, SKOS, Term, iri
from kzgraph.storage.graph import Graph

__all__ = ["DATES", "Description", "Fact", "Group", "Name", "Related", "show"]

#: The properties that say when something happened or held, in the order to read them in.
DATES = tuple(KZO + name for name in ("date", "start", "end", "attestedOn"))
_NAMES = {SKOS + "prefLabel": 0, RDFS + "label": 0, SKOS + "altLabel": 1, KZO + "abbreviation": 2}
_NAME_KINDS = ("label", "other name", "abbreviation")
_TEXTS = (SKOS + "definition", DCTERMS + "description", RDFS + "comment", SKOS + "scopeNote", SKOS + "note")
_EDITORIAL = (SKOS + "editorialNote", SKOS + "changeNote", SKOS + "historyNote")
_CONFUSABLE = KZO + "notToBeConfusedWith"
_LINKS = (
    *(SKOS + f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")),
    *(OWL + name for name in ("sameAs", "equivalentClass", "equivalentProperty")),
    RDFS + "seeAlso",
)
_Triples = Mapping[str, list[tuple[Term, Term]]]


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the thing: its text, language tag (None without one), kind, and who uses it.

    *kind* is ``label`` (what the graph calls it in that language), ``other name`` or ``abbreviation``.
    """

    text: str
    language: str | None
    kind: str
    evidence: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A property and one of its values, as the accepted layer has it, with the claims that say so."""

    property: Labelled
    value: Labelled
    evidence: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """A node that points at the thing: by which properties (*via*), and what else it says (*facts*).

    *facts* are in the order to read them in, dates first; they are empty for a thing with a life of its own,
    such as a person, which is only named. *evidence* are the claims on the node, those on its facts included.
    """

    node: Labelled
    via: tuple[Labelled, ...]
    facts: tuple[Fact, ...]
    evidence: tuple[Claim, ...]

    @property
    def when(self) -> str:
        """The first date of the node as it is written (EDTF), the empty string without one."""
        return next((f.value.label for p in DATES for f in self.facts if f.property.term.value == p), "")


@dataclass(frozen=True, slots=True)
class Group:
    """The related nodes of one class, by date; *label* is the label of the class."""

    label: str
    nodes: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph holds about one thing.

    *texts* are definitions and descriptions. *disputed* are the conflicts that touch the thing, *said* the
    claims that are somebody's opinion, allegation or plan about it, *saying* those that are the thing's own
    about others, *unaccepted* the remaining claims that the graph does not hold as facts. *confusable* are
    things of the same name, *notes* are notes of the editors, *links* are counterparts elsewhere.
    *claims_made* counts the claims of which the thing is the source.
    """

    iri: str
    label: str
    types: tuple[Labelled, ...]
    texts: tuple[str, ...]
    names: tuple[Name, ...]
    facts: tuple[Fact, ...]
    related: tuple[Group, ...]
    disputed: tuple[Conflict, ...]
    said: tuple[Claim, ...]
    saying: tuple[Claim, ...]
    unaccepted: tuple[Claim, ...]
    confusable: tuple[Labelled, ...]
    notes: tuple[str, ...]
    links: tuple[Fact, ...]
    claims_made: int


def show(graph: Graph, thing: str) -> Description:
    """Describe the thing with the IRI *thing*.

    Raises NotFound if no triple has it as subject or object, and what the engine raises.
    """
    hanging = hanging_nodes(graph, thing)
    pointing = _pointing(graph, thing)
    triples = _triples(graph, [thing, *hanging])
    claims = claims_about(graph, [thing, *hanging], objects=[thing])
    if thing not in triples and not pointing and not claims:
        raise NotFound(f"The graph holds nothing about <{thing}>.")
    own = triples.get(thing, [])
    types = _types(graph, [thing, *hanging, *pointing])
    labels = label_all(
        graph,
        [
            iri(thing),
            *(t for of in triples.values() for pair in of for t in pair),
            *(iri(node) for node in {*pointing, *hanging}),
            *(t for of in (*types.values(), *pointing.values()) for t in of),
        ],
    )
    about = _Evidence(claims)
    disputed = conflicts_of(graph, {claim.iri for claim in claims} | {thing})
    in_dispute = {claim.iri for conflict in disputed for claim in conflict.sides}
    opinions = [claim for claim in claims if claim.asserted_by and claim.iri not in in_dispute]
    said = [claim for claim in opinions if all(agent.term.value != thing for agent in claim.asserted_by)]
    rest = {claim.iri for claim in (*opinions, *(c for c in claims if c.accepted))} | in_dispute
    return Description(
        iri=thing,
        label=labels[iri(thing)].label,
        types=tuple(labels[t] for t in types.get(thing, [])),
        texts=_in_english(own, _TEXTS),
        names=_names(thing, own, about),
        facts=_facts(thing, own, labels, about),
        related=_related(thing, triples, pointing, types, labels, about),
        disputed=tuple(disputed),
        said=tuple(said),
        saying=tuple(_saying(graph, thing)),
        unaccepted=tuple(claim for claim in claims if claim.iri not in rest),
        confusable=tuple(labels[o] for p, o in own if p.value == _CONFUSABLE),
        notes=_in_english(own, _EDITORIAL),
        links=tuple(Fact(labels[p], labels[o], about.of(thing, p, o)) for p, o in own if p.value in _LINKS),
        claims_made=_claims_made(graph, thing),
    )


class _Evidence:
    """The claims by what they state, and by subject."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._by_fact: dict[tuple[str, str, Term], list[Claim]] = {}
        self._by_subject: dict[str, list[Claim]] = {}
        for claim in claims:
            subject = claim.subject.term.value
            fact = (subject, claim.predicate.term.value, claim.object.term)
            self._by_fact.setdefault(fact, []).append(claim)
            self._by_subject.setdefault(subject, []).append(claim)

    def of(self, subject: str, predicate: Term, value: Term) -> tuple[Claim, ...]:
        return tuple(self._by_fact.get((subject, predicate.value, value), ()))

    def on(self, subject: str) -> tuple[Claim, ...]:
        return tuple(self._by_subject.get(subject, ()))


def _triples(graph: Graph, subjects: list[str]) -> dict[str, list[tuple[Term, Term]]]:
    found: dict[str, list[tuple[Term, Term]]] = {}
    text = "SELECT ?n ?p ?o { VALUES ?n { %VALUES } ?n ?p ?o }"
    for subject, predicate, value in map(present, graph.about(subjects, text)):
        found.setdefault(subject.value, []).append((predicate, value))
    for pairs in found.values():
        pairs.sort(key=lambda pair: (pair[0].value, pair[1].value, pair[1].language or ""))
    return found


def _pointing(graph: Graph, thing: str) -> dict[str, list[Term]]:
    """Return the nodes that point at the thing in the accepted layer, and by which properties."""
    rows = graph.select(
        """SELECT DISTINCT ?n ?p {
          ?n ?p $thing FILTER(isIRI(?n) && ?n != $thing)
          FILTER(?p NOT IN (rdf:type, kzo:notToBeConfusedWith))
          FILTER NOT EXISTS { VALUES ?record { $records } ?n a ?record }
        } ORDER BY ?n ?p""",
        thing=iri(thing),
        records=graph.below(EVIDENCE),
    )
    found: dict[str, list[Term]] = {}
    for node, predicate in map(present, rows):
        found.setdefault(node.value, []).append(predicate)
    return found


def _types(graph: Graph, nodes: Iterable[str]) -> dict[str, list[Term]]:
    """Return the classes of each node, without those that another class of the node is a kind of."""
    text = (
        "SELECT ?n ?type { VALUES ?n { %VALUES } ?n rdf:type ?type . "
        "FILTER(isIRI(?type) && ?type != owl:NamedIndividual) "
        "FILTER NOT EXISTS { ?n rdf:type ?finer . "
        "?finer rdfs:subClassOf+ ?type FILTER(?finer != ?type) } "
        "} ORDER BY ?n ?type"
    )
    found: dict[str, list[Term]] = {}
    for node, kind in map(present, graph.about(nodes, text)):
        found.setdefault(node.value, []).append(kind)
    return found


def _names(thing: str, own: list[tuple[Term, Term]], about: _Evidence) -> tuple[Name, ...]:
    found: dict[Term, tuple[int, list[Claim]]] = {}
    for predicate, text in own:
        if predicate.value in _NAMES and text.kind == "literal":
            # kzo:abbreviation implies skos:altLabel: a name that is written as both is an abbreviation.
            kind, claims = found.get(text, (0, []))
            kind = max(kind, _NAMES[predicate.value])
            found[text] = (kind, [*claims, *about.of(thing, predicate, text)])
    order = sorted(
        found.items(),
        key=lambda item: (
            language_rank(item[0].language) != 0,
            _script(item[0].language),
            item[1][0],
            item[0].value,
        ),
    )
    return tuple(
        Name(text.value, text.language, _NAME_KINDS[kind], tuple(claims)) for text, (kind, claims) in order
    )


def _script(language: str | None) -> str:
    return (language or "").lower()


def _facts(
    thing: str, own: list[tuple[Term, Term]], labels: Mapping[Term, Labelled], about: _Evidence
) -> tuple[Fact, ...]:
    hidden = {*_NAMES, *_TEXTS, *_EDITORIAL, *_LINKS, *DERIVED, _CONFUSABLE, RDF + "type"}
    facts = [Fact(labels[p], labels[o], about.of(thing, p, o)) for p, o in own if p.value not in hidden]
    return tuple(sorted(facts, key=_reading_order))


def _reading_order(fact: Fact) -> tuple[int, bool, str, str]:
    name = fact.property.term.value
    dated = DATES.index(name) if name in DATES else len(DATES)
    return dated, fact.value.term.kind == "literal", fact.property.label, fact.value.label


def _related(
    thing: str,
    triples: _Triples,
    pointing: Mapping[str, list[Term]],
    types: Mapping[str, list[Term]],
    labels: Mapping[Term, Labelled],
    about: _Evidence,
) -> tuple[Group, ...]:
    groups: dict[str, list[Related]] = {}
    for node, via in pointing.items():
        facts = _facts(node, triples.get(node, []), labels, about)
        related = Related(
            node=labels[iri(node)],
            via=tuple(labels[p] for p in via),
            facts=tuple(fact for fact in facts if fact.value.term.value != thing),
            evidence=about.on(node),
        )
        kind = next((labels[t].label for t in types.get(node, [])), "")
        groups.setdefault(kind, []).append(related)
    return tuple(
        Group(kind, tuple(sorted(nodes, key=lambda n: (n.when == "", n.when, n.node.label))))
        for kind, nodes in sorted(groups.items())
    )


def _in_english(own: list[tuple[Term, Term]], predicates: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts of these properties: of each property those in English, else all of them."""
    found: list[str] = []
    for predicate in predicates:
        texts = [text for p, text in own if p.value == predicate]
        best = [text for text in texts if language_rank(text.language) < 2]
        found += [text.value for text in best or texts]
    return tuple(found)


def _claims_made(graph: Graph, thing: str) -> int:
    (row,) = graph.select("SELECT (COUNT(?c) AS ?n) { ?c kzo:source $thing }", thing=iri(thing))
    (number,) = present(row)
    return int(number.value)


def _saying(graph: Graph, thing: str) -> list[Claim]:
    return load_claims(
        graph, graph.values("SELECT DISTINCT ?c { ?c kzo:assertedBy $thing }", thing=iri(thing))
    )
