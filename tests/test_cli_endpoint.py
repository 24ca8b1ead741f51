"""Every command with --endpoint works on the server, or says why it does not."""

from __future__ import annotations

import pytest
from program import ROOT, kzgraph

from kzgraph.cli import COMMANDS
from kzgraph.cli.wikidata import COMMANDS as OF_WIKIDATA

#: Nothing listens there.
NOWHERE = "http://127.0.0.1:9/"
USER = {"KZGRAPH_GRAPH": str(ROOT), "KZGRAPH_CONTACT": "a@example.org"}
PEOPLE = str(ROOT / "data" / "people.ttl")

READING = [
    ("query", "leaders-on", "--party", "cppk", "--on", "2004-04-13"),
    ("query", "sources"),
    ("sparql", "ASK { ?s ?p ?o }"),
    ("show", "cppk"),
    ("search", "cppk"),
    ("evidence", "cppk"),
    ("conflicts",),
    ("conflicts", "cppk"),
    ("coverage",),
    ("coverage", "--check"),
    ("stats",),
    ("export",),
    ("export", "--entity", "cppk", "--format", "popolo"),
    ("wikidata", "status"),
    ("wikidata", "fetch"),
    ("wikidata", "candidates", "cppk"),
    ("wikidata", "diff"),
    ("wikidata", "draft"),
]
ON_FILES = [
    ("validate",),
    ("validate", PEOPLE),
    ("validate", "--data", PEOPLE, "--shapes", str(ROOT / "shapes" / "agents.ttl")),
    ("validate", "--explain", "quote-verbatim"),
    ("diff", "HEAD"),
    ("diff", PEOPLE, PEOPLE),
    ("build", "release"),
    ("claim", "cppk", "kzo:country", "kz:kazakhstan", "--source", "000", "--quote", "x"),
    ("import", "popolo", "people.json"),
    ("import", "csv", "people.csv", "--map", "people.json"),
    ("fmt",),
    ("fmt", "--check", PEOPLE),
    ("wikidata", "link", "cppk", "Q1", "--why", "Same name."),
    ("export", "--data", PEOPLE),
]
#: These ask no graph: the list of the canned queries, and a script for the shell.
ASKING_NOTHING = [("query",), ("completion", "bash")]


def test_no_command_is_forgotten() -> None:
    named = {command[0] for command in (*READING, *ON_FILES, *ASKING_NOTHING)}
    assert named == set(COMMANDS)
    assert {command[1] for command in (*READING, *ON_FILES) if command[0] == "wikidata"} == set(OF_WIKIDATA)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_server_that_is_not_there_is_a_failure_of_the_network(command: tuple[str, ...]) -> None:
    done = kzgraph("--endpoint", NOWHERE, *command, env=USER)
    assert (done.returncode, done.stdout) == (4, "")
    assert f"{NOWHERE}: The server cannot be reached" in done.stderr


@pytest.mark.parametrize("command", ON_FILES, ids=lambda command: " ".join(command[:2]))
def test_what_works_on_files_refuses_a_server(command: tuple[str, ...]) -> None:
    done = kzgraph("--endpoint", NOWHERE, *command, env=USER)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--endpoint" in done.stderr
    assert "works on files" in done.stderr or "--data takes the place of the graph" in done.stderr


@pytest.mark.parametrize("command", ASKING_NOTHING, ids=" ".join)
def test_what_asks_nothing_works(command: tuple[str, ...]) -> None:
    assert kzgraph("--endpoint", NOWHERE, *command, env=USER).returncode == 0
