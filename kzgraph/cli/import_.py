"""`kzgraph import`: taking in a Popolo file or a spreadsheet, with a source and a claim for each fact."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import advance, bar, only_files, remark, session_of
from kzgraph.errors import OutputError, UsageError, shown

if TYPE_CHECKING:
    from kzgraph.importing.records import Progress
    from kzgraph.importing.run import Reader

__all__ = ["command"]


@click.group("import", context_settings=CONTEXT, short_help=COMMANDS["import"], no_args_is_help=True)
def command() -> None:
    """Take in foreign data: as Turtle, with a new source and a claim for each fact.

    Nothing of the graph is changed or overwritten. What is written is one Turtle file that goes into the
    graph's data/ folder; the file that was taken in goes beside the other documents, so that its quotes can
    be checked. A report on standard error tells what was matched, what is new, what contradicts the graph,
    and what could not be taken and where.

    \b
    Things of the file that may be things of the graph are proposed, with
    the reason, and never merged by themselves:
      1. --propose FILE writes the proposals as a table (CSV).
      2. Fill in its column decision: yes (it is that thing of the graph),
         no (it is another), skip (leave it out, with all that is said of it).
      3. --matches FILE takes the file in as decided. Without a decision
         a thing is a new one.

    \b
    Examples:
      kzgraph import popolo members.json -o data/members.ttl
      kzgraph import csv members.csv --map members-metadata.json
    """  # noqa: D301 - click reads \b


def _options(function: Any) -> Any:
    """Add the options that both commands have."""
    for option in (
        click.option(
            "-o",
            "--output",
            metavar="FILE",
            type=click.Path(),
            help="Write the Turtle to FILE, which must not exist (default: standard output).",
        ),
        click.option(
            "--propose",
            metavar="FILE",
            type=click.Path(),
            help="Write the proposals to FILE, which must not exist; no Turtle without -o.",
        ),
        click.option(
            "--matches", metavar="FILE", type=click.Path(), help="Take over the decisions in this table."
        ),
        click.option(
            "--note", metavar="TEXT", help="Kept with the source: licence, origin, day of retrieval."
        ),
        click.option(
            "--lang",
            "language",
            metavar="TAG",
            default="en",
            show_default=True,
            help="Language of its names.",
        ),
    ):
        function = option(function)
    return function


@command.command("popolo", context_settings=CONTEXT, short_help="Take in people, parties and memberships.")
@click.argument("file", type=click.Path())
@_options
@click.pass_context
def popolo(ctx: click.Context, /, file: str, **options: str | None) -> None:
    """Take in FILE, a Popolo file: people, organisations, posts and memberships.

    \b
    Examples:
      kzgraph import popolo members.json --propose matches.csv
      kzgraph import popolo members.json --matches matches.csv \\
        --note 'Licence: CC0.' -o data/members.ttl

    Exit code 0 if all is well, 1 if something in the file is wrong or contradicts the graph (the rest is
    written, the report says what), 2 for wrong options, 3 if a file cannot be read or written.
    """  # noqa: D301 - click reads \b
    from kzgraph.importing.popolo import read

    _run(
        ctx,
        file,
        lambda progress: lambda document, declarations: read(document, declarations, progress),
        options,
    )


@command.command("csv", context_settings=CONTEXT, short_help="Take in a table by a mapping.")
@click.argument("file", type=click.Path())
@click.option(
    "--map",
    "mapping",
    metavar="MAPPING",
    required=True,
    type=click.Path(),
    help="What the columns mean: CSVW metadata (JSON).",
)
@_options
@click.pass_context
def table(ctx: click.Context, /, file: str, mapping: str, **options: str | None) -> None:
    """Take in FILE, a table (CSV, or as the mapping's dialect says), by a mapping.

    MAPPING is CSVW metadata, the W3C's description of tables: aboutUrl says which thing a row is about,
    propertyUrl what a column says of it, valueUrl which thing a cell names. Prefixed names of the graph may
    stand for IRIs (kz:{id}, kzo:seats). The csv-metadata.json of an export is such a mapping.

    \b
    Examples:
      kzgraph import csv members.csv --map members-metadata.json
      kzgraph import csv members.csv --map members-metadata.json \\
        --matches matches.csv -o data/members.ttl

    Exit codes as for `kzgraph import popolo`. Needs the package csvw: pip install 'kzgraph[exchange]'.
    """  # noqa: D301 - click reads \b
    from kzgraph.importing import mapping as mappings
    from kzgraph.importing.tabular import read

    only_files(ctx)

    graph = session_of(ctx).graph
    described = mappings.read(mapping, file, graph.prefixes)
    _run(
        ctx,
        file,
        lambda progress: (
            lambda document, declarations: read(
                document, declarations, described, graph.prefixes, graph.home, progress
            )
        ),
        options,
    )


def _run(
    ctx: click.Context, file: str, reader: Callable[[Progress | None], Reader], options: dict[str, str | None]
) -> None:
    """Take the file in, write what is wanted, report."""
    from kzgraph.importing.report import findings, lines
    from kzgraph.importing.run import take_in

    only_files(ctx)
    from kzgraph.render import FORMATS
    from kzgraph.render.output import screen, write
    from kzgraph.storage.files import replace

    output, propose = options["output"], options["propose"]
    for path in (output, propose):
        if path is not None and os.path.lexists(path):
            raise OutputError(
                f"{shown(path, 200)} exists, and nothing is overwritten.",
                hint="Name another file, or remove it.",
            )
    if output is not None and output == propose:
        raise UsageError("-o and --propose name one file.")
    language = _language(options)
    graph = session_of(ctx).graph
    note = " ".join((options["note"] or "").split())
    with bar(100, "Taking it in") as taking:
        progress = _halves(taking)
        taken = take_in(graph, file, reader(progress), options["matches"], language, note, progress)
    files = {path: text.encode() for path, text in ((output, taken.turtle), (propose, taken.table)) if path}
    if files:
        replace(files)
    if output is None and propose is None:
        write([taken.turtle], FORMATS["ttl"], screen(None))
    for line in lines(taken, graph.prefixes):
        remark(line)
    for path in files:
        remark(f"\n{path} was written.")
    if findings(taken):
        ctx.exit(1)


def _halves(shown: Any) -> Progress | None:
    """Return what shows in a bar how far the two parts are: what is read, and the claims that are written."""
    parts = 0

    def show(done: int, of: int) -> None:
        nonlocal parts
        parts += done == 1
        advance(shown, max(shown.pos, 50 * (parts - 1) + 50 * done // of), 100)

    return None if shown.hidden else show


def _language(options: dict[str, str | None]) -> str:
    """Return the language of names. Raises UsageError if it is no tag."""
    import re

    language = options["language"] or "en"
    if not re.fullmatch("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language):
        raise UsageError(
            f"{shown(language)} is not a language tag (BCP 47).", hint="Examples: en, ru, kk-Latn."
        )
    return language
