"""Our facts beside Wikidata's statements, as data for JSON and as rows for CSV."""

from __future__ import annotations

from collections.abc import Sequence

from kzgraph.evidence.data import term_data
from kzgraph.rdf.qids import ENTITY
from kzgraph.rdf.terms import Term, iri, literal
from kzgraph.render.page import Page
from kzgraph.sparql.results import Result
from kzgraph.wikidata.diff import Diff
from kzgraph.wikidata.disputes import Dispute
from kzgraph.wikidata.pairs import Pair
from kzgraph.wikidata.statements import Snak, Statement, Value, value_text

__all__ = ["diff_data", "diff_rows"]


def diff_rows(compared: Diff) -> Result:
    """Return one row for each pair, and one for each thing that was not compared."""
    columns = (
        *("thing", "item", "outcome", "property", "label"),
        *("here", "there", "rank", "references", "disputed"),
    )
    rows: list[Sequence[Term | None]] = []
    for thing in compared.things:
        head = [thing.thing.term, iri(ENTITY + thing.item)]
        if thing.state != "compared":
            rows.append([*head, literal(thing.state), *[None] * (len(columns) - 3)])
        for pair in thing.pairs:
            ours, theirs = pair.ours.statement if pair.ours else None, pair.theirs
            known = compared.properties.get(pair.property)
            rows.append(
                [
                    *head,
                    literal(pair.outcome),
                    iri(ENTITY + pair.property),
                    literal(known.label) if known else None,
                    literal(value_text(ours.value, compared.names)) if ours else None,
                    literal(value_text(theirs.value, compared.names)) if theirs else None,
                    literal(theirs.rank) if theirs else None,
                    literal(str(len(theirs.references))) if theirs else None,
                    literal("yes" if pair.ours and pair.ours.disputed else "no"),
                ]
            )
    return Result.of_rows(columns, rows)


def diff_data(compared: Diff) -> Page:
    """Return a comparison for JSON: each thing with its pairs, disputes, and what was not compared."""
    data = {
        "counts": compared.counts(),
        "things": [
            {
                **term_data(thing.thing),
                "item": thing.item,
                "itemLabel": thing.label,
                "linked": thing.linked,
                "state": thing.state,
                "retrieved": thing.retrieved or None,
                "pairs": [_pair_data(pair, compared) for pair in thing.pairs],
                "cannotBeSaid": [
                    {"property": each.mapping.property.id, "why": list(each.missing)} for each in thing.unsaid
                ],
                "disputes": [_dispute_data(each, compared) for each in thing.disputed],
                "notCompared": dict(thing.others),
            }
            for thing in compared.things
        ],
    }
    return Page("Our facts and Wikidata's statements", [], [], data)


def _dispute_data(dispute: Dispute, compared: Diff) -> dict[str, object]:
    return {
        "iri": dispute.conflict.iri,
        "label": dispute.conflict.label,
        "sides": [
            {
                "claim": side.claim.iri,
                "accepted": side.claim.accepted,
                "property": side.property or None,
                "value": _value_data(side.value, compared),
                "there": _statement_data(side.theirs, compared) if side.theirs else None,
            }
            for side in dispute.sides
        ],
    }


def _pair_data(pair: Pair, compared: Diff) -> dict[str, object]:
    known = compared.properties.get(pair.property)
    here: dict[str, object] | None = None
    if pair.ours and pair.ours.statement:
        here = {
            **_statement_data(pair.ours.statement, compared),
            "disputed": list(pair.ours.disputed),
            "leftOut": list(pair.ours.missing),
            "claims": [claim.iri for claim in pair.ours.claims],
        }
    return {
        "outcome": pair.outcome,
        "property": {"id": pair.property, "label": known.label if known else None},
        "here": here,
        "there": {**_statement_data(pair.theirs, compared), "best": pair.best} if pair.theirs else None,
        "qualifiers": [
            {
                "property": each.property,
                "relation": each.relation,
                "here": _value_data(each.ours, compared),
                "there": _value_data(each.theirs, compared),
            }
            for each in pair.qualifiers
        ],
    }


def _statement_data(statement: Statement, compared: Diff) -> dict[str, object]:
    return {
        "id": statement.id or None,
        "value": _value_data(statement.value, compared),
        "rank": statement.rank,
        "qualifiers": _snaks_data(statement.qualifiers, compared),
        "references": [_snaks_data(reference, compared) for reference in statement.references],
    }


def _snaks_data(snaks: Sequence[Snak], compared: Diff) -> list[dict[str, object]]:
    return [{"property": snak.property, "value": _value_data(snak.value, compared)} for snak in snaks]


def _value_data(value: Value | None, compared: Diff) -> dict[str, object] | None:
    if value is None:
        return None
    data = {name: each for name, each in value._asdict().items() if each not in (None, "")}
    return {**data, "label": value_text(value, compared.names)}
