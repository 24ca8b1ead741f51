"""The formats in which a report is written: for people, for other programs, and for code review."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module

from kzgraph.rdf.formats import Format, known
from kzgraph.render import Screen
from kzgraph.validation.findings import Report

__all__ = ["FORMATS", "combined", "write_report"]

#: A writer yields the text of a report, piece by piece.
Writer = Callable[[Report, Screen], Iterator[str]]

#: The formats of reports by name.
FORMATS = {
    each.name: each
    for each in (
        Format("text", "for people: place, message, what to do", "text/plain", (".txt",), human=True),
        Format("json", "everything, for programs", "application/json", (".json",)),
        known("ttl", "the SHACL validation report"),
        Format("sarif", "SARIF 2.1.0, for code review", "application/sarif+json", (".sarif",)),
        Format("github", "annotations of GitHub Actions", "text/plain"),
        Format("junit", "JUnit XML, for build servers", "application/xml", (".xml",)),
    )
}


def write_report(report: Report, chosen: Format, place: Screen) -> Iterator[str]:
    """Yield a report in a format; its files should be named as the reader sees them (:func:`combined`)."""
    module = "data" if chosen.name == "json" else chosen.name
    writer: Writer = import_module(f"kzgraph.validation.reports.{module}").write
    return writer(report, place)


def combined(reports: Sequence[Report]) -> Report:
    """Return the reports as one whose files are named from the working directory, with ``/``.

    So editors open them, and code review finds them, where the program was started in the repository.
    """
    first, *others = [_from_here(report) for report in reports]
    for other in others:
        first.findings += other.findings
        first.checks += other.checks
        first.graph += other.graph
        first.triples += other.triples
        first.prefixes = {**other.prefixes, **first.prefixes}
        first.unreadable = first.unreadable or other.unreadable
        first.engine = first.engine or other.engine
        if other.engine_conforms is not None:
            first.engine_conforms = other.engine_conforms and first.engine_conforms is not False
        first.root = ""
    return first


def _from_here(report: Report) -> Report:
    if not report.root:
        return replace(report)

    def path(file: str) -> str:
        whole = os.path.join(report.root, file)
        try:
            return os.path.relpath(whole).replace(os.sep, "/")
        except (ValueError, OSError):  # another drive, or no working directory
            return whole

    findings = [
        replace(
            each,
            file=path(each.file) if each.file else None,
            also=tuple(place._replace(file=path(place.file)) for place in each.also),
        )
        for each in report.findings
    ]
    return replace(report, findings=findings)
