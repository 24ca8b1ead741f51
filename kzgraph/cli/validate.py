"""`kzgraph validate`: whether the graph is right, and where it is not."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import (
    Spreading,
    advance,
    bar,
    file_option,
    format_option,
    is_watched,
    only_files,
    remark,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzgraph.rdf.formats import Format
    from kzgraph.validation import Report
    from kzgraph.validation.findings import Language
    from kzgraph.validation.shacl import Progress

__all__ = ["command"]

#: Seconds between two looks at the files: soon enough for a person, and next to no work.
_PAUSE = 0.3
_FORMATS = ("text", "json", "ttl", "sarif", "github", "junit")


@click.command("validate", cls=Spreading, context_settings=CONTEXT, short_help=COMMANDS["validate"])
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option("--data", multiple=True, metavar="FILE...", type=click.Path(), help="Validate this RDF only.")
@click.option(
    "--shapes", multiple=True, metavar="FILE...", type=click.Path(), help="Use these SHACL shapes instead."
)
@format_option(
    _FORMATS, "text, json, ttl (the SHACL report), sarif, github or junit (default: by FILE, else text)."
)
@file_option("Write to FILE.")
@click.option("--lang", type=click.Choice(("en", "ru")), default="en", help="The language of the messages.")
@click.option("--explain", "rule", metavar="RULE", help="Tell why a shape, rule or check is there.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    data: tuple[str, ...],
    shapes: tuple[str, ...],
    format_name: str | None,
    file: str | None,
    lang: Language,
    rule: str | None,
    watch: bool,
) -> None:
    """Check whether the graph is right.

    Shapes (SHACL), rules (queries/verify/), the vocabulary, the quotes and the ontology's logic are
    checked. Each finding says where, what, and what to do. PATH is a graph folder, or a Turtle file: then
    its whole graph is checked, and what touches the file is shown; a file outside the graph is checked as
    if it stood in data/.

    With --data it is a SHACL validator for any RDF.

    \b
    Examples:
      kzgraph validate
      kzgraph validate data/people.ttl
      kzgraph validate --explain quote-verbatim
      kzgraph validate --format sarif -o findings.sarif
      kzgraph validate --data people.ttl --shapes shapes/*.ttl --format ttl

    Exit code 1 if there is an error (with --data: if the data does not conform), 3 if a file cannot be read.
    """  # noqa: D301 - click reads \b
    from kzgraph.rdf.formats import wished
    from kzgraph.validation.reports import FORMATS

    only_files(ctx)
    if data and paths:
        raise click.UsageError("--data and PATH exclude each other.")
    chosen = wished(FORMATS, format_name, file, "format of validate") or FORMATS["text"]
    folder: str | None = ctx.find_root().params.get("folder")
    if rule is not None:
        _explain(paths[0] if paths else folder, rule, shapes, lang)
        return
    job = _Job(folder, paths, data, shapes, lang)
    if watch:
        _watch(job, chosen, file)
        return
    ctx.exit(_check(job, chosen, file))


class _Job:
    """What to check: graph folders with the files to show of each, or data against shapes."""

    def __init__(
        self,
        folder: str | None,
        paths: Sequence[str],
        data: Sequence[str],
        shapes: Sequence[str],
        language: Language,
    ) -> None:
        self.data, self.shapes, self._language = data, shapes, language
        #: For each folder the files that were named; none for all.
        self.graphs: dict[str, list[str]] = {} if data else _graphs(folder, paths)

    def run(self) -> Report:
        """Check and return all reports as one."""
        from kzgraph.validation import validate, validate_files
        from kzgraph.validation.checked_files import inside
        from kzgraph.validation.reports import combined

        if self.data:
            with ExitStack() as bars:
                progress = _progress(bars)
                return validate_files(self.data, self.shapes, language=self._language, progress=progress)
        reports = []
        for root, named in self.graphs.items():
            # A file of the graph is in it already; only others are added.
            extra = [name for name in named if os.path.isabs(inside(root, name))]
            with ExitStack() as bars:
                report = validate(
                    root,
                    language=self._language,
                    shapes=self.shapes,
                    files=extra,
                    progress=_progress(bars),
                )
            reports.append(report.within(inside(root, name) for name in named) if named else report)
        return combined(reports)


def _graphs(named: str | None, paths: Sequence[str]) -> dict[str, list[str]]:
    """Return the graph folders that are meant, each with the files of it that were named."""
    from kzgraph.errors import GraphLoadError, shown
    from kzgraph.storage import folders

    found: dict[str, list[str]] = {}
    whole: set[str] = set()
    for path in paths or ("",):
        if not path or os.path.isdir(path):
            root = folders.find(path or named)
            whole.add(root)
            found[root] = []
        elif not os.path.exists(path):
            raise GraphLoadError(f"There is no file or folder {shown(path, 300)}.")
        else:
            root = folders.around(os.path.dirname(os.path.abspath(path))) or folders.find(named)
            if root not in whole:
                found.setdefault(root, []).append(path)
    return found


def _check(job: _Job, chosen: Format, file: str | None) -> int:
    """Check, write the report, and return the exit code."""
    from kzgraph.render.output import screen, write
    from kzgraph.validation.reports import write_report

    report = job.run()
    place = screen(file)
    write(write_report(report, chosen, place), chosen, place, file)
    if job.data and chosen.name == "ttl" and not report.unreadable:  # they are in no graph of results
        for finding in report.findings:
            if not finding.component:
                remark(f"{finding.where}: {finding.level}: {finding.message} {finding.solution}")
    if report.unreadable:
        return 3
    return int(report.engine_conforms is False) if job.data else int(report.errors > 0)


def _watch(job: _Job, chosen: Format, file: str | None) -> None:
    """Check, and again whenever a file is saved, until the person presses Ctrl-C."""
    import time

    from kzgraph.errors import KzgraphError

    files = [*job.data, *job.shapes, *(name for names in job.graphs.values() for name in names)]
    try:
        while True:
            before = _snapshot(job.graphs, files)
            try:
                _check(job, chosen, file)
            except KzgraphError as error:  # half a file was saved: the next save may mend it
                remark(f"Error: {error}")
            remark(f"{time.strftime('%H:%M:%S')} Waiting for changes; Ctrl-C ends.")
            while _snapshot(job.graphs, files) == before:
                time.sleep(_PAUSE)
    except KeyboardInterrupt:
        return


def _snapshot(roots: Iterable[str], files: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return time and size of every file in the folders of the graphs, and of further files."""
    found: dict[str, tuple[int, int]] = {}
    names = [
        os.path.join(folder, name)
        for root in roots
        for part in ("ontology", "data", "shapes", "queries", "sources")
        for folder, _, inside in os.walk(os.path.join(root, part))
        for name in inside
        if not name.startswith(".")
    ]
    for name in (*names, *files):
        with suppress(OSError):
            status = os.stat(name)
            found[name] = (status.st_mtime_ns, status.st_size)
    return found


def _explain(folder: str | None, rule: str, shapes: Sequence[str], language: Language) -> None:
    from kzgraph.render.safe import visible
    from kzgraph.validation.explain import as_text, explain

    click.echo(visible(as_text(explain(rule, folder, shapes=shapes, language=language), language)), nl=False)


def _progress(bars: ExitStack) -> Progress | None:
    """Return what draws a bar on standard error if there is more than one step; None where nobody sees it."""
    drawn: list[Any] = []

    def draw(done: int, total: int) -> None:
        if total > 1:
            drawn[:] = drawn or [bars.enter_context(bar(total, "Shapes"))]
            advance(drawn[0], done, total)

    return draw if is_watched() else None
