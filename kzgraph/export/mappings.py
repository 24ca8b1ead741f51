"""What a graph says of its things and terms and of those elsewhere: same, close, broader, not to be confused.

They are plain triples (``skos:exactMatch``, ``owl:equivalentClass``), with the record of a link
(``kzo:Link``) beside them where somebody wrote down why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kzgraph.export.things import Things, plain_date
from kzgraph.lookup.labels import present
from kzgraph.rdf.terms import KZO, OWL, RDF, RDFS, SKOS, namespace_of

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["NO_TERM", "Mapping", "mappings"]

#: What stands for a thing that was looked for elsewhere and not found (SSSOM, 'unmapped entities').
NO_TERM: Final = "https://w3id.org/sssom/NoTermFound"

_CONFUSED: Final = KZO + "notToBeConfusedWith"
_EXACT: Final = SKOS + "exactMatch"
_MATCHES: Final = (
    *(f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")),
    *(OWL + name for name in ("sameAs", "equivalentClass", "equivalentProperty")),
    _CONFUSED,
)
#: Properties that are mappings only where they lead out of an ontology.
_ALIGNMENTS: Final = (RDFS + "subClassOf", RDFS + "subPropertyOf")
_TYPES: Final = (
    (OWL + "Class", "owl class"),
    (OWL + "ObjectProperty", "owl object property"),
    (OWL + "DatatypeProperty", "owl data property"),
    (OWL + "AnnotationProperty", "owl annotation property"),
    (SKOS + "Concept", "skos concept"),
    (RDFS + "Class", "rdfs class"),
    (RDF + "Property", "rdf property"),
)
_TRIPLES: Final = """
SELECT ?subject ?predicate ?object {{
  VALUES ?predicate {{ {} }} ?subject ?predicate ?object . FILTER(ISIRI(?subject) && ISIRI(?object))
}}
"""


@dataclass(frozen=True, slots=True, order=True)
class Mapping:
    """One mapping; IRIs in full, "" where nothing is known.

    *negated* says that the subject does not have this relation to the object. *type* is the kind of entity
    that the subject is, in the words of SSSOM. *register* is where an object was looked for that was not
    found. *other* are pairs of a name and a value.
    """

    subject: str
    predicate: str
    negated: bool
    object: str
    subject_label: str = ""
    object_label: str = ""
    type: str = ""
    register: str = ""
    day: str = ""
    other: tuple[tuple[str, str], ...] = ()
    comment: str = ""


def mappings(material: Material) -> list[Mapping]:
    """Return the mappings of *material*, sorted, each once."""
    things = Things(material)
    found: dict[tuple[str, str, bool, str, str], Mapping] = {}
    for each in (*_recorded(things), *_stated(things, material), *_missed(things)):
        key = (each.subject, each.predicate, each.negated, each.object, each.register)
        found.setdefault(key, each)
    return sorted(found.values())


def _recorded(things: Things) -> Iterator[Mapping]:
    """Yield the links that somebody has given a reason for."""
    for record in things.members(KZO + "Link"):
        texts = {
            name: "; ".join(text for text, _ in things.texts(record, KZO + name))
            for name in ("targetLabel", "reason", "checked", "repository", "path", "commit")
        }
        confidence = [things.label(each) for each in things.iris(record, KZO + "confidence")]
        other = {
            "confidence": "; ".join(confidence),
            **{name: texts[name] for name in ("repository", "path", "commit")},
        }
        for subject in things.iris(record, KZO + "thing"):
            for predicate in things.iris(record, KZO + "relation"):
                for target in things.iris(record, KZO + "target"):
                    yield _mapping(
                        things,
                        subject,
                        predicate,
                        target,
                        object_label=texts["targetLabel"],
                        day=_day(texts["checked"]),
                        other=tuple((name, value) for name, value in other.items() if value),
                        comment=texts["reason"],
                    )


def _stated(things: Things, material: Material) -> Iterator[Mapping]:
    """Yield what stands as a plain triple."""
    values = " ".join(f"<{each}>" for each in (*_MATCHES, *_ALIGNMENTS))
    for row in material.graph.select(_TRIPLES.format(values)):
        subject, predicate, target = (term.value for term in present(row))
        if predicate not in _ALIGNMENTS or namespace_of(subject) != namespace_of(target):
            yield _mapping(things, subject, predicate, target)


def _missed(things: Things) -> Iterator[Mapping]:
    """Yield what was looked for elsewhere and not found."""
    for record in things.members(KZO + "LinkSearch"):
        comment = "; ".join(text for text, _ in things.texts(record, KZO + "reason"))
        for subject in things.iris(record, KZO + "thing"):
            for register in things.iris(record, KZO + "register"):
                yield _mapping(things, subject, _EXACT, NO_TERM, register=register, comment=comment)


def _mapping(
    things: Things,
    subject: str,
    predicate: str,
    target: str,
    *,
    object_label: str = "",
    register: str = "",
    day: str = "",
    other: tuple[tuple[str, str], ...] = (),
    comment: str = "",
) -> Mapping:
    confused = predicate == _CONFUSED
    types = things.types.get(subject, ())
    return Mapping(
        subject,
        _EXACT if confused else predicate,
        confused,
        target,
        _label(things, subject),
        object_label or ("" if target == NO_TERM else _label(things, target)),
        next((name for kind, name in _TYPES if kind in types), ""),
        register,
        day,
        other,
        comment,
    )


def _label(things: Things, iri: str) -> str:
    """Return the label of a thing, "" if it has none."""
    return things.label(iri) if things.labels(iri) else ""


def _day(text: str) -> str:
    """Return a date that is a day, "" for any other."""
    day = plain_date(text) if text else None
    return day if day and len(day) == 10 else ""
