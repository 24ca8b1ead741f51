"""When to ask a server again: which trouble passes, and how long to wait for it."""

import re
from typing import Final

__all__ = ["LONGEST", "Trouble", "pause", "seconds_of"]

#: Seconds of the longest pause. If a server asks for a longer one, it is the user's turn to decide.
LONGEST: Final = 120.0


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
