"""JSON-LD: what goes out comes back with any processor, and records can be read by people."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from exchanging import all_written, in_another_process, of_text, triples, whole, written
from exporting import material
from hypothesis import given, settings
from hypothesis import strategies as st
from program import ROOT
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kzgraph.errors import OutputError, UsageError
from kzgraph.export import context as contexts
from kzgraph.export.material import Material
from kzgraph.export.naming import Vocabulary
from kzgraph.export.nodes import expanded
from kzgraph.model import AGENT, ELECTION, LABELS

# What rdflib 7.6 says of its own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
CONTEXT = ROOT / "ontology" / "context.jsonld"
MINI = ROOT / "tests" / "mini"
ODD = """
@prefix ex: <http://example.org/> .
@prefix GO: <http://example.org/GO_> .
@prefix urn: <http://example.org/urn#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:a a GO:1, ex:Class ;
    ex:p "1.50"^^xsd:decimal, 5, 007, "+3"^^xsd:integer, 123456789012345678901234567890, true, "1"^^xsd:boolean,
        1.0E3, "x"@en, "y"@en-US, "a\\u0007b\\u202Ec", "2004-04-13"^^xsd:date, [ ex:q ( 1 "two" <urn:isbn:1> ) ] ;
    <http://example.org/no/local/name/> "n" ;
    <http://example.com/p> "another p" ;
    ex:id "not an id", "@id" ; ex:type "not a type" ; ex:context ex:a ;
    <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> _:class .
