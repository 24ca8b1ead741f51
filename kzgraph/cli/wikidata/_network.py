"""What the commands that ask Wikidata share: their options and the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kzgraph.cli.common import is_watched, remark

if TYPE_CHECKING:
    from kzgraph.wikidata.client import Client

__all__ = ["client", "network_options"]


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
