"""Which claim of one state is which of the other.

A claim is what it says, not what it is called: where claims are numbered, one more in the middle gives all
that follow new names, and old names to other claims. So claims are the same if they state the same from the
same source, and only then if they have the same name and something else in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kzgraph.diff.pair import in_order
from kzgraph.evidence.claims import Claim
from kzgraph.lookup.labels import present
from kzgraph.rdf.terms import iri
from kzgraph.sparql.results import Triple
from kzgraph.storage.graph import Graph

__all__ = ["Matching", "match", "with_names"]

_GONE = "urn:x-kzgraph:gone:"


@dataclass(frozen=True, slots=True)
class Matching:
    """*same* are the claims that are in both states, by their old and new IRIs.

    *gone* are the IRIs of those only the old state has, *come* of those only the new one has.
    """

    same: dict[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    come: frozenset[str] = frozenset()

    @property
    def names(self) -> dict[str, str]:
        """The IRIs of the old state that must be read as others to be compared with the new state."""
        renamed = {old: new for old, new in self.same.items() if old != new}
        taken = {*self.come, *self.same.values()}
        return {**renamed, **{name: _GONE + name for name in self.gone if name in taken}}


def match(old: Iterable[Claim], new: Iterable[Claim]) -> Matching:
    """Find out which claims are the same, from those that are certain to those that are likely."""
    before, after = ({claim.iri: claim for claim in claims} for claims in (old, new))
    same: dict[str, str] = {}
    passes: tuple[tuple[Callable[[Claim], object], bool], ...] = (
        (lambda claim: (claim.iri, *_statement(claim)), False),
        (lambda claim: (*_statement(claim), claim.quote, claim.quote_prefix), False),
        (lambda claim: (*_statement(claim), claim.quote), False),
        (_statement, True),
        (lambda claim: (claim.iri, claim.subject.term, claim.predicate.term), False),
        (lambda claim: (claim.iri, claim.source, claim.quote), False),
    )
    for key, only_one in passes:
        left = _by(key, (claim for name, claim in after.items() if name not in same.values()))
        for value, claims in _by(key, (claim for name, claim in before.items() if name not in same)).items():
            others = left.get(value, [])
            if not only_one or len(claims) == len(others) == 1:
                same.update((one.iri, other.iri) for one, other in zip(claims, others, strict=False))
    return Matching(same, frozenset(set(before) - set(same)), frozenset(set(after) - set(same.values())))


def _statement(claim: Claim) -> tuple[object, ...]:
    source = claim.source.term if claim.source else None
    return claim.subject.term, claim.predicate.term, claim.object.term, source


def _by(key: Callable[[Claim], object], claims: Iterable[Claim]) -> dict[object, list[Claim]]:
    found: dict[object, list[Claim]] = {}
    for claim in sorted(claims, key=lambda each: each.iri):
        found.setdefault(key(claim), []).append(claim)
    return found


def with_names(
    matching: Matching, old: Graph, new: Graph, removed: list[Triple], added: list[Triple]
) -> tuple[list[Triple], list[Triple]]:
    """Return what went and came as if all claims had always had the names that they have now."""
    names = matching.names
    if not names:
        return removed, added
    concerned = {*names, *names.values()}
    before = {_renamed(triple, names) for triple in (*_touching(old, concerned), *removed)}
    after = {*_touching(new, concerned), *added}
    return in_order(before - after), in_order(after - before)


def _renamed(triple: Triple, names: Mapping[str, str]) -> Triple:
    subject, predicate, value = (
        iri(names[term.value]) if term.kind == "iri" and term.value in names else term for term in triple
    )
    return subject, predicate, value


def _touching(graph: Graph, names: Iterable[str]) -> Iterable[Triple]:
    """Yield the triples that have one of these IRIs as subject or object."""
    wanted = sorted(names)
    for pattern in ("?n ?p ?o BIND(?n AS ?s)", "?s ?p ?n BIND(?n AS ?o)"):
        for row in graph.about(wanted, f"SELECT ?s ?p ?o {{ VALUES ?n {{ %VALUES }} {pattern} }}"):
            subject, predicate, value = present(row)
            yield subject, predicate, value
