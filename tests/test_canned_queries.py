"""Every canned query gives the same rows in pyoxigraph and in rdflib, and every example gives some."""

import datetime
from decimal import Decimal

import pytest

import kzgraph

KZ = kzgraph.load()
#: Rows are compared; what CONSTRUCT queries give has tests of its own.
NAMES = sorted(
    name
    for name, each in KZ.queries.items()
    if each.kind == "SELECT" and not each.endpoint and not each.service
)


class Recorder:
    """An engine that remembers the bound text of the last query and lets the real engine answer it."""

    def __init__(self, engine):
        self.engine = engine
        self.text = ""

    def query(self, text):
        self.text = text
        return self.engine.query(text)


@pytest.fixture
def recorder(monkeypatch):
    recorder = Recorder(KZ.engine)
    monkeypatch.setattr(KZ, "_engine", recorder)
    return recorder


@pytest.fixture(scope="module")
def dataset():
    return KZ.dataset()


def cell(value):
    """Return a value so that it compares across engines, which spell numbers differently."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float, Decimal)):
        return round(float(value), 9)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def examples(name):
    return {param.name: param.example for param in KZ.queries[name].params}


def test_there_are_at_least_fifteen():
    assert len(NAMES) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_every_query_gives_rows(name):
    required = {param.name: param.example for param in KZ.queries[name].params if param.default is None}
    assert len(KZ.query(name, **required)) > 0
    assert len(KZ.query(name, **examples(name))) > 0


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_give_the_same_rows_in_the_same_order(name, dataset, recorder):
    ours = [tuple(map(cell, row.asdict().values())) for row in KZ.query(name, **examples(name))]
    theirs = [
        tuple(cell(term.toPython() if term is not None else None) for term in row)
        for row in dataset.query(recorder.text)
    ]
    assert ours == theirs
    assert ours


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_are_those_of_the_header(name):
    assert KZ.query(name, **examples(name)).columns == tuple(KZ.queries[name].columns)
