"""The numbers of a dataset, as VoID counts them (Describing Linked Datasets with VoID, section 4.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kzgraph.export.layers import named_graphs
from kzgraph.export.material import Material
from kzgraph.storage.statements import TYPE, terms

__all__ = ["Counts", "Subset", "count"]


@dataclass(frozen=True, slots=True)
class Subset:
    """A layer of the dataset, as TriG and N-Quads name it: its IRI and number of triples."""

    iri: str
    triples: int


@dataclass(frozen=True, slots=True)
class Counts:
    """*entities* are the IRIs of the graph's own namespace of which something is said.

    *classes* are the classes by the number of their members, *properties* the properties by the number of
    their triples, both sorted by IRI; *subsets* are the layers.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    subsets: tuple[Subset, ...]


def count(material: Material) -> Counts:
    """Count what goes out."""
    lines = material.triples
    home = f"<{material.home}".encode()
    subjects: set[bytes] = set()
    objects: set[bytes] = set()
    classes: Counter[bytes] = Counter()
    properties: Counter[bytes] = Counter()
    for subject, predicate, value in map(terms, lines):
        subjects.add(subject)
        objects.add(value)
        properties[predicate] += 1
        if predicate == TYPE:
            classes[value] += 1
    return Counts(
        triples=len(lines),
        entities=sum(subject.startswith(home) for subject in subjects),
        subjects=len(subjects),
        objects=len(objects),
        classes=_sorted(classes),
        properties=_sorted(properties),
        subsets=tuple(_subsets(material)),
    )


def _sorted(found: Counter[bytes]) -> tuple[tuple[str, int], ...]:
    named = ((term[1:-1].decode(), number) for term, number in found.items() if term.startswith(b"<"))
    return tuple(sorted(named))


def _subsets(material: Material) -> Sequence[Subset]:
    """Return the layers. The graphs of the sources are left out: their names are those of documents."""
    graphs = f"<{material.home}graph/".encode()
    return [
        Subset(name[1:-1].decode(), len(of))
        for name, of in named_graphs(material)
        if material.home and name.startswith(graphs)
    ]
