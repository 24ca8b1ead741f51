"""What the built-in checks say: what is wrong and what to do, in English and Russian."""

from __future__ import annotations

from typing import Final

from kzgraph.rdf.terms import Term
from kzgraph.validation.builtin import BUILTINS
from kzgraph.validation.findings import Finding, Language, Level

__all__ = ["finding", "near", "say"]

#: What is wrong and what to do, English and Russian, by what was found.
_TEXTS: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "quote-missing": (
        (
            "The quote of {claim} does not stand in {file}: {quote}.",
            "Copy the words from the document, to the letter.",
        ),
        ("Цитаты {claim} нет в {file}: {quote}.", "Скопируйте слова из документа буква в букву."),
    ),
    "quote-differs": (
        ("The words differ from {until} on.", ""),
        ("Слова расходятся начиная с {until}.", ""),
    ),
    "quote-twice": (
        (
            "The quote of {claim} stands in {file} {count} times: {quote}.",
            "Say which with kzo:quotePrefix, the words right before it, or quote more.",
        ),
        (
            "Цитата {claim} встречается в {file} {count} раз: {quote}.",
            "Укажите, какая из них, в kzo:quotePrefix (слова прямо перед ней) или расширьте цитату.",
        ),
    ),
    "quote-other-file": (
        (
            "{file} is not the file that the quotes of {source} were taken from: its SHA-256 is another.",
            "Get the right file, or check the quotes and correct kzo:sha256.",
        ),
        (
            "{file} — не тот файл, из которого взяты цитаты {source}: SHA-256 не совпадает.",
            "Найдите верный файл или проверьте цитаты и исправьте kzo:sha256.",
        ),
    ),
    "quote-not-at-hand": (
        (
            "{count} quotes were not compared: the documents are not at hand ({files}).",
            "Set KZGRAPH_SOURCES to the folder with the documents.",
        ),
        (
            "Цитаты не сверены ({count}): документов нет под рукой ({files}).",
            "Укажите папку с документами в KZGRAPH_SOURCES.",
        ),
    ),
    "undeclared": (
        (
            "{term} is used but declared nowhere ({count} ×).",
            "Declare it in ontology/, or correct the name.{near}",
        ),
        (
            "{term} используется, но нигде не объявлен ({count} ×).",
            "Объявите его в ontology/ или исправьте имя.{near}",
        ),
    ),
    "unknown-standard": (
        ("{term} is no term of its vocabulary, {namespace} ({count} ×).", "Correct the name.{near}"),
        ("{term} — такого термина нет в словаре {namespace} ({count} ×).", "Исправьте имя.{near}"),
    ),
    "undeclared-in-shapes": (
        (
            "{term} stands in the shapes, but the graph neither declares nor uses it: what it is for "
            "never applies.",
            "Correct the name, or declare it in ontology/.{near}",
        ),
        (
            "{term} стоит в формах, но в графе не объявлен и не используется: форма ни к чему не "
            "применяется.",
            "Исправьте имя или объявите его в ontology/.{near}",
        ),
    ),
    "unused": (
        ("{term} is declared but not used.", "Use it, or remove it from ontology/."),
        ("{term} объявлен, но не используется.", "Используйте его или удалите из ontology/."),
    ),
    "no-label": (
        ("{term} has no label in: {languages}.", "Add rdfs:label to {term}."),
        ("У {term} нет названия на языках: {languages}.", "Добавьте rdfs:label к {term}."),
    ),
    "no-definition": (
        ("{term} has no definition.", "Add skos:definition or rdfs:comment to {term}."),
        ("У {term} нет определения.", "Добавьте skos:definition или rdfs:comment к {term}."),
    ),
    "shapes-unknown-term": (
        (
            "sh:{term} is no term of SHACL ({count} ×): an engine would pass it over in silence.",
            "Correct the name.{near}",
        ),
        (
            "sh:{term} — такого термина в SHACL нет ({count} ×): программа молча пропустит его.",
            "Исправьте имя.{near}",
        ),
    ),
    "near": ((" The nearest: {near}.", ""), (" Ближайшее: {near}.", "")),
    "empty-shape": (
        (
            "The shape {id} looked at no node: it cannot find anything.",
            "Correct its target, remove the shape, or add what it is for.",
        ),
        ("Форма {id} не проверила ни одного узла.", "Исправьте её цель, удалите форму или добавьте данные."),
    ),
    "empty-rule": (
        (
            "The rule {id} looked at no node: it cannot find anything.",
            "Correct the pattern or remove the rule.",
        ),
        ("Правило {id} не проверило ни одного узла.", "Исправьте образец или удалите правило."),
    ),
    "no-shapes": (
        ("There are no shapes: the graph was checked against rules only.", "Write shapes in shapes/*.ttl."),
        ("Форм нет: граф проверен только правилами.", "Напишите формы в shapes/*.ttl."),
    ),
    "syntax": (
        ("The file cannot be read: {problem}.", "Mend it; nothing else was checked."),
        ("Файл не читается: {problem}.", "Исправьте его; ничего другого не проверено."),
    ),
    "date": (
        ("{text} {problem}.", 'Write a date of EDTF: "1996-04"^^edtf:EDTF.'),
        ("{text}: это не дата EDTF ({problem}).", 'Запишите дату по EDTF: "1996-04"^^edtf:EDTF.'),
    ),
    "owl-disjoint": (
        (
            "{focus} is both a {one} and a {other}, which exclude each other.",
            "Correct its class, or what implies it: {why}.",
        ),
        (
            "{focus} — и {one}, и {other}, а они исключают друг друга.",
            "Исправьте класс или то, из чего он следует: {why}.",
        ),
    ),
    "owl-literal": (
        ("{value} is text or a number, but {property} points to things.", "Name a thing by its IRI."),
        ("{value} — текст или число, а {property} указывает на вещи.", "Укажите IRI вещи."),
    ),
    "owl-resource": (
        ("{value} is a thing, but {property} has text or numbers as values.", "Write the value itself."),
        ("{value} — вещь, а значения {property} — текст или числа.", "Запишите само значение."),
    ),
    "owl-datatype": (
        ("{value} is not in the range of {property}, {range}.", "Write the value as {range}."),
        ("{value} не входит в область значений {property}: {range}.", "Запишите значение как {range}."),
    ),
    "owl-form": (
        ("{value} ({property} of {focus}) is not a valid {range}.", "Write a valid {range}."),
        ("{value} ({property} у {focus}) не является верной записью {range}.", "Исправьте значение."),
    ),
    "owl-irreflexive": (
        ("{focus} has itself as {property}, which cannot be.", "Correct the value."),
        ("{focus} указывает через {property} на себя, чего быть не может.", "Исправьте значение."),
    ),
    "owl-asymmetric": (
        (
            "{property} holds between {focus} and {value} both ways, which cannot be.",
            "Remove one of the two.",
        ),
        (
            "{property} связывает {focus} и {value} в обе стороны, чего быть не может.",
            "Удалите одно из двух.",
        ),
    ),
    "owl-property-disjoint": (
        (
            "{value} is both {property} and {other} of {focus}, which exclude each other.",
            "Remove one of the two.",
        ),
        ("{value} — и {property}, и {other} у {focus}, а они исключают друг друга.", "Удалите одно из двух."),
    ),
    "owl-functional": (
        ("{focus} has more than one value of {property}, which has at most {limit}.", "Keep the right one."),
        ("У {focus} больше значений {property}, чем можно ({limit}).", "Оставьте верное."),
    ),
    "owl-same-different": (
        ("{focus} and {value} are declared to be both the same and different.", "Remove one of the two."),
        ("{focus} и {value} объявлены и одним и тем же, и разным.", "Удалите одно из двух."),
    ),
    "owl-nothing": (
        ("{focus} is in a class that can have no members, {one}.", "Correct its class."),
        ("{focus} входит в класс {one}, в котором ничего быть не может.", "Исправьте класс."),
    ),
}


def say(what: str, language: Language, **fields: object) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    message, solution = _TEXTS[what][language == "ru"]
    return message.format(**fields), solution.format(**fields)


def finding(
    check: str,
    what: str,
    language: Language,
    triple: tuple[str | None, str | None, Term | None] = (None, None, None),
    /,
    *,
    level: Level | None = None,
    place: tuple[str, int | None, int | None] | None = None,
    **fields: object,
) -> Finding:
    """Return a finding of a built-in check about a thing, its property and its value.

    Without a *level* it has that of the check; *fields* stand in the text.
    """
    message, solution = say(what, language, **fields)
    return Finding(check, level or BUILTINS[check].level, message, solution, *triple, *(place or ()))


def near(names: list[str], language: Language) -> str:
    """Return the end of a sentence that names what may be meant; "" without names."""
    return say("near", language, near=", ".join(names))[0] if names else ""
