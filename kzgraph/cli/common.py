"""What the commands share: the output options, writing an answer, and completing things and formats."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from kzgraph.cli import Session
from kzgraph.rdf.formats import wished
from kzgraph.render import FORMATS, render
from kzgraph.render.output import screen, write
from kzgraph.render.safe import visible

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kzgraph.editing.turtle_files import Changes
    from kzgraph.render.page import Page
    from kzgraph.sparql.results import Result

__all__ = [
    "Output",
    "Spreading",
    "bar_width",
    "emit",
    "folder_of",
    "only_files",
    "output_options",
    "remark",
    "session_of",
    "thing_argument",
    "write_changes",
]


class Spreading(click.Command):
    """A command whose --data and --shapes take all names that follow, so that ``--data data/*.ttl`` works."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each further name."""
        spread: list[str] = []
        option = ""
        for n, arg in enumerate(args):
            if arg.startswith("-") and arg != "-":
                option = arg if arg in ("--data", "--shapes") else ""
            elif option and args[n - 1] != option:
                spread.append(option)
            spread.append(arg)
        return super().parse_args(ctx, spread)


class Output:
    """The wish of the user how and where an answer is written.

    Made before the work begins, so that a misspelt format costs no time. Raises UnknownName or UsageError.
    """

    def __init__(self, format_name: str | None, file: str | None) -> None:
        self.file = file
        self.format = wished(FORMATS, format_name, file)


def output_options(*kinds: str) -> Callable[[Any], Any]:
    """Add --format and -o to a command whose answers are of these kinds (see `kzgraph.render.Format`)."""
    names = [each.name for each in FORMATS.values() if each.holds & set(kinds)]

    def add(command: Any) -> Any:
        command = click.option(
            "-o",
            "--output",
            "file",
            metavar="FILE",
            type=click.Path(),
            help="Write to FILE, whole or not at all; its extension tells the format.",
        )(command)
        return click.option(
            "--format",
            "format_name",
            metavar="FORMAT",
            shell_complete=lambda ctx, param, incomplete: [n for n in names if n.startswith(incomplete)],
            help=f"One of {', '.join(names)} (default: table on a terminal, plain in a pipe).",
        )(command)

    return add


def emit(ctx: click.Context, content: Result | Page, wanted: Output) -> None:
    """Write an answer as the user wishes. Raises UsageError if it does not fit the format, OutputError."""
    place = screen(wanted.file)
    chosen, pieces = render(content, wanted.format, place, session_of(ctx).graph.prefixes)
    write(pieces, chosen, place, wanted.file)


def session_of(ctx: click.Context) -> Session:
    """Return the session that the group made; a fresh one while the shell completes a line."""
    found = ctx.find_object(Session)
    if found is None:
        options = ctx.find_root().params
        found = Session(options.get("folder"), options.get("endpoint"))
        ctx.find_root().obj = found
    return found


def folder_of(ctx: click.Context) -> str:
    """Return the graph's folder without loading the graph.

    Raises UsageError if an endpoint was named instead, GraphLoadError if there is no folder.
    """
    from kzgraph.storage import folders

    only_files(ctx)
    return folders.find(ctx.find_root().params.get("folder"))


def only_files(ctx: click.Context) -> None:
    """Raise UsageError if an endpoint was named: the command works on files, whichever they are."""
    from kzgraph.errors import UsageError

    if ctx.find_root().params.get("endpoint"):
        raise UsageError("This command works on files: name a folder with --graph, not an --endpoint.")


def remark(text: str) -> None:
    """Say something to the person on standard error, beside the answer."""
    if sys.stderr is not None:
        click.echo(visible(text), err=True)


def write_changes(headline: str, changes: Changes, remarks: Iterable[str], dry_run: bool) -> None:
    """Write changed files, unless it is a *dry_run*, and say what is new in them."""
    from kzgraph.storage.files import replace

    if not dry_run:
        replace(changes.files)
    click.echo(visible(headline))
    for each in changes.written:
        click.echo(visible(f"\n{each.file}:{each.line}\n{each.text}"))
    for text in remarks:
        remark(f"\n{text}")
    if dry_run:
        remark("\nNothing was written (--dry-run).")


def thing_argument(*, required: bool = True) -> Callable[[Any], Any]:
    """Add the argument THING, with completion from the graph."""
    metavar = "THING" if required else "[THING]"
    return click.argument("thing", metavar=metavar, required=required, shell_complete=complete_thing)


def complete_thing(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the things whose short IRI begins with what was typed, with their labels."""
    from click.shell_completion import CompletionItem

    from kzgraph.errors import KzgraphError
    from kzgraph.lookup.labels import present
    from kzgraph.rdf.terms import shrink

    try:
        graph = session_of(ctx).graph
        rows = graph.select(
            "SELECT ?thing (SAMPLE(STR(?label)) AS ?name) { ?thing skos:prefLabel ?label "
            "FILTER(LANGMATCHES(LANG(?label), 'en')) FILTER NOT EXISTS { ?thing a kzo:Conflict } } "
            "GROUP BY ?thing ORDER BY ?thing"
        )
        found = [(shrink(thing.value, graph.prefixes), name.value) for thing, name in map(present, rows)]
    except KzgraphError:
        return []
    return [CompletionItem(short, help=name) for short, name in found if short.startswith(incomplete)]


def bar_width(beside: int = 30) -> int:
    """Return the width of a progress bar that leaves *beside* columns for what stands in its line with it."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        columns = 80
    return max(1, min(36, columns - beside))
