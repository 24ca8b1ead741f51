"""What a graph says about its own terms, as far as new facts must fit them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import Final, Literal

from kzgraph.lookup.labels import present
from kzgraph.model import DATED, ORGANIZATION, PERSON, POST
from kzgraph.rdf.parsing import load_into
from kzgraph.rdf.spelling import fold
from kzgraph.rdf.terms import EDTF_LITERAL, RDF, XSD, Term, iri, literal
from kzgraph.storage.embedded import LocalEngine
from kzgraph.storage.folders import shape_files
from kzgraph.storage.graph import Graph

__all__ = ["BIRTH", "PROPERTIES", "Declarations", "Kind", "edtf_literal"]

#: The properties that may hold a day of birth: schema.org's, under both of its namespaces.
BIRTH: Final = ("https://schema.org/birthDate", "http://schema.org/birthDate")
#: SPARQL: ``?o`` is a value of the property ``$p``, in a fact or in a claim.
_USED: Final = "{ ?s $p ?o } UNION { ?c rdf:predicate $p ; rdf:object ?o }"
_LANG_STRING: Final = RDF + "langString"
#: SPARQL: the property ``?p`` is declared.
PROPERTIES: Final = (
    "?p a ?kind VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty rdf:Property }"
)
#: What a thing is, as far as it matters to telling things apart.
Kind = Literal["person", "organization", "post", "other"]
_ROOTS: Final[Mapping[Kind, frozenset[str]]] = {"person": PERSON, "organization": ORGANIZATION, "post": POST}


class Declarations:
    """The terms of a graph, from its ontology, from its shapes, and from how its data uses them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._datatypes: dict[str, list[str]] = {}
        self._pointing: dict[str, bool] = {}
        self._classes: dict[Kind, frozenset[str]] = {}

    @cached_property
    def properties(self) -> frozenset[str]:
        """The properties that the graph declares."""
        return frozenset(self._graph.values(f"SELECT DISTINCT ?p {{ {PROPERTIES} }}"))

    @cached_property
    def declared_classes(self) -> frozenset[str]:
        """The classes that the graph declares."""
        return frozenset(self._graph.values("SELECT DISTINCT ?c { ?c a owl:Class FILTER(isIRI(?c)) }"))

    @cached_property
    def editorial(self) -> frozenset[str]:
        """The properties of which a triple needs no claim."""
        return frozenset([*self._graph.values("SELECT ?p { ?p kzo:editorial true }"), RDF + "type"])

    @cached_property
    def single(self) -> frozenset[str]:
        """The properties of which a thing has one value at most: by a shape, or as functional ones."""
        functional = self._graph.values("SELECT ?p { ?p a owl:FunctionalProperty }")
        once = self._shapes.values("SELECT ?p { ?s sh:path ?p ; sh:maxCount 1 FILTER(isIRI(?p)) }")
        return frozenset([*functional, *once])

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that names may have, in small letters; none if any language will do."""
        tags = self._shapes.values(
            "SELECT ?tag { ?s sh:path skos:altLabel ; sh:languageIn/rdf:rest*/rdf:first ?tag }"
        )
        return frozenset(map(str.lower, tags))

    @cached_property
    def names(self) -> frozenset[str]:
        """The IRIs in the graph's main namespace that are in use."""
        home = self._graph.home
        rows = self._graph.values("SELECT DISTINCT ?x { { ?x ?p ?o } UNION { ?s ?p ?x } FILTER(isIRI(?x)) }")
        return frozenset(each for each in rows if each.startswith(home))

    @cached_property
    def birth(self) -> str:
        """The property for a day of birth, "" if the graph knows none."""
        return next((each for each in BIRTH if each in self.properties), "")

    @cached_property
    def roles(self) -> dict[str, str]:
        """The concepts that can be roles (those listed with one that is), by the keys of their names."""
        rows = self._graph.select(
            "SELECT DISTINCT ?c ?name { { ?c skos:inScheme ?s "
            "FILTER EXISTS { ?x org:role/skos:inScheme ?s } } UNION { ?y org:role ?c } "
            "?c skos:prefLabel|skos:altLabel ?name } ORDER BY DESC(?c)"
        )
        return {fold(name.value): concept.value for concept, name in map(present, rows)}

    def classes(self, kind: Kind) -> frozenset[str]:
        """Return the classes of people, organisations or posts (*kind*) with all below them."""
        if kind not in self._classes:
            below = self._graph.values(
                """SELECT DISTINCT ?c { VALUES ?root { $roots }
                { ?c rdfs:subClassOf* ?root } UNION { ?c owl:equivalentClass ?root } }""",
                roots=sorted(_ROOTS[kind]),
            )
            self._classes[kind] = _ROOTS[kind].union(below)
        return self._classes[kind]

    def kind_of(self, cls: str) -> Kind:
        """Return what a thing of a class is: a person, an organisation, a post, or something else."""
        return next((kind for kind in _ROOTS if cls in self.classes(kind)), "other")

    def points(self, predicate: str) -> bool:
        """Tell whether the property leads to things: by its declaration, else by its use, also in claims."""
        if predicate not in self._pointing:
            p = iri(predicate)
            self._pointing[predicate] = self._graph.ask("$p a owl:ObjectProperty", p=p) or (
                not self._graph.ask("$p a owl:DatatypeProperty", p=p)
                and self._graph.ask(f"{_USED} FILTER(isIRI(?o))", p=p)
            )
        return self._pointing[predicate]

    def datatypes(self, predicate: str) -> list[str]:
        """Return the datatypes of the property's values: those of its range, else those in use."""
        if predicate in DATED.values():
            return [EDTF_LITERAL]
        if predicate not in self._datatypes:
            p = iri(predicate)
            ranges = self._graph.values("SELECT DISTINCT ?r { $p rdfs:range ?r } ORDER BY ?r", p=p)
            of_texts = (EDTF_LITERAL, _LANG_STRING)
            declared = [each for each in ranges if each.startswith(XSD) or each in of_texts]
            self._datatypes[predicate] = declared or self._graph.values(
                f"SELECT DISTINCT (DATATYPE(?o) AS ?d) {{ {_USED} FILTER(isLiteral(?o)) }} ORDER BY ?d", p=p
            )
        return self._datatypes[predicate]

    def speaks(self, language: str) -> bool:
        """Tell whether names may be in this language."""
        tag = language.lower()
        return not self.languages or any(tag == each or tag.startswith(f"{each}-") for each in self.languages)

    @cached_property
    def _shapes(self) -> Graph:
        """The shapes of the graph; a file that cannot be read is for `kzgraph validate` to complain about."""
        from pyoxigraph import Store

        store = Store()
        root = self._graph.path or ""
        for name in shape_files(root) if root else []:
            with suppress(OSError), open(os.path.join(root, *name.split("/")), "rb") as file:
                load_into(store, (name, file.read()), problems=[])
        return Graph(LocalEngine(store))


def edtf_literal(text: str) -> Term:
    """Return a date as a literal. Raises ValueError, with a sentence, if it is not EDTF."""
    from kzgraph.rdf import edtf

    edtf.parse(text)
    return literal(text, datatype=EDTF_LITERAL)
