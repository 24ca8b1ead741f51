"""Telling the curator what came of a file: matched, new, contradicting, not taken and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kzgraph.errors import shown
from kzgraph.importing.contradictions import Compared
from kzgraph.importing.run import Imported
from kzgraph.rdf.terms import shrink

__all__ = ["findings", "lines"]

#: So many proposals are listed; the table has them all.
_MOST: Final = 40


def findings(imported: Imported) -> int:
    """Return how many mistakes the file has and how many facts contradict something."""
    return len(imported.intake.troubles) + len(_contradicting(imported))


def lines(imported: Imported, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the report."""
    intake, draft = imported.intake, imported.draft
    counts = ", ".join(_count(number, name) for name, number in intake.counts.items())
    yield f"{imported.document.name}: {counts}."
    accepted = {(each.subject, each.predicate, each.value) for each in draft.facts if each.accepted}
    known = sum(each.known for each in draft.facts)
    new = _count(len(draft.identities.new), "new things") if draft.identities.new else "nothing new"
    yield (
        f"As {shrink(draft.source, prefixes)}: {new}, {_count(len(draft.facts), 'claims')}; "
        f"{_count(len(accepted), 'facts')} accepted, {known} accepted before."
    )
    yield from _matched(imported, prefixes)
    yield from _contradictions(imported, prefixes)
    yield from _not_taken(imported)


def _matched(imported: Imported, prefixes: Mapping[str, str]) -> Iterator[str]:
    things = imported.intake.things
    spoken = {
        key: name
        for key, name in imported.draft.identities.same.items()
        if things[key].kind != "other" or things[key].wanted
    }
    if spoken:
        yield f"\nSpeaks of things of the graph ({len(spoken)}):"
        yield from _cut([f"  {things[key].name} = {shrink(name, prefixes)}" for key, name in spoken.items()])
    likely = [each for each in imported.proposals if each.likely]
    missed = [each for each in imported.proposals if not each.likely]
    for title, group, sign in (
        ("Proposed to be the same; none is merged until you decide (--propose, --matches)", likely, "="),
        ("Near misses, which seem to be others", missed, "≠"),
    ):
        if group:
            yield f"\n{title} ({len(group)}):"
            yield from _cut(
                [
                    f"  {things[each.key].name} {sign} {shrink(each.candidate, prefixes)} "
                    f"({each.label})\n    {each.reason}"
                    for each in group
                ]
            )


def _contradicting(imported: Imported) -> list[Compared]:
    return [each for each in imported.draft.facts if each.contradicts or each.rank == "deprecated"]


def _contradictions(imported: Imported, prefixes: Mapping[str, str]) -> Iterator[str]:
    found = _contradicting(imported)
    if not found:
        return
    yield f"\nNot accepted, to be settled by hand ({len(found)}):"
    for each in found:
        where = f"{imported.document.name}:{imported.document.line(each.spot.start)}"
        fact = " ".join(shrink(term, prefixes) for term in (each.subject, each.predicate, each.value.value))
        reason = each.reason or "The file has several values, of which only one can hold."
        yield f"  {where}: {each.spot.path}: {fact}\n    {reason}"


def _not_taken(imported: Imported) -> Iterator[str]:
    intake, document = imported.intake, imported.document
    if intake.troubles:
        yield f"\nWrong in the file, and not taken ({len(intake.troubles)}):"
        for each in sorted(intake.troubles, key=lambda trouble: trouble.spot.start):
            yield f"  {document.name}:{document.line(each.spot.start)}: {each.spot.path}: {each.message}"
    if imported.draft.identities.skipped:
        names = ", ".join(shown(intake.things[key].name) for key in imported.draft.identities.skipped)
        yield f"\nLeft out, with what is said of it: {names}."
    if intake.left_out:
        yield "\nSound, but the graph has no place for it:"
        for what, left in intake.left_out.items():
            why = f" ({left.why})" if left.why else ""
            yield f"  {what}: {left.count}, first in line {document.line(left.first.start)}{why}"


def _cut(found: list[str]) -> Iterator[str]:
    yield from found[:_MOST]
    if len(found) > _MOST:
        yield f"  and {len(found) - _MOST} more"


def _count(number: int, name: str) -> str:
    """Return a number with what is counted, in the singular if it is one."""
    single = name.rstrip("s") if name.endswith("s") else name
    return f"{number} {single if number == 1 else name}"
