"""CSV and TSV tables: read back by the csvw package and compared with the graph."""

import csv
import io
import json
import warnings
from pathlib import Path

import pytest
from csvw import CSVW, TableGroup
from exporting import contents, export, graph_of, material
from program import ROOT, kzgraph

from kzgraph.errors import OutputError
from kzgraph.export.table_definitions import TABLES
from kzgraph.export.tables import METADATA, guarded, write_csv, write_tsv

KZ = "https://w3id.org/kzgraph/id/"
KZO = "https://w3id.org/kzgraph/ontology#"
WRITERS = {"csv": write_csv, "tsv": write_tsv}


def written(form, folder, graph=ROOT, **choice):
    """Write the tables of a graph into a new folder and return it."""
    target = folder / form
    target.mkdir()
    WRITERS[form](material(graph, **choice), str(target))
    return target


def rows(folder, table):
    """Return the rows of a table as the csvw package reads them by the metadata, by their key."""
    group = TableGroup.from_file(str(folder / METADATA))
    found = next(each for each in group.tables if each.local_name.startswith(f"{table}."))
    return [{name: plain(cell) for name, cell in row.items()} for row in found.iterdicts(strict=True)]


def plain(cell):
    """Return the text of an IRI, which the csvw package takes apart, and everything else as it is."""
    if isinstance(cell, list):
        return [plain(each) for each in cell]
    return cell.unsplit() if hasattr(cell, "unsplit") else cell


def by_iri(folder, table):
    return {row["iri"]: row for row in rows(folder, table)}


