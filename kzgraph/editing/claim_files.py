"""Where a claim belongs in the files of a graph: which file, which place, which number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kzgraph.editing.turtle_files import TurtleFiles
from kzgraph.evidence.passages import place
from kzgraph.evidence.quotes import Found, line_of
from kzgraph.rdf.terms import iri, local_name, shrink
from kzgraph.storage.graph import Graph
from kzgraph.turtle.edit import Description, TurtleEdit
from kzgraph.turtle.tokens import Comment
from kzgraph.turtle.tree import Statement

__all__ = ["HEAD", "claim_stem", "insert_claim", "next_claim"]

#: The comment above the claims of a source.
HEAD: Final = "# What {} says, in the order in which it says it: one claim for each fact in each passage."
_LINE: Final = r"# line ([0-9]+)"

#: The words of claims and those before them, by claim.
Quotes = dict[str, tuple[str, str]]


def next_claim(files: TurtleFiles, source: str) -> str:
    """Return the IRI of the next claim of a source; its number is higher than any in the files."""
    names = (re.fullmatch(r"(.*?)([0-9]+)", name) for name in _quotes(files.graph, source))
    stems = Counter(name[1] for name in names if name)
    stem = stems.most_common(1)[0][0] if stems else claim_stem(source)
    pattern = re.escape(local_name(stem).encode()) + rb"([0-9]+)"
    used = [number for content in files.contents.values() for number in re.findall(pattern, content)]
    width = max(map(len, used), default=3)
    return f"{stem}{max(map(int, used), default=0) + 1:0{width}}"


def claim_stem(source: str) -> str:
    """Return what the IRIs of a source's claims begin with, before their numbers, if it has none yet."""
    local = local_name(source)
    return f"{source.removesuffix(local)}claim-{local.removeprefix('source-')}-"


def insert_claim(files: TurtleFiles, claim: Description, source: str, text: str, words: Found) -> None:
    """Write a claim where its *words* belong: in the order of the document *text*, under its line."""
    quotes = _quotes(files.graph, source)
    edit = _claims_file(files, source, quotes)
    line = line_of(text, words.start)
    entries = [*_entries(edit, quotes, text)]
    same_line = [(at, statement) for number, at, statement in entries if number == line]
    if same_line:
        before = [statement for at, statement in same_line if at is None or at <= words.start]
        if before:
            edit.insert_after(before[-1], claim)
        else:
            edit.insert_before(same_line[0][1], claim)
        return
    marked = not entries or any(_heading(statement) for *_, statement in entries)
    heading = f"# line {line}" if marked else ""
    above = [statement for number, _, statement in entries if number is not None and number < line]
    if above:
        edit.insert_after(above[-1], claim, heading=heading)
    elif entries:
        first = entries[0][2]
        edit.insert_before(first, claim, above=_heading(first), heading=heading)
    else:
        edit.append(claim, heading=heading)


def _quotes(graph: Graph, source: str) -> Quotes:
    rows = graph.select(
        "SELECT ?c ?quote ?prefix { ?c kzo:source $source ; kzo:quote ?quote "
        "OPTIONAL { ?c kzo:quotePrefix ?prefix } } ORDER BY ?c",
        source=iri(source),
    )
    return {row[0].value: (row[1].value, row[2].value if row[2] else "") for row in rows if row[0] and row[1]}


def _claims_file(files: TurtleFiles, source: str, quotes: Quotes) -> TurtleEdit:
    """Return the file with the latest claim of the source, or a new one for it."""
    for claim in reversed(quotes):
        for edit, _ in files.about(claim):
            return edit
    name = local_name(source).removeprefix("source-")
    return files.open(f"data/claims/{name}.ttl", f"{HEAD.format(shrink(source, files.graph.prefixes))}\n")


def _heading(statement: Statement) -> Comment | None:
    """Return the comment above a claim that names its line in the document."""
    return next((each for each in reversed(statement.leading) if re.fullmatch(_LINE, each.text)), None)


def _entries(
    edit: TurtleEdit, quotes: Quotes, text: str
) -> Iterator[tuple[int | None, int | None, Statement]]:
    """Yield line, offset and statement of the claims in a file, in its order; None for what is not known."""
    line = None
    for statement in edit.document.statements:
        name = edit.iri_of(statement.subject.text)
        heading = _heading(statement)
        if heading is not None:
            line = int(heading.text.split()[-1])
        if name in quotes:
            span = place(text, *quotes[name])
            at = span[0] if span else None
            yield line or (None if at is None else line_of(text, at)), at, statement
