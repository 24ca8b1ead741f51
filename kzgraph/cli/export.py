"""`kzgraph export`: the graph, whole or in part, in the formats that others read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Spreading, bar, complete_thing, file_option, format_option, remark, session_of
from kzgraph.errors import UsageError, shown
from kzgraph.export.formats import FORMATS, write
from kzgraph.rdf.formats import Format, wished
from kzgraph.render.output import write_bytes

if TYPE_CHECKING:
    from kzgraph.export.choice import Choice, Layer
    from kzgraph.export.material import Material
    from kzgraph.storage.graph import Graph

__all__ = ["command"]

#: With fewer triples, or bytes to read, an export is done before a bar could be looked at.
_MANY_TRIPLES, _MANY_BYTES = 50_000, 2_000_000

_HELP = """Take the graph away, whole or in part, in the formats that others read.

The same graph gives the same bytes each time. Without -o the export goes to standard output; formats of
several files need a folder.

\b
Formats:
%FORMATS

With --as-of DAY, what lasted must possibly have held on the day, and what happened have happened by
then. The RDF formats carry the days that are derived to compare dates, so that a server that loads them
answers as the files do.

\b
Examples:
  kzgraph export -o kzgraph.ttl
  kzgraph export --format csv -o tables
  kzgraph export --entity cppk --lang ru --format md
  kzgraph export --layer accepted --as-of 2005-01-01 -o 2005.ttl
  kzgraph export --data others/*.rdf -o others.nq

Exit code 1 if nothing fits the choice, 3 if a file cannot be read or written.
""".replace("%FORMATS", "\n".join(f"  {each.name:<8} {each.what}" for each in FORMATS.values()))


@click.command("export", cls=Spreading, context_settings=CONTEXT, help=_HELP, short_help=COMMANDS["export"])
@format_option(FORMATS, "One of the formats above (default: by the extension of OUT, else ttl).")
@file_option("Write to this file, or folder for tables, whole or not at all.", "OUT")
@click.option(
    "--layer",
    type=click.Choice(("accepted", "evidence", "all")),
    default="all",
    help="Accepted facts, claims with their sources, or all and the ontology (default).",
)
@click.option(
    "--entity", metavar="THING", shell_complete=complete_thing, help="Only what is about this thing."
)
@click.option("--lang", metavar="LANG", help="Only texts in this language, and all words of claims.")
@click.option("--as-of", metavar="DAY", help="Only what can have been so on this day: 2004-04-13.")
@click.option("--no-derived", is_flag=True, help="Leave out the days that are derived from dates.")
@click.option("--safe-csv", is_flag=True, help="Keep spreadsheets from taking cells for formulas.")
@click.option(
    "--data", multiple=True, metavar="FILE...", type=click.Path(), help="Convert these RDF files instead."
)
@click.pass_context
def command(
    ctx: click.Context,
    format_name: str | None,
    file: str | None,
    layer: Layer,
    entity: str | None,
    lang: str | None,
    as_of: str | None,
    no_derived: bool,
    safe_csv: bool,
    data: tuple[str, ...],
) -> None:
    """Write an export."""
    from kzgraph.export.choice import Choice, day, language
    from kzgraph.export.source import material_of

    chosen = _format(format_name, file)
    options = ctx.find_root().params
    if data and (options.get("endpoint") or options.get("folder")):
        raise UsageError("--data takes the place of the graph: leave out --graph and --endpoint.")
    if entity == "":  # an unset variable of a script: everything is not what was meant
        raise UsageError("--entity names no thing.", hint="Example: --entity cppk")
    choice = Choice(
        layer,
        entity,
        None if lang is None else language(lang),
        None if as_of is None else day(as_of),
        derived=not no_derived,
    )
    graph = _of_files(data) if data else _of_graph(ctx, choice)
    material = material_of(graph, choice, safe_csv=safe_csv)
    with bar(len(material.statements), "Writing", least=_MANY_TRIPLES) as writing:
        material.progress = writing.update
        _write(material, chosen, file)
    for value, why in material.undated[:1]:
        more = f" ({len(material.undated) - 1} more)" if len(material.undated) > 1 else ""
        remark(f"Warning: {shown(value)} {why}{more}. No days are derived from it; see kzgraph validate.")


def _format(name: str | None, out: str | None) -> Format:
    """Return the format that is wished; raise UsageError if it does not fit the target."""
    if name is None and out is not None and os.path.isdir(out):
        several = ", ".join(each.name for each in FORMATS.values() if not each.ending)
        raise UsageError("A folder does not tell the format.", hint=f"Say it with --format: {several}.")
    chosen = wished(FORMATS, name, out, "export format") or FORMATS["ttl"]
    if not chosen.ending and out in (None, "-"):
        raise UsageError(
            f"The format {chosen.name} is several files.", hint="Name a folder for them with -o DIR."
        )
    return chosen


def _of_files(paths: Sequence[str]) -> Graph:
    from kzgraph.storage.graph import read_files

    with bar(sum(map(_size, paths)), "Reading", least=_MANY_BYTES) as reading:
        return read_files(paths, reading.update)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except (OSError, ValueError):
        return 0


def _of_graph(ctx: click.Context, choice: Choice) -> Graph:
    from kzgraph.storage import folders
    from kzgraph.storage.graph import Graph

    options = ctx.find_root().params
    if options.get("endpoint"):
        return session_of(ctx).graph
    graph = Graph(folder=folders.read(folders.find(options.get("folder"))))
    if choice.as_of:
        _ = graph.engine  # for its error, which has file and line of each date that is none
    size = sum(len(content) for _, content in graph.folder.turtle)
    with bar(size, "Reading", least=_MANY_BYTES) as reading:
        graph.statements(reading.update)
    return graph


def _write(material: Material, chosen: Format, out: str | None) -> None:
    if out is None or out == "-":
        write_bytes(lambda target: write(chosen, material, target))
    else:
        write(chosen, material, out)
