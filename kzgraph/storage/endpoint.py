"""The remote engine: any server that speaks the SPARQL 1.1 Protocol.

It is the only module that imports SPARQLWrapper. Queries go out as form-encoded POST, so that long ones
arrive; SELECT and ASK answers are read as SPARQL 1.1 JSON, CONSTRUCT and DESCRIBE answers as Turtle,
N-Triples or RDF/XML. Whatever goes wrong is a NetworkError.
"""

import os
import re
import time
from typing import TYPE_CHECKING, Any, Final, NoReturn

from kzgraph._version import __version__
from kzgraph.errors import KzgraphError, NetworkError, UsageError, shown
from kzgraph.rdf.terms import Term, literal, term_of
from kzgraph.sparql.guard import Form, check
from kzgraph.sparql.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from http.client import HTTPResponse

#: Seconds for a whole answer. SPARQLWrapper alone would wait that long for each piece of it.
TIMEOUT: Final = 60
#: Bytes of the largest answer that is read; it has to fit into memory several times.
MAX_BYTES: Final = 256 * 1024 * 1024
_AGENT: Final = f"kzgraph/{__version__} (+https://w3id.org/kzgraph%s)"

_JSON_TYPES: Final = ("application/sparql-results+json", "application/json")
_GRAPH_TYPES: Final = (
    "text/turtle",
    "application/turtle",
    "application/x-turtle",
    "application/n-triples",
    "text/plain",
    "application/rdf+xml",
)
_HINTS: Final = {
    400: "The server does not accept the query; try it without functions that only some servers know.",
    401: "The server wants a login, which kzgraph does not send.",
    403: "The server refuses; its rules of use may tell why.",
    404: "There is no endpoint at that address; endpoints often end in /sparql or /query.",
    405: "The server does not take queries by POST at that address.",
    413: "The query is too long for the server.",
    429: "You have asked too often.",
    500: "The server failed on this query; try a smaller one, or ask again later.",
    502: "The server is not there at the moment; try again later.",
    503: "The server is not there at the moment; try again later.",
    504: "The query took the server too long; ask for less.",
}
_CHECK_ADDRESS: Final = "Check the address and the connection: curl -I URL"


