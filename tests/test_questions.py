"""The competency questions, with the answers that stand in the four documents.

The answers were found by reading the documents, not by running the program.
"""

from decimal import Decimal

import pytest

import kzgraph


@pytest.fixture(scope="module")
def kz() -> kzgraph.KnowledgeGraph:
    return kzgraph.load()


def values(result, *columns):
    """Return the rows as tuples of Python values, of the named columns only."""
    return [tuple(row.asdict()[c] for c in columns) for row in result]


def column(result, name):
    return [row.asdict()[name] for row in result]


def local(iri):
    return iri.rsplit("/", 1)[1]


class TestLookUp:
    def test_founding_date_in_the_infobox(self, kz):
        rows = values(kz.query("who-says", thing="kz:cppk-foundation", only="date"), "value", "quote", "rank")
        assert ("2004-04-13", "Founded13 April 2004", "preferred") in rows

    def test_kazakh_name_in_both_scripts(self, kz):
        names = set(values(kz.query("names", thing="cppk"), "name", "language", "kind"))
        assert ("Қазақстан коммунистік халық партия", "kk", "name") in names
        assert ("Qazaqstan kommýnıstik halyq partııa", "kk-latn-x-2018", "other name") in names

    def test_russian_name_and_romanisation(self, kz):
        names = set(values(kz.query("names", thing="CPPK"), "name", "language"))
        assert ("Коммунистическая народная партия Казахстана", "ru") in names
        assert ("Kommunisticheskaya narodnaya partiya Kazakhstana", "ru-latn") in names

    def test_headquarters(self, kz):
        rows = kz.query("who-says", thing="kz:cppk", only="headquarters")
        assert column(rows, "value") == ["Prospekt Kabanbay-Batyr, Nur-Sultan"]

    def test_presidential_candidate_of_2015(self, kz):
        rows = kz.query("results", party="cppk", only="presidential")
        by_election = {
            local(r[0]): r[1:] for r in values(rows, "election", "candidate", "votes", "share", "outcome")
        }
        assert by_election["presidential-2015"] == ("Turgyn Syzdyqov", 145756, Decimal("1.61"), "lost")

    def test_congress_and_central_committee(self, kz):
        organs = {
            r[0]: r[1:]
            for r in values(kz.query("organs", party="cppk"), "name", "convenedBy", "meetsAtLeastEvery")
        }
        assert organs["Congress of the CPPK"] == ("Central Committee of the CPPK", "P4Y")
        assert organs["Central Committee of the CPPK"][1] == "P6M"

    def test_the_state_that_the_party_wants(self, kz):
        aims = column(kz.query("aims", party="cppk", only="political"), "aim")
        assert "Construction of a People's Republic of Kazakhstan" in aims

    def test_forms_of_ownership(self, kz):
        aims = set(column(kz.query("aims", party="cppk", only="political"), "aim"))
        kinds = ("state", "collective", "private", "shareholder", "co-operative")
        assert {a for a in aims if "ownership" in a} == {f"Recognition of {k} ownership" for k in kinds}

    def test_what_the_kpk_initiated_in_1996(self, kz):
        rows = values(kz.query("timeline", party="cpk"), "date", "name", "kind")
        assert ("1996", "Initiation of the National-Patriotic Movement-Republic", "foundation") in rows
        status = kz.query("who-says", thing="kz:national-patriotic-movement-republic", only="status")
        assert column(status, "value") == ["unregistered"]


class TestJoin:
    def test_who_condemned_the_ban_and_signed_the_motion(self, kz):
        rows = values(kz.query("reactions"), "actor", "kind", "signed")
        condemned = {local(actor): signed for actor, kind, signed in rows if kind == "condemnation"}
        assert condemned == {"kke": True, "rkrp": True, "kp-turkey": False}

    @pytest.mark.parametrize("day", ["2011-06-30", "2012-06-30"])
    def test_first_secretary_at_the_suspensions(self, kz, day):
        assert column(kz.query("leaders-on", party="cpk", on=day), "name") == ["Gaziz Aldamzharov"]

    def test_party_chairman_and_member_of_the_politburo(self, kz):
        rows = kz.sparql(
            """
            PREFIX kz: <https://w3id.org/kzgraph/id/>
            PREFIX kzo: <https://w3id.org/kzgraph/ontology#>
            PREFIX org: <http://www.w3.org/ns/org#>
            PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            SELECT ?name {
              ?a kzo:holder ?p ; kzo:post kz:post-cpsu-politburo-member .
              ?b kzo:holder ?p ; kzo:post/skos:prefLabel ?post . FILTER(STRSTARTS(?post, "Chairman"))
              ?p skos:prefLabel ?name . FILTER(LANGMATCHES(LANG(?name), "en"))
            }
            """
        )
        assert column(rows, "name") == ["Nursultan Nazarbayev"]

    def test_reason_for_suspension_that_001_and_002_share(self, kz):
        rows = kz.query(
            "shared-grounds", event="kz:cpk-suspension-2011", first="kz:source-001", second="kz:source-002"
        )
        assert set(column(rows, "name")) == {"support for the strike of the oil workers in Zhanaozen"}

    def test_who_defended_the_ban(self, kz):
        rows = values(kz.query("reactions"), "actor", "kind", "quote")
        assert [(local(a), q) for a, k, q in rows if k == "defence of a decision"] == [
            ("cppk", "legality of the sentence was defended by the People's Party of Kazakhstan")
        ]
        assert "People's Party of Kazakhstan" in column(kz.query("names", thing="cppk"), "name")


