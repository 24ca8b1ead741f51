"""Fixtures for all tests: a cache of each test's own, and a small graph about something else entirely."""

import os
import shutil
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import documents  # noqa: F401 - looks where the documents are, before that is hidden
import pytest
from once import LOCKS, made_once
from program import ROOT, kzgraph

MINI = Path(__file__).parent / "mini"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let each worker take its share of the tests in their order, and help others when it is done.

    So what a module prepares for its tests is prepared in one worker, as a rule.
    """
    if config.getoption("dist") != "load":  # somebody asked for another way
        return None
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def surroundings() -> Iterator[None]:
    """Keep out how the tests were started: whose documents are meant, and whether Ctrl-C is ignored.

    In the background of a shell it is, also by the programs that are started from there.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KZGRAPH_SOURCES", raising=False)
        patch.delenv("KZGRAPH_GRAPH", raising=False)
        yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder for what :func:`once.made_once` makes, the same one for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    if LOCKS and "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    return base / "shared"


@pytest.fixture(scope="session")
def prepared(shared: Path) -> Path:
    """Return a cache that holds the shipped graph, as it is after a first question."""
    return made_once(shared / "cache", _prepare) / "home"


def _prepare(folder: Path) -> None:
    done = kzgraph("stats", env={"KZGRAPH_GRAPH": str(ROOT), "XDG_CACHE_HOME": str(folder / "home")})
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def numbered_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folders for the caches of one test after the other."""
    base = tmp_path_factory.mktemp("caches")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def cache_home(numbered_homes: Iterator[Path], prepared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which this test keeps caches; no test sees the user's or another test's.

    The shipped graph is in it already.
    """
    home = next(numbered_homes)
    shutil.copytree(prepared, home, copy_function=os.link)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    return home


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """Return a graph folder about chess clubs, free to be changed."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    return folder
