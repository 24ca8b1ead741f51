"""Parquet tables: read by duckdb, another library than the one that wrote them, and compared with the CSV."""

import csv
from decimal import Decimal

import duckdb
import pyarrow.parquet
import pytest
from exporting import contents, export, graph_of, material
from program import ROOT

from kzgraph import extras
from kzgraph.errors import OutputError, UsageError
from kzgraph.export.parquet import write_parquet
from kzgraph.export.table_definitions import TABLES
from kzgraph.export.tables import write_csv


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return the folders of Parquet and of CSV of the shipped graph."""
    found = {}
    for name, write in (("parquet", write_parquet), ("csv", write_csv)):
        found[name] = tmp_path_factory.mktemp(name)
        write(material(), str(found[name]))
    return found


def read(folder, table):
    """Return columns with types, and rows, of a Parquet file, by duckdb."""
    answer = duckdb.sql(f"SELECT * FROM '{folder / table}.parquet'")
    return dict(zip(answer.columns, map(str, answer.types), strict=True)), answer.fetchall()


def text(cell):
    if isinstance(cell, list):
        return "|".join(each.replace("|", "¦") for each in cell)
    return {None: "", True: "true", False: "false"}[cell] if cell is None or isinstance(cell, bool) else cell


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_parquet_holds_what_the_csv_holds(folders, table):
    types, found = read(folders["parquet"], table)
    with open(folders["csv"] / f"{table}.csv", encoding="utf-8", newline="") as file:
        head, *expected = csv.reader(file)
    assert list(types) == head
    assert len(found) == len(expected)
    for row, cells in zip(found, expected, strict=True):
        for name, value, cell in zip(head, row, cells, strict=True):
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert Decimal(str(value)) == Decimal(cell), name
            else:
                assert text(value) == cell, name


def test_columns_have_types(folders):
    types, _ = read(folders["parquet"], "results")
    assert (types["votes"], types["vote_share"], types["election_date"]) == ("BIGINT", "DOUBLE", "VARCHAR")
    assert types["sources"] == "VARCHAR[]"
    assert read(folders["parquet"], "claims")[0]["accepted"] == "BOOLEAN"


def test_a_question_that_a_data_journalist_would_ask(folders):
    results = folders["parquet"] / "results.parquet"
    best = duckdb.sql(f"SELECT id, votes FROM '{results}' ORDER BY vote_share DESC LIMIT 1").fetchall()
    assert best == [("kz:mazhilis-2012-cppk", 498788)]


def test_columns_are_described(folders):
    schema = pyarrow.parquet.read_schema(folders["parquet"] / "results.parquet")
    assert schema.field("votes").metadata[b"description"] == b"Votes cast for the contestant."
    assert schema.field("votes").metadata[b"property"] == b"https://w3id.org/kzgraph/ontology#votes"
    assert schema.metadata[b"title"] == b"Election results"


def test_another_process_writes_the_same_bytes(folders, tmp_path):
    export(ROOT, "--format", "parquet", "-o", str(tmp_path / "out"), seed=1)
    assert contents(tmp_path / "out") == contents(folders["parquet"])


def test_empty_tables_have_their_columns(mini, tmp_path):
    write_parquet(material(mini), str(tmp_path))
    types, found = read(tmp_path, "results")
    assert found == []
    assert types["votes"] == "BIGINT"


def test_a_number_beyond_64_bits_is_named(tmp_path):
    graph = graph_of(tmp_path / "graph", "ex:r a kzo:ElectionResult ; kzo:votes 9223372036854775808 .")
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputError, match="votes in the table results is '9223372036854775808'"):
        write_parquet(material(graph), str(tmp_path / "out"))


def test_without_the_library_it_says_what_to_install(monkeypatch, tmp_path):
    def missing(name):
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(extras.importlib, "import_module", missing)
    with pytest.raises(UsageError, match=r"kzgraph\[exchange\]"):
        write_parquet(material(), str(tmp_path))
