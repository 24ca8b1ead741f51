"""Two states of a graph, and what one has and the other has not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kzgraph.diff.blank_nodes import named
from kzgraph.diff.versions import Version
from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.rdf.parsing import File, load_into, prefixes
from kzgraph.rdf.terms import RDF, Term, term_of
from kzgraph.sparql.results import Triple
from kzgraph.storage.derived import derived
from kzgraph.storage.embedded import LocalEngine
from kzgraph.storage.graph import Graph

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Pair", "facts_of", "in_order", "prefixes_of", "shapes_of"]

#: How much of a file is looked through for prefixes.
_HEAD = 100_000
_BLANK = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }"
#: RDF 1.2 says with a reifier what a claim says with three properties.
_REIFIED = f"""PREFIX rdf: <{RDF}>
DELETE {{ ?r rdf:reifies ?t }}
INSERT {{ ?r rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }}
WHERE {{ ?r rdf:reifies ?t FILTER(ISTRIPLE(?t) && ISIRI(?r))
  BIND(SUBJECT(?t) AS ?s) BIND(PREDICATE(?t) AS ?p) BIND(OBJECT(?t) AS ?o) }}"""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states that can be asked, with the triples that only the old and only the new one has, sorted."""

    old: Graph
    new: Graph
    removed: list[Triple]
    added: list[Triple]


def facts_of(old: Version, new: Version, progress: Progress) -> Pair:
    """Read what two states say. Raises GraphLoadError if a file of either cannot be parsed."""
    return _pair((old, old.files), (new, new.files), progress)


def shapes_of(old: Version, new: Version, progress: Progress) -> Pair | None:
    """Read the shapes of two states, if both have some. Raises as :func:`facts_of` does."""
    if old.shapes is None or new.shapes is None:
        return None
    return _pair((old, old.shapes), (new, new.shapes), progress)


def _pair(old: tuple[Version, list[File]], new: tuple[Version, list[File]], progress: Progress) -> Pair:
    known = prefixes_of(old[0], new[0])
    before, after = (_load(*state, known, progress) for state in (old, new))
    one, other = (Graph(LocalEngine(store), known) for store in (before, after))
    return Pair(one, other, _only_in(before, after), _only_in(after, before))


def _load(version: Version, files: Iterable[File], known: dict[str, str], progress: Progress) -> Store:
    """Return a store with what files say: without derived days, each blank node named by its content."""
    from pyoxigraph import Quad, Store, Triple

    store = Store()
    problems: list[Problem] = []
    for file, content in files:
        shown_as = file if version.kind == "file" else f"{version.name}: {file}"
        load_into(store, (shown_as, content), problems)
        progress(len(content))
    if problems:
        raise GraphLoadError(f"{shown(version.name, 200)} cannot be read.", problems)
    store.update(_REIFIED)
    for triple in list(derived(store)):
        store.remove(Quad(*triple))
    rows: Any = store.query(_BLANK)
    blank = [Triple(*row) for row in rows]
    for triple in blank:
        store.remove(Quad(*triple))
    store.extend(Quad(*triple) for triple in named(blank, known))
    return store


def _only_in(store: Store, other: Store) -> list[Triple]:
    quads = (quad for quad in store if quad not in other)
    return in_order((term_of(s), term_of(p), term_of(o)) for s, p, o, _ in quads)


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Return triples sorted by the text, language and datatype of their terms."""

    def key(triple: Triple) -> list[tuple[str, str, str]]:
        return [_key(term) for term in triple]

    return sorted(triples, key=key)


def _key(term: Term) -> tuple[str, str, str]:
    return term.value, term.language or "", term.datatype or ""


def prefixes_of(old: Version, new: Version) -> dict[str, str]:
    """Return the prefixes that the files of two states declare; those of the new one count first."""
    return prefixes(
        (name, content[:_HEAD])
        for version in (new, old)
        for name, content in [*version.files, *(version.shapes or [])]
    )
