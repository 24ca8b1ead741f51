"""JSON Lines: an object for each thing, with its facts and the words behind them (https://jsonlines.org).

Made for ``jq`` and data frames, not for linked data (that is JSON-LD): properties have short keys, every
value is an object, and each claim stands with the fact that it states. An object has these members, keys
sorted, those without content left out but ``facts`` and ``claims``:

* ``id`` the IRI, ``short`` the same in short, ``classes`` the short keys of its classes
* ``label`` what it is called, ``labels`` its labels by language
* ``facts`` a list of values for each property. A value is ``{"id", "label"}`` of a thing, or ``{"value"}``
  with its ``language`` or ``type``, and the ``claims`` that state it
* ``claims`` the claims about it whose fact is not among the facts: what is disputed, was said by somebody, or
  is left out of this export; with ``property`` and ``value``

A claim has ``id``, ``accepted`` (whether the graph holds it as a fact), ``source``, ``quote``, ``rank``, and
as far as it has them ``quote_prefix``, ``asserted_by``, ``kind``, ``date``, ``reason``, ``references``,
``conflicts_with``, ``notes``.

The key of a property or class of kzo: is its local name, of another one its prefix, an underscore and its
local name (``foaf_homepage``), of one without a prefix its IRI. Terms of the ontology have no lines, blank
nodes neither lines nor mention.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kzgraph.export.lexical import LexicalForms
from kzgraph.export.naming import Vocabulary
from kzgraph.model import rank_of
from kzgraph.rdf.terms import KZO, PREFIXES, RDF, SKOS, XSD, Term, language_tag, shrink
from kzgraph.render.lines import json_value
from kzgraph.render.safe import escape_for_data

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["write_jsonl"]

_Object = dict[str, Any]
#: Datatypes that the form of a JSON value tells.
_NATIVE: Final = frozenset(XSD + name for name in ("integer", "decimal", "boolean", "double"))
_SAID: Final = {
    KZO + "assertedBy": "asserted_by",
    KZO + "reference": "references",
    KZO + "paragraphRestsOn": "paragraph_references",
}
_ONE: Final = {KZO + "source": "source", KZO + "kind": "kind"}
_TEXT: Final = {KZO + "quote": "quote", KZO + "quotePrefix": "quote_prefix", KZO + "date": "date"}
_TEXTS: Final = {
    KZO + "rankReason": "reason",
    SKOS + "editorialNote": "notes",
    KZO + "conflictsWith": "conflicts_with",
}


def write_jsonl(material: Material, target: BinaryIO) -> None:
    """Write the things of *material* to *target*, sorted by IRI, UTF-8, a line each."""
    writer = _Writer(material)
    for thing in writer.things:
        line = json.dumps(writer.describe(thing), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        target.write(escape_for_data(line).encode() + b"\n")
        material.progress(1)


class _Writer:
    def __init__(self, material: Material) -> None:
        self._words = Vocabulary(material)
        self._lexical = LexicalForms(material)
        self._prefixes = material.prefixes
        self._key = cache(self._short_key)
        self._claims = self._by_subject()
        self._accepted = material.accepted_claims

    @property
    def things(self) -> list[str]:
        """Everything described but claims, and everything that a claim is about."""
        claims = set(self._words.members(KZO + "Claim"))
        return sorted({*self._claims, *self._words.described} - claims)

    def describe(self, thing: str) -> _Object:
        words = self._words
        facts: dict[str, list[_Object]] = {}
        stated: dict[tuple[object, ...], _Object] = {}
        for predicate, term in self._lexical.of(thing):
            if predicate == RDF + "type":
                continue
            value = self._value(term)
            facts.setdefault(self._key(predicate), []).append(value)
            stated[predicate, *_identity(term)] = value
        open_claims = []
        for claim in self._claims.get(thing, ()):
            said = self._lexical.of(claim)
            told = self._claim(claim, said)
            predicates = [term.value for name, term in said if name == RDF + "predicate"]
            objects = [term for name, term in said if name == RDF + "object"]
            fact = stated.get((predicates[0], *_identity(objects[0]))) if predicates and objects else None
            if fact is not None:
                fact.setdefault("claims", []).append(told)
            else:
                told["property"] = next(map(self._key, predicates), None)
                told["value"] = next(map(self._value, objects), None)
                open_claims.append(told)
        found: _Object = {
            "id": thing,
            "short": words.short(thing),
            "label": words.label(thing),
            "facts": facts,
            "claims": open_claims,
        }
        if labels := words.labels(thing):
            found["labels"] = labels
        if classes := words.types.get(thing):
            found["classes"] = [self._key(each) for each in classes]
        return found

    def _by_subject(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for claim in self._words.members(KZO + "Claim"):
            for name, term in self._lexical.of(claim):
                if name == RDF + "subject" and term.kind == "iri":
                    found.setdefault(term.value, []).append(claim)
        return found

    def _claim(self, claim: str, said: Iterable[tuple[str, Term]]) -> _Object:
        found: _Object = {"id": claim, "accepted": claim in self._accepted}
        for name, term in said:
            if name in _ONE:
                found[_ONE[name]] = self._value(term)
            elif name in _TEXT:
                found[_TEXT[name]] = term.value
            elif name in _TEXTS:
                found.setdefault(_TEXTS[name], []).append(term.value)
            elif name in _SAID:
                found.setdefault(_SAID[name], []).append(self._value(term))
            elif name == KZO + "rank":
                found["rank"] = rank_of(term.value)
        return found

    def _value(self, term: Term) -> _Object:
        if term.kind == "iri":
            return {"id": term.value, "label": self._words.label(term.value)}
        if term.language:
            return {"value": term.value, "language": language_tag(term.language)}
        if term.datatype is None:
            return {"value": term.value}
        value = json_value(term)
        if (
            isinstance(value, float)
            and isinstance(term.python, Decimal)
            and Decimal(str(value)) != term.python
        ):
            value = term.value  # more digits than a double holds
        told = term.datatype in _NATIVE and not isinstance(value, str)
        return {"value": value} if told else {"value": value, "type": shrink(term.datatype, PREFIXES)}

    def _short_key(self, name: str) -> str:
        if name.startswith(KZO):
            return name[len(KZO) :]
        short = shrink(name, self._prefixes)
        return re.sub(r"[:.-]", "_", short) if short != name else name


def _identity(term: Term) -> tuple[object, ...]:
    """Return what makes two terms the same value: numbers by value, language tags in any case."""
    number = term.python
    if not isinstance(number, str):
        return term.datatype, number
    return term.kind, term.datatype, (term.language or "").lower(), term.value
