"""Names and languages of what is taken in: under which name a new thing is listed, and in which language."""

from __future__ import annotations

from collections.abc import Mapping

from kzgraph.importing.identify import Identities
from kzgraph.importing.known import Known
from kzgraph.importing.records import UNKNOWN, Intake, Spot
from kzgraph.lookup.labels import present
from kzgraph.model import language_of
from kzgraph.rdf.terms import ORG, RDF, SKOS, Term, language_tag, literal, local_name
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph, facts_of

__all__ = ["Statement", "in_languages", "labels_of", "naming"]

#: A fact with IRIs: subject, property, value, and where the document says it.
Statement = tuple[str, str, Term, Spot]


def naming(intake: Intake, graph: Graph, identities: Identities, language: str) -> list[Statement]:
    """Return the facts about names: the first one in a language is that under which a new thing is listed.

    *language* is that of names that have none, as far as the things are new.
    """
    facts = []
    known = _listed(graph, identities)
    for key, thing in intake.things.items():
        subject = identities.get(key)
        if not subject or (thing.kind == "post" and not thing.cls):
            continue
        there = known.get(subject, set())
        listed: set[str] = set()
        for name in thing.names:
            tag = name.language
            if key in identities.new:
                tag = language if tag == UNKNOWN else tag
                first = not name.other and tag.lower() not in listed
                listed.add(tag.lower() if first else "")
            elif tag == UNKNOWN:
                first = any(name.text == text for text, _ in there)
            else:
                first = (name.text, tag.lower()) in there
            predicate = SKOS + ("prefLabel" if first else "altLabel")
            facts.append((subject, predicate, literal(name.text, language=tag), name.spot))
    return facts


def _listed(graph: Graph, identities: Identities) -> dict[str, set[tuple[str, str]]]:
    """Return the names, with languages, under which the graph lists the things that the file speaks of."""
    text = "SELECT ?n ?name { VALUES ?n { %VALUES } ?n skos:prefLabel ?name }"
    rows = map(present, graph.about(identities.same.values(), text))
    listed = grouped((thing.value, (name.value, language_of(name))) for thing, name in rows)
    return {thing: set(known) for thing, known in listed.items()}


def in_languages(graph: Graph, facts: list[Statement], language: str) -> list[Statement]:
    """Return the facts with a language for each text that has none yet."""
    there = facts_of(graph, {subject for subject, _, value, _ in facts if value.language == UNKNOWN})
    known = {
        (*of, value.value): language_tag(value.language)
        for of, values in there.items()
        for value in sorted((each for each in values if each.language), key=Term.n3)
    }
    settled = []
    for subject, predicate, value, spot in facts:
        if value.language == UNKNOWN:
            tag = known.get((subject, predicate, value.value), language)
            value = literal(value.value, language=tag)
        settled.append((subject, predicate, value, spot))
    return settled


def labels_of(
    intake: Intake, identities: Identities, facts: list[Statement], things: Mapping[str, Known]
) -> dict[str, str]:
    """Return what things are called, by IRI; what has no name is called by what it ties together."""
    labels = {each.iri: each.label for each in things.values()}
    labels |= {
        name: intake.things[key].name for key, name in identities.new.items() if intake.things[key].names
    }
    ends = grouped(
        (subject, value.value)
        for subject, predicate, value, _ in facts
        if value.kind == "iri" and predicate not in (ORG + "role", RDF + "type")
    )
    for key, name in identities.new.items():
        if name not in labels:
            ties = [labels.get(end, local_name(end)) for end in dict.fromkeys(ends.get(name, []))]
            between = " as " if identities.is_tenure(intake.things[key]) else " in "
            labels[name] = between.join(ties[:2]) or local_name(name)
    return labels
