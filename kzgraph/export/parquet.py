"""The tables as Apache Parquet: a file for each, with typed columns.

Whole numbers are 64-bit integers, other numbers doubles, yes and no booleans, several values lists of texts;
dates stay texts in EDTF, since no type of Parquet holds their precision. The metadata of each column say
what it means, those of each file what its rows are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kzgraph.errors import OutputError, shown
from kzgraph.export.columns import Column, Row, Table
from kzgraph.export.rows import Reader
from kzgraph.export.table_definitions import TABLES
from kzgraph.extras import need

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["write_parquet"]

#: How many rows are held in memory, and go into one row group.
_GROUP: Final = 50_000
_LARGEST: Final = 2**63


def write_parquet(material: Material, target: str | os.PathLike[str]) -> None:
    """Write all tables as Parquet into the empty folder *target*.

    The same library writes the same bytes on every run. Raises UsageError without pyarrow, OutputError if the
    data do not fit a table or a number is beyond 64 bits, OSError if a file cannot be written.
    """
    arrow, parquet = need("pyarrow", "Parquet"), need("pyarrow.parquet", "Parquet")
    reader = Reader(material)
    for table in TABLES:
        columns = reader.columns(table)
        schema = _schema(arrow, table, columns)
        path = os.path.join(os.fspath(target), f"{table.name}.parquet")
        with open(path, "xb") as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            for rows in _groups(reader.rows(table)):
                cells = [[row[n] for row in rows] for n in range(len(columns))]
                made = [
                    _array(arrow, table, *each) for each in zip(columns, schema.types, cells, strict=True)
                ]
                writer.write_table(arrow.Table.from_arrays(made, schema=schema))


def _groups(rows: Iterator[Row]) -> Iterable[list[Row]]:
    """Yield the rows in groups; one of no rows if there are none, as a file needs its columns."""
    group = list(islice(rows, _GROUP))
    yield group
    while group := list(islice(rows, _GROUP)):
        yield group


def _schema(arrow: Any, table: Table, columns: list[Column]) -> Any:
    types = {"integer": arrow.int64(), "decimal": arrow.float64(), "boolean": arrow.bool_()}
    fields = []
    for column in columns:
        one = types.get(column.kind, arrow.string())
        about = {"description": column.what, **({"property": column.term} if column.term else {})}
        fields.append(arrow.field(column.name, arrow.list_(one) if column.many else one, metadata=about))
    return arrow.schema(fields, metadata={"title": table.title, "description": table.what})


def _array(arrow: Any, table: Table, column: Column, kind: Any, cells: list[Any]) -> Any:
    if column.kind == "decimal":
        cells = [float(cell) if isinstance(cell, Decimal) else cell for cell in cells]
    if column.kind == "integer":
        for cell in cells:
            if cell is not None and not -_LARGEST <= cell < _LARGEST:
                raise OutputError(
                    f"Parquet holds whole numbers of 64 bits; {column.name} in the table {table.name} is "
                    f"{shown(cell)}.",
                    hint="Use another format: csv.",
                )
    return arrow.array(cells, type=kind)
