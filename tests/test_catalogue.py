"""A canned query that is listed can be run; everything wrong with the others is told with file and line."""

import json
import socket
from pathlib import Path

import pytest
import yaml

import kzgraph
from kzgraph.catalogue.queries import Catalogue, find, nearest
from kzgraph.catalogue.query_file import read
from kzgraph.errors import CatalogueError, UnknownName

GOOD = """\
#+ summary: What is called so
#+ tags: [names]
#+ params:
#+   on:
#+     type: date
#+     description: The day
#+     example: 2004-04-13
#+   order:
#+     type: choice(up|down)
#+     description: The order
#+     example: up
#+     default: down
#+ columns:
#+   thing: The thing
PREFIX kzo: <https://w3id.org/kzgraph/ontology#>
SELECT ?thing { ?thing kzo:from ?from FILTER(?from = $on && $order = "up") }
"""


def problems(text: str | bytes, path: str = "queries/q.rq") -> list[tuple[int | None, str]]:
    with pytest.raises(CatalogueError) as caught:
        read([(path, text if isinstance(text, bytes) else text.encode())])
    assert caught.value.exit_code == 3
    assert all(problem.file == path for problem in caught.value.problems)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_a_query_has_what_its_header_says() -> None:
    query = read([("queries/by-name.rq", GOOD.encode())]).queries["by-name"]
    assert (query.kind, query.tags, query.columns) == ("SELECT", ("names",), {"thing": "The thing"})
    on, order = query.params
    assert (on.name, on.type, on.example, on.default) == ("on", "date", "2004-04-13", None)
    assert (order.choices, order.default) == (("up", "down"), "down")
    assert [GOOD[start:end] for start, end, _ in query.slots] == ["$on", "$order"]
    assert query.signature == "on (date), order (choice(up|down), optional)"


def test_the_catalogue_survives_json() -> None:
    catalogue = read([("queries/a.rq", GOOD.encode()), ("queries/verify/b.rq", GOOD.encode())])
    assert Catalogue.from_json(json.loads(json.dumps(catalogue.to_json()))) == catalogue
    assert ([*catalogue.queries], [*catalogue.rules]) == (["a"], ["b"])


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("#+ summary: What is called so\n", "", 1, "needs a summary"),
        ("#+ summary", "#+ sumary", 1, "no key 'sumary'"),
        ("#+ tags: [names]", "#+ tags: names", 2, "list"),
        ("#+ tags: [names]", "#+ summary: again", 2, "twice"),
        ("#+ tags: [names]", "#+ tags: [names", 3, "not YAML"),
        ("#+     type: date\n", "#+     type: datum\n", 5, "'datum' is no type"),
        ("#+     type: date\n", "#+     type: date kzo:Event\n", 5, "no type"),
        ("#+     type: date\n", "#+     type: iri nope:Event\n", 5, "'nope:Event'"),
        ("#+     type: date\n", "", 5, "needs type"),
        ("#+     example: 2004-04-13\n", "", 5, "needs example"),
        ("#+     description: The day\n", "", 5, "needs description"),
        ("example: 2004-04-13", "example: yesterday", 7, "example of on"),
        ("default: down", "default: sideways", 12, "default of order"),
        ("choice(up|down)", "choice(up|)", 9, "choices"),
        ("#+   on:", "#+   format:", 5, "command line uses that name"),
        ("#+   on:", "#+   On:", 5, "small letters"),
        ("$on", "?on", 1, "$on is not used"),
        ("$order", "$odrer", 16, "$odrer is not declared"),
        ("?from =", "?on =", 16, "both a parameter"),
        ("#+   thing: The thing", "#+   thing:", 14, "needs a description"),
        ("#+   thing: The thing", "#+   thing: x\n#+   name: y", 1, "name is declared but not projected"),
        ("SELECT ?thing", "SELECT ?thing ?from", 1, "?from is projected but not declared"),
        ("#+ columns:", "#+ service: maybe\n#+ columns:", 13, "true or false"),
        ("{ ?thing", "{ ?thing ?thing", 16, "not valid SPARQL"),
        ("kzo:from", "nope:from", 16, "prefix nope:"),
        ("{ ?thing", "{ SERVICE <http://e/> {} ?thing", 16, "SERVICE is refused"),
        ('"up"', '"up', 16, "not closed"),
        ("#+", "##", 1, "no header"),
    ],
)
def test_each_mistake_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new))
    assert any(line == at and words in message for at, message in found), found


