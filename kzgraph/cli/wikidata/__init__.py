"""`kzgraph wikidata`: what the graph and Wikidata agree on, where they differ, and what each lacks."""

from __future__ import annotations

import click

from kzgraph.cli import COMMANDS as ALL
from kzgraph.cli import CONTEXT, LazyGroup

__all__ = ["COMMANDS", "command"]

#: The subcommands with their short helps, in the order in which they are listed.
COMMANDS = {
    "status": "Show what is linked to Wikidata, and what is not.",
    "fetch": "Copy the linked items into the cache.",
    "candidates": "Search Wikidata for the item of a thing.",
    "link": "Write down which item a thing is, or is not.",
    "diff": "Compare our facts with Wikidata's statements.",
    "draft": "Draft statements for Wikidata from what is only here.",
}


class _Group(LazyGroup):
    table = COMMANDS
    package = "kzgraph.cli.wikidata"


@click.group(
    "wikidata", cls=_Group, context_settings=CONTEXT, short_help=ALL["wikidata"], no_args_is_help=True
)
def command() -> None:
    """Compare the graph with Wikidata, and link the two.

    \b
    Examples, in the order in which a thing is linked and compared:
      kzgraph wikidata status                 what is linked, what is not
      kzgraph wikidata candidates kz:alga     which items it could be
      kzgraph wikidata link kz:cppk Q2166484 --why 'Same name and founding date.'
      kzgraph wikidata fetch                  copies of the linked items
      kzgraph wikidata diff cppk              what the two say of it
      kzgraph wikidata draft cppk             what Wikidata lacks, for QuickStatements

    Only fetch and candidates use the network; nothing here writes to Wikidata.
    """  # noqa: D301 - click reads \b
