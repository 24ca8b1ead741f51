"""Taking in tables by CSVW mappings: what becomes of them, and what is wrong with tables and mappings."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_graph import FIXTURES, NAMES, findings, graph, rows, run, take
from program import ROOT, Done

import kzgraph as library
from kzgraph.importing.cells import rows as cells
from kzgraph.importing.document import Document
from kzgraph.importing.mapping import Form

__all__ = ["graph"]  # the fixture

pytest.importorskip("csvw")
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


def mapping(folder: Path, *columns: dict[str, Any], **more: Any) -> Path:
    """Write a mapping and return where it is; *more* goes beside the columns, or into the table."""
    schema = {"aboutUrl": more.pop("aboutUrl", "kz:{name}"), "columns": [*columns]}
    if "primaryKey" in more:
        schema["primaryKey"] = more.pop("primaryKey")
    file = folder / "map.json"
    described = {"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": schema, **more}
    file.write_text(json.dumps(described), encoding="utf-8")
    return file


def table(folder: Path, text: str) -> Path:
    file = folder / "table.csv"
    file.write_bytes(text.encode())
    return file


NAME = {"name": "name", "propertyUrl": "skos:prefLabel", "lang": "en"}
PERSON = {"name": "class", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": "kzo:Person"}
TALLY = {"name": "class", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": "kzo:ElectionResult"}


def test_a_table_becomes_facts_with_its_cells_as_words(graph: Path) -> None:
    done = take(graph, FIXTURES / "members.csv", "--map", str(FIXTURES / "members-metadata.json"))
    assert done.returncode == 1
    assert "members.csv:4: column from: '15.01.2012': not an EDTF date" in done.stderr
    assert [each for each in findings(graph) if '"Party Q"' not in each] == []
    found = rows(
        graph,
        "SELECT ?quote ?prefix { ?c kzo:source kz:source-001 ; rdf:predicate kzo:start ; kzo:quote ?quote "
        "OPTIONAL { ?c kzo:quotePrefix ?prefix } } ORDER BY ?c",
    )
    assert found == ['"2012-01-15"\t', '"2012"\t"B,Party P,"']


def test_an_exported_table_comes_back_as_it_went(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    assert run(ROOT, "export", "--format", "csv", "-o", str(tables)).returncode == 0
    for name in ("people", "parties", "results", "terms", "events"):
        file = str(tables / f"{name}.csv")
        done = run(
            ROOT,
            "import",
            "csv",
            file,
            "--map",
            str(tables / "csv-metadata.json"),
            "-o",
            str(tmp_path / f"{name}.ttl"),
        )
        assert done.returncode == 0
        said = done.stderr.splitlines()[1]
        assert ": nothing new, " in said
        assert "; 0 facts accepted, " in said
        text = (tmp_path / f"{name}.ttl").read_text(encoding="utf-8")
        assert [
            line for line in text.splitlines() if line.startswith("kz:") and " a kzo:Claim" not in line
        ] == ["kz:source-004 a kzo:Source ;"]


def test_datatypes_formats_separators_and_nulls(graph: Path, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        'name;day;share;votes;other\nResult R;15.01.2012;1,98;1 234;"R one|R ""two"""\nResult S;n/a;;0;\n',
    )
    columns = [
        NAME,
        {
            "name": "day",
            "propertyUrl": "kzo:date",
            "null": "n/a",
            "datatype": {"base": "date", "format": "dd.MM.yyyy"},
            "aboutUrl": "kz:{name}-day",
        },
        {
            "name": "share",
            "propertyUrl": "kzo:voteShare",
            "datatype": {"base": "decimal", "format": {"decimalChar": ","}},
        },
        {
            "name": "votes",
            "propertyUrl": "kzo:votes",
            "datatype": {"base": "integer", "format": {"groupChar": " "}},
        },
        {"name": "other", "propertyUrl": "skos:altLabel", "separator": "|"},
        TALLY,
        {
            "name": "event",
            "virtual": True,
            "propertyUrl": "rdf:type",
            "valueUrl": "kzo:Election",
            "aboutUrl": "kz:{name}-day",
        },
    ]
    done = take(graph, file, "--map", str(mapping(tmp_path, *columns, dialect={"delimiter": ";"})))
    assert done.returncode == 0, done.stderr
    assert rows(
        graph, "SELECT (STR(?d) AS ?day) ?type { kz:result-r-day kzo:date ?d BIND(DATATYPE(?d) AS ?type) }"
    ) == [f'"2012-01-15"\t<{EDTF}>']
    assert rows(
        graph, "SELECT (CONCAT(STR(?s), ' ', STR(?v)) AS ?t) { kz:result-r kzo:voteShare ?s ; kzo:votes ?v }"
    ) == ['"1.98 1234"']
    assert rows(graph, "SELECT ?n { kz:result-r skos:altLabel ?n } ORDER BY ?n") == [
        r'"R \"two\""@en',
        '"R one"@en',
    ]
    assert rows(graph, "SELECT ?p { kz:result-s ?p ?o FILTER(STRSTARTS(STR(?p), STR(kzo:))) }") == [
        "<https://w3id.org/kzgraph/ontology#votes>"
    ]


