"""What a reader found wrong in the facts once, and must not come back."""

from __future__ import annotations

import re

import pytest

import kzgraph

PREFIXES = """
PREFIX kz: <https://w3id.org/kzgraph/id/>
PREFIX kzo: <https://w3id.org/kzgraph/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""


@pytest.fixture(scope="module")
def kz() -> kzgraph.KnowledgeGraph:
    return kzgraph.load()


@pytest.fixture(scope="module")
def ask(kz):
    """Return a function that tells whether a pattern stands in the graph."""
    return lambda pattern: bool(kz.sparql(f"{PREFIXES} ASK {{ {pattern} }}"))


@pytest.fixture(scope="module")
def select(kz):
    """Return a function that gives the values of ?x for a pattern, as texts without the namespace."""

    def select(pattern: str) -> set[str]:
        rows = kz.sparql(f"{PREFIXES} SELECT DISTINCT ?x {{ {pattern} }}")
        return {str(row["x"]).rsplit("/", 1)[-1] for row in rows}

    return select


class TestPageFurniture:
    """Announcements, licence lines, bread crumbs and language switches are no facts."""

    @pytest.mark.parametrize(
        "thing",
        [
            *("cpi-m", "cp-peoples-of-spain", "cpi-m-congress-24", "cp-peoples-of-spain-congress-12"),
            *("madurai", "tamilnadu", "india", "spain"),
        ],
    )
    def test_announced_congresses_left_nothing_behind(self, ask, thing):
        assert not ask(f"{{ kz:{thing} ?p ?o }} UNION {{ ?s ?p kz:{thing} }}")

    def test_no_claim_quotes_it(self, kz):
        rows = kz.sparql(f"{PREFIXES} SELECT ?quote {{ ?c kzo:quote ?quote }}")
        furniture = re.compile(r"\b2025\b|Creative Commons|media files|Главная|^• En Ru$")
        assert [row["quote"] for row in rows if furniture.search(str(row["quote"]))] == []


class TestReportedIsNotAccepted:
    @pytest.mark.parametrize(
        "fact",
        [
            "kz:cpk-members-recognised kzo:count ?o",
            "kz:cpk-central-committee-bureau kzo:partOf ?o",
            "kz:parliamentary-elections-2011 kzo:date ?o",
            "?o kzo:kind kz:kind-renaming ; org:resultingOrganization ?later",
            "kz:cpk-ban kzo:actor kz:authorities",
        ],
    )
    def test_fact(self, ask, fact):
        assert not ask(fact)

    @pytest.mark.parametrize(
        ("claim", "who"),
        [
            ("001-038", "authorities"),
            ("000-188", "vladislav-kosarev"),
            ("002-052", "imcwp-17-participants"),
            ("003-061", "cpk-1936"),
            ("000-211", "document-000-authors"),
            ("002-165", "imcwp-17-participants"),
        ],
    )
    def test_whose_word_it_is(self, select, claim, who):
        assert select(f"kz:claim-{claim} kzo:assertedBy ?x") == {who}

    def test_officially_in_opposition_keeps_the_word_officially(self, select):
        assert select("kz:claim-000-211 rdf:object ?x") == {"Officially the party is in opposition."}

    def test_no_party_of_which_only_a_decision_speaks(self, ask):
        assert not ask('?party skos:prefLabel "Socialist Party"@en')

    def test_a_politician_is_plain_and_a_fugitive_is_not(self, ask):
        assert ask("kz:mukhtar-ablyazov kzo:kind kz:kind-politician")
        assert not ask("?claim rdf:object kz:view-fugitive FILTER NOT EXISTS { ?claim kzo:assertedBy ?who }")


class TestWhatAWordCarries:
    @pytest.mark.parametrize("claim", ["000-038", "000-042", "000-184", "003-149", "003-288"])
    def test_a_short_title_has_a_note(self, ask, claim):
        assert ask(f'kz:claim-{claim} skos:editorialNote ?note FILTER(CONTAINS(?note, "Secretary"))')

    def test_the_leadership_is_not_the_party(self, select):
        assert select("kz:qhp-accusation kzo:actor ?x") == {"cppk-leaders"}

    def test_the_place_of_a_court_is_that_of_the_court(self, ask, select):
        assert select("kz:specialized-economic-court-of-almaty kzo:place ?x") == {"almaty"}
        assert not ask("kz:cpk-liquidation-ruling kzo:place ?place")

    @pytest.mark.parametrize("decision", ["cpk-1936-renaming", "cpk-1936-split-from-cpsu"])
    def test_a_congress_takes_a_decision(self, ask, decision):
        assert ask(f"kz:{decision} kzo:partOf kz:cpk-congress-18")
        assert not ask(f"kz:{decision} kzo:follows kz:cpk-congress-18")

    def test_the_shooting_is_not_said_to_come_after_the_strike(self, ask, select):
        assert not ask("kz:zhanaozen-shooting kzo:follows ?event")
        assert select("?x rdf:predicate kzo:follows ; rdf:subject kz:zhanaozen-shooting") == select(
            "?x rdf:subject kz:zhanaozen-shooting ; kzo:rank wikibase:DeprecatedRank ; kzo:rankReason ?why"
        )

    def test_the_split_from_the_cpsu_made_no_party(self, kz):
        rows = [row.asdict() for row in kz.query("lineage", party="cpk-1936")]
        assert not [
            row for row in rows if row["later"] and "(Soviet Union)" in row["later"] and row["earlier"]
        ]

    def test_one_public_in_three_words_is_one(self, select):
        assert select("kz:cpk kzo:appealsTo ?x") == {"public-above-middle-age"}
        assert len(select("?x rdf:subject kz:cpk ; rdf:predicate kzo:appealsTo")) == 3

    def test_a_resignation_belongs_to_its_post_and_party(self, kz, ask):
        assert ask(
            "kz:nazarbayev-resignation kzo:concerns kz:post-cpk-1936-chairman ; kzo:affects kz:cpk-1936"
        )
        timeline = [str(row["event"]) for row in kz.query("timeline", party="cpk-1936")]
        assert any(event.endswith("/nazarbayev-resignation") for event in timeline)

    @pytest.mark.parametrize(
        ("day", "polling"),
        [("2004-09-19", True), ("2004-10-03", True), ("2004-09-20", False)],
    )
    def test_two_polling_days_are_two_days(self, kz, day, polling):
        found = [str(row["thing"]) for row in kz.query("on-day", day=day)]
        assert any(thing.endswith("/mazhilis-2004") for thing in found) is polling


class TestQuotesAndStatements:
    @pytest.mark.parametrize("claim", ["001-135", "001-143", "001-146"])
    def test_statements_that_say_nothing_are_gone(self, ask, claim):
        assert not ask(f"kz:claim-{claim} ?p ?o")

    @pytest.mark.parametrize(
        ("claim", "words"),
        [
            ("002-024", "real goal"),
            ("002-095", "directly"),
            ("002-248", "solidarity"),
            ("002-108", "discriminatory"),
            ("001-107", "loyal"),
            ("001-111", "eve"),
            ("001-117", "government"),
            ("001-134", "suicid"),
            ("001-153", "one thing demanded"),
            ("002-042", "fully"),
        ],
    )
    def test_nothing_of_weight_is_lost(self, kz, claim, words):
        (row,) = kz.sparql(f"{PREFIXES} SELECT ?text {{ kz:claim-{claim} rdf:object ?text }}")
        assert words in str(row["text"])

    @pytest.mark.parametrize(
        ("claim", "words"),
        [
            ("000-061", "Ideology"),
            ("000-072", "Website"),
            ("000-070", "Mazhilis"),
            ("000-114", "withdrew"),
            ("000-179", "abandoned"),
            ("000-431", "2007"),
            ("001-022", "was chosen"),
            ("001-091", "extended"),
            ("003-019", "Ideology"),
        ],
    )
    def test_the_verb_or_heading_stands_in_the_quote(self, kz, claim, words):
        (row,) = kz.sparql(f"{PREFIXES} SELECT ?quote {{ kz:claim-{claim} kzo:quote ?quote }}")
        assert words in str(row["quote"])

    def test_each_signatory_says_where_it_is_listed(self, select):
        signatories = select("?x rdf:predicate kzo:signatory")
        assert len(signatories) == 9
        assert select("?x rdf:predicate kzo:signatory ; skos:editorialNote ?note") == signatories


class TestReferences:
    def test_what_rests_on_reference_7(self, select):
        own = select("?x kzo:reference kz:reference-000-7")
        paragraph = select("?x kzo:paragraphRestsOn kz:reference-000-7")
        assert {
            "claim-000-322",
            "claim-000-280",
            "claim-000-330",
            "claim-000-355",
            "claim-000-214",
        } <= paragraph
        assert own
        assert not own & paragraph

    def test_evidence_tells_the_two_apart(self, kz):
        claims = {claim.iri.rsplit("/", 1)[1]: claim for claim in kz.evidence("cppk-congress")}
        of_its_own, of_the_paragraph = claims["claim-000-342"], claims["claim-000-322"]
        assert [each.label for each in of_its_own.references] == ["Reference 7 of document 000"]
        assert of_its_own.paragraph_references == of_the_paragraph.references == ()
        assert [each.label for each in of_the_paragraph.paragraph_references] == [
            "Reference 7 of document 000"
        ]

    def test_a_claim_has_the_mark_of_its_sentence_or_the_next_of_its_paragraph(self, ask):
        assert not ask("?claim kzo:reference ?own ; kzo:paragraphRestsOn ?next")


class TestOneEventToldTwice:
    def test_they_are_tied_both_ways(self, ask):
        assert ask("kz:cpk-ban kzo:mayBeSameAs kz:cpk-liquidation-ruling")
        assert not ask("?one kzo:mayBeSameAs ?other FILTER NOT EXISTS { ?other kzo:mayBeSameAs ?one }")

    @pytest.mark.parametrize("event", ["kz:cpk-ban", "kz:cpk-liquidation-ruling"])
    def test_opinions_and_reactions_of_either_tell_of_both(self, kz, event):
        sources = {str(row["source"])[-3:] for row in kz.query("opinions", thing=event)}
        assert sources == {"001", "002", "003"}
        rows = [
            {name: str(value) for name, value in row.asdict().items()}
            for row in kz.query("reactions", event=event)
        ]
        kinds = {row["kind"] for row in rows}
        assert {"condemnation", "absence of a reaction", "defence of a decision"} <= kinds
        silent = {row["name"] for row in rows if row["kind"] == "absence of a reaction"}
        assert {"Government of Kazakhstan", "Communist Party of the Russian Federation"} <= silent
        assert "Communist Party of Greece" in {row["name"] for row in rows if row["signed"] == "True"}


class TestConflicts:
    def test_a_ground_and_a_motive_can_both_hold(self, ask):
        assert not ask(
            "?ground kzo:conflictsWith ?motive ; rdf:predicate kzo:ground ; rdf:object kz:ground-too-few-members"
        )

    def test_the_question_why_is_still_asked(self, select):
        assert len(select("kz:conflict-cpk-ban-reason kzo:side ?x")) == 12

    @pytest.mark.parametrize(
        ("one", "other"), [("001-038", "001-043"), ("000-211", "001-015"), ("003-213", "001-069")]
    )
    def test_what_can_both_hold_is_not_tied(self, ask, one, other):
        assert not ask(f"kz:claim-{one} kzo:conflictsWith kz:claim-{other}")

    def test_whether_the_structures_are_destroyed_established_or_few(self, kz):
        rows = [row.asdict() for row in kz.query("disagreements", about="structures")]
        assert {str(row["source"])[-3:] for row in rows} == {"000", "001", "003"}
        assert len(rows) == 4

    @pytest.mark.parametrize(
        "thing",
        ["mazhilis-2016-cppk", "cpk-registration", "cppk-members-at-registration", "kprf-no-statement"],
    )
    def test_what_reads_as_a_contradiction_and_is_none_has_a_note(self, ask, thing):
        assert ask(f"kz:{thing} skos:editorialNote ?note")
