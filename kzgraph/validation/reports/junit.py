"""A report as JUnit XML, which build servers read: one test case for each shape, rule and check."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kzgraph.render import Screen
from kzgraph.render.safe import cell
from kzgraph.validation.findings import Check, Finding, Report

__all__ = ["write"]

_SUITES = {"shape": "shapes", "rule": "rules", "check": "checks"}


def write(report: Report, place: Screen) -> Iterator[str]:
    """Yield the report. A check fails with its errors; warnings and notes are its output."""
    of: dict[str, list[Finding]] = {}
    for finding in report.findings:
        of.setdefault(finding.id, []).append(finding)
    checks = {check.id: check for check in report.checks}
    for name in of:
        checks.setdefault(name, Check(name, "check", None))
    yield "<?xml version='1.0' encoding='UTF-8'?>\n"
    yield f'<testsuites name="kzgraph validate" {_counts(list(checks.values()), of)}>\n'
    for kind, suite in _SUITES.items():
        members = [check for check in checks.values() if check.kind == kind]
        if members:
            yield f'  <testsuite name="{suite}" {_counts(members, of)}>\n'
            for check in members:
                yield from _case(check, suite, of.get(check.id, []))
            yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _counts(checks: list[Check], of: dict[str, list[Finding]]) -> str:
    failed = sum(any(finding.level == "error" for finding in of.get(check.id, ())) for check in checks)
    return f'tests="{len(checks)}" failures="{failed}" errors="0"'


def _case(check: Check, suite: str, findings: list[Finding]) -> Iterator[str]:
    attributes = f"classname={_attribute(f'kzgraph.{suite}')} name={_attribute(check.id)}"
    if not findings:
        yield f"    <testcase {attributes}/>\n"
        return
    yield f"    <testcase {attributes}>\n"
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        yield f"      <failure message={_attribute(count)} type={_attribute(check.id)}>"
        yield escape("\n".join(map(_line, errors))) + "</failure>\n"
    rest = [finding for finding in findings if finding.level != "error"]
    if rest:
        yield f"      <system-out>{escape(chr(10).join(map(_line, rest)))}</system-out>\n"
    yield "    </testcase>\n"


def _line(finding: Finding) -> str:
    where = f"{finding.where}: " if finding.where else ""
    return cell(f"{where}{finding.level}: {finding.message} {finding.solution}".rstrip())


def _attribute(text: str) -> str:
    return quoteattr(cell(text))
