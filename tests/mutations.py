"""Mistakes as curators make them, at random places of a graph: what the mutation test plants and looks for.

A :class:`Mutation` is a set of triples to remove and one to add. Where a fact is changed, its claims are changed
in the same way every other time: a curator who misreads a document writes the mistake into both, and then the
claims do not give it away.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
ORG = "http://www.w3.org/ns/org#"
WIKIBASE = "http://wikiba.se/ontology#"
KZO = "https://w3id.org/kzgraph/ontology#"
KZ = "https://w3id.org/kzgraph/id/"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

TYPE = NamedNode(RDF + "type")
SUBJECT, PREDICATE, OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
CLAIM = NamedNode(KZO + "Claim")
EDITORIAL = NamedNode(KZO + "editorial")
DATES = frozenset(KZO + name for name in ("date", "start", "end", "attestedOn"))
#: Single-valued and required properties, by class.
REQUIRED = {
    "Claim": (
        RDF + "subject",
        RDF + "predicate",
        RDF + "object",
        KZO + "source",
        KZO + "quote",
        KZO + "rank",
    ),
    "Tenure": (KZO + "holder", KZO + "post"),
    "Affiliation": (ORG + "member", ORG + "organization"),
    "ElectionResult": (KZO + "election", KZO + "contestant"),
    "Source": (KZO + "file", KZO + "sha256"),
    "Conflict": (KZO + "explanation", SKOS + "prefLabel"),
    "Reference": (KZO + "citedIn",),
    "Person": (SKOS + "prefLabel", RDF + "type"),
    "Place": (SKOS + "prefLabel", RDF + "type"),
}
SINGLE = frozenset(
    KZO + name
    for name in (
        *("date", "start", "end", "attestedOn", "holder", "post", "leads", "country", "source", "rank"),
        *(
            "votes",
            "voteShare",
            "seats",
            "seatsOf",
            "ranking",
            "count",
            "election",
            "contestant",
            "candidate",
        ),
    )
) | {ORG + "member", ORG + "organization", ORG + "role"}
#: A party can lose seats.
MAY_BE_NEGATIVE = frozenset([KZO + "seatChange"])
LINEAGE = tuple(KZO + name for name in ("predecessor", "splitFrom", "partOf", "follows"))


@dataclass(slots=True)
class Mutation:
    """One mistake: what it takes away and what it puts there; *note* says what for people."""

    kind: str
    note: str
    removed: set[Triple] = field(default_factory=set)
    added: set[Triple] = field(default_factory=set)


class Graph:
    """The triples of ``data/``, which are mutated, and those of ``ontology/``, which are not."""

    def __init__(self, data: list[Triple], ontology: list[Triple]) -> None:
        self.data = set(data)
        self.by_subject: dict[Any, list[Triple]] = {}
        self.by_object: dict[Any, list[Triple]] = {}
        for triple in data:
            self.by_subject.setdefault(triple.subject, []).append(triple)
            self.by_object.setdefault(triple.object, []).append(triple)
        everything = [*data, *ontology]
        self.types = {triple.subject: triple.object for triple in everything if triple.predicate == TYPE}
        self.editorial = {triple.subject for triple in ontology if triple.predicate == EDITORIAL}
        self.classes = {
            triple.subject.value.removeprefix(KZO)
            for triple in ontology
            if triple.predicate == TYPE and triple.object == NamedNode(OWL + "Class")
        }
        self.families = _families(ontology)
        self.claims: dict[Triple, list[Any]] = {}
        for claim in sorted((s for s, t in self.types.items() if t == CLAIM), key=str):
            parts = [self.value(claim, part) for part in (SUBJECT, PREDICATE, OBJECT)]
            self.claims.setdefault(Triple(*parts), []).append(claim)
        #: The accepted facts that need a claim, in a fixed order.
        self.facts = sorted(
            (t for t in data if self.types.get(t.subject) != CLAIM and t.predicate not in self.editorial),
            key=str,
        )
        self.triples = sorted(data, key=str)

    def value(self, subject: Any, predicate: NamedNode) -> Any:
        return next((t.object for t in self.by_subject[subject] if t.predicate == predicate), None)

    def family(self, thing: Any) -> str:
        """Return the class below which nothing is of two kinds: agents, events, places …"""
        cls = getattr(self.types.get(thing), "value", "")
        return self.families.get(cls, cls)

    def things(self) -> list[Any]:
        """Return everything of the graph's own that has a name, claims apart."""
        return sorted((s for s, t in self.types.items() if s.value.startswith(KZ) and t != CLAIM), key=str)

    def instead(self, kind: str, fact: Triple, value: Any, *, claims: bool) -> Mutation:
        """Return the mutation that gives a fact another value, in its claims too if *claims*."""
        return self.changed(kind, [(fact, Triple(fact.subject, fact.predicate, value))], claims=claims)

    def changed(self, kind: str, changes: list[tuple[Triple, Triple]], *, claims: bool) -> Mutation:
        mutation = Mutation(kind, "; ".join(f"{old} -> {new.object}" for old, new in changes))
        for old, new in changes:
            mutation.removed.add(old)
            mutation.added.add(new)
            for claim in self.claims.get(old, ()) if claims else ():
                mutation.removed.add(Triple(claim, OBJECT, old.object))
                mutation.added.add(Triple(claim, OBJECT, new.object))
        mutation.note += " (and its claims)" if claims else ""
        return mutation


