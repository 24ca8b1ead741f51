"""A small graph with people, parties and a house that are nobody's, under the shipped ontology, shapes and rules."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from once import made_once
from program import ROOT, Done, kzgraph

FIXTURES = Path(__file__).parent / "fixtures" / "intake"
NAMES = "https://w3id.org/kzgraph/id/"

_TEXT = "Givena Familya is a member of Party P since 2012. Givenb Familyb is a member of Party Q.\n"
_HEAD = """\
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix kz: <https://w3id.org/kzgraph/id/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wikibase: <http://wikiba.se/ontology#> .

"""
_THINGS = """\
kz:source-000 a kzo:Source ;
    skos:prefLabel "A text"@en ;
    kzo:file "000.txt" ;
    kzo:sha256 "%SUM" .

kz:land-l a kzo:Place ;
    skos:prefLabel "Land L"@en .

kz:house-h a kzo:PublicBody ;
    skos:prefLabel "House H"@en .

kz:party-p a kzo:Party ;
    skos:prefLabel "Party P of Land L"@en .

kz:party-q a kzo:Party ;
    skos:prefLabel "Party Q"@en .

kz:old-party-r a kzo:Party ;
    skos:prefLabel "Old Party R"@en .

kz:post-house-member a kzo:Post ;
    skos:prefLabel "Member of House H"@en ;
    org:postIn kz:house-h .

kz:givena-familya a kzo:Person ;
    skos:prefLabel "Givena Familya"@en .

kz:givenb-familyb a kzo:Person ;
    skos:prefLabel "Givenb Familyb"@en .

kz:givena-in-party-p a kzo:Affiliation ;
    skos:prefLabel "Givena Familya in Party P"@en ;
    org:member kz:givena-familya ;
    org:organization kz:party-p ;
    org:role kz:role-member ;
    kzo:start "2012"^^edtf:EDTF .

kz:givenb-in-party-q a kzo:Affiliation ;
    skos:prefLabel "Givenb Familyb in Party Q"@en ;
    org:member kz:givenb-familyb ;
    org:organization kz:party-q ;
    org:role kz:role-member .
"""
_CLAIMS = (
    ("givena-in-party-p", "org:member", "kz:givena-familya", "Givena Familya"),
    ("givena-in-party-p", "org:organization", "kz:party-p", "Party P"),
    ("givena-in-party-p", "org:role", "kz:role-member", "member of Party P"),
    ("givena-in-party-p", "kzo:start", '"2012"^^edtf:EDTF', "2012"),
    ("givenb-in-party-q", "org:member", "kz:givenb-familyb", "Givenb Familyb"),
    ("givenb-in-party-q", "org:organization", "kz:party-q", "Party Q"),
    ("givenb-in-party-q", "org:role", "kz:role-member", "member of Party Q"),
)


@pytest.fixture
def graph(tmp_path: Path, cache_home: Path, shared: Path) -> Path:
    """Return the folder of the graph, with its document in sources/, which is in the cache already."""
    made = made_once(shared / "intake", _make)
    folder = tmp_path / "graph"
    shutil.copytree(made / "graph", folder)
    shutil.copytree(made / "home", cache_home, copy_function=os.link, dirs_exist_ok=True)
    return folder


def _make(base: Path) -> None:
    """Write the graph, and ask it something, so that there is a cache of it."""
    folder = base / "graph"
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "sources").mkdir()
    (folder / "sources" / "000.txt").write_text(_TEXT, encoding="utf-8")
    (folder / "data").mkdir()
    things = _THINGS.replace("%SUM", hashlib.sha256(_TEXT.encode()).hexdigest())
    (folder / "data" / "things.ttl").write_text(_HEAD + things, encoding="utf-8")
    claims = "\n".join(
        f"kz:claim-000-{n:03} a kzo:Claim ; rdf:subject kz:{subject} ; rdf:predicate {predicate} ; "
        f'rdf:object {value} ; kzo:source kz:source-000 ; kzo:quote "{quote}" ; '
        "kzo:rank wikibase:NormalRank ."
        for n, (subject, predicate, value, quote) in enumerate(_CLAIMS, 1)
    )
    (folder / "data" / "claims.ttl").write_text(_HEAD + claims + "\n", encoding="utf-8")
    done = kzgraph("stats", env={"KZGRAPH_GRAPH": str(folder), "XDG_CACHE_HOME": str(base / "home")})
    assert done.returncode == 0, done.stderr


def run(graph: Path, *args: str) -> Done:
    """Run ``kzgraph`` on the graph, with the documents in its sources/."""
    return kzgraph("--graph", str(graph), *args, env={"KZGRAPH_SOURCES": str(graph / "sources")})


def findings(graph: Path) -> list[str]:
    """Return the errors and warnings that validation finds, and what fmt would change.

    The links of the shipped ontology have their records in data that this graph leaves out, and there is
    nothing in it that most of the rules look at.
    """
    checked = run(graph, "validate")
    laid = run(graph, "fmt", "--check", str(graph / "data" / "taken.ttl"))
    lines = [*checked.stdout.splitlines(), *checked.stderr.splitlines()]
    found = [line for line in lines if ": error: " in line or ": warning: " in line]
    found = [line for line in found if not line.endswith(("[link-without-record]", "[empty-pass]"))]
    return found + ([] if laid.returncode == 0 else [laid.stdout])


def take(graph: Path, file: Path, *args: str) -> Done:
    """Take a file in, into data/taken.ttl, with the file beside the other documents."""
    kind = "csv" if "--map" in args else "popolo"
    shutil.copy(file, graph / "sources" / file.name)
    return run(graph, "import", kind, str(file), *args, "-o", str(graph / "data" / "taken.ttl"))


def rows(graph: Path, query: str) -> list[str]:
    """Return the rows of a query, tabs between the values, without the heading."""
    done = run(graph, "sparql", query, "--format", "tsv")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[1:]
