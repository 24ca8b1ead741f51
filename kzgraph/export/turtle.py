"""Turtle and TriG (RDF 1.1) that people read and compare: laid out the same whatever the order of the input.

Subjects, properties and values are sorted by their IRIs and bytes, types go first, each value has a line of
its own, and only prefixes that are used are declared. Written here because the serialisers of the libraries
have the prefixes in another order in each process and all values on one line (pyoxigraph), or take minutes
for a million triples (rdflib).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

from kzgraph.export.layers import named_graphs
from kzgraph.rdf.terms import XSD, shrink
from kzgraph.storage.statements import TYPE, by_subject, no_collection, objects

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["Short", "properties", "subjects", "write_blocks", "write_trig", "write_turtle"]

_VALUES: Final = b",\n        "
#: So many blocks are written at once.
_AT_ONCE: Final = 2_000

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
            return term
        iri = term[1:-1].decode()
        end = max(iri.rfind("/"), iri.rfind("#")) + 1
        found = self._prefixes.get(iri[:end])
        fitting = {found[0]: found[1]} if found else self._others
        short = shrink(iri, fitting)
        if short == iri:
            return term
        name = short.partition(":")[0]
        self.used[name] = fitting[name]
        return short.encode()

    def _literal(self, term: bytes) -> bytes:
        if not term.endswith(b">") or term.startswith(b"_"):
            return term
        lexical, _, datatype = term.rpartition(b"^^")
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(lexical, 1, len(lexical) - 1):
            return lexical[1:-1]
        return lexical + b"^^" + self[datatype]


def write_turtle(material: Material, target: BinaryIO) -> None:
    """Write all triples as Turtle; of statements in named graphs the triples.

    Raises what the target raises.
    """
    short = Short(material.prefixes)
    write_blocks(_blocks(material, material.triples, short), short, target)


def write_trig(material: Material, target: BinaryIO) -> None:
    """Write TriG, with a named graph for each layer and each source (see `named_graphs`).

    Raises what the target raises.
    """
    short = Short(material.prefixes)
    write_blocks(_graphs(material, short), short, target)


def write_blocks(blocks: Iterable[bytes], short: Short, target: BinaryIO) -> None:
    """Write blocks with an empty line before each, after the declarations of the prefixes that they use."""
    with no_collection():
        pieces = list(blocks)
    target.write(short.header())
    for start in range(0, len(pieces), _AT_ONCE):
        target.write(b"\n" + b"\n".join(pieces[start : start + _AT_ONCE]))


def subjects(lines: Sequence[bytes]) -> list[tuple[bytes, list[bytes]]]:
    """Return each subject with its lines, in the order of the IRIs; blank nodes last.

    In the bytes of lines cpk-1936 stands before cpk, as - comes before the > that ends an IRI.
    """
    return sorted(by_subject(lines), key=lambda group: (group[0][:1] == b"_", group[0].rstrip(b">")))


def properties(lines: Sequence[bytes], short: Short) -> bytes:
    """Return the properties and values of sorted lines about one subject, without the dot at the end."""
    said = objects(lines)
    types = said.pop(TYPE, None)
    parts = [b"a " + _VALUES.join(map(short.value, types))] if types else []
    parts += [short[name] + b" " + _VALUES.join(map(short.value, values)) for name, values in said.items()]
    return b" ;\n    ".join(parts)


def _blocks(material: Material, lines: Sequence[bytes], short: Short) -> Iterator[bytes]:
    for subject, group in subjects(lines):
        yield short[subject] + b" " + properties(group, short) + b" .\n"
        material.progress(len(group))


def _graphs(material: Material, short: Short) -> Iterator[bytes]:
    for name, lines in named_graphs(material):
        if not name:
            yield from _blocks(material, lines, short)
            continue
        opening, closing = short[name] + b" {\n", b""
        for block in _blocks(material, lines, short):
            if closing:
                yield closing
            closing = opening + b"    " + block[:-1].replace(b"\n", b"\n    ") + b"\n"
            opening = b""
        yield closing + b"}\n"
