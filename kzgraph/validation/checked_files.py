"""What is checked: the files of a graph folder, or data and shapes by name, parsed once for all checks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kzgraph.catalogue.queries import RULES
from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.rdf.parsing import File, prefixes, quads
from kzgraph.rdf.terms import SH
from kzgraph.storage import folders
from kzgraph.storage.derived import derive
from kzgraph.storage.embedded import LocalEngine
from kzgraph.storage.files import read
from kzgraph.storage.folders import Folder
from kzgraph.storage.graph import Graph
from kzgraph.turtle.positions import Positions
from kzgraph.validation.shapes import Node

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Checked", "inside", "of_files", "of_folder"]


class Checked:
    """The files that are checked, and what is in them.

    *triples* are those of the files of *folder* as they are written, *ontology* those of its ontology among
    them, *shape_triples* those of the files *shapes*. *graph* answers questions about the first, with the
    derived days if *days* are wanted; *positions* knows where all of them stand. *problems* are files that
    cannot be read or parsed, *dates* the literals that are no dates, with the reason.
    """

    def __init__(
        self, folder: Folder, shapes: Sequence[File], problems: Iterable[Problem] = (), *, days: bool
    ) -> None:
        from pyoxigraph import Quad, Store

        self.root, self.shapes, self.queries = folder.root, shapes, folder.queries
        self.problems = [*folder.problems, *problems]
        ontology = [file for file in folder.turtle if folder.root and file[0].startswith("ontology/")]
        data = [file for file in folder.turtle if file not in ontology]
        # Blank nodes are called as in their file, if it is the only one.
        many = len(folder.turtle) > 1
        self.ontology = self._parsed(ontology, rename=many)
        self.triples = self.ontology + self._parsed(data, rename=many)
        self.shape_triples = self._parsed(shapes, rename=len(shapes) > 1)
        self.problems.sort(key=lambda problem: (problem.file, problem.line or 0, problem.column or 0))
        self.store = Store()
        self.store.extend(Quad(*triple) for triple in self.triples)
        self.dates: Mapping[str, str] = dict(derive(self.store)) if days else {}
        self.prefixes = prefixes([*ontology, *data, *shapes, *self.queries])
        self.graph = Graph(LocalEngine(self.store), self.prefixes)
        self.positions = Positions([*data, *ontology, *shapes])

    @property
    def rules(self) -> list[File]:
        """The queries that are rules."""
        return [file for file in self.queries if file[0].startswith(RULES)]

    def objects(self, subject: Node, predicate: str) -> list[Node]:
        """Return what a subject has with a property; nothing for a literal."""
        from pyoxigraph import Literal, NamedNode

        if isinstance(subject, Literal):
            return []
        return [quad.object for quad in self.store.quads_for_pattern(subject, NamedNode(predicate), None)]

    def _parsed(self, files: Iterable[File], *, rename: bool) -> list[Triple]:
        return [quad.triple for file in files for quad in quads(file, self.problems, rename=rename)]


def of_folder(root: str, shapes: Sequence[str] = (), extra: Sequence[str] = ()) -> Checked:
    """Read and parse a graph folder.

    *shapes* are files to use in place of the folder's own, *extra* further data files, as paths. Raises
    GraphLoadError if there is nothing to check the graph against.
    """
    folder = folders.read(root)
    folder.turtle += _read(extra, root, folder.problems)
    wanted = _read(shapes, root, folder.problems) if shapes else folders.read_shapes(root, folder.problems)
    checked = Checked(folder, wanted, days=True)
    if not checked.problems and not folder.turtle:
        raise GraphLoadError(
            f"There is nothing to check in {shown(root, 300)}: it holds no Turtle file.",
            hint="Ontology and data are read from ontology/*.ttl and data/**/*.ttl.",
        )
    if not checked.problems and not wanted and not checked.rules:
        raise GraphLoadError(
            f"There is nothing to check {shown(root, 300)} against: it has no shapes and no rules.",
            hint="Shapes are read from shapes/*.ttl (or --shapes FILE), rules from queries/verify/*.rq.",
        )
    return checked


def of_files(data: Sequence[str], shapes: Sequence[str]) -> Checked:
    """Read and parse data and shapes from files; without *shapes* they are looked for in the data.

    Raises GraphLoadError if there is no shape.
    """
    problems: list[Problem] = []
    folder = Folder("", _read(data, "", problems))
    checked = Checked(folder, _read(shapes, "", problems) if shapes else folder.turtle, problems, days=False)
    if not checked.problems and not any(t.predicate.value.startswith(SH) for t in checked.shape_triples):
        where = ", ".join(shown(name, 200) for name in shapes or data)
        raise GraphLoadError(f"There is no shape in {where}.", hint="Name the shapes with --shapes FILE.")
    return checked


def _read(paths: Iterable[str], root: str, problems: list[Problem]) -> list[File]:
    """Read files and name them relative to the root if they are below it; add those that cannot be read."""
    files: list[File] = []
    for path in paths:
        before = len(problems)
        file = inside(root, path), read(path, problems, inside(root, path))
        files += [file] if len(problems) == before else []
    return files


def inside(root: str, path: str) -> str:
    """Return the path relative to the root, with ``/``; absolute if it is not below it."""
    if not root:
        return path
    try:
        name = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    except ValueError:  # another drive
        return os.path.abspath(path)
    return os.path.abspath(path) if name.startswith(os.pardir) else name.replace(os.sep, "/")
