"""Why a shape, a rule or a built-in check is there, with a right and a wrong example."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from kzgraph.catalogue.queries import nearest
from kzgraph.errors import GraphLoadError, UnknownName
from kzgraph.rdf.terms import KZO, SH
from kzgraph.storage import folders
from kzgraph.validation.builtin import BUILTINS
from kzgraph.validation.checked_files import of_folder
from kzgraph.validation.constraints import LEVEL_OF
from kzgraph.validation.findings import Language
from kzgraph.validation.rules import read_rules
from kzgraph.validation.shapes import Shapes

__all__ = ["Explanation", "as_text", "explain"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a check is for. What it does not say of itself is "". *where* is where it is written."""

    id: str
    kind: str
    level: str
    summary: str
    why: str
    right: str
    wrong: str
    solution: str = ""
    where: str = ""


def explain(
    name: str,
    folder: str | os.PathLike[str] | None = None,
    *,
    shapes: Sequence[str] = (),
    language: Language = "en",
) -> Explanation:
    """Return why the check *name* is there. The graph folder is looked for as by :func:`kzgraph.load`.

    Raises UnknownName with the nearest, and what reading the folder raises; a file that cannot be parsed is
    passed over if the check is found all the same.
    """
    russian = language == "ru"
    built_in = BUILTINS.get(name)
    if built_in:
        texts = built_in.summary[russian], built_in.why[russian], built_in.right, built_in.wrong
        return Explanation(name, "check", built_in.level, *texts)
    try:
        checked = of_folder(folders.find(folder), shapes)
    except GraphLoadError:
        raise _unknown(name, [*BUILTINS]) from None
    rules = {rule.name: rule for rule in read_rules(checked.rules)}
    if name in rules:
        rule = rules[name]
        level, why, right, wrong = (rule.extra.get(each, "") for each in ("level", "why", "right", "wrong"))
        why = why or rule.extra.get("problem", "")
        solution = rule.extra.get("solution", "")
        return Explanation(name, "rule", level, rule.summary, why, right, wrong, solution, rule.path)
    known = Shapes(checked)
    shape = known.by_id(name)
    if shape is None:
        raise _unknown(name, [*BUILTINS, *rules, *(each.id for each in known.all.values())])
    severity = getattr(shape.first("severity"), "value", "")
    summary, label, why = (shape.text(SH + each, language) for each in ("message", "name", "description"))
    places = checked.positions.subjects(shape.key)
    return Explanation(
        name,
        "shape",
        LEVEL_OF.get(severity, "error"),
        summary or label,
        why,
        shape.text(KZO + "rightExample", language),
        shape.text(KZO + "wrongExample", language),
        "",
        str(places[0]) if places else "",
    )


def _unknown(name: str, names: Sequence[str]) -> UnknownName:
    return UnknownName("shape, rule or check", name, nearest(name, names))


def as_text(explanation: Explanation, language: Language) -> str:
    """Return an explanation as text."""
    headings = {
        "en": ("Why", "Right", "Wrong", "What to do", "Written in", "It does not say."),
        "ru": ("Зачем", "Верно", "Неверно", "Что делать", "Записано в", "Не указано."),
    }[language]
    why, right, wrong, do, written, nothing = headings
    lines = [f"{explanation.id} ({explanation.kind}, {explanation.level})", explanation.summary, ""]
    for heading, text in ((why, explanation.why), (right, explanation.right), (wrong, explanation.wrong)):
        body = (text or nothing).strip().split("\n")
        lines += [f"{heading}:", *(f"  {line}".rstrip() for line in body), ""]
    if explanation.solution:
        lines += [f"{do}:", f"  {explanation.solution}", ""]
    lines += [f"{written} {explanation.where}", ""] if explanation.where else []
    return "\n".join(lines).rstrip("\n") + "\n"
