"""What the words of the program mean: a test for each sentence that kzgraph/model.py says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import ROOT, kzgraph

import kzgraph as library
from kzgraph import model
from kzgraph.rdf.terms import KZO, RDF, SKOS, Term, iri, literal

TURTLE = """
@prefix kzo: <https://w3id.org/kzgraph/ontology#> . @prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix wikibase: <http://wikiba.se/ontology#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:Term a owl:Class ; kzo:dependent true . ex:Term-of-office rdfs:subClassOf ex:Term .
ex:Testimony rdfs:subClassOf kzo:Claim . ex:Member rdfs:subClassOf foaf:Person .
ex:ann a ex:Member ; foaf:name "Ann" ; ex:age 3 . ex:club a kzo:Organization ; skos:prefLabel "club"@en .
ex:office a ex:Term-of-office ; ex:of ex:ann . ex:disputed-office a ex:Term . ex:friend ex:knows ex:ann .
ex:one a kzo:Claim ; rdf:subject ex:ann ; rdf:predicate ex:age ; rdf:object 3 ; kzo:source ex:paper .
ex:two a rdf:Statement ; rdf:subject ex:ann ; rdf:predicate ex:age ; rdf:object 4 ; prov:wasQuotedFrom ex:paper .
ex:three a ex:Testimony ; rdf:subject ex:disputed-office ; rdf:predicate ex:of ; rdf:object ex:ann ;
    kzo:rank wikibase:DeprecatedRank ; kzo:source ex:paper .
ex:paper a kzo:Source ; kzo:date "2001"^^edtf:EDTF .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> library.KnowledgeGraph:
    folder = tmp_path_factory.mktemp("graph")
    for name in ("ontology", "data"):
        (folder / name).mkdir()
    (folder / "data" / "all.ttl").write_text(TURTLE, encoding="utf-8")
    return library.load(folder)


def exported(graph: library.KnowledgeGraph, out: Path, *arguments: str) -> str:
    done = kzgraph("--graph", str(graph.path), "export", *arguments, "-o", str(out))
    assert done.returncode == 0, done.stderr
    return out.read_text(encoding="utf-8")


def test_what_is_of_a_class_below_a_claim_is_evidence_and_a_source_is_not(
    graph: library.KnowledgeGraph, tmp_path: Path
) -> None:
    facts = exported(graph, tmp_path / "facts.nt", "--layer", "accepted", "--no-derived")
    for claim in ("one", "two", "three"):
        assert f"<http://example.org/{claim}>" not in facts
    assert "<http://example.org/paper>" in facts


@pytest.mark.parametrize(
    ("claim", "accepted", "rank"),
    [("one", True, "normal"), ("two", False, "normal"), ("three", False, "deprecated")],
)
def test_a_claim_is_accepted_if_the_graph_has_what_it_states_and_normal_without_a_rank(
    graph: library.KnowledgeGraph, claim: str, accepted: bool, rank: str
) -> None:
    (found,) = (c for c in graph.evidence("<http://example.org/ann>") if c.iri.endswith(f"/{claim}"))
    assert (found.accepted, found.rank) == (accepted, rank)


def test_the_ranks_are_best_first_and_every_other_word_is_normal() -> None:
    assert list(model.RANKS) == ["preferred", "normal", "deprecated"]
    assert [model.rank_of(name) for name in model.RANKS.values()] == list(model.RANKS)
    assert model.rank_of("http://wikiba.se/ontology#BestRank") == model.rank_of(None) == "normal"


def test_what_hangs_points_in_a_fact_or_in_a_claim_and_is_of_a_kind_of_a_dependent_class(
    graph: library.KnowledgeGraph,
) -> None:
    found = graph.values(f"SELECT DISTINCT ?n {{ {model.HANGING} }}", thing=iri("http://example.org/ann"))
    assert sorted(found) == ["http://example.org/disputed-office", "http://example.org/office"]


DECIMAL, INTEGER = (f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("decimal", "integer"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (literal("1.5", datatype=DECIMAL), literal("1.50", datatype=DECIMAL), True),
        (literal("3", datatype=INTEGER), literal("03", datatype=INTEGER), True),
        (literal("3", datatype=INTEGER), literal("3.0", datatype=DECIMAL), False),
        (literal("1.5", datatype=DECIMAL), literal("1.51", datatype=DECIMAL), False),
        (literal("a", language="kk-Latn"), literal("a", language="kk-latn"), True),
        (literal("a", language="kk"), literal("a", language="ru"), False),
        (literal("a"), literal("A"), False),
        (iri("urn:a"), literal("urn:a"), False),
        (literal("1.50"), literal("1.5"), False),
    ],
)
def test_the_same_value(one: Term, other: Term, same: bool) -> None:
    assert model.same(one, other) is model.same(other, one) is same


def test_the_best_name_is_printed_and_all_names_are_found(graph: library.KnowledgeGraph) -> None:
    assert graph.show("<http://example.org/ann>").label == "Ann"
    assert [hit.iri for hit in graph.search("ann")][:1] == ["http://example.org/ann"]
    assert model.LABELS[0] == SKOS + "prefLabel"
    assert model.NAMES[0] == KZO + "abbreviation"
    assert set(model.LABELS) < set(model.NAMES)
    assert RDF + "type" not in model.NAMES


def test_days_are_derived_from_each_dated_property(graph: library.KnowledgeGraph) -> None:
    days = graph.sparql(
        f"SELECT ?p ?d {{ <http://example.org/paper> ?p ?d FILTER(?p IN ({', '.join(f'<{p}>' for p in model.DERIVED)})) }}"
    )
    assert sorted((str(p).removeprefix(KZO), str(d)) for p, d in days) == [
        ("from", "2001-01-01"),
        ("until", "2001-12-31"),
    ]
    ontology = (Path(ROOT) / "ontology" / "kzgraph.ttl").read_text(encoding="utf-8")
    for name in (*model.DATED.values(), *model.DERIVED):
        assert f"kzo:{name.removeprefix(KZO)} a owl:DatatypeProperty" in ontology


def test_a_class_below_means_the_same(graph: library.KnowledgeGraph, tmp_path: Path) -> None:
    people = exported(graph, tmp_path / "all.popolo.json")
    assert '"persons"' in people
    assert "Ann" in people


def test_the_classes_of_the_model_are_those_of_the_ontology() -> None:
    """A class of kzo: that the program knows is declared, and a kind of what the program takes it for."""
    graph = library.load(ROOT)
    declared = set(graph.values("SELECT ?c { ?c a owl:Class }"))
    for group, root in (
        (model.PERSON, "Person"),
        (model.ORGANIZATION, "Organization"),
        (model.AGENT, "Agent"),
        (model.EVENT, "Event"),
    ):
        for name in group:
            if name.startswith(KZO):
                assert name in declared
                assert graph.ask("$c rdfs:subClassOf* $root", c=iri(name), root=iri(KZO + root)), name
    for name in (*model.EVIDENCE, *model.MEMBERSHIP, *model.POST, *model.PLACE, *model.ELECTION):
        assert name in declared or not name.startswith(KZO)


def test_evidence_is_counted_and_shown_as_such_whatever_its_class(graph: library.KnowledgeGraph) -> None:
    numbers = {(count.group, count.what): count.number for count in graph.stats().counts}
    assert numbers["Claims", "claims"] == 3
    assert numbers["Claims", "accepted"] == 1
    shown = graph.show("<http://example.org/ann>")
    related = {each.node.term.value.rpartition("/")[2] for group in shown.related for each in group.nodes}
    assert related == {"office", "friend"}  # and not the claim of which it is the object
