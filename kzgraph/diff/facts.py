"""Triples that came and went, told as facts, values, claims and conflicts that came, went and changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kzgraph.diff.comparison import Change, Changed
from kzgraph.evidence.claims import Claim, Conflict, conflicts_of, load_claims
from kzgraph.lookup.labels import Labelled, label_all, present
from kzgraph.rdf.terms import KZO, RDFS, SKOS, Term, iri
from kzgraph.sparql.results import Triple
from kzgraph.storage.graph import Graph

__all__ = [
    "CLAIM",
    "CONFLICT",
    "NAMING",
    "Difference",
    "Step",
    "as_change",
    "claim_changes",
    "claims_of",
    "conflict_changes",
    "labels_of",
    "opposed_pairs",
    "paired",
    "which",
]

#: The properties under whose values a thing is listed.
NAMING = (SKOS + "prefLabel", RDFS + "label")
#: What makes ``?n`` a claim, and a conflict.
CLAIM = "?n rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o"
CONFLICT = "?n a kzo:Conflict"

_CLAIM_KINDS = {
    KZO + "rank": "rank-changed",
    KZO + "rankReason": "reason-changed",
    KZO + "quote": "quote-changed",
    KZO + "quotePrefix": "quote-changed",
}
_CONTRADICTS = KZO + "conflictsWith"
#: For more things than this the whole graph is asked, which is then faster than to ask about each.
_MANY = 3000


#: A property with its old and its new value; None for what was not or is no longer there.
Step = tuple[Term, Term | None, Term | None]
_Key = tuple[str, str | None]


@dataclass(slots=True)
class Difference:
    """What went and came of one subject, as (property, value), sorted."""

    removed: list[tuple[Term, Term]] = field(default_factory=list)
    added: list[tuple[Term, Term]] = field(default_factory=list)

    @classmethod
    def by_subject(cls, removed: Iterable[Triple], added: Iterable[Triple]) -> dict[Term, Difference]:
        """Sort triples by their subject."""
        found: dict[Term, Difference] = {}
        for subject, predicate, value in removed:
            found.setdefault(subject, cls()).removed.append((predicate, value))
        for subject, predicate, value in added:
            found.setdefault(subject, cls()).added.append((predicate, value))
        return found


def which(graph: Graph, subjects: Iterable[Term], pattern: str) -> set[str]:
    """Return the IRIs of those *subjects* for which the SPARQL *pattern* about ``?n`` holds."""
    wanted = {subject.value for subject in subjects if subject.kind == "iri"}
    if len(wanted) > _MANY:
        rows: Iterable[object] = graph.select(f"SELECT DISTINCT ?n {{ {pattern} }}")
    else:
        text = f"SELECT DISTINCT ?n {{ VALUES ?n {{ %VALUES }} {pattern} }}"
        rows = graph.about(wanted, text)
    return {row[0].value for row in rows} & wanted  # type: ignore[index]


def paired(differences: Mapping[Term, Difference], new: Graph) -> dict[Term, list[Step]]:
    """Return for each subject its changes as (property, old value, new value).

    A property with one value before and one after has changed its value; so has a name or note in one
    language. Of a property with several values each came or went by itself, with None as the other value.
    """
    several = _several(differences, new)
    found = {}
    for subject, difference in differences.items():
        removed, added = _grouped(difference.removed), _grouped(difference.added)
        changes: list[Step] = []
        for key in dict.fromkeys([*removed, *added]):
            gone, come = removed.get(key, []), added.get(key, [])
            predicate = iri(key[0])
            if len(gone) == len(come) == 1 and (subject, *key) not in several:
                changes.append((predicate, gone[0], come[0]))
            else:
                changes += [(predicate, value, None) for value in gone]
                changes += [(predicate, None, value) for value in come]
        found[subject] = changes
    return found


def _grouped(pairs: Iterable[tuple[Term, Term]]) -> dict[_Key, list[Term]]:
    found: dict[_Key, list[Term]] = {}
    for predicate, value in pairs:
        found.setdefault((predicate.value, value.language), []).append(value)
    return found


def _several(differences: Mapping[Term, Difference], new: Graph) -> set[tuple[Term, str, str | None]]:
    """Return the subjects and properties (with a language) of which one value came and others stayed."""
    wanted = [
        subject.value
        for subject, difference in differences.items()
        if subject.kind == "iri" and difference.removed and difference.added
    ]
    seen: set[tuple[Term, str, str | None]] = set()
    found: set[tuple[Term, str, str | None]] = set()
    for row in new.about(wanted, "SELECT ?n ?p ?o { VALUES ?n { %VALUES } ?n ?p ?o }"):
        subject, predicate, value = present(row)
        key = (subject, predicate.value, value.language)
        (found if key in seen else seen).add(key)
    return found


def labels_of(terms: Iterable[Term], sides: Sequence[Graph]) -> dict[Term, Labelled]:
    """Return the labels of terms: those of the first side that names a term at all."""
    wanted = set(terms)
    found: dict[Term, Labelled] = {}
    for side in sides:
        named = which(side, wanted - set(found), _named())
        found.update(label_all(side, (term for term in wanted if term.value in named and term not in found)))
    return {**label_all(sides[0], wanted - set(found)), **found}


def _named() -> str:
    return f"VALUES ?p {{ {' '.join(f'<{name}>' for name in NAMING)} }} ?n ?p ?name"


def as_change(
    kind: str,
    step: Step,
    labels: Mapping[Term, Labelled],
    *,
    claim: Claim | None = None,
    evidence: tuple[Claim, ...] = (),
) -> Change:
    """Return a step as a change, with labels."""
    predicate, old, new = step
    values = [labels[value] if value is not None else None for value in (old, new)]
    return Change(kind, labels[predicate], values[0], values[1], claim, evidence)


def claims_of(graph: Graph, names: Iterable[str]) -> dict[str, Claim]:
    """Return claims by their IRIs."""
    return {claim.iri: claim for claim in load_claims(graph, names)}


def claim_changes(
    claims: Mapping[str, Claim],
    steps: Mapping[str, list[Step]],
    labels: Mapping[Term, Labelled],
    covered: set[frozenset[str]],
) -> list[Change]:
    """Return the changes of claims that are in both states.

    *covered* are the pairs of claims whose contradiction a conflict tells of already; each pair is told once.
    """
    found: list[Change] = []
    seen = set(covered)
    for name, claim in claims.items():
        for step in steps[name]:
            predicate, old, new = step
            other = new or old
            if predicate.value == _CONTRADICTS and other is not None:
                pair = frozenset((name, other.value))
                if pair in seen:
                    continue
                seen.add(pair)
            found.append(
                as_change(_CLAIM_KINDS.get(predicate.value, "claim-changed"), step, labels, claim=claim)
            )
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


def opposed_pairs(conflicts: Iterable[Changed]) -> set[frozenset[str]]:
    """Return the pairs of claims that are both sides of a conflict which came or went."""
    sides = [[claim.iri for claim in each.conflict.sides] for each in conflicts if each.conflict]
    return {frozenset((one, other)) for names in sides for one in names for other in names if one != other}
