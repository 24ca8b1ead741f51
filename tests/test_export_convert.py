"""Other people's RDF: read by its extension, converted as the graph's own is, mistakes named with their place."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from exported import by_pyoxigraph, by_rdflib, canonical
from program import kzgraph

TURTLE = """@prefix ex: <https://example.org/> .
ex:a a ex:Thing ; ex:name "Ä"@kk-Latn ; ex:size 01, 1.50 ; ex:part [ ex:of ex:a ; ex:next [] ] .
"""
TRIG = TURTLE + 'ex:graph { ex:a ex:part [ ex:name "in a graph" ] } _:g { ex:a ex:b _:g }'


def written(folder: Path, name: str, rdf: str = TURTLE) -> Path:
    """Write the same triples in the format that the extension tells."""
    file = folder / f"in{name}"
    formats = {
        ".ttl": ox.RdfFormat.TURTLE,
        ".nt": ox.RdfFormat.N_TRIPLES,
        ".rdf": ox.RdfFormat.RDF_XML,
        ".n3": ox.RdfFormat.N3,
    }
    formats |= {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD}
    quads = ox.parse(rdf, format=ox.RdfFormat.TRIG)
    if name in (".trig", ".nq", ".jsonld"):
        file.write_bytes(ox.serialize(quads, format=formats[name]) or b"")
    else:
        file.write_bytes(ox.serialize((quad.triple for quad in quads), format=formats[name]) or b"")
    return file


def convert(out: Path, *data: Path) -> Path:
    done = kzgraph("export", "--data", *map(str, data), "-o", str(out))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out


@pytest.mark.parametrize("extension", [".ttl", ".nt", ".rdf", ".nq", ".trig", ".jsonld", ".n3", ".TTL"])
def test_every_syntax_is_read(tmp_path: Path, extension: str) -> None:
    data = written(tmp_path, extension.lower()).rename(tmp_path / f"data{extension}")
    assert by_pyoxigraph(convert(tmp_path / "out.nt", data)) == canonical(
        ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)
    )


@pytest.mark.parametrize("extension", [".ttl", ".nt", ".rdf", ".nq", ".trig"])
def test_every_rdf_format_is_written(tmp_path: Path, extension: str) -> None:
    out = convert(tmp_path / f"out{extension}", written(tmp_path, ".ttl"))
    assert by_pyoxigraph(out) == canonical(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE))
    if extension not in (".nq", ".trig"):
        assert by_rdflib(out) == by_rdflib(convert(tmp_path / "again.nt", out))


@pytest.mark.parametrize("extension", [".nq", ".trig"])
def test_named_graphs_stay_in_datasets_and_are_joined_elsewhere(tmp_path: Path, extension: str) -> None:
    data = written(tmp_path, ".trig", TRIG)
    out = convert(tmp_path / f"out{extension}", data)
    assert by_pyoxigraph(out) == canonical(ox.parse(TRIG, format=ox.RdfFormat.TRIG))
    again = convert(tmp_path / f"again{extension}", out)
    assert again.read_bytes() == out.read_bytes()
    joined = by_pyoxigraph(convert(tmp_path / "joined.nt", data))
    assert joined == canonical(ox.Quad(*quad.triple) for quad in ox.parse(TRIG, format=ox.RdfFormat.TRIG))


def test_blank_nodes_of_two_files_are_different_ones(tmp_path: Path) -> None:
    for name in ("1", "2"):
        (tmp_path / f"{name}.ttl").write_text(f'_:x <urn:p> "{name}" .', encoding="utf-8")
    out = convert(tmp_path / "out.nt", tmp_path / "1.ttl", tmp_path / "2.ttl")
    assert len({line.split()[0] for line in out.read_text(encoding="utf-8").splitlines()}) == 2


def test_claims_of_others_get_layers_too(tmp_path: Path) -> None:
    data = tmp_path / "a.ttl"
    data.write_text(
        """@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix ex: <https://example.org/> .
        ex:a ex:p 1 . ex:s a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object 2 ;
            prov:wasQuotedFrom ex:book . ex:book a ex:Book .""",
        encoding="utf-8",
    )
    out = convert(tmp_path / "out.trig", data).read_text(encoding="utf-8")
    assert "ex:book {\n    ex:s a rdf:Statement ;" in out
    assert "ex:a ex:p 2" not in out
    assert "<https://example.org/graph/accepted> {\n    ex:a ex:p 1 .\n\n    ex:book a ex:Book .\n}" in out
    reified = convert(tmp_path / "out.ttl12", data).read_text(encoding="utf-8")
    assert "<< ex:a ex:p 2 ~ ex:s >>" in reified


def test_prefixes_of_the_files_are_used(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:mine="https://example.org/mine/">'
        '<rdf:Description rdf:about="https://example.org/mine/a"><mine:p>x</mine:p></rdf:Description></rdf:RDF>',
        encoding="utf-8",
    )
    text = convert(tmp_path / "out.ttl", tmp_path / "a.rdf").read_text(encoding="utf-8")
    assert text == '@prefix mine: <https://example.org/mine/> .\n\nmine:a mine:p "x" .\n'


def test_a_thing_of_others_can_be_chosen(tmp_path: Path) -> None:
    data = written(tmp_path, ".ttl")
    done = kzgraph("export", "--data", str(data), "--entity", "https://example.org/a", "--lang", "kk")
    assert done.returncode == 0
    assert "01" in done.stdout
    done = kzgraph("export", "--data", str(data), "--entity", "b")
    assert (done.returncode, done.stderr) == (2, "Error: There is no thing 'b'.\n")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"\xef\xbb\xbf" + TURTLE.encode())
    assert by_pyoxigraph(convert(tmp_path / "out.nt", tmp_path / "a.ttl"))


BAD = {
    "a.ttl": (b"<urn:a> <urn:b> .", "a.ttl:1:17: . is not a valid RDF object"),
    "b.nt": (b"<urn:a> <urn:b> 1 .\n", "b.nt:1:17: "),
    "c.rdf": (b"<rdf:RDF>\n  <a></b>", "c.rdf:2:8: is not well-formed XML: mismatched tag"),
    "d.jsonld": (b'{"@context": {},\n "@id": }', "d.jsonld:2:9: "),
    "e.jsonld": (
        b'{\n "@context": "https://schema.org/"}',
        "e.jsonld:2:14: names a context elsewhere, which kzgraph does not fetch; put the context into the file",
    ),
    "f.ttl": (b"<a> <urn:b> 1 .", "f.ttl:1:1: is a relative IRI, and the file has no base"),
    "g.ttl": (b'<urn:a> <urn:b> "\xff" .', "g.ttl:1:18: is not UTF-8 here"),
    "h.trig": ('<urn:a> <urn:b> "x" .'.encode("utf-16"), "h.trig:1:1: is not UTF-8 here"),
    "i.n3": (b"?x <urn:p> 1 .", "i.n3: this is no N3: variables are not allowed"),
    "j.json": (b"", "j.json:1:1: "),
}


def test_all_mistakes_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        (tmp_path / name).write_bytes(content)
    names = [*BAD, "missing.ttl"]
    done = kzgraph(
        "export", "--data", *(str(tmp_path / name) for name in names), "-o", str(tmp_path / "out.nt")
    )
    assert done.returncode == 3
    assert done.stderr.startswith("Error: The data cannot be read: 11 files must be mended.\n")
    for _, expected in BAD.values():
        assert f"{tmp_path}/{expected}" in done.stderr
    assert f"{tmp_path}/missing.ttl: cannot be read: No such file or directory" in done.stderr
    assert not (tmp_path / "out.nt").exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--data", "a.csv"), "The name of 'a.csv' does not tell which RDF it is."),
        (("--data", "nothing"), "Endings that are read: .ttl, "),
        (("--data",), "--data"),
    ],
)
def test_what_is_no_rdf_by_its_name_is_said(args: tuple[str, ...], words: str) -> None:
    done = kzgraph("export", *args)
    assert done.returncode == 2
    assert words in done.stderr


def test_data_and_a_graph_exclude_each_other() -> None:
    done = kzgraph("--endpoint", "http://127.0.0.1:9/", "export", "--data", "a.ttl")
    assert done.returncode == 2
    assert "leave out --graph and --endpoint" in done.stderr


def test_nothing_is_said_to_be_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("# nothing\n", encoding="utf-8")
    done = kzgraph("export", "--data", str(tmp_path / "a.ttl"))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "Error: There is nothing to export.\n")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonld", json.dumps({"@context": "http://127.0.0.1:{port}/c.jsonld", "@id": "urn:a"})),
        (
            "a.rdf",
            '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/e">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a"><e:p>&e;</e:p></rdf:Description></rdf:RDF>',
        ),
        ("a.ttl", "<urn:a> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:{port}/o.ttl> ."),
    ],
)
def test_the_network_is_left_alone(tmp_path: Path, name: str, content: str) -> None:
    import socket

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0)
        port = server.getsockname()[1]
        (tmp_path / name).write_text(content.replace("{port}", str(port)), encoding="utf-8")
        done = kzgraph("export", "--data", str(tmp_path / name))
        assert done.returncode == (0 if name == "a.ttl" else 3)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_entities_that_multiply_do_not_fill_the_memory(tmp_path: Path) -> None:
    entities = '<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    (tmp_path / "a.rdf").write_text(
        f'<!DOCTYPE x [{entities}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
        '<rdf:Description rdf:about="urn:a"><e:p>&e11;</e:p></rdf:Description></rdf:RDF>',
        encoding="utf-8",
    )
    done = kzgraph("export", "--data", str(tmp_path / "a.rdf"))
    assert done.returncode == 3
    assert "a.rdf: this is no RDF/XML: the entity 'e3' is too long" in done.stderr


def test_entities_that_abbreviate_namespaces_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_text(
        '<!DOCTYPE rdf:RDF [<!ENTITY ex "https://example.org/"> <!ENTITY deep "&ex;deep/">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
        '<rdf:Description rdf:about="&deep;a"><e:p rdf:resource="&ex;b"/></rdf:Description></rdf:RDF>',
        encoding="utf-8",
    )
    out = convert(tmp_path / "out.nt", tmp_path / "a.rdf")
    assert (
        out.read_text(encoding="utf-8")
        == "<https://example.org/deep/a> <urn:e:p> <https://example.org/b> .\n"
    )


def test_rdf_1_2_goes_through(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        '@prefix : <urn:e:> . << :a :b "x"@kk-Latn ~ :r >> :c 1 .', encoding="utf-8"
    )
    for extension in (".nt", ".ttl", ".nq"):
        out = convert(tmp_path / f"out{extension}", tmp_path / "a.ttl")
        assert by_pyoxigraph(out) == by_pyoxigraph(tmp_path / "a.ttl")


def test_blank_nodes_that_are_all_alike_do_not_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    from kzgraph.errors import GraphLoadError
    from kzgraph.storage import statements

    ring = "".join(f"_:b{n} <urn:p> _:b{(n + 1) % 3000} .\n" for n in range(3000))
    monkeypatch.setattr(statements, "PATIENCE", 1)
    with pytest.raises(GraphLoadError, match="too much alike to be told apart in 1 seconds"):
        statements.of_quads([ox.parse(ring, format=ox.RdfFormat.N_TRIPLES)])
