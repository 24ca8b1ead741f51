"""How a Latin name is most likely written in Russian: a guess to search with, never to show or keep.

Search engines compare letters, and most items about people from Cyrillic countries have Cyrillic labels only.
What is found is compared by :func:`kzgraph.rdf.spelling.fold`, which does not depend on the guess.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["has_cyrillic", "respelt"]

#: Longer ones first, so that shch is not read as sh and ch.
_LETTERS: Final = {
    "shch": "щ",
    "sh": "ш",
    "ch": "ч",
    "zh": "ж",
    "kh": "х",
    "gh": "г",
    "ts": "ц",
    "ss": "с",
    "yu": "ю",
    "ya": "я",
    "yo": "ё",
    "ye": "е",
    "yi": "и",
    "ph": "ф",
    "ck": "к",
    **dict(zip("abvgdezijklmnoprstufhcqwxyı", "абвгдезижклмнопрстуфхкквкыы", strict=True)),
    "x": "кс",
}
_LONGEST_FIRST: Final = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
#: y is a short i after a vowel (Tuyakbay, Zhanaozen has none), but belongs to ya, yu, yo where it can.
_AFTER_VOWEL: Final = re.compile(r"(?<=[aeiou])y(?![aeiou])|(?<=[aeiou])y(?=e)|(?<=i)y\\b")


def has_cyrillic(text: str) -> bool:
    """Tell whether a text has a Cyrillic letter."""
    return re.search("[\u0400-\u052f]", text) is not None


def respelt(name: str) -> str:
    """Return a Latin name in Cyrillic letters, in small letters and without punctuation.

    The empty string if it has letters that are not Latin.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = re.sub("[\u0300-\u036f'’ʹʼ]", "", plain)
    plain = " ".join(re.findall(r"[^\W_]+", plain))
    if not re.fullmatch("[a-zı ]+", plain):
        return ""
    plain = _AFTER_VOWEL.sub("й", plain)
    return _LONGEST_FIRST.sub(lambda found: _LETTERS[found.group()], plain)
