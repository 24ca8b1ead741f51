"""Names and languages of what is taken in: under which name a new thing is listed, and in which language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kzgraph.importing.identify import Identities
from kzgraph.importing.known import Known
from kzgraph.importing.records import UNKNOWN, Intake, Spot
from kzgraph.lookup.labels import present
from kzgraph.rdf.terms import ORG, RDF, SKOS, Term, language_tag, literal
from kzgraph.storage.graph import Graph

__all__ = ["Said", "in_languages", "label_all", "naming"]

#: A fact with IRIs: subject, property, value, and where the document says it.
Said = tuple[str, str, Term, Spot]


def naming(intake: Intake, graph: Graph, identities: Identities, language: str) -> list[Said]:
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
    found: dict[str, set[tuple[str, str]]] = {}
    rows = graph.about(
        identities.same.values(),
        "SELECT ?n ?name { VALUES ?n { %VALUES } ?n skos:prefLabel ?name }",
    )
    for thing, name in map(present, rows):
        found.setdefault(thing.value, set()).add((name.value, (name.language or "").lower()))
    return found


def in_languages(graph: Graph, facts: list[Said], language: str) -> list[Said]:
    """Return the facts with a language for each text that has none yet."""
    unknown = {fact[0] for fact in facts if fact[2].language == UNKNOWN}
    rows = graph.about(
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


def label_all(
    intake: Intake, identities: Identities, facts: list[Said], things: Mapping[str, Known]
) -> dict[str, str]:
    """Return what things are called, by IRI; what has no name is called by what it ties together."""
    labels = {each.iri: each.label for each in things.values()}
    labels |= {
        name: intake.things[key].name for key, name in identities.new.items() if intake.things[key].names
    }
    ends: dict[str, list[str]] = {}
    for subject, predicate, value, _ in facts:
        if value.kind == "iri" and predicate not in (ORG + "role", RDF + "type"):
            ends.setdefault(subject, []).append(value.value)
    for key, name in identities.new.items():
        if name not in labels:
            found = [
                labels.get(each, re.split("[/#]", each)[-1]) for each in dict.fromkeys(ends.get(name, []))
            ]
            between = " as " if identities.is_tenure(intake.things[key]) else " in "
            labels[name] = between.join(found[:2]) or re.split("[/#]", name)[-1]
    return labels
