"""Who says so, in which words, and where sources disagree: reading the evidence layer.

The evidence layer is described in the ontology (kzo:Claim, kzo:Conflict). Nothing here judges: a claim is
*accepted* if the plain triple that it states is in the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kzgraph.lookup.labels import Labelled, label_all, language_rank, present
from kzgraph.model import HANGING, RANKS, STATED, Rank, rank_of
from kzgraph.rdf.terms import KZO, RDF, SKOS, Term, iri
from kzgraph.storage.graph import Graph

__all__ = ["Claim", "Conflict", "claims_about", "conflicts", "evidence", "hanging_nodes", "load_claims"]

_BEST_FIRST = {rank: n for n, rank in enumerate(RANKS)}


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as one passage of one source has it.

    *quote* are the words, *quote_prefix* what stands before them if they occur more than once. *rank* is
    ``preferred``, ``normal`` or ``deprecated`` and *reason* says why. *asserted_by* is whose opinion,
    allegation or plan it is, empty for what the source itself states. *references* is what the source cites
    for it, *paragraph_references* what it cites next in the same paragraph, *conflicts_with* are IRIs of
    other claims. *accepted* tells whether the graph holds the fact.
    """

    iri: str
    subject: Labelled
    predicate: Labelled
    object: Labelled
    source: Labelled | None
    quote: str | None
    quote_prefix: str | None
    rank: Rank
    reason: str | None
    asserted_by: tuple[Labelled, ...]
    kind: Labelled | None
    references: tuple[Labelled, ...]
    paragraph_references: tuple[Labelled, ...]
    conflicts_with: tuple[str, ...]
    note: str | None
    accepted: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question that claims answer differently.

    *label* is the question, *explanation* what is known of why; *sides* are all answers, best rank first.
    *iri* is None where claims contradict each other (kzo:conflictsWith) and nobody has described the
    question.
    """

    iri: str | None
    label: str
    explanation: str | None
    sides: tuple[Claim, ...]


def evidence(graph: Graph, thing: str) -> list[Claim]:
    """Return all claims about the thing with the IRI *thing*, by subject, property and rank.

    About a thing are the claims of which it is the subject or the object, and those on nodes that hang on it
    (terms of office, results, events: see `hanging_nodes`). For a source these are all claims that it makes,
    for a claim the claim itself with those that contradict it, for a conflict its sides. An unknown thing has
    none. Raises what the engine raises.
    """
    return claims_about(graph, [thing, *hanging_nodes(graph, thing)], objects=[thing], itself=thing)


def hanging_nodes(graph: Graph, thing: str) -> list[str]:
    """Return the IRIs of the nodes that hang on *thing* (:data:`kzgraph.model.HANGING`), sorted."""
    return sorted(graph.values(f"SELECT DISTINCT ?n {{ {HANGING} }}", thing=iri(thing)))


def claims_about(
    graph: Graph, subjects: Iterable[str], *, objects: Iterable[str] = (), itself: str | None = None
) -> list[Claim]:
    """Return the claims with one of these subjects or objects.

    With *itself* also those that this source makes, that contradict this claim, or that are sides of this
    conflict.
    """
    found = _claim_iris(graph, subjects, "?c rdf:subject ?n")
    found |= _claim_iris(graph, objects, "?c rdf:object ?n")
    if itself is not None:
        ways = ["?c kzo:source ?n", "?n kzo:conflictsWith ?c", "?n kzo:side ?c"]
        ways.append("?n rdf:subject ?any BIND(?n AS ?c)")
        found |= _claim_iris(graph, [itself], " UNION ".join(f"{{ {way} }}" for way in ways))
    return load_claims(graph, found)


def _claim_iris(graph: Graph, nodes: Iterable[str], pattern: str) -> set[str]:
    text = f"SELECT DISTINCT ?c {{ VALUES ?n {{ %VALUES }} {{ {pattern} }} ?c rdf:predicate ?p }}"
    return {claim.value for (claim,) in map(present, graph.about(nodes, text))}


def load_claims(graph: Graph, iris: Iterable[str]) -> list[Claim]:
    """Return the claims with these IRIs, with all labels, by subject, property, rank, object and IRI."""
    wanted = set(iris)
    values: dict[str, dict[str, list[Term]]] = {}
    for claim, predicate, value in map(
        present, graph.about(wanted, "SELECT ?n ?p ?o { VALUES ?n { %VALUES } ?n ?p ?o }")
    ):
        values.setdefault(claim.value, {}).setdefault(predicate.value, []).append(value)
    accepted = {
        claim.value
        for (claim,) in map(
            present,
            graph.about(
                wanted,
                f"SELECT ?claim {{ VALUES ?claim {{ %VALUES }} {STATED} }}",
            ),
        )
    }
    labels = label_all(graph, (t for of in values.values() for group in of.values() for t in group))
    claims = [_claim(name, of, labels, name in accepted) for name, of in values.items()]
    return sorted((claim for claim in claims if claim), key=_order)


def _order(claim: Claim) -> tuple[str, str, int, str, str]:
    return (
        claim.subject.label,
        claim.predicate.label,
        _BEST_FIRST[claim.rank],
        claim.object.label,
        claim.iri,
    )


def _claim(
    name: str, of: Mapping[str, list[Term]], labels: Mapping[Term, Labelled], accepted: bool
) -> Claim | None:
    def many(predicate: str) -> tuple[Labelled, ...]:
        return tuple(sorted((labels[t] for t in of.get(predicate, [])), key=lambda each: each.label))

    def text(predicate: str) -> str | None:
        return _in_english(of.get(predicate, []))

    parts = [many(RDF + part) for part in ("subject", "predicate", "object")]
    if not all(parts):
        return None
    return Claim(
        iri=name,
        subject=parts[0][0],
        predicate=parts[1][0],
        object=parts[2][0],
        source=next(iter(many(KZO + "source")), None),
        quote=text(KZO + "quote"),
        quote_prefix=text(KZO + "quotePrefix"),
        rank=rank_of(text(KZO + "rank")),
        reason=text(KZO + "rankReason"),
        asserted_by=many(KZO + "assertedBy"),
        kind=next(iter(many(KZO + "kind")), None),
        references=many(KZO + "reference"),
        paragraph_references=many(KZO + "paragraphRestsOn"),
        conflicts_with=tuple(t.term.value for t in many(KZO + "conflictsWith")),
        note=text(SKOS + "editorialNote"),
        accepted=accepted,
    )


def conflicts(graph: Graph, thing: str | None = None) -> list[Conflict]:
    """Return the questions that sources answer differently, by label: all, or those that touch *thing*.

    A conflict touches a thing if one of its sides is evidence about it (see `evidence`). Raises what the
    engine raises.
    """
    if thing is None:
        rows = graph.select("SELECT DISTINCT ?c { ?c kzo:conflictsWith ?d }")
        return conflicts_of(graph, {claim.value for (claim,) in map(present, rows)}, every=True)
    return conflicts_of(graph, {claim.iri for claim in evidence(graph, thing)} | {thing})


def conflicts_of(graph: Graph, claims: set[str], *, every: bool = False) -> list[Conflict]:
    """Return the conflicts that have one of these claims as a side (or that are one of these IRIs), by label.

    With *every*, all described conflicts are returned as well. Contradicting claims whose question nobody has
    described become a conflict of their own.
    """
    sides: dict[str, set[str]] = {}
    pattern = "?x kzo:side ?side ."
    if every:
        rows = [*map(present, graph.select(f"SELECT DISTINCT ?x ?side {{ {pattern} }}"))]
    else:
        text = (
            f"SELECT DISTINCT ?x ?side {{ VALUES ?n {{ %VALUES }} "
            f"{{ ?x kzo:side ?n }} UNION {{ ?n kzo:side ?any BIND(?n AS ?x) }} {pattern} }}"
        )
        rows = [*map(present, graph.about(claims, text))]
    for conflict, side in rows:
        sides.setdefault(conflict.value, set()).add(side.value)
    undescribed = _pairs(graph, claims - set().union(*sides.values()))
    loaded = {c.iri: c for c in load_claims(graph, set().union(*sides.values(), *undescribed))}
    labels = label_all(graph, map(iri, sides))
    why: dict[str, list[Term]] = {}
    text = "SELECT ?n ?why { VALUES ?n { %VALUES } ?n kzo:explanation ?why }"
    for name, explanation in map(present, graph.about(sides, text)):
        why.setdefault(name.value, []).append(explanation)
    found = [
        Conflict(name, labels[iri(name)].label, _in_english(why.get(name, [])), _ranked(loaded, of))
        for name, of in sides.items()
    ]
    for group in undescribed:
        ranked = _ranked(loaded, group)
        if ranked:
            first = ranked[0]
            found.append(Conflict(None, f"{first.subject.label}: {first.predicate.label}", None, ranked))
    return sorted(found, key=lambda conflict: (conflict.label, conflict.iri or ""))


def _ranked(loaded: Mapping[str, Claim], names: Iterable[str]) -> tuple[Claim, ...]:
    found = [loaded[name] for name in names if name in loaded]
    return tuple(sorted(found, key=lambda claim: (_BEST_FIRST[claim.rank], claim.iri)))


def _in_english(texts: Iterable[Term]) -> str | None:
    """Return the English one of several texts, else the first of any language."""
    found = min(texts, key=lambda t: (language_rank(t.language), t.language or "", t.value), default=None)
    return None if found is None else found.value


def _pairs(graph: Graph, claims: set[str]) -> list[set[str]]:
    """Return the groups of claims that contradict each other and are no side of any described conflict."""
    text = "SELECT ?n ?other { VALUES ?n { %VALUES } ?n kzo:conflictsWith|^kzo:conflictsWith ?other }"
    groups: list[set[str]] = []
    for row in graph.about(claims, text):
        pair = {term.value for term in present(row)}
        touching = [group for group in groups if group & pair]
        groups = [group for group in groups if not group & pair]
        groups.append(pair.union(*touching))
    return groups
