"""What the commands share: the output options, writing an answer, and completing things and formats."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
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
    "advance",
    "bar",
    "complete_thing",
    "emit",
    "file_option",
    "folder_of",
    "format_option",
    "is_watched",
    "only_files",
    "output_options",
    "remark",
    "say_if_empty",
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

    def __init__(self, name: str | None, file: str | None) -> None:
        self.name, self.file = name, file
        self.format = wished(FORMATS, name, file)


def format_option(names: Iterable[str], text: str) -> Callable[[Any], Any]:
    """Add --format, which completes these names, as ``format_name``."""
    return click.option(
        "--format",
        "format_name",
        metavar="FORMAT",
        shell_complete=lambda ctx, param, incomplete: [n for n in names if n.startswith(incomplete)],
        help=text,
    )


def file_option(text: str, metavar: str = "FILE") -> Callable[[Any], Any]:
    """Add -o as ``file``."""
    return click.option("-o", "--output", "file", metavar=metavar, type=click.Path(), help=text)


def output_options(*kinds: str) -> Callable[[Any], Any]:
    """Add --format and -o to a command whose answers are of these kinds (see `kzgraph.render.Format`).

    The command is given both as one *output*.
    """
    names = [each.name for each in FORMATS.values() if each.holds & set(kinds)]
    text = f"One of {', '.join(names)} (default: table on a terminal, plain in a pipe)."

    def add(command: Any) -> Any:
        @wraps(command)
        def run(*args: Any, format_name: str | None, file: str | None, **given: Any) -> Any:
            return command(*args, output=Output(format_name, file), **given)

        of_file = file_option("Write to FILE, whole or not at all; its extension tells the format.")
        return format_option(names, text)(of_file(run))

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


def say_if_empty(result: Result) -> bool:
    """Say it and return True if an answer has no rows or triples."""
    empty = result.kind != "boolean" and not len(result)
    if empty:
        remark("No rows." if result.kind == "rows" else "No triples.")
    return empty


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


def bar(length: int, label: str, *, least: int = 1, beside: int = 30) -> Any:
    """Return a progress bar on standard error that leaves *beside* columns for what stands in its line.

    It is hidden where nobody would see it, and for work of fewer than *least* steps.
    """
    hidden = length < least or not is_watched()
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (AttributeError, OSError, ValueError):
        columns = 80
    width = max(1, min(36, columns - beside))
    make: Callable[..., Any] = click.progressbar
    return make(
        length=length,
        label=label,
        width=width,
        hidden=hidden,
        file=sys.stderr,
        item_show_func=lambda what: what,
    )


def is_watched() -> bool:
    """Tell whether standard error is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def advance(shown: Any, done: int, total: int, what: str | None = None) -> None:
    """Show in a bar how much is done of how much, and *what* is in hand."""
    shown.length = total
    shown.update(done - shown.pos, what)
