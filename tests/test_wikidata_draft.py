"""`kzgraph wikidata draft`: what is only here, read back by a reader of the formats, against our own facts."""

from __future__ import annotations

import json

import pytest
from quickstatements_reader import read_csv, read_v1
from test_wikidata_quickstatements import as_read
from wikidata_graph import DAY, make_world

from kzgraph.knowledge_graph import load
from kzgraph.wikidata.our_statements import statements

LOOKED_UP = ["--retrieved", "2026-11-19"]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def facts(world):
    """Our facts as a reader of the drafts would have them."""

    def snaks(found):
        return [
            (snak.property, as_read(snak.value._replace(text=snak.value.text.replace("\n ", " "))))
            for snak in found
        ]

    return [
        (
            each.statement.item.replace("Q9990001", "Q29552"),  # into which it was merged
            each.statement.property,
            as_read(each.statement.value),
            snaks(each.statement.qualifiers),
            [snaks(reference) for reference in each.statement.references],
        )
        for each in statements(load(world.graph))
        if each.statement is not None
    ]


def tables(text):
    return [table for table in text.split("\n\n") if table.strip()]


def drafted(world, *args, form="v1"):
    done = world.run("draft", "--format", form, *LOOKED_UP, *args)
    assert done.returncode == 0, done.stderr
    if form == "v1":
        return read_v1(done.stdout)
    return [command for table in tables(done.stdout) for command in read_csv(table.rstrip("\n") + "\n")]


def names(commands):
    return sorted((each.item, each.property, each.value[-1] or each.value[1]) for each in commands)


ONLY_HERE = {
    ("Q12573318", "P856"),
    ("Q29468", "P1142"),
    ("Q29468", "P1813"),
    ("Q29468", "P2124"),
    ("Q29552", "P1813"),  # of an item that was merged into this one
    ("Q7747", "P39"),
    ("Q79854", "P1813"),
}


@pytest.mark.parametrize("form", ["v1", "csv"])
def test_the_draft_says_what_our_facts_say(world, facts, form):
    """Item, property, value, qualifiers and references, fact by fact."""
    commands = drafted(world, form=form)
    expected = ONLY_HERE - ({("Q7747", "P39")} if form == "csv" else set())
    assert {(each.item, each.property) for each in commands} == expected
    assert len(commands) == len(expected)
    for command in commands:  # these sources all have a day of their own, so nothing is added
        found = (command.item, command.property, command.value, command.qualifiers, command.references)
        assert found in facts
        assert command.summary == "with sources, drafted by kzgraph"


def test_every_statement_has_a_source_its_words_and_the_day(world):
    for command in drafted(world):
        assert command.references
        for reference in command.references:
            parts = dict(reference)
            assert {"P1683", "P813"} <= set(parts)
            assert {"P248", "P1476"} & set(parts)
            assert len(parts["P1683"][2].split()) <= 12


def test_quotes_keep_their_marks_and_their_language(world):
    (found,) = [each for each in drafted(world) if each.property == "P1142"]
    assert dict(found.references[0])["P1683"] == ("monolingual", "en", 'its "ideology" | communism')
    (found,) = [each for each in drafted(world, "t:cpsu") if each.property == "P1813"]
    assert [dict(of)["P1683"][1:] for of in found.references] == [("und", "в КПСС"), ("ru", "партия (КПСС)")]


def test_a_language_that_wikidata_does_not_have_is_left_out(world):
    (short_name,) = drafted(world, "t:democrats")
    assert short_name.value == ("monolingual", "en", "Dem")
    left_out = world.run("draft", "t:democrats", "--left-out").stderr
    assert "t:democrats P1813: Wikidata is not known to take texts in ru-latn: Dem (short name)" in left_out


def test_words_over_two_lines_are_quoted_in_one(world):
    """A quote of a table has a line break, which Wikidata does not take."""
    assert "\\n КПСС" in (world.graph / "data" / "claims.ttl").read_text(encoding="utf-8")
    assert 'und:"в КПСС"' in world.run("draft", "t:cpsu").stdout


def test_dates_have_the_precision_of_ours(world):
    (found,) = [each for each in drafted(world) if each.property == "P2124"]
    assert found.qualifiers == [("P585", ("time", "+2008-11-00T00:00:00Z", 10, "Q1985727"))]


def test_a_value_that_the_item_has_for_another_time_becomes_a_new_statement(world):
    """Without the mark, QuickStatements would put the dates on the statement that is there."""
    (office,) = drafted(world, "t:putin")
    assert (office.value, office.new) == (("entity", "Q842386"), True)
    assert [each.new for each in drafted(world, "t:republicans")] == [False, False, False]
    done = world.run("draft", "t:putin", "--format", "csv", "--left-out")
    assert done.returncode == 1
    assert "t:putin P39 Q842386: the item has that value already, and CSV cannot ask" in done.stderr


