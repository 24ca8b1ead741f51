"""Triples that came and went, told as facts: added, removed, or the value of a property changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kzgraph.diff.comparison import Change
from kzgraph.evidence.claims import Claim
from kzgraph.lookup.labels import Labelled, label_all, present
from kzgraph.rdf.terms import RDFS, SKOS, Term, iri
from kzgraph.sparql.results import Triple
from kzgraph.storage.graph import Graph

__all__ = ["NAMING", "Difference", "Step", "as_change", "labels_of", "paired", "which"]

#: The properties under whose values a thing is listed.
NAMING = (SKOS + "prefLabel", RDFS + "label")
#: For more things than this the whole graph is asked, which is then faster than to ask about each.
_MANY = 3000


#: A property with its old and its new value; None for what was not or is no longer there.
Step = tuple[Term, Term | None, Term | None]
_Key = tuple[str, str | None]


@dataclass(slots=True)
class Difference:
    """What went and came of one subject, as (property, value), sorted."""

    removed: list[tuple[Term, Term]] = field(default_factory=list)
    added: list[tuple[Term, Term]] = field(default_factory=list)

    @classmethod
    def by_subject(cls, removed: Iterable[Triple], added: Iterable[Triple]) -> dict[Term, Difference]:
        """Sort triples by their subject."""
        found: dict[Term, Difference] = {}
        for subject, predicate, value in removed:
            found.setdefault(subject, cls()).removed.append((predicate, value))
        for subject, predicate, value in added:
            found.setdefault(subject, cls()).added.append((predicate, value))
        return found


def which(graph: Graph, subjects: Iterable[Term], pattern: str) -> set[str]:
    """Return the IRIs of those *subjects* for which the SPARQL *pattern* about ``?n`` holds."""
    wanted = {subject.value for subject in subjects if subject.kind == "iri"}
    if len(wanted) > _MANY:
        rows: Iterable[object] = graph.select(f"SELECT DISTINCT ?n {{ {pattern} }}")
    else:
        text = f"SELECT DISTINCT ?n {{ VALUES ?n {{ %VALUES }} {pattern} }}"
        rows = graph.about(wanted, text)
    return {row[0].value for row in rows} & wanted  # type: ignore[index]


def paired(differences: Mapping[Term, Difference], new: Graph) -> dict[Term, list[Step]]:
    """Return for each subject its changes as (property, old value, new value).

    A property with one value before and one after has changed its value; so has a name or note in one
    language. Of a property with several values each came or went by itself, with None as the other value.
    """
    several = _several(differences, new)
    found = {}
    for subject, difference in differences.items():
        removed, added = _grouped(difference.removed), _grouped(difference.added)
        changes: list[Step] = []
        for key in dict.fromkeys([*removed, *added]):
            gone, come = removed.get(key, []), added.get(key, [])
            predicate = iri(key[0])
            if len(gone) == len(come) == 1 and (subject, *key) not in several:
                changes.append((predicate, gone[0], come[0]))
            else:
                changes += [(predicate, value, None) for value in gone]
                changes += [(predicate, None, value) for value in come]
        found[subject] = changes
    return found


def _grouped(pairs: Iterable[tuple[Term, Term]]) -> dict[_Key, list[Term]]:
    found: dict[_Key, list[Term]] = {}
    for predicate, value in pairs:
        found.setdefault((predicate.value, value.language), []).append(value)
    return found


def _several(differences: Mapping[Term, Difference], new: Graph) -> set[tuple[Term, str, str | None]]:
    """Return the subjects and properties (with a language) of which one value came and others stayed."""
    wanted = [
        subject.value
        for subject, difference in differences.items()
        if subject.kind == "iri" and difference.removed and difference.added
    ]
    seen: set[tuple[Term, str, str | None]] = set()
    found: set[tuple[Term, str, str | None]] = set()
    for row in new.about(wanted, "SELECT ?n ?p ?o { VALUES ?n { %VALUES } ?n ?p ?o }"):
        subject, predicate, value = present(row)
        key = (subject, predicate.value, value.language)
        (found if key in seen else seen).add(key)
    return found


def labels_of(terms: Iterable[Term], sides: Sequence[Graph]) -> dict[Term, Labelled]:
    """Return the labels of terms: those of the first side that names a term at all."""
    wanted = set(terms)
    found: dict[Term, Labelled] = {}
    for side in sides:
        named = which(side, wanted - set(found), _named())
        found.update(label_all(side, (term for term in wanted if term.value in named and term not in found)))
    return {**label_all(sides[0], wanted - set(found)), **found}


def _named() -> str:
    return f"VALUES ?p {{ {' '.join(f'<{name}>' for name in NAMING)} }} ?n ?p ?name"


def as_change(
    kind: str,
    step: Step,
    labels: Mapping[Term, Labelled],
    *,
    claim: Claim | None = None,
    evidence: tuple[Claim, ...] = (),
) -> Change:
    """Return a step as a change, with labels."""
    predicate, old, new = step
    values = [labels[value] if value is not None else None for value in (old, new)]
    return Change(kind, labels[predicate], values[0], values[1], claim, evidence)
