"""The RDF formats: what goes out comes back, in the same bytes each time."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from exported import KZO, ROOT, by_pyoxigraph, by_rdflib, days_of, of_folder
from program import kzgraph

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SHIPPED = {"KZGRAPH_GRAPH": str(ROOT)}
Shipped = Callable[..., Path]

#: What is hard to write: numbers as they stand, tags, escapes, characters that move the cursor, odd names.
HARD = r"""
@prefix ex: <https://example.org/hard#> .
@prefix odd: <https://example.org/odd> .
@prefix unused: <https://example.org/unused#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:numbers ex:p 01, 1.50, +5, 1E3, .5, 1.e2, true, "1"^^xsd:boolean, "-3"^^xsd:negativeInteger, "x"^^xsd:integer,
    "2015-09-04Z"^^xsd:date, "1."^^xsd:decimal .
ex:texts ex:p "a"@kk-Latn-x-2018, "b"@ru-latn, "c"@EN-us, "line\nbreak\r\ttab \\ \"quoted\" ''' \u0085 \u202E <&> ]]>",
    "\"@kk-latn .", "ends in a backslash \\", "", " ", "\uFEFF", "𐍈", "_:b <a> .", " .", " <g> .\n" .
ex:cpk ex:p ex:cpk-1936, ex:a.b, <https://example.org/hard#a.>, <https://example.org/hard#a/b>, <https://example.org/hard#c,d>, odd:x,
    <https://example.org/hard#>, <https://example.org/hard#é%20>, <urn:x:1> .
