"""Replacing files and folders: as a whole or not at all, whatever happens.

What is new is written beside its place and then renamed, so that nobody ever sees half of it. Protection and
symbolic links stay as they are; what a link points to is replaced.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from kzgraph.errors import OutputError, Problem, UsageError, shown

__all__ = ["below", "new_folder", "nothing_lost", "read", "replace", "some", "target_of", "write_file"]

#: Raises if the folder that is there must not be replaced: it is given its path and that of the new one.
Check = Callable[[str, str], None]


def read(path: str, problems: list[Problem], name: str | None = None) -> bytes:
    """Return the content of a file, or nothing, having added to the *problems* that it cannot be read.

    *name* is what people are told it is called.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.append(Problem(name or path, None, None, f"cannot be read: {reason}"))
        return b""


def replace(files: Mapping[str, bytes]) -> None:
    """Give each file (by path) its new content; a file that is not there yet is made.

    If one cannot be written, those before it get their old content back. Raises OutputError, naming the file;
    then all files are as they were.
    """
    ready: list[tuple[str, str]] = []
    done: list[tuple[str, bytes | None]] = []
    path = ""
    try:
        for path, content in files.items():
            with _named(path, "Nothing was changed."):
                real = os.path.realpath(path)
                ready.append((_beside(real), real))
                _write(*ready[-1], lambda target, content=content: target.write(content))  # type: ignore[misc]
        for (beside, real), path in zip(ready, files, strict=True):
            with _named(path, "Nothing was changed."):
                old = _content(real)
                os.replace(beside, real)
                done.append((real, old))
    except OutputError:
        for real, old in done:
            with contextlib.suppress(OSError):
                _put_back(real, old)
        raise
    finally:
        for beside, _ in ready:
            _remove(beside)


def write_file(path: str, write: Callable[[BinaryIO], object]) -> None:
    """Let *write* write the file *path*; a device or a pipe, which cannot be replaced, is written to.

    Raises OutputError, naming the file, and what *write* raises; then the file is as it was.
    """
    with _named(path):
        real = os.path.realpath(path)
        mode = _mode(real)
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(21, "it is a folder")
        if mode is not None and not stat.S_ISREG(mode):
            with open(real, "wb") as target:
                write(target)
            return
        beside = _beside(real)
        try:
            _write(beside, real, write)
            os.replace(beside, real)
        finally:
            _remove(beside)


@contextlib.contextmanager
def new_folder(path: str, check: Check, what: str) -> Iterator[str]:
    """Give the path of an empty folder that takes the place of *path* when the block ends without error.

    A folder that is there is replaced if it is empty, or if *check* raises nothing; *what* says for whom the
    folder is. Raises OutputError and what *check* and the block raise, interrupts included; then everything
    is as it was.
    """
    import shutil

    with _named(path):
        real = os.path.realpath(path)
        there = target_of(path, what)
        beside, old = _beside(real), _beside(real, "old")
        try:
            os.mkdir(beside)
            yield beside
            for name in below(beside):
                _sync(os.path.join(beside, name))
            if there is None:
                os.rename(beside, real)
                return
            check(path, beside)
            os.chmod(beside, stat.S_IMODE(there))
            os.rename(real, old)
            try:
                os.rename(beside, real)
            except BaseException:
                os.rename(old, real)
                raise
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def target_of(path: str, what: str) -> int | None:
    """Return the mode of the folder that is at *path*, None if nothing is; *what* is put there.

    Raises OutputError if it is no folder or cannot be written.
    """
    with _named(path):
        mode = _mode(os.path.realpath(path))
        if mode is not None and not stat.S_ISDIR(mode):
            raise NotADirectoryError(20, f"it is a file, and {what} is a folder")
        return mode


def nothing_lost(path: str, new: str) -> None:
    """Raise UsageError if the folder at *path* has anything that the folder *new* has not."""
    others = below(path) - below(new)
    if others:
        raise UsageError(
            f"The folder {shown(path, 300)} has files that are not of this export: {some(others)}.",
            hint="Name another folder, or remove them first. Nothing was changed.",
        )


def below(folder: str) -> set[str]:
    """Return the names of all files, links and empty folders (with ``/`` at the end) below a folder.

    They are relative to it, with ``/`` between their parts.
    """
    found: set[str] = set()
    for here, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        found.update(os.path.join(here, name) for name in (*names, *links))
        if here != folder and not names and not folders:
            found.add(here + os.sep)
    return {path[len(folder) :].lstrip(os.sep).replace(os.sep, "/") for path in found}


def some(names: set[str]) -> str:
    """Return the first three names for a message, and how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(map(shown, sorted(names)[:3])) + more


@contextlib.contextmanager
def _named(path: str, hint: str | None = None) -> Iterator[None]:
    """Turn errors of the system into one that names the target."""
    if "\0" in path or not path:
        raise OutputError(f"{shown(path, 300)} cannot be written: nothing can have that name.")
    try:
        yield
    except OSError as error:
        missing = (
            "Is there such a folder?" if isinstance(error, FileNotFoundError) else "Nothing was changed."
        )
        raise OutputError(
            f"{shown(path, 300)} cannot be written: {error.strerror or error}", hint=hint or missing
        ) from error


def _mode(path: str) -> int | None:
    """Return type and protection of what is there, None if nothing is; raise PermissionError if protected."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and not os.access(path, os.W_OK):
        raise PermissionError(13, "it is write-protected")  # replacing it would get round that
    return mode


def _beside(path: str, ending: str = "tmp") -> str:
    return os.path.join(os.path.dirname(path), f".{os.path.basename(path)[:80]}.{os.getpid()}.{ending}")


def _write(beside: str, real: str, write: Callable[[BinaryIO], object]) -> None:
    """Write a file beside *real*, with its protection, and see it on the disk."""
    mode = _mode(real)
    with open(beside, "xb") as target:
        write(target)
        target.flush()
        os.fsync(target.fileno())
    if mode is not None:
        os.chmod(beside, stat.S_IMODE(mode))


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _put_back(path: str, old: bytes | None) -> None:
    if old is None:
        os.unlink(path)
    else:
        write_file(path, lambda target: target.write(old))


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _sync(path: str) -> None:
    if os.path.islink(path) or path.endswith("/"):
        return
    handle = os.open(path, os.O_RDWR)  # some systems do not sync what was opened for reading
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
