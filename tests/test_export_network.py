"""GraphML and GEXF: who is tied to whom, read by others than the library that wrote it."""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import igraph
import pytest
from exchanging import all_written, in_another_process, of_text, whole, written
from exporting import graph_of, material

from kzgraph.errors import OutputError, UsageError

GEXF = "{http://gexf.net/1.3}"
#: Types of attributes that GEXF 1.3 knows.
TYPES = {"integer", "long", "double", "float", "boolean", "string", "liststring", "anyURI"}

TIES = """
ex:a a kzo:Person ; skos:prefLabel "A"@en ; kzo:linkedTo ex:b ; kzo:notToBeConfusedWith ex:c ; skos:exactMatch ex:d .
ex:b a kzo:Party ; skos:prefLabel "B"@en ; kzo:splitFrom ex:c ; kzo:country ex:land .
ex:c a kzo:Party ; skos:prefLabel "C"@en .
ex:d a kzo:Agent ; skos:prefLabel "D"@en .
ex:land a kzo:Place ; skos:prefLabel "L"@en .
ex:t a kzo:Tenure ; kzo:holder ex:a ; kzo:post ex:post ; kzo:leads ex:b ; kzo:start "1990"^^edtf:EDTF .
ex:u a kzo:Tenure ; kzo:holder ex:a ; kzo:post ex:post ; kzo:leads ex:b ; kzo:attestedOn "1999-05?"^^edtf:EDTF .
ex:post a kzo:Post ; skos:prefLabel "head"@en ; org:postIn ex:b .
ex:r a kzo:ElectionResult ; kzo:candidate ex:a ; kzo:contestant ex:b ; kzo:election ex:e .
ex:s a kzo:ElectionResult ; kzo:contestant ex:c ; kzo:election ex:e .
ex:e a kzo:Election ; skos:prefLabel "E"@en ; kzo:date "2001-02/2001-03"^^edtf:EDTF ; kzo:follows ex:split .
ex:split a kzo:OrganizationChange ; skos:prefLabel "S"@en ; kzo:affects ex:c ; kzo:actor ex:a .
ex:lone a kzo:Event ; skos:prefLabel "lone"@en ; kzo:actor ex:a ; kzo:follows ex:split .
ex:m a kzo:Motion ; skos:prefLabel "M"@en ; kzo:signatory ex:b, ex:c ; kzo:concerns ex:split .
ex:claim1 a kzo:Claim ; rdf:subject ex:b ; rdf:predicate kzo:splitFrom ; rdf:object ex:c ; kzo:source ex:s1 .
ex:claim2 a kzo:Claim ; rdf:subject ex:t ; rdf:predicate kzo:holder ; rdf:object ex:a ; kzo:source ex:s1, ex:s2 .
ex:claim3 a kzo:Claim ; rdf:subject ex:b ; rdf:predicate kzo:splitFrom ; rdf:object ex:c ; kzo:source ex:s2 ;
    kzo:assertedBy ex:d .
ex:claim4 a kzo:Claim ; rdf:subject ex:c ; rdf:predicate kzo:linkedTo ; rdf:object ex:d ; kzo:source ex:s2 ;
    kzo:rank wikibase:DeprecatedRank .
"""


@cache
def graphml() -> Any:
    return read_graphml(all_written("graphml"))


def read_graphml(content: bytes) -> Any:
    with tempfile.NamedTemporaryFile(suffix=".graphml") as file:
        file.write(content)
        file.flush()
        return igraph.Graph.Read_GraphML(file.name)


@cache
def gexf() -> ElementTree.Element:
    return ElementTree.fromstring(all_written("gexf"))


def edges(graph: Any) -> set[tuple[str, str, str]]:
    return {(graph.vs[e.source]["id"], e["kind"], graph.vs[e.target]["id"]) for e in graph.es}


def test_igraph_reads_who_is_tied_to_whom() -> None:
    found = edges(graphml())
    assert {
        ("kz:serikbolsyn-abdildin", "tenure", "kz:cpk"),
        ("kz:cppk", "affiliation", "kz:imcwp"),
        ("kz:cppk", "splitFrom", "kz:cpk"),
        ("kz:cpk", "supports", "kz:zharmakhan-tuyakbay"),
        ("kz:turgyn-syzdyqov", "candidacy", "kz:cppk"),
        ("kz:cppk", "contestant", "kz:mazhilis-2012"),
        ("kz:cp-malta", "signatory", "kz:motion-2015"),
        ("kz:motion-2015", "concerns", "kz:cpk-ban"),
    } <= found
    kinds = {vertex["id"]: vertex["kind"] for vertex in graphml().vs}
    assert kinds["kz:cpk"] == "organization"
    assert kinds["kz:turgyn-syzdyqov"] == "person"
    assert kinds["kz:kosarev-group"] == "group"
    assert kinds["kz:mazhilis-2012"] == "election"
    assert kinds["kz:motion-2015"] == "declaration"
    assert not [name for name in kinds if "claim" in name or "source-" in name]


def test_edges_say_when_and_who_says_so() -> None:
    tie = next(e for e in graphml().es if str(e["iri"]).endswith("/korolkov-cpk-first-secretary"))
    assert (tie["edtf_start"], tie["edtf_end"]) == ("1992", "1994-10")
    assert tie["label"].startswith("First Secretary")
    assert tie["sources"] == "https://w3id.org/kzgraph/id/source-003"
    assert tie["source_count"] == 1


def test_labels_are_in_the_language_that_is_wished() -> None:
    graph = read_graphml(written("graphml", material(language="ru")))
    labels = {vertex["id"]: vertex["label"] for vertex in graph.vs}
    assert labels["kz:cpk"] == "Коммунистическая партия Казахстана"


