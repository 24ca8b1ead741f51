"""Claims and conflicts as pages: who says what, in which words, and how the graph holds with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kzgraph.evidence.claims import Claim, Conflict
from kzgraph.evidence.data import claim_data, claim_rows, conflict_data
from kzgraph.lookup.labels import Labelled
from kzgraph.rdf.terms import shrink
from kzgraph.render.page import Entry, Page, Section

__all__ = ["Sources", "conflicts_page", "evidence_page", "sides_of"]

_ACCEPTED = "accepted"


class Sources:
    """Numbers for the sources in the order in which a page first refers to them."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._numbers: dict[Labelled, int] = {}

    def mark(self, source: Labelled | None) -> str:
        """Return the number of a source in brackets, the empty string for none."""
        if source is None:
            return ""
        return f"[{self._numbers.setdefault(source, len(self._numbers) + 1)}]"

    def quotes(self, claims: Iterable[Claim], *, everyone: bool = False) -> list[tuple[str, str]]:
        """Return the words behind something, a note for each source; opinions only if *everyone* counts."""
        found: dict[Labelled | None, dict[str, None]] = {}
        for claim in claims:
            if claim.quote and (everyone or not claim.asserted_by):
                found.setdefault(claim.source, {})[f"“{claim.quote}”"] = None
        return [
            ("quote", " ".join(part for part in (" · ".join(words), self.mark(source)) if part))
            for source, words in found.items()
        ]

    def section(self) -> list[Section]:
        """Return the list of the sources with their numbers; no section if there are none."""
        entries = [
            Entry(f"{source.label} ({shrink(source.term.value, self._prefixes)})", f"[{number}]")
            for source, number in self._numbers.items()
        ]
        return [Section("Sources", entries)] if entries else []


def sides_of(claims: Iterable[Claim], sources: Sources) -> list[Entry]:
    """Arrange claims with all that is to be said of them."""
    entries = []
    for group in alike(claims):
        claim = group[0]
        notes = [*sources.quotes(group, everyone=True), *(("note", each) for each in _verdict(claim))]
        statement = f"{claim.subject.label} – {claim.predicate.label}: {claim.object.label}"
        entries.append(Entry(statement, "", notes))
    return entries


def alike(claims: Iterable[Claim]) -> Iterable[list[Claim]]:
    """Put together the claims that say the same and are judged alike."""
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        key = (claim.subject, claim.predicate, claim.object, *_verdict(claim))
        groups.setdefault(key, []).append(claim)
    return groups.values()


def _verdict(claim: Claim) -> Iterable[str]:
    """Yield how the graph holds it with a claim, and what the claim rests on."""
    if claim.asserted_by:
        by = ", ".join(agent.label for agent in claim.asserted_by)
        verdict = f"{claim.kind.label if claim.kind else 'said'} by {by}"
    elif claim.accepted:
        verdict = _ACCEPTED + (", preferred" if claim.rank == "preferred" else "")
    else:
        verdict = "not accepted" + (", deprecated" if claim.rank == "deprecated" else "")
    yield f"{verdict}: {claim.reason}" if claim.reason else verdict
    if claim.references:
        yield f"after {'; '.join(reference.label for reference in claim.references)}"
    if claim.paragraph_references:
        cited = "; ".join(reference.label for reference in claim.paragraph_references)
        yield f"in a paragraph that goes on to cite {cited}"
    if claim.note:
        yield claim.note


def evidence_page(title: str, claims: Sequence[Claim], prefixes: Mapping[str, str]) -> Page:
    """Arrange claims by their subject, each with its words, source, rank and what it rests on.

    Claims that say the same and are judged alike are one entry with the words of all of them.
    """
    sources = Sources(prefixes)
    sections: dict[Labelled, Section] = {}
    for group in alike(claims):
        claim = group[0]
        section = sections.setdefault(claim.subject, Section(claim.subject.label, grouped=True))
        verdict = [("note", each) for each in _verdict(claim) if each != _ACCEPTED]
        notes = [*sources.quotes(group, everyone=True), *verdict]
        section.entries.append(Entry(claim.object.label, claim.predicate.label, notes))
    count = (
        f"{len(claims)} claim{'s' if len(claims) != 1 else ''}; accepted as fact unless it is said otherwise"
    )
    data = [claim_data(claim) for claim in claims]
    return Page(title, [count], [*sections.values(), *sources.section()], data, claim_rows(claims))


def conflicts_page(title: str, found: Sequence[Conflict], prefixes: Mapping[str, str]) -> Page:
    """Arrange conflicts: the question, the explanation, and every side with its words, source and rank."""
    sources = Sources(prefixes)
    sections = [
        Section(conflict.label, sides_of(conflict.sides, sources), conflict.explanation or "")
        for conflict in found
    ]
    count = f"{len(found)} question{'s' if len(found) != 1 else ''} that the sources answer differently"
    sides = [(conflict.label, claim) for conflict in found for claim in conflict.sides]
    rows = claim_rows([claim for _, claim in sides], [label for label, _ in sides])
    return Page(title, [count], sections + sources.section(), [conflict_data(c) for c in found], rows)
