"""`kzgraph coverage`: which passages of the sources carry claims, and which do not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Output, complete_thing, emit, output_options, remark, session_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzgraph.evidence.coverage import Document

__all__ = ["command"]

_WHAT_TO_DO = "Set KZGRAPH_SOURCES to the folder with the documents."


@click.command("coverage", context_settings=CONTEXT, short_help=COMMANDS["coverage"])
@click.argument("source", metavar="[SOURCE]", required=False, shell_complete=complete_thing)
@click.option("--check", is_flag=True, help="Name every gap and contradiction; exit code 1 if there is one.")
@output_options("list")
@click.pass_context
def command(ctx: click.Context, source: str | None, check: bool, output: Output) -> None:
    """Show which passages of the sources carry claims.

    A passage is a sentence, a row, a list item or a line. It is cited by claims, or listed in
    data/uncited.csv with the reason why it holds no fact, or open. The picture has one strip for each line of
    a document; with SOURCE it goes passage by passage, and shows the first words of the open ones.

    The documents are read from the folder KZGRAPH_SOURCES, else from sources/ in the graph's folder or from
    ../shared/sources beside it.

    \b
    Examples:
      kzgraph coverage
      kzgraph coverage kz:source-000
      kzgraph coverage --check
      kzgraph coverage --format csv | grep ,open,

    Exit code 1 if no document can be read, and with --check if a passage is neither cited nor listed, or
    both, or if something could not be checked.
    """  # noqa: D301 - click reads \b
    from kzgraph.errors import NotFound
    from kzgraph.evidence.coverage import coverage, findings

    graph = session_of(ctx).graph
    only = graph.resolve(source) if source else None
    documents = coverage(graph, only)
    missing = [document.problem for document in documents if document.problem]
    if len(missing) == len(documents):
        raise NotFound("\n".join(missing), hint=_WHAT_TO_DO)
    _show(ctx, documents, only is not None, output)
    if missing:
        remark("\n".join([*missing, _WHAT_TO_DO]))
    for document in documents:
        if document.is_other:
            remark(
                f"Warning: {document.file} is not the file that the quotes were taken from. Its SHA-256 is "
                f"{document.found}, the graph has {document.expected}."
            )
    found = findings(documents, graph.prefixes) if check else []
    if found:
        remark("\n".join(found))
        ctx.exit(1)


def _show(ctx: click.Context, documents: Sequence[Document], single: bool, output: Output) -> None:
    from kzgraph.evidence.coverage_page import (
        coverage_page,
        coverage_picture,
        coverage_rows,
        passages_picture,
    )
    from kzgraph.render import choose
    from kzgraph.render.output import screen, write

    place = screen(output.file)
    output.format = chosen = choose(output.format, "list", place)
    prefixes = session_of(ctx).graph.prefixes
    if chosen.name == "table":
        pieces: Iterator[str]
        if single:
            pieces = passages_picture(documents[0], prefixes, width=place.width, colour=place.colour)
        else:
            pieces = coverage_picture(documents, prefixes, width=place.width, colour=place.colour)
        write(pieces, chosen, place, output.file)
    else:
        emit(ctx, coverage_page(documents) if chosen.name == "json" else coverage_rows(documents), output)