def test_a_name_like_one_of_the_graph_is_proposed_and_not_merged(graph: Path, tmp_path: Path) -> None:
    file = table(tmp_path, "name\nGivena Familya\n")
    described = str(mapping(tmp_path, NAME, PERSON))
    done = take(graph, file, "--map", described)
    assert "Givena Familya = kz:givena-familya (Givena Familya)" in done.stderr
    assert rows(graph, "SELECT ?x { ?c kzo:source kz:source-001 ; rdf:subject ?x }") == [
        "<https://w3id.org/kzgraph/id/givena-familya-2>"
    ]
    (graph / "data" / "taken.ttl").unlink()
    decisions = tmp_path / "decisions.csv"
    run(graph, "import", "csv", str(file), "--map", described, "--propose", str(decisions))
    text = decisions.read_text(encoding="utf-8")
    decisions.write_text(text.rstrip("\n") + "yes\n", encoding="utf-8")
    assert take(graph, file, "--map", described, "--matches", str(decisions)).returncode == 0
    assert findings(graph) == []
    assert rows(graph, "SELECT ?x { ?c kzo:source kz:source-001 ; rdf:subject ?x }") == [
        "<https://w3id.org/kzgraph/id/givena-familya>"
    ]


def test_claims_are_numbered_in_the_order_of_the_table(graph: Path, tmp_path: Path) -> None:
    columns = [{"name": name, "propertyUrl": f"kzo:{name}"} for name in ("start", "end")]
    described = str(
        mapping(tmp_path, *columns, {"name": "x", "propertyUrl": "skos:altLabel"}, aboutUrl="kz:land-l")
    )
    take(graph, table(tmp_path, "start,end,x\n2001,2002,a\n2003,2004,b\n"), "--map", described)
    found = rows(graph, "SELECT ?q { ?c kzo:source kz:source-001 ; kzo:quote ?q } ORDER BY ?c")
    assert found == [f'"{quote}"' for quote in ("2001", "2002", "a", "2003", "2004", "b")]


def test_an_iri_of_the_graph_is_that_thing(graph: Path, tmp_path: Path) -> None:
    file = table(tmp_path, "id,name\ngivena-familya,G. Familya\n")
    done = take(
        graph, file, "--map", str(mapping(tmp_path, {"name": "id"}, NAME, PERSON, aboutUrl="kz:{id}"))
    )
    assert "Speaks of things of the graph (1):\n  G. Familya = kz:givena-familya\n" in done.stderr
    assert findings(graph) == []
    assert rows(graph, "SELECT ?n { kz:givena-familya skos:altLabel ?n }") == ['"G. Familya"@en']