class TestCountAndAdd:
    def test_mazhilis_elections_and_those_with_seats(self, kz):
        rows = {
            r[0]: r[1:] for r in values(kz.query("totals", party="cppk"), "kind", "elections", "withSeats")
        }
        assert rows["legislative election"] == (4, 2)

    def test_most_votes(self, kz):
        rows = values(kz.query("results", party="cppk", only="legislative"), "votes", "name")
        assert max(r for r in rows if r[0] is not None) == (537123, "Mazhilis election of 2016")

    def test_sum_of_presidential_votes(self, kz):
        rows = {r[0]: r[1] for r in values(kz.query("totals", party="cppk"), "kind", "votes")}
        assert rows["presidential election"] == 23252 + 111924 + 145756 + 167649 == 448581

    def test_first_secretaries_in_the_list(self, kz):
        rows = kz.query("leaders", party="cpk")
        dated = {r.asdict()["name"] for r in rows if r["start"] is not None}
        assert dated == {
            "Leonid Korolkov", "Baidabek Tolepbayev", "Serikbolsyn Abdildin", "Gaziz Aldamzharov",
        }  # fmt: skip

    def test_initiators_and_members_who_left(self, kz):
        counts = {
            r[0]: r[1:] for r in values(kz.query("counts", organization="cpk"), "what", "count", "status")
        }
        assert counts["initiators"] == (12, None)
        assert counts["members who left"] == (15000, "approximate number")


class TestTime:
    def test_order_of_events(self, kz):
        events = [local(e) for e in column(kz.query("timeline", party="cppk"), "event")]
        wanted = [
            "cppk-foundation",
            "cppk-registration",
            "press-conference-2007-03-28",
            "press-conference-2007-06",
        ]
        assert [e for e in events if e in wanted] == wanted

    def test_days_from_foundation_to_registration(self, kz):
        rows = kz.query("days-between", first="kz:cppk-foundation", second="kz:cppk-registration")
        assert column(rows, "days") == [69]

    def test_polling_dates_of_2004(self, kz):
        rows = kz.query("who-says", thing="kz:mazhilis-2004", only="date")
        both = "{2004-09-19,2004-10-03}"
        assert (both, "19 September and 3 October 2004", "preferred") in values(
            rows, "value", "quote", "rank"
        )
        timeline = values(kz.query("timeline", party="cppk"), "date", "event")
        assert [d for d, e in timeline if local(e) == "mazhilis-2004"] == [both]

    def test_what_else_happened_on_the_day_a_term_ended(self, kz):
        rows = values(kz.query("on-day", day="2015-09-04"), "thing", "what")
        assert {(local(t), w) for t, w in rows} == {
            ("cpk-ban", "date"),
            ("aldamzharov-cpk-first-secretary", "end"),
        }

    def test_days_from_motion_to_time_stamp(self, kz):
        rows = kz.query("days-between", first="kz:motion-2015", second="kz:source-002")
        assert column(rows, "days") == [15]

    @pytest.mark.parametrize(
        ("day", "names"),
        [
            ("2004-04-13", {("Serikbolsyn Abdildin", True)}),
            ("1993-01-01", {("Leonid Korolkov", True)}),
            ("1992-05-05", {("Leonid Korolkov", False)}),
            ("1994-10-10", {("Leonid Korolkov", False), ("Baidabek Tolepbayev", False)}),
            ("2010-04-17", {("Serikbolsyn Abdildin", True), ("Gaziz Aldamzharov", True)}),
            ("1991-12-31", set()),
            ("2015-09-05", set()),
        ],
    )
    def test_who_led_on_a_day(self, kz, day, names):
        assert set(values(kz.query("leaders-on", party="cpk", on=day), "name", "certain")) == names


