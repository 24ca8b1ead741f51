"""Names of blank nodes that are the same in each export (RDFC-1.0, RDF Dataset Canonicalization, W3C)."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from kzgraph.errors import GraphLoadError, shown

__all__ = ["PATIENCE", "renamed"]

#: Seconds that naming the blank nodes may take.
PATIENCE: float = 60
_CANONICALISE: Final = """
import sys
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize
lines = sys.stdin.buffer.read()
dataset = Dataset(parse(lines, format=RdfFormat.N_QUADS, lenient=True))
dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
sys.stdout.buffer.write(serialize(dataset, format=RdfFormat.N_QUADS) or b"")
"""


def renamed(lines: bytes) -> bytes:
    """Return lines of N-Quads with the canonical names of their blank nodes, in any order.

    Nodes that are much alike can take ages (RDFC-1.0, section 7.1, on poisoned data), and pyoxigraph cannot
    be interrupted: hence a process of its own. Raises GraphLoadError if it takes too long.
    """
    command = [sys.executable, "-P", "-c", _CANONICALISE]
    try:
        # S603: the program is the one above, the lines are its input and nothing else.
        done = subprocess.run(command, input=lines, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise GraphLoadError(
            f"The blank nodes are too much alike to be told apart in {PATIENCE:g} seconds.",
            hint="Give them IRIs.",
        ) from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise GraphLoadError(f"The blank nodes cannot be named: {shown(reason, 200)}") from None
    return done.stdout
