"""Whether two values, and two statements, of Wikidata's data model say the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from kzgraph.wikidata.statements import STRINGS, Snak, Statement, Value, days

__all__ = ["QualifierPair", "Relation", "qualifiers", "relation", "same_time"]

#: How our value stands to theirs. ``coarser``: ours is true of everything that theirs says, and says less;
#: ``finer``: the other way round.
Relation = Literal["same", "coarser", "finer", "differs"]

#: Point in time, start time, end time: what tells apart the statements of one property at several times.
POINT, START, END = "P585", "P580", "P582"

_EVER: Final = (-(10**15), 10**15)


class QualifierPair(NamedTuple):
    """A qualifier of one statement beside that of another: *ours* or *theirs* is None where it is missing."""

    property: str
    ours: Value | None
    theirs: Value | None
    relation: Relation | None


def relation(ours: Value, theirs: Value, merged: Mapping[str, str] | None = None) -> Relation:
    """Tell how *ours* stands to *theirs*.

    *merged* has the items that were merged into others: old and new are the same. An unknown value
    (somevalue) says less than any value, no value (novalue) contradicts any. Strings are compared in Unicode
    normal form C; addresses without regard to http or https, a final slash and the case of the host.
    """
    if ours == theirs:
        return "same"
    if theirs.kind == "somevalue":
        return "differs" if ours.kind == "novalue" else "finer"
    if ours.kind == "somevalue":
        return "differs" if theirs.kind == "novalue" else "coarser"
    if ours.kind in STRINGS and theirs.kind in STRINGS:
        return "same" if _plain(ours) == _plain(theirs) else "differs"
    if ours.kind != theirs.kind:
        return "differs"
    if ours.kind == "time":
        return _inclusion(days(ours), days(theirs))
    if ours.kind == "quantity":
        return _quantities(ours, theirs)
    if ours.kind == "coordinates":
        return _places(ours, theirs)
    if ours.kind == "text":
        same = _language(ours) == _language(theirs) and _folded(ours.text) == _folded(theirs.text)
        return "same" if same else "differs"
    if ours.kind == "item" and merged:
        same = merged.get(ours.text, ours.text) == merged.get(theirs.text, theirs.text)
        return "same" if same else "differs"
    return "differs"


def qualifiers(
    ours: Sequence[Snak], theirs: Sequence[Snak], merged: Mapping[str, str] | None = None
) -> list[QualifierPair]:
    """Pair the qualifiers of two statements, by property in our order, then what only they have.

    Several values of one property are paired with those they fit best.
    """
    pairs = []
    for name in dict.fromkeys(snak.property for snak in (*ours, *theirs)):
        mine = [snak.value for snak in ours if snak.property == name]
        others = [snak.value for snak in theirs if snak.property == name]
        for wanted in ("same", "finer", "coarser", "differs"):
            for value in list(mine):
                match = next((other for other in others if relation(value, other, merged) == wanted), None)
                if match is not None:
                    pairs.append(QualifierPair(name, value, match, wanted))
                    mine.remove(value)
                    others.remove(match)
        pairs += [QualifierPair(name, value, None, None) for value in mine]
        pairs += [QualifierPair(name, None, value, None) for value in others]
    return pairs


def same_time(ours: Statement, theirs: Statement) -> bool:
    """Tell whether two statements can be about the same time, by point in time, start and end.

    They can unless the days that both leave possible have none in common.
    """
    mine, others = _period(ours), _period(theirs)
    return mine[0] <= others[1] and others[0] <= mine[1]


def _inclusion(ours: tuple[int, int], theirs: tuple[int, int]) -> Relation:
    if ours == theirs:
        return "same"
    if ours[0] <= theirs[0] and theirs[1] <= ours[1]:
        return "coarser"
    if theirs[0] <= ours[0] and ours[1] <= theirs[1]:
        return "finer"
    return "differs"


def _quantities(ours: Value, theirs: Value) -> Relation:
    """Compare amounts: one can lie within the other's bounds, or be the other rounded."""
    if ours.unit != theirs.unit:
        return "differs"
    mine, other = Decimal(ours.text), Decimal(theirs.text)
    if mine == other:
        return "same"
    for coarser, finer in (
        (_within(other, ours), _within(mine, theirs)),
        (_rounds_to(other, mine), _rounds_to(mine, other)),
    ):
        if coarser != finer:
            return "coarser" if coarser else "finer"
    return "differs"


def _rounds_to(exact: Decimal, rounded: Decimal) -> bool:
    """Tell whether a number with more decimals becomes *rounded* when it is cut to its decimals."""
    places, more = _places_of(rounded), _places_of(exact)
    if more <= places:
        return False
    unit = Decimal(1).scaleb(-places)
    return any(exact.quantize(unit, way) == rounded for way in (ROUND_HALF_EVEN, ROUND_HALF_UP))


def _places_of(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _within(amount: Decimal, value: Value) -> bool:
    if value.lower is None or value.upper is None:
        return False
    return Decimal(value.lower) <= amount <= Decimal(value.upper)


def _places(ours: Value, theirs: Value) -> Relation:
    """Compare coordinates: the same if they are as near as the coarser of the two precisions."""
    mine, others = ([float(each) for each in value.text.split("/")] for value in (ours, theirs))
    distance = max(abs(a - b) for a, b in zip(mine, others, strict=True))
    if ours.unit != theirs.unit or distance > max(ours.precision or 0, theirs.precision or 0):
        return "differs"
    if not ours.precision or not theirs.precision or ours.precision == theirs.precision:
        return "same"
    return "coarser" if ours.precision > theirs.precision else "finer"


def _plain(value: Value) -> str:
    text = _folded(value.text)
    if value.kind != "url" and "://" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    scheme = "http" if parts.scheme == "https" else parts.scheme
    return f"{scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _language(value: Value) -> str:
    """Return a language tag for comparing: Kazakh without a script is Cyrillic Kazakh."""
    return (value.language or "").lower().replace("_", "-").removesuffix("-cyrl")


def _period(statement: Statement) -> tuple[int, int]:
    """Return the first and last day on which a statement may hold, by its qualifiers."""
    times = [(snak.property, snak.value) for snak in statement.qualifiers if snak.value.kind == "time"]
    points = [days(value) for name, value in times if name == POINT]
    if points:
        return min(first for first, _ in points), max(last for _, last in points)
    start = min((days(value)[0] for name, value in times if name == START), default=_EVER[0])
    end = max((days(value)[1] for name, value in times if name == END), default=_EVER[1])
    return start, end
