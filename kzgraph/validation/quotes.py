"""Every quote stands in its document, to the letter and only once.

No-break spaces equal spaces; nothing else is normalised. Where the documents are not at hand, it says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kzgraph.errors import GraphLoadError, shown
from kzgraph.rdf.terms import KZO, Term, shrink
from kzgraph.storage import documents
from kzgraph.storage.embedded import LocalEngine
from kzgraph.storage.graph import Graph
from kzgraph.validation.findings import Check, Finding, Language
from kzgraph.validation.texts import say

if TYPE_CHECKING:
    from kzgraph.validation.checked_files import Material

_ID: Final = "quote-verbatim"
_QUOTES: Final = (
    "SELECT ?source ?file ?sum ?claim ?quote ?prefix { ?claim kzo:source ?source ; kzo:quote "
    "?quote . "
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


def check_quotes(material: "Material", language: Language) -> tuple[list[Finding], Check | None]:
    """Return the findings about quotes, and how many were compared; no check where there are no quotes."""
    quoted = _documents(material)
    if not quoted:
        return [], None
    folder = documents.folder_of(material.root)
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
            name = shrink(document.source, material.prefixes)
            message, solution = say("quote-other-file", language, source=name, file=document.file)
            value = Term("literal", document.checksum)
            findings.append(
                Finding(_ID, "warning", message, solution, document.source, KZO + "sha256", value)
            )
        compared += len(document.claims)
        findings += _compare(content.text, document, material, language)
    if missing:
        count = sum(len(document.claims) for document in missing)
        names = sorted({each.file or shrink(each.source, material.prefixes) for each in missing})
        message, solution = say("quote-not-at-hand", language, count=count, files=", ".join(names[:4]))
        findings.append(Finding(_ID, "info", message, solution))
    return findings, Check(_ID, "check", compared)


def _documents(material: "Material") -> list[_Document]:
    """Return the sources from which something is quoted."""
    found: dict[tuple[str, str], _Document] = {}
    for source, file, checksum, claim, quote, prefix in Graph(LocalEngine(material.store)).select(_QUOTES):
        if source and claim and quote:
            name = file.value if file else ""
            known = found.setdefault((source.value, name), _Document(source.value, name))
            known.checksum = checksum.value if checksum else ""
            known.claims.append((claim.value, quote.value, prefix.value if prefix else ""))
    return list(found.values())


def _compare(text: str, document: _Document, material: "Material", language: Language) -> Iterator[Finding]:
    """Yield a finding for each quote that does not stand in the text exactly once."""
    for claim, quote, prefix in document.claims:
        count = text.count(prefix + quote)
        if count == 1:
            continue
        name = shrink(claim, material.prefixes)
        if count:
            message, solution = say(
                "quote-twice", language, claim=name, quote=shown(quote, 120), file=document.file, count=count
            )
        else:
            words = prefix + quote
            head = _found_of(text, words)
            until = words[head:].strip()[:30]
            message, solution = say(
                "quote-missing", language, claim=name, quote=shown(quote, 120), file=document.file
            )
            if head > 2:
                message += " " + say("quote-differs", language, until=shown(until, 40))[0]
        yield Finding(_ID, "error", message, solution, claim, KZO + "quote", Term("literal", quote))


def _found_of(text: str, words: str) -> int:
    """Return how many characters of the beginning of *words* stand somewhere in the text."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if words[:middle] in text:
            low = middle
        else:
            high = middle - 1
    return low
