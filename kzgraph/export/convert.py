"""RDF files of any kind, read for an export: by their extension, without ever going to the network."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kzgraph.errors import GraphLoadError, Problem, UsageError, shown
from kzgraph.export.layers import Layers
from kzgraph.export.source import Origin
from kzgraph.export.statements import of_quads
from kzgraph.rdf.terms import PREFIXES
from kzgraph.storage.loading import prefixes

if TYPE_CHECKING:
    from pyoxigraph import Quad, RdfFormat

__all__ = ["EXTENSIONS", "of_files"]

#: What can be read, by the extension of the file.
EXTENSIONS: Final = {
    ".ttl": "Turtle",
    ".ttl12": "Turtle",
    ".nt": "N-Triples",
    ".nq": "N-Quads",
    ".trig": "TriG",
    ".rdf": "RDF/XML",
    ".owl": "RDF/XML",
    ".xml": "RDF/XML",
    ".jsonld": "JSON-LD",
    ".json": "JSON-LD",
    ".n3": "N3",
}
_BOM: Final = b"\xef\xbb\xbf"
_DATASETS: Final = ("N-Quads", "TriG", "JSON-LD")
_XMLNS: Final = rb"""xmlns:([\w.-]+)\s*=\s*["']([^"'<>\s]+)["']"""
_REMOTE_CONTEXT: Final = rb'"@(?:context|import)"\s*:\s*\[?\s*"'
_ENTITY: Final = rb"""<!ENTITY\s+(?:%\s+)?([^\s"'<>]+)\s+(?:"([^"]*)"|'([^']*)')"""
#: Entities abbreviate namespaces; longer and deeper ones are made to do harm.
_LONGEST, _DEEPEST = 1_000, 20
_NO_BASE: Final = "No scheme found in an absolute IRI"


def of_files(paths: Sequence[str], progress: Callable[[int], None] = lambda size: None) -> Origin:
    """Read RDF files; *progress* is called with the number of bytes read since its last call.

    Raises UsageError for an extension that tells no format, GraphLoadError with the problems of all files
    that cannot be read or parsed: file, line, column, what was expected.
    """
    formats = [_format(path) for path in paths]
    files: list[tuple[str, bytes, RdfFormat]] = []
    problems: list[Problem] = []
    for path, kind in zip(paths, formats, strict=True):
        try:
            with open(path, "rb") as file:
                files.append((path, file.read().removeprefix(_BOM), kind))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            problems.append(Problem(path, None, None, f"cannot be read: {reason}"))
    statements = of_quads(
        (_quads(name, content, kind, problems, progress) for name, content, kind in files),
        named=any(kind.name in _DATASETS for kind in formats),
    )
    if problems:
        noun = "1 file" if len(problems) == 1 else f"{len(problems)} files"
        raise GraphLoadError(f"The data cannot be read: {noun} must be mended.", problems)
    lines = statements.lines
    return Origin(statements, _prefixes(files), layered=bool(Layers(lines).evidence))


def _format(path: str) -> RdfFormat:
    from pyoxigraph import RdfFormat

    formats = (
        RdfFormat.TURTLE,
        RdfFormat.N_TRIPLES,
        RdfFormat.N_QUADS,
        RdfFormat.TRIG,
        RdfFormat.RDF_XML,
        RdfFormat.JSON_LD,
        RdfFormat.N3,
    )
    name = EXTENSIONS.get(os.path.splitext(path)[1].lower())
    for each in formats:
        if each.name == name:
            return each
    raise UsageError(
        f"The name of {shown(path, 300)} does not tell which RDF it is.",
        hint=f"Extensions that are read: {', '.join(EXTENSIONS)}.",
    )


def _quads(
    name: str,
    content: bytes,
    kind: RdfFormat,
    problems: list[Problem],
    progress: Callable[[int], None],
) -> Iterator[Quad]:
    """Yield the quads of a file until a mistake, which is added to the problems."""
    from pyoxigraph import parse

    try:
        if kind.name == "RDF/XML":
            _check_entities(content)
        # Blank nodes get names of their own: each file has its own.
        yield from parse(content, format=kind, rename_blank_nodes=True)
    except (SyntaxError, ValueError, OSError) as error:
        problems.append(_problem(name, content, kind, error))
    progress(len(content))


def _problem(name: str, content: bytes, kind: RdfFormat, error: Exception) -> Problem:
    line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
    message = re.sub(r"^Parser error (?:at|between) [^:]*: ", "", getattr(error, "msg", None) or str(error))
    if "LoadDocumentCallback" in message:
        place = re.search(_REMOTE_CONTEXT, content)
        line, column = _place(content, place.end() - 1) if place else (None, None)
        message = "names a context elsewhere, which kzgraph does not fetch; put the context into the file"
    elif message.startswith("Invalid UTF-8"):
        message = "is not UTF-8 here; save the file as UTF-8"
    elif message == _NO_BASE:
        message = "is a relative IRI, and the file has no base; declare one with @base or xml:base"
    elif line is None and kind.name == "RDF/XML" and isinstance(error, SyntaxError):
        line, column, message = _in_xml(content, message)
    return Problem(name, line, column, f"this is no {kind.name}: {message}" if line is None else message)


def _in_xml(content: bytes, message: str) -> tuple[int | None, int | None, str]:
    """Return the place of a mistake in XML, which pyoxigraph does not tell, and what is wrong."""
    from xml.parsers.expat import ExpatError, ParserCreate

    try:
        ParserCreate().Parse(content, True)
    except ExpatError as error:
        return error.lineno, error.offset + 1, f"is not well-formed XML: {str(error).partition(':')[0]}"
    except (ValueError, LookupError):
        return None, None, message
    return None, None, message


def _check_entities(content: bytes) -> None:
    """Raise ValueError if an entity of XML grows long: entities within entities can fill any memory."""
    texts = {name: own or other for name, own, other in re.findall(_ENTITY, content)}
    lengths: dict[bytes, int] = {}

    def length(name: bytes, within: tuple[bytes, ...] = ()) -> int:
        if name in within or len(within) > _DEEPEST:
            raise ValueError(f"the entity {shown(name.decode('utf-8', 'replace'))} is made of itself")
        if name not in lengths:
            text = texts.get(name, b"")
            inner = re.findall(rb"&([^#;\s][^;\s]*);", text)
            lengths[name] = len(text) + sum(length(each, (*within, name)) for each in inner)
        return lengths[name]

    for name in texts:
        if length(name) > _LONGEST:
            raise ValueError(f"the entity {shown(name.decode('utf-8', 'replace'))} is too long")


def _place(content: bytes, at: int) -> tuple[int, int]:
    before = content[content.rfind(b"\n", 0, at) + 1 : at]
    return content.count(b"\n", 0, at) + 1, len(before.decode("utf-8", "replace")) + 1


def _prefixes(files: Sequence[tuple[str, bytes, RdfFormat]]) -> dict[str, str]:
    """Return the prefixes that the files declare, over the well-known ones; the first of a name counts."""
    found: dict[str, str] = {}
    for _, content, kind in files:
        if kind.name == "RDF/XML":
            declared = re.findall(_XMLNS, content)
            pairs = {name.decode(): iri.decode("utf-8", "replace") for name, iri in declared}
        elif kind.name in ("Turtle", "TriG", "N3"):
            pairs = prefixes([("", content)])
        else:
            pairs = {}
        for name, iri in pairs.items():
            if name not in found and PREFIXES.get(name) != iri:
                found[name] = iri
    return {**PREFIXES, **found}
