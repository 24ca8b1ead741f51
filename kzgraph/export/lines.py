"""N-Triples and N-Quads (RDF 1.1): one statement a line, sorted by the bytes of the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

from kzgraph.export.layers import named_graphs

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["write_nq", "write_nt"]

#: So many lines are written at once.
_AT_ONCE: Final = 10_000


def write_nt(material: Material, target: BinaryIO) -> None:
    """Write all triples as N-Triples; of statements in named graphs the triples.

    Raises what the target raises.
    """
    _copy(material, target, material.triples)


def write_nq(material: Material, target: BinaryIO) -> None:
    """Write N-Quads, with a named graph for each layer and each source (see `named_graphs`).

    Raises what the target raises.
    """
    for name, lines in named_graphs(material):
        _copy(material, target, lines, name)


def _copy(material: Material, target: BinaryIO, lines: Sequence[bytes], graph: bytes = b"") -> None:
    end = b" " + graph + b" .\n"
    for start in range(0, len(lines), _AT_ONCE):
        some = lines[start : start + _AT_ONCE]
        piece = b"".join(some)
        # A line break stands nowhere but at the end of a line, so neither does what is replaced.
        target.write(piece.replace(b" .\n", end) if graph else piece)
        material.progress(len(some))
