"""One key for all spellings of a name: what search compares instead of the letters people typed.

`fold` maps Latin, Russian and Kazakh Cyrillic (and the Kazakh Latin alphabets of 2018 and 2021) to one rough
Latin key, so that Жамбыл, Jambyl and Zhambyl, or Kosarev and Kossarev, meet. A key is for comparing only: it
is neither a transliteration standard nor something to show. Different names may share a key (қ, х, k and h
do, because Қазақстан is Kazakhstan), so callers rank an equal spelling above an equal key.

Why no library: `normality` follows ICU's transliteration, which keeps Zhambyl and Jambyl apart, and brings
charset detection along; `rapidfuzz` measures distance, not sameness of spelling, needs 12 MB and some 15 ms
to import. A table of sixty letters does the job with the standard library in a few microseconds a name.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "has_cyrillic"]

# Letters whose base letter (after decomposition) would be the wrong one. ý is у in the Kazakh alphabet of
# 2018 (kommýnıstik is коммунистік); ş, š and ž are sounds of their own.
_COMPOSED = str.maketrans({"ý": "u", "ş": "sh", "ș": "sh", "š": "sh", "ž": "j", "č": "c", "ç": "c"})

# After decomposition and case folding. Python's own lower() leaves the dotless ı alone, so it stands here.
_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдежзийклмнопрстуфх", "abvgdejziiklmnoprstufk", strict=True)),
        **dict(zip("әғқңөұүһіыэў", "agknouukiieu", strict=True)),
        "ц": "ts",
        "ч": "c",
        "ш": "sh",
        "щ": "shc",
        "ю": "iu",
        "я": "ia",
        "є": "e",
        "ґ": "g",
        "ı": "i",
        "y": "i",
        "q": "k",
        "w": "v",
        "x": "ks",
        "ə": "a",
        "ø": "o",
        "æ": "a",
        "œ": "o",
        "ł": "l",
        **dict.fromkeys("ъь'’‘ʼʹʻ`´ˈʺ\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),  # inside words
        **dict.fromkeys(map(chr, range(0x300, 0x370)), ""),  # combining accents
    }
)

_GAPS = re.compile(r"[\W_]+")
_TWICE = re.compile(r"([a-z])\1")
# CPPK must not become CPK, nor KKE KE: a doubled consonant counts once only where a vowel makes it a sound.
# -iy, -yi, -ii are one ending; a Roman II stays two letters.
_DOUBLED = re.compile(
    r"(?<=[^\W\d])([b-df-hj-np-tvz])\1+(?=[aeiou])|(?<=[aeiou])([b-df-hj-np-tvz])\2+"
    r"|(?<=[a-hj-z])ii+|(?<=\w)([aeou])\3+"
)


def fold(text: str) -> str:
    """Return the comparison key of a name: lower-case, mostly Latin letters, words separated by one space.

    The key does not depend on script (Latin, Russian and Kazakh Cyrillic), on the romanisation used, on
    accents, case, apostrophes or punctuation. It is deterministic, about as long as the text, and its own key
    (`fold(fold(t)) == fold(t)`). Text in other scripts is kept, lower-cased and without accents. The key of a
    text without letters or digits is empty.
    """
    if not text.isascii():
        composed = unicodedata.normalize("NFC", text).casefold().translate(_COMPOSED)
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", composed).casefold())
    key = _GAPS.sub(" ", text.lower().translate(_LETTERS)).strip()
    if "h" in key:
        key = key.replace("zh", "j").replace("kh", "k").replace("gh", "g").replace("ch", "c")
        key = key.replace("sh", "\0").replace("h", "k").replace("\0", "sh")
    while True:  # each step shortens the key, so this ends
        before = key
        key = key.replace("ng", "n").replace("ie", "e")
        if _TWICE.search(key):
            key = _DOUBLED.sub(_once, key)
        if key == before:
            return key


def _once(match: re.Match[str]) -> str:
    return match.group()[0]


def has_cyrillic(text: str) -> bool:
    """Tell whether a text has a Cyrillic letter."""
    return re.search("[\u0400-\u052f]", text) is not None
