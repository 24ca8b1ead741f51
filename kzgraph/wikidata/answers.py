"""Reading what a MediaWiki's API sends: a JSON object, or one of the many things that are none."""

import json
import re
from typing import Any, Final

from kzgraph.errors import shown
from kzgraph.storage.endpoint import gist
from kzgraph.wikidata.retrying import Trouble

__all__ = ["ADDRESS", "LATER", "NO_NETWORK", "POLICY", "content", "reason"]

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
