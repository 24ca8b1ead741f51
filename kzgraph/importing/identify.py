"""Which thing of a file is which: one of the graph, a new one with an IRI of its own, or left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kzgraph.editing.declarations import Declarations
from kzgraph.importing.decisions import Decision
from kzgraph.importing.iris import Namer
from kzgraph.importing.records import Intake, Thing
from kzgraph.rdf import edtf
from kzgraph.rdf.terms import KZO, ORG, Term
from kzgraph.storage.graph import Graph

__all__ = ["Identities", "identify"]

#: An affiliation or a tenure of the graph: its IRI, role or "", start and end or "".
_Link = tuple[str, str, str, str]


@dataclass(slots=True)
class Identities:
    """The IRIs of the things of a file by their keys.

    *same* are things of the graph, *new* are new ones; *skipped* are the keys of what is left out.
    """

    same: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    def get(self, key: str) -> str:
        """Return the IRI of a thing; "" if it is left out."""
        return self.same.get(key) or self.new.get(key, "")

    def is_tenure(self, thing: Thing) -> bool:
        """Tell whether a thing is a tenure: also a membership in a position that is a post of the graph."""
        return thing.cls == KZO + "Tenure" or (thing.kind == "other" and thing.position in self.same)


def identify(
    graph: Graph, declarations: Declarations, intake: Intake, decisions: Mapping[str, Decision], source: str
) -> Identities:
    """Decide for each thing of the file. *source* is the IRI of the new source."""
    found = Identities()
    namer = Namer(graph.home, declarations.names)
    number = re.split("[-/#]", source)[-1]
    for key, thing in intake.things.items():
        decision = decisions.get(key)
        if decision is not None and decision.action == "same":
            found.same[key] = decision.thing
        elif decision.action == "skip" if decision is not None else thing.placeholder:
            found.skipped.append(key)
        elif thing.wanted in declarations.names:
            found.same[key] = thing.wanted
        elif thing.cls:  # a position without a class is a thing only if it is one of the graph
            if thing.wanted and not thing.wanted.startswith(graph.home):
                found.new[key] = thing.wanted
            elif thing.wanted:
                found.new[key] = namer.name(thing.wanted[len(graph.home) :], thing.name)
            elif thing.kind != "other":
                found.new[key] = namer.name(thing.name, f"{thing.kind}-{number}-{len(found.new) + 1}")
    links = _links(graph)
    for key, thing in intake.things.items():
        if thing.kind == "other" and not thing.wanted and key not in found.skipped:
            _identify_link(thing, intake, found, namer, links)
    return found


def _identify_link(
    thing: Thing,
    intake: Intake,
    found: Identities,
    namer: Namer,
    links: Mapping[tuple[str, str], list[_Link]],
) -> None:
    """Name an affiliation or a tenure; it is one of the graph if that has one that fits and no other."""
    said: dict[str, str] = {}
    ends = []
    for fact in intake.facts_about(thing.key):
        if isinstance(fact.value, Term):
            said[fact.predicate] = fact.value.value
        elif end := found.get(fact.value):
            ends.append(end)
    if len(ends) < 2:  # one of them is left out
        return
    post = found.same.get(thing.position, "")
    role = "" if post else said.get(ORG + "role", "")
    who, what = ends[0], post or ends[1]
    period = (said.get(KZO + "start", ""), said.get(KZO + "end", ""))
    fitting = [
        link
        for link, other, start, end in links.get((who, what), [])
        if _overlap(period, (start, end)) and (not role or not other or role == other)
    ]
    if len(fitting) == 1 and fitting[0] not in found.same.values():
        found.same[thing.key] = fitting[0]
        return
    names = [re.split("[/#]", each)[-1] for each in (who, what)]
    found.new[thing.key] = namer.name(("-" if found.is_tenure(thing) else "-in-").join(names))


def _links(graph: Graph) -> dict[tuple[str, str], list[_Link]]:
    """Return the affiliations and tenures of the graph by person and organisation or post."""
    found: dict[tuple[str, str], list[_Link]] = {}
    for one, other in ((ORG + "member", ORG + "organization"), (KZO + "holder", KZO + "post")):
        rows = graph.select(
            f"SELECT ?x ?who ?what ?role ?start ?end {{ ?x <{one}> ?who ; <{other}> ?what "
            f"OPTIONAL {{ ?x org:role ?role }} OPTIONAL {{ ?x kzo:start ?start }} "
            f"OPTIONAL {{ ?x kzo:end ?end }} }} ORDER BY ?x"
        )
        for link, who, what, *rest in rows:
            if link and who and what:
                role, start, end = (term.value if term else "" for term in rest)
                found.setdefault((who.value, what.value), []).append((link.value, role, start, end))
    return found


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two periods (start and end in EDTF, "" where unknown) can have a day in common."""
    spans = []
    for start, end in (one, other):
        first = edtf.parse(start).earliest if start else edtf.FIRST_DAY
        spans.append((first, edtf.parse(end).latest if end else edtf.LAST_DAY))
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]
