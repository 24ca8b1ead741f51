"""`kzgraph fmt`: the Turtle files of a graph in one layout, or all of them left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from program import Done, kzgraph

import kzgraph as library

ROOT = Path(__file__).parent.parent
LOOSE = "@prefix b: <http://b/> .\n@prefix a: <http://a/> .\n# about x\na:x a a:T ; b:p 1 . # done\n"
LAID = "@prefix a: <http://a/> .\n@prefix b: <http://b/> .\n\n# about x\na:x a a:T ;\n    b:p 1 . # done\n"


def fmt(graph: Path, *args: str) -> Done:
    return kzgraph("--graph", str(graph), "fmt", *args)


def files(graph: Path) -> dict[str, bytes]:
    return {str(p.relative_to(graph)): p.read_bytes() for p in graph.rglob("*") if p.is_file()}


def triples(graph: Path) -> list[tuple[object, ...]]:
    rows = library.load(graph).sparql("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o")
    return [tuple(row) for row in rows]


def test_the_graphs_own_folders_are_laid_out_once(mini: Path) -> None:
    before = triples(mini)
    done = fmt(mini)
    assert done.returncode == 0
    assert sorted(done.stdout.split()) == [
        "data/bodies.ttl",
        "data/claims/minutes.ttl",
        "data/people.ttl",
        "ontology/chess.ttl",
        "shapes/club.ttl",
    ]
    assert done.stderr == "5 of 5 files changed.\n"
    assert triples(mini) == before
    laid = files(mini)
    again = fmt(mini)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "0 of 5 files changed.\n")
    assert fmt(mini, "--check").returncode == 0
    assert files(mini) == laid


def test_check_names_the_files_and_their_first_line_that_differs(mini: Path, tmp_path: Path) -> None:
    (tmp_path / "loose.ttl").write_text(LOOSE, encoding="utf-8")
    (tmp_path / "laid.ttl").write_text(LAID, encoding="utf-8")
    done = fmt(mini, "--check", str(tmp_path / "loose.ttl"), str(tmp_path / "laid.ttl"))
    assert (done.returncode, done.stderr) == (1, "1 of 2 files would change.\n")
    assert done.stdout == (
        f"{tmp_path}/loose.ttl:1\n  - @prefix b: <http://b/> .\n  + @prefix a: <http://a/> .\n"
    )
    assert (tmp_path / "loose.ttl").read_text(encoding="utf-8") == LOOSE


def test_single_files_and_folders(mini: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    (folder / ".hidden").mkdir(parents=True)
    for name in ("a.ttl", "b.txt", ".hidden/c.ttl"):
        (folder / name).write_text(LOOSE, encoding="utf-8")
    done = fmt(mini, str(folder), str(folder / "a.ttl"))
    assert (done.returncode, done.stderr) == (0, "1 of 1 files changed.\n")
    assert (folder / "a.ttl").read_text(encoding="utf-8") == LAID
    assert (folder / "b.txt").read_text(encoding="utf-8") == LOOSE
    assert (folder / ".hidden/c.ttl").read_text(encoding="utf-8") == LOOSE
    assert fmt(mini, str(folder / "b.txt")).returncode == 0
    assert (folder / "b.txt").read_text(encoding="utf-8") == LAID


@pytest.mark.parametrize("check", [[], ["--check"]])
def test_one_broken_file_keeps_all_as_they_are(mini: Path, check: list[str]) -> None:
    (mini / "data" / "people.ttl").write_bytes(b"@prefix a: <http://a/> .\na:x a a:T ;;\n a:y \xff .\n")
    (mini / "data" / "zoo.ttl").write_text("<http://x> a .\n", encoding="utf-8")
    before = files(mini)
    done = fmt(mini, *check)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: Nothing was laid out: 2 files must be mended.\n  data/people.ttl:")
    assert "\n  data/zoo.ttl:1:14: " in done.stderr
    assert files(mini) == before
    # the loader says the same
    loaded = kzgraph("--graph", str(mini), "stats").stderr.split("\n")
    assert [line for line in loaded if line.startswith("  ")] == [
        line for line in done.stderr.split("\n") if line.startswith("  ")
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xef\xbb\xbf<http://a> a <http://b> .", ":1:1: begins with a byte order mark"),
        (
            b"@prefix a: <http://a/> . a:x a a:T . @prefix a: <http://b/> . a:x a a:T .",
            ":1:38: the prefix a: means",
        ),
    ],
)
def test_what_is_not_laid_out_is_told_with_its_place(mini: Path, content: bytes, told: str) -> None:
    (mini / "shapes" / "odd.ttl").write_bytes(content)
    done = fmt(mini)
    assert done.returncode == 3
    assert f"  shapes/odd.ttl{told}" in done.stderr


def test_names_relative_to_the_file_stay_as_they_are(mini: Path) -> None:
    (mini / "shapes" / "odd.ttl").write_text("<a>   a <> .\n", encoding="utf-8")
    assert fmt(mini).returncode == 0
    assert (mini / "shapes" / "odd.ttl").read_text(encoding="utf-8") == "<a> a <> .\n"


def test_a_path_that_is_not_there(mini: Path) -> None:
    done = fmt(mini, str(mini / "nothing.ttl"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no file or folder" in done.stderr
    assert fmt(mini, str(mini / "queries")).returncode == 3


def test_an_endpoint_has_no_files() -> None:
    done = kzgraph("--endpoint", "http://localhost:1/", "fmt")
    assert done.returncode == 2
    assert "works on files" in done.stderr


def test_blank_nodes_and_the_shipped_graph_keep_their_triples(tmp_path: Path) -> None:
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    before = triples(tmp_path)
    for path in tmp_path.rglob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(" ;\n    ", " ; ").replace(" .\n\nkz:", " .\nkz:"), encoding="utf-8")
    assert fmt(tmp_path).returncode == 0
    assert triples(tmp_path) == before
    for name in ("data/places.ttl", "data/claims/001.ttl"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()
