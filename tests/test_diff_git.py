"""`kzgraph diff` on git revisions: real repositories, made for each test."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from program import Done, environment, kzgraph

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A repository with the chess graph in a folder, in two commits: Gambit with 8 boards, and with 9."""

    def __init__(self, root: Path, graph: Path, inside: str) -> None:
        self.root = root
        self.graph = root / inside
        root.mkdir()
        shutil.copytree(graph, self.graph, dirs_exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.commit("first")
        self.git("tag", "v1")
        self.change("ch:boards 8", "ch:boards 9")
        self.commit("second")

    def git(self, *args: str) -> str:
        done = subprocess.run(
            ["git", *args],
            cwd=self.root,
            env={**os.environ, **GIT},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def change(self, old: str, new: str) -> None:
        file = self.graph / "data/bodies.ttl"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def diff(self, *args: str, **env: str) -> Done:
        return kzgraph("--graph", str(self.graph), "diff", *args, env={**GIT, **env})

    def data(self, *args: str) -> Any:
        done = self.diff(*args, "--format", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(params=["", "the graph/über"])
def repository(request: pytest.FixtureRequest, tmp_path: Path, mini: Path) -> Repository:
    return Repository(tmp_path / "repository", mini, request.param)


def changed(found: Any) -> list[tuple[str, str]]:
    return [
        (change["old"]["value"], change["new"]["value"])
        for thing in found["things"]
        for change in thing["changes"]
    ]


@pytest.mark.parametrize(("old", "new"), [("HEAD~1", "HEAD"), ("v1", "main"), ("HEAD~1", "refs/heads/main")])
def test_two_revisions(repository: Repository, old: str, new: str) -> None:
    found = repository.data(old, new)
    assert changed(found) == [("8", "9")]
    assert found["new"] == {"name": new, "kind": "revision", "commit": repository.git("rev-parse", "HEAD")}
    assert changed(repository.data(new, old)) == [("9", "8")]


def test_what_has_been_changed_and_not_committed(repository: Repository) -> None:
    assert repository.data("HEAD")["counts"] == {}
    repository.change("ch:boards 9", "ch:boards 10")
    assert changed(repository.data("HEAD")) == [("9", "10")]
    assert changed(repository.data("v1")) == [("8", "10")]
    assert repository.diff("HEAD").stdout.startswith(
        f"Changes from HEAD ({repository.git('rev-parse', '--short=10', 'HEAD')}) to now\n"
    )


def test_a_revision_and_a_folder(repository: Repository, mini: Path) -> None:
    assert repository.data("v1", str(mini))["counts"] == {}
    assert changed(repository.data(str(mini), "main")) == [("8", "9")]


def test_a_revision_has_the_files_that_its_folder_has(repository: Repository) -> None:
    for name in ("ontology/old/terms.ttl", "data/more/terms.ttl"):
        (repository.graph / name).parent.mkdir(exist_ok=True)
        (repository.graph / name).write_text(f"<urn:{name}> <urn:p> 1 .\n", encoding="utf-8")
    repository.commit("third")
    for states in (("HEAD~1", "HEAD"), ("HEAD~1", str(repository.graph))):
        (found,) = repository.data(*states)["things"]
        assert (found["iri"], found["state"]) == ("urn:data/more/terms.ttl", "added")


def test_shapes_are_compared_between_revisions(repository: Repository) -> None:
    shape = next((repository.graph / "shapes").glob("*.ttl"))
    shape.write_text(
        shape.read_text(encoding="utf-8") + "<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> .\n"
    )
    assert repository.data("HEAD")["counts"] == {"shape-changed": 1}
    repository.commit("third")
    assert repository.data("HEAD~1", "HEAD")["counts"] == {"shape-changed": 1}


def test_attributes_of_the_working_tree_play_no_part(repository: Repository) -> None:
    (repository.root / ".gitattributes").write_text("*.ttl export-ignore export-subst text eol=crlf\n")
    repository.commit("third")
    assert repository.data("HEAD~1", "HEAD")["counts"] == {}


def test_an_existing_path_wins_and_that_is_said(repository: Repository, mini: Path, tmp_path: Path) -> None:
    """In a folder with a graph called like the branch."""
    shutil.copytree(mini, tmp_path / "here" / "main")
    run = subprocess.run(
        [sys.executable, "-m", "kzgraph", "--graph", str(repository.graph), "diff", "v1", "main"],
        cwd=tmp_path / "here",
        env={**environment(), **GIT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "No fact changed." in run.stdout
    assert "main is a file or folder here and also a git revision: the former is compared." in run.stderr
    assert "refs/heads/main" in run.stderr


@pytest.mark.parametrize("revision", ["HEAD~7", "v2", "main..HEAD", "no such", "a" * 5000, "HEAD:data", "\n"])
def test_a_revision_that_there_is_not(repository: Repository, revision: str) -> None:
    done = repository.diff(revision, "HEAD")
    assert done.returncode == 2
    assert len(done.stderr) < 1500
    assert not done.stdout


def test_a_range_is_told_how_to_be_written(repository: Repository) -> None:
    assert "kzgraph diff A B" in repository.diff("v1..main").stderr


def test_a_revision_cannot_be_an_option_of_git(repository: Repository, tmp_path: Path) -> None:
    for name in ("--output=x", "-h", "--exec=touch x"):
        done = repository.diff("--", name, "HEAD")
        assert done.returncode == 2
        assert "cannot be the name of a revision" in done.stderr
    assert not list(tmp_path.rglob("x"))


def test_no_shell_reads_the_name(repository: Repository, tmp_path: Path) -> None:
    assert repository.diff("$(touch /tmp/kzgraph-was-here)", "HEAD").returncode == 2
    assert not Path("/tmp/kzgraph-was-here").exists()


def test_no_repository(mini: Path) -> None:
    done = kzgraph(
        "--graph", str(mini), "diff", "HEAD", env={**GIT, "GIT_CEILING_DIRECTORIES": str(mini.parent)}
    )
    assert done.returncode == 2
    assert "is in no git repository" in done.stderr


def test_a_revision_from_before_the_graph(repository: Repository) -> None:
    repository.git("checkout", "-q", "--orphan", "other")
    repository.git("rm", "-rfq", ".")
    (repository.root / "README").write_text("nothing")
    repository.commit("nothing")
    repository.git("checkout", "-q", "main")
    done = repository.diff("other", "main")
    assert done.returncode == 3
    assert "At the revision 'other' there is no graph" in done.stderr


def test_a_revision_that_is_malformed(repository: Repository) -> None:
    repository.change("ch:boards 9", "ch:boards")
    repository.commit("broken")
    done = repository.diff("HEAD~1", "HEAD")
    assert done.returncode == 3
    assert "HEAD: data/bodies.ttl:" in done.stderr


def test_from_within_a_hook(repository: Repository) -> None:
    """Git sets GIT_DIR for hooks, relative to the top of the working tree."""
    done = repository.diff("v1", "HEAD", GIT_DIR=".git", GIT_INDEX_FILE=".git/index")
    assert done.returncode == 0
    assert "8 → 9" in done.stdout
