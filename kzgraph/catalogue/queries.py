"""The canned queries of a graph: ``queries/**/*.rq``, SPARQL 1.1 with a YAML header in ``#+`` comments.

The header follows the convention of grlc: ``summary``, ``description``, ``tags``, ``params``, ``columns``,
and ``endpoint`` for a query that is not for the graph but for a service elsewhere.
Files in ``queries/verify/`` are rules, queries that must return no row; they are kept apart. Reading and
checking the files is the work of :mod:`kzgraph.catalogue.query_file`: a query that is listed can be run.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from kzgraph.catalogue.parameters import Param
from kzgraph.errors import UnknownName
from kzgraph.sparql.binding import Slot

#: Names that a parameter cannot have because the command line uses them as options.
RESERVED: Final = frozenset(("help", "format", "output", "graph", "endpoint", "limit", "allow_service"))

#: Where the rules are.
RULES: Final = "queries/verify/"


class Query(NamedTuple):
    """A canned query.

    *name* is the file's name without ``.rq``, *path* the file relative to the graph folder. *params* are in
    the order of the header; *columns* maps each projected variable, in order, to its description. *text* is
    the whole file, in which the parameters stand at *slots*. *service* tells whether the header allows
    SERVICE. *extra* are the further fields that a rule's header has: ``level``, ``problem``, ``solution``.
    *endpoint* is the address of the SPARQL endpoint that the query is for, empty for the graph itself.
    """

    name: str
    path: str
    summary: str
    description: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    columns: dict[str, str]
    text: str
    kind: Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
    service: bool
    slots: tuple[Slot, ...]
    extra: dict[str, str]
    endpoint: str

    @property
    def signature(self) -> str:
        """The parameters with their types, for messages: ``party (iri kzo:Party), on (date)``."""
        if not self.params:
            return "none"
        return ", ".join(
            f"{p.name} ({p.declared}{', optional' if p.default is not None else ''})" for p in self.params
        )


class Catalogue(NamedTuple):
    """The canned *queries* and the *rules* of a graph by name, both sorted."""

    queries: dict[str, Query]
    rules: dict[str, Query]

    def to_json(self) -> list[Any]:
        """Return the catalogue as values that JSON can hold."""
        return [[*map(list, of.values())] for of in self]

    @classmethod
    def from_json(cls, values: Any) -> "Catalogue":
        """Return the catalogue that :meth:`to_json` was called on.

        Raises TypeError or ValueError if *values* are not what it returned.
        """
        return cls(*({query.name: query for query in map(_from_json, of)} for of in values))


def nearest(given: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Return the names most like *given*, best first."""
    from difflib import get_close_matches

    known = list(names)
    found = get_close_matches(given[:100].lower(), known, n=count, cutoff=0.5)
    parts = [name for name in known if len(given) > 2 and (given.lower() in name or name in given.lower())]
    return list(dict.fromkeys([*found, *sorted(parts)]))[:count]


def find(queries: Mapping[str, Query], name: str) -> Query:
    """Return the query of that name; raises UnknownName with the nearest names."""
    if name in queries:
        return queries[name]
    hint = "List them with: kzgraph query" if queries else "The graph folder has no queries/*.rq."
    raise UnknownName("query", name, nearest(name, queries), hint=hint)


def _from_json(values: Iterable[Any]) -> Query:
    query = Query(*values)
    params = (Param(*param[:-1], choices=tuple(param[-1])) for param in query.params)
    slots = ((start, end, name) for start, end, name in query.slots)
    return query._replace(tags=tuple(query.tags), params=tuple(params), slots=tuple(slots))
