"""`kzgraph coverage`: the picture, rows, JSON, the check, and documents that are not at hand."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from pathlib import Path

import pytest
from program import Done, kzgraph
from test_cli_show import on_a_terminal

CHRONICLE = """Chronicle of the Chess Club

The club was founded in 1890.[1] Its seat is Strelsau. Nobody knows why.
  • Rudolf was captain.
It lost\u00a0twice.
"""
ALMANAC = "Members: 40\nMembers of the rowers: 40\n"

DATA = """
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://example.org/id/> .
id:chronicle skos:prefLabel "Chronicle"@en ; kzo:file "chronicle.txt" ; kzo:sha256 "%s" .
id:almanac skos:prefLabel "Almanac"@en ; kzo:file "almanac.txt" .
id:oral skos:prefLabel "What people tell"@en .
id:c1 kzo:source id:chronicle ; kzo:quote "founded in 1890" .
id:c2 kzo:source id:chronicle ; kzo:quote "Club\\n\\nThe club" .
id:c3 kzo:source id:chronicle ; kzo:quote "lost twice" .
id:c4 kzo:source id:almanac ; kzo:quote "40" ; kzo:quotePrefix "Members: " .
id:c5 kzo:source id:oral ; kzo:quote "They cheat." .
"""
LIST = """source,line,passage,reason
id:chronicle,4,*,"told elsewhere, too"
id:chronicle,3,3,an opinion
"""


class Library:
    """A graph about a chess club with its documents, free to be changed."""

    def __init__(self, folder: Path) -> None:
        self.graph = folder / "graph"
        self.sources = folder / "documents"
        for each in (self.graph / "ontology", self.graph / "data", self.sources):
            each.mkdir(parents=True)
        self.data = self.graph / "data" / "all.ttl"
        self.list = self.graph / "data" / "uncited.csv"
        self.data.write_text(DATA % hashlib.sha256(CHRONICLE.encode()).hexdigest(), encoding="utf-8")
        self.list.write_text(LIST, encoding="utf-8")
        (self.sources / "chronicle.txt").write_bytes(CHRONICLE.encode())
        (self.sources / "almanac.txt").write_bytes(ALMANAC.encode())

    def env(self, **more: str) -> dict[str, str]:
        return {"KZGRAPH_GRAPH": str(self.graph), "KZGRAPH_SOURCES": str(self.sources), **more}

    def run(self, *args: str, **env: str) -> Done:
        return kzgraph("coverage", *args, env=self.env(**env))

    def rows(self, *args: str) -> list[dict[str, str]]:
        return [*csv.DictReader(io.StringIO(self.run("--format", "csv", *args).stdout))]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def test_picture(library: Library) -> None:
    done = library.run("--format", "table")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Almanac\n"
        "id:almanac · almanac.txt\n"
        "2 passages: 1 cited by 1 claim, 0 without a fact, 1 open\n"
        "\n"
        "1 ■1   2 □\n"
        "\n"
        "Chronicle\n"
        "id:chronicle · chronicle.txt\n"
        "6 passages: 3 cited by 3 claims, 2 without a fact, 1 open\n"
        "\n"
        "1 ■1       3 ■2 □ ·   4 ·        5 ■1\n"
        "\n"
        "All sources\n"
        "8 passages: 4 cited by 4 claims, 2 without a fact, 2 open\n"
        "\n"
        "■2 cited by two claims, · holds no fact (data/uncited.csv), □ open\n"
    )


def test_one_source_passage_by_passage_with_the_first_words_of_the_open_ones(library: Library) -> None:
    done = library.run("chronicle", "--format", "table")
    assert done.stdout.split("\n\n")[1] == (
        "1.1  ■1\n"
        "3.1  ■2\n"
        "3.2  □    Its seat is Strelsau.\n"
        "3.3  ·    an opinion\n"
        "4.1  ·    told elsewhere, too\n"
        "5.1  ■1\n"
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals of POSIX")
@pytest.mark.parametrize("columns", [20, 40, 80])
@pytest.mark.parametrize("source", [[], ["chronicle"]])
def test_on_a_terminal_it_is_coloured_and_no_wider(library: Library, columns: int, source: list[str]) -> None:
    shown = on_a_terminal(columns, "coverage", *source, **library.env())
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert max(map(len, plain.splitlines())) <= columns
    assert "\x1b[1;33m□\x1b[0m" in shown
    again = on_a_terminal(columns, "coverage", *source, **library.env(NO_COLOR="1"))
    assert again == plain


def test_many_marks_go_on_in_a_second_strip(library: Library) -> None:
    (library.sources / "almanac.txt").write_text("One. " * 30, encoding="utf-8")
    done = library.run("--format", "table", COLUMNS="20")
    assert f"\n1 {' '.join('□' * 9)}\n  {' '.join('□' * 9)}\n" in done.stdout


def test_rows(library: Library) -> None:
    rows = library.rows()
    assert {tuple(row) for row in rows} == {
        ("source", "line", "passage", "start", "end", "state", "claims", "reason", "words")
    }
    assert [(r["line"], r["passage"], r["state"], r["claims"]) for r in rows[2:]] == [
        ("1", "1", "cited", "1"),
        ("3", "1", "cited", "2"),
        ("3", "2", "open", "0"),
        ("3", "3", "listed", "0"),
        ("4", "1", "listed", "0"),
        ("5", "1", "cited", "1"),
    ]
    assert rows[4]["words"] == "Its seat is Strelsau."
    assert CHRONICLE[int(rows[4]["start"]) : int(rows[4]["end"])] == rows[4]["words"]
    assert library.rows("id:chronicle") == rows[2:]


def test_in_a_pipe_and_in_markdown_it_is_rows(library: Library) -> None:
    lines = library.run().stdout.splitlines()
    assert lines[0].split("\t")[:3] == ["source", "line", "passage"]
    assert lines[1].split("\t")[:6] == ["id:almanac", "1", "1", "0", "11", "cited"]
    assert library.run("--format", "md").stdout.startswith("| source | line | passage |")


def test_json_has_places_and_claims_and_no_words_of_the_documents(library: Library) -> None:
    done = library.run("--format", "json")
    found = json.loads(done.stdout)
    chronicle = found["sources"][1]
    assert chronicle["passages"][1] == {
        "line": 3,
        "passage": 1,
        "start": CHRONICLE.index("The club"),
        "end": CHRONICLE.index(" Its"),
        "state": "cited",
        "claims": ["https://example.org/id/c1", "https://example.org/id/c2"],
        "reasons": [],
    }
    assert chronicle["passages"][3]["reasons"] == ["an opinion"]
    assert found["total"] == {
        "passages": 8, "cited": 4, "listed": 2, "open": 2, "contradiction": 0, "claims": 4, "unplacedClaims": 0
    }  # fmt: skip
    for words in ("founded", "Strelsau", "captain", "twice"):
        assert words not in done.stdout


def test_the_check_names_what_is_open(library: Library) -> None:
    done = library.run("--check")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "id:almanac, line 2, passage 1: no claim cites it, and data/uncited.csv does not list it.",
        "id:chronicle, line 3, passage 2: no claim cites it, and data/uncited.csv does not list it.",
    ]


def test_the_check_is_silent_when_all_is_cited_or_listed(library: Library) -> None:
    with library.list.open("a", encoding="utf-8") as file:
        file.write("id:chronicle,3,2,a\nhttps://example.org/id/almanac,2,1,b\n")
    done = library.run("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_check_names_every_contradiction(library: Library) -> None:
    with library.list.open("a", encoding="utf-8") as file:
        file.write("id:chronicle,3,*,x\nid:chronicle,9,*,x\nid:chronicle,1,2,x\nid:almanac,2,1,x\n")
    with library.data.open("a", encoding="utf-8") as file:
        file.write('id:c6 kzo:source id:chronicle ; kzo:quote "club was lost" .\n')
    done = library.run("--check", "--format", "table")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "id:chronicle, line 3, passage 1: data/uncited.csv lists it, but it is cited by id:c1, id:c2.",
        "id:chronicle, line 3, passage 3: data/uncited.csv lists it 2 times.",
        "data/uncited.csv:5: there is nothing in line 9 of chronicle.txt.",
        "data/uncited.csv:6: there is no passage 2 in line 1 of chronicle.txt.",
        "id:c6: its words do not stand in chronicle.txt exactly once.",
    ]
    assert "3 ×2 · ×" in done.stdout
    shown = done.stdout.replace("\n", " ")
    assert "□ open, × cited and listed, or listed twice" in shown
    assert (
        "0 open, 2 cited and listed, or listed twice; claims whose words are not found: 1; "
        "lines of data/uncited.csv without a passage: 2" in shown
    )


def test_a_document_that_is_not_at_hand_is_named_with_what_to_do(library: Library) -> None:
    (library.sources / "almanac.txt").unlink()
    done = library.run("--format", "table")
    assert done.returncode == 0
    assert "almanac.txt is not at hand in" in done.stderr
    assert "Set KZGRAPH_SOURCES" in done.stderr
    assert "6 passages" in done.stdout
    assert library.run("--check").returncode == 1


def test_no_document_at_hand(library: Library, tmp_path: Path) -> None:
    done = library.run(KZGRAPH_SOURCES=str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "almanac.txt" in done.stderr
    assert "chronicle.txt" in done.stderr
    assert "Set KZGRAPH_SOURCES" in done.stderr


def test_the_documents_may_be_in_the_graph_folder(library: Library) -> None:
    library.sources.rename(library.graph / "sources")
    assert len(library.rows()) == 0
    done = kzgraph("coverage", "--format", "jsonl", env={"KZGRAPH_GRAPH": str(library.graph)})
    assert len(done.stdout.splitlines()) == 8


def test_another_version_of_a_document_is_a_warning_with_both_checksums(library: Library) -> None:
    changed = CHRONICLE.replace("1890", "1891").encode()
    (library.sources / "chronicle.txt").write_bytes(changed)
    done = library.run()
    assert done.returncode == 0
    assert hashlib.sha256(changed).hexdigest() in done.stderr
    assert hashlib.sha256(CHRONICLE.encode()).hexdigest() in done.stderr
    assert "chronicle.txt is not the file" in library.run("--check").stderr


@pytest.mark.parametrize(
    "name", ["../documents/almanac.txt", "/etc/passwd", "a\\\\..\\\\..\\\\b", "a\\u0000b"]
)
def test_only_files_in_the_folder_of_the_documents_are_read(library: Library, name: str) -> None:
    text = library.data.read_text(encoding="utf-8").replace('"almanac.txt"', f'"{name}"')
    library.data.write_text(text, encoding="utf-8")
    done = library.run("almanac")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not a file name within the folder" in done.stderr


def test_a_document_that_is_no_text(library: Library) -> None:
    (library.sources / "almanac.txt").write_bytes(b"\xff\xfe\x00")
    assert "almanac.txt is not UTF-8 (byte 0)." in library.run().stderr
    (library.sources / "almanac.txt").unlink()
    (library.sources / "almanac.txt").mkdir()
    assert "almanac.txt cannot be read" in library.run().stderr


def test_control_characters_of_a_document_do_not_reach_the_terminal(library: Library) -> None:
    (library.sources / "almanac.txt").write_text("\x1b[31mred \u202eder\n", encoding="utf-8")
    for name in ("table", "plain", "md", "json", "csv"):
        shown = library.run("almanac", "--format", name).stdout
        assert shown
        if name != "csv":
            assert not re.search("[\x1b\u202e]", shown)


def test_a_malformed_list_names_every_line(library: Library) -> None:
    library.list.write_text(
        "source,line,passage,reason\nid:a,0,1,x\nid:a,1,one,x\nid:a,1,1,\n,1,1,x\nid:a,1,1\n\nid:a,1,*,x\n",
        encoding="utf-8",
    )
    done = library.run()
    assert (done.returncode, done.stdout) == (3, "")
    assert re.findall(r"uncited\.csv:(\d)", done.stderr) == ["2", "3", "4", "5", "6"]
    library.list.write_text("line,source\n", encoding="utf-8")
    assert "the columns must be source,line,passage,reason" in library.run().stderr


def test_without_a_list_what_no_claim_cites_is_open(library: Library) -> None:
    library.list.unlink()
    assert [row["state"] for row in library.rows("chronicle")].count("open") == 3


def test_a_source_without_a_file_and_one_that_is_not_there(library: Library) -> None:
    done = library.run("id:oral")
    assert (done.returncode, done.stdout) == (1, "")
    assert "id:oral names no file" in done.stderr
    assert library.run("id:nothing").returncode == 2


def test_a_graph_whose_sources_name_no_files() -> None:
    done = kzgraph("coverage")
    assert done.returncode == 1
    assert "No source of the graph names a file." in done.stderr
