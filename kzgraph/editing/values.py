"""From what a curator types to the property and the value of a claim."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from kzgraph.catalogue.queries import nearest
from kzgraph.editing.declarations import PROPERTIES, Declarations, edtf_literal
from kzgraph.errors import UnknownName, UsageError, shown
from kzgraph.lookup.resolve import resolve
from kzgraph.rdf.terms import (
    EDTF_LITERAL,
    RDF,
    XSD,
    XSD_DATE,
    XSD_STRING,
    Term,
    expand,
    iri,
    is_iri,
    literal,
    local_name,
    shrink,
)
from kzgraph.storage.graph import Graph
from kzgraph.turtle.tokens import TurtleTextError, tokenise

__all__ = ["check_characters", "property_of", "sentence", "unescape", "value_of"]

_LANGUAGE: Final = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}"
_LANG_STRING: Final = RDF + "langString"
_ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
#: The lexical forms that XML Schema 1.1, part 2, has for these datatypes, and how to say so.
_FORMS: Final = {
    XSD + "integer": (r"[+-]?[0-9]+", "is not a whole number: write digits only, 56292"),
    XSD + "decimal": (r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)", "is not a decimal number: write 7.19"),
    XSD + "boolean": ("true|false", "is neither true nor false"),
    XSD + "duration": (r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?", "is no duration: P4Y"),
}


def property_of(graph: Graph, text: str) -> str:
    """Return the IRI of the property that *text* names: ``kzo:votes``, an IRI, ``votes``, or its label.

    Raises UnknownName with the nearest ones, UsageError if several have that name.
    """
    text = text.strip()
    rows = graph.select(
        f"""SELECT DISTINCT ?p ?label {{ {{ {PROPERTIES} }} UNION {{ ?s ?p ?o }}
        UNION {{ ?c rdf:predicate ?p }} OPTIONAL {{ ?p rdfs:label ?label }} }}"""
    )
    names: dict[str, set[str]] = {}
    for prop, label in rows:
        if prop is not None:
            labels = {label.value.casefold()} if label is not None else set()
            names.setdefault(prop.value, {local_name(prop.value)}).update(labels)
    for candidate in (text.removeprefix("<").removesuffix(">"), expand(text, graph.prefixes)):
        if candidate in names:
            return candidate
    found = [p for p, known in names.items() if ":" not in text and {text, text.casefold()} & known]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(sorted(shrink(each, graph.prefixes) for each in found))
        raise UsageError(f"{len(found)} properties are called {shown(text)}.", hint=f"Name one of: {several}")
    shorts = {shrink(p, graph.prefixes): p for p in names}
    likely = nearest(text, shorts) or nearest(text.rpartition(":")[2], sorted(set().union(*names.values())))
    raise UnknownName("property", text, likely)


def value_of(graph: Graph, predicate: str, text: str, language: str | None) -> Term:
    """Return the value of *predicate* that *text* means.

    A thing if the property points to things, else a literal: written in full (``"text"@en``,
    ``"1992"^^edtf:EDTF``), or typed by *language*, by the range of the property, or as its other values are.

    Raises UsageError for a value that the property cannot have and for one whose type cannot be known, and
    what resolving a name raises.
    """
    if text[:1] in ("'", '"'):
        return _in_full(graph, text)
    declarations = Declarations(graph)
    if language is None and declarations.points(predicate):
        return iri(_thing(graph, text))
    short = shrink(predicate, graph.prefixes)
    datatypes = declarations.datatypes(predicate)
    if language is not None:
        if datatypes and _LANG_STRING not in datatypes:
            has = _listed(graph, datatypes)
            raise UsageError(f"{short} has no language: its values are {has}.", hint="Leave out --lang.")
        return literal(text, language=_checked_language(language))
    if len(datatypes) != 1:
        known = (
            f"values of {short} are {_listed(graph, datatypes)}"
            if datatypes
            else f"{short} has no values yet"
        )
        raise UsageError(
            f"It is not clear what {shown(text)} is: {known}.",
            hint="""Write it in full: '"text"@en', '"1992"^^edtf:EDTF', '"7"^^xsd:integer'.""",
        )
    (datatype,) = datatypes
    if datatype == _LANG_STRING:
        raise UsageError(f"{short} needs a language.", hint="Give it with --lang: en, ru, kk, kk-Latn …")
    _check_form(graph, short, text, datatype)
    return literal(text, datatype=datatype)


def sentence(graph: Graph, text: str) -> Term:
    """Return a remark of the curator's as a literal: English unless a language is written (``"…"@ru``)."""
    written = re.fullmatch(f'".*"@{_LANGUAGE}', text.strip(), re.DOTALL)
    return _in_full(graph, text) if written else literal(text, language="en")


