"""`kzgraph conflicts`: where sources disagree."""

from __future__ import annotations

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Output, emit, output_options, remark, session_of, thing_argument

__all__ = ["command"]


@click.command("conflicts", context_settings=CONTEXT, short_help=COMMANDS["conflicts"])
@thing_argument(required=False)
@output_options("list")
@click.pass_context
def command(ctx: click.Context, thing: str | None, output: Output) -> None:
    """Show where the sources disagree.

    Every question that they answer differently, with all answers, their words, and which of them the graph
    accepts, if any. With THING only the questions that touch it.

    \b
    Examples:
      kzgraph conflicts
      kzgraph conflicts cppk
      kzgraph conflicts --format md -o disputes.md
    """  # noqa: D301 - click reads \b
    from kzgraph.evidence.claims_page import conflicts_page
    from kzgraph.lookup.labels import label_all
    from kzgraph.rdf.terms import iri

    graph = session_of(ctx).graph
    title = "Where the sources disagree"
    if thing is not None:
        term = iri(graph.resolve(thing))
        title = f"{title}: {label_all(graph, [term])[term].label}"
        found = graph.conflicts(term.value)
    else:
        found = graph.conflicts()
    emit(ctx, conflicts_page(title, found, graph.prefixes), output)
    if not found:
        remark("No conflicts.")
