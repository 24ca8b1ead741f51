"""Whether the graph contradicts its ontology: those rules of OWL 2 RL that end in "false" and can do so here.

Classes follow from types, subclasses, equivalent classes, domains and ranges (OWL 2 RL: cax-sco, cax-eqc,
prp-dom, prp-rng, prp-spo1). Contradictions are: disjoint classes (cax-dw, cax-adc), owl:Nothing
(cls-nothing2), irreflexive and asymmetric properties (prp-irp, prp-asyp), disjoint properties (prp-pdw), a
functional property with two literals (prp-fp), owl:sameAs beside owl:differentFrom (eq-diff1), and literals
that are not in the range of their property or not of their datatype (dt-not-type). Beyond OWL 2 RL, a
literal as the value of an object property and a thing as that of a datatype property are found, which OWL 2
DL forbids. A full closure of the graph takes a reasoner in Python four times as long as everything else
together, and finds no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kzgraph.rdf.terms import INTEGERS, OWL, RDF, RDFS, XSD, shrink, term_of
from kzgraph.storage.graph import Graph
from kzgraph.validation.checked_files import Checked
from kzgraph.validation.constraints import short
from kzgraph.validation.findings import Check, Finding, Language
from kzgraph.validation.shapes import Node, key
from kzgraph.validation.texts import finding

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["check_consistency"]

_ID: Final = "owl-consistent"
_TYPE: Final = RDF + "type"
#: Datatypes whose literals are tried: :attr:`Term.python` knows their values.
_TRIED: Final = INTEGERS | {XSD + name for name in ("decimal", "double", "float", "boolean")}
_TYPES: Final = (
    "?cls ^rdf:type ?it VALUES ?cls { rdfs:Datatype owl:Ontology owl:ObjectProperty owl:DatatypeProperty "
    "owl:FunctionalProperty owl:IrreflexiveProperty owl:AsymmetricProperty }"
)
#: What excludes each other, in pairs and in groups.
_EXCLUDING: Final = (
    "{{ ?cls {0} ?it }} UNION {{ ?it {0} ?cls }} UNION "
    "{{ ?group a owl:AllDisjoint{1} ; owl:members/rdf:rest*/rdf:first ?cls, ?it FILTER(?cls != ?it) }}"
)
_EQUAL_CLASS: Final = "owl:equivalentClass|^owl:equivalentClass"
_EQUAL_PROPERTY: Final = "owl:equivalentProperty|^owl:equivalentProperty"


def check_consistency(checked: Checked, language: Language) -> tuple[list[Finding], Check]:
    """Return the contradictions, and how many triples were looked at."""
    checker = _Checker(checked, language)
    return list(dict.fromkeys(checker.findings())), Check(_ID, "check", len(checked.triples))


class _Axioms:
    """What the graph declares of classes and properties: for each name those to which it is so related."""

    def __init__(self, graph: Graph) -> None:
        self.above = _pairs(graph, f"?cls (rdfs:subClassOf|{_EQUAL_CLASS})+ ?it")
        self.properties_above = _pairs(graph, f"?cls (rdfs:subPropertyOf|{_EQUAL_PROPERTY})+ ?it")
        self.domains = _pairs(graph, "?cls rdfs:domain ?it")
        self.ranges = _pairs(graph, "?cls rdfs:range ?it")
        self.disjoint = _pairs(graph, _EXCLUDING.format("(owl:disjointWith|owl:complementOf)", "Classes"))
        self.disjoint_properties = _pairs(graph, _EXCLUDING.format("owl:propertyDisjointWith", "Properties"))
        members = _pairs(graph, _TYPES)
        self.datatypes = members.get(RDFS + "Datatype", set()) | {RDFS + "Literal", RDF + "langString"}
        self.headers, self.objects, self.literals, self.functional, self.irreflexive, self.asymmetric = (
            members.get(OWL + name, set())
            for name in (
                "Ontology",
                "ObjectProperty",
                "DatatypeProperty",
                "FunctionalProperty",
                "IrreflexiveProperty",
                "AsymmetricProperty",
            )
        )

    def is_datatype(self, name: str) -> bool:
        """Tell whether this is a datatype and not a class."""
        return name.startswith(XSD) or name in self.datatypes

    def implied(self, cls: str) -> set[str]:
        """Return the class and all above it."""
        return {cls} | self.above.get(cls, set())


def _pairs(graph: Graph, pattern: str) -> dict[str, set[str]]:
    """Return for each ``?cls`` of a pattern all its ``?it``."""
    found: dict[str, set[str]] = {}
    for one, other in graph.select(f"SELECT ?cls ?it {{ {pattern} }}"):
        if one is not None and other is not None:
            found.setdefault(one.key, set()).add(other.key)
    return found


class _Checker:
    """Goes over the triples once."""

    def __init__(self, checked: Checked, language: Language) -> None:
        self._checked = checked
        self._language = language
        self._axioms = _Axioms(checked.graph)
        #: By thing: each class that it must have and that others exclude, with the triple that says so.
        self._classes: dict[str, dict[str, Triple]] = {}
        self._critical = {*self._axioms.disjoint, OWL + "Nothing"}

    def findings(self) -> Iterator[Finding]:
        """Yield every contradiction."""
        axioms = self._axioms
        functional: dict[tuple[str, str], set[str]] = {}
        for triple in self._checked.triples:
            subject, predicate, value = key(triple.subject), triple.predicate.value, triple.object
            if subject in axioms.headers:
                continue
            yield from self._of_triple(triple)
            if predicate == _TYPE:
                self._note(subject, key(value), triple)
                continue
            for name in {predicate} | axioms.properties_above.get(predicate, set()):
                for cls in axioms.domains.get(name, ()):
                    self._note(subject, cls, triple)
                for cls in axioms.ranges.get(name, ()):
                    if not axioms.is_datatype(cls) and not _is_literal(value):
                        self._note(key(value), cls, triple)
            if predicate in axioms.functional and _is_literal(value):
                values = functional.setdefault((subject, predicate), set())
                values.add(str(term_of(value).python))
                if len(values) == 2:
                    yield self._finding("owl-functional", triple, limit=1)
        for thing, classes in self._classes.items():
            yield from self._of_classes(thing, classes)

    def _note(self, thing: str, cls: str, because: Triple) -> None:
        """Note that a thing is in a class and all above it, and why."""
        for name in self._axioms.implied(cls) & self._critical:
            self._classes.setdefault(thing, {}).setdefault(name, because)

    def _of_triple(self, triple: Triple) -> Iterator[Finding]:
        """Yield what is wrong with one triple by itself."""
        axioms = self._axioms
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if _is_literal(value):
            if predicate in axioms.objects:
                yield self._finding("owl-literal", triple)
            else:
                yield from self._of_literal(triple)
            return
        if predicate in axioms.literals:
            yield self._finding("owl-resource", triple)
        if predicate in axioms.irreflexive and subject == value:
            yield self._finding("owl-irreflexive", triple)
        if (
            predicate in axioms.asymmetric
            and key(subject) <= key(value)
            and subject in self._checked.objects(value, predicate)
        ):
            yield self._finding("owl-asymmetric", triple)
        if predicate == OWL + "differentFrom" and (
            subject == value
            or subject in self._checked.objects(value, OWL + "sameAs")
            or value in self._checked.objects(subject, OWL + "sameAs")
        ):
            yield self._finding("owl-same-different", triple)
        for other in axioms.disjoint_properties.get(predicate, ()):
            if predicate < other and value in self._checked.objects(subject, other):
                yield self._finding("owl-property-disjoint", triple, other=self._short(other))

    def _of_literal(self, triple: Triple) -> Iterator[Finding]:
        """Yield what is wrong with a literal: not of its datatype, or not in the range of its property."""
        value = term_of(triple.object)
        datatype = value.datatype or triple.object.datatype.value  # type: ignore[union-attr]
        if datatype in _TRIED and isinstance(value.python, str):
            yield self._finding("owl-form", triple, range=self._short(datatype))
            return
        for wanted in self._axioms.ranges.get(triple.predicate.value, ()):
            if wanted == RDFS + "Literal" or wanted == datatype or not self._axioms.is_datatype(wanted):
                continue
            if datatype not in INTEGERS or wanted not in INTEGERS | {XSD + "decimal"}:
                yield self._finding("owl-datatype", triple, range=self._short(wanted))

    def _of_classes(self, thing: str, classes: dict[str, Triple]) -> Iterator[Finding]:
        """Yield the classes of a thing that exclude each other."""
        if OWL + "Nothing" in classes:
            yield self._finding("owl-nothing", classes[OWL + "Nothing"], one="owl:Nothing")
        for one in sorted(classes):
            for other in sorted(self._axioms.disjoint.get(one, ())):
                if one < other and other in classes:
                    # What follows from a property is likelier to be the mistake than what is said to be.
                    because = min(classes[one], classes[other], key=_is_said)
                    names = {"focus": thing, "one": one, "other": other}
                    words = {what: self._short(name) for what, name in names.items()}
                    why = " ".join(short(term_of(node), self._checked.prefixes) for node in because)
                    yield self._finding("owl-disjoint", because, **words, why=why)

    def _finding(self, what: str, triple: Triple, **fields: object) -> Finding:
        subject, predicate, value = key(triple.subject), triple.predicate.value, term_of(triple.object)
        words: dict[str, Any] = {
            "focus": self._short(subject),
            "property": self._short(predicate),
            "value": short(value, self._checked.prefixes),
            **fields,
        }
        return finding(_ID, what, self._language, (subject, predicate, value), **words)

    def _short(self, name: str) -> str:
        return name if name.startswith("_:") else shrink(name, self._checked.prefixes)


def _is_said(triple: Triple) -> bool:
    return triple.predicate.value == _TYPE


def _is_literal(node: Node) -> bool:
    return type(node).__name__ == "Literal"
