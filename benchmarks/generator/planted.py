"""Violations on purpose: each is one small record that is right but for one thing."""

import json
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from generator import people
from generator.country import Election
from generator.layers import Layers
from generator.people import Thing, When
from generator.turtle import PREFIXES, Node, text

#: No violation takes more triples than this, with the things around it.
ROOM = 130


class Violation(NamedTuple):
    """Where a violation is: the file, the subject and the property that is wrong (``a`` for its class)."""

    file: str
    subject: str
    property: str


class Spot(NamedTuple):
    """A place for a violation: a party, an election, and the number that makes new IRIs new."""

    layers: Layers
    party: Thing
    election: Election
    number: int

    def iri(self, kind: str) -> str:
        """Return a new IRI for a thing of some kind; like any other, so that it gives nothing away."""
        return f"{self.party.iri}-{kind}-n{self.number + 1}"

    def person(self, kind: str = "supporter") -> Thing:
        """Write a person in whom nothing is wrong."""
        node, name = people.person(self.layers, self.iri(kind))
        node.write(self.layers.output)
        return Thing(node.iri, name.en, name.ru)

    def affiliation(self, *when: When) -> Node:
        """Return the affiliation of a new person, right so far and not written yet."""
        member = self.person()
        return people.affiliation(self.layers, self.iri("affiliation"), member, self.party, when)

    def tenure(self) -> Node:
        """Return a new person's term as an adviser, right so far and not written yet."""
        post = Node(people.FILE, self.iri("post"), "kzo:Post")
        post.add("skos:prefLabel", text(f"Adviser of the {self.party.name}", "en"))
        post.add("org:postIn", self.party.iri)
        post.write(self.layers.output)
        adviser = Thing(post.iri, "Adviser", "советник")
        return people.tenure(self.layers, self.iri("tenure"), self.person(), adviser, self.party.iri)

    def result(self) -> Node:
        """Return another result of the party in an election, without any numbers and not written yet."""
        node = Node("data/elections.ttl", self.iri("result"), "kzo:ElectionResult")
        node.add("skos:prefLabel", text(f"{self.party.name} again in the {self.election.name}", "en"))
        self.say(node, "kzo:election", self.election.iri)
        self.say(node, "kzo:contestant", self.party.iri)
        return node

    def say(self, node: Node, predicate: str, value: str) -> None:
        """State a fact about a thing in words that do not matter."""
        number = self.number + 1
        self.layers.state(node, [(predicate, value)], f"further to note {number}", f"к примечанию {number}")

    def done(self, node: Node, predicate: str) -> Violation:
        """Write the thing and return where the violation is."""
        node.write(self.layers.output)
        return Violation(node.file, node.iri, predicate)


Plant = Callable[[Spot], Violation]

#: The kinds of violation, by the names that planted.json gives them.
KINDS: dict[str, Plant] = {}


def kind(name: str) -> Callable[[Plant], Plant]:
    """Register a kind of violation."""

    def register(plant: Plant) -> Plant:
        KINDS[name] = plant
        return plant

    return register


class Planter:
    """Plants a number of violations, all kinds equally often, in random order."""

    def __init__(self, number: int, rng: Random) -> None:
        # They register themselves on import.
        from generator import wrong_layers, wrong_values  # noqa: F401

        names = sorted(KINDS)
        self._order: list[str] = []
        while len(self._order) < number:
            self._order += rng.sample(names, min(len(names), number - len(self._order)))
        self._records: list[dict[str, str]] = []

    @property
    def planted(self) -> int:
        """How many there are so far."""
        return len(self._records)

    @property
    def left(self) -> int:
        """How many are still to come."""
        return len(self._order) - self.planted

    def plant(self, spot: Spot) -> None:
        """Plant the next violation."""
        name = self._order[self.planted]
        where = KINDS[name](spot)
        self._records.append(
            {
                "kind": name,
                "file": where.file,
                "subject": _expanded(where.subject),
                "property": _expanded(where.property),
            }
        )

    def write(self, path: str) -> None:
        """Write the list of what was planted, in the order of the files."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            json.dump(self._records, file, indent=1)
            file.write("\n")


def _expanded(name: str) -> str:
    """Return the IRI of a prefixed name."""
    if name == "a":
        name = "rdf:type"
    prefix, _, local = name.partition(":")
    namespace = PREFIXES.split(f"@prefix {prefix}: <", 1)[1].split(">", 1)[0]
    return namespace + local
