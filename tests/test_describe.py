"""What the library says about a thing: description, evidence, conflicts, counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from program import GRAPH

import kzgraph
from kzgraph.errors import NotFound
from kzgraph.evidence.citation import fewest
from kzgraph.evidence.claims import Claim
from kzgraph.rdf.terms import language_tag

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
    [
        ("kk-latn", "kk-Latn"),
        ("kk-latn-x-2018", "kk-Latn-x-2018"),
        ("en-gb-x-latn-ru", "en-GB-x-latn-ru"),
        ("EN-gb", "en-GB"),
        ("", ""),
        (None, ""),
    ],
)
def test_language_tags_are_shown_as_bcp_47_recommends(tag: str | None, expected: str) -> None:
    assert language_tag(tag) == expected


HEAD = """@prefix ex: <https://example.org/terms#> .
@prefix id: <https://example.org/id/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wikibase: <http://wikiba.se/ontology#> .
"""


@pytest.fixture
def more(tmp_path: Path) -> Callable[[str], kzgraph.KnowledgeGraph]:
    """Return what loads the small graph with some more Turtle in it."""
    folder = tmp_path / "graph"
    shutil.copytree(GRAPH, folder)

    def load(turtle: str) -> kzgraph.KnowledgeGraph:
        (folder / "data" / "more.ttl").write_text(HEAD + turtle, encoding="utf-8")
        return kzgraph.load(folder)

    return load


More = Callable[[str], kzgraph.KnowledgeGraph]


def claim(
    name: str, subject: str, predicate: str, value: str, quote: str, *, rank: str = "Normal", more: str = ""
) -> str:
    """Return a claim of the Gazette, in Turtle."""
    return (
        f"id:{name} a kzo:Claim ; rdf:subject id:{subject} ; rdf:predicate {predicate} ; rdf:object {value} ; "
        f'kzo:source id:gazette ; kzo:quote "{quote}" ; kzo:rank wikibase:{rank}Rank{more} .\n'
    )


class TestLabels:
    @pytest.mark.parametrize(
        ("names", "label"),
        [
            ('dcterms:title "A" ; rdfs:label "B" ; skos:prefLabel "C"', "C"),
            ('dcterms:title "A" ; rdfs:label "B"', "B"),
            ('dcterms:title "A"', "A"),
            ('rdfs:label "A"@en ; skos:prefLabel "B"@ru', "B"),
            ('skos:prefLabel "A"@de, "B", "C"@en-GB', "C"),
            ('skos:prefLabel "A"@de, "B", "C"@ru', "B"),
            ('skos:prefLabel "B"@de, "A"@ru, "C"@be', "C"),
            ("ex:seat id:strelsau", "id:x"),
        ],
    )
    def test_which_name_is_the_label(self, more: More, names: str, label: str) -> None:
        kg = more(f"id:x {names} .")
        assert kg.show("id:x").label == label


def test_what_a_thing_says_of_itself_is_not_said_by_others(more: More) -> None:
    kg = more(
        claim(
            "c20", "rowers", "kzo:statement", '"We win."@en', "they win", more=" ; kzo:assertedBy id:rowers"
        )
        + claim(
            "c21",
            "rowers",
            "kzo:statement",
            '"All of us."',
            "us",
            more=" ; kzo:assertedBy id:rowers, id:evil",
        )
    )
    found = kg.show("id:rowers")
    assert ids(found.said) == ["c7"]
    assert ids(found.saying) == ["c20", "c21"]
    assert not {"c20", "c21"} & set(ids(found.unaccepted))


class TestArranged:
    """Where each thing that is said has its place in a description."""

    def test_the_finest_classes(self, more: More) -> None:
        found = more("id:x a ex:Body, ex:Club, owl:NamedIndividual .").show("id:x")
        assert [kind.label for kind in found.types] == ["club"]

    def test_texts_are_told_in_english_if_they_are(self, more: More) -> None:
        kg = more(
            'id:x skos:definition "One."@en, "Eins."@de ; skos:note "Zwei."@de, "Tva."@sv ; '
            'skos:editorialNote "Three.", "Drei."@de .'
        )
        found = kg.show("id:x")
        assert (found.texts, found.notes) == (("One.", "Tva.", "Zwei."), ("Three.",))

    def test_an_abbreviation_is_another_name_and_told_as_an_abbreviation(self, more: More) -> None:
        kg = more(
            'id:x kzo:abbreviation "XX"@en ; skos:altLabel "XX"@en, "Ex"@en ; skos:prefLabel "X"@de, "X"@ru, "X"@en .'
        )
        names = [(name.text, name.language, name.kind) for name in kg.show("id:x").names]
        assert names == [
            ("X", "en", "label"),
            ("Ex", "en", "other name"),
            ("XX", "en", "abbreviation"),
            ("X", "de", "label"),
            ("X", "ru", "label"),
        ]

    def test_an_opinion_that_is_a_side_is_shown_with_the_dispute(self, more: More) -> None:
        kg = more(
            claim("c20", "old-rowers", "ex:members", "1", "one", more=" ; kzo:assertedBy id:evil")
            + claim("c21", "old-rowers", "ex:members", "2", "two", more=" ; kzo:conflictsWith id:c20")
            + claim("c22", "old-rowers", "ex:members", "3", "three", more=" ; kzo:assertedBy id:evil")
            + claim("c23", "old-rowers", "ex:members", "4", "four", rank="Deprecated")
        )
        found = kg.show("id:old-rowers")
        assert [ids(each.sides) for each in found.disputed] == [["c20", "c21"]]
        assert (ids(found.said), ids(found.unaccepted)) == (["c22"], ["c23"])

    def test_records_and_warnings_are_no_related_things(self, more: More) -> None:
        records = "".join(
            f"id:r{n} a kzo:{kind} ; ex:of id:old-rowers .\n"
            for n, kind in enumerate(("Claim", "Conflict", "Link", "LinkSearch"))
        )
        assert more(records).show("id:old-rowers").related == ()

    def test_what_has_no_date_comes_after_what_has_one(self, more: More) -> None:
        kg = more(
            'id:t1 a ex:Term ; skos:prefLabel "A" ; ex:of id:old-rowers .\n'
            'id:t2 a ex:Term ; skos:prefLabel "B" ; ex:of id:old-rowers ; kzo:start "1999"^^edtf:EDTF .\n'
            'id:t3 a ex:Term ; skos:prefLabel "C" ; ex:of id:old-rowers ; kzo:start "1899"^^edtf:EDTF .\n'
        )
        (group,) = kg.show("id:old-rowers").related
        assert [node.node.label for node in group.nodes] == ["C", "B", "A"]

    def test_how_many_claims_a_source_makes(self, kg: kzgraph.KnowledgeGraph) -> None:
        assert [kg.show(f"id:{name}").claims_made for name in ("gazette", "almanac", "rowers")] == [5, 4, 0]


class TestReadingClaims:
    """What is evidence about a thing, in which order, and which claims make one question."""

    def test_what_hangs_on_a_thing_may_be_of_a_kind_of_a_dependent_class(self, more: More) -> None:
        final = (
            "ex:Final rdfs:subClassOf ex:Match . id:final a ex:Final ; ex:host id:old-rowers ; ex:goals 1 .\n"
        )
        kg = more(final + claim("c20", "final", "ex:goals", "1", "won by one"))
        assert ids(kg.evidence("id:old-rowers")) == ["c20"]

    def test_kind_and_note_of_a_claim(self, more: More) -> None:
        told = ' ; kzo:kind id:old-rowers ; skos:editorialNote "As counted."@en, "Wie gezählt."@de'
        (found,) = more(claim("c20", "old-rowers", "ex:goals", "1", "one", more=told)).evidence(
            "id:old-rowers"
        )
        assert found.kind is not None
        assert (found.kind.term.value, found.note) == (ID + "old-rowers", "As counted.")

    def test_what_hangs_on_a_thing_by_a_claim_only(self, more: More) -> None:
        kg = more(
            "id:term-9 a ex:Term ; ex:holder id:rudolf .\n"
            + claim("c20", "term-9", "ex:of", "id:old-rowers", "of the old club", rank="Deprecated")
            + claim("c21", "term-9", "ex:holder", "id:rudolf", "Rudolf")
        )
        assert ids(kg.evidence("id:old-rowers")) == ["c20", "c21"]
        assert not kg.evidence("id:old-rowers")[1].accepted

    def test_by_subject_property_and_rank(self, more: More) -> None:
        kg = more(
            claim("c20", "old-rowers", "ex:members", "1", "one", rank="Deprecated")
            + claim("c21", "old-rowers", "ex:members", "2", "two")
            + claim("c22", "old-rowers", "ex:members", "3", "three", rank="Preferred")
            + claim("c23", "old-rowers", "ex:goals", "4", "four", rank="Deprecated")
        )
        assert [each.object.label for each in kg.evidence("id:old-rowers")] == ["4", "3", "2", "1"]

    @pytest.mark.parametrize(
        ("reasons", "told"),
        [('"Weil"@de, "?", "Because"@en-GB', "Because"), ('"Da"@ru, "?"', "?"), ('"So"@de, "Da"@ru', "So")],
    )
    def test_reasons_and_explanations_are_told_in_english_if_they_are(
        self, more: More, reasons: str, told: str
    ) -> None:
        kg = more(
            claim("c20", "old-rowers", "ex:members", "1", "one", more=f" ; kzo:rankReason {reasons}")
            + f"id:why a kzo:Conflict ; skos:prefLabel 'Why?'@en ; kzo:explanation {reasons} ; kzo:side id:c20 .\n"
        )
        assert [each.reason for each in kg.evidence("id:old-rowers")] == [told]
        assert [each.explanation for each in kg.conflicts("id:why")] == [told]

    def test_claims_that_contradict_each_other_in_a_chain_are_one_question(self, more: More) -> None:
        against = {20: (21,), 22: (21,), 23: (24,), 24: ()}
        kg = more(
            "".join(
                claim(
                    f"c{n}", "old-rowers", "ex:goals" if n > 22 else "ex:members", str(n), f"says {n}",
                    rank={20: "Deprecated", 22: "Preferred"}.get(n, "Normal"),
                    more="".join(f" ; kzo:conflictsWith id:c{other}" for other in against.get(n, ())),
                )
                for n in range(20, 25)
            )
        )  # fmt: skip
        found = kg.conflicts("id:old-rowers")
        assert [[each.object.label for each in of.sides] for of in found] == [
            ["23", "24"],
            ["22", "21", "20"],
        ]

    def test_a_claim_that_another_one_contradicts_is_in_dispute(self, more: More) -> None:
        kg = more(
            claim("c20", "old-rowers", "ex:members", "1", "one")
            + claim("c21", "evil", "ex:members", "2", "two", more=" ; kzo:conflictsWith id:c20")
        )
        for thing in ("id:old-rowers", "id:evil"):
            assert [ids(each.sides) for each in kg.conflicts(thing)] == [["c20", "c21"]]

    def test_a_conflict_whose_sides_do_not_name_each_other(self, more: More) -> None:
        kg = more(
            claim("c20", "old-rowers", "ex:members", "1", "one")
            + claim("c21", "old-rowers", "ex:goals", "2", "two")
            + "id:why a kzo:Conflict ; skos:prefLabel 'Which?'@en ; kzo:side id:c20, id:c21 .\n"
        )
        assert ("Which?", ["c20", "c21"]) in [(each.label, ids(each.sides)) for each in kg.conflicts()]


class TestCited:
    """Which words stand under a thing that hangs on another one."""

    def words(self, more: More, turtle: str) -> list[str]:
        thing = "id:match-9 a ex:Match ; ex:host id:old-rowers ; ex:goals 4 ; ex:members 8 .\n"
        kg = more(thing + turtle)
        (node,) = (n for group in kg.show("id:old-rowers").related for n in group.nodes)
        return sorted(each.quote or "" for each in fewest(node.evidence))

    def test_as_few_as_carry_everything(self, more: More) -> None:
        assert self.words(
            more,
            claim("c20", "match-9", "ex:goals", "4", "four, by eight")
            + claim("c21", "match-9", "ex:members", "8", "four, by eight")
            + claim("c22", "match-9", "ex:goals", "4", "zz four")
            + claim("c23", "match-9", "ex:members", "8", "zz eight"),
        ) == ["four, by eight"]

    def test_of_each_source(self, more: More) -> None:
        other = claim("c21", "match-9", "ex:goals", "4", "quatre").replace("id:gazette", "id:almanac")
        assert self.words(more, claim("c20", "match-9", "ex:goals", "4", "four") + other) == [
            "four",
            "quatre",
        ]

    @pytest.mark.parametrize("rank", ["Normal", "Deprecated"])
    def test_doubtful_words_come_last(self, more: More, rank: str) -> None:
        doubtful = "".join(
            claim(
                f"c2{n}", "match-9", what, value, "four, by eight, in May", rank=rank if n == 3 else "Normal"
            )
            for n, (what, value) in enumerate(
                (("ex:goals", "4"), ("ex:members", "8"), ("kzo:date", '"1999-05"')), start=1
            )
        )
        sure = claim("c30", "match-9", "ex:goals", "4", "scored four")
        assert self.words(more, doubtful + sure) == ["four, by eight, in May", "scored four"]
        sure += claim("c31", "match-9", "ex:members", "8", "rowed by eight")
        assert self.words(more, doubtful + sure) == ["rowed by eight", "scored four"]

    def test_an_opinion_is_no_source(self, more: More) -> None:
        held = claim("c20", "match-9", "ex:goals", "4", "he says four", more=" ; kzo:assertedBy id:evil")
        assert self.words(more, held) == []

    def test_words_that_are_a_part_of_others_are_left_out(self, more: More) -> None:
        part = claim("c20", "match-9", "ex:goals", "4", "four")
        whole = claim("c21", "match-9", "ex:members", "8", "four by eight")
        assert self.words(more, part + whole) == ["four by eight"]
        other = part.replace("id:gazette", "id:almanac")
        assert self.words(more, other + whole) == ["four", "four by eight"]
