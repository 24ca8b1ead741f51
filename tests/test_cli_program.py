"""The program as a whole: help, mistakes, exit codes, pipes, full disks, poor terminals."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from program import GRAPH, environment
from program import kzgraph as kzgraph_here
from program import started as kzgraph

from kzgraph.cli import COMMANDS, cli

MANY_ROWS = "SELECT ?a ?b ?c { ?a ?p ?o . ?b ?q ?r . ?c ?s ?t } LIMIT 60000"


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_lists_the_commands(flag: str) -> None:
    done = kzgraph(flag)
    assert done.returncode == 0
    for name, text in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(text)}$", done.stdout, re.M)


@pytest.mark.parametrize(
    ("command", "typed"),
    [
        (("show", "id:rowers"), None),
        (("sparql", "-"), "SELECT ?x { ?x a ex:Club } ORDER BY ?x"),
        (("export", "--format", "trig"), None),
        (("show", "nobody"), None),
        (("show", "--no-such-option"), None),
        (("--graph", "/nowhere", "stats"), None),
    ],
    ids=str,
)
def test_a_process_says_what_the_program_says_within_the_tests(
    command: tuple[str, ...], typed: str | None
) -> None:
    """Most other tests do not start a process for each question."""
    assert kzgraph(*command, typed=typed) == kzgraph_here(*command, typed=typed)


def test_short_helps_are_those_of_the_commands() -> None:
    context = click.Context(cli)
    assert {name: cli.get_command(context, name).short_help for name in COMMANDS} == COMMANDS  # type: ignore[union-attr]
    for name, text in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert text.endswith(".")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_help_teaches_with_an_example(name: str) -> None:
    done = kzgraph(name, "-h")
    assert done.returncode == 0
    assert "Example" in done.stdout
    assert f"kzgraph {name}" in done.stdout.split("Example")[1]


def test_help_imports_neither_the_engine_nor_the_package() -> None:
    code = (
        "import sys; sys.argv = ['kzgraph', '--help']\n"
        "from kzgraph.__main__ import run\n"
        "run()\n"
        "heavy = ('kzgraph', 'pyoxigraph', 'rich', 'yaml', 'rdflib')\n"
        "print(*sorted(m for m in sys.modules if m.startswith(heavy)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout.splitlines()[-1] == "kzgraph kzgraph.__main__ kzgraph._version kzgraph.cli"


def test_version() -> None:
    assert re.fullmatch(r"kzgraph, version \d+\.\d+\.\d+\n", kzgraph("--version").stdout)


def test_an_unknown_command_names_the_nearest() -> None:
    done = kzgraph("serach", "x")
    assert done.returncode == 2
    assert "There is no command 'serach'." in done.stderr
    assert "The nearest: search" in done.stderr


def test_an_unknown_option_says_where_help_is() -> None:
    done = kzgraph("show", "--colour", "x")
    assert done.returncode == 2
    assert "--colour" in done.stderr
    assert "Try 'kzgraph show --help'." in done.stderr


def test_graph_and_endpoint_exclude_each_other() -> None:
    done = kzgraph("--graph", "x", "--endpoint", "http://localhost:1/", "stats")
    assert done.returncode == 2
    assert "exclude each other" in done.stderr


def test_a_graph_that_is_not_there(tmp_path: Path) -> None:
    done = kzgraph("--graph", str(tmp_path / "none"), "stats")
    assert done.returncode == 3
    assert "none" in done.stderr


def test_a_network_that_does_not_answer() -> None:
    done = kzgraph("--endpoint", "http://127.0.0.1:9/sparql", "sparql", "ASK {}")
    assert done.returncode == 4
    assert "127.0.0.1:9" in done.stderr


def test_escapes_in_what_was_typed_do_not_reach_the_terminal() -> None:
    for args in (["sh\x1b[31mow"], ["show", "--\x1b[31m"], ["show", "\x1b[31m"], ["query", "\x1b[31m"]):
        done = kzgraph(*args)
        assert done.returncode == 2
        assert "\x1b" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX shells")
def test_a_pipe_that_closes_early_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kzgraph", "sparql", MANY_ROWS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(60) == 141


@pytest.mark.skipif(os.name != "posix", reason="redirections of POSIX shells")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams(closed: str) -> None:
    for command in ("stats", "show nobody", "sparql -", "--help"):
        done = subprocess.run(
            ["sh", "-c", f'"$0" -m kzgraph {command} {closed}', sys.executable],
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr
        assert done.returncode in (0, 2)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_disk_behind_standard_output() -> None:
    for command in (["stats"], ["sparql", MANY_ROWS, "--format", "csv"], ["--help"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "kzgraph", *command],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                env=environment(),
                check=False,
            )
        assert done.returncode == 3
        assert "standard output cannot be written" in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    code = (
        "import resource, signal, runpy, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        f"sys.argv = ['kzgraph', 'sparql', {MANY_ROWS!r}, '-o', {str(target)!r}]\n"
        "runpy.run_module('kzgraph', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 3, done.stderr
    assert str(target) in done.stderr
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.csv"]


@pytest.mark.parametrize(
    "encoding", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}]
)
def test_a_terminal_without_utf_8(encoding: dict[str, str]) -> None:
    for command in (["show", "id:rowers"], ["search", "Strelsau"], ["show", "Жамб"], ["stats"]):
        done = kzgraph(*command, env={"PYTHONUTF8": "0", **encoding})
        assert done.returncode in (0, 2)
        assert (done.stdout + done.stderr).isascii()
    shown = kzgraph("show", "id:rowers", env={"PYTHONUTF8": "0", **encoding}).stdout
    assert "\\u0413\\u041a\\u0421" in shown
    # What programs read is UTF-8 whatever the terminal knows.
    assert (
        "ГКС" in kzgraph("show", "id:rowers", "--format", "json", env={"PYTHONUTF8": "0", **encoding}).stdout
    )


def test_a_mistake_in_the_program_is_one_message() -> None:
    code = (
        "import sys; sys.argv = ['kzgraph', 'stats']\n"
        "import kzgraph.evidence.stats\n"
        "def broken(graph): raise ZeroDivisionError('oh\\x1b no')\n"
        "kzgraph.evidence.stats.stats = broken\n"
        "from kzgraph.__main__ import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment()
    )
    assert done.returncode == 70
    assert done.stderr.startswith("Error: internal error: ZeroDivisionError: oh\\x1b no\n")
    assert "report" in done.stderr
    assert "Traceback" not in done.stderr
    loud = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=environment(KZGRAPH_DEBUG="1"),
    )
    assert "Traceback" in loud.stderr


def test_the_graph_folder_may_be_given_as_an_option(tmp_path: Path) -> None:
    done = kzgraph("--graph", str(GRAPH), "stats", env={"KZGRAPH_GRAPH": str(tmp_path)})
    assert done.returncode == 0
    assert "Strelsau Gazette" in done.stdout


def test_without_a_folder_named_or_near_the_graph_of_the_program_is_asked(tmp_path: Path) -> None:
    known = {name: value for name, value in environment().items() if name != "KZGRAPH_GRAPH"}
    question = [
        sys.executable,
        "-m",
        "kzgraph",
        "query",
        "leaders-on",
        "--party",
        "cpk",
        "--on",
        "2004-04-13",
    ]
    done = subprocess.run(
        [*question, "--format", "csv"],
        cwd=tmp_path,
        env=known,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Serikbolsyn Abdildin" in done.stdout, done.stderr
