"""Popolo: valid by its specification, without loose ends, and with the facts of the graph."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from exchanging import KZ, all_written, in_another_process, of_text, whole, written
from exporting import graph_of, material
from jsonschema import Draft202012Validator
from popolo_schema import SCHEMA, dangling
from wikidata_slices import SLICES, needs_slices

from kzgraph.export.things import plain_date

EVERYPOLITICIAN = SLICES / "everypolitician-2015" / "ep-popolo-v1.0.json"


@cache
def document() -> Any:
    return json.loads(all_written("popolo"))


def one(name: str, found: Any, local: str) -> Any:
    return next(each for each in found[name] if each["id"].endswith(f"/{local}"))


def errors(found: Any) -> list[str]:
    return [f"{each.json_path}: {each.message}" for each in Draft202012Validator(SCHEMA).iter_errors(found)]


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"layer": "accepted"},
        {"layer": "evidence"},
        {"language": "ru"},
        {"as_of": "2005-01-01"},
        {"entity": "cppk"},
        {"entity": "vladislav-kosarev"},
    ],
    ids=str,
)
def test_it_is_valid_and_nothing_in_it_leads_nowhere(choice: dict[str, str]) -> None:
    found = json.loads(written("popolo", material(**choice)))
    assert errors(found) == []
    assert dangling(found) == []


def test_the_schema_and_the_check_of_references_find_mistakes() -> None:
    found = json.loads(all_written("popolo"))
    found["memberships"][0]["start_date"] = "1994-13"
    found["memberships"][1]["person_id"] = "nobody"
    found["persons"][0]["shoe_size"] = 43
    assert len(errors(found)) == 2
    assert len(dangling(found)) == 1


@needs_slices
def test_a_file_of_everypolitician_is_valid_by_the_same_schema() -> None:
    found = json.loads(EVERYPOLITICIAN.read_text(encoding="utf-8"))
    wrong = errors(found)
    assert wrong == []
    assert dangling(found) == []


def test_everybody_and_everything_is_there() -> None:
    def count(*classes: str) -> int:
        values = " ".join(f"kzo:{name}" for name in classes)
        [row] = whole().graph.select(
            f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?c {{ {values} }} ?s a ?c }}"
        )
        assert row[0] is not None
        return int(row[0].value)

    bodies = ("Organization", "Party", "Alliance", "PublicBody", "Network", "PartyOrgan")
    assert {name: len(found) for name, found in document().items()} == {
        "persons": count("Person"),
        "organizations": count(*bodies),
        "memberships": count("Tenure", "Affiliation"),
        "posts": count("Post"),
        "events": count("Event", "Meeting", "OrganizationChange", "LegalAction", "Election"),
        "areas": count("Place"),
    }


def test_a_party_has_its_names_identifiers_links_and_sources() -> None:
    cppk = one("organizations", document(), "cppk")
    assert cppk["name"] == "Communist People's Party of Kazakhstan"
    assert {"name": "CPPK", "lang": "en", "note": "abbreviation"} in cppk["other_names"]
    assert {"name": "QKHP", "lang": "kk-Latn", "note": "abbreviation"} in cppk["other_names"]
    assert {"name": "Коммунистическая народная партия Казахстана", "lang": "ru", "note": "name"} in cppk[
        "other_names"
    ]
    assert {"scheme": "wikidata", "identifier": "Q2166484"} in cppk["identifiers"]
    assert cppk["classification"] == "party"
    assert cppk["founding_date"] == "2004-04-13"
    assert cppk["area_id"] == f"{KZ}kazakhstan"
    assert cppk["links"] == [{"url": "http://comparty.kz", "note": "website"}]
    assert cppk["sources"][0] == {
        "url": f"{KZ}source-000",
        "note": "Article on the Communist People's Party of Kazakhstan",
    }


def test_who_led_a_party_and_when() -> None:
    cpk = [
        (each["person_id"].removeprefix(KZ), each.get("start_date"), each.get("end_date"))
        for each in document()["memberships"]
        if each.get("organization_id") == f"{KZ}cpk" and "post_id" in each and "start_date" in each
    ]
    assert sorted(cpk, key=str) == [
        ("baidabek-tolepbayev", "1994-10", "1996-04"),
        ("gaziz-aldamzharov", "2010-04-17", "2015-09-04"),
        ("leonid-korolkov", "1992", "1994-10"),
        ("serikbolsyn-abdildin", "1996-04", "2010-04-17"),
    ]


def test_what_a_party_belongs_to() -> None:
    found = one("memberships", document(), "cppk-in-imcwp")
    assert found["member"] == {"id": f"{KZ}cppk", "name": "Communist People's Party of Kazakhstan"}
    assert found["role"] == "member"


def test_dates_that_popolo_cannot_say_are_not_made_up() -> None:
    attested = one("memberships", document(), "kosarev-cppk-secretary")
    assert "start_date" not in attested
    assert attested["edtf"] == {"attested_on": ["2007-06"]}
    uncertain = one("events", document(), "cpk-liquidation-ruling")
    assert "start_date" not in uncertain
    assert uncertain["edtf"] == {"date": ["2015-08-03?"]}
    days = one("events", document(), "mazhilis-2004")
    assert "start_date" not in days
    assert days["edtf"] == {"date": ["{2004-09-19,2004-10-03}"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1936", "1936"),
        ("1994-10", "1994-10"),
        ("2004-04-13", "2004-04-13"),
        ("2004-04-13T10:00:00Z", "2004-04-13"),
        ("1936?", None),
        ("1994~", None),
        ("199X", None),
        ("2004-XX", None),
        ("2004-21", None),
        ("1991/1993", None),
        ("-0044", None),
        ("Y12345", None),
        ("in autumn", None),
        ("", None),
    ],
)
def test_a_date_is_plain_or_it_is_not_said(text: str, expected: str | None) -> None:
    assert plain_date(text) == expected


def test_names_in_another_language() -> None:
    found = json.loads(written("popolo", material(language="ru")))
    assert one("organizations", found, "cpk")["name"] == "Коммунистическая партия Казахстана"


SMALL = """
ex:p a kzo:Person ; skos:prefLabel "P"@en .
ex:q a ex:Human ; skos:prefLabel "Q"@en .
ex:o a ex:Club ; skos:prefLabel "O"@en ; kzo:partOf ex:nowhere ; kzo:country ex:p .
ex:post a kzo:Post ; skos:prefLabel "boss"@en ; org:postIn ex:o .
ex:t1 a kzo:Tenure ; kzo:holder ex:p ; kzo:post ex:post ; kzo:start "1990"^^edtf:EDTF, "1991"^^edtf:EDTF .
ex:t2 a kzo:Tenure ; kzo:holder ex:unknown ; kzo:leads ex:o .
ex:t3 a kzo:Tenure ; kzo:holder ex:p ; kzo:leads ex:unknown .
ex:t4 a kzo:Affiliation ; org:member ex:p, ex:q ; org:organization ex:o ; kzo:end "1999-XX"^^edtf:EDTF .
"""
OWN_CLASSES = """
ex:Club rdfs:subClassOf kzo:Organization .
ex:Human rdfs:subClassOf kzo:Person .
"""


@pytest.mark.parametrize("layer", ["all", "accepted"])
def test_classes_of_a_graphs_own_and_things_that_are_not_there(tmp_path: Path, layer: str) -> None:
    graph = graph_of(tmp_path, SMALL, OWN_CLASSES)
    found = json.loads(written("popolo", material(graph, layer=layer)))
    assert errors(found) == []
    assert dangling(found) == []
    assert [each["name"] for each in found["persons"]] == ["P", "Q"]
    assert [each["name"] for each in found["organizations"]] == ["O"]
    assert [(each["id"].rpartition("/")[2], each["person_id"][-1]) for each in found["memberships"]] == [
        ("t1", "p"),
        ("t4#1", "p"),
        ("t4#2", "q"),
    ]
    assert found["memberships"][0]["edtf"] == {"start_date": ["1990", "1991"]}
    assert found["memberships"][1]["edtf"] == {"end_date": ["1999-XX"]}


def test_people_of_other_vocabularies(tmp_path: Path) -> None:
    text = """
    @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <https://schema.org/> .
    @prefix ex: <http://example.org/> .
    ex:a a foaf:Person ; rdfs:label "A" ; schema:birthDate "1950-02" .
    ex:b a org:FormalOrganization ; rdfs:label "B" .
    ex:m a org:Membership ; org:member ex:a ; org:organization ex:b .
    """
    found = json.loads(written("popolo", of_text(tmp_path, text)))
    assert errors(found) == []
    assert found["persons"] == [{"id": "http://example.org/a", "name": "A", "birth_date": "1950-02"}]
    assert found["memberships"][0]["organization_id"] == "http://example.org/b"


def test_a_graph_without_people_is_an_empty_document(tmp_path: Path) -> None:
    found = json.loads(written("popolo", of_text(tmp_path, "<http://e/a> <http://e/b> <http://e/c> .")))
    assert errors(found) == []
    assert not any(found.values())


def test_the_same_bytes_in_every_process() -> None:
    assert in_another_process("popolo", "1") == all_written("popolo")