def _families(ontology: list[Triple]) -> dict[str, str]:
    """Return the topmost own class of each class."""
    above = {
        t.subject.value: t.object.value
        for t in ontology
        if t.predicate.value.endswith("#subClassOf") and t.object.value.startswith(KZO)
    }
    found = {}
    for cls in above:
        top = cls
        while top in above:
            top = above[top]
        found[cls] = top
    return found


Maker = Callable[[Random, Graph, bool], Mutation | None]
KINDS: dict[str, Maker] = {}


def kind(maker: Maker) -> Maker:
    """Register a kind of mistake under the name of its function."""
    KINDS[maker.__name__.replace("_", "-")] = maker
    return maker


def mutations(graph: Graph, seed: int, each: int) -> Iterator[Mutation]:
    """Yield *each* mistakes of every kind, fewer where the graph does not offer as many."""
    for name, maker in KINDS.items():
        rng, seen = Random(f"{seed}/{name}"), set()
        for number in range(60 * each):
            mutation = maker(rng, graph, number % 2 == 1)
            changes_nothing = mutation is None or (not mutation.removed and mutation.added <= graph.data)
            if changes_nothing or mutation.note in seen:
                continue
            seen.add(mutation.note)
            yield mutation
            if len(seen) == each:
                break


def _is_number(value: Any) -> bool:
    return isinstance(value, Literal) and value.datatype.value in (XSD + "integer", XSD + "decimal")


def _is_date(value: Any) -> bool:
    return isinstance(value, Literal) and value.datatype.value == EDTF


def _edtf(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(EDTF))


