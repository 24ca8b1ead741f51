"""The knowledge graph as one object: what the command line and Python programs use."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kzgraph.catalogue import queries as catalogue
from kzgraph.catalogue.parameters import convert
from kzgraph.catalogue.queries import Catalogue, Query
from kzgraph.errors import UnknownName
from kzgraph.rdf.terms import Term
from kzgraph.sparql.binding import bind
from kzgraph.sparql.results import Result
from kzgraph.storage import folders
from kzgraph.storage.graph import Engine, Graph

if TYPE_CHECKING:
    from rdflib import Dataset

    from kzgraph.evidence.claims import Claim, Conflict
    from kzgraph.evidence.describe import Description
    from kzgraph.export.choice import Layer
    from kzgraph.lookup.search import Hit
    from kzgraph.storage.folders import Folder


#: With more triples than this the cache keeps them in a store on disk, not as N-Triples. Opening and asking
#: such a store takes about as long as loading so many.
LARGE: Final = 50_000


class KnowledgeGraph(Graph):
    """A graph and its canned queries. Made by :func:`open`, :func:`load` and :func:`connect`.

    *folder* are the files that the graph was loaded from, None for a server. *beside* is the folder with the
    canned queries: the same, or for a server one that was named or found. *prepared* holds what the cache
    keeps: ``prefixes``, ``home``, ``catalogue``; what is missing is made when it is needed.
    """

    def __init__(
        self,
        engine: Engine,
        folder: "Folder | None" = None,
        *,
        beside: "Folder | None" = None,
        prepared: Mapping[str, Any] | None = None,
    ) -> None:
        known = prepared or {}
        super().__init__(engine, known.get("prefixes"), known.get("home"), folder=folder)
        self._beside = folder or beside
        self._catalogue: Catalogue | None = None
        self._cached_catalogue = known.get("catalogue")

    @property
    def path(self) -> str | None:
        """The absolute path of the graph folder, for a server that of the one beside it; None without one."""
        return self._beside.root if self._beside else None

    @property
    def home(self) -> str:
        """The namespace in which most things are named; of a server, that of the folder beside it."""
        with self._lock:
            if self._home is None and self._folder is None:
                self._home = _loaded(self._beside).home if self._beside else ""
            return super().home

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
            from kzgraph.sparql.guard import check

            check(query.text)
        text = bind(query.text, query.slots, self._values(query, params))
        return self.engine.query(text) if query.endpoint else self._answer(text)

    def sparql(self, text: str) -> Result:
        """Answer a SPARQL query that only reads.

        Raises QuerySyntaxError, Refused (SERVICE, FROM, updates), and what the engine raises.
        """
        from kzgraph.sparql.guard import check

        check(text, prefixes=self.prefixes if self._is_local else None)
        return self._answer(text)

    def resolve(self, text: str, cls: str | None = None) -> str:
        """Return the IRI of the thing that *text* names.

        *cls* is the IRI or short name of a class that it must have. See
        :func:`kzgraph.lookup.resolve.resolve` for what names a thing and for the errors.
        """
        from kzgraph.lookup.resolve import resolve
        from kzgraph.rdf.terms import expand

        try:
            return resolve(self, text, (expand(cls, self.prefixes) or cls) if cls else None)
        except UnknownName:
            self._check_loaded()
            raise

    def search(self, text: str, limit: int = 20) -> "list[Hit]":
        """Find things by any of their names (see :func:`kzgraph.lookup.search.search`)."""
        from kzgraph.lookup.search import search

        found = search(self, text, limit)
        if not found:
            self._check_loaded()
        return found

    def show(self, thing: str) -> "Description":
        """Describe a thing (:func:`kzgraph.evidence.describe.show`). Raises what :meth:`resolve` raises."""
        from kzgraph.evidence.describe import show

        return show(self, self.resolve(thing))

    def evidence(self, thing: str) -> "list[Claim]":
        """Return the claims about a thing (see :func:`kzgraph.evidence.claims.evidence`)."""
        from kzgraph.evidence.claims import evidence

        return evidence(self, self.resolve(thing))

    def conflicts(self, thing: str | None = None) -> "list[Conflict]":
        """Return what sources disagree about, in all or on one thing (`kzgraph.evidence.claims`)."""
        from kzgraph.evidence.claims import conflicts

        found = conflicts(self, None if thing is None else self.resolve(thing))
        if not found:
            self._check_loaded()
        return found

    def stats(self) -> Any:
        """Count what is in the graph (see :func:`kzgraph.evidence.stats.stats`)."""
        from kzgraph.evidence.stats import stats

        found = stats(self)
        if not any(count.number for count in found.counts):
            self._check_loaded()
        return found

    def export(
        self,
        format: str,  # noqa: A002 - as the option of the command line is called
        target: "str | os.PathLike[str] | BinaryIO",
        *,
        layer: "Layer" = "all",
        entity: str | None = None,
        language: str | None = None,
        as_of: str | None = None,
        derived: bool = True,
    ) -> None:
        """Write the graph, or what is chosen of it, as ``kzgraph export`` does.

        *format* is a name, alias or media type (``ttl``, ``json-ld``, ``csv``); *target* a file or folder by
        its path, which is replaced as a whole or not at all, or an open binary file. *layer* is ``accepted``,
        ``evidence`` or ``all``; *entity* whatever names a thing; *language* a BCP 47 tag; *as_of* a day
        (``YYYY-MM-DD``). *derived* says whether the days that make dates comparable go out, too.

        Raises UnknownName or UsageError for what there is not, NotFound if nothing fits the choice,
        OutputError if it cannot be written, and what reading the graph raises.
        """
        from kzgraph.export.choice import Choice, day
        from kzgraph.export.choice import language as tag
        from kzgraph.export.formats import FORMATS, write
        from kzgraph.export.source import material_of
        from kzgraph.rdf.formats import named

        chosen = named(FORMATS, format, "export format")
        choice = Choice(layer, entity, language and tag(language), as_of and day(as_of), derived=derived)
        path = os.fspath(target) if isinstance(target, str | os.PathLike) else target
        write(chosen, material_of(self, choice), path)

    def dataset(self) -> "Dataset":
        """Return the graph as a new rdflib Dataset whose default graph is the union of all.

        It is parsed from the Turtle files by rdflib, with the derived days added, and independent of this
        object. Raises GraphLoadError if a file is malformed, UsageError if there are no files (an endpoint).
        """
        from kzgraph.storage.rdflib_dataset import dataset

        return dataset(self.folder, self.prefixes)

    def _answer(self, text: str) -> Result:
        """Ask the engine; a server's answer is one only if it has loaded what the question needs."""
        result = self.engine.query(text)
        if not self._is_local:
            from kzgraph.storage.loaded import check_answer

            check_answer(self.engine, text, result)
        return result

    def _check_loaded(self) -> None:
        """Raise GraphLoadError if nothing was found because the server has nothing loaded."""
        from kzgraph.storage.loaded import check_loaded

        check_loaded(self.engine)

    @property
    def _is_local(self) -> bool:
        from kzgraph.storage.embedded import LocalEngine

        return isinstance(self.engine, LocalEngine)

    def _read_catalogue(self) -> Catalogue:
        with self._lock:
            if self._catalogue is None:
                try:
                    self._catalogue = Catalogue.from_json(self._cached_catalogue)
                except (TypeError, ValueError):  # there is none, or not as we write it
                    from kzgraph.catalogue.query_file import read

                    self._catalogue = read(self._beside.queries) if self._beside else Catalogue({}, {})
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


