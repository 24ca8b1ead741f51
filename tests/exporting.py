"""Materials for the tests of the export formats, made as `kzgraph export` makes them."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from program import ROOT, environment

from kzgraph.export.choice import Choice
from kzgraph.export.material import Material
from kzgraph.export.source import material_of
from kzgraph.storage import folders
from kzgraph.storage.graph import Graph

PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix ex: <https://example.org/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def material(folder: Path = ROOT, *, safe_csv: bool = False, **choice: str) -> Material:
    """Return the material of a graph folder and a choice (layer, entity, language, as_of)."""
    origin = _shipped() if folder == ROOT else _read(folder)
    return material_of(origin, Choice(**choice), safe_csv=safe_csv)


def _read(folder: Path) -> Graph:
    return Graph(folder=folders.read(str(folder)))


@cache
def _shipped() -> Graph:
    return _read(ROOT)


def graph_of(folder: Path, turtle: str, ontology: str = "") -> Path:
    """Make a graph folder of Turtle without its prefixes."""
    for name, text in (("data", turtle), ("ontology", ontology)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "all.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder


def export(folder: Path, *arguments: str, seed: int = 0) -> None:
    """Run ``kzgraph export`` on a graph folder in a process with this hash seed; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "kzgraph", "--graph", str(folder), "export", *arguments],
        env=environment(PYTHONHASHSEED=str(seed)),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the files in a folder by name."""
    return {name: (folder / name).read_bytes() for name in sorted(os.listdir(folder))}
