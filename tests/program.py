"""Running the real program on the small graph in tests/golden/graph, for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
GRAPH = GOLDEN / "graph"
ROOT = Path(__file__).parent.parent


def environment(**more: str) -> dict[str, str]:
    """The environment of a user: nothing of the test run but the interpreter's needs."""
    kept = {
        k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "XDG_CACHE_HOME")
    }
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "KZGRAPH_GRAPH": str(GRAPH), **more}


@dataclass
class Done:
    """What a run of the program left behind; line ends are as written."""

    returncode: int
    stdout: str
    stderr: str


def kzgraph(*args: str, env: dict[str, str] | None = None, typed: str | None = None) -> Done:
    """Run ``kzgraph`` with these arguments; no traceback may ever appear."""
    done = subprocess.run(
        [sys.executable, "-m", "kzgraph", *args],
        input=(typed or "").encode(),
        capture_output=True,
        env=environment(**(env or {})),
        timeout=60,
        check=False,
    )
    found = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in found.stderr + found.stdout
    return found


def golden(name: str, found: str) -> None:
    """Compare *found* with the file tests/golden/*name*; KZGRAPH_GOLDEN=write accepts it as the new one."""
    file = GOLDEN / name
    if os.environ.get("KZGRAPH_GOLDEN") == "write":
        file.write_bytes(found.encode())
    assert found
    assert found == file.read_bytes().decode()
