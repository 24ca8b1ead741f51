"""Search finds a thing by any of its names, best match first, each thing once."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import GRAPH

import kzgraph
from kzgraph.errors import UsageError

ID = "https://example.org/id/"


@pytest.fixture
def kg() -> kzgraph.KnowledgeGraph:
    return kzgraph.load(GRAPH)


@pytest.mark.parametrize(
    ("text", "thing", "kind"),
    [
        ("Rowing Club of Strelsau", "rowers", "exact"),
        ("RCS", "rowers", "exact"),
        ("rcs", "rowers", "exact"),
        ("ГКС", "rowers", "exact"),
        ("Strelsau Eskek Esu Klubi", "rowers", "exact"),
        ("Стрельсау", "strelsau", "exact"),
        ("Жамбыл", "zhambyl", "prefix"),
        ("Jambyl", "zhambyl", "prefix"),
        ("Zhambyl Akhmetbekov", "zhambyl", "exact"),
        ("Ахметбеков Жамбыл", "zhambyl", "words"),
        ("Akhmetbekow", "zhambyl", "words"),
        ("club rowing", "rowers", "words"),
        ("Ahmetbkov", "zhambyl", "near"),
        ("Rasendil", "rudolf", "words"),
        ("Rassendal", "rudolf", "near"),
    ],
)
def test_the_best_hit(kg: kzgraph.KnowledgeGraph, text: str, thing: str, kind: str) -> None:
    best = kg.search(text)[0]
    assert (best.iri, best.kind) == (ID + thing, kind)


def test_each_thing_is_found_once(kg: kzgraph.KnowledgeGraph) -> None:
    found = [hit.iri for hit in kg.search("strelsau", limit=100)]
    assert len(found) == len(set(found))
    assert found[:1] == [ID + "strelsau"]
    assert {ID + "rowers", ID + "old-rowers"} <= set(found)


def test_a_hit_says_what_matched(kg: kzgraph.KnowledgeGraph) -> None:
    hit = kg.search("ГКС")[0]
    assert (hit.label, hit.name, hit.language) == ("Rowing Club of Strelsau", "ГКС", "ru")
    assert [kind.label for kind in hit.types] == ["club"]


def test_terms_of_the_ontology_come_after_things(kg: kzgraph.KnowledgeGraph) -> None:
    assert kg.search("клуб")[0].iri == "https://example.org/terms#Club"
    names = [hit.iri for hit in kg.search("club")]
    assert "https://example.org/terms#Club" in names


def test_scores_fall(kg: kzgraph.KnowledgeGraph) -> None:
    scores = [hit.score for hit in kg.search("rowing club")]
    assert scores == sorted(scores, reverse=True)


def test_the_limit_holds(kg: kzgraph.KnowledgeGraph) -> None:
    assert len(kg.search("r", limit=2)) == 2


def test_nothing_is_found(kg: kzgraph.KnowledgeGraph) -> None:
    assert kg.search("zzzzzzzz") == []


@pytest.mark.parametrize("text", ["", "   ", "?!", "\u200f"])
def test_nothing_to_search_for(kg: kzgraph.KnowledgeGraph, text: str) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        kg.search(text)


def test_a_limit_below_one(kg: kzgraph.KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        kg.search("rowers", limit=0)


def ranking(folder: Path, text: str, *named: str) -> list[str]:
    """Return what is found for *text*, best first, among things that are *named* so, in Turtle."""
    for name in ("ontology", "data"):
        (folder / name).mkdir(exist_ok=True)
    head = (
        "@prefix id: <https://example.org/id/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix kzo: <https://w3id.org/kzgraph/ontology#> .\n"
    )
    (folder / "data" / "names.ttl").write_text(head + "".join(f"{each} .\n" for each in named), "utf-8")
    return [hit.iri.removeprefix(ID) for hit in kzgraph.load(folder).search(text)]


@pytest.mark.parametrize("text", ["Kosarev", "Kossarev", "kossarev"])
def test_an_equal_spelling_is_better_than_an_equal_key(tmp_path: Path, text: str) -> None:
    names = (
        'id:a skos:prefLabel "Kosarev"',
        'id:b skos:prefLabel "Kossarev"',
        'id:c skos:prefLabel "Косарев"',
    )
    found = ranking(tmp_path, text, *names)
    assert found[0] == ("a" if text == "Kosarev" else "b")
    assert sorted(found) == ["a", "b", "c"]


@pytest.mark.parametrize("order", ["abcd", "dcba"])
def test_an_abbreviation_is_better_than_a_label_than_another_name_than_a_term(
    tmp_path: Path, order: str
) -> None:
    ways = ("kzo:abbreviation", "skos:prefLabel", "skos:altLabel", "rdfs:label")
    named = [f'id:{name} {way} "Regatta"@en' for name, way in zip(order, ways, strict=True)]
    assert ranking(tmp_path, "Regatta", *named) == list(order)


@pytest.mark.parametrize("order", ["abc", "cba"])
def test_a_name_that_begins_so_is_better_than_one_with_all_words(tmp_path: Path, order: str) -> None:
    full, begins, words = order
    named = (
        f'id:{full} rdfs:label "Row Club"@en',
        f'id:{begins} rdfs:label "Row Club of the old town by the river"@en',
        f'id:{words} kzo:abbreviation "Club Row"@en',
        'id:near skos:prefLabel "Rov Klub"@en',
    )
    assert ranking(tmp_path, "row club", *named) == [full, begins, words]


def test_near_names_are_found_only_if_nothing_else_is(tmp_path: Path) -> None:
    named = ('id:a skos:prefLabel "Rassendyll"@en', 'id:b skos:prefLabel "Rassendell"@en')
    assert ranking(tmp_path, "Rassendyll", *named) == ["a"]
    assert sorted(ranking(tmp_path, "Rassendull", *named)) == ["a", "b"]


def test_the_english_name_is_told_where_several_match_alike(tmp_path: Path) -> None:
    ranking(tmp_path, "Regatta", 'id:a skos:prefLabel "Regatta"@de, "Regatta"@en, "Regatta"@sv')
    (hit,) = kzgraph.load(tmp_path).search("Regatta")
    assert hit.language == "en"
