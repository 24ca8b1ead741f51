"""From what a file says to what is to be written: claims, accepted facts, and what contradicts the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kzgraph.editing.claim_files import claim_stem
from kzgraph.editing.declarations import Declarations
from kzgraph.importing.contradictions import Compared, compare
from kzgraph.importing.decisions import Decision
from kzgraph.importing.document import Document
from kzgraph.importing.identify import Identities, identify, next_source
from kzgraph.importing.known import Known
from kzgraph.importing.records import Fact, Intake, Progress
from kzgraph.importing.texts import Statement, in_languages, labels_of, naming
from kzgraph.model import RANKS
from kzgraph.rdf.terms import KZO, ORG, RDF, SKOS, Term, iri, literal, local_name
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.turtle.edit import Description, Values

__all__ = ["Draft", "assemble"]


@dataclass(slots=True)
class Draft:
    """What is to be written.

    *source* is the IRI of the new source. *things* are the statements about things, *conflicts* about
    conflicts, *claims* about claims, each with the line of the document. *identities* tell which thing of
    the file is which, *facts* how each fact stands.
    """

    source: str
    identities: Identities
    things: list[Description] = field(default_factory=list)
    conflicts: list[Description] = field(default_factory=list)
    claims: list[tuple[int, Description]] = field(default_factory=list)
    facts: list[Compared] = field(default_factory=list)


def assemble(
    graph: Graph,
    declarations: Declarations,
    document: Document,
    intake: Intake,
    decisions: Mapping[str, Decision],
    things: Mapping[str, Known],
    language: str,
    note: str,
    progress: Progress | None,
) -> Draft:
    """Return what is to be written for a file.

    *things* are those of the graph. Texts whose language the file does not say have that in which the graph
    has the same text, else *language*. *note* is what the user says about the file (its licence, its origin).
    """
    source = next_source(graph.values("SELECT ?s { ?s a kzo:Source }"), graph.home, document.name)
    identities = identify(graph, declarations, intake, decisions, source)
    draft = Draft(source, identities)
    facts = [each for fact in intake.facts if (each := _settled(fact, intake, identities)) is not None]
    labels = labels_of(intake, identities, facts, things)
    facts = in_languages(graph, [*facts, *naming(intake, graph, identities, language)], language)
    draft.facts = compare(graph, declarations, facts)
    _describe(intake, draft, labels)
    _state(graph.home, document, draft, progress)
    draft.things.insert(0, _source(draft.source, document, note))
    return draft


def _settled(fact: Fact, intake: Intake, identities: Identities) -> Statement | None:
    """Return a fact with IRIs for keys; None if something in it is left out.

    A membership in a position that is a post of the graph is a tenure: its role says which post.
    """
    subject = identities.get(fact.subject)
    predicate, value = fact.predicate, fact.value
    if not subject:
        return None
    post = identities.same.get(intake.things[fact.subject].position, "")
    if post:
        if predicate == ORG + "organization":
            return None
        if predicate == ORG + "role":
            predicate, value = KZO + "post", iri(post)
        elif predicate == ORG + "member":
            predicate = KZO + "holder"
    if isinstance(value, Term):
        return subject, predicate, value, fact.spot
    target = identities.get(value)
    return (subject, predicate, iri(target), fact.spot) if target else None


def _describe(intake: Intake, draft: Draft, labels: Mapping[str, str]) -> None:
    """Make the statements about things: class and name of what is new, and the facts that are accepted."""
    by_subject = grouped(
        (each.subject, (each.predicate, each.value)) for each in draft.facts if each.accepted
    )
    accepted = {subject: grouped(dict.fromkeys(values)) for subject, values in by_subject.items()}
    for key, name in draft.identities.new.items():
        thing = intake.things[key]
        cls = KZO + "Tenure" if draft.identities.is_tenure(thing) else thing.cls
        own = accepted.pop(name, {})
        own.pop(RDF + "type", None)
        label = own.pop(SKOS + "prefLabel", None) or [literal(labels[name], language="en")]
        draft.things.append((name, [(RDF + "type", [iri(cls)]), (SKOS + "prefLabel", label), *own.items()]))
    draft.things += [(name, [*own.items()]) for name, own in accepted.items()]


def _state(home: str, document: Document, draft: Draft, progress: Progress | None) -> None:
    """Make the claims, in the order of the document, and the conflicts that they are sides of."""
    stem = claim_stem(draft.source)
    facts = sorted(draft.facts, key=lambda each: each.spot.start)
    width = max(3, len(str(len(facts))))
    names = {id(each): f"{stem}{n:0{width}}" for n, each in enumerate(facts, 1)}
    rivals: dict[int, list[str]] = {}
    groups = grouped(((each.subject, each.predicate), each) for each in facts if each.contradicts)
    for n, group in enumerate(groups.values(), 1):
        new = [names[id(each)] for each in group]
        old = grouped((rival, iri(names[id(each)])) for each in group for rival in each.rivals)
        for each in group:
            others = [names[id(o)] for o in group if o.value != each.value]
            rivals[id(each)] = each.rivals or others
        draft.conflicts.append(_conflict(home, draft, n, group, [*old, *new]))
        draft.conflicts += [(rival, [(KZO + "conflictsWith", claims)]) for rival, claims in old.items()]
    for n, each in enumerate(facts, 1):
        quote, prefix = document.quote(each.spot.start, each.spot.end)
        values: Values = [
            (RDF + "type", [iri(KZO + "Claim")]),
            (RDF + "subject", [iri(each.subject)]),
            (RDF + "predicate", [iri(each.predicate)]),
            (RDF + "object", [each.value]),
            (KZO + "source", [iri(draft.source)]),
            (KZO + "quote", [literal(quote)]),
            (KZO + "quotePrefix", [literal(prefix)] if prefix else []),
            (KZO + "rank", [iri(RANKS[each.rank])]),
            (KZO + "rankReason", [literal(each.reason, language="en")] if each.reason else []),
            (KZO + "conflictsWith", [iri(name) for name in rivals.get(id(each), [])]),
        ]
        draft.claims.append((document.line(each.spot.start), (names[id(each)], values)))
        if progress is not None:
            progress(n, len(facts))


def _conflict(home: str, draft: Draft, number: int, group: list[Compared], sides: list[str]) -> Description:
    source, what, thing = map(local_name, (draft.source, group[0].predicate, group[0].subject))
    here = " and ".join(dict.fromkeys(each.value.value for each in group))
    there = " and ".join(dict.fromkeys(each.value for each in group[0].others))
    explanation = f"Found by the import and not settled yet: the imported file has {here}"
    explanation += f", the graph {there}." if there else "."
    return (
        f"{home}conflict-import-{source.removeprefix('source-')}-{number}",
        [
            (RDF + "type", [iri(KZO + "Conflict")]),
            (SKOS + "prefLabel", [literal(f"Which {what} does {thing} have?", language="en")]),
            (KZO + "explanation", [literal(explanation, language="en")]),
            (KZO + "side", [iri(each) for each in dict.fromkeys(sides)]),
        ],
    )


def _source(name: str, document: Document, note: str) -> Description:
    return name, [
        (RDF + "type", [iri(KZO + "Source")]),
        (SKOS + "prefLabel", [literal(f"Imported file {' '.join(document.name.split())}", language="en")]),
        (KZO + "file", [literal(document.name)]),
        (KZO + "sha256", [literal(document.sha256)]),
        (SKOS + "editorialNote", [literal(note, language="en")] if note else []),
    ]
