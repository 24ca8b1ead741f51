"""Shell completion: of commands, queries, parameters and things."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import environment, kzgraph


def complete(line: str) -> list[str]:
    """Complete a line as bash would."""
    done = kzgraph(env={"_KZGRAPH_COMPLETE": "bash_complete", "COMP_LINE": line, "COMP_WORDBREAKS": " :="})
    assert done.stderr == ""
    return [answer.partition(",")[2] for answer in done.stdout.splitlines() if answer]


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("kzgraph s", ["sparql", "show", "search", "stats"]),
        ("kzgraph query ", ["captains-on", "clubs"]),
        ("kzgraph query cap", ["captains-on"]),
        ("kzgraph query captains-on --cl", ["--club"]),
        ("kzgraph query captains-on --order ", ["name", "start"]),
        ("kzgraph query captains-on --club id:row", ["rowers"]),
        ("kzgraph query clubs --format js", ["json", "jsonl"]),
        ("kzgraph show id:ro", ["rowers"]),
        ("kzgraph show 'id:ro", ["rowers"]),
        ("kzgraph completion z", ["zsh"]),
        ("kzgraph --graph /nowhere show id:", []),
    ],
)
def test_answers(line: str, answers: list[str]) -> None:
    assert complete(line) == answers


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(shell: str) -> None:
    done = kzgraph("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_KZGRAPH_COMPLETE={shell}_complete" in done.stdout
    found = shutil.which(shell)
    if found and shell != "fish":
        checked = subprocess.run(
            [found, "-n"], input=done.stdout, text=True, capture_output=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, "")


def test_an_unknown_shell() -> None:
    assert kzgraph("completion", "tcsh").returncode == 2


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_bash_completes_names_with_colons(tmp_path: Path) -> None:
    program = tmp_path / "kzgraph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kzgraph "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(kzgraph completion bash)"\n'
        "COMP_LINE='kzgraph show id:ro' COMP_POINT=18\n"
        '_kzgraph_completion kzgraph ro id; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**environment(), "PATH": f"{tmp_path}:{environment()['PATH']}"},
    )
    assert (done.stdout, done.stderr) == ("rowers\n", "")
