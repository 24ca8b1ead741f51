"""`kzgraph wikidata diff`: our facts beside statements of Wikidata."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from program import ROOT
from wikidata_graph import DAY, FIXTURE, make_world
from wikidata_items import ITEMS, entity_value

import kzgraph
from kzgraph.wikidata.disputes import beside, disputes
from kzgraph.wikidata.mapping import Property, StatementMapping
from kzgraph.wikidata.our_statements import OwnFact
from kzgraph.wikidata.pairs import pair_up
from kzgraph.wikidata.statements import Snak, Statement, Value, edtf_time


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def things(world):
    done = world.run("diff", "--format", "json")
    assert done.returncode == 0, done.stderr
    return {each["iri"].rpartition("/")[2]: each for each in json.loads(done.stdout)["things"]}


def pairs(thing, name, outcome=None):
    return [
        each
        for each in thing["pairs"]
        if each["property"]["id"] == name and outcome in (None, each["outcome"])
    ]


def text(side):
    return side and side["value"].get("text", side["value"]["kind"])


# --- Every outcome -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("thing", "name", "outcome", "here", "there"),
    [
        ("republicans", "P17", "same", "Q30", "Q30"),
        ("republicans", "P31", "same", "Q7278", "Q7278"),
        ("republicans", "P856", "same", "http://WWW.gop.com", "https://www.gop.com/"),
        ("republicans", "P1813", "same", "GOP", "GOP"),
        ("republicans", "P571", "ours less precise", "+1854-03-00T00:00:00Z", "+1854-03-20T00:00:00Z"),
        ("democrats", "P571", "theirs less precise", "+1828-01-08T00:00:00Z", "+1828-01-01T00:00:00Z"),
        ("republicans", "P2124", "differs", "+70000000", "+68049840"),
        ("republicans", "P2124", "same", "+30700138", "+30700138"),
        ("republicans", "P2124", "only here", "+1234567", None),
        ("republicans", "P1142", "only here", "Q6186", None),
        ("cpsu", "P1813", "only here", "КПСС", None),
        ("republicans", "P463", "only there", None, "Q862603"),
        ("putin", "P102", "only there", None, "Q4488786"),
        ("election", "P585", "same", "+2017-09-24T00:00:00Z", "+2017-09-24T00:00:00Z"),
        ("agency", "P17", "same", "Q232", "Q232"),
    ],
)
def test_an_outcome(things, thing, name, outcome, here, there):
    found = [(text(each["here"]), text(each["there"])) for each in pairs(things[thing], name, outcome)]
    assert (here, there) in found


def test_terms_in_one_office_are_paired_by_their_dates(things):
    """Both hold the same office twice; which term is which, the qualifiers tell."""
    found = pairs(things["putin"], "P39", "same")
    dates = [
        [
            next((snak["value"]["label"] for snak in side["qualifiers"] if snak["property"] == "P580"), None)
            for side in (each["here"], each["there"])
        ]
        for each in found
        if text(each["here"]) == "Q218295"
    ]
    assert sorted(dates) == [["2000-05-07", "2000-05-07"], ["2012-05-07", "2012-05-07"]]


def test_ranks_are_told(things):
    putin = things["putin"]
    (doubtful,) = [each for each in pairs(putin, "P39") if text(each["there"]) == "Q2350808"]
    assert doubtful["outcome"] == "same"
    assert (doubtful["there"]["rank"], doubtful["there"]["best"]) == ("deprecated", False)
    ranks = {each["there"]["rank"]: each["there"]["best"] for each in pairs(putin, "P39") if each["there"]}
    assert ranks == {"preferred": True, "normal": False, "deprecated": False}
    assert [each["there"]["best"] for each in pairs(things["agency"], "P17")] == [True]


def test_no_value_there_is_shown_as_such(things):
    assert "novalue" in [text(each["there"]) for each in pairs(things["putin"], "P102", "only there")]


def test_qualifiers_are_compared_one_by_one(things):
    def of(value):
        (pair,) = [each for each in pairs(things["republicans"], "P488") if text(each["here"]) == value]
        return {each["property"]: each["relation"] for each in pair["qualifiers"]}

    assert of("Q1357640") == {"P580": "same", "P582": "coarser"}
    assert of("Q331838") == {"P580": "same", "P582": "differs"}
    (member,) = pairs(things["putin"], "P102", "same")
    assert {each["property"]: each["relation"] for each in member["qualifiers"]} == {
        "P580": "same",
        "P582": "same",
    }
    (seat,) = pairs(things["republicans"], "P159", "same")
    assert {(each["property"], each["here"]) for each in seat["qualifiers"]} == {
        ("P281", None),
        ("P625", None),
        ("P6375", None),
    }


def test_a_merged_item_is_compared_as_the_one_it_was_merged_into(things):
    democrats = things["democrats"]
    assert (democrats["linked"], democrats["item"]) == ("Q9990001", "Q29552")
    assert pairs(democrats, "P31", "same")


def test_references_and_the_words_behind_ours_are_there(things):
    (pair,) = pairs(things["republicans"], "P571")
    assert pair["there"]["references"]
    assert sorted(pair["here"]["claims"]) == [
        "https://example.org/test/claim-11",
        "https://example.org/test/claim-12",
    ]
    (country,) = pairs(things["republicans"], "P17")
    assert country["there"]["references"] == []


def test_statements_of_other_properties_are_counted(things):
    claims = ITEMS["Q29468"]["claims"]
    compared = {each["property"]["id"] for each in things["republicans"]["pairs"]}
    others = things["republicans"]["notCompared"]
    assert not compared & set(others)
    assert sum(others.values()) + sum(len(claims.get(name, [])) for name in compared) == 19


def test_what_wikidata_cannot_say_has_a_reason(things):
    said = {each["property"]: each["why"] for each in things["republicans"]["cannotBeSaid"]}
    assert said == {
        "P488": ["t:nobody (chairperson) has no item"],
        "P1142": ["t:agrarianism (political ideology) has no item"],
    }


def test_what_is_disputed_stands_beside_theirs(things):
    """Of the two days, none accepted here, Wikidata prefers one and deprecates the other."""
    founding, end = sorted(things["soviet-union"]["disputes"], key=lambda each: each["label"], reverse=True)
    assert founding["label"] == "When was the Soviet Union founded?"
    assert [
        (side["accepted"], side["value"]["label"], side["there"]["rank"]) for side in founding["sides"][:2]
    ] == [(False, "1922-12-30", "preferred"), (False, "1923-07-06", "deprecated")]
    opinion = founding["sides"][2]
    assert (opinion["accepted"], opinion["property"], opinion["value"], opinion["there"]) == (
        False,
        None,
        None,
        None,
    )
    assert [(side["accepted"], side["there"] is not None) for side in end["sides"]] == [
        (True, True),
        (False, False),
    ]
    (pair,) = pairs(things["soviet-union"], "P576", "same")
    assert pair["here"]["disputed"] == ["https://example.org/test/conflict-end"]
    assert not [each for each in pairs(things["soviet-union"], "P571") if each["here"]]


def test_opinions_and_what_is_held_to_be_wrong_are_not_ours(things):
    assert "Q9990004" not in json.dumps(things["republicans"])


def test_items_without_a_copy_are_named(world, things):
    assert things["usa"]["state"] == "not fetched"
    assert things["vanished"]["state"] == "missing"
    assert "nearly" not in things  # a close match is no identity
    page = world.run("diff").stdout
    assert "kzgraph wikidata fetch" in page
    assert "Vanished party (t:vanished): there is no such item" in page


# --- As people see it ----------------------------------------------------------------------------------


def test_the_text_fits_eighty_columns_and_names_everything(world):
    done = world.run("diff", "t:republicans", "--format", "table", env={"COLUMNS": "80"})
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    flat = " ".join(done.stdout.split())
    for said in (
        f"Republican Party (t:republicans) · Q29468, copy of {DAY}",
        "4 statements of 3 other properties there were not compared.",
        "inception (P571): here 1854-03, there 1854-03-20",
        "member count (P2124): here 70000000, there 68049840 – there preferred, without a reference",
        "end time (P582): here 2012, there 2011-01-14 (they differ)",
        'political ideology (P1142): communism (Q6186) “its "ideology" | communism”',
        "only there: P281 20003",
        "Sheet of the tests (t:sheet)",
    ):
        assert said in flat, said


def test_what_differs_comes_first(world):
    lines = world.run("diff", "t:republicans").stdout.splitlines()
    order = [line.split(":")[0].strip() for line in lines if line.startswith("  ") and line[2] not in " 4["]
    assert list(dict.fromkeys(order)) == [
        "differs",
        "ours less precise",
        "only here",
        "same",
        "only there",
        "cannot be said there",
    ]


def test_markdown_and_rows_hold_the_same(world):
    page = world.run("diff", "t:putin", "--format", "md").stdout
    assert "## Vladimir Putin (t:putin) · Q7747" in page
    assert "there not the preferred one" in page
    rows = list(csv.DictReader(io.StringIO(world.run("diff", "--format", "csv").stdout)))
    kept = [row for row in rows if row["thing"].endswith("/republicans") and row["outcome"] == "differs"]
    assert [(row["here"], row["there"], row["rank"], row["references"]) for row in kept] == [
        ("70000000", "68049840", "preferred", "0")
    ]
    assert {row["outcome"] for row in rows} >= {"not fetched", "missing", "only there"}
    disputed = {row["property"].rpartition("/")[2] for row in rows if row["disputed"] == "yes"}
    assert disputed == {"P576"}


def test_control_characters_from_wikidata_do_no_harm(world, tmp_path):
    """A label is whatever somebody wrote."""
    folder = tmp_path / "items"
    shutil.copytree(world.cache, folder)
    file = folder / "entities" / "Q29468.json"
    file.write_text(file.read_text().replace('"Republican Party"', '"Party\\u001b[31m\\u202e"'))
    found = world.run(
        "diff", "t:republicans", "--format", "table", env={"KZGRAPH_WIKIDATA_CACHE": str(folder)}
    )
    assert found.returncode == 0
    assert "\x1b" not in found.stdout
    assert "\u202e" not in found.stdout


def test_a_graph_without_conflicts_of_its_own_words_and_mappings(mini: Path, world):
    done = world.run("diff", env={"KZGRAPH_GRAPH": str(mini)})
    assert done.returncode == 1
    assert "linked to an item of Wikidata" in done.stderr
    assert "kzgraph wikidata candidates" in done.stderr


# --- Wrong input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["t:sheet"], 1, "t:sheet has no exact link to an item of Wikidata."),
        (["t:nearly"], 1, "kzgraph wikidata candidates t:nearly"),
        (["t:usa"], 1, "There is no copy of Q30.\nFetch it: kzgraph wikidata fetch t:usa"),
        (["t:vanished"], 1, "Wikidata has no item Q9990404."),
        (["no such thing"], 2, "There is no thing 'no such thing'."),
        (["Q30"], 1, "There is no copy of Q30."),
        (["https://www.wikidata.org/wiki/Q30"], 1, "There is no copy of Q30."),
        (["wd:Q999999999"], 1, "Nothing in this graph is linked to Q999999999."),
        (["P31"], 2, "P31 is a property of Wikidata, not an item."),
        (["--format", "ttl"], 2, "cannot hold"),
    ],
)
def test_a_clear_sentence_and_an_exit_code(world, args, code, said):
    done = world.run("diff", *args)
    assert done.returncode == code
    assert said in done.stderr
    assert not done.stdout


def test_an_empty_cache_says_what_to_do(world, tmp_path):
    done = world.run("diff", env={"KZGRAPH_WIKIDATA_CACHE": str(tmp_path / "none")})
    assert done.returncode == 1
    assert done.stderr.endswith("Fetch them: kzgraph wikidata fetch\n")


def test_an_old_cache_is_refused(world, tmp_path):
    folder = tmp_path / "items"
    shutil.copytree(world.cache, folder)
    (folder / "format.json").write_text('{"format": 0}')
    done = world.run("diff", env={"KZGRAPH_WIKIDATA_CACHE": str(folder)})
    assert done.returncode == 3
    assert "older version" in done.stderr


def test_the_help_is_enough_to_go_on(world):
    page = world.run("diff", "--help").stdout
    assert "kzgraph wikidata fetch" in page
    assert "Exit code 0 whether or not" in page


# --- The rules of pairing ------------------------------------------------------------------------------


def ours(value, *qualifiers, name="P1", datatype="wikibase-item"):
    mapping = StatementMapping(
        "m", frozenset(), "", "p", "", frozenset(), "", "", Property(name, name, datatype), ()
    )
    return OwnFact("t", "n", mapping, Statement("Q1", name, value, "normal", qualifiers), (), (), ())


def theirs(value, *qualifiers, rank="normal", name="P1"):
    return Statement("Q1", name, value, rank, qualifiers)


def outcomes(mine, others, **more):
    found = pair_up(mine, others, **more)
    return [
        (each.outcome, each.ours and each.ours.statement.value.text, each.theirs and each.theirs.value.text)
        for each in found
    ]


ONE, TWO = entity_value("Q1"), entity_value("Q2")


def start(date):
    return Snak("P580", edtf_time(date))


def end(date):
    return Snak("P582", edtf_time(date))


def test_other_items_stand_alone_and_other_dates_differ():
    assert outcomes([ours(ONE)], [theirs(TWO)]) == [("only here", "Q1", None), ("only there", None, "Q2")]
    mine, others = edtf_time("1991"), edtf_time("1992")
    assert [each[0] for each in outcomes([ours(mine)], [theirs(others)])] == ["differs"]
    deprecated = [theirs(others, rank="deprecated")]
    assert [each[0] for each in outcomes([ours(mine)], deprecated)] == ["only here", "only there"]


def test_the_same_value_at_another_time_is_another_statement():
    mine = ours(ONE, start("2020"), end("2021"))
    assert [each[0] for each in outcomes([mine], [theirs(ONE, start("2008"), end("2012"))])] == [
        "only here",
        "only there",
    ]


def test_a_good_statement_is_preferred_to_a_deprecated_one():
    found = pair_up([ours(ONE)], [theirs(ONE, rank="deprecated"), theirs(ONE)])
    assert [(each.outcome, each.theirs.rank) for each in found] == [
        ("same", "normal"),
        ("only there", "deprecated"),
    ]


def test_the_same_value_is_preferred_to_a_less_precise_one():
    mine, year = edtf_time("1991-10-16"), edtf_time("1991")
    found = outcomes([ours(year), ours(mine)], [theirs(year), theirs(mine)])
    assert sorted(each[0] for each in found) == ["same", "same"]


def test_two_facts_can_share_a_statement():
    found = outcomes([ours(ONE, start("2004")), ours(ONE)], [theirs(ONE, start("2004"))])
    assert [each[0] for each in found] == ["same", "same"]


def test_a_narrower_or_wider_class_of_theirs():
    classes = {"Q1": frozenset({"party"}), "Q2": frozenset({"party"}), "Q3": frozenset({"party", "group"})}
    narrow = outcomes([ours(ONE)], [theirs(TWO)], classes=classes)
    wide = outcomes([ours(ONE)], [theirs(entity_value("Q3"))], classes=classes)
    assert [narrow[0][0], wide[0][0]] == ["ours less precise", "theirs less precise"]


def test_the_statement_whose_qualifiers_fit_is_preferred():
    mine = ours(ONE, start("2004"), Snak("P2", ONE))
    clashing = theirs(ONE, start("2004"), Snak("P2", TWO))
    bare, deprecated = theirs(ONE), theirs(ONE, start("2004"), Snak("P2", ONE), rank="deprecated")
    for others in ([clashing, bare], [bare, clashing]):
        assert pair_up([mine], others)[0].theirs is bare
    assert pair_up([mine], [deprecated, bare])[0].theirs is bare  # what holds, before what says more
    assert pair_up([mine], [deprecated, clashing])[0].theirs is deprecated
    assert pair_up([mine], [bare, theirs(ONE, start("2004"))])[0].theirs.qualifiers


def test_whether_a_query_sees_their_statement():
    found = pair_up(
        [ours(ONE), ours(TWO)], [theirs(ONE), theirs(TWO, rank="preferred"), theirs(ONE, name="P2")]
    )
    assert [(each.theirs.value.text, each.property, each.best) for each in found] == [
        ("Q1", "P1", False),
        ("Q2", "P1", True),
        ("Q1", "P2", True),
    ]
    assert [each.best for each in pair_up([], [theirs(ONE), theirs(TWO, rank="preferred")])] == [False, True]


def test_what_wikidata_cannot_say_is_left_out():
    assert outcomes([ours(ONE)._replace(statement=None)], [theirs(ONE)]) == [("only there", None, "Q1")]


def test_an_unknown_value_of_theirs_says_less():
    assert outcomes([ours(ONE)], [theirs(Value("somevalue"))])[0][0] == "theirs less precise"


def test_merged_values_are_the_same():
    assert outcomes([ours(TWO)], [theirs(ONE)], merged={"Q2": "Q1"}) == [("same", "Q2", "Q1")]


def test_the_ontology_of_the_project_is_what_the_test_graph_uses(world):
    assert (world.graph / "ontology" / "wikidata.ttl").read_bytes() == (
        ROOT / "ontology" / "wikidata.ttl"
    ).read_bytes()


# --- What is disputed ----------------------------------------------------------------------------------

TEST = "https://example.org/test/"


@pytest.fixture
def kg(tmp_path):
    """The graph of the world without anything of Wikidata's."""
    graph = tmp_path / "graph"
    shutil.copytree(FIXTURE, graph)
    for file in (ROOT / "ontology").glob("*.ttl"):
        shutil.copy(file, graph / "ontology")
    return kzgraph.load(graph)


