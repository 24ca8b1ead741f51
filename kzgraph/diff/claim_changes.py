"""Claims and conflicts that came, went and changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kzgraph.diff.comparison import Change, Changed
from kzgraph.diff.facts import Step, as_change
from kzgraph.evidence.claims import Claim, Conflict, conflicts_of, load_claims
from kzgraph.lookup.labels import Labelled
from kzgraph.rdf.terms import KZO, Term
from kzgraph.storage.graph import Graph

__all__ = ["CLAIM", "CONFLICT", "claim_changes", "claims_of", "conflict_changes", "told_pairs"]

#: What makes ``?n`` a claim, and a conflict.
CLAIM = "?n rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o"
CONFLICT = "?n a kzo:Conflict"

_KINDS = {
    KZO + "rank": "rank-changed",
    KZO + "rankReason": "reason-changed",
    KZO + "quote": "quote-changed",
    KZO + "quotePrefix": "quote-changed",
}
_CONTRADICTS = KZO + "conflictsWith"


def claims_of(graph: Graph, names: Iterable[str]) -> dict[str, Claim]:
    """Return claims by their IRIs."""
    return {claim.iri: claim for claim in load_claims(graph, names)}


def claim_changes(
    claims: Mapping[str, Claim],
    steps: Mapping[str, list[Step]],
    labels: Mapping[Term, Labelled],
    told: set[frozenset[str]],
) -> list[Change]:
    """Return the changes of claims that are in both states.

    *told* are the pairs of claims whose contradiction a conflict tells of already; each pair is told once.
    """
    found: list[Change] = []
    seen = set(told)
    for name, claim in claims.items():
        for step in steps[name]:
            predicate, old, new = step
            other = new or old
            if predicate.value == _CONTRADICTS and other is not None:
                pair = frozenset((name, other.value))
                if pair in seen:
                    continue
                seen.add(pair)
            found.append(as_change(_KINDS.get(predicate.value, "claim-changed"), step, labels, claim=claim))
    return found


def conflict_changes(
    old: Graph,
    new: Graph,
    steps: Mapping[Term, list[Step]],
    labels: Mapping[Term, Labelled],
    states: Mapping[Term, str],
) -> list[Changed]:
    """Return the conflicts that came, were settled or are told otherwise, by label."""
    described: dict[str, Conflict] = {}
    for graph, state in ((old, "removed"), (new, "added")):
        names = {subject.value for subject in steps if states[subject] == state}
        described.update((each.iri, each) for each in conflicts_of(graph, names) if each.iri in names)
    found = [
        Changed(
            labels[subject],
            states[subject],
            tuple(as_change("conflict-changed", step, labels) for step in each),
            described.get(subject.value),
        )
        for subject, each in steps.items()
    ]
    return sorted(found, key=lambda changed: (changed.subject.label, changed.subject.term.value))


def told_pairs(conflicts: Iterable[Changed]) -> set[frozenset[str]]:
    """Return the pairs of claims that are both sides of a conflict which came or went."""
    sides = [[claim.iri for claim in each.conflict.sides] for each in conflicts if each.conflict]
    return {frozenset((one, other)) for names in sides for one in names for other in names if one != other}
