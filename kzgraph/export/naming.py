"""What the things of a material are called and of which kinds they are, for the formats that people read.

The triples of ``--layer accepted`` or ``evidence`` have no ontology, and yet a ``kzo:Party`` is an
organisation and ``kzo:votes`` is called "votes" in them. So the classes and properties are read from the
triples, from the ontology that they come with (``Material.ontology``), and from the ontology of kzgraph that
is installed with the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kzgraph.model import EVIDENCE, LABELS
from kzgraph.rdf.terms import RDF, RDFS, language_tag, shrink
from kzgraph.storage.folders import installed

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kzgraph.export.material import Material

__all__ = ["Vocabulary", "shipped_ontology"]


class Vocabulary:
    """The classes, labels and things of *material*. IRIs are strings; blank nodes are left out everywhere."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._store = material.store
        self._prefixes = material.prefixes
        self._language = (material.language or "en").lower()
        self._terms = [material.ontology, *shipped_ontology()]
        self.short = cache(self._short)

    def kinds(self, *classes: str) -> frozenset[str]:
        """Return these classes and all that are kinds of them (``rdfs:subClassOf``, any number of steps)."""
        found, pending = set(classes), [*classes]
        while pending:
            for kind in self._below.get(pending.pop(), ()):
                if kind not in found:
                    found.add(kind)
                    pending.append(kind)
        return frozenset(found)

    @cached_property
    def types(self) -> dict[str, tuple[str, ...]]:
        """The classes of everything that has one, the most specific ones only, in alphabetical order."""
        found: dict[str, set[str]] = {}
        for thing, kind in _pairs(self._store, RDF + "type"):
            found.setdefault(thing, set()).add(kind)
        return {
            thing: tuple(sorted(kinds if len(kinds) == 1 else self._finest(kinds)))
            for thing, kinds in found.items()
        }

    def members(self, *classes: str) -> list[str]:
        """Return everything that is of one of these classes or of a kind of them, sorted by IRI."""
        kinds = self.kinds(*classes)
        return sorted(thing for thing, of in self.types.items() if not kinds.isdisjoint(of))

    @cached_property
    def described(self) -> list[str]:
        """Whatever the material says something of, sorted by IRI, terms of an ontology excepted."""
        lines = self._material.statements.lines
        subjects = {line[: line.index(b" ")] for line in lines if line.startswith(b"<")}
        return sorted(subject[1:-1].decode() for subject in subjects - self._material.layers.ontology)

    @cached_property
    def things(self) -> list[str]:
        """What of these is no evidence: neither a claim nor a conflict nor the record of a link."""
        evidence = self.kinds(*EVIDENCE)
        return [thing for thing in self.described if evidence.isdisjoint(self.types.get(thing, ()))]

    @cached_property
    def languages(self) -> list[str]:
        """The languages that things have labels in, lower case: English first, the rest by their tags."""
        things = self._labels
        found = {
            language
            for thing in self.things
            for language, (rank, _) in things.get(thing, {}).items()
            if rank < 2
        }
        return sorted(found - {""}, key=lambda language: (language != "en", language))

    def labels(self, thing: str) -> dict[str, str]:
        """Return the labels of a thing by language tag (in the case of BCP 47; "" without a language)."""
        found = self._labels.get(thing, {})
        return {language_tag(language): text for language, (rank, text) in sorted(found.items()) if rank < 2}

    def label(self, thing: str) -> str:
        """Return what to call a thing: its label in the wished language, else English, else any.

        That is ``skos:prefLabel``, else ``rdfs:label``, else a title or a name in FOAF or schema.org, else
        the short form of its IRI.
        """
        found = self._labels.get(thing)
        if not found:
            return self.short(thing)
        best = min((rank, self._order(language), language, text) for language, (rank, text) in found.items())
        return best[-1]

    def _short(self, iri: str) -> str:
        """Return the IRI as a prefixed name (``kz:cpk``), itself where no prefix fits."""
        return shrink(iri, self._prefixes)

    def _order(self, language: str) -> int:
        if language == self._language:
            return 0
        if language.partition("-")[0] == self._language.partition("-")[0]:
            return 1
        return 2 if language == "en" else 3 if not language else 4

    @cached_property
    def _labels(self) -> dict[str, dict[str, tuple[int, str]]]:
        """The labels by thing and language, with the place of their property in LABELS."""
        from pyoxigraph import Literal, NamedNode

        found: dict[str, dict[str, tuple[int, str]]] = {}
        for store in (self._store, *self._terms):
            known = set(found)  # what the material says of a term goes before the ontology elsewhere
            for rank, naming in enumerate(LABELS):
                for quad in store.quads_for_pattern(None, NamedNode(naming), None):
                    thing, text = quad.subject, quad.object
                    if (
                        not isinstance(thing, NamedNode)
                        or not isinstance(text, Literal)
                        or thing.value in known
                    ):
                        continue
                    of = found.setdefault(thing.value, {})
                    language = (text.language or "").lower()
                    of[language] = min(of.get(language, (rank, text.value)), (rank, text.value))
        return found

    @cached_property
    def _below(self) -> dict[str, set[str]]:
        """The direct subclasses of each class."""
        found: dict[str, set[str]] = {}
        for store in (self._store, *self._terms):
            for kind, parent in _pairs(store, RDFS + "subClassOf"):
                found.setdefault(parent, set()).add(kind)
        return found

    def _finest(self, kinds: set[str]) -> set[str]:
        return {kind for kind in kinds if not (self.kinds(kind) - {kind}) & kinds} or kinds


def _pairs(store: Store, predicate: str) -> Iterator[tuple[str, str]]:
    """Yield the subjects and objects of a property that are both IRIs."""
    from pyoxigraph import NamedNode

    for quad in store.quads_for_pattern(None, NamedNode(predicate), None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject.value, quad.object.value


@cache
def shipped_ontology() -> list[Store]:
    """Return the ontology of kzgraph as it is installed, or as it lies in the checkout, if there is one."""
    from pyoxigraph import RdfFormat, Store

    file = os.path.join(installed() or "", "ontology", "kzgraph.ttl")
    if not os.path.isfile(file):
        return []
    store = Store()
    store.load(path=file, format=RdfFormat.TURTLE)
    return [store]
