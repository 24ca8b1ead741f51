"""What a query is answered with: rows, true or false, or a graph."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, SupportsIndex, TypeVar, overload

from kzgraph.rdf.terms import Term

if TYPE_CHECKING:
    from kzgraph.rdf.terms import PythonValue

__all__ = ["Result", "Row", "Triple", "grouped", "row_type"]

Triple = tuple[Term, Term, Term]
K = TypeVar("K")
V = TypeVar("V")


class Row(tuple[Term | None, ...]):
    """One row of a result: a tuple of terms, None where a variable is unbound.

    ``row["leader"]`` and ``row.leader`` give a column by its name. A column called like a method of tuples
    (``count``, ``index``) or of this class (``keys``, ``asdict``) can be had by ``row["count"]`` only.
    """

    __slots__ = ()
    _index: ClassVar[Mapping[str, int]] = {}

    @overload
    def __getitem__(self, key: SupportsIndex | str) -> Term | None: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Term | None, ...]: ...
    def __getitem__(self, key: SupportsIndex | slice | str) -> Term | tuple[Term | None, ...] | None:
        """Return the term of a column, by name (KeyError if there is none) or position."""
        return tuple.__getitem__(self, self._index[key] if isinstance(key, str) else key)

    def __getattr__(self, name: str) -> Term | None:
        try:
            return tuple.__getitem__(self, self._index[name])
        except KeyError:
            raise AttributeError(f"there is no column {name!r}; columns: {', '.join(self._index)}") from None

    def keys(self) -> tuple[str, ...]:
        """Return the names of the columns in order."""
        return tuple(self._index)

    def asdict(self) -> "dict[str, PythonValue | None]":
        """Return the row as a dict of column names to Python values (see :attr:`.Term.python`)."""
        cells = zip(self._index, self, strict=True)
        return {name: None if term is None else term.python for name, term in cells}

    def __repr__(self) -> str:
        cells = zip(self._index, self, strict=True)
        return f"Row({', '.join(f'{name}={None if term is None else term.n3()}' for name, term in cells)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (tuple(self._index), tuple(self))


def grouped(pairs: "Iterable[tuple[K, V]]") -> "dict[K, list[V]]":
    """Return all values of each key, keys and values in the order in which they come first."""
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def row_type(columns: Sequence[str]) -> type[Row]:
    """Return the class of rows with these columns: call it with an iterable of as many terms.

    One class for each result keeps a row as small as a tuple.
    """
    return type("Row", (Row,), {"__slots__": (), "_index": {name: n for n, name in enumerate(columns)}})


def _restore(columns: Sequence[str], terms: Iterable[Term | None]) -> Row:
    return row_type(columns)(terms)


class Result:
    """The answer to one query.

    *kind* is ``rows`` (SELECT), ``boolean`` (ASK) or ``graph`` (CONSTRUCT, DESCRIBE). *columns* are the
    projected variables in order. *boolean* is the answer of an ASK, None for the other kinds. *triples* is
    the graph of a CONSTRUCT or DESCRIBE, empty for the other kinds; the same triples are also its *rows*,
    with the columns ``subject``, ``predicate`` and ``object``.

    Iterating yields the rows and ``len()`` counts them; ``bool()`` is the answer of an ASK, else whether
    there is a row.
    """

    __slots__ = ("boolean", "columns", "kind", "rows", "triples")

    def __init__(
        self,
        kind: Literal["rows", "boolean", "graph"],
        columns: tuple[str, ...] = (),
        rows: Iterable[Row] = (),
        boolean: bool | None = None,
        triples: Iterable[Triple] = (),
    ) -> None:
        self.kind = kind
        self.columns = columns
        self.rows = [*rows]
        self.boolean = boolean
        self.triples = [*triples]

    @classmethod
    def of_rows(cls, columns: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> Self:
        """Make the result of a SELECT."""
        return cls("rows", tuple(columns), [*map(row_type(columns), rows)])

    @classmethod
    def of_boolean(cls, answer: bool) -> Self:
        """Make the result of an ASK."""
        return cls("boolean", boolean=answer)

    @classmethod
    def of_graph(cls, triples: Iterable[Triple]) -> Self:
        """Make the result of a CONSTRUCT or DESCRIBE."""
        found = list(triples)
        columns = ("subject", "predicate", "object")
        return cls("graph", columns, [*map(row_type(columns), found)], triples=found)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, position: int) -> Row:
        """Return the row at a position; IndexError if there are fewer."""
        return self.rows[position]

    def __bool__(self) -> bool:
        return bool(self.rows) if self.boolean is None else self.boolean
