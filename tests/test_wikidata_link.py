"""`kzgraph wikidata link`: what is checked first, what is written, and that nothing is written otherwise."""

import copy
import re
import shutil
from pathlib import Path

import pytest
from program import ROOT, kzgraph
from wikidata_items import ITEMS

import kzgraph as package
from kzgraph.errors import UsageError
from kzgraph.wikidata.cache import Cache
from kzgraph.wikidata.link import instance_of, match_classes
from kzgraph.wikidata.links import items, links, searches

KZ = "https://w3id.org/kzgraph/id/"
REPUBLICANS, DEMOCRATS, PUTIN, SOVIET_UNION, CPSU = "Q29468", "Q29552", "Q7747", "Q15180", "Q79854"


@pytest.fixture
def world(tmp_path):
    """A copy of the shipped graph, and a cache with items of Wikidata."""
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    cache = Cache(tmp_path / "cache")
    for entity in ITEMS.values():
        cache.put(entity, "2025-01-31")
    cache.put(ITEMS[DEMOCRATS], "2025-01-31", asked_for="Q4242")
    cache.put_missing("Q10518", "2025-02-01")
    return tmp_path


def link(world, *args, **env):
    places = {"KZGRAPH_GRAPH": str(world), "KZGRAPH_WIKIDATA_CACHE": str(world / "cache")}
    return kzgraph("wikidata", "link", *args, env={**places, **env})


def text(world):
    return (world / "data" / "links.ttl").read_text("utf-8")


def refused(world, code, *args):
    """Run the command, which must fail and leave everything as it was; return what it said."""
    before = {path: path.read_bytes() for path in world.rglob("*.ttl")}
    done = link(world, *args)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert {path: path.read_bytes() for path in world.rglob("*.ttl")} == before
    return done.stderr


def test_a_link_takes_the_place_of_the_search_and_is_shown(world):
    done = link(world, "kz:alga", REPUBLICANS, "--why", "A test with an item.")
    assert done.returncode == 0
    assert done.stdout.startswith("kz:alga (Alga!) is Q29468 (Republican Party).\n\ndata/links.ttl:")
    place, _, written = done.stdout.partition("data/links.ttl:")[2].partition("\n")
    lines = text(world).splitlines()
    assert "\n".join(lines[int(place) - 1 :]).startswith(written.strip())
    assert "kz:search-alga-wikidata" in done.stderr
    assert "search-alga" not in text(world)
    graph = package.load(world)
    assert items(graph)[KZ + "alga"] == REPUBLICANS
    (found,) = [each for each in links(graph) if each.qid == REPUBLICANS]
    assert (found.reason, found.label, found.checked) == (
        "A test with an item.",
        "Republican Party",
        "2025-01-31",
    )
    assert KZ + "alga" not in {each.thing for each in searches(graph)}


def test_what_was_written_is_valid_and_laid_out(world):
    assert link(world, "kz:alga", REPUBLICANS, "--why", "x").returncode == 0
    assert link(world, "european-union", SOVIET_UNION, "--not", "--why", "Another union.").returncode == 0
    env = {"KZGRAPH_GRAPH": str(world)}
    assert kzgraph("fmt", "--check", str(world / "data"), env=env).returncode == 0
    done = kzgraph("validate", env=env)
    assert done.returncode == 0, done.stdout
    assert "links.ttl" not in done.stdout


def test_what_a_thing_is_not_is_written_beside_its_other_links(world):
    done = link(world, "kz:cpsu", DEMOCRATS, "--not", "--why", "Not related.")
    assert done.returncode == 0
    before, _, after = text(world).partition("kz:link-cpsu-q29552 a kzo:Link")
    assert before.rstrip().endswith("kz:cpsu kzo:notToBeConfusedWith wd:Q29552 .")
    assert "kz:link-cpsu-q79854" in before
    assert "kzo:relation kzo:notToBeConfusedWith" in after[:200]
    assert "is not Q29552" in done.stdout


def test_a_close_link_is_no_identity(world):
    assert link(world, "kz:alga", REPUBLICANS, "--close", "--why", "Perhaps.").returncode == 0
    graph = package.load(world)
    assert KZ + "alga" not in items(graph)
    assert [each.relation for each in links(graph) if each.qid == REPUBLICANS] == ["close"]


