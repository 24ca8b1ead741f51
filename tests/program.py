"""Running the real program on the small graph in tests/golden/graph, for the tests of the command line."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from kzgraph.__main__ import run

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
    """Run ``kzgraph`` with these arguments; no traceback may ever appear.

    It runs in this process, which spares its start-up, and sees what one of its own would see: the command
    line, the environment and three streams. Where the interpreter itself is set up, it is one of its own.
    """
    more = env or {}
    if any(name.startswith(("PYTHON", "LC_")) for name in more):
        return started(*args, env=more, typed=typed)
    streams = {name: _stream() for name in ("stdout", "stderr")}
    with (
        patch.dict(os.environ, environment(**more), clear=True),
        patch.multiple(sys, argv=["kzgraph", *args], stdin=_stream(typed or ""), **streams),
    ):
        code = run()
    stdout, stderr = (_written(stream) for stream in streams.values())
    return _checked(Done(code, stdout, stderr))


def started(*args: str, env: dict[str, str] | None = None, typed: str | None = None) -> Done:
    """Run ``kzgraph`` with these arguments in a process of its own; no traceback may ever appear."""
    done = subprocess.run(
        [sys.executable, "-m", "kzgraph", *args],
        input=(typed or "").encode(),
        capture_output=True,
        env=environment(**(env or {})),
        timeout=60,
        check=False,
    )
    return _checked(Done(done.returncode, done.stdout.decode(), done.stderr.decode()))


def _stream(text: str = "") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    content = stream.detach().getvalue()  # type: ignore[attr-defined]
    return content.decode()


def _checked(done: Done) -> Done:
    assert "Traceback" not in done.stderr + done.stdout
    return done


def golden(name: str, found: str) -> None:
    """Compare *found* with the file tests/golden/*name*; KZGRAPH_GOLDEN=write accepts it as the new one."""
    file = GOLDEN / name
    if os.environ.get("KZGRAPH_GOLDEN") == "write":
        file.write_bytes(found.encode())
    assert found
    assert found == file.read_bytes().decode()
