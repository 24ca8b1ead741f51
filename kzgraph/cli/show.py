"""`kzgraph show`: everything about one thing."""

from __future__ import annotations

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Output, emit, output_options, session_of, thing_argument

__all__ = ["command"]


@click.command("show", context_settings=CONTEXT, short_help=COMMANDS["show"])
@thing_argument()
@output_options("page")
@click.pass_context
def command(ctx: click.Context, thing: str, output: Output) -> None:
    """Show everything the graph holds about THING, with sources.

    Names, facts, people, events and results, each with the words of the sources behind it; then what is
    disputed, with all sides, and what others say about it. THING is a short or full IRI, a name or an
    abbreviation.

    \b
    Examples:
      kzgraph show cppk
      kzgraph show 'Communist Party of Kazakhstan'
      kzgraph show kz:cppk --format json -o cppk.json
    """  # noqa: D301 - click reads \b
    from kzgraph.evidence.description_page import description_page

    graph = session_of(ctx).graph
    emit(ctx, description_page(graph.show(thing), graph.prefixes), output)
