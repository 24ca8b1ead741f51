"""Invented names of people, parties and countries, in the scripts and spellings in which names really come.

Every name is composed of parts in Kazakh Cyrillic and transliterated from there. The tables make the kinds of
difference that search has to bridge; they are not transliteration standards.
"""

from random import Random
from typing import NamedTuple

_LOWER = "аәбвгғдежзийкқлмнңоөпрстуұүфхһчшыіэюя"
_SPELLINGS = {
    "ru": "а а б в г г д е ж з и й к к л м н н о о п р с т у у у ф х х ч ш ы и э ю я",
    "en": "a a b v g g d e zh z i y k k l m n ng o o p r s t u u u f kh h ch sh y i e yu ya",
    "casual": "a a b v g g d e j z i i q q l m n n o o p r s t u u u f h h ch sh y i e iu ia",
    "kk-Latn": "a ä b v g ğ d e j z i i k q l m n ñ o ö p r s t u ū ü f h h ch ş y ı e iu ia",
}
_TABLES = {
    name: str.maketrans(
        {
            key: value
            for low, new in zip(_LOWER, row.split(), strict=True)
            for key, value in ((low, new), (low.upper(), new.capitalize()))
        }
    )
    for name, row in _SPELLINGS.items()
}


class Name(NamedTuple):
    """One name in five spellings: Kazakh and Russian Cyrillic, two English romanisations, Kazakh Latin."""

    kk: str
    ru: str
    en: str
    casual: str
    latin: str

    def joined(self, other: "Name", glue: str = " ") -> "Name":
        """Return this name followed by the other, in each spelling."""
        return Name(*(f"{a}{glue}{b}" for a, b in zip(self, other, strict=True)))


def spelt(kk: str) -> Name:
    """Return all spellings of a name that is given in Kazakh Cyrillic."""
    spellings = (kk.translate(_TABLES[table]) for table in ("ru", "en", "casual", "kk-Latn"))
    return Name(kk, *spellings)


def _all(text: str) -> list[Name]:
    return [spelt(word) for word in text.split()]


_MEN = _all(
    "Айдар Бауыржан Дәулет Ерлан Жандос Қайрат Марат Нұрлан Оразбек Серік Тимур Шыңғыс Әділет Өмірзақ Ғалым "
    "Хасен Болат Ермек Жақсылық Қуаныш Мұхтар Рүстем Сұлтан Талғат Ұлан Арман Дастан Ілияс Мейрам Санжар"
)
_WOMEN = _all(
    "Айгүл Әсел Гүлнар Динара Жанна Қарлығаш Мәдина Сәуле Ұлжан Шолпан Айжан Бибігүл Күміс Ләззат Назгүл"
)
_STEMS = _all(
    "Аман Бай Дос Есен Жұма Қали Мұрат Нұр Ораз Сағын Тоқ Шәр Әбді Өтеп Ғаби Кеңес Темір Алтын Бек Ержан Жан "
    "Қойшы Мырза Нар Оспан Рыс Сары Тілеу Ұзақ Шоқан Ыбырай Іңкәр Күн Жол Арық Бөлек Дүйсен Ескен Қарт Қош"
)
_ENDS = _all("бек бай хан тай ғали құл жан ман гелді мұрат кен таш дәулет бол ғазы мет нияз сары ғұл тас")
_MALE = [spelt("ов"), spelt("ев"), spelt("ұлы")]
_FEMALE = [spelt("ова"), spelt("ева"), spelt("қызы")]

_LANDS = _all(
    "Арқ Бер Дар Ерт Жем Қар Мағ Нар Ойн Сар Тар Шар Қос Тең Көк Жал Бол Ақс Ерм Құл Сай Тұз Ұзын Алм"
)
_LANDS_2 = _all("ал ен ор ым ас ер ағ ин ан ұр ар із")
_LANDS_3 = _all("кент стан ат бұр дар мат")

#: (English, Russian, Kazakh, first letter of the English and Russian abbreviation)
_ADJECTIVES = [
    ("United", "Объединённая", "біріккен", "U", "О"),
    ("People's", "Народная", "халықтық", "P", "Н"),
    ("Democratic", "Демократическая", "демократиялық", "D", "Д"),
    ("Socialist", "Социалистическая", "социалистік", "S", "С"),
    ("New", "Новая", "жаңа", "N", "Н"),
    ("Agrarian", "Аграрная", "аграрлық", "A", "А"),
    ("Independent", "Независимая", "тәуелсіз", "I", "Н"),
    ("Republican", "Республиканская", "республикалық", "R", "Р"),
    ("Workers'", "Рабочая", "жұмысшы", "W", "Р"),
    ("Communist", "Коммунистическая", "коммунистік", "C", "К"),
    ("Liberal", "Либеральная", "либералдық", "L", "Л"),
    ("Green", "Зелёная", "жасыл", "G", "З"),
]


class PartyName(NamedTuple):
    """The names of a party: English, Russian, Kazakh, Kazakh in Latin letters, and two abbreviations."""

    en: str
    ru: str
    kk: str
    latin: str
    short_en: str
    short_ru: str


def person(rng: Random) -> Name:
    """Return a person's given name and surname."""
    woman = rng.random() < 0.3
    given = rng.choice(_WOMEN if woman else _MEN)
    surname = (
        rng.choice(_STEMS).joined(rng.choice(_ENDS), "").joined(rng.choice(_FEMALE if woman else _MALE), "")
    )
    return given.joined(surname)


def country(number: int) -> Name:
    """Return the name of the invented country with this number; the first 1,728 are all different."""
    first = _LANDS[number % len(_LANDS)]
    second = _LANDS_2[number // len(_LANDS) % len(_LANDS_2)]
    third = _LANDS_3[number // (len(_LANDS) * len(_LANDS_2)) % len(_LANDS_3)]
    return first.joined(second, "").joined(third, "")


def party(place: Name, number: int) -> PartyName:
    """Return the name of the party with this number in a country; the first 132 in it are all different."""
    first = number % len(_ADJECTIVES)
    second = (first + 1 + number // len(_ADJECTIVES) % (len(_ADJECTIVES) - 1)) % len(_ADJECTIVES)
    one, two = _ADJECTIVES[first], _ADJECTIVES[second]
    kk = f"{place.kk} {one[2]} {two[2]} партиясы"
    return PartyName(
        f"{one[0]} {two[0]} Party of {place.en}",
        f"{one[1]} {two[1].lower()} партия {place.ru}а",
        kk,
        kk.translate(_TABLES["kk-Latn"]),
        f"{one[3]}{two[3]}P{place.en[:2].upper()}",
        f"{one[4]}{two[4]}П{place.ru[:2].upper()}",
    )
