"""Which passages of the sources are cited by claims, which are known to hold no fact, which are still open.

A passage is *cited* if the words of a claim (kzo:quote) touch it, and *listed* if ``data/uncited.csv`` gives
the reason why it holds no fact for the graph. One that is neither is *open*: a gap in the graph or in the
list. One that is both is a *contradiction*.

The list has the columns ``source`` (a prefixed name such as ``kz:source-000``, or an IRI), ``line``,
``passage`` (the number within the line, from 1; ``*`` for all of the line) and ``reason``. It is CSV as RFC
4180 describes it, in UTF-8.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kzgraph.errors import GraphLoadError, NotFound, Problem
from kzgraph.evidence.passages import Passage, place, split
from kzgraph.lookup.labels import Labelled, label_all
from kzgraph.rdf.terms import expand, iri, shrink
from kzgraph.storage import documents
from kzgraph.storage.graph import Graph
from kzgraph.storage.loaded import check_loaded

__all__ = ["LIST", "Covered", "Document", "Listed", "coverage", "findings", "read_list"]

#: The list of the passages without a fact, within the graph's folder.
LIST: Final = "data/uncited.csv"
_COLUMNS: Final = ["source", "line", "passage", "reason"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list: *row* is its line in the file, *number* None where it means all of a line."""

    row: int
    source: str
    line: int
    number: int | None
    reason: str


@dataclass(slots=True)
class Covered:
    """A passage with the IRIs of the *claims* that cite it, and why it holds no fact if it is listed.

    *text* is the passage itself, from the user's own file.
    """

    passage: Passage
    text: str
    claims: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """``cited``, ``listed``, ``open`` or ``contradiction`` (cited and listed, or listed twice)."""
        if len(self.reasons) > 1 or (self.claims and self.reasons):
            return "contradiction"
        return "cited" if self.claims else "listed" if self.reasons else "open"


@dataclass(slots=True)
class Document:
    """What is covered of one source.

    *problem* says why its file could not be read; then there are no passages. *expected* is the checksum in
    the graph (kzo:sha256; None if there is none), *found* that of the file. *claims* are the claims whose
    words stand in the file, *unplaced* those whose words do not stand there exactly once, *stray* the lines
    of the list that name no passage.
    """

    source: Labelled
    file: str
    problem: str | None = None
    expected: str | None = None
    found: str | None = None
    passages: list[Covered] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    stray: list[Listed] = field(default_factory=list)

    @property
    def is_other(self) -> bool:
        """Whether the file is not the one that the quotes were taken from."""
        return self.expected is not None and self.found is not None and self.expected.lower() != self.found

    def count(self, state: str) -> int:
        """Return how many passages are in that state (see `Covered.state`)."""
        return sum(each.state == state for each in self.passages)


def coverage(graph: Graph, source: str | None = None, folder: str | None = None) -> list[Document]:
    """Return what is covered of each source that names its file (kzo:file), by file; or of one.

    *source* is the IRI of the one, *folder* where the documents are (default:
    `kzgraph.storage.documents.folder_of`).

    Raises NotFound if the source, or every source, names no file; GraphLoadError if the list cannot be read,
    or for a server that has nothing loaded; and what the engine raises. A document that cannot be read is no
    error: it says so (`Document.problem`).
    """
    found = _documents(graph)
    if source is not None:
        found = {name: each for name, each in found.items() if name == source}
    if not found:
        check_loaded(graph.engine)
        what = f"{shrink(source, graph.prefixes)} names no" if source else "No source of the graph names a"
        raise NotFound(f"{what} file.", hint="The property for it is kzo:file.")
    folder = folder or (documents.folder_of(graph.path) if graph.path else None)
    listed = read_list(os.path.join(graph.path, *LIST.split("/")), graph.prefixes) if graph.path else []
    quotes = _quotes(graph)
    for name, document in found.items():
        text = _read(document, folder)
        if text is not None:
            _cover(document, text, quotes.get(name, []), [each for each in listed if each.source == name])
    return sorted(found.values(), key=lambda each: (each.file, each.source.term.value))


def findings(documents: Iterable[Document], prefixes: Mapping[str, str]) -> list[str]:
    """Return one sentence for everything that keeps cited and listed from being complete and disjoint.

    That is each open passage and each contradiction, each line of the list that names no passage, each claim
    whose words are not found, and each document that could not be read or is another one.
    """
    return [finding for document in documents for finding in _findings(document, prefixes)]