CLAIM = (
    "kz:claim-000-10{n} a kzo:Claim ; rdf:subject kz:givenb-familyb ; rdf:predicate {what} ; rdf:object {value} ; "
    'kzo:source kz:source-000 ; kzo:quote "Givenb Familyb" ; kzo:rank wikibase:{rank}Rank{more} .\n'
)


def beside(graph: Path, tmp_path: Path, property_: str, value: str, *said: str, **column: str) -> Done:
    """Take in a *value* of Givenb Familyb, of whom the graph says already what is *said*, as Turtle."""
    claims = graph / "data" / "claims.ttl"
    claims.write_text(claims.read_text(encoding="utf-8") + "".join(said), encoding="utf-8")
    file = table(tmp_path, f"value\n{value}\n")
    what = {"name": "value", "propertyUrl": property_, **column}
    return take(graph, file, "--map", str(mapping(tmp_path, what, aboutUrl="kz:givenb-familyb")))


def values(graph: Path, property_: str) -> list[str]:
    return rows(graph, f"SELECT ?x {{ kz:givenb-familyb {property_} ?x }} ORDER BY ?x")


def ranks(graph: Path) -> list[str]:
    return rows(graph, "SELECT (STRAFTER(STR(?r), '#') AS ?x) { ?c kzo:source kz:source-001 ; kzo:rank ?r }")


