"""Parameters take what people type and what Python has, and say what is wrong with everything else."""

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzgraph.catalogue.parameters import Param, Type, convert
from kzgraph.errors import KzgraphError, ParameterError, UnknownName, UsageError
from kzgraph.rdf.terms import XSD, iri
from kzgraph.sparql.binding import serialise


def param(kind: Type, **more: object) -> Param:
    choices = ("up", "down") if kind == "choice" else ()
    return Param("p", kind, kind, "what it is", "an example", choices=choices, **more)  # type: ignore[arg-type]


def resolve(text: str, cls: str | None) -> str:
    if text == "missing":
        raise UnknownName("thing", text, ["t:near"])
    if text == "two":
        raise UsageError("2 things are called 'two'.", hint="Name one of: t:a, t:b")
    return "http://e/" + re.sub(r"\W", "_", text)


@pytest.mark.parametrize(
    ("kind", "given", "value", "datatype"),
    [
        ("date", "2004-04-13", "2004-04-13", "date"),
        ("date", datetime.date(2004, 4, 13), "2004-04-13", "date"),
        ("date", " 0001-01-01 ", "0001-01-01", "date"),
        ("year", "2004", "2004", "integer"),
        ("year", 2004, "2004", "integer"),
        ("integer", "-007", "-7", "integer"),
        ("integer", 5, "5", "integer"),
        ("decimal", "+1.50", "1.50", "decimal"),
        ("decimal", ".5", "0.5", "decimal"),
        ("decimal", Decimal("1E+2"), "100.0", "decimal"),
        ("decimal", -3, "-3.0", "decimal"),
        ("boolean", "TRUE", "true", "boolean"),
        ("boolean", False, "false", "boolean"),
        ("lang", "kk-Latn-x-2018", "kk-Latn-x-2018", None),
        ("lang", "*", "*", None),
        ("choice", "UP", "up", None),
        ("text", " a\nb ", " a\nb ", None),
        ("text", "", "", None),
        ("text", 5, "5", None),
    ],
)
def test_a_value_becomes_a_term_of_the_type(
    kind: Type, given: object, value: str, datatype: str | None
) -> None:
    term = convert(param(kind), given, resolve)
    assert (term.value, term.datatype) == (value, XSD + datatype if datatype else None)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        *(
            ("date", text)
            for text in ("", "2004", "2004-02-30", "13.4.2004", "2004-04-13Z", "0000-01-01", "٢٠٠٤-01-01")
        ),
        ("date", datetime.datetime(2004, 4, 13)),
        *(("year", text) for text in ("", "04", "20045", "-2004", "0000")),
        *(("integer", text) for text in ("", "1.0", "1e3", "ten", "١", "1" * 19, "--1", "0x10")),
        *(("decimal", text) for text in ("", ".", "1e3", "1,5", "NaN", "INF", "1" * 40)),
        ("decimal", float("nan")),
        *(("boolean", text) for text in ("", "yes", "1", "t")),
        *(("lang", text) for text in ("", "kazakhstani-language", "e n", "en_GB", "-", "en-")),
        *(("choice", text) for text in ("", "sideways", "up|down")),
        *(("text", text) for text in ("a\0b", "\ud800")),
        *(("iri", text) for text in ("", " ", "two", "a\0")),
        *(("text", odd) for odd in ([], {}, object(), b"bytes")),
    ],
)
def test_an_ill_typed_value_names_parameter_type_value_and_example(kind: Type, given: object) -> None:
    with pytest.raises(ParameterError) as caught:
        convert(param(kind), given, resolve)
    assert (caught.value.name, caught.value.type, caught.value.exit_code) == ("p", kind, 2)
    assert f"({kind})" in str(caught.value)
    assert "p=an example" in str(caught.value)
    assert str(caught.value).isprintable() or "\n" in str(caught.value)


def test_a_thing_is_resolved_and_a_miss_lists_the_nearest() -> None:
    assert convert(param("iri"), "cpk", resolve) == iri("http://e/cpk")
    assert convert(param("iri"), iri("x"), resolve) == iri("http://e/x")
    with pytest.raises(UnknownName) as caught:
        convert(param("iri"), "missing", resolve)
    assert caught.value.nearest == ["t:near"]
    assert "Parameter p" in str(caught.value)


def test_long_and_controlling_values_are_shown_short_and_escaped() -> None:
    with pytest.raises(ParameterError) as caught:
        convert(param("date"), "\x1b[31m\u202e\U000e0041" + "x" * 10_000, resolve)
    text = str(caught.value)
    assert len(text) < 300
    assert "\x1b" not in text
    assert "\\x1b[31m\\u202e\\U000e0041x" in text


def test_a_moment_is_no_day() -> None:
    with pytest.raises(ParameterError, match=r"a moment, not a day; give its date\(\)"):
        convert(param("date"), datetime.datetime(2004, 4, 13, 9), resolve)


@given(
    st.sampled_from(["date", "year", "integer", "decimal", "boolean", "text", "lang", "choice"]), st.text()
)
def test_any_text_is_a_term_that_sparql_can_write_or_a_clear_error(kind: Type, text: str) -> None:
    told = ""
    try:
        told = serialise(convert(param(kind), text, resolve)) and "fine"
    except KzgraphError as error:
        told = str(error).replace("\n", "")
    assert told
    assert told.isprintable()
