"""Reading a table by its mapping: each cell that a column gives a property to is a fact of the row's thing.

The rules are those of "Generating RDF from Tabular Data on the Web" in its minimal mode, with two
differences: a row must name its thing (``aboutUrl``), since the graph has no blank nodes, and a virtual
column that says the same in all rows rests on the words by which the row names its thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kzgraph.editing.declarations import BIRTH, Declarations, edtf_literal
from kzgraph.errors import shown
from kzgraph.importing.cells import Cell, all_rows, places
from kzgraph.importing.document import Document
from kzgraph.importing.mapping import NAMING, Column, TableMapping, check
from kzgraph.importing.records import UNKNOWN, Fact, Intake, Name, Progress, Spot, Thing
from kzgraph.rdf.terms import EDTF_LITERAL, KZO, ORG, RDF, SKOS, XSD, Term, expand, iri, is_iri, literal
from kzgraph.sparql.results import grouped

__all__ = ["read"]

_MATCHES = (SKOS + "closeMatch", SKOS + "broadMatch", SKOS + "narrowMatch", KZO + "notToBeConfusedWith")
_NO_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_TEXT = ("string", "normalizedString", "token", "Name", "NMTOKEN", "anyURI", "language")


def read(
    document: Document,
    declarations: Declarations,
    mapping: TableMapping,
    prefixes: Mapping[str, str],
    home: str,
    progress: Progress | None = None,
) -> Intake:
    """Return what a table says.

    Raises GraphLoadError for what is no table, UsageError if the mapping does not fit it or the graph.
    """
    table = all_rows(document, mapping)
    columns = places(document, mapping, table)
    check(mapping, declarations)
    reader = _Reader(document, declarations, mapping, prefixes, home)
    header = table[0] if mapping.header else []
    body = table[1:] if mapping.header else table
    reader.intake.counts = {"rows": len(body)}
    for n, heading in enumerate(header):
        if n not in columns.values():
            spot = Spot(heading.start, heading.end, heading.text)
            reader.intake.leave(f"column {shown(heading.text, 40)}", spot, "the mapping does not have it")
    width = len(header) or max((len(row) for row in body), default=0)
    for n, row in enumerate(body, 1):
        if len(row) == width:
            reader.row(n, row, columns)
        else:
            spot = Spot(row[0].start, row[-1].end, f"row {n}")
            reader.intake.wrong(spot, f"it has {len(row)} cells, the heading {width}")
        if progress is not None:
            progress(n, len(body))
    reader.finish()
    return reader.intake


@dataclass(slots=True)
class _Reader:
    """Reading the rows of one table; *intake* is what was read so far."""

    _document: Document
    _declarations: Declarations
    _mapping: TableMapping
    _prefixes: Mapping[str, str]
    _home: str
    intake: Intake = field(default_factory=Intake)
    _keys: dict[tuple[str, ...], int] = field(default_factory=dict)

    def row(self, number: int, row: list[Cell], columns: Mapping[str, int]) -> None:
        """Take in one row."""
        if self._again(number, row, columns):
            return
        values: dict[str, Any] = {"_row": number, "_sourceRow": self._document.line(row[0].start)}
        read: dict[str, list[str]] = {}
        for column in self._mapping.columns:
            if column.virtual:
                continue
            cell = row[columns[column.name]]
            try:
                read[column.name] = column.read(cell.text)
            except (ValueError, TypeError, ArithmeticError) as error:
                self.intake.wrong(_spot(cell, column.name), f"{shown(cell.text)}: {error}")
                continue
            if read[column.name]:
                several = column.source.inherit("separator")
                values[column.name] = read[column.name] if several else read[column.name][0]
        for column in self._mapping.columns:
            if not column.says:
                continue
            about = self._expand(column.about, values)
            first = Spot(row[0].start, row[-1].end, f"row {number}")
            cell_spot = self._words(column, row, columns) or first
            if about is None:
                if not column.virtual and read.get(column.name):
                    self.intake.wrong(cell_spot, "the cells that name the thing of the row are empty")
                continue
            key = self._iri(about, cell_spot)
            if key:
                thing = self.intake.things.setdefault(key, Thing(key, "other", "", cell_spot, wanted=key))
                self._cell(thing, column, read.get(column.name, []), values, cell_spot)

    def _again(self, number: int, row: list[Cell], columns: Mapping[str, int]) -> bool:
        """Tell whether an earlier row has the same primary key, and note it."""
        names = [name for name in self._mapping.key if name in columns]
        key = tuple(row[columns[name]].text for name in names)
        if not names or self._keys.setdefault(key, number) == number:
            return False
        cell = row[columns[names[0]]]
        self.intake.wrong(
            _spot(cell, names[0]), f"row {self._keys[key]} has the key {shown(', '.join(key))} already"
        )
        return True

    def _cell(
        self, thing: Thing, column: Column, read: list[str], values: dict[str, Any], spot: Spot
    ) -> None:
        """Take in what one column says in a row."""
        if column.virtual and column.value is None and column.source.default:
            read = [str(column.source.default)]
        if column.value is not None:
            if column.virtual or read:
                target = self._expand(column.value, values)
                if target is not None and (found := self._iri(target, spot)):
                    self._point(thing, column.says, found, spot)
            return
        for text in read:
            if self._declarations.points(column.says):
                if found := self._iri(text, spot):
                    self._point(thing, column.says, found, spot)
                continue
            try:
                self._literal(thing, column, text, spot)
            except ValueError as error:
                self.intake.wrong(spot, f"{shown(text)}: {error}")

    def _point(self, thing: Thing, predicate: str, target: str, spot: Spot) -> None:
        if predicate == RDF + "type":
            thing.cls = target
            thing.kind = self._declarations.kind_of(target)
        elif predicate == SKOS + "exactMatch":
            thing.identifiers.add(target)
        elif predicate in _MATCHES:
            self.intake.leave(f"<{predicate}>", spot, "what is alike is for the editors to say")
        else:
            self.intake.say(thing.key, predicate, target, spot)

    def _literal(self, thing: Thing, column: Column, text: str, spot: Spot) -> None:
        """Take in a text, number or date. Raises ValueError with a sentence."""
        if wrong := _NO_TEXT.search(text):
            raise ValueError(f"it holds a character that does not belong into a text: {shown(wrong.group())}")
        language = column.language or UNKNOWN
        if column.says in NAMING:
            name = " ".join(text.split())
            if language != UNKNOWN and not self._declarations.speaks(language):
                self.intake.leave(f"names in {language}", spot, "the graph has no names in it")
            elif name and all((name, language) != (each.text, each.language) for each in thing.names):
                thing.names.append(Name(name, language, spot, column.says == SKOS + "altLabel"))
            return
        if column.says in self._declarations.editorial:
            self.intake.leave(f"column {column.name}", spot, "its property is the editors' own")
            return
        value = self._term(column, text.strip(), language)
        if column.says in BIRTH:
            thing.born = value.value
        self.intake.say(thing.key, column.says, value, spot)

    def _term(self, column: Column, text: str, language: str) -> Term:
        """Return the literal that a cell means: typed by the mapping, else by the graph."""
        expected = self._declarations.datatypes(column.says)
        datatype = column.datatype
        told = (getattr(datatype, "at_props", None) or {}).get("id")
        base = getattr(datatype, "base", None) or "string"
        wanted = (expand(told, self._prefixes) or told) if told else None
        if wanted is None and len(expected) == 1:
            wanted = expected[0]
        if wanted == EDTF_LITERAL:
            return edtf_literal(text)
        if wanted == RDF + "langString" or (wanted is None and column.language and base in _TEXT):
            return literal(text, language=language)
        if wanted is None:
            return literal(text, datatype=None if base in ("string", "anyURI") else XSD + base)
        if wanted.startswith(XSD) and base in _TEXT and wanted != XSD + "string":
            from kzgraph.extras import need

            datatypes = need("csvw.metadata", "Reading a CSVW mapping").Datatype
            datatypes.fromvalue(wanted[len(XSD) :]).read(text)
        return literal(text, datatype=wanted)

    def _expand(self, template: Any, values: Mapping[str, Any]) -> str | None:
        """Return what a URI template becomes in a row; None if a cell that it names is empty."""
        if template is None or any(name not in values for name in template.variable_names):
            return None
        return str(template.expand(dict(values)))

    def _iri(self, text: str, spot: Spot) -> str:
        """Return the IRI that a template or a cell gives; "" and a trouble if it is none."""
        found = expand(text, self._prefixes) or text
        scheme = found.partition(":")[0]
        if not is_iri(found) or (found == text and scheme not in ("http", "https", "urn", "mailto")):
            self.intake.wrong(spot, f"{shown(text)} is no IRI")
            return ""
        return found

    def _words(self, column: Column, row: list[Cell], columns: Mapping[str, int]) -> Spot | None:
        """Return the cell that says it: its own, else the first that a virtual column's templates name."""
        names = [column.name] if not column.virtual else []
        for template in (column.value, column.about) if column.virtual else ():
            names += [*getattr(template, "variable_names", ())]
        for name in names:
            if name in columns and row[columns[name]].text.strip():
                return _spot(row[columns[name]], name)
        return None

    def finish(self) -> None:
        """Make terms of what leads to things outside the table, and refuse what nobody describes."""
        known, declared = self._declarations.names, self._declarations.declared_classes
        for key, thing in [*self.intake.things.items()]:
            if key not in known and not thing.cls:
                self.intake.wrong(
                    thing.spot, f"<{key}> is new, and no column says of which class it is (rdf:type)"
                )
                del self.intake.things[key]
            elif key not in known and thing.cls.startswith(KZO) and thing.cls not in declared:
                self.intake.wrong(thing.spot, f"<{thing.cls}> is no class of the graph")
                del self.intake.things[key]
        facts = []
        for fact in self.intake.facts:
            if fact.subject not in self.intake.things:
                continue
            if isinstance(fact.value, str) and fact.value not in self.intake.things:
                inside = bool(self._home) and fact.value.startswith(self._home)
                if inside and fact.value not in known:
                    self.intake.wrong(fact.spot, f"neither the table nor the graph describes <{fact.value}>")
                    continue
                fact = Fact(fact.subject, fact.predicate, iri(fact.value), fact.spot)
            facts.append(fact)
        self.intake.facts = facts
        self._tie()

    def _tie(self) -> None:
        """Note who belongs to which organisation: it tells people apart."""
        things = self.intake.things
        ends = grouped((fact.subject, (fact.predicate, fact.value)) for fact in self.intake.facts)
        for values in ends.values():
            link = dict(values)
            person, body = (str(link.get(ORG + each, "")) for each in ("member", "organization"))
            if person in things and body in things and body not in things[person].ties:
                things[person].ties.append(body)


def _spot(cell: Cell, name: str) -> Spot:
    return Spot(cell.start, cell.end, f"column {name}")