def test_what_must_never_be_drafted(world):
    text = world.run("draft", *LOOKED_UP).stdout
    assert "Q9990004" not in text  # somebody's opinion; also held to be wrong
    assert "P576" not in text  # disputed
    assert "+1922-12-30" not in text  # disputed, and not accepted
    assert "P17\t" not in text  # Wikidata has it
    assert "P31\t" not in text  # the editors' own
    assert "P571" not in text  # Wikidata has it, more or less precisely


def test_a_dispute_about_a_fact_keeps_it_out(world, tmp_path):
    """The same fact, drafted above, with one claim against it."""
    other = make_world(tmp_path / "other")
    with (other.graph / "data" / "more.ttl").open("w", encoding="utf-8") as file:
        file.write(
            "@prefix kz: <https://w3id.org/kzgraph/id/> .\n"
            "@prefix kzo: <https://w3id.org/kzgraph/ontology#> .\n"
            "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
            "@prefix t: <https://example.org/test/> .\n"
            "@prefix wikibase: <http://wikiba.se/ontology#> .\n"
            "t:claim-against a kzo:Claim ; rdf:subject t:republicans ; rdf:predicate kzo:ideology ;\n"
            '    rdf:object t:agrarianism ; kzo:source t:sheet ; kzo:quote "not that" ;\n'
            "    kzo:rank wikibase:NormalRank ; kzo:conflictsWith t:claim-07 .\n"
        )
    claim = (other.graph / "data" / "claims.ttl").read_text(encoding="utf-8").split("t:claim-07 a")[1]
    assert "t:communism" in claim.split("t:claim-08")[0]
    assert {each.property for each in drafted(other, "t:republicans")} == {"P1813", "P2124"}
    assert (
        "t:republicans P1142 Q6186: the sources disagree"
        in other.run("draft", "t:republicans", "--left-out").stderr
    )


def test_of_two_facts_that_say_the_same_one_is_drafted(world):
    assert [each.value for each in drafted(world, "t:republicans")].count(
        ("quantity", "1234567", None, None)
    ) == 1
    left_out = world.run("draft", "t:republicans", "--left-out").stderr
    assert "t:republicans P2124 1234567: another fact says it already" in left_out


def test_what_is_left_out_is_counted_or_named(world):
    short = world.run("draft", "t:republicans").stderr
    assert "facts are left out (--left-out says which):" in short
    assert "1 Wikidata has another value" in short
    long = world.run("draft", "t:republicans", "--left-out").stderr
    for line in (
        "left out: t:republicans P488: t:nobody (chairperson) has no item",
        "left out: t:republicans P571 1854-03: Wikidata has it, more precisely",
        "left out: t:republicans P2124 70000000: Wikidata has another value",
    ):
        assert line in long.splitlines()
    assert "t:republicans P1142 Q6186: Wikidata has Q7169" in long


# --- References: addresses and days ---------------------------------------------------------------------


def sheet_fact(world):
    """Let the sheet, which has no day, say something that only this graph has."""
    file = world.graph / "data" / "claims.ttl"
    text = file.read_text(encoding="utf-8")
    head, claim = text.split("t:claim-07 a", 1)
    file.write_text(
        head + "t:claim-07 a" + claim.replace("kzo:source t:book", "kzo:source t:sheet", 1), encoding="utf-8"
    )


def test_a_source_without_a_day_needs_one(tmp_path):
    world = make_world(tmp_path)
    sheet_fact(world)
    done = world.run("draft", "t:republicans")
    assert (done.returncode, done.stdout) == (2, "")
    assert "these sources were looked up: t:sheet\n" in done.stderr
    assert "--retrieved YYYY-MM-DD" in done.stderr
    days = {each.property: dict(each.references[0])["P813"][1] for each in drafted(world, "t:republicans")}
    assert days["P1142"] == "+2026-11-19T00:00:00Z"  # what we were told
    assert days["P2124"] == "+2025-03-01T00:00:00Z"  # the source's own day stays


def test_an_address_is_given_to_the_source_that_it_belongs_to(world):
    url = "https://example.org/page?a=1&b=2#c"
    commands = drafted(world, "--url", f"t:page={url}")
    given = [of for each in commands for of in each.references if dict(of).get("P854") == ("string", url)]
    assert given
    assert all(("P1476", ("monolingual", "en", "Page of the tests")) in of for of in given)
    assert not [of for each in commands for of in each.references if "P854" in dict(of) and of not in given]
    assert "t:page has no address" in world.run("draft", "t:republicans").stderr
    assert "t:page has no address" not in world.run("draft", "t:republicans", "--url", f"t:page={url}").stderr


def test_an_address_that_is_not_used_is_told(world):
    done = world.run("draft", "t:republicans", *LOOKED_UP, "--url", "t:usa=https://example.org/")
    assert "https://example.org/" not in done.stdout
    assert "No statement here cites t:usa: that address is not used." in done.stderr


