"""The documents that the claims quote: where they lie, and how they are read."""

import hashlib
import os
from dataclasses import dataclass

from kzgraph.errors import GraphLoadError, shown

__all__ = ["Document", "folder_of", "read", "readable"]

_HINT = "Set KZGRAPH_SOURCES to the folder with the documents."


@dataclass(frozen=True, slots=True)
class Document:
    """A document. *text* is what is quoted from (:func:`readable`), *sha256* the checksum of its file."""

    text: str
    sha256: str


def folder_of(root: str) -> str:
    """Return the folder in which the documents of the graph folder *root* lie, whether it is there or not.

    That is ``$KZGRAPH_SOURCES``, else ``sources/`` in the graph's folder or ``../shared/sources`` beside it,
    whichever there is.
    """
    named = os.environ.get("KZGRAPH_SOURCES")
    if named:
        return named
    inside = os.path.join(root, "sources")
    beside = os.path.join(os.path.dirname(root), "shared", "sources")
    return beside if os.path.isdir(beside) and not os.path.isdir(inside) else inside


def read(folder: str, file: str) -> Document:
    """Read the document *file* (kzo:file) in *folder*.

    File names are data, and data can be a stranger's: none leads out of the folder. Raises GraphLoadError if
    it would, and if the document is not at hand or not UTF-8.
    """
    parts = file.replace("\\", "/").split("/")
    if not file or os.path.isabs(file) or ".." in parts or "\0" in file:
        raise GraphLoadError(f"{shown(file)} is not a file name within the folder of the documents.")
    try:
        with open(os.path.join(folder, *parts), "rb") as stream:
            content = stream.read()
        return Document(readable(content), hashlib.sha256(content).hexdigest())
    except FileNotFoundError:
        raise GraphLoadError(f"{file} is not at hand in {folder}.", hint=_HINT) from None
    except OSError as error:
        raise GraphLoadError(f"{file} cannot be read: {error.strerror or error}.", hint=_HINT) from None
    except UnicodeDecodeError as error:
        raise GraphLoadError(f"{file} is not UTF-8 (byte {error.start}).") from None


def readable(content: bytes) -> str:
    """Return a document as it is quoted from: UTF-8, no-break spaces as spaces, nothing else changed.

    Raises UnicodeDecodeError.
    """
    return content.decode("utf-8").replace("\u00a0", " ")
