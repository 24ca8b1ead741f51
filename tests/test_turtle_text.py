"""The layout of Turtle: stable, with the same triples and every comment, whatever the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzgraph.turtle.layout import lay_out, layout, same_triples
from kzgraph.turtle.tokens import place, tokenise
from kzgraph.turtle.tree import parse

PREFIXES = "@prefix : <http://a.example/> .\n@prefix ex: <http://b.example/#> .\n"


def laid(text: str) -> str:
    """Lay out the text, and make sure that it stays so and keeps its triples."""
    done = lay_out("x.ttl", text.encode())
    assert done.problem is None, done.problem
    assert done.after is not None
    assert same_triples(text.encode(), done.after)
    assert layout(done.after.decode()) == done.after.decode()
    return done.after.decode()


# --- Any Turtle ---------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    [
        ":a",
        "ex:b",
        "ex:b.c",
        ":",
        "ex:%41",
        r"ex:it\'s",
        r"ex:x\,y",
        ":ә-1",
        "ex:a:b",
        "<http://c.example/x#y>",
    ]
)
VERBS = st.sampled_from(["a", "ex:p", ":q", "<http://c.example/p>"])
STRINGS = st.sampled_from(
    [
        '"x"',
        r"'it\'s'",
        r'"a \"quoted\" \\ text # no comment"',
        '"""long\n# no comment "" \\""""',
        "'''also\r\nlong ; . ,'''",
        '""',
        '"""a"b"""',
        r'"\u0041\n"',
        '"^^ex:b"',
    ]
)
LITERALS = st.one_of(
    STRINGS,
    st.builds(
        "{}{}".format, STRINGS, st.sampled_from(["@en", "@kk-Latn-x-2018", "^^ex:t", "^^<http://d/t>"])
    ),
    st.sampled_from(["1", "-2", "+3", "1.50", ".5", "1e3", "1.E-3", "-.5e+1", "true", "false"]),
)
# In one list, as a choice among choices takes twice as long, and this is made for each token.
SPACES = st.sampled_from(
    [
        *(" ", "  ", "\n", "\n\n", "\r\n", "\n\n\n", "\t"),
        *(" # c\n", "\n# own line\n", "\n\n# apart\n\n", " #\n", " #'\"<. ;\r\n", "\n# a\n# b\n\n# c\n"),
    ]
)


@st.composite
def tokens_of_node(draw: st.DrawFn, depth: int = 2) -> list[str]:
    kind = draw(st.integers(0, 7 if depth else 3))
    if kind < 2:
        return [draw(NAMES)]
    if kind == 2:
        return [draw(LITERALS)]
    if kind == 3:
        return [draw(st.sampled_from(["_:b1", "_:b.2", "_:x"]))]
    if kind < 6:
        return ["[", *(draw(tokens_of_predicates(depth - 1)) if draw(st.booleans()) else []), "]"]
    return ["(", *(t for node in draw(st.lists(tokens_of_node(depth - 1), max_size=4)) for t in node), ")"]


@st.composite
def tokens_of_predicates(draw: st.DrawFn, depth: int = 2) -> list[str]:
    found: list[str] = []
    for n in range(draw(st.integers(1, 3))):
        found += [";"] * draw(st.sampled_from([1, 1, 1, 2])) if n else []
        found.append(draw(VERBS))
        for m in range(draw(st.sampled_from([1, 1, 2, 6]))):
            found += [","] if m else []
            found += draw(tokens_of_node(depth))
    return found + [";"] * draw(st.sampled_from([0, 0, 1, 2]))


@st.composite
def documents(draw: st.DrawFn) -> str:
    tokens = ["@prefix", ":", "<http://a.example/>", ".", "PREFIX", "ex:", "<http://b.example/#>"]
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.integers(0, 5))
        if kind == 0:
            tokens += ["@prefix", draw(st.sampled_from(["z:", "ex:", "y:"])), "<http://b.example/#>", "."]
        elif kind == 1:
            tokens += ["[", *draw(tokens_of_predicates(1)), "]", "."]
        elif kind == 2:
            tokens += ["(", ":a", "1", ")", *draw(tokens_of_predicates(1)), "."]
        else:
            tokens += [draw(NAMES), *draw(tokens_of_predicates()), "."]
    return "".join(draw(SPACES) + token for token in tokens) + draw(SPACES)


