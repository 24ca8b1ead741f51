"""Which terms there are: those of the standard vocabularies, and those of the program's own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from kzgraph.rdf.parsing import quads
from kzgraph.rdf.terms import KZO, RDF, SH, XSD, local_name, namespace_of
from kzgraph.storage import folders
from kzgraph.storage.files import read

__all__ = ["Standard", "closest", "lacks_own", "own_terms"]


class Standard:
    """The terms of the standard vocabularies, as rdflib lists them."""

    def __init__(self) -> None:
        from rdflib import namespace as known

        lists = (known.RDF, known.RDFS, known.OWL, known.SKOS, known.XSD, known.ORG, known.PROV, known.DC)
        self._lists: Mapping[str, Any] = {
            str(each): each for each in (*lists, known.DCTERMS, known.FOAF, known.SDO)
        }

    def has(self, name: str) -> bool:
        """Tell whether this is the namespace of a standard vocabulary."""
        return name in self._lists or name == SH or _secure(name) in self._lists

    def lacks(self, iri: str) -> bool:
        """Tell whether a term is in the namespace of a standard vocabulary that does not have it."""
        found = self._lists.get(_secure(namespace_of(iri)))
        if found is None or (iri.startswith(RDF + "_") and iri[len(RDF) + 1 :].isdigit()):
            return False
        return iri != namespace_of(iri) and local_name(iri) not in found and iri not in _LATER

    def terms(self, name: str) -> list[str]:
        """Return the terms of a vocabulary."""
        return [name + local_name(str(each)) for each in dir(self._lists.get(_secure(name), ()))]


#: Terms that rdflib does not list yet.
_LATER: Final = {RDF + "dirLangString", RDF + "reifies", RDF + "Proposition", XSD + "dateTimeStamp"}


@cache
def own_terms() -> frozenset[str]:
    """Return the terms of the program's own vocabulary: what the ontology that comes with it describes.

    They are asked for only by a graph that uses some and does not declare them itself.
    """
    path = os.path.join(folders.installed() or "", "ontology", "kzgraph.ttl")
    return frozenset(quad.subject.value for quad in quads((path, read(path, [])), []))  # type: ignore[union-attr]


def lacks_own(iri: str) -> bool:
    """Tell whether this looks like a term of the program's own vocabulary and is none."""
    return iri.startswith(KZO) and bool(own_terms()) and iri not in own_terms()


def _secure(name: str) -> str:
    """Return the namespace under which rdflib has the vocabulary: schema.org has two."""
    return "https://schema.org/" if name == "http://schema.org/" else name


def closest(name: str, names: Iterable[str], count: int = 2) -> list[str]:
    """Return the names most like a misspelt one, in whatever case, best first."""
    from difflib import get_close_matches

    lower = {each.lower(): each for each in names}
    return [lower[each] for each in get_close_matches(name.lower()[:100], lower, count, 0.6)]
