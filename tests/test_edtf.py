"""EDTF dates become bounds, and bounds become periods, by the rules of the data model."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzgraph.rdf.edtf import FIRST_DAY, LAST_DAY, Bounds, Period, parse, period

DAYS = st.dates().map(datetime.date.isoformat)
DATES = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("1992", "1992-01-01", "1992-12-31", "year"),
        ("1996-04", "1996-04-01", "1996-04-30", "month"),
        ("2004-02", "2004-02-01", "2004-02-29", "month"),
        ("1900-02", "1900-02-01", "1900-02-28", "month"),
        ("2004-04-13", "2004-04-13", "2004-04-13", "day"),
        ("2004-04-13T10:20:30Z", "2004-04-13", "2004-04-13", "day"),
        ("2004-04-13T10:20:30+05:00", "2004-04-13", "2004-04-13", "day"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("2004-XX", "2004-01-01", "2004-12-31", "year"),
        ("1985-04-XX", "1985-04-01", "1985-04-30", "month"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31", "year"),
        ("2004-21", "2004-03-01", "2004-05-31", "season"),
        ("2004-22", "2004-06-01", "2004-08-31", "season"),
        ("2004-23", "2004-09-01", "2004-11-30", "season"),
        ("2003-24", "2003-01-01", "2004-02-29", "season"),
        ("9999-24", "9999-01-01", "9999-12-31", "season"),
        ("-0044", FIRST_DAY, FIRST_DAY, "year"),
        ("0000", FIRST_DAY, FIRST_DAY, "year"),
        ("000X", FIRST_DAY, "0009-12-31", "decade"),
        ("-019X", FIRST_DAY, FIRST_DAY, "decade"),
        ("Y170000002", LAST_DAY, LAST_DAY, "year"),
        ("Y-170000002", FIRST_DAY, FIRST_DAY, "year"),
        ("2004-09-19/2004-10-03", "2004-09-19", "2004-10-03", "interval"),
        ("1991/1992-05", "1991-01-01", "1992-05-31", "interval"),
        ("1991/..", "1991-01-01", LAST_DAY, "interval"),
        ("1991/", "1991-01-01", LAST_DAY, "interval"),
        ("../1991", FIRST_DAY, "1991-12-31", "interval"),
        ("/1991", FIRST_DAY, "1991-12-31", "interval"),
        ("1984?/2004-06~", "1984-01-01", "2004-06-30", "interval"),
        ("{2004-09-19,2004-10-03}", "2004-09-19", "2004-10-03", "set"),
        ("{1936?,1991-10,1998}", "1936-01-01", "1998-12-31", "set"),
    ],
)
def test_a_date_means_these_days(text: str, earliest: str, latest: str, precision: str) -> None:
    bounds = parse(text)
    assert (bounds.earliest, bounds.latest, bounds.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " 1992",
            "1992 ",
            "92",
            "1992-13",
            "1992-00",
            "2003-02-29",
            "2004-04-31",
            "2004-4-3",
            "19920413",
        ),
        *("../..", "/", "2005/2004", "2004/05", "1992??", "?1992", "199X-04", "XX92", "1985-XX-04", "Y1992"),
        *("1992-25", "1992-04-13T25:00:00", "1992\n", "١٩٩٢", "2004-04-13T10", "1/2/3", "1990..1992"),
        *("1985-21-XX", "X", "XXXXX", "{1992}", "1985-04-XXT10:00:00"),
        *(
            "{}",
            "{1992,1991}",
            "{1992,1992-05}",
            "{1991/1992,1993}",
            "{1991,1992",
            "[1991,1992]",
            "{1991, 1992}",
        ),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(text)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        bounds = parse(text)
    except ValueError:
        return
    assert FIRST_DAY <= bounds.earliest <= bounds.latest <= LAST_DAY


@given(DATES, st.sampled_from(["", "?", "~", "%"]))
def test_bounds_are_real_days_in_order_and_a_qualifier_takes_certainty_only(
    date: str, qualifier: str
) -> None:
    plain, qualified = parse(date), parse(date + qualifier)
    assert datetime.date.fromisoformat(plain.earliest) <= datetime.date.fromisoformat(plain.latest)
    assert (qualified.earliest, qualified.latest) == (plain.earliest, plain.latest)
    assert (qualified.surely_from is None) == bool(qualifier)


@given(DATES, DATES)
def test_an_interval_spans_its_ends(first: str, second: str) -> None:
    start, end = parse(first), parse(second)
    if start.earliest > end.latest:
        with pytest.raises(ValueError, match="ends before"):
            parse(f"{first}/{second}")
        return
    whole = parse(f"{first}/{second}")
    assert (whole.earliest, whole.latest) == (start.earliest, end.latest)


def days(*texts: str) -> list[Bounds]:
    return [parse(text) for text in texts]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"start": ["1996-04"], "end": ["2010-04-17"]},
            ("1996-04-01", "2010-04-17", "1996-04-30", "2010-04-17"),
        ),
        ({"start": ["1992"], "end": ["1992"]}, ("1992-01-01", "1992-12-31", None, None)),
        ({"start": ["2010-04-17"]}, ("2010-04-17", LAST_DAY, "2010-04-17", "2010-04-17")),
        ({"start": ["1992"]}, ("1992-01-01", LAST_DAY, "1992-12-31", "1992-12-31")),
        ({"end": ["1992"]}, (FIRST_DAY, "1992-12-31", "1992-01-01", "1992-01-01")),
        ({"date": ["2004-04-13"]}, ("2004-04-13",) * 4),
        ({"date": ["1996-04"]}, ("1996-04-01", "1996-04-30", None, None)),
        ({"date": ["2004-09-19/2004-10-03"]}, ("2004-09-19", "2004-10-03", "2004-09-19", "2004-10-03")),
        ({"date": ["{2004-09-19,2004-10-03}"]}, ("2004-09-19", "2004-10-03", None, None)),
        ({"date": ["2004-09/2004-11"]}, ("2004-09-01", "2004-11-30", "2004-09-30", "2004-11-01")),
        ({"date": ["1991/.."]}, ("1991-01-01", LAST_DAY, "1991-12-31", "1991-12-31")),
        ({"date": ["../1991"]}, (FIRST_DAY, "1991-12-31", "1991-01-01", "1991-01-01")),
        ({"attested": ["2004-04-13"]}, ("2004-04-13",) * 4),
        ({"attested": ["2004"]}, ("2004-01-01", "2004-12-31", None, None)),
        (
            {"start": ["1996-04"], "attested": ["2004-04-13"]},
            ("1996-04-01", LAST_DAY, "1996-04-30", "2004-04-13"),
        ),
        (
            {"end": ["2010"], "attested": ["2004-04-13"]},
            (FIRST_DAY, "2010-12-31", "2004-04-13", "2010-01-01"),
        ),
        ({"start": ["1996"], "attested": ["2004"]}, ("1996-01-01", LAST_DAY, "1996-12-31", "1996-12-31")),
        ({"start": ["1992?"]}, ("1992-01-01", LAST_DAY, None, None)),
        ({"date": ["1992-05-01~"]}, ("1992-05-01", "1992-05-01", None, None)),
        ({"start": ["1992", "1995"], "end": ["2001"]}, ("1992-01-01", "2001-12-31", None, None)),
        ({"date": ["1992-01-01", "1992-03-01"]}, ("1992-01-01", "1992-03-01", None, None)),
        # Of several values of a property none is certain, and the widest bounds count.
        ({"start": ["1995", "1992"]}, ("1992-01-01", LAST_DAY, None, None)),
        ({"start": ["1992"], "end": ["2001", "2003"]}, ("1992-01-01", "2003-12-31", None, None)),
        (
            {"start": ["1992"], "end": ["2001"], "attested": ["1995-01-01", "1996-01-01"]},
            ("1992-01-01", "2001-12-31", None, None),
        ),
        ({"attested": ["1996-01-01", "1995-01-01"]}, ("1995-01-01", "1996-01-01", None, None)),
        # A start or end says more than a date, and that more than a day on which it is attested.
        (
            {"start": ["1992-05-01"], "date": ["1980-01-01"]},
            ("1992-05-01", LAST_DAY, "1992-05-01", "1992-05-01"),
        ),
        ({"date": ["1992-05-01"], "attested": ["1980-01-01"]}, ("1992-05-01",) * 4),
        # Nothing is certain where the end can be before the beginning, unless it is attested.
        (
            {"start": ["1992"], "end": ["1992"], "attested": ["1992-05-01"]},
            ("1992-01-01", "1992-12-31", "1992-05-01", "1992-05-01"),
        ),
    ],
)
def test_the_table_of_derived_days(values: dict[str, list[str]], expected: tuple[str, ...]) -> None:
    assert period(**{role: days(*texts) for role, texts in values.items()}) == expected


def test_nothing_known_derives_nothing() -> None:
    assert period() is None


@given(
    st.lists(DATES, max_size=2),
    st.lists(DATES, max_size=2),
    st.lists(DATES, max_size=2),
    st.lists(DATES, max_size=2),
)
def test_certain_days_are_in_order_and_come_in_pairs(
    date: list[str], start: list[str], end: list[str], attested: list[str]
) -> None:
    found = period(date=days(*date), start=days(*start), end=days(*end), attested=days(*attested))
    assert (found is None) == (not (date or start or end or attested))
    if isinstance(found, Period):
        assert (found.surely_from is None) == (found.surely_until is None)
        if found.surely_from and found.surely_until:
            assert found.surely_from <= found.surely_until
