"""What the guard refuses, whatever way it is written, and what it must let pass."""

import contextlib
import time

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzgraph.errors import KzgraphError, QuerySyntaxError, Refused
from kzgraph.sparql.guard import check
from kzgraph.sparql.tokens import tokenise

HARMLESS = [
    "PREFIX ex: <http://service.example/FROM> SELECT ?from ?service { ?from ex:service ?service }",
    'SELECT * { ?s ?p \'SERVICE <x> {}\', "FROM", \'\'\'INSERT\n\'\'\', """LOAD " "" """ }',
    "# SERVICE <http://x> FROM\nSELECT * { ?s ?p ?o } # DELETE",
    "BASE <http://e/> PREFIX : <http://e/> ASK { :a :from.insert <LOAD> . FILTER(?a<?b && ?c>?d) }",
    "SELECT ?x { ?x <http://e/SERVICE> 'a'@from-latn, 1e5, .5, 1.0, _:with . FILTER(?x<3) }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DESCRIBE <http://e/a>",
    "SELECT ?түйін { ?түйін <http://e/әке> 'Қазақ' }",
    "SELECT * { ?s ?p '\\u0451\\U00000451' }",
]

REFUSED = {
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": ("SERVICE", 1, 12),
    "SELECT * {\n  service SILENT ?x { ?s ?p ?o } }": ("SERVICE", 2, 3),
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }": ("SERVICE", 1, 19),
    "SELECT * { # x\rSERVICE <http://127.0.0.1:9/> {} }": ("SERVICE", 1, 16),
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }": ("FROM", 1, 10),
    "SELECT*fRoM NAMED<http://e/>{ ?s ?p ?o }": ("FROM", 1, 8),
    "LOAD <file:///etc/passwd>": ("LOAD", 1, 1),
    "PREFIX e: <http://e/> INSERT DATA { e:a e:b e:c }": ("INSERT", 1, 23),
    "DELETE WHERE { ?s ?p ?o }": ("DELETE", 1, 1),
    "WITH <http://e/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }": ("WITH", 1, 1),
    "CLEAR ALL": ("CLEAR", 1, 1),
    "DROP DEFAULT": ("DROP", 1, 1),
    "CREATE GRAPH <http://e/>": ("CREATE", 1, 1),
    "ADD <http://e/> TO DEFAULT": ("ADD", 1, 1),
    "MOVE <http://e/> TO DEFAULT": ("MOVE", 1, 1),
    "COPY <http://e/> TO DEFAULT": ("COPY", 1, 1),
    "SELECT * { ?s ?p ?o } ; CLEAR ALL": ("CLEAR", 1, 25),
}

