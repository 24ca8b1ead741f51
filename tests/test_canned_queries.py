"""Every canned query gives the same rows in pyoxigraph and in rdflib, and every parameter can be used."""

import datetime
from decimal import Decimal

import pytest

import kzgraph

KZ = kzgraph.load()
NAMES = sorted(KZ.queries)


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


def examples(query):
    return {name: param.example for name, param in query.params.items()}


def test_there_are_at_least_fifteen():
    assert len(NAMES) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_every_query_gives_rows(name):
    query = KZ.queries[name]
    required = {n: p.example for n, p in query.params.items() if p.default is None}
    assert len(KZ.query(name, **required)) > 0
    assert len(KZ.query(name, **examples(query))) > 0


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_give_the_same_rows(name, dataset):
    query = KZ.queries[name]
    text = KZ.bind(name, **examples(query))
    ours = [tuple(cell(t.python if t is not None else None) for t in row) for row in KZ.sparql(text)]
    theirs = [
        tuple(cell(t.toPython() if t is not None else None) for t in row) for row in dataset.query(text)
    ]
    assert ours == theirs
