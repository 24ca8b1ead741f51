"""Output formats: exact where a specification says how, safe to look at where people read."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kzgraph.errors import OutputError, UnknownName, UsageError
from kzgraph.rdf.formats import wished
from kzgraph.rdf.terms import XSD, Term, iri, literal
from kzgraph.render import FORMATS, Screen, choose, render
from kzgraph.render.markdown import page_markdown
from kzgraph.render.output import write
from kzgraph.render.page import Entry, Page, Section
from kzgraph.render.safe import cell, visible
from kzgraph.render.text import display_width, wrapped
from kzgraph.sparql.results import Result

PREFIXES = {"ex": "http://example.org/"}
BAD = "a\x1b[31mred\x9b1m\u202eevil\x00"


def text(result: Result, name: str, width: int = 80) -> str:
    chosen, pieces = render(result, FORMATS[name], Screen(width, True), PREFIXES)
    assert chosen.name == name
    return "".join(pieces)


def rows(*values: Term | None, column: str = "x") -> Result:
    return Result.of_rows((column,), [[value] for value in values])


ALL_KINDS = Result.of_rows(
    ("thing", "name", "share", "none"),
    [
        [
            iri("http://example.org/a"),
            literal("Жамбыл", language="ru"),
            literal("1.50", datatype=XSD + "decimal"),
            None,
        ],
        [Term("bnode", "b1"), literal('say "hi",\r\n\tnow'), literal("7", datatype=XSD + "integer"), None],
    ],
)


def test_csv_is_sparql_csv() -> None:
    assert text(ALL_KINDS, "csv") == (
        'thing,name,share,none\r\nhttp://example.org/a,Жамбыл,1.50,\r\n_:b1,"say ""hi"",\r\n\tnow",7,\r\n'
    )


def test_tsv_is_sparql_tsv() -> None:
    assert text(ALL_KINDS, "tsv") == (
        "?thing\t?name\t?share\t?none\n"
        '<http://example.org/a>\t"Жамбыл"@ru\t"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>\t\n'
        '_:b1\t"say \\"hi\\",\\r\\n\\tnow"\t"7"^^<http://www.w3.org/2001/XMLSchema#integer>\t\n'
    )


def test_json_is_sparql_json() -> None:
    assert json.loads(text(ALL_KINDS, "json")) == {
        "head": {"vars": ["thing", "name", "share", "none"]},
        "results": {
            "bindings": [
                {
                    "thing": {"type": "uri", "value": "http://example.org/a"},
                    "name": {"type": "literal", "value": "Жамбыл", "xml:lang": "ru"},
                    "share": {"type": "literal", "value": "1.50", "datatype": XSD + "decimal"},
                },
                {
                    "thing": {"type": "bnode", "value": "b1"},
                    "name": {"type": "literal", "value": 'say "hi",\r\n\tnow'},
                    "share": {"type": "literal", "value": "7", "datatype": XSD + "integer"},
                },
            ]
        },
    }


def test_xml_is_sparql_xml_and_keeps_carriage_returns() -> None:
    written = text(ALL_KINDS, "xml")
    assert "&#13;" in written
    space = "{http://www.w3.org/2005/sparql-results#}"
    root = ET.fromstring(written)
    assert [v.get("name") for v in root.iter(f"{space}variable")] == ["thing", "name", "share", "none"]
    assert [e.text for e in root.iter(f"{space}literal")] == ["Жамбыл", "1.50", 'say "hi",\r\n\tnow', "7"]
    assert [e.text for e in root.iter(f"{space}uri")] == ["http://example.org/a"]


def test_xml_says_what_it_cannot_hold() -> None:
    with pytest.raises(OutputError, match=r"U\+0000"):
        text(rows(literal("\x00")), "xml")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("json", '{"head": {}, "boolean": true}\n'),
        ("plain", "true\n"),
        ("table", "true\n"),
        ("jsonl", "true\n"),
        ("md", "true\n"),
    ],
)
def test_answers_of_ask(name: str, expected: str) -> None:
    assert text(Result.of_boolean(True), name) == expected


def test_ask_in_xml() -> None:
    assert "<boolean>false</boolean>" in text(Result.of_boolean(False), "xml")


def test_jsonl_has_values() -> None:
    lines = [json.loads(line) for line in text(ALL_KINDS, "jsonl").splitlines()]
    assert lines[0] == {"thing": "http://example.org/a", "name": "Жамбыл", "share": 1.5, "none": None}
    assert lines[1]["share"] == 7


def test_jsonl_has_no_infinity() -> None:
    assert text(rows(literal("INF", datatype=XSD + "double")), "jsonl") == '{"x": "INF"}\n'


def test_plain_is_for_cut_and_awk() -> None:
    assert text(ALL_KINDS, "plain").splitlines() == [
        "thing\tname\tshare\tnone",
        "ex:a\tЖамбыл\t1.50\t",
        '_:b1\tsay "hi",\\r\\n\\tnow\t7\t',
    ]


def test_markdown_takes_nothing_for_markup() -> None:
    assert text(rows(literal("a|b <i> [x](y) *z*")), "md").splitlines()[2] == (
        "| a\\|b \\<i\\> \\[x\\](y) \\*z\\* |"
    )


def test_a_page_in_markdown_has_no_lists_but_its_own() -> None:
    entries = [Entry("- 5 $ and 6 $", "1. May"), Entry("2004. A year")]
    page = "".join(page_markdown(Page("+ Title", [], [Section("Facts", entries)], None)))
    document = MarkdownIt("commonmark").parse(page)
    assert [token.type for token in document].count("bullet_list_open") == 1
    assert not any(token.type == "ordered_list_open" for token in document)
    shown = "".join(child.content for token in document for child in token.children or [])
    assert shown == "+ TitleFacts1. May: - 5 $ and 6 $2004. A year"


def test_rows_without_rows_keep_their_header() -> None:
    for name in ("plain", "csv", "tsv", "md", "table"):
        assert "x" in text(rows(), name)


@pytest.mark.parametrize("name", [each.name for each in FORMATS.values() if each.human])
def test_no_control_character_reaches_a_reader(name: str) -> None:
    for width in (20, 80):
        written = text(rows(literal(BAD), iri("http://example.org/" + BAD)), name, width)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", written.replace("\t", ""))
        assert "x1b" in written.replace("\n", "")
        assert "u202e" in written.replace("\n", "")


@pytest.mark.parametrize("name", ["tsv", "json", "jsonl"])
def test_data_formats_escape_what_their_readers_unescape(name: str) -> None:
    written = text(rows(literal(BAD)), name)
    assert not re.search("[\x00-\x08\x1b\x7f-\x9f\u202a-\u202e]", written)
    if name == "json":
        assert json.loads(written)["results"]["bindings"][0]["x"]["value"] == BAD


GRAPH = Result.of_graph(
    [
        (iri("http://example.org/b"), iri("http://example.org/p"), literal("x\x85y", language="en")),
        (iri("http://example.org/a"), iri("http://example.org/p"), iri("http://example.org/b")),
        (iri("http://example.org/a"), iri("http://example.org/p"), literal("7", datatype=XSD + "integer")),
    ]
)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own
@pytest.mark.parametrize(
    ("name", "rdflib_name"), [("ttl", "turtle"), ("nt", "nt"), ("xml", "xml"), ("jsonld", "json-ld")]
)
def test_graphs_are_read_back_by_another_library(name: str, rdflib_name: str) -> None:
    rdflib = pytest.importorskip("rdflib")
    found = rdflib.Graph().parse(data=text(GRAPH, name), format=rdflib_name)
    ex = rdflib.Namespace("http://example.org/")
    assert set(found) == {
        (ex.b, ex.p, rdflib.Literal("x\x85y", lang="en")),
        (ex.a, ex.p, ex.b),
        (ex.a, ex.p, rdflib.Literal(7)),
    }


def test_graphs_do_not_depend_on_the_order_of_triples() -> None:
    assert text(GRAPH, "ttl") == text(Result.of_graph([*reversed(GRAPH.triples)]), "ttl")
    assert "@prefix ex:" in text(GRAPH, "ttl")
    assert "\x85" not in text(GRAPH, "nt")


@pytest.mark.parametrize(
    ("predicate", "value"), [("http://example.org/1/", "x"), ("http://example.org/p", "bell \x07")]
)
def test_rdf_xml_says_what_it_cannot_hold(predicate: str, value: str) -> None:
    odd = Result.of_graph([(iri("http://example.org/a"), iri(predicate), literal(value))])
    with pytest.raises(OutputError, match="XML cannot hold"):
        text(odd, "xml")


@pytest.mark.parametrize("name", ["ttl", "nt", "xml", "jsonld"])
def test_graphs_carry_no_control_character(name: str) -> None:
    odd = Result.of_graph(
        [(iri("http://example.org/a"), iri("http://example.org/p"), literal("a\rb\x9b1m\u202e"))]
    )
    written = text(odd, name)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", written)


class TestChoice:
    def test_the_default_is_a_table_for_people_and_plain_for_pipes(self) -> None:
        assert choose(None, "rows", Screen(terminal=True)).name == "table"
        assert choose(None, "rows", Screen()).name == "plain"
        assert choose(None, "graph", Screen(terminal=True)).name == "ttl"

    def test_an_unknown_format_names_the_nearest_and_all(self) -> None:
        with pytest.raises(UnknownName, match="jsonl") as caught:
            wished(FORMATS, "jsn", None)
        assert "json" in caught.value.nearest
        assert "Formats: table, plain" in str(caught.value)

    @pytest.mark.parametrize(
        ("file", "name"), [("a.csv", "csv"), ("a.JSON", "json"), ("/x/a.ttl", "ttl"), ("a.ndjson", "jsonl")]
    )
    def test_the_extension_tells_the_format(self, file: str, name: str) -> None:
        found = wished(FORMATS, None, file)
        assert found is not None
        assert found.name == name

    @pytest.mark.parametrize("file", ["a", "-", "/dev/stdout", None])
    def test_without_an_extension_the_default_is_left(self, file: str | None) -> None:
        assert wished(FORMATS, None, file) is None

    def test_an_unknown_extension_is_an_error(self) -> None:
        with pytest.raises(UsageError, match="--format"):
            wished(FORMATS, None, "a.docx")

    @pytest.mark.parametrize(
        ("name", "kind"), [("ttl", "rows"), ("csv", "boolean"), ("csv", "graph"), ("xml", "page")]
    )
    def test_what_does_not_fit_says_what_does(self, name: str, kind: str) -> None:
        with pytest.raises(UsageError, match=r"Formats that fit: \w"):
            choose(FORMATS[name], kind, Screen())


class TestTable:
    def test_a_table_fits_the_screen(self) -> None:
        long = Result.of_rows(
            ("party", "name"),
            [[iri("http://example.org/cppk"), literal("Қазақстан коммунистік халық партиясы туралы " * 4)]],
        )
        for width in (24, 40, 80):
            lines = text(long, "table", width).splitlines()
            assert max(map(len, lines)) <= width
            assert "партиясы" in " ".join(lines)

    def test_cyrillic_columns_are_aligned(self) -> None:
        lines = text(
            Result.of_rows(("a", "b"), [[literal("Жамбыл"), literal("1")], [literal("Jam"), literal("2")]]),
            "table",
        ).splitlines()
        assert lines[2].index("1") == lines[3].index("2")

    def test_numbers_stand_on_the_right(self) -> None:
        numbers = rows(*(literal(n, datatype=XSD + "integer") for n in ("7", "498788")), column="votes")
        assert text(numbers, "table").splitlines()[2:] == ["     7", "498788"]

    def test_a_narrow_screen_gets_records(self) -> None:
        wide = Result.of_rows(tuple("abcdef"), [[literal("value " * 3)] * 6] * 2)
        assert "value  value" in text(wide, "table", 40)
        written = text(wide, "table", 39)
        assert written.startswith("a  value value value\nb  value")
        assert "\n\na  " in written

    @given(
        st.lists(st.lists(st.text("abc жқ日", max_size=50), min_size=3, max_size=3), min_size=1, max_size=4),
        st.integers(20, 120),
    )
    @settings(max_examples=50, deadline=None)
    def test_no_letter_is_cut_off(self, cells: list[list[str]], width: int) -> None:
        written = text(
            Result.of_rows(("x", "y", "z"), [[literal(c) for c in row] for row in cells]), "table", width
        )
        assert max(map(display_width, written.splitlines()), default=0) <= width
        for letter in "abcжқ日":
            assert written.count(letter) == sum(c.count(letter) for row in cells for c in row)


class TestWrapping:
    @given(st.text(max_size=80), st.integers(12, 60))
    def test_wrapped_lines_fit_and_lose_no_letter(self, raw: str, width: int) -> None:
        clean = cell(raw)
        lines = [*wrapped(clean, width, first="  ", rest="    ")]
        assert all(display_width(line.rstrip("\n")) <= width for line in lines)
        assert "".join(lines).replace(" ", "").replace("\n", "") == clean.replace(" ", "")

    def test_without_a_width_there_is_one_line(self) -> None:
        assert [*wrapped("word " * 99, None)] == ["word " * 99 + "\n"]

    def test_wide_letters_count_twice_and_accents_nothing(self) -> None:
        assert display_width("日本") == 4
        assert display_width("e\u0301") == 1


@given(st.text())
def test_nothing_unprintable_is_left(raw: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", cell(raw))
    assert visible(visible(raw)) == visible(raw)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_csv_is_read_back_by_pythons_csv(values: list[str]) -> None:
    result = Result.of_rows(("a", "b"), [[literal(v), literal(v)] for v in values])
    reader = csv.reader(io.StringIO(text(result, "csv"), newline=""), strict=True)
    assert [*reader] == [["a", "b"], *([v, v] for v in values)]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_keeps_every_value(value: str) -> None:
    assert json.loads(text(rows(literal(value)), "json"))["results"]["bindings"][0]["x"]["value"] == value


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(32))))))
def test_xml_keeps_every_value_it_can_hold(value: str) -> None:
    try:
        written = text(rows(literal(value)), "xml")
    except OutputError:
        assert re.search("[\ufffe\uffff]", value)
        return
    found = ET.fromstring(written.encode()).find(".//{*}literal")
    assert found is not None
    assert (found.text or "") == value


class TestFiles:
    PLAIN = FORMATS["csv"]

    def test_a_file_is_written_and_gets_the_usual_permissions(self, tmp_path: Path) -> None:
        target = tmp_path / "out.csv"
        write(["Жамбыл\r\n"], self.PLAIN, Screen(), str(target))
        assert target.read_bytes() == "Жамбыл\r\n".encode()
        mask = os.umask(0)
        os.umask(mask)
        assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask

    def test_the_old_file_stays_whole_when_the_answer_breaks_off(self, tmp_path: Path) -> None:
        target = tmp_path / "out.csv"
        target.write_text("old")

        def breaking() -> Iterator[str]:
            yield "new"
            raise OutputError("cannot go on")

        with pytest.raises(OutputError):
            write(breaking(), self.PLAIN, Screen(), str(target))
        assert target.read_text() == "old"
        assert os.listdir(tmp_path) == ["out.csv"]

    def test_permissions_and_links_are_kept(self, tmp_path: Path) -> None:
        target, link = tmp_path / "real.csv", tmp_path / "link.csv"
        target.write_text("old")
        target.chmod(0o640)
        link.symlink_to(target)
        write(["new"], self.PLAIN, Screen(), str(link))
        assert target.read_text() == "new"
        assert link.is_symlink()
        assert stat.S_IMODE(target.stat().st_mode) == 0o640

    @pytest.mark.parametrize("name", ["no/such/folder/out.csv", "folder"])
    def test_errors_name_the_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "folder").mkdir()
        with pytest.raises(OutputError, match=name):
            write(["x"], self.PLAIN, Screen(), str(tmp_path / name))

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
    def test_a_full_device_is_an_error(self) -> None:
        with pytest.raises(OutputError, match="/dev/full"):
            write(["x" * 10000], self.PLAIN, Screen(), "/dev/full")


def test_decimals_are_not_rounded() -> None:
    value = literal("1.98", datatype=XSD + "decimal")
    assert value.python == Decimal("1.98")
    assert json.loads(text(rows(value), "jsonl")) == {"x": 1.98}
