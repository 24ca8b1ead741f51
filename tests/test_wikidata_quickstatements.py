"""Commands of QuickStatements, read back by a reader that does as the tool does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quickstatements_reader import read_csv, read_v1, read_value
from wikidata_items import entity_value

from kzgraph.wikidata.quickstatements import Unwritable, column, losses, table, v1_line
from kzgraph.wikidata.statements import GREGORIAN, JULIAN, Snak, Statement, Value, edtf_time


def as_read(value):
    """Return what the reader makes of a value of ours."""
    if value.kind in ("item", "property"):
        return ("entity", value.text)
    if value.kind in ("somevalue", "novalue"):
        return (value.kind,)
    if value.kind == "text":
        return ("monolingual", value.language, value.text)
    if value.kind == "time":
        return ("time", value.text, value.precision, value.calendar)
    if value.kind == "quantity":
        error = Decimal(value.upper) - Decimal(value.text) if value.upper else None
        return ("quantity", value.text.removeprefix("+"), None if error is None else str(error), value.unit)
    return ("string", value.text)


def as_command(statement, new=False):
    return (
        statement.item,
        statement.property,
        as_read(statement.value),
        new,
        [(each.property, as_read(each.value)) for each in statement.qualifiers],
        [[(each.property, as_read(each.value)) for each in of] for of in statement.references],
    )


def read_back(command):
    return (
        command.item,
        command.property,
        command.value,
        command.new,
        command.qualifiers,
        command.references,
    )


ids = st.integers(1, 10**9).map("Q{}".format)
#: What Wikidata takes as a string: no control characters, no space at either end.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs"))
    | st.sampled_from("\"\\|/*,;:'~@"),
    min_size=1,
    max_size=15,
).filter(lambda text: text == text.strip())
days = st.dates().map(lambda day: edtf_time(day.isoformat()))
values = st.one_of(
    ids.map(entity_value),
    texts.map(lambda text: Value("string", text)),
    texts.map(lambda text: Value("url", text)),
    st.tuples(texts, st.sampled_from(["en", "kk-latn", "und"])).map(lambda of: Value("text", *of)),
    days,
    st.tuples(st.integers(1, 12), st.integers(-3000, 3000)).map(
        lambda of: Value(
            "time", f"{'-' if of[1] < 0 else '+'}{abs(of[1]):04}-{of[0]:02}-00T00:00:00Z", None, 10, JULIAN
        )
    ),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**6), max_value=10**6).map(
        lambda number: Value("quantity", f"{number:+f}")
    ),
    st.sampled_from([Value("somevalue"), Value("novalue")]),
)
snaks = st.tuples(st.integers(1, 9999).map("P{}".format), values).map(lambda of: Snak(*of))
statements = st.tuples(
    ids,
    st.integers(1, 9999).map("P{}".format),
    values,
    st.just("normal"),
    st.lists(snaks, max_size=3).map(tuple),
    st.lists(st.lists(snaks, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
).map(lambda of: Statement(*of))


@given(
    st.lists(st.tuples(statements, st.booleans()), min_size=1, max_size=3),
    st.sampled_from(["", "From kzgraph */ x"]),
)
def test_version_1_is_read_back_as_it_was(commands, summary):
    written, refused = [], []
    for statement, new in commands:
        try:
            written.append((statement, new, v1_line(statement, new=new, summary=summary)))
        except Unwritable as why:
            refused.append(str(why))
    assert all("vertical lines" in why for why in refused)
    lines = "".join(line for *_, line in written)
    assert [read_back(each) for each in read_v1(lines)] == [as_command(each, new) for each, new, _ in written]
    # as it is when someone pastes it without the last line break
    assert len(read_v1(lines.strip("\n"))) == len(written)


@given(st.lists(statements, min_size=1, max_size=3), st.sampled_from(["", "From kzgraph, for a test"]))
def test_csv_is_read_back_as_it_was(found, summary):
    writable, refused = [], []
    for statement in found:
        try:
            table([statement], summary)
            writable.append(statement)
        except Unwritable as why:
            refused.append(str(why))
    assert all("backslash" in why for why in refused)
    back = [command for each in table(writable, summary) for command in read_csv(each)]
    assert sorted(map(repr, map(read_back, back))) == sorted(repr(as_command(each)) for each in writable)
    assert {command.summary for command in back} <= {summary}


def party(*, references=(), qualifiers=(), value=None, rank="normal"):
    value = value or edtf_time("2004-06-21")
    return Statement("Q2166484", "P571", value, rank, tuple(qualifiers), tuple(references))


def test_a_line_as_an_editor_sees_it():
    reference = (
        Snak("P854", Value("url", "http://example.org/a")),
        Snak("P1683", Value("text", 'registered "on" 21 June', "en")),
        Snak("P813", edtf_time("2026-11-20")),
    )
    line = v1_line(party(references=[reference]), summary="From kzgraph")
    assert line == (
        'Q2166484\tP571\t+2004-06-21T00:00:00Z/11\tS854\t"http://example.org/a"\t'
        'S1683\ten:"registered "on" 21 June"\tS813\t+2026-11-20T00:00:00Z/11 /* From kzgraph */\n'
    )


def test_each_reference_of_several_begins_with_an_exclamation_mark():
    references = [
        (Snak("P248", entity_value("Q1")), Snak("P304", Value("string", "5"))),
        (Snak("P248", entity_value("Q2")),),
    ]
    assert v1_line(party(references=references)).rstrip().endswith('\tS248\tQ1\tS304\t"5"\t!S248\tQ2')


def test_statements_of_one_shape_share_a_table():
    with_end = party(qualifiers=[Snak("P582", edtf_time("2015"))])
    first, second = table([party(), with_end, party(value=edtf_time("1991"))])
    assert first.splitlines() == [
        "qid,P571",
        "Q2166484,+2004-06-21T00:00:00Z/11",
        "Q2166484,+1991-00-00T00:00:00Z/9",
    ]
    assert second.splitlines()[0] == "qid,P571,qal582"
    assert "" not in [cell for line in (first + second).splitlines() for cell in line.split(",")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Value("quantity", "+56292"), "56292"),
        (Value("quantity", "-10", unit="Q11573"), "-10U11573"),
        (Value("quantity", "+12", lower="+11.5", upper="+12.5"), "12~0.5"),
        (Value("time", "-0044-03-15T00:00:00Z", None, 11, JULIAN), "-0044-03-15T00:00:00Z/11/J"),
        (Value("time", "+1991-00-00T00:00:00Z", None, 9, GREGORIAN), "+1991-00-00T00:00:00Z/9"),
        (Value("coordinates", "43.34/5.286e-05", None, 0.01, unit="Q2"), "@43.34/0.00005286"),
        (Value("text", "КНПК", "ru"), 'ru:"КНПК"'),
        (Value("somevalue"), "somevalue"),
        (entity_value("P31"), "P31"),
    ],
)
def test_columns(value, expected):
    assert column(value) == expected
    assert read_value(expected)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (Value("string", "two\nlines"), r"U\+000A"),
        (Value("url", "a\tb"), r"U\+0009"),
        (Value("string", " x"), "space"),
        (Value("string", ""), "empty"),
        (Value("text", "x", "kk-latn-x-2018"), "language kk-latn-x-2018"),
        (Value("text", "x", None), "language"),
        (Value("time", "+2000-01-01T10:00:00Z", None, 12, GREGORIAN), "more precise than a day"),
        (Value("quantity", "+12", lower="+11", upper="+14"), "unequal"),
        (Value("quantity", "1e5"), "decimal number"),
        (Value("coordinates", "1/2", None, 1, unit="Q405"), "globe"),
        (Value("unknown", "{}"), "unknown kind"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(value, why):
    with pytest.raises(Unwritable, match=why):
        column(value)


def test_what_only_one_of_the_two_forms_can_hold():
    with pytest.raises(Unwritable, match="vertical lines"):
        v1_line(party(value=Value("string", "a||b")))
    assert read_csv(table([party(value=Value("string", "a||b"))])[0])[0].value == ("string", "a||b")
    with pytest.raises(Unwritable, match="backslash"):
        table([party(value=Value("string", "C:\\"))])
    assert read_v1(v1_line(party(value=Value("string", "C:\\"))))[0].value == ("string", "C:\\")


def test_a_text_with_the_sign_of_a_comment_keeps_its_words():
    line = v1_line(party(value=Value("string", "a /* b")), summary="From kzgraph")
    (found,) = read_v1(line)
    assert found.value == ("string", "a /* b")
    assert found.summary == ""


def test_what_is_lost():
    place = Value("coordinates", "1/2", None, 0.01, unit="Q2")
    assert losses(party()) == []
    assert losses(party(rank="preferred")) == ["the rank (preferred)"]
    assert losses(party(value=place)) == ["the precision of the coordinates (0.01°)"]
