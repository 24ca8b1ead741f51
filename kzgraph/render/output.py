"""Where output goes: standard output, or a file that is replaced as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable
from typing import BinaryIO

from kzgraph.errors import OutputError, shown
from kzgraph.render import Format, Screen
from kzgraph.render.safe import visible

__all__ = ["screen", "write"]


def screen(file: str | None) -> Screen:
    """Return what is known of the place that output goes to: standard output, or *file*.

    The width is ``$COLUMNS``, else the terminal's, else 80. Colours are left out if ``NO_COLOR`` is set
    (https://no-color.org) or the terminal is dumb.
    """
    terminal = file in (None, "-") and sys.stdout is not None and sys.stdout.isatty()
    width = max(20, _columns() or 80)
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Screen(width, terminal, terminal and not plain)


def _columns() -> int:
    """Do as shutil.get_terminal_size does; importing that takes 5 ms."""
    wished = os.environ.get("COLUMNS", "")
    if wished.isascii() and wished.isdigit() and len(wished) < 6:
        return int(wished)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (AttributeError, ValueError, OSError):
        return 0


def write(pieces: Iterable[str], chosen: Format, place: Screen, file: str | None = None) -> None:
    """Write the pieces of a text to *file*, or to standard output if it is None or ``-``.

    A file is written beside and then renamed, so that the old one stays whole whatever happens. Raises
    OutputError, naming the file; BrokenPipeError if nobody reads standard output any more.
    """
    if file is None or file == "-":
        _to_stdout(pieces, chosen, place)
        return
    try:
        _to_file(pieces, file)
    except OSError as error:
        raise OutputError(
            f"{shown(file, 300)} cannot be written: {error.strerror or error}",
            hint="Nothing was changed."
            if not isinstance(error, FileNotFoundError)
            else "Is there such a folder?",
        ) from error


def _to_stdout(pieces: Iterable[str], chosen: Format, place: Screen) -> None:
    stream = sys.stdout
    if stream is None:  # closed before the program began: nobody to write to
        for _ in pieces:
            pass
        return
    try:
        if chosen.human or place.terminal:
            for piece in pieces:
                stream.write(piece if chosen.human else visible(piece))
            stream.flush()
        else:
            stream.flush()
            for piece in pieces:
                stream.buffer.write(piece.encode("utf-8", "backslashreplace"))
            stream.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {error.strerror or error}") from error


def _to_file(pieces: Iterable[str], file: str) -> None:
    path = os.path.realpath(file)  # a symbolic link stays one; what it points to is replaced
    mode = None
    with contextlib.suppress(FileNotFoundError):
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(21, "it is a folder", file)
        if not stat.S_ISREG(found.st_mode):  # a device or a pipe cannot be replaced
            with open(path, "wb") as target:
                _copy(pieces, target)
            return
        if not os.access(path, os.W_OK):  # replacing it would get round its protection
            raise PermissionError(13, "it is write-protected", file)
        mode = stat.S_IMODE(found.st_mode)
    beside = os.path.join(os.path.dirname(path), f".{os.path.basename(path)[:80]}.{os.getpid()}.tmp")
    try:
        with open(beside, "xb") as target:
            _copy(pieces, target)
            os.fsync(target.fileno())
        if mode is not None:
            os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def _copy(pieces: Iterable[str], target: BinaryIO) -> None:
    for piece in pieces:
        target.write(piece.encode("utf-8", "backslashreplace"))