def test_a_reason_can_be_in_another_language(world):
    assert link(world, "kz:alga", REPUBLICANS, "--why", '"Проверка"@ru').returncode == 0
    assert 'kzo:reason "Проверка"@ru' in text(world)


def test_a_dry_run_shows_and_writes_nothing(world):
    before = text(world)
    done = link(world, "kz:alga", REPUBLICANS, "--why", "x", "--dry-run")
    assert done.returncode == 0
    assert "kz:link-alga-q29468" in done.stdout
    assert "Nothing was written" in done.stderr
    assert text(world) == before


def test_a_person_is_no_party(world):
    said = refused(world, 2, "kz:alga", PUTIN, "--why", "x")
    assert "Q7747 (Vladimir Putin) is of another kind" in said
    assert "'political party'" in said
    assert "'person'" in said
    assert "--not" in said


def test_a_party_is_no_person_and_a_state_is_no_party(world):
    assert "of another kind" in refused(world, 2, "kz:mukhtar-ablyazov", DEMOCRATS, "--why", "x")
    assert "of another kind" in refused(world, 2, "kz:alga", SOVIET_UNION, "--close", "--why", "x")


def test_what_is_told_apart_may_be_of_another_kind(world):
    assert link(world, "kz:alga", PUTIN, "--not", "--why", "x").returncode == 0


def test_of_a_class_that_the_graph_does_not_know_the_editor_is_told(world):
    done = link(world, "kz:mazhilis-2004", "Q15062956", "--close", "--why", "x")
    assert done.returncode == 0
    assert "Q1007356" in done.stderr
    assert "see for yourself" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["kz:pads", "Q4242"], 2, "Q4242 was merged into Q29552"),
        (["kz:pads", "Q10518"], 1, "Wikidata has no item Q10518 (seen on 2025-02-01)"),
        (["kz:pads", "Q232"], 1, "Fetch it first: kzgraph wikidata fetch Q232"),
        (["kz:pads", "P31"], 2, "P31 is a property"),
        (["kz:pads", "Kazakhstan"], 2, "is not the identifier of an item"),
        (["kz:rkrp", CPSU], 2, "Q79854 is kz:cpsu already"),
        (["kz:cpsu", CPSU], 2, "kz:cpsu is linked to Q79854 already"),
        (["kz:cpsu", DEMOCRATS], 2, "kz:cpsu is Q79854 already"),
        (["kz:cpsu-signatory", CPSU], 2, "kz:cpsu-signatory is not to be confused with Q79854 already"),
        (["kz:cpsu-signatory", CPSU, "--close"], 2, "not to be confused with Q79854"),
        (["kz:cpsu", CPSU, "--not"], 2, "kz:cpsu is linked to Q79854 already"),
        (["kz:nobody", CPSU], 2, "kz:nobody"),
        (["kz:pads", REPUBLICANS, "--close", "--not"], 2, "exclude each other"),
    ],
)
def test_it_is_refused_with_the_reason(world, arguments, code, expected):
    assert expected in refused(world, code, *arguments, "--why", "x")


def test_a_line_that_a_terminal_broke_is_mended(world):
    done = link(
        world, "kz:alga", REPUBLICANS, "--why", "Same name: “Communist\n     Party”\t(en).", "--dry-run"
    )
    assert 'kzo:reason "Same name: “Communist Party” (en)."@en' in done.stdout


def test_a_link_needs_a_reason(world):
    assert "--why" in refused(world, 2, "kz:alga", REPUBLICANS)
    assert "--why" in refused(world, 2, "kz:alga", REPUBLICANS, "--why", "  ")


def test_a_reason_that_rdf_cannot_hold_is_refused(world):
    from kzgraph.wikidata.link import plan

    with pytest.raises(UsageError, match="character that RDF does not allow"):
        plan(package.load(world), KZ + "alga", REPUBLICANS, "a\0b", "exact", Cache(world / "cache"))


def test_an_endpoint_has_no_files(world):
    done = kzgraph("--endpoint", "http://127.0.0.1:9/", "wikidata", "link", "kz:alga", "Q232", "--why", "x")
    assert done.returncode == 2
    assert "--graph" in done.stderr


