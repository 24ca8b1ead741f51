"""The program writes one Turtle: the same bytes for the same triples, and nothing that `fmt` would change."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported import ROOT
from program import kzgraph

MINI = Path(__file__).parent / "golden" / "graph"
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@pytest.mark.parametrize("graph", [MINI, ROOT], ids=["mini", "shipped"])
def test_sparql_and_export_write_the_same_and_fmt_changes_nothing(tmp_path: Path, graph: Path) -> None:
    def run(*args: str) -> None:
        done = kzgraph("--graph", str(graph), *args)
        assert (done.returncode, done.stderr) == (0, ""), args

    for ending in ("ttl", "nt", *(["rdf"] if graph is ROOT else [])):  # XML cannot hold the mini graph
        run("export", "-o", str(tmp_path / f"export.{ending}"))
        run("sparql", EVERYTHING, "-o", str(tmp_path / f"sparql.{ending}"))
        exported, answered = (tmp_path / f"{name}.{ending}" for name in ("export", "sparql"))
        assert exported.read_bytes() == answered.read_bytes()
    run("export", "--no-derived", "--layer", "evidence", "-o", str(tmp_path / "evidence.ttl"))
    kzgraph("--graph", str(graph), "validate", "--format", "ttl", "-o", str(tmp_path / "report.ttl"))
    written = list(tmp_path.glob("*.ttl"))
    done = kzgraph("fmt", "--check", str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "",
        f"0 of {len(written)} files would change.\n",
    )


def test_what_is_hard_to_lay_out(tmp_path: Path) -> None:
    """Lines that are just too long in bytes or in characters, no prefix, blank nodes, what cannot be seen."""
    wide = ", ".join(f'"{"ж" * length}"' for length in (40, 42, 2))
    wider = ", ".join(f'"{"ж" * length}"' for length in (40, 42, 3))
    turtle = (
        "@prefix : <https://example.org/#> .\n@prefix e: <https://example.org/> .\n"
        f':a :p {wide} ; :q {wider} ; :r "\u202e\\u202e", [ e:p 1, 1.0, true ], e:a-b, e:a .\n'
        "<urn:a> <urn:b> <urn:c>, _:x . _:x a :T ; <urn:p> 1e0 .\n"
    )
    (tmp_path / "in.ttl").write_text(turtle, encoding="utf-8")
    (tmp_path / "bare.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    for name in ("in.ttl", "bare.nt"):
        out = tmp_path / f"out-{name}.ttl"
        assert kzgraph("export", "--data", str(tmp_path / name), "-o", str(out)).stderr == ""
        done = kzgraph("fmt", "--check", str(out))
        assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "out-in.ttl.ttl").read_text(encoding="utf-8")
    assert ":p " + wide.replace(", ", ",\n        ") not in text
    assert "\u202e" not in text
