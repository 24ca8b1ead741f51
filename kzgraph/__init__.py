"""kzgraph: a small knowledge graph in which every fact carries its source and the words behind it.

::

    import kzgraph

    kg = kzgraph.load()
    for row in kg.query("leaders-on", party="cpk", on="2004-04-13"):
        print(row["name"])

``load`` opens a graph folder, ``connect`` a SPARQL endpoint, ``open`` either; they give a
:class:`.KnowledgeGraph`.
Names are imported when they are first used, so that ``import kzgraph`` costs next to nothing.
"""

from typing import TYPE_CHECKING, Any

from kzgraph._version import __version__

if TYPE_CHECKING:
    from kzgraph import errors
    from kzgraph.knowledge_graph import KnowledgeGraph, connect, load, open  # noqa: A004
    from kzgraph.rdf.terms import Term
    from kzgraph.sparql.results import Result, Row

__all__ = ["KnowledgeGraph", "Result", "Row", "Term", "__version__", "connect", "errors", "load", "open"]

_MODULES = {
    "KnowledgeGraph": "kzgraph.knowledge_graph",
    "Result": "kzgraph.sparql.results",
    "Row": "kzgraph.sparql.results",
    "Term": "kzgraph.rdf.terms",
    "connect": "kzgraph.knowledge_graph",
    "load": "kzgraph.knowledge_graph",
    "open": "kzgraph.knowledge_graph",
}


def __getattr__(name: str) -> Any:
    import importlib

    if name == "errors":
        return importlib.import_module("kzgraph.errors")
    if name not in _MODULES:
        raise AttributeError(f"module 'kzgraph' has no attribute {name!r}")
    value = getattr(importlib.import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
