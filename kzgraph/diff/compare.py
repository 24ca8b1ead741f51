"""Comparing two states of a graph: what came, went and changed, sorted by what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kzgraph.diff.claim_matching import Matching, match, with_names
from kzgraph.diff.comparison import Change, Changed, Comparison
from kzgraph.diff.facts import (
    CLAIM,
    CONFLICT,
    NAMING,
    Difference,
    Step,
    as_change,
    claim_changes,
    claims_of,
    conflict_changes,
    labels_of,
    opposed_pairs,
    paired,
    which,
)
from kzgraph.diff.pair import Pair, facts_of, shapes_of
from kzgraph.diff.versions import Version
from kzgraph.evidence.claims import Claim, claims_about
from kzgraph.lookup.labels import Labelled
from kzgraph.rdf.terms import OWL, RDF, RDFS, Term, iri, shrink
from kzgraph.storage.graph import Graph

__all__ = ["compare"]

_TERMS = (
    *(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
    *(OWL + name for name in ("OntologyProperty", "Ontology", "Restriction", "Axiom")),
    *(OWL + name for name in ("AllDisjointClasses", "AllDisjointProperties")),
    RDFS + "Class",
    RDF + "Property",
    RDFS + "Datatype",
)
_EXISTS = "?n ?p ?o"
#: What each kind of subject is told by, in this order; what is none of them is a thing.
_KINDS = {
    "claim": CLAIM,
    "conflict": CONFLICT,
    "shape": "?n a ?kind VALUES ?kind { sh:NodeShape sh:PropertyShape }",
    "term": f"{{ ?n a ?kind VALUES ?kind {{ {' '.join(f'<{name}>' for name in _TERMS)} }} }} "
    f"UNION {{ ?n rdfs:subClassOf|rdfs:subPropertyOf ?above }}",
}


def compare(old: Version, new: Version, progress: Callable[[int], None] = lambda done: None) -> Comparison:
    """Compare two states of a graph.

    *progress* is called with the number of bytes read since its last call. Raises GraphLoadError if a file of
    either cannot be parsed.
    """
    pair, shapes = facts_of(old, new, progress), shapes_of(old, new, progress)
    sorted_out = _Sorted(pair)
    conflicts = _conflicts(pair, sorted_out)
    terms = _changed(pair, sorted_out.of("term"), sorted_out.states, "term-changed")
    of_shapes = _changed(pair, sorted_out.of("shape"), sorted_out.states, "shape-changed")
    if shapes:
        differing = Difference.by_subject(shapes.removed, shapes.added)
        of_shapes += _changed(shapes, differing, _states(shapes, differing), "shape-changed")
    compared = of_shapes if of_shapes or shapes else None
    return Comparison(old, new, _things(pair, sorted_out, conflicts), conflicts, terms, compared)


class _Sorted:
    """The differences by subject, what kind each subject is, and whether it came, went or changed.

    *claims* tells which claims are the same.
    """

    def __init__(self, pair: Pair) -> None:
        self.claims = _matching(pair)
        removed, added = with_names(self.claims, pair.old, pair.new, pair.removed, pair.added)
        self._differences = Difference.by_subject(removed, added)
        self.states = _states(pair, self._differences)
        self._kinds: dict[str, set[str]] = {}
        known: set[str] = set()
        for kind, pattern in _KINDS.items():
            rest = [subject for subject in self._differences if subject.value not in known]
            self._kinds[kind] = which(pair.old, rest, pattern) | which(pair.new, rest, pattern)
            known |= self._kinds[kind]
        # Nothing is said under the name that stands for the former bearer of a name.
        self._known = known | set(self.claims.names.values())

    def of(self, kind: str) -> dict[Term, Difference]:
        """Return the differences of the subjects of a kind, ``thing`` for those that are of none."""
        found = self._differences.items()
        if kind == "thing":
            return {subject: each for subject, each in found if subject.value not in self._known}
        return {subject: each for subject, each in found if subject.value in self._kinds[kind]}


def _matching(pair: Pair) -> Matching:
    """Find out which of the claims that differ are the same."""
    subjects = {triple[0] for triple in (*pair.removed, *pair.added)}
    old, new = (which(graph, subjects, CLAIM) for graph in (pair.old, pair.new))
    return match(claims_of(pair.old, old).values(), claims_of(pair.new, new).values())


def _states(pair: Pair, subjects: Iterable[Term]) -> dict[Term, str]:
    wanted = list(subjects)
    before, after = (which(graph, wanted, _EXISTS) for graph in (pair.old, pair.new))
    found = {subject: "added" if subject.value not in before else "changed" for subject in wanted}
    found.update((subject, "removed") for subject in wanted if subject.value not in after)
    return found


def _conflicts(pair: Pair, sorted_out: _Sorted) -> tuple[Changed, ...]:
    steps = paired(sorted_out.of("conflict"), pair.new)
    labels = _labels(pair, steps)
    return tuple(conflict_changes(pair.old, pair.new, steps, labels, sorted_out.states))


def _changed(
    pair: Pair, differences: Mapping[Term, Difference], states: Mapping[Term, str], kind: str
) -> tuple[Changed, ...]:
    """Return what changed of subjects that are told by their properties only."""
    steps = paired(differences, pair.new)
    labels = _labels(pair, steps)
    return _by_label(
        Changed(labels[subject], states[subject], _in_order(as_change(kind, step, labels) for step in each))
        for subject, each in steps.items()
    )


def _things(pair: Pair, sorted_out: _Sorted, conflicts: Iterable[Changed]) -> tuple[Changed, ...]:
    steps = paired(sorted_out.of("thing"), pair.new)
    labels = _labels(pair, steps)
    said = _evidence(pair.new, (thing for thing, each in steps.items() if any(new for _, _, new in each)))
    found: dict[Term, list[Change]] = {}
    for thing, each in steps.items():
        found[thing] = [
            as_change(_kind(step), step, labels, evidence=said.get((thing, step[0], step[2]), ()))
            for step in each
        ]
    for change in _claims(pair, sorted_out, conflicts):
        if change.claim is not None:
            about = change.claim.subject
            labels.setdefault(about.term, about)
            found.setdefault(about.term, []).append(change)
    return _by_label(
        Changed(labels[thing], sorted_out.states.get(thing, "changed"), _in_order(changes))
        for thing, changes in found.items()
    )


def _kind(step: Step) -> str:
    predicate, old, new = step
    if old is None or new is None:
        return "fact-added" if old is None else "fact-removed"
    return "renamed" if predicate.value in NAMING else "value-changed"


def _evidence(
    graph: Graph, things: Iterable[Term]
) -> dict[tuple[Term, Term, Term | None], tuple[Claim, ...]]:
    """Return the claims of sources that state a fact about these things, by the fact."""
    found: dict[tuple[Term, Term, Term | None], tuple[Claim, ...]] = {}
    for claim in claims_about(graph, (thing.value for thing in things if thing.kind == "iri")):
        if not claim.asserted_by:
            fact = (claim.subject.term, claim.predicate.term, claim.object.term)
            found[fact] = (*found.get(fact, ()), claim)
    return found


def _claims(pair: Pair, sorted_out: _Sorted, conflicts: Iterable[Changed]) -> list[Change]:
    """Return the changes of claims."""
    matching = sorted_out.claims
    found: list[Change] = []
    for graph, names, kind in (
        (pair.new, matching.come, "claim-added"),
        (pair.old, matching.gone, "claim-removed"),
    ):
        found += [Change(kind, claim=claim) for claim in claims_of(graph, names).values()]
    same = set(matching.same.values())
    differences = {subject: each for subject, each in sorted_out.of("claim").items() if subject.value in same}
    steps = paired(differences, pair.new)
    labels = _labels(pair, steps)
    now = claims_of(pair.new, same)
    found += claim_changes(
        {subject.value: now[subject.value] for subject in steps},
        {subject.value: each for subject, each in steps.items()},
        labels,
        opposed_pairs(conflicts),
    )
    for before, after in matching.same.items():
        if before != after:
            one, other = (Labelled(iri(name), shrink(name, pair.new.prefixes)) for name in (before, after))
            found.append(Change("claim-renamed", None, one, other, now[after]))
    return found


def _labels(pair: Pair, steps: Mapping[Term, list[Step]]) -> dict[Term, Labelled]:
    terms = {term for each in steps.values() for step in each for term in step if term is not None}
    return labels_of({*steps, *terms}, (pair.new, pair.old))


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Sort the changes of a thing: facts by property, then claims."""

    def key(change: Change) -> tuple[bool, str, str, str, str, str]:
        first = change.claim.predicate if change.claim else change.property
        value = change.old or change.new
        return (
            change.claim is not None,
            first.label if first else "",
            change.claim.iri if change.claim else "",
            change.property.term.value if change.property else "",
            value.label if value else "",
            (value.term.language or "") if value else "",
        )

    return tuple(sorted(changes, key=key))


def _by_label(found: Iterable[Changed]) -> tuple[Changed, ...]:
    return tuple(sorted(found, key=lambda each: (each.subject.label, each.subject.term.value)))
