"""Statements of Wikidata: reading its JSON, and telling whether two values say the same."""

import datetime
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wikidata_items import ITEMS, claim, entity_value
from wikidata_slices import entities, needs_slices

from kzgraph.wikidata.compare import qualifiers, relation, same_time
from kzgraph.wikidata.statements import (
    DAY,
    GREGORIAN,
    JULIAN,
    MONTH,
    YEAR,
    Snak,
    Statement,
    Value,
    best,
    days,
    edtf_time,
    numeric_id,
)
from kzgraph.wikidata.wikibase import count, label_of, statements


def time(text, precision=DAY, calendar=GREGORIAN):
    return Value("time", text, None, precision, calendar)


def edtf(text):
    found = edtf_time(text)
    assert found is not None, text
    return found


def number(amount, lower=None, upper=None, unit=None):
    return Value("quantity", amount, unit=unit, lower=lower, upper=upper)


def claims(*raw):
    return {"id": "Q1", "claims": {"P1": list(raw)}}


def snak(datavalue, datatype=None):
    found = {"snaktype": "value", "property": "P1", "datavalue": datavalue}
    return found | ({"datatype": datatype} if datatype else {})


# --- Real entities -----------------------------------------------------------------------------------


@needs_slices
def test_every_statement_of_the_recorded_items_is_read():
    found = {name: len(statements(entity)) for name, entity in entities().items()}
    assert found == {
        "Q12573318": 5,
        "Q15062956": 71,
        "Q15180": 321,
        "Q17276321": 0,
        "Q29468": 81,
        "Q29552": 74,
        "Q40231": 55,
        "Q7747": 646,
        "Q79854": 0,
        "Q849866": 15,
    }


@needs_slices
def test_every_recorded_value_is_of_a_known_kind_and_none_is_lost():
    """Counted independently, straight in the JSON."""
    raw: Counter[str] = Counter()

    def walk(node):
        if isinstance(node, dict):
            if "snaktype" in node:
                raw[node["datavalue"]["type"] if node["snaktype"] == "value" else node["snaktype"]] += 1
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    kinds: Counter[str] = Counter()
    for entity in entities().values():
        walk(entity.get("claims"))
        for each in statements(entity):
            snaks = [*each.qualifiers, *(part for reference in each.references for part in reference)]
            kinds.update([each.value.kind, *(part.value.kind for part in snaks)])
    as_types = {
        "wikibase-entityid": kinds["item"] + kinds["property"],
        "string": sum(kinds[kind] for kind in ("string", "external-id", "url", "commonsMedia")),
        "time": kinds["time"],
        "monolingualtext": kinds["text"],
        "quantity": kinds["quantity"],
        "globecoordinate": kinds["coordinates"],
        "novalue": kinds["novalue"],
        "somevalue": kinds["somevalue"],
    }
    assert as_types == dict(raw)
    assert kinds["unknown"] == 0
    assert kinds["property"] == 6


def test_a_statement_with_qualifiers_references_and_rank():
    """The founding of the Soviet Union, and a membership."""
    soviet = ITEMS["Q15180"]
    assert label_of(soviet) == "Soviet Union"
    assert count(soviet)["P31"] == len(statements(soviet, {"P31"}))
    start, *_ = statements(soviet, {"P571"})
    assert start.item == "Q15180"
    assert start.value == time("+1922-12-30T00:00:00Z")
    member = statements(ITEMS["Q7747"], {"P102"})
    assert [(each.value.text or each.value.kind, each.rank) for each in member][:1] == [("Q79854", "normal")]
    assert {"novalue", "item"} == {each.value.kind for each in member}
    assert {snak.property for each in member for snak in each.qualifiers} >= {"P580", "P582"}
    assert any(each.references for each in member)


def test_best_rank_hides_normal_ones_beside_a_preferred_one():
    found = statements(ITEMS["Q7747"])
    kept = best(found)
    ranks = {name: {each.rank for each in found if each.property == name} for name in count(ITEMS["Q7747"])}
    assert any(len(of) > 1 for of in ranks.values())
    for name, of in ranks.items():
        expected = "preferred" if "preferred" in of else "normal" if "normal" in of else None
        assert {each.rank for each in kept if each.property == name} == ({expected} if expected else set())


# --- Malformed and old JSON --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entity",
    [
        {},
        {"id": "Q1"},
        {"id": "Q1", "claims": []},
        {"id": "Q1", "claims": None, "labels": []},
        {"id": "Q1", "missing": ""},
        {"id": "Q1", "claims": {"P1": {}}},
        {"id": "Q1", "claims": {"P1": [None, 3, [], {}, {"mainsnak": []}]}},
    ],
)
def test_entities_without_statements_have_none(entity):
    assert statements(entity) == []
    assert count(entity) in ({}, {"P1": 5})
    assert label_of(entity) == entity.get("id", "")