def open(  # noqa: A001 - as in gzip.open: it is called kzgraph.open
    place: str | os.PathLike[str] | None = None,
) -> KnowledgeGraph:
    """Open a graph wherever it is: an http or https address as by :func:`connect`, a folder as by `load`."""
    text = "" if place is None else os.fspath(place)
    return connect(text) if text.lower().startswith(("http://", "https://")) else load(place)


def load(path: str | os.PathLike[str] | None = None) -> KnowledgeGraph:
    """Open the graph folder *path* (without one it is looked for by :func:`kzgraph.storage.folders.find`).

    What can be worked out beforehand, and the triples, come from the cache if the files have not changed
    since it was made. Raises GraphLoadError if there is no graph, or with all problems of all Turtle files.
    """
    from kzgraph.storage import cache
    from kzgraph.storage.embedded import LocalEngine

    folder = folders.read(folders.find(path))
    entry = cache.open_entry(folder.key) if not folder.problems else None
    if entry is not None:
        store, prepared = entry
        return KnowledgeGraph(LocalEngine(store), folder, prepared=prepared)
    graph = _loaded(folder)
    engine: Any = graph.engine
    many = len(engine.store) > LARGE
    cache.save(folder.key, _prepare(graph, folder), engine.store, on_disk=many)
    return graph


def connect(url: str, path: str | os.PathLike[str] | None = None) -> KnowledgeGraph:
    """Open a SPARQL 1.1 endpoint.

    The canned queries and prefixes are those of the graph folder, if there is one (*path* as in
    :func:`load`). The endpoint is not called before the first query. Raises UsageError if *url* is not an
    http or https address, GraphLoadError if a graph folder is named and is none.
    """
    from kzgraph.errors import GraphLoadError
    from kzgraph.rdf.parsing import prefixes
    from kzgraph.storage import cache
    from kzgraph.storage.endpoint import RemoteEngine

    engine = RemoteEngine(url)
    try:
        root = folders.find(path)
    except GraphLoadError:
        if path is not None or os.environ.get("KZGRAPH_GRAPH"):
            raise
        return KnowledgeGraph(engine)
    beside = folders.read(root)
    known = cache.prepared(beside.key) or {"prefixes": prefixes(beside.turtle)}
    return KnowledgeGraph(engine, beside=beside, prepared=known)


def _loaded(folder: "Folder") -> KnowledgeGraph:
    from kzgraph.storage.embedded import LocalEngine
    from kzgraph.storage.loading import load

    return KnowledgeGraph(LocalEngine(load(folder)), folder)


def _prepare(graph: KnowledgeGraph, folder: "Folder") -> dict[str, Any]:
    """Return what the cache keeps beside the triples."""
    from kzgraph.catalogue.query_file import read
    from kzgraph.errors import CatalogueError

    prepared: dict[str, Any] = {"prefixes": graph.prefixes, "home": graph.home}
    try:
        prepared["catalogue"] = read(folder.queries).to_json()
    except CatalogueError:
        prepared["catalogue"] = None  # read, and reported, when a query is asked for
    return prepared
