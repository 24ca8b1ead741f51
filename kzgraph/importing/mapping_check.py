"""Whether a mapping fits a table and a graph: its columns are there, its properties are declared."""

from __future__ import annotations

from kzgraph.editing.declarations import Declarations
from kzgraph.errors import GraphLoadError, UsageError, shown
from kzgraph.importing.cells import Cell, rows
from kzgraph.importing.document import Document
from kzgraph.importing.mapping import Column, TableMapping
from kzgraph.model import DERIVED
from kzgraph.rdf.terms import RDF, RDFS, SKOS

__all__ = ["NAMING", "all_rows", "check", "places"]

#: The properties that name things.
NAMING = (SKOS + "prefLabel", SKOS + "altLabel", RDFS + "label")


def all_rows(document: Document, mapping: TableMapping) -> list[list[Cell]]:
    """Return the rows of a table with its heading, without comments. Raises GraphLoadError if it has none."""
    found = [*rows(document, mapping.form)][mapping.skip :]
    if mapping.comment:
        found = [row for row in found if not row[0].text.startswith(mapping.comment)]
    if not found:
        raise GraphLoadError(f"{document.name} has no rows.")
    return found


def places(document: Document, mapping: TableMapping, table: list[list[Cell]]) -> dict[str, int]:
    """Return at which place each column of the mapping stands. Raises UsageError if some are missing."""
    real = [each for each in mapping.columns if not each.virtual]
    if not mapping.header:
        if len(real) > len(table[0]):
            raise UsageError(f"{document.name} has {len(table[0])} columns, the mapping {len(real)}.")
        return {column.name: n for n, column in enumerate(real)}
    headings = [cell.text.strip() for cell in table[0]]
    twice = sorted({each for each in headings if headings.count(each) > 1})
    if twice:
        raise UsageError(
            f"{document.name} has several columns {', '.join(map(shown, twice))}.", where=document.name
        )
    found, missing = {}, []
    for column in real:
        place = next((n for n, heading in enumerate(headings) if heading in column.titles), None)
        if place is None:
            missing.append(shown(column.titles[0] if column.titles else column.name))
        else:
            found[column.name] = place
    if missing:
        there = ", ".join(map(shown, headings))
        raise UsageError(
            f"The mapping has columns that the table has not: {', '.join(missing)}.",
            where=f"{document.name}:{document.line(table[0][0].start)}",
            hint=f"The table has {there}. Is the delimiter another one? A mapping names it in its dialect.",
        )
    return found


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
        if column.says and not column.virtual and column.value is None and _must_point(column, declarations):
            raise UsageError(
                f"Values of {shown(column.name)} are things: give the column a valueUrl.",
                hint='For example "valueUrl": "kz:{' + column.name + '}".',
            )


def _must_point(column: Column, declarations: Declarations) -> bool:
    base = getattr(column.datatype, "base", None)
    return declarations.points(column.says) and base != "anyURI"
