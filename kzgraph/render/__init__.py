"""One registry of output formats: what each is called, what it can hold, and how it is written.

Nothing that writes is imported before it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kzgraph.errors import UsageError
from kzgraph.rdf.formats import SYNTAXES, Format, known

if TYPE_CHECKING:
    from kzgraph.render.page import Page
    from kzgraph.sparql.results import Result

__all__ = ["FORMATS", "Screen", "choose", "render"]


def _format(name: str, what: str, media_type: str, holds: str, endings: str = "", **more: Any) -> Format:
    return Format(name, what, media_type, tuple(endings.split()), holds=frozenset(holds.split()), **more)


#: The formats of answers by name, in the order in which they are listed. They hold ``rows``, ``boolean``,
#: ``graph`` (a query's results), ``page`` (an answer for people), ``list`` (a page that is also rows).
FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        _format(
            "table",
            "a table or text for the terminal",
            "text/plain",
            "rows boolean page list",
            human=True,
        ),
        _format(
            "plain",
            "tab-separated or one line each, for pipes",
            "text/plain",
            "rows boolean page list",
            ".txt",
            human=True,
        ),
        _format("csv", "SPARQL 1.1 CSV", "text/csv", "rows list", ".csv"),
        _format("tsv", "SPARQL 1.1 TSV", "text/tab-separated-values", "rows list", ".tsv"),
        _format(
            "json",
            "SPARQL 1.1 JSON; for pages, a JSON document",
            "application/sparql-results+json",
            "rows boolean page list",
            ".json .srj",
        ),
        _format(
            "jsonl",
            "one JSON object a line",
            "application/x-ndjson",
            "rows boolean list",
            ".jsonl .ndjson",
            aliases=("ndjson",),
        ),
        _format(
            "md",
            "Markdown",
            "text/markdown",
            "rows boolean page list",
            ".md",
            aliases=("markdown",),
            human=True,
        ),
        _format(
            "xml",
            "SPARQL XML; for graphs, RDF/XML",
            "application/sparql-results+xml",
            "rows boolean graph",
            ".xml .srx .rdf",
            aliases=("rdfxml", *SYNTAXES["rdfxml"].aliases, SYNTAXES["rdfxml"].media_type),
        ),
        *(known(name, holds=frozenset(("graph",))) for name in ("ttl", "nt", "jsonld")),
    )
}


class Screen(NamedTuple):
    """Where output goes: *width* in columns, *terminal* if a person sees it, *colour* if it may be styled."""

    width: int = 80
    terminal: bool = False
    colour: bool = False


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
