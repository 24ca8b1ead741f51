"""Reading a mapping: CSVW metadata, which says what the columns of a table mean.

W3C Recommendations of 17 December 2015: Metadata Vocabulary for Tabular Data, and Generating RDF from Tabular
Data on the Web. The ``csvw`` package reads the metadata and the values of cells. Nothing is fetched: a schema
or dialect that is a link to another file is refused.

Prefixed names of the graph may stand where URLs stand (``kz:{id}``, ``kzo:seats``).
"""

from __future__ import annotations

import json
import os
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kzgraph.editing.declarations import Declarations
from kzgraph.errors import GraphLoadError, Problem, UsageError, shown
from kzgraph.extras import need
from kzgraph.importing.document import read_text
from kzgraph.model import DERIVED
from kzgraph.rdf.terms import RDF, RDFS, SKOS, expand, is_iri

__all__ = ["NAMING", "Column", "Form", "TableMapping", "check", "read"]

#: The properties that name things.
NAMING = (SKOS + "prefLabel", SKOS + "altLabel", RDFS + "label")
_HINT: Final = "A mapping is CSVW metadata: see docs/import.md for one to begin with."


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written.

    *quote* is "" where nothing is quoted. A quotation mark inside a quoted cell is *doubled*, else it has a
    backslash before it.
    """

    delimiter: str = ","
    quote: str = '"'
    doubled: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the mapping, with what it inherits.

    *name* is its name in templates, *titles* the headings by which it is found in the file; *source* is the
    csvw package's own description, which reads cells. The templates *about* and *value* are None where there
    is none; *says* is the IRI of its property, "" if it says nothing. *language* is "" for none.
    """

    name: str
    titles: tuple[str, ...]
    virtual: bool
    says: str
    about: Any
    value: Any
    language: str
    source: Any

    @property
    def datatype(self) -> Any:
        """The datatype as the csvw package describes it, None if there is none."""
        return self.source.inherit("datatype")

    def read(self, text: str) -> list[str]:
        """Return the values of a cell as text: none if it is null, several if the column has a separator.

        Raises ValueError for a value that is not of the datatype and for a missing one that is required.
        """
        read = self.source.read(text)
        values = read if isinstance(read, list) else [read]
        separator = self.source.inherit("separator")
        raw = text.split(separator) if separator and isinstance(read, list) else [text]
        found = [(value, each) for value, each in zip(values, raw, strict=False) if value is not None]
        base = getattr(self.datatype, "base", None) or "string"
        return [_lexical(value, each or self.source.inherit("default"), base) for value, each in found]


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The mapping of one table: its *columns*, and how it is written.

    *key* are the names of the columns that tell rows apart, *skip* so many rows stand above the *header* (if
    it has one), *comment* begins rows that are none.
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    form: Form
    skip: int
    header: bool
    comment: str


def read(path: str, table: str, prefixes: Mapping[str, str]) -> TableMapping:
    """Return the mapping in the file *path* for the file *table*.

    Raises GraphLoadError if it cannot be read or is not JSON, UsageError if it is no CSVW metadata, has
    several tables of which none has the name of the file, or says something that cannot be used.
    """
    described = _table(_json(path), path, os.path.basename(table))
    metadata = need("csvw.metadata", "Reading a CSVW mapping")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = metadata.Table.fromvalue(described)
        except (ValueError, TypeError, AttributeError, KeyError, AssertionError) as error:
            raise UsageError(f"The mapping cannot be used: {error}", where=path, hint=_HINT) from None
    if caught:
        why = "; ".join(sorted({str(each.message) for each in caught}))
        raise UsageError(f"The mapping cannot be used: {why}", where=path, hint=_HINT)
    columns = tuple(_columns(found, prefixes, path))
    if not any(each.says for each in columns):
        raise UsageError("No column of the mapping has a propertyUrl.", where=path, hint=_HINT)
    dialect = found.dialect or metadata.Dialect()
    if dialect.skipColumns or dialect.headerRowCount > 1:
        raise UsageError("A table with skipped columns or several heading rows cannot be read.", where=path)
    form = Form(dialect.delimiter or ",", dialect.quoteChar or "", dialect.doubleQuote)
    header = dialect.header and dialect.headerRowCount > 0
    key = tuple(found.tableSchema.primaryKey or ())
    return TableMapping(columns, key, form, dialect.skipRows, header, dialect.commentPrefix or "")


