"""Every quote of the graph stands in its document, to the letter and only once."""

import hashlib
import os
import re

import pytest
from documents import SOURCES, needs_sources

import kzgraph

MAX_WORDS = 12

CLAIMS = """
PREFIX kzo: <https://w3id.org/kzgraph/ontology#>
SELECT ?claim ?file ?quote ?prefix {
  ?claim kzo:source/kzo:file ?file ; kzo:quote ?quote OPTIONAL { ?claim kzo:quotePrefix ?prefix }
} ORDER BY ?claim
"""


@pytest.fixture(scope="module")
def claims():
    rows = [tuple(row.asdict().values()) for row in kzgraph.load().sparql(CLAIMS)]
    assert len(rows) > 700
    return rows


def document(name):
    with open(os.path.join(SOURCES, name), encoding="utf-8", newline="") as file:
        return file.read().replace("\u00a0", " ")


@needs_sources
def test_every_quote_is_verbatim_and_found_once(claims):
    wrong = [
        (claim, quote)
        for claim, file, quote, prefix in claims
        if document(file).count((prefix or "") + quote) != 1
    ]
    assert wrong == []


@needs_sources
def test_a_prefix_is_given_only_where_the_quote_stands_more_than_once(claims):
    assert [c for c, file, quote, prefix in claims if prefix and document(file).count(quote) == 1] == []


@needs_sources
def test_the_documents_are_those_the_quotes_were_taken_from():
    rows = kzgraph.load().sparql(
        "PREFIX kzo: <https://w3id.org/kzgraph/ontology#> SELECT ?file ?sum { ?s kzo:file ?file ; kzo:sha256 ?sum }"
    )
    for row in rows:
        with open(os.path.join(SOURCES, str(row["file"])), "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == str(row["sum"])
    assert len(rows) == 4


def test_quotes_are_short(claims):
    assert [quote for _, _, quote, _ in claims if len(quote.split()) > MAX_WORDS] == []


def test_no_quote_is_a_whole_sentence(claims):
    # A sentence begins with a capital and ends with a full stop; names and dates may do both by chance.
    sentence = re.compile(r"^[A-ZА-Я].{40,}[.!?]$")
    assert [quote for _, _, quote, _ in claims if sentence.match(quote)] == []