def test_empty_maps_written_as_lists_and_missing_keys():
    raw = {
        "mainsnak": snak({"type": "string", "value": "x"}, "string"),
        "qualifiers": [],
        "references": [{"snaks": []}, {}],
    }
    assert statements(claims(raw)) == [Statement("Q1", "P1", Value("string", "x"))]


def test_an_old_entity_id_without_its_text():
    value = {"type": "wikibase-entityid", "value": {"entity-type": "item", "numeric-id": 232}}
    (found,) = statements(claims({"mainsnak": snak(value)}))
    assert found.value == entity_value("Q232")


@pytest.mark.parametrize(
    ("datavalue", "datatype"),
    [
        ({"type": "wikibase-entityid", "value": {"entity-type": "lexeme", "id": "L1"}}, "wikibase-lexeme"),
        ({"type": "time", "value": {"time": "yesterday", "precision": 11}}, "time"),
        ({"type": "time", "value": {"time": "+2000-01-01T00:00:00Z", "precision": 99}}, "time"),
        ({"type": "quantity", "value": {"amount": "many"}}, "quantity"),
        ({"type": "globecoordinate", "value": {"latitude": "N"}}, "globe-coordinate"),
        ({"type": "monolingualtext", "value": {"text": 1}}, "monolingualtext"),
        ({"type": "something new", "value": {"a": [1]}}, "newtype"),
        ({"type": "string", "value": ["x"]}, "string"),
        (None, "string"),
    ],
)
def test_what_is_not_understood_is_kept_as_unknown(datavalue, datatype):
    (found,) = statements(claims({"mainsnak": snak(datavalue, datatype)}))
    assert found.value.kind == "unknown"
    assert json.loads(found.value.text) == (datavalue or {}).get("value")


def test_the_order_of_qualifiers_is_that_of_wikidata():
    def value(text):
        return [snak({"type": "string", "value": text}, "string")]

    raw = {
        "mainsnak": snak({"type": "string", "value": "x"}),
        "rank": "deprecated",
        "qualifiers": {"P3": value("c"), "P2": value("b"), "P4": value("d")},
        "qualifiers-order": ["P2", "P3", "P999"],
    }
    (found,) = statements(claims(raw))
    assert [each.property for each in found.qualifiers] == ["P2", "P3", "P4"]
    assert found.rank == "deprecated"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "mainsnak",
                    "datavalue",
                    "value",
                    "type",
                    "snaktype",
                    "time",
                    "amount",
                    "qualifiers",
                    "P1",
                    "id",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_no_json_makes_the_reader_fail(raw):
    for entity in ({"claims": raw}, {"claims": {"P1": raw}}, claims(raw), claims({"mainsnak": raw})):
        for found in statements(entity):
            assert isinstance(found, Statement)


texts = st.text(st.characters(codec="utf-8"), max_size=20)
ids = st.integers(1, 10**9).map("Q{}".format)
values = st.one_of(
    ids.map(entity_value),
    st.tuples(st.sampled_from(["string", "url", "external-id", "commonsMedia"]), texts).map(
        lambda of: Value(*of)
    ),
    st.tuples(st.just("text"), texts, st.sampled_from(["en", "kk-latn"])).map(lambda of: Value(*of)),
    st.builds(
        time,
        st.builds(
            "{}{:04}-{:02}-{:02}T00:00:00Z".format,
            st.sampled_from("+-"),
            st.integers(1, 9999),
            st.integers(0, 12),
            st.integers(0, 28),
        ),
        st.integers(0, 14),
        st.sampled_from([GREGORIAN, JULIAN]),
    ),
    st.tuples(st.sampled_from(["+1", "-2.50"]), st.none(), st.none(), ids | st.none()).map(
        lambda of: number(*of)
    ),
    st.sampled_from([Value("somevalue"), Value("novalue")]),
)
snaks = st.builds(Snak, st.sampled_from(["P580", "P582", "P7"]), values)


def by_property(parts):
    order = list(dict.fromkeys(part.property for part in parts))
    return tuple(sorted(parts, key=lambda part: order.index(part.property)))


