"""What a MediaWiki's API sends: a JSON object or one of the many things that are none; when to ask again."""

import json
import re
from typing import Any, Final

from kzgraph.errors import shown
from kzgraph.storage.endpoint import gist

__all__ = [
    "ADDRESS",
    "LATER",
    "LONGEST",
    "NO_NETWORK",
    "POLICY",
    "Trouble",
    "content",
    "pause",
    "reason",
    "seconds_of",
]

POLICY: Final = "https://foundation.wikimedia.org/wiki/Policy:User-Agent_policy"
#: Codes of errors that pass; all that begin with internal_api_error do, too.
_PASSING: Final = frozenset(("maxlag", "readonly", "ratelimited"))
# What can be done, by kind of trouble.
NO_NETWORK: Final = "Check the connection and the address."
ADDRESS: Final = "Check the address (--api, KZGRAPH_WIKIDATA_URL)."
LATER: Final = "Run the same command again later: it goes on where it stopped."
_STATUS: Final = {
    403: f"The server refuses; is the contact in order? See {POLICY}",
    404: "There is no API at that address; it ends in /w/api.php as a rule.",
    429: LATER,
}
#: Seconds of the longest pause. If a server asks for a longer one, it is the user's turn to decide.
LONGEST: Final = 120.0


def content(status: int, content_type: str, body: bytes, after: float | None) -> dict[str, Any]:
    """Return the JSON object of an answer. Raises Trouble for everything that is none, or is an error."""
    if status != 200:
        passing = status in (408, 429, 500, 502, 503, 504)
        hint = _STATUS.get(status, LATER if passing else ADDRESS)
        raise Trouble(f"The server answered with HTTP status {status}{_gist(body)}.", hint, passing, after)
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/json"):
        raise Trouble(f"The server answered with {shown(kind)} instead of JSON{_gist(body)}.", ADDRESS)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise Trouble(f"The answer is not JSON, or broke off{_gist(body)}.", LATER, True, after) from None
    if not isinstance(answer, dict):
        raise Trouble(f"The answer is not a JSON object{_gist(body)}.", ADDRESS)
    errors = answer.get("errors")
    error = answer.get("error") or (errors[0] if isinstance(errors, list) and errors else None)
    if error is None:
        return answer
    known = error if isinstance(error, dict) else {}
    code, info = str(known.get("code", "unknown")), str(known.get("info") or known.get("text") or error)
    passing = code in _PASSING or code.startswith("internal_api_error")
    hint = LATER if passing else "The server does not accept the request; please report this."
    raise Trouble(
        f"The server answered with the error {shown(code)}: {shown(info, 200)}.", hint, passing, after
    )


def _gist(body: bytes) -> str:
    """Return how an answer begins, after a colon; of a web page only its title."""
    text = gist(body)
    return f": {text}" if text else ""


def reason(error: BaseException) -> str:
    """Return the innermost reason of an exception without the names of classes and addresses in memory."""
    text = str(error.args[-1] if error.args else error) if not isinstance(error, OSError) else str(error)
    return shown(
        re.sub(r"^.*(?:Connection|Pool)[^:]*object at [^:]*: |<[^>]* at 0x[0-9a-f]+>[:,]? ?", "", text), 200
    )[1:-1]


class Trouble(Exception):  # noqa: N818 - it is handled before anybody sees it
    """A request that failed: *what* happened, as a sentence, and a *hint* what can be done.

    *passing* tells whether the same request may well be answered later, *after* how many seconds the server
    asks to wait.
    """

    def __init__(self, what: str, hint: str, passing: bool = False, after: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.passing = passing
        self.after = after


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