class TestDisagree:
    def sides(self, kz, about):
        return set(values(kz.query("disagreements", about=about), "value", "source", "rank"))

    def test_share_of_2004(self, kz):
        sides = {(v, local(s), r) for v, s, r in self.sides(kz, "What share of the vote did the CPPK get")}
        assert sides == {("1.98", "source-000", "normal"), ("3.4", "source-000", "deprecated")}
        sides = {(v, local(s)) for v, s, _ in self.sides(kz, "Who got 3.4 per cent")}
        assert sides == {("3.4", "source-000"), ("3.4", "source-003")}
        accepted = {local(r[0]): r[1] for r in values(kz.query("results", party="cppk"), "election", "share")}
        assert accepted["mazhilis-2004"] == Decimal("1.98")

    def test_1_3_is_1_29_rounded_and_no_conflict(self, kz):
        rows = kz.query("who-says", thing="kz:mazhilis-2007-cppk", only="share")
        assert set(values(rows, "value", "rank")) == {("1.29", "preferred"), ("1.3", "normal")}
        assert not any("2007" in q for q in column(kz.query("disagreements"), "question"))

    def test_leadership_of_the_cppk(self, kz):
        rows = values(kz.query("leaders", party="cppk"), "name", "post", "quote")
        lead = {name for name, _, quote in rows if "Central Committee are" in quote}
        infobox = {
            (name, post.split(" of ")[0])
            for name, post, quote in rows
            if quote
            in ("Honorary SecretaryVladislav Kosarev", "ChairmanTulesh Kenzhin", "SecretaryAiqyn Qongyrov")
            or quote == "SecretaryAiqyn Qongyrov\nJambyl Ahmetbekov"
        }
        assert lead == {"Vladislav Kosarev", "Tulesh Kenzhin", "Jambyl Ahmetbekov"}
        assert infobox == {
            ("Vladislav Kosarev", "Honorary Secretary"),
            ("Tulesh Kenzhin", "Chairman"),
            ("Aiqyn Qongyrov", "Secretary"),
            ("Jambyl Ahmetbekov", "Secretary"),
        }
        assert self.sides(kz, "Who leads the CPPK")

    def test_suspensions(self, kz):
        rows = values(kz.query("legal-actions", party="cpk"), "date", "ground", "source")
        suspended = {(d, g, local(s)) for d, g, s in rows if d in ("2011", "2012")}
        assert suspended == {
            ("2011", "support for the strike of the oil workers in Zhanaozen", "source-001"),
            ("2011", "joining the Popular Front", "source-001"),
            ("2011", "support for the strike of the oil workers in Zhanaozen", "source-002"),
            ("2012", "alleged cooperation with the banned party Alga!", "source-003"),
        }
        assert len({local(s) for _, s, _ in self.sides(kz, "When and why was the CPK suspended")}) == 3

    def test_opposition(self, kz):
        values_ = {v for v, _, _ in self.sides(kz, "opposition party")}
        assert {"opposition", "loyal to those in power", "last opposition party"} <= values_

    def test_qhp(self, kz):
        values_ = {v for v, _, _ in self.sides(kz, "QHP")}
        assert values_ == {"Communist Party of Kazakhstan", "Communist People's Party of Kazakhstan"}


class TestWhoSaysSo:
    def test_reference_of_the_twelve_members(self, kz):
        rows = kz.query("who-says", thing="kz:cpk-central-committee-initiators", only="count")
        assert values(rows, "value", "reference", "retrieved") == [
            ("12", "Коммунистическая Народная партия Казахстана (КНПК)", "2010-12-15")
        ]

    def test_reference_of_the_entry_into_parliament(self, kz):
        rows = values(
            kz.query("who-says", thing="kz:mazhilis-2012-cppk", only="outcome"), "reference", "quote"
        )
        assert (
            "Two more Kazakh parties wins parliamentary seats",
            "elected to parliament in the 2012 legislative election",
        ) in rows

    def test_who_called_the_structures_destroyed_and_when(self, kz):
        rows = values(kz.query("opinions", thing="cpk"), "who", "date", "says", "source")
        assert [
            (w, d, local(s)) for w, d, says, s in rows if says == "with its structures completely destroyed"
        ] == [("Vladislav Kosarev", "2007-06", "source-000")]

    def test_six_hundred_trade_unions(self, kz):
        rows = values(kz.query("opinions", thing="kz:law-on-trade-unions"), "kind", "says", "source")
        assert {(k, local(s)) for k, says, s in rows if "600" in says} == {("prediction", "source-002")}


class TestNotInTheDocuments:
    def test_gollark_is_not_in_the_graph(self, kz):
        assert kz.search("gollark") == []

    def test_no_votes_of_2004(self, kz):
        rows = {local(r[0]): r[1] for r in values(kz.query("results", party="cppk"), "election", "votes")}
        assert rows["mazhilis-2004"] is None

    def test_no_licence_of_003(self, kz):
        rows = kz.sparql(
            """
            PREFIX kz: <https://w3id.org/kzgraph/id/>
            PREFIX dcterms: <http://purl.org/dc/terms/>
            SELECT ?licence { kz:source-003 dcterms:license ?licence }
            """
        )
        assert len(rows) == 0

    def test_neither_cppk_nor_cpk_signed(self, kz):
        signatories = {local(s) for s in column(kz.query("signatories"), "signatory")}
        assert len(signatories) == 9
        assert not signatories & {"cppk", "cpk", "cpk-1936"}

    def test_no_ratio_of_the_flag(self, kz):
        rows = kz.sparql(
            "PREFIX kz: <https://w3id.org/kzgraph/id/> SELECT ?o { kz:cppk-flag ?p ?o FILTER(ISNUMERIC(?o)) }"
        )
        assert len(rows) == 0
