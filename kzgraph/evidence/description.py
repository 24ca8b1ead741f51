"""What a description of a thing consists of; :mod:`kzgraph.evidence.describe` makes one."""

from __future__ import annotations

from dataclasses import dataclass

from kzgraph.evidence.claims import Claim, Conflict
from kzgraph.lookup.labels import Labelled
from kzgraph.rdf.terms import KZO

__all__ = ["DATES", "Description", "Fact", "Group", "Name", "Related"]

#: The properties that say when something happened or held, in the order to read them in.
DATES = tuple(KZO + name for name in ("date", "start", "end", "attestedOn"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the thing: its text, language tag (None without one), kind, and who uses it.

    *kind* is ``label`` (what the graph calls it in that language), ``other name`` or ``abbreviation``.
    """

    text: str
    language: str | None
    kind: str
    evidence: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A property and one of its values, as the accepted layer has it, with the claims that say so."""

    property: Labelled
    value: Labelled
    evidence: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """A node that points at the thing: by which properties (*via*), and what else it says (*facts*).

    *facts* are in the order to read them in, dates first; they are empty for a thing with a life of its own,
    such as a person, which is only named. *evidence* are the claims on the node, those on its facts included.
    """

    node: Labelled
    via: tuple[Labelled, ...]
    facts: tuple[Fact, ...]
    evidence: tuple[Claim, ...]

    @property
    def when(self) -> str:
        """The first date of the node as it is written (EDTF), the empty string without one."""
        return next((f.value.label for p in DATES for f in self.facts if f.property.term.value == p), "")


@dataclass(frozen=True, slots=True)
class Group:
    """The related nodes of one class, by date; *label* is the label of the class."""

    label: str
    nodes: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph holds about one thing.

    *texts* are definitions and descriptions. *disputed* are the conflicts that touch the thing, *said* the
    claims that are somebody's opinion, allegation or plan about it, *saying* those that are the thing's own
    about others, *unaccepted* the remaining claims that the graph does not hold as facts. *confusable* are
    things of the same name, *notes* are notes of the editors, *links* are counterparts elsewhere.
    *claims_made* counts the claims of which the thing is the source.
    """

    iri: str
    label: str
    types: tuple[Labelled, ...]
    texts: tuple[str, ...]
    names: tuple[Name, ...]
    facts: tuple[Fact, ...]
    related: tuple[Group, ...]
    disputed: tuple[Conflict, ...]
    said: tuple[Claim, ...]
    saying: tuple[Claim, ...]
    unaccepted: tuple[Claim, ...]
    confusable: tuple[Labelled, ...]
    notes: tuple[str, ...]
    links: tuple[Fact, ...]
    claims_made: int
