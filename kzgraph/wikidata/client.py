"""Asking Wikidata's API (MediaWiki's action API with the modules of Wikibase), one request at a time.

What Wikimedia asks of programs is kept: a User-Agent with a contact, ``maxlag``, ``Retry-After``, growing
pauses, and giving up after some tries. Errors that come inside an answer with HTTP status 200 are errors.
Whatever goes wrong is a NetworkError that says what can still be done.

It is the only module that imports urllib3.
"""

import contextlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from kzgraph._version import __version__
from kzgraph.errors import NetworkError, UsageError, shown
from kzgraph.extras import need
from kzgraph.rdf.qids import is_id
from kzgraph.storage.endpoint import gist

__all__ = ["API", "LONGEST", "Client", "address", "contact", "pause", "seconds_of"]

API: Final = "https://www.wikidata.org/w/api.php"
#: Seconds to wait for a connection, for the next piece of an answer, and for a whole answer.
CONNECT, READ, WHOLE = 10.0, 30.0, 180.0
#: Bytes of the largest answer, unpacked. Fifty items of countries have about 60 MB.
MAX_BYTES: Final = 128 * 1024 * 1024
#: How often a request is sent before it is given up.
TRIES: Final = 5
#: Seconds of the longest pause. If a server asks for a longer one, it is the user's turn to decide.
LONGEST: Final = 120.0
_REDIRECTS: Final = 3
#: Seconds by which Wikidata's copies may lag behind before it refuses to answer.
_MAXLAG: Final = 5

_POLICY: Final = "https://foundation.wikimedia.org/wiki/Policy:User-Agent_policy"
#: Codes of errors that pass; all that begin with internal_api_error do, too.
_PASSING: Final = frozenset(("maxlag", "readonly", "ratelimited"))
# What can be done, by kind of trouble.
_NO_NETWORK: Final = "Check the connection and the address."
_ADDRESS: Final = "Check the address (--api, KZGRAPH_WIKIDATA_URL)."
_LATER: Final = "Run the same command again later: it goes on where it stopped."
_STATUS: Final = {
    403: f"The server refuses; is the contact in order? See {_POLICY}",
    404: "There is no API at that address; it ends in /w/api.php as a rule.",
    429: _LATER,
}
_STILL: Final = "What was fetched before stays, and status, diff and draft work from it without the network."


def contact(given: str | None) -> str:
    """Return how whoever runs this can be reached: *given*, else ``$KZGRAPH_CONTACT``.

    Raises UsageError if there is none, or if it is neither an e-mail address, nor a web address, nor a user
    page such as ``User:Name``.
    """
    found = (given if given is not None else os.environ.get("KZGRAPH_CONTACT", "")).strip()
    advice = (
        "Give your e-mail address, your web page or your user page with --contact or in KZGRAPH_CONTACT:\n"
        "  KZGRAPH_CONTACT=you@example.org kzgraph wikidata fetch"
    )
    if not found:
        raise UsageError(
            f"Wikimedia's rules of use want to know how to reach whoever asks ({_POLICY}), and there is no "
            "contact. Nothing was asked.",
            hint=advice,
        )
    if not re.fullmatch(r"[!-'*-~ ]{3,200}", found) or not re.search(r"@|://|^User:", found):
        raise UsageError(f"{shown(found)} is no way to reach you.", hint=advice)
    return found


def address(given: str | None) -> str:
    """Return the address of the API: *given*, else ``$KZGRAPH_WIKIDATA_URL``, else Wikidata's.

    Raises UsageError if it is not an http or https address, or has a login in it.
    """
    url = (given if given is not None else os.environ.get("KZGRAPH_WIKIDATA_URL", "")).strip() or API
    if not re.fullmatch(r"https?://[^\s/?#@\\\x00-\x20]+(?:/[^\s?#\x00-\x20]*)?", url, re.IGNORECASE):
        raise UsageError(
            f"{shown(url, 200)} is not the address of a Wikibase API.",
            hint=f"Give an http or https address without a login: {API}",
        )
    return url


