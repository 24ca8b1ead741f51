"""What a comparison consists of; :mod:`kzgraph.diff.compare` makes one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kzgraph.diff.versions import Version
from kzgraph.evidence.claims import Claim, Conflict
from kzgraph.lookup.labels import Labelled

__all__ = ["KINDS", "Change", "Changed", "Comparison"]

#: The kinds of change in the order in which they are counted, and what to call one of them and several.
KINDS: Mapping[str, tuple[str, str]] = {
    "thing-added": ("thing added", "things added"),
    "thing-removed": ("thing removed", "things removed"),
    "renamed": ("label changed", "labels changed"),
    "fact-added": ("fact added", "facts added"),
    "fact-removed": ("fact removed", "facts removed"),
    "value-changed": ("value changed", "values changed"),
    "claim-added": ("claim added", "claims added"),
    "claim-removed": ("claim removed", "claims removed"),
    "claim-renamed": ("claim with a new name", "claims with new names"),
    "rank-changed": ("rank changed", "ranks changed"),
    "reason-changed": ("reason changed", "reasons changed"),
    "quote-changed": ("quote changed", "quotes changed"),
    "claim-changed": ("other change of a claim", "other changes of claims"),
    "conflict-added": ("conflict added", "conflicts added"),
    "conflict-settled": ("conflict settled", "conflicts settled"),
    "conflict-changed": ("change of a conflict", "changes of conflicts"),
    "term-changed": ("change of the vocabulary", "changes of the vocabulary"),
    "shape-changed": ("change of the shapes", "changes of the shapes"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    *kind* is a key of KINDS. *property* with *old* and *new* is what it was and is: None for what was not or
    is no longer there. *claim* is the claim that came, went or changed, as it is now if it still is.
    *evidence* are the claims of the sources that say what came.
    """

    kind: str
    property: Labelled | None = None
    old: Labelled | None = None
    new: Labelled | None = None
    claim: Claim | None = None
    evidence: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of one thing, conflict, term or shape.

    *state* is ``added``, ``removed`` or ``changed``. *conflict* is set for a conflict that came or went.
    """

    subject: Labelled
    state: str
    changes: tuple[Change, ...]
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed from *old* to *new*.

    *things* are changes of facts and of the claims about them, by label; *conflicts*, *terms* (of the
    ontology) and *shapes* stand apart. *shapes* is None if one of the states has none to compare.
    """

    old: Version
    new: Version
    things: tuple[Changed, ...]
    conflicts: tuple[Changed, ...]
    terms: tuple[Changed, ...]
    shapes: tuple[Changed, ...] | None

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.things or self.conflicts or self.terms or self.shapes)

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind that occurs, in the order of KINDS."""
        found: Counter[str] = Counter()
        for each in self.things:
            if each.state != "changed":
                found[f"thing-{each.state}"] += 1
            found.update(change.kind for change in each.changes)
        for each in self.conflicts:
            settled = {"added": "conflict-added", "removed": "conflict-settled"}
            found.update([settled[each.state]] if each.state in settled else ["conflict-changed"])
        found["term-changed"] = sum(len(each.changes) for each in self.terms)
        found["shape-changed"] = sum(len(each.changes) for each in self.shapes or ())
        return {kind: found[kind] for kind in KINDS if found[kind]}