def comments(text: str) -> list[str]:
    found = [
        comment
        for token in tokenise(text)
        for comment in [*(each.text for each in token.before), *token.after]
    ]
    return sorted(found)


@settings(max_examples=400, deadline=None)
@given(documents())
def test_any_turtle_keeps_its_triples_and_comments_and_stays_as_it_is_laid_out(text: str) -> None:
    found = laid(text)
    assert comments(found) == comments(text)
    assert not re.search(
        r"[ \t]+$|\n\n\n|\A\n", re.sub(r"'''.*?'''|\"\"\".*?\"\"\"", "S", found, flags=re.DOTALL)
    )


@settings(max_examples=200)
@given(st.text(alphabet="a:<>\"'\\@.;,[]()#_^-+0e \n\r", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    done = lay_out("x.ttl", text.encode())
    assert (done.problem is None) != (done.after is None)
    if done.after is None:
        assert done.problem is not None
        assert done.problem.file == "x.ttl"


# --- The layout ---------------------------------------------------------------------------------------------


def test_a_file_as_people_write_it() -> None:
    text = """# The clubs.
@prefix ex: <http://b.example/#> .
@prefix unused: <http://u.example/> .
@prefix : <http://a.example/> . # ours


# Rowing
:rowers ex:name "Rowers"@en , "Гребцы"@ru ; a ex:Club;  # since 1900
  # how many
  ex:boats 3 ;
  ex:seat :strelsau.
:eights a ex:Boat . :fours a ex:Boat .
:a ex:b :c .
# the end
"""
    assert (
        laid(text)
        == """# The clubs.

@prefix : <http://a.example/> . # ours
@prefix ex: <http://b.example/#> .

# Rowing
:rowers a ex:Club ; # since 1900
    ex:name "Rowers"@en, "Гребцы"@ru ;
    # how many
    ex:boats 3 ;
    ex:seat :strelsau .

:eights a ex:Boat .
:fours a ex:Boat .
:a ex:b :c .
# the end
"""
    )


def test_objects_on_one_line_or_one_a_line() -> None:
    short = ", ".join(f":side-{n:02}" for n in range(9))
    long = ", ".join(f":side-{n:02}" for n in range(10))
    text = f"{PREFIXES}\n:x a :T ;\n    :p {short} ;\n    :q {long} .\n"
    found = laid(text)
    assert f"    :p {short} ;\n" in found
    assert f"    :q {long.replace(', ', ',' + chr(10) + ' ' * 8)} .\n" in found


def test_a_single_object_stays_on_its_line_however_long() -> None:
    assert f'    :p "{"x" * 300}" .\n' in laid(f'{PREFIXES}:x a :T ; :p "{"x" * 300}" .')


def test_comments_between_objects() -> None:
    text = PREFIXES + ":x :p :a, # one\n:b,\n# above\n:c ; # last\n :q 1 ."
    assert laid(text).endswith(
        "\n:x :p :a, # one\n        :b,\n        # above\n        :c ; # last\n    :q 1 .\n"
    )


def test_a_comment_before_the_full_stop() -> None:
    text = PREFIXES + ":x a :T ;\n  :p 1 ;\n  # :q 2 ;\n  ."
    assert laid(text).endswith("\n:x a :T ;\n    :p 1 ;\n    # :q 2 ;\n    .\n")


def test_blank_nodes_and_collections_stay_readable() -> None:
    text = (
        PREFIXES
        + ":s :property [ :path :p ; :in (1 2 'x') ], [:path :q; :message \"some words that fill the line, and then some more of them\"@en ; :or ( [ :a 1 ] [ :b 2 ] )] ."
    )
    assert (
        laid(text).partition("\n\n")[2]
        == """:s :property [ :path :p ; :in ( 1 2 'x' ) ],
        [
            :path :q ;
            :message "some words that fill the line, and then some more of them"@en ;
            :or ( [ :a 1 ] [ :b 2 ] )
        ] .
"""
    )


def test_sections_keep_their_distance() -> None:
    text = f"{PREFIXES}# --- One\n\n:a a :T ;\n :p 1 .\n# about the above\n\n\n# --- Two\n:b a :T .\n"
    assert (
        laid(text).partition("\n\n")[2]
        == "# --- One\n\n:a a :T ;\n    :p 1 .\n# about the above\n\n# --- Two\n:b a :T .\n"
    )


def test_types_are_written_a() -> None:
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    assert (
        laid(f"{rdf}{PREFIXES}:x :p 1 ; rdf:type :T .")
        == "@prefix : <http://a.example/> .\n\n:x a :T ;\n    :p 1 .\n"
    )


def test_line_ends_of_windows_go_but_not_those_in_a_text() -> None:
    text = f"{PREFIXES}:x a :T ; # c\r\n:p '''a\r\nb''' .\r\n".replace(" .\n", " .\r\n")
    assert laid(text).endswith("\n:x a :T ; # c\n    :p '''a\r\nb''' .\n")


def test_a_base_at_the_top_stays_there() -> None:
    text = "BASE <http://a.example/>\n@prefix z: <z#> .\n@prefix b: <b#> .\n<x> a z:T, b:T .\n"
    assert laid(text) == (
        "@base <http://a.example/> .\n@prefix b: <b#> .\n@prefix z: <z#> .\n\n<x> a z:T, b:T .\n"
    )


def test_empty_files() -> None:
    assert laid("") == ""
    assert laid("\n\n# only this\n\n\n# and this") == "# only this\n\n# and this\n"
    assert laid("@prefix b: <http://b/> .\n@prefix a: <http://a/> .") == (
        "@prefix a: <http://a/> .\n@prefix b: <http://b/> .\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("@prefix a: <http://a/> .\na:b a:c a:d .\n@prefix a: <http://b/> .\n", 3, 1, "something else above"),
        ("@prefix a: <http://a/> .\n@base <http://b/> .\n<x> a a:T .", 2, 1, "first declaration"),
        ("@base <http://a/> .\n@base <http://b/> .\n<x> a <y> .", 2, 1, "first declaration"),
        ("\ufeff<http://a> a <http://b> .", 1, 1, "byte order mark"),
        ("<http://a> a <http://b> ;\n <http://c> <<( <http://a> a <http://b> )>> .", 2, 13, "RDF 1.2"),
        ("<http://a> a <http://b>", 1, 24, ""),
        ("\n<http://a> a b:c .", 2, 14, "prefix b:"),
    ],
)
def test_what_cannot_be_laid_out_is_refused_with_its_place(
    text: str, line: int, column: int, message: str
) -> None:
    problem = lay_out("x.ttl", text.encode()).problem
    assert problem is not None
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message


def test_other_triples_are_noticed() -> None:
    one = f"{PREFIXES}:x :p [ :q 1 ], [ :q 2 ] ."
    assert same_triples(one.encode(), f"{PREFIXES}:x :p [ :q 2 ], _:b . _:b :q 1 .".encode())
    assert not same_triples(one.encode(), f"{PREFIXES}:x :p [ :q 1 ], [ :q 3 ] .".encode())
    assert not same_triples(b"<http://a> <http://b> 1.50 .", b"<http://a> <http://b> 1.5 .")


@pytest.mark.parametrize("name", ["ontology", "data", "shapes"])
def test_the_shipped_files_have_the_layout(name: str) -> None:
    for path in sorted((Path(__file__).parent.parent / name).rglob("*.ttl")):
        done = lay_out(path.name, path.read_bytes())
        assert done.problem is None
        assert not done.differs, f"{path.name}:{done.first_difference} (run: kzgraph fmt)"


def test_places() -> None:
    text = "@prefix a: <http://a/> .\n\n# c\na:x a a:y .\n"
    statement = parse(text).statements[0]
    assert place(text, statement.start) == (4, 1)
    assert text[statement.start : statement.end] == "a:x a a:y ."
