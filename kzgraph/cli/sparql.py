"""`kzgraph sparql`: a query of one's own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kzgraph.cli import COMMANDS, CONTEXT
from kzgraph.cli.common import Output, emit, output_options, say_if_empty, session_of
from kzgraph.errors import QuerySyntaxError, UsageError, shown

if TYPE_CHECKING:
    from kzgraph.knowledge_graph import KnowledgeGraph
    from kzgraph.sparql.results import Result

__all__ = ["command"]


@click.command("sparql", context_settings=CONTEXT, short_help=COMMANDS["sparql"])
@click.argument("text", required=False)
@click.option(
    "--file", "-f", "query_file", metavar="FILE", type=click.Path(), help="Read the query from FILE."
)
@output_options("rows", "boolean", "graph")
@click.pass_context
def command(ctx: click.Context, text: str | None, query_file: str | None, output: Output) -> None:
    """Run a SPARQL query of your own.

    TEXT is a SPARQL 1.1 query, or - to read it from standard input. The graph's prefixes need no declaration.
    The query can only read: SERVICE, FROM and updates are refused.

    \b
    Examples:
      kzgraph sparql 'SELECT ?party { ?party a kzo:Party }'
      kzgraph sparql --file leaders.rq --format csv -o leaders.csv
      echo 'ASK { kz:cppk a kzo:Party }' | kzgraph sparql -
    """  # noqa: D301 - click reads \b
    result = _ask(session_of(ctx).graph, _query_text(text, query_file))
    emit(ctx, result, output)
    say_if_empty(result)


def _ask(graph: KnowledgeGraph, text: str) -> Result:
    """Run the query with the graph's prefixes declared, so that they need not be typed.

    Places in errors are those of the text as it was typed.
    """
    from kzgraph.sparql.guard import check_tokens, declarations
    from kzgraph.sparql.tokens import tokenise

    tokens = tokenise(text)
    check_tokens(text, tokens)
    declared = declarations(tokens)
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    missing = {
        prefix: graph.prefixes[prefix]
        for prefix in used
        if prefix not in declared and prefix in graph.prefixes
    }
    if not missing:
        return graph.sparql(text)
    header = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in sorted(missing.items()))
    try:
        return graph.sparql(f"{header}\n{text}")
    except QuerySyntaxError as error:
        if error.line is None or error.line < 2:
            raise
        raise QuerySyntaxError(
            error.message, line=error.line - 1, column=error.column, excerpt=error.excerpt, hint=error.hint
        ) from None


def _query_text(text: str | None, file: str | None) -> str:
    if (text is None) == (file is None):
        raise UsageError(
            "Give one query, as text or with --file." if text is None else "Give TEXT or --file, not both.",
            hint="Example: kzgraph sparql 'SELECT ?party { ?party a kzo:Party }'",
        )
    if file is None and text != "-":
        return text or ""
    try:
        if file is None or file == "-":
            raw = sys.stdin.buffer.read() if sys.stdin is not None else b""
        else:
            with open(file, "rb") as source:
                raw = source.read()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{shown(file or '-')} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown(file or '-')} is not UTF-8 text (byte {error.start}).") from error
