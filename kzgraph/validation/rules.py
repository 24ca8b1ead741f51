"""The rules across records: ``queries/verify/*.rq``, SPARQL queries that must return no row.

A rule's header has ``summary``, ``level`` (error, warning, info), ``problem``, ``solution`` and
``columns``; it may have ``why``, ``right``, ``wrong`` for ``--explain``, and ``counts``, a pattern with
``?focus`` that says which nodes the rule looks at. The first column is the thing that a finding is about;
the columns ``property`` and ``value`` name the offending triple.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kzgraph.catalogue.queries import Query
from kzgraph.catalogue.query_file import read
from kzgraph.errors import CatalogueError, KzgraphError, Problem
from kzgraph.sparql.guard import check
from kzgraph.sparql.results import Row
from kzgraph.storage.graph import Graph
from kzgraph.validation.checked_files import Checked
from kzgraph.validation.constraints import short
from kzgraph.validation.findings import LEVELS, Check, Finding, placed

__all__ = ["read_rules", "run_rules"]


def read_rules(files: Iterable[tuple[str, bytes]]) -> list[Query]:
    """Read the rules among some files of the catalogue.

    Raises CatalogueError with every mistake: also for a rule that has parameters, no ``SELECT``, or no level.
    """
    rules = list(read(files).rules.values())
    problems = []
    for rule in rules:
        if rule.kind != "SELECT":
            problems.append(Problem(rule.path, 1, None, "a rule must be a SELECT query"))
        if rule.params:
            problems.append(Problem(rule.path, 1, None, "a rule cannot have parameters"))
        if rule.extra.get("level", "error") not in LEVELS:
            problems.append(Problem(rule.path, 1, None, f"level must be one of {', '.join(LEVELS)}"))
    if problems:
        raise CatalogueError("The rules cannot be used.", problems)
    return rules


def run_rules(rules: Iterable[Query], checked: Checked) -> tuple[list[Finding], list[Check]]:
    """Run all rules; return their findings, with their places, and what each looked at.

    Raises Refused for a rule that would call another server, and KzgraphError with the rule's file for one
    that cannot be answered.
    """
    findings: list[Finding] = []
    checks: list[Check] = []
    counted: dict[str, int] = {}  # many rules look at the same nodes
    for rule in rules:
        try:
            if rule.service:  # the catalogue has let it through on purpose; here it would run unasked
                check(rule.text)
            findings += [_finding(rule, row, checked) for row in checked.graph.engine.query(rule.text)]
            looked_at = _looked_at(rule, checked.graph, counted)
        except KzgraphError as error:
            error.where = f"{rule.path}, {error.where}" if error.where else rule.path
            raise
        checks.append(Check(rule.name, "rule", looked_at, rule.summary))
    return findings, checks


def _looked_at(rule: Query, graph: Graph, counted: dict[str, int]) -> int | None:
    """Return how many nodes the rule looks at, None if its header does not tell.

    *counted* holds the counts that were asked for before, by the query.
    """
    pattern = rule.extra.get("counts")
    if not pattern:
        return None
    declared = re.findall(r"(?im)^[ \t]*(PREFIX[ \t]+([\w.-]*:)[ \t]*<[^<>\s]*>)", rule.text)
    prologue = "\n".join(sorted(line for line, prefix in declared if prefix in pattern))
    text = f"{prologue}\nSELECT (COUNT(DISTINCT ?focus) AS ?n) WHERE {{ {pattern} }}"
    if text not in counted:
        check(text)
        count = graph.engine.query(text)[0]["n"]
        counted[text] = int(count.value) if count is not None else 0
    return counted[text]


def _finding(rule: Query, row: Row, checked: Checked) -> Finding:
    cells = {name: cell for name, cell in zip(row.keys(), row, strict=True) if cell is not None}
    focus = next(iter(cells.values()), None)
    prop, subject = cells.get("property"), cells.get("subject")
    named = "; ".join(f"{name} {short(cell, checked.prefixes)}" for name, cell in cells.items())
    text = rule.extra.get("problem") or rule.summary
    finding = Finding(
        rule.name,
        next((level for level in LEVELS if level == rule.extra.get("level")), "error"),
        f"{rule.summary.rstrip('.')}: {named}. {text}" if named else text,
        rule.extra.get("solution", ""),
        focus.key if focus else None,
        prop.value if prop and prop.kind == "iri" else None,
        cells.get("value"),
    )
    return placed(finding, checked.positions, subject.key if subject else None)
