"""`kzgraph wikidata diff`: our facts beside Wikidata's statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kzgraph.cli import CONTEXT
from kzgraph.cli.common import Output, advance, bar, complete_thing, emit, output_options, session_of
from kzgraph.cli.wikidata import COMMANDS
from kzgraph.cli.wikidata._shared import thing_called

if TYPE_CHECKING:
    from kzgraph.wikidata.diff import Diff

__all__ = ["command"]


@click.command("diff", context_settings=CONTEXT, short_help=COMMANDS["diff"])
@click.argument("thing", metavar="[THING|QID]", required=False, shell_complete=complete_thing)
@output_options("list")
@click.pass_context
def command(ctx: click.Context, thing: str | None, output: Output) -> None:
    """Compare our facts with Wikidata's statements.

    For every thing with an exact link, or only THING (its item names it as well): the facts on which both
    agree, those that one has less precisely, those that differ, and those that only one has; with qualifiers,
    ranks, and whether Wikidata gives a reference. What our sources disagree about stands beside what Wikidata
    says. Compared are the properties that ontology/wikidata.ttl speaks of; the others are counted.

    The items come from the cache: kzgraph wikidata fetch fills it. No network is used.

    \b
    Examples:
      kzgraph wikidata diff cppk
      kzgraph wikidata diff --format md -o wikidata.md
      kzgraph wikidata diff --format csv | grep 'only here'

    Exit code 0 whether or not there are differences: the two graphs never agree on all. 1 if THING is not
    linked, or none of the items has been fetched.
    """  # noqa: D301 - click reads \b
    from kzgraph.errors import NotFound
    from kzgraph.wikidata.cache import Cache
    from kzgraph.wikidata.diff import diff

    graph = session_of(ctx).graph
    only = thing_called(graph, thing) if thing is not None else None
    with bar(0 if only else 1, "Comparing") as progress:  # how many there are is known when it begins
        found = diff(graph, Cache(), only, lambda done, total: advance(progress, progress.pos + 1, total))
    if not any(each.state == "compared" for each in found.things):
        names = sorted({each.item for each in found.things if each.state == "not fetched"})
        bare = sorted({each.item for each in found.things if each.state == "no statements recorded"})
        if bare and not names:
            raise NotFound(
                f"The copy of {', '.join(bare[:5])} was made without its statements: there is no comparing.",
                hint=f"Fetch it again: kzgraph wikidata fetch {bare[0]} --max-age 0",
            )
        if not names:
            raise NotFound(f"Wikidata has no item {', '.join(each.item for each in found.things)}.")
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        raise NotFound(
            f"There is no copy of {shown}.",
            hint=f"Fetch {'them' if len(names) > 1 else 'it'}: kzgraph wikidata fetch {thing or ''}".rstrip(),
        )
    _show(ctx, found, output)


def _show(ctx: click.Context, found: Diff, output: Output) -> None:
    """Write the comparison; only what the format needs is arranged, for there may be thousands of items."""
    from kzgraph.render import choose
    from kzgraph.render.output import screen

    output.format = chosen = choose(output.format, "list", screen(output.file))
    if chosen.name in ("table", "plain", "md"):
        from kzgraph.wikidata.diff_page import diff_page

        emit(ctx, diff_page(found, session_of(ctx).graph.prefixes), output)
    else:
        from kzgraph.wikidata.diff_data import diff_data, diff_rows

        emit(ctx, diff_data(found) if chosen.name == "json" else diff_rows(found), output)
