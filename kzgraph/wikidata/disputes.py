"""What our sources disagree about, beside what Wikidata says of it: every side, accepted or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kzgraph.evidence.claims import Claim, Conflict, conflicts
from kzgraph.lookup.labels import present
from kzgraph.rdf.terms import iri
from kzgraph.storage.graph import Graph
from kzgraph.wikidata.compare import Relation, relation
from kzgraph.wikidata.mapping import StatementMapping, mappings
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
    found = conflicts(graph)
    known = mappings(graph) if found else []
    claims = [claim for each in found for claim in each.sides if not claim.asserted_by]
    owners = {mapping.iri: _owners(graph, mapping, claims) for mapping in known}
    by_thing: dict[str, list[Dispute]] = {}
    for conflict in found:
        sides: dict[str, list[Side]] = {}
        for claim in conflict.sides:
            for mapping in known:
                for owner in _of(claim, mapping, owners[mapping.iri]):
                    value = value_of(claim.object.term, mapping.property, items)
                    sides.setdefault(owner, []).append(Side(claim, mapping.property.id, value))
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
    fitting = [
        (_CLOSEST.index(found), each.rank == "deprecated", n)
        for n, each in enumerate(theirs)
        if each.property == side.property and (found := relation(side.value, each.value, merged)) in _CLOSEST
    ]
    if not fitting:
        return side
    closest, _, n = min(fitting)
    return side._replace(relation=_CLOSEST[closest], theirs=theirs[n])


def _of(claim: Claim, mapping: StatementMapping, owners: Mapping[str, set[str]]) -> Iterable[str]:
    """Return the things of whose items a mapping makes a statement of what a claim says."""
    if claim.asserted_by or claim.predicate.term.value != mapping.value_from:
        return ()
    return sorted(owners.get(claim.subject.term.value, ()))


def _owners(graph: Graph, mapping: StatementMapping, claims: Iterable[Claim]) -> dict[str, set[str]]:
    """Return the things whose items get what a mapping says of the subjects of claims, by subject."""
    nodes = {claim.subject.term.value for claim in claims if claim.predicate.term.value == mapping.value_from}
    a = "rdf:type/rdfs:subClassOf*"
    classes = " ".join(iri(name).n3() for name in sorted(mapping.from_classes))
    pattern = [f"VALUES ?class {{ {classes} }} ?n {a} ?class"]
    pattern.append(f"?n {iri(mapping.item_from).n3()} ?thing" if mapping.item_from else "BIND(?n AS ?thing)")
    if mapping.if_property:
        pattern.append(f"?n {iri(mapping.if_property).n3()} ?condition")
        values = " ".join(iri(name).n3() for name in sorted(mapping.if_values))
        pattern += [f"VALUES ?condition {{ {values} }}"] if values else []
    if mapping.if_item_class:
        pattern.append(f"?thing {a} {iri(mapping.if_item_class).n3()}")
    text = f"SELECT DISTINCT ?n ?thing {{ VALUES ?n {{ %VALUES }} {' . '.join(pattern)} }}"
    found: dict[str, set[str]] = {}
    for node, thing in map(present, graph.about(nodes, text) if nodes else ()):
        found.setdefault(node.value, set()).add(thing.value)
    return found
