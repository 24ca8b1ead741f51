"""`kzgraph conflicts`: where sources disagree."""

from __future__ import annotations

import json

from program import golden, kzgraph


def test_all_as_text() -> None:
    done = kzgraph("conflicts")
    assert (done.returncode, done.stderr) == (0, "")
    golden("conflicts.txt", done.stdout)


def test_those_of_a_thing() -> None:
    found = json.loads(kzgraph("conflicts", "id:match-1", "--format", "json").stdout)
    assert [conflict["label"] for conflict in found] == ["By how much was the regatta won?"]
    assert [side["object"]["value"] for side in found[0]["sides"]] == ["3", "2"]


def test_rows_have_the_question_first() -> None:
    lines = [json.loads(line) for line in kzgraph("conflicts", "--format", "jsonl").stdout.splitlines()]
    assert [line["conflict"] for line in lines].count("By how much was the regatta won?") == 2


def test_no_conflicts_is_an_answer() -> None:
    done = kzgraph("conflicts", "id:strelsau")
    assert (done.returncode, done.stderr) == (0, "No conflicts.\n")
