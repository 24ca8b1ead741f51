"""What is read from a foreign file, before anything is decided about it: things, facts, troubles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kzgraph.editing.declarations import Kind
from kzgraph.rdf.terms import Term

__all__ = ["UNKNOWN", "Fact", "Intake", "LeftOut", "Name", "Progress", "Spot", "Thing", "Trouble"]

#: The tag of a text whose language the file does not say (BCP 47: undetermined). It is settled later.
UNKNOWN: Final = "und"
#: Called with the number of steps done and of all steps.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a document: offsets *start* and *end* of the words that say it, *path* as people find it.

    A path is ``persons[3].name`` in JSON, ``column name`` in a table.
    """

    start: int
    end: int
    path: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing, in a *language* (BCP 47); *other* if it is never the one that it is listed under."""

    text: str
    language: str
    spot: Spot
    other: bool = False


@dataclass(slots=True)
class Thing:
    """A thing of the file, called *key* within it; *cls* is the IRI of its class, "" if none is said.

    What is of another *kind* than a person, an organisation or a post is never matched. *family* is the
    family name where it is told apart, *identifiers* are IRIs that name the thing elsewhere
    (``http://www.wikidata.org/entity/Q1``), *born* an EDTF date, *ties* the keys of organisations that a
    person belongs to. *wanted* is the IRI that a mapping gives it. *position* is the key of the post that a
    membership may be in. A *placeholder* is no thing at all by its name ("Independent" among parties).
    """

    key: str
    kind: Kind
    cls: str
    spot: Spot
    names: list[Name] = field(default_factory=list)
    family: str = ""
    identifiers: set[str] = field(default_factory=set)
    born: str = ""
    ties: list[str] = field(default_factory=list)
    wanted: str = ""
    position: str = ""
    placeholder: bool = False

    @property
    def name(self) -> str:
        """Its first name, else its key."""
        return self.names[0].text if self.names else self.key

    @property
    def spellings(self) -> list[str]:
        """All its names."""
        return [name.text for name in self.names]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the file: *value* is a term, or the key of a thing of the file."""

    subject: str
    predicate: str
    value: Term | str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in the file that is wrong, so that it was not taken."""

    spot: Spot
    message: str


@dataclass(slots=True)
class LeftOut:
    """Sound data for which the graph has no place: how often it is there, and where first."""

    count: int
    first: Spot
    why: str


@dataclass(slots=True)
class Intake:
    """All that a file says. *counts* tells how many of what were read; *left_out* is by what it is."""

    counts: dict[str, int] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    left_out: dict[str, LeftOut] = field(default_factory=dict)

    def say(self, subject: str, predicate: str, value: Term | str, spot: Spot) -> None:
        """Note a fact; *value* is a term or the key of a thing."""
        self.facts.append(Fact(subject, predicate, value, spot))

    def wrong(self, spot: Spot, message: str) -> None:
        """Note a mistake in the file."""
        self.troubles.append(Trouble(spot, message))

    def leave(self, what: str, spot: Spot, why: str = "") -> None:
        """Note that *what* is left out at *spot*, because of *why*."""
        self.left_out.setdefault(what, LeftOut(0, spot, why)).count += 1
