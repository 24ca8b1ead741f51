"""Running all checks on a graph folder, or a SHACL engine on any data and shapes."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kzgraph.errors import Problem
from kzgraph.rdf.terms import EDTF_LITERAL, Term
from kzgraph.storage import folders
from kzgraph.validation.checked_files import of_files, of_folder
from kzgraph.validation.consistency import check_consistency
from kzgraph.validation.constraints import findings as of_results
from kzgraph.validation.findings import Check, Finding, Language, Report, order, placed
from kzgraph.validation.focus import focus_nodes
from kzgraph.validation.quotes import check_quotes
from kzgraph.validation.rules import read_rules, run_rules
from kzgraph.validation.shacl import Engine, Outcome, Progress, PyShacl
from kzgraph.validation.shapes import Shapes, term
from kzgraph.validation.texts import say
from kzgraph.validation.vocabulary import check_vocabulary

if TYPE_CHECKING:
    from kzgraph.validation.checked_files import Material

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
    found = of_folder(root, shapes, files)
    report = Report(root, prefixes=found.prefixes, triples=len(found.triples), language=language)
    if found.problems:
        return _unreadable(report, found.problems)
    rules = read_rules(found.rules)
    known = Shapes(found)
    subjects: dict[int, str | None] = {}

    findings, checks = check_vocabulary(found, known, language)
    for more, check in (check_consistency(found, language), check_quotes(found, language)):
        findings += more
        checks += [check] if check else []
    of_rules, rule_checks = run_rules(rules, found.store, found.prefixes)
    outcome = _run_engine(engine or PyShacl(), found, known, progress, report) if found.shapes else None
    results = of_results(outcome.results, known, found, language) if outcome else []
    shape_checks, empty = _looked_at(known, found, language)
    findings += _dates(found, language)
    findings += _empty_rules(rule_checks, language, {rule.name: rule.path for rule in rules})
    findings += empty
    if not found.shapes:
        findings.append(Finding("empty-pass", "warning", *say("no-shapes", language)))
    findings = _without_repeats([*results, *(finding for finding, _ in of_rules)], findings)
    subjects = {id(finding): subject for finding, subject in of_rules}
    report.findings = sorted(
        (placed(each, found.positions, subjects.get(id(each))) for each in findings), key=order
    )
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
    found = of_files(data, shapes)
    report = Report(prefixes=found.prefixes, triples=len(found.triples), language=language, only_shacl=True)
    if found.problems:
        return _unreadable(report, found.problems)
    known = Shapes(found)
    lint, checks = check_vocabulary(found, known, language)
    outcome = _run_engine(engine or PyShacl(), found, known, progress, report)
    findings = of_results(outcome.results, known, found, language)
    findings += [replace(finding, level="warning") for finding in lint]
    report.findings = sorted((placed(each, found.positions) for each in findings), key=order)
    report.checks = [*_looked_at(known, found, language)[0], *checks]
    return report


def _run_engine(
    engine: Engine, found: "Material", shapes: Shapes, progress: Progress | None, report: Report
) -> Outcome:
    outcome = engine.validate(found.triples, found.shape_triples, shapes.targets(), progress)
    report.engine = engine.name
    report.engine_conforms = outcome.conforms
    report.graph = outcome.graph
    return outcome


def _unreadable(report: Report, problems: Iterable[Problem]) -> Report:
    """Return the report with nothing in it but the files that cannot be read."""
    report.unreadable = True
    for problem in problems:
        reason = problem.message.removeprefix("cannot be read: ").rstrip(".")
        message, solution = say("syntax", report.language, problem=reason)
        place = (problem.file, problem.line, problem.column)
        report.findings.append(Finding("turtle-syntax", "error", message, solution, None, None, None, *place))
    report.checks = [Check("turtle-syntax", "check", len(report.findings))]
    return report


def _looked_at(shapes: Shapes, found: "Material", language: Language) -> tuple[list[Check], list[Finding]]:
    """Return how many nodes each shape looked at, and a finding for each that looked at none.

    A shape below one that looked at nothing is passed over: there is one mistake, not many.
    """
    nodes = focus_nodes(shapes, found.store)
    checks, findings = [], []
    for name, looked_at in nodes.items():
        shape = shapes.all[name]
        checks.append(
            Check(shape.id, "shape", len(looked_at), shape.text("http://www.w3.org/ns/shacl#name", language))
        )
        above = [nodes.get(parent, ()) for parent in shape.parents]
        if not looked_at and (shape.has_target or not above or any(above)):
            message, solution = say("empty-shape", language, id=shape.id)
            findings.append(Finding("empty-pass", "warning", message, solution, name))
    return checks, findings


def _empty_rules(checks: Iterable[Check], language: Language, paths: dict[str, str]) -> list[Finding]:
    """Return a finding for each rule that looked at no node."""
    return [
        Finding(
            "empty-pass",
            "warning",
            *say("empty-rule", language, id=check.id),
            file=paths[check.id],
            line=1,
            column=1,
        )
        for check in checks
        if check.looked_at == 0
    ]


def _dates(found: "Material", language: Language) -> list[Finding]:
    """Return a finding for each triple whose value should be a date and is none."""
    from kzgraph.model import DATED

    wrong = dict(found.dates)
    findings = []
    for triple in found.triples if wrong else ():
        value = term(triple.object)
        if value.value not in wrong or value.kind != "literal":
            continue
        if value.datatype == EDTF_LITERAL or triple.predicate.value in DATED.values():
            text, solution = say("date", language, text=f"“{value.value}”", problem=wrong[value.value])
            subject = term(triple.subject)
            focus = f"_:{subject.value}" if subject.kind == "bnode" else subject.value
            findings.append(
                Finding("date-edtf", "error", text, solution, focus, triple.predicate.value, value)
            )
    return findings


def _without_repeats(first: Sequence[Finding], second: Iterable[Finding]) -> list[Finding]:
    """Return all findings but those of the second that say again what the first say of a triple."""
    said: set[tuple[str | None, str | None, Term | None]] = set()
    for finding in first:
        said.add((finding.focus, finding.property, finding.value))
        if finding.value is None or finding.component.endswith("ClosedConstraintComponent"):
            said.add((finding.focus, finding.property, None))
    kept = [
        finding
        for finding in second
        if finding.id not in _SECOND
        or not {
            (finding.focus, finding.property, finding.value),
            (finding.focus, finding.property, None),
        }
        & said
    ]
    return [*first, *kept]
