"""Loading a graph folder: where it is found, what is derived, and how mistakes in its files are reported."""

import os
from pathlib import Path

import pyoxigraph
import pytest

import kzgraph
from kzgraph.errors import GraphLoadError
from kzgraph.rdf.parsing import prefixes
from kzgraph.rdf.terms import KZO
from kzgraph.storage import folders
from kzgraph.storage.derived import derived

T = "https://example.org/chess/thing/"


def load_error(folder: Path) -> GraphLoadError:
    with pytest.raises(GraphLoadError) as caught:
        kzgraph.load(folder)
    assert caught.value.exit_code == 3
    return caught.value


def days_of(folder: Path, thing: str) -> dict[str, str]:
    rows = kzgraph.load(folder).sparql(
        f'SELECT ?p ?o {{ <{T}{thing}> ?p ?o FILTER(STRSTARTS(STR(?p), "{KZO}") && DATATYPE(?o) = '
        "<http://www.w3.org/2001/XMLSchema#date>) }"
    )
    return {str(p).removeprefix(KZO): str(o) for p, o in rows}


def test_the_days_of_dated_things_are_derived(mini: Path) -> None:
    assert days_of(mini, "rookery-ada") == {
        "from": "1996-04-01",
        "until": "2010-04-17",
        "surelyFrom": "1996-04-30",
        "surelyUntil": "2010-04-17",
    }
    assert days_of(mini, "gambit-cy") == {"from": "2004-01-01", "until": "2004-12-31"}
    assert days_of(mini, "rookery-bo")["until"] == "9999-12-31"
    assert days_of(mini, "ada") == {}


def test_every_broken_file_is_reported_at_once_with_line_column_and_reason(mini: Path) -> None:
    (mini / "data" / "a.ttl").write_text("@prefix ex: <http://e/> .\nex:a ex:b .\n")
    (mini / "data" / "claims" / "b.ttl").write_text("foo:a foo:b foo:c .")
    (mini / "ontology" / "c.ttl").write_bytes(b'@prefix ex: <http://e/> .\nex:a ex:b "\xff" .')
    (mini / "data" / "d.ttl").write_bytes(b"\xef\xbb\xbf@prefix ex: <http://e/> .")
    (mini / "data" / "e.ttl").mkdir()
    problems = {problem.file: problem for problem in load_error(mini).problems}
    assert [*problems] == ["data/a.ttl", "data/claims/b.ttl", "data/d.ttl", "data/e.ttl", "ontology/c.ttl"]
    assert (problems["data/a.ttl"].line, problems["data/a.ttl"].column) == (2, 11)
    assert problems["data/claims/b.ttl"].message == "The prefix foo: has not been declared"
    assert (problems["ontology/c.ttl"].line, problems["ontology/c.ttl"].column) == (2, 12)
    assert "UTF-8" in problems["ontology/c.ttl"].message
    assert "byte order mark" in problems["data/d.ttl"].message
    assert "directory" in problems["data/e.ttl"].message
    assert "data/a.ttl:2:11" in str(load_error(mini))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(mini: Path) -> None:
    (mini / "data" / "people.ttl").chmod(0)
    assert [problem.file for problem in load_error(mini).problems] == ["data/people.ttl"]


def test_a_broken_link_is_named(mini: Path) -> None:
    (mini / "data" / "gone.ttl").symlink_to(mini / "nowhere")
    assert [problem.file for problem in load_error(mini).problems] == ["data/gone.ttl"]


def test_a_wrong_date_is_found_in_its_file(mini: Path) -> None:
    people = mini / "data" / "people.ttl"
    people.write_text(
        people.read_text().replace('"2010-04-17"^^edtf:EDTF ;', "").replace('"1996-04"', '"1996-14"')
    )
    (problem,) = load_error(mini).problems
    assert (problem.file, problem.line) == ("data/people.ttl", 11)
    assert "1996-14" in problem.message


def test_a_date_must_be_an_edtf_literal(mini: Path) -> None:
    people = mini / "data" / "people.ttl"
    people.write_text(people.read_text().replace('"1996-04"^^edtf:EDTF', '"1996-04"'))
    (problem,) = load_error(mini).problems
    assert (problem.line, "edtf:EDTF" in problem.message) == (11, True)


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    error = load_error(tmp_path)
    assert "ontology/ and data/" in str(error)
    assert "--graph" in str(error)
    for odd in ("nowhere", "nul\0", ""):
        with pytest.raises(GraphLoadError, match="not a folder"):
            folders.find(tmp_path / odd if odd == "nowhere" else odd)


