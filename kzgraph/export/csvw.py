"""The metadata of the tables: CSV on the Web (W3C Recommendation of 17 December 2015).

It names the columns, their datatypes, separators and meaning, primary keys, and foreign keys. A foreign key
is declared where every row has one and it leads somewhere: validators do not let it be empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from kzgraph.export.columns import SEPARATOR, Column, Row, Table
from kzgraph.export.table_definitions import TABLES
from kzgraph.rdf.terms import EDTF_LITERAL, RDF

__all__ = ["Keys", "metadata"]

_DATATYPES: Final[dict[str, Any]] = {
    "iri": "anyURI",
    "text": "string",
    "date": {"@id": EDTF_LITERAL, "base": "string", "dc:title": "EDTF date"},
    "duration": "duration",
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
}
_SAFE: Final = (
    "Texts that a spreadsheet would run as a formula have an apostrophe before them: take away one wherever "
    "one or more stand before = + - @, their full-width forms, a tab, a line break or NUL."
)
_ESCAPES: Final = "A tab, line feed, carriage return or backslash in a cell is written \\t, \\n, \\r or \\\\."


class Keys:
    """What the tables hold in the columns that name rows of tables, noted while they are written."""

    def __init__(self) -> None:
        self._rows: dict[str, set[str]] = {}
        self._named: dict[tuple[str, str], set[str]] = {}
        self._gaps: set[tuple[str, str]] = set()

    def watch(self, table: Table, columns: list[Column], rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows of a table as they are."""
        mine = self._rows.setdefault(table.name, set())
        places = [(n, (table.name, c.name)) for n, c in enumerate(columns) if c.table and not c.many]
        for _, name in places:
            self._named[name] = set()
        for row in rows:
            mine.add(str(row[0]))
            for n, name in places:
                if row[n] is None:
                    self._gaps.add(name)
                else:
                    self._named[name].add(str(row[n]))
            yield row

    def target(self, table: Table, column: Column) -> str | None:
        """Return the table in which every row of *table* has a row by this column, None if there is none."""
        name = (table.name, column.name)
        if name in self._gaps or name not in self._named:
            return None
        targets = (column.table, "things")
        return next((each for each in targets if self._named[name] <= self._rows.get(each, set())), None)


def metadata(
    form: str, columns: Callable[[Table], list[Column]], keys: Keys, *, safe: bool = False
) -> dict[str, Any]:
    """Return the metadata of a folder of tables: a CSVW table group.

    *form* is ``csv`` or ``tsv``, *columns* tells the columns of a table, *keys* what the tables hold.
    *safe* says that formulas were guarded.
    """
    notes = [note for note, holds in ((_SAFE, safe), (_ESCAPES, form == "tsv")) if holds]
    dialect: dict[str, Any] = {"encoding": "utf-8", "header": True, "commentPrefix": None}
    if form == "tsv":
        dialect |= {"delimiter": "\t", "quoteChar": None, "lineTerminators": "\n"}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        **({"dc:description": " ".join(notes)} if notes else {}),
        "dialect": dialect,
        "tables": [_table(form, table, columns(table), keys) for table in TABLES],
    }


def _table(form: str, table: Table, columns: list[Column], keys: Keys) -> dict[str, Any]:
    foreign = [(c.name, target) for c in columns if c.kind == "iri" and (target := keys.target(table, c))]
    schema: dict[str, Any] = {
        **({"aboutUrl": "{+iri}"} if table.key == ("iri",) else {}),
        "columns": [_column(table, column) for column in columns],
        "primaryKey": list(table.key) if len(table.key) > 1 else table.key[0],
    }
    if foreign:
        schema["foreignKeys"] = [
            {
                "columnReference": name,
                "reference": {"resource": f"{target}.{form}", "columnReference": "iri"},
            }
            for name, target in foreign
        ]
    return {
        "url": f"{table.name}.{form}",
        "dc:title": table.title,
        "dc:description": table.what,
        "tableSchema": schema,
    }


def _column(table: Table, column: Column) -> dict[str, Any]:
    term = RDF + "type" if column.name == "class" else column.term
    found: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.what,
        "datatype": _DATATYPES[column.kind],
    }
    if column.name in table.key and column.kind == "iri":
        found["required"] = True
    if column.many:
        found["separator"] = SEPARATOR
    if column.language:
        found["lang"] = column.language
    if term is None:
        found["suppressOutput"] = True
    else:
        found["propertyUrl"] = term
        if column.kind == "iri" and not column.many:
            found["valueUrl"] = f"{{+{column.name}}}"
    return found
