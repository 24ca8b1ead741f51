"""One registry of output formats: what each is called, what it can hold, and how it is written.

Nothing that writes is imported before it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kzgraph.errors import UnknownName, UsageError, shown

if TYPE_CHECKING:
    from kzgraph.render.page import Page
    from kzgraph.sparql.results import Result

__all__ = ["FORMATS", "Format", "Screen", "choose", "named", "render"]


class Format(NamedTuple):
    """An output format.

    *holds* are the kinds of content it can hold: ``rows``, ``boolean``, ``graph`` (a query's results),
    ``page`` (an answer for people), ``list`` (a page that is also rows). *extensions* are the file names it
    is guessed from. *human* formats are for reading: IRIs are shortened, dangerous characters shown as
    escapes, and the encoding is the terminal's; all others are exact and UTF-8.
    """

    name: str
    holds: frozenset[str]
    extensions: tuple[str, ...]
    human: bool
    what: str


def _format(name: str, holds: str, extensions: str, what: str, *, human: bool = False) -> Format:
    return Format(name, frozenset(holds.split()), tuple(extensions.split()), human, what)


#: All formats by name, in the order in which they are listed.
FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        _format("table", "rows boolean page list", "", "a table or text for the terminal", human=True),
        _format(
            "plain", "rows boolean page list", ".txt", "tab-separated or one line each, for pipes", human=True
        ),
        _format("csv", "rows list", ".csv", "SPARQL 1.1 CSV"),
        _format("tsv", "rows list", ".tsv", "SPARQL 1.1 TSV"),
        _format(
            "json", "rows boolean page list", ".json .srj", "SPARQL 1.1 JSON; for pages, a JSON document"
        ),
        _format("jsonl", "rows boolean list", ".jsonl .ndjson", "one JSON object a line"),
        _format("md", "rows boolean page list", ".md", "Markdown", human=True),
        _format("xml", "rows boolean graph", ".xml .srx .rdf", "SPARQL XML; for graphs, RDF/XML"),
        _format("ttl", "graph", ".ttl", "Turtle"),
        _format("nt", "graph", ".nt", "N-Triples"),
        _format("jsonld", "graph", ".jsonld", "JSON-LD"),
    )
}


class Screen(NamedTuple):
    """Where output goes: *width* in columns, *terminal* if a person sees it, *colour* if it may be styled."""

    width: int = 80
    terminal: bool = False
    colour: bool = False


def named(name: str | None, file: str | None = None) -> Format | None:
    """Return the format called *name*, else the one that the extension of *file* tells, else None.

    Raises UnknownName, and UsageError for an extension that tells no format.
    """
    if name is not None:
        found = FORMATS.get(name.lower())
        if found is None:
            import difflib

            nearest = difflib.get_close_matches(name.lower(), FORMATS, 3, 0.4)
            raise UnknownName("format", name, nearest, hint=f"Formats: {', '.join(FORMATS)}.")
        return found
    extension = os.path.splitext(file)[1].lower() if file else ""
    if not extension or file is None or file.startswith("/dev/"):
        return None
    for found in FORMATS.values():
        if extension in found.extensions:
            return found
    raise UsageError(
        f"The file name {shown(file, 300)} does not tell the format.",
        hint=f"Say it with --format: {', '.join(FORMATS)}.",
    )


def choose(wanted: Format | None, kind: str, screen: Screen) -> Format:
    """Return the format to write content of *kind* in: the *wanted* one, else the default.

    The default is Turtle for a graph, else table on a terminal and plain elsewhere. Raises UsageError,
    listing what fits, if the wanted format cannot hold it.
    """
    if wanted is None:
        return FORMATS["ttl" if kind == "graph" else "table" if screen.terminal else "plain"]
    if kind not in wanted.holds:
        fitting = ", ".join(each.name for each in FORMATS.values() if kind in each.holds)
        what = {"rows": "rows", "boolean": "true or false", "graph": "a graph"}.get(kind, "this answer")
        raise UsageError(
            f"The format {wanted.name} cannot hold {what}.", hint=f"Formats that fit: {fitting}."
        )
    return wanted


def render(
    content: Result | Page, wanted: Format | None, screen: Screen, prefixes: Mapping[str, str]
) -> tuple[Format, Iterator[str]]:
    """Return the format that is used and the text of *content* in it, piece by piece.

    Raises UsageError if the format cannot hold the content; the pieces raise OutputError for a value that
    cannot be written in that format.
    """
    from kzgraph.sparql.results import Result

    if isinstance(content, Result):
        chosen = choose(wanted, content.kind, screen)
        return chosen, _result(content, chosen.name, screen, prefixes)
    chosen = choose(wanted, "page" if content.rows is None else "list", screen)
    return chosen, _page(content, chosen.name, screen, prefixes)


def _result(result: Result, name: str, screen: Screen, prefixes: Mapping[str, str]) -> Iterator[str]:
    if result.kind == "graph":
        from kzgraph.render.graphs import write_graph

        return write_graph(result, name, prefixes)
    if name == "table":
        from kzgraph.render.table import write_table

        return write_table(result, prefixes, width=screen.width, colour=screen.colour)
    if name in ("plain", "md", "jsonl"):
        from kzgraph.render import lines

        if name == "jsonl":
            return lines.write_jsonl(result)
        return (lines.write_plain if name == "plain" else lines.write_markdown)(result, prefixes)
    from kzgraph.render import exchange

    writers = {
        "csv": exchange.write_csv,
        "tsv": exchange.write_tsv,
        "json": exchange.write_json,
        "xml": exchange.write_xml,
    }
    return writers[name](result)


def _page(page: Page, name: str, screen: Screen, prefixes: Mapping[str, str]) -> Iterator[str]:
    if name == "json":
        import json

        from kzgraph.render.safe import escape_for_data

        return iter((escape_for_data(json.dumps(page.data, ensure_ascii=False, indent=2)), "\n"))
    if name in ("table", "plain", "md"):
        from kzgraph.render.markdown import page_markdown
        from kzgraph.render.text import page_text

        if name == "md":
            return page_markdown(page)
        return page_text(page, width=screen.width if name == "table" else None, colour=screen.colour)
    if page.rows is None:  # choose() has seen to it
        raise UsageError(f"The format {name} cannot hold this answer.")
    return _result(page.rows, name, screen, prefixes)
