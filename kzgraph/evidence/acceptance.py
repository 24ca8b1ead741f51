"""How a new claim stands among the others: whether it is a second one, and whether its fact is accepted.

What is accepted follows ``docs/model.md``: what somebody asserts never is; among the other claims on a
subject and property preferred ones win, else normal ones that are not in conflict; deprecated ones never
count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kzgraph.errors import UsageError
from kzgraph.evidence.passages import place
from kzgraph.evidence.quotes import Found
from kzgraph.lookup.labels import present
from kzgraph.model import language_of, rank_of, same
from kzgraph.rdf.terms import Term, iri, shrink
from kzgraph.storage.graph import Graph

__all__ = ["Acceptance", "Claimed", "acceptance", "accepted_values", "claims_on", "refuse_second"]

_CONFLICT = (
    "If both cannot hold, say so: kzo:conflictsWith in both claims, both as kzo:side of a kzo:Conflict that "
    "explains it, and none of the values among the accepted facts. If one is better, rank it: preferred, or "
    "the other one deprecated, each with a reason."
)


@dataclass(slots=True)
class Claimed:
    """A claim on some subject and property.

    *rank* is ``preferred``, ``normal`` or ``deprecated``; *asserted_by* and *conflicts* are IRIs.
    """

    iri: str
    value: Term
    source: str
    quote: str
    prefix: str
    rank: str
    asserted_by: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Whether the fact of a claim is *accepted*, and what the curator should know about it."""

    accepted: bool
    remarks: list[str]


def claims_on(graph: Graph, subject: str, predicate: str) -> list[Claimed]:
    """Return the claims on this subject and property, by IRI."""
    on = {"subject": iri(subject), "property": iri(predicate)}
    rows = graph.select(
        """SELECT ?c ?value ?source ?quote ?rank ?prefix {
          ?c rdf:subject $subject ; rdf:predicate $property ; rdf:object ?value ;
             kzo:source ?source ; kzo:quote ?quote ; kzo:rank ?rank
          OPTIONAL { ?c kzo:quotePrefix ?prefix }
        } ORDER BY ?c""",
        **on,
    )
    found: dict[str, Claimed] = {}
    for name, value, source, quote, rank, before in rows:
        if not (name and value and source and quote and rank):
            continue
        prefix = before.value if before else ""
        short = rank_of(rank.value)
        found[name.value] = Claimed(name.value, value, source.value, quote.value, prefix, short)
    for link, attribute in (("kzo:assertedBy", "asserted_by"), ("kzo:conflictsWith", "conflicts")):
        text = f"SELECT ?c ?x {{ ?c rdf:subject $subject ; rdf:predicate $property ; {link} ?x }}"
        for name, other in map(present, graph.select(text, **on)):
            if name.value in found:
                getattr(found[name.value], attribute).add(other.value)
    return [*found.values()]


def accepted_values(graph: Graph, subject: str, predicate: str) -> list[Term]:
    """Return the values that the subject has in the accepted layer."""
    rows = graph.select("SELECT ?o { $s $p ?o } ORDER BY ?o", s=iri(subject), p=iri(predicate))
    return [value for (value,) in map(present, rows)]


def refuse_second(
    graph: Graph,
    known: Iterable[Claimed],
    value: Term,
    source: str,
    asserted_by: set[str],
    text: str,
    found: Found,
) -> None:
    """Raise UsageError if one of the claims says the same in the same passage of the document *text*."""
    for claim in known:
        if claim.source != source or claim.asserted_by != asserted_by or not same(claim.value, value):
            continue
        span = place(text, claim.quote, claim.prefix)
        if span and _contains(span, (found.start, found.end)):
            raise UsageError(
                f"{shrink(claim.iri, graph.prefixes)} says this already, from the same passage.",
                hint="One claim is enough for each fact in each passage.",
            )


def acceptance(
    graph: Graph,
    known: list[Claimed],
    predicate: str,
    value: Term,
    rank: str,
    asserted: bool,
    others: list[Term],
) -> Acceptance:
    """Return how a claim of that value and rank stands among the *known* ones.

    *others* are the values that are accepted already.
    """
    if asserted:
        return _refused("Somebody asserts it, so that it makes no accepted fact.")
    if rank == "deprecated":
        return _refused("It is deprecated, so that it makes no accepted fact.")
    stated = [claim for claim in known if not claim.asserted_by]
    different = [each for each in others if not same(each, value) and language_of(each) == language_of(value)]
    if rank == "preferred":
        return Acceptance(
            True, [_beaten(graph, stated, each) for each in different if not _is_best(stated, each)]
        )
    best = [claim for claim in stated if claim.rank == "preferred"]
    if best and not any(same(claim.value, value) for claim in best):
        name = shrink(best[0].iri, graph.prefixes)
        return _refused(f"No accepted fact: {name} is preferred and says {_shown(graph, best[0].value)}.")
    normal = [claim for claim in stated if claim.rank == "normal"]
    disputed = [(c, d) for c in normal if same(c.value, value) for d in normal if d.iri in c.conflicts]
    if disputed and not best:
        one, other = (shrink(each.iri, graph.prefixes) for each in disputed[0])
        return _refused(
            f"No accepted fact: {one} says the same and is in conflict with {other}.\n"
            f"Add kzo:conflictsWith {other} to the new claim and the other way round, and make it a side of "
            "the kzo:Conflict."
        )
    if not different:
        return Acceptance(True, [])
    values = ", ".join(f"{_shown(graph, each)}{_by(graph, stated, each)}" for each in different[:5])
    more = f" and {len(different) - 5} more" if len(different) > 5 else ""
    advice = "" if _has_several(graph, predicate) else f"\n{_CONFLICT}"
    return Acceptance(True, [f"Accepted besides it: {values}{more}.{advice}"])


def _refused(why: str) -> Acceptance:
    return Acceptance(False, [why])


def _beaten(graph: Graph, claims: list[Claimed], value: Term) -> str:
    return (
        f"The value {_shown(graph, value)}{_by(graph, claims, value)} is beaten by it: remove that triple "
        "from the accepted facts, or make its claim preferred, too."
    )


def _contains(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether one of two spans lies within the other."""
    outer = (min(one[0], other[0]), max(one[1], other[1]))
    return outer in (one, other)


def _is_best(claims: list[Claimed], value: Term) -> bool:
    return any(claim.rank == "preferred" and same(claim.value, value) for claim in claims)


def _shown(graph: Graph, value: Term) -> str:
    return shrink(value.value, graph.prefixes) if value.kind == "iri" else value.value


def _by(graph: Graph, claims: list[Claimed], value: Term) -> str:
    names = [shrink(claim.iri, graph.prefixes) for claim in claims if same(claim.value, value)]
    return f" ({', '.join(names[:3])})" if names else ""


def _has_several(graph: Graph, predicate: str) -> bool:
    """Tell whether the property has several values on some subject: then another one is nothing special."""
    texts = "?s $p ?a, ?b FILTER(STR(?a) < STR(?b) && LANG(?a) = LANG(?b))"
    things = "?s $p ?a, ?b FILTER(ISIRI(?a) && STR(?a) < STR(?b))"
    return any(graph.ask(each, p=iri(predicate)) for each in (texts, things))
