"""RDF as it is: N-Triples, N-Quads, Turtle, TriG, RDF/XML, and RDF 1.2 Turtle with a reifier for each claim.

``<< kz:cppk kzo:country kz:kazakhstan ~ kz:claim-000-014 >> kzo:source kz:source-000 .`` says what four
triples with rdf:subject, rdf:predicate and rdf:object say in RDF 1.1, and does not assert the triple: the
accepted facts stand beside as plain triples. (RDF 1.2 Turtle, W3C, section 2.11, reified triples.)

Each writer raises what its target raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

from kzgraph.export.layers import OBJECT, PREDICATE, SUBJECT, named_graphs
from kzgraph.render.rdfxml import rdfxml
from kzgraph.render.turtle import Short, described, document, ntriples, properties, subjects, turtle
from kzgraph.storage.statements import objects

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["write_nq", "write_nt", "write_rdfxml", "write_reified", "write_trig", "write_turtle"]

_PARTS: Final = (SUBJECT, PREDICATE, OBJECT)


def write_nt(material: Material, target: BinaryIO) -> None:
    """Write all triples as N-Triples; of statements in named graphs the triples."""
    target.writelines(ntriples(material.triples, material.progress))


def write_nq(material: Material, target: BinaryIO) -> None:
    """Write N-Quads, with a named graph for each layer and each source (see `named_graphs`)."""
    for name, lines in named_graphs(material):
        target.writelines(ntriples(lines, material.progress, name))


def write_turtle(material: Material, target: BinaryIO) -> None:
    """Write all triples as Turtle; of statements in named graphs the triples."""
    target.writelines(turtle(material.triples, material.prefixes, material.progress))


def write_trig(material: Material, target: BinaryIO) -> None:
    """Write TriG, with a named graph for each layer and each source (see `named_graphs`)."""
    short = Short(material.prefixes)
    target.writelines(document(_graphs(material, short), short))


def write_rdfxml(material: Material, target: BinaryIO) -> None:
    """Write all triples as RDF/XML; of statements in named graphs the triples.

    Raises OutputError for what RDF/XML cannot hold.
    """
    target.writelines(rdfxml(material.triples, material.prefixes, material.progress))


def write_reified(material: Material, target: BinaryIO) -> None:
    """Write all triples as RDF 1.2 Turtle with a reifier for each claim; Turtle if there is no claim."""
    short = Short(material.prefixes)
    target.writelines(document(_reified(material, short), short))


def _graphs(material: Material, short: Short) -> Iterator[bytes]:
    for name, lines in named_graphs(material):
        blocks = described(lines, short, material.progress)
        if not name:
            yield from blocks
            continue
        opening, closing = short[name] + b" {\n", b""
        for block in blocks:
            if closing:
                yield closing
            closing = opening + b"    " + block[:-1].replace(b"\n", b"\n    ") + b"\n"
            opening = b""
        yield closing + b"}\n"


def _reified(material: Material, short: Short) -> Iterator[bytes]:
    for subject, lines in subjects(material.triples):
        said = objects(lines)
        triple = [said[part][0] for part in _PARTS if len(said.get(part, ())) == 1]
        if len(triple) < len(_PARTS) or triple[0].startswith(b'"') or not triple[1].startswith(b"<"):
            yield short[subject] + b" " + properties(said, short) + b" .\n"
        else:
            stated = b" ".join(map(short.value, triple))
            rest = {name: values for name, values in said.items() if name not in _PARTS}
            more = b"\n    " + properties(rest, short) if rest else b""
            yield b"<< " + stated + b" ~ " + short[subject] + b" >>" + more + b" .\n"
        material.progress(len(lines))
