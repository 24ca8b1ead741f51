"""Our facts as Wikidata's statements: the mappings, the statements, and the RDF that a query of Wikidata can ask."""

import csv
import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from wikidata_slices import MATERIAL, needs_material

import kzgraph
from kzgraph.model import DERIVED
from kzgraph.rdf.qids import ENTITY
from kzgraph.rdf.terms import KZ, KZO, Term, literal
from kzgraph.wikidata.links import items
from kzgraph.wikidata.mapping import Property, classes, mappings, properties, references
from kzgraph.wikidata.our_statements import statements
from kzgraph.wikidata.our_values import language_of_quote, value_of, wikidata_language
from kzgraph.wikidata.statements import Snak, Value

ROOT = Path(__file__).parents[1]
PROP = "http://www.wikidata.org/prop/"
GRAPH = kzgraph.load(ROOT)
OURS = statements(GRAPH)
PROLOGUE = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


# --- The mappings


@needs_material
def test_every_property_is_one_of_the_material_with_its_label_and_datatype():
    with open(MATERIAL / "properties.csv", encoding="utf-8", newline="") as file:
        known = {row["pid"]: row for row in csv.DictReader(file)}
    found = properties(GRAPH)
    assert len(found) > 30
    for name, prop in found.items():
        assert known[name]["status"].startswith("verified")
        assert (prop.label, prop.datatype) == (known[name]["label"], known[name]["datatype"])


def test_a_property_is_described_as_wikidata_describes_it():
    rows = GRAPH.sparql(
        PROLOGUE
        + "SELECT ?p ?w ?c ?s ?v ?q ?x ?r ?y { ?p a wikibase:Property ; wikibase:directClaim ?w ; wikibase:claim ?c ; "
        "wikibase:statementProperty ?s ; wikibase:statementValue ?v ; wikibase:qualifier ?q ; "
        "wikibase:qualifierValue ?x ; wikibase:reference ?r ; wikibase:referenceValue ?y }"
    )
    assert len(rows) == len(properties(GRAPH))
    parts = ("direct/", "", "statement/", "statement/value/", "qualifier/", "qualifier/value/", "reference/")
    for prop, *others in rows:
        number = prop.value.removeprefix(ENTITY)
        assert [each.value for each in others] == [
            PROP + part + number for part in (*parts, "reference/value/")
        ]


def test_mappings_speak_of_declared_terms_and_described_properties():
    declared = {
        row[0].value
        for row in GRAPH.sparql(
            "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
            "SELECT ?t { ?t a ?kind VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty rdf:Property } }"
        )
    }
    found = mappings(GRAPH)
    count = len(GRAPH.sparql(f"SELECT ?m {{ ?m a <{KZO}StatementMapping> }}"))
    assert len(found) == count > 25
    for mapping in found:
        assert mapping.from_classes <= declared
        for name in (mapping.item_from, mapping.value_from, mapping.if_property):
            assert not name or name in declared
        for snak in mapping.qualifiers:
            assert snak.value_from in declared
        for value in mapping.if_values:
            assert GRAPH.engine.query(f"ASK {{ <{value}> a ?class }}").boolean, value
    assert {snak.property.id for snak in references(GRAPH)} >= {"P248", "P1683", "P1476"}


def test_classes_of_items_are_read_from_matches_and_declarations():
    found = classes(GRAPH)
    assert found[KZO + "Person"] == {"Q5"}
    assert {"Q7278", "Q233591"} <= found[KZO + "Party"]


# --- Values


def prop(datatype):
    return Property("P1", "", datatype)


