"""`kzgraph validate` as a user runs it: formats, exit codes, files, languages, other people's shapes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import rdflib
from program import environment, kzgraph
from sarif_pydantic import Sarif
from validating import FIRST, PREFIXES, club

SH = rdflib.SH
NO_BOARDS = {"old": "    ch:boards 8 ;\n", "new": ""}
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:S a sh:NodeShape ; sh:targetClass ex:P ;
  sh:property [ sh:path ex:age ; sh:minCount 1 ; sh:datatype xsd:integer ], [ sh:path [ sh:inversePath ex:knows ] ; sh:minCount 1 ] .
"""
GOOD = "<http://e/a> a <http://e/P> ; <http://e/age> 5 ; <http://e/knows> <http://e/a> .\n"
BAD = '<http://e/a> a <http://e/P> ; <http://e/age> "five" .\n'


def test_a_graph_that_is_right(tmp_path: Path) -> None:
    done = kzgraph("validate", str(club(tmp_path)))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Nothing was found.",
        "Checked: 25 triples with 3 shapes (3 nodes), 1 rule (nodes not counted), 5 other checks.",
    ]


def test_a_finding_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    club(tmp_path, **NO_BOARDS)
    done = kzgraph("--graph", str(tmp_path), "validate")
    place = os.path.relpath(tmp_path / "data" / "clubs.ttl").replace(os.sep, "/")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [
        f"{place}:{FIRST}:1: error: ex:knights has no ch:boards. A club has a number of boards. [Club-boards]",
        "    → Add ch:boards to ex:knights.",
    ]


def test_warnings_are_no_failure(tmp_path: Path) -> None:
    more = {"data/rooks.ttl": PREFIXES + "ex:rooks a ch:Club ; ch:boards 4 ; ch:captain ex:ann .\n"}
    done = kzgraph("validate", str(club(tmp_path, more)))
    assert done.returncode == 0
    assert "2 warnings." in done.stdout


def test_russian(tmp_path: Path) -> None:
    done = kzgraph("validate", "--lang", "ru", str(club(tmp_path, **NO_BOARDS)))
    assert "ошибка: У ex:knights нет ch:boards. У клуба есть число досок. [Club-boards]" in done.stdout
    assert "ошибок" in done.stdout


def test_json_has_everything(tmp_path: Path) -> None:
    done = kzgraph("validate", "--format", "json", str(club(tmp_path, **NO_BOARDS)))
    found = json.loads(done.stdout)
    assert found["conforms"] is False
    assert found["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert {"id": "Club-boards", "kind": "shape", "summary": "boards", "lookedAt": 1, "findings": 1} in found[
        "checks"
    ]
    (finding,) = found["findings"]
    assert (finding["id"], finding["line"], finding["column"]) == ("Club-boards", FIRST, 1)
    assert finding["property"] == "https://example.org/chess/ontology#boards"


@pytest.mark.parametrize("name", ["ttl", "turtle"])
def test_the_report_of_shacl_has_the_findings_of_rules_as_well(tmp_path: Path, name: str) -> None:
    more = {"data/rooks.ttl": PREFIXES + "ex:rooks a ch:Club ; ch:captain ex:ann .\n"}
    done = kzgraph("validate", "--format", name, str(club(tmp_path, more)))
    report = rdflib.Graph().parse(data=done.stdout, format="turtle")
    (head,) = report.subjects(rdflib.RDF.type, SH.ValidationReport)
    assert report.value(head, SH.conforms).toPython() is False
    results = list(report.objects(head, SH.result))
    found = {
        (str(report.value(each, SH.sourceConstraintComponent)), str(report.value(each, SH.focusNode)))
        for each in results
    }
    assert found == {
        (str(SH.MinCountConstraintComponent), "https://example.org/chess/id/rooks"),
        ("https://w3id.org/kzgraph/validation#two-clubs", "https://example.org/chess/id/rooks"),
        ("https://w3id.org/kzgraph/validation#two-clubs", "https://example.org/chess/id/knights"),
    }
    for each in results:
        assert (each, rdflib.RDF.type, SH.ValidationResult) in report
        assert report.value(each, SH.resultSeverity) in (SH.Violation, SH.Warning)
    assert kzgraph("validate", "--format", name, str(tmp_path)).stdout == done.stdout


def test_sarif(tmp_path: Path) -> None:
    more = {"data/a b.ttl": PREFIXES + "ex:knights skos:note 'one' .\n"}
    done = kzgraph("validate", "--format", "sarif", str(club(tmp_path, more, **NO_BOARDS)))
    log = json.loads(done.stdout)
    Sarif.model_validate(log)  # the format's own model, by other people
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "kzgraph"
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "Club-boards"
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("ex:knights has no ch:boards.")
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": FIRST, "startColumn": 1}
    assert not place["artifactLocation"]["uri"].startswith(("/", "file:"))
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(
        "data/a%20b.ttl"
    )


