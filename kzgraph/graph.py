"""The knowledge graph as one object: what the command line and Python programs use."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from kzgraph import catalogue, folders
from kzgraph.binding import bind
from kzgraph.catalogue import Catalogue, Query
from kzgraph.engines import Engine, Result
from kzgraph.errors import UnknownName
from kzgraph.params import convert
from kzgraph.terms import PREFIXES, Term

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Dataset

    from kzgraph.claims import Claim, Conflict
    from kzgraph.describe import Description
    from kzgraph.search import Hit


#: With more triples than this the cache keeps them, too. Opening and asking a store on disk takes about as
#: long as loading so many from Turtle.
LARGE: Final = 50_000


class KnowledgeGraph:
    """A graph and its canned queries. Made by :func:`load` and :func:`connect`.

    *engine* answers SPARQL. *sources* are the files of the graph folder, None where there is none. *prepared*
    holds what the cache keeps beside the triples: ``prefixes``, ``home``, ``catalogue``; what is missing is
    made when it is needed.
    """

    def __init__(
        self,
        engine: Engine,
        sources: "folders.Sources | None" = None,
        prepared: dict[str, Any] | None = None,
    ) -> None:
        self.engine = engine
        self._sources = sources
        self._prepared = prepared or {}
        self._catalogue: Catalogue | None = None

    @property
    def path(self) -> str | None:
        """The absolute path of the graph folder; None for an endpoint without one."""
        return self._sources.root if self._sources else None

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that shorten IRIs: those of the graph's Turtle files over the well-known ones."""
        if "prefixes" not in self._prepared:
            from kzgraph.store import prefixes

            self._prepared["prefixes"] = prefixes(self._sources.turtle) if self._sources else dict(PREFIXES)
        found: dict[str, str] = self._prepared["prefixes"]
        return found

    @property
    def home(self) -> str:
        """The namespace in which most things are named; names without a prefix are looked up there."""
        if "home" not in self._prepared:
            from kzgraph.store import home

            self._prepared["home"] = home(_load(self._sources)) if self._sources else ""
        return str(self._prepared["home"])

    @property
    def queries(self) -> Mapping[str, Query]:
        """The canned queries by name, sorted; CatalogueError if a file in ``queries/`` has a mistake."""
        return self._read_catalogue().queries

    @property
    def rules(self) -> Mapping[str, Query]:
        """The rules in ``queries/verify/`` by name: queries that must return no row."""
        return self._read_catalogue().rules

    def query(self, name: str, /, *, allow_service: bool = False, **params: object) -> Result:
        """Run the canned query *name* with parameters.

        A parameter is text, as on the command line, or a Python value (date, int, bool, Decimal, Term); None
        is the same as leaving it out. *allow_service* lets a query whose header says ``service: true`` send
        parts of itself to other servers.

        Raises UnknownName for an unknown query, parameter or thing, ParameterError for a missing or ill-typed
        parameter, Refused for a query that needs *allow_service*, and what the engine raises.
        """
        query = catalogue.find(self.queries, name)
        if query.service and not allow_service:
            from kzgraph.guard import check

            check(query.text)
        text = bind(query.text, query.slots, self._values(query, params))
        return self.engine.query(text) if query.endpoint else self._answer(text)

    def sparql(self, text: str) -> Result:
        """Answer a SPARQL query that only reads.

        Raises QuerySyntaxError, Refused (SERVICE, FROM, updates), and what the engine raises.
        """
        from kzgraph.guard import check

        check(text, prefixes=self.prefixes if self._is_local else None)
        return self._answer(text)

    def resolve(self, text: str, cls: str | None = None) -> str:
        """Return the IRI of the thing that *text* names.

        *cls* is the IRI or short name of a class that it must have. See :func:`kzgraph.resolve.resolve` for
        what names a thing and for the errors.
        """
        from kzgraph.resolve import resolve
        from kzgraph.terms import expand

        try:
            return resolve(self, text, (expand(cls, self.prefixes) or cls) if cls else None)
        except UnknownName:
            self._check_loaded()
            raise

    def search(self, text: str, limit: int = 20) -> "list[Hit]":
        """Find things by any of their names (see :func:`kzgraph.search.search`)."""
        from kzgraph.search import search

        found = search(self, text, limit)
        if not found:
            self._check_loaded()
        return found

    def show(self, thing: str) -> "Description":
        """Describe a thing (see :func:`kzgraph.describe.show`). Raises what :meth:`resolve` raises."""
        from kzgraph.describe import show

        return show(self, self.resolve(thing))

    def evidence(self, thing: str) -> "list[Claim]":
        """Return the claims about a thing (see :func:`kzgraph.claims.evidence`)."""
        from kzgraph.claims import evidence

        return evidence(self, self.resolve(thing))

    def conflicts(self, thing: str | None = None) -> "list[Conflict]":
        """Return what sources disagree about, in all or on one thing (:func:`kzgraph.claims.conflicts`)."""
        from kzgraph.claims import conflicts

        found = conflicts(self, None if thing is None else self.resolve(thing))
        if not found:
            self._check_loaded()
        return found

    def stats(self) -> Any:
        """Count what is in the graph (see :func:`kzgraph.stats.stats`)."""
        from kzgraph.stats import stats

        found = stats(self)
        if not any(count.number for count in found.counts):
            self._check_loaded()
        return found

    def dataset(self) -> "Dataset":
        """Return the graph as a new rdflib Dataset whose default graph is the union of all.

        It is parsed from the Turtle files by rdflib, with the derived days added, and independent of this
        object. Raises GraphLoadError if a file is malformed or there are no files (an endpoint).
        """
        from kzgraph.dataset import dataset

        return dataset(self._sources, self.prefixes)

    def _answer(self, text: str) -> Result:
        """Ask the engine; a server's answer is one only if it has loaded what the question needs."""
        result = self.engine.query(text)
        if not self._is_local:
            from kzgraph.engines.loaded import check_answer

            check_answer(self.engine, text, result)
        return result

    def _check_loaded(self) -> None:
        """Raise GraphLoadError if nothing was found because the server has nothing loaded."""
        from kzgraph.engines.loaded import check_loaded

        check_loaded(self.engine)

    @property
    def _is_local(self) -> bool:
        from kzgraph.engines.local import LocalEngine

        return isinstance(self.engine, LocalEngine)

    def _read_catalogue(self) -> Catalogue:
        if self._catalogue is None:
            cached = self._prepared.get("catalogue")
            try:
                self._catalogue = Catalogue.from_json(cached)
            except (KeyError, TypeError, ValueError, AttributeError):  # there is none, or not as we write it
                from kzgraph.headers import read

                self._catalogue = read(self._sources.queries) if self._sources else Catalogue()
        return self._catalogue

    def _values(self, query: Query, params: Mapping[str, object]) -> dict[str, Term]:
        """Check the parameters of a query and convert them to terms."""
        declared = f"Parameters of {query.name}: {query.signature}."
        for name in params:
            if not any(param.name == name for param in query.params):
                near = catalogue.nearest(name, [param.name for param in query.params])
                raise UnknownName(f"parameter of {query.name}", name, near, hint=declared)
        values = {}
        for param in query.params:
            value = params.get(param.name)
            if value is None:
                value = param.default
            if value is None:
                raise param.error("a value is needed.", hint=declared)
            values[param.name] = convert(param, value, self.resolve)
        return values


