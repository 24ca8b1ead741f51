"""Search finds a thing by any of its names, best match first, each thing once."""

from __future__ import annotations

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