def test_github_annotations_are_escaped(tmp_path: Path) -> None:
    folder = club(tmp_path / "a,b:c", old="ch:boards 8 ;", new='ch:boards "100%\\n" ;')
    done = kzgraph("validate", "--format", "github", str(folder))
    line = next(line for line in done.stdout.splitlines() if "xsd:integer" in line)
    assert line.startswith("::error file=")
    assert "a%2Cb%3Ac/data/clubs.ttl," in line
    assert f",line={FIRST + 1},col=15,title=Club-boards::" in line
    assert '"100%25\\n"' in line
    assert "%0AWrite" in line


def test_junit(tmp_path: Path) -> None:
    done = kzgraph("validate", "--format", "junit", str(club(tmp_path, **NO_BOARDS)))
    root = ElementTree.fromstring(done.stdout)
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert (root.tag, root.get("failures")) == ("testsuites", "1")
    assert cases["two-clubs"].find("failure") is None
    assert "has no ch:boards" in (cases["Club-boards"].findtext("failure") or "")


def test_broken_files_are_in_every_format(tmp_path: Path) -> None:
    folder = str(club(tmp_path, {"data/clubs.ttl": "ex:a", "data/people.ttl": "\x00"}))
    for name, words in (
        ("text", "Nothing else was checked."),
        ("json", "turtle-syntax"),
        ("github", "::error"),
        ("ttl", "#turtle-syntax>"),
    ):
        done = kzgraph("validate", "--format", name, folder)
        assert done.returncode == 3
        assert words in done.stdout.replace("kzv:turtle-syntax", "#turtle-syntax>")
        assert "clubs.ttl" in done.stdout
        assert "people.ttl" in done.stdout


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            dict.fromkeys(
                (
                    "ontology/chess.ttl",
                    "data/clubs.ttl",
                    "data/people.ttl",
                    "shapes/club.ttl",
                    "queries/verify/two-clubs.rq",
                )
            ),
            "holds no graph",
        ),
        ({"shapes/club.ttl": None, "queries/verify/two-clubs.rq": None}, "no shapes and no rules"),
    ],
)
def test_a_folder_without_anything_to_check(tmp_path: Path, changes: dict[str, None], words: str) -> None:
    tmp_path.joinpath("g").mkdir()
    done = kzgraph("validate", str(club(tmp_path / "g", changes)))
    assert done.returncode == 3
    assert words in done.stderr


def test_one_file_of_a_graph(tmp_path: Path) -> None:
    folder = club(tmp_path, {"data/more.ttl": PREFIXES + "ex:x a ch:Culb .\n"}, **NO_BOARDS)
    done = kzgraph("validate", str(folder / "data" / "more.ttl"))
    assert done.returncode == 1
    assert "ch:Culb" in done.stdout
    assert "Club-boards" not in done.stdout


def test_a_file_outside_the_graph_is_checked_as_if_it_were_in_it(tmp_path: Path) -> None:
    folder = club(tmp_path / "graph")
    file = tmp_path / "new.ttl"
    file.write_text(PREFIXES + "ex:rooks a ch:Club ; ch:captain ex:bob .\n")
    done = kzgraph("--graph", str(folder), "validate", str(file))
    assert done.returncode == 1
    assert f"new.ttl:{FIRST}:1: error: ex:rooks has no ch:boards." in done.stdout


def test_two_folders(tmp_path: Path) -> None:
    folders = [
        str(club(tmp_path / "one", **NO_BOARDS)),
        str(club(tmp_path / "two", old="ch:boards 8", new="ch:boards 0")),
    ]
    done = kzgraph("validate", *folders)
    assert done.returncode == 1
    assert "one/data/clubs.ttl" in done.stdout
    assert "two/data/clubs.ttl" in done.stdout


def test_two_hundred_findings_are_shown_and_all_are_in_the_formats(tmp_path: Path) -> None:
    clubs = "".join(f"ex:c{n} a ch:Club .\n" for n in range(1000))
    folder = str(club(tmp_path, {"data/many.ttl": PREFIXES + clubs}))
    text = kzgraph("validate", folder).stdout
    assert text.count("[Club-boards]") == 200
    assert "… and 800 more" in text
    assert "1,000 errors." in text
    assert len(json.loads(kzgraph("validate", folder, "--format", "json").stdout)["findings"]) == 1000