<urn:isbn:1> ex:name "urn" .
<mailto:a@example.org> ex:texts "kz:cppk"@en, "ex:a"@de .
"""


@cache
def records() -> Any:
    return json.loads(all_written("framed"))


def record(name: str) -> Any:
    return next(each for each in records()["@graph"] if each["id"] == f"kz:{name}")


def no_network(url: str, options: object = None) -> object:
    raise AssertionError(f"{url} was asked for")


def read_by_pyld(document: bytes) -> bytes:
    quads = jsonld.to_rdf(
        json.loads(document), {"format": "application/n-quads", "documentLoader": no_network}
    )
    return str(quads).encode()


def read_by_rdflib(document: bytes) -> bytes:
    graph = rdflib.Graph()
    graph.parse(data=document, format="json-ld")
    return graph.serialize(format="nt").encode()


# --- the context -----------------------------------------------------------------------------------


def test_the_context_of_the_graph_is_what_its_terms_make_of_it() -> None:
    lines = whole().statements.lines
    made = contexts.written(contexts.derive(expanded(lines), whole().prefixes))
    text = '{\n  "@context": ' + made + "\n}\n"
    if os.environ.get("KZGRAPH_GOLDEN") == "write":
        CONTEXT.write_text(text, encoding="utf-8")
    assert CONTEXT.read_text(encoding="utf-8") == text, (
        "ontology/context.jsonld is not up to date: KZGRAPH_GOLDEN=write pytest tests/test_export_jsonld.py"
    )


def test_every_class_and_property_of_the_ontology_has_a_term() -> None:
    context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    prefixes = {name: value for name, value in context.items() if isinstance(value, str) and "://" in value}

    def full(short: str) -> str:
        prefix, _, local = short.partition(":")
        return prefixes[prefix] + local

    known = {
        full(definition["@id"] if isinstance(definition, dict) else definition)
        for name, definition in context.items()
        if name not in prefixes and name not in ("@version", "id", "type") and "@reverse" not in definition
    }
    ontology = rdflib.Graph()
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        ontology.parse(file)
    kinds = [rdflib.OWL[f"{kind}Property"] for kind in ("Object", "Datatype", "Annotation")]
    terms = {str(s) for kind in (rdflib.OWL.Class, *kinds) for s in ontology.subjects(rdflib.RDF.type, kind)}
    assert len(terms) > 100
    assert terms <= known


def test_the_context_travels_with_the_graph() -> None:
    assert CONTEXT.is_file()  # pyproject.toml ships ontology/ whole
    assert material(layer="accepted").context == json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]


# --- the whole graph -------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", ["all", "accepted", "evidence"])
def test_what_goes_out_comes_back(layer: str) -> None:
    given = material(layer=layer)
    document = written("jsonld", given)
    expected = triples(given.triples)
    assert triples(document, RdfFormat.JSON_LD) == expected
    assert triples(read_by_pyld(document), RdfFormat.N_QUADS) == expected
    assert triples(read_by_rdflib(document)) == expected


def test_jsonld_of_javascript_reads_the_same(tmp_path: Path) -> None:
    node = shutil.which("node")
    script = (
        "const jsonld = require('jsonld');"
        "jsonld.documentLoader = async url => { throw new Error(url); };"
        "const text = require('fs').readFileSync(process.argv[1], 'utf8');"
        "jsonld.toRDF(JSON.parse(text), {format: 'application/n-quads', safe: true})"
        ".then(found => process.stdout.write(found));"
    )
    if node is None or subprocess.run([node, "-e", "require('jsonld')"], capture_output=True).returncode:
        pytest.skip("needs node with the package jsonld (set NODE_PATH)")
    file = tmp_path / "graph.jsonld"
    file.write_bytes(all_written("jsonld"))
    found = subprocess.run([node, "-e", script, str(file)], capture_output=True, check=True, timeout=120)
    assert triples(found.stdout, RdfFormat.N_QUADS) == triples(whole().triples)


def test_terms_are_used_and_the_order_is_fixed() -> None:
    document = json.loads(all_written("jsonld"))
    ids = [node["id"] for node in document["@graph"] if node["id"].startswith("kz:")]
    assert len(ids) > 1500
    assert ids == sorted(ids)
    cppk = next(node for node in document["@graph"] if node["id"] == "kz:cppk")
    assert [*cppk][:3] == ["id", "type", "name"]
    assert [*cppk][3:] == sorted([*cppk][3:])
    assert cppk["type"] == "Party"
    assert cppk["name"]["en"] == "Communist People's Party of Kazakhstan"
    assert cppk["abbreviation"]["kk-Latn"] == ["QKHP"]
    assert cppk["splitFrom"] == "kz:cpk"
    result = next(node for node in document["@graph"] if node["id"] == "kz:mazhilis-2012-cppk")
    assert (result["votes"], result["seats"], result["voteShare"]) == (498788, 7, "7.19")


@pytest.mark.parametrize("name", ["jsonld", "framed"])
def test_the_same_bytes_in_every_process(name: str) -> None:
    assert in_another_process(name, "1") == all_written(name)


# --- other data ------------------------------------------------------------------------------------


def test_a_graph_without_a_context_gets_one(tmp_path: Path) -> None:
    given = material(MINI)
    document = written("jsonld", given)
    assert triples(document, RdfFormat.JSON_LD) == triples(given.triples)
    rookery = next(node for node in json.loads(document)["@graph"] if node["id"] == "t:rookery")
    assert rookery["boards"] == 12
    assert rookery["type"] == "Club"


def test_odd_data_come_back(tmp_path: Path) -> None:
    given = of_text(tmp_path, ODD)
    document = written("jsonld", given)
    assert b"\x07" not in document
    assert "\u202e" not in document.decode()
    expected = triples(given.triples)
    assert triples(document, RdfFormat.JSON_LD) == expected
    assert triples(read_by_pyld(document), RdfFormat.N_QUADS) == expected
    # rdflib writes 7 for 007 when it reads.
    read = rdflib.Graph().parse(data=b"".join(given.triples), format="nt").serialize(format="nt")
    assert triples(read_by_rdflib(document)) == triples(read.encode())
    for lexical in ("1.50", "007", "+3", "123456789012345678901234567890"):
        assert f'"{lexical}"' in document.decode()  # as text: a number would be another one for some readers


def test_named_graphs_stay_apart(tmp_path: Path) -> None:
    text = "@prefix ex: <http://example.org/> . ex:a ex:p ex:b . ex:g { ex:a ex:p ex:c } _:h { ex:d ex:p 1 }"
    given = of_text(tmp_path, text, "data.trig")
    found = read_by_pyld(written("jsonld", given)).decode()
    assert "<http://example.org/c> <http://example.org/g> ." in found
    assert "<http://example.org/b> .\n" in found
    assert len(found.splitlines()) == 3
    assert found.count("_:") == 1


_IRIS = st.sampled_from([f"http://example.org/{name}" for name in ("a", "b", "id", "type", "value")])
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
_LITERALS = st.one_of(
    st.builds(Literal, _TEXTS),
    st.builds(Literal, _TEXTS, language=st.sampled_from(["en", "kk-latn", "ru"])),
    st.builds(Literal, st.integers()),
    st.builds(Literal, st.booleans()),
    st.builds(
        Literal,
        st.sampled_from(["1", "01", "1.50", "x", "true"]),
        datatype=st.sampled_from(
            [
                NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
                for name in ("integer", "decimal", "boolean")
            ]
        ),
    ),
)
_QUADS = st.builds(
    Quad,
    st.builds(NamedNode, _IRIS),
    st.builds(NamedNode, _IRIS),
    st.one_of(st.builds(NamedNode, _IRIS), _LITERALS),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_QUADS, max_size=12))
def test_any_triples_come_back(quads: list[Quad]) -> None:
    store = Store()
    store.extend(quads)
    given = Material(store, {"ex": "http://example.org/"})
    document = written("jsonld", given)
    back = triples(read_by_pyld(document), RdfFormat.N_QUADS)
    assert back == triples(given.triples)
    assert triples(written("framed", given), RdfFormat.JSON_LD) <= back


# --- records ---------------------------------------------------------------------------------------


def test_records_say_nothing_that_the_graph_does_not() -> None:
    found = triples(all_written("framed"), RdfFormat.JSON_LD)
    assert len(found) > 1000
    assert found < triples(whole().triples)


def test_records_are_what_a_frame_gives() -> None:
    nodes = expanded(whole().statements.lines)
    context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    mention = {"@embed": "@always", "@explicit": True, **{key: {} for key in LABELS}}
    described = {node["@id"] for node in nodes}
    pointing = {
        key
        for node in nodes
        for key, values in node.items()
        if not key.startswith("@") and any(value.get("@id") in described for value in values)
    }
    mentions = dict.fromkeys(sorted(pointing), mention)
    frame = {
        "@context": context,
        "@type": sorted(Vocabulary(whole()).kinds(*AGENT, *ELECTION)),
        "@embed": "@always",
        **mentions,
        **{
            term: {"@embed": "@always", **mentions}
            for term, definition in context.items()
            if isinstance(definition, dict) and "@reverse" in definition
        },
    }
    framed = jsonld.frame(nodes, frame, {"omitDefault": True, "documentLoader": no_network})
    expected = triples(json.dumps(framed).encode(), RdfFormat.JSON_LD)
    found = triples(all_written("framed"), RdfFormat.JSON_LD)
    assert expected <= found
    # PyLD leaves out what is pointed to and not described: websites and things elsewhere.
    assert {value.strip("<>") for _, _, value in found - expected}.isdisjoint(described)
    assert len(found - expected) < len(found) / 10


def test_a_party_has_its_leaders_with_their_names_and_dates_in_order() -> None:
    leaders = record("cpk")["leaders"]
    assert [(each["holder"]["name"]["en"], each.get("start"), each.get("end")) for each in leaders][:3] == [
        ("Leonid Korolkov", "1992", "1994-10"),
        ("Baidabek Tolepbayev", "1994-10", "1996-04"),
        ("Serikbolsyn Abdildin", "1996-04", "2010-04-17"),
    ]
    assert leaders[0]["post"]["name"]["en"].startswith("First Secretary")
    names = {each["holder"]["name"]["en"] for each in record("cppk")["leaders"]}
    assert {"Vladislav Kosarev", "Tulesh Kenzhin", "Jambyl Ahmetbekov", "Aiqyn Qongyrov"} == names


def test_a_party_has_its_results_and_events() -> None:
    cppk = record("cppk")
    results = {each["election"]["name"]["en"]: each for each in cppk["results"]}
    assert results["Mazhilis election of 2012"]["seats"] == 7
    assert results["Mazhilis election of 2004"]["voteShare"] == "1.98"
    assert "Registration of the CPPK" in {each["name"]["en"] for each in cppk["affectedBy"]}


def test_a_website_is_there_though_nothing_is_said_of_it() -> None:
    assert record("cppk")["homepage"] == "http://comparty.kz"


def test_a_person_has_the_posts_held() -> None:
    posts = {each["post"]["name"]["en"] for each in record("tulesh-kenzhin")["tenures"]}
    assert "Chairman of the Communist People's Party of Kazakhstan" in posts


def test_records_are_those_of_agents_and_elections() -> None:
    types = {each["type"] for each in records()["@graph"]}
    assert {"Party", "Person", "Election"} <= types
    assert not {"Claim", "Source", "Concept", "Tenure", "Class"} & types


def test_one_thing_is_one_record() -> None:
    found = json.loads(written("framed", material(entity="cppk")))
    assert found["id"] == "kz:cppk"
    assert "@graph" not in found
    assert found["leaders"] == record("cppk")["leaders"]
    assert set(found["splitFrom"]) == set(record("cppk")["splitFrom"]) == {"id", "type", "name"}


def test_records_of_data_with_classes_that_mean_nothing_here(tmp_path: Path) -> None:
    given = of_text(
        tmp_path, "@prefix ex: <http://example.org/> . ex:a a ex:Thing ; ex:p ex:b . ex:b a ex:Thing ."
    )
    found = json.loads(written("framed", given))
    assert [each["id"] for each in found["@graph"]] == ["ex:a", "ex:b"]


# --- what can go wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["jsonld", "framed"])
def test_nothing_is_fetched(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    document = written(name, whole())
    assert read_by_pyld(document)
    assert b'"@context": "' not in document


def test_without_pyld_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyld.jsonld", None)
    with pytest.raises(UsageError, match=r"(?s)JSON-LD needs the Python package pyld.*kzgraph\[exchange\]"):
        written("jsonld", whole())


def test_triple_terms_are_refused(tmp_path: Path) -> None:
    given = of_text(tmp_path, "<http://e/a> <http://e/p> <<( <http://e/a> <http://e/p> 1 )>> .")
    with pytest.raises(OutputError, match="triple terms"):
        written("jsonld", given)