def test_every_side_with_what_wikidata_would_say(kg):
    items = {TEST + "soviet-union": "Q15180", TEST + "russia": "Q159"}
    found = disputes(kg, items)
    assert list(found) == [TEST + "soviet-union"]
    assert [
        [(side.claim.iri[-2:], side.property, side.value and side.value.text[:11]) for side in each.sides]
        for each in found[TEST + "soviet-union"]
    ] == [
        [("61", "P576", "+1991-12-26"), ("62", "P576", "+1990-00-00")],
        # What somebody asserts is a side, but nothing that Wikidata would say.
        [("58", "P571", "+1922-12-30"), ("59", "P571", "+1923-07-06"), ("60", "", None)],
    ]
    assert disputes(kg, items, TEST + "russia") == {}
    assert disputes(kg, {}) == {}
    assert disputes(kg, items, TEST + "soviet-union") == found


def test_the_statement_that_fits_a_side_best(kg):
    end_of, founding = disputes(kg, {TEST + "soviet-union": "Q15180"})[TEST + "soviet-union"]

    def fitting(dispute, *found, name="P576"):
        given = [theirs(edtf_time(date), rank=rank, name=name) for date, rank in found]
        return [
            (side.relation, side.theirs and (side.theirs.value.text[1:11], side.theirs.rank))
            for side in beside(dispute, given, {}).sides
        ]

    nothing = (None, None)
    year, day = ("1991", "normal"), ("1991-12-26", "normal")
    assert fitting(end_of, year, day) == [("same", ("1991-12-26", "normal")), nothing]
    assert fitting(end_of, year, ("1991-12-26", "deprecated")) == [
        ("same", ("1991-12-26", "deprecated")),
        nothing,
    ]
    assert fitting(end_of, ("1991-12", "deprecated"), year) == [("finer", ("1991-00-00", "normal")), nothing]
    assert fitting(end_of, ("1990-05-01", "normal"), ("199X", "normal")) == [
        ("finer", ("1990-00-00", "normal")),
        ("finer", ("1990-00-00", "normal")),
    ]
    assert fitting(end_of, ("1990-05-01", "normal")) == [nothing, ("coarser", ("1990-05-01", "normal"))]
    assert fitting(end_of, day, name="P571") == [nothing, nothing]
    assert fitting(founding, ("1923-07-06", "normal"), name="P571")[1:] == [
        ("same", ("1923-07-06", "normal")),
        nothing,
    ]


# --- The page about it ---------------------------------------------------------------------------------

PAGE = ROOT / "docs" / "wikidata-diff.md"


def transcripts():
    for block in re.findall(
        r"^```text\n(\$ .*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        command, _, output = block.removeprefix("$ ").partition("\n")
        yield pytest.param(command, output, id=command)


@pytest.mark.parametrize(("command", "output"), list(transcripts()))
def test_what_the_page_shows_is_what_the_program_prints(world, command, output):
    """On the project's own graph, with the items of the tests as copies."""
    program, group, *args = shlex.split(command)
    assert (program, group) == ("kzgraph", "wikidata")
    done = world.run(*args, env={"KZGRAPH_GRAPH": str(ROOT), "COLUMNS": "80"})
    if os.environ.get("KZGRAPH_GOLDEN") == "write":
        old, new = (f"```text\n$ {command}\n{text}```" for text in (output, done.stdout + done.stderr))
        PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return
    assert done.stdout + done.stderr == output
