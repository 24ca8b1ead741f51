"""Where the graph is: the folder, its files, and the key that changes whenever one of them does.

A graph folder has ``ontology/*.ttl`` and ``data/**/*.ttl``, which are loaded, ``queries/**/*.rq``, the
catalogue, and ``shapes/``, which only validation reads.
"""

import os
from collections.abc import Iterable
from typing import Any, Final

from kzgraph._version import __version__
from kzgraph.errors import GraphLoadError, Problem, shown

#: Part of every cache key: raise it when what is derived from the files changes.
FORMAT: Final = 2

_WHAT_TO_DO: Final = (
    "A graph folder has ontology/ and data/ with Turtle files. Name one with --graph DIR or KZGRAPH_GRAPH."
)


class Folder:
    """The files of a graph folder with their bytes, as they were at one moment.

    *root* is the folder's absolute path. *turtle* and *queries* are (name relative to root with ``/``,
    content), sorted. *problems* are files that could not be read. *key* identifies the content together with
    the versions of kzgraph and pyoxigraph: equal keys mean equal graphs.
    """

    def __init__(self, root: str, turtle: Iterable[tuple[str, bytes]] = ()) -> None:
        self.root = root
        self.turtle = [*turtle]
        self.queries: list[tuple[str, bytes]] = []
        self.problems: list[Problem] = []
        self.key = ""


def find(path: str | os.PathLike[str] | None = None) -> str:
    """Return the absolute path of the graph folder.

    That is *path*, else ``$KZGRAPH_GRAPH``, else the nearest folder upwards from the working directory that
    has both ``ontology/`` and ``data/``, else the graph that is installed with the package, else the checkout
    it stands in. Raises GraphLoadError if there is none, or if the named folder has neither ``ontology/`` nor
    ``data/``.
    """
    named = os.fspath(path) if path is not None else os.environ.get("KZGRAPH_GRAPH") or None
    if named is not None:
        return _named(named)
    try:
        nearest = around(os.getcwd())
    except OSError:  # it was deleted under our feet
        nearest = None
    if folder := nearest or installed():
        return folder
    raise GraphLoadError("There is no graph here.", hint=_WHAT_TO_DO)


def read(root: str) -> Folder:
    """Read all files of the graph folder *root*; files that cannot be read become problems."""
    import pyoxigraph

    found = Folder(root)
    loaded = [*walk(root, "ontology", ".ttl", deep=False), *walk(root, "data", ".ttl")]
    found.turtle = _contents(root, loaded, found.problems)
    found.queries = _contents(root, walk(root, "queries", ".rq"), found.problems)
    total = new_digest(f"{FORMAT} {__version__} {pyoxigraph.__version__}".encode())
    for name, content in (*found.turtle, *found.queries):
        encoded = name.encode("utf-8", "surrogateescape")
        total.update(b"%d %d " % (len(encoded), len(content)))
        total.update(encoded)
        total.update(content)
    found.key = total.hexdigest()
    return found


def shape_files(root: str) -> list[str]:
    """Return the names of the Turtle files below shapes/, relative to the graph folder with ``/``, sorted."""
    return walk(root, "shapes", ".ttl")


def read_shapes(root: str, problems: list[Problem]) -> list[tuple[str, bytes]]:
    """Return the Turtle files below shapes/ with their content; those that cannot be read become problems."""
    return _contents(root, shape_files(root), problems)


def installed() -> str | None:
    """Return the graph that is installed with the package, else the checkout it stands in; None without."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return next(filter(_is_graph, (os.path.join(package, "_graph"), os.path.dirname(package))), None)


def around(folder: str) -> str | None:
    """Return the nearest folder from an absolute path upwards that has both ontology/ and data/."""
    while not _is_graph(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def digest(content: bytes) -> str:
    """Return the BLAKE2b checksum of *content* in hexadecimal."""
    return str(new_digest(content).hexdigest())


def new_digest(content: bytes = b"") -> Any:
    """Return a new BLAKE2b hash object.

    It is the one of hashlib, taken from where hashlib takes it: importing hashlib also loads OpenSSL, for 2
    ms.
    """
    try:
        from _blake2 import blake2b
    except ImportError:  # an interpreter that has it elsewhere
        from hashlib import blake2b
    return blake2b(content, digest_size=20)


def _has(folder: str, name: str) -> bool:
    return os.path.isdir(os.path.join(folder, name))


def _named(folder: str) -> str:
    """Return the absolute path of a folder that the user named, or raise GraphLoadError."""
    if "\0" in folder or not os.path.isdir(folder):
        raise GraphLoadError(f"{shown(folder, 200)} is not a folder.", hint=_WHAT_TO_DO)
    if not _has(folder, "ontology") and not _has(folder, "data"):
        raise GraphLoadError(f"The folder {shown(folder, 200)} holds no graph.", hint=_WHAT_TO_DO)
    return os.path.abspath(folder)


def _is_graph(folder: str) -> bool:
    return _has(folder, "ontology") and _has(folder, "data")


def _contents(root: str, names: Iterable[str], problems: list[Problem]) -> list[tuple[str, bytes]]:
    """Return the files of a folder with their names; those that cannot be read become problems."""
    files: list[tuple[str, bytes]] = []
    for name in names:
        try:
            with open(os.path.join(root, *name.split("/")), "rb", buffering=0) as file:
                files.append((name, file.read()))
        except OSError as error:
            reason = error.strerror or str(error)
            problems.append(Problem(name, None, None, f"cannot be read: {reason}"))
    return files


def walk(root: str, name: str, ending: str, *, deep: bool = True) -> list[str]:
    """Return the relative names below root/name that have the ending, sorted; hidden files are left out.

    A folder whose name has the ending is listed, too, so that reading it reports the mistake.
    """
    found: list[str] = []
    pending = [name]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(os.path.join(root, *folder.split("/"))) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    path = f"{folder}/{entry.name}"
                    if entry.name.endswith(ending):
                        found.append(path)
                    elif deep and entry.is_dir(follow_symlinks=False):
                        pending.append(path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            found.append(folder)  # reading it fails again and says why
    return sorted(found)
