"""The local engine: pyoxigraph, in this process."""

import re
from typing import TYPE_CHECKING, Any, Final

from kzgraph.errors import KzgraphError, NetworkError, QuerySyntaxError, excerpt
from kzgraph.rdf.terms import Term, term_of
from kzgraph.sparql.results import Result

if TYPE_CHECKING:
    from pyoxigraph import Store

_MESSAGE: Final = r"error at (\d+):(\d+): (?:expected )?(.*)"
# Said wherever a pattern could begin: useless, and SERVICE is refused anyway.
_NO_ADVICE: Final = ("LATERAL", "SERVICE", "IRI parsing failed")
# What pyoxigraph finds wrong with the sense, among the tokens that it lists.
_SENTENCE: Final = r"(?:[A-Z][a-z]+|The SELECT) (?:[A-Za-z]+ ){2,}[^,\[]*"


class LocalEngine:
    """Answers queries from a pyoxigraph store."""

    def __init__(self, store: "Store") -> None:
        self.store = store

    def query(self, text: str) -> Result:
        """Answer a complete query that the guard has let through.

        Raises QuerySyntaxError with line, column and an excerpt if it cannot be parsed, NetworkError if a
        server that it names with SERVICE fails, and KzgraphError if it cannot be answered otherwise.
        """
        try:
            answer: Any = self.store.query(text)
            kind = type(answer).__name__
            if kind == "QueryBoolean":
                return Result.of_boolean(bool(answer))
            terms = _Terms()
            if kind == "QueryTriples":
                return Result.of_graph((terms[s], terms[p], terms[o]) for s, p, o in answer)
            columns = [variable.value for variable in answer.variables]
            rows = ([None if node is None else terms[node] for node in row] for row in answer)
            return Result.of_rows(columns, rows)
        except SyntaxError as error:
            raise _syntax_error(text, error.msg) from None
        except (ValueError, OSError, RuntimeError) as error:
            if isinstance(error, OSError) and (service := _service(text)):
                raise NetworkError(
                    f"The server that the query names does not answer: {error}",
                    url=service,
                    hint="Check the connection, or ask that server itself: --endpoint URL",
                ) from None
            raise KzgraphError(f"The query cannot be answered: {error}") from None


def _service(text: str) -> str | None:
    """Return the address of the first server that a query sends parts of itself to, if any."""
    from kzgraph.sparql.tokens import tokenise

    tokens = tokenise(text)
    for number, token in enumerate(tokens):
        if token.kind == "word" and token.text.upper() == "SERVICE":
            return next((each.text[1:-1] for each in tokens[number:] if each.kind == "iri"), None)
    return None


class _Terms(dict[Any, Term]):
    """Terms by pyoxigraph's nodes; equal ones are made once, as results repeat themselves."""

    def __missing__(self, node: Any) -> Term:
        self[node] = term = term_of(node)
        return term


def _syntax_error(text: str, message: str) -> QuerySyntaxError:
    """Make a syntax error of pyoxigraph's message, without the names that its grammar has for characters."""
    match = re.match(_MESSAGE, message, re.DOTALL)
    if match is None:
        return QuerySyntaxError(f"This is not SPARQL: {message}")
    line, column, expected = int(match[1]), int(match[2]), match[3]
    place = excerpt(text, line, column)
    sentence = re.search(_SENTENCE, expected)
    if sentence:
        return QuerySyntaxError(f"{sentence.group().strip()}.", line=line, column=column, excerpt=place)
    words = [word for word in re.split(r", | or |one of ", expected) if _is_plain(word)]
    told = f"; expected: {', '.join(dict.fromkeys(words))}" if words else ""
    return QuerySyntaxError(
        f"This is not SPARQL from here on{told}.", line=line, column=column, excerpt=place
    )


def _is_plain(word: str) -> bool:
    """Tell whether a person can make something of this part of pyoxigraph's list of expected things."""
    return bool(re.fullmatch(r"[A-Za-z_ ]{2,40}|\"[^\"\\]{1,3}\"", word)) and word not in _NO_ADVICE
