"""Reading the JSON in which Wikidata's API and its dumps write entities.

Follows the Wikibase JSON format (https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html). Old
and foreign writers leave keys out and write an empty map as ``[]``; whatever is not as the format says is
left out or kept as a value of kind ``unknown``, and never an error: one odd statement must not hide the
others of an item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, cast

from kzgraph.rdf.qids import is_id
from kzgraph.wikidata.statements import GREGORIAN, Kind, Rank, Snak, Statement, Value

__all__ = ["count", "label_of", "statements"]

_STRINGS: Final = ("string", "external-id", "url", "commonsMedia")
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
    return [found for name in wanted for raw in _list(claims[name]) if (found := _statement(item, name, raw))]


def count(entity: Mapping[str, Any]) -> dict[str, int]:
    """Return how many statements an entity has of each property, without reading their values."""
    return {name: len(found) for name, found in _map(entity.get("claims")).items() if _list(found)}


def label_of(entity: Mapping[str, Any], languages: Iterable[str] = ("en", "ru", "kk")) -> str:
    """Return the label of an entity in the first of *languages* that it has one in, else in any.

    Without any label it is the id.
    """
    labels = _map(entity.get("labels"))
    for language in [*languages, *sorted(labels)]:
        if text := _text(_map(labels.get(language)).get("value")):
            return text
    return _text(entity.get("id"))


def _statement(item: str, name: str, raw: object) -> Statement | None:
    claim = _map(raw)
    snak = _snak(name, claim.get("mainsnak"))
    if snak is None:
        return None
    rank = claim.get("rank")
    return Statement(
        item,
        snak.property,
        snak.value,
        cast("Rank", rank) if rank in ("preferred", "deprecated") else "normal",
        _snaks(claim.get("qualifiers"), claim.get("qualifiers-order")) if "qualifiers" in claim else (),
        tuple(_references(claim["references"])) if "references" in claim else (),
        _text(claim.get("id")),
    )


def _references(raw: object) -> Iterator[tuple[Snak, ...]]:
    for each in _list(raw):
        reference = _map(each)
        if parts := _snaks(reference.get("snaks"), reference.get("snaks-order")):
            yield parts


def _snaks(raw: object, order: object) -> tuple[Snak, ...]:
    """Return the snaks of a map from properties to lists, in the order that is given beside it."""
    groups = _map(raw)
    known = [name for name in _list(order) if isinstance(name, str) and name in groups]
    names = dict.fromkeys([*known, *groups])
    found = (_snak(name, each) for name in names for each in _list(groups[name]))
    return tuple(snak for snak in found if snak is not None)


def _snak(name: str, raw: object) -> Snak | None:
    snak = _map(raw)
    if not snak:
        return None
    kind = snak.get("snaktype", "value")
    if kind in ("somevalue", "novalue"):
        return Snak(name, Value(cast("Kind", kind)))
    return Snak(name, _value(snak.get("datavalue"), snak.get("datatype")))


def _value(raw: object, datatype: object) -> Value:
    """Return the value of a snak; *datatype* is missing in old data, where the type of the value must do."""
    data = _map(raw)
    value, kind = data.get("value"), data.get("type")
    found = None
    if kind == "string" and isinstance(value, str):
        found = Value(datatype if datatype in _STRINGS else "string", value)
    elif kind == "wikibase-entityid":
        found = _entity(_map(value))
    elif kind == "time":
        found = _time(_map(value))
    elif kind == "monolingualtext":
        text = _map(value)
        if isinstance(text.get("text"), str) and isinstance(text.get("language"), str):
            found = Value("text", text["text"], text["language"])
    elif kind == "quantity":
        found = _quantity(_map(value))
    elif kind == "globecoordinate":
        found = _coordinates(_map(value))
    return found or Value("unknown", json.dumps(value, ensure_ascii=False, sort_keys=True))


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
