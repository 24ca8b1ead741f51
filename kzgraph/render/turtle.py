"""Turtle and N-Triples (RDF 1.1) that people read and compare: the same bytes for the same triples.

Subjects, properties and values are sorted by their IRIs and bytes, types go first, and only prefixes that are
used are declared. The layout is that of :mod:`kzgraph.turtle.layout`, so that ``kzgraph fmt`` has nothing to
change in it. Written here because the serialisers of the libraries have the prefixes in another order in each
process and all values on one line (pyoxigraph), or take minutes for a million triples (rdflib).

All of it starts from sorted lines of N-Triples (:mod:`kzgraph.storage.statements`). Characters that cannot be
seen are written as escapes, which every reader undoes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from kzgraph.rdf.terms import XSD, shrink
from kzgraph.render.safe import escape_for_turtle
from kzgraph.storage.statements import TYPE, by_subject, no_collection, objects
from kzgraph.turtle.writer import OBJECTS

__all__ = [
    "Progress",
    "Short",
    "described",
    "document",
    "ntriples",
    "properties",
    "subjects",
    "turtle",
]

#: What is told the number of triples that were written since it was told last.
Progress = Callable[[int], None]
#: So many lines or blocks are written at once.
_AT_ONCE: Final = 5_000

#: Literals that need no datatype, by the datatype that their form implies (RDF 1.1 Turtle, section 2.5). Only
#: those that rdflib, too, reads as they are written: it makes 5 of +5 and 1000.0 of 1E3.
_BARE: Final = {
    f"<{XSD}{name}>".encode(): re.compile(pattern)
    for name, pattern in (
        ("integer", rb"0|-?[1-9][0-9]*"),
        ("decimal", rb"-?(?:0|[1-9][0-9]*)\.[0-9]+"),
        ("boolean", rb"true|false"),
    )
}


class Short(dict[bytes, bytes]):
    """Terms of N-Triples as Turtle writes them, each worked out once; *used* are the prefixes it took."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._prefixes: dict[str, tuple[str, str]] = {}
        for name, namespace in sorted(prefixes.items()):
            self._prefixes.setdefault(namespace, (name, namespace))
        # A namespace that does not end where a name begins has to be looked for.
        self._others = {
            name: namespace for namespace, (name, _) in self._prefixes.items() if namespace[-1:] not in "/#"
        }
        self.used: dict[str, str] = {}

    def __missing__(self, term: bytes) -> bytes:
        short = self._iri(term) if term.startswith(b"<") else self._literal(term)
        self[term] = short
        return short

    def value(self, term: bytes) -> bytes:
        """Return an object; most literals stand once and are not kept."""
        return self._literal(term) if term.startswith(b'"') else self[term]

    def header(self) -> bytes:
        """Return the declarations of the prefixes that were used until now."""
        lines = [f"@prefix {name}: <{namespace}> .\n" for name, namespace in sorted(self.used.items())]
        return "".join(lines).encode()

    def _iri(self, term: bytes) -> bytes:
        if term.startswith(b"<<("):  # a triple term of RDF 1.2, written as in N-Triples
            return _visible(term)
        iri = term[1:-1].decode()
        end = max(iri.rfind("/"), iri.rfind("#")) + 1
        found = self._prefixes.get(iri[:end])
        fitting = {found[0]: found[1]} if found else self._others
        short = shrink(iri, fitting)
        if short == iri:
            return _visible(term)
        name = short.partition(":")[0]
        self.used[name] = fitting[name]
        return short.encode()

    def _literal(self, term: bytes) -> bytes:
        if not term.endswith(b">") or term.startswith(b"_"):
            return _visible(term)
        lexical, _, datatype = term.rpartition(b"^^")
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(lexical, 1, len(lexical) - 1):
            return lexical[1:-1]
        return _visible(lexical) + b"^^" + self[datatype]


def turtle(
    lines: Sequence[bytes], prefixes: Mapping[str, str], progress: Progress = lambda triples: None
) -> Iterator[bytes]:
    """Yield sorted lines of N-Triples as a document in Turtle."""
    short = Short(prefixes)
    yield from document(described(lines, short, progress), short)


def ntriples(
    lines: Sequence[bytes], progress: Progress = lambda triples: None, graph: bytes = b""
) -> Iterator[bytes]:
    """Yield lines of N-Triples as they go out; with the name of a *graph*, as N-Quads."""
    end = b" " + graph + b" .\n"
    for start in range(0, len(lines), _AT_ONCE):
        some = lines[start : start + _AT_ONCE]
        piece = _visible(b"".join(some))
        # A line break stands nowhere but at the end of a line, so neither does what is replaced.
        yield piece.replace(b" .\n", end) if graph else piece
        progress(len(some))


def document(blocks: Iterable[bytes], short: Short) -> Iterator[bytes]:
    """Yield blocks with an empty line between them, after the declarations of the prefixes that they use."""
    with no_collection():
        pieces = list(blocks)
    head = short.header()
    if head:
        pieces.insert(0, head)
    for start in range(0, len(pieces), _AT_ONCE):
        yield (b"\n" if start else b"") + b"\n".join(pieces[start : start + _AT_ONCE])


def described(lines: Sequence[bytes], short: Short, progress: Progress) -> Iterator[bytes]:
    """Yield a block for each subject of sorted lines: all that they say of it."""
    for subject, group in subjects(lines):
        yield short[subject] + b" " + properties(objects(group), short) + b" .\n"
        progress(len(group))


def subjects(lines: Sequence[bytes]) -> list[tuple[bytes, list[bytes]]]:
    """Return each subject with its lines, in the order of the IRIs; blank nodes last.

    In the bytes of lines cpk-1936 stands before cpk, as - comes before the > that ends an IRI.
    """
    return sorted(by_subject(lines), key=lambda group: (group[0][:1] == b"_", group[0].rstrip(b">")))


def properties(said: Mapping[bytes, Sequence[bytes]], short: Short) -> bytes:
    """Return the properties of a subject with their values, types first, without the dot at the end."""
    parts = [
        (b"a" if name == TYPE else short[name]) + b" " + _values([*map(short.value, values)])
        for name, values in sorted(said.items(), key=lambda pair: pair[0] != TYPE)
    ]
    return b" ;\n    ".join(parts)


def _values(values: list[bytes]) -> bytes:
    """Return the values of a property, on its line if they take few columns, else one a line."""
    line = b", ".join(values)
    if len(values) == 1 or len(line) < OBJECTS or len(line.decode()) < OBJECTS:
        return line
    return b",\n        ".join(values)


def _visible(text: bytes) -> bytes:
    return text if text.isascii() else escape_for_turtle(text.decode()).encode()
