"""`kzgraph stats`: counts."""

from __future__ import annotations

import json

from program import golden, kzgraph


def test_text() -> None:
    done = kzgraph("stats")
    assert (done.returncode, done.stderr) == (0, "")
    golden("stats.txt", done.stdout)


def test_json_and_rows_say_the_same() -> None:
    found = json.loads(kzgraph("stats", "--format", "json").stdout)
    rows = [json.loads(line) for line in kzgraph("stats", "--format", "jsonl").stdout.splitlines()]
    assert {(group, what): n for group, of in found.items() for what, n in of.items()} == {
        (row["group"], row["what"]): row["count"] for row in rows
    }
