"""What was fetched from Wikidata, in the user's cache folder: all the other commands work on it, offline.

The folder holds one small JSON file for each identifier: ``entities/Q42.json`` the item as Wikibase answers
it, ``redirects/Q4242.json`` where a merged item went, ``missing/Q3.json`` that there was no such item; each
with the day on which it was so. ``format.json`` says in which form they are written. Every file is written
beside its place and then renamed, and what it replaces is removed before: an interrupted run leaves fewer
entries, never half of one.

It is not a subfolder of the cache of prepared graphs: that one keeps only its newest folders.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from kzgraph.errors import GraphLoadError, OutputError, Problem
from kzgraph.rdf.qids import is_id
from kzgraph.storage import cache
from kzgraph.storage.files import replace

__all__ = ["FORMAT", "Cache", "Copy", "default_folder"]

#: The form of the files. Raise it when an older program would misread them, or this one older files.
FORMAT: Final = 1

_FORMAT_FILE: Final = "format.json"
_ENTITIES, _REDIRECTS, _MISSING = "entities", "redirects", "missing"
_KINDS: Final = (_ENTITIES, _REDIRECTS, _MISSING)
#: Merged items can be merged again; a longer chain than this is a circle.
_LONGEST_CHAIN: Final = 10
_ANOTHER: Final = "Name another folder with KZGRAPH_WIKIDATA_CACHE."


def default_folder() -> str:
    """Return where the cache is: ``$KZGRAPH_WIKIDATA_CACHE``, else beside the cache of prepared graphs."""
    named = os.environ.get("KZGRAPH_WIKIDATA_CACHE", "").strip()
    if named:
        return os.path.abspath(named)
    return os.path.join(os.path.dirname(cache.folder()), "kzgraph-wikidata")


class Copy(NamedTuple):
    """An item *qid* as Wikibase's JSON, and the day on which it was *retrieved*."""

    qid: str
    entity: dict[str, Any]
    retrieved: str


