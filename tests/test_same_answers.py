"""A server that loads an export answers as the files do; one that lacks something is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from program import ROOT, kzgraph
from serving import serving_file

import kzgraph as library
from kzgraph.cli import cli

SHIPPED = {"KZGRAPH_GRAPH": str(ROOT)}
UNION = "--union-default-graph"
#: The formats that servers load, each with the option that makes its triples the default graph.
SERVED = {"nt": (), "ttl": (), "nq": (UNION,), "trig": (UNION,)}
QUERIES = library.load(ROOT).queries
CANNED = [
    ("query", name, *(word for param in each.params for word in (f"--{param.name}", param.example)))
    for name, each in sorted(QUERIES.items())
    if not each.endpoint and not each.service
]
THINGS = ("cppk", "serikbolsyn-abdildin", "mazhilis-2004", "source-000", "claim-000-420")
LOOKED_AT = [
    *((command, thing) for command in ("show", "evidence", "conflicts") for thing in THINGS),
    *(("search", text) for text in ("Жамбыл", "communist party", "Kossarev", "nobody at all")),
    ("conflicts",),
    ("stats",),
]


def run(*args: str) -> tuple[int, list[str]]:
    """Run the command line in this process; return the exit code, and the lines of the answer.

    Those of a graph are sorted, since its triples have no order.
    """
    done = CliRunner(env=SHIPPED).invoke(cli, [*args], prog_name="kzgraph")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return getattr(done.exception, "exit_code", 70), str(done.exception).splitlines()
    lines = done.stdout.splitlines()
    return done.exit_code, sorted(lines) if "nt" in args else lines


@cache
def from_files(*args: str) -> tuple[int, list[str]]:
    return run(*args)


def exported(folder: Path, name: str, *more: str) -> Path:
    done = kzgraph("export", "-o", str(folder / name), *more, env=SHIPPED)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / name


@pytest.fixture(scope="module", params=SERVED)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve an export of the graph."""
    file = exported(tmp_path_factory.mktemp("served"), f"graph.{request.param}")
    with serving_file(file, *SERVED[request.param]) as url:
        yield url


@pytest.mark.parametrize("command", [*CANNED, *LOOKED_AT], ids=" ".join)
def test_a_server_answers_as_the_files_do(server: str, command: tuple[str, ...]) -> None:
    kind = QUERIES[command[1]].kind if command[0] == "query" else "SELECT"
    form = ("--format", "nt" if kind == "CONSTRUCT" else "json")
    near = from_files(*command, *form)
    assert run("--endpoint", server, *command, *form) == near
    assert near[0] == int(command[-1] == "nobody at all")
    assert len(near[1]) > 2 or command[0] == "search"  # there are rows


def test_a_server_exports_what_it_was_given(server: str, tmp_path: Path) -> None:
    given = exported(tmp_path, "given.nt").read_bytes()
    done = kzgraph("--endpoint", server, "export", "-o", str(tmp_path / "back.nt"), env=SHIPPED)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "back.nt").read_bytes() == given


# --- servers that lack something -------------------------------------------------------------------

LEADERS = ("query", "leaders-on", "--party", "kz:cpk", "--on", "2004-04-13")
ASKING = [
    LEADERS,
    ("query", "totals", "--party", "kz:cppk"),
    ("show", "cppk"),
    ("search", "cppk"),
    ("evidence", "kz:cppk"),
    ("conflicts",),
    ("conflicts", "cppk"),
    ("stats",),
    ("coverage",),
    ("export",),
    ("sparql", "SELECT ?s { ?s a kzo:Party } ORDER BY ?s"),
    ("sparql", "SELECT (COUNT(*) AS ?n) { ?s a kzo:Party }"),
    ("sparql", "ASK { ?s a kzo:Party }"),
    ("wikidata", "status"),
    ("wikidata", "diff"),
    ("wikidata", "draft"),
]


@pytest.fixture(scope="module")
def in_named_graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve N-Quads of which the default graph has nothing."""
    with serving_file(exported(tmp_path_factory.mktemp("named"), "graph.nq")) as url:
        yield url


@pytest.fixture(scope="module")
def without_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving_file(exported(tmp_path_factory.mktemp("dayless"), "graph.nt", "--no-derived")) as url:
        yield url


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_a_default_graph_without_triples_is_noticed(in_named_graphs: str, command: tuple[str, ...]) -> None:
    code, said = run("--endpoint", in_named_graphs, *command)
    assert code == 3
    assert "named graphs only" in said[0]
    assert "--union-default-graph" in said[1]
    assert "kzgraph export -o graph.nt" in said[1]


def test_another_graph_beside_it_hides_nothing(tmp_path: Path) -> None:
    file = exported(tmp_path, "graph.nq")
    file.write_bytes(b"<urn:a> <urn:p> <urn:b> .\n" + file.read_bytes())
    with serving_file(file) as url:
        for command in (LEADERS, ("show", "cppk"), ("conflicts",)):
            code, said = run("--endpoint", url, *command)
            assert (code, "named graphs only" in said[0]) == (3, True), command


def test_a_question_about_named_graphs_is_answered(in_named_graphs: str) -> None:
    asked = "SELECT DISTINCT ?g { GRAPH ?g { ?s a %s } }"
    assert run("--endpoint", in_named_graphs, "sparql", asked % "kzo:Party", "--format", "csv") == (
        0,
        ["g", "https://w3id.org/kzgraph/id/graph/accepted"],
    )
    assert run("--endpoint", in_named_graphs, "sparql", asked % "kzo:None")[0] == 0
    days = "ASK { GRAPH ?g { ?s kzo:from ?day } }"
    assert run("--endpoint", in_named_graphs, "sparql", days)[0] == 0


@pytest.mark.parametrize("command", [*ASKING, ("query", "timeline", "--party", "cppk")], ids=" ".join)
def test_a_server_without_derived_days_is_noticed(without_days: str, command: tuple[str, ...]) -> None:
    """Also where the days only sort, or are optional: the rows would be others."""
    code, said = run("--endpoint", without_days, *command)
    if command[:2] in (LEADERS[:2], ("query", "timeline")):
        assert code == 3
        assert "not the days derived from them" in said[0]
        assert "kzgraph export -o graph.nt" in said[1]
    else:
        assert (code, said) == run(*command) or command[0] == "stats"


def test_a_server_without_triples_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "empty.nt").write_bytes(b"")
    with serving_file(tmp_path / "empty.nt") as url:
        for command in ASKING:
            code, said = run("--endpoint", url, *command)
            assert (code, "holds no triples" in said[0]) == (3, True), command
            assert "kzgraph export -o graph.nt" in said[1]


def test_nothing_is_an_answer_of_a_server_that_has_everything(tmp_path: Path) -> None:
    """Others' triples have neither our dates nor our days: what compares them finds nothing."""
    (tmp_path / "others.nt").write_bytes(b"<urn:a> <urn:p> <urn:b> .\n")
    asked = "SELECT ?s { ?s kzo:from ?day }"
    with serving_file(tmp_path / "others.nt") as url:
        done = kzgraph("--endpoint", url, "sparql", asked, env=SHIPPED)
    assert (done.returncode, done.stdout, done.stderr) == (0, "s\n", "No rows.\n")
