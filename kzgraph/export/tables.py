r"""Tables as CSV and TSV, in a folder with their CSVW metadata.

CSV follows RFC 4180 (lines end in CRLF, quotation marks are doubled), in UTF-8 without a byte order mark.
TSV follows the IANA registration of ``text/tab-separated-values``, which has no quotation: tabs, line breaks
and backslashes in a cell are written ``\t``, ``\n``, ``\r`` and ``\\``.

Cells are exact unless ``Material.safe_csv`` is set: then a text that a spreadsheet would run as a formula
gets an apostrophe before it (CWE-1236). To get the exact text back, take one apostrophe away wherever one
or more stand before such a character.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TextIO

from kzgraph.export.columns import SEPARATOR, Cell, Column, Row
from kzgraph.export.csvw import Keys, metadata
from kzgraph.export.rows import Reader
from kzgraph.export.table_definitions import TABLES

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["METADATA", "cell_text", "guarded", "write_csv", "write_tsv"]

#: The file that describes the tables: where CSVW has its readers look for it (Tabular Data Model, section 5).
METADATA: Final = "csv-metadata.json"

# What spreadsheets take for the beginning of a formula, or skip before one: OWASP's list, with the full-width
# signs of East Asian keyboards. Apostrophes before it are counted in, so that the guard can be undone.
_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
_TSV: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_TO_ESCAPE: Final = re.compile("[\\\\\t\n\r]")
#: Stands for the separator within one of several values.
_INSTEAD: Final = "\u00a6"


def write_csv(material: Material, target: str | os.PathLike[str]) -> None:
    """Write all tables as CSV, and csv-metadata.json, into the empty folder *target*.

    Raises OutputError if the data do not fit a table, OSError if a file cannot be written.
    """
    _write(material, os.fspath(target), "csv")


def write_tsv(material: Material, target: str | os.PathLike[str]) -> None:
    """Write all tables as TSV, and csv-metadata.json, into the empty folder *target*; errors as above."""
    _write(material, os.fspath(target), "tsv")


def _write(material: Material, folder: str, form: str) -> None:
    reader, keys = Reader(material), Keys()
    for table in TABLES:
        columns = reader.columns(table)
        rows = keys.watch(table, columns, reader.rows(table))
        with open(os.path.join(folder, f"{table.name}.{form}"), "x", encoding="utf-8", newline="") as file:
            (_write_csv if form == "csv" else _write_tsv)(file, columns, rows, material.safe_csv)
    described = metadata(form, reader.columns, keys, safe=material.safe_csv)
    with open(os.path.join(folder, METADATA), "x", encoding="utf-8", newline="") as file:
        file.write(json.dumps(described, ensure_ascii=False, indent=2) + "\n")


def _write_csv(file: TextIO, columns: list[Column], rows: Iterable[Row], safe: bool) -> None:
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows(_texts(columns, rows, safe))


def _write_tsv(file: TextIO, columns: list[Column], rows: Iterable[Row], safe: bool) -> None:
    file.write("\t".join(column.name for column in columns) + "\n")
    for cells in _texts(columns, rows, safe):
        file.write("\t".join(_TO_ESCAPE.sub(lambda m: _TSV[m.group()], cell) for cell in cells) + "\n")


def _texts(columns: list[Column], rows: Iterable[Row], safe: bool) -> Iterator[list[str]]:
    numbers = [column.kind in ("integer", "decimal", "boolean") for column in columns]
    for row in rows:
        cells = [cell_text(cell) for cell in row]
        if safe:
            cells = [cell if number else guarded(cell) for cell, number in zip(cells, numbers, strict=True)]
        yield cells


def cell_text(cell: Cell) -> str:
    """Return the text of a cell, before the format escapes anything.

    Several values have :data:`~kzgraph.export.columns.SEPARATOR` between them; a value that holds it has a
    broken bar (U+00A6) instead. Decimals have no exponent (XML Schema, xsd:decimal).
    """
    if cell is None:
        return ""
    if isinstance(cell, list):
        return SEPARATOR.join(each.replace(SEPARATOR, _INSTEAD) for each in cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def guarded(cell: str) -> str:
    """Return the text of a cell with an apostrophe before it if a spreadsheet would run it as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