class RemoteEngine:
    """Answers queries by asking the endpoint *url*.

    Raises UsageError if *url* is not an http or https address, or has a user name or password in it.
    """

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        if not re.fullmatch(r"https?://[^\s/?#@\\\x00-\x20]+(?:[/?][^\s#\x00-\x20]*)?", url, re.IGNORECASE):
            raise UsageError(
                f"{shown(url, 200)} is not the address of an endpoint.",
                hint="Give an http or https address without a login: https://query.wikidata.org/sparql",
            )
        self.url = url
        self.timeout = timeout

    def query(self, text: str) -> Result:
        """Send a complete query that the guard has let through and read the answer.

        Raises NetworkError if the server cannot be reached, refuses, is too slow, or answers with something
        that is not the result of such a query.
        """
        form = check(text, service=True)
        deadline = time.monotonic() + self.timeout
        response = self._ask(text, form)
        try:
            content_type = response.headers.get_content_type()
            expected = _JSON_TYPES if form in ("SELECT", "ASK") else _GRAPH_TYPES
            body = self._read(response, deadline)
        finally:
            response.close()
        if content_type not in expected:
            self._fail(
                f"The server answered with {shown(content_type)} instead of a result: {gist(body)}",
                "The address may be that of a web page, or the server has a message for you.",
            )
        return self._result(body, form) if form in ("SELECT", "ASK") else self._graph(body, content_type)

    def _ask(self, text: str, form: Form) -> "HTTPResponse":
        """Send the query and return the open response."""
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError

        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        wrapper = SPARQLWrapper(self.url, agent=_agent())
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(max(1, int(self.timeout)))
        wrapper.setReturnFormat(JSON if form in ("SELECT", "ASK") else TURTLE)
        # Not setQuery: that guesses the form with a regular expression; a wrong one is a wrong Accept header.
        wrapper.queryString = text
        wrapper.queryType = form
        try:
            response: HTTPResponse = wrapper.query().response
        except HTTPError as error:
            with error:
                self._refused(error, _body_of(error))
        except SPARQLWrapperException as error:
            cause = error.__context__
            if not isinstance(cause, HTTPError):
                self._fail(f"The server did not answer: {shown(error, 200)}", _CHECK_ADDRESS)
            with cause:
                self._refused(cause, _quoted_body(error))
        except URLError as error:
            self._unreachable(error.reason)
        except (HTTPException, OSError, ValueError) as error:
            self._unreachable(error)
        return response

    def _read(self, response: "HTTPResponse", deadline: float) -> bytes:
        from http.client import HTTPException

        parts: list[bytes] = []
        size = 0
        try:
            while part := response.read1(1 << 16):
                parts.append(part)
                size += len(part)
                if size > MAX_BYTES:
                    self._fail(
                        f"The answer is larger than {MAX_BYTES // 1024**2} MB.",
                        "Ask for less, with LIMIT for example.",
                    )
                if time.monotonic() > deadline:
                    self._unreachable(TimeoutError())
        except (HTTPException, OSError, ValueError) as error:
            self._unreachable(error)
        if response.length:
            self._fail("The answer broke off before its end.", "Ask again; ask for less if it happens again.")
        return b"".join(parts)

    def _result(self, body: bytes, form: Form) -> Result:
        """Read SPARQL 1.1 Query Results JSON."""
        import json

        try:
            answer = json.loads(body)
            if form == "ASK":
                if not isinstance(answer["boolean"], bool):
                    raise TypeError("boolean")
                return Result.of_boolean(answer["boolean"])
            columns = [str(name) for name in answer["head"]["vars"]]
            return Result.of_rows(columns, _rows(columns, answer["results"]["bindings"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._fail(
                f"The answer cannot be read as SPARQL JSON results: {gist(body)}",
                "It may have broken off; ask again, or for less.",
            )

    def _graph(self, body: bytes, content_type: str) -> Result:
        from pyoxigraph import RdfFormat, parse

        formats = {"application/rdf+xml": RdfFormat.RDF_XML}
        if content_type in ("application/n-triples", "text/plain"):
            formats[content_type] = RdfFormat.N_TRIPLES
        try:
            quads = parse(body, format=formats.get(content_type, RdfFormat.TURTLE), base_iri=self.url)
            return Result.of_graph([(term_of(s), term_of(p), term_of(o)) for s, p, o, _ in quads])
        except (SyntaxError, ValueError, KzgraphError) as error:
            reason = error.msg if isinstance(error, SyntaxError) else error
            self._fail(
                f"The answer cannot be read as {content_type}: {shown(reason, 200)}",
                "It may have broken off; ask again, or for less.",
            )

    def _refused(self, error: Any, body: bytes) -> NoReturn:
        """Fail because of an HTTP status that is no success."""
        hint = _HINTS.get(error.code, "The server does not answer this query.")
        retry = error.headers.get("Retry-After") if error.headers else None
        if retry:
            seconds = " seconds" if retry.strip().isdigit() else ""
            hint += f" Ask again after {shown(retry.strip())[1:-1]}{seconds} (Retry-After), not before."
        said = gist(body)
        self._fail(f"HTTP status {error.code}{f': {said}' if said else ''}", hint)

    def _unreachable(self, reason: object) -> NoReturn:
        if isinstance(reason, TimeoutError):
            self._fail(
                f"There was no complete answer in {self.timeout:g} seconds.",
                "Ask for less, or again later.",
            )
        self._fail(f"The server cannot be reached: {shown(reason, 200)[1:-1]}", _CHECK_ADDRESS)

    def _fail(self, message: str, hint: str) -> NoReturn:
        raise NetworkError(message, url=self.url, hint=hint) from None


def _agent() -> str:
    """Return who asks; with ``$KZGRAPH_CONTACT``, which public services want, if it can stand in a header."""
    contact = os.environ.get("KZGRAPH_CONTACT", "").strip()
    return _AGENT % (f"; {contact}" if re.fullmatch(r"[!-'*-~ ]{3,200}", contact) else "")


def _rows(columns: "Sequence[str]", bindings: Any) -> "Iterator[list[Term | None]]":
    for binding in bindings:
        yield [_from_json(binding[name]) if name in binding else None for name in columns]


def _from_json(value: Any) -> Term:
    """Return the term of a JSON object; raises ValueError, KeyError or TypeError for what is none."""
    text, kind = value["value"], value["type"]
    text.encode()  # lone surrogates
    if kind == "uri":
        return Term("iri", text)
    if kind == "bnode":
        return Term("bnode", re.sub(r"[^A-Za-z0-9]", "_", text))
    if kind not in ("literal", "typed-literal"):
        raise ValueError(kind)
    language, datatype = value.get("xml:lang"), value.get("datatype")
    return literal(text, language=language and str(language), datatype=datatype and str(datatype))


def _body_of(error: Any) -> bytes:
    try:
        body: bytes = error.read(4096)
    except (OSError, ValueError, AttributeError):
        return b""
    return body


def _quoted_body(error: Exception) -> bytes:
    """Return the server's words from one of SPARQLWrapper's exceptions: they stand there as a literal."""
    import ast

    _, _, quoted = str(error).partition("Response:\n")
    try:
        body = ast.literal_eval(quoted)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return b""
    return body if isinstance(body, bytes) else b""


def gist(body: bytes) -> str:
    """Return the beginning of an answer for an error message; of a web page only its title."""
    text = body[:20000].decode("utf-8", "replace").strip()
    if text.startswith("<"):
        title = re.search(r"<title[^>]{0,200}>([^<]{0,200})", text, re.IGNORECASE)
        text = title[1].strip() if title else ""
    return shown(" ".join(text[:1000].split()), 200) if text else ""
