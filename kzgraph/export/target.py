"""Where an export goes: standard output, a file or a folder, each replaced as a whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import os
import shutil
import stat
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

from kzgraph.errors import OutputError, UsageError, shown
from kzgraph.render.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["write_file", "write_folder", "write_stdout"]

_NOTHING_CHANGED = "Nothing was changed."


def write_stdout(write: Callable[[BinaryIO], None]) -> None:
    """Let *write* write to standard output; a terminal gets control characters as visible escapes.

    Raises BrokenPipeError if nobody reads any more, OutputError if it cannot be written.
    """
    if sys.stdout is None:  # closed before the program began
        return
    try:
        sys.stdout.flush()
        if sys.stdout.isatty():
            screen = _Screen()
            write(cast("BinaryIO", screen))
            screen.end()
        else:
            write(sys.stdout.buffer)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {error.strerror or error}") from error


def write_file(path: str, write: Callable[[BinaryIO], None]) -> None:
    """Let *write* write the file *path*: it is written beside and then renamed, so that it is never half.

    Raises OutputError, naming the file, and what *write* raises; then the file is as it was.
    """
    with _said(path):
        real = os.path.realpath(path)  # a symbolic link stays one; what it points to is replaced
        mode = _mode(real)
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(21, "it is a folder")
        if mode is not None and not stat.S_ISREG(mode):  # a device or a pipe cannot be replaced
            with open(real, "wb") as target:
                write(target)
            return
        beside = _beside(real)
        try:
            with open(beside, "xb") as target:
                write(target)
                target.flush()
                os.fsync(target.fileno())
            if mode is not None:
                os.chmod(beside, stat.S_IMODE(mode))
            os.replace(beside, real)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(beside)
            raise


def write_folder(path: str, write: Callable[[str], None]) -> None:
    """Let *write* fill a new folder, which then takes the place of *path*.

    A folder that is there is replaced if it is empty or has nothing that is not also in the new one: it is an
    earlier export then. Raises UsageError for any other, OutputError, and what *write* raises; in each case
    everything is as it was.
    """
    with _said(path):
        real = os.path.realpath(path)
        mode = _mode(real)
        if mode is not None and not stat.S_ISDIR(mode):
            raise NotADirectoryError(20, "it is a file, and this format is a folder of files")
        beside, old = _beside(real), _beside(real, "old")
        try:
            os.mkdir(beside)
            write(beside)
            for name in _files(beside):
                _sync(os.path.join(beside, name))
            if mode is None:
                os.rename(beside, real)
                return
            _check(path, real, beside)
            os.rename(real, old)
            try:
                os.rename(beside, real)
            except BaseException:
                os.rename(old, real)
                raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        os.chmod(real, stat.S_IMODE(mode))
        shutil.rmtree(old)


class _Screen:
    """Writes bytes of UTF-8 to the terminal as text in which nothing moves the cursor."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: bytes) -> int:
        sys.stdout.write(visible(self._decoder.decode(data)))
        return len(data)

    def writelines(self, lines: Iterator[bytes]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        sys.stdout.flush()

    def end(self) -> None:
        """Write what a broken end may have left over."""
        sys.stdout.write(visible(self._decoder.decode(b"", final=True)))


@contextlib.contextmanager
def _said(path: str) -> Iterator[None]:
    """Turn errors of the system into one that names the target."""
    if "\0" in path:
        raise OutputError(f"{shown(path, 300)} cannot be written: no file can have that name.")
    try:
        yield
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise OutputError(
            f"{shown(path, 300)} cannot be written: {error.strerror or error}",
            hint="Is there such a folder?" if missing else _NOTHING_CHANGED,
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


def _files(folder: str) -> set[str]:
    """Return the names of all that is in a folder and below, relative to it; of folders the empty ones."""
    found: set[str] = set()
    for here, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        found.update(os.path.relpath(os.path.join(here, name), folder) for name in (*names, *links))
        if here != folder and not names and not folders:
            found.add(os.path.relpath(here, folder) + os.sep)
    return found


def _sync(path: str) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check(path: str, real: str, new: str) -> None:
    """Raise UsageError if something would be lost with the folder that is there."""
    others = sorted(_files(real) - _files(new))
    if others:
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        names = ", ".join(shown(name) for name in others[:3])
        raise UsageError(
            f"The folder {shown(path, 300)} has files that are not of this export: {names}{more}.",
            hint="Name another folder, or remove them first. Nothing was changed.",
        )
