"""Where output goes: standard output, or a file that is replaced as a whole or not at all."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable
from typing import BinaryIO, cast

from kzgraph.errors import OutputError
from kzgraph.rdf.formats import Format
from kzgraph.render import Screen
from kzgraph.render.safe import visible
from kzgraph.storage.files import write_file

__all__ = ["screen", "write", "write_bytes"]


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

    Formats for people come in the encoding of standard output, all others in UTF-8. Raises OutputError,
    naming the file, which then is as it was; BrokenPipeError if nobody reads standard output any more.
    """
    if chosen.human and file in (None, "-") and sys.stdout is not None:
        _to_stdout(lambda: sys.stdout.writelines(pieces))
    else:
        write_bytes(lambda target: target.writelines(map(_encoded, pieces)), file)


def write_bytes(write: Callable[[BinaryIO], object], file: str | None = None) -> None:
    """Let *write* write to *file*, or to standard output if it is None or ``-``.

    A terminal gets control characters as visible escapes. Raises as :func:`write` does.
    """
    if file is not None and file != "-":
        write_file(file, write)
    elif sys.stdout is None:  # closed before the program began: nobody to write to
        with open(os.devnull, "wb") as nowhere:
            write(nowhere)
    elif sys.stdout.isatty():
        screen = _Terminal()
        _to_stdout(lambda: write(cast("BinaryIO", screen)), screen.end)
    else:
        _to_stdout(sys.stdout.flush, lambda: write(sys.stdout.buffer))


def _to_stdout(*steps: Callable[[], object]) -> None:
    try:
        for step in steps:
            step()
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {error.strerror or error}") from error


def _encoded(piece: str) -> bytes:
    return piece.encode("utf-8", "backslashreplace")


class _Terminal:
    """Writes bytes of UTF-8 to the terminal as text in which nothing moves the cursor."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: bytes) -> int:
        sys.stdout.write(visible(self._decoder.decode(data)))
        return len(data)

    def writelines(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        sys.stdout.flush()

    def end(self) -> None:
        """Write what a broken end may have left over."""
        sys.stdout.write(visible(self._decoder.decode(b"", final=True)))