def load(path: str | os.PathLike[str] | None = None) -> KnowledgeGraph:
    """Open the graph folder *path* (see :func:`kzgraph.folders.find` for where it is looked for without one).

    What can be worked out beforehand, and the triples of a large graph, come from the cache if the files
    have not changed since it was made. Raises GraphLoadError if there is no graph, or with all problems of
    all Turtle files.
    """
    from kzgraph import cache
    from kzgraph.engines.local import LocalEngine

    sources = folders.read(folders.find(path))
    entry = cache.open_entry(sources.key) if not sources.problems else None
    if entry is not None:
        opened, prepared = entry
        store = _load_again(sources, prepared) if opened is None else opened
        return KnowledgeGraph(LocalEngine(store), sources, prepared)
    store = _load(sources)
    prepared = _prepare(sources, store)
    cache.save(sources.key, prepared, store if len(store) > LARGE else None)
    return KnowledgeGraph(LocalEngine(store), sources, prepared)


def connect(url: str, path: str | os.PathLike[str] | None = None) -> KnowledgeGraph:
    """Open a SPARQL 1.1 endpoint.

    The canned queries and prefixes are those of the graph folder, if there is one (*path* as in
    :func:`load`). The endpoint is not called before the first query. Raises UsageError if *url* is not an
    http or https address, GraphLoadError if a graph folder is named and is none.
    """
    from kzgraph.engines.remote import RemoteEngine
    from kzgraph.errors import GraphLoadError

    engine = RemoteEngine(url)
    try:
        root = folders.find(path)
    except GraphLoadError:
        if path is not None or os.environ.get("KZGRAPH_GRAPH"):
            raise
        return KnowledgeGraph(engine)
    return KnowledgeGraph(engine, folders.read(root))


def _load(sources: "folders.Sources") -> "Store":
    from kzgraph.store import load

    return load(sources)


def _load_again(sources: "folders.Sources", prepared: Mapping[str, Any]) -> "Store":
    """Load the Turtle files with the derived days from the cache, or as if there were no cache."""
    from kzgraph.store import load_again

    days = prepared.get("days")
    return load_again(sources, days) if isinstance(days, str) else _load(sources)


def _prepare(sources: "folders.Sources", store: "Store") -> dict[str, Any]:
    """Return what the cache keeps beside the triples."""
    from kzgraph.errors import CatalogueError
    from kzgraph.headers import read
    from kzgraph.store import derived_text, home, prefixes

    prepared: dict[str, Any] = {"prefixes": prefixes(sources.turtle), "home": home(store)}
    prepared["days"] = derived_text(store)
    try:
        prepared["catalogue"] = read(sources.queries).to_json()
    except CatalogueError:
        prepared["catalogue"] = None  # read, and reported, when a query is asked for
    return prepared
