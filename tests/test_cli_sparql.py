"""`kzgraph sparql`: a query of one's own, from anywhere, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import golden, kzgraph

CLUBS = "SELECT ?club { ?club a ex:Club } ORDER BY ?club"
ROWS = "club\nid:old-rowers\nid:rowers\n"


def test_text_as_an_argument() -> None:
    done = kzgraph("sparql", CLUBS)
    assert (done.returncode, done.stdout, done.stderr) == (0, ROWS, "")


def test_text_from_standard_input() -> None:
    assert kzgraph("sparql", "-", typed=CLUBS).stdout == ROWS


@pytest.mark.parametrize("option", ["--file", "-f"])
def test_text_from_a_file(tmp_path: Path, option: str) -> None:
    query = tmp_path / "clubs.rq"
    query.write_text("\ufeff" + CLUBS, encoding="utf-8")
    assert kzgraph("sparql", option, str(query)).stdout == ROWS


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "Give one query"),
        (["ASK {}", "--file", "x"], "not both"),
        (["--file", "no-such.rq"], "no-such.rq"),
        (["--file", "."], "cannot be read"),
    ],
)
def test_what_is_no_query(args: list[str], words: str) -> None:
    done = kzgraph("sparql", *args)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    query = tmp_path / "clubs.rq"
    query.write_bytes(b"SELECT \xff")
    done = kzgraph("sparql", "--file", str(query))
    assert done.returncode == 2
    assert "not UTF-8 text (byte 7)" in done.stderr


def test_a_mistake_has_a_line_a_column_and_a_caret() -> None:
    done = kzgraph("sparql", "SELECT ?x {\n  ?x ?y }")
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert "^" in done.stderr


def test_places_in_errors_are_those_of_the_typed_text() -> None:
    done = kzgraph("sparql", "SELECT ?x {\n  ?x a ex:Club ; }}")
    assert done.returncode == 2
    assert "line 2, column " in done.stderr
    assert "    " + "  ?x a ex:Club ; }}\n" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_what_reaches_out_or_writes_is_refused_by_name(text: str) -> None:
    done = kzgraph("sparql", text)
    assert (done.returncode, done.stdout) == (2, "")
    assert any(word in done.stderr for word in ("SERVICE", "FROM", "LOAD", "DELETE"))


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "jsonl", "xml", "md", "plain", "table"])
def test_rows_in_every_format(name: str) -> None:
    text = (
        "SELECT ?s ?name ?goals { VALUES ?s { id:rowers id:evil id:match-1 } "
        "?s skos:prefLabel|skos:altLabel ?name "
        "OPTIONAL { ?s ex:goals ?goals } } ORDER BY ?s ?name"
    )
    golden(f"rows.{name}", kzgraph("sparql", text, "--format", name).stdout)


@pytest.mark.parametrize("name", ["ttl", "nt", "xml", "jsonld"])
def test_graphs_in_every_format(name: str) -> None:
    golden(
        f"graph.{name}",
        kzgraph("sparql", "CONSTRUCT WHERE { id:rowers skos:altLabel ?n }", "--format", name).stdout,
    )


def test_ask() -> None:
    assert kzgraph("sparql", "ASK { id:rowers a ex:Club }").stdout == "true\n"
    assert json.loads(kzgraph("sparql", "ASK {}", "--format", "json").stdout) == {"head": {}, "boolean": True}
    done = kzgraph("sparql", "ASK {}", "--format", "csv")
    assert done.returncode == 2
    assert "Formats that fit: table, plain, json, jsonl, md, xml." in done.stderr


def test_a_graph_does_not_fit_a_table() -> None:
    done = kzgraph("sparql", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv")
    assert done.returncode == 2
    assert "Formats that fit: xml, ttl, nt, jsonld." in done.stderr


def test_nothing_found_is_said() -> None:
    assert kzgraph("sparql", "SELECT ?x { ?x a ex:Nothing }").stderr == "No rows.\n"
    assert kzgraph("sparql", "CONSTRUCT WHERE { ?x a ex:Nothing }").stderr == "No triples.\n"


def test_a_file_as_output(tmp_path: Path) -> None:
    target = tmp_path / "clubs.csv"
    done = kzgraph("sparql", CLUBS, "-o", str(target))
    assert (done.returncode, done.stdout) == (0, "")
    assert (
        target.read_bytes()
        == b"club\r\nhttps://example.org/id/old-rowers\r\nhttps://example.org/id/rowers\r\n"
    )


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    done = kzgraph("sparql", CLUBS, "-o", str(tmp_path / "no" / "clubs.csv"))
    assert done.returncode == 3
    assert "clubs.csv" in done.stderr
