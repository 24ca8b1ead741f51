"""Taking in a file from beginning to end: read, match, decide, assemble, write down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kzgraph.editing.claim_files import HEAD
from kzgraph.editing.declarations import Declarations
from kzgraph.editing.turtle_files import TurtleFiles
from kzgraph.errors import UsageError, shown
from kzgraph.importing import decisions
from kzgraph.importing.assemble import Draft, assemble
from kzgraph.importing.document import Document
from kzgraph.importing.known import Known, known, place_words
from kzgraph.importing.match import Proposal, propose
from kzgraph.importing.records import Intake, Progress
from kzgraph.rdf.terms import literal, shrink
from kzgraph.storage.graph import Graph

__all__ = ["Imported", "Reader", "take_in"]

#: Reads a document; the declarations are those of the graph.
Reader = Callable[[Document, Declarations], Intake]
_HEAD: Final = "# Taken in from {}: the source, what is new, and one claim for each fact.\n"
_CONFLICTS: Final = "# What contradicts the graph, or the file itself: to be settled by hand.\n"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: the *turtle* text to be written, the *table* of proposals as CSV, and the rest.

    *proposals* leave out what is decided already.
    """

    document: Document
    intake: Intake
    proposals: list[Proposal]
    draft: Draft
    turtle: str
    table: str


def take_in(
    graph: Graph,
    path: str,
    reader: Reader,
    matches: str | None = None,
    language: str = "en",
    note: str = "",
    progress: Progress | None = None,
) -> Imported:
    """Return what is to be written for the file *path*; nothing is written.

    *matches* is the path of a table of decisions (see :mod:`kzgraph.importing.decisions`), *language* is
    that of texts that have none, *note* is kept with the source.

    Raises GraphLoadError for a file that cannot be read or is not what the reader expects, UsageError for
    one that is in the graph already and for decisions that cannot be used.
    """
    document = Document(path)
    _refuse_second(graph, document)
    declarations = Declarations(graph)
    if not declarations.speaks(language):
        raise UsageError(
            f"The graph has no names in the language {shown(language)}.",
            hint=f"Languages of its names: {', '.join(sorted(declarations.languages))}.",
        )
    intake = reader(document, declarations)
    decided = decisions.read(matches, intake, graph) if matches else {}
    things = known(graph, declarations)
    _refuse_other_kinds(graph, intake, decided, things)
    same = {key: each.wanted for key, each in intake.things.items() if each.wanted in declarations.names}
    same |= {key: each.thing for key, each in decided.items()}
    proposals = propose(intake, things, place_words(graph), same)
    open_ones = [each for each in proposals if each.key not in decided and each.key not in same]
    draft = assemble(graph, declarations, document, intake, decided, things, language, note, progress)
    table = decisions.table(intake, proposals, graph.prefixes)
    return Imported(document, intake, open_ones, draft, _written(graph, document, draft), table)


def _refuse_other_kinds(
    graph: Graph,
    intake: Intake,
    decided: Mapping[str, decisions.Decision],
    things: Mapping[str, Known],
) -> None:
    """Raise UsageError if something was decided to be a thing of another kind, such as a person a party."""
    for key, decision in decided.items():
        thing, other = intake.things[key], things.get(decision.thing)
        kind = other.kind if other is not None else "other"
        if decision.action == "same" and thing.kind not in ("other", kind):
            raise UsageError(
                f"{shrink(decision.thing, graph.prefixes)} is no {thing.kind}, as {shown(key)} is.",
                hint="Correct the column candidate.",
            )


def _refuse_second(graph: Graph, document: Document) -> None:
    """Raise UsageError if the graph has a source with the checksum or the name of the document."""
    for source in graph.values("SELECT ?s { ?s kzo:sha256 $sum } ORDER BY ?s", sum=literal(document.sha256)):
        raise UsageError(
            f"{shown(document.name)} is in the graph already, as {shrink(source, graph.prefixes)}.",
            hint="Nothing is taken in twice. To do it again, remove first what was written for it.",
        )
    for source in graph.values("SELECT ?s { ?s kzo:file $name } ORDER BY ?s", name=literal(document.name)):
        raise UsageError(
            f"{shrink(source, graph.prefixes)} is another file called {shown(document.name)}.",
            hint="Documents are found by their name: give this one a name of its own.",
        )


def _written(graph: Graph, document: Document, draft: Draft) -> str:
    """Return the Turtle text of a draft, as ``kzgraph fmt`` lays it out.

    Raises UsageError if the graph could not be loaded with it.
    """
    files = TurtleFiles(graph)
    edit = files.open("import.ttl", _HEAD.format(" ".join(document.name.split())))
    for description in draft.things:
        edit.append(description)
    for n, description in enumerate(draft.conflicts):
        edit.append(description, heading="" if n else _CONFLICTS)
    above = f"{HEAD.format(shrink(draft.source, graph.prefixes))}\n\n"
    line = 0
    for at, description in draft.claims:
        edit.append(description, heading=above + (f"# line {at}" if at != line else ""))
        above, line = "", at
    (content,) = files.finish("import").files.values()
    return content.decode()
