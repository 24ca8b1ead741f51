"""`kzgraph evidence`: claims word for word."""

from __future__ import annotations

import csv
import io
import json

from program import golden, kzgraph


def test_text() -> None:
    done = kzgraph("evidence", "id:rowers")
    assert (done.returncode, done.stderr) == (0, "")
    golden("evidence.txt", done.stdout)


def test_rows_for_a_spreadsheet() -> None:
    written = kzgraph("evidence", "id:almanac", "--format", "csv").stdout
    rows = [*csv.DictReader(io.StringIO(written))]
    assert [row["claim"][-2:] for row in rows] == ["c6", "c2", "c8", "c4"]
    assert rows[1]["quote"] == "RCS"
    assert rows[0]["accepted"] == "false"


def test_json() -> None:
    found = json.loads(kzgraph("evidence", "id:c2", "--format", "json").stdout)
    assert found[0]["quotePrefix"] == "Strelsau ("
    assert found[0]["object"] == {"value": "RCS", "language": "en"}


def test_a_thing_without_evidence() -> None:
    done = kzgraph("evidence", "id:old-rowers")
    assert (done.returncode, done.stdout) == (1, "")
    assert "No source says anything about Rowing Club of Strelsau (1890)." in done.stderr


def test_an_unknown_thing() -> None:
    assert kzgraph("evidence", "nobody at all").returncode == 2
