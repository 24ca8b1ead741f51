"""Results line by line: plain (a header and tab-separated values), JSON lines, and Markdown tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from kzgraph.rdf.terms import Term, shrink
from kzgraph.render.markdown import markdown_text
from kzgraph.render.safe import cell, escape_for_data
from kzgraph.sparql.results import Result

__all__ = ["cell_text", "write_jsonl", "write_markdown", "write_plain"]


def cell_text(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """Return what people see of a term: a shortened IRI, the text of a literal, nothing if it is unbound."""
    if term is None:
        return ""
    if term.kind == "iri":
        return cell(shrink(term.value, prefixes))
    return cell(f"_:{term.value}" if term.kind == "bnode" else term.value)


def write_plain(result: Result, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield a header and the rows, tab-separated, for cut and awk; an ASK is ``true`` or ``false``."""
    if result.kind == "boolean":
        yield f"{str(bool(result.boolean)).lower()}\n"
        return
    yield "\t".join(result.columns) + "\n"
    for row in result:
        yield "\t".join(cell_text(term, prefixes) for term in row) + "\n"


def write_jsonl(result: Result) -> Iterator[str]:
    """Yield one JSON object a line: numbers and booleans as such, everything else as text, unbound as null.

    Decimals keep their digits (1.98 stays 1.98) as long as a double can hold them. An ASK is one line,
    ``true`` or ``false``.
    """
    if result.kind == "boolean":
        yield f"{str(bool(result.boolean)).lower()}\n"
        return
    for row in result:
        cells = zip(result.columns, row, strict=True)
        line = {name: None if term is None else json_value(term) for name, term in cells}
        yield escape_for_data(json.dumps(line, ensure_ascii=False)) + "\n"


def json_value(term: Term) -> str | int | float | bool:
    """Return the value of a term as JSON has it."""
    value = term.python
    if isinstance(value, float) and value - value != 0:  # JSON has neither INF nor NaN
        return term.value
    if isinstance(value, str | int | float):
        return value
    number = term.value
    if term.datatype and term.datatype.endswith("#decimal"):
        return float(number)
    return number


def write_markdown(result: Result, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield a Markdown table (GitHub Flavored Markdown); an ASK is one line."""
    if result.kind == "boolean":
        yield f"{str(bool(result.boolean)).lower()}\n"
        return
    yield f"| {' | '.join(map(markdown_text, result.columns))} |\n"
    yield "|" + " --- |" * len(result.columns) + "\n"
    for row in result:
        yield f"| {' | '.join(markdown_text(cell_text(term, prefixes)) for term in row)} |\n"
