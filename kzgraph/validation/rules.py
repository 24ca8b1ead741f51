"""The rules across records: ``queries/verify/*.rq``, SPARQL queries that must return no row.

A rule's header has ``summary``, ``level`` (error, warning, info), ``problem``, ``solution`` and
``columns``; it may have ``why``, ``right``, ``wrong`` for ``--explain``, and ``counts``, a pattern with
``?focus`` that says which nodes the rule looks at. The first column is the thing that a finding is about;
the columns ``property`` and ``value`` name the offending triple.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kzgraph.catalogue.queries import Query
from kzgraph.catalogue.query_file import read
from kzgraph.errors import CatalogueError, KzgraphError, Problem
from kzgraph.rdf.terms import Term
from kzgraph.sparql.guard import check
from kzgraph.sparql.results import Row
from kzgraph.storage.embedded import LocalEngine
from kzgraph.validation.constraints import short
from kzgraph.validation.findings import LEVELS, Check, Finding, Level

if TYPE_CHECKING:
    from pyoxigraph import Store


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


def run_rules(
    rules: Sequence[Query], store: "Store", prefixes: Mapping[str, str]
) -> tuple[list[tuple[Finding, str | None]], list[Check]]:
    """Run all rules on a store; return their findings, without places, and what each looked at.

    With each finding comes the subject of the offending triple, where that is not the thing it is about.

    Raises Refused for a rule that would call another server, and KzgraphError with the rule's file for one
    that cannot be answered.
    """
    engine = LocalEngine(store)
    findings: list[tuple[Finding, str | None]] = []
    checks: list[Check] = []
    counted: dict[str, int] = {}  # many rules look at the same nodes
    for rule in rules:
        try:
            if rule.service:  # the catalogue has let it through on purpose; here it would run unasked
                check(rule.text)
            findings += [_finding(rule, row, prefixes) for row in engine.query(rule.text)]
            looked_at = _looked_at(rule, engine, counted)
        except KzgraphError as error:
            error.where = f"{rule.path}, {error.where}" if error.where else rule.path
            raise
        checks.append(Check(rule.name, "rule", looked_at, rule.summary))
    return findings, checks


def _looked_at(rule: Query, engine: LocalEngine, counted: dict[str, int]) -> int | None:
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
        rows = list(engine.query(text))
        count = rows[0]["n"] if rows else None
        counted[text] = int(count.value) if count is not None else 0
    return counted[text]


def _finding(rule: Query, row: Row, prefixes: Mapping[str, str]) -> tuple[Finding, str | None]:
    """Return the finding of a row, and the subject of the offending triple if a column names it."""
    cells = {name: cell for name, cell in zip(row.keys(), row, strict=True) if cell is not None}
    focus = next(iter(cells.values()), None)
    prop, value = cells.get("property"), cells.get("value")
    named = "; ".join(f"{name} {short(cell, prefixes)}" for name, cell in cells.items())
    text = rule.extra.get("problem") or rule.summary
    level: Level = next((each for each in LEVELS if each == rule.extra.get("level")), "error")
    subject = cells.get("subject")
    finding = Finding(
        rule.name,
        level,
        f"{rule.summary.rstrip('.')}: {named}. {text}" if named else text,
        rule.extra.get("solution", ""),
        key_of(focus) if focus else None,
        prop.value if prop and prop.kind == "iri" else None,
        value,
    )
    return finding, key_of(subject) if subject else None


def key_of(value: Term) -> str:
    """Return the IRI or text of a term, or ``_:label``."""
    return f"_:{value.value}" if value.kind == "bnode" else value.value
