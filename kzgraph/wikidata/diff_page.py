"""Our facts beside Wikidata's statements, for an editor: thing by thing, as text, Markdown, JSON and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kzgraph.evidence.claims_page import Sources, alike, sides_of
from kzgraph.rdf.terms import shrink
from kzgraph.render.page import Entry, Page, Section
from kzgraph.wikidata.compare import Relation
from kzgraph.wikidata.diff import Diff, ThingDiff
from kzgraph.wikidata.disputes import Dispute
from kzgraph.wikidata.our_statements import OwnFact
from kzgraph.wikidata.pairs import OUTCOMES, Pair
from kzgraph.wikidata.statements import Snak, numeric_id, value_text

__all__ = ["diff_page"]

_RELATIONS: Mapping[Relation, str] = {
    "coarser": "ours is less precise",
    "finer": "theirs is less precise",
    "differs": "they differ",
}


def diff_page(compared: Diff, prefixes: Mapping[str, str]) -> Page:
    """Arrange a comparison: a section for each thing, what differs first, and what was not compared.

    The page is for reading; for programs see `kzgraph.wikidata.diff_data`.
    """
    sources = Sources(prefixes)
    sections: list[Section] = []
    for thing in compared.things:
        if thing.state == "compared":
            sections.append(_section(thing, compared, sources, prefixes))
            sections += [_dispute(each, thing, compared, sources) for each in thing.disputed]
    rest = [_not_compared(thing, prefixes) for thing in compared.things if thing.state != "compared"]
    if rest:
        why = "No copies of these items with their statements are here: kzgraph wikidata fetch"
        sections.append(Section("Not compared", rest, why))
    done = sum(thing.state == "compared" for thing in compared.things)
    counts = ", ".join(f"{number} {outcome}" for outcome, number in compared.counts().items() if number)
    lines = [f"{done} of {len(compared.things)} linked things compared", *([counts] if counts else [])]
    sections += sources.section()
    return Page("Our facts and Wikidata's statements", lines, sections, None)


def _section(thing: ThingDiff, compared: Diff, sources: Sources, prefixes: Mapping[str, str]) -> Section:
    short = shrink(thing.thing.term.value, prefixes)
    name = "" if thing.label.casefold() == thing.thing.label.casefold() else f" {thing.label}"
    title = f"{thing.thing.label} ({short}) · {thing.item}{name}, copy of {thing.retrieved}"
    intro = []
    if thing.item != thing.linked:
        intro.append(f"{thing.linked}, to which it is linked, was merged into {thing.item}.")
    if thing.others:
        number = sum(thing.others.values())
        intro.append(f"{number} statements of {len(thing.others)} other properties there were not compared.")
    ordered = sorted(thing.pairs, key=lambda pair: (OUTCOMES.index(pair.outcome), numeric_id(pair.property)))
    entries = [_entry(pair, compared, sources) for pair in ordered]
    entries += [
        Entry(f"{compared.name(each.mapping.property.id)}: {'; '.join(each.missing)}", "cannot be said there")
        for each in thing.unsaid
    ]
    return Section(title, entries, " ".join(intro), grouped=True)


def _entry(pair: Pair, compared: Diff, sources: Sources) -> Entry:
    """Arrange a pair: the values and what is to be known of theirs, then qualifiers and the sources."""
    ours = pair.ours.statement if pair.ours else None
    only = ours if pair.theirs is None else pair.theirs if ours is None else None
    text = f"{compared.name(pair.property)}: "
    if only is not None:
        text += value_text(only.value, compared.names)
        text += f" ({_qualifiers(only.qualifiers, compared)})" if only.qualifiers else ""
    elif ours is not None and pair.theirs is not None:
        here, there = (value_text(each.value, compared.names) for each in (ours, pair.theirs))
        text += here if pair.outcome == "same" else f"here {here}, there {there}"
    if standing := ", ".join(_standing(pair)):
        text += f" – there {standing}"
    notes = [] if pair.ours is None else [*_evidence(pair, pair.ours, compared, sources)]
    return Entry(text, pair.outcome, notes)


def _qualifiers(snaks: Iterable[Snak], compared: Diff) -> str:
    return "; ".join(
        f"{compared.name(snak.property)} {value_text(snak.value, compared.names)}" for snak in snaks
    )


def _standing(pair: Pair) -> Iterator[str]:
    """Yield what is to be known of their statement: its rank, and whether it has a source."""
    theirs = pair.theirs
    if theirs is None:
        return
    if theirs.rank != "normal":
        yield theirs.rank
    elif not pair.best:
        yield "not the preferred one"
    if not theirs.references and pair.ours is not None:
        yield "without a reference"


def _evidence(pair: Pair, ours: OwnFact, compared: Diff, sources: Sources) -> Iterator[tuple[str, str]]:
    """Yield the qualifiers that are not alike, what is doubtful here, and the words of our sources."""
    for each in pair.qualifiers:
        if each.ours and each.theirs and each.relation not in ("same", None):
            here, there = (value_text(value, compared.names) for value in (each.ours, each.theirs))
            how = _RELATIONS[each.relation]
            yield "note", f"{compared.name(each.property)}: here {here}, there {there} ({how})"
    only_ours = [Snak(each.property, each.ours) for each in pair.qualifiers if each.ours and not each.theirs]
    only_theirs = [
        Snak(each.property, each.theirs) for each in pair.qualifiers if each.theirs and not each.ours
    ]
    for where, alone in (("here", only_ours), ("there", only_theirs)):
        if alone:
            yield "note", f"only {where}: {_qualifiers(alone, compared)}"
    if ours.disputed:
        yield "note", "disputed here"
    for reason in ours.missing:
        yield "note", f"left out here: {reason}"
    if pair.outcome != "same" or (pair.theirs and not pair.theirs.references):
        yield from sources.quotes(ours.claims)


def _dispute(dispute: Dispute, thing: ThingDiff, compared: Diff, sources: Sources) -> Section:
    """Arrange the sides of a dispute, with what Wikidata has of each."""
    conflict = dispute.conflict
    entries = []
    sides = {side.claim.iri: side for side in dispute.sides}
    for group in alike([side.claim for side in dispute.sides]):
        (entry,) = sides_of(group, sources)
        side = sides[group[0].iri]
        name = compared.name(side.property)
        if side.theirs is not None:
            rank = "" if side.theirs.rank == "normal" else f", {side.theirs.rank}"
            less = {"finer": "less precisely", "coarser": "more precisely"}.get(side.relation or "", "")
            what = f"{value_text(side.theirs.value, compared.names)} {less}".rstrip()
            entry.notes.append(("note", f"there, {name}: {what}{rank}"))
        elif side.value is not None:
            entry.notes.append(("note", f"there, {name}: no such statement"))
        entries.append(entry)
    return Section(
        f"Disputed here, {thing.thing.label}: {conflict.label}", entries, conflict.explanation or ""
    )


def _not_compared(thing: ThingDiff, prefixes: Mapping[str, str]) -> Entry:
    short = shrink(thing.thing.term.value, prefixes)
    why = {
        "missing": ": there is no such item",
        "no statements recorded": f": its copy of {thing.retrieved} was made without its statements",
    }.get(thing.state, "")
    return Entry(f"{thing.thing.label} ({short}){why}", thing.item)