@pytest.mark.parametrize(
    ("term", "datatype", "expected"),
    [
        (Term("iri", "ex:a"), "wikibase-item", Value("item", "Q232")),
        (Term("iri", "ex:b"), "wikibase-item", None),
        (
            literal("7", datatype="http://www.w3.org/2001/XMLSchema#integer"),
            "quantity",
            Value("quantity", "+7"),
        ),
        (
            literal("-7", datatype="http://www.w3.org/2001/XMLSchema#integer"),
            "quantity",
            Value("quantity", "-7"),
        ),
        (literal("seven"), "quantity", None),
        (Term("iri", "http://x.org"), "url", Value("url", "http://x.org")),
        (literal("http://x.org"), "url", None),
        (literal("КНПК", language="ru"), "monolingualtext", Value("text", "КНПК", "ru")),
        (literal("QKHP", language="kk-latn-x-2018"), "monolingualtext", Value("text", "QKHP", "kk-latn")),
        (literal("2011-12-16?"), "time", None),
        (literal("2004-09-19/2004-10-03"), "time", None),
        (literal("A"), "string", Value("string", "A")),
        (literal("A"), "globe-coordinate", None),
    ],
)
def test_a_term_becomes_a_value(term, datatype, expected):
    assert value_of(term, prop(datatype), {"ex:a": "Q232"}) == expected


@pytest.mark.parametrize(
    ("text", "languages", "expected"),
    [
        ("October 2004", ["en"], "en"),
        ("October 2004", ["en", "ru"], "en"),
        ("в октябре", ["en", "ru"], "ru"),
        ("в октябре", ["en"], "und"),
        ("в октябре", ["ru", "kk"], "und"),
        ("October", [], "und"),
        ("qazaq", ["kk-Latn", "ru"], "kk-latn"),
    ],
)
def test_the_language_of_a_quotation_is_that_of_its_letters_or_nobody_says(text, languages, expected):
    assert language_of_quote(text, languages) == expected
    assert wikidata_language("kk-Latn-x-2021") == "kk-latn"


# --- Statements


def find(item, number):
    return [
        each
        for each in OURS
        if each.statement and (each.statement.item, each.statement.property) == (item, number)
    ]


def test_the_members_of_a_party_are_a_quantity_with_its_year_and_the_words_of_its_source():
    (ours,) = [each for each in find("Q2166484", "P2124") if not each.disputed]
    assert ours.statement.value == Value("quantity", "+56292")
    (year,) = ours.statement.qualifiers
    assert (year.property, year.value.text, year.value.precision) == ("P585", "+2008-00-00T00:00:00Z", 9)
    (reference,) = ours.statement.references
    assert Snak("P1476", Value("text", "Communist People's Party of Kazakhstan", "en")) in reference
    quotes = {snak.value.text for snak in reference if snak.property == "P1683"}
    assert quotes == {claim.quote for claim in ours.claims}


def test_a_result_is_a_participant_with_votes_and_seats():
    (ours,) = find("Q2053480", "P710")
    assert ours.statement.value == Value("item", "Q2166484")
    assert {(q.property, q.value.text) for q in ours.statement.qualifiers} == {
        ("P1111", "+498788"),
        ("P1410", "+7"),
    }


def test_what_has_no_item_is_not_said_and_the_reason_is_given():
    found = [each for each in OURS if each.statement is None]
    assert found
    assert all(each.missing for each in found)
    (ideology,) = [e for e in found if e.mapping.property.id == "P1142"]
    assert ideology.missing == ("kz:ideology-marxism-leninism (political ideology) has no item",)


def test_a_date_that_is_not_sure_is_not_said():
    (shooting,) = [each for each in OURS if each.node == KZ + "zhanaozen-shooting"]
    assert shooting.statement is None
    assert "2011-12-16?" in shooting.missing[0]


def test_what_is_in_dispute_says_in_which():
    (chairman,) = find("Q2166484", "P488")
    assert chairman.disputed == (KZ + "conflict-cppk-leadership",)
    (founded,) = find("Q1780608", "P571")
    assert founded.disputed


def test_every_statement_of_ours_is_an_accepted_fact_and_rests_on_claims_or_is_its_class():
    for ours in OURS:
        assert all(
            claim.accepted and not claim.asserted_by and claim.rank != "deprecated" for claim in ours.claims
        )
        if not ours.claims:
            assert ours.mapping.property.id == "P31"
        elif ours.statement:
            assert ours.statement.references
            assert ours.statement.rank == "normal"


def test_the_statements_of_one_thing_are_those_of_all():
    assert statements(GRAPH, KZ + "cppk") == [each for each in OURS if each.thing == KZ + "cppk"]
    assert statements(GRAPH, KZ + "cpk") == []
    assert statements(GRAPH, KZ + "cp-azerbaijan") == []  # a close link is no identity


