"""A report as JSON: all findings, and how many nodes each shape, rule and check looked at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from kzgraph.render import Screen
from kzgraph.render.exchange import json_term
from kzgraph.render.safe import escape_for_data
from kzgraph.validation.findings import LEVELS, Finding, Report

__all__ = ["write"]


def write(report: Report, place: Screen) -> Iterator[str]:
    """Yield the report as one JSON object, indented."""
    found = Counter(finding.id for finding in report.findings)
    head = {
        "conforms": report.conforms,
        "graph": report.root or None,
        "engine": report.engine or None,
        "triples": report.triples,
        "counts": {level: report.count(level) for level in LEVELS},
        "checks": [
            {
                "id": check.id,
                "kind": check.kind,
                "summary": check.summary or None,
                "lookedAt": check.looked_at,
                "findings": found[check.id],
            }
            for check in report.checks
        ],
    }
    text = json.dumps(head, ensure_ascii=False, indent=2)
    yield escape_for_data(text[: -len("\n}")]) + ',\n  "findings": ['
    for n, finding in enumerate(report.findings):
        yield ("," if n else "") + "\n    " + escape_for_data(json.dumps(_data(finding), ensure_ascii=False))
    yield ("\n  " if report.findings else "") + "]\n}\n"


def _data(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "level": finding.level,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "solution": finding.solution or None,
        "focus": finding.focus,
        "property": finding.property,
        "value": json_term(finding.value) if finding.value else None,
        "component": finding.component or None,
        "also": [{"file": at.file, "line": at.line, "column": at.column} for at in finding.also],
    }