def test_a_graph_gets_the_file_if_it_has_none(mini, tmp_path):
    cache = Cache(tmp_path / "cache")
    cache.put(ITEMS[REPUBLICANS], "2025-01-31")
    places = {"KZGRAPH_GRAPH": str(mini), "KZGRAPH_WIKIDATA_CACHE": str(tmp_path / "cache")}
    done = kzgraph("wikidata", "link", "rookery", REPUBLICANS, "--why", "x", env=places)
    assert done.returncode == 0, done.stderr
    assert REPUBLICANS in (mini / "data" / "links.ttl").read_text("utf-8")
    assert list(items(package.load(mini)).values()) == [REPUBLICANS]


def test_a_file_that_cannot_be_written_is_left_as_it_was(world):
    file = world / "data" / "links.ttl"
    before = file.read_bytes()
    file.chmod(0o444)
    try:
        done = link(world, "kz:alga", REPUBLICANS, "--why", "x")
    finally:
        file.chmod(0o644)
    if done.returncode != 0:  # the superuser may write everything
        assert done.returncode == 3
        assert file.read_bytes() == before


def test_a_search_that_stands_elsewhere_is_replaced_there(world):
    links_file = world / "data" / "links.ttl"
    content = links_file.read_text("utf-8")
    start = content.index("kz:search-alga-wikidata")
    end = content.index("\n\n", start)
    links_file.write_text(content[:start] + content[end + 2 :], "utf-8")
    law = world / "data" / "law.ttl"
    law.write_text(f"{law.read_text('utf-8')}\n{content[start:end]}\n", "utf-8")
    done = link(world, "kz:alga", REPUBLICANS, "--why", "x")
    assert done.returncode == 0, done.stderr
    assert "\n\ndata/law.ttl:" in done.stdout
    assert "search-alga" not in law.read_text("utf-8")
    assert links_file.read_text("utf-8").count("kz:alga") == content.count("kz:alga") - 1


def test_a_search_that_is_described_twice_is_replaced_as_a_whole(world):
    links_file = world / "data" / "links.ttl"
    more = '\nkz:search-alga-wikidata skos:editorialNote "Names with an exclamation mark, too."@en .\n'
    links_file.write_text(text(world) + more, "utf-8")
    done = link(world, "kz:alga", REPUBLICANS, "--why", "x")
    assert done.returncode == 0, done.stderr
    assert "search-alga" not in text(world)
    assert items(package.load(world))[KZ + "alga"] == REPUBLICANS


@pytest.mark.parametrize("end", ["", "\n", "\n\n# Links.\n"])
def test_prefixes_that_are_needed_are_declared_in_their_order(world, end):
    links_file = world / "data" / "links.ttl"
    links_file.write_text(f"@prefix kz: <{KZ}> .{end}", "utf-8")
    assert link(world, "kz:cpsu", CPSU, "--why", "x").returncode == 0
    declared = re.findall("^@prefix (.*?):", text(world), re.MULTILINE)
    assert declared == ["edtf", "kz", "kzo", "skos", "wd"]
    done = kzgraph("fmt", "--check", str(links_file), env={"KZGRAPH_GRAPH": str(world)})
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def graph():
    return package.load(ROOT)


@pytest.mark.parametrize(
    ("thing", "item", "fits"),
    [
        ("cpsu", REPUBLICANS, True),
        ("dvk", REPUBLICANS, True),  # an organisation may be a party
        ("nursultan-nazarbayev", PUTIN, True),
        ("soviet-union", SOVIET_UNION, True),
        ("cpsu", PUTIN, False),
        ("nursultan-nazarbayev", REPUBLICANS, False),
        ("mazhilis-2004", PUTIN, False),
        ("azamat", REPUBLICANS, None),  # an alliance is not declared to be no party
        ("mazhilis-2004", "Q15062956", None),
        ("mazhilis-2004", "Q40231", None),  # a class: the item is an instance of nothing
    ],
)
def test_an_item_fits_by_what_it_is_an_instance_of(graph, thing, item, fits):
    found = match_classes(graph, KZ + thing, instance_of(ITEMS[item]))
    assert found.fits is fits
    assert found.own


def test_a_deprecated_class_does_not_count():
    entity = copy.deepcopy(ITEMS[PUTIN])
    for claim in entity["claims"]["P31"]:
        claim["rank"] = "deprecated"
    assert instance_of(entity) == []


def test_the_help_names_the_way_here():
    done = kzgraph("wikidata", "link", "--help")
    assert done.returncode == 0
    for name in ("candidates", "--why", "--close", "--not", "--dry-run"):
        assert name in done.stdout
    assert Path(ROOT / "docs" / "wikidata.md").is_file()
