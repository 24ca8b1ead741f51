"""What validation says: findings, where they stand, the checks that were made, and all of it as a report."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from kzgraph.rdf.terms import Term
from kzgraph.turtle.positions import Place, Positions

Level = Literal["error", "warning", "info"]
Language = Literal["en", "ru"]
#: A triple of a report graph.
Triple = tuple[Term, Term, Term]

__all__ = ["LEVELS", "Check", "Finding", "Language", "Level", "Report", "Triple", "order", "placed"]

#: The levels, the gravest first.
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "info")
#: Components whose results name no value although there are some: the last of them is shown.
_OF_VALUES: Final = ("MaxCountConstraintComponent", "UniqueLangConstraintComponent")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing.

    *id* names the shape, rule or built-in check (``kzgraph validate --explain ID``). *message* says what was
    found and what should be, *solution* what to do; both in the language that was asked for. *focus* is the
    thing it is about (an IRI, ``_:label`` for a blank node), *property* and *value* are the rest of the
    offending triple, as far as there is one.

    *file* (relative to the graph folder), *line* and *column* (from 1) are the place of the offending triple
    if it is there, else that of the subject, None if nothing has a place. *also* are the other places where
    the thing is a subject. *component* is the IRI of the SHACL constraint component, "" where none was at
    work.
    """

    id: str
    level: Level
    message: str
    solution: str = ""
    focus: str | None = None
    property: str | None = None
    value: Term | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    also: tuple[Place, ...] = ()
    component: str = ""

    @builtins.property  # the field takes the name away
    def where(self) -> str:
        """The place as ``file:line:column``, as far as it is known; "" if it is not."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Check:
    """A shape, a rule or a built-in check, and how many nodes it *looked_at* (None: it does not say)."""

    id: str
    kind: Literal["shape", "rule", "check"]
    looked_at: int | None
    summary: str = ""


@dataclass(slots=True)
class Report:
    """The outcome of validation.

    *root* is the absolute path of the graph folder, to which the files of the findings are relative; "" if
    there is none. *findings* stand in the order of the files, *checks* in the order in which they were made.
    *conforms* is what SHACL calls so: nothing at all was found. *graph* is the engine's report graph, in
    which the findings of no other check stand. *engine* is its name with the version, "" if it did not run.
    *unreadable* tells that a file could not be read or parsed, so that nothing else was checked.
    """

    root: str = ""
    findings: list[Finding] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    graph: list[Triple] = field(default_factory=list)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    triples: int = 0
    engine: str = ""
    language: Language = "en"
    unreadable: bool = False
    #: Whether only a SHACL engine ran; findings of other checks are then remarks on the shapes.
    only_shacl: bool = False
    #: What the engine says by itself; None if it did not run.
    engine_conforms: bool | None = None

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self.findings and self.engine_conforms is not False

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return self.count("error")

    def count(self, level: Level) -> int:
        """Return how many findings are of that level."""
        return sum(finding.level == level for finding in self.findings)

    def within(self, files: Iterable[str]) -> Report:
        """Return the report with only those findings that have a place in one of the files."""
        wanted = set(files)
        kept = [
            finding
            for finding in self.findings
            if finding.file in wanted or any(place.file in wanted for place in finding.also)
        ]
        return replace(self, findings=kept)


def order(finding: Finding) -> tuple[object, ...]:
    """Return the key by which findings are sorted: file, line, column, then level, rule and value."""
    return (
        finding.file is None,
        finding.file or "",
        finding.line or 0,
        finding.column or 0,
        LEVELS.index(finding.level),
        finding.id,
        finding.focus or "",
        finding.property or "",
        finding.value.n3() if finding.value else "",
        finding.message,
    )


def placed(finding: Finding, positions: Positions, subject: str | None = None) -> Finding:
    """Return the finding with its place, and the other places where the thing is a subject.

    *subject* is that of the offending triple, if it is not the thing that the finding is about. Of a thing
    that is a subject in several files, the place is in the file that says of what type it is.
    """
    if finding.file is not None or finding.focus is None:
        return finding
    places = positions.subjects(finding.focus)
    main = _of_triple(finding, positions, subject)
    if main is None:
        main = places[0] if places else positions.term(finding.focus)
    if main is None and subject is not None:
        main = next(iter(positions.subjects(subject)), None)
    if main is None:
        return finding
    others = tuple(place for place in places if place.file != main.file)
    return replace(finding, file=main.file, line=main.line, column=main.column, also=others)


def _of_triple(finding: Finding, positions: Positions, subject: str | None) -> Place | None:
    if finding.focus is None or finding.property is None:
        return None
    for each in (finding.focus, subject):
        if each is not None and finding.value is not None:
            found = positions.triple(each, finding.property, finding.value)
            if found is not None:
                return found
    if finding.component.endswith(_OF_VALUES):
        values = positions.values(finding.focus, finding.property)
        return values[-1] if values else None
    return None
