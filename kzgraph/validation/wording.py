"""What a broken SHACL constraint means in plain words, and what to do: English and Russian.

Each text may name ``{focus}``, ``{path}``, ``{value}``, ``{limit}`` (the constraint's own value),
``{count}`` and ``{values}`` (what the focus node has), ``{kind}`` (what the value is), ``{at}`` (path and
focus in brackets, if there is a path) and ``{near}``.
"""

from __future__ import annotations

from typing import Final

from kzgraph.validation.findings import Language

__all__ = ["COMPONENTS", "word", "wording"]

#: By the local name of the constraint component: what is wrong, and what to do.
_EN: Final[dict[str, tuple[str, str]]] = {
    "MinCount": ("{focus} has {count} of {path}; at least {limit} is needed.", "Add {path} to {focus}."),
    "MinCount-none": ("{focus} has no {path}.", "Add {path} to {focus}."),
    "MaxCount": (
        "{focus} has {count} values of {path}: {values}; at most {limit} is allowed.",
        "Keep the right one, or put each into a thing of its own.",
    ),
    "MaxCount-none": (
        "{focus} has {path}, which is not allowed here: {values}.",
        "Remove {path} from {focus}.",
    ),
    "Datatype": ("{value} ({path} of {focus}) is {kind}, not {limit}.", "Write the value as {limit}."),
    "Datatype-form": ("{value} ({path} of {focus}) is not a valid {limit}.", "Write a valid {limit}."),
    "Datatype-language": ("{value} ({path} of {focus}) has no language tag.", "Add one, such as @en."),
    "Class": (
        "{value} ({path} of {focus}) is {kind}, not a {limit}.",
        "Name a {limit}, or say that {value} is one.{near}",
    ),
    "NodeKind": ("{value} ({path} of {focus}) is {kind}; needed is {limit}.", "Write {limit}."),
    "In": ("{value} ({path} of {focus}) is none of {limit}.", "Choose one of them.{near}"),
    "LanguageIn": ("{value} ({path} of {focus}) is in none of the languages {limit}.", "Correct the tag."),
    "UniqueLang": (
        "{focus} has more than one {path} in the same language: {values}.",
        "Keep one for each language.",
    ),
    "Pattern": ("{value} ({path} of {focus}) is not of the form {limit}.", "Correct the value."),
    "MinLength": (
        "{value} ({path} of {focus}) is shorter than {limit}.",
        "Give it {limit} characters or more.",
    ),
    "MaxLength": (
        "{value} ({path} of {focus}) is longer than {limit}.",
        "Give it {limit} characters or fewer.",
    ),
    "MinInclusive": ("{value} ({path} of {focus}) is below {limit}.", "Correct it: {limit} or more."),
    "MaxInclusive": ("{value} ({path} of {focus}) is above {limit}.", "Correct it: {limit} or less."),
    "MinExclusive": ("{value} ({path} of {focus}) is not above {limit}.", "Correct it: more than {limit}."),
    "MaxExclusive": ("{value} ({path} of {focus}) is not below {limit}.", "Correct it: less than {limit}."),
    "LessThan": (
        "{value} ({path} of {focus}) is not less than its {limit}.",
        "Correct {path} or {limit}.",
    ),
    "LessThanOrEquals": (
        "{value} ({path} of {focus}) is more than its {limit}.",
        "Correct {path} or {limit}.",
    ),
    "Equals": ("{value}: {path} and {limit} of {focus} are not the same.", "Make them the same."),
    "Disjoint": ("{value} is both {path} and {limit} of {focus}.", "Remove one of the two."),
    "HasValue": ("{focus} lacks the value {limit} of {path}.", "Add it."),
    "Closed": (
        "{focus} has {path}, which a thing of its kind does not have: {value}.",
        "Remove it, or correct the name.{near}",
    ),
    "Not": ("{value}{at} is what it must not be.", "Correct it."),
    "And": ("{value}{at} does not fit all that it must.", "Correct it."),
    "Or": ("{value}{at} fits none of what it may be.", "Correct it."),
    "Xone": ("{value}{at} does not fit exactly one of what it may be.", "Correct it."),
    "Node": ("{value}{at} does not fit {limit}.", "Correct {value}."),
    "QualifiedMinCount": ("{focus} has too few fitting values of {path}; {limit} are needed.", "Add {path}."),
    "QualifiedMaxCount": (
        "{focus} has too many fitting values of {path}; {limit} are allowed.",
        "Remove some.",
    ),
    "": ("{focus} does not fit the shape.", "See the rule."),
}
_RU: Final[dict[str, tuple[str, str]]] = {
    "MinCount": (
        "У {focus} значений {path}: {count}, а нужно не меньше {limit}.",
        "Добавьте {path} к {focus}.",
    ),
    "MinCount-none": ("У {focus} нет {path}.", "Добавьте {path} к {focus}."),
    "MaxCount": (
        "У {focus} значений {path}: {count} ({values}), а можно не больше {limit}.",
        "Оставьте верное или вынесите каждое в отдельную вещь.",
    ),
    "MaxCount-none": (
        "У {focus} есть {path}, а здесь его быть не может: {values}.",
        "Удалите {path} у {focus}.",
    ),
    "Datatype": ("{value} ({path} у {focus}) — {kind}, а не {limit}.", "Запишите значение как {limit}."),
    "Datatype-form": (
        "{value} ({path} у {focus}) не является верной записью {limit}.",
        "Запишите значение по правилам {limit}.",
    ),
    "Datatype-language": ("У {value} ({path} у {focus}) нет метки языка.", "Добавьте её, например @ru."),
    "Class": (
        "{value} ({path} у {focus}) — {kind}, а не {limit}.",
        "Укажите {limit} или напишите, что {value} им является.{near}",
    ),
    "NodeKind": ("{value} ({path} у {focus}) — {kind}, а нужно: {limit}.", "Исправьте значение."),
    "In": ("{value} ({path} у {focus}) не входит в список: {limit}.", "Выберите одно из них.{near}"),
    "LanguageIn": ("{value} ({path} у {focus}): нет такого языка среди {limit}.", "Исправьте метку языка."),
    "UniqueLang": (
        "У {focus} больше одного значения {path} на одном языке: {values}.",
        "Оставьте по одному на язык.",
    ),
    "Pattern": ("{value} ({path} у {focus}) не соответствует образцу {limit}.", "Исправьте значение."),
    "MinLength": ("{value} ({path} у {focus}) короче {limit}.", "Нужно не меньше {limit} знаков."),
    "MaxLength": ("{value} ({path} у {focus}) длиннее {limit}.", "Нужно не больше {limit} знаков."),
    "MinInclusive": ("{value} ({path} у {focus}) меньше {limit}.", "Исправьте: не меньше {limit}."),
    "MaxInclusive": ("{value} ({path} у {focus}) больше {limit}.", "Исправьте: не больше {limit}."),
    "MinExclusive": ("{value} ({path} у {focus}) не больше {limit}.", "Исправьте: больше {limit}."),
    "MaxExclusive": ("{value} ({path} у {focus}) не меньше {limit}.", "Исправьте: меньше {limit}."),
    "LessThan": ("{value} ({path} у {focus}) не меньше, чем {limit}.", "Исправьте {path} или {limit}."),
    "LessThanOrEquals": ("{value} ({path} у {focus}) больше, чем {limit}.", "Исправьте {path} или {limit}."),
    "Equals": ("{value}: {path} и {limit} у {focus} не совпадают.", "Сделайте их одинаковыми."),
    "Disjoint": ("{value} — и {path}, и {limit} у {focus}.", "Удалите одно из двух."),
    "HasValue": ("У {focus} нет значения {limit} свойства {path}.", "Добавьте его."),
    "Closed": (
        "У {focus} есть {path}, которого у таких вещей не бывает: {value}.",
        "Удалите его или исправьте имя.{near}",
    ),
    "Not": ("{value}{at} — то, чем оно быть не должно.", "Исправьте."),
    "And": ("{value}{at} подходит не всему, чему должно.", "Исправьте."),
    "Or": ("{value}{at} не подходит ничему из допустимого.", "Исправьте."),
    "Xone": ("{value}{at} подходит не ровно одному из допустимого.", "Исправьте."),
    "Node": ("{value}{at} не соответствует {limit}.", "Исправьте {value}."),
    "QualifiedMinCount": ("У {focus} мало подходящих значений {path}; нужно {limit}.", "Добавьте {path}."),
    "QualifiedMaxCount": ("У {focus} много подходящих значений {path}; можно {limit}.", "Удалите лишние."),
    "": ("{focus} не соответствует форме.", "См. правило."),
}
#: The components that need no message of their own to be understood.
COMPONENTS: Final = frozenset(_EN) - {""}
#: Words that stand in the texts.
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "at": (" ({path} of {focus})", " ({path} у {focus})"),
    "IRI": ("an IRI", "IRI"),
    "Literal": ("a literal", "литерал"),
    "BlankNode": ("a blank node", "пустой узел"),
    "BlankNodeOrIRI": ("an IRI or a blank node", "IRI или пустой узел"),
    "BlankNodeOrLiteral": ("a literal or a blank node", "литерал или пустой узел"),
    "IRIOrLiteral": ("an IRI or a literal", "IRI или литерал"),
    "plain": ("plain text", "простой текст"),
    "tagged": ("text with a language tag", "текст с меткой языка"),
    "nothing": ("something that nothing is said of", "то, о чём ничего не сказано"),
    "untyped": ("of no class", "без класса"),
    "more": ("{count} more", "ещё {count}"),
}


def wording(component: str, language: Language) -> tuple[str, str]:
    """Return the two texts for a component by its short name (``MinCount``); general ones if it has none."""
    table = _RU if language == "ru" else _EN
    return table.get(component, table[""])


def word(name: str, language: Language) -> str:
    """Return one of the words that stand in the texts."""
    return _WORDS[name][language == "ru"]