def test_a_graph_without_mappings_has_nothing_to_say(mini):
    assert statements(kzgraph.load(mini)) == []


# --- A small graph in which claims are mixed

SMALL = """
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix kz: <https://w3id.org/kzgraph/id/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wikibase: <http://wikiba.se/ontology#> .

kz:person a kzo:Person ; skos:prefLabel "Person"@en ; skos:exactMatch wd:Q7747 .
kz:party a kzo:Party ; skos:prefLabel "Party"@en ; skos:exactMatch wd:Q29468 .
kz:source a kzo:Source ; skos:prefLabel "Source"@en .
kz:membership a kzo:Affiliation ;
    org:member kz:person ; org:organization kz:party ; kzo:start "1991"^^edtf:EDTF ; kzo:end "1999-05"^^edtf:EDTF .
kz:claim-000-001 a kzo:Claim ; rdf:subject kz:membership ; rdf:predicate org:organization ; rdf:object kz:party ;
    kzo:source kz:source ; kzo:quote "good" ; kzo:rank wikibase:NormalRank .
kz:claim-000-002 a kzo:Claim ; rdf:subject kz:membership ; rdf:predicate org:organization ; rdf:object kz:party ;
    kzo:source kz:source ; kzo:quote "deprecated" ; kzo:rank wikibase:DeprecatedRank .
kz:claim-000-003 a kzo:Claim ; rdf:subject kz:membership ; rdf:predicate org:organization ; rdf:object kz:party ;
    kzo:source kz:source ; kzo:quote "asserted" ; kzo:rank wikibase:NormalRank ; kzo:assertedBy kz:person .
kz:claim-000-004 a kzo:Claim ; rdf:subject kz:membership ; rdf:predicate kzo:start ; rdf:object "1991"^^edtf:EDTF ;
    kzo:source kz:source ; kzo:quote "since 1991" ; kzo:rank wikibase:NormalRank .
kz:claim-000-005 a kzo:Claim ; rdf:subject kz:membership ; rdf:predicate kzo:end ; rdf:object "1999-05"^^edtf:EDTF ;
    kzo:source kz:source ; kzo:quote "until May" ; kzo:rank wikibase:NormalRank ; kzo:conflictsWith kz:claim-000-006 .
kz:claim-000-006 a kzo:Claim ; rdf:subject kz:membership ; rdf:predicate kzo:end ; rdf:object "2000"^^edtf:EDTF ;
    kzo:source kz:source ; kzo:quote "until 2000" ; kzo:rank wikibase:DeprecatedRank .
"""
PARTY_OF = "SELECT ?party ?start { wd:Q7747 p:P102 ?s . ?s ps:P102 ?party ; pq:P580 ?start }"


@pytest.fixture
def small(tmp_path):
    """Return a function that makes a graph of these facts, some text of them replaced."""

    def make(old="", new=""):
        (tmp_path / "ontology").mkdir()
        (tmp_path / "data").mkdir()
        (tmp_path / "queries").mkdir()
        for name in ("kzgraph.ttl", "wikidata.ttl"):
            (tmp_path / "ontology" / name).write_bytes((ROOT / "ontology" / name).read_bytes())
        query = "wikidata-shape.rq"
        (tmp_path / "queries" / query).write_bytes((ROOT / "queries" / query).read_bytes())
        assert old in SMALL
        (tmp_path / "data" / "all.ttl").write_text(SMALL.replace(old, new) if old else SMALL, "utf-8")
        return kzgraph.load(tmp_path)

    return make


