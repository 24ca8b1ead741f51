"""From what a file says to what is to be written: IRIs, claims, accepted facts, and what contradicts the graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kzgraph import edtf
from kzgraph.intake.decisions import Decision
from kzgraph.intake.document import Document
from kzgraph.intake.iris import Namer, next_source
from kzgraph.intake.known import Known
from kzgraph.intake.model import UNKNOWN, Fact, Intake, Progress, Spot, Thing
from kzgraph.intake.vocabulary import Graph, Vocabulary
from kzgraph.intake.weigh import Weighed, weigh
from kzgraph.labels import ask_about, language_tag, present
from kzgraph.terms import KZO, ORG, RDF, SKOS, WIKIBASE, Term, iri, literal

__all__ = ["Draft", "assemble"]

#: A fact with IRIs: subject, property, value, and where the document says it.
Said = tuple[str, str, Term, Spot]
#: What is written about a thing: its IRI, and properties with their values.
Statement = tuple[str, list[tuple[str, list[Term]]]]

_RANK: Final = {"normal": WIKIBASE + "NormalRank", "deprecated": WIKIBASE + "DeprecatedRank"}


@dataclass(slots=True)
class Draft:
    """What is to be written.

    *source* is the IRI of the new source. *things* are the statements about things, *conflicts* about
    conflicts, *claims* about claims, each with the line of the document. *same* are the things of the graph
    that the file was decided to speak of, by key; *new* the IRIs of new things; *skipped* the keys of what
    was left out. *weighed* tells how each fact stands.
    """

    source: str
    things: list[Statement] = field(default_factory=list)
    conflicts: list[Statement] = field(default_factory=list)
    claims: list[tuple[int, Statement]] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)


def assemble(
    graph: Graph,
    vocabulary: Vocabulary,
    document: Document,
    intake: Intake,
    decisions: Mapping[str, Decision],
    things: Mapping[str, Known],
    language: str = "en",
    note: str = "",
    progress: Progress | None = None,
) -> Draft:
    """Return what is to be written for a file.

    *things* are those of the graph. Texts whose language the file does not say have that in which the graph
    has the same text, else *language*. *note* is what the user says about the file (its licence, its origin).
    """
    sources = [row[0].value for row in graph.engine.query(f"SELECT ?s {{ ?s a <{KZO}Source> }}") if row[0]]
    draft = Draft(next_source(sources, graph.home, document.name))
    _identify(graph, vocabulary, intake, decisions, draft)
    facts = [each for fact in intake.facts if (each := _settled(fact, intake, draft)) is not None]
    labels = _label_all(intake, draft, facts, things)
    facts = _in_languages(graph, [*facts, *_naming(intake, graph, draft)], language)
    draft.weighed = weigh(graph, vocabulary, facts)
    _describe(intake, vocabulary, draft, labels)
    _state(graph, document, draft, progress)
    draft.things.insert(0, _source(draft.source, document, note))
    return draft


# --- Which thing is which


def _identify(
    graph: Graph, vocabulary: Vocabulary, intake: Intake, decisions: Mapping[str, Decision], draft: Draft
) -> None:
    """Decide for each thing of the file: it is one of the graph, it is new, or it is left out."""
    namer = Namer(graph.home, vocabulary.names)
    number = re.split("[-/#]", draft.source)[-1]
    for key, thing in intake.things.items():
        decision = decisions.get(key)
        if decision is not None and decision.action == "same":
            draft.same[key] = decision.thing
        elif decision.action == "skip" if decision is not None else thing.placeholder:
            draft.skipped.append(key)
        elif thing.wanted in vocabulary.names:
            draft.same[key] = thing.wanted
        elif thing.cls:  # a position without a class is a thing only if it is one of the graph
            if thing.wanted and not thing.wanted.startswith(graph.home):
                draft.new[key] = thing.wanted
            elif thing.wanted:
                draft.new[key] = namer.name(thing.wanted[len(graph.home) :], thing.name)
            elif thing.kind != "other":
                draft.new[key] = namer.name(thing.name, f"{thing.kind}-{number}-{len(draft.new) + 1}")
    affiliations = _affiliations(graph)
    for key, thing in intake.things.items():
        if thing.kind == "other" and not thing.wanted:
            _identify_link(key, thing, intake, draft, namer, affiliations)


def _identify_link(
    key: str,
    thing: Thing,
    intake: Intake,
    draft: Draft,
    namer: Namer,
    affiliations: Mapping[tuple[str, str], list[tuple[str, str, str]]],
) -> None:
    """Name an affiliation or a tenure; it is one of the graph if that has the same one and no other."""
    ends = [
        each
        for fact in intake.facts_about(key)
        if isinstance(fact.value, str)
        and (each := draft.same.get(fact.value) or draft.new.get(fact.value, ""))
    ]
    if len(ends) < 2:  # one of them is left out
        return
    if post := draft.same.get(thing.position, ""):
        ends[1] = post
    start, end = (
        next(
            (
                f.value.value
                for f in intake.facts_about(key)
                if f.predicate == p and isinstance(f.value, Term)
            ),
            "",
        )
        for p in (KZO + "start", KZO + "end")
    )
    fitting = [
        each
        for each, begun, over in affiliations.get((ends[0], ends[1]), [])
        if _overlap((start, end), (begun, over))
    ]
    if len(fitting) == 1 and fitting[0] not in draft.same.values():
        draft.same[key] = fitting[0]
    else:
        names = [re.split("[/#]", each)[-1] for each in ends[:2]]
        draft.new[key] = namer.name(f"{names[0]}-in-{names[1]}" if not post else f"{names[0]}-{names[1]}")


def _affiliations(graph: Graph) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """Return the affiliations and tenures of the graph, with start and end, by person and organisation or post."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for one, other in ((ORG + "member", ORG + "organization"), (KZO + "holder", KZO + "post")):
        rows = graph.engine.query(
            f"SELECT ?x ?who ?what ?start ?end {{ ?x <{one}> ?who ; <{other}> ?what "
            f"OPTIONAL {{ ?x <{KZO}start> ?start }} OPTIONAL {{ ?x <{KZO}end> ?end }} }} ORDER BY ?x"
        )
        for link, who, what, start, end in rows:
            if link and who and what:
                dates = (start.value if start else "", end.value if end else "")
                found.setdefault((who.value, what.value), []).append((link.value, *dates))
    return found


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two periods (start and end in EDTF, "" where unknown) can have a day in common."""
    spans = []
    for start, end in (one, other):
        first = edtf.parse(start).earliest if start else edtf.FIRST_DAY
        spans.append((first, edtf.parse(end).latest if end else edtf.LAST_DAY))
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


def _settled(fact: Fact, intake: Intake, draft: Draft) -> Said | None:
    """Return a fact with IRIs for keys; None if something in it is left out.

    A membership in a position that is a post of the graph is a tenure: its role says which post.
    """
    subject = draft.same.get(fact.subject) or draft.new.get(fact.subject)
    predicate, value = fact.predicate, fact.value
    post = draft.same.get(intake.things[fact.subject].position, "")
    if post:
        if predicate == ORG + "organization":
            return None
        if predicate == ORG + "role":
            predicate, value = KZO + "post", iri(post)
        elif predicate == ORG + "member":
            predicate = KZO + "holder"
    if isinstance(value, str):
        found = draft.same.get(value) or draft.new.get(value)
        if found is None:
            return None
        value = iri(found)
    return None if subject is None else (subject, predicate, value, fact.spot)


def _is_tenure(thing: Thing, draft: Draft) -> bool:
    return thing.cls == KZO + "Tenure" or (thing.kind == "other" and thing.position in draft.same)


# --- Names


def _naming(intake: Intake, graph: Graph, draft: Draft) -> list[Said]:
    """Return the facts about names: the first one in a language is that under which a new thing is listed."""
    facts = []
    known = _listed(graph, draft)
    for key, thing in intake.things.items():
        subject = draft.same.get(key) or draft.new.get(key)
        if subject is None or (thing.kind == "post" and not thing.cls):
            continue
        listed: set[str] = set()
        for name in thing.names:
            tag = name.language.lower()
            first = key in draft.new and tag not in listed
            same = (name.text, tag) in known.get(subject, ()) or (
                tag == UNKNOWN and any(name.text == text for text, _ in known.get(subject, ()))
            )
            predicate = SKOS + ("prefLabel" if first or same else "altLabel")
            listed.add(tag)
            facts.append((subject, predicate, literal(name.text, language=name.language), name.spot))
    return facts


def _listed(graph: Graph, draft: Draft) -> dict[str, set[tuple[str, str]]]:
    """Return the names, with languages, under which the graph lists the things that the file speaks of."""
    found: dict[str, set[tuple[str, str]]] = {}
    rows = ask_about(
        graph,
        draft.same.values(),
        f"SELECT ?n ?name {{ VALUES ?n {{ %VALUES }} ?n <{SKOS}prefLabel> ?name }}",
    )
    for thing, name in map(present, rows):
        found.setdefault(thing.value, set()).add((name.value, (name.language or "").lower()))
    return found


def _in_languages(graph: Graph, facts: list[Said], language: str) -> list[Said]:
    """Return the facts with a language for each text that has none yet."""
    unknown = {fact[0] for fact in facts if fact[2].language == UNKNOWN}
    rows = ask_about(
        graph,
        unknown,
        'SELECT ?n ?p ?o { VALUES ?n { %VALUES } ?n ?p ?o FILTER(LANG(?o) != "") } ORDER BY ?o',
    )
    known = {(s.value, p.value, o.value): language_tag(o.language) for s, p, o in map(present, rows)}
    settled = []
    for subject, predicate, value, spot in facts:
        if value.language == UNKNOWN:
            tag = known.get((subject, predicate, value.value), language)
            value = literal(value.value, language=tag)
        settled.append((subject, predicate, value, spot))
    return settled


def _label_all(
    intake: Intake, draft: Draft, facts: list[Said], things: Mapping[str, Known]
) -> dict[str, str]:
    """Return what things are called, by IRI; what has no name is called by what it ties together."""
    labels = {each.iri: each.label for each in things.values()}
    labels |= {name: intake.things[key].name for key, name in draft.new.items() if intake.things[key].names}
    ends: dict[str, list[str]] = {}
    for subject, predicate, value, _ in facts:
        if value.kind == "iri" and predicate not in (ORG + "role", RDF + "type"):
            ends.setdefault(subject, []).append(value.value)
    for key, name in draft.new.items():
        if name not in labels:
            found = [
                labels.get(each, re.split("[/#]", each)[-1]) for each in dict.fromkeys(ends.get(name, []))
            ]
            between = " as " if _is_tenure(intake.things[key], draft) else " in "
            labels[name] = between.join(found[:2]) or re.split("[/#]", name)[-1]
    return labels


# --- Statements


def _describe(intake: Intake, vocabulary: Vocabulary, draft: Draft, labels: Mapping[str, str]) -> None:
    """Make the statements about things: class and name of what is new, and the facts that are accepted."""
    accepted: dict[str, dict[str, list[Term]]] = {}
    for each in draft.weighed:
        if each.accepted:
            values = accepted.setdefault(each.subject, {}).setdefault(each.predicate, [])
            if each.value not in values:
                values.append(each.value)
    for key, name in draft.new.items():
        thing = intake.things[key]
        cls = KZO + "Tenure" if _is_tenure(thing, draft) else thing.cls
        own = accepted.pop(name, {})
        own.pop(RDF + "type", None)
        if SKOS + "prefLabel" not in own:
            own = {SKOS + "prefLabel": [literal(labels[name], language="en")], **own}
        else:
            own = {SKOS + "prefLabel": own.pop(SKOS + "prefLabel"), **own}
        draft.things.append((name, [(RDF + "type", [iri(cls)]), *own.items()]))
    for name, own in accepted.items():
        draft.things.append((name, [*own.items()]))


def _state(graph: Graph, document: Document, draft: Draft, progress: Progress | None) -> None:
    """Make the claims, in the order of the document, and the conflicts that they are sides of."""
    local = re.split("[/#]", draft.source)[-1]
    stem = f"{draft.source.removesuffix(local)}claim-{local.removeprefix('source-')}-"
    weighed = sorted(draft.weighed, key=lambda each: each.spot.start)
    width = max(3, len(str(len(weighed))))
    names = {id(each): f"{stem}{n:0{width}}" for n, each in enumerate(weighed, 1)}
    rivals: dict[int, list[str]] = {}
    for n, group in enumerate(_groups(weighed), 1):
        new = [names[id(each)] for each in group]
        old: dict[str, list[Term]] = {}
        for each in group:
            others = [names[id(o)] for o in group if o.value != each.value and not each.rivals]
            rivals[id(each)] = [*each.rivals, *others]
            for rival in each.rivals:
                old.setdefault(rival, []).append(iri(names[id(each)]))
        draft.conflicts.append(_conflict(graph, draft, n, group, [*old, *new]))
        draft.conflicts += [(rival, [(KZO + "conflictsWith", told)]) for rival, told in old.items()]
    for n, each in enumerate(weighed, 1):
        quote, prefix = document.quote(each.spot.start, each.spot.end)
        said: list[tuple[str, list[Term]]] = [
            (RDF + "type", [iri(KZO + "Claim")]),
            (RDF + "subject", [iri(each.subject)]),
            (RDF + "predicate", [iri(each.predicate)]),
            (RDF + "object", [each.value]),
            (KZO + "source", [iri(draft.source)]),
            (KZO + "quote", [literal(quote)]),
            (KZO + "quotePrefix", [literal(prefix)] if prefix else []),
            (KZO + "rank", [iri(_RANK[each.rank])]),
            (KZO + "rankReason", [literal(each.reason, language="en")] if each.reason else []),
            (KZO + "conflictsWith", [iri(name) for name in rivals.get(id(each), [])]),
        ]
        statement = (names[id(each)], [(name, terms) for name, terms in said if terms])
        draft.claims.append((document.line(each.spot.start), statement))
        if progress is not None:
            progress(n, len(weighed))


def _groups(weighed: list[Weighed]) -> list[list[Weighed]]:
    """Return the facts that contradict the graph or each other, by subject and property."""
    found: dict[tuple[str, str], list[Weighed]] = {}
    for each in weighed:
        if each.contradicts:
            found.setdefault((each.subject, each.predicate), []).append(each)
    return [*found.values()]


def _conflict(graph: Graph, draft: Draft, number: int, group: list[Weighed], sides: list[str]) -> Statement:
    source, what, thing = (
        re.split("[/#]", each)[-1] for each in (draft.source, group[0].predicate, group[0].subject)
    )
    here = " and ".join(dict.fromkeys(each.value.value for each in group))
    there = " and ".join(dict.fromkeys(each.value for each in group[0].others))
    explanation = f"Found by the import and not settled yet: the imported file has {here}"
    explanation += f", the graph {there}." if there else "."
    return (
        f"{graph.home}conflict-import-{source.removeprefix('source-')}-{number}",
        [
            (RDF + "type", [iri(KZO + "Conflict")]),
            (SKOS + "prefLabel", [literal(f"Which {what} does {thing} have?", language="en")]),
            (KZO + "explanation", [literal(explanation, language="en")]),
            (KZO + "side", [iri(each) for each in dict.fromkeys(sides)]),
        ],
    )


def _source(name: str, document: Document, note: str) -> Statement:
    said: list[tuple[str, list[Term]]] = [
        (RDF + "type", [iri(KZO + "Source")]),
        (SKOS + "prefLabel", [literal(f"Imported file {' '.join(document.name.split())}", language="en")]),
        (KZO + "file", [literal(document.name)]),
        (KZO + "sha256", [literal(document.sha256)]),
        (SKOS + "editorialNote", [literal(note, language="en")] if note else []),
    ]
    return name, [(each, terms) for each, terms in said if terms]