def test_gexf_keeps_to_its_rules() -> None:
    graph = gexf().find(f"{GEXF}graph")
    assert graph is not None
    assert gexf().get("version") == "1.3"
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    declared: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for attributes in graph.findall(f"{GEXF}attributes"):
        for each in attributes:
            assert each.get("type") in TYPES
            declared[attributes.get("class", "")][each.get("id", "")] = each.get("title", "")
    assert "networkx_key" not in declared["edge"].values()
    nodes = {node.get("id") for node in graph.iter(f"{GEXF}node")}
    names = [edge.get("id") for edge in graph.iter(f"{GEXF}edge")]
    assert len(names) == len(set(names)) > 150
    for edge in graph.iter(f"{GEXF}edge"):
        assert {edge.get("source"), edge.get("target")} <= nodes
        assert edge.get("kind")
        assert edge.get("label")
        days = [edge.get(key) for key in ("start", "end") if edge.get(key)]
        assert days == sorted(days)
        for day in days:
            assert date.fromisoformat(day or "").year < 2100  # not 9999, which only compares
        for value in edge.iter(f"{GEXF}attvalue"):
            assert value.get("for") in declared["edge"]
    for node in graph.iter(f"{GEXF}node"):
        assert node.get("label")
        for value in node.iter(f"{GEXF}attvalue"):
            assert value.get("for") in declared["node"]


def test_gexf_has_the_same_ties_as_graphml() -> None:
    found = {(e.get("source"), e.get("kind"), e.get("target")) for e in gexf().iter(f"{GEXF}edge")}
    assert found == edges(graphml())


def test_a_tie_in_gexf_lasts_from_the_first_to_the_last_possible_day() -> None:
    found = {
        (e.get("source"), e.get("target"), e.get("start"), e.get("end"))
        for e in gexf().iter(f"{GEXF}edge")
        if e.get("kind") == "tenure"
    }
    assert ("kz:leonid-korolkov", "kz:cpk", "1992-01-01", "1994-10-31") in found
    assert ("kz:tulesh-kenzhin", "kz:cppk", None, None) in found


def test_what_is_a_tie_and_what_is_none(tmp_path: Path) -> None:
    graph = read_graphml(written("graphml", material(graph_of(tmp_path, TIES))))
    assert edges(graph) == {
        ("ex:a", "linkedTo", "ex:b"),
        ("ex:a", "tenure", "ex:b"),
        ("ex:a", "candidacy", "ex:b"),
        ("ex:a", "candidate", "ex:e"),
        ("ex:b", "contestant", "ex:e"),
        ("ex:c", "contestant", "ex:e"),
        ("ex:b", "splitFrom", "ex:c"),
        ("ex:c", "affects", "ex:split"),
        ("ex:a", "actor", "ex:split"),
        ("ex:e", "follows", "ex:split"),
        ("ex:b", "signatory", "ex:m"),
        ("ex:c", "signatory", "ex:m"),
        ("ex:m", "concerns", "ex:split"),
    }
    assert graph.ecount() == 14  # two tenures
    assert {vertex["id"] for vertex in graph.vs} == {
        f"ex:{x}" for x in ("a", "b", "c", "d", "e", "split", "m")
    }
    sources = {(e["kind"], e["iri"]): e["sources"] for e in graph.es}
    assert sources["splitFrom", ""] == "https://example.org/s1"
    assert sources["tenure", "https://example.org/t"] == "https://example.org/s1 https://example.org/s2"
    assert {e["edtf_attested"] for e in graph.es if e["kind"] == "tenure"} == {"", "1999-05?"}
    assert {e["edtf_date"] for e in graph.es if e["kind"] == "candidacy"} == {"2001-02/2001-03"}


def test_open_ends_are_open_in_gexf(tmp_path: Path) -> None:
    root = ElementTree.fromstring(written("gexf", material(graph_of(tmp_path, TIES))))
    found = {(e.get("start"), e.get("end")) for e in root.iter(f"{GEXF}edge") if e.get("kind") == "tenure"}
    assert found == {("1990-01-01", None), ("1999-05-01", "1999-05-31")}


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_the_same_bytes_in_every_process_and_no_day_of_today(name: str) -> None:
    content = all_written(name)
    assert in_another_process(name, "1") == content
    assert b"lastmodified" not in content
    assert not re.search(rb"(?i)networkx", content)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
@pytest.mark.parametrize("choice", [{"layer": "accepted"}, {"layer": "evidence"}, {"entity": "cpk"}], ids=str)
def test_parts_of_the_graph(name: str, choice: dict[str, str]) -> None:
    root = ElementTree.fromstring(written(name, material(**choice)))
    assert len([*root.iter()]) > 1


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_graph_without_agents_is_an_empty_network(name: str, tmp_path: Path) -> None:
    given = of_text(tmp_path, "<http://e/a> <http://e/b> <http://e/c> .")
    root = ElementTree.fromstring(written(name, given))
    assert not [each for each in root.iter() if each.tag.endswith(("}node", "}edge"))]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_markup_is_escaped_and_what_xml_cannot_hold_is_named(name: str, tmp_path: Path) -> None:
    label = '@prefix foaf: <http://xmlns.com/foaf/0.1/> . <http://e/a> a foaf:Person ; foaf:name "x" ;'
    label += " <http://www.w3.org/2004/02/skos/core#prefLabel> "
    assert b"&lt;b&gt; &amp;" in written(name, of_text(tmp_path, label + '"<b> & \\u0142"@en .'))
    with pytest.raises(OutputError, match=r"U\+0007"):
        written(name, of_text(tmp_path, label + '"a\\u0007"@en .'))


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_without_networkx_it_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(UsageError, match=r"(?s)needs the Python package networkx.*kzgraph\[exchange\]"):
        written(name, whole())
