"""Which claims the graph holds as facts, whatever part of it goes out.

A material of one thing, one language, one day or of the evidence alone lacks facts that the graph holds.
That a fact is left out of an export does not make its claim a rejected one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzgraph.model import STATED
from kzgraph.storage.embedded import LocalEngine
from kzgraph.storage.graph import Graph
from kzgraph.storage.statements import to_store

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["accepted_claims"]


def accepted_claims(material: Material) -> frozenset[str]:
    """Return the IRIs of the claims whose fact is in the graph that *material* was chosen from."""
    chosen = material.whole is not material.statements
    store = to_store(material.whole.lines) if chosen else material.store
    return frozenset(Graph(LocalEngine(store)).values(f"SELECT DISTINCT ?claim {{ {STATED} }}"))
