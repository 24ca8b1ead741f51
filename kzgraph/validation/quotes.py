"""Every quote stands in its document, to the letter and only once.

No-break spaces equal spaces; nothing else is normalised. Where the documents are not at hand, it says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from kzgraph.errors import GraphLoadError, shown
from kzgraph.rdf.terms import KZO, literal, shrink
from kzgraph.storage import documents
from kzgraph.validation.findings import Check, Finding, Language
from kzgraph.validation.texts import finding, say

if TYPE_CHECKING:
    from kzgraph.validation.checked_files import Checked

__all__ = ["check_quotes"]

_ID: Final = "quote-verbatim"
_QUOTES: Final = (
    "SELECT ?source ?file ?sum ?claim ?quote ?prefix { ?claim kzo:source ?source ; kzo:quote ?quote . "
    "?source kzo:file ?file OPTIONAL { ?source kzo:sha256 ?sum } "
    "OPTIONAL { ?claim kzo:quotePrefix ?prefix } } ORDER BY ?source ?claim ?quote ?prefix"
)


@dataclass(slots=True)
class _Document:
    """A source, its file and checksum as the graph has them, and its quotes: claim, words, words before."""

    source: str
    file: str = ""
    checksum: str = ""
    claims: list[tuple[str, str, str]] = field(default_factory=list)


def check_quotes(checked: Checked, language: Language) -> tuple[list[Finding], Check | None]:
    """Return the findings about quotes, and how many were compared; no check where there are no quotes."""
    quoted = _documents(checked)
    if not quoted:
        return [], None
    folder = documents.folder_of(checked.root)
    findings: list[Finding] = []
    compared = 0
    missing: list[_Document] = []
    for document in quoted:
        try:
            content = documents.read(folder, document.file)
        except GraphLoadError:
            missing.append(document)
            continue
        if document.checksum and content.sha256 != document.checksum.lower():
            name = shrink(document.source, checked.prefixes)
            triple = document.source, KZO + "sha256", literal(document.checksum)
            words: dict[str, Any] = {"source": name, "file": document.file}
            findings.append(finding(_ID, "quote-other-file", language, triple, level="warning", **words))
        compared += len(document.claims)
        findings += _compare(content.text, document, checked, language)
    if missing:
        count = sum(len(document.claims) for document in missing)
        names = sorted({each.file or shrink(each.source, checked.prefixes) for each in missing})
        files = ", ".join(names[:4])
        findings.append(finding(_ID, "quote-not-at-hand", language, level="info", count=count, files=files))
    return findings, Check(_ID, "check", compared)


def _documents(checked: Checked) -> list[_Document]:
    """Return the sources from which something is quoted."""
    found: dict[tuple[str, str], _Document] = {}
    for source, file, checksum, claim, quote, prefix in checked.graph.select(_QUOTES):
        if source and claim and quote:
            name = file.value if file else ""
            known = found.setdefault((source.value, name), _Document(source.value, name))
            known.checksum = checksum.value if checksum else ""
            known.claims.append((claim.value, quote.value, prefix.value if prefix else ""))
    return list(found.values())


def _compare(text: str, document: _Document, checked: Checked, language: Language) -> Iterator[Finding]:
    """Yield a finding for each quote that does not stand in the text exactly once."""
    for claim, quote, prefix in document.claims:
        count = text.count(prefix + quote)
        if count == 1:
            continue
        triple = claim, KZO + "quote", literal(quote)
        name = shrink(claim, checked.prefixes)
        words: dict[str, Any] = {"claim": name, "quote": shown(quote, 120), "file": document.file}
        if count:
            yield finding(_ID, "quote-twice", language, triple, count=count, **words)
            continue
        missing = finding(_ID, "quote-missing", language, triple, **words)
        head = _longest_beginning(prefix + quote, text)
        if head > 2:
            until = shown((prefix + quote)[head:].strip()[:30], 40)
            differs, _ = say("quote-differs", language, until=until)
            missing = replace(missing, message=f"{missing.message} {differs}")
        yield missing


def _longest_beginning(words: str, text: str) -> int:
    """Return how many characters of the beginning of *words* stand somewhere in the text."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if words[:middle] in text:
            low = middle
        else:
            high = middle - 1
    return low
