"""Fixtures for all tests: a cache of each test's own, and a small graph about something else entirely."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import documents  # noqa: F401 - looks where the documents are, before that is hidden
import pytest

MINI = Path(__file__).parent / "mini"


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


@pytest.fixture(autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which this test keeps caches; no test sees the user's or another test's."""
    home = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    return home


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """Return a graph folder about chess clubs, free to be changed."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    return folder
