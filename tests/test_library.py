"""The library as a Python program uses it, on a graph that has nothing to do with Kazakhstan."""

import copy
import datetime
import pickle
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import Dataset
from rdflib.term import Literal, Node

import kzgraph
from kzgraph.catalogue.parameters import convert
from kzgraph.errors import (
    KzgraphError,
    NotFound,
    ParameterError,
    QuerySyntaxError,
    Refused,
    UnknownName,
    UsageError,
)
from kzgraph.rdf.terms import PREFIXES, XSD, Term, expand, iri, literal, shrink
from kzgraph.sparql.binding import bind
from kzgraph.sparql.guard import check
from kzgraph.sparql.results import Result, Row

T = "https://example.org/chess/thing/"
CH = "https://example.org/chess/ontology#"

CASES = [
    ("captain-on", {"club": "rookery", "on": "2004-04-13"}),
    ("captain-on", {"club": "rookery", "on": "2010-04-17"}),
    ("captain-on", {"club": "t:gambit", "on": "2004-06-01"}),
    ("captain-on", {"club": "rookery", "on": "1900-01-01"}),
    ("clubs", {}),
    ("clubs", {"boards": 8, "top": 1}),
    ("is-captain", {"player": "ada"}),
    ("membership", {}),
    ("called", {"name": "Gambit", "language": "en"}),
    ("called", {"name": 'Bo "the Fork" Iversen'}),
    ("called", {"name": "\\u0022} UNION {"}),
]


@pytest.fixture
def kg(mini: Path) -> kzgraph.KnowledgeGraph:
    return kzgraph.load(mini)


def names(result: Result, column: str) -> list[str]:
    return [str(row[column]) for row in result]


def test_the_package_offers_what_it_says() -> None:
    for name in kzgraph.__all__:
        assert getattr(kzgraph, name) is not None
        assert name in dir(kzgraph)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = kzgraph.nothing_like_it


def test_a_canned_query_takes_text_and_python_values(kg: kzgraph.KnowledgeGraph) -> None:
    by_text = kg.query("captain-on", club="The Rookery", on="2004-04-13")
    by_value = kg.query("captain-on", club=iri(T + "rookery"), on=datetime.date(2004, 4, 13))
    assert by_text.rows == by_value.rows
    assert names(by_text, "name") == ["Ada Lund"]
    assert names(kg.query("clubs", boards=8, top=None), "club") == [T + "rookery", T + "gambit"]
    assert names(kg.query("clubs", boards=5, top="1"), "club") == [T + "rookery"]


def test_on_the_day_of_a_change_both_hold_the_post(kg: kzgraph.KnowledgeGraph) -> None:
    rows = kg.query("captain-on", club="rookery", on="2010-04-17")
    assert [(str(row.name), row["certain"].python) for row in rows] == [  # type: ignore[union-attr]
        ("Ada Lund", True),
        ('Bo "the Fork" Iversen', True),
    ]
    (uncertain,) = kg.query("captain-on", club="t:gambit", on="2004-06-01")
    assert uncertain.asdict()["certain"] is False


def test_results_know_their_kind(kg: kzgraph.KnowledgeGraph) -> None:
    rows, answer, graph = kg.query("clubs"), kg.query("is-captain", player="ada"), kg.query("membership")
    assert (rows.kind, rows.columns, len(rows), bool(rows)) == ("rows", ("club", "boards_there"), 3, True)
    assert (answer.kind, answer.boolean, bool(answer)) == ("boolean", True, True)
    assert (graph.kind, graph.columns, len(graph.triples)) == ("graph", ("subject", "predicate", "object"), 2)
    assert [tuple(row) for row in graph] == graph.triples
    assert not kg.sparql("ASK { ?s <http://nowhere/> ?o }")
    assert not kg.sparql("SELECT * { ?s <http://nowhere/> ?o }")


def test_a_row_is_a_tuple_with_names(kg: kzgraph.KnowledgeGraph) -> None:
    row = kg.query("clubs").rows[0]
    club, boards = row
    assert (row[0], row["club"], row.club, row[-1]) == (club, club, club, boards)
    assert (row[0:1], row.keys()) == ((club,), ("club", "boards_there"))
    assert row.asdict() == {"club": T + "rookery", "boards_there": 12}
    assert row == (club, boards)
    assert pickle.loads(pickle.dumps(row)).boards_there == boards
    assert copy.deepcopy(row).asdict() == row.asdict()
    assert isinstance(row, Row)
    assert repr(row).startswith("Row(club=<https://example.org/")
    with pytest.raises(KeyError):
        row["clubs"]
    with pytest.raises(AttributeError, match="boards_there"):
        _ = row.clubs


