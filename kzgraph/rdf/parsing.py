"""Reading RDF from text: the one place where files are parsed, and where what is wrong with them is said.

pyoxigraph parses. It is never let go to the network or to other files: a context that a JSON-LD file only
names is refused, and so are entities of XML that would fill the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.rdf.formats import SYNTAXES, Format
from kzgraph.rdf.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad, RdfFormat, Store

__all__ = ["BOM", "NOWHERE", "File", "broken", "load_into", "prefixes", "problem_of", "quads", "syntax"]

#: The name of a file, as people are told it, and its bytes.
File = tuple[str, bytes]

#: What some editors put before UTF-8; Turtle does not know it.
BOM: Final = b"\xef\xbb\xbf"
#: A base for relative IRIs where it does not matter what they mean.
NOWHERE: Final = "file:///"
_PREFIX: Final = rb"(?im)^[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^<>\s]*)>"
_XMLNS: Final = rb"""xmlns:([\w.-]+)\s*=\s*["']([^"'<>\s]+)["']"""
_REMOTE_CONTEXT: Final = rb'"@(?:context|import)"\s*:\s*\[?\s*"'
_ENTITY: Final = rb"""<!ENTITY\s+(?:%\s+)?([^\s"'<>]+)\s+(?:"([^"]*)"|'([^']*)')"""
#: Entities abbreviate namespaces; longer and deeper ones are made to do harm.
_LONGEST, _DEEPEST = 1_000, 20
_NO_BASE: Final = "No scheme found in an absolute IRI"


def quads(
    file: File,
    problems: list[Problem],
    kind: Format | None = None,
    *,
    rename: bool = True,
    base: str | None = None,
) -> Iterator[Quad]:
    """Yield the quads of a file until a mistake, which is added to the *problems*.

    *kind* is its syntax (by the ending of its name if not given). With *rename*, blank nodes get names of
    their own: those in the text are of this file only. Without a *base*, relative IRIs are mistakes.
    """
    from pyoxigraph import parse

    name, content = file
    kind = kind or syntax(name)
    try:
        text = _checked(content, kind)
        yield from parse(text, format=_ox(kind), base_iri=base, rename_blank_nodes=rename)
    except (SyntaxError, ValueError, OSError) as error:
        problems.append(_problem(name, content, kind, error))


def load_into(store: Store, file: File, problems: list[Problem]) -> None:
    """Load a file into the default graph of a store; a mistake is added to the *problems*.

    The named graphs of a dataset are put into that one, too.
    """
    from pyoxigraph import Quad

    name, content = file
    kind = syntax(name)
    if _ox(kind).supports_datasets:
        store.extend(Quad(*quad.triple) for quad in quads(file, problems, kind))
        return
    try:
        store.load(_checked(content, kind), format=_ox(kind))
    except (SyntaxError, ValueError, OSError) as error:
        problems.append(_problem(name, content, kind, error))


def problem_of(name: str, content: bytes) -> Problem | None:
    """Return what keeps a file from being parsed, wherever it is; None if nothing does."""
    problems: list[Problem] = []
    for _ in quads((name, content), problems, base=NOWHERE):
        pass
    return problems[0] if problems else None


def broken(problems: Iterable[Problem], what: str = "The graph cannot be loaded") -> GraphLoadError:
    """Return the error for files with problems: all of them, by file and place."""
    found = sorted(problems, key=lambda each: (each.file, each.line or 0, each.column or 0))
    count = len({each.file for each in found})
    noun = "1 file" if count == 1 else f"{count} files"
    return GraphLoadError(f"{what}: {noun} must be mended.", found)


def prefixes(files: Iterable[File]) -> dict[str, str]:
    """Return the prefixes that files declare, over :data:`kzgraph.rdf.terms.PREFIXES`.

    They are for reading and writing short names. Where files disagree the first one counts.
    """
    found: dict[str, str] = {}
    for name, content in files:
        pattern = _XMLNS if name.lower().endswith(SYNTAXES["rdfxml"].endings) else _PREFIX
        for prefix, namespace in re.findall(pattern, content):
            found.setdefault(prefix.decode("utf-8", "replace"), namespace.decode("utf-8", "replace"))
    return {**PREFIXES, **found}


def syntax(name: str) -> Format:
    """Return the syntax that the name of a file tells; Turtle where it tells none."""
    for each in SYNTAXES.values():
        if name.lower().endswith(each.endings):
            return each
    return SYNTAXES["ttl"]


def _ox(kind: Format) -> RdfFormat:
    from pyoxigraph import RdfFormat

    found = RdfFormat.from_media_type(kind.media_type)
    assert found is not None  # noqa: S101 - the registry has what pyoxigraph knows; a test reads them all
    return found


def _checked(content: bytes, kind: Format) -> bytes:
    """Return what is parsed. Raises ValueError for a file that must not be."""
    if kind.name == "rdfxml":
        _check_entities(content)
    elif content.startswith(BOM):
        if kind.name == "ttl":
            raise ValueError("begins with a byte order mark; save it as UTF-8 without one (BOM)")
        return content.removeprefix(BOM)
    return content


def _problem(name: str, content: bytes, kind: Format, error: Exception) -> Problem:
    """Make a problem of an error, whose text may repeat the place."""
    line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
    text = getattr(error, "msg", None) or str(error)
    message = re.sub(r"^Parser error (?:at|between) [^:]*: ", "", text, count=1)
    if content.startswith(BOM) and "byte order mark" in message:
        return Problem(name, 1, 1, message)
    if "LoadDocumentCallback" in message:
        place = re.search(_REMOTE_CONTEXT, content)
        line, column = _place(content, place.end() - 1) if place else (None, None)
        message = "names a context elsewhere, which kzgraph does not fetch; put the context into the file"
    elif message.startswith("Invalid UTF-8"):
        message = "is not UTF-8 here; save the file as UTF-8"
    elif message == _NO_BASE:
        message = "is a relative IRI, and the file has no base; declare one with @base or xml:base"
    elif line is None and kind.name == "rdfxml" and isinstance(error, SyntaxError):
        line, column, message = _in_xml(content, message)
    return Problem(name, line, column, f"this is no {kind.what}: {message}" if line is None else message)


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
