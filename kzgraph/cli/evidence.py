"""`kzgraph evidence`: the claims about a thing."""

from __future__ import annotations

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Output, emit, output_options, session_of, thing_argument

__all__ = ["command"]


@click.command("evidence", context_settings=CONTEXT, short_help=COMMANDS["evidence"])
@thing_argument()
@output_options("list")
@click.pass_context
def command(ctx: click.Context, thing: str, output: Output) -> None:
    """Show who says what about THING, word for word.

    Every claim about it and about its terms of office, results and events: the words, the source, the rank
    and its reason, and whose opinion it is if it is one. THING may also be a source (all that it says) or a
    single claim.

    \b
    Examples:
      kzgraph evidence cppk
      kzgraph evidence kz:source-003 --format csv -o claims.csv

    Exit code 1 if nobody says anything about it.
    """  # noqa: D301 - click reads \b
    from kzgraph.errors import NotFound
    from kzgraph.evidence.claims_page import evidence_page
    from kzgraph.lookup.labels import label_all
    from kzgraph.rdf.terms import iri

    graph = session_of(ctx).graph
    term = iri(graph.resolve(thing))
    label = label_all(graph, [term])[term].label
    claims = graph.evidence(term.value)
    if not claims:
        raise NotFound(f"No source says anything about {label}.")
    emit(ctx, evidence_page(f"Evidence: {label}", claims, graph.prefixes), output)
