"""From a graph to what the writers are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kzgraph.export.choice import Choice, choose
from kzgraph.export.material import Material
from kzgraph.export.statements import to_store
from kzgraph.storage.graph import Graph

if TYPE_CHECKING:
    from kzgraph.export.source import Origin

__all__ = ["prepare"]


def prepare(
    origin: Origin,
    choice: Choice | None = None,
    *,
    safe_csv: bool = False,
    progress: Callable[[int], None] = lambda steps: None,
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


def _resolve(origin: Origin, text: str) -> str:
    """Return the IRI of the thing that *text* names."""
    from kzgraph.lookup.resolve import resolve
    from kzgraph.storage.embedded import LocalEngine

    engine = LocalEngine(to_store(origin.statements.lines))
    return resolve(Graph(engine, origin.prefixes, origin.layers.home), text)
