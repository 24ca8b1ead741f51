"""The folder in which a release is put: written beside, then renamed, so that nobody ever sees half of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator

from kzgraph.errors import OutputError, UsageError, shown
from kzgraph.release.files import MARKER, SUMS

__all__ = ["check_target", "new_folder"]


@contextlib.contextmanager
def new_folder(target: str) -> Iterator[str]:
    """Give the path of an empty folder that takes the place of *target* when the block ends without error.

    A folder that is there is replaced if it is empty or an earlier release without any file of another's.
    Raises UsageError for any other folder and OutputError if it cannot be written; whatever is raised in the
    block, interrupts included, everything is as it was.
    """
    with _said(target):
        real = os.path.realpath(target)
        there = _mode(real)
        if there is not None:
            _check(target, real)
        beside = os.path.join(os.path.dirname(real), f".{os.path.basename(real)[:80]}.{os.getpid()}")
        try:
            os.mkdir(f"{beside}.tmp")
            yield f"{beside}.tmp"
            if there is None:
                os.rename(f"{beside}.tmp", real)
                return
            _check(target, real)  # once more: building took a while
            os.chmod(f"{beside}.tmp", stat.S_IMODE(there))
            os.rename(real, f"{beside}.old")
            try:
                os.rename(f"{beside}.tmp", real)
            except BaseException:
                os.rename(f"{beside}.old", real)
                raise
            shutil.rmtree(f"{beside}.old", ignore_errors=True)
        finally:
            shutil.rmtree(f"{beside}.tmp", ignore_errors=True)


def check_target(target: str) -> None:
    """Raise what :func:`new_folder` would raise at its start, before anything is done."""
    with _said(target):
        real = os.path.realpath(target)
        if _mode(real) is not None:
            _check(target, real)


def _check(target: str, real: str) -> None:
    """Raise UsageError if the folder *real* has anything that is not of an earlier release."""
    found = _names(real)
    if not found:
        return
    if MARKER not in found:
        raise UsageError(
            f"The folder {shown(target, 300)} is no release that kzgraph built before: {_some(found)}.",
            hint="Name a new folder, or an empty one. Nothing was changed.",
        )
    others = found - _listed(real) - {MARKER, SUMS}
    if others:
        raise UsageError(
            f"The release {shown(target, 300)} has files that are not of it: {_some(others)}.",
            hint="Put them elsewhere first. Nothing was changed.",
        )


def _names(folder: str) -> set[str]:
    """Return the names of all files and empty folders below a folder, relative to it and with ``/``."""
    found: set[str] = set()
    for here, below, names in os.walk(folder):
        if here != folder and not below and not names:
            found.add(os.path.relpath(here, folder).replace(os.sep, "/") + "/")
        links = [name for name in below if os.path.islink(os.path.join(here, name))]
        found.update(os.path.relpath(os.path.join(here, name), folder).replace(os.sep, "/") for name in names)
        found.update(os.path.relpath(os.path.join(here, name), folder).replace(os.sep, "/") for name in links)
    return found


def _listed(folder: str) -> set[str]:
    try:
        with open(os.path.join(folder, SUMS), encoding="utf-8", errors="replace") as source:
            return {line.rstrip("\n").partition("  ")[2] for line in source}
    except FileNotFoundError:
        return set()


def _some(names: set[str]) -> str:
    first = sorted(names)[:3]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(shown(name) for name in first) + more


def _mode(path: str) -> int | None:
    """Return the protection of the folder that is there, None if nothing is."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError(20, "it is a file, and a release is a folder")
    if not os.access(path, os.W_OK):  # replacing it would get round its protection
        raise PermissionError(13, "it is write-protected")
    return mode


@contextlib.contextmanager
def _said(target: str) -> Iterator[None]:
    """Turn errors of the system into one that names the target."""
    if "\0" in target or not target:
        raise OutputError(f"{shown(target, 300)} cannot be written: no folder can have that name.")
    try:
        yield
    except OSError as error:
        hint = "Is there such a folder?" if isinstance(error, FileNotFoundError) else "Nothing was changed."
        raise OutputError(
            f"{shown(target, 300)} cannot be written: {error.strerror or error}", hint=hint
        ) from error
