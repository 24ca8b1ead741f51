"""Where the statements of an export come from: a graph folder, an endpoint, or RDF files of any kind."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kzgraph.errors import GraphLoadError, Problem
from kzgraph.export.layers import Layers
from kzgraph.export.statements import Statements, of_quads
from kzgraph.rdf.terms import PREFIXES
from kzgraph.storage.loading import prefixes, problem_of

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kzgraph.storage.folders import Sources
    from kzgraph.storage.graph import Engine

__all__ = ["Origin", "of_endpoint", "of_folder"]

Progress = Callable[[int], None]
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
    if sources.problems:
        raise _broken(sources)
    try:
        statements = of_quads(_parsed(sources, progress))
    except (SyntaxError, ValueError, OSError):
        raise _broken(sources) from None
    context = _read_context(sources.root)
    return Origin(statements, prefixes(sources.turtle), context)


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


def _parsed(sources: Sources, progress: Progress) -> Iterator[Iterator[Quad]]:
    """Yield the quads of each Turtle file; blank nodes get names of their own, as each file has its own."""
    from pyoxigraph import RdfFormat, parse

    for _, content in sources.turtle:
        yield parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        progress(len(content))


def _broken(sources: Sources) -> GraphLoadError:
    problems = list(sources.problems)
    problems += [found for name, content in sources.turtle if (found := problem_of(name, content))]
    problems.sort(key=lambda problem: (problem.file, problem.line or 0, problem.column or 0))
    noun = "1 file" if len(problems) == 1 else f"{len(problems)} files"
    return GraphLoadError(f"The graph cannot be loaded: {noun} must be mended.", problems)


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
