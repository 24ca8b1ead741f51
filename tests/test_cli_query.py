"""`kzgraph query`: canned queries as commands made from their headers."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from program import environment, golden, kzgraph


def test_alone_it_lists_the_queries_by_tag() -> None:
    done = kzgraph("query")
    assert (done.returncode, done.stderr) == (0, "")
    golden("queries.txt", done.stdout)


def test_the_list_as_json() -> None:
    found = json.loads(kzgraph("query", "--format", "json").stdout)
    assert [query["name"] for query in found] == ["captains-on", "clubs"]
    assert found[0]["params"]["order"]["default"] == "start"


def test_help_is_made_from_the_header() -> None:
    done = kzgraph("query", "captains-on", "--help", env={"COLUMNS": "90"})
    assert done.returncode == 0
    golden("query-help.txt", done.stdout)


def test_rows() -> None:
    done = kzgraph("query", "captains-on", "--club", "id:rowers", "--day", "1993-05-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "captain\tname\tstart\nid:rudolf\tRudolf Rassendyll\t1992\n"


def test_a_thing_by_its_abbreviation() -> None:
    done = kzgraph("query", "captains-on", "--club", "RCS", "--day", "2020-01-01", "--format", "csv")
    assert done.stdout == (
        "captain,name,start\r\nhttps://example.org/id/zhambyl,Jambyl Ahmetbekov,1994-10\r\n"
    )


def test_the_example_in_the_help_works() -> None:
    import shlex

    line = kzgraph("query", "captains-on", "--help").stdout.split("Example:\n")[1].strip().splitlines()[0]
    done = kzgraph(*shlex.split(line)[1:])
    assert "id:rudolf" in done.stdout


def test_formats_may_stand_before_the_name() -> None:
    found = kzgraph("query", "--format", "jsonl", "clubs").stdout.splitlines()
    assert json.loads(found[0])["club"] == "https://example.org/id/old-rowers"


def test_no_rows_is_said_beside_the_header() -> None:
    done = kzgraph("query", "captains-on", "--club", "RCS", "--day", "1900-01-01")
    assert (done.returncode, done.stdout, done.stderr) == (0, "captain\tname\tstart\n", "No rows.\n")


def test_an_unknown_query_names_the_nearest() -> None:
    done = kzgraph("query", "captain-on")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no query 'captain-on'." in done.stderr
    assert "The nearest: captains-on" in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--day", "1993-05-01"], ["club", "iri ex:Body", "id:rowers"]),
        (["--club", "RCS"], ["day", "date", "1993-05-01"]),
        (["--club", "RCS", "--day", "May 1993"], ["day", "date", "1993-05-01"]),
        (["--club", "RCS", "--day", "1993-02-30"], ["day", "date"]),
        (["--club", "RCS", "--day", "1993-05-01", "--order", "size"], ["order", "name", "start"]),
        (["--club", "Rowing Clob", "--day", "1993-05-01"], ["club", "nearest"]),
        (["--clup", "RCS"], ["--clup", "--club"]),
    ],
)
def test_a_parameter_that_is_wrong_says_what_it_should_be(args: list[str], words: list[str]) -> None:
    done = kzgraph("query", "captains-on", *args)
    assert (done.returncode, done.stdout) == (2, "")
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    "value", ['"', "'", "\\", ">", "} UNION { ?s ?p ?o", "\\u0022", "#", "\n", "\u200f", "x" * 10000, ""]
)
def test_hostile_values_are_errors_and_never_rows(value: str) -> None:
    done = kzgraph("query", "captains-on", "--club", value, "--day", "1993-05-01")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_query_imports_no_more_than_it_needs() -> None:
    code = (
        "import sys; sys.argv = ['kzgraph', 'query', 'captains-on', '--club', 'id:rowers']\n"
        "sys.argv += ['--day', '1993-05-01', '--format', 'table']\n"
        "from kzgraph.__main__ import run\n"
        "run()\n"
        "print(*sys.modules)"
    )
    for _ in range(2):  # the first run may have had to prepare the graph
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
        )
    modules = set(done.stdout.splitlines()[-1].split())
    heavy = {
        "rdflib",
        "rich",
        "yaml",
        "SPARQLWrapper",
        "pyshacl",
        "asyncio",
        "subprocess",
        "tempfile",
        "shutil",
    }
    assert heavy & modules == set()
    assert {"importlib.metadata", "urllib.request", "http.client"} & modules == set()
    readers = ("search", "claims", "describe", "stats", "render.pages", "render.exchange", "render.graphs")
    assert {f"kzgraph.{name}" for name in readers} & modules == set()


def test_an_unknown_format_is_said_before_the_work() -> None:
    done = kzgraph("query", "clubs", "--format", "jsonn")
    assert done.returncode == 2
    assert "The nearest: json" in done.stderr
