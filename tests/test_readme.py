"""What the README and the docs show is what the program prints now."""

import doctest
import os
import re
import subprocess
import sys

import pytest
from documents import SOURCES, needs_sources
from test_cli_show import on_a_terminal

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{name}" for name in os.listdir(os.path.join(ROOT, "docs")) if name.endswith(".md")),
]


def page(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def blocks(name, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)


def transcripts():
    """Yield (page, command, output) for each `$ command` in the pages' console blocks."""
    for name in PAGES:
        for block in blocks(name, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                marks = [needs_sources] if "--quote" in command else []
                yield pytest.param(command, output, id=f"{name}: {command[:60]}", marks=marks)


@pytest.fixture
def shell(tmp_path):
    """Return a function that runs a command line as a user of the shipped graph would, and gives what it prints."""
    script = tmp_path / "bin" / "kzgraph"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kzgraph "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()
    environment = {
        **os.environ,
        "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": ROOT,
        "KZGRAPH_GRAPH": ROOT,
        **({"KZGRAPH_SOURCES": str(SOURCES)} if SOURCES.is_dir() else {}),
    }

    def run(command):
        done = subprocess.run(
            command, shell=True, cwd=work, env=environment, capture_output=True, encoding="utf-8", timeout=120
        )
        return done.stdout + done.stderr

    return run


@pytest.mark.parametrize(("command", "output"), list(transcripts()))
def test_transcript(shell, command, output):
    assert shell(command) == output


def test_the_answer_of_the_main_command_on_a_terminal_of_80_columns():
    command = blocks("README.md", "sh")[0]
    arguments = command.rsplit(".venv/bin/kzgraph ", 1)[1].split()
    printed = on_a_terminal(80, *arguments, NO_COLOR="1", KZGRAPH_GRAPH=ROOT)
    assert printed == blocks("README.md", "text")[0]


@pytest.mark.parametrize("name", PAGES)
def test_python_examples(name):
    for block in blocks(name, "python"):
        examples = doctest.DocTestParser().get_doctest(block, {}, name, name, 0)
        report = []
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=report.append)
        assert report == []


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    folder = os.path.dirname(os.path.join(ROOT, name))
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page(name)):
        assert os.path.exists(os.path.join(folder, target)), target
