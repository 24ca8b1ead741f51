"""`kzgraph stats`: how much the graph holds."""

from __future__ import annotations

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Output, emit, output_options, session_of

__all__ = ["command"]


@click.command("stats", context_settings=CONTEXT, short_help=COMMANDS["stats"])
@output_options("list")
@click.pass_context
def command(ctx: click.Context, output: Output) -> None:
    """Count what the graph holds.

    Things by class, claims by source and rank, disputes, names by language, and triples by layer: accepted,
    evidence, derived.

    \b
    Examples:
      kzgraph stats
      kzgraph stats --format jsonl
    """  # noqa: D301 - click reads \b
    from kzgraph.evidence.description_page import stats_page

    emit(ctx, stats_page(session_of(ctx).graph.stats()), output)
