"""The checks that are built in: their texts in English and Russian, and why there are such checks.

Shapes and rules say themselves what they are for; these cannot.
"""

from dataclasses import dataclass
from typing import Final

from kzgraph.validation.findings import Language, Level

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


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in check: its summary and why it is there in both languages, its level, examples."""

    id: str
    level: Level
    summary: tuple[str, str]
    why: tuple[str, str]
    right: str
    wrong: str


def say(what: str, language: Language, **fields: object) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    message, solution = _TEXTS[what][language == "ru"]
    return message.format(**fields), solution.format(**fields)


def near(names: list[str], language: Language) -> str:
    """Return the end of a sentence that names what may be meant; "" without names."""
    return say("near", language, near=", ".join(names))[0] if names else ""


def _builtin(
    name: str, level: Level, summary: tuple[str, str], why: tuple[str, str], right: str, wrong: str
) -> tuple[str, Builtin]:
    return name, Builtin(name, level, summary, why, right, wrong)


#: All built-in checks by id.
BUILTINS: Final[dict[str, Builtin]] = dict(
    (
        _builtin(
            "turtle-syntax",
            "error",
            ("Every file can be read", "Каждый файл читается"),
            (
                "A file that cannot be parsed holds no facts, and half a file holds the wrong ones.",
                "В файле, который нельзя разобрать, фактов нет, а в половине файла они не те.",
            ),
            "ex:club ex:boards 8 .",
            "ex:club ex:boards 8",
        ),
        _builtin(
            "date-edtf",
            "error",
            ("Every date is a date", "Каждая дата — дата"),
            (
                "Days are derived from EDTF dates so that they can be compared; nothing can be derived from "
                "what is no date.",
                "Из дат EDTF выводятся дни, которые можно сравнивать; из того, что не дата, не "
                "вывести ничего.",
            ),
            'ex:match kzo:date "1996-04"^^edtf:EDTF .',
            'ex:match kzo:date "1996-13"^^edtf:EDTF .',
        ),
        _builtin(
            "quote-verbatim",
            "error",
            (
                "Every quote stands in its document exactly once",
                "Каждая цитата стоит в документе ровно один раз",
            ),
            (
                "A quote is what a reader checks a fact by. It must be found, to the letter, and in "
                "one place only.",
                "По цитате читатель проверяет факт. Она должна находиться буква в букву и только в "
                "одном месте.",
            ),
            'ex:claim kzo:source ex:minutes ; kzo:quote "elected captain" ; kzo:quotePrefix "was again " .',
            'ex:claim kzo:source ex:minutes ; kzo:quote "chosen as captain" .  # not so in the minutes',
        ),
        _builtin(
            "vocabulary-undeclared",
            "error",
            ("Every term that is used is declared", "Каждый используемый термин объявлен"),
            (
                "A misspelt class or property is no error for RDF: its facts are just never found. A "
                "term of the "
                "graph's own namespaces must be declared in ontology/; a term of a standard "
                "vocabulary must be one "
                "of it.",
                "Опечатка в классе или свойстве для RDF не ошибка: такие факты просто не найти. "
                "Собственный термин "
                "должен быть объявлен в ontology/, термин стандартного словаря — входить в него.",
            ),
            "ex:ann ex:captainOf ex:club .",
            "ex:ann ex:captianOf ex:club .",
        ),
        _builtin(
            "vocabulary-unused",
            "info",
            ("Every term that is declared is used", "Каждый объявленный термин используется"),
            (
                "A term that nothing uses is often the one that a misspelt term was meant to be, or "
                "is left over.",
                "Термин, который никто не использует, часто и есть тот, вместо которого написан "
                "другой с опечаткой.",
            ),
            "ex:Club a owl:Class . ex:knights a ex:Club .",
            "ex:Club a owl:Class .",
        ),
        _builtin(
            "vocabulary-incomplete",
            "warning",
            ("Every term has its labels and a definition", "У каждого термина есть названия и определение"),
            (
                "People read labels and definitions, not IRIs. Labels are expected in every language "
                "in which more "
                "than half of the terms have one.",
                "Люди читают названия и определения, а не IRI. Название нужно на каждом языке, на "
                "котором оно есть у "
                "большинства терминов.",
            ),
            'ex:Club a owl:Class ; rdfs:label "club"@en ; skos:definition "People who play together."@en .',
            "ex:Club a owl:Class .",
        ),
        _builtin(
            "shapes-unknown-term",
            "error",
            ("Shapes use only terms of SHACL", "В формах только термины SHACL"),
            (
                "An engine passes over a keyword that it does not know, so that a misspelt "
                "constraint looks as if "
                "all were well.",
                "Программа пропускает незнакомое слово, и с опечаткой в ограничении всё кажется верным.",
            ),
            "ex:Club-boards sh:minCount 1 .",
            "ex:Club-boards sh:minCout 1 .",
        ),
        _builtin(
            "owl-consistent",
            "error",
            ("The graph does not contradict its ontology", "Граф не противоречит своей онтологии"),
            (
                "A thing in two classes that exclude each other, or a number where a thing should "
                "be, makes the "
                "graph mean nothing to a reasoner. Domains, ranges, subclasses and equivalent "
                "classes are followed.",
                "Вещь в двух классах, исключающих друг друга, или число вместо вещи лишают граф "
                "смысла для логического "
                "вывода. Учитываются области определения и значений, подклассы и равные классы.",
            ),
            "ex:ann a ex:Person . ex:Person owl:disjointWith ex:Club .",
            "ex:ann a ex:Person , ex:Club . ex:Person owl:disjointWith ex:Club .",
        ),
        _builtin(
            "empty-pass",
            "warning",
            ("Every shape and rule looks at something", "Каждая форма и правило что-то проверяют"),
            (
                "A check that looks at nothing finds nothing, however wrong the graph is.",
                "Проверка, которая ни на что не смотрит, ничего и не найдёт.",
            ),
            "ex:ClubShape sh:targetClass ex:Club .  # and there are clubs",
            "ex:ClubShape sh:targetClass ex:Culb .",
        ),
    )
)