class Client:
    """Asks the API at *url* on behalf of whoever is reached by *contact* (see :func:`contact`).

    Before a pause *notice* is called with a sentence that says why; *wait* is called with the seconds.
    """

    def __init__(
        self,
        contact: str,
        url: str = API,
        *,
        notice: Callable[[str], None] = lambda text: None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url
        self.agent = f"kzgraph/{__version__} ({contact})"
        self._notice = notice
        self._wait = wait
        self._manager: Any = None

    def entities(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return what the API has about each of *ids*, at most 50, under the identifier that was asked for.

        A record is an entity as Wikibase's JSON (``id`` differs from the identifier asked for if that was
        merged), or has the key ``missing``. An identifier may be absent: the API leaves out what would make
        an answer too large. Raises NetworkError.
        """
        answer = self.ask(action="wbgetentities", ids="|".join(ids), redirects="yes")
        entities = answer.get("entities")
        if not isinstance(entities, dict) or not all(isinstance(each, dict) for each in entities.values()):
            self._fail("The answer has no entities in it.", _ADDRESS)
        records: dict[str, dict[str, Any]] = {}
        for key, record in entities.items():
            redirect = record.get("redirects")
            source = redirect.get("from") if isinstance(redirect, dict) else None
            for name in {key, source, record.get("id")}.intersection(ids):
                records.setdefault(name, record)
        return records

    def search(self, name: str, language: str) -> list[str]:
        """Return the identifiers of items with a name that begins with *name* (``wbsearchentities``).

        *language* is a code of Wikidata's: lower-case, ``kk-latn``. Raises NetworkError.
        """
        wanted = {"search": name, "language": language, "uselang": "en", "type": "item", "limit": "7"}
        return self._ids(self.ask(action="wbsearchentities", **wanted).get("search"), "id")

    def find(self, words: str) -> list[str]:
        """Return the identifiers of items that have all *words* somewhere in their names (``list=search``).

        Unlike :meth:`search` it does not mind the order of the words, nor the language. Raises NetworkError.
        """
        # Everything else has a meaning in the syntax of that search.
        plain = " ".join(re.findall(r"\w+", words))
        answer = self.ask(action="query", list="search", srsearch=plain, srnamespace="0", srlimit="10")
        query = answer.get("query")
        return self._ids(query.get("search") if isinstance(query, dict) else None, "title")

    def _ids(self, hits: object, key: str) -> list[str]:
        """Return the identifiers in a list of search results."""
        if not isinstance(hits, list) or not all(isinstance(hit, dict) for hit in hits):
            self._fail("The answer has no search results in it.", _ADDRESS)
        return [name for hit in hits if is_id(name := str(hit.get(key)))]

    def ask(self, **parameters: str) -> dict[str, Any]:
        """Send one request and return the JSON object that is the answer.

        Trouble that passes is waited for: :data:`TRIES` times, each pause longer than the one before and at
        least as long as the server asks for. Raises NetworkError for the rest.
        """
        for turn in range(1, TRIES + 1):
            try:
                return self._once({"format": "json", "maxlag": str(_MAXLAG), **parameters})
            except _Trouble as trouble:
                seconds = pause(turn, trouble.after)
                if not trouble.passing:
                    self._fail(trouble.what, trouble.hint)
                if trouble.after is not None and trouble.after > LONGEST:
                    self._fail(
                        f"{trouble.what} It asks to wait {trouble.after:.0f} seconds (Retry-After).",
                        "Run the same command after that time, not before.",
                    )
                if turn == TRIES:
                    self._fail(f"{trouble.what} It was asked {TRIES} times.", trouble.hint)
                self._notice(
                    f"{trouble.what} Waiting {seconds:.0f} s, then asking again ({turn} of {TRIES})."
                )
                self._wait(seconds)
        raise AssertionError("the last turn fails or returns")

    def _once(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        """Send a request once. Raises _Trouble."""
        from urllib.parse import urlencode

        exceptions = need("urllib3.exceptions", "Asking Wikidata")
        url = f"{self.url}?{urlencode(parameters)}"
        response: Any = None
        try:
            response = self._open(url)
            after = seconds_of(response.headers.get("Retry-After"), time.time())
            body = b"".join(self._read(response))
        except (
            exceptions.NewConnectionError,
            exceptions.SSLError,
            exceptions.LocationValueError,
            exceptions.ProxyError,
        ) as error:
            raise _Trouble(f"The server cannot be reached: {_reason(error)}", _NO_NETWORK) from None
        except exceptions.ConnectTimeoutError:
            raise _Trouble(f"The server did not answer within {CONNECT:.0f} seconds.", _NO_NETWORK) from None
        except exceptions.TimeoutError:
            raise _Trouble(f"The server was silent for {READ:.0f} seconds.", _LATER, True) from None
        except (exceptions.HTTPError, OSError) as error:
            raise _Trouble(f"The answer broke off before its end: {_reason(error)}", _LATER, True) from None
        finally:
            if response is not None:
                response.close()
        return _content(response.status, response.headers.get("Content-Type", ""), body, after)

    def _open(self, url: str) -> Any:
        """Send the request, follow redirects of HTTP, and return the open response."""
        from urllib.parse import urljoin

        headers = {"User-Agent": self.agent, "Accept": "application/json", "Accept-Encoding": "gzip"}
        for _ in range(_REDIRECTS + 1):
            response = self._pool().request(
                "GET", url, headers=headers, preload_content=False, redirect=False, retries=False
            )
            target = response.get_redirect_location()
            if not target:
                return response
            response.close()
            allowed = ("https://",) if url.startswith("https://") else ("http://", "https://")
            with contextlib.suppress(ValueError):  # what is no address stays as it is
                target = urljoin(url, target)
            if not target.startswith(allowed):
                raise _Trouble(
                    f"The server sends on to {shown(target, 200)}, where kzgraph does not go.", _ADDRESS
                )
            url = target
        raise _Trouble(f"The server sent on more than {_REDIRECTS} times.", _ADDRESS)

    def _pool(self) -> Any:
        """Return urllib3's manager of connections, through the proxy of the environment if there is one."""
        if self._manager is None:
            from urllib.parse import urlsplit
            from urllib.request import getproxies, proxy_bypass

            urllib3 = need("urllib3", "Asking Wikidata")
            parts = urlsplit(self.url)
            proxy = getproxies().get(parts.scheme)
            common: dict[str, Any] = {"timeout": urllib3.Timeout(connect=CONNECT, read=READ), "maxsize": 1}
            if proxy and not proxy_bypass(parts.hostname or ""):
                self._manager = urllib3.ProxyManager(proxy, **common)
            else:
                self._manager = urllib3.PoolManager(**common)
        return self._manager

    def _read(self, response: Any) -> Iterator[bytes]:
        """Yield the unpacked pieces of an answer as long as it is neither too large nor too slow."""
        size, end = 0, time.monotonic() + WHOLE
        for piece in response.stream(1 << 16, decode_content=True):
            size += len(piece)
            if size > MAX_BYTES:
                raise _Trouble(f"The answer is larger than {MAX_BYTES // 1024**2} MB.", _ADDRESS)
            if time.monotonic() > end:
                raise _Trouble(f"The answer was not complete after {WHOLE:.0f} seconds.", _LATER, True)
            yield piece

    def _fail(self, what: str, hint: str) -> NoReturn:
        raise NetworkError(what, url=self.url, hint=f"{hint}\n{_STILL}") from None


@dataclass(eq=False)
class _Trouble(Exception):  # noqa: N818 - it is handled before anybody sees it
    """A request that failed: *what* happened, as a sentence, and a *hint* what can be done.

    *passing* tells whether the same request may well be answered later, *after* how many seconds the server
    asks to wait.
    """

    what: str
    hint: str
    passing: bool = False
    after: float | None = None


def pause(turn: int, after: float | None) -> float:
    """Return the seconds to wait after the failed try number *turn*, twice as long each time.

    It begins with what the server asks for, else with one second, and is never longer than the longer one of
    that and :data:`LONGEST`.
    """
    first = 1.0 if after is None else after
    return min(first * 2.0 ** (turn - 1), max(first, LONGEST))


def seconds_of(header: str | None, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3): a number, or a date.

    None without one, or if it can be read neither way. *now* is the present in seconds since 1970.
    """
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def _content(status: int, content_type: str, body: bytes, after: float | None) -> dict[str, Any]:
    """Return the JSON object of an answer. Raises Trouble for everything that is none, or is an error."""
    if status != 200:
        passing = status in (408, 429, 500, 502, 503, 504)
        hint = _STATUS.get(status, _LATER if passing else _ADDRESS)
        raise _Trouble(f"The server answered with HTTP status {status}{_begins(body)}.", hint, passing, after)
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/json"):
        raise _Trouble(f"The server answered with {shown(kind)} instead of JSON{_begins(body)}.", _ADDRESS)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise _Trouble(f"The answer is not JSON, or broke off{_begins(body)}.", _LATER, True, after) from None
    if not isinstance(answer, dict):
        raise _Trouble(f"The answer is not a JSON object{_begins(body)}.", _ADDRESS)
    errors = answer.get("errors")
    error = answer.get("error") or (errors[0] if isinstance(errors, list) and errors else None)
    if error is None:
        return answer
    known = error if isinstance(error, dict) else {}
    code, info = str(known.get("code", "unknown")), str(known.get("info") or known.get("text") or error)
    passing = code in _PASSING or code.startswith("internal_api_error")
    hint = _LATER if passing else "The server does not accept the request; please report this."
    raise _Trouble(
        f"The server answered with the error {shown(code)}: {shown(info, 200)}.", hint, passing, after
    )


def _begins(body: bytes) -> str:
    """Return how an answer begins, after a colon; of a web page only its title."""
    text = gist(body)
    return f": {text}" if text else ""


def _reason(error: BaseException) -> str:
    """Return the innermost reason of an exception without the names of classes and addresses in memory."""
    text = str(error.args[-1] if error.args else error) if not isinstance(error, OSError) else str(error)
    return shown(
        re.sub(r"^.*(?:Connection|Pool)[^:]*object at [^:]*: |<[^>]* at 0x[0-9a-f]+>[:,]? ?", "", text), 200
    )[1:-1]
