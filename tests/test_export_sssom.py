"""SSSOM: the mappings of the graph, read and checked by sssom-pydantic."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sssom_pydantic
from exchanging import KZ, all_written, in_another_process, of_text, whole, written
from exporting import graph_of, material

BUILT_IN = {"owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd", "linkml"}


def read(content: bytes, folder: Path) -> Any:
    """Read SSSOM/TSV; a row that cannot be read is an error."""
    file = folder / "mappings.sssom.tsv"
    file.write_bytes(content)
    pack = sssom_pydantic.read(file)
    assert not getattr(pack, "errors", None)
    assert len(pack.mappings) == len(rows(content))
    return pack


def rows(content: bytes) -> list[dict[str, str]]:
    lines = [line for line in content.decode().splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("".join(lines)), delimiter="\t"))


@cache
def mappings() -> list[dict[str, str]]:
    return rows(all_written("sssom"))


def of(subject: str, target: str) -> dict[str, str]:
    [found] = [row for row in mappings() if (row["subject_id"], row["object_id"]) == (subject, target)]
    return found


@pytest.mark.parametrize("layer", ["all", "accepted"])
def test_another_library_reads_all_of_it(layer: str, tmp_path: Path) -> None:
    pack = read(written("sssom", material(layer=layer)), tmp_path)
    assert len(pack.mappings) > 50
    assert {str(each.justification.curie) for each in pack.mappings} == {"semapv:ManualMappingCuration"}
    assert str(pack.mapping_set.license) == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_a_party_and_its_item() -> None:
    row = of("kz:cppk", "wd:Q2166484")
    assert row["subject_label"] == row["object_label"] == "Communist People's Party of Kazakhstan"
    assert (row["predicate_id"], row["predicate_modifier"]) == ("skos:exactMatch", "")
    assert row["comment"].startswith("Same name in English and Russian")
    assert "confidence=high" in row["other"].split("|")


def test_what_must_not_be_confused_is_not_the_same() -> None:
    row = of("kz:cpk", "kz:cpk-1936")
    assert (row["predicate_modifier"], row["predicate_id"]) == ("Not", "skos:exactMatch")
    assert of("kz:cpk", "wd:Q1780608")["predicate_modifier"] == "Not"
    assert of("kz:cpk-1936", "wd:Q1780608")["predicate_modifier"] == ""


def test_what_was_looked_for_and_not_found() -> None:
    row = of("kz:cpk", "sssom:NoTermFound")
    assert row["object_source"] == "kz:register-wikidata"
    assert row["object_label"] == ""


def test_terms_of_the_ontology() -> None:
    assert of("kzo:Party", "wd:Q7278")["subject_type"] == "owl class"
    assert of("kzo:Agent", "foaf:Agent")["predicate_id"] == "rdfs:subClassOf"
    assert not [
        row
        for row in mappings()
        if row["subject_id"] == "kzo:Party" and row["object_id"] == "kzo:Organization"
    ]


def test_all_links_and_all_plain_triples_are_there(tmp_path: Path) -> None:
    pack = read(all_written("sssom"), tmp_path)
    found = {
        tuple(pack.converter.expand(each.curie, strict=True) for each in (mapping.subject, mapping.object))
        for mapping in pack.mappings
    }
    stated = whole().graph.select(
        "SELECT ?thing ?target { { ?thing skos:exactMatch|skos:closeMatch|kzo:notToBeConfusedWith ?target } UNION "
        "{ ?link kzo:thing ?thing ; kzo:target ?target } UNION { ?search a kzo:LinkSearch ; kzo:thing ?thing "
        "BIND(<https://w3id.org/sssom/NoTermFound> AS ?target) } }"
    )
    pairs = {tuple(term.value for term in row if term is not None) for row in stated}
    assert len(pairs) > 100
    assert pairs <= found


def test_the_file_is_canonical(tmp_path: Path) -> None:
    content = all_written("sssom")
    head = [line for line in content.decode().splitlines() if line.startswith("#")]
    assert head[0] == '#sssom_version: "1.1"'
    prefixes = [line[3:].partition(":")[0] for line in head[2 : head.index(f"#mapping_set_id: {KZ}mappings")]]
    assert prefixes == sorted(prefixes)
    used = {
        row[slot].partition(":")[0]
        for row in mappings()
        for slot in ("subject_id", "object_id", "object_source")
    }
    assert set(prefixes) == used - BUILT_IN - {""}
    columns = content.decode().splitlines()[len(head)].split("\t")
    order = list(sssom_pydantic.models.Record.model_fields)
    assert columns == sorted(columns, key=order.index)
    keys = [[row[column] for column in columns] for row in mappings()]
    assert keys == sorted(keys)
    assert b"\r" not in content
    for column in columns:
        assert any(row[column] for row in mappings()), column


def test_the_same_bytes_in_every_process() -> None:
    assert in_another_process("sssom", "1") == all_written("sssom")


def test_what_all_rows_share_is_said_once_and_texts_are_quoted(tmp_path: Path) -> None:
    turtle = """
    ex:a a skos:Concept ; skos:prefLabel "tab\\there"@en ; skos:closeMatch <urn:isbn:12>, <http://other.org/x/y?z=1> .
    ex:b a skos:Concept ; skos:prefLabel "say \\"b\\""@en .
    ex:link a kzo:Link ; kzo:thing ex:b ; kzo:relation skos:broadMatch ; kzo:target <http://other.org/x/b> ;
        kzo:reason "two\\nlines"@en ; kzo:path "a=b|c" ; kzo:checked "2025-01-31"^^edtf:EDTF .
    """
    content = written("sssom", material(graph_of(tmp_path, turtle)))
    assert "#subject_type: skos concept\n" in content.decode()
    pack = read(content, tmp_path)
    found = {str(each.object.curie): each for each in pack.mappings}
    assert {each.subject_type.curie for each in pack.mappings} == {"skos:Concept"}
    assert {pack.converter.expand(curie, strict=True) for curie in found} == {
        "urn:isbn:12",
        "http://other.org/x/y?z=1",
        "http://other.org/x/b",
    }
    broad = next(each for each in pack.mappings if each.predicate.curie == "skos:broadMatch")
    assert broad.subject.name == 'say "b"'
    assert broad.comment == "two\nlines"
    assert broad.other == {"path": "a%3Db%7Cc"}
    assert str(broad.mapping_date) == "2025-01-31"
    close = next(each for each in pack.mappings if each.predicate.curie == "skos:closeMatch")
    assert close.subject.name == "tab\there"


def test_a_graph_that_says_same_and_not_the_same_keeps_both(tmp_path: Path) -> None:
    turtle = "ex:a skos:exactMatch ex:b ; kzo:notToBeConfusedWith ex:b ."
    found = rows(written("sssom", material(graph_of(tmp_path, turtle))))
    assert [row["predicate_modifier"] for row in found] == ["", "Not"]


def test_mappings_of_others_are_not_said_to_be_made_by_hand(tmp_path: Path) -> None:
    given = of_text(tmp_path, "<http://e.org/a> <http://www.w3.org/2002/07/owl#sameAs> <http://f.org/b> .")
    content = written("sssom", given)
    [row] = rows(content)
    assert row["mapping_justification"] == "semapv:UnspecifiedMatching"
    assert row["predicate_id"] == "owl:sameAs"
    assert b"#license: https://w3id.org/sssom/license/unspecified\n" in content
    read(content, tmp_path)


def test_a_graph_without_mappings_is_a_table_without_rows(tmp_path: Path) -> None:
    content = written("sssom", of_text(tmp_path, "<http://e/a> <http://e/b> <http://e/c> ."))
    assert content.decode().splitlines()[-1].split("\t")[0] == "subject_id"
    assert rows(content) == []


def test_cells_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    folder = graph_of(tmp_path, 'ex:a skos:prefLabel "=1+1"@en ; skos:exactMatch ex:b .')
    [plain] = rows(written("sssom", material(folder)))
    [safe] = rows(written("sssom", material(folder, safe_csv=True)))
    assert (plain["subject_label"], safe["subject_label"]) == ("=1+1", "'=1+1")
