"""Which layer a triple belongs to, and the named graphs that TriG and N-Quads make of that.

The evidence layer holds claims, conflicts and records of links, with the descriptions of the sources; the
ontology the classes and properties, and what they are elsewhere; the accepted layer everything else, concepts
and sources included. Foreign data may use the standard terms that the kzo: terms are kinds of: rdf:Statement,
prov:wasQuotedFrom.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kzgraph.export.statements import TYPE, by_subject, no_collection, objects, term, terms
from kzgraph.terms import KZO, OWL, PROV, RDF, RDFS, WIKIBASE

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
#: What leads from a claim to the source that makes it, and to the publications that the source cites.
SOURCES: Final = (term(KZO + "source"), term(PROV + "wasQuotedFrom"))
REFERENCES: Final = (term(KZO + "reference"), term(PROV + "wasDerivedFrom"))

_EVIDENCE_CLASSES: Final = frozenset(
    term(name)
    for name in (*(KZO + kind for kind in ("Claim", "Conflict", "Link", "LinkSearch")), RDF + "Statement")
)
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
        self._facts: dict[bytes, tuple[list[bytes], list[bytes]]] = {}
        for subject, group in self.groups.items():
            said = objects(group)
            used.update(said)
            for predicate in _TELLING:
                if predicate in said:
                    told[predicate][subject] = said[predicate]
            if SUBJECT in said and ASSERTED_BY not in said:  # now, as looking twice would take long
                self._facts[subject] = _facts(said), [each for way in SOURCES for each in said.get(way, ())]
        self._told, self._used = told, used

    @cached_property
    def home(self) -> str:
        """The namespace in which most things with a class are named (as `kzgraph.store.home` does)."""
        counts = Counter(
            subject[1 : max(subject.rfind(b"#"), subject.rfind(b"/")) + 1]
            for subject in self.kinds
            if subject.startswith(b"<")
        )
        return max(counts, key=lambda namespace: (counts[namespace], namespace), default=b"").decode()

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

    def split(self) -> tuple[list[bytes], list[bytes], list[bytes]]:
        """Return the lines of the accepted layer, of the evidence and of the ontology, each sorted."""
        accepted: list[bytes] = []
        evidence: list[bytes] = []
        ontology: list[bytes] = []
        for subject, group in self.groups.items():
            if subject in self.evidence:
                evidence += group
                continue
            (ontology if subject in self.ontology else accepted).extend(group)
            if subject in self.documents:
                evidence += group
        return accepted, evidence, ontology

    def stated(self) -> list[tuple[bytes, list[bytes]]]:
        """Return each source with those of the lines that it states itself, sorted."""
        found: dict[bytes, list[bytes]] = {}
        for claim, (facts, sources) in self._facts.items():
            if claim in self.evidence:
                accepted = [fact for fact in facts if self._has(fact)]
                for source in sources:
                    found.setdefault(source, []).extend(accepted)
        return sorted((name, [line for line, _ in groupby(sorted(of))]) for name, of in found.items() if of)

    def _has(self, line: bytes) -> bool:
        """Tell whether a line is among those that were given."""
        group = self.groups.get(line[: line.index(b" ")], ())
        at = bisect_left(group, line)
        return at < len(group) and group[at] == line


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
    source, named by the source, and ``<home>graph/derived`` for the derived days. That of a source holds what
    the source states itself and the graph accepts: the accepted facts of its claims without kzo:assertedBy.
    So the union of all graphs is the material's triples, and what is not accepted stands in claims only. Data
    that came in named graphs keep theirs; data without claims stay in the default graph, which has the name
    ``b""``.
    """
    statements = material.statements
    if statements.named or not material.layered:
        yield from statements.graphs.items()
    else:
        layers = material.layers
        for name, of in zip(("accepted", "evidence", "ontology"), layers.split(), strict=True):
            if of:
                yield _name(material, name), of
        yield from layers.stated()
    if material.derived:
        yield _name(material, "derived"), material.derived


def _name(material: Material, layer: str) -> bytes:
    """Return the name of the graph of a layer; the default graph's where nothing has a namespace."""
    return term(f"{material.home}graph/{layer}") if material.home else b""


def _facts(said: Mapping[bytes, Sequence[bytes]]) -> list[bytes]:
    """Return the triples that a claim states, as lines."""
    return [
        b"%s %s %s .\n" % (subject, property_, value)
        for subject in said[SUBJECT]
        for property_ in said.get(PREDICATE, ())
        for value in said.get(OBJECT, ())
        if property_.startswith(b"<") and not subject.startswith(b'"')
    ]