ex:cpk-1936 a ex:Party .
"""
BLANK = r"""
@prefix b: <https://example.org/blank#> .
b:a b:p [ b:q 1 ; b:r [ b:q 2 ] ], [ b:q 1 ], _:x . _:x b:p _:x, (1 2) .
"""


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    (tmp_path / "graph" / "ontology").mkdir(parents=True)
    (tmp_path / "graph" / "data").mkdir()
    (tmp_path / "graph" / "data" / "hard.ttl").write_text(HARD, encoding="utf-8")
    (tmp_path / "graph" / "data" / "blank.ttl").write_text(BLANK, encoding="utf-8")
    (tmp_path / "graph" / "data" / "more.ttl").write_text(BLANK, encoding="utf-8")
    return tmp_path / "graph"


def export(out: Path, *args: str, **env: str) -> Path:
    done = kzgraph("export", *args, "-o", str(out), env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """Return the function that exports the shipped graph into a file with this ending, each choice once."""

    @cache
    def exported(ending: str, *args: str) -> Path:
        return export(tmp_path_factory.mktemp("shipped") / f"graph{ending}", *args, **SHIPPED)

    return exported


@cache
def shipped_triples() -> set[str]:
    return of_folder(ROOT)


@cache
def shipped_days() -> set[str]:
    return days_of(ROOT)


@pytest.mark.parametrize("extension", [".nt", ".ttl", ".rdf"])
def test_what_goes_out_comes_back(shipped: Shipped, extension: str) -> None:
    out = shipped(extension)
    assert by_pyoxigraph(out) == shipped_triples() | shipped_days()
    assert by_rdflib(out) == by_rdflib(shipped(".nt"))
    assert len(by_rdflib(out)) == len(by_pyoxigraph(out))


@pytest.mark.parametrize("extension", [".nt", ".ttl", ".rdf"])
def test_what_is_hard_to_write_comes_back(tmp_path: Path, hard: Path, extension: str) -> None:
    out = export(tmp_path / f"out{extension}", KZGRAPH_GRAPH=str(hard))
    assert by_pyoxigraph(out) == of_folder(hard)
    assert by_rdflib(out) == by_rdflib(export(tmp_path / "again.nt", KZGRAPH_GRAPH=str(hard)))


def test_numbers_and_tags_stand_as_in_the_files(tmp_path: Path, hard: Path) -> None:
    text = export(tmp_path / "out.ttl", KZGRAPH_GRAPH=str(hard)).read_text(encoding="utf-8")
    for written in (
        '"01"^^xsd:integer',
        "1.50",
        '"+5"^^xsd:integer',
        '"1E3"^^xsd:double',
        "true",
        '"-3"^^xsd:negativeInteger',
        '"2015-09-04Z"^^xsd:date',
    ):
        assert f" {written},\n" in text or f" {written} .\n" in text, written
    for written in ('"a"@kk-Latn-x-2018', '"b"@ru-Latn', '"c"@en-US', r'"\"@kk-latn ."'):
        assert f" {written},\n" in text or f" {written} .\n" in text, written
    assert "unused" not in text
    assert text.index("ex:cpk ex:p") < text.index("ex:cpk-1936 a")


@pytest.mark.parametrize("extension", [".trig", ".nq"])
def test_datasets_have_a_graph_for_each_layer_and_source(shipped: Shipped, extension: str) -> None:
    out = shipped(extension)
    store = ox.Store()
    store.load(path=str(out), format=ox.RdfFormat.from_extension(extension[1:]))
    home = "https://w3id.org/kzgraph/id/"
    layers = {f"{home}graph/{name}" for name in ("accepted", "evidence", "ontology", "derived")}
    graphs = {graph.value for graph in store.named_graphs()}
    assert graphs == layers | {f"{home}source-00{n}" for n in range(4)}
    alone = shipped(".nt", "--layer", "accepted", "--no-derived")
    assert triples_in(store, f"{home}graph/accepted") == by_pyoxigraph(alone)
    assert triples_in(store, f"{home}graph/derived") == shipped_days()
    claims = (
        f"PREFIX kzo: <{KZO}> PREFIX rdf: <{RDF}> SELECT ?c {{ GRAPH ?g {{ ?c rdf:subject ?s ; %s }} %s }}"
    )
    of_source = len(list(store.query(claims % ("kzo:source ?g", ""))))  # in the graph that its source names
    assert of_source == len(list(store.query(claims % ("a kzo:Claim", "")))) > 1000


def triples_in(store: ox.Store, graph: str) -> set[str]:
    return {str(quad.triple) for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph))}


@pytest.mark.parametrize("extension", [".trig", ".nq"])
@pytest.mark.parametrize(
    "choice",
    [(), ("--layer", "evidence"), ("--as-of", "2005-01-01"), ("--entity", "cppk", "--lang", "en")],
)
def test_the_graphs_together_are_the_triples(
    shipped: Shipped, choice: tuple[str, ...], extension: str
) -> None:
    """Where the default graph is the union of all, nothing is true that was not accepted, or counted twice."""
    out = shipped(extension, *choice)
    quads = [*ox.parse(path=str(out), format=ox.RdfFormat.from_extension(extension[1:]))]
    together = {str(quad.triple) for quad in quads}
    assert together == by_pyoxigraph(shipped(".nt", *choice))
    assert len(together) == len(quads)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_datasets_mean_the_same_to_both_libraries(shipped: Shipped) -> None:
    nq, trig = shipped(".nq"), shipped(".trig")
    assert by_pyoxigraph(nq) == by_pyoxigraph(trig)
    read = []
    for path, name in ((nq, "nquads"), (trig, "trig")):
        dataset = rdflib.Dataset()
        dataset.parse(path, format=name)
        read.append(
            {
                tuple(term.n3() if hasattr(term, "n3") else str(term) for term in quad)
                for quad in dataset.quads()
            }
        )
    assert read[0] == read[1]
    assert len(read[0]) == len(by_pyoxigraph(nq))


def test_reifiers_are_the_claims(shipped: Shipped) -> None:
    out = shipped(".ttl12")
    reifies = ox.NamedNode(RDF + "reifies")
    back: set[str] = set()
    claims = 0
    for quad in ox.parse(path=str(out), format=ox.RdfFormat.TURTLE):
        if quad.predicate != reifies:
            back.add(str(quad.triple))
            continue
        claims += 1
        assert isinstance(quad.object, ox.Triple)
        for name, value in zip(("subject", "predicate", "object"), quad.object, strict=True):
            back.add(str(ox.Triple(quad.subject, ox.NamedNode(RDF + name), value)))
    assert claims == len({line for line in back if line.endswith(f"<{KZO}Claim>") and f"<{RDF}type>" in line})
    assert claims > 1000
    assert back == shipped_triples() | shipped_days()


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "trig", "rdfxml", "ttl12"])
def test_the_bytes_are_the_same_in_each_process_and_order(tmp_path: Path, hard: Path, name: str) -> None:
    for file in (ROOT / "data" / "elections.ttl", ROOT / "data" / "claims" / "003.ttl"):
        shutil.copy(file, hard / "data")
    first = export(tmp_path / "1", "--format", name, KZGRAPH_GRAPH=str(hard), PYTHONHASHSEED="1").read_bytes()
    shuffle(hard)
    second = export(
        tmp_path / "2", "--format", name, KZGRAPH_GRAPH=str(hard), PYTHONHASHSEED="2"
    ).read_bytes()
    assert first == second
    assert first.endswith(b"\n")
    assert b"\r" not in first


def shuffle(folder: Path) -> None:
    """Turn each file into lines in another order under another name, one of them twice."""
    for number, file in enumerate(sorted((folder / "data").glob("*.ttl"), reverse=True)):
        lines = (ox.serialize(ox.parse(path=file), format=ox.RdfFormat.N_QUADS) or b"").splitlines(
            keepends=True
        )
        random.Random(number).shuffle(lines)
        prefixes = [
            line for line in file.read_bytes().splitlines(keepends=True) if line.startswith(b"@prefix")
        ]
        file.unlink()
        again = lines[:1] if lines and b"_:" not in lines[0] else []
        (folder / "data" / f"{number}.ttl").write_bytes(b"".join([*prefixes, *lines, *again]))


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "trig", "rdfxml", "ttl12", "jsonld"])
def test_derived_days_stay_where_they_are_not_wished(shipped: Shipped, name: str) -> None:
    wished, not_wished = (
        shipped("", "--format", name, "--layer", "accepted", *more).read_text("utf-8")
        for more in ((), ("--no-derived",))
    )
    assert "9999-12-31" in wished
    assert "9999-12-31" not in not_wished
    assert "surelyFrom" not in not_wished


@pytest.mark.parametrize("name", ["framed", "jsonl", "popolo", "sssom", "graphml"])
def test_derived_days_are_not_for_people(shipped: Shipped, name: str) -> None:
    text = shipped("", "--format", name).read_text("utf-8")
    assert "9999-12-31" not in text.replace("9999-12-31 where", "")


def test_the_days_of_what_goes_out_go_with_it(shipped: Shipped) -> None:
    days = {line for line in shipped_days() if "korolkov" in line}
    for layer in ("accepted", "all"):
        out = shipped(".nt", "--entity", "leonid-korolkov", "--layer", layer)
        assert days
        assert days <= by_pyoxigraph(out)
    evidence = by_pyoxigraph(shipped(".nt", "--layer", "evidence"))
    assert not days & evidence
    dated = {line.split()[0] for line in evidence if f"<{KZO}date>" in line}
    assert {line for line in shipped_days() if line.split()[0] in dated} == shipped_days() & evidence


@pytest.mark.parametrize("extension", ["ttl", "nt", "nq", "trig", "rdf", "ttl12", "jsonld"])
def test_derived_days_are_known_again(tmp_path: Path, shipped: Shipped, extension: str) -> None:
    out = shipped(f".{extension}")
    assert "No fact changed." in kzgraph("diff", str(ROOT), str(out)).stdout
    if extension != "ttl12":  # its claims are reifiers
        for form in ("nt", "nq"):
            again = export(tmp_path / f"again.{form}", "--data", str(out))
            assert again.read_bytes() == shipped(f".{form}").read_bytes()


def test_days_that_were_put_into_a_graph_folder_are_no_facts(tmp_path: Path, shipped: Shipped) -> None:
    folder = tmp_path / "graph"
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    days = folder / "data" / "days.ttl"
    days.write_text("".join(f"{line} .\n" for line in sorted(shipped_days())), encoding="utf-8")
    put = {"KZGRAPH_GRAPH": str(folder)}
    assert "No fact changed." in kzgraph("diff", str(ROOT), str(folder)).stdout
    for ending in (".nq", ".nt"):
        assert export(tmp_path / f"out{ending}", **put).read_bytes() == shipped(ending).read_bytes()
    assert kzgraph("stats", env=put).stdout == kzgraph("stats", env=SHIPPED).stdout
    assert "[derived-written]" not in kzgraph("validate", env=put).stdout
    days.write_text(days.read_text(encoding="utf-8").replace('from> "1', 'from> "2', 1), encoding="utf-8")
    assert "[derived-written]" in kzgraph("validate", env=put).stdout
    assert export(tmp_path / "out.nt", **put).read_bytes() == shipped(".nt").read_bytes()


def test_a_date_that_is_none_is_told(tmp_path: Path) -> None:
    date = "^^<http://id.loc.gov/datatypes/edtf/EDTF>"
    data = tmp_path / "a.ttl"
    data.write_text(
        f'<urn:a> <{KZO}start> "spring"{date} . <urn:b> <{KZO}start> "1996"{date} .', encoding="utf-8"
    )
    done = kzgraph("export", "--data", str(data), "--format", "nt")
    assert (done.returncode, done.stdout.count(f"<{KZO}from>")) == (0, 1)
    assert done.stderr.startswith("Warning: 'spring' is not a date")
    assert not kzgraph("export", "--data", str(data), "--format", "nt", "--no-derived").stderr


def test_a_day_that_follows_from_no_date_is_a_fact(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(f'<urn:a> <{KZO}from> "2004-04-13" .', encoding="utf-8")
    out = export(tmp_path / "out.nt", "--data", str(tmp_path / "a.ttl"), "--no-derived")
    assert out.read_text(encoding="utf-8") == f'<urn:a> <{KZO}from> "2004-04-13" .\n'
    (tmp_path / "b.ttl").write_text("", encoding="utf-8")
    assert "added" in kzgraph("diff", str(tmp_path / "b.ttl"), str(tmp_path / "a.ttl")).stdout


def test_the_days_of_blank_nodes_and_of_named_graphs(tmp_path: Path) -> None:
    date = '"2004"^^<http://id.loc.gov/datatypes/edtf/EDTF>'
    (tmp_path / "a.trig").write_text(f"<urn:g> {{ _:a <{KZO}date> {date} ; <urn:p> _:b }}", encoding="utf-8")
    out = export(tmp_path / "out.nq", "--data", str(tmp_path / "a.trig"))
    text = out.read_text(encoding="utf-8")
    assert f'<{KZO}until> "2004-12-31"^^<http://www.w3.org/2001/XMLSchema#date>' in text
    assert export(tmp_path / "again.nq", "--data", str(out)).read_text(encoding="utf-8") == text


def test_the_turtle_is_laid_out_for_reading_and_comparing() -> None:
    from program import golden

    golden("export.ttl", kzgraph("export").stdout)
    golden("export.ttl12", kzgraph("export", "--format", "ttl12", "--layer", "evidence").stdout)
    golden(
        "export.trig",
        kzgraph("export", "--format", "trig", "--layer", "accepted", "--entity", "term-1").stdout,
    )
    golden("export.rdf", kzgraph("export", "--format", "rdfxml", "--entity", "term-1").stdout)


@pytest.mark.parametrize(
    ("turtle", "word"),
    [
        ("<urn:a> <https://example.org/1> 1 .", "does not end in a name"),
        ("<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> 1 .", "uses that name"),
        ('<urn:a> <urn:p> "\\u0001" .', "U+0001"),
        ("<urn:a> <urn:p> <<( <urn:a> <urn:p> 1 )>> .", "RDF 1.2"),
    ],
)
def test_what_rdfxml_cannot_hold_is_said_and_nothing_written(tmp_path: Path, turtle: str, word: str) -> None:
    (tmp_path / "a.ttl").write_text(turtle, encoding="utf-8")
    out = tmp_path / "out.rdf"
    done = kzgraph("export", "--data", str(tmp_path / "a.ttl"), "-o", str(out))
    assert done.returncode == 3
    assert word in done.stderr
    assert "--format ttl" in done.stderr or word == "U+0001"
    assert [file.name for file in tmp_path.iterdir()] == ["a.ttl"]


def test_the_page_about_exports_names_every_format() -> None:
    from kzgraph.export.formats import FORMATS

    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    for each in FORMATS.values():
        assert f"| `{each.name}` | {f'`{each.ending}`' if each.ending else 'folder'} |" in page
