"""JSON Lines: an object for each thing, with the words behind its facts."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from exporting import export, graph_of, material
from program import ROOT, environment

from kzgraph.export.jsonl import write_jsonl

KZ = "https://w3id.org/kzgraph/id/"


def lines(target):
    return [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n")[:-1]]


def objects(tmp_path, graph=ROOT, **choice):
    """Write the things of a graph and return them by IRI."""
    with open(tmp_path / "things.jsonl", "wb") as target:
        write_jsonl(material(graph, **choice), target)
    found = lines(tmp_path / "things.jsonl")
    assert [each["id"] for each in found] == sorted({each["id"] for each in found})
    return {each["id"]: each for each in found}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("jsonl")


@pytest.fixture(scope="module")
def shipped(folder):
    return objects(folder)


def test_a_result_has_its_facts_with_the_words_behind_them(shipped):
    result = shipped[KZ + "mazhilis-2004-cppk"]
    assert result["classes"] == ["ElectionResult"]
    assert result["short"] == "kz:mazhilis-2004-cppk"
    (share,) = result["facts"]["voteShare"]
    assert share["value"] == 1.98
    assert {claim["quote"] for claim in share["claims"]} >= {"received 1.98% of total votes"}
    assert result["facts"]["contestant"][0]["label"] == "Communist People's Party of Kazakhstan"
    (other,) = result["claims"]
    assert (other["property"], other["value"], other["rank"]) == ("voteShare", {"value": 3.4}, "deprecated")
    assert other["source"]["id"] == KZ + "source-000"
    assert other["reason"][0].startswith("Document 003 gives")


def test_names_are_by_language(shipped):
    party = shipped[KZ + "cppk"]
    assert party["labels"]["ru"] == "Коммунистическая народная партия Казахстана"
    names = {(name["language"], name["value"]) for name in party["facts"]["skos_altLabel"]}
    assert ("kk-Latn-x-2018", "Qazaqstan kommýnıstik halyq partııa") in names
    assert party["facts"]["foaf_homepage"][0]["id"] == "http://comparty.kz"


def test_every_claim_stands_once_with_the_thing_it_is_about(shipped):
    told = []
    for thing in shipped.values():
        told += [claim["id"] for claim in thing["claims"]]
        told += [
            claim["id"] for of in thing["facts"].values() for value in of for claim in value.get("claims", ())
        ]
    claims = [claim.value for (claim,) in material().graph.select("SELECT ?c { ?c a kzo:Claim }")]
    assert sorted(told) == sorted(claims)


def test_opinions_are_no_facts(shipped):
    said = [claim for claim in shipped[KZ + "cppk"]["claims"] if claim.get("asserted_by")]
    assert said
    assert all(claim["kind"]["label"] for claim in said)
    assert "describedAs" not in shipped[KZ + "cppk"]["facts"]


def test_every_accepted_triple_is_there(shipped):
    told = sum(len(values) for thing in shipped.values() for values in thing["facts"].values())
    facts = material(layer="accepted").graph.select("SELECT ?p { ?s ?p ?o FILTER(?p != rdf:type) }")
    # Of the evidence, claims stand with their facts; conflicts and the records of links have facts themselves.
    records = "VALUES ?kind { kzo:Conflict kzo:Link kzo:LinkSearch } ?s a ?kind ; ?p ?o"
    evidence = material(layer="evidence").graph.select(f"SELECT ?p {{ {records} FILTER(?p != rdf:type) }}")
    assert told == len(list(facts)) + len(list(evidence))


def test_evidence_alone_has_the_claims_of_things_that_it_does_not_describe(tmp_path):
    found = objects(tmp_path, layer="evidence")
    assert found[KZ + "cppk"]["facts"] == {}
    claims = found[KZ + "cppk"]["claims"]
    assert len(claims) > 50
    assert {claim["accepted"] for claim in claims if claim["property"] == "aim"} == {True}
    assert {claim["accepted"] for claim in claims if claim.get("asserted_by")} == {False}


def test_values_are_exact(tmp_path):
    graph = graph_of(
        tmp_path / "graph",
        'ex:a kzo:n 1.50, 0.12345678901234567890123, -7, true, "P12M"^^xsd:duration, "x"@kk-latn ;\n'
        '  kzo:t "line\\nbreak \\u202e = \\u2028" ; ex:o-p.q ex:b .\n'
        "ex:c a kzo:Claim ; rdf:subject ex:a ; rdf:predicate kzo:n ; rdf:object 1.50 ; kzo:source ex:s .",
    )
    thing = objects(tmp_path, graph)["https://example.org/a"]
    values = {json.dumps(value["value"]): value for value in thing["facts"]["n"]}
    assert values.keys() == {"1.5", '"0.12345678901234567890123"', "-7", "true", '"P12M"', '"x"'}
    assert values['"P12M"']["type"] == "xsd:duration"
    assert values['"x"']["language"] == "kk-Latn"
    assert [claim["id"] for claim in values["1.5"]["claims"]] == ["https://example.org/c"]
    assert thing["facts"]["t"] == [{"value": "line\nbreak \u202e = \u2028"}]
    assert thing["facts"]["ex_o_p_q"] == [{"id": "https://example.org/b", "label": "ex:b"}]
    raw = (tmp_path / "things.jsonl").read_bytes()
    assert b"\\u202e" in raw
    assert "\u202e".encode() not in raw


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_jq_answers_what_the_page_asks_it():
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    commands = re.search(r"```sh\n(.*?)```", page, re.DOTALL)[1]
    expected = re.search(r"```text\n(.*?)```", page, re.DOTALL)[1]
    done = subprocess.run(
        commands.replace("kzgraph ", f"{sys.executable} -m kzgraph "),
        shell=True,
        env=environment(KZGRAPH_GRAPH=str(ROOT), LC_ALL="C"),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert sorted(done.stdout.splitlines()) == sorted(expected.splitlines())


def test_another_process_writes_the_same_bytes(folder, shipped, tmp_path):
    export(ROOT, "--format", "jsonl", "-o", str(tmp_path / "out.jsonl"), seed=1)
    assert (tmp_path / "out.jsonl").read_bytes() == (folder / "things.jsonl").read_bytes()


def test_keys_are_sorted(folder, shipped):
    for line in (folder / "things.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        keys = list(json.loads(line))
        assert keys == sorted(keys)


def test_another_graph(mini, tmp_path):
    found = objects(tmp_path, mini)
    rookery = found["https://example.org/chess/thing/rookery"]
    (boards,) = rookery["facts"]["ch_boards"]
    assert boards["claims"][0]["quote"] == "twelve boards"
    assert [claim["quote"] for claim in rookery["claims"]] == ["ten boards"]
    assert rookery["labels"] == {"en": "The Rookery", "de": "Die Krähenkolonie"}
