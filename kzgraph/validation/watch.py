"""Waiting until a file is saved, by looking at the times of all files that validation reads."""

import os
import time
from collections.abc import Iterable, Mapping
from typing import Final

#: Seconds between two looks: soon enough for a person, and next to no work.
PAUSE: Final = 0.3
_FOLDERS: Final = ("ontology", "data", "shapes", "queries", "sources")


def snapshot(roots: Iterable[str], files: Iterable[str] = ()) -> dict[str, tuple[int, int]]:
    """Return time and size of every file in the folders of the graphs, and of further files."""
    found: dict[str, tuple[int, int]] = {}
    names = [
        os.path.join(folder, name)
        for root in roots
        for part in _FOLDERS
        for folder, _, inside in os.walk(os.path.join(root, part))
        for name in inside
        if not name.startswith(".")
    ]
    for name in (*names, *files):
        try:
            status = os.stat(name)
        except OSError:
            continue
        found[name] = (status.st_mtime_ns, status.st_size)
    return found


def wait(before: Mapping[str, tuple[int, int]], roots: Iterable[str], files: Iterable[str] = ()) -> None:
    """Return when something is no longer as it was. Raises KeyboardInterrupt when the person has enough."""
    roots, files = list(roots), list(files)
    while snapshot(roots, files) == before:
        time.sleep(PAUSE)
