"""The documents that the graph quotes, which are no part of the repository, and what can stand in for them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from program import ROOT

import kzgraph

#: Read when the tests begin; `conftest` then hides the setting from the tests.
SOURCES = Path(os.environ.get("KZGRAPH_SOURCES") or ROOT.parent / "shared" / "sources")
needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the documents are not at hand (set KZGRAPH_SOURCES to their folder)"
)

_QUOTED = """
PREFIX kzo: <https://w3id.org/kzgraph/ontology#>
SELECT ?file ?sum ?prefix ?quote {
  ?source kzo:file ?file ; kzo:sha256 ?sum . ?claim kzo:source ?source ; kzo:quote ?quote
  OPTIONAL { ?claim kzo:quotePrefix ?prefix }
} ORDER BY ?claim
"""


def stand_ins(folder: Path, *more: str) -> dict[str, str]:
    """Write files that hold what the shipped graph quotes, a line for each quote, and *more* lines first.

    Returns the checksum of each file by that of the document which it stands for. Words that several claims
    quote, or that stand in longer quotes, stand in a file more than once.
    """
    lines: dict[tuple[str, str], list[str]] = {}
    for file, checksum, prefix, quote in kzgraph.load(ROOT).sparql(_QUOTED):
        key = (file.value, checksum.value)
        lines.setdefault(key, [*more]).append((prefix.value if prefix else "") + quote.value)
    folder.mkdir()
    found = {}
    for (file, checksum), quotes in lines.items():
        content = "\n".join(dict.fromkeys(quotes)).encode()
        (folder / file).write_bytes(content)
        found[checksum] = hashlib.sha256(content).hexdigest()
    return found