def test_a_fact_beside_a_preferred_claim_is_not_accepted(graph: Path, tmp_path: Path) -> None:
    better = ' ; kzo:rankReason "The better spelling."@en'
    done = beside(
        graph, tmp_path, "skos:altLabel", "Familyb B.",
        'kz:givenb-familyb skos:altLabel "B. Familyb"@en .\n',
        CLAIM.format(n=1, what="skos:altLabel", value='"B. Familyb"@en', rank="Preferred", more=better),
        lang="en",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert values(graph, "skos:altLabel") == ['"B. Familyb"@en']
    assert ranks(graph) == ['"NormalRank"']
    assert findings(graph) == []


@pytest.mark.parametrize(
    ("kind", "kept", "rank", "code"),
    [
        ("", ['"Town A"', '"Town B"'], "Normal", 0),
        (", owl:FunctionalProperty", ['"Town A"'], "Deprecated", 1),
    ],
)
def test_a_second_value_contradicts_that_of_a_functional_property(
    graph: Path, tmp_path: Path, kind: str, kept: list[str], rank: str, code: int
) -> None:
    (graph / "ontology" / "more.ttl").write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix kz: <https://w3id.org/kzgraph/id/> .\n"
        f"kz:born a owl:DatatypeProperty{kind} .\n",
        encoding="utf-8",
    )
    done = beside(
        graph, tmp_path, "kz:born", "Town B",
        'kz:givenb-familyb kz:born "Town A" .\n',
        CLAIM.format(n=1, what="kz:born", value='"Town A"', rank="Normal", more=""),
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert ("kz:givenb-familyb kz:born Town B\n    Imported and not settled yet" in done.stderr) == bool(code)
    assert values(graph, "kz:born") == kept
    assert ranks(graph) == [f'"{rank}Rank"']


def born(n: int, town: str, rank: str = "Normal", more: str = "") -> str:
    if rank != "Normal":
        more += ' ; kzo:rankReason "So."@en'
    return CLAIM.format(n=n, what="kz:born", value=f'"Town {town}"', rank=rank, more=more)


ACCEPTED = 'kz:givenb-familyb kz:born "Town A" .\n'


@pytest.mark.parametrize(
    ("kind", "said", "accepted", "rank", "reason", "sides"),
    [
        pytest.param("", ACCEPTED + born(1, "A") + born(2, "B", "Deprecated"), False, "Deprecated",
                     "claim-000-102 says the same and is deprecated.", "", id="deprecated"),
        pytest.param("", born(1, "B", more=" ; kzo:conflictsWith kz:claim-000-102") + born(2, "A"), False,
                     "Deprecated", "claim-000-101, kz:claim-000-102: the sources disagree, and it is not settled.", "", id="in dispute"),
        pytest.param("", born(1, "B", "Deprecated", " ; kzo:assertedBy kz:party-p ; kzo:kind kz:kind-opinion"), True,
                     "Normal", "", "", id="an opinion"),
        pytest.param("Functional", ACCEPTED + born(1, "A") + born(2, "C", "Deprecated"), False, "Deprecated",
                     "not settled yet: the graph has Town A (kz:claim-000-101).", "A B", id="what is deprecated is no side"),
        pytest.param("Functional", ACCEPTED + born(1, "A", "Preferred") + born(2, "C"), False, "Deprecated",
                     "not settled yet: the graph has Town A (kz:claim-000-101).", "A B", id="what is beaten is no side"),
        pytest.param("Functional", born(1, "A"), False, "Deprecated",
                     "not settled yet: the graph has something else (kz:claim-000-101).", "A B", id="not accepted"),
        pytest.param("Functional", 'kz:givenb-familyb kz:born "Town B" .\n' + born(1, "B"), True, "Normal",
                     "", "", id="one more source"),
    ],
)  # fmt: skip
def test_how_a_fact_stands_among_the_claims_of_the_graph(
    graph: Path, tmp_path: Path, kind: str, said: str, accepted: bool, rank: str, reason: str, sides: str
) -> None:
    types = "owl:DatatypeProperty" + (f", owl:{kind}Property" if kind else "")
    (graph / "ontology" / "more.ttl").write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix kz: <https://w3id.org/kzgraph/id/> .\n"
        f"kz:born a {types} .\n",
        encoding="utf-8",
    )
    done = beside(graph, tmp_path, "kz:born", "Town B\nTown B", said)
    kg = library.load(graph)
    new = [claim for claim in kg.evidence("kz:givenb-familyb") if claim.iri.startswith(f"{NAMES}claim-001")]
    assert [(claim.object.label, claim.accepted, claim.rank) for claim in new] == [
        ("Town B", accepted, rank.lower())
    ] * 2  # one for each passage
    assert all(reason in (claim.reason or "") for claim in new), new
    assert (not reason) == (new[0].reason is None)
    taken = (graph / "data" / "taken.ttl").read_text(encoding="utf-8")
    assert '"Town B", "Town B"' not in taken
    assert taken.count('kz:born "Town B"') == (accepted and not said.startswith("kz:givenb"))
    found = {side.object.label for each in kg.conflicts() if each.iri for side in each.sides}
    assert found == {f"Town {name}" for name in sides.split()}
    assert done.returncode == (0 if accepted else 1), done.stderr


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        ("name,x\nPerson A\n", {}, "table.csv:2: row 1: it has 1 cells, the heading 2"),
        ("name,x\nPerson A,1,2\n", {}, "table.csv:2: row 1: it has 3 cells, the heading 2"),
        (
            "name,x\n,1\n",
            {"aboutUrl": "kz:{name}"},
            "table.csv:2: column x: the cells that name the thing of the row are empty",
        ),
        (
            "name,x\nPerson A,1\nPerson A,2\n",
            {"primaryKey": "name"},
            "table.csv:3: column name: row 1 has the key 'Person A' already",
        ),
        (
            "name,x\nPerson\x07A,1\n",
            {},
            r"table.csv:2: column name: 'Person\x07A': it holds a character that does not belong",
        ),
    ],
)
def test_rows_that_are_wrong_are_named_and_left(
    graph: Path, tmp_path: Path, text: str, more: dict[str, Any], message: str
) -> None:
    columns = [NAME, {"name": "x", "propertyUrl": "skos:altLabel"}, PERSON]
    done = take(
        graph, table(tmp_path, text + "Person Z,9\n"), "--map", str(mapping(tmp_path, *columns, **more))
    )
    assert (done.returncode, message in done.stderr) == (1, True), done.stderr
    assert rows(graph, "SELECT ?x { kz:person-z skos:altLabel ?x }") == ['"9"@en']
    assert findings(graph) == []


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ({"propertyUrl": "kzo:votes"}, "many", "'many': "),
        ({"propertyUrl": "kzo:start"}, "2012-13", "'2012-13': 2012-13 has no such month"),
        (
            {"propertyUrl": "kzo:holder", "valueUrl": "kz:{x}"},
            "nobody",
            "neither the table nor the graph describes <https://w3id.org/kzgraph/id/nobody>",
        ),
        (
            {"propertyUrl": "foaf:homepage", "datatype": "anyURI"},
            "http://a b.example/",
            "'http://a b.example/' is no IRI",
        ),
        ({"propertyUrl": "foaf:homepage", "datatype": "anyURI"}, "javascript:alert(1)", "is no IRI"),
        ({"propertyUrl": "skos:altLabel", "required": True}, "", "required column value is missing"),
    ],
)
def test_cells_that_are_wrong_are_named_and_left(
    graph: Path, tmp_path: Path, column: dict[str, Any], cell: str, message: str
) -> None:
    file = table(tmp_path, f"name,x\nPerson A,{cell}\n")
    done = take(graph, file, "--map", str(mapping(tmp_path, NAME, {"name": "x", **column}, PERSON)))
    assert (done.returncode, message in done.stderr) == (1, True), done.stderr
    assert "table.csv:2: column x: " in done.stderr
    assert rows(graph, 'SELECT ?x { ?x skos:prefLabel "Person A"@en }')


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", 3, "is empty"),
        ('name\n"Person A\n', 3, "table.csv:2:1: a quoted cell begins here and does not end"),
        ('name\n"Person" A\n', 3, "table.csv:2:9: a quoted cell ends before this"),
        ("who\nPerson A\n", 2, "table.csv:1: The mapping has columns that the table has not: 'name'."),
        ("name,name\nPerson A,x\n", 2, "has several columns 'name'."),
    ],
)
def test_a_table_that_cannot_be_read(graph: Path, tmp_path: Path, text: str, code: int, message: str) -> None:
    done = take(graph, table(tmp_path, text), "--map", str(mapping(tmp_path, NAME, PERSON)))
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr
    assert not (graph / "data" / "taken.ttl").exists()


