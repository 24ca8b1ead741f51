"""Whether a server has loaded what a question needs, so that its silence is an answer.

A server whose triples are all in named graphs has an empty default graph, which is what queries ask; and one
that was given the dates without the days that are derived from them finds no day. Both answer 'nothing'.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kzgraph.errors import GraphLoadError, NetworkError
from kzgraph.model import DATED, DERIVED
from kzgraph.sparql.guard import declarations
from kzgraph.sparql.tokens import Token, tokenise

if TYPE_CHECKING:
    from kzgraph.sparql.results import Result
    from kzgraph.storage.graph import Engine

__all__ = ["check_answer", "check_loaded"]

_LOAD: Final = "Load an export into it: kzgraph export -o graph.nt"
_UNION: Final = (
    "Let its default graph be the union of all (oxigraph: --union-default-graph), or load the graph without "
    "named ones: kzgraph export -o graph.nt"
)


def check_answer(engine: Engine, text: str, answer: Result) -> None:
    """Raise GraphLoadError if the *answer* to the query *text* says little because something is not loaded.

    One more question is put to the engine, and only if the answer is empty or the query compares derived
    days.
    """
    tokens = tokenise(text)
    days = _names(tokens, DERIVED)
    if days or (_is_empty(answer) and not any(token.text.upper() == "GRAPH" for token in tokens)):
        check_loaded(engine, days=days)


def check_loaded(engine: Engine, *, days: bool = False) -> None:
    """Raise GraphLoadError if the default graph is empty or, with *days*, has dates and no derived days.

    Nothing is asked of an engine that is no server: what it has was loaded from the files.
    """
    where = getattr(engine, "url", None)
    if where is None:
        return
    parts = {"any": "?any ?p ?o", "date": _having("?date", DATED.values()), "day": _having("?day", DERIVED)}
    wanted = parts if days else {"any": parts["any"]}
    rows = _ask(engine, " UNION ".join(f"{{ {_first(name, what)} }}" for name, what in wanted.items()))
    if rows is None:
        return
    found = {name for row in rows for name, cell in zip(rows.columns, row, strict=True) if cell is not None}
    if "any" not in found:
        named = _ask(engine, _first("any", "GRAPH ?g { ?any ?p ?o }"))
        if named:
            raise GraphLoadError(
                "The server has triples in named graphs only; its default graph, which is asked, is empty.",
                where=where,
                hint=_UNION,
            )
        raise GraphLoadError("The server holds no triples.", where=where, hint=_LOAD)
    if "date" in found and "day" not in found:
        raise GraphLoadError(
            "The server has dates, but not the days derived from them, which this question compares.",
            where=where,
            hint=f"{_LOAD} (without --no-derived)",
        )


def _ask(engine: Engine, pattern: str) -> Result | None:
    """Return the answer to a SELECT; None if the server does not give one, which tells nothing."""
    try:
        return engine.query(f"SELECT * {{ {pattern} }}")
    except NetworkError:
        return None


def _first(name: str, pattern: str) -> str:
    return f"SELECT ?{name} {{ {pattern} }} LIMIT 1"


def _having(subject: str, properties: Iterable[str]) -> str:
    return f"{subject} {'|'.join(f'<{name}>' for name in properties)} ?value"


def _is_empty(answer: Result) -> bool:
    """Tell whether an answer says nothing: no rows, no, or sums and numbers of nothing."""
    return not answer or (
        len(answer) == 1 and all(cell is None or cell.value == "0" for row in answer for cell in row)
    )


def _names(tokens: list[Token], iris: Iterable[str]) -> bool:
    """Tell whether a query has one of these IRIs, in full or short."""
    declared = declarations(tokens)
    wanted = set(iris)
    for token in tokens:
        if token.kind == "iri" and token.text[1:-1] in wanted:
            return True
        prefix, colon, local = token.text.partition(":")
        if token.kind == "name" and colon and f"{declared.get(prefix, '')}{local}" in wanted:
            return True
    return False
