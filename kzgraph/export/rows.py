"""The rows of the tables, read from the material."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kzgraph.errors import OutputError, shown
from kzgraph.export.columns import Cell, Column, Row, Table, columns_of
from kzgraph.export.lexical import LexicalForms
from kzgraph.export.naming import Vocabulary
from kzgraph.lookup.labels import present
from kzgraph.model import ABBREVIATION, LABELS, rank_of
from kzgraph.rdf.terms import PREFIXES, RDF, SKOS, XSD_STRING, Term, iri, language_tag, shrink

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["Reader"]

_KINDS_OF_NAMES = (
    *((naming, "label") for naming in reversed(LABELS)),
    (SKOS + "altLabel", "other name"),
    (ABBREVIATION, "abbreviation"),
)
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+")
_NUMBERS = ("integer", "decimal", "boolean")
#: The columns that hold what a claim or fact states.
_VALUE = ("value", "value_label", "value_type", "value_language")
_STATED = Column("value", "", where="rdf:object")
_RANK = Column("rank", "", where="kzo:rank")
_PROLOGUE = "".join(f"PREFIX {name}: <{space}>\n" for name, space in sorted(PREFIXES.items()))
_WHAT_TO_DO = "kzgraph validate says what is wrong with the data; the formats of RDF (ttl, nt) can hold it."
_Values = dict[str, list[Term]]


class Reader:
    """Reads the tables of one material."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self.vocabulary = Vocabulary(material)
        self._lexical = LexicalForms(material)
        self._mentioned: set[str] = set()

    def columns(self, table: Table) -> list[Column]:
        """Return the columns that *table* has for this material."""
        return columns_of(table, self.vocabulary.languages)

    def rows(self, table: Table) -> Iterator[Row]:
        """Yield the rows of a table, by the key, each with a cell for each of its columns.

        The table ``things`` also has what the tables mention that were read before it, described or not.
        Raises OutputError, with the thing and the property, where the data do not fit the table: a second
        value where there is one at most, a text where there is a thing, a number that is none.
        """
        special = {"claims": self._claims, "names": self._names, "facts": self._facts, "things": self._things}
        make = special.get(table.name, self._of_things)
        columns = self.columns(table)
        mentions = [n for n, c in enumerate(columns) if c.table not in ("", "conflicts")]
        for row in make(table, columns):
            self._material.progress(1)
            for n in mentions:
                cell = row[n]
                self._mentioned.update(cell if isinstance(cell, list) else (str(cell),) if cell else ())
            yield row

    def _of_things(self, table: Table, columns: Sequence[Column]) -> Iterator[Row]:
        members = self.vocabulary.members(*table.classes)
        values = {column.name: self._values(table, column) for column in columns if column.where}
        for thing in members:
            yield self._row(thing, table, columns, values)

    def _row(self, thing: str, table: Table, columns: Sequence[Column], values: dict[str, _Values]) -> Row:
        found: dict[str, Cell] = {}
        for column in columns:
            if column.where:
                found[column.name] = self._cell(thing, column, values[column.name].get(thing, []))
            elif column.labels_of:
                found[column.name] = self._label(found[column.labels_of])
            else:
                found[column.name] = self._identity(thing, table, column)
        return list(found.values())

    def _identity(self, thing: str, table: Table, column: Column) -> Cell:
        vocabulary = self.vocabulary
        if column.language:
            return vocabulary.labels(thing).get(column.language)
        if column.name == "class":
            inside = vocabulary.kinds(*table.classes)
            types = vocabulary.types.get(thing, ())
            return next((kind for kind in types if kind in inside), next(iter(types), None))
        return {"iri": thing, "id": vocabulary.short(thing), "label": vocabulary.label(thing)}.get(
            column.name
        )

    def _label(self, of: Cell) -> Cell:
        if isinstance(of, list):
            return [self.vocabulary.label(each) for each in of]
        return None if of is None else self.vocabulary.label(str(of))

    def _values(self, table: Table, column: Column) -> _Values:
        """Return the values of a column by row."""
        kinds = " ".join(iri(kind).n3() for kind in sorted(self.vocabulary.kinds(*table.classes)))
        query = f"SELECT ?row ?value {{ VALUES ?class {{ {kinds} }} ?row a ?class . {column.pattern} }}"
        found: dict[str, dict[Term, None]] = {}
        for row, value in map(present, self._material.graph.select(_PROLOGUE + query)):
            if row.kind == "iri" and value.kind != "bnode":
                found.setdefault(row.value, {})[value] = None
        return {row: [*values] for row, values in found.items()}

    def _cell(self, thing: str, column: Column, values: list[Term]) -> Cell:
        """Make a cell of the values; raise OutputError if they do not fit."""
        if column.many:
            return sorted({str(self._value(thing, column, value)) for value in values})
        value = self._only(thing, column, values)
        return None if value is None else self._value(thing, column, value)

    def _only(self, thing: str, column: Column, values: list[Term]) -> Term | None:
        if len(values) > 1:
            raise OutputError(
                f"{self.vocabulary.short(thing)} has {len(values)} values of {column.where}, but the column "
                f"{column.name} holds one.",
                hint=_WHAT_TO_DO,
            )
        return values[0] if values else None

    def _value(self, thing: str, column: Column, value: Term) -> str | int | Decimal:
        number = value.python
        if column.kind == "integer" and isinstance(number, int) and not isinstance(number, bool):
            return number
        if column.kind == "decimal" and not isinstance(number, str | bool | datetime.date):
            text = self._lexical.text(thing, column.term or "", value)
            exact = Decimal(text if _PLAIN.fullmatch(text) else str(number))
            if exact.is_finite():
                return exact
        elif column.kind == "duration" and value.kind == "literal":
            return self._lexical.text(thing, column.term or "", value)
        elif column.kind not in _NUMBERS and value.kind == ("iri" if column.kind == "iri" else "literal"):
            return value.value
        raise OutputError(
            f"{self.vocabulary.short(thing)} has {shown(value.value)} as {column.where}, which is no "
            f"{'thing with an IRI' if column.kind == 'iri' else column.kind}.",
            hint=_WHAT_TO_DO,
        )

    def _claims(self, table: Table, columns: Sequence[Column]) -> Iterator[Row]:
        """Yield the claims; what they state can be of any kind, so that it takes four columns."""
        stated = self._values(table, _STATED)
        ranks = self._values(table, _RANK)
        accepted = self._material.accepted_claims
        place = {column.name: n for n, column in enumerate(columns)}
        for row in self._of_things(table, columns):
            claim = str(row[0])
            value = self._only(claim, _STATED, stated.get(claim, []))
            if value is None:
                continue  # it states nothing
            value = value._replace(value=self._lexical.text(claim, RDF + "object", value))
            for name, cell in zip(_VALUE, self._value_cells(value), strict=True):
                row[place[name]] = cell
            row[place["accepted"]] = claim in accepted
            rank = self._only(claim, _RANK, ranks.get(claim, []))
            row[place["rank"]] = rank_of(rank.value if rank else None)
            yield row

    def _value_cells(self, value: Term) -> list[Cell]:
        """Return the cells value, value_label, value_type and value_language."""
        if value.kind == "iri":
            return [value.value, self.vocabulary.label(value.value), "iri", None]
        datatype = RDF + "langString" if value.language else value.datatype or XSD_STRING
        language = language_tag(value.language) or None
        return [value.value, value.value, shrink(datatype, PREFIXES), language]

    def _facts(self, table: Table, columns: Sequence[Column]) -> Iterator[Row]:
        label = self.vocabulary.label
        for thing in self.vocabulary.things:
            for name, value in self._lexical.of(thing):
                yield [thing, label(thing), name, label(name), *self._value_cells(value)]

    def _names(self, table: Table, columns: Sequence[Column]) -> Iterator[Row]:
        for thing in self.vocabulary.things:
            found: dict[tuple[str, str], str] = {}
            statements = self._lexical.of(thing)
            for naming, kind in _KINDS_OF_NAMES:
                for name, value in statements:
                    if name == naming and value.kind == "literal":
                        # kzo:abbreviation implies skos:altLabel: what is written as both is an abbreviation.
                        found[language_tag(value.language), value.value] = kind
            rows = sorted((kind, language, name) for (language, name), kind in found.items())
            for kind, language, name in rows:
                yield [thing, self.vocabulary.label(thing), name, language or None, kind]

    def _things(self, table: Table, columns: Sequence[Column]) -> Iterator[Row]:
        for thing in sorted(self._mentioned.union(self.vocabulary.things)):
            yield self._row(thing, table, columns, {})
