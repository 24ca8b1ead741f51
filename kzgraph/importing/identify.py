"""Which thing of a file is which: one of the graph, a new one with an IRI of its own, or left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from kzgraph.editing.declarations import Declarations
from kzgraph.importing.decisions import Decision
from kzgraph.importing.records import Fact, Intake, Thing
from kzgraph.rdf import edtf
from kzgraph.rdf.spelling import fold
from kzgraph.rdf.terms import KZO, ORG, Term, local_name
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph

__all__ = ["Identities", "identify", "next_source"]

#: A longer name is cut at a word.
_LONGEST: Final = 60

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
    known = Identities()
    namer = _Namer(graph.home, declarations.names)
    number = re.split("[-/#]", source)[-1]
    for key, thing in intake.things.items():
        decision = decisions.get(key)
        if decision is not None and decision.action == "same":
            known.same[key] = decision.thing
        elif decision.action == "skip" if decision is not None else thing.placeholder:
            known.skipped.append(key)
        elif thing.wanted in declarations.names:
            known.same[key] = thing.wanted
        elif thing.cls:  # a position without a class is a thing only if it is one of the graph
            if thing.wanted and not thing.wanted.startswith(graph.home):
                known.new[key] = thing.wanted
            elif thing.wanted:
                known.new[key] = namer.name(thing.wanted[len(graph.home) :], thing.name)
            elif thing.kind != "other":
                known.new[key] = namer.name(thing.name, f"{thing.kind}-{number}-{len(known.new) + 1}")
    links = _links(graph)
    facts = grouped((fact.subject, fact) for fact in intake.facts)
    for key, thing in intake.things.items():
        if thing.kind == "other" and not thing.wanted and key not in known.skipped:
            _identify_link(thing, facts.get(key, []), known, namer, links)
    return known


def _identify_link(
    thing: Thing,
    facts: list[Fact],
    known: Identities,
    namer: _Namer,
    links: Mapping[tuple[str, str], list[_Link]],
) -> None:
    """Name an affiliation or a tenure; it is one of the graph if that has one that fits and no other."""
    values = {fact.predicate: fact.value.value for fact in facts if isinstance(fact.value, Term)}
    ends = [end for fact in facts if isinstance(fact.value, str) and (end := known.get(fact.value))]
    if len(ends) < 2:  # one of them is left out
        return
    post = known.same.get(thing.position, "")
    role = "" if post else values.get(ORG + "role", "")
    who, what = ends[0], post or ends[1]
    period = (values.get(KZO + "start", ""), values.get(KZO + "end", ""))
    same = [
        link
        for link, other, start, end in links.get((who, what), [])
        if _overlap(period, (start, end)) and (not role or not other or role == other)
    ]
    if len(same) == 1 and same[0] not in known.same.values():
        known.same[thing.key] = same[0]
        return
    names = map(local_name, (who, what))
    known.new[thing.key] = namer.name(("-" if known.is_tenure(thing) else "-in-").join(names))


def _links(graph: Graph) -> dict[tuple[str, str], list[_Link]]:
    """Return the affiliations and tenures of the graph by person and organisation or post."""
    rows = graph.select(
        """SELECT ?who ?what ?x ?role ?start ?end {
            { ?x org:member ?who ; org:organization ?what } UNION { ?x kzo:holder ?who ; kzo:post ?what }
            OPTIONAL { ?x org:role ?role } OPTIONAL { ?x kzo:start ?start } OPTIONAL { ?x kzo:end ?end }
        } ORDER BY ?x"""
    )
    texts = ([term.value if term else "" for term in row] for row in rows)
    return grouped(((who, what), (link, role, start, end)) for who, what, link, role, start, end in texts)


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two periods (start and end in EDTF, "" where unknown) can have a day in common."""
    spans = []
    for start, end in (one, other):
        first = edtf.parse(start).earliest if start else edtf.FIRST_DAY
        spans.append((first, edtf.parse(end).latest if end else edtf.LAST_DAY))
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


class _Namer:
    """Gives IRIs in the namespace *home* that are not among the *taken* ones, and each one only once."""

    def __init__(self, home: str, taken: Iterable[str]) -> None:
        self._home = home
        self._taken = set(taken)

    def name(self, *texts: str) -> str:
        """Return an IRI made of the first text that has letters or digits; with a number if it is taken."""
        base = next(filter(None, map(_slug, texts)), "thing")
        name, n = self._home + base, 1
        while name in self._taken:
            n += 1
            name = f"{self._home}{base}-{n}"
        self._taken.add(name)
        return name


def _slug(text: str) -> str:
    """Return small Latin letters, digits and hyphens for a text in any script; "" if nothing is left."""
    words = []
    for word in re.split(r"[\W_]+", unquote(text).replace("'", "").replace("’", "")):
        plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        key = plain.lower() if plain.isascii() else fold(word)
        words += re.findall("[a-z0-9]+", key)
    text = ""
    for word in words:
        if text and len(text) + len(word) >= _LONGEST:
            break
        text = f"{text}-{word}" if text else word[:_LONGEST]
    return text


def next_source(sources: Iterable[str], home: str, file: str) -> str:
    """Return the IRI of a new source: the next number if the others are numbered, else made from *file*."""
    numbered = [(m[1], m[2]) for each in sources if (m := re.fullmatch(r"(.*?)([0-9]+)", each))]
    if not numbered:
        return f"{home}source-{_slug(file) or 'file'}"
    stem = Counter(stem for stem, _ in numbered).most_common(1)[0][0]
    digits = [digits for each, digits in numbered if each == stem]
    return f"{stem}{max(map(int, digits)) + 1:0{max(map(len, digits))}}"
