"""Reading the JSON in which Wikidata's API and its dumps write entities.

Follows the Wikibase JSON format (https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html). Old
and foreign writers leave keys out and write an empty map as ``[]``; whatever is not as the format says is
left out or kept as a value of kind ``unknown``, and never an error: one odd statement must not hide the
others of an item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from kzgraph.model import RANKS
from kzgraph.rdf.qids import is_id
from kzgraph.wikidata.statements import GREGORIAN, STRINGS, Snak, Statement, Value

__all__ = ["count", "label_of", "names_of", "statements"]

_TIME: Final = re.compile(r"[+-][0-9]{1,16}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def statements(entity: Mapping[str, Any], properties: Collection[str] | None = None) -> list[Statement]:
    """Return the statements of an entity in the order of its JSON, only those of *properties* if given.

    *entity* is one value of ``entities`` in the answer of the API or of Special:EntityData, or one line of a
    dump; a missing entity, or one without claims, has none.
    """
    item = _text(entity.get("id"))
    claims = _map(entity.get("claims"))
    wanted = claims if properties is None else [name for name in claims if name in properties]
    read = (_statement(item, name, raw) for name in wanted for raw in _list(claims[name]))
    return [statement for statement in read if statement is not None]


def count(entity: Mapping[str, Any]) -> dict[str, int]:
    """Return how many statements an entity has of each property, without reading their values."""
    return {name: len(claims) for name, claims in _map(entity.get("claims")).items() if _list(claims)}


def label_of(entity: Mapping[str, Any], part: str = "labels") -> str:
    """Return the English, else Russian, Kazakh, or any label of an entity; without any its id.

    So it is with another *part* of an entity that has a text for each language: its descriptions.
    """
    labels = _map(entity.get(part))
    for language in ["en", "ru", "kk", *sorted(labels)]:
        if text := _text(_map(labels.get(language)).get("value")):
            return text
    return _text(entity.get("id"))


def names_of(entity: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the labels and aliases of an entity with their languages, and the titles of its pages."""
    for part in ("labels", "aliases"):
        for language, value in sorted(_map(entity.get(part)).items()):
            for each in value if isinstance(value, list) else [value]:
                if name := _text(_map(each).get("value")):
                    yield name, language
    for site, page in sorted(_map(entity.get("sitelinks")).items()):
        if title := _text(_map(page).get("title")):
            yield title.partition(" (")[0], f"page of {site}"


def _statement(item: str, name: str, raw: object) -> Statement | None:
    claim = _map(raw)
    snak = _snak(name, claim.get("mainsnak"))
    if snak is None:
        return None
    return Statement(
        item,
        snak.property,
        snak.value,
        claim["rank"] if claim.get("rank") in RANKS else "normal",
        _snaks(claim.get("qualifiers"), claim.get("qualifiers-order")) if "qualifiers" in claim else (),
        tuple(_references(claim["references"])) if "references" in claim else (),
        _text(claim.get("id")),
    )


def _references(raw: object) -> Iterator[tuple[Snak, ...]]:
    for reference in map(_map, _list(raw)):
        if parts := _snaks(reference.get("snaks"), reference.get("snaks-order")):
            yield parts


def _snaks(raw: object, order: object) -> tuple[Snak, ...]:
    """Return the snaks of a map from properties to lists, in the order that is given beside it."""
    groups = _map(raw)
    known = [name for name in _list(order) if isinstance(name, str) and name in groups]
    names = dict.fromkeys([*known, *groups])
    read = (_snak(name, each) for name in names for each in _list(groups[name]))
    return tuple(snak for snak in read if snak is not None)


def _snak(name: str, raw: object) -> Snak | None:
    snak = _map(raw)
    if not snak:
        return None
    absence = snak.get("snaktype")
    if absence in ("somevalue", "novalue"):
        return Snak(name, Value(absence))
    return Snak(name, _value(snak.get("datavalue"), snak.get("datatype")))


def _value(raw: object, datatype: Any) -> Value:
    """Return the value of a snak; *datatype* is missing in old data, where the type of the value must do."""
    value, kind = _map(raw).get("value"), _map(raw).get("type")
    if kind == "string" and isinstance(value, str):
        return Value(datatype if datatype in STRINGS else "string", value)
    read = _READERS[kind](_map(value)) if isinstance(kind, str) and kind in _READERS else None
    return read or Value("unknown", json.dumps(value, ensure_ascii=False, sort_keys=True))


def _monolingual(value: Mapping[str, Any]) -> Value | None:
    text, language = value.get("text"), value.get("language")
    return Value("text", text, language) if isinstance(text, str) and isinstance(language, str) else None


def _entity(value: Mapping[str, Any]) -> Value | None:
    """Return an item or a property; other entities (lexemes, media) are unknown."""
    name = value.get("id")
    if name is None:  # as written before 2016
        prefix = {"item": "Q", "property": "P"}.get(_text(value.get("entity-type")), "")
        name = f"{prefix}{value.get('numeric-id')}"
    if not isinstance(name, str) or not is_id(name):
        return None
    return Value("item" if name[0] == "Q" else "property", name)


def _time(value: Mapping[str, Any]) -> Value | None:
    time, precision = value.get("time"), value.get("precision")
    if not isinstance(time, str) or not _TIME.fullmatch(time):
        return None
    if not isinstance(precision, int) or not 0 <= precision <= 14:
        return None
    return Value("time", time, None, precision, _last(value.get("calendarmodel")) or GREGORIAN)


def _quantity(value: Mapping[str, Any]) -> Value | None:
    numbers = [value.get(key) for key in ("amount", "lowerBound", "upperBound")]
    amount, lower, upper = (
        number if isinstance(number, str) and _NUMBER.fullmatch(number) else None for number in numbers
    )
    if amount is None:
        return None
    unit = _last(value.get("unit"))
    return Value("quantity", amount, unit=None if unit == "1" else unit, lower=lower, upper=upper)


def _coordinates(value: Mapping[str, Any]) -> Value | None:
    latitude, longitude, precision = (value.get(key) for key in ("latitude", "longitude", "precision"))
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    degrees = precision if isinstance(precision, int | float) else None
    return Value("coordinates", f"{latitude}/{longitude}", None, degrees, unit=_last(value.get("globe")))


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Value | None]]] = {
    "wikibase-entityid": _entity,
    "time": _time,
    "monolingualtext": _monolingual,
    "quantity": _quantity,
    "globecoordinate": _coordinates,
}


def _last(address: object) -> str | None:
    """Return the id at the end of an entity's IRI."""
    return address.rsplit("/", 1)[-1] if isinstance(address, str) and address else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _map(value: object) -> Mapping[str, Any]:
    """Return a JSON object; PHP writes an empty one as ``[]``."""
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