@given(
    st.builds(
        Statement,
        st.just("Q1"),
        st.just("P1"),
        values,
        st.sampled_from(["preferred", "normal", "deprecated"]),
        st.lists(snaks, max_size=3).map(by_property),
        st.lists(st.lists(snaks, min_size=1, max_size=3).map(by_property), max_size=2).map(tuple),
        st.just("Q1$a"),
    )
)
def test_what_wikibase_writes_is_read_as_it_was(statement):
    raw = json.loads(json.dumps(claim(statement)))
    assert statements(claims(raw)) == [statement]


# --- Times -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2004-04-13", "+2004-04-13T00:00:00Z", DAY),
        ("1996-04", "+1996-04-00T00:00:00Z", MONTH),
        ("1991", "+1991-00-00T00:00:00Z", YEAR),
        ("199X", "+1990-00-00T00:00:00Z", 8),
        ("0000", "-0001-00-00T00:00:00Z", YEAR),
        ("-0043-03-15", "-0044-03-15T00:00:00Z", DAY),
    ],
)
def test_dates_in_edtf_as_times(text, iso, precision):
    assert edtf_time(text) == time(iso, precision)


@pytest.mark.parametrize(
    "text", ["1936?", "1936~", "2004/2005", "2004-21", "19XX", "1991-XX", "../2004", "2004-13", "x", ""]
)
def test_dates_that_one_time_cannot_say(text):
    assert edtf_time(text) is None


@given(st.dates())
def test_days_of_the_gregorian_calendar(day):
    first = days(edtf(day.isoformat()))
    assert first == (day.toordinal() + 1721425,) * 2
    month = days(edtf(day.isoformat()[:7]))
    assert month[0] == day.replace(day=1).toordinal() + 1721425
    after = day.toordinal() + 32 - day.day if day < datetime.date(9999, 12, 1) else None
    if after:
        assert month[1] == datetime.date.fromordinal(after).replace(day=1).toordinal() - 1 + 1721425


def test_the_two_calendars_meet_where_they_should():
    """The reform of 1582, and Newton's birthday, which the JSON has in the Julian calendar."""
    assert days(time("+1582-10-04T00:00:00Z", DAY, JULIAN))[0] + 1 == days(time("+1582-10-15T00:00:00Z"))[0]
    newton = time("+1642-12-25T00:00:00Z", DAY, JULIAN)
    assert relation(newton, edtf("1643-01-04")) == "same"
    assert relation(newton, edtf("1642-12-25")) == "differs"
    assert days(time("-4713-01-01T00:00:00Z", DAY, JULIAN)) == (0, 0)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("1991", "1991-10-16", "coarser"),
        ("1991-10", "1991", "finer"),
        ("1991-10-16", "1991-10", "finer"),
        ("1991", "1992", "differs"),
        ("199X", "1991", "coarser"),
        ("2004-02", "2004-02-29", "coarser"),
        ("2004-12-31", "2004-12", "finer"),
        ("-0043-03-15", "-0043", "finer"),
    ],
)
def test_a_date_that_holds_another_one_says_less(ours, theirs, expected):
    assert relation(edtf(ours), edtf(theirs)) == expected


def test_only_what_the_precision_covers_counts():
    """Many of their years are written with a month and a day that mean nothing."""
    assert relation(edtf("1991"), time("+1991-01-01T00:00:00Z", YEAR)) == "same"
    assert relation(edtf("1991-10"), time("+1991-10-31T00:00:00Z", MONTH)) == "same"
    assert relation(edtf("1991-01-01"), time("+1991-01-01T00:00:00Z", YEAR)) == "finer"
    assert relation(edtf("1995"), time("+2000-00-00T00:00:00Z", 7)) == "finer"
    assert relation(edtf("2001"), time("+2000-00-00T00:00:00Z", 7)) == "differs"
    assert relation(edtf("2000"), time("+2000-00-00T00:00:00Z", 6)) == "finer"


