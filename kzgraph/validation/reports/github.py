"""A report as workflow commands of GitHub Actions, which annotate the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from kzgraph.render import Screen
from kzgraph.render.safe import visible
from kzgraph.validation.findings import Finding, Report

__all__ = ["write"]

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report, place: Screen) -> Iterator[str]:
    """Yield one command for each finding."""
    for finding in report.findings:
        yield _command(finding)


def _command(finding: Finding) -> str:
    properties = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.id}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value is not None)
    text = "\n".join(part for part in (finding.message, finding.solution) if part)
    return f"::{_COMMANDS[finding.level]} {told}::{_data(text)}\n"


def _data(text: str) -> str:
    """Escape as the toolkit of GitHub does for a message."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    """Escape as the toolkit of GitHub does for a property."""
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")
