"""Our facts beside Wikidata's statements, for an editor: thing by thing, as text, Markdown, JSON and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kzgraph.evidence.claims_page import Sources, alike, sides_of
from kzgraph.rdf.terms import shrink
from kzgraph.render.page import Entry, Page, Section
from kzgraph.wikidata.compare import Relation
from kzgraph.wikidata.diff import Diff, ThingDiff
from kzgraph.wikidata.disputes import Dispute
from kzgraph.wikidata.our_statements import Ours
from kzgraph.wikidata.pairs import OUTCOMES, Pair
from kzgraph.wikidata.statements import Snak, Statement, numeric_id
from kzgraph.wikidata.values_page import value_text

__all__ = ["diff_page"]

_RELATIONS: Mapping[Relation, str] = {
    "coarser": "ours is less precise",
    "finer": "theirs is less precise",
    "differs": "they differ",
}
_FETCH = "kzgraph wikidata fetch"


def diff_page(found: Diff, prefixes: Mapping[str, str]) -> Page:
    """Arrange a comparison: a section for each thing, what differs first, and what was not compared.

    The page is for reading; for programs see `kzgraph.wikidata.diff_data`.
    """
    sources = Sources(prefixes)
    sections: list[Section] = []
    for thing in found.things:
        if thing.state == "compared":
            sections.append(_section(thing, found, sources, prefixes))
            sections += [_dispute(each, thing, found, sources) for each in thing.disputed]
    rest = [_not_compared(thing, prefixes) for thing in found.things if thing.state != "compared"]
    if rest:
        sections.append(
            Section(
                "Not compared", rest, f"No copies of these items with their statements are here: {_FETCH}"
            )
        )
    compared = sum(thing.state == "compared" for thing in found.things)
    counts = ", ".join(f"{number} {outcome}" for outcome, number in found.counts().items() if number)
    lines = [f"{compared} of {len(found.things)} linked things compared", *([counts] if counts else [])]
    sections += sources.section()
    return Page("Our facts and Wikidata's statements", lines, sections, None)


def _section(thing: ThingDiff, found: Diff, sources: Sources, prefixes: Mapping[str, str]) -> Section:
    short = shrink(thing.thing.term.value, prefixes)
    name = "" if thing.label.casefold() == thing.thing.label.casefold() else f" {thing.label}"
    title = f"{thing.thing.label} ({short}) · {thing.item}{name}, copy of {thing.retrieved}"
    intro = []
    if thing.item != thing.linked:
        intro.append(f"{thing.linked}, to which it is linked, was merged into {thing.item}.")
    if thing.others:
        number = sum(thing.others.values())
        intro.append(f"{number} statements of {len(thing.others)} other properties there were not compared.")
    entries = [_entry(pair, found, sources) for pair in sorted(thing.pairs, key=_order)]
    entries += [
        Entry(f"{_name(each.mapping.property.id, found)}: {'; '.join(each.missing)}", "cannot be said there")
        for each in thing.unsaid
    ]
    return Section(title, entries, " ".join(intro), grouped=True)


def _order(pair: Pair) -> tuple[int, tuple[str, int]]:
    return OUTCOMES.index(pair.outcome), numeric_id(pair.property)


def _name(name: str, found: Diff) -> str:
    known = found.properties.get(name)
    return f"{known.label} ({name})" if known else name


def _entry(pair: Pair, found: Diff, sources: Sources) -> Entry:
    """Arrange a pair: the values and what is to be known of theirs, then qualifiers and the sources."""
    ours = pair.ours.statement if pair.ours else None
    only = ours if pair.theirs is None else pair.theirs if ours is None else None
    text = f"{_name(pair.property, found)}: "
    if only is not None:
        text += _said(only, found) + _bracketed(_qualifier(snak, found) for snak in only.qualifiers)
    elif ours is not None and pair.theirs is not None:
        here, there = _said(ours, found), _said(pair.theirs, found)
        text += here if pair.outcome == "same" else f"here {here}, there {there}"
    if standing := ", ".join(_standing(pair)):
        text += f" – there {standing}"
    notes = [] if pair.ours is None else [*_evidence(pair, pair.ours, found, sources)]
    return Entry(text, pair.outcome, notes)


def _said(statement: Statement, found: Diff) -> str:
    return value_text(statement.value, found.names)


def _bracketed(parts: Iterable[str]) -> str:
    text = "; ".join(parts)
    return f" ({text})" if text else ""


def _qualifier(snak: Snak, found: Diff) -> str:
    return f"{_name(snak.property, found)} {value_text(snak.value, found.names)}"


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


def _evidence(pair: Pair, ours: Ours, found: Diff, sources: Sources) -> Iterator[tuple[str, str]]:
    """Yield the qualifiers that are not alike, what is doubtful here, and the words of our sources."""
    for each in pair.qualifiers:
        if each.ours and each.theirs and each.relation not in ("same", None):
            here, there = (value_text(value, found.names) for value in (each.ours, each.theirs))
            yield (
                "note",
                f"{_name(each.property, found)}: here {here}, there {there} ({_RELATIONS[each.relation]})",
            )
    for where, alone in (
        (
            "here",
            [Snak(each.property, each.ours) for each in pair.qualifiers if each.ours and not each.theirs],
        ),
        (
            "there",
            [Snak(each.property, each.theirs) for each in pair.qualifiers if each.theirs and not each.ours],
        ),
    ):
        if alone:
            yield "note", f"only {where}: {'; '.join(_qualifier(snak, found) for snak in alone)}"
    if ours.disputed:
        yield "note", "disputed here"
    for reason in ours.missing:
        yield "note", f"left out here: {reason}"
    if pair.outcome != "same" or (pair.theirs and not pair.theirs.references):
        yield from sources.quotes(ours.claims)


def _dispute(dispute: Dispute, thing: ThingDiff, found: Diff, sources: Sources) -> Section:
    """Arrange the sides of a dispute, with what Wikidata has of each."""
    conflict = dispute.conflict
    entries = []
    sides = {side.claim.iri: side for side in dispute.sides}
    for group in alike([side.claim for side in dispute.sides]):
        (entry,) = sides_of(group, sources)
        side = sides[group[0].iri]
        name = _name(side.property, found)
        if side.theirs is not None:
            rank = "" if side.theirs.rank == "normal" else f", {side.theirs.rank}"
            less = {"finer": "less precisely", "coarser": "more precisely"}.get(side.relation or "", "")
            what = " ".join(part for part in (_said(side.theirs, found), less) if part)
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
