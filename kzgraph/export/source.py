"""From a graph folder, an endpoint, or RDF files of any kind to what the writers are given."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kzgraph.errors import GraphLoadError, Problem
from kzgraph.export.choice import Choice, choose
from kzgraph.export.layers import Layers
from kzgraph.export.material import Material
from kzgraph.export.statements import Statements, of_quads, to_store
from kzgraph.rdf.formats import syntax_of
from kzgraph.rdf.parsing import BOM, File, broken, prefixes, quads
from kzgraph.rdf.terms import PREFIXES
from kzgraph.storage.files import read
from kzgraph.storage.graph import Graph

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kzgraph.storage.folders import Sources
    from kzgraph.storage.graph import Engine

__all__ = ["Origin", "of_endpoint", "of_files", "of_folder", "prepare"]

Progress = Callable[[int], None]
#: The syntaxes whose files can have named graphs.
_DATASETS = ("nq", "trig", "jsonld")
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_CONTEXT = ("ontology", "context.jsonld")


@dataclass(frozen=True)
class Origin:
    """All statements of a graph, before anything is chosen.

    *prefixes* are those of its files over the well-known ones. *context* is the ``@context`` of its
    ``ontology/context.jsonld``, if it has one. *layered* tells whether the statements are in layers:
    those of other people's files need not be.
    """

    statements: Statements
    prefixes: Mapping[str, str] = field(default_factory=lambda: dict(PREFIXES))
    context: Mapping[str, Any] | None = None
    layered: bool = True

    @cached_property
    def layers(self) -> Layers:
        """Which layer each subject belongs to."""
        return Layers(self.statements.lines)


def of_folder(sources: Sources, progress: Progress = lambda size: None) -> Origin:
    """Read a graph folder; *progress* is called with the number of bytes read since its last call.

    Raises GraphLoadError with the problems of all files that cannot be read or parsed.
    """
    problems = list(sources.problems)
    statements = of_quads(_parsed(sources.turtle, problems, progress))
    if problems:
        raise broken(problems)
    return Origin(statements, prefixes(sources.turtle), _read_context(sources.root))


def of_files(paths: Sequence[str], progress: Progress = lambda size: None) -> Origin:
    """Read RDF files of any syntax; *progress* is called with the number of bytes read since its last call.

    Raises UsageError for an ending that tells no syntax, GraphLoadError with the problems of all files that
    cannot be read or parsed: file, line, column, what was expected.
    """
    datasets = any(syntax_of(path).name in _DATASETS for path in paths)
    problems: list[Problem] = []
    files = [(path, read(path, problems).removeprefix(BOM)) for path in paths]
    statements = of_quads(_parsed(files, problems, progress), named=datasets)
    if problems:
        raise broken(problems, "The data cannot be read")
    known = prefixes(files)
    return Origin(statements, known, layered=bool(Layers(statements.lines).evidence))


def of_endpoint(engine: Engine, known: Mapping[str, str], root: str | None = None) -> Origin:
    """Fetch all triples of the default graph of an endpoint.

    *known* are the prefixes to shorten IRIs with, *root* is the graph folder beside, if there is one. Raises
    GraphLoadError if there are none, NetworkError if it does not answer in time, or if the answer is too
    large to be read at once.
    """
    from pyoxigraph import RdfFormat, parse

    from kzgraph.storage.loaded import check_loaded

    triples = engine.query(_EVERYTHING).triples
    if not triples:
        check_loaded(engine)
    text = "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples)
    statements = of_quads([parse(text, format=RdfFormat.N_TRIPLES, lenient=True)])
    return Origin(statements, known, _read_context(root) if root else None)


def prepare(
    origin: Origin,
    choice: Choice | None = None,
    *,
    safe_csv: bool = False,
    progress: Progress = lambda steps: None,
) -> Material:
    """Return the material of what *choice* chooses; everything without one.

    ``choice.entity`` may be whatever names a thing: ``kz:cppk``, ``cppk``, an IRI or a name. *safe_csv* and
    *progress* are for the writers. Raises UnknownName or UsageError for a thing that is not there or not the
    only one of that name, and what `choose` raises.
    """
    wanted = choice or Choice()
    if wanted.entity:
        wanted = wanted.about(_resolve(origin, wanted.entity))
    return Material(
        None,
        origin.prefixes,
        "",
        wanted.entity,
        wanted.language,
        safe_csv,
        progress,
        statements=choose(origin.statements, wanted),
        whole=origin.statements,
        context=origin.context,
        layered=origin.layered,
        with_derived=wanted.derived,
    )


def _parsed(files: Iterable[File], problems: list[Problem], progress: Progress) -> Iterator[Iterator[Quad]]:
    """Yield the quads of each file."""
    for file in files:
        yield quads(file, problems)
        progress(len(file[1]))


def _read_context(root: str) -> Mapping[str, Any] | None:
    """Return the ``@context`` of a graph folder's own file of JSON-LD, None if there is no file."""
    path = os.path.join(root, *_CONTEXT)
    try:
        with open(path, "rb") as file:
            raw = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GraphLoadError(f"{path} cannot be read: {error.strerror or error}") from error
    name = "/".join(_CONTEXT)
    try:
        found = json.loads(raw)["@context"]
        if not isinstance(found, dict):
            raise TypeError
    except json.JSONDecodeError as error:
        problem = Problem(name, error.lineno, error.colno, f"is not JSON: {error.msg}")
    except UnicodeDecodeError:
        problem = Problem(name, None, None, "is not UTF-8")
    except (KeyError, TypeError):
        problem = Problem(name, None, None, 'is not of the form {"@context": {…}}')
    else:
        return found
    raise GraphLoadError("The graph cannot be loaded: 1 file must be mended.", [problem])


def _resolve(origin: Origin, text: str) -> str:
    """Return the IRI of the thing that *text* names."""
    from kzgraph.lookup.resolve import resolve
    from kzgraph.storage.embedded import LocalEngine

    engine = LocalEngine(to_store(origin.statements.lines))
    return resolve(Graph(engine, origin.prefixes, origin.layers.home), text)
