"""What changed between two states of a graph: as a page for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kzgraph.diff.blank_nodes import STRUCTURE
from kzgraph.diff.comparison import KINDS, Change, Changed, Comparison
from kzgraph.diff.versions import Version
from kzgraph.evidence.claims import Claim
from kzgraph.evidence.claims_page import Sources, sides_of
from kzgraph.evidence.data import claim_data, conflict_data, term_data
from kzgraph.lookup.labels import Labelled
from kzgraph.rdf.terms import language_tag, shrink
from kzgraph.render.page import Entry, Page, Section

__all__ = ["changes_page"]

_SIGNS = {"added": "+", "removed": "-"}


def changes_page(found: Comparison, prefixes: Mapping[str, str]) -> Page:
    """Arrange a comparison: things with their facts and claims, conflicts, vocabulary, shapes, sources."""
    sources = Sources(prefixes)
    sections = [
        *(section for each in found.things if (section := _thing(each, sources, prefixes)).entries),
        *(_conflict(each, sources, prefixes) for each in found.conflicts),
        *(_plain(each, "Vocabulary", prefixes) for each in found.terms),
        *(_plain(each, "Shape", prefixes) for each in found.shapes or ()),
    ]
    lines = [", ".join(_counted(kind, number) for kind, number in found.counts.items()) or "No fact changed."]
    if "claim-renamed" in found.counts:
        lines.append("Which claim has which new name is told in JSON.")
    if found.shapes is None:
        lines.append("Shapes are not compared, since one of the two has none.")
    return Page(
        f"Changes from {_name(found.old)} to {_name(found.new)}",
        lines,
        sections + sources.section(),
        _data(found),
    )


def _name(version: Version) -> str:
    return f"{version.name} ({version.commit[:10]})" if version.commit else version.name


def _counted(kind: str, number: int) -> str:
    return f"{number} {KINDS[kind][number != 1]}"


def _title(each: Changed, prefixes: Mapping[str, str]) -> str:
    short = shrink(each.subject.term.value, prefixes)
    name = each.subject.label if each.subject.label == short else f"{each.subject.label} ({short})"
    return name if each.state == "changed" else f"{name} – {each.state}"


def _thing(each: Changed, sources: Sources, prefixes: Mapping[str, str]) -> Section:
    shown = {claim.iri for change in each.changes for claim in change.evidence}
    entries = []
    for change in each.changes:
        if change.claim is None:
            entries.append(_fact(change, sources, prefixes))
        elif change.kind != "claim-renamed" and not (
            change.kind == "claim-added" and change.claim.iri in shown
        ):
            entries.append(_claim(change, change.claim, sources, prefixes))
    return Section(_title(each, prefixes), entries, grouped=True)


def _fact(change: Change, sources: Sources, prefixes: Mapping[str, str]) -> Entry:
    entry = _values(change, prefixes)
    entry.notes += sources.quotes(change.evidence)
    return entry


def _values(change: Change, prefixes: Mapping[str, str]) -> Entry:
    """Return a property with its old and new value."""
    both = change.old is not None and change.new is not None
    alike = both and _value(change.old) == _value(change.new)
    texts = [_value(each, prefixes if alike else None) for each in (change.old, change.new) if each]
    if change.kind == "quote-changed":
        texts = [f"“{text}”" for text in texts]
    sign = "~" if both else "+" if change.new else "-"
    return Entry(" → ".join(texts), f"{sign} {change.property.label if change.property else ''}")


def _value(value: Labelled | None, prefixes: Mapping[str, str] | None = None) -> str:
    """Return a value with its language; with *prefixes* also its IRI or datatype, where two look alike."""
    if value is None:
        return ""
    term = value.term
    kind = language_tag(term.language)
    if prefixes is not None and not kind:
        kind = shrink(term.value if term.kind == "iri" else term.datatype or "", prefixes)
    return f"{value.label} ({kind})" if kind and kind != value.label else value.label


def _claim(change: Change, claim: Claim, sources: Sources, prefixes: Mapping[str, str]) -> Entry:
    """Arrange a change of a claim: what it states, by whom it is said, and what became of it."""
    statement = f"{claim.predicate.label} {_value(claim.object)}"
    if change.kind in ("claim-added", "claim-removed"):
        sign = _SIGNS[change.kind.removeprefix("claim-")]
        (entry,) = sides_of([claim], sources)
        return Entry(statement, f"{sign} claim", entry.notes)
    entry = _values(change, prefixes)
    entry.text = f"{statement} {sources.mark(claim.source)}: {entry.text}"
    return entry


def _conflict(each: Changed, sources: Sources, prefixes: Mapping[str, str]) -> Section:
    state = {"added": "Conflict added", "removed": "Conflict settled"}.get(each.state, "Conflict")
    title = f"{state}: {each.subject.label}"
    if each.conflict is not None:
        return Section(title, sides_of(each.conflict.sides, sources), each.conflict.explanation or "")
    return Section(title, [_fact(change, sources, prefixes) for change in each.changes], grouped=True)


def _plain(each: Changed, what: str, prefixes: Mapping[str, str]) -> Section:
    entries = [_values(change, prefixes) for change in each.changes]
    return Section(f"{what}: {_title(each, prefixes)}", entries, grouped=True)


def _data(found: Comparison) -> dict[str, object]:
    """Return the comparison for JSON; claims are named by their IRIs and follow under ``claims``."""
    claims = {
        claim.iri: claim
        for each in (*found.things, *found.conflicts)
        for change in each.changes
        for claim in (*change.evidence, *([change.claim] if change.claim else []))
    }
    return {
        "old": _version(found.old),
        "new": _version(found.new),
        "counts": found.counts,
        "things": _all(found.things),
        "conflicts": _all(found.conflicts),
        "vocabulary": _all(found.terms),
        "shapes": None if found.shapes is None else _all(found.shapes),
        "claims": {name: claim_data(claim) for name, claim in sorted(claims.items())},
    }


def _version(version: Version) -> dict[str, object]:
    return {"name": version.name, "kind": version.kind, "commit": version.commit or None}


def _all(found: Iterable[Changed]) -> list[dict[str, object]]:
    return [
        {
            **_term(each.subject),
            "state": each.state,
            **({"conflict": conflict_data(each.conflict)} if each.conflict else {}),
            "changes": [
                {
                    "kind": change.kind,
                    "property": _term(change.property) if change.property else None,
                    "old": _term(change.old) if change.old else None,
                    "new": _term(change.new) if change.new else None,
                    "claim": change.claim.iri if change.claim else None,
                    "evidence": [claim.iri for claim in change.evidence],
                }
                for change in each.changes
            ],
        }
        for each in found
    ]


def _term(each: Labelled) -> dict[str, object]:
    if each.term.kind == "bnode":
        return {"blankNode": each.term.value}
    if each.term.datatype == STRUCTURE:
        return {"structure": each.term.value}
    return term_data(each)
