"""The graph in memory: Turtle files loaded into a pyoxigraph store, with the days derived from its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kzgraph.rdf.parsing import broken, load_into
from kzgraph.storage.derived import derive, place_of

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

    from kzgraph.storage.folders import Sources

__all__ = ["home", "load"]


def load(sources: Sources) -> Store:
    """Return a store in memory with the triples of all Turtle files and the derived ones.

    They are in the default graph.

    Raises GraphLoadError with the problems of all files that cannot be read or parsed (file, line, column,
    what was expected), and with all dates that are not EDTF.
    """
    from pyoxigraph import Store

    store = Store()
    problems = list(sources.problems)
    for file in sources.turtle:
        load_into(store, file, problems)
    problems += [place_of(value, why, sources.turtle) for value, why in derive(store)]
    if problems:
        raise broken(problems)
    return store


def home(store: Store) -> str:
    """Return the namespace in which most things of the graph are named, "" for an empty graph."""
    counts: dict[str, int] = {}
    query = "SELECT DISTINCT ?s { ?s a ?class FILTER(ISIRI(?s)) }"
    for (thing,) in cast("QuerySolutions", store.query(query)):
        value: str = thing.value
        namespace = value[: max(value.rfind("#"), value.rfind("/")) + 1]
        counts[namespace] = counts.get(namespace, 0) + 1
    return max(counts, key=lambda namespace: (counts[namespace], namespace), default="")