def check(mapping: TableMapping, declarations: Declarations) -> None:
    """Raise UsageError if the mapping uses properties that the graph does not declare or derives.

    And if it names no things.
    """
    declared = declarations.properties | {RDF + "type", *NAMING}
    unknown = sorted({each.says for each in mapping.columns if each.says} - declared)
    if unknown:
        raise UsageError(
            f"The graph declares no property {', '.join(f'<{each}>' for each in unknown)}.",
            hint="Correct the mapping, or declare it in ontology/.",
        )
    for column in mapping.columns:
        if column.says in DERIVED:
            raise UsageError(
                f"The days of the column {shown(column.name)} are derived when the graph is loaded.",
                hint="Leave the column out, and take in the dates that they follow from: kzo:start …",
            )
    known = {each.name for each in mapping.columns}
    for column in mapping.columns:
        if column.says and column.about is None:
            raise UsageError(
                f"The mapping does not say what the column {shown(column.name)} is about.",
                hint='Give the tableSchema an aboutUrl: "aboutUrl": "kz:{id}".',
            )
        for template in (column.about, column.value):
            names = {n for n in getattr(template, "variable_names", ()) if not n.startswith("_")}
            if names - known:
                raise UsageError(
                    f"{shown(str(template))} names a column that the mapping has not: {min(names - known)}."
                )
        a_cell_says_it = column.says and not column.virtual and column.value is None
        no_address = getattr(column.datatype, "base", None) != "anyURI"
        if a_cell_says_it and no_address and declarations.points(column.says):
            raise UsageError(
                f"Values of {shown(column.name)} are things: give the column a valueUrl.",
                hint='For example "valueUrl": "kz:{' + column.name + '}".',
            )


def _json(path: str) -> dict[str, Any]:
    """Return the object in a JSON file."""
    text = read_text(path)
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        message = getattr(error, "msg", "it is nested too deeply")
        problem = Problem(path, getattr(error, "lineno", None), getattr(error, "colno", None), message)
        raise GraphLoadError("The mapping is not JSON.", [problem], hint=_HINT) from None
    if not isinstance(found, dict) or "http://www.w3.org/ns/csvw" not in str(found.get("@context")):
        raise UsageError(
            "It is no CSVW metadata: an object with '@context': 'http://www.w3.org/ns/csvw' is wanted.",
            where=path,
            hint=_HINT,
        )
    return found


def _table(found: dict[str, Any], path: str, name: str) -> dict[str, Any]:
    """Return the description of one table, with what it inherits from its group."""
    tables = found.get("tables", [found])
    if not isinstance(tables, list) or not tables or not all(isinstance(each, dict) for each in tables):
        raise UsageError("Its tables are no list of objects.", where=path, hint=_HINT)
    named = [each for each in tables if re.split("[/\\\\]", str(each.get("url", "")))[-1] == name]
    if len(tables) > 1 and len(named) != 1:
        urls = ", ".join(str(each.get("url")) for each in tables)
        raise UsageError(f"It describes several tables, and none for {shown(name)}: {urls}.", where=path)
    own = (named or tables)[0]
    not_shared = ("tables", "url", "@id", "@type", "notes")
    shared = {key: value for key, value in found.items() if key not in not_shared}
    table = {"url": name, **shared, **own}
    for part in ("tableSchema", "dialect"):
        if isinstance(table.get(part), str):
            raise UsageError(
                f"{part} is a link to another file, and nothing is fetched.",
                where=path,
                hint="Put it into the mapping.",
            )
    return table


def _columns(table: Any, prefixes: Mapping[str, str], path: str) -> Iterator[Column]:
    for n, column in enumerate(table.tableSchema.columns, 1):
        titles = {each for group in (column.titles or {}).values() for each in group} | {column.name}
        language = next((each.lang for each in (column, table.tableSchema, table) if each.lang != "und"), "")
        name = column.name or str(column)
        what = f"column {n} ({name})"
        # One property for all columns says nothing about any.
        silent = column.propertyUrl is None or column.suppressOutput
        yield Column(
            name,
            tuple(sorted(filter(None, titles))),
            column.virtual,
            says="" if silent else _property(str(column.propertyUrl), prefixes, path, what),
            about=_template(column.inherit("aboutUrl"), path, f"aboutUrl of {what}"),
            value=_template(column.inherit("valueUrl"), path, f"valueUrl of {what}"),
            language=language,
            source=column,
        )
    if not table.tableSchema.columns:
        raise UsageError("Its tableSchema has no columns.", where=path, hint=_HINT)


def _template(template: Any, path: str, what: str) -> Any:
    """Return a URI template; the csvw package marks one that is none."""
    if template is not None and not hasattr(template, "expand"):
        raise UsageError(f"The {what} is no URI template.", where=path)
    return template


def _property(text: str, prefixes: Mapping[str, str], path: str, what: str) -> str:
    found = expand(text, prefixes) or text
    if found == "rdf:type":
        return RDF + "type"
    relative = found == text and text.partition(":")[0] not in ("http", "https", "urn")
    if relative or "{" in text or not is_iri(found):
        raise UsageError(
            f"The propertyUrl {shown(text)} of {what} is no property.",
            where=path,
            hint="Write an IRI, or a prefixed name of the graph: kzo:seats.",
        )
    return found


def _lexical(value: Any, raw: str, base: str) -> str:
    """Return a value that the csvw package has read, of the datatype *base*, as XML Schema writes it."""
    import datetime
    from decimal import Decimal

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime) and base == "date":  # as csvw reads dates
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int) else raw.strip()
