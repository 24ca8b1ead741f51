"""Two states of a graph in one store, and what one has and the other has not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from kzgraph.diff.blank_nodes import named
from kzgraph.diff.versions import Version
from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.rdf.parsing import File, load_into, prefixes
from kzgraph.rdf.terms import RDF
from kzgraph.sparql.results import Triple
from kzgraph.storage.derived import derived
from kzgraph.storage.embedded import LocalEngine
from kzgraph.storage.graph import Graph

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store
    from pyoxigraph import Triple as PyTriple

__all__ = ["Pair", "prefixes_of"]

#: How much of a file is looked through for prefixes.
_HEAD = 100_000
_BLANK = "SELECT ?s ?p ?o {{ GRAPH <{0}> {{ ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }} }}"
#: RDF 1.2 says with a reifier what a claim says with three properties.
_REIFIED = f"""PREFIX rdf: <{RDF}>
DELETE {{ GRAPH <{{0}}> {{ ?r rdf:reifies ?t }} }}
INSERT {{ GRAPH <{{0}}> {{ ?r rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} }}
WHERE {{ GRAPH <{{0}}> {{ ?r rdf:reifies ?t FILTER(ISTRIPLE(?t) && ISIRI(?r))
  BIND(SUBJECT(?t) AS ?s) BIND(PREDICATE(?t) AS ?p) BIND(OBJECT(?t) AS ?o) }} }}"""


class Pair:
    """Two states. *old* and *new* can be asked; *old_shapes* and *new_shapes* are None if not compared."""

    def __init__(self, old: Version, new: Version, progress: Callable[[int], None]) -> None:
        from pyoxigraph import Store

        self._store = Store()
        with_shapes = old.shapes is not None and new.shapes is not None
        self.prefixes = prefixes_of(old, new)
        self.old = self._side("old", old, old.files, progress)
        self.new = self._side("new", new, new.files, progress)
        self.old_shapes = self._side("old-shapes", old, old.shapes or [], progress) if with_shapes else None
        self.new_shapes = self._side("new-shapes", new, new.shapes or [], progress) if with_shapes else None

    def facts(self) -> tuple[list[Triple], list[Triple]]:
        """Return the triples that only the old and only the new state has, sorted."""
        return self._difference("old", "new"), self._difference("new", "old")

    def shapes(self) -> tuple[list[Triple], list[Triple]]:
        """Return the triples of shapes that only the old and only the new state has, sorted."""
        return self._difference("old-shapes", "new-shapes"), self._difference("new-shapes", "old-shapes")

    def _side(
        self, name: str, version: Version, files: Iterable[File], progress: Callable[[int], None]
    ) -> Graph:
        graph = _graph(name)
        problems: list[Problem] = []
        for file, content in files:
            shown_as = file if version.kind == "file" else f"{version.name}: {file}"
            load_into(self._store, (shown_as, content), problems, graph)
            progress(len(content))
        if problems:
            raise GraphLoadError(f"{shown(version.name, 200)} cannot be read.", problems)
        self._store.update(_REIFIED.replace("{0}", graph.value))
        self._remove(list(derived(self._store, graph)), graph)
        self._name_blank_nodes(graph)
        return Graph(LocalEngine(cast("Store", _OneGraph(self._store, graph))), self.prefixes)

    def _name_blank_nodes(self, graph: NamedNode) -> None:
        from pyoxigraph import Quad, Triple

        rows = cast("Any", self._store.query(_BLANK.format(graph.value)))
        found = [Triple(s, p, o) for s, p, o in rows]
        self._remove(found, graph)
        self._store.extend(
            Quad(each.subject, each.predicate, each.object, graph) for each in named(found, self.prefixes)
        )

    def _remove(self, triples: Iterable[PyTriple], graph: NamedNode) -> None:
        from pyoxigraph import Quad

        for each in triples:
            self._store.remove(Quad(each.subject, each.predicate, each.object, graph))

    def _difference(self, one: str, other: str) -> list[Triple]:
        found = LocalEngine(self._store).query(
            f"SELECT ?s ?p ?o {{ GRAPH <{_graph(one).value}> {{ ?s ?p ?o }} "
            f"FILTER NOT EXISTS {{ GRAPH <{_graph(other).value}> {{ ?s ?p ?o }} }} }}"
        )
        triples = [cast("Triple", tuple(row)) for row in found]
        return sorted(triples, key=lambda triple: [_order(term) for term in triple])


def prefixes_of(old: Version, new: Version) -> dict[str, str]:
    """Return the prefixes that the files of two states declare; those of the new one count first."""
    return prefixes(
        (name, content[:_HEAD])
        for version in (new, old)
        for name, content in [*version.files, *(version.shapes or [])]
    )


def _order(term: Any) -> tuple[str, str, str]:
    return term.value, term.language or "", term.datatype or ""


class _OneGraph:
    """A store of which queries see one graph only."""

    def __init__(self, store: Store, graph: NamedNode) -> None:
        self._store, self._graph = store, graph

    def query(self, text: str) -> Any:
        return self._store.query(text, default_graph=self._graph)


def _graph(name: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(f"urn:x-kzgraph:{name}")
