"""A report as SARIF 2.1.0 (OASIS Standard, 2020), which code review tools show beside the lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from kzgraph._version import __version__
from kzgraph.render import Screen
from kzgraph.render.safe import escape_for_data
from kzgraph.validation.builtin import BUILTINS
from kzgraph.validation.findings import Finding, Report

__all__ = ["write"]

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write(report: Report, place: Screen) -> Iterator[str]:
    """Yield the report as one run. URIs are relative to where the program was started."""
    summaries = {check.id: check.summary for check in report.checks}
    ids = sorted({finding.id for finding in report.findings} | set(summaries))
    index = {name: n for n, name in enumerate(ids)}
    results = [_result(finding, index) for finding in report.findings]
    run = {
        "tool": {
            "driver": {
                "name": "kzgraph",
                "version": __version__,
                "rules": [_rule(name, summaries.get(name, ""), report) for name in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    yield escape_for_data(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"


def _rule(name: str, summary: str, report: Report) -> dict[str, object]:
    built_in = BUILTINS.get(name)
    russian = report.language == "ru"
    rule: dict[str, object] = {
        "id": name,
        "shortDescription": {"text": (built_in.summary[russian] if built_in else summary) or name},
    }
    if built_in:
        rule["fullDescription"] = {"text": built_in.why[russian]}
    rule["help"] = {"text": f"kzgraph validate --explain {name}"}
    return rule


def _result(finding: Finding, index: dict[str, int]) -> dict[str, object]:
    text = f"{finding.message} {finding.solution}".strip()
    found: dict[str, object] = {
        "ruleId": finding.id,
        "ruleIndex": index[finding.id],
        "level": _LEVELS[finding.level],
        "message": {"text": text},
    }
    if finding.file is not None:
        found["locations"] = [_location(finding.file, finding.line, finding.column)]
    if finding.also:
        found["relatedLocations"] = [_location(*at) for at in finding.also]
    return found


def _location(file: str, line: int | None, column: int | None) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(file, safe="/~")}}
    if line is not None:
        region = {"startLine": line}
        if column is not None:
            region["startColumn"] = column
        physical["region"] = region
    return {"physicalLocation": physical}
