"""Running all checks on a graph folder, or a SHACL engine on any data and shapes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from kzgraph.errors import Problem
from kzgraph.model import DATED
from kzgraph.rdf.terms import EDTF_LITERAL, Term, term_of
from kzgraph.storage import folders
from kzgraph.validation.checked_files import Checked, of_files, of_folder
from kzgraph.validation.consistency import check_consistency
from kzgraph.validation.constraints import findings as of_results
from kzgraph.validation.findings import Check, Finding, Language, Report, order, placed
from kzgraph.validation.focus import check_shapes
from kzgraph.validation.quotes import check_quotes
from kzgraph.validation.rules import read_rules, run_rules
from kzgraph.validation.shacl import Engine, Progress, PyShacl
from kzgraph.validation.shapes import Shapes, key
from kzgraph.validation.texts import finding
from kzgraph.validation.vocabulary import check_vocabulary

__all__ = ["validate", "validate_files"]

#: The checks that leave a triple alone if a shape or a rule has found something about it.
_SECOND: Final = ("owl-consistent", "date-edtf")


def validate(
    folder: str | os.PathLike[str] | None = None,
    *,
    language: Language = "en",
    shapes: Sequence[str] = (),
    files: Sequence[str] = (),
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a graph folder in every way and return what was found.

    *folder* is looked for as by :func:`kzgraph.load`. *shapes* are files to use in place of its ``shapes/``.
    *files* are further Turtle files, checked as if they stood in ``data/``. *engine* validates the shapes
    (pySHACL), *progress* is told of its steps.

    A file that cannot be read or parsed is a finding, and then the only kind (``report.unreadable``).
    Raises GraphLoadError if there is no graph or nothing to check it against or if the shapes are
    recursive, CatalogueError if a rule has a mistake, and :class:`~kzgraph.validation.shacl.EngineError` if
    the engine fails.
    """
    root = folders.find(folder)
    checked = of_folder(root, shapes, files)
    report = Report(root, prefixes=checked.prefixes, triples=len(checked.triples), language=language)
    if checked.problems:
        return _unreadable(report, checked.problems)
    rules = read_rules(checked.rules)
    known = Shapes(checked)

    findings, checks = check_vocabulary(checked, known, language)
    for more, check in (check_consistency(checked, language), check_quotes(checked, language)):
        findings += more
        checks += [check] if check else []
    of_rules, rule_checks = run_rules(rules, checked)
    results = _run_engine(engine, checked, known, progress, report) if checked.shapes else []
    of_shapes, shape_checks = check_shapes(known, checked.store, language)
    findings += _dates(checked, language)
    paths = {rule.name: rule.path for rule in rules}
    findings += [
        finding("empty-pass", "empty-rule", language, place=(paths[check.id], 1, 1), id=check.id)
        for check in rule_checks
        if check.looked_at == 0
    ]
    findings += of_shapes
    if not checked.shapes:
        findings.append(finding("empty-pass", "no-shapes", language))
    findings = _without_repeats([*results, *of_rules], findings)
    report.findings = sorted((placed(each, checked.positions) for each in findings), key=order)
    report.checks = [*shape_checks, *rule_checks, *checks]
    return report


def validate_files(
    data: Sequence[str],
    shapes: Sequence[str] = (),
    *,
    language: Language = "en",
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> Report:
    """Validate data against shapes, as a SHACL validator does, and nothing else.

    Without *shapes* they are looked for in the data. Terms of ``sh:`` that SHACL does not have are
    warnings, which are no validation results: ``report.engine_conforms`` and ``report.graph`` are the
    engine's own. Raises as :func:`validate` does.
    """
    checked = of_files(data, shapes)
    report = Report(
        prefixes=checked.prefixes, triples=len(checked.triples), language=language, only_shacl=True
    )
    if checked.problems:
        return _unreadable(report, checked.problems)
    known = Shapes(checked)
    unknown, checks = check_vocabulary(checked, known, language)
    findings = _run_engine(engine, checked, known, progress, report)
    findings += [replace(each, level="warning") for each in unknown]
    report.findings = sorted((placed(each, checked.positions) for each in findings), key=order)
    report.checks = [*check_shapes(known, checked.store, language)[1], *checks]
    return report


def _run_engine(
    engine: Engine | None, checked: Checked, shapes: Shapes, progress: Progress | None, report: Report
) -> list[Finding]:
    engine = engine or PyShacl()
    outcome = engine.validate(checked.triples, checked.shape_triples, shapes.targets(), progress)
    report.engine = engine.name
    report.engine_conforms = outcome.conforms
    report.graph = outcome.graph
    return of_results(outcome.results, shapes, checked, report.language)


def _unreadable(report: Report, problems: Iterable[Problem]) -> Report:
    """Return the report with nothing in it but the files that cannot be read."""
    report.unreadable = True
    for file, line, column, message in problems:
        reason = message.removeprefix("cannot be read: ").rstrip(".")
        place = file, line, column
        report.findings.append(
            finding("turtle-syntax", "syntax", report.language, place=place, problem=reason)
        )
    report.checks = [Check("turtle-syntax", "check", len(report.findings))]
    return report


def _dates(checked: Checked, language: Language) -> list[Finding]:
    """Return a finding for each triple whose value should be a date and is none."""
    findings = []
    for subject, predicate, node in checked.triples if checked.dates else ():
        if getattr(node, "value", None) not in checked.dates:
            continue
        value = term_of(node)
        if value.kind == "literal" and (value.datatype == EDTF_LITERAL or predicate.value in DATED.values()):
            words: dict[str, Any] = {"text": f"“{value.value}”", "problem": checked.dates[value.value]}
            triple = key(subject), predicate.value, value
            findings.append(finding("date-edtf", "date", language, triple, **words))
    return findings


def _without_repeats(first: Sequence[Finding], second: Iterable[Finding]) -> list[Finding]:
    """Return all findings but those of the second that say again what the first say of a triple."""
    covered: set[tuple[str | None, str | None, Term | None]] = set()
    for each in first:
        covered.add((each.focus, each.property, each.value))
        if each.value is None or each.component.endswith("ClosedConstraintComponent"):
            covered.add((each.focus, each.property, None))
    kept = [
        each
        for each in second
        if each.id not in _SECOND
        or covered.isdisjoint(((each.focus, each.property, each.value), (each.focus, each.property, None)))
    ]
    return [*first, *kept]
