"""Where subjects, triples and terms stand in Turtle files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kzgraph.rdf.terms import XSD, Term, iri, literal
from kzgraph.storage.folders import find, read
from kzgraph.turtle.positions import Place, Positions

EX = "http://e/"


def at(text: str) -> Positions:
    return Positions([("a.ttl", ("@prefix ex: <http://e/> .\n" + text).encode())])


def test_a_subject_and_its_triples() -> None:
    found = at('ex:a a ex:C ;\n  ex:p "x"@en , 5 .\n')
    assert found.subjects(EX + "a") == [Place("a.ttl", 2, 1)]
    assert found.triple(EX + "a", EX + "p", literal("x", language="EN")) == Place("a.ttl", 3, 8)
    assert found.triple(EX + "a", EX + "p", literal("5", datatype=XSD + "integer")) == Place("a.ttl", 3, 17)
    assert found.triple(EX + "a", EX + "p", literal("6", datatype=XSD + "integer")) is None
    assert found.values(EX + "a", EX + "p") == [Place("a.ttl", 3, 8), Place("a.ttl", 3, 17)]
    assert found.term(EX + "C") == Place("a.ttl", 2, 8)


def test_a_value_that_an_engine_has_rewritten_is_found() -> None:
    found = at("ex:a ex:p 1.50 .")
    assert found.triple(EX + "a", EX + "p", literal("1.5", datatype=XSD + "decimal")) == Place("a.ttl", 2, 11)


def test_the_file_that_gives_the_type_comes_first() -> None:
    files = [
        ("1.ttl", b"<http://e/a> <http://e/p> 1 ."),
        ("2.ttl", b"\n<http://e/a> a <http://e/C> ."),
        ("3.ttl", b"<http://e/b> a <http://e/C> ."),
    ]
    assert Positions(files).subjects(EX + "a") == [Place("2.ttl", 2, 1), Place("1.ttl", 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX x: <http://e/>\nx:a ex:p ex:b .",
        "@base <http://e/> .\n<a> ex:p <b> .",
        "\nex:\\u0061 ex:p ex:b .".replace("ex:\\u0061", "<http://e/\\u0061>"),
        "ex:z ex:q [ ex:p ( 1 [ ex:r 2 ] ) ] . # . ex:a\nex:a ex:p ex:b .",
        '[] ex:p """a\n.""" .\nex:a ex:p ex:b .'.replace("\n.", " ."),
        "( 1 2 ) ex:p 3 .\nex:a ex:p ex:b .",
    ],
)
def test_the_forms_of_turtle(text: str) -> None:
    found = at(text).triple(EX + "a", EX + "p", iri(EX + "b"))
    assert found is not None
    assert found.line == 3


def test_blank_nodes_with_a_name_have_places() -> None:
    assert at("_:x ex:p ex:b .").subjects("_:x") == [Place("a.ttl", 2, 1)]


def test_a_name_with_escapes_is_found() -> None:
    assert at("ex:a\\,b ex:p 1 .").subjects(EX + "a,b") == [Place("a.ttl", 2, 1)]


def test_what_is_no_turtle_has_no_places() -> None:
    assert Positions([("a.ttl", b"\xff\x00 <<<")]).subjects(EX + "a") == []


def term(node: object) -> Term:
    if isinstance(node, Literal):
        return literal(
            node.value, language=node.language, datatype=None if node.language else node.datatype.value
        )
    return Term("bnode" if isinstance(node, BlankNode) else "iri", node.value)  # type: ignore[attr-defined]


def test_every_triple_of_the_shipped_graph_has_a_place() -> None:
    sources = read(find())
    for name, content in sources.turtle:
        found = Positions([(name, content)])
        for quad in parse(content, format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode):
                assert found.triple(quad.subject.value, quad.predicate.value, term(quad.object)), str(quad)


@given(
    st.lists(
        st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=20), min_size=1, max_size=4
    )
)
def test_any_text_as_a_value_is_found_on_its_line(texts: list[str]) -> None:
    lines = [f"ex:a ex:p{n} {literal(text).n3()} ." for n, text in enumerate(texts)]
    found = at("\n".join(lines))
    for n, text in enumerate(texts):
        place = found.triple(EX + "a", f"{EX}p{n}", literal(text))
        assert place is not None
        assert place.line == n + 2
