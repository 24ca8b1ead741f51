"""How each fact of a file stands against what the graph accepts: new, said already, or contradicting it.

What contradicts an accepted fact is never accepted. Its claim is deprecated, because the graph's own files
stay as they are, and says why; a kzo:Conflict has both claims as its sides until a curator settles it. Where
the file contradicts itself, none of the values is accepted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kzgraph.editing.declarations import Declarations
from kzgraph.evidence.acceptance import Claimed, claims_on
from kzgraph.importing.records import Spot
from kzgraph.model import Rank, same
from kzgraph.rdf.terms import EDTF_LITERAL, RDF, Term, shrink
from kzgraph.storage.graph import Graph, facts_of

__all__ = ["Compared", "compare"]


@dataclass(slots=True)
class Compared:
    """A fact with its claim's *rank* and the *reason* for that; *accepted* if it becomes a new fact.

    *known* tells that the graph accepts it already. Where it *contradicts*, *others* are the values that the
    graph accepts, and *rivals* the claims of those that cannot hold together with it.
    """

    subject: str
    predicate: str
    value: Term
    spot: Spot
    rank: Rank = "normal"
    reason: str = ""
    accepted: bool = True
    known: bool = False
    contradicts: bool = False
    others: list[Term] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)


def compare(
    graph: Graph, declarations: Declarations, facts: Iterable[tuple[str, str, Term, Spot]]
) -> list[Compared]:
    """Return the facts as they stand, each passage once; triples that need no claim are left out."""
    groups: dict[tuple[str, str], list[Compared]] = {}
    seen = set()
    for subject, predicate, value, spot in facts:
        if predicate == RDF + "type" or (subject, predicate, value, spot.start) in seen:
            continue
        seen.add((subject, predicate, value, spot.start))
        groups.setdefault((subject, predicate), []).append(Compared(subject, predicate, value, spot))
    accepted = facts_of(graph, {subject for subject, _ in groups if subject in declarations.names})
    for (subject, predicate), group in groups.items():
        single = predicate in declarations.single
        if subject in declarations.names:
            _against_graph(graph, group, accepted.get((subject, predicate), []), single)
        if single:
            _against_itself(group)
    return [each for group in groups.values() for each in group]


def _against_graph(graph: Graph, group: list[Compared], values: list[Term], single: bool) -> None:
    """Compare the facts on one subject and property with the values and claims that the graph has."""
    claims = claims_on(graph, group[0].subject, group[0].predicate)
    stated = [each for each in claims if not each.asserted_by]
    for fact in group:
        if any(same(fact.value, each) for each in values):
            fact.known, fact.accepted = True, False
            continue
        refused = [e for e in stated if e.rank == "deprecated" and same(e.value, fact.value)]
        if refused:
            _deprecate(fact, f"{_shorts(graph, refused)} says the same and is deprecated.")
        elif any(each.rank == "preferred" for each in stated):
            fact.accepted = False
            if single:
                _contradict(graph, fact, values, [e for e in stated if e.rank == "preferred"])
        elif single and (values or stated):
            _contradict(graph, fact, values, [e for e in stated if e.rank != "deprecated"])
        elif any(same(each.value, fact.value) for each in stated):
            _deprecate(fact, f"{_shorts(graph, stated)}: the sources disagree, and it is not settled.")


def _contradict(graph: Graph, fact: Compared, values: list[Term], claims: list[Claimed]) -> None:
    """Mark a fact that differs from what the graph has; a date of other precision is no rival."""
    differing = [each for each in claims if not same(each.value, fact.value)]
    there = ", ".join(dict.fromkeys(each.value for each in values)) or "something else"
    whose = f" ({_shorts(graph, differing)})" if differing else ""
    rivals = [each for each in differing if not _may_agree(fact.value, each.value)]
    precision = "" if rivals or not differing else ", of other precision"
    _deprecate(fact, f"Imported and not settled yet: the graph has {there}{whose}{precision}.")
    fact.others = values
    fact.rivals = [each.iri for each in rivals]
    fact.contradicts = bool(rivals)


def _against_itself(group: list[Compared]) -> None:
    """Accept none of several values that the file gives to a property of which there can be only one."""
    new = [each for each in group if each.accepted]
    if not all(same(each.value, new[0].value) for each in new):
        for each in new:
            each.accepted, each.contradicts = False, True


def _deprecate(fact: Compared, reason: str) -> None:
    fact.rank, fact.reason, fact.accepted = "deprecated", reason, False


def _may_agree(one: Term, other: Term) -> bool:
    """Tell whether two values are dates that can be the same day."""
    from kzgraph.rdf.edtf import can_meet

    return one.datatype == other.datatype == EDTF_LITERAL and can_meet(one.value, other.value)


def _shorts(graph: Graph, claims: list[Claimed]) -> str:
    return ", ".join(shrink(each.iri, graph.prefixes) for each in claims[:3])