def test_it_is_said_how_old_the_copies_are(world):
    said = world.run("draft", "t:cpsu", *LOOKED_UP).stderr
    assert said.endswith("Compared with copies of 2026-11-20; Wikidata may have changed since.\n")


def test_a_quote_of_too_many_words_is_not_carried_over(tmp_path):
    world = make_world(tmp_path)
    file = world.graph / "data" / "claims.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("партия, или «РП»", "a b c d e f g h i j k l m"), encoding="utf-8")
    done = world.run("draft", "t:republicans", "--left-out")
    assert "a b c d" not in done.stdout
    assert "t:republicans P1813 РП (ru): a source has no words for it" in done.stderr


# --- Files, and wrong input ------------------------------------------------------------------------------


def test_tables_of_several_shapes_become_several_files(world, tmp_path):
    done = world.run("draft", "-o", str(tmp_path / "drafts.csv"))
    assert done.returncode == 0
    assert "import one by one" in done.stderr
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [f"drafts-{n}.csv" for n in range(1, len(files) + 1)]
    commands = [command for file in files for command in read_csv(file.read_text(encoding="utf-8"))]
    assert names(commands) == names(drafted(world, form="csv"))


def test_one_shape_becomes_the_file_that_was_named(world, tmp_path):
    strange = world.run("draft", "t:agency", "-o", str(tmp_path / "one.json"))
    assert strange.returncode == 2
    assert ".json is no form of QuickStatements" in strange.stderr
    assert world.run("draft", "t:agency", "-o", str(tmp_path / "one.csv")).returncode == 0
    assert [file.name for file in tmp_path.iterdir()] == ["one.csv"]


def test_version_1_goes_to_the_file(world, tmp_path):
    file = tmp_path / "drafts.txt"
    assert world.run("draft", "-o", str(file)).stdout == ""
    assert file.read_text(encoding="utf-8") == world.run("draft").stdout


def test_the_same_draft_every_time(world):
    first = world.run("draft", env={"PYTHONHASHSEED": "1"})
    assert first.stdout == world.run("draft", env={"PYTHONHASHSEED": "2"}).stdout


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--retrieved", "2026-02-30"], 2, "'2026-02-30' is not a day."),
        (["--retrieved", "2026-02"], 2, "is not a day"),
        (["--retrieved", "20260201"], 2, "is not a day"),
        (["--retrieved", "2999-01-01"], 2, "is yet to come"),
        (["--url", "t:sheet"], 2, "is not SOURCE=URL"),
        (["--url", "t:sheet=example.org"], 2, "'example.org' is not the address of a web page (t:sheet)"),
        (["--url", "t:sheet=http://a b"], 2, "is not the address"),
        (["--url", "nothing=http://example.org/"], 2, "There is no thing 'nothing'."),
        (["t:sheet"], 1, "has no exact link"),
        (["t:usa"], 1, "There is nothing to draft."),
        (["t:vanished"], 1, "Nothing is drafted for items that Wikidata does not have: Q9990404."),
        (["-o", "/nowhere/at/all.txt"], 3, "cannot be written"),
        (["--format", "xml"], 2, "xml"),
    ],
)
def test_a_clear_sentence_and_an_exit_code(world, args, code, said):
    done = world.run("draft", *args)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""


def test_what_was_not_fetched_is_not_drafted(world):
    """Nobody knows what such an item has."""
    (world.cache / "entities" / "Q79854.json").rename(world.cache / "kept.json")
    try:
        done = world.run("draft", "t:cpsu")
    finally:
        (world.cache / "kept.json").rename(world.cache / "entities" / "Q79854.json")
    assert done.returncode == 1
    assert (
        "Nothing is drafted for items without a copy: Q79854. Fetch them: kzgraph wikidata fetch t:cpsu"
        in done.stderr
    )


def test_nothing_is_drafted_from_a_copy_that_was_made_without_the_statements(world):
    """Somebody asked for the names only: what the item has nobody knows."""
    copy = world.cache / "entities" / "Q79854.json"
    whole = copy.read_bytes()
    entry = json.loads(whole)
    del entry["entity"]["claims"]
    copy.write_text(json.dumps(entry), "utf-8")
    try:
        compared, drafted = world.run("diff", "t:cpsu"), world.run("draft", "t:cpsu")
        everything = world.run("diff", "--format", "md").stdout
    finally:
        copy.write_bytes(whole)
    assert (compared.returncode, compared.stdout) == (1, "")
    assert "The copy of Q79854 was made without its statements" in compared.stderr
    assert (drafted.returncode, drafted.stdout) == (1, "")
    assert "Q79854. Fetch them again: kzgraph wikidata fetch Q79854 --max-age 0" in drafted.stderr
    assert f"its copy of {DAY} was made without its statements" in everything
    assert "“в КПСС”" not in everything
