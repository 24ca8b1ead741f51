"""`kzgraph wikidata status`: its numbers are those of the stored table of identifiers."""

import csv
import json
from io import StringIO
from pathlib import Path

from program import kzgraph
from test_wikidata_links import LEFT_OUT, SEVERAL, WARNINGS, rows
from wikidata_slices import needs_material

import kzgraph as package
from kzgraph.wikidata.status import standings, summary

ROOT = Path(__file__).parents[1]
HERE = {"KZGRAPH_GRAPH": str(ROOT)}
COLUMNS = ["kind", "things", "linked", "close", "none_found", "not_looked_for", "confusable"]


def table(*args, env=None):
    done = kzgraph("wikidata", "status", "--format", "csv", *args, env=env or HERE)
    assert done.returncode == 0
    return list(csv.DictReader(StringIO(done.stdout))), done.stderr


def total(found, column):
    return sum(int(row[column]) for row in found)


@needs_material
def test_the_numbers_are_those_of_the_stored_table():
    found, said = table()
    things = [row for row in found if row["kind"] != "class of things"]
    stored = [row for row in rows() if row["our_label"] not in LEFT_OUT and row["our_label"] not in WARNINGS]
    verified = [row for row in stored if row["status"] == "verified" and row["kind"] != "class"]
    assert total(things, "linked") + total(things, "close") == len(verified)
    assert total(things, "close") == len([row for row in verified if "assumed" in row["note"]])
    missing = [row["our_label"] for row in stored if row["status"] == "none-found"]
    assert total(things, "none_found") == sum(SEVERAL.get(label, 1) for label in missing)
    assert "328 things: 44 linked, 5 close, 69 looked for and not found" in said


def test_each_kind_adds_up():
    found, _ = table()
    assert list(found[0]) == COLUMNS
    for row in found:
        states = ("linked", "close", "none_found", "not_looked_for")
        assert int(row["things"]) == sum(int(row[state]) for state in states)
    (parties,) = [row for row in found if row["kind"] == "political party"]
    assert list(parties.values()) == ["political party", "18", "9", "1", "8", "0", "6"]


def test_each_state_is_listed_with_its_reason():
    found, _ = table("--list", "none-found")
    assert len(found) == 69
    (cpk,) = [row for row in found if row["thing"].endswith("/cpk")]
    assert "No stored data" in cpk["reason"]
    found, _ = table("--list", "linked")
    assert all(row["item"].startswith("http://www.wikidata.org/entity/Q") and row["reason"] for row in found)
    found, _ = table("--list", "confusable")
    assert len(found) == 15
    found, _ = table("--list", "not-looked-for")
    assert "kz" not in found[0]["item"]
    assert any(row["thing"].endswith("/alma-ata") for row in found)


def test_a_list_of_all_has_every_thing():
    found, _ = table("--list", "all")
    graph = package.load(ROOT)
    assert {row["thing"] for row in found} == {each.thing for each in standings(graph)}
    assert sum(each.things for each in summary(standings(graph))) == len(standings(graph))


def test_it_is_written_in_other_formats():
    done = kzgraph("wikidata", "status", "--format", "json", env=HERE)
    assert json.loads(done.stdout)["head"]["vars"] == COLUMNS
    done = kzgraph("wikidata", "status", "--format", "md", env=HERE)
    assert done.stdout.startswith("| kind | things |")
    done = kzgraph("wikidata", "status", "--format", "ttl", env=HERE)
    assert done.returncode == 2


def test_a_graph_without_links_has_none(mini):
    found, said = table(env={"KZGRAPH_GRAPH": str(mini)})
    assert found == []
    assert said.startswith("0 things")


def test_a_misspelt_list_is_refused_and_the_lists_are_named():
    done = kzgraph("wikidata", "status", "--list", "missing", env=HERE)
    assert done.returncode == 2
    assert "none-found" in done.stderr