#: Texts that some engine reads as SERVICE or FROM although the grammar does not.
RUN_TOGETHER = [
    "SELECT * { SERVICESILENT<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "ASKFROM<http://e/>{ ?s ?p ?o }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX SERVICE: <http://e/> PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX SERVICEq: <http://e/> PREFIX q: <http://127.0.0.1:9/> SELECT * { SERVICEq:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p trueSERVICE:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT*FROM:x{ ?s ?p ?o }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { # \\u000A SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } \n}",
    "SELECT * { ?s ?p 'a\\u0027 . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #' }",
    'SELECT * { ?s ?p "a\\\\u0022 . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #" }',
    'SELECT * { ?s ?p "a\\\\U0022 . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #" }',
    "SELECT * { ?s ?p 'a\\u005C' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #' }",
    "SELECT * { ?s <http://e/\\u003E> 'x' }",
    "SELECT ?\\u0078 { ?x ?p ?o }",
    "DEFINE get:soft 'replace' SELECT * { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_queries_that_only_mention_such_words_pass(text: str) -> None:
    check(text, prefixes={})
    pyoxigraph.Store().query(text)


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_reaching_out_and_updates_are_refused_by_name_and_place(
    text: str, expected: tuple[str, int, int]
) -> None:
    with pytest.raises(Refused) as caught:
        check(text)
    assert (caught.value.what, caught.value.line, caught.value.column) == expected
    assert caught.value.exit_code == 2
    assert caught.value.hint


@pytest.mark.parametrize("text", RUN_TOGETHER)
def test_what_engines_read_beyond_the_grammar_does_not_pass(text: str) -> None:
    with pytest.raises((Refused, QuerySyntaxError)):
        check(text)


def test_what_stands_before_the_form_is_no_mistake() -> None:
    assert check("VERSION '1.2' BASE <http://e/> PREFIX : <http://e/> ASK { :a ?p ?o }", prefixes={}) == "ASK"


def test_service_passes_when_it_is_allowed_and_nothing_else_does() -> None:
    assert check("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", service=True) == "SELECT"
    with pytest.raises(Refused, match="FROM"):
        check("SELECT * FROM <http://e/> { SERVICE <http://e/> { ?s ?p ?o } }", service=True)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "SELECT, ASK"),
        ("PREFIX e: <http://e/>", 1, 22, "SELECT, ASK"),
        ("{ ?s ?p ?o }", 1, 1, "SELECT, ASK"),
        ("SELECT * {\n ?s ?p 'abc }", 2, 8, "not closed"),
        ("SELECT * { ?s ?p '''abc }", 1, 18, "not closed"),
        ("SELECT * { ?s ?p 'a\\x' }", 1, 18, "escape"),
        ("SELECT * { ?s ?p $ }", 1, 18, "parameter"),
        ("SELECT * { ?s ?p \x00 }", 1, 18, "\\\\x00"),
        ("SELECT * { ?s ?p '\ud800' }", 1, 19, "surrogate"),
        ("SELECT * { ?s\u00a0?p ?o }", 1, 14, "\\\\xa0"),
        ("SELEKT * { ?s ?p ?o }", 1, 1, "SELEKT"),
        ("SELECT * { ex:a ?p ?o }", 1, 12, "prefix ex:"),
    ],
)
def test_mistakes_have_line_column_and_a_caret(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(QuerySyntaxError, match=words) as caught:
        check(text, prefixes={})
    assert (caught.value.line, caught.value.column) == (line, column)
    if text.strip():
        assert str(caught.value).split("^")[0].endswith(" " * (column - 1))


def test_the_prefix_line_to_add_is_told() -> None:
    with pytest.raises(QuerySyntaxError, match="PREFIX ex: <http://e/>"):
        check("SELECT * { ex:a ?p ?o }", prefixes={"ex": "http://e/"})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 3000 + "}" * 3000,
        "SELECT (" + "STR(" * 3000 + "1" + ")" * 3000 + " AS ?x) {}",
        "SELECT (1" + "+1" * 20000 + " AS ?x) {}",
        "SELECT * {" + "OPTIONAL{?s ?p ?o}" * 5000 + "}",
    ],
)
def test_queries_that_would_crash_the_engine_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="bring the engine down"):
        check(text)


@given(st.text(alphabet="aS?$:<>\"'\\\\u0.{}()#@\n %é\ud800", max_size=40))
def test_any_text_gives_tokens_or_an_error_and_tokens_are_the_text(text: str) -> None:
    try:
        tokens = tokenise(text)
    except KzgraphError:
        return
    for token in tokens:
        assert text[token.start : token.start + len(token.text)] == token.text


@pytest.mark.parametrize(
    "unit",
    ["a.", "ex:a.", "<a", "''", "'''a", "\\", "(", "@en", "_:a.", "?", "#", "1.", ".", "a:%", '"x', "é"],
)
def test_reading_takes_time_in_proportion_to_the_length(unit: str) -> None:
    def measure(times: int) -> float:
        text = unit * times
        start = time.process_time()
        with contextlib.suppress(KzgraphError):
            tokenise(text)
        return time.process_time() - start

    # The best of three: others may be at work on the machine.
    short = max(min(measure(10_000) for _ in range(3)), 0.005)
    assert any(measure(100_000) < 60 * short for _ in range(3))