@pytest.mark.parametrize(
    ("name", "params", "error", "words"),
    [
        ("captian-on", {}, UnknownName, "captain-on"),
        ("captain-on", {"club": "rookery"}, ParameterError, r"on \(date\): a value is needed"),
        ("captain-on", {"club": "rookery", "on": None}, ParameterError, r"club \(iri ch:Body\), on \(date\)"),
        ("captain-on", {"club": "rookery", "on": "soon"}, ParameterError, "'soon' is not a day"),
        ("captain-on", {"clubb": "rookery", "on": "2004-01-01"}, UnknownName, "nearest: club"),
        (
            "captain-on",
            {"club": "ada", "on": "2004-01-01"},
            ParameterError,
            "is not a ch:Body; its class is ch:Player",
        ),
        ("captain-on", {"club": "Gambit", "on": "2004-01-01"}, ParameterError, "t:gambit .*t:old-gambit"),
        ("captain-on", {"club": "rookry", "on": "2004-01-01"}, UnknownName, "t:rookery"),
        ("captain-on", {"club": "t:rookry", "on": "2004-01-01"}, UnknownName, "t:rookery"),
        ("captain-on", {"club": "x" * 10_000, "on": "2004-01-01"}, UnknownName, "more characters"),
        ("captain-on", {"club": "http://e/> } <", "on": "2004-01-01"}, UnknownName, "There is no ch:Body"),
        ("captain-on", {"club": "<javascript:x>", "on": "2004-01-01"}, UnknownName, "There is no ch:Body"),
    ],
)
def test_wrong_questions_say_what_is_wrong(
    kg: kzgraph.KnowledgeGraph, name: str, params: dict[str, object], error: type[UsageError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        kg.query(name, **params)
    assert caught.value.exit_code == 2
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    "text",
    [
        "rookery",
        "t:rookery",
        T + "rookery",
        f"<{T}rookery>",
        "The Rookery",
        "the ROOKERY",
        "rook",
        " ROOK ",
        "die krähenkolonie",
    ],
)
def test_a_thing_may_be_named_in_many_ways(kg: kzgraph.KnowledgeGraph, text: str) -> None:
    assert kg.resolve(text) == T + "rookery"
    assert kg.resolve(text, "ch:Body") == T + "rookery"
    assert kg.resolve(text, CH + "Club") == T + "rookery"
    with pytest.raises(UsageError):
        kg.resolve(text, "ch:Player")


def test_a_class_decides_between_things_of_the_same_name(mini: Path) -> None:
    people = mini / "data" / "people.ttl"
    people.write_text(people.read_text() + 't:gambit-man a ch:Player ; skos:prefLabel "Gambit"@en .\n')
    assert kzgraph.load(mini).resolve("Gambit", "ch:Player") == T + "gambit-man"


def test_the_same_spelling_decides_between_names_with_one_key(mini: Path) -> None:
    people = mini / "data" / "people.ttl"
    names = (
        't:one a ch:Player ; skos:prefLabel "Kosarev"@en . t:two a ch:Player ; skos:prefLabel "Kossarev"@en .'
    )
    people.write_text(people.read_text() + names)
    kg = kzgraph.load(mini)
    assert (kg.resolve("kosarev"), kg.resolve("Kossarev")) == (T + "one", T + "two")
    with pytest.raises(UsageError, match="2 things are called"):
        kg.resolve("Косарев")


def test_free_queries_are_guarded(kg: kzgraph.KnowledgeGraph) -> None:
    assert kg.sparql(f"SELECT ?x {{ ?x a <{CH}Club> }}").columns == ("x",)
    with pytest.raises(Refused):
        kg.sparql("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QuerySyntaxError, match=f"PREFIX ch: <{CH}>"):
        kg.sparql("SELECT ?x { ?x a ch:Club }")
    with pytest.raises(QuerySyntaxError) as caught:
        kg.sparql("SELECT ?x {\n  ?x <http://e/p> }")
    assert (caught.value.line, caught.value.column) == (2, 19)
    assert str(caught.value).endswith("^")


def test_a_query_with_service_needs_the_header_and_the_user(mini: Path) -> None:
    header = "#+ summary: far\n#+ service: true\n#+ columns: {s: S}\n"
    text = header + "SELECT ?s { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    (mini / "queries" / "far.rq").write_text(text)
    kg = kzgraph.load(mini)
    with pytest.raises(Refused, match="SERVICE"):
        kg.query("far")
    with pytest.raises(KzgraphError, match="port"):
        kg.query("far", allow_service=True)


def test_the_readers_of_the_evidence_take_any_name(kg: kzgraph.KnowledgeGraph) -> None:
    assert kg.search("rook")[0].iri == T + "rookery"
    assert kg.show("ROOK") is not None
    assert {claim.quote for claim in kg.evidence("rookery")} >= {"twelve boards", "ten boards"}
    assert len(kg.conflicts()) == len(kg.conflicts("rookery")) == 1
    assert kg.conflicts("t:gambit") == []
    assert kg.stats() is not None
    with pytest.raises((UnknownName, NotFound)):
        kg.show("t:nothing")


def python_rows(dataset: Dataset, text: str) -> list[list[str | None]]:
    def plain(node: Node | None) -> str | None:
        if isinstance(node, Literal) and node.language:
            return f"{node}@{node.language.lower()}"
        return None if node is None else str(node)

    return [[plain(node) for node in row] for row in dataset.query(text)]  # type: ignore[union-attr]


def our_rows(result: Result) -> list[list[str | None]]:
    return [
        [None if term is None else f"{term}@{term.language}" if term.language else str(term) for term in row]
        for row in result
    ]


# rdflib 7.6 calls what it deprecates itself whenever a Dataset is queried.
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("name", "params"), CASES)
def test_rdflib_and_pyoxigraph_give_the_same_answers(
    kg: kzgraph.KnowledgeGraph, name: str, params: dict[str, object]
) -> None:
    query, dataset = kg.queries[name], kg.dataset()
    values = {
        param.name: convert(param, params.get(param.name, param.default), kg.resolve)
        for param in query.params
    }
    text = bind(query.text, query.slots, values)
    ours = kg.query(name, **params)
    if ours.kind == "boolean":
        assert bool(dataset.query(text)) == ours.boolean
    elif ours.kind == "graph":
        assert sorted(python_rows(dataset, text)) == sorted(our_rows(ours))  # type: ignore[type-var]
    else:
        assert python_rows(dataset, text) == our_rows(ours)


def test_the_dataset_is_the_whole_graph_with_the_derived_days(kg: kzgraph.KnowledgeGraph) -> None:
    dataset = kg.dataset()
    assert len(dataset) == len(kg.sparql("SELECT * { ?s ?p ?o }"))
    assert dataset.default_union
    assert dict(dataset.namespaces())["t"].toPython() == T  # type: ignore[attr-defined]


def test_a_mistake_in_the_data_is_told_by_the_dataset_too(mini: Path) -> None:
    kg = kzgraph.load(mini)
    kg.folder.turtle.append(("data/later.ttl", b"nonsense"))
    with pytest.raises(kzgraph.errors.GraphLoadError, match=r"data/later\.ttl:1"):
        kg.dataset()


@pytest.mark.parametrize(
    ("value", "datatype", "python"),
    [
        ("12", "integer", 12),
        ("-3", "negativeInteger", -3),
        ("1.50", "decimal", Decimal("1.5")),
        ("1e3", "double", 1000.0),
        ("-INF", "float", float("-inf")),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2004-04-13", "date", datetime.date(2004, 4, 13)),
        ("2004-04-13Z", "date", "2004-04-13Z"),
        ("12004-04-13", "date", "12004-04-13"),
        ("2004-04-13T01:02:03", "dateTime", datetime.datetime(2004, 4, 13, 1, 2, 3)),
        ("yes", "boolean", "yes"),
        ("ten", "integer", "ten"),
        ("NaN", "decimal", "NaN"),
        ("1992", "gYear", "1992"),
        ("9" * 5000, "integer", "9" * 5000),
    ],
)
def test_terms_have_python_values(value: str, datatype: str, python: object) -> None:
    found = literal(value, datatype=XSD + datatype).python
    assert (found, type(found)) == (python, type(python))


def test_short_names_are_only_made_where_they_can_be_read_back() -> None:
    prefixes = {**PREFIXES, "t": T, "": "http://e/", "odd": "http://e/odd#"}
    assert shrink(T + "rookery", prefixes) == "t:rookery"
    assert shrink("http://e/odd#a.b-c", prefixes) == "odd:a.b-c"
    for awkward in ("a/b", "a.", "", "-a", "a b", "a(b)"):
        assert shrink(T + awkward, prefixes) == T + awkward
    assert expand("t:rookery", prefixes) == T + "rookery"
    assert expand(r"t:a\,b", prefixes) == T + "a,b"
    for no_name in ("nope:a", "rookery", "t:a b", "t:a>"):
        assert expand(no_name, prefixes) is None


def test_written_terms_are_escaped() -> None:
    assert iri("http://e/<>").n3() == "<http://e/\\u003C\\u003E>"
    assert literal('a"\\\n\x07', language="en").n3() == '"a\\"\\\\\\n\\u0007"@en'
    assert Term("bnode", "b0").n3() == "_:b0"
    assert literal("x", datatype=XSD + "string").n3() == '"x"'


def test_every_bound_canned_query_passes_the_guard(kg: kzgraph.KnowledgeGraph) -> None:
    for name, params in CASES:
        query = kg.queries[name]
        values = {p.name: convert(p, params.get(p.name, p.default), kg.resolve) for p in query.params}  # type: ignore[attr-defined]
        assert check(bind(query.text, query.slots, values), prefixes={}) == query.kind
