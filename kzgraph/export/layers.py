"""Which layer a triple belongs to, and the named graphs that TriG and N-Quads make of that.

The evidence layer holds claims and conflicts with the descriptions of their sources; the ontology the
classes and properties; the accepted layer everything else, concepts and sources included. Foreign data may
use the standard terms that the kzo: terms are kinds of: rdf:Statement, prov:wasQuotedFrom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kzgraph.export.statements import TYPE, term, terms
from kzgraph.terms import KZO, OWL, PROV, RDF, RDFS, WIKIBASE

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["Layers", "above", "accepted", "evidence", "layers_of", "named_graphs", "with_blank_nodes"]

SUBJECT, PREDICATE, OBJECT = (term(RDF + name) for name in ("subject", "predicate", "object"))
ASSERTED_BY: Final = term(KZO + "assertedBy")
SIDE: Final = term(KZO + "side")
CONFLICTS_WITH: Final = term(KZO + "conflictsWith")
SUBCLASS_OF: Final = term(RDFS + "subClassOf")
DEPENDENT: Final = term(KZO + "dependent")
EDITORIAL: Final = term(KZO + "editorial")
#: What leads from a claim to the source that makes it, and to the publications that the source cites.
SOURCES: Final = (term(KZO + "source"), term(PROV + "wasQuotedFrom"))
REFERENCES: Final = (term(KZO + "reference"), term(PROV + "wasDerivedFrom"))

_EVIDENCE_CLASSES: Final = frozenset(map(term, (KZO + "Claim", KZO + "Conflict", RDF + "Statement")))
_VOCABULARIES: Final = (
    *(f"<{namespace}".encode() for namespace in (RDF, RDFS, OWL)),
    term(WIKIBASE + "Property"),
)
#: Classes of these vocabularies whose members are things and not terms.
_OF_THINGS: Final = frozenset(
    term(iri)
    for iri in (
        *(RDF + name for name in ("Statement", "List", "Bag", "Seq", "Alt")),
        *(RDFS + name for name in ("Resource", "Literal", "Container")),
        *(OWL + name for name in ("Thing", "NamedIndividual", "Axiom", "NegativePropertyAssertion")),
    )
)
_WANTED: Final = frozenset(
    (
        *(
            TYPE,
            SUBCLASS_OF,
            DEPENDENT,
            EDITORIAL,
            SUBJECT,
            PREDICATE,
            OBJECT,
            ASSERTED_BY,
            SIDE,
            CONFLICTS_WITH,
        ),
        *(*SOURCES, *REFERENCES),
    )
)

_Pairs = Mapping[bytes, Mapping[bytes, Sequence[bytes]]]


@dataclass(frozen=True, slots=True)
class Layers:
    """Subjects, as they stand in lines, by what they are.

    *evidence* are claims and conflicts, *documents* the sources and references that claims name, *ontology*
    classes, properties and the ontology itself. *hanging* are the classes whose things say something about
    others (kzo:dependent) or record it (kzo:editorial). *pairs* are the objects of the properties that tell
    so, by property and subject.
    """

    evidence: frozenset[bytes]
    documents: frozenset[bytes]
    ontology: frozenset[bytes]
    hanging: frozenset[bytes]
    pairs: _Pairs

    def of(self, subject: bytes, predicate: bytes) -> Sequence[bytes]:
        """Return the objects of one of the properties that layers are told by."""
        return self.pairs[predicate].get(subject, ())


def layers_of(lines: Sequence[bytes]) -> Layers:
    """Tell for the subjects of these lines what they are."""
    pairs: dict[bytes, dict[bytes, list[bytes]]] = {predicate: {} for predicate in _WANTED}
    used: set[bytes] = set()
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        used.add(predicate)
        if predicate in _WANTED:
            pairs[predicate].setdefault(subject, []).append(rest[:-3])
    classes = below(_EVIDENCE_CLASSES, pairs[SUBCLASS_OF])
    kinds = pairs[TYPE]
    evidence = {subject for subject, of in kinds.items() if not classes.isdisjoint(of)}
    ontology = {
        subject
        for subject, of in kinds.items()
        if any(kind.startswith(_VOCABULARIES) and kind not in _OF_THINGS for kind in of)
    }
    # Whatever is used as a class or property is one.
    ontology.update(used, *kinds.values())
    documents = {
        node
        for predicate in (*SOURCES, *REFERENCES)
        for claim, of in pairs[predicate].items()
        if claim in evidence
        for node in of
    }
    return Layers(
        frozenset(with_blank_nodes(lines, evidence)),
        frozenset(with_blank_nodes(lines, documents)),
        frozenset(with_blank_nodes(lines, ontology - evidence)),
        frozenset(below({*pairs[DEPENDENT], *pairs[EDITORIAL]}, pairs[SUBCLASS_OF])),
        pairs,
    )


def below(classes: Iterable[bytes], superclasses: Mapping[bytes, Sequence[bytes]]) -> set[bytes]:
    """Return these classes and all that are kinds of one of them."""
    subclasses: dict[bytes, list[bytes]] = {}
    for name, of in superclasses.items():
        for each in of:
            subclasses.setdefault(each, []).append(name)
    return above(classes, subclasses)


def above(names: Iterable[bytes], leading: Mapping[bytes, Sequence[bytes]]) -> set[bytes]:
    """Return *names* and all that can be reached from them."""
    found = set(names)
    pending = list(found)
    while pending:
        new = [each for each in leading.get(pending.pop(), ()) if each not in found]
        found.update(new)
        pending += new
    return found


def with_blank_nodes(lines: Sequence[bytes], subjects: Iterable[bytes]) -> set[bytes]:
    """Return the subjects with the blank nodes that describe them, however deep."""
    if not lines or not lines[-1].startswith(b"_:"):  # the blank nodes would stand at the end
        return set(subjects)
    leading: dict[bytes, list[bytes]] = {}
    for subject, _, value in map(terms, lines):
        if value.startswith(b"_:"):
            leading.setdefault(subject, []).append(value)
    return above(subjects, leading)


def accepted(lines: Iterable[bytes], layers: Layers) -> list[bytes]:
    """Return the lines of the accepted layer."""
    others = layers.evidence | layers.ontology
    return [line for line in lines if line[: line.index(b" ")] not in others]


def evidence(lines: Iterable[bytes], layers: Layers) -> list[bytes]:
    """Return the lines of the evidence layer."""
    wanted = layers.evidence | layers.documents
    return [line for line in lines if line[: line.index(b" ")] in wanted]


def named_graphs(material: Material) -> Iterator[tuple[bytes, Sequence[bytes]]]:
    """Yield the graphs of a dataset, each with its name as N-Quads writes it and its sorted lines.

    They are one for each layer, ``<home>graph/accepted``, ``…/evidence`` and ``…/ontology``, and one for each
    source, named by the source, with what it states itself: the facts of all its claims without
    kzo:assertedBy, whatever their rank. Data that came in named graphs keep theirs; data without claims stay
    in the default graph, which has the name ``b""``.
    """
    statements = material.statements
    if statements.named or not material.layered:
        yield from statements.graphs.items()
        return
    lines = statements.lines
    layers = layers_of(lines)
    found = {
        term(f"{material.home}graph/accepted"): accepted(lines, layers),
        term(f"{material.home}graph/evidence"): evidence(lines, layers),
        term(f"{material.home}graph/ontology"): [
            line for line in lines if line[: line.index(b" ")] in layers.ontology
        ],
    }
    for source, stated in sorted(_stated(layers).items()):
        found.setdefault(source, []).extend(sorted(stated))
    yield from ((name, of) for name, of in found.items() if of)


def _stated(layers: Layers) -> dict[bytes, set[bytes]]:
    """Return the facts that each source states itself, as lines."""
    found: dict[bytes, set[bytes]] = {}
    for predicate in SOURCES:
        for claim, sources in layers.pairs[predicate].items():
            if claim not in layers.evidence or layers.of(claim, ASSERTED_BY):
                continue
            facts = {
                b"%s %s %s .\n" % (subject, property_, value)
                for subject in layers.of(claim, SUBJECT)
                for property_ in layers.of(claim, PREDICATE)
                if property_.startswith(b"<") and not subject.startswith(b'"')
                for value in layers.of(claim, OBJECT)
            }
            for source in sources:
                found.setdefault(source, set()).update(facts)
    return found