def test_a_table_in_another_encoding(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes("name\nPerson A\nПерсона\n".encode("cp1251"))
    done = take(graph, file, "--map", str(mapping(tmp_path, NAME, PERSON)))
    assert (done.returncode, "table.csv:3: The file is not UTF-8: byte 15" in done.stderr) == (3, True), (
        done.stderr
    )
    file.write_bytes("\ufeffname\r\nPerson A\r\n".encode())  # as spreadsheet programs write it
    assert take(graph, file, "--map", str(mapping(tmp_path, NAME, PERSON))).returncode == 0


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("{", 3, "map.json:1:2: "),
        ("[]", 2, "It is no CSVW metadata"),
        ("{}", 2, "It is no CSVW metadata"),
        ('{"@context": "http://www.w3.org/ns/csvw"}', 2, "Its tableSchema has no columns."),
        ('{"@context": "http://www.w3.org/ns/csvw", "tables": []}', 2, "Its tables are no list of objects."),
        (
            '{"@context": "http://www.w3.org/ns/csvw", "tableSchema": "http://127.0.0.1:9/x.json"}',
            2,
            "nothing is fetched",
        ),
        (
            '{"@context": "http://www.w3.org/ns/csvw", "dialect": "http://127.0.0.1:9/x.json"}',
            2,
            "nothing is fetched",
        ),
        (
            '{"@context": "http://www.w3.org/ns/csvw", "tables": [{"url": "a.csv"}, {"url": "b.csv"}]}',
            2,
            "none for 'table.csv': a.csv, b.csv.",
        ),
        (
            '{"@context": "http://www.w3.org/ns/csvw", "tableSchema": {"columns": [{"name": "a b"}]}}',
            2,
            "Invalid column name",
        ),
    ],
)
def test_a_mapping_that_is_none(graph: Path, tmp_path: Path, text: str, code: int, message: str) -> None:
    file = tmp_path / "map.json"
    file.write_text(text, encoding="utf-8")
    done = take(graph, table(tmp_path, "name\nPerson A\n"), "--map", str(file))
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([{"name": "name"}], "No column of the mapping has a propertyUrl."),
        (
            [{"name": "name", "propertyUrl": "kzo:nmae"}],
            "The graph declares no property <https://w3id.org/kzgraph/ontology#nmae>.",
        ),
        (
            [{"name": "name", "propertyUrl": "nmae"}],
            "The propertyUrl 'nmae' of column 1 (name) is no property.",
        ),
        (
            [{"name": "name", "propertyUrl": "kzo:holder"}],
            "Values of 'name' are things: give the column a valueUrl.",
        ),
        (
            [{"name": "name", "propertyUrl": "kzo:from"}],
            "The days of the column 'name' are derived when the graph is loaded.",
        ),
        (
            [{"name": "name", "propertyUrl": "skos:altLabel", "aboutUrl": "kz:{id}"}],
            "names a column that the mapping has not: id.",
        ),
        (
            [{"name": "name", "propertyUrl": "skos:altLabel"}],
            "is new, and no column says of which class it is (rdf:type)",
        ),
    ],
)
def test_a_mapping_that_does_not_fit(
    graph: Path, tmp_path: Path, columns: list[dict[str, Any]], message: str
) -> None:
    done = take(graph, table(tmp_path, "name\nPerson A\n"), "--map", str(mapping(tmp_path, *columns)))
    assert (done.returncode in (1, 2), message in done.stderr) == (True, True), done.stderr


