"""The graph's vocabulary: terms used but not declared, declared but not used, without label or definition.

The graph's own namespaces are those in which ``ontology/`` declares a class, a property or a datatype;
every name in them must be declared. Of the standard vocabularies (RDF, RDFS, OWL, SKOS, XSD, ORG, PROV,
Dublin Core, FOAF, schema.org) only the terms that they have may be used as classes, properties and
datatypes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from kzgraph.rdf.terms import KZO, OWL, RDF, RDFS, SH, SKOS, expand, iri, local_name, namespace_of, shrink
from kzgraph.sparql.guard import declarations
from kzgraph.sparql.tokens import place, tokenise
from kzgraph.turtle.positions import Place
from kzgraph.validation.checked_files import Checked
from kzgraph.validation.findings import Check, Finding, Language, Level
from kzgraph.validation.shapes import TERMS, Shapes, described
from kzgraph.validation.standard import Standard, closest, lacks_own, own_terms
from kzgraph.validation.texts import finding, near

__all__ = ["check_vocabulary"]

_TYPE: Final = RDF + "type"
_CLASSES: Final = {OWL + "Class", RDFS + "Class", RDFS + "Datatype"}
_PROPERTIES: Final = {RDF + "Property"} | {
    OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty", "OntologyProperty")
}
#: The predicates whose objects are classes, properties or datatypes.
_POINTING: Final = (
    {_TYPE, RDF + "predicate"}
    | {RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")}
    | {
        OWL + name
        for name in (
            "equivalentClass",
            "equivalentProperty",
            "inverseOf",
            "disjointWith",
            "propertyDisjointWith",
            "complementOf",
            "onProperty",
            "onClass",
            "someValuesFrom",
            "allValuesFrom",
        )
    }
)
#: The properties of shapes whose values are classes, properties or datatypes.
_IN_SHAPES: Final = {
    SH + name
    for name in (
        "path",
        "class",
        "datatype",
        "targetClass",
        "targetSubjectsOf",
        "targetObjectsOf",
        "equals",
        "disjoint",
        "lessThan",
        "lessThanOrEquals",
        "inversePath",
    )
}
_LABELS: Final = (RDFS + "label", SKOS + "prefLabel")
_DEFINITIONS: Final = (SKOS + "definition", RDFS + "comment")


def check_vocabulary(
    checked: Checked, shapes: Shapes, language: Language
) -> tuple[list[Finding], list[Check]]:
    """Return the findings of the four checks of the vocabulary, and what they looked at."""
    vocabulary = _Vocabulary(checked, shapes, language)
    unknown = list(vocabulary.sh_terms())
    if not vocabulary.own:
        return unknown, [Check("shapes-unknown-term", "check", vocabulary.sh_count)]
    findings = [*vocabulary.undeclared(), *vocabulary.unused(), *vocabulary.incomplete(), *unknown]
    terms = len(vocabulary.terms)
    return findings, [
        Check("vocabulary-undeclared", "check", len(vocabulary.used)),
        Check("vocabulary-unused", "check", terms),
        Check("vocabulary-incomplete", "check", terms),
        Check("shapes-unknown-term", "check", vocabulary.sh_count),
    ]


class _Vocabulary:
    """What is declared and what is used, read in one pass over the triples."""

    def __init__(self, checked: Checked, shapes: Shapes, language: Language) -> None:
        self._checked = checked
        self._shapes = shapes
        self._language = language
        self.sh_count = 0
        #: What is said of each subject of the ontology, by predicate.
        self._about = described(checked.ontology)
        self._kinds = {
            name: {node.value for node in of.get(_TYPE, ()) if hasattr(node, "value")}
            for name, of in self._about.items()
        }
        #: The classes, properties and datatypes that are declared.
        self.terms = [
            name
            for name, kinds in self._kinds.items()
            if kinds & (_CLASSES | _PROPERTIES) and not name.startswith("_:")
        ]
        self._standard = Standard()
        namespaces = {namespace_of(name) for name in self.terms}
        self.own = tuple(sorted(each for each in namespaces if not self._standard.has(each) and each))
        #: How often each term is used: as what it is, as any other IRI in the data, in the shapes.
        self.used: Counter[str] = Counter()
        self._mentioned: set[str] = set()
        self._in_shapes: Counter[str] = Counter()
        self._in_queries: dict[str, Place] = {}
        self._read()

    def _read(self) -> None:
        from pyoxigraph import Literal, NamedNode

        datatypes: Counter[str] = Counter()
        for triple in self._checked.triples:
            predicate, value = triple.predicate.value, triple.object
            self.used[predicate] += 1
            if isinstance(value, NamedNode):
                name = value.value
                if predicate in _POINTING or name.startswith(self.own):
                    self.used[name] += 1
                else:
                    self._mentioned.add(name)
            elif isinstance(value, Literal):
                datatypes[value.datatype.value] += 1
        self.used.update(datatypes)
        self._read_shapes()
        for path, content in self._checked.queries:
            for name, found in _names(path, content):
                if name.startswith(self.own):
                    self._in_queries.setdefault(name, found)

    def _read_shapes(self) -> None:
        from pyoxigraph import NamedNode

        for triple in self._checked.shape_triples:
            value = triple.object
            if triple.predicate.value.startswith(self.own):
                self._in_shapes[triple.predicate.value] += 1
            if isinstance(value, NamedNode) and (
                triple.predicate.value in _IN_SHAPES
                or (value.value.startswith(self.own) and not self._shapes.describes(value.value))
            ):
                self._in_shapes[value.value] += 1
        for shape in self._shapes.all.values():  # the members of paths and of ignored properties
            for start in (*shape.values("path"), *shape.values("ignoredProperties")):
                if not isinstance(start, NamedNode):
                    members = self._shapes.members(start)
                    self._in_shapes.update(node.value for node in members if isinstance(node, NamedNode))

    def undeclared(self) -> Iterator[Finding]:
        """Yield what is used and declared nowhere."""
        for name, count in sorted((self.used + self._in_shapes).items()):
            if name in self._about:
                continue
            if name.startswith(self.own):
                yield self._undeclared("undeclared", name, count)
            elif (self._standard.lacks(name) or lacks_own(name)) and name not in self._mentioned:
                yield self._undeclared("unknown-standard", name, count)
            elif (
                name in self._in_shapes and not self.used[name] and not self._standard.has(namespace_of(name))
            ):
                yield self._undeclared("undeclared-in-shapes", name, count, "warning")
        for name, found in sorted(self._in_queries.items()):
            if name not in self._about and name not in self.used and name not in self._in_shapes:
                yield self._undeclared("undeclared", name, 1, place=found)

    def unused(self) -> Iterator[Finding]:
        """Yield what is declared and nothing refers to, be it the data, a shape, a query or another term."""
        referring = self.used.keys() | self._in_shapes.keys() | self._in_queries.keys()
        for name in sorted(set(self.terms) - referring):
            derived = name.startswith(self.own) and self._checked.graph.ask("?s $p ?o", p=iri(name))
            if name.startswith(self.own) and not derived:
                yield finding(
                    "vocabulary-unused", "unused", self._language, (name, None, None), term=self._short(name)
                )

    def incomplete(self) -> Iterator[Finding]:
        """Yield what lacks a label in a language in which most have one, or a definition."""
        concepts = [name for name, kinds in self._kinds.items() if SKOS + "Concept" in kinds]
        for names in (self.terms, concepts):
            labels = {name: self._languages(name) for name in names}
            usual = Counter(language for found in labels.values() for language in found)
            expected = {language for language, count in usual.items() if count * 2 > len(names)} or {"en"}
            for name in sorted(names):
                lacking = sorted(each or "—" for each in expected - labels[name])
                if lacking:
                    yield self._incomplete("no-label", name, languages=", ".join(lacking))
                defined = any(self._about[name].get(predicate) for predicate in _DEFINITIONS)
                if names is self.terms and name.startswith(self.own) and not defined:
                    yield self._incomplete("no-definition", name)

    def sh_terms(self) -> Iterator[Finding]:
        """Yield what looks like a term of SHACL and is none."""
        unknown: Counter[str] = Counter()
        subjects: dict[str, str] = {}
        for name, subject in self._shapes.sh_terms():
            self.sh_count += 1
            if name not in TERMS:
                unknown[name] += 1
                subjects.setdefault(name, subject)
        for name, count in sorted(unknown.items()):
            yield finding(
                "shapes-unknown-term",
                "shapes-unknown-term",
                self._language,
                (None if subjects[name].startswith("_:") else subjects[name], SH + name, None),
                place=self._checked.positions.term(SH + name),
                term=name,
                count=count,
                near=near([f"sh:{each}" for each in closest(name, TERMS)], self._language),
            )

    def _undeclared(
        self, what: str, name: str, count: int, level: Level = "error", place: Place | None = None
    ) -> Finding:
        namespace = namespace_of(name)
        if what == "unknown-standard":
            candidates = [*own_terms()] if name.startswith(KZO) else self._standard.terms(namespace)
        else:
            candidates = [term for term in self.terms if namespace_of(term) == namespace]
        names = {local_name(term): self._short(term) for term in candidates}
        closest_names = [names[each] for each in closest(local_name(name), names)]
        return finding(
            "vocabulary-undeclared",
            what,
            self._language,
            (name, None, None),
            level=level,
            place=self._checked.positions.term(name) or place,
            term=self._short(name),
            count=count,
            namespace=namespace,
            near=near(closest_names, self._language),
        )

    def _incomplete(self, what: str, name: str, **fields: Any) -> Finding:
        check, triple = "vocabulary-incomplete", (name, None, None)
        return finding(check, what, self._language, triple, term=self._short(name), **fields)

    def _languages(self, iri: str) -> set[str]:
        return {
            (getattr(node, "language", None) or "").lower()
            for predicate in _LABELS
            for node in self._about[iri].get(predicate, ())
        }

    def _short(self, iri: str) -> str:
        return shrink(iri, self._checked.prefixes)


def _names(path: str, content: bytes) -> Iterator[tuple[str, Place]]:
    """Yield the IRIs in a query with their places; nothing for a query that cannot be read."""
    from kzgraph.errors import QuerySyntaxError

    text = content.decode("utf-8", "replace")
    try:
        tokens = tokenise(text)
    except QuerySyntaxError:  # the catalogue says what is wrong with it
        return
    prefixes = declarations(tokens)
    declared = {
        id(after) for token, after in zip(tokens, tokens[2:], strict=False) if token.text.upper() == "PREFIX"
    }
    for token in tokens:
        if token.kind in ("name", "iri") and id(token) not in declared:
            found = token.text[1:-1] if token.kind == "iri" else expand(token.text, prefixes)
            if found and found not in prefixes.values():
                yield found, Place(path, *place(text, token.start))
