"""`kzgraph wikidata link`: writing down which item a thing is, or is not."""

from __future__ import annotations

import click

from kzgraph.cli import CONTEXT
from kzgraph.cli.common import only_files, session_of, thing_argument, write_changes
from kzgraph.cli.wikidata import COMMANDS

__all__ = ["command"]


@click.command("link", context_settings=CONTEXT, short_help=COMMANDS["link"])
@thing_argument()
@click.argument("qid", metavar="QID")
@click.option("--why", required=True, metavar="TEXT", help="Why it is so, for whoever wants to check it.")
@click.option("--close", is_flag=True, help="The two are nearly the same, or perhaps: no facts are compared.")
@click.option("--not", "differ", is_flag=True, help="They are two, and not to be confused.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.pass_context
def command(
    ctx: click.Context, thing: str, qid: str, why: str, close: bool, differ: bool, dry_run: bool
) -> None:
    """Write down that THING is the item QID of Wikidata.

    The copy of the item in the cache is looked at first: whether it exists, was merged, is of a kind that
    fits (no person for a party), is another thing already, or was told apart from this one. The link and its
    reason are written into data/links.ttl; they take the place of a record that nothing was found.

    THING is named as in other commands, QID as Q232 or by the address of its page.

    \b
    Examples:
      kzgraph wikidata candidates kz:alga
      kzgraph wikidata link kz:kazakhstan Q232 --why 'The country; same name.' --dry-run
      kzgraph wikidata link kz:cpk Q1780608 --not --why 'The party of 1936.'
      kzgraph wikidata link kz:tulesh-kenzhin Q20483074 --close --why 'A duplicate.'

    Exit code 1 if there is no such item or no copy of it, 2 if something speaks against the link or must be
    said differently, 3 if the graph or the cache cannot be read or the file not be written.
    """  # noqa: D301 - click reads \b
    if close and differ:
        raise click.UsageError("--close and --not exclude each other.")
    from kzgraph.rdf.qids import item_id

    only_files(ctx)
    from kzgraph.wikidata.cache import Cache
    from kzgraph.wikidata.link import plan

    graph = session_of(ctx).graph
    item = item_id(qid)
    planned = plan(
        graph, graph.resolve(thing), item, why, "close" if close else "not" if differ else "exact", Cache()
    )
    verb = "is nearly" if close else "is not" if differ else "is"
    write_changes(f"{planned.thing} {verb} {planned.item}.", planned.changes, planned.remarks, dry_run)