def test_all_bad_files_are_told_at_once_and_names_are_unique(mini: Path) -> None:
    (mini / "queries" / "one.rq").write_text("SELECT * { ?s ?p ?o }")
    (mini / "queries" / "two.rq").write_bytes(b"\xff")
    (mini / "queries" / "sub").mkdir()
    (mini / "queries" / "sub" / "clubs.rq").write_text((mini / "queries" / "clubs.rq").read_text())
    (mini / "queries" / "BAD NAME.rq").write_text(GOOD)
    kg = kzgraph.load(mini)
    for _ in range(2):
        with pytest.raises(CatalogueError) as caught:
            kg.query("clubs")
        files = [problem.file for problem in caught.value.problems]
        assert set(files) == {
            "queries/one.rq",
            "queries/two.rq",
            "queries/sub/clubs.rq",
            "queries/BAD NAME.rq",
        }
    assert kg.sparql("ASK { ?s ?p ?o }").boolean, "a broken catalogue does not keep the graph from answering"


def test_columns_keep_the_order_of_select() -> None:
    text = "#+ summary: x\n#+ columns: {b: B, a: A}\nSELECT ?a ?b { ?a ?p ?b }"
    assert "order of SELECT: a, b" in problems(text)[0][1]


def test_an_ask_has_no_columns_and_service_may_be_allowed_by_the_header() -> None:
    assert "only a SELECT" in problems("#+ summary: x\n#+ columns: {a: A}\nASK {}")[0][1]
    text = b"#+ summary: x\n#+ service: true\nASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    assert read([("queries/far.rq", text)]).queries["far"].service


def test_a_header_cannot_run_anything() -> None:
    assert problems("#+ summary: !!python/object/apply:os.system [exit]\nASK {}")
    assert problems("#+ &a [*a]\nASK {}")
    assert yaml.__with_libyaml__ is not None


def test_an_unknown_query_lists_the_nearest(mini: Path) -> None:
    queries = kzgraph.load(mini).queries
    with pytest.raises(UnknownName) as caught:
        find(queries, "captain_on")
    assert caught.value.nearest[0] == "captain-on"
    assert nearest("x" * 100_000, queries) == []


@pytest.mark.parametrize(
    ("form", "columns"),
    [
        ("SELECT ?a WHERE { %s }", "a"),
        ("SELECT (COUNT(?a) AS ?n) { %s }", "n"),
        ("SELECT (EXISTS { ?a ?b 1 } AS ?x) ?a { { SELECT * { %s } ORDER BY ?b } } ORDER BY ?a", "x a"),
        ("ASK { %s }", ""),
        ("CONSTRUCT { ?a ?b ?c } WHERE { %s }", ""),
        ("DESCRIBE ?a { %s }", ""),
    ],
)
@pytest.mark.parametrize("costly", [False, True], ids=["service", "cross product"])
def test_a_query_that_is_only_read_is_never_executed(form: str, columns: str, costly: bool) -> None:
    numbers = " ".join(map(str, range(400)))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        service = f"SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?a ?b ?c }}"
        product = " ".join(f"VALUES ?{name} {{ {numbers} }}" for name in "abcdef")
        header = "#+ summary: x\n#+ service: true\n"
        if columns:
            header += "#+ columns:\n" + "".join(f"#+   {name}: x\n" for name in columns.split())
        text = header + form % (product if costly else service)
        assert read([("queries/far.rq", text.encode())]).queries["far"].text == text
        with pytest.raises(BlockingIOError):
            server.accept()  # nobody has called