def load(shape):
    """Return the constructed graph in both engines."""
    text = "\n".join(" ".join(term.n3() for term in triple) + " ." for triple in shape.triples)
    oxigraph = pyoxigraph.Store()
    oxigraph.load(text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return oxigraph, rdflib.Graph().parse(data=text, format="nt")


def test_only_what_the_source_states_is_quoted_and_a_disputed_qualifier_is_left_out(small):
    graph = small()
    (ours,) = [each for each in statements(graph) if each.mapping.property.id == "P102"]
    assert [claim.quote for claim in ours.claims] == ["good", "since 1991"]
    assert [snak.property for snak in ours.statement.qualifiers] == ["P580"]
    assert ours.disputed == ()
    assert ours.missing == ("end time 1999-05 is disputed",)
    stores = load(graph.query("wikidata-shape"))
    assert ask(stores, PARTY_OF) == [("Q29468", "1991-01-01T00:00:00Z")]
    assert not ask(stores, "SELECT ?end { ?s pq:P582 ?end }")
    assert ask(stores, "SELECT ?quote { ?r pr:P1683 ?quote }") == [("good",), ("since 1991",)]


def test_a_disputed_value_is_no_statement(small):
    graph = small('kzo:quote "good" ;', 'kzo:quote "good" ; kzo:conflictsWith kz:claim-000-002 ;')
    (ours,) = [each for each in statements(graph) if each.mapping.property.id == "P102"]
    assert ours.disputed == (KZ + "claim-000-002",)
    assert not ask(load(graph.query("wikidata-shape")), PARTY_OF)


def test_a_thing_without_an_item_has_no_statements_and_keeps_its_iri_as_a_value(small):
    graph = small(" ; skos:exactMatch wd:Q29468", "")
    (ours,) = [each for each in statements(graph) if each.mapping.property.id == "P102"]
    assert (ours.statement, ours.missing[-1]) == (None, "end time 1999-05 is disputed")
    assert "kz:party (member of political party) has no item" in ours.missing
    found = ask(load(graph.query("wikidata-shape")), PARTY_OF)
    assert found == [(KZ + "party", "1991-01-01T00:00:00Z")]


def test_a_person_in_a_network_is_in_no_party(small):
    graph = small("kz:party a kzo:Party", "kz:party a kzo:Network")
    assert not [each for each in statements(graph) if each.mapping.property.id == "P102"]
    assert not ask(load(graph.query("wikidata-shape")), PARTY_OF)


# --- The facts in Wikidata's RDF


@pytest.fixture(scope="module")
def shape():
    return GRAPH.query("wikidata-shape")


@pytest.fixture(scope="module")
def stores(shape):
    return load(shape)


def ask(stores, query):
    """Return the rows of a query, which are the same in both engines."""
    oxigraph, graph = stores
    ours = sorted([tuple(plain(term.value) for term in row) for row in oxigraph.query(PROLOGUE + query)])
    theirs = sorted([tuple(plain(str(term)) for term in row) for row in graph.query(PROLOGUE + query)])
    assert ours == theirs
    return ours


def plain(text):
    return text.removeprefix(ENTITY).replace("+00:00", "Z")


def test_what_only_the_editors_read_in_a_document_is_not_said(stores):
    """The sentence says 'the party chairman' and no party; that it is the one of Soviet times is a reading."""
    (tenure,) = GRAPH.sparql(f"SELECT ?party {{ <{KZ}nazarbayev-cpk-1936-chairman> <{KZO}leads> ?party }}")
    assert tenure[0].value == KZ + "cpk-1936"
    assert not find("Q1780608", "P488")
    assert not ask(stores, "SELECT ?s { wd:Q1780608 p:P488 ?s }")


def test_who_held_an_office_since_when_and_how_exactly_that_is_known(stores):
    found = ask(
        stores,
        """SELECT ?person ?name ?start ?precision ?calendar { ?person p:P39 ?s ; rdfs:label ?name .
           ?s ps:P39 wd:Q5256775 ; pqv:P580 ?v ; wikibase:rank wikibase:NormalRank .
           ?v wikibase:timeValue ?start ; wikibase:timePrecision ?precision ; wikibase:timeCalendarModel ?calendar
           FILTER(LANG(?name) = "en") }""",
    )
    assert found == [("Q57394", "Nursultan Nazarbayev", "1991-01-01T00:00:00Z", "9", "Q1985727")]


def test_every_time_has_its_calendar(stores):
    with_times = ask(stores, "SELECT DISTINCT ?v { ?v a wikibase:TimeValue }")
    assert len(with_times) > 5
    assert ask(stores, "SELECT DISTINCT ?v { ?v wikibase:timeCalendarModel wd:Q1985727 }") == with_times


def test_election_results(stores):
    found = ask(
        stores,
        """SELECT ?election ?votes ?seats { ?election wdt:P31 wd:Q40231 ; p:P710 ?s .
           ?s ps:P710 wd:Q2166484 ; pq:P1410 ?seats OPTIONAL { ?s pq:P1111 ?v } BIND(COALESCE(?v, 0) AS ?votes) }""",
    )
    assert found == [
        ("Q2029511", "76799", "0"),
        ("Q2053480", "498788", "7"),
        ("Q23014128", "537123", "7"),
        ("Q3537582", "0", "0"),
    ]


def test_the_party_for_which_people_stood(stores):
    found = ask(
        stores,
        "SELECT DISTINCT ?person ?party { ?person p:P3602 ?s . ?s pq:P102 ?party . ?person wdt:P31 wd:Q5 }",
    )
    assert ("Q4073101", "Q2166484") in found


def test_short_names_are_in_the_languages_that_the_document_gives_and_wikidata_has(stores):
    """The document has QKHP for Kazakh; KNPK is Russian in Latin letters, which is no language of Wikidata."""
    expected = {("QKHP", "kk-latn"), ("ҚКХП", "kk"), ("КНПК", "ru"), ("CPPK", "en")}
    said = {each.statement.value for each in find("Q2166484", "P1813")}
    assert {(value.text, value.language) for value in said} == expected
    found = ask(
        stores, "SELECT ?n ?in { wd:Q2166484 p:P1813/ps:P1813 ?n BIND(LCASE(LANG(?n)) AS ?in) } ORDER BY ?n"
    )
    assert set(found) == expected
    (left_out,) = [each for each in OURS if each.mapping.property.id == "P1813" and not each.statement]
    assert left_out.missing == ("Wikidata is not known to take texts in ru-latn: KNPK (short name)",)


@pytest.mark.parametrize(
    "tag", ["ru-Latn", "kk-Latn", "kk-Latn-x-2018", "zh-Hans", "sr-Cyrl-RS", "en-GB", "zh-min-nan"]
)
def test_both_readers_know_the_same_languages(small, tag):
    graph = small('"Party"@en', f'"Party"@en ; kzo:abbreviation "PP"@{tag}')
    said = [
        e.statement.value.language
        for e in statements(graph)
        if e.statement and e.statement.value.text == "PP"
    ]
    found = ask(
        load(graph.query("wikidata-shape")), "SELECT ?in { ?i wdt:P1813 ?n BIND(LCASE(LANG(?n)) AS ?in) }"
    )
    assert found == [(language,) for language in said]


def test_seats_are_only_said_of_an_election():
    """A number of seats is of an assembly; where the graph does not say of which, it is no statement."""
    assert not [each for each in OURS if each.mapping.property.id == "P1410"]
    assert [
        q for each in find("Q2053480", "P710") for q in each.statement.qualifiers if q.property == "P1410"
    ]


CANDIDACY = """
kz:election a kzo:Election ; skos:prefLabel "Election"@en ; skos:exactMatch wd:Q15062956 .
kz:result a kzo:ElectionResult ; kzo:election kz:election ; kzo:candidate kz:person ; kzo:contestant kz:party .
"""


@pytest.mark.parametrize(("cls", "expected"), [("Party", [("Q29468",)]), ("Alliance", [])])
def test_who_stands_for_an_alliance_is_in_no_party(small, cls, expected):
    graph = small("kz:party a kzo:Party ;", f"{CANDIDACY}kz:party a kzo:{cls} ;")
    (ours,) = [each for each in statements(graph) if each.mapping.property.id == "P3602"]
    assert [(snak.value.text,) for snak in ours.statement.qualifiers] == expected
    stores = load(graph.query("wikidata-shape"))
    assert ask(stores, "SELECT ?party { wd:Q7747 p:P3602/pq:P102 ?party }") == expected


def test_what_is_known_of_a_party_with_the_words_of_the_source(stores):
    (row,) = ask(
        stores,
        """SELECT ?members ?when ?title ?quote { wd:Q2166484 p:P2124 ?s . ?s ps:P2124 ?members ; pq:P585 ?when ;
           prov:wasDerivedFrom ?r . ?r pr:P1476 ?title ; pr:P1683 ?quote FILTER(CONTAINS(?quote, "56,292")) }""",
    )
    assert row[:3] == ("56292", "2008-01-01T00:00:00Z", "Communist People's Party of Kazakhstan")


def test_direct_values_are_those_of_the_statements(stores):
    for number in properties(GRAPH):
        direct = ask(stores, f"SELECT ?item ?value {{ ?item wdt:{number} ?value }}")
        full = ask(stores, f"SELECT ?item ?value {{ ?item p:{number}/ps:{number} ?value }}")
        assert set(direct) == set(full)


def test_nothing_in_dispute_or_derived_leaves_the_graph(shape, stores):
    assert not ask(stores, "SELECT ?x { wd:Q2166484 wdt:P488 ?x }")
    assert not ask(stores, "SELECT ?x { wd:Q1780608 wdt:P571 ?x }")
    text = "\n".join(term.n3() for triple in shape.triples for term in triple)
    assert "9999-12-31" not in text
    assert not [name for name in DERIVED if f"<{name}>" in text]
    assert KZO not in text
    subjects = {triple[0].value for triple in shape.triples}
    linked = {ENTITY + qid for qid in items(GRAPH).values()}
    own = {each for each in subjects if each.startswith(KZ) and "#" in each}
    # Subjects are linked items, our own statements, and things that only have a name here.
    others = subjects - linked - own
    assert all(
        triple[1].value == "http://www.w3.org/2000/01/rdf-schema#label"
        for triple in shape.triples
        if triple[0].value in others
    )


def test_the_rdf_says_what_the_statements_say(shape):
    """Two readers of one declaration: the query and the program must not drift apart."""
    said = {}
    for subject, predicate, value in shape.triples:
        said.setdefault(subject.value, []).append((predicate.value, value))
    of = {
        (subject, predicate.removeprefix(PROP), value.value)
        for subject, pairs in said.items()
        for predicate, value in pairs
        if re.fullmatch(re.escape(PROP) + "P[0-9]+", predicate)
    }
    in_rdf = set()
    for item, number, node in of:
        main = next(v for p, v in said[node] if p == f"{PROP}statement/{number}")
        qualifiers = {
            (p.removeprefix(PROP + "qualifier/"), simple(v))
            for p, v in said[node]
            if re.fullmatch(re.escape(PROP) + "qualifier/P[0-9]+", p)
        }
        quotes = {
            (v.value, v.language)
            for p, reference in said[node]
            if p.endswith("wasDerivedFrom")
            for q, v in said[reference.value]
            if q == PROP + "reference/P1683"
        }
        if not main.value.startswith(KZ) and not any(value.startswith(KZ) for _, value in qualifiers):
            in_rdf.add(
                (item.removeprefix(ENTITY), number, simple(main), frozenset(qualifiers), frozenset(quotes))
            )
    in_python = {
        (
            each.statement.item,
            each.statement.property,
            shown(each.statement.value),
            frozenset((q.property, shown(q.value)) for q in each.statement.qualifiers),
            frozenset(
                (snak.value.text, snak.value.language)
                for reference in each.statement.references
                for snak in reference
                if snak.property == "P1683"
            ),
        )
        for each in OURS
        if each.statement and not each.disputed and not any("has no item" in why for why in each.missing)
    }
    assert {row[:4] for row in in_rdf} == {row[:4] for row in in_python}
    quotes = {row[:4]: row[4] for row in in_rdf}
    for *row, words in in_python:  # the program chooses the fewest that carry the statement
        assert words <= quotes[tuple(row)]
        assert bool(words) == bool(quotes[tuple(row)])
    assert len(in_python) > 50


def simple(term):
    """Return a value of the RDF as text: times and numbers as Wikibase's JSON nearly writes them."""
    if term.datatype and term.datatype.endswith("dateTime"):
        return term.value
    return (
        f"{term.value.removeprefix(ENTITY)}@{term.language}"
        if term.language
        else term.value.removeprefix(ENTITY)
    )


def shown(value):
    if value.kind == "time":
        return value.text.removeprefix("+").replace("-00", "-01")
    if value.kind == "quantity":
        return value.text.removeprefix("+")
    return f"{value.text}@{value.language}" if value.language else value.text
