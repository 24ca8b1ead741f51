"""What is checked: the files of a graph folder, or data and shapes by name, parsed once for all checks."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kzgraph.catalogue.queries import RULES
from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.rdf.parsing import File, prefixes, quads
from kzgraph.storage import folders
from kzgraph.storage.derived import derive
from kzgraph.storage.files import read
from kzgraph.turtle.positions import Positions

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple


@dataclass(slots=True)
class Material:
    """The files and what is in them.

    *ontology*, *data* and *shapes* are (name, content), as are *queries*. *triples* are those of ontology and
    data as they are written, *shape_triples* those of the shapes; *store* holds the former with the derived
    days, *ontology_store* and *shape_store* their files only. *problems* are files that cannot be read or
    parsed, *dates* the text of literals that are no dates, with the reason.
    """

    root: str = ""
    ontology: list[File] = field(default_factory=list)
    data: list[File] = field(default_factory=list)
    shapes: list[File] = field(default_factory=list)
    queries: list[File] = field(default_factory=list)
    triples: "list[Triple]" = field(default_factory=list)
    shape_triples: "list[Triple]" = field(default_factory=list)
    store: "Store" = field(init=False)
    ontology_store: "Store" = field(init=False)
    shape_store: "Store" = field(init=False)
    prefixes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dates: list[tuple[str, str]] = field(default_factory=list)
    positions: Positions = field(init=False)

    @property
    def rules(self) -> list[File]:
        """The queries that are rules."""
        return [file for file in self.queries if file[0].startswith(RULES)]

    def parse(self, *, days: bool) -> "Material":
        """Parse all files and fill in the rest; *days* derives the days that rules compare."""
        from pyoxigraph import Quad, Store

        many = len(self.ontology) + len(self.data) > 1
        known = [triple for file in self.ontology for triple in self._parsed(file, many)]
        self.triples = known + [triple for file in self.data for triple in self._parsed(file, many)]
        many = len(self.shapes) > 1
        self.shape_triples = [triple for file in self.shapes for triple in self._parsed(file, many)]
        self.ontology_store, self.shape_store, self.store = Store(), Store(), Store()
        for store, triples in (
            (self.ontology_store, known),
            (self.shape_store, self.shape_triples),
            (self.store, self.triples),
        ):
            store.extend(Quad(each.subject, each.predicate, each.object) for each in triples)
        turtle = [*self.ontology, *self.data]
        if days:
            self.dates = derive(self.store)
        self.prefixes = {**prefixes(self.shapes), **prefixes(turtle)}
        for query in (content for _, content in self.queries):
            for prefix, namespace in prefixes([("", query)]).items():
                self.prefixes.setdefault(prefix, namespace)
        self.positions = Positions([*self.data, *self.ontology, *self.shapes])
        self.problems.sort(key=lambda problem: (problem.file, problem.line or 0, problem.column or 0))
        return self

    def _parsed(self, file: File, rename: bool) -> "list[Triple]":
        """Return the triples of a file, none if there is a problem with it.

        Blank nodes of several files are renamed, since their names are those of their file.
        """
        return [quad.triple for quad in quads(file, self.problems, rename=rename)]


def of_folder(root: str, shapes: Sequence[str] = (), extra: Sequence[str] = ()) -> Material:
    """Read and parse a graph folder.

    *shapes* are files to use in place of the folder's own, *extra* further data files, as paths. Raises
    GraphLoadError if there is nothing to check the graph against.
    """
    sources = folders.read(root)
    found = Material(root, queries=sources.queries, problems=list(sources.problems))
    for name, content in sources.turtle:
        (found.ontology if name.startswith("ontology/") else found.data).append((name, content))
    found.data += _read(extra, root, found.problems)
    if shapes:
        found.shapes = _read(shapes, root, found.problems)
    else:
        names = (os.path.join(root, *name.split("/")) for name in folders.shape_files(root))
        found.shapes = _read(names, root, found.problems)
    if not found.problems and not sources.turtle and not extra:
        raise GraphLoadError(
            f"There is nothing to check in {shown(root, 300)}: it holds no Turtle file.",
            hint="Ontology and data are read from ontology/*.ttl and data/**/*.ttl.",
        )
    if not found.problems and not found.shapes and not found.rules:
        raise GraphLoadError(
            f"There is nothing to check {shown(root, 300)} against: it has no shapes and no rules.",
            hint="Shapes are read from shapes/*.ttl (or --shapes FILE), rules from queries/verify/*.rq.",
        )
    return found.parse(days=True)


def of_files(data: Sequence[str], shapes: Sequence[str]) -> Material:
    """Read and parse data and shapes from files; without *shapes* they are looked for in the data.

    Raises GraphLoadError if a file cannot be read or parsed, or if there is no shape.
    """
    found = Material()
    found.data = _read(data, "", found.problems)
    found.shapes = _read(shapes, "", found.problems) if shapes else list(found.data)
    found.parse(days=False)
    if not found.problems and not any(
        triple.predicate.value.startswith("http://www.w3.org/ns/shacl#") for triple in found.shape_triples
    ):
        where = ", ".join(shown(name, 200) for name in shapes or data)
        raise GraphLoadError(f"There is no shape in {where}.", hint="Name the shapes with --shapes FILE.")
    return found


def _read(paths: Iterable[str], root: str, problems: list[Problem]) -> list[File]:
    """Read files and name them relative to the root if they are below it; add those that cannot be read."""
    found: list[File] = []
    for path in paths:
        name = inside(root, path)
        before = len(problems)
        content = read(path, problems, name)
        if len(problems) == before:
            found.append((name, content))
    return found


def inside(root: str, path: str) -> str:
    """Return the path relative to the root, with ``/``; absolute if it is not below it."""
    if not root:
        return path
    try:
        name = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    except ValueError:  # another drive
        return os.path.abspath(path)
    return os.path.abspath(path) if name.startswith(os.pardir) else name.replace(os.sep, "/")
