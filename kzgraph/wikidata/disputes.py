"""What our sources disagree about, beside what Wikidata says of it: every side, accepted or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kzgraph.evidence.claims import Claim, Conflict, conflicts
from kzgraph.lookup.labels import present
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.wikidata.compare import Relation, relation
from kzgraph.wikidata.mapping import StatementMapping, mappings
from kzgraph.wikidata.our_statements import pattern_of, terms_of
from kzgraph.wikidata.our_values import value_of
from kzgraph.wikidata.statements import Statement, Value

__all__ = ["Dispute", "Side", "beside", "disputes"]

_CLOSEST: tuple[Relation, ...] = ("same", "finer", "coarser")


class Side(NamedTuple):
    """One answer to a question that sources answer differently.

    *property* and *value* are what Wikidata would say, empty and None where it cannot, or where somebody
    merely asserts it. *theirs* is its statement that says so too, *relation* how exactly (None: none does).
    """

    claim: Claim
    property: str = ""
    value: Value | None = None
    relation: Relation | None = None
    theirs: Statement | None = None


class Dispute(NamedTuple):
    """A question that our sources answer differently, with all answers."""

    conflict: Conflict
    sides: tuple[Side, ...]


def disputes(graph: Graph, items: Mapping[str, str], thing: str | None = None) -> dict[str, list[Dispute]]:
    """Return the disputes about what the mappings say of things, by the IRI of the thing.

    *items* are the identifiers of things by IRI; with *thing* only its disputes are returned. Raises what the
    engine raises.
    """
    every = conflicts(graph)
    known = mappings(graph) if every else []
    claims = [claim for conflict in every for claim in conflict.sides if not claim.asserted_by]
    owners = {mapping.iri: _owners(graph, mapping, claims) for mapping in known}
    by_thing: dict[str, list[Dispute]] = {}
    for conflict in every:
        sides = grouped(
            (owner, Side(claim, mapping.property.id, value_of(claim.object.term, mapping.property, items)))
            for claim in conflict.sides
            for mapping in known
            if not claim.asserted_by and claim.predicate.term.value == mapping.value_from
            for owner in sorted(owners[mapping.iri].get(claim.subject.term.value, ()))
        )
        for owner, of in sides.items():
            if owner in items and thing in (None, owner):
                mapped = {side.claim.iri for side in of}
                rest = [Side(claim) for claim in conflict.sides if claim.iri not in mapped]
                by_thing.setdefault(owner, []).append(Dispute(conflict, (*of, *rest)))
    return by_thing


def beside(dispute: Dispute, theirs: Sequence[Statement], merged: Mapping[str, str]) -> Dispute:
    """Return the dispute with the statement of *theirs* that fits each side best, if one does."""
    return dispute._replace(sides=tuple(_beside(side, theirs, merged) for side in dispute.sides))


def _beside(side: Side, theirs: Sequence[Statement], merged: Mapping[str, str]) -> Side:
    if side.value is None:
        return side
    close = [
        (_CLOSEST.index(how), each.rank == "deprecated", n)
        for n, each in enumerate(theirs)
        if each.property == side.property and (how := relation(side.value, each.value, merged)) in _CLOSEST
    ]
    if not close:
        return side
    closest, _, n = min(close)
    return side._replace(relation=_CLOSEST[closest], theirs=theirs[n])


def _owners(graph: Graph, mapping: StatementMapping, claims: Iterable[Claim]) -> dict[str, set[str]]:
    """Return the things whose items get what a mapping says of what claims say, by the claims' subjects."""
    nodes = {claim.subject.term.value for claim in claims if claim.predicate.term.value == mapping.value_from}
    text = f"SELECT DISTINCT ?node ?thing {{ VALUES ?node {{ %VALUES }} {pattern_of(mapping)} }}"
    rows = graph.about(nodes, text, **terms_of(mapping))
    things = grouped((node.value, thing.value) for node, thing in map(present, rows))
    return {node: set(of) for node, of in things.items()}
