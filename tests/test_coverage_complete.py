"""Every passage of the documents is either cited by a claim or listed, with the reason, as holding no fact.

Where one fails: a passage that a claim now cites leaves data/uncited.csv; one that no claim cites gets a claim
for each of its facts, or, if it holds none, a row in the list.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

import kzgraph
from kzgraph.evidence.coverage import Document, coverage, findings, read_list

ROOT = Path(__file__).parent.parent
SOURCES = os.environ.get("KZGRAPH_SOURCES") or str(ROOT.parent / "shared" / "sources")

needs_sources = pytest.mark.skipif(
    not os.path.isdir(SOURCES), reason="the documents are not at hand (set KZGRAPH_SOURCES to their folder)"
)


def look(graph: Path) -> tuple[list[Document], list[str]]:
    """Return what is covered of the documents, and all that is wrong with it."""
    loaded = kzgraph.load(graph)
    documents = coverage(loaded, folder=SOURCES)
    return documents, findings(documents, loaded.prefixes)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Return a copy of the graph to be broken."""
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@needs_sources
def test_cited_and_listed_are_complete_and_disjoint() -> None:
    documents, wrong = look(ROOT)
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


@needs_sources
def test_a_claim_that_is_taken_away_leaves_its_passage_open(scratch: Path) -> None:
    # A passage that one claim alone cites.
    documents, _ = look(scratch)
    document, alone = next((d, p) for d in documents for p in d.passages if len(p.claims) == 1)
    claim = alone.claims[0].rsplit("/", 1)[1]
    file = scratch / "data" / "claims" / f"{document.file[:3]}.ttl"
    text = file.read_text(encoding="utf-8")
    kept = re.sub(rf"(?ms)^kz:{claim} a kzo:Claim ;.*?\.$", "", text)
    assert kept != text
    file.write_text(kept, encoding="utf-8")
    _, wrong = look(scratch)
    assert any(
        f"line {alone.passage.line}, passage {alone.passage.number}: no claim cites it" in each
        for each in wrong
    )


@needs_sources
def test_a_cited_passage_that_is_listed_is_found(scratch: Path) -> None:
    documents, _ = look(scratch)
    passage = next(p.passage for p in documents[0].passages if p.claims)
    with (scratch / "data" / "uncited.csv").open("a", encoding="utf-8") as file:
        file.write(f"kz:source-000,{passage.line},{passage.number},heading\n")
    _, wrong = look(scratch)
    assert len(wrong) == 1
    assert (
        f"line {passage.line}, passage {passage.number}: data/uncited.csv lists it, but it is cited by kz:claim-"
        in wrong[0]
    )


@needs_sources
def test_a_row_that_is_taken_away_or_leads_nowhere_is_found(scratch: Path) -> None:
    file = scratch / "data" / "uncited.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    gone = lines.pop()
    lines.append("kz:source-001,2,1,an empty line")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _, wrong = look(scratch)
    source, line = gone.split(",")[:2]
    assert wrong == [
        f"data/uncited.csv:{len(lines)}: there is no passage 1 in line 2 of 001_0e5627ada25130e1.txt.",
        f"{source}, line {line}, passage 1: no claim cites it, and data/uncited.csv does not list it.",
    ]


@needs_sources
def test_another_version_of_a_document_is_found(
    scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "documents"
    shutil.copytree(SOURCES, copies)
    file = next(copies.glob("003*"))
    file.chmod(0o644)
    with file.open("a", encoding="utf-8") as stream:
        stream.write("\nOne more sentence.\n")
    monkeypatch.setattr("test_coverage_complete.SOURCES", str(copies))
    _, wrong = look(scratch)
    assert len(wrong) == 2
    assert wrong[0].endswith("is not the file that the quotes were taken from.")
    assert "no claim cites it" in wrong[1]
