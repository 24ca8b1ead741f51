"""Copying items of Wikidata into the cache, some at a time; an interrupted run goes on where it stopped.

Items are asked for with ``wbgetentities``, fifty at a time, not one by one at ``Special:EntityData``: that is
one request where there would be fifty, it takes ``maxlag``, and it says in one form what was merged and what
does not exist.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from kzgraph.errors import GraphLoadError, NetworkError
from kzgraph.rdf.qids import is_id
from kzgraph.wikidata.cache import Cache
from kzgraph.wikidata.client import Client
from kzgraph.wikidata.statements import numeric_id

__all__ = ["BATCH", "MAX_AGE", "Report", "fetch", "needed", "today"]

#: How many items one request may ask for without special rights.
BATCH: Final = 50
#: Copies younger than this many days are not fetched again.
MAX_AGE: Final = 30


@dataclass(frozen=True, slots=True)
class Report:
    """What came of fetching: items *copied*, and those whose copies were *fresh* and stayed.

    *merged* maps items to those that they were merged into, among all that were asked for; *missing* do not
    exist. All are sorted.
    """

    copied: list[str]
    fresh: list[str]
    merged: dict[str, str]
    missing: list[str]


def today() -> str:
    """Return the present day in UTC as ``YYYY-MM-DD``."""
    return datetime.now(UTC).date().isoformat()


def needed(cache: Cache, ids: Iterable[str], day: str, max_age: int = MAX_AGE) -> list[str]:
    """Return those of *ids* of which the cache has no good copy that on *day* is younger than *max_age* days.

    Raises GraphLoadError if the cache as a whole cannot be used.
    """
    cache.check()
    return [qid for qid in sorted(set(ids), key=numeric_id) if not _is_fresh(cache, qid, day, max_age)]


def fetch(
    client: Client,
    cache: Cache,
    ids: Iterable[str],
    *,
    max_age: int = MAX_AGE,
    day: str | None = None,
    done: Callable[[int], None] = lambda count: None,
) -> Report:
    """Copy the items *ids* into the cache, unless there are fresh copies, and report.

    *day* is the present (:func:`today`). After each answer *done* is called with the number of items that are
    dealt with since. What was copied stays whatever happens later.

    Raises NetworkError, GraphLoadError if the cache cannot be used, OutputError if it cannot be written.
    """
    day = day or today()
    asked = sorted(set(ids), key=numeric_id)
    wanted = needed(cache, asked, day, max_age)
    pending = deque(wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
    while pending:
        batch = pending.popleft()
        records = client.entities(batch)
        left = [qid for qid in batch if not _keep(client, cache, qid, records.get(qid), day)]
        done(len(batch) - len(left))
        if left == batch:
            if len(batch) == 1:
                raise _unanswered(client, batch[0])
            left, half = batch[: len(batch) // 2], batch[len(batch) // 2 :]
            pending.appendleft(half)
        if left:
            pending.appendleft(left)
    missing = cache.missing
    there = [qid for qid in asked if qid not in missing]
    return Report(
        copied=[qid for qid in there if qid in wanted],
        fresh=[qid for qid in there if qid not in wanted],
        merged={qid: target for qid in there if (target := cache.target(qid)) != qid},
        missing=[qid for qid in asked if qid in missing],
    )


def _is_fresh(cache: Cache, qid: str, day: str, max_age: int) -> bool:
    try:
        retrieved = cache.retrieved(qid)
        return (
            retrieved is not None and (date.fromisoformat(day) - date.fromisoformat(retrieved)).days < max_age
        )
    except (GraphLoadError, ValueError):  # this copy is damaged: it is fetched again
        return False


def _keep(client: Client, cache: Cache, qid: str, record: dict[str, Any] | None, day: str) -> bool:
    """Put what the API answered about *qid* into the cache; False if it did not answer."""
    if record is None:
        return False
    if "missing" in record:
        cache.put_missing(qid, day)
        return True
    name = str(record.get("id"))
    if not is_id(name) or name[0] != qid[0] or record.get("type") not in ("item", "property"):
        raise _unanswered(client, qid)  # an item is never merged into a property
    cache.put({key: value for key, value in record.items() if key != "redirects"}, day, asked_for=qid)
    return True


def _unanswered(client: Client, qid: str) -> NetworkError:
    return NetworkError(
        f"The server does not answer about {qid} as a Wikibase does.",
        url=client.url,
        hint="Check the address (--api, KZGRAPH_WIKIDATA_URL). What was fetched before stays.",
    )
