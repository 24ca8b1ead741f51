"""The prepared graph in the user's cache folder, so that a start need not work everything out again.

An entry is a folder named by the key of the content it was made from
(:attr:`kzgraph.storage.folders.Folder.key`), hence it can be lost but not stale. It holds what was prepared
as ``prepared.json``, and for a large graph the triples as a RocksDB store. ``prepared.json`` also lists size
and checksum of every file of the entry.

Nothing here is needed: whatever goes wrong, the caller loads the Turtle files. So every failure of the file
system is answered with None or silence, on purpose.
"""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from kzgraph.storage.folders import digest, new_digest

if TYPE_CHECKING:
    from pyoxigraph import Store

#: How many entries stay; those that were not asked for longest go first.
KEEP: Final = 5

_MANIFEST: Final = "prepared.json"
_STORE: Final = "store"
_TRIPLES: Final = "graph.nt"
#: Left by a build that died: older than this many seconds, it is swept away.
_ABANDONED: Final = 3600


def folder() -> str:
    """Return the cache folder, whether it exists or not: platformdirs' ``user_cache_dir("kzgraph")``.

    On Linux and the BSDs that is decided here, by the same rule, as importing platformdirs takes as long as a
    query.
    """
    if os.name == "posix" and sys.platform not in ("darwin", "android"):
        base = os.environ.get("XDG_CACHE_HOME", "").strip()
        return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "kzgraph")
    import platformdirs

    return platformdirs.user_cache_dir("kzgraph", appauthor=False)


def open_entry(key: str) -> "tuple[Store, dict[str, Any]] | None":
    """Return the store and the prepared values of the entry *key*.

    None if there is no such entry. A damaged entry is removed, and None as well.
    """
    found = _open(key)
    if found is None:
        return None
    files, prepared = found
    path = os.path.join(folder(), key)
    try:
        from pyoxigraph import RdfFormat, Store

        if _TRIPLES in files:
            content = _read(os.path.join(path, _TRIPLES))
            _compare(files[_TRIPLES], [len(content), digest(content)])
            store = Store()
            store.load(content, format=RdfFormat.N_TRIPLES, lenient=True)
            return store, prepared
        for name, fingerprint in files.items():
            _compare(fingerprint, _fingerprint(os.path.join(path, name)))
        return Store.read_only(os.path.join(path, _STORE)), prepared
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError):
        remove(key)
        return None


def prepared(key: str) -> dict[str, Any]:
    """Return the prepared values of the entry *key* without its triples, {} if there is none."""
    found = _open(key)
    return {} if found is None else found[1]


def _open(key: str) -> tuple[dict[str, list[int | str]], dict[str, Any]] | None:
    """Return what the manifest of an entry says, None without one; a damaged entry is removed."""
    base = folder()
    path = os.path.join(base, key)
    if not os.path.isdir(path) or not _is_mine(base) or not _is_mine(path):
        return None
    try:
        found = _read_manifest(path)
        os.utime(path)  # those that are asked are kept
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        remove(key)
        return None
    return found


def save(key: str, prepared: dict[str, Any], store: "Store", *, on_disk: bool = False) -> None:
    """Write an entry: *prepared*, which must be serialisable as JSON, and all triples of *store*.

    With *on_disk* they are kept as a store on disk, else as N-Triples.

    The entry is built beside its place and then renamed, so that nobody ever sees half of it; whoever is
    first wins.
    """
    import shutil
    import tempfile

    base = folder()
    try:
        os.makedirs(base, mode=0o700, exist_ok=True)
        if not _is_mine(base) or os.path.exists(os.path.join(base, key)):
            return
        building = tempfile.mkdtemp(prefix="building-", dir=base)
    except (OSError, ValueError):
        return
    try:
        _write_entry(building, prepared, store, on_disk)
        os.rename(building, os.path.join(base, key))
    except (OSError, RuntimeError, ValueError, TypeError):
        shutil.rmtree(building, ignore_errors=True)
    else:
        _sweep(base)


def remove(key: str) -> None:
    """Remove an entry if it is there and can be removed."""
    import shutil

    shutil.rmtree(os.path.join(folder(), key), ignore_errors=True)


def _is_mine(path: str) -> bool:
    """Tell whether the folder belongs to the user and nobody else can write into it.

    Otherwise somebody else could answer this user's questions.
    """
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return False
    if os.name != "posix":
        return True
    if status.st_uid != os.getuid() or (status.st_mode & 0o170000) != 0o040000:
        return False
    if status.st_mode & 0o022:
        return False  # what is in there may be another's work
    if status.st_mode & 0o055:
        try:
            os.chmod(path, 0o700)
        except OSError:
            return False
    return True


def _files(path: str) -> Iterable[str]:
    """Return the names of the files of an entry that the store needs, relative to *path*."""
    for name in sorted(os.listdir(os.path.join(path, _STORE))):
        if name not in ("LOCK", "LOG"):  # these say nothing about the content, and RocksDB may rewrite them
            yield f"{_STORE}/{name}"


def _fingerprint(path: str) -> list[int | str]:
    """Return size and checksum of a file.

    RocksDB has checksums of its own, but on a damaged block pyoxigraph may read for ever instead of failing;
    hence a store is checked before it is opened (1 GB takes about a second).
    """
    checksum = new_digest()
    size = 0
    with open(path, "rb", buffering=0) as file:
        while part := file.read(1 << 20):
            checksum.update(part)
            size += len(part)
    return [size, checksum.hexdigest()]


def _write_entry(path: str, prepared: dict[str, Any], store: "Store", on_disk: bool) -> None:
    import json

    from pyoxigraph import DefaultGraph, RdfFormat, Store

    if not on_disk:
        target_file = os.path.join(path, _TRIPLES)
        store.dump(target_file, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        files = {_TRIPLES: _fingerprint(target_file)}
    else:
        target = Store(os.path.join(path, _STORE))
        target.bulk_extend(store)
        target.flush()
        del target  # closes it
        files = {name: _fingerprint(os.path.join(path, name)) for name in _files(path)}
    body = json.dumps(
        {"files": files, "prepared": prepared}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    with open(os.path.join(path, _MANIFEST), "wb") as file:
        file.write(digest(body).encode() + b"\n" + body)


def _read_manifest(path: str) -> tuple[dict[str, list[int | str]], dict[str, Any]]:
    """Return the files of an entry with their fingerprints, and the prepared values.

    Raises ValueError or OSError if the manifest is not as it was written.
    """
    import json

    checksum, _, body = _read(os.path.join(path, _MANIFEST)).partition(b"\n")
    _compare(checksum, digest(body).encode())
    manifest = json.loads(body)
    return manifest["files"], manifest["prepared"]


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _compare(written: object, found: object) -> None:
    if written != found:
        raise ValueError("damaged entry")


def _sweep(base: str) -> None:
    """Remove all but the newest entries, and builds that were given up."""
    import shutil
    import time

    entries: list[tuple[float, str]] = []
    try:
        with os.scandir(base) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    entries.append((entry.stat(follow_symlinks=False).st_mtime, entry.name))
    except OSError:
        return
    finished = sorted((e for e in entries if not e[1].startswith("building-")), reverse=True)
    given_up = [e for e in entries if e[1].startswith("building-") and e[0] < time.time() - _ABANDONED]
    for _, name in [*finished[KEEP:], *given_up]:
        shutil.rmtree(os.path.join(base, name), ignore_errors=True)
