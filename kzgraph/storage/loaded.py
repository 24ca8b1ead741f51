"""Whether a server has loaded what a question needs, so that its silence is an answer.

A server whose triples are all in named graphs has an empty default graph, which is what queries ask; and one
that was given the dates without the days that are derived from them finds no day. Both answer 'nothing'.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kzgraph.errors import GraphLoadError, NetworkError
from kzgraph.model import DATED, DERIVED
from kzgraph.sparql.binding import declared
from kzgraph.sparql.guard import declarations
from kzgraph.sparql.tokens import Token, tokenise

if TYPE_CHECKING:
    from kzgraph.sparql.results import Result
    from kzgraph.storage.graph import Engine

__all__ = ["check_answer", "check_loaded"]

#: What there is, in the default graph and in named ones; a property path would take some servers long.
_PATTERNS: Final = {
    "triple": "?triple ?p ?o",
    "claim": "?claim a kzo:Claim",
    "named_triple": "GRAPH ?g { ?named_triple ?p ?o }",
    "named_claim": "GRAPH ?g { ?named_claim a kzo:Claim }",
    "date": f"VALUES ?p {{ {' '.join(f'<{name}>' for name in DATED.values())} }} ?date ?p ?o",
    "day": f"VALUES ?p {{ {' '.join(f'<{name}>' for name in DERIVED)} }} ?day ?p ?o",
}
_PARTS: Final = (f"{{ SELECT ?{name} {{ {pattern} }} LIMIT 1 }}" for name, pattern in _PATTERNS.items())
_QUESTION: Final = f"SELECT * {{ {' UNION '.join(_PARTS)} }}"
_LOAD: Final = "Load an export into it: kzgraph export -o graph.nt"
_UNION: Final = (
    "Let its default graph be the union of all (oxigraph: --union-default-graph), or load the graph without "
    "named ones: kzgraph export -o graph.nt"
)


def check_answer(engine: Engine, text: str, answer: Result) -> None:
    """Raise GraphLoadError if the *answer* to the query *text* says little because something is not loaded.

    One more question is put to the engine, and only if the answer is empty or the query compares derived
    days. A query that names graphs knows where to look.
    """
    tokens = tokenise(text)
    if any(token.kind == "word" and token.text.upper() == "GRAPH" for token in tokens):
        return
    days = _names(tokens, DERIVED)
    if days or _is_empty(answer):
        check_loaded(engine, days=days)


def check_loaded(engine: Engine, *, days: bool = False) -> None:
    """Raise GraphLoadError if the graph is not in the default graph or, with *days*, has no derived days.

    Nothing is asked of an engine that is no server, since it was loaded from the files; and what a server
    says that does not understand the question tells nothing.
    """
    where = getattr(engine, "url", None)
    if where is None:
        return
    try:
        rows = engine.query(declared(_QUESTION) + _QUESTION)
    except NetworkError:
        return
    found = {name for row in rows for name, cell in zip(rows.columns, row, strict=True) if cell is not None}
    if any(f"named_{what}" in found and what not in found for what in ("triple", "claim")):
        message = "The server has the graph in named graphs only, not in its default graph, which is asked."
        raise GraphLoadError(message, where=where, hint=_UNION)
    if "triple" not in found:
        raise GraphLoadError("The server holds no triples.", where=where, hint=_LOAD)
    if days and "date" in found and "day" not in found:
        message = "The server has dates, but not the days derived from them, which this question compares."
        raise GraphLoadError(message, where=where, hint=f"{_LOAD} (without --no-derived)")


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
