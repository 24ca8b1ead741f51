"""Results in the formats of the W3C: SPARQL 1.1 Query Results CSV, TSV, JSON and XML.

Values are exact: nothing is shortened and nothing neutralised but where the format has an escape that every
reader undoes (JSON, TSV, XML). CSV has none, so a spreadsheet may take a value that begins with ``=`` for a
formula.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kzgraph.rdf.terms import Term
from kzgraph.render.safe import escape_for_data, escape_for_turtle, xml
from kzgraph.sparql.results import Result

__all__ = ["json_term", "write_csv", "write_json", "write_tsv", "write_xml"]

_NEEDS_QUOTES = re.compile('[",\r\n]')


def write_csv(result: Result) -> Iterator[str]:
    """Yield SPARQL 1.1 Query Results CSV: lines that end in CRLF, plain values, unbound as nothing."""
    yield ",".join(map(_quoted, result.columns)) + "\r\n"
    for row in result:
        line = ",".join("" if term is None else _quoted(_csv_value(term)) for term in row)
        # One empty value alone would be an empty line, which readers skip.
        yield (line or ('""' if len(row) == 1 and row[0] is not None else "")) + "\r\n"


def _csv_value(term: Term) -> str:
    return f"_:{term.value}" if term.kind == "bnode" else term.value


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) else value


def write_tsv(result: Result) -> Iterator[str]:
    """Yield SPARQL 1.1 Query Results TSV: values as Turtle terms, unbound as nothing."""
    yield "\t".join(f"?{name}" for name in result.columns) + "\n"
    for row in result:
        yield escape_for_turtle("\t".join("" if term is None else term.n3() for term in row)) + "\n"


def write_json(result: Result) -> Iterator[str]:
    """Yield SPARQL 1.1 Query Results JSON, of an ASK as well."""
    if result.kind == "boolean":
        yield json.dumps({"head": {}, "boolean": result.boolean}) + "\n"
        return
    yield f'{{"head":{{"vars":{_compact(list(result.columns))}}},"results":{{"bindings":['
    separator = "\n"
    for row in result:
        binding = {
            name: json_term(term) for name, term in zip(result.columns, row, strict=True) if term is not None
        }
        yield separator + escape_for_data(_compact(binding))
        separator = ",\n"
    yield "\n]}}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_term(term: Term) -> dict[str, str]:
    """Return a term as SPARQL 1.1 JSON writes it."""
    if term.kind != "literal":
        return {"type": {"iri": "uri", "bnode": "bnode"}[term.kind], "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype:
        found["datatype"] = term.datatype
    return found


def write_xml(result: Result) -> Iterator[str]:
    """Yield SPARQL Query Results XML (second edition), of an ASK as well.

    Raises OutputError for a character that XML 1.0 cannot hold.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
    if result.kind == "boolean":
        yield f"<head></head>\n<boolean>{str(bool(result.boolean)).lower()}</boolean>\n</sparql>\n"
        return
    yield (
        "<head>"
        + "".join(f'<variable name="{xml(name)}"/>' for name in result.columns)
        + "</head>\n<results>\n"
    )
    for row in result:
        cells = zip(result.columns, row, strict=True)
        bindings = (
            f'<binding name="{xml(name)}">{_xml_term(term)}</binding>'
            for name, term in cells
            if term is not None
        )
        yield f"<result>{''.join(bindings)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    value = xml(term.value)
    if term.kind == "iri":
        return f"<uri>{value}</uri>"
    if term.kind == "bnode":
        return f"<bnode>{value}</bnode>"
    if term.language:
        return f'<literal xml:lang="{xml(term.language)}">{value}</literal>'
    if term.datatype:
        return f'<literal datatype="{xml(term.datatype)}">{value}</literal>'
    return f"<literal>{value}</literal>"
