"""What a query may not do: reach out to other servers, read files, change the graph, or overrun the engine.

The guard reads tokens, so a keyword in a string, an IRI or a name is none. It knows that engines read more
than the grammar allows: pyoxigraph takes ``SERVICE:x`` for the keyword and the name ``:x`` even where a
prefix ``SERVICE`` is declared, hence such prefixes are refused; other run-together words are no tokens at all
(:mod:`kzgraph.sparql.tokens`).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

from kzgraph.errors import Refused, shown
from kzgraph.sparql.tokens import Token, error_at, place, tokenise

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

#: Deeper or longer queries can overrun the stack of an engine, which ends the whole process.
MAX_DEPTH: Final = 100
MAX_OPERATORS: Final = 500

_UPDATES: Final = frozenset(
    ("LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING")
)
_FORMS: Final[Mapping[str, Form]] = {form: form for form in get_args(Form)}
_SERVICE_HINT: Final = (
    "Ask that endpoint itself (--endpoint URL), or write a canned query whose header says 'service: true' "
    "and allow it when you run it: --allow-service."
)
_KEYWORD_PREFIX: Final = re.compile(r"(?:true|false|a)?(?:service|from)", re.IGNORECASE)
_NESTING: Final = frozenset(("||", "&&", "!", "+", "-", "*", "/", "|", "^"))
_NESTING_WORDS: Final = frozenset(
    ("UNION", "OPTIONAL", "FILTER", "MINUS", "BIND", "LATERAL", "GRAPH", "SERVICE")
)


def check(text: str, *, service: bool = False, prefixes: Mapping[str, str] | None = None) -> Form:
    """Let a query pass, or raise; return its form.

    *service* allows SERVICE. If *prefixes* is given, every prefix must be declared in the query; the mapping
    is used only to say how.

    Raises Refused for what kzgraph does not do and QuerySyntaxError for what is not a SPARQL query.
    """
    return check_tokens(text, tokenise(text), service=service, prefixes=prefixes)


def check_tokens(
    text: str, tokens: Sequence[Token], *, service: bool = False, prefixes: Mapping[str, str] | None = None
) -> Form:
    """Do the same as :func:`check` with the tokens of *text*."""
    for token in tokens:
        _check_token(text, token, service=service)
    _check_size(text, tokens)
    declared, body = _prologue(tokens)
    if prefixes is not None:
        for token in tokens[body:]:
            if token.kind == "name" and (prefix := token.text.partition(":")[0]) not in declared:
                known = prefixes.get(prefix)
                line = f"Add this line at the top: PREFIX {prefix}: <{known or '…'}>"
                raise error_at(text, token.start, f"The prefix {prefix}: is not declared.", line)
    first = tokens[body] if body < len(tokens) else None
    form = _FORMS.get(first.text.upper()) if first is not None and first.kind == "word" else None
    if form is None:
        found = f"not {shown(first.text)}" if first else "but nothing follows"
        at = first.start if first else len(text.rstrip())
        raise error_at(text, at, f"A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, {found}.")
    return form


def declarations(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares, with their namespaces."""
    return _prologue(tokens)[0]


def _check_token(text: str, token: Token, *, service: bool) -> None:
    word = token.text.upper() if token.kind == "word" else ""
    if word == "SERVICE" and not service:
        why = "it would send parts of the query to another server."
        raise _refused(text, token, "SERVICE", why, _SERVICE_HINT)
    if word == "FROM":
        why = "a query is about the one graph that is loaded, not about files or addresses."
        raise _refused(
            text, token, "FROM", why, "Leave the clause out, or name another graph with --graph DIR."
        )
    if word in _UPDATES:
        why = "queries only read, they change nothing."
        raise _refused(
            text, token, word, why, "To change the graph, edit the Turtle files in its folder data/."
        )
    if token.kind == "name":
        prefix = token.text.partition(":")[0]
        if _KEYWORD_PREFIX.match(prefix):
            why = "engines take the beginning of such a prefix for a keyword."
            raise _refused(text, token, f"The prefix {prefix}:", why, "Give the prefix another name.")


def _refused(text: str, token: Token, what: str, why: str, hint: str) -> Refused:
    line, column = place(text, token.start)
    return Refused(what, why, line=line, column=column, hint=hint)


def _check_size(text: str, tokens: Sequence[Token]) -> None:
    """Refuse what would overrun an engine's stack: deep nesting and long chains of operators."""
    depth = operators = 0
    for token in tokens:
        if token.kind == "punctuation":
            if token.text in ("(", "{", "["):
                depth += 1
                if depth > MAX_DEPTH:
                    why = "it can bring the engine down."
                    raise _refused(text, token, f"Nesting deeper than {MAX_DEPTH}", why, "Split the query.")
            elif token.text in (")", "}", "]"):
                depth -= 1
            operators += token.text in _NESTING
        elif token.kind == "word":
            operators += token.text.upper() in _NESTING_WORDS
        if operators > MAX_OPERATORS:
            why = "it can bring the engine down."
            hint = "Use IN (…) or VALUES for lists of values, or split the query."
            raise _refused(text, token, f"A query with more than {MAX_OPERATORS} operators", why, hint)


def _prologue(tokens: Sequence[Token]) -> tuple[dict[str, str], int]:
    """Return the declared prefixes with their namespaces, and the position of the first token after them."""
    declared: dict[str, str] = {}
    at = 0
    while at < len(tokens) and tokens[at].kind == "word":
        word = tokens[at].text.upper()
        after = [token.kind for token in tokens[at + 1 : at + 3]]
        if word == "PREFIX" and after == ["name", "iri"] and tokens[at + 1].text.endswith(":"):
            declared[tokens[at + 1].text[:-1]] = tokens[at + 2].text[1:-1]
            at += 3
        elif (word == "BASE" and after[:1] == ["iri"]) or (word == "VERSION" and after[:1] == ["string"]):
            at += 2
        else:
            break
    return declared, at
