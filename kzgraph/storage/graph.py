"""One graph to read from, wherever it is: the one thing that everything else asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from kzgraph.rdf.terms import PREFIXES, Term, iri

if TYPE_CHECKING:
    from kzgraph.sparql.results import Result, Row

__all__ = ["Engine", "Graph", "declared"]

#: How many IRIs go into one VALUES block: few enough for the URL length limits and parsers of remote servers.
_BATCH = 150


class Engine(Protocol):
    """Something that answers SPARQL 1.1 queries over one graph.

    Out of its scope: names, prefixes and parameters (the text is complete), and whether the query may be
    asked, which :mod:`kzgraph.sparql.guard` decides before.
    """

    def query(self, text: str) -> Result:
        """Answer *text*, a complete query without parameters that the guard has let through.

        Raises QuerySyntaxError if it cannot be parsed, NetworkError if the engine is remote and fails.
        """
        ...


class Graph:
    """A graph that can be asked: the *engine* that answers, and the *prefixes* to shorten its IRIs with.

    *home* is the namespace in which most of its things are named, "" if that is not known.

    Out of its scope: what the triples mean. Names of things are the work of :mod:`kzgraph.lookup`, claims of
    :mod:`kzgraph.evidence`, canned queries of :class:`kzgraph.KnowledgeGraph`.
    """

    def __init__(
        self, engine: Engine, prefixes: Mapping[str, str] | None = None, home: str | None = None
    ) -> None:
        self.engine = engine
        self._prefixes = prefixes
        self._home = home

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that shorten IRIs, with the namespaces that they stand for."""
        return PREFIXES if self._prefixes is None else self._prefixes

    @property
    def home(self) -> str:
        """The namespace in which most things are named; names without a prefix are looked up there."""
        return self._home or ""

    @property
    def path(self) -> str | None:
        """The absolute path of the graph folder; None for what is no folder."""
        return None

    def select(self, text: str, /, **terms: Term) -> Result:
        """Answer one of the program's own queries.

        The well-known prefixes (:data:`kzgraph.rdf.terms.PREFIXES`) need no declaration in *text*; each
        ``$name`` in it stands for one of the *terms*. What users write goes through
        :mod:`kzgraph.sparql.binding` instead, which reads the whole grammar. Raises what the engine raises.
        """
        bound = re.sub(r"\$(\w+)", lambda name: terms[name[1]].sparql(), text) if terms else text
        return self.engine.query(declared(text) + bound)

    def ask(self, pattern: str, /, **terms: Term) -> bool:
        """Tell whether the graph has a match for a graph pattern; the rest is as with :meth:`select`."""
        return self.select(f"ASK {{ {pattern} }}", **terms).boolean is True

    def values(self, text: str, /, **terms: Term) -> list[str]:
        """Return the values in the first column of an answer, in its order; the rest is as with `select`."""
        return [row[0].value for row in self.select(text, **terms) if row[0] is not None]

    def about(self, iris: Iterable[str], text: str, /) -> Iterator[Row]:
        """Ask the query *text* about many IRIs, some at a time, and yield all rows.

        ``%VALUES`` in the text becomes the list of IRIs, written as terms: ``VALUES ?n { %VALUES }``. The
        rest is as with :meth:`select`.
        """
        unique = sorted(set(iris))
        for start in range(0, len(unique), _BATCH):
            terms = " ".join(iri(value).n3() for value in unique[start : start + _BATCH])
            yield from self.select(text.replace("%VALUES", terms))


def declared(text: str) -> str:
    """Return declarations of the well-known prefixes that stand in the text of a query."""
    used = sorted(set(re.findall(r"(?<![\w<])([a-z]+):", text)) & PREFIXES.keys())
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used)
