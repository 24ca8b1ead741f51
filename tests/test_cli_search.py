"""`kzgraph search`: names from the command line."""

from __future__ import annotations

import json

import pytest
from program import kzgraph


@pytest.mark.parametrize(
    "words", [["Жамбыл"], ["Jambyl"], ["Zhambyl", "Akhmetbekov"], ["Zhambyl Akhmetbekov"]]
)
def test_a_name_in_any_script(words: list[str]) -> None:
    done = kzgraph("search", *words)
    assert done.returncode == 0
    header, first, *_ = done.stdout.splitlines()
    assert header == "thing\tlabel\tclass\tname\tmatch"
    assert first.startswith("id:zhambyl\tJambyl Ahmetbekov\tperson\t")


def test_as_json_lines() -> None:
    found = json.loads(kzgraph("search", "ГКС", "--format", "jsonl").stdout.splitlines()[0])
    assert found == {
        "thing": "https://example.org/id/rowers",
        "label": "Rowing Club of Strelsau",
        "class": "club",
        "name": "ГКС",
        "match": "exact",
    }


def test_the_limit() -> None:
    assert len(kzgraph("search", "r", "--limit", "1").stdout.splitlines()) == 2
    assert kzgraph("search", "r", "--limit", "0").returncode == 2


def test_nothing_found() -> None:
    done = kzgraph("search", "zzzzzz")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Nothing has a name like 'zzzzzz'.")


@pytest.mark.parametrize("args", [[], [""], ["  "], ["?!"]])
def test_nothing_to_search_for(args: list[str]) -> None:
    assert kzgraph("search", *args).returncode == 2


def test_a_name_in_cyrillic_is_found_where_the_locale_is_ascii() -> None:
    done = kzgraph("search", "ГКС", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    utf8 = kzgraph("search", "ГКС")
    assert done.returncode == utf8.returncode == 0
    assert done.stdout.splitlines()[1].split("\t")[0] == utf8.stdout.splitlines()[1].split("\t")[0]
