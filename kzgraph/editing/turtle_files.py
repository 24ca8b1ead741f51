"""The Turtle files of a graph while facts are written into them: opened, changed, and checked at the end."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kzgraph.errors import GraphLoadError, InternalError, UsageError
from kzgraph.rdf.terms import RDF, local_name, shrink
from kzgraph.storage import folders
from kzgraph.storage.graph import Graph
from kzgraph.turtle.edit import TurtleEdit
from kzgraph.turtle.tokens import TurtleTextError, place
from kzgraph.turtle.tree import Statement

__all__ = ["Changes", "TurtleFiles", "Written"]


@dataclass(frozen=True, slots=True)
class Written:
    """Something new in a file: *line* is where it stands afterwards, *text* the Turtle."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written: *files* by path with their new content, and what is new in them."""

    files: dict[str, bytes]
    written: list[Written]


class TurtleFiles:
    """The Turtle files of a graph, as they are and as they will be.

    Nothing is written here. *contents* are the files as they are, by name.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._root = graph.folder.root
        self.contents = dict(graph.folder.turtle)
        self._edits: dict[str, TurtleEdit] = {}

    def open(self, name: str, head: str = "") -> TurtleEdit:
        """Return the file of that name to be changed; one that is not there yet holds the comment *head*.

        Raises UsageError with the place if the file holds what cannot be changed here.
        """
        if name not in self._edits:
            text = self.contents.get(name, b"").decode() or head
            try:
                self._edits[name] = TurtleEdit(name, text, self.graph.prefixes)
            except TurtleTextError as error:
                where = ":".join(map(str, (name, *place(text, error.offset))))
                raise UsageError(f"the file cannot be changed here: {error.message}", where=where) from None
        return self._edits[name]

    def about(self, thing: str) -> Iterator[tuple[TurtleEdit, Statement]]:
        """Yield the statements about a thing with their files, those first in which it begins a line."""
        local = local_name(thing).encode()
        start = re.compile(rb"(?m)^[^\s#]*" + re.escape(local) + rb">?\s")
        names = [name for name, content in self.contents.items() if local in content]
        for name in sorted(names, key=lambda name: start.search(self.contents[name]) is None):
            edit = self.open(name)
            yield from ((edit, statement) for statement in edit.about(thing))

    def described(self, thing: str) -> tuple[TurtleEdit, Statement]:
        """Return the statement in which a thing is described, with its file: one with a class if there is.

        Raises UsageError if no file describes it.
        """
        first = None
        for edit, statement in self.about(thing):
            if any(edit.iri_of(each.verb) == RDF + "type" for each in statement.predicates):
                return edit, statement
            first = first or (edit, statement)
        if first is None:
            raise UsageError(f"No file of the graph describes {shrink(thing, self.graph.prefixes)}.")
        return first

    def finish(self, what: str) -> Changes:
        """Return the changed files, in the order in which they were opened; *what* is new, for messages.

        Raises UsageError if the graph could not be loaded with them, InternalError if they did not hold
        exactly the old triples and the new ones.
        """
        from kzgraph.storage.loading import load
        from kzgraph.turtle.layout import same_triples

        edits = [edit for edit in self._edits.values() if edit.added]
        results = [(edit, *edit.result()) for edit in edits]
        contents = {edit.name: text.encode() for edit, text, _ in results}
        added = [f"{' '.join(term.n3() for term in triple)} ." for edit in edits for triple in edit.added]
        expected = "\n".join([*(edit.kept for edit in edits), *added])
        if not same_triples(expected.encode(), b"\n".join(contents.values())):
            raise InternalError(
                f"the files would not hold what they should with this {what}; nothing was written"
            )
        try:
            load(folders.Folder(self._root, {**self.contents, **contents}.items()))
        except GraphLoadError as error:
            problems = "\n".join(f"  {problem}" for problem in error.problems)
            raise UsageError(
                f"The graph could not be loaded with this {what}; nothing was written.", hint=problems
            ) from error
        return Changes(
            {os.path.join(self._root, *name.split("/")): content for name, content in contents.items()},
            [Written(edit.name, line, turtle) for edit, _, new in results for line, turtle in new],
        )
