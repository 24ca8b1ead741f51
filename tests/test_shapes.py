"""The shipped graph conforms to its shapes, and each shape can fail."""

import glob
import os

import pyshacl
import pytest
import rdflib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@pytest.fixture(scope="module")
def shapes():
    graph = rdflib.Graph()
    for path in glob.glob(os.path.join(ROOT, "shapes", "*.ttl")):
        graph.parse(path)
    return graph


def load():
    graph = rdflib.Graph()
    for pattern in ("ontology/*.ttl", "data/*.ttl", "data/claims/*.ttl"):
        for path in glob.glob(os.path.join(ROOT, pattern)):
            graph.parse(path)
    return graph


def messages(data, shapes):
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    found = {str(o) for o in report.objects(None, rdflib.SH.resultMessage) if o.language == "en"}
    assert conforms is not bool(found)
    return found


def test_the_shipped_graph_conforms(shapes):
    assert messages(load(), shapes) == set()


@pytest.mark.parametrize(
    ("update", "message"),
    [
        (
            "DELETE WHERE { kz:claim-000-100 kzo:quote ?q }",
            "A claim quotes its source once, with at most twelve words.",
        ),
        ("DELETE WHERE { kz:claim-000-100 kzo:rank ?r }", "A claim has exactly one of the three ranks."),
        ("DELETE WHERE { kz:claim-000-100 kzo:source ?r }", "A claim comes from exactly one source."),
        (
            "INSERT DATA { kz:claim-000-100 kzo:quote 'a b c d e f g h i j k l m' }",
            "A claim quotes its source once, with at most twelve words.",
        ),
        (
            "DELETE WHERE { kz:cppk skos:prefLabel ?l }",
            "A thing has a name with a language tag, one in each language.",
        ),
        (
            "DELETE WHERE { kz:abdildin-cpk-first-secretary kzo:holder ?h }",
            "A tenure has exactly one holder, a person.",
        ),
        (
            "INSERT DATA { kz:mazhilis-2012-cppk kzo:voteShare 8.19 }",
            "A share of the vote is one decimal number from 0 to 100.",
        ),
        (
            "DELETE { ?r kzo:seatsOf ?s } INSERT { ?r kzo:seatsOf 6 } WHERE { BIND(kz:mazhilis-2012-cppk AS ?r) ?r kzo:seatsOf ?s }",
            "Seats are one whole number, no larger than the number of seats they are counted out of.",
        ),
    ],
)
def test_a_shape_fails_where_it_should(shapes, update, message):
    data = load()
    data.update(
        "PREFIX kz: <https://w3id.org/kzgraph/id/> PREFIX kzo: <https://w3id.org/kzgraph/ontology#> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> " + update
    )
    assert messages(data, shapes) == {message}
