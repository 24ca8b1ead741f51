"""`kzgraph fmt`: the Turtle files of a graph in one layout."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import folder_of, only_files, remark

if TYPE_CHECKING:
    from kzgraph.turtle.layout import Laid

__all__ = ["command"]

#: The folders of a graph that hold Turtle.
_FOLDERS = ("ontology", "data", "shapes")


@click.command("fmt", context_settings=CONTEXT, short_help=COMMANDS["fmt"])
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option("--check", is_flag=True, help="Change nothing; name the files that would change.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], check: bool) -> None:
    """Rewrite Turtle files in the one layout of the graph.

    PATH is a file or a folder; without one these are ontology/, data/ and shapes/ of the graph. Comments stay
    where they are, terms stay as they are written, and the triples are the same afterwards, or nothing is
    written.

    \b
    Examples:
      kzgraph fmt
      kzgraph fmt --check
      kzgraph fmt data/claims/000.ttl

    Exit code 1 if --check finds a file that would change, 3 if a file is malformed; then no file is changed.
    """  # noqa: D301 - click reads \b
    from kzgraph.errors import GraphLoadError
    from kzgraph.storage.files import replace
    from kzgraph.turtle.layout import lay_out

    only_files(ctx)
    files = _files(ctx, paths)
    laid = [lay_out(name, _content(path)) for name, path in files.items()]
    problems = [each.problem for each in laid if each.problem]
    if problems:
        noun = "1 file" if len(problems) == 1 else f"{len(problems)} files"
        raise GraphLoadError(f"Nothing was laid out: {noun} must be mended.", problems)
    differing = [each for each in laid if each.differs]
    for each in differing:
        click.echo(_difference(each) if check else each.name)
    if check:
        remark(f"{len(differing)} of {len(laid)} files would change.")
        ctx.exit(1 if differing else 0)
    replace({files[each.name]: each.after for each in differing if each.after is not None})
    remark(f"{len(differing)} of {len(laid)} files changed.")


def _difference(laid: Laid) -> str:
    from kzgraph.render.safe import visible

    line, old, new = laid.first_difference
    return visible(f"{laid.name}:{line}\n  - {old}\n  + {new}")


def _files(ctx: click.Context, paths: tuple[str, ...]) -> dict[str, str]:
    """Return the paths of the files by the names under which they are spoken of, sorted."""
    from kzgraph.errors import GraphLoadError, UsageError, shown
    from kzgraph.storage import folders

    if not paths:
        root = folder_of(ctx)
        names = [name for folder in _FOLDERS for name in folders.walk(root, folder, ".ttl")]
        return {name: os.path.join(root, *name.split("/")) for name in names}
    files: dict[str, str] = {}
    for path in paths:
        if "\0" in path or not os.path.exists(path):
            raise UsageError(f"There is no file or folder {shown(path, 200)}.")
        inside = [os.path.join(path, name[2:]) for name in folders.walk(path, ".", ".ttl")]
        found = inside if os.path.isdir(path) else [path]
        if not found:
            raise GraphLoadError(f"The folder {shown(path, 200)} holds no Turtle files (.ttl).")
        files.update((name, name) for name in found)
    once = {os.path.realpath(path): name for name, path in reversed(files.items())}
    return {name: path for name, path in files.items() if once[os.path.realpath(path)] == name}


def _content(path: str) -> bytes:
    from kzgraph.errors import GraphLoadError, shown

    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise GraphLoadError(f"{shown(path, 300)} cannot be read: {error.strerror or error}") from error
