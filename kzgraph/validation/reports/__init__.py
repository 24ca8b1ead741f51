"""The formats in which a report is written: for people, for other programs, and for code review."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module

from kzgraph.errors import UnknownName
from kzgraph.render import Format, Screen
from kzgraph.validation.findings import Report

__all__ = ["FORMATS", "combined", "named", "write_report"]

#: A writer yields the text of a report, piece by piece.
Writer = Callable[[Report, Screen], Iterator[str]]

#: The formats with what they are; ``turtle`` is another name for ``ttl``.
FORMATS = {
    "text": Format("text", frozenset(("report",)), (".txt",), True, "for people: place, message, what to do"),
    "json": Format("json", frozenset(("report",)), (".json",), False, "everything, for programs"),
    "ttl": Format("ttl", frozenset(("report",)), (".ttl",), False, "the SHACL validation report"),
    "sarif": Format("sarif", frozenset(("report",)), (".sarif",), False, "SARIF 2.1.0, for code review"),
    "github": Format("github", frozenset(("report",)), (), False, "annotations of GitHub Actions"),
    "junit": Format("junit", frozenset(("report",)), (".xml",), False, "JUnit XML, for build servers"),
}
_OTHER_NAMES = {"turtle": "ttl"}


def named(name: str) -> Format:
    """Return the format of that name. Raises UnknownName."""
    wanted = _OTHER_NAMES.get(name.lower(), name.lower())
    if wanted not in FORMATS:
        import difflib

        near = difflib.get_close_matches(wanted, FORMATS, 3, 0.4)
        raise UnknownName("format", name, near, hint=f"Formats of validate: {', '.join(FORMATS)}.")
    return FORMATS[wanted]


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
