"""Answers as data for programs: objects for JSON, rows for CSV and JSON lines."""

from __future__ import annotations

from collections.abc import Sequence

from kzgraph.evidence.claims import Claim, Conflict
from kzgraph.evidence.describe import Description, Fact
from kzgraph.evidence.stats import Stats
from kzgraph.lookup.labels import Labelled
from kzgraph.lookup.search import Hit
from kzgraph.rdf.terms import XSD, Term, iri, language_tag, literal
from kzgraph.sparql.results import Result

__all__ = [
    "claim_data",
    "claim_rows",
    "conflict_data",
    "description_data",
    "hit_rows",
    "stats_data",
    "stats_rows",
    "term_data",
]


def term_data(each: Labelled) -> dict[str, object]:
    """Return a term for JSON: its IRI and label, or its value with language or datatype."""
    term = each.term
    if term.kind == "iri":
        return {"iri": term.value, "label": each.label}
    found: dict[str, object] = {"value": term.value}
    if term.language:
        found["language"] = language_tag(term.language)
    if term.datatype:
        found["datatype"] = term.datatype
    return found


def claim_data(claim: Claim) -> dict[str, object]:
    """Return a claim for JSON."""
    return {
        "iri": claim.iri,
        "subject": term_data(claim.subject),
        "predicate": term_data(claim.predicate),
        "object": term_data(claim.object),
        "source": term_data(claim.source) if claim.source else None,
        "quote": claim.quote,
        "quotePrefix": claim.quote_prefix,
        "rank": claim.rank,
        "rankReason": claim.reason,
        "assertedBy": [term_data(agent) for agent in claim.asserted_by],
        "kind": term_data(claim.kind) if claim.kind else None,
        "references": [term_data(reference) for reference in claim.references],
        "paragraphReferences": [term_data(reference) for reference in claim.paragraph_references],
        "conflictsWith": list(claim.conflicts_with),
        "note": claim.note,
        "accepted": claim.accepted,
    }


def conflict_data(conflict: Conflict) -> dict[str, object]:
    """Return a conflict for JSON, its sides included."""
    return {
        "iri": conflict.iri,
        "label": conflict.label,
        "explanation": conflict.explanation,
        "sides": [claim_data(claim) for claim in conflict.sides],
    }


def _fact_data(fact: Fact) -> dict[str, object]:
    return {
        "property": term_data(fact.property),
        "value": term_data(fact.value),
        "evidence": [claim.iri for claim in fact.evidence],
    }


def description_data(found: Description) -> dict[str, object]:
    """Return a description for JSON; claims are named by their IRIs and follow under ``claims``."""
    claims = {
        claim.iri: claim
        for source in (
            *(name.evidence for name in found.names),
            *(fact.evidence for fact in (*found.facts, *found.links)),
            *(node.evidence for group in found.related for node in group.nodes),
            *(conflict.sides for conflict in found.disputed),
            found.said,
            found.saying,
            found.unaccepted,
        )
        for claim in source
    }
    return {
        "iri": found.iri,
        "label": found.label,
        "types": [term_data(kind) for kind in found.types],
        "texts": list(found.texts),
        "names": [
            {
                "text": name.text,
                "language": language_tag(name.language) if name.language else None,
                "kind": name.kind,
                "evidence": [claim.iri for claim in name.evidence],
            }
            for name in found.names
        ],
        "facts": [_fact_data(fact) for fact in found.facts],
        "related": [
            {
                "class": group.label,
                "nodes": [
                    {
                        **term_data(node.node),
                        "via": [term_data(p) for p in node.via],
                        "facts": [_fact_data(fact) for fact in node.facts],
                        "evidence": [claim.iri for claim in node.evidence],
                    }
                    for node in group.nodes
                ],
            }
            for group in found.related
        ],
        "disputed": [
            {**conflict_data(conflict), "sides": [claim.iri for claim in conflict.sides]}
            for conflict in found.disputed
        ],
        "said": [claim.iri for claim in found.said],
        "saying": [claim.iri for claim in found.saying],
        "unaccepted": [claim.iri for claim in found.unaccepted],
        "notToBeConfusedWith": [term_data(each) for each in found.confusable],
        "notes": list(found.notes),
        "claimsMade": found.claims_made,
        "links": [_fact_data(fact) for fact in found.links],
        "claims": {name: claim_data(claim) for name, claim in sorted(claims.items())},
    }


_COLUMNS = [
    "claim",
    "subject",
    "predicate",
    "object",
    "source",
    "quote",
    "rank",
    "reason",
    "assertedBy",
    "accepted",
]


def claim_rows(claims: Sequence[Claim], questions: Sequence[str] | None = None) -> Result:
    """Return claims as rows; with *questions*, one for each claim, in a first column ``conflict``."""

    def optional(text: str | None) -> Term | None:
        return None if text is None else literal(text)

    rows: list[list[Term | None]] = []
    for n, claim in enumerate(claims):
        by = "; ".join(agent.label for agent in claim.asserted_by)
        row = [
            iri(claim.iri),
            claim.subject.term,
            claim.predicate.term,
            claim.object.term,
            claim.source.term if claim.source else None,
            optional(claim.quote),
            literal(claim.rank),
            optional(claim.reason),
            optional(by or None),
            literal(str(claim.accepted).lower(), datatype=XSD + "boolean"),
        ]
        rows.append(row if questions is None else [literal(questions[n]), *row])
    return Result.of_rows(_COLUMNS if questions is None else ["conflict", *_COLUMNS], rows)


def stats_data(found: Stats) -> dict[str, dict[str, int]]:
    """Return counts for JSON: ``{group: {what: number}}``."""
    data: dict[str, dict[str, int]] = {}
    for count in found.counts:
        data.setdefault(count.group, {})[count.what] = count.number
    return data


def stats_rows(found: Stats) -> Result:
    """Return counts as rows of group, what and count."""
    rows = [
        [literal(c.group), literal(c.what), literal(str(c.number), datatype=XSD + "integer")]
        for c in found.counts
    ]
    return Result.of_rows(("group", "what", "count"), rows)


def hit_rows(hits: Sequence[Hit]) -> Result:
    """Return what a search found as rows; ``name`` is the name that matched unless it is the label."""
    rows: list[list[Term | None]] = [
        [
            iri(hit.iri),
            literal(hit.label),
            literal(", ".join(kind.label for kind in hit.types)),
            literal(hit.name, language=hit.language) if hit.name != hit.label else None,
            literal(hit.kind),
        ]
        for hit in hits
    ]
    return Result.of_rows(("thing", "label", "class", "name", "match"), rows)
