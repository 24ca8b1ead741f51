"""The checks that are built in, and why there are such checks.

Shapes and rules say themselves what they are for; these cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kzgraph.validation.findings import Level

__all__ = ["BUILTINS", "Builtin"]


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in check: its summary and why it is there in both languages, its level, examples."""

    id: str
    level: Level
    summary: tuple[str, str]
    why: tuple[str, str]
    right: str
    wrong: str


#: All built-in checks by id.
BUILTINS: Final = {
    each.id: each
    for each in (
        Builtin(
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
        Builtin(
            "date-edtf",
            "error",
            ("Every date is a date", "Каждая дата — дата"),
            (
                "Days are derived from EDTF dates so that they can be compared; nothing can be derived from "
                "what is no date.",
                "Из дат EDTF выводятся дни, которые можно сравнивать; из того, что не дата, не вывести "
                "ничего.",
            ),
            'ex:match kzo:date "1996-04"^^edtf:EDTF .',
            'ex:match kzo:date "1996-13"^^edtf:EDTF .',
        ),
        Builtin(
            "quote-verbatim",
            "error",
            (
                "Every quote stands in its document exactly once",
                "Каждая цитата стоит в документе ровно один раз",
            ),
            (
                "A quote is what a reader checks a fact by. It must be found, to the letter, and in one "
                "place only.",
                "По цитате читатель проверяет факт. Она должна находиться буква в букву и только в одном "
                "месте.",
            ),
            'ex:claim kzo:source ex:minutes ; kzo:quote "elected captain" ; kzo:quotePrefix "was again " .',
            'ex:claim kzo:source ex:minutes ; kzo:quote "chosen as captain" .  # not so in the minutes',
        ),
        Builtin(
            "vocabulary-undeclared",
            "error",
            ("Every term that is used is declared", "Каждый используемый термин объявлен"),
            (
                "A misspelt class or property is no error for RDF: its facts are just never found. A term "
                "of the graph's own namespaces must be declared in ontology/; a term of a standard "
                "vocabulary must be one of it.",
                "Опечатка в классе или свойстве для RDF не ошибка: такие факты просто не найти. Собственный "
                "термин должен быть объявлен в ontology/, термин стандартного словаря — входить в него.",
            ),
            "ex:ann ex:captainOf ex:club .",
            "ex:ann ex:captianOf ex:club .",
        ),
        Builtin(
            "vocabulary-unused",
            "info",
            ("Every term that is declared is used", "Каждый объявленный термин используется"),
            (
                "A term that nothing uses is often the one that a misspelt term was meant to be, or is left "
                "over.",
                "Термин, который никто не использует, часто и есть тот, вместо которого написан другой с "
                "опечаткой.",
            ),
            "ex:Club a owl:Class . ex:knights a ex:Club .",
            "ex:Club a owl:Class .",
        ),
        Builtin(
            "vocabulary-incomplete",
            "warning",
            ("Every term has its labels and a definition", "У каждого термина есть названия и определение"),
            (
                "People read labels and definitions, not IRIs. Labels are expected in every language in "
                "which more than half of the terms have one.",
                "Люди читают названия и определения, а не IRI. Название нужно на каждом языке, на котором "
                "оно есть у большинства терминов.",
            ),
            'ex:Club a owl:Class ; rdfs:label "club"@en ; skos:definition "People who play together."@en .',
            "ex:Club a owl:Class .",
        ),
        Builtin(
            "shapes-unknown-term",
            "error",
            ("Shapes use only terms of SHACL", "В формах только термины SHACL"),
            (
                "An engine passes over a keyword that it does not know, so that a misspelt constraint looks "
                "as if all were well.",
                "Программа пропускает незнакомое слово, и с опечаткой в ограничении всё кажется верным.",
            ),
            "ex:Club-boards sh:minCount 1 .",
            "ex:Club-boards sh:minCout 1 .",
        ),
        Builtin(
            "owl-consistent",
            "error",
            ("The graph does not contradict its ontology", "Граф не противоречит своей онтологии"),
            (
                "A thing in two classes that exclude each other, or a number where a thing should be, makes "
                "the graph mean nothing to a reasoner. Domains, ranges, subclasses and equivalent classes "
                "are followed.",
                "Вещь в двух классах, исключающих друг друга, или число вместо вещи лишают граф смысла для "
                "логического вывода. Учитываются области определения и значений, подклассы и равные классы.",
            ),
            "ex:ann a ex:Person . ex:Person owl:disjointWith ex:Club .",
            "ex:ann a ex:Person , ex:Club . ex:Person owl:disjointWith ex:Club .",
        ),
        Builtin(
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
}
