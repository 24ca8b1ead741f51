"""RDF 1.2 Turtle: each claim is the reifier of the triple that it states.

``<< kz:cppk kzo:country kz:kazakhstan ~ kz:claim-000-014 >> kzo:source kz:source-000 .`` says what four
triples with rdf:subject, rdf:predicate and rdf:object say in RDF 1.1, and does not assert the triple: the
accepted facts stand beside as plain triples. (RDF 1.2 Turtle, W3C, section 2.11, reified triples.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

from kzgraph.export.layers import OBJECT, PREDICATE, SUBJECT
from kzgraph.export.turtle import Short, properties, subjects, write_blocks
from kzgraph.storage.statements import terms

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["write_reified"]

_PARTS: Final = (SUBJECT, PREDICATE, OBJECT)


def write_reified(material: Material, target: BinaryIO) -> None:
    """Write all triples as RDF 1.2 Turtle with a reifier for each claim; Turtle if there is no claim.

    Raises what the target raises.
    """
    short = Short(material.prefixes)
    write_blocks(_blocks(material, short), short, target)


def _blocks(material: Material, short: Short) -> Iterator[bytes]:
    for subject, lines in subjects(material.triples):
        stated = _stated(lines)
        if stated is None:
            yield short[subject] + b" " + properties(lines, short) + b" .\n"
        else:
            triple = b" ".join(short.value(part) for part in stated)
            rest = [line for line in lines if line.split(b" ", 2)[1] not in _PARTS]
            said = b"\n    " + properties(rest, short) if rest else b""
            yield b"<< " + triple + b" ~ " + short[subject] + b" >>" + said + b" .\n"
        material.progress(len(lines))


def _stated(lines: Sequence[bytes]) -> list[bytes] | None:
    """Return the triple that a claim states, None if this is no claim or not one that states a triple."""
    found: dict[bytes, bytes] = {}
    for _, predicate, value in map(terms, lines):
        if predicate in _PARTS:
            if predicate in found:
                return None
            found[predicate] = value
    if len(found) < len(_PARTS) or found[SUBJECT].startswith(b'"') or not found[PREDICATE].startswith(b"<"):
        return None
    return [found[part] for part in _PARTS]
