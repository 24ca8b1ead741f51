"""Which layer a triple belongs to, and the named graphs that TriG and N-Quads make of that.

The evidence layer holds claims, conflicts and records of links, with the descriptions of the sources; the
ontology the classes and properties, and what they are elsewhere; the accepted layer everything else, concepts
and sources included. Foreign data may use the standard terms that the kzo: terms are kinds of: rdf:Statement,
prov:wasQuotedFrom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kzgraph.model import EVIDENCE, REFERENCE, SOURCE
from kzgraph.rdf.terms import KZO, OWL, RDF, RDFS, WIKIBASE, home_of
from kzgraph.storage.statements import TYPE, by_subject, no_collection, objects, term, terms

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["Layers", "above", "below", "named_graphs", "with_blank_nodes"]

SUBJECT, PREDICATE, OBJECT = (term(RDF + name) for name in ("subject", "predicate", "object"))
ASSERTED_BY: Final = term(KZO + "assertedBy")
SIDE: Final = term(KZO + "side")
CONFLICTS_WITH: Final = term(KZO + "conflictsWith")
SUBCLASS_OF: Final = term(RDFS + "subClassOf")
DEPENDENT: Final = term(KZO + "dependent")
EDITORIAL: Final = term(KZO + "editorial")
SOURCES: Final = tuple(map(term, SOURCE))
REFERENCES: Final = tuple(map(term, REFERENCE))

_EVIDENCE_CLASSES: Final = frozenset(map(term, EVIDENCE))
_VOCABULARIES: Final = (
    *(f"<{namespace}".encode() for namespace in (RDF, RDFS, OWL)),
    term(WIKIBASE + "Property"),
    # What a property or class is elsewhere is said of the vocabulary.
    *(term(f"{KZO}{kind}Mapping") for kind in ("Statement", "Qualifier", "Reference")),
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
#: What tells what a subject is, and what only evidence says.
_TELLING: Final = (TYPE, SUBCLASS_OF, DEPENDENT, EDITORIAL, *SOURCES, *REFERENCES)
_SAID: Final = (SUBJECT, PREDICATE, OBJECT, ASSERTED_BY, SIDE, CONFLICTS_WITH)

_Pairs = dict[bytes, dict[bytes, list[bytes]]]


class Layers:
    """What the subjects of lines are, as they stand in them.

    *groups* are the lines of each subject. *evidence* are claims and conflicts, *documents* the sources and
    references that claims name, *ontology* classes, properties and the ontology itself. *hanging* are the
    classes whose things say something about others (kzo:dependent) or record it (kzo:editorial). *kinds* are
    classes by subject, *superclasses* those of each class.
    """

    def __init__(self, lines: Sequence[bytes]) -> None:
        with no_collection():
            self._read(lines)
        self.kinds, self.superclasses = self._told[TYPE], self._told[SUBCLASS_OF]
        claims = below(_EVIDENCE_CLASSES, self.superclasses)
        evidence = {subject for subject, of in self.kinds.items() if not claims.isdisjoint(of)}
        terms = {kind for of in self.kinds.values() for kind in of}
        vocabulary = {kind for kind in terms if kind.startswith(_VOCABULARIES) and kind not in _OF_THINGS}
        ontology = {subject for subject, of in self.kinds.items() if not vocabulary.isdisjoint(of)}
        # Whatever is used as a class or property is one.
        ontology.update(self._used, terms)
        documents = {
            node
            for predicate in (*SOURCES, *REFERENCES)
            for claim, of in self._told[predicate].items()
            if claim in evidence
            for node in of
        }
        self.evidence = with_blank_nodes(lines, evidence)
        self.documents = with_blank_nodes(lines, documents)
        self.ontology = with_blank_nodes(lines, ontology - evidence)
        self.hanging = below({*self._told[DEPENDENT], *self._told[EDITORIAL]}, self.superclasses)

    def _read(self, lines: Sequence[bytes]) -> None:
        """Look at each line once."""
        self.groups = dict(by_subject(lines))
        told: _Pairs = {predicate: {} for predicate in _TELLING}
        used: set[bytes] = set()
        for subject, group in self.groups.items():
            said = objects(group)
            used.update(said)
            for predicate in _TELLING:
                if predicate in said:
                    told[predicate][subject] = said[predicate]
        self._told, self._used = told, used

    @cached_property
    def home(self) -> str:
        """The namespace in which most things with a class are named."""
        return home_of(subject[1:-1].decode() for subject in self.kinds if subject.startswith(b"<"))

    @cached_property
    def said(self) -> _Pairs:
        """What claims and conflicts say: objects by property and subject."""
        found: _Pairs = {predicate: {} for predicate in _SAID}
        for subject in self.evidence & self.groups.keys():
            said = objects(self.groups[subject])
            for predicate in said.keys() & found.keys():
                found[predicate][subject] = said[predicate]
        return {**found, **{predicate: self._told[predicate] for predicate in (*SOURCES, *REFERENCES)}}

    def of(self, claim: bytes, predicate: bytes) -> Sequence[bytes]:
        """Return what a claim or conflict says with a property."""
        return self.said[predicate].get(claim, ())

    def split(self) -> tuple[list[bytes], list[bytes], dict[bytes, list[bytes]]]:
        """Return the lines of the accepted layer, of the ontology, and of the evidence of each source.

        They are sorted, and each line is among one of them only. Evidence that is not of one source, such as
        a conflict, is that of the source ``b""``.
        """
        accepted: list[bytes] = []
        ontology: list[bytes] = []
        evidence: dict[bytes, list[bytes]] = {}
        for subject, group in self.groups.items():
            if subject in self.evidence:
                evidence.setdefault(self._source(subject), []).extend(group)
            else:
                (ontology if subject in self.ontology else accepted).extend(group)
        return accepted, ontology, evidence

    def _source(self, claim: bytes) -> bytes:
        """Return the one source of a claim, ``b""`` if it has none, several, or one without an IRI."""
        found = {each for way in SOURCES for each in self._told[way].get(claim, ())}
        return found.pop() if len(found) == 1 and min(found).startswith(b"<") else b""


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


def named_graphs(material: Material) -> Iterator[tuple[bytes, Sequence[bytes]]]:
    """Yield the graphs of a dataset, each with its name as N-Quads writes it and its sorted lines.

    They are one for each layer, ``<home>graph/accepted``, ``…/evidence`` and ``…/ontology``, one for each
    source, named by the source, with the claims that it makes, and ``<home>graph/derived`` for the derived
    days. What is not accepted stands in claims only, and each triple in one graph only: many servers whose
    default graph is the union of all find a triple once for each graph that has it, and count it so. Data
    that came in named graphs keep theirs; data without claims stay in the default graph, which has the name
    ``b""``.
    """
    statements = material.statements
    if statements.named or not material.layered:
        yield from statements.graphs.items()
    else:
        accepted, ontology, evidence = material.layers.split()
        several = evidence.pop(b"", [])
        for name, of in (("accepted", accepted), ("evidence", several), ("ontology", ontology)):
            if of:
                yield _name(material, name), of
        yield from sorted(evidence.items())
    if material.derived:
        yield _name(material, "derived"), material.derived


def _name(material: Material, layer: str) -> bytes:
    """Return the name of the graph of a layer; the default graph's where nothing has a namespace."""
    return term(f"{material.home}graph/{layer}") if material.home else b""
