"""`kzgraph wikidata status`: what is linked to Wikidata, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kzgraph.cli import CONTEXT
from kzgraph.cli.common import Output, emit, output_options, remark, session_of
from kzgraph.cli.wikidata import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kzgraph.rdf.terms import Term
    from kzgraph.sparql.results import Result
    from kzgraph.wikidata.status import Count, Standing

__all__ = ["command"]

_LISTS = ("linked", "close", "none-found", "not-looked-for", "confusable", "all")
_SUMMARY = ("kind", "things", "linked", "close", "none_found", "not_looked_for", "confusable")
_LIST = ("thing", "name", "kind", "state", "item", "item_label", "confidence", "reason")


@click.command("status", context_settings=CONTEXT, short_help=COMMANDS["status"])
@click.option("--list", "which", type=click.Choice(_LISTS), help="List the things instead of counting them.")
@output_options("rows")
@click.pass_context
def command(ctx: click.Context, which: str | None, output: Output) -> None:
    """Show what is linked to Wikidata, and what is not.

    A thing is linked if it is exactly an item, close if it is nearly one or perhaps one; none was found if
    the graph says that somebody looked for it in vain. What nobody has looked for yet is counted, too, and
    items with which things are not to be confused. Counted are things of the classes that correspond to a
    class of Wikidata, and whatever is linked or was looked for.

    \b
    Examples:
      kzgraph wikidata status
      kzgraph wikidata status --list none-found
      kzgraph wikidata status --list confusable --format md
      kzgraph wikidata status --list all --format csv -o links.csv
    """  # noqa: D301 - click reads \b
    from kzgraph.wikidata.status import other_registers, standings, summary

    graph = session_of(ctx).graph
    found = standings(graph)
    counts = summary(found)
    emit(ctx, _numbers(counts) if which is None else _listed(found, which), output)
    if which is None:
        remark(_totals(counts, other_registers(graph)))


def _numbers(counts: Iterable[Count]) -> Result:
    from kzgraph.rdf.terms import XSD, literal
    from kzgraph.sparql.results import Result

    rows = [
        [literal(kind), *(literal(str(number), datatype=f"{XSD}integer") for number in numbers)]
        for kind, *numbers in counts
    ]
    return Result.of_rows(_SUMMARY, rows)


def _listed(found: Iterable[Standing], which: str) -> Result:
    from kzgraph.sparql.results import Result

    return Result.of_rows(_LIST, [row for each in found for row in _rows(each, which)])


def _rows(each: Standing, which: str) -> Iterator[Sequence[Term | None]]:
    """Yield one row for each link and search of a thing that is wanted, else one for the thing."""
    from kzgraph.rdf.terms import iri, literal

    head = [iri(each.thing), literal(each.label), literal(each.kind)]
    shown = {"linked": "exact", "close": "close", "confusable": "not"}
    relations = set(shown.values()) if which == "all" else {shown.get(which)}
    for link in each.links:
        if link.relation in relations:
            state = next(state for state, relation in shown.items() if relation == link.relation)
            texts = [literal(text) if text else None for text in (link.label, link.confidence, link.reason)]
            yield [*head, literal(state), iri(link.target), *texts]
    if each.search is not None and which in ("none-found", "all"):
        yield [*head, literal("none-found"), None, None, None, literal(each.search.reason)]
    if each.state == "not-looked-for" and which in ("not-looked-for", "all"):
        yield [*head, literal("not-looked-for"), None, None, None, None]


def _totals(counts: Sequence[Count], others: dict[str, int]) -> str:
    numbers = [sum(column) for column in list(zip(*counts, strict=True))[1:]] if counts else [0] * 6
    things, linked, close, none_found, not_looked_for, confusable = map(int, numbers)
    text = (
        f"{things} things: {linked} linked, {close} close, {none_found} looked for and not found, "
        f"{not_looked_for} not looked for. Not to be confused with {confusable} items."
    )
    if others:
        text += " Other registers: " + ", ".join(f"{name} {count}" for name, count in others.items()) + "."
    return text
