"""Fixtures for all tests: a cache of each test's own, and a small graph about something else entirely."""

import shutil
from pathlib import Path

import pytest

MINI = Path(__file__).parent / "mini"


@pytest.fixture(autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which this test keeps caches; no test sees the user's or another test's."""
    home = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.delenv("KZGRAPH_GRAPH", raising=False)
    return home


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """Return a graph folder about chess clubs, free to be changed."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    return folder
