"""What the commands share: the options and the client of those that ask Wikidata, the names of things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kzgraph.cli.common import is_watched, remark

if TYPE_CHECKING:
    from kzgraph.knowledge_graph import KnowledgeGraph
    from kzgraph.wikidata.client import Client

__all__ = ["client", "network_options", "thing_called"]


def network_options(command: Any) -> Any:
    """Add --contact, --api and --max-age to a command."""
    command = click.option(
        "--max-age",
        type=click.IntRange(0, 36_500),
        default=30,
        metavar="DAYS",
        help="Copies younger than this are not fetched again (default: 30; 0 fetches all again).",
    )(command)
    command = click.option(
        "--api", metavar="URL", help="Another Wikibase's API (or KZGRAPH_WIKIDATA_URL; default: Wikidata's)."
    )(command)
    return click.option(
        "--contact",
        metavar="TEXT",
        help="How you can be reached: e-mail, web page or user page (or KZGRAPH_CONTACT). Sent along.",
    )(command)


def client(contact: str | None, api: str | None) -> Client:
    """Return the client. Raises UsageError if there is no contact, or the address is none."""
    from kzgraph.wikidata import client as module

    return module.Client(module.contact(contact), module.address(api), notice=_notice)


def _notice(text: str) -> None:
    """Say why there is a pause, below the progress bar if there is one."""
    if is_watched():
        click.echo(err=True)
    remark(text)


def thing_called(graph: KnowledgeGraph, text: str) -> str:
    """Return the IRI of the thing that *text* names, or that is linked to the item that it names.

    Raises what `KnowledgeGraph.resolve` raises, UsageError for a property, NotFound for an item that no thing
    is linked to.
    """
    from kzgraph.errors import NotFound
    from kzgraph.rdf.qids import item_id, means_item
    from kzgraph.wikidata.links import links

    if not means_item(text):
        return graph.resolve(text)
    item = item_id(text)
    for link in links(graph):
        if link.qid == item and link.relation != "not":
            return link.thing
    raise NotFound(
        f"Nothing in this graph is linked to {item}.",
        hint="What is linked: kzgraph wikidata status --list linked",
    )
