"""What a table is made of: its rows, its columns, and how a column reads its values from the graph.

A table is declared once (:mod:`kzgraph.export.table_definitions`) and written as CSV, TSV, CSVW metadata,
Parquet and documentation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from kzgraph.rdf.terms import PREFIXES, SKOS, expand, language_tag

__all__ = [
    "SEPARATOR",
    "Cell",
    "Column",
    "Kind",
    "Row",
    "Table",
    "all_of",
    "columns_of",
    "one",
    "ref",
    "refs",
]

#: What a cell can hold: nothing, one value, or the values of a column of many, sorted.
Cell = None | str | int | Decimal | bool | list[str]
Row = list[Cell]
Kind = Literal["iri", "text", "date", "duration", "integer", "decimal", "boolean"]

#: Between the values of one cell of CSV and TSV. No IRI can hold it.
SEPARATOR: Final = "|"

#: A label in each language that the graph has labels in; becomes one column for each (see columns_of).
_LANGUAGES: Final = "label_"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its *name*, *what* its values mean, and the *kind* of value.

    *where* says in SPARQL where the values come from: a property path from the row (``kzo:start``), or a
    pattern of ``?row`` and ``?value``; it is empty for what is worked out otherwise. *many* is whether a cell
    can hold several values. *labels_of* names the column of IRIs whose labels stand here. *table* names the
    table in which the thing of an IRI has a row. *language* is the tag of the language of its texts. *term*
    is the IRI of the property that a cell states of its row, if it does.
    """

    name: str
    what: str
    kind: Kind = "text"
    where: str = ""
    many: bool = False
    labels_of: str = ""
    table: str = ""
    language: str = ""
    term: str | None = None

    @property
    def pattern(self) -> str:
        """The SPARQL pattern of ``?row`` and ``?value``; empty if *where* is."""
        return self.where if "?" in self.where or not self.where else f"?row {self.where} ?value ."


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its *name* (that of its file), *title*, *what* a row is, and its columns.

    The rows are the things of these *classes* and of all kinds of them; of the tables without classes
    :mod:`kzgraph.export.rows` knows what the rows are. *key* are the columns that tell rows apart.
    """

    name: str
    title: str
    what: str
    classes: Collection[str]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("iri",)


def one(name: str, where: str, what: str, kind: Kind = "text") -> tuple[Column]:
    """Declare a column of one value a cell."""
    return (Column(name, what, kind, where, term=_term(where)),)


def all_of(name: str, where: str, what: str, kind: Kind = "text") -> tuple[Column]:
    """Declare a column of any number of values a cell."""
    return (Column(name, what, kind, where, many=True, term=_term(where)),)


def ref(name: str, where: str, what: str, table: str = "things", *, many: bool = False) -> tuple[Column, ...]:
    """Declare a column of the IRI of another thing, and the column of its label beside it."""
    label = "Their labels, in the same order." if many else "Its label."
    return (
        Column(name, what, "iri", where, many=many, table=table, term=_term(where)),
        Column(f"{name}_label", label, many=many, labels_of=name),
    )


def refs(name: str, where: str, what: str, table: str = "things") -> tuple[Column, ...]:
    """Declare a column of the IRIs of other things, and the column of their labels beside it."""
    return ref(name, where, what, table, many=True)


def columns_of(table: Table, languages: Iterable[str]) -> list[Column]:
    """Return the columns of a table for a graph with labels in these languages.

    The column ``label_`` becomes one for each: ``label_en``, ``label_kk_latn``.
    """
    found = []
    for column in table.columns:
        if column.name != _LANGUAGES:
            found.append(column)
            continue
        for language in languages:
            tag = language_tag(language)
            name = _LANGUAGES + re.sub(r"[^a-z0-9]", "_", language.lower())
            found.append(replace(column, name=name, what=f"{column.what} {tag}.", language=tag))
    return found


def _term(where: str) -> str | None:
    """Return the property if that is all that a path consists of."""
    return expand(where, PREFIXES) if re.fullmatch(r"\w+:\w+", where) else None


#: The first columns of every table of things.
IDENTITY: Final = (
    Column("iri", "The IRI of the thing: its identity everywhere.", "iri"),
    Column("id", "The same in short, as kzgraph's commands take it."),
    Column("class", "Its most specific class (the first one of several).", "iri"),
    Column("class_label", "The label of the class.", labels_of="class"),
    Column(
        "label", "What it is called, in the language of the export (English unless another is asked for)."
    ),
    Column(_LANGUAGES, "Its label in the language", term=SKOS + "prefLabel"),
)