def test_a_mapping_without_subject(graph: Path, tmp_path: Path) -> None:
    file = mapping(tmp_path, {"name": "name", "propertyUrl": "skos:altLabel"})
    described = json.loads(file.read_text(encoding="utf-8"))
    del described["tableSchema"]["aboutUrl"]
    file.write_text(json.dumps(described), encoding="utf-8")
    done = take(graph, table(tmp_path, "name\nPerson A\n"), "--map", str(file))
    assert (done.returncode, "does not say what the column 'name' is about." in done.stderr) == (2, True)


# --- Cells and quotes

CELL = st.text(st.sampled_from('ab ,";\n\r\té'), max_size=6)


def document(text: str, folder: Path) -> Document:
    file = folder / "table.csv"
    file.write_bytes(text.encode())
    return Document(str(file))


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_cells_are_those_of_the_csv_module(
    tmp_path_factory: pytest.TempPathFactory, written: list[list[str]], delimiter: str
) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(written)
    text = stream.getvalue()
    if not text.strip():
        return
    source = document(text, tmp_path_factory.mktemp("cells"))
    found = [*cells(source, Form(delimiter))]
    assert [[cell.text for cell in row] for row in found] == written
    for row in found:
        for cell in row:
            assert source.text[cell.start : cell.end].replace('""', '"') == cell.text


@given(st.text(st.sampled_from("ab1 \n"), min_size=2, max_size=60), st.data())
def test_a_quote_with_its_prefix_stands_once(
    tmp_path_factory: pytest.TempPathFactory, rest: str, data: st.DataObject
) -> None:
    text = "#" + rest  # the beginning of a file is like no other place
    start = data.draw(st.integers(1, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    source = document(text, tmp_path_factory.mktemp("quotes"))
    quote, prefix = source.quote(start, end)
    at = (prefix + quote) and text.find(prefix + quote)
    assert at >= 0
    assert text.find(prefix + quote, at + 1) < 0
    assert len(quote.split()) <= 12
    assert quote == quote.strip()
    assert text[start:end].strip().startswith(quote)
    assert at + len(prefix) == start + len(text[start:end]) - len(text[start:end].lstrip())
