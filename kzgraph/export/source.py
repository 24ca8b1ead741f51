"""From a graph to what the writers of the export formats are given."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from kzgraph.errors import GraphLoadError, Problem
from kzgraph.export.choice import Choice, choose
from kzgraph.export.layers import Layers
from kzgraph.export.material import Material
from kzgraph.lookup.resolve import resolve
from kzgraph.storage.graph import Graph

__all__ = ["material_of"]

_CONTEXT = ("ontology", "context.jsonld")


def material_of(
    graph: Graph,
    choice: Choice | None = None,
    *,
    safe_csv: bool = False,
    progress: Callable[[int], None] = lambda steps: None,
) -> Material:
    """Return the material of what *choice* chooses; everything without one.

    ``choice.entity`` may be whatever names a thing: ``kz:cppk``, ``cppk``, an IRI or a name. *safe_csv* and
    *progress* are for the writers. Raises UnknownName or UsageError for a thing that is not there or not the
    only one of that name, and what `choose` and reading the graph raise.
    """
    wanted = choice or Choice()
    whole = graph.statements()
    if wanted.entity:
        wanted = wanted.about(resolve(graph, wanted.entity))
    return Material(
        None,
        graph.prefixes,
        "",
        wanted.entity,
        wanted.language,
        safe_csv,
        progress,
        statements=choose(whole, wanted),
        whole=whole,
        context=_read_context(graph.path) if graph.path else None,
        layered=graph.path is not None or bool(Layers(whole.lines).evidence),
        with_derived=wanted.derived,
    )


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
