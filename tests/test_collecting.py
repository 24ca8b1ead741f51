"""The tests can be collected anywhere: no test module reads what is not in the repository when it is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from program import ROOT

#: Collects all tests, and fails if a file in the given folders is opened, or one of them listed.
COLLECT = """
import os, sys
found = []
forbidden = tuple(os.path.join(os.path.abspath(each), "") for each in sys.argv[1:])

def look(event, args):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], (str, bytes)):
        path = os.path.abspath(os.fsdecode(args[0]))
        if os.path.join(path, "").startswith(forbidden):
            found.append(path)

sys.addaudithook(look)
import pytest
code = pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests"])
sys.exit("read on import: " + ", ".join(found) if found else code)
"""


def test_no_test_module_reads_what_is_not_in_the_repository(tmp_path: Path) -> None:
    material, documents = tmp_path / "wikidata", tmp_path / "sources"
    (material / "slices").mkdir(parents=True)
    documents.mkdir()
    for name in ("links.csv", "properties.csv"):
        (material / name).touch()
    done = subprocess.run(
        [sys.executable, "-c", COLLECT, str(tmp_path), str(ROOT.parent / "shared")],
        cwd=ROOT,
        env={**os.environ, "KZGRAPH_SLICES": str(material / "slices"), "KZGRAPH_SOURCES": str(documents)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
