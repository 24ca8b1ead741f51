"""`kzgraph wikidata candidates`: which items of Wikidata a thing may be, and why."""

from __future__ import annotations

import click

from kzgraph.cli import CONTEXT
from kzgraph.cli.common import Output, bar, emit, output_options, remark, session_of, thing_argument
from kzgraph.cli.wikidata import COMMANDS
from kzgraph.cli.wikidata._shared import client, network_options

__all__ = ["command"]


@click.command("candidates", context_settings=CONTEXT, short_help=COMMANDS["candidates"])
@thing_argument()
@click.option("--limit", type=click.IntRange(1, 50), default=10, help="How many to show (default: 10).")
@network_options
@output_options("list")
@click.pass_context
def command(
    ctx: click.Context,
    thing: str,
    limit: int,
    contact: str | None,
    api: str | None,
    max_age: int,
    output: Output,
) -> None:
    """Search Wikidata for the item of a thing.

    It is searched for by all its names, in all languages and scripts. What is found is copied into the cache
    and weighed: how like the names are, whether the kind fits, whether dates, country and the like agree, and
    whether the item is another thing's already. Near misses are shown with what speaks against them.

    Nothing is linked: every candidate comes with the line that would do it.

    \b
    Examples:
      kzgraph wikidata candidates alga
      kzgraph wikidata candidates kz:serikbolsyn-abdildin --format md
      kzgraph wikidata candidates cppk --limit 3 --format json

    Wikimedia wants to know how to reach whoever asks: set KZGRAPH_CONTACT once.

    Exit code 1 if no item is at least possible, 4 if Wikidata cannot be reached or does not answer.
    """  # noqa: D301 - click reads \b
    asking = client(contact, api)
    from kzgraph.errors import NotFound
    from kzgraph.rdf.terms import shrink
    from kzgraph.wikidata.cache import Cache
    from kzgraph.wikidata.candidates import candidates, profile, searches
    from kzgraph.wikidata.candidates_page import candidates_page

    graph = session_of(ctx).graph
    found_thing = graph.resolve(thing)
    short = shrink(found_thing, graph.prefixes)
    about = profile(graph, found_thing)
    asked = dict(searches(about))
    if not asked:
        raise NotFound(f"{short} has no name to search for.")
    with bar(len(searches(about)) + 1, "Searches") as progress:
        found = candidates(about, asking, Cache(), max_age=max_age, done=progress.update)
    if not found:
        raise NotFound(
            f"No item has a name like one of {short}: {', '.join(asked)}.",
            hint="Another name may help: add it to the data as skos:altLabel.",
        )
    emit(ctx, candidates_page(short, about.label, found[:limit], len(found) - len(found[:limit])), output)
    if found[0].verdict not in ("likely", "possible"):
        remark(f"None of them is likely to be {short}.")
        ctx.exit(1)
