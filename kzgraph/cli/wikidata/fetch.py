"""`kzgraph wikidata fetch`: copies of the linked items, for all that works without the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kzgraph.cli import CONTEXT
from kzgraph.cli.common import bar, complete_thing, remark, session_of
from kzgraph.cli.wikidata import COMMANDS
from kzgraph.cli.wikidata._shared import client, network_options
from kzgraph.render.safe import visible

if TYPE_CHECKING:
    from kzgraph.knowledge_graph import KnowledgeGraph
    from kzgraph.wikidata.fetch import Report

__all__ = ["command"]


@click.command("fetch", context_settings=CONTEXT, short_help=COMMANDS["fetch"])
@click.argument("names", metavar="[THING|QID]...", nargs=-1, shell_complete=complete_thing)
@network_options
@click.pass_context
def command(
    ctx: click.Context, names: tuple[str, ...], contact: str | None, api: str | None, max_age: int
) -> None:
    """Copy the linked items of Wikidata into the cache.

    Without arguments these are all items that the graph names; with a THING those that it is linked to, with
    a QID that item. Merged and missing items are reported. Items are asked for fifty at a time, one request
    after the other; an interrupted run goes on where it stopped.

    Wikimedia wants to know how to reach whoever asks: set KZGRAPH_CONTACT once.

    \b
    Examples:
      export KZGRAPH_CONTACT=you@example.org
      kzgraph wikidata fetch
      kzgraph wikidata fetch cppk Q232
      kzgraph wikidata fetch --max-age 0             all of them again

    The copies are in the user's cache folder, or in the folder KZGRAPH_WIKIDATA_CACHE.

    Exit code 1 if an item does not exist, 4 if Wikidata cannot be reached or does not answer.
    """  # noqa: D301 - click reads \b
    asking = client(contact, api)
    from kzgraph.wikidata.cache import Cache
    from kzgraph.wikidata.fetch import fetch, needed, today

    graph = session_of(ctx).graph
    things = _wanted(graph, names)
    cache = Cache()
    day = today()
    left = needed(cache, things, day, max_age)
    try:
        with bar(len(left), "Items") as progress:
            report = fetch(asking, cache, things, max_age=max_age, day=day, done=progress.update)
    except KeyboardInterrupt:
        remark("What was fetched is kept; the same command goes on from there.")
        raise
    _tell(graph, report, things, cache.folder)
    if report.missing:
        ctx.exit(1)


def _wanted(graph: KnowledgeGraph, names: tuple[str, ...]) -> dict[str, set[str]]:
    """Return the items that are meant, with the IRIs of the things that are linked to each.

    Raises UsageError for a name that is neither, NotFound for a thing, or a graph, without links.
    """
    from kzgraph.errors import NotFound
    from kzgraph.rdf.qids import item_id, means_item
    from kzgraph.rdf.terms import shrink
    from kzgraph.wikidata.links import links

    found: dict[str, set[str]] = {}
    linked = links(graph)
    for link in linked if not names else ():
        found.setdefault(link.qid, set()).add(link.thing)
    for name in names:
        if means_item(name):
            found.setdefault(item_id(name), set())
            continue
        thing = graph.resolve(name)
        own = [link for link in linked if link.thing == thing]
        short = shrink(thing, graph.prefixes)
        if not own:
            raise NotFound(
                f"{short} is not linked to Wikidata.",
                hint=f"Search for its item: kzgraph wikidata candidates {short}",
            )
        for link in own:
            found.setdefault(link.qid, set()).add(thing)
    if not found:
        raise NotFound(
            "Nothing in this graph is linked to Wikidata.",
            hint="Search for the item of a thing: kzgraph wikidata candidates THING",
        )
    return found


def _tell(graph: KnowledgeGraph, report: Report, things: dict[str, set[str]], folder: str) -> None:
    """Say what was merged, what is missing, and how many items there are now."""
    from kzgraph.rdf.terms import shrink

    def of(qid: str) -> str:
        names = ", ".join(sorted(shrink(thing, graph.prefixes) for thing in things[qid]))
        return f"{qid} ({names})" if names else qid

    for old, new in report.merged.items():
        click.echo(visible(f"{of(old)} was merged into {new}."))
    for qid in report.missing:
        click.echo(visible(f"{of(qid)} does not exist."))
    if report.merged and any(things[old] for old in report.merged):
        remark("Name the item that is left in the links: kzgraph wikidata link --help")
    counts = [f"{len(report.copied)} copied", f"{len(report.fresh)} fresh already"]
    if report.missing:
        counts.append(f"{len(report.missing)} missing")
    total = len(report.copied) + len(report.fresh) + len(report.missing)
    click.echo(visible(f"{total} {'item' if total == 1 else 'items'}: {', '.join(counts)}. In {folder}"))
