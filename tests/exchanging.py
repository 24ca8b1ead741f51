"""What the tests of JSON-LD, Popolo, networks and SSSOM share besides tests/exporting.py."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from exporting import material
from program import ROOT
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, RdfFormat, parse

from kzgraph.export.formats import FORMATS, writer
from kzgraph.export.material import Material
from kzgraph.export.source import material_of
from kzgraph.storage.graph import read_files

KZ = "https://w3id.org/kzgraph/id/"


@cache
def whole() -> Material:
    """Return the material of the whole graph."""
    return material()


def of_text(folder: Path, text: str, name: str = "data.ttl") -> Material:
    """Return what `kzgraph export --data` gives its writers for a file with this text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return material_of(read_files([str(file)]))


def written(name: str, given: Material) -> bytes:
    """Return what the format writes of a material."""
    target = io.BytesIO()
    writer(FORMATS[name])(given, target)
    return target.getvalue()


@cache
def all_written(name: str) -> bytes:
    """Return what the format writes of the whole graph."""
    return written(name, whole())


def triples(given: Iterable[bytes] | bytes, form: RdfFormat = RdfFormat.N_TRIPLES) -> set[tuple[str, ...]]:
    """Return triples as N-Triples terms in their exact lexical forms, blank nodes by their canonical names.

    Language tags are in lower case, since readers disagree on their case.
    """
    content = given if isinstance(given, bytes) else b"".join(given)
    dataset = Dataset(parse(content, format=form))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {(str(quad.subject), str(quad.predicate), _folded(quad.object)) for quad in dataset}


def _folded(term: object) -> str:
    if isinstance(term, Literal) and term.language:
        return str(Literal(term.value, language=term.language.lower()))
    return str(term)


def in_another_process(name: str, seed: str) -> bytes:
    """Return what the program writes of the whole graph to standard output with this hash seed."""
    return subprocess.run(
        [sys.executable, "-m", "kzgraph", "export", "--format", name],
        env={**os.environ, "PYTHONPATH": str(ROOT), "KZGRAPH_GRAPH": str(ROOT), "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout
