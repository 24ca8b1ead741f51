"""Replacing files so that all of them change or none."""

import contextlib
import os
import stat
from collections.abc import Mapping

from kzgraph.errors import OutputError, shown


def replace(files: Mapping[str, bytes]) -> None:
    """Give each file (by path) its new content; a file that is not there yet is made.

    Each is written beside and then renamed, so that nobody ever sees half a file. If one cannot be, those
    before it get their old content back. Protection and symbolic links stay as they are.

    Raises OutputError, naming the file; then all files are as they were.
    """
    ready: list[tuple[str, str, bytes | None]] = []
    done: list[tuple[str, bytes | None]] = []
    path = ""
    try:
        for path, content in files.items():
            ready.append(_prepare(path, content))
        for beside, path, old in ready:
            os.replace(beside, path)
            done.append((path, old))
    except OSError as error:
        for changed, old in done:
            _put_back(changed, old)
        raise OutputError(
            f"{shown(path, 300)} cannot be written: {error.strerror or error}", hint="Nothing was changed."
        ) from error
    finally:
        for beside, *_ in ready:
            with contextlib.suppress(OSError):
                os.unlink(beside)


def _prepare(path: str, content: bytes) -> tuple[str, str, bytes | None]:
    """Write the content beside the file; return where, the file itself and its old content."""
    path = os.path.realpath(path)
    old, mode = None, None
    with contextlib.suppress(FileNotFoundError):
        mode = stat.S_IMODE(os.stat(path).st_mode)
        if not os.access(path, os.W_OK):  # replacing it would get round its protection
            raise PermissionError(13, "it is write-protected", path)
        with open(path, "rb") as file:
            old = file.read()
    beside = os.path.join(os.path.dirname(path), f".{os.path.basename(path)[:80]}.{os.getpid()}.tmp")
    try:
        with open(beside, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(beside, mode)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
    return beside, path, old


def _put_back(path: str, old: bytes | None) -> None:
    with contextlib.suppress(OSError):
        if old is None:
            os.unlink(path)
        else:
            beside, *_ = _prepare(path, old)
            os.replace(beside, path)