def cells(folder, table):
    """Return the rows of a CSV table as the standard library reads them."""
    with open(folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_once(table):
    """Read a table strictly, and have the checks of its keys use what was read: they read it for each key."""
    found = list(table.iterdicts(strict=True, with_metadata=True))
    table.iterdicts = lambda log=None, with_metadata=False: iter(
        found if with_metadata else [row for *_, row in found]
    )


def assert_valid(folder):
    """Check a folder by the csvw package: metadata, datatypes, primary and foreign keys."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        group = TableGroup.from_file(str(folder / METADATA))
        for table in group.tables:
            read_once(table)
            assert table.check_primary_key(), table.local_name
        assert group.check_referential_integrity(strict=True)
    assert CSVW(str(folder / METADATA), validate=True).warnings == []


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return written("csv", tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def shipped_tsv(tmp_path_factory):
    return written("tsv", tmp_path_factory.mktemp("shipped"))


@pytest.mark.parametrize(
    ("form", "choice"),
    [
        ("csv", {}),
        ("tsv", {"layer": "accepted"}),
        ("csv", {"layer": "evidence"}),
        ("csv", {"entity": "cppk", "language": "ru"}),
        ("csv", {"as_of": "2005-01-01"}),
    ],
)
def test_the_shipped_graph_gives_valid_csvw(tmp_path, form, choice):
    assert_valid(written(form, tmp_path, **choice))


def test_another_graph_gives_valid_csvw_with_all_tables(mini, tmp_path):
    folder = written("csv", tmp_path, mini)
    assert_valid(folder)
    assert sorted(contents(folder)) == sorted([METADATA, *(f"{table.name}.csv" for table in TABLES)])
    assert by_iri(folder, "parties") == {}
    assert (
        by_iri(folder, "things")["https://example.org/chess/thing/rookery"]["label_de"] == "Die Krähenkolonie"
    )


def test_every_instance_of_a_class_has_a_row(shipped):
    ask = material().graph.select
    for table, cls in [("parties", "Party"), ("people", "Person"), ("terms", "Tenure"), ("events", "Event"),
                       ("organizations", "Organization"), ("elections", "Election"), ("results", "ElectionResult"),
                       ("affiliations", "Affiliation"), ("counts", "MemberCount"), ("claims", "Claim"),
                       ("conflicts", "Conflict"), ("sources", "Source"), ("references", "Reference")]:  # fmt: skip
        found = ask(f"SELECT DISTINCT ?s {{ ?s a/rdfs:subClassOf* kzo:{cls} }}")
        names = [term.value for (term,) in found]
        assert names
        assert [row["iri"] for row in cells(shipped, table)] == sorted(names)


def test_facts_hold_every_accepted_triple_and_nothing_else(shipped):
    accepted = material(layer="accepted")
    links = {
        s.value
        for (s,) in accepted.graph.select("SELECT ?s { ?s a ?c VALUES ?c { kzo:Link kzo:LinkSearch } }")
    }
    expected = {
        (s.value, p.value, o.value, o.language or "")
        for s, p, o in accepted.graph.select("SELECT ?s ?p ?o { ?s ?p ?o }")
        if s.value not in links
    }
    found = {
        (r["thing"], r["property"], r["value"], r["value_language"].lower()) for r in cells(shipped, "facts")
    }
    assert found == expected


def test_a_result_with_its_numbers_dates_and_labels(shipped):
    row = by_iri(shipped, "results")[KZ + "mazhilis-2012-cppk"]
    assert (row["votes"], str(row["vote_share"]), row["seats"], row["seats_of"]) == (498788, "7.19", 7, 98)
    assert (row["contestant"], row["contestant_label"]) == (
        KZ + "cppk",
        "Communist People's Party of Kazakhstan",
    )
    assert row["election_date"] == "2012"
    assert row["id"] == "kz:mazhilis-2012-cppk"
    assert row["sources"] == [KZ + "source-000"]


def test_a_disputed_fact_is_marked(shipped):
    row = by_iri(shipped, "results")[KZ + "mazhilis-2004-cppk"]
    assert str(row["vote_share"]) == "1.98"
    assert KZ + "conflict-cppk-2004-share" in row["disputed"]
    claim = by_iri(shipped, "claims")[KZ + "claim-000-420"]
    assert (claim["value"], claim["accepted"], claim["rank"]) == ("3.4", False, "deprecated")
    assert claim["quote"] == "2004 3.4%"


def test_dates_are_as_written_and_nothing_is_made_up(shipped):
    terms = by_iri(shipped, "terms")
    leonid = next(row for row in terms.values() if "Korolkov" in row["label"])
    assert (leonid["start"], leonid["end"]) == ("1992", "1994-10")
    assert not any("9999" in text for name, text in texts(shipped) if name != METADATA)
    assert by_iri(shipped, "events")[KZ + "mazhilis-2004"]["date"] == "{2004-09-19,2004-10-03}"


def texts(folder):
    return [(name, content.decode()) for name, content in contents(folder).items()]


def test_several_values_are_a_list_with_their_labels_in_the_same_order(shipped):
    row = by_iri(shipped, "parties")[KZ + "cppk"]
    assert row["ideology"] == [KZ + "ideology-communism", KZ + "ideology-marxism-leninism"]
    assert row["ideology_label"] == ["communism", "Marxism–Leninism"]
    assert row["label_ru"] == "Коммунистическая народная партия Казахстана"
    assert row["label_kk"] == "Қазақстан коммунистік халық партия"


def test_names_have_every_script(shipped):
    names = {
        (r["language"], r["kind"], r["name"]) for r in rows(shipped, "names") if r["thing"] == KZ + "cppk"
    }
    assert ("kk-Latn-x-2018", "other name", "Qazaqstan kommýnıstik halyq partııa") in names
    assert ("kk", "abbreviation", "ҚКХП") in names
    assert ("en", "label", "Communist People's Party of Kazakhstan") in names


@pytest.mark.parametrize(
    "choice",
    [{"layer": "evidence"}, {"entity": "cppk"}, {"language": "ru"}, {"as_of": "2005-01-01"}],
)
def test_a_claim_is_accepted_or_not_whatever_part_of_the_graph_goes_out(shipped, tmp_path, choice):
    whole, part = (
        {row["iri"]: row["accepted"] for row in cells(folder, "claims")}
        for folder in (shipped, written("csv", tmp_path, **choice))
    )
    assert set(part.values()) == {"true", "false"}
    assert part == {iri: whole[iri] for iri in part}


def test_kinds_are_known_without_the_ontology(tmp_path):
    folder = graph_of(
        tmp_path / "graph",
        'ex:greens a ex:GreenParty ; skos:prefLabel "Greens"@en ; ex:colour ex:green .',
        'ex:GreenParty a rdfs:Class ; rdfs:subClassOf kzo:Party ; rdfs:label "green party"@en .\n'
        'ex:colour a rdf:Property ; rdfs:label "colour of the party"@en .',
    )
    target = written("csv", tmp_path, folder, layer="accepted")
    (row,) = rows(target, "organizations")
    assert (row["label"], row["class_label"]) == ("Greens", "green party")
    assert [row["property_label"] for row in rows(target, "facts")][-1] == "colour of the party"
    assert [row["iri"] for row in rows(target, "things")] == ["https://example.org/greens"]


def test_a_graph_may_use_the_prefixes_for_something_else(tmp_path):
    graph = graph_of(
        tmp_path / "graph",
        "@prefix org: <https://example.org/other#> .\n"
        "ex:a a kzo:Affiliation ; <http://www.w3.org/ns/org#member> ex:ann ; org:member ex:bob .",
    )
    (row,) = rows(written("csv", tmp_path, graph), "affiliations")
    assert row["member"] == "https://example.org/ann"


def test_blank_nodes_are_left_out(tmp_path):
    graph = graph_of(
        tmp_path / "graph", 'ex:p a kzo:Party ; kzo:status [ rdfs:label "x" ] . [] a kzo:Party .'
    )
    target = written("csv", tmp_path, graph)
    assert [(row["id"], row["status"]) for row in rows(target, "parties")] == [("ex:p", [])]
    assert_valid(target)


def test_standard_terms_of_other_vocabularies_are_people_and_organisations(tmp_path):
    graph = graph_of(
        tmp_path / "graph",
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        'ex:ann a foaf:Person ; foaf:name "Ann" . ex:club a org:Organization .',
    )
    target = written("csv", tmp_path, graph)
    assert [(row["id"], row["label"]) for row in rows(target, "people")] == [("ex:ann", "Ann")]
    assert [row["id"] for row in rows(target, "organizations")] == ["ex:club"]


NASTY = (
    r'''ex:p1 a kzo:Party ; skos:prefLabel "=HYPERLINK(\"http://example.org\",\"x\")"@en, "+1|2"@ru ;
    skos:altLabel "@SUM(1)", "-1", "\tx", "\rx", "\n=1", "'=already", "''-twice", "＝1", "a|b", "back\\slash", "tab\there",
        "line\nbreak", "\"quoted\", with comma", "", "  spaced  ", "' fine", "Жамбыл ‮evil", "#comment", "\u0001" .'''
    "\nex:e a kzo:Election ; kzo:date \"2004\"^^edtf:EDTF .\n"
    "ex:r a kzo:ElectionResult ; kzo:contestant ex:p1 ; kzo:election ex:e ; kzo:seatChange -3 ; kzo:voteShare 1.50 .\n"
    'ex:l a kzo:LegalAction ; kzo:duration "P12M"^^xsd:duration .\n'
)  # fmt: skip
NAMES = [
    '=HYPERLINK("http://example.org","x")', "+1|2", "@SUM(1)", "-1", "\tx", "\rx", "\n=1", "'=already", "''-twice",
    "＝1", "a|b", "back\\slash", "tab\there", "line\nbreak", '"quoted", with comma', "", "  spaced  ", "' fine",
    "Жамбыл \u202eevil", "#comment", "\x01",
]  # fmt: skip


@pytest.fixture
def nasty(tmp_path):
    return graph_of(tmp_path / "graph", NASTY)


def test_csv_cells_are_exact(nasty, tmp_path):
    folder = written("csv", tmp_path, nasty)
    assert sorted(row["name"] for row in cells(folder, "names")) == sorted(NAMES)
    assert_valid(folder)
    assert sorted(row["name"] or "" for row in rows(folder, "names")) == sorted(NAMES)


def test_numbers_and_durations_have_the_digits_of_the_source(nasty, tmp_path):
    folder = written("csv", tmp_path, nasty)
    assert cells(folder, "results")[0]["vote_share"] == "1.50"
    assert cells(folder, "events")[1]["duration"] == "P12M"
    facts = {(row["thing"], row["property"]): row["value"] for row in cells(folder, "facts")}
    assert facts["https://example.org/r", KZO + "voteShare"] == "1.50"


def test_a_separator_in_a_value_is_replaced_where_several_stand_in_a_cell(nasty, tmp_path):
    (row,) = rows(written("csv", tmp_path, nasty), "parties")
    assert "a¦b" in row["other_names"]
    assert len(row["other_names"]) == len([name for name in NAMES if name not in (NAMES[0], "+1|2")])


def test_tsv_has_no_quotes_and_undoes_exactly(nasty, tmp_path):
    folder = written("tsv", tmp_path, nasty)
    assert_valid(folder)
    text = (folder / "names.tsv").read_text(encoding="utf-8")
    lines = text.removesuffix("\n").split("\n")
    head = lines[0].split("\t")
    undo = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}

    def exact(cell):
        parts, n = [], 0
        while n < len(cell):
            parts.append(undo[cell[n : n + 2]] if cell[n] == "\\" else cell[n])
            n += 2 if cell[n] == "\\" else 1
        return "".join(parts)

    found = [exact(line.split("\t")[head.index("name")]) for line in lines[1:]]
    assert sorted(found) == sorted(NAMES)


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_safe_cells_are_no_formulas_and_can_be_undone(nasty, tmp_path, form):
    folder = written(form, tmp_path, nasty, safe_csv=True)
    assert_valid(folder)
    delimiter = {"csv": ",", "tsv": "\t"}[form]
    for name, text in texts(folder):
        if name == METADATA:
            assert "apostrophe" in json.loads(text)["dc:description"]
            continue
        quoting = csv.QUOTE_MINIMAL if form == "csv" else csv.QUOTE_NONE
        head, *table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
        for row in table:
            for column, cell in zip(head, row, strict=True):
                assert not cell.startswith(("=", "+", "@", "\t", "\r", "＝")), (name, column, cell)
                assert not cell.startswith("-") or column == "seat_change"
    if form == "csv":
        names = [row["name"] for row in cells(folder, "names")]
        assert sorted(name[1:] if guarded(name) != name else name for name in names) == sorted(NAMES)
        assert rows(folder, "results")[0]["seat_change"] == -3


def test_without_safe_csv_no_cell_is_touched(nasty, tmp_path):
    assert "'" not in cells(written("csv", tmp_path, nasty), "parties")[0]["label"]


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ('ex:r a kzo:ElectionResult ; kzo:votes "many" .', "ex:r has 'many' as kzo:votes, which is no integer."),
        ('ex:r a kzo:ElectionResult ; kzo:voteShare "INF"^^xsd:double .', "ex:r has 'INF' as kzo:voteShare"),
        ("ex:t a kzo:Tenure ; kzo:holder ex:a, ex:b .", "ex:t has 2 values of kzo:holder, but the column person holds one."),
        ("ex:c a kzo:Claim ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object 1, 2 .", "ex:c has 2 values of rdf:object"),
        ('ex:t a kzo:Tenure ; kzo:holder "Ann" .', "ex:t has 'Ann' as kzo:holder, which is no thing with an IRI."),
    ],
)  # fmt: skip
def test_data_that_fit_no_table_are_named(tmp_path, turtle, message):
    graph = graph_of(tmp_path / "graph", turtle)
    with pytest.raises(OutputError, match=r".") as caught:
        written("csv", tmp_path, graph)
    assert message in str(caught.value)
    assert "kzgraph validate" in str(caught.value)
    done = kzgraph("--graph", str(graph), "export", "--format", "csv", "-o", str(tmp_path / "out"))
    assert done.returncode == 3
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


def test_another_process_writes_the_same_bytes(shipped, shipped_tsv, tmp_path):
    for form, folder in (("csv", shipped), ("tsv", shipped_tsv)):
        export(ROOT, "--format", form, "-o", str(tmp_path / form), seed=1)
        assert contents(tmp_path / form) == contents(folder)


def test_the_files_are_as_their_standards_want_them(shipped, shipped_tsv):
    content = contents(shipped)["parties.csv"]
    assert content.startswith(b"iri,id,class,")
    assert content.count(b"\r\n") == content.count(b"\n") == 1 + len(cells(shipped, "parties"))
    tsv = contents(shipped_tsv)
    assert b"\r" not in tsv["claims.tsv"]
    assert tsv["claims.tsv"].count(b"\n") == 1 + len(cells(shipped, "claims"))
    tabs = {line.count(b"\t") for line in tsv["claims.tsv"].splitlines()}
    assert len(tabs) == 1


def test_the_metadata_say_what_the_columns_are(shipped):
    described = json.loads((shipped / METADATA).read_text(encoding="utf-8"))
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    tables = {Path(table["url"]).stem: table for table in described["tables"]}
    results = tables["results"]["tableSchema"]
    columns = {column["name"]: column for column in results["columns"]}
    assert columns["votes"]["datatype"] == "integer"
    assert columns["votes"]["propertyUrl"] == KZO + "votes"
    assert columns["election_date"]["datatype"]["@id"] == "http://id.loc.gov/datatypes/edtf/EDTF"
    assert columns["sources"]["separator"] == "|"
    assert {key["columnReference"] for key in results["foreignKeys"]} >= {"election", "contestant"}
    parties = {column["name"]: column for column in tables["parties"]["tableSchema"]["columns"]}
    assert parties["label_kk"]["lang"] == "kk"
    assert all(
        column["dc:description"] for table in tables.values() for column in table["tableSchema"]["columns"]
    )


def test_every_reference_has_a_row_among_the_things(shipped):
    things = set(by_iri(shipped, "things"))
    described = json.loads((shipped / METADATA).read_text(encoding="utf-8"))
    checked = 0
    for table in TABLES:
        schema = next(t for t in described["tables"] if t["url"] == f"{table.name}.csv")["tableSchema"]
        many = {column["name"]: "separator" in column for column in schema["columns"]}
        for column in table.columns:
            if column.kind == "iri" and column.table not in ("", "conflicts"):
                for row in cells(shipped, table.name):
                    cell = row[column.name]
                    named = cell.split("|") if many[column.name] else [cell]
                    assert {each for each in named if each} <= things
                    checked += 1
    assert checked > 1000
