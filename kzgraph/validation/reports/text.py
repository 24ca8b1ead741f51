"""A report for people: one paragraph for each finding, and in the last lines how much was checked."""

from __future__ import annotations

from collections.abc import Iterator

from kzgraph.render import Screen
from kzgraph.render.safe import cell
from kzgraph.render.text import BOLD, DIM, RESET, wrapped
from kzgraph.validation.findings import LEVELS, Finding, Language, Report

__all__ = ["SHOWN", "write"]

#: So many findings are shown, the rest is counted.
SHOWN = 200
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
_LEVELS = {
    "en": {"error": "error", "warning": "warning", "info": "note"},
    "ru": {"error": "ошибка", "warning": "предупреждение", "info": "замечание"},
}
_COUNTED = {
    "en": {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")},
    "ru": {"error": ("ошибок",) * 2, "warning": ("предупреждений",) * 2, "info": ("замечаний",) * 2},
}
_WORDS = {
    "en": {
        "also": "also in",
        "more": "… and {count} more, which --format json has as well.",
        "none": "Nothing was found.",
        "only": "Nothing else was checked.",
        "looked": "Checked: {triples} triples with {shapes} ({nodes} nodes), {rules} ({seen}), {others}.",
        "shapes": ("1 shape", "{count} shapes"),
        "rules": ("1 rule", "{count} rules"),
        "others": ("1 other check", "{count} other checks"),
        "nodes": "{count} nodes",
        "unknown": "nodes not counted",
        "why": "Why a check is there: kzgraph validate --explain {id}",
    },
    "ru": {
        "also": "также в",
        "more": "… и ещё {count}; все они есть в --format json.",
        "none": "Ничего не найдено.",
        "only": "Больше ничего не проверено.",
        "looked": "Проверено: троек {triples}, {shapes} (узлов {nodes}), {rules} ({seen}), {others}.",
        "shapes": ("форм 1", "форм {count}"),
        "rules": ("правил 1", "правил {count}"),
        "others": ("других проверок 1", "других проверок {count}"),
        "nodes": "узлов {count}",
        "unknown": "узлы не подсчитаны",
        "why": "Зачем нужна проверка: kzgraph validate --explain {id}",
    },
}


def write(report: Report, place: Screen) -> Iterator[str]:
    """Yield the report; on a terminal in its width and in colour."""
    width = place.width if place.terminal else None
    for finding in report.findings[:SHOWN]:
        yield from _finding(finding, report.language, width, place.colour)
    words = _WORDS[report.language]
    if len(report.findings) > SHOWN:
        yield from wrapped(_filled(words["more"], count=f"{len(report.findings) - SHOWN:,}"), width)
    if report.findings:
        yield "\n"
    yield from _summary(report, width, place.colour)


def _finding(finding: Finding, language: Language, width: int | None, colour: bool) -> Iterator[str]:
    level = _LEVELS[language][finding.level]
    where = f"{finding.where}: " if finding.where else ""
    text = f"{cell(where)}{level}: {cell(finding.message)} [{finding.id}]"
    lines = list(wrapped(text, width, rest="    "))
    if colour:
        lines[0] = lines[0].replace(f"{level}:", f"{_COLOURS[finding.level]}{level}{RESET}:", 1)
    yield from lines
    if finding.solution:
        yield from wrapped(cell(finding.solution), width, first="    → ", rest="      ")
    if finding.also:
        also = f"{_WORDS[language]['also']} {', '.join(map(str, finding.also))}"
        for line in wrapped(cell(also), width, first="    ", rest="    "):
            yield f"{DIM}{line[:-1]}{RESET}\n" if colour else line


def _summary(report: Report, width: int | None, colour: bool) -> Iterator[str]:
    words, language = _WORDS[report.language], report.language
    counts = [(each, report.count(each)) for each in LEVELS]
    total = ", ".join(f"{n:,} {_COUNTED[language][each][n != 1]}" for each, n in counts if n)
    line = f"{total}." if total else str(words["none"])
    if report.unreadable:
        line += f" {words['only']}"
    for each in wrapped(line, width):
        yield f"{BOLD}{each[:-1]}{RESET}\n" if colour else each
    if not report.unreadable:
        yield from wrapped(_looked_at(report), width)
    if report.findings and not report.only_shacl:
        yield from wrapped(_filled(words["why"], id=report.findings[0].id), width)


def _looked_at(report: Report) -> str:
    """Return in one line how much was looked at."""
    words = _WORDS[report.language]
    numbers = {
        kind: [each for each in report.checks if each.kind == kind] for kind in ("shape", "rule", "check")
    }
    seen = [each.looked_at for each in numbers["rule"] if each.looked_at is not None]
    return _filled(
        words["looked"],
        triples=f"{report.triples:,}",
        shapes=_number(words["shapes"], len(numbers["shape"])),
        nodes=f"{sum(each.looked_at or 0 for each in numbers['shape']):,}",
        rules=_number(words["rules"], len(numbers["rule"])),
        seen=_filled(words["nodes"], count=f"{sum(seen):,}") if seen else words["unknown"],
        others=_number(words["others"], len(numbers["check"])),
    )


def _number(forms: object, count: int) -> str:
    one, many = forms if isinstance(forms, tuple) else ("", "")
    return str(one) if count == 1 else _filled(many, count=f"{count:,}")


def _filled(text: object, **fields: object) -> str:
    return str(text).format(**fields)
