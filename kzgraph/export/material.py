"""What the writers of all export formats are given: the chosen triples, and how to ask them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kzgraph.engines.local import LocalEngine

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kzgraph.engines import Result

__all__ = ["Material"]


@dataclass(slots=True)
class Material:
    """The triples that go out.

    *store* holds exactly them: chosen by layer, thing, language and day, and never the derived days.
    *prefixes* shorten IRIs, *home* is the namespace of most things. *entity* is the IRI of the one thing that
    was asked for, if one was; *language* the one that texts for people are wished in (None: English).
    *safe_csv* keeps spreadsheets from running cells. *progress* is called with the number of triples or rows
    written since its last call.
    """

    store: Store
    prefixes: Mapping[str, str]
    home: str = ""
    entity: str | None = None
    language: str | None = None
    safe_csv: bool = False
    progress: Callable[[int], None] = lambda steps: None

    def ask(self, query: str) -> Result:
        """Answer a SPARQL query about the chosen triples; the prefixes need no declaration."""
        lines = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(self.prefixes.items()))
        return LocalEngine(self.store).query(lines + query)
