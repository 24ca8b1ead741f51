"""Who is tied to whom: the nodes and edges that the network formats write.

Nodes are agents (people, organisations, groups), and the occasions (events, elections, declarations) that
bring at least two of them together. Edges are

* what one agent has to do with another by a property of its own (split from, part of, supports);
* tenures, affiliations and candidacies, which are things of their own in the graph and edges here;
* the part that an agent has in an occasion (actor, participant, signatory), from agent to occasion;
* what one occasion has to do with another (concerns, follows).

Only accepted facts are ties; which sources state them is said where the claims are at hand.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kzgraph.export.things import Things
from kzgraph.lookup.labels import present
from kzgraph.model import AGENT, DATED, ELECTION, EVENT, MEMBERSHIP, ORGANIZATION, PERSON, POST
from kzgraph.rdf import edtf
from kzgraph.rdf.terms import KZO, ORG, OWL, RDF, SKOS

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["Network", "Node", "Tie", "network"]

_RESULT: Final = (KZO + "ElectionResult",)
_OCCASION: Final = EVENT | {KZO + "Motion", "http://www.popoloproject.com/vocabulary#Motion"}
#: Properties that say who is who, not who is tied to whom.
_IDENTITY: Final = frozenset(
    {
        KZO + "notToBeConfusedWith",
        KZO + "mayDenote",
        OWL + "sameAs",
        OWL + "differentFrom",
        *(f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")),
    }
)
_PAIRS: Final = "SELECT ?from ?how ?to { ?from a ?class ; ?how ?to . FILTER(ISIRI(?from) && ISIRI(?to)) }"
_STATED: Final = """
SELECT DISTINCT ?subject ?predicate ?object ?source {
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; kzo:source ?source .
  FILTER(ISIRI(?object))
  FILTER NOT EXISTS { ?claim kzo:assertedBy ?who }
  FILTER NOT EXISTS { ?claim kzo:rank wikibase:DeprecatedRank }
}
"""
_OPEN: Final = (edtf.FIRST_DAY, edtf.LAST_DAY)


@dataclass(frozen=True, slots=True)
class Node:
    """An agent or an occasion: its IRI, label, *kind* (``person``, ``event``) and the name of its class."""

    iri: str
    label: str
    kind: str
    type: str


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge between two nodes, given by their IRIs.

    *kind* is the name of the property, or ``tenure``, ``affiliation``, ``candidacy``. *via* is the IRI of the
    thing that the edge stands for, "" for a property. *dates* are the EDTF dates by ``start``, ``end``,
    ``date`` and ``attested``. *from_* and *until* are the first and the last possible day, "" where open.
    *sources* are IRIs.
    """

    source: str
    target: str
    kind: str
    label: str
    via: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    from_: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and ties, sorted; each tie is between two of the nodes."""

    nodes: list[Node]
    ties: list[Tie]


def network(material: Material) -> Network:
    """Return who is tied to whom in *material*. A graph without agents gives an empty network."""
    finder = _Finder(material)
    ties = [*finder.relations(), *finder.properties()]
    busy: dict[str, set[str]] = {}
    for tie in ties:
        if tie.source in finder.agents:
            busy.setdefault(tie.target, set()).add(tie.source)
    lone = {occasion for occasion in finder.occasions if len(busy.get(occasion, ())) < 2}
    ties = [tie for tie in ties if tie.target not in lone and tie.source not in lone]
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    nodes = [finder.node(iri) for iri in sorted(finder.agents | (finder.occasions & tied))]
    return Network(nodes, sorted(ties, key=lambda tie: (tie.source, tie.target, tie.kind, tie.via)))


class _Finder:
    """Finds the ties of a material."""

    def __init__(self, material: Material) -> None:
        self.things = Things(material)
        self._material = material
        of = self.things.members
        self._persons = frozenset(of(*PERSON))
        self._organizations = frozenset(of(*ORGANIZATION))
        self._elections = frozenset(of(*ELECTION))
        self._events = frozenset(of(*EVENT))
        self._posts = frozenset(of(*POST))
        self.agents = frozenset(of(*AGENT))
        self.occasions = frozenset(of(*_OCCASION)) - self.agents
        self._stated: dict[tuple[str, str, str], list[str]] = {}
        for row in material.graph.select(_STATED):
            *triple, source = (term.value for term in present(row))
            self._stated.setdefault((triple[0], triple[1], triple[2]), []).append(source)

    def node(self, iri: str) -> Node:
        """Return the node of an agent or occasion."""
        kinds = (
            (self._persons, "person"),
            (self._organizations, "organization"),
            (self.agents, "group"),
            (self._elections, "election"),
            (self._events, "event"),
        )
        kind = next((name for members, name in kinds if iri in members), "declaration")
        return Node(iri, self.things.label(iri), kind, _local(self.things.types[iri][0]))

    def relations(self) -> Iterator[Tie]:
        """Yield tenures, affiliations and candidacies, and the part of contestants in elections."""
        for iri in self.things.members(*MEMBERSHIP):
            yield from self._membership(iri)
        for iri in self.things.members(*_RESULT):
            yield from self._result(iri)

    def properties(self) -> Iterator[Tie]:
        """Yield what agents have to do with agents and occasions by a property of one of them."""
        found = set()
        for row in self._material.graph.select(_PAIRS):
            found.add(tuple(term.value for term in present(row)))
        for start, how, end in sorted(found):
            if how in _IDENTITY or how == RDF + "type" or start == end:
                continue
            sources = tuple(sorted(self._stated.get((start, how, end), ())))
            kind, label = _local(how), self.things.label(how)
            if start in self.agents and end in self.agents:
                yield Tie(start, end, kind, label, sources=sources)
            elif start in self.occasions and end in self.agents:
                yield Tie(end, start, kind, label, sources=sources, **self._dates(start))
            elif start in self.occasions and end in self.occasions:
                yield Tie(start, end, kind, label, sources=sources, **self._dates(start))

    def _membership(self, iri: str) -> Iterator[Tie]:
        posts = self.things.iris(iri, KZO + "post")
        bodies = self.things.iris(iri, KZO + "leads", ORG + "organization") or [
            body for post in posts for body in self.things.iris(post, ORG + "postIn")
        ]
        kind = "tenure" if self._posts.intersection(posts) else "affiliation"
        label = self._labels([*posts, *self.things.iris(iri, ORG + "role")]) or self.things.label(iri)
        yield from self._between(
            iri, self.things.iris(iri, KZO + "holder", ORG + "member"), bodies, kind, label
        )

    def _result(self, iri: str) -> Iterator[Tie]:
        elections = self.things.iris(iri, KZO + "election")
        contestants = self.things.iris(iri, KZO + "contestant")
        candidates = self.things.iris(iri, KZO + "candidate")
        label = self._labels(elections) or self.things.label(iri)
        dated = elections[0] if elections else iri
        yield from self._between(iri, candidates, contestants, "candidacy", label, dated)
        for kind, stood in (("contestant", contestants), ("candidate", candidates)):
            yield from self._between(iri, stood, elections, kind, self.things.label(KZO + kind), dated)

    def _between(
        self, iri: str, starts: list[str], ends: list[str], kind: str, label: str, dated: str = ""
    ) -> Iterator[Tie]:
        """Yield the ties that one thing makes between agents, or between agents and occasions."""
        sources = tuple(self.things.sources.get(iri, ()))
        for start in starts:
            for end in ends:
                if start in self.agents and (end in self.agents or end in self.occasions) and start != end:
                    yield Tie(start, end, kind, label, iri, sources=sources, **self._dates(dated or iri))

    def _dates(self, iri: str) -> dict[str, Any]:
        """Return when something held or happened: the dates, and the days between which it can have."""
        texts = {name: [text for text, _ in self.things.texts(iri, each)] for name, each in DATED.items()}
        known = {name: _bounds(found) for name, found in texts.items()}
        period = edtf.period(**known)
        dates = {name: "; ".join(found) for name, found in texts.items() if found}
        if period is None:
            return {"dates": dates}
        days = ("" if day in _OPEN else day for day in (period.from_, period.until))
        return {"dates": dates, **dict(zip(("from_", "until"), days, strict=True))}

    def _labels(self, iris: list[str]) -> str:
        return "; ".join(map(self.things.label, iris))


def _local(iri: str) -> str:
    """Return the local name of a class or property."""
    return re.split("[#/:]", iri)[-1]


def _bounds(texts: list[str]) -> list[edtf.Bounds]:
    """Return the bounds of those texts that are EDTF dates."""
    found = []
    for text in texts:
        with contextlib.suppress(ValueError):
            found.append(edtf.parse(text))
    return found