def check_characters(what: str, text: str) -> None:
    """Raise UsageError if a text that a curator typed, called *what*, has characters that RDF has not."""
    if wrong := re.search("[\0\ud800-\udfff]", text):
        raise UsageError(f"The {what} holds a character that RDF does not allow: {shown(wrong.group())}.")


def unescape(text: str) -> str:
    """Return the string that a string token of Turtle stands for."""
    marks = 3 if text[:3] in ('"""', "'''") and len(text) > 5 else 1

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPES[match[3]]

    pattern = r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))"
    return re.sub(pattern, character, text[marks:-marks], flags=re.DOTALL)


def _in_full(graph: Graph, text: str) -> Term:
    """Return the literal that is written as in Turtle."""
    wrong = UsageError(
        f"{shown(text)} is not a literal.",
        hint="""Write it as in Turtle: '"text"@en', '"1992"^^edtf:EDTF'.""",
    )
    try:
        tokens = tokenise(text.strip())[:-1]
        content = unescape(tokens[0].text)
    except (TurtleTextError, KeyError, ValueError, IndexError):
        raise wrong from None
    kinds = [token.kind for token in tokens]
    if kinds == ["string"]:
        return literal(content)
    if kinds == ["string", "at"]:
        return literal(content, language=_checked_language(tokens[1].text[1:]))
    if len(kinds) == 3 and tokens[1].text == "^^":
        name = tokens[2].text
        datatype = name[1:-1] if tokens[2].kind == "iri" else expand(name, graph.prefixes)
        if datatype is not None and is_iri(datatype):
            _check_form(graph, "the value", content, datatype)
            return literal(content, datatype=datatype)
    raise wrong


def _thing(graph: Graph, text: str) -> str:
    """Return the IRI of a thing in the graph, or the address of something outside it."""
    address = text.strip().removeprefix("<").removesuffix(">")
    outside = not graph.home or not address.startswith(graph.home)
    if address.startswith(("http://", "https://")) and outside and is_iri(address):
        return address
    return resolve(graph, text)


def _listed(graph: Graph, datatypes: list[str]) -> str:
    return " or ".join(shrink(each, graph.prefixes) for each in datatypes)


def _checked_language(tag: str) -> str:
    if not re.fullmatch(_LANGUAGE, tag):
        raise UsageError(
            f"{shown(tag)} is not a language tag (BCP 47).", hint="Examples: en, ru, kk, kk-Latn."
        )
    return tag


def _check_form(graph: Graph, what: str, text: str, datatype: str) -> None:
    """Raise UsageError if the text is no value of the datatype, as far as that is known here."""
    if datatype == XSD_STRING:
        return
    reason = None
    if datatype in _FORMS:
        pattern, reason = _FORMS[datatype]
        reason = None if re.fullmatch(pattern, text) else reason
    elif datatype in _PARSERS:
        try:
            _PARSERS[datatype](text)
        except ValueError as error:
            reason = f"is no value of {shrink(datatype, graph.prefixes)}: {error}"
    if reason is not None:
        raise UsageError(f"{shown(text)} {reason}.", where=what)


def _day(text: str) -> None:
    from datetime import date

    if len(text) != 10:
        raise ValueError("write YYYY-MM-DD")
    date.fromisoformat(text)


_PARSERS: Final[dict[str, Callable[[str], object]]] = {EDTF_LITERAL: edtf_literal, XSD_DATE: _day}