def test_the_graph_is_found_by_variable_or_from_any_folder_inside(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mini / "data" / "claims")
    assert folders.find() == str(mini)
    other = tmp_path / "other"
    (other / "data").mkdir(parents=True)
    monkeypatch.setenv("KZGRAPH_GRAPH", str(other))
    assert folders.find() == str(other)
    assert folders.find(mini) == str(mini)


def test_the_key_changes_with_any_byte_and_any_name(mini: Path) -> None:
    before = folders.read(str(mini)).key
    assert folders.read(str(mini)).key == before
    people = mini / "data" / "people.ttl"
    people.rename(mini / "data" / "persons.ttl")
    renamed = folders.read(str(mini)).key
    query = mini / "queries" / "clubs.rq"
    query.write_bytes(query.read_bytes() + b"\n")
    assert len({before, renamed, folders.read(str(mini)).key}) == 3


def test_hidden_files_and_shapes_are_not_loaded(mini: Path) -> None:
    (mini / "data" / ".#people.ttl").write_text("nonsense")
    (mini / "shapes" / "broken.ttl").write_text("nonsense")
    assert kzgraph.load(mini).query("is-captain", player="ada").boolean


def test_prefixes_are_those_of_the_files_over_the_known_ones(mini: Path) -> None:
    found = prefixes(
        [("a.ttl", b"@prefix t: <http://t/> .\n PREFIX x-y: <http://x/>\n# @prefix no: <no> .\n")]
    )
    assert (found["t"], found["x-y"], found["kzo"]) == ("http://t/", "http://x/", KZO)
    assert "no" not in found
    assert kzgraph.load(mini).home == T


def test_where_files_disagree_about_a_prefix_the_first_counts(mini: Path) -> None:
    (mini / "data" / "late.ttl").write_text("@prefix t: <http://late/> .\n@prefix own: <http://own/> .\n")
    kg = kzgraph.load(mini)
    assert (kg.prefixes["t"], kg.prefixes["own"]) == (T, "http://own/")
    assert kg.resolve("t:ada") == T + "ada"
    assert prefixes([("a", b"@prefix x: <http://1/> .\n@prefix x: <http://2/> .")])["x"] == "http://1/"


def test_the_home_is_where_most_things_with_a_class_are_named(mini: Path) -> None:
    text = "".join(
        f'<http://e/{n}> <http://e/p> "x" . <http://o/{n % 2}> a <http://e/C{n}> .\n' for n in range(99)
    )
    (mini / "data" / "more.ttl").write_text(text)
    assert kzgraph.load(mini).home == T


def test_derived_is_a_day_of_what_has_a_date_itself() -> None:
    date = '"2001"^^<http://id.loc.gov/datatypes/edtf/EDTF>'
    day = '"2001-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'
    lines = (
        f"<urn:dated> <{KZO}date> {date} . <urn:dated> <{KZO}from> {day} . <urn:by-hand> <{KZO}from> {day} ."
    )
    here, there = pyoxigraph.Store(), pyoxigraph.Store()
    here.load(lines, format=pyoxigraph.RdfFormat.TURTLE)
    there.load(f"<urn:by-hand> <{KZO}date> {date} .", format=pyoxigraph.RdfFormat.TURTLE)
    assert [str(triple.subject) for triple in derived(here)] == ["<urn:dated>"]
    assert [str(triple.subject) for triple in derived(there)] == []


def test_days_of_blank_nodes_are_derived_again(mini: Path) -> None:
    (mini / "data" / "more.ttl").write_text(
        f'[] <{KZO}date> "2001-05"^^<http://id.loc.gov/datatypes/edtf/EDTF> .\n'
    )
    days = f"SELECT ?d {{ ?x <{KZO}from> ?d FILTER(ISBLANK(?x)) }}"
    for _ in ("afresh", "from the cache"):
        kg = kzgraph.load(mini)
        assert [str(day) for (day,) in kg.sparql(days)] == ["2001-05-01"]


def test_without_a_graph_nearby_it_is_the_one_that_came_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZGRAPH_GRAPH", raising=False)
    assert Path(folders.find(), "ontology", "kzgraph.ttl").is_file()
