"""The table in which a curator decides which things of a file are things of the graph."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kzgraph.errors import KzgraphError, Problem, UsageError, shown
from kzgraph.importing.document import read_text
from kzgraph.importing.match import Proposal
from kzgraph.importing.records import Intake
from kzgraph.lookup.resolve import resolve
from kzgraph.rdf.terms import shrink
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph

__all__ = ["COLUMNS", "Decision", "read", "table"]

COLUMNS: Final = ("kind", "id", "name", "candidate", "candidate_name", "proposal", "reason", "decision")
#: What a spreadsheet program would run as a formula gets an apostrophe in front, which shows it as text.
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")

Action = Literal["same", "new", "skip"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a thing of the file: it is *thing* of the graph, new, or left out."""

    action: Action
    thing: str = ""


def table(intake: Intake, proposals: Iterable[Proposal], prefixes: Mapping[str, str]) -> str:
    """Return the table as CSV: a row for each proposal, and one for each thing without any."""
    by_key = grouped((proposal.key, proposal) for proposal in proposals)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for thing in intake.things.values():
        if thing.kind == "other":
            continue
        group = [
            (shrink(p.candidate, prefixes), p.label, "likely" if p.likely else "near miss", p.reason)
            for p in by_key.get(thing.key, [])
        ]
        for proposal in group or [("", "", "", "")]:
            writer.writerow([_safe(cell) for cell in (thing.kind, thing.key, thing.name, *proposal, "")])
    return text.getvalue()


def read(path: str, intake: Intake, graph: Graph) -> dict[str, Decision]:
    """Return the decisions in a table that :func:`table` made and a curator has filled in.

    Raises GraphLoadError if the file cannot be read, UsageError with all mistakes in it.
    """
    name = os.path.basename(path)
    decided: dict[str, Decision] = {}
    where: dict[str, int] = {}
    problems = []
    for line, row in _rows(path):
        try:
            action = _action(row["decision"])
            key = _plain(row["id"])
            if action is None:
                continue
            if key not in intake.things:
                raise UsageError(f"the file has nothing with the id {shown(key)}")
            thing = ""
            if action == "same":
                if not row["candidate"].strip():
                    raise UsageError("'yes' needs a candidate: name the thing of the graph")
                thing = resolve(graph, _plain(row["candidate"]))
            if action == "new" and key in decided:  # one of several candidates is refused
                continue
            known = decided.get(key)
            if known is not None and known.action != "new" and known != Decision(action, thing):
                raise UsageError(f"line {where[key]} decides otherwise about {shown(key)}")
            decided[key], where[key] = Decision(action, thing), line
        except KzgraphError as error:
            problems.append(Problem(name, line, None, error.message.rstrip(".")))
    if problems:
        raise UsageError(
            "The decisions cannot be used:", hint="\n".join(f"  {problem}" for problem in problems)
        )
    return decided


def _action(text: str) -> Action | None:
    """Return what a cell of the column *decision* means; None if nothing is decided."""
    known: dict[str, Action | None] = {"yes": "same", "no": "new", "skip": "skip", "": None}
    word = text.strip().lower()
    if word not in known:
        raise UsageError(f"{shown(text)} is no decision: yes, no, skip, or nothing")
    return known[word]


def _rows(path: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of the table with their lines; commas, semicolons and tabs separate."""
    text = read_text(path)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="")
    missing = [each for each in ("id", "candidate", "decision") if each not in (reader.fieldnames or [])]
    if missing:
        raise UsageError(
            f"It has no column {' and no column '.join(missing)}.",
            where=f"{path}:1",
            hint="Begin with the table that --propose writes.",
        )
    return [(reader.line_num, row) for row in reader]


def _safe(cell: str) -> str:
    text = " ".join(cell.split())
    return f"'{text}" if _FORMULA.match(text) else text


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
