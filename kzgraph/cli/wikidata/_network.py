"""What the commands that ask Wikidata share: their options, the client, and the progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from kzgraph.cli.common import bar_width, remark

if TYPE_CHECKING:
    from kzgraph.wikidata.client import Client

__all__ = ["bar", "client", "network_options"]


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
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(err=True)
    remark(text)


def bar(length: int, label: str) -> Any:
    """Return a progress bar on standard error, hidden where that is no terminal or there is nothing to do."""
    hidden = sys.stderr is None or not sys.stderr.isatty() or length == 0
    make: Callable[..., Any] = click.progressbar
    return make(length=length, label=label, width=bar_width(), hidden=hidden, file=sys.stderr)
