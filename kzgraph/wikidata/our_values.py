"""Terms of the graph as values of Wikidata, by the datatype of the property that takes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from kzgraph.rdf.spelling import has_cyrillic
from kzgraph.rdf.terms import XSD, Term
from kzgraph.wikidata.mapping import Property
from kzgraph.wikidata.statements import Value, edtf_time

__all__ = ["UNDETERMINED", "is_known", "language_of_quote", "statable", "value_of", "wikidata_language"]

#: The language of a text of which nobody says in which it is (ISO 639-3; Wikidata takes it, too).
UNDETERMINED: Final = "und"
#: Languages that are written in Cyrillic letters when no script is named.
_CYRILLIC: Final = frozenset("ab av ba be bg ce cv kk ky mk mn os ru sr tg tt udm uk".split())  # noqa: SIM905
#: The tags with a script that Wikidata uses, as far as labels and texts recorded from it have them. The query
#: wikidata-shape has the same ones.
_WITH_SCRIPT: Final = frozenset(
    "crh-latn kk-arab kk-cyrl kk-latn ku-latn ms-arab tg-cyrl tg-latn tt-cyrl tt-latn ug-arab ug-latn "  # noqa: SIM905
    "zh-hans zh-hant".split()
)
_NUMBER: Final = re.compile(r"([+-]?)([0-9]+(?:\.[0-9]+)?)")


def value_of(
    term: Term, to: Property, items: Mapping[str, str], languages: Collection[str] = ()
) -> Value | None:
    """Return a term as a value of the property *to*; None if Wikidata cannot say it.

    *items* are the identifiers of things by IRI. *languages* are those that a text without a language may be
    in. A time is one that EDTF says in full: no interval, nothing uncertain.
    """
    if to.datatype == "wikibase-item":
        return Value("item", items[term.value]) if term.kind == "iri" and term.value in items else None
    if to.datatype == "url":
        return Value("url", term.value) if term.kind == "iri" else None
    if term.kind != "literal":
        return None
    if to.datatype == "time":
        return edtf_time(term.value)
    if to.datatype == "quantity":
        match = _NUMBER.fullmatch(term.value) if (term.datatype or "").startswith(XSD) else None
        return Value("quantity", f"{match[1] or '+'}{match[2]}") if match else None
    if to.datatype == "monolingualtext":
        language = wikidata_language(term.language) if term.language else None
        return Value("text", term.value, language or language_of_quote(term.value, languages))
    if to.datatype == "string":
        return Value("string", term.value)
    return Value("external-id", term.value) if to.datatype == "external-id" else None


def statable(term: Term, to: Property, items: Mapping[str, str]) -> Value | None:
    """Return a term as the value of a statement or a qualifier, as :func:`value_of` does.

    None also for a text in a language that Wikidata is not known to take: with another language, or an
    undetermined one, it would be another statement. (A quotation in a reference is as good without it.)
    """
    value = value_of(term, to, items)
    return None if value is None or (value.kind == "text" and not is_known(value.language)) else value


def wikidata_language(tag: str) -> str:
    """Return a BCP 47 tag as Wikidata writes it: in small letters, without private use (``kk-latn``)."""
    return tag.lower().partition("-x-")[0]


def is_known(language: str | None) -> bool:
    """Tell whether Wikidata is known to take texts in a language: scripts are named for few of them only."""
    parts = (language or "").split("-")
    return language in _WITH_SCRIPT or not any(len(part) == 4 and part.isalpha() for part in parts[1:])


def language_of_quote(text: str, languages: Iterable[str]) -> str:
    """Return the language of a quotation from a source in these languages.

    That is the only one of them that is written in the letters of the text; where none or several are, it is
    undetermined, rather than wrong. The script of a language is that of its tag (``kk-Latn``), else the usual
    one.
    """
    possible = {wikidata_language(tag) for tag in languages if _is_cyrillic(tag) == has_cyrillic(text)}
    return possible.pop() if len(possible) == 1 else UNDETERMINED


def _is_cyrillic(tag: str) -> bool:
    parts = tag.lower().split("-")
    return "cyrl" in parts or (parts[0] in _CYRILLIC and not {"latn", "arab"} & set(parts))
