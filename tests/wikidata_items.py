"""Small items in the form of Wikibase's JSON, written for the tests: names and a few statements of each.

The identifiers are those of real items, and what is said of them is true of them, or was; but each has only the
statements that a test reads. `item` makes further ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kzgraph.model import Rank
from kzgraph.rdf.qids import is_id
from kzgraph.wikidata.statements import GREGORIAN, YEAR, Snak, Statement, Value, edtf_time

__all__ = ["ITEMS", "PARTIES", "PEOPLE", "claim", "entity_value", "item", "said"]

_TYPES = {
    "item": "wikibase-entityid",
    "text": "monolingualtext",
    "time": "time",
    "quantity": "quantity",
    "coordinates": "globecoordinate",
}
_DATATYPES = {"item": "wikibase-item", "text": "monolingualtext", "coordinates": "globe-coordinate"}


class Said(NamedTuple):
    """What a statement says besides its property."""

    value: str | Value
    rank: Rank
    qualifiers: Mapping[str, str | Value]
    references: Iterable[Mapping[str, str]]


def said(
    value: str | Value,
    rank: Rank = "normal",
    references: Iterable[Mapping[str, str]] = (),
    **qualifiers: str | Value,
) -> Said:
    """Return what one statement says; see `_value` for how values are written."""
    return Said(value, rank, qualifiers, references)


def item(
    qid: str,
    labels: Mapping[str, str],
    aliases: Mapping[str, list[str]] | None = None,
    *,
    kind: str = "",
    **claims: str | Said | list[Said],
) -> dict[str, Any]:
    """Return an item; *kind* is its class (P31), and of the *claims* those that are empty are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for pid, given in {"P31": kind, **claims}.items():
        if not given:
            continue
        for each in given if isinstance(given, list) else [given]:
            value, rank, qualifiers, references = each if isinstance(each, Said) else said(each)
            statement = Statement(
                qid,
                pid,
                _value(value),
                rank,
                _snaks(qualifiers),
                tuple(_snaks(reference) for reference in references),
                f"{qid}${pid}-{len(found.get(pid, ()))}",
            )
            found.setdefault(pid, []).append(claim(statement))
    return {
        "type": "item",
        "id": qid,
        "labels": {code: {"language": code, "value": text} for code, text in labels.items()},
        "descriptions": [],
        "aliases": {
            code: [{"language": code, "value": text} for text in texts]
            for code, texts in (aliases or {}).items()
        },
        "claims": found,
        "sitelinks": [],
    }


def claim(statement: Statement) -> dict[str, Any]:
    """Return a statement as Wikibase writes it."""
    return {
        "mainsnak": _json(Snak(statement.property, statement.value)),
        "type": "statement",
        "rank": statement.rank,
        "id": statement.id,
        "qualifiers": _grouped(statement.qualifiers) or [],
        "references": [{"snaks": _grouped(each)} for each in statement.references],
    }


def entity_value(name: str) -> Value:
    """Return the value for the id of an item or property (``Q232``, ``P31``)."""
    return Value("item" if name[0] == "Q" else "property", name)


def _snaks(given: Mapping[str, str | Value]) -> tuple[Snak, ...]:
    return tuple(Snak(name, _value(value)) for name, value in given.items())


def _value(given: str | Value) -> Value:
    """Read ``Q5``, a date in EDTF, ``+30``, ``GOP@en``, ``https://…``, ``File.jpg``; all else is a string."""
    if isinstance(given, Value):
        return given
    if is_id(given):
        return entity_value(given)
    if (time := edtf_time(given)) is not None:
        return time
    if given.startswith("+"):
        return Value("quantity", given)
    if given.startswith("https://"):
        return Value("url", given)
    text, at, language = given.rpartition("@")
    if at:
        return Value("text", text, language)
    return Value("commonsMedia" if given.endswith((".jpg", ".svg")) else "string", given)


