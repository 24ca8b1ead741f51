"""A parameter's value never changes a query: it comes back as it was, from every engine."""

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kzgraph.errors import UsageError
from kzgraph.rdf.terms import XSD, Term, iri, literal
from kzgraph.sparql.binding import bind, serialise, slots
from kzgraph.sparql.guard import check
from kzgraph.sparql.tokens import tokenise

TEMPLATE = "SELECT ($x AS ?v) { } # $x in a comment\n"
HOSTILE = [
    *(
        "",
        '"',
        "'",
        "\\",
        "\\\\",
        '\\"',
        "a\nb",
        "a\r\nb",
        "\t\b\f",
        "#",
        "} UNION {",
        "\\u0022",
        "\\\\u0022",
    ),
    *(
        "\\U00000022",
        "\\u00220022",
        "\x010022",
        "\x7f",
        "\u202eabc\u202c",
        "$x",
        "?x",
        ">",
        "<",
        "'''",
        '"""',
    ),
    *('" . } INSERT DATA { ', "%22", "\ufeff", "\U0001f600", "\ufffe", "Қазақстан", "x" * 10_240, "\\" * 999),
]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE), st.text(alphabet="\\uU02\"'$x\n\r\x01{}#", max_size=30), st.text(max_size=50)
).filter(lambda text: "\0" not in text)


def bound(term: Term, template: str = TEMPLATE) -> str:
    return bind(template, slots(tokenise(template)), {"x": term})


@given(TEXTS)
@settings(max_examples=200, deadline=None)
@example("\\u0022")
def test_a_text_comes_back_as_it_was_and_the_query_is_the_same(text: str) -> None:
    query = bound(literal(text))
    before, after = tokenise(TEMPLATE), tokenise(query)
    assert [(token.kind, token.text) for token in before if token.kind != "parameter"] == [
        (token.kind, token.text) for number, token in enumerate(after) if before[number].kind != "parameter"
    ]
    assert check(query) == "SELECT"
    assert [row[0].value for row in pyoxigraph.Store().query(query)] == [text]
    (row,) = Graph().query(query)
    assert str(row[0]) == text  # type: ignore[index]


@pytest.mark.parametrize(
    "template",
    [
        "SELECT * { ?s ?p ?o FILTER(?o<$x||?o>$x) }",
        "SELECT * { ?s ?p $x.?s ?q $x}",
        "SELECT ($x AS ?v){}",
        "SELECT * { ?s ?p'a',$x,'b' }",
        "SELECT * { VALUES ?v {$x$x} }",
    ],
)
@pytest.mark.parametrize(
    "term", [iri("http://e/a"), literal("a"), *(literal(n, datatype=XSD + "integer") for n in ("-5", "7"))]
)
def test_a_term_stays_a_term_of_its_own_beside_anything(template: str, term: Term) -> None:
    query = bound(term, template)
    pyoxigraph.Store().query(query)
    count = sum(token.kind == "parameter" for token in tokenise(template))
    assert [token.text for token in tokenise(query)].count(tokenise(serialise(term))[-1].text) == count


def test_only_dollar_names_outside_strings_comments_and_iris_are_slots() -> None:
    text = 'SELECT * { ?x <http://e/$x> \'$x\', """$x""", $y # $x\n}'
    assert [name for _, _, name in slots(tokenise(text))] == ["y"]


def test_numbers_stand_bare_so_that_limit_works() -> None:
    query = bound(literal("2", datatype=XSD + "integer"), "SELECT ?x { VALUES ?x { 1 2 3 } } LIMIT $x")
    assert len(list(pyoxigraph.Store().query(query))) == 2


@pytest.mark.parametrize(
    "term",
    [
        *(
            iri(value)
            for value in ("http://e/a> <b", "http://e/ a", "no-scheme", "", "http://e/\\u003E", "x:\n")
        ),
        *(literal(value) for value in ("\0", "\ud800")),
        *(Term("literal", "a", language=tag) for tag in ("en . } INSERT", "-", "é")),
        Term("bnode", "b"),
        Term("literal", "1", datatype="http://e/> ?p ?o . <x"),
    ],
)
def test_what_cannot_be_written_safely_is_refused(term: Term) -> None:
    with pytest.raises(UsageError):
        serialise(term)


@given(TEXTS, st.sampled_from(["n3", "sparql"]))
def test_written_terms_are_read_back(text: str, form: str) -> None:
    written = getattr(literal(text, language="kk-Latn"), form)()
    turtle = f"<http://e/a> <http://e/b> {written} ."
    (quad,) = pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert quad.object == pyoxigraph.Literal(text, language="kk-latn")
