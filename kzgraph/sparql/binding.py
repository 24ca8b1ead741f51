"""Putting checked terms in the place of a query's ``$parameters``: the same way for every engine.

It is done on tokens, before the query reaches an engine. The engines' own means differ: rdflib's
``initBindings`` does not exist on a remote server, pyoxigraph's ``substitutions`` wants the variable
projected, and ``VALUES`` is invisible inside a subselect. Pasting text into a query would let a value change
the query.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kzgraph.errors import UsageError, shown
from kzgraph.rdf.terms import PREFIXES, XSD, Term, is_iri

if TYPE_CHECKING:
    from kzgraph.sparql.tokens import Token

#: A place for a parameter: start and end offset in the query's text, and the parameter's name.
Slot = tuple[int, int, str]

_INTEGER: Final = r"[+-]?[0-9]+"
_LANGUAGE: Final = r"[A-Za-z]+(?:-[A-Za-z0-9]+)*"


def slots(tokens: "Iterable[Token]") -> tuple[Slot, ...]:
    """Return where in a query its parameters stand: all tokens that are written with ``$``."""
    return tuple(
        (token.start, token.start + len(token.text), token.text[1:])
        for token in tokens
        if token.kind == "parameter"
    )


def bind(text: str, places: Sequence[Slot], values: Mapping[str, Term]) -> str:
    """Return the query *text* with each slot replaced by the term of that name; nothing else changes.

    *places* is what :func:`slots` found in *text*; *values* must have a term for each of them (KeyError).
    """
    parts: list[str] = []
    done = 0
    for start, end, name in places:
        # The spaces keep the term a token of its own whatever stands beside it.
        parts += (text[done:start], " ", serialise(values[name]), " ")
        done = end
    return "".join((*parts, text[done:]))


def serialise(term: Term) -> str:
    """Return the term as one piece of SPARQL that all engines read as this term.

    Whole numbers stand bare, so that ``LIMIT $n`` works. Raises UsageError for a term that SPARQL cannot
    write: a blank node, an IRI with forbidden characters, a text with NUL or a lone surrogate, an ill-formed
    language tag.
    """
    if term.kind == "iri" and is_iri(term.value):
        return term.sparql()
    if term.kind == "literal" and not re.search("[\0\ud800-\udfff]", term.value):
        if term.datatype == XSD + "integer" and re.fullmatch(_INTEGER, term.value):
            return term.value
        tag_is_fine = term.language is None or re.fullmatch(_LANGUAGE, term.language)
        if tag_is_fine and (term.datatype is None or is_iri(term.datatype)):
            return term.sparql()
    raise UsageError(f"{shown(term.value)} cannot be written in SPARQL.")


def declared(text: str) -> str:
    """Return declarations of the well-known prefixes that stand in the text of a query."""
    used = sorted(set(re.findall(r"(?<![\w<])([a-z]+):", text)) & PREFIXES.keys())
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used)