def _swapped_letters(rng: Random, word: str) -> str:
    """Return the word with two different neighbouring letters swapped."""
    places = [i for i in range(1, len(word) - 1) if word[i] != word[i + 1] and word[i : i + 2].isalpha()]
    at = rng.choice(places or [0])
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@kind
def required_triple_dropped(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    cls = rng.choice(sorted(REQUIRED))
    things = [s for s in sorted(graph.by_subject, key=str) if graph.types.get(s) == NamedNode(KZO + cls)]
    thing, prop = rng.choice(things), NamedNode(rng.choice(REQUIRED[cls]))
    gone = {t for t in graph.by_subject[thing] if t.predicate == prop}
    return Mutation("required-triple-dropped", f"{thing} {prop}", gone) if gone else None


@kind
def invalid_date(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    fact = rng.choice([t for t in graph.facts if _is_date(t.object)])
    text = rng.choice(
        ["05", "2004-13", "2004-02-31", "19.09.2004", "2004/9/19", "2004-9", "April 2004", "20045", ""]
    )
    return graph.instead("invalid-date", fact, _edtf(text), claims=claims)


@kind
def dates_swapped(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    ends = [t for t in graph.facts if t.predicate.value == KZO + "end"]
    pairs = [
        (start, end)
        for end in ends
        for start in graph.by_subject[end.subject]
        if start.predicate.value == KZO + "start" and start.object != end.object
    ]
    start, end = rng.choice(pairs)
    changes = [
        (start, Triple(start.subject, start.predicate, end.object)),
        (end, Triple(end.subject, end.predicate, start.object)),
    ]
    return graph.changed("dates-swapped", changes, claims=claims)


@kind
def wrong_datatype(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    fact = rng.choice([t for t in graph.facts if _is_number(t.object) or _is_date(t.object)])
    text = fact.object.value
    if _is_date(fact.object):
        value = Literal(text, datatype=NamedNode(XSD + rng.choice(["date", "string", "gYear"])))
    else:
        value = rng.choice(
            [Literal(text), Literal(text, datatype=NamedNode(XSD + "double")), Literal(text, language="en")]
        )
    return graph.instead("wrong-datatype", fact, value, claims=claims)


@kind
def object_of_another_class(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    fact = rng.choice([t for t in graph.facts if t.object in graph.types])
    other = rng.choice(
        [thing for thing in graph.things() if graph.family(thing) != graph.family(fact.object)]
    )
    return graph.instead("object-of-another-class", fact, other, claims=claims)


@kind
def dangling_iri(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    if rng.random() < 0.5:
        old = rng.choice([t for t in graph.facts if t.object in graph.types])
        return graph.instead(
            "dangling-iri", old, NamedNode(_swapped_letters(rng, old.object.value)), claims=claims
        )
    old = rng.choice([t for t in graph.triples if t.object in graph.types and t.predicate != TYPE])
    return graph.instead(
        "dangling-iri", old, NamedNode(_swapped_letters(rng, old.object.value)), claims=False
    )


@kind
def second_value(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    old = rng.choice([t for t in graph.triples if t.predicate.value in SINGLE])
    others = [t.object for t in graph.triples if t.predicate == old.predicate and t.object != old.object]
    new = Triple(old.subject, old.predicate, rng.choice(others))
    mutation = Mutation("second-value", f"{new}{' (with a claim)' if claims else ''}", set(), {new})
    for claim in graph.claims.get(old, ())[:1] if claims else ():
        mutation.added |= _copied(graph, claim, new)
    return mutation


@kind
def language_tag_stripped(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    old = rng.choice([t for t in graph.triples if isinstance(t.object, Literal) and t.object.language])
    return graph.instead("language-tag-stripped", old, Literal(old.object.value), claims=claims)


@kind
def negative_number(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    numbers = [t for t in graph.facts if _is_number(t.object) and t.predicate.value not in MAY_BE_NEGATIVE]
    fact = rng.choice([t for t in numbers if float(t.object.value) > 0])
    value = Literal(f"-{fact.object.value}", datatype=fact.object.datatype)
    return graph.instead("negative-number", fact, value, claims=claims)


@kind
def percentage_above_100(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    fact = rng.choice([t for t in graph.facts if t.predicate.value == KZO + "voteShare"])
    text = rng.choice(["100.01", "119.8", "719.0", "1000.0"])
    value = Literal(text, datatype=fact.object.datatype)
    return graph.instead("percentage-above-100", fact, value, claims=claims)


@kind
def typo_in_property(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    old = rng.choice([t for t in graph.triples if t.predicate != TYPE])
    base, sign, name = old.predicate.value.rpartition("#" if "#" in old.predicate.value else "/")
    new = Triple(old.subject, NamedNode(base + sign + _swapped_letters(rng, name)), old.object)
    return Mutation("typo-in-property", f"{old} -> {new.predicate}", {old}, {new})


@kind
def typo_in_class(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    cls = rng.choice(sorted({t.object.value for t in graph.triples if t.predicate == TYPE}))
    old = rng.choice([t for t in graph.triples if t.predicate == TYPE and t.object.value == cls])
    base, sign, name = cls.rpartition("#")
    return graph.instead(
        "typo-in-class", old, NamedNode(base + sign + _swapped_letters(rng, name)), claims=False
    )


@kind
def future_date(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    fact = rng.choice([t for t in graph.facts if _is_date(t.object) and t.object.value[:2] in ("19", "20")])
    value = _edtf(rng.choice(["21", "29", "99"]) + fact.object.value[2:])
    return graph.instead("future-date", fact, value, claims=claims)


@kind
def lineage_cycle(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    old = rng.choice([t for t in graph.facts if t.predicate.value in LINEAGE])
    new = Triple(old.object, old.predicate, old.subject)
    mutation = Mutation("lineage-cycle", f"{new}{' (with a claim)' if claims else ''}", set(), {new})
    for claim in graph.claims.get(old, ())[:1] if claims else ():
        mutation.added |= _copied(graph, claim, new)
    return mutation


@kind
def source_removed(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    if claims:
        old = rng.choice([t for t in graph.triples if t.predicate.value == KZO + "source"])
        others = sorted(
            {t.object for t in graph.triples if t.predicate == old.predicate} - {old.object}, key=str
        )
        if rng.random() < 0.5:
            return graph.instead("source-removed", old, rng.choice(others), claims=False)
        return Mutation("source-removed", str(old), {old})
    sources = [
        s for s in sorted(graph.by_subject, key=str) if graph.family(s) in (KZO + "Source", KZO + "Reference")
    ]
    source = rng.choice(sources)
    return Mutation("source-removed", str(source), set(graph.by_subject[source]))


@kind
def quote_changed(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    old = rng.choice([t for t in graph.triples if t.predicate.value == KZO + "quote"])
    text = old.object.value
    at = rng.choice([i for i, letter in enumerate(text) if letter.isalnum()])
    letter = rng.choice("abdehklmnoprstuv" if text[at].isascii() else "абвдеиклмнопрст")
    if letter == text[at].lower():
        return None
    return graph.instead("quote-changed", old, Literal(text[:at] + letter + text[at + 1 :]), claims=False)


@kind
def rank_changed(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    ranks = [t for t in graph.triples if t.predicate.value == KZO + "rank"]
    unusual = [t for t in ranks if "Normal" not in t.object.value]
    old = rng.choice(unusual if claims else ranks)
    names = [name for name in ("Preferred", "Normal", "Deprecated") if name not in old.object.value]
    return graph.instead("rank-changed", old, NamedNode(f"{WIKIBASE}{rng.choice(names)}Rank"), claims=False)


@kind
def accepted_without_claim(rng: Random, graph: Graph, claims: bool) -> Mutation | None:
    old = rng.choice(graph.facts)
    if claims:
        carrying = graph.claims.get(old, [])
        if len(carrying) != 1 or carrying[0] in graph.by_object:
            return None
        return Mutation(
            "accepted-without-claim", f"{carrying[0]} is gone", set(graph.by_subject[carrying[0]])
        )
    same = [t for t in graph.facts if t.predicate == old.predicate and t.object != old.object]
    if not same:
        return None
    new = Triple(old.subject, old.predicate, rng.choice(same).object)
    return (
        Mutation("accepted-without-claim", str(new), set(), {new} - graph.data)
        if new not in graph.data
        else None
    )


def _copied(graph: Graph, claim: Any, fact: Triple) -> set[Triple]:
    """Return a copy of a claim under a new number that carries another fact."""
    copy = NamedNode(f"{claim.value[:-3]}9{claim.value[-3:]}")
    parts = {SUBJECT: fact.subject, PREDICATE: fact.predicate, OBJECT: fact.object}
    return {Triple(copy, t.predicate, parts.get(t.predicate, t.object)) for t in graph.by_subject[claim]}
