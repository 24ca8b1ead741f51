"""`kzgraph diff`: what changed between two states of a graph, in facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import bar, file_option, folder_of, format_option, only_files, remark
from kzgraph.rdf.formats import Format, wished
from kzgraph.render import FORMATS

if TYPE_CHECKING:
    from kzgraph.diff.comparison import Comparison
    from kzgraph.diff.versions import Version

__all__ = ["command"]

_FORMATS = {"text": FORMATS["plain"], "md": FORMATS["md"], "json": FORMATS["json"]}
#: With less to read than this many bytes there is nothing to wait for.
_LONG = 5_000_000


@click.command("diff", context_settings=CONTEXT, short_help=COMMANDS["diff"])
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@format_option(_FORMATS, "text, md (for a pull request) or json (default: text).")
@file_option("Write to FILE.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything changed, as git diff does.")
@click.pass_context
def command(
    ctx: click.Context, a: str, b: str | None, format_name: str | None, file: str | None, exit_code: bool
) -> None:
    """Show what changed between two states of a graph, in facts.

    A and B are each a graph folder, a release, an RDF file, or a git revision of the graph's folder (a
    commit, branch or tag, HEAD~3). What exists as a file or folder is taken for that; a branch of the same
    name can be written refs/heads/NAME. Without B, the graph's folder as it is now is compared.

    Facts, values, labels, claims with their rank, words and reasons, conflicts, terms of the ontology and
    shapes are told apart; the order and layout of files does not matter.

    \b
    Examples:
      kzgraph diff HEAD                      what I have changed
      kzgraph diff v0.1.0 v0.2.0 --format md
      kzgraph diff release/ HEAD --format json -o changes.json
      kzgraph diff old.nt new.ttl

    Exit code 0 whether or not anything changed (1 with --exit-code, if it did), 2 if A or B names nothing,
    3 if a file cannot be read.
    """  # noqa: D301 - click reads \b
    only_files(ctx)
    chosen = wished(_FORMATS, format_name, file, "format of diff")
    from kzgraph.diff.versions import read_version

    def root() -> str:
        return folder_of(ctx)

    old = read_version(a, root)
    new = read_version(b if b is not None else root(), root)
    if b is None:
        new.name = "now"
    for version in (old, new):
        if version.ambiguous:
            remark(
                f"{version.name} is a file or folder here and also a git revision: the former is compared. "
                f"Write refs/heads/{version.name} for a branch, refs/tags/{version.name} for a tag."
            )
    found = _compare(old, new)
    _write(found, chosen, file)
    ctx.exit(1 if exit_code and found else 0)


def _compare(old: Version, new: Version) -> Comparison:
    from kzgraph.diff.compare import compare

    total = sum(
        len(content) for version in (old, new) for _, content in [*version.files, *(version.shapes or [])]
    )
    with bar(total, "Reading", least=_LONG) as reading:
        return compare(old, new, reading.update)


def _write(found: Comparison, chosen: Format | None, file: str | None) -> None:
    from kzgraph.diff.page import changes_page
    from kzgraph.diff.pair import prefixes_of
    from kzgraph.render import render
    from kzgraph.render.output import screen, write

    prefixes = prefixes_of(found.old, found.new)
    place = screen(file)
    used, pieces = render(changes_page(found, prefixes), chosen, place, prefixes)
    write(pieces, used, place, file)
