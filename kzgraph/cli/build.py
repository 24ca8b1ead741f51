"""`kzgraph build`: the whole release folder."""

from __future__ import annotations

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import advance, bar, folder_of, remark

__all__ = ["command"]


@click.command("build", context_settings=CONTEXT, short_help=COMMANDS["build"])
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--no-validate", is_flag=True, help="Build even if the graph has not been checked.")
@click.pass_context
def command(ctx: click.Context, folder: str, no_validate: bool) -> None:
    """Build the whole release folder DIR.

    It has the graph in every format of `kzgraph export`, a page for each thing, the documentation of the
    ontology, shapes and queries, a description in VoID and DCAT with the size and SHA-256 of each file, the
    checksums, and a README that says what each file is. The folder is itself a graph folder, from which the
    same release can be built again.

    The same graph gives the same bytes, on every machine. DIR is replaced only if it is an earlier release.

    The graph is checked first, as by `kzgraph validate`; a graph with errors is not released.

    \b
    Examples:
      kzgraph build release
      (cd release && sha256sum -c --quiet SHA256SUMS)

    Exit code 1 if the graph has errors, 2 if DIR holds anything else or a library is missing, 3 if the graph
    cannot be loaded or DIR not be written.
    """  # noqa: D301 - click reads \b
    from kzgraph.release.build import build
    from kzgraph.release.files import check_target

    root = folder_of(ctx)
    check_target(folder)
    if not no_validate and not _is_right(root):
        ctx.exit(1)
    with bar(1, "Building", beside=55) as shown:  # the name of a file stands there, too
        files = build(root, folder, lambda what, done, total: advance(shown, done, total, what))
    remark(f"{files} files in {folder}")


def _is_right(root: str) -> bool:
    """Tell whether the graph has no error, and say how many it has."""
    from kzgraph.validation import validate

    if not _has_checks(root):
        return True
    report = validate(root)
    if report.errors:
        noun = "1 error" if report.errors == 1 else f"{report.errors} errors"
        remark(f"Nothing was built: the graph has {noun}. See kzgraph validate, or build with --no-validate.")
    return not report.errors


def _has_checks(root: str) -> bool:
    """Tell whether the graph has shapes or rules to be checked against; other people's graphs need not."""
    from kzgraph.catalogue.queries import RULES
    from kzgraph.storage import folders

    return bool(folders.shape_files(root) or folders.walk(root, RULES.rstrip("/"), ".rq"))
