"""`kzgraph search`: finding things by name."""

from __future__ import annotations

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Output, emit, output_options, session_of

__all__ = ["command"]


@click.command("search", context_settings=CONTEXT, short_help=COMMANDS["search"])
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(min=1), help="At most so many things."
)
@output_options("rows")
@click.pass_context
def command(ctx: click.Context, text: tuple[str, ...], limit: int, output: Output) -> None:
    """Find things by name, in any script or spelling.

    Full names and abbreviations come first, then names that begin with TEXT, names that have all its words,
    and, if there are none of these, names spelt nearly so.

    \b
    Examples:
      kzgraph search Жамбыл
      kzgraph search Zhambyl Akhmetbekov
      kzgraph search ҚКХП --format json

    Exit code 1 if nothing is found.
    """  # noqa: D301 - click reads \b
    from kzgraph.errors import NotFound, shown
    from kzgraph.evidence.data import hit_rows

    words = " ".join(text)
    found = session_of(ctx).graph.search(words, limit=limit)
    emit(ctx, hit_rows(found), output)
    if not found:
        raise NotFound(
            f"Nothing has a name like {shown(words)}.", hint="Try fewer words, or only a beginning."
        )