def _findings(document: Document, prefixes: Mapping[str, str]) -> Iterator[str]:
    name = shrink(document.source.term.value, prefixes)
    if document.problem:
        yield f"{name} was not checked: {document.problem}"
    if document.is_other:
        yield f"{name}: {document.file} is not the file that the quotes were taken from."
    for each in document.passages:
        where = f"{name}, line {each.passage.line}, passage {each.passage.number}"
        if each.state == "open":
            yield f"{where}: no claim cites it, and {LIST} does not list it."
        elif each.claims and each.reasons:
            by = ", ".join(shrink(claim, prefixes) for claim in each.claims)
            yield f"{where}: {LIST} lists it, but it is cited by {by}."
        elif each.state == "contradiction":
            yield f"{where}: {LIST} lists it {len(each.reasons)} times."
    for row in document.stray:
        what = f"there is no passage {row.number} in" if row.number else "there is nothing in"
        yield f"{LIST}:{row.row}: {what} line {row.line} of {document.file}."
    for claim in document.unplaced:
        yield f"{shrink(claim, prefixes)}: its words do not stand in {document.file} exactly once."


def read_list(file: str, prefixes: Mapping[str, str]) -> list[Listed]:
    """Read the list of passages without a fact; there are none if there is no such file.

    Raises GraphLoadError with every line that is malformed.
    """
    import csv

    found: list[Listed] = []
    problems: list[Problem] = []
    try:
        with open(file, encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            if next(reader, None) != _COLUMNS:
                problems.append(Problem(LIST, 1, None, f"the columns must be {','.join(_COLUMNS)}"))
            for cells in reader if not problems else ():
                row = _listed(cells, reader.line_num, prefixes) if cells else None
                if isinstance(row, str):
                    problems.append(Problem(LIST, reader.line_num, None, row))
                elif row is not None:
                    found.append(row)
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(LIST, None, None, f"cannot be read: {error}"))
    if problems:
        raise GraphLoadError("The list of passages without a fact cannot be used.", problems)
    return found


def _listed(cells: list[str], row: int, prefixes: Mapping[str, str]) -> Listed | str:
    """Return what a line of the list says, or what is wrong with it."""
    if len(cells) != len(_COLUMNS):
        return f"there must be {len(_COLUMNS)} cells, not {len(cells)}"
    source, line, number, reason = (cell.strip() for cell in cells)
    if not _counts(line):
        return "the line must be a number from 1"
    if number != "*" and not _counts(number):
        return "the passage must be a number from 1, or * for all of the line"
    if not source or not reason:
        return f"there is no {'reason' if source else 'source'}"
    within = None if number == "*" else int(number)
    return Listed(row, expand(source, prefixes) or source, int(line), within, reason)


def _counts(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0


def _documents(graph: Graph) -> dict[str, Document]:
    """Return the sources that name a file, by IRI."""
    rows = graph.select(
        "SELECT ?source ?file ?sum { ?source kzo:file ?file "
        "OPTIONAL { ?source kzo:sha256 ?sum } } ORDER BY ?source ?file ?sum"
    )
    found: dict[str, Document] = {}
    labels = label_all(graph, (row[0] for row in rows if row[0] is not None))
    for source, file, checksum in rows:
        if source is not None and file is not None and source.value not in found:
            expected = checksum.value if checksum else None
            found[source.value] = Document(labels[iri(source.value)], file.value, expected=expected)
    return found


def _quotes(graph: Graph) -> dict[str, list[tuple[str, str, str]]]:
    """Return claim, words and the words before them for each source."""
    rows = graph.select(
        "SELECT ?source ?claim ?quote ?prefix { ?claim kzo:source ?source ; kzo:quote ?quote "
        "OPTIONAL { ?claim kzo:quotePrefix ?prefix } } ORDER BY ?claim ?quote ?prefix"
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for source, claim, quote, prefix in rows:
        if source is not None and claim is not None and quote is not None:
            words = (claim.value, quote.value, prefix.value if prefix else "")
            found.setdefault(source.value, []).append(words)
    return found


def _read(document: Document, folder: str | None) -> str | None:
    """Return the document's text, or None, having noted the problem."""
    if folder is None:
        document.problem = f"{document.file} is not at hand."
        return None
    try:
        content = documents.read(folder, document.file)
    except GraphLoadError as error:
        document.problem = error.message
        return None
    document.found = content.sha256
    return content.text


def _cover(
    document: Document, text: str, quotes: Iterable[tuple[str, str, str]], listed: Iterable[Listed]
) -> None:
    """Fill in the passages of a document, what cites them, and what lists them."""
    document.passages = [Covered(each, text[each.start : each.end]) for each in split(text)]
    starts = [each.passage.start for each in document.passages]
    for claim, quote, prefix in quotes:
        span = place(text, quote, prefix)
        if span is None:
            document.unplaced.append(claim)
            continue
        document.claims.append(claim)
        for each in document.passages[max(0, bisect_right(starts, span[0]) - 1) :]:
            if each.passage.start >= span[1]:
                break
            if each.passage.end > span[0] and claim not in each.claims:
                each.claims.append(claim)
    by_line: dict[int, list[Covered]] = {}
    for each in document.passages:
        by_line.setdefault(each.passage.line, []).append(each)
    for row in listed:
        meant = [p for p in by_line.get(row.line, []) if row.number in (None, p.passage.number)]
        for each in meant:
            each.reasons.append(row.reason)
        if not meant:
            document.stray.append(row)
