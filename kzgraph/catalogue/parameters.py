"""The typed parameters of canned queries: from what a person typed, or a Python value, to a checked term."""

import re
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from kzgraph.errors import ParameterError, UnknownName, UsageError, shown
from kzgraph.rdf.terms import XSD, XSD_DATE, Term, iri, literal

Type = Literal["iri", "item", "date", "year", "integer", "decimal", "boolean", "text", "lang", "choice"]

#: Finds the IRI of a thing by what a person calls it; the second argument is the class it must have, or None.
Resolver = Callable[[str, str | None], str]

# Patterns are compiled when they are first used: no query needs them all.
# Longer numbers are no numbers to all engines (18 digits fit into 64 bits).
_INTEGER: Final = r"[+-]?[0-9]{1,18}"
_DECIMAL: Final = r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{1,18})?|\.[0-9]{1,18})"
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LANGUAGE: Final = r"\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}"
_NOT_RDF: Final = "[\0\ud800-\udfff]"


class Param(NamedTuple):
    """A declared parameter of a canned query.

    *cls* is the IRI of the class that a value of type ``iri`` must have, None for any. *choices* are the
    values of type ``choice``. *default* is used when no value is given, which makes the parameter optional.
    *declared* is the type as the header of the query has it (``iri kzo:Organization``, ``choice(a|b)``).
    """

    name: str
    type: Type
    declared: str
    description: str
    example: str
    default: str | None = None
    cls: str | None = None
    choices: tuple[str, ...] = ()

    def error(self, message: str, *, hint: str | None = None) -> ParameterError:
        """Make the error for a wrong value: it names the parameter, its type and an example."""
        return ParameterError(self.name, message, type_name=self.declared, example=self.example, hint=hint)


def convert(param: Param, value: object, resolve: Resolver) -> Term:
    """Return *value* as the term that takes the parameter's place in the query.

    Accepts text and the Python values that fit the type (int, Decimal, bool, date, a Term). A ``year``
    becomes an ``xsd:integer``, to be compared with ``YEAR(…)``; ``lang`` and ``choice`` become plain strings;
    an ``item`` is one of Wikidata's, which nobody looks up: ``Q232``, ``wd:Q232`` or its address.

    Raises ParameterError for a value that is not of the type, UnknownName if *resolve* finds no such thing.
    """
    if isinstance(value, Term):
        value = value.value
    text = _as_text(param, value)
    if found := re.search(_NOT_RDF, text):
        raise param.error(f"{shown(text)} holds a character that RDF does not allow: {shown(found.group())}.")
    if param.type == "text":
        return literal(text)
    if param.type == "iri":
        return _thing(param, text.strip(), resolve)
    return _CONVERTERS[param.type](param, text.strip())


def _as_text(param: Param, value: object) -> str:
    """Return what a person would have typed for a Python value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    kind = type(value).__name__
    if kind in ("date", "Decimal", "datetime"):
        if kind == "datetime" and param.type == "date":
            raise param.error(f"{value} is a moment, not a day; give its date().")
        return f"{value:f}" if kind == "Decimal" else str(value)
    raise param.error(f"a Python {kind} is no value for a parameter.")


def _thing(param: Param, text: str, resolve: Resolver) -> Term:
    if not text:
        raise param.error("the value is empty.")
    try:
        return iri(resolve(text, param.cls))
    except UnknownName as error:
        place = f"Parameter {param.name} ({param.declared}). Example: {param.name}={param.example}"
        raise UnknownName(error.kind, error.given, error.nearest, hint=place) from None
    except ParameterError:
        raise
    except UsageError as error:
        raise param.error(error.message, hint=error.hint) from None


def _item(param: Param, text: str) -> Term:
    from kzgraph.rdf.qids import ENTITY, item_id

    try:
        return iri(ENTITY + item_id(text))
    except UsageError as error:
        raise param.error(error.message, hint=error.hint) from None


def _date(param: Param, text: str) -> Term:
    if re.fullmatch(_DATE, text):
        from datetime import date

        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise param.error(f"{shown(text)} is not a day: {error}.") from None
        return literal(text, datatype=XSD_DATE)
    raise param.error(f"{shown(text)} is not a day. Write year, month and day: YYYY-MM-DD.")


def _year(param: Param, text: str) -> Term:
    if re.fullmatch(r"[0-9]{4}", text) and text != "0000":
        return literal(str(int(text)), datatype=XSD + "integer")
    raise param.error(f"{shown(text)} is not a year. Write four digits.")


def _integer(param: Param, text: str) -> Term:
    if re.fullmatch(_INTEGER, text):
        return literal(str(int(text)), datatype=XSD + "integer")
    raise param.error(f"{shown(text)} is not a whole number of at most 18 digits.")


def _decimal(param: Param, text: str) -> Term:
    if re.fullmatch(_DECIMAL, text):
        sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text.removeprefix("+"))
        whole, _, part = digits.partition(".")
        return literal(f"{sign}{whole or '0'}.{part or '0'}", datatype=XSD + "decimal")
    raise param.error(f"{shown(text)} is not a decimal number. Use a point and no exponent.")


def _boolean(param: Param, text: str) -> Term:
    if text.lower() in ("true", "false"):
        return literal(text.lower(), datatype=XSD + "boolean")
    raise param.error(f"{shown(text)} is neither true nor false.")


def _lang(param: Param, text: str) -> Term:
    if re.fullmatch(_LANGUAGE, text):
        return literal(text)
    raise param.error(f"{shown(text)} is not a language tag (BCP 47).")


def _choice(param: Param, text: str) -> Term:
    for choice in param.choices:
        if text.casefold() == choice.casefold():
            return literal(choice)
    raise param.error(f"{shown(text)} is none of the choices: {', '.join(param.choices)}.")


_CONVERTERS: Final[dict[str, Callable[[Param, str], Term]]] = {
    "item": _item,
    "date": _date,
    "year": _year,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "lang": _lang,
    "choice": _choice,
}