def _grouped(snaks: Iterable[Snak]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for snak in snaks:
        groups.setdefault(snak.property, []).append(_json(snak))
    return groups


def _json(snak: Snak) -> dict[str, Any]:
    name, value = snak
    if value.kind in ("somevalue", "novalue"):
        return {"snaktype": value.kind, "property": name}
    body: Any = value.text
    if value.kind == "item":
        body = {"entity-type": "item", "id": value.text}
    elif value.kind == "text":
        body = {"text": value.text, "language": value.language}
    elif value.kind == "time":
        body = {
            "time": value.text,
            "timezone": 0,
            "before": 0,
            "after": 0,
            "precision": value.precision,
            "calendarmodel": f"http://www.wikidata.org/entity/{value.calendar}",
        }
    elif value.kind == "quantity":
        unit = f"http://www.wikidata.org/entity/{value.unit}" if value.unit else "1"
        body = {"amount": value.text, "unit": unit}
    elif value.kind == "coordinates":
        latitude, longitude = map(float, value.text.split("/"))
        body = {"latitude": latitude, "longitude": longitude, "precision": value.precision}
        body["globe"] = f"http://www.wikidata.org/entity/{value.unit}"
    return {
        "snaktype": "value",
        "property": name,
        "datavalue": {"type": _TYPES.get(value.kind, "string"), "value": body},
        "datatype": _DATATYPES.get(value.kind, value.kind),
    }


#: A work and an address, as references have them, and what is imported from a wiki only.
_BOOK, _PAGE, _WIKI = {"P248": "Q15222191"}, {"P854": "https://example.org/page"}, {"P143": "Q328"}

ITEMS = {
    each["id"]: each
    for each in (
        item(
            "Q29468",
            {"en": "Republican Party", "ru": "Республиканская партия", "kk": "Республикалық партия"},
            kind="Q7278",
            P571=said("1854-03-20", references=[_WIKI]),
            P17="Q30",
            P159=said(
                "Q61",
                P281="20003",
                P625=Value("coordinates", "38.9/-77.0", None, 0.1, unit="Q2"),
                P6375="310 First Street SE@en",
            ),
            P856="https://www.gop.com/",
            P488=[
                said("Q1357640", P580="2011-01-14", P582="2017-01-19", references=[_PAGE]),
                said("Q27899325", "preferred", P580="2017-01-20"),
                said("Q331838", P580="2009-01-30", P582="2011-01-14"),
            ],
            P1142=[said("Q7169", references=[_WIKI]), said("Q980036")],
            P2124=[
                said("+30700138", references=[_PAGE], P585="2012"),
                said("+68049840", "preferred", P585="2017"),
            ],
            P463=said("Q862603", references=[_PAGE]),
            P1813=[said("GOP@en"), said("Rep@ro")],
            P18=[said("Elephant.jpg"), said("Star.jpg")],
            P154="Logo.svg",
            P214=Value("external-id", "1"),
        ),
        item(
            "Q29552",
            {"en": "Democratic Party", "ru": "Демократическая партия", "kk": "Демократиялық партия"},
            kind="Q7278",
            P17="Q30",
            # a year, written with a month and a day that mean nothing
            P571=said(Value("time", "+1828-01-01T00:00:00Z", None, YEAR, GREGORIAN), references=[_BOOK]),
            P488=said("Q7793121", P580="2017-02-25"),
            P1142="Q201712",
        ),
        item(
            "Q7747",
            {"en": "Vladimir Putin", "ru": "Владимир Владимирович Путин"},
            kind="Q5",
            P569=[said("1952-10-07", references=[_BOOK, _PAGE])],
            P39=[
                said("Q218295", "preferred", P580="2012-05-07"),
                said("Q218295", P580="2000-05-07", P582="2008-05-07", references=[_WIKI]),
                said("Q842386", P580="2008-05-08", P582="2012-05-07"),
                said("Q2350808", "deprecated"),
            ],
            P102=[
                said("Q79854", P580="1975", P582="1991", references=[_PAGE]),
                said("Q4488786", P580="1995-05", P582="1999"),
                said(Value("novalue"), "preferred", P580="2012"),
            ],
            P214=Value("external-id", "2"),
        ),
        item(
            "Q15180",
            {"en": "Soviet Union", "ru": "СССР", "kk": "Кеңестік Социалистік Республикалар Одағы"},
            P31=[said("Q3024240", "preferred", P580="1991-12-26"), said("Q3624078", P582="1991-12-26")],
            P571=[
                said("1922-12-30", "preferred", references=[_PAGE]),
                said("1923-07-06", "deprecated", references=[_PAGE]),
            ],
            P576=said("1991-12-26", references=[_PAGE]),
        ),
        item("Q79854", {"en": "Communist Party of the Soviet Union"}),
        item(
            "Q12573318",
            {"en": "Agency for Statistics of the Republic of Kazakhstan"},
            kind="Q327333",
            P17="Q232",
        ),
        item(
            "Q15062956",
            {"en": "2017 German federal election"},
            kind="Q1007356",
            P17="Q183",
            P585="2017-09-24",
        ),
        item("Q1007356", {"en": "German federal election"}, P279="Q40231"),
        item("Q40231", {"en": "election", "ru": "выборы", "kk": "Сайлау"}, P279="Q189760"),
    )
}
#: Parties of Kazakhstan, among them those that are easily taken for one another.
PARTIES = {
    each["id"]: each
    for each in (
        item(
            "Q2166484",
            {
                "en": "Communist People's Party of Kazakhstan",
                "ru": "Коммунистическая народная партия Казахстана",
                "kk": "Қазақстан коммунистік халық партиясы",
            },
            kind="Q7278",
            P17="Q232",
        ),
        item(
            "Q1780608",
            {
                "en": "Communist Party of Kazakh Soviet Socialist Republic",
                "kk": "Қазақстан Коммунистік партиясы",
            },
            {"en": ["QKP"]},
            kind="Q7278",
            P17="Q232",
            P571="1936",
        ),
        item(
            "Q1186246",
            {
                "en": "Democratic Party of Kazakhstan Ak Zhol",
                "ru": "Демократическая партия Казахстана «Ак жол»",
                "kk": "Ақ жол Демократиялық Партиясы",
            },
            {"en": ["Ak Zhol", "Democratic Party of Kazakhstan"]},
            kind="Q7278",
            P17="Q232",
        ),
        item("Q96405911", {"en": "Socialist Party of Kazakhstan"}, {"en": ["QSP"]}, kind="Q7278", P17="Q232"),
    )
}
#: Members of parliament, among them homonyms, and two items of one man.
PEOPLE = {
    qid: item(qid, labels, kind="Q5", P569=born)
    for qid, born, labels in (
        ("Q4073101", "1961-02-11", {"ru": "Ахметбеков, Жамбыл Аужанович", "en": "Jambyl Akhmetbekov"}),
        ("Q4234767", "1937-11-16", {"ru": "Косарев, Владислав Борисович"}),
        ("Q4054459", "1933-02-16", {"ru": "Абдильдин, Жабайхан Мубаракович"}),
        ("Q4447895", "1974-04-08", {"ru": "Сыздыкова, Бахыт Ахметовна", "en": "Baqyt Syzdyqova"}),
        ("Q4447896", "1948-02-20", {"ru": "Сыздыков, Тито Уахапович"}),
        ("Q4219369", "1946-07-23", {"ru": "Кенжин, Тулеш Аукебаевич", "kk": "Төлеш Кенжин"}),
        ("Q20483074", "1946", {"kk": "Кенжин Төлеш Әукебайұлы"}),
    )
}
