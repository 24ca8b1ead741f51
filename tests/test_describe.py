"""What the library says about a thing: description, evidence, conflicts, counts."""

from __future__ import annotations

import pytest
from program import GRAPH

import kzgraph
from kzgraph.errors import NotFound
from kzgraph.evidence.claims import Claim
from kzgraph.lookup.labels import language_tag

ID = "https://example.org/id/"


@pytest.fixture
def kg() -> kzgraph.KnowledgeGraph:
    return kzgraph.load(GRAPH)


def ids(claims: list[Claim] | tuple[Claim, ...]) -> list[str]:
    return sorted(claim.iri.removeprefix(ID) for claim in claims)


class TestShow:
    def test_what_it_is(self, kg: kzgraph.KnowledgeGraph) -> None:
        found = kg.show("id:rowers")
        assert (found.iri, found.label) == (ID + "rowers", "Rowing Club of Strelsau")
        assert [kind.label for kind in found.types] == ["club"]
        assert found.texts == ("A club on the river.",)

    def test_names_with_their_sources(self, kg: kzgraph.KnowledgeGraph) -> None:
        names = {name.text: name for name in kg.show("id:rowers").names}
        assert names["RCS"].kind == "abbreviation"
        assert ids(names["RCS"].evidence) == ["c2"]
        assert names["The Rowers"].kind == "other name"
        assert names["The Rowers"].evidence == ()
        assert language_tag(names["Strelsau Esqek Esu Kluby"].language) == "kk-Latn"

    def test_facts_with_their_words(self, kg: kzgraph.KnowledgeGraph) -> None:
        (fact,) = kg.show("id:rowers").facts
        assert (fact.property.label, fact.value.label) == ("seat", "Strelsau")
        assert [claim.quote for claim in fact.evidence] == ["has its seat in Strelsau"]

    def test_related_things_by_class_and_date(self, kg: kzgraph.KnowledgeGraph) -> None:
        groups = {group.label: group for group in kg.show("id:rowers").related}
        assert list(groups) == ["match", "term of office"]
        assert [node.when for node in groups["term of office"].nodes] == ["1992", "1994-10"]
        assert [node.node.label[:6] for node in groups["term of office"].nodes] == ["Rudolf", "Jambyl"]
        (match,) = groups["match"].nodes
        assert [via.label for via in match.via] == ["host"]
        assert ("goals", "3") in [(f.property.label, f.value.label) for f in match.facts]

    def test_derived_bounds_are_not_facts(self, kg: kzgraph.KnowledgeGraph) -> None:
        found = kg.show("id:term-1")
        assert sorted(fact.property.label for fact in found.facts) == ["end", "holder", "of", "start"]

    def test_disputes_with_all_sides(self, kg: kzgraph.KnowledgeGraph) -> None:
        disputed = kg.show("id:rowers").disputed
        assert [ids(conflict.sides) for conflict in disputed] == [["c5", "c6"], ["c8", "c9"]]
        assert disputed[0].explanation == "The Gazette says three, the Almanac two."

    def test_opinions_are_no_facts(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert ids(kg.show("id:rowers").said) == ["c7"]
        assert ids(kg.show("id:evil").saying) == ["c7"]
        assert ids(kg.show("id:evil").said) == []

    def test_identity(self, kg: kzgraph.KnowledgeGraph) -> None:
        found = kg.show("id:rowers")
        assert [each.label for each in found.confusable] == ["Rowing Club of Strelsau (1890)"]
        assert found.notes == ("The river is not named in any source.",)
        assert [link.value.term.value for link in found.links] == ["http://www.wikidata.org/entity/Q1"]

    def test_a_term_of_the_ontology(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert kg.show("ex:Club").label == "club"

    def test_nothing_is_known(self, kg: kzgraph.KnowledgeGraph) -> None:
        from kzgraph.evidence.describe import show

        with pytest.raises(NotFound):
            show(kg, "https://example.org/id/nobody")


class TestEvidence:
    def test_about_a_thing_and_what_hangs_on_it(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert ids(kg.evidence("id:rowers")) == [f"c{n}" for n in range(1, 10)]

    def test_as_an_object(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert ids(kg.evidence("id:strelsau")) == ["c3"]

    def test_of_a_source(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert ids(kg.evidence("id:almanac")) == ["c2", "c4", "c6", "c8"]

    def test_of_a_claim_and_of_a_conflict(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert ids(kg.evidence("id:c5")) == ["c5", "c6"]
        assert ids(kg.evidence("id:goals-2004")) == ["c5", "c6"]

    def test_a_claim_in_full(self, kg: kzgraph.KnowledgeGraph) -> None:
        claim = next(claim for claim in kg.evidence("id:match-1") if claim.iri == ID + "c5")
        assert str(claim.subject) == "Regatta of 2004"
        assert str(claim.predicate) == "goals"
        assert claim.object.term.python == 3
        assert str(claim.source) == "Strelsau Gazette"
        assert (claim.quote, claim.rank, claim.reason) == (
            "won by three",
            "preferred",
            "The Gazette was there.",
        )
        assert claim.accepted
        assert claim.conflicts_with == (ID + "c6",)

    def test_accepted_means_that_the_graph_holds_it(self, kg: kzgraph.KnowledgeGraph) -> None:
        accepted = [claim for claim in kg.evidence("id:rowers") if claim.accepted]
        assert ids(accepted) == ["c1", "c2", "c3", "c4", "c5"]


class TestConflicts:
    def test_all(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert [(c.label, ids(c.sides)) for c in kg.conflicts()] == [
            ("By how much was the regatta won?", ["c5", "c6"]),
            ("Rowing Club of Strelsau: members", ["c8", "c9"]),
        ]

    def test_of_a_thing(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert [c.iri for c in kg.conflicts("id:match-1")] == [ID + "goals-2004"]
        assert kg.conflicts("id:strelsau") == []

    def test_a_dispute_that_nobody_has_described_is_shown_all_the_same(
        self, kg: kzgraph.KnowledgeGraph
    ) -> None:
        undescribed = kg.conflicts()[1]
        assert undescribed.iri is None
        assert undescribed.explanation is None

    def test_the_preferred_side_is_first(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert [claim.rank for claim in kg.conflicts()[0].sides] == ["preferred", "normal"]


def test_stats(kg: kzgraph.KnowledgeGraph) -> None:
    counts = {(count.group, count.what): count.number for count in kg.stats().counts}
    assert counts["Things", "club"] == 2
    assert counts["Claims", "claims"] == 9
    assert counts["Claims", "accepted"] == 5
    assert counts["Claims", "questions in dispute"] == 1
    assert counts["Claims by source", "Strelsau Gazette"] == 5
    assert counts["Claims by rank", "preferred"] == 1
    assert counts["Names by language", "kk-Latn"] == 1
    assert counts["Triples", "derived date bounds"] > 0
    total = sum(number for (group, _), number in counts.items() if group == "Triples")
    assert total == int(kg.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0].n.value)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("kk-latn", "kk-Latn"), ("kk-latn-x-2018", "kk-Latn-x-2018"), ("EN-gb", "en-GB"), ("", ""), (None, "")],
)
def test_language_tags_are_shown_as_bcp_47_recommends(tag: str | None, expected: str) -> None:
    assert language_tag(tag) == expected