class Cache:
    """The items of Wikidata that were fetched, those that were merged, and those that do not exist.

    *folder* is where they are (default: :func:`default_folder`); it need not exist. Dates are ISO days in
    UTC. All methods raise GraphLoadError if the folder was written by another version of kzgraph, or holds
    something else, or an entry is damaged; those that write raise OutputError if that fails.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.folder = os.path.abspath(os.fspath(folder)) if folder is not None else default_folder()
        self._checked = False

    def entity(self, qid: str) -> dict[str, Any] | None:
        """Return the item *qid* as Wikibase's JSON, of a merged item that into which it was merged.

        None if it was not fetched or does not exist.
        """
        copy = self.copy(qid)
        return copy.entity if copy is not None else None

    def copy(self, qid: str) -> Copy | None:
        """Return the item *qid* with the day on which it was fetched, as :meth:`entity` finds it."""
        entry = self._entry(_ENTITIES, qid) or self._entry(_ENTITIES, self.target(qid))
        return Copy(entry["entity"]["id"], entry["entity"], entry["retrieved"]) if entry is not None else None

    def retrieved(self, qid: str) -> str | None:
        """Return the day on which *qid* was fetched or found to be missing, None if neither."""
        for kind in _KINDS:
            if (entry := self._entry(kind, self.target(qid))) is not None:
                return str(entry["retrieved"])
        return None

    def target(self, qid: str) -> str:
        """Return the item into which *qid* was merged, by as many steps as there were; else *qid* itself."""
        target = qid
        for _ in range(_LONGEST_CHAIN):
            entry = self._entry(_REDIRECTS, target)
            if entry is None:
                return target
            target = entry["target"]
        raise self._damaged(_REDIRECTS, qid, "is the beginning of a circle")

    @property
    def ids(self) -> set[str]:
        """The identifiers of all items that are here, without those merged into them."""
        return set(self._names(_ENTITIES))

    @property
    def redirects(self) -> dict[str, str]:
        """Merged items with the item that they were merged into."""
        entries = ((qid, self._entry(_REDIRECTS, qid)) for qid in sorted(self._names(_REDIRECTS)))
        return {qid: str(entry["target"]) for qid, entry in entries if entry is not None}

    @property
    def missing(self) -> set[str]:
        """The identifiers that Wikidata did not know when it was asked."""
        return set(self._names(_MISSING))

    def put(self, entity: Mapping[str, Any], retrieved: str, *, asked_for: str | None = None) -> None:
        """Keep an item as Wikibase's JSON has it; *asked_for* is the merged item that was asked for, if any.

        Raises ValueError if it has no identifier of an item or property.
        """
        qid = str(entity.get("id", ""))
        self._write(_ENTITIES, qid, {"retrieved": retrieved, "entity": entity})
        if asked_for is not None and asked_for != qid:
            self._write(_REDIRECTS, asked_for, {"retrieved": retrieved, "target": qid})

    def put_missing(self, qid: str, retrieved: str) -> None:
        """Keep in mind that there is no item *qid*. Raises ValueError if that is no identifier."""
        self._write(_MISSING, qid, {"retrieved": retrieved})

    def _names(self, kind: str) -> Iterator[str]:
        self.check()
        try:
            names = os.listdir(os.path.join(self.folder, kind))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise self._unreadable(error) from error
        yield from (name.removesuffix(".json") for name in names if is_id(name.removesuffix(".json")))

    def _path(self, kind: str, qid: str) -> str:
        return os.path.join(self.folder, kind, f"{qid}.json")

    def _entry(self, kind: str, qid: str) -> dict[str, Any] | None:
        """Return what a file holds, None if there is none; GraphLoadError if it is not as it was written."""
        self.check()
        if not is_id(qid):  # it would be a path
            return None
        try:
            with open(self._path(kind, qid), "rb", buffering=0) as file:
                content = file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._unreadable(error) from error
        try:
            entry: dict[str, Any] = json.loads(content)
            good = isinstance(entry["retrieved"], str) and (
                (kind == _ENTITIES and entry["entity"]["id"] == qid)
                or (kind == _REDIRECTS and is_id(entry["target"]))
                or kind == _MISSING
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            good = False
        if not good:
            raise self._damaged(kind, qid, "is damaged")
        return entry

    def _write(self, kind: str, qid: str, entry: Mapping[str, Any]) -> None:
        if not is_id(qid):
            raise ValueError(f"{qid!r} is not the identifier of an item or property")
        self.check()
        try:
            about = os.path.join(self.folder, _FORMAT_FILE)
            if not os.path.exists(about):
                os.makedirs(self.folder, mode=0o700, exist_ok=True)
                _replace(about, {"format": FORMAT, "of": "kzgraph wikidata"})
            for other in _KINDS:
                if other != kind:
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(self._path(other, qid))
            os.makedirs(os.path.join(self.folder, kind), exist_ok=True)
            _replace(self._path(kind, qid), entry)
        except (OSError, OutputError) as error:
            cause = error if isinstance(error, OSError) else error.__cause__
            raise OutputError(
                f"{self.folder}: the copy of {qid} cannot be written: {getattr(cause, 'strerror', error)}",
                hint=_ANOTHER,
            ) from error

    def check(self) -> None:
        """Make sure, once, that the folder is a cache of this format, or nothing yet."""
        if self._checked:
            return
        try:
            there = os.path.isdir(self.folder) and bool(os.listdir(self.folder))
            if there:
                with open(os.path.join(self.folder, _FORMAT_FILE), "rb") as file:
                    self._compare(json.loads(file.read())["format"])
        except FileNotFoundError:
            self._compare(None)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise self._wrong("format.json is damaged") from None
        except OSError as error:
            raise self._unreadable(error) from error
        self._checked = there

    def _compare(self, form: object) -> None:
        if form == FORMAT:
            return
        # Nothing is to be removed on our advice that may be somebody else's.
        if form is None and any(
            name not in _KINDS and not name.startswith(_FORMAT_FILE) for name in os.listdir(self.folder)
        ):
            raise GraphLoadError(
                "The folder holds something else than copies of Wikidata's items.",
                where=self.folder,
                hint="Name an empty or new folder with KZGRAPH_WIKIDATA_CACHE.",
            )
        newer = isinstance(form, int) and form > FORMAT
        raise self._wrong(f"they were written by {'a newer' if newer else 'an older'} version of kzgraph")

    def _wrong(self, why: str) -> GraphLoadError:
        return GraphLoadError(
            f"The copies of Wikidata's items cannot be used: {why}.",
            where=self.folder,
            hint="Remove that folder and fetch them again: kzgraph wikidata fetch",
        )

    def _damaged(self, kind: str, qid: str, what: str) -> GraphLoadError:
        return GraphLoadError(
            "A copy of an item of Wikidata cannot be used.",
            [Problem(self._path(kind, qid), None, None, what)],
            hint=f"Fetch it again: kzgraph wikidata fetch {qid}",
        )

    def _unreadable(self, error: OSError) -> GraphLoadError:
        why = f"The copies of Wikidata's items cannot be read: {error.strerror or error}."
        return GraphLoadError(why, where=str(error.filename or self.folder), hint=_ANOTHER)


def _replace(path: str, content: Mapping[str, Any]) -> None:
    """Write *content* as JSON; OutputError if that fails."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    replace({path: text.encode("utf-8", "surrogatepass")})  # JSON may escape what UTF-8 cannot say
