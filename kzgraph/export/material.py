"""What the writers of all export formats are given: the chosen triples, and how to ask them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kzgraph.export.day import days
from kzgraph.export.layers import Layers
from kzgraph.model import STATED
from kzgraph.storage.embedded import LocalEngine
from kzgraph.storage.graph import Graph
from kzgraph.storage.statements import Statements, merged, of_store, to_store

if TYPE_CHECKING:
    from pyoxigraph import Store


__all__ = ["Material"]


class Material:
    """The triples that go out.

    They are chosen by layer, thing, language and day. There are two ways to read them: *store* answers
    SPARQL, and *statements* has them as lines of N-Triples, exactly as they stand in the files (a store
    writes 1.5 for 1.50). Each is made of the other when it is asked for. The days derived from the dates
    among them are in neither; *triples* has both, for the formats of RDF.

    *prefixes* shorten IRIs, *home* is the namespace of most things (worked out if not given). *entity* is
    the IRI of the one thing that was asked for, if one was; *language* the one that texts for people are
    wished in (None: English). *safe_csv* keeps spreadsheets from running cells. *progress* is called with
    the number of triples or rows written since its last call.

    *whole* are the statements that the material was chosen from, *context* is the ``@context`` of the graph's
    ``ontology/context.jsonld``, None if there is none. *layered* tells whether the triples are in layers;
    other people's data need not be. *undated* are values that are no dates, with the reason, once *derived*
    was asked for.
    """

    def __init__(
        self,
        store: Store | None = None,
        prefixes: Mapping[str, str] | None = None,
        home: str = "",
        entity: str | None = None,
        language: str | None = None,
        safe_csv: bool = False,
        progress: Callable[[int], None] = lambda steps: None,
        *,
        statements: Statements | None = None,
        whole: Statements | None = None,
        context: Mapping[str, Any] | None = None,
        layered: bool = True,
        with_derived: bool = True,
    ) -> None:
        if store is not None:
            self.store = store
        if statements is not None:
            self.statements = statements
        self.prefixes = {} if prefixes is None else prefixes
        if home:
            self.home = home
        self.entity = entity
        self.language = language
        self.safe_csv = safe_csv
        self.progress = progress
        self.context = context
        self.layered = layered
        self._with_derived = with_derived
        self.undated: list[tuple[str, str]] = []
        self._whole = whole

    @cached_property
    def store(self) -> Store:
        """A store with the triples in its default graph."""
        return to_store(self.statements.lines)

    @cached_property
    def statements(self) -> Statements:
        """The triples as sorted lines of N-Triples, by graph."""
        return of_store(self.store)

    @cached_property
    def derived(self) -> Sequence[bytes]:
        """The days that are derived from the dates of what goes out, as sorted lines; none if unwished."""
        if not self._with_derived:
            return []
        found, self.undated = days(self.statements.lines)
        return found

    @cached_property
    def triples(self) -> Sequence[bytes]:
        """All that goes out as RDF, as sorted lines of N-Triples: the statements, and the derived days."""
        return merged([self.statements.lines, self.derived])

    @property
    def whole(self) -> Statements:
        """The statements that the material was chosen from; to be read, never written."""
        return self.statements if self._whole is None else self._whole

    @cached_property
    def accepted_claims(self) -> frozenset[str]:
        """The IRIs of the claims that the graph holds as facts, whatever part of it goes out.

        That a fact is left out of an export does not make its claim a rejected one.
        """
        store = self.store if self.whole is self.statements else to_store(self.whole.lines)
        return frozenset(Graph(LocalEngine(store)).values(f"SELECT DISTINCT ?claim {{ {STATED} }}"))

    @cached_property
    def home(self) -> str:
        """The namespace in which most things are named, "" if nothing has a class."""
        return self._layers_of_whole.home

    @cached_property
    def layers(self) -> Layers:
        """Which layer each subject belongs to."""
        return Layers(self.statements.lines)

    @cached_property
    def ontology(self) -> Store:
        """A store with the classes and properties of the whole graph, whatever was chosen of it.

        It is there to be read for kinds and labels, never to be written.
        """
        _, lines, _ = self._layers_of_whole.split()
        return to_store(lines)

    @cached_property
    def _layers_of_whole(self) -> Layers:
        return self.layers if self.whole is self.statements else Layers(self.whole.lines)

    @cached_property
    def graph(self) -> Graph:
        """The chosen triples as a graph that can be asked."""
        return Graph(LocalEngine(self.store), self.prefixes)
