"""The files of a release: what each is, how large, its checksum; and which folder a release may replace."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kzgraph.errors import UsageError, shown
from kzgraph.export.formats import FORMATS
from kzgraph.storage.files import below, some, target_of

__all__ = ["MARKER", "SUMS", "File", "check_target", "listed", "only_a_release", "write_sums"]

#: The file that tells an earlier release, which a new one may replace, from any other folder.
MARKER = ".kzgraph-release"
#: The file of checksums, as sha256sum writes and reads it.
SUMS = "SHA256SUMS"

#: What IANA has registered for the endings of files; the longest ending that fits counts.
_MEDIA_TYPES: Mapping[str, str] = {
    ".ttl": "text/turtle",
    ".ttl12": "text/turtle",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
    "-metadata.json": "application/csvm+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".parquet": "application/vnd.apache.parquet",
    ".graphml": "application/xml",
    ".gexf": "application/xml",
    ".html": "text/html",
    ".md": "text/markdown",
    ".rq": "application/sparql-query",
    ".txt": "text/plain",
}
#: Endings of formats that have no registered media type, with the one that is used for them.
_UNREGISTERED: Mapping[str, str] = {".jsonl": "application/x-ndjson"}
_FOLDERS: Mapping[str, str] = {
    "ontology": "the ontology and its concepts, as the editors write them",
    "data": "facts and claims, as the editors write them",
    "shapes": "SHACL shapes",
    "queries": "queries of kzgraph",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release.

    *path* is relative to the release, with ``/``; *what* says what it is, *size* is in bytes, *sha256* in
    hexadecimal. *media_type* is that of IANA, or one in use if *registered* is false.
    """

    path: str
    what: str
    size: int
    sha256: str
    media_type: str
    registered: bool

    @property
    def folder(self) -> str:
        """The folder of the release in which the file stands, "" for one at the top."""
        return self.path.partition("/")[0] if "/" in self.path else ""


def listed(folder: str, known: Mapping[str, str], name: str) -> list[File]:
    """Return all files below *folder*, sorted by path, except what is hidden.

    *known* says of some paths what they are, *name* is how the exports at the top are called without ending.
    """
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for each in names:
            path = os.path.relpath(os.path.join(here, each), folder).replace(os.sep, "/")
            if not each.startswith("."):
                what = known.get(path) or _what(path, name)
                found.append(_file(os.path.join(here, each), path, what))
    return sorted(found, key=lambda file: file.path)


def write_sums(folder: str, files: Iterable[File]) -> None:
    """Write the checksums so that ``sha256sum -c`` checks them from within the folder."""
    with open(os.path.join(folder, SUMS), "w", encoding="utf-8", newline="\n") as target:
        target.writelines(f"{file.sha256}  {file.path}\n" for file in files)


def _file(full: str, path: str, what: str) -> File:
    with open(full, "rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    unregistered = next((kind for ending, kind in _UNREGISTERED.items() if path.endswith(ending)), None)
    ending = max((each for each in _MEDIA_TYPES if path.endswith(each)), key=len, default="")
    media_type = unregistered or _MEDIA_TYPES.get(ending, "application/octet-stream")
    return File(path, what, os.path.getsize(full), digest, media_type, unregistered is None)


def _what(path: str, name: str) -> str:
    """Say what a file is by where it stands."""
    folder, slash, inner = path.partition("/")
    if not slash:
        fitting = [each for each in FORMATS.values() if each.ending and path == name + each.ending]
        return fitting[0].what if fitting else path
    if folder in _FOLDERS:
        return _FOLDERS[folder]
    if folder in FORMATS and inner.endswith("-metadata.json"):
        return "what the columns of the tables are (CSVW)"
    if folder in FORMATS:
        return f"table of {os.path.splitext(inner)[0]}"
    return inner


def check_target(target: str) -> None:
    """Raise what would keep a release from being put there, before anything is done."""
    if target_of(target, "a release") is not None:
        only_a_release(os.path.realpath(target))


def only_a_release(folder: str, new: str = "") -> None:
    """Raise UsageError if a folder, which a release would replace, has what is not of an earlier one."""
    found = below(folder)
    if found and MARKER not in found:
        raise UsageError(
            f"The folder {shown(folder, 300)} is no release that kzgraph built before: {some(found)}.",
            hint="Name a new folder, or an empty one. Nothing was changed.",
        )
    others = found - _summed(folder) - {MARKER, SUMS}
    if others:
        raise UsageError(
            f"The release {shown(folder, 300)} has files that are not of it: {some(others)}.",
            hint="Put them elsewhere first. Nothing was changed.",
        )


def _summed(folder: str) -> set[str]:
    try:
        with open(os.path.join(folder, SUMS), encoding="utf-8", errors="replace") as source:
            return {line.rstrip("\n").partition("  ")[2] for line in source}
    except FileNotFoundError:
        return set()
