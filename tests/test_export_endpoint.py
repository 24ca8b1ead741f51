"""What a server holds goes out like what a folder holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MINI
from program import kzgraph
from test_engine_remote import server

__all__ = ["server"]

NO_GRAPH = {"KZGRAPH_GRAPH": str(MINI)}


@pytest.mark.parametrize(
    "choice",
    [
        (),
        ("--layer", "accepted"),
        ("--layer", "evidence", "--format", "ttl12"),
        ("--entity", "rookery", "--format", "trig"),
        ("--lang", "de", "--format", "nq"),
        ("--as-of", "2004-09-18", "--format", "rdfxml"),
    ],
)
def test_a_server_exports_what_the_folder_does(server: str, choice: tuple[str, ...]) -> None:
    """The server holds the derived days, too; they come out as they were made."""
    near = kzgraph("export", *choice, env=NO_GRAPH)
    far = kzgraph("--endpoint", server, "export", *choice, env=NO_GRAPH)
    assert (near.returncode, near.stderr) == (0, "")
    assert (far.returncode, far.stdout, far.stderr) == (0, near.stdout, "")


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    out = tmp_path / "a.ttl"
    done = kzgraph("--endpoint", "http://127.0.0.1:9/sparql", "export", "-o", str(out))
    assert done.returncode == 4
    assert not out.exists()
