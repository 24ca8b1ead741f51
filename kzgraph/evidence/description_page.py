"""Descriptions and counts as pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kzgraph.evidence.citation import fewest
from kzgraph.evidence.claims import Claim
from kzgraph.evidence.claims_page import Sources, sides_of
from kzgraph.evidence.data import description_data, stats_data, stats_rows
from kzgraph.evidence.describe import DATES, Description, Fact, Related
from kzgraph.evidence.stats import Stats
from kzgraph.rdf.terms import KZO, language_tag, shrink
from kzgraph.render.page import Entry, Page, Section

__all__ = ["description_page", "stats_page"]

#: How many values of one property of a related node are named; the rest is counted.
_AT_MOST = 6


def description_page(found: Description, prefixes: Mapping[str, str]) -> Page:
    """Arrange a description: names, facts, related things, disputes, opinions, notes, links, sources."""
    sources = Sources(prefixes)
    sections = [
        _names(found, sources),
        Section("Facts", _facts(_long_lists_last(found.facts), sources), grouped=True),
        *(
            Section(_title(group.label), _dated([_related(node, found, sources) for node in group.nodes]))
            for group in found.related
        ),
        *(
            Section(
                f"Disputed: {conflict.label}", sides_of(conflict.sides, sources), conflict.explanation or ""
            )
            for conflict in found.disputed
        ),
        Section("Said by others", [_opinion(claim, found, sources) for claim in found.said]),
        Section("Says", [_opinion(claim, found, sources) for claim in found.saying]),
        Section("Not accepted", sides_of(found.unaccepted, sources)),
        Section(
            "Not to be confused with",
            [Entry(f"{each.label} ({shrink(each.term.value, prefixes)})") for each in found.confusable],
        ),
        Section("Notes", [Entry(note) for note in found.notes]),
        Section("Links", _facts(found.links, sources, prefixes), grouped=True),
    ]
    sections = [section for section in sections if section.entries] + sources.section()
    kinds = ", ".join(kind.label for kind in found.types)
    name = shrink(found.iri, prefixes)
    subtitles = [f"{kinds} · {name}" if kinds else name, *found.texts]
    if found.claims_made:
        subtitles.append(f"It makes {found.claims_made} claims; kzgraph evidence {name} lists them.")
    return Page(found.label, subtitles, sections, description_data(found))


def _title(label: str) -> str:
    return label[:1].upper() + label[1:] if label else "Other"


def _names(found: Description, sources: Sources) -> Section:
    entries = []
    for name in found.names:
        marks = dict.fromkeys(sources.mark(claim.source) for claim in name.evidence if not claim.asserted_by)
        kind = "(abbreviation)" if name.kind == "abbreviation" else ""
        text = " ".join(part for part in (name.text, kind, *marks) if part)
        entries.append(Entry(text, language_tag(name.language)))
    return Section("Names", entries, grouped=True)


def _long_lists_last(facts: Sequence[Fact]) -> list[Fact]:
    """Put properties with many values behind the others, so that they do not hide them."""
    many = Counter(fact.property for fact in facts)
    return sorted(facts, key=lambda fact: many[fact.property] > _AT_MOST)


def _facts(facts: Iterable[Fact], sources: Sources, prefixes: Mapping[str, str] | None = None) -> list[Entry]:
    entries = []
    for fact in facts:
        value = fact.value.label
        if prefixes is not None and fact.value.term.kind == "iri":
            value = shrink(fact.value.term.value, prefixes)
        entries.append(Entry(value + _disputed(fact), fact.property.label, sources.quotes(fact.evidence)))
    return entries


def _disputed(fact: Fact) -> str:
    return " (disputed)" if any(claim.conflicts_with for claim in fact.evidence) else ""


def _related(related: Related, found: Description, sources: Sources) -> Entry:
    line = " · ".join([related.node.label, *_values(related, found)])
    return Entry(line, span(related.facts), sources.quotes(fewest(related.evidence)))


def _dated(entries: list[Entry]) -> list[Entry]:
    """Say of an entry without a date that it has none, where others have one."""
    if any(entry.label for entry in entries):
        for entry in entries:
            entry.label = entry.label or "undated"
    return entries


def span(facts: Iterable[Fact]) -> str:
    """Return when a node happened or held, in one expression of the dates as written (EDTF)."""
    dates = {fact.property.term.value: fact.value.label for fact in facts}
    date, start, end, attested = (dates.get(KZO + name) for name in ("date", "start", "end", "attestedOn"))
    if date:
        return _spelt(date)
    if start and end:
        return f"{start} – {end}"
    if start or end:
        return f"from {start}" if start else f"until {end}"
    return f"attested {_spelt(attested)}" if attested else ""


def _spelt(date: str) -> str:
    """Return a date, an interval or a set of dates (EDTF) as people write it."""
    return date.strip("{}").replace(",", ", ").replace("/", " – ")


def _values(related: Related, found: Description) -> Iterable[str]:
    """Yield what a related node says besides its label and dates, leaving out what its label says already."""
    name = related.node.label.casefold()
    grouped: dict[str, list[str]] = {}
    for fact in related.facts:
        label = fact.value.label
        said = fact.value.term.kind == "iri" and (label.casefold() in name or label == found.label)
        if fact.property.term.value not in DATES and not said:
            grouped.setdefault(fact.property.label, []).append(label + _disputed(fact))
    for label, values in grouped.items():
        rest = len(values) - _AT_MOST
        yield f"{label} {'; '.join(values[:_AT_MOST])}" + (f" and {rest} more" if rest > 0 else "")


def _opinion(claim: Claim, found: Description, sources: Sources) -> Entry:
    """Arrange what somebody says, naming of whom and by whom only where it is not the thing itself."""
    said = claim.object.label
    if claim.predicate.term.value != KZO + "statement":
        said = f"{claim.predicate.label}: {said}"
    if claim.subject.term.value != found.iri:
        said = f"{claim.subject.label} – {said}"
    by = ", ".join(agent.label for agent in claim.asserted_by if agent.term.value != found.iri)
    kind = f"({claim.kind.label})" if claim.kind else ""
    notes = sources.quotes([claim], everyone=True)
    if by or kind:
        notes.append(("note", " ".join(part for part in ("—" if by else "", by, kind) if part)))
    return Entry(said, "", notes)


def stats_page(found: Stats) -> Page:
    """Arrange the counts, one section for each kind."""
    sections: dict[str, Section] = {}
    for count in found.counts:
        section = sections.setdefault(count.group, Section(count.group))
        section.entries.append(Entry(f"{count.number}", count.what))
    return Page("What the graph holds", [], list(sections.values()), stats_data(found), stats_rows(found))
