"""References for drafts: what a statement says of its source, as Wikidata takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from kzgraph.wikidata.our_statements import Ours
from kzgraph.wikidata.our_values import UNDETERMINED, is_known
from kzgraph.wikidata.statements import Snak, Value

__all__ = ["MOST_WORDS", "QUOTATION", "RETRIEVED", "STATED_IN", "URL", "Reference", "references"]

#: The most words of a source that are quoted.
MOST_WORDS: Final = 12

STATED_IN, URL, QUOTATION, RETRIEVED = "P248", "P854", "P1683", "P813"


class Reference(NamedTuple):
    """What a statement says of a source of ours: the IRI of the *source*, the parts of the reference."""

    source: str
    snaks: tuple[Snak, ...]

    def has(self, *properties: str) -> bool:
        """Tell whether one of the parts has one of these properties."""
        return any(snak.property in properties for snak in self.snaks)


def references(ours: Ours, retrieved: Value | None, addresses: Mapping[str, str]) -> tuple[Reference, ...]:
    """Return our references, one for each source, with what was told about it beside what the graph says.

    *retrieved* is the day for sources without one, *addresses* maps IRIs of sources to addresses.
    """
    found = ours.statement.references if ours.statement is not None else ()
    sources = sorted({claim.source.term.value for claim in ours.claims if claim.source is not None})
    if len(sources) != len(found):  # of some nothing can be said: which of them these are, nobody knows
        sources = [""] * len(found)
    completed = []
    for source, snaks in zip(sources, found, strict=True):
        parts = Reference(source, tuple(_told(snak) for snak in snaks if _short(snak)))
        if source in addresses and not parts.has(URL):
            parts = parts._replace(snaks=(Snak(URL, Value("url", addresses[source])), *parts.snaks))
        if retrieved is not None and not parts.has(RETRIEVED):
            parts = parts._replace(snaks=(*parts.snaks, Snak(RETRIEVED, retrieved)))
        completed.append(parts)
    return tuple(completed)


def _told(snak: Snak) -> Snak:
    """Return a part of a reference as Wikidata takes it.

    It takes no line breaks, which words of a table can have between them: white space becomes one space. A
    text in a language that it does not know is one in an undetermined language.
    """
    value = snak.value
    if value.kind != "text":
        return snak
    language = value.language if is_known(value.language) else UNDETERMINED
    return Snak(snak.property, value._replace(text=" ".join(value.text.split()), language=language))


def _short(snak: Snak) -> bool:
    return snak.property != QUOTATION or len(snak.value.text.split()) <= MOST_WORDS