# --- Other values ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (number("+56292"), number("+56292.0"), "same"),
        (number("+1.3"), number("+1.29"), "coarser"),
        (number("+1.29"), number("+1.3"), "finer"),
        (number("+1.98"), number("+3.4"), "differs"),
        (number("+56000"), number("+56292"), "differs"),
        (number("+12"), number("+12.3", "+11.8", "+12.8"), "finer"),
        (number("+12.11"), number("+12.3", "+11.8", "+12.8"), "finer"),
        (number("+10", unit="Q11573"), number("+10"), "differs"),
        (Value("url", "http://KNPK.kz/"), Value("url", "https://knpk.kz"), "same"),
        (Value("url", "http://knpk.kz/a"), Value("url", "http://knpk.kz/A"), "differs"),
        (Value("string", "Ále"), Value("external-id", "A\u0301le"), "same"),
        (Value("text", "Ále", "kk"), Value("text", "A\u0301le", "KK"), "same"),
        (Value("text", "КНПК", "kk"), Value("text", "КНПК", "kk-cyrl"), "same"),
        (Value("text", "КНПК", "kk"), Value("text", "КНПК", "ru"), "differs"),
        (entity_value("Q232"), entity_value("Q159"), "differs"),
        (entity_value("Q232"), Value("somevalue"), "finer"),
        (entity_value("Q232"), Value("novalue"), "differs"),
        (Value("novalue"), Value("novalue"), "same"),
        (Value("novalue"), Value("somevalue"), "differs"),
        (Value("somevalue"), Value("somevalue"), "same"),
        (number("+1.5"), number("+2"), "finer"),
        (number("+2.5"), number("+2"), "finer"),
        (number("+2.4"), number("+3"), "differs"),
        (number("+12", "+11", "+13"), number("+12.9"), "coarser"),
        (entity_value("Q232"), Value("string", "Q232"), "differs"),
        (
            Value("coordinates", "43.3400/52.86", None, 0.0001, unit="Q2"),
            Value("coordinates", "43.34/52.86", None, 0.01, unit="Q2"),
            "finer",
        ),
        (
            Value("coordinates", "43.34/52.86", None, 0.01, unit="Q2"),
            Value("coordinates", "44.34/52.86", None, 0.01, unit="Q2"),
            "differs",
        ),
        (
            Value("coordinates", "43.345/52.86", None, 0.0001, unit="Q2"),
            Value("coordinates", "43.34/52.86", None, 0.01, unit="Q2"),
            "finer",
        ),
        (
            Value("coordinates", "43.34/52.86", None, 0.01, unit="Q2"),
            Value("coordinates", "43.34/52.86", None, 0.01, unit="Q405"),
            "differs",
        ),
    ],
)
def test_values_beside_each_other(ours, theirs, expected):
    assert relation(ours, theirs) == expected
    opposite = {"coarser": "finer", "finer": "coarser"}.get(expected, expected)
    assert relation(theirs, ours) == opposite


def test_a_merged_item_is_the_one_it_was_merged_into():
    assert relation(entity_value("Q20483074"), entity_value("Q4219369"), {"Q20483074": "Q4219369"}) == "same"
    assert relation(entity_value("Q20483074"), entity_value("Q4219369")) == "differs"


@given(values, values)
def test_comparing_is_symmetrical_and_never_fails(first, second):
    opposite = {"coarser": "finer", "finer": "coarser"}
    found = relation(first, second)
    assert relation(second, first) == opposite.get(found, found)
    assert relation(first, first) == "same"


def test_qualifiers_one_by_one():
    ours = (Snak("P580", edtf("2004")), Snak("P582", edtf("2007")), Snak("P1", entity_value("Q1")))
    theirs = (Snak("P580", edtf("2004-04-13")), Snak("P582", edtf("2008")), Snak("P2", entity_value("Q2")))
    found = {each.property: each.relation for each in qualifiers(ours, theirs)}
    assert found == {"P580": "coarser", "P582": "differs", "P1": None, "P2": None}


def test_several_qualifiers_of_one_property_go_with_those_they_fit_best():
    ours = (Snak("P1", edtf("1991")), Snak("P1", edtf("1992-05")), Snak("P1", edtf("1999")))
    theirs = (Snak("P1", edtf("2001")), Snak("P1", edtf("1992")), Snak("P1", edtf("1991")))
    found = [(each.ours.text[1:8], each.theirs.text[1:8], each.relation) for each in qualifiers(ours, theirs)]
    assert found == [
        ("1991-00", "1991-00", "same"),
        ("1992-05", "1992-00", "finer"),
        ("1999-00", "2001-00", "differs"),
    ]


def test_statements_about_different_times_are_told_apart():
    def of(*parts):
        return Statement("Q1", "P2124", number("+1"), "normal", parts)

    in_2008, in_2012 = of(Snak("P585", edtf("2008"))), of(Snak("P585", edtf("2012")))
    assert not same_time(in_2008, in_2012)
    assert same_time(in_2008, of())
    assert same_time(in_2008, of(Snak("P580", edtf("2004"))))
    assert not same_time(in_2012, of(Snak("P582", edtf("2011-12-31"))))
    assert same_time(
        of(Snak("P580", edtf("2004-05"))), of(Snak("P580", edtf("2004")), Snak("P582", edtf("2004")))
    )


def test_identifiers_sort_as_people_count():
    assert sorted(["P102", "Q5", "P17"], key=numeric_id) == ["P17", "P102", "Q5"]
