"""The graph in memory: Turtle files loaded into a pyoxigraph store, with the days derived from its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzgraph.rdf.parsing import broken, load_into
from kzgraph.storage.derived import derive, place_of

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kzgraph.storage.folders import Folder

__all__ = ["load"]


def load(folder: Folder) -> Store:
    """Return a store in memory with the triples of all Turtle files and the derived ones.

    They are in the default graph.

    Raises GraphLoadError with the problems of all files that cannot be read or parsed (file, line, column,
    what was expected), and with all dates that are not EDTF.
    """
    from pyoxigraph import Store

    store = Store()
    problems = list(folder.problems)
    for file in folder.turtle:
        load_into(store, file, problems)
    problems += [place_of(value, why, folder.turtle) for value, why in derive(store)]
    if problems:
        raise broken(problems)
    return store
