"""Every passage of the documents is either cited by a claim or listed, with the reason, as holding no fact.

Where one fails: a passage that a claim now cites leaves data/uncited.csv; one that no claim cites gets a claim
for each of its facts, or, if it holds none, a row in the list.
"""

from __future__ import annotations

import re

from documents import SOURCES, needs_sources
from program import ROOT

import kzgraph
from kzgraph.evidence.coverage import coverage, findings, read_list


@needs_sources
def test_cited_and_listed_are_complete_and_disjoint() -> None:
    graph = kzgraph.load(ROOT)
    documents = coverage(graph, folder=str(SOURCES))
    wrong = findings(documents, graph.prefixes)
    assert not wrong, "\n" + "\n".join(wrong)
    assert [document.file[:3] for document in documents] == ["000", "001", "002", "003"]
    for document in documents:
        assert document.count("cited") > 20
        assert document.count("cited") + document.count("listed") == len(document.passages)


def test_the_reasons_are_in_words_of_our_own() -> None:
    rows = read_list(str(ROOT / "data" / "uncited.csv"), kzgraph.load(ROOT).prefixes)
    assert rows
    assert len({(row.source, row.line, row.number) for row in rows}) == len(rows)
    assert rows == sorted(rows, key=lambda row: (row.source, row.line, row.number or 0))
    for row in rows:
        assert re.fullmatch(r"[a-z][a-z ,;'-]{5,99}", row.reason), row