def test_output_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "out.sarif"
    done = kzgraph("validate", "--format", "sarif", "-o", str(file), str(club(tmp_path / "g")))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(file.read_text())["runs"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "Club-boards",
            [
                "Nobody plays without a board.",
                "ex:knights ch:boards 8 .",
                "ex:knights ch:boards 0 .",
                "shapes/club.ttl:",
            ],
        ),
        ("two-clubs", ["Nobody can play twice at once.", "queries/verify/two-clubs.rq"]),
        ("empty-pass", ["finds nothing, however wrong the graph is"]),
    ],
)
def test_explain(tmp_path: Path, rule: str, words: list[str]) -> None:
    done = kzgraph("validate", "--explain", rule, str(club(tmp_path)))
    assert done.returncode == 0
    assert all(word in done.stdout for word in words)


def test_explaining_what_there_is_not_names_the_nearest(tmp_path: Path) -> None:
    done = kzgraph("validate", "--explain", "Club-bords", str(club(tmp_path)))
    assert done.returncode == 2
    assert "The nearest: Club-boards" in done.stderr


def test_as_a_shacl_validator(tmp_path: Path) -> None:
    for name, text in (("shapes.ttl", SHAPES), ("good.ttl", GOOD), ("bad.ttl", BAD)):
        (tmp_path / name).write_text(text)
    shapes, good, bad = (str(tmp_path / name) for name in ("shapes.ttl", "good.ttl", "bad.ttl"))
    done = kzgraph("validate", "--data", good, "--shapes", shapes, "--format", "ttl")
    report = rdflib.Graph().parse(data=done.stdout, format="turtle")
    assert (done.returncode, done.stderr) == (0, "")
    assert [value.toPython() for value in report.objects(None, SH.conforms)] == [True]
    done = kzgraph("validate", "--data", bad, "--shapes", shapes, "--format", "ttl")
    report = rdflib.Graph().parse(data=done.stdout, format="turtle")
    assert done.returncode == 1
    assert [value.toPython() for value in report.objects(None, SH.conforms)] == [False]
    components = {str(value) for value in report.objects(None, SH.sourceConstraintComponent)}
    assert components == {str(SH.DatatypeConstraintComponent), str(SH.MinCountConstraintComponent)}
    (path,) = (p for p in report.objects(None, SH.resultPath) if isinstance(p, rdflib.BNode))
    assert report.value(path, SH.inversePath) == rdflib.URIRef("http://e/knows")


def test_several_files_after_one_option_and_other_formats(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "good.ttl").write_text(GOOD)
    (tmp_path / "bad.nt").write_text(BAD.replace("a <http://e/P> ; ", "").replace("/a>", "/b>"))
    names = [str(tmp_path / name) for name in ("good.ttl", "bad.nt")]
    done = kzgraph("validate", "--data", *names, "--shapes", str(tmp_path / "shapes.ttl"))
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Nothing was found.")


@pytest.mark.parametrize(
    ("shapes", "code", "words"),
    [
        (SHAPES.replace("minCount", "minCout"), 0, "sh:minCout is no term of SHACL"),
        (SHAPES.replace("minCount 1", 'minCount "x"'), 3, "pySHACL"),
        (SHAPES.replace("[ sh:inversePath ex:knows ] ;", "ex:knows ; sh:node ex:S ;"), 3, "recursive"),
        ("<http://e/a> <http://e/b> 1 .", 3, "There is no shape"),
        ("this is no RDF", 3, "turtle-syntax"),
    ],
)
def test_shapes_that_are_wrong(tmp_path: Path, shapes: str, code: int, words: str) -> None:
    (tmp_path / "shapes.ttl").write_text(shapes)
    (tmp_path / "good.ttl").write_text(GOOD)
    done = kzgraph("validate", "--data", str(tmp_path / "good.ttl"), "--shapes", str(tmp_path / "shapes.ttl"))
    assert done.returncode == code
    assert words in done.stdout + done.stderr
    assert code == 0 or "Nothing was found" not in done.stdout


def test_usage(tmp_path: Path) -> None:
    assert kzgraph("validate", "--format", "jsn").returncode == 2
    assert kzgraph("validate", ".", "--data", "x").returncode == 2
    done = kzgraph("validate", str(tmp_path / "nowhere"))
    assert done.returncode == 3
    assert "There is no file or folder" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_watch_checks_again_when_a_file_is_saved_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    folder = club(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-m", "kzgraph", "validate", "--watch", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        giving_up = threading.Timer(60, process.kill)
        giving_up.start()
        assert process.stdout.readline() == "Nothing was found.\n"
        process.stderr.readline()
        club(folder, **NO_BOARDS)  # several files: what is seen between two of them is checked as well
        assert any("has no ch:boards" in line for line in process.stdout)
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        giving_up.cancel()
    assert (process.returncode, "Traceback" in rest) == (0, False)
