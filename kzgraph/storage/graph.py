"""One graph to read from, wherever it is: the one thing that everything else asks."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from kzgraph.errors import Problem, UsageError
from kzgraph.rdf.terms import PREFIXES, Term, home_of, iri
from kzgraph.sparql.binding import declared
from kzgraph.sparql.results import grouped

if TYPE_CHECKING:
    from kzgraph.sparql.results import Result, Row
    from kzgraph.storage.folders import Folder
    from kzgraph.storage.statements import Progress, Statements

__all__ = ["Engine", "Graph", "facts_of", "read_files"]

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
    """A graph: asked with SPARQL, read as triples, and as the files that it is made of if there are any.

    *engine* answers. *folder* are the files of the graph folder that it is made of, *statements* its triples
    if it was made of these. *prefixes* shorten its IRIs, *home* is the namespace in which most of its things
    are named. One of the first three has to be given; what is not is made of the others when it is asked for,
    once, whichever thread asks first. Back ends differ in what they can: a server has no files, and its
    triples are as it sends them.

    Out of its scope: what the triples mean. Names of things are the work of :mod:`kzgraph.lookup`, claims of
    :mod:`kzgraph.evidence`, canned queries of :class:`kzgraph.KnowledgeGraph`. Nothing here writes.
    """

    def __init__(
        self,
        engine: Engine | None = None,
        prefixes: Mapping[str, str] | None = None,
        home: str | None = None,
        *,
        folder: Folder | None = None,
        statements: Statements | None = None,
    ) -> None:
        self._engine = engine
        self._statements = statements
        self._prefixes = prefixes
        self._home = home
        self._folder = folder
        self._lock = threading.RLock()

    @property
    def engine(self) -> Engine:
        """What answers queries. Raises GraphLoadError if the files cannot be loaded."""
        with self._lock:
            if self._engine is None:
                from kzgraph.storage.embedded import LocalEngine
                from kzgraph.storage.loading import load
                from kzgraph.storage.statements import to_store

                store = load(self._folder) if self._folder else to_store(self.statements().lines)
                self._engine = LocalEngine(store)
            return self._engine

    @property
    def folder(self) -> Folder:
        """The files that the graph was loaded from. Raises UsageError for a graph that was not."""
        if self._folder is None:
            raise UsageError(
                "This needs the files of the graph: name a folder with --graph, not an --endpoint."
            )
        return self._folder

    @property
    def path(self) -> str | None:
        """The absolute path of the graph folder; None for what was not loaded from one."""
        return self._folder.root if self._folder else None

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that shorten IRIs: those of the files over the well-known ones."""
        with self._lock:
            if self._prefixes is None:
                from kzgraph.rdf.parsing import prefixes

                self._prefixes = prefixes(self._folder.turtle) if self._folder else PREFIXES
            return self._prefixes

    @property
    def home(self) -> str:
        """The namespace in which most things with a class are named, "" if nothing has one.

        Names without a prefix are looked up there.
        """
        with self._lock:
            if self._home is None:
                things = self.values("SELECT DISTINCT ?s { ?s a ?class FILTER(ISIRI(?s)) }")
                self._home = home_of(things)
            return self._home

    def statements(self, progress: Progress = lambda size: None) -> Statements:
        """Return all triples, without the derived days, with every literal as the files write it.

        Of a server these are those of its default graph, as it sends them. *progress* is told the bytes read
        since its last call. Raises GraphLoadError for files that cannot be read, and for a server without
        triples; NetworkError if a server does not answer in time or its answer is too large.
        """
        from kzgraph.storage.statements import of_folder, of_triples

        with self._lock:
            if self._statements is None and self._folder is not None:
                self._statements = of_folder(self._folder, progress)
            elif self._statements is None:
                triples = self.engine.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").triples
                if not triples:
                    from kzgraph.storage.loaded import check_loaded

                    check_loaded(self.engine)
                self._statements = of_triples(triples)
            return self._statements

    def select(self, text: str, /, **terms: Term | Collection[str]) -> Result:
        """Answer one of the program's own queries.

        The well-known prefixes (:data:`kzgraph.rdf.terms.PREFIXES`) need no declaration in *text*; each
        ``$name`` in it stands for one of the *terms*, or for all IRIs of a collection: ``VALUES ?p { $ps }``.
        What users write goes through :mod:`kzgraph.sparql.binding` instead, which reads the whole grammar.
        Raises what the engine raises.
        """
        bound = re.sub(r"\$(\w+)", lambda name: _written(terms[name[1]]), text) if terms else text
        return self.engine.query(declared(text) + bound)

    def ask(self, pattern: str, /, **terms: Term | Collection[str]) -> bool:
        """Tell whether the graph has a match for a graph pattern; the rest is as with :meth:`select`."""
        return self.select(f"ASK {{ {pattern} }}", **terms).boolean is True

    def values(self, text: str, /, **terms: Term | Collection[str]) -> list[str]:
        """Return the values in the first column of an answer, in its order; the rest is as with `select`."""
        return [row[0].value for row in self.select(text, **terms) if row[0] is not None]

    def below(self, classes: Iterable[str], /) -> list[str]:
        """Return these classes and all that the graph puts below them (rdfs:subClassOf), sorted."""
        roots = sorted(set(classes))
        text = "SELECT DISTINCT ?c { VALUES ?root { $roots } ?c rdfs:subClassOf* ?root }"
        return sorted({*roots, *self.values(text, roots=roots)})

    def about(self, iris: Iterable[str], text: str, /, **terms: Term | Collection[str]) -> Iterator[Row]:
        """Ask the query *text* about many IRIs, some at a time, and yield all rows.

        ``%VALUES`` in the text becomes the list of IRIs, written as terms: ``VALUES ?n { %VALUES }``. The
        rest is as with :meth:`select`.
        """
        unique = sorted(set(iris))
        for start in range(0, len(unique), _BATCH):
            batch = text.replace("%VALUES", _written(unique[start : start + _BATCH]))
            yield from self.select(batch, **terms)


def _written(terms: Term | Collection[str]) -> str:
    return terms.sparql() if isinstance(terms, Term) else " ".join(iri(each).n3() for each in terms)


def facts_of(graph: Graph, things: Iterable[str]) -> dict[tuple[str, str], list[Term]]:
    """Return what the graph says of things: the values by thing and property."""
    rows = graph.about(things, "SELECT ?n ?p ?o { VALUES ?n { %VALUES } ?n ?p ?o }")
    return grouped(((s.value, p.value), o) for s, p, o in rows if s and p and o)


def read_files(paths: Sequence[str], progress: Progress = lambda size: None) -> Graph:
    """Return the graph in RDF files of any syntax, whoever wrote them; *progress* as with `Graph.statements`.

    Raises UsageError for a name that tells no syntax, GraphLoadError with the problems of all files that
    cannot be read or parsed: file, line, column, what was expected.
    """
    from kzgraph.rdf.formats import syntax_of
    from kzgraph.rdf.parsing import BOM, prefixes
    from kzgraph.storage.files import read
    from kzgraph.storage.statements import of_files

    for path in paths:
        syntax_of(path)
    problems: list[Problem] = []
    files = [(path, read(path, problems).removeprefix(BOM)) for path in paths]
    return Graph(prefixes=prefixes(files), statements=of_files(files, progress, problems))
