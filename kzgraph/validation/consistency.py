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

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kzgraph.rdf.terms import OWL, RDF, RDFS, XSD, Term, shrink
from kzgraph.validation.constraints import short
from kzgraph.validation.findings import Check, Finding, Language
from kzgraph.validation.shapes import key, term
from kzgraph.validation.texts import say

if TYPE_CHECKING:
    from kzgraph.validation.checked_files import Material

_ID: Final = "owl-consistent"
_TYPE: Final = RDF + "type"
_INTEGERS: Final = frozenset(
    XSD + name
    for name in (  # noqa: SIM905 - nobody reads that many quotation marks
        "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
        "unsignedLong unsignedInt unsignedShort unsignedByte"
    ).split()
)
#: Datatypes whose literals are tried: :attr:`Term.python` knows their values.
_TRIED: Final = _INTEGERS | {XSD + name for name in ("decimal", "double", "float", "boolean")}


def check_consistency(material: "Material", language: Language) -> tuple[list[Finding], Check]:
    """Return the contradictions, and how many triples were looked at."""
    checker = _Checker(material, language)
    return list(dict.fromkeys(checker.findings())), Check(_ID, "check", len(material.triples))


class _Axioms:
    """What the graph declares of classes and properties."""

    def __init__(self, material: "Material") -> None:
        self._store = material.store
        self.above = self._closure(RDFS + "subClassOf", OWL + "equivalentClass")
        self.properties_above = self._closure(RDFS + "subPropertyOf", OWL + "equivalentProperty")
        self.domains = self._pairs(RDFS + "domain")
        self.ranges = self._pairs(RDFS + "range")
        self.datatypes = self._of_type(RDFS + "Datatype") | {RDFS + "Literal", RDF + "langString"}
        self.objects, self.literals = (
            self._of_type(OWL + "ObjectProperty"),
            self._of_type(OWL + "DatatypeProperty"),
        )
        self.functional = self._of_type(OWL + "FunctionalProperty")
        self.irreflexive = self._of_type(OWL + "IrreflexiveProperty")
        self.asymmetric = self._of_type(OWL + "AsymmetricProperty")
        self.headers = self._of_type(OWL + "Ontology")
        self.disjoint = self._symmetric(OWL + "disjointWith", OWL + "complementOf")
        self.disjoint_properties = self._symmetric(OWL + "propertyDisjointWith")
        for name, table in (("Classes", self.disjoint), ("Properties", self.disjoint_properties)):
            for group in self._of_type(OWL + f"AllDisjoint{name}"):
                members = self._members(group)
                for one in members:
                    table.setdefault(one, set()).update(other for other in members if other != one)

    def is_datatype(self, name: str) -> bool:
        """Tell whether this is a datatype and not a class."""
        return name.startswith(XSD) or name in self.datatypes

    def implied(self, cls: str) -> set[str]:
        """Return the class and all above it."""
        return {cls} | self.above.get(cls, set())

    def _quads(self, predicate: str, value: str | None = None) -> Iterator[tuple[str, str]]:
        from pyoxigraph import NamedNode

        node = NamedNode(value) if value else None
        for quad in self._store.quads_for_pattern(None, NamedNode(predicate), node):
            yield key(quad.subject), key(quad.object)

    def _of_type(self, cls: str) -> set[str]:
        return {subject for subject, _ in self._quads(_TYPE, cls)}

    def _pairs(self, predicate: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for subject, value in self._quads(predicate):
            found.setdefault(subject, set()).add(value)
        return found

    def _symmetric(self, *predicates: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for predicate in predicates:
            for one, other in self._quads(predicate):
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return found

    def _closure(self, below: str, equal: str) -> dict[str, set[str]]:
        """Return all that is above each name."""
        direct = self._pairs(below)
        for one, others in self._symmetric(equal).items():
            direct.setdefault(one, set()).update(others)
        found: dict[str, set[str]] = {}
        for start in direct:
            seen: set[str] = set()
            pending = [start]
            while pending:
                for name in direct.get(pending.pop(), ()):
                    if name not in seen:
                        seen.add(name)
                        pending.append(name)
            found[start] = seen
        return found

    def _members(self, group: str) -> list[str]:
        """Return the members of a group of disjoint classes or properties."""
        path = "owl:members/rdf:rest*/rdf:first"
        answer: Any = self._store.query(f"SELECT ?group ?member {{ ?group {path} ?member }}")
        return [key(row["member"]) for row in answer if key(row["group"]) == group]


class _Checker:
    """Goes over the triples once."""

    def __init__(self, material: "Material", language: Language) -> None:
        self._material = material
        self._language = language
        self._axioms = _Axioms(material)

    def findings(self) -> Iterator[Finding]:
        """Yield every contradiction."""
        axioms = self._axioms
        #: By thing: each class that it must have, with the triple that says so.
        classes: dict[str, dict[str, tuple[str, str, Any]]] = {}
        critical = set(axioms.disjoint) | {OWL + "Nothing"}
        functional: dict[tuple[str, str], set[str]] = {}
        for triple in self._material.triples:
            subject, predicate, value = key(triple.subject), triple.predicate.value, triple.object
            if subject in axioms.headers:
                continue
            yield from self._of_triple(subject, predicate, value)
            because = (subject, predicate, value)
            if predicate == _TYPE:
                _note(classes, subject, axioms.implied(key(value)) & critical, because)
                continue
            for name in {predicate} | axioms.properties_above.get(predicate, set()):
                for cls in axioms.domains.get(name, ()):
                    _note(classes, subject, axioms.implied(cls) & critical, because)
                for cls in axioms.ranges.get(name, ()):
                    if not axioms.is_datatype(cls) and type(value).__name__ != "Literal":
                        _note(classes, key(value), axioms.implied(cls) & critical, because)
            if predicate in axioms.functional and type(value).__name__ == "Literal":
                values = functional.setdefault((subject, predicate), set())
                values.add(str(term(value).python))
                if len(values) == 2:
                    yield self._finding("owl-functional", because, limit=1)
        for thing, found in classes.items():
            yield from self._of_classes(thing, found)

    def _of_triple(self, subject: str, predicate: str, value: Any) -> Iterator[Finding]:
        """Yield what is wrong with one triple by itself."""
        axioms = self._axioms
        because = (subject, predicate, value)
        if type(value).__name__ == "Literal":
            if predicate in axioms.objects:
                yield self._finding("owl-literal", because)
            else:
                yield from self._of_literal(because)
            return
        if predicate in axioms.literals:
            yield self._finding("owl-resource", because)
        if predicate in axioms.irreflexive and subject == key(value):
            yield self._finding("owl-irreflexive", because)
        if (
            predicate in axioms.asymmetric
            and subject <= key(value)
            and self._holds(value, predicate, subject)
        ):
            yield self._finding("owl-asymmetric", because)
        if predicate == OWL + "differentFrom" and (
            subject == key(value) or self._holds(value, OWL + "sameAs", subject) or self._same(subject, value)
        ):
            yield self._finding("owl-same-different", because)
        for other in axioms.disjoint_properties.get(predicate, ()):
            if predicate < other and self._has(subject, other, value):
                yield self._finding("owl-property-disjoint", because, other=self._short(other))

    def _of_literal(self, because: tuple[str, str, Any]) -> Iterator[Finding]:
        """Yield what is wrong with a literal: not of its datatype, or not in the range of its property."""
        _, predicate, value = because
        datatype = value.datatype.value
        if datatype in _TRIED and isinstance(term(value).python, str):
            yield self._finding("owl-form", because, range=self._short(datatype))
            return
        for wanted in self._axioms.ranges.get(predicate, ()):
            if wanted == RDFS + "Literal" or wanted == datatype or not self._axioms.is_datatype(wanted):
                continue
            if datatype in _INTEGERS and wanted in _INTEGERS | {XSD + "decimal"}:
                continue
            yield self._finding("owl-datatype", because, range=self._short(wanted))

    def _of_classes(self, thing: str, found: dict[str, tuple[str, str, Any]]) -> Iterator[Finding]:
        """Yield the classes of a thing that exclude each other."""
        if OWL + "Nothing" in found:
            yield self._finding("owl-nothing", found[OWL + "Nothing"], one="owl:Nothing")
        for one in sorted(found):
            for other in sorted(self._axioms.disjoint.get(one, ())):
                if one < other and other in found:
                    # What follows from a property is likelier to be the mistake than what is said to be.
                    because = min(found[one], found[other], key=lambda triple: triple[1] == _TYPE)
                    subject, predicate, value = because
                    object_ = short(term(value), self._material.prefixes)
                    why = f"{self._short(subject)} {self._short(predicate)} {object_}"
                    yield self._finding(
                        "owl-disjoint",
                        because,
                        focus=self._short(thing),
                        one=self._short(one),
                        other=self._short(other),
                        why=why,
                    )

    def _holds(self, value: Any, predicate: str, subject: str) -> bool:
        return any(key(node) == subject for node in self._objects(value, predicate))

    def _same(self, subject: str, value: Any) -> bool:
        return self._has(subject, OWL + "sameAs", value)

    def _has(self, subject: str, predicate: str, value: Any) -> bool:
        from pyoxigraph import BlankNode, NamedNode

        node = BlankNode(subject[2:]) if subject.startswith("_:") else NamedNode(subject)
        return value in self._objects(node, predicate)

    def _objects(self, subject: Any, predicate: str) -> list[Any]:
        from pyoxigraph import NamedNode

        quads = self._material.store.quads_for_pattern(subject, NamedNode(predicate), None)
        return [quad.object for quad in quads]

    def _finding(self, what: str, because: tuple[str, str, Any], **fields: object) -> Finding:
        subject, predicate, value = because
        told: Term = term(value)
        names: dict[str, object] = {
            "focus": self._short(subject),
            "property": self._short(predicate),
            "value": short(told, self._material.prefixes),
            **fields,
        }
        message, solution = say(what, self._language, **names)
        return Finding(_ID, "error", message, solution, subject, predicate, told)

    def _short(self, name: str) -> str:
        return name if name.startswith("_:") else shrink(name, self._material.prefixes)


def _note(
    classes: dict[str, dict[str, tuple[str, str, Any]]],
    thing: str,
    found: set[str],
    because: tuple[str, str, Any],
) -> None:
    """Note that a thing is in some classes, and why."""
    if found:
        of = classes.setdefault(thing, {})
        for cls in found:
            of.setdefault(cls, because)
