"""Turtle and TriG (RDF 1.1) that people read and compare: laid out the same whatever the order of the input.

Subjects, properties and values are sorted by their IRIs and bytes, types go first, each value has a line of its own, and only
prefixes that are used are declared. Written here because serialisers of the libraries have prefixes in
another order in each process and all values on one line (pyoxigraph), or take minutes for a million triples
(rdflib).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, Final

from kzgraph.export.layers import named_graphs
from kzgraph.export.statements import TYPE, by_subject
from kzgraph.terms import XSD, shrink

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["Short", "write_trig", "write_turtle"]

#: Literals that need no datatype, by the datatype that their form implies (RDF 1.1 Turtle, section 2.5).
_BARE: Final = {
    f"<{XSD}{name}>".encode(): re.compile(pattern)
    for name, pattern in (
        ("integer", rb"[+-]?[0-9]+"),
        ("decimal", rb"[+-]?[0-9]*\.[0-9]+"),
        ("double", rb"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
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
    pieces = list(blocks(material, material.statements.lines, short))
    target.write(short.header())
    for piece in pieces:
        target.write(b"\n" + piece)


def write_trig(material: Material, target: BinaryIO) -> None:
    """Write TriG, with a named graph for each layer and each source (see `named_graphs`).

    Raises what the target raises.
    """
    short = Short(material.prefixes)
    pieces: list[bytes] = []
    for name, lines in named_graphs(material):
        written = blocks(material, lines, short)
        if not name:
            pieces += (b"\n" + piece for piece in written)
            continue
        pieces.append(b"\n" + short[name] + b" {")
        pieces += (b"\n" + _indented(piece) for piece in written)
        pieces.append(b"}\n")
    target.write(short.header())
    target.writelines(pieces)


def blocks(material: Material, lines: Sequence[bytes], short: Short) -> Iterator[bytes]:
    """Yield the statements about each subject as a block of Turtle, in the order of the subjects' IRIs."""
    # In the bytes of lines cpk-1936 stands before cpk, as - comes before the > that ends the IRI.
    groups = sorted(by_subject(lines), key=lambda group: (group[0][:1] == b"_", group[0].rstrip(b">")))
    for subject, group in groups:
        yield short[subject] + b" " + statements(group, short) + b" .\n"
        material.progress(len(group))


def statements(lines: Iterable[bytes], short: Short) -> bytes:
    """Return the properties and values of lines about one subject, sorted, without the dot at the end."""
    pairs = [line.split(b" ", 2)[1:] for line in lines]
    pairs.sort(key=lambda pair: (pair[0] != TYPE, pair))
    parts = []
    for predicate, group in groupby(pairs, lambda pair: pair[0]):
        values = b",\n        ".join([short.value(pair[1][:-3]) for pair in group])
        parts.append((b"a" if predicate == TYPE else short[predicate]) + b" " + values)
    return b" ;\n    ".join(parts)


def _indented(block: bytes) -> bytes:
    return b"    " + block[:-1].replace(b"\n", b"\n    ") + b"\n"
