"""What is covered of the sources: a picture for a terminal, rows, and data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kzgraph.evidence.coverage import LIST, Covered, Document
from kzgraph.rdf.terms import XSD, Term, literal, shrink
from kzgraph.render.page import Page
from kzgraph.render.safe import cell
from kzgraph.render.text import BOLD, DIM, RESET, display_width, wrapped
from kzgraph.sparql.results import Result

__all__ = ["coverage_page", "coverage_picture", "coverage_rows", "passages_picture"]

#: What stands for a passage of each state, and how it is styled. The marks differ without colour, too.
_MARKS = {"cited": "■", "listed": "·", "open": "□", "contradiction": "×"}
_STYLES = {"cited": "\x1b[32m", "listed": DIM, "open": "\x1b[1;33m", "contradiction": "\x1b[1;31m"}
_GAP = "   "
_MOST_COLUMNS = 6
#: This share of the lines may go on in a second strip, so that all stand in more columns.
_MAY_BE_CUT = 0.1
#: How much of an open passage is shown.
_FIRST_WORDS = 8


def coverage_picture(
    documents: Sequence[Document], prefixes: Mapping[str, str], *, width: int, colour: bool
) -> Iterator[str]:
    """Yield a picture of each document: one strip a line, one mark a passage, and how many claims cite it."""
    for document in documents:
        yield from _head(document, prefixes, width, colour)
        yield from _in_columns(document, width, colour)
        yield "\n"
    if len(documents) > 1:
        yield from _styled("All sources", BOLD, width, colour)
        yield from wrapped(_totals(documents), width)
        yield "\n"
    legend = f"■2 cited by two claims, · holds no fact ({LIST}), □ open"
    if any(document.count("contradiction") for document in documents):
        legend += ", × cited and listed, or listed twice"
    yield from _styled(legend, DIM, width, colour)


def passages_picture(
    document: Document, prefixes: Mapping[str, str], *, width: int, colour: bool
) -> Iterator[str]:
    """Yield one line for each passage: the number of claims, why it holds no fact, or its first words."""
    yield from _head(document, prefixes, width, colour)
    column = max((len(_address(each)) for each in document.passages), default=0)
    for each in document.passages:
        mark = _MARKS[each.state]
        count = f"{mark}{len(each.claims) or ''}"
        first = f"{_address(each):>{column}}  {count:<4} "
        note = _note(each)
        lines = [*wrapped(cell(note), width, first=first, rest=" " * len(first))]
        lines[0] = lines[0].rstrip(" \n") + "\n"
        if colour:
            lines[0] = lines[0].replace(count, f"{_STYLES[each.state]}{count}{RESET}", 1)
        yield from lines


def coverage_rows(documents: Sequence[Document]) -> Result:
    """Return one row for each passage: where it is, its state, how many claims cite it, why it holds no fact.

    ``words`` are the first words of an open passage.
    """
    rows: list[list[Term | None]] = []
    for document in documents:
        for each in document.passages:
            numbers = (each.passage.line, each.passage.number, each.passage.start, each.passage.end)
            rows.append(
                [
                    document.source.term,
                    *map(_number, numbers),
                    literal(each.state),
                    _number(len(each.claims)),
                    literal("; ".join(each.reasons)) if each.reasons else None,
                    literal(_first_words(each)) if each.state == "open" else None,
                ]
            )
    columns = ("source", "line", "passage", "start", "end", "state", "claims", "reason", "words")
    return Result.of_rows(columns, rows)


def coverage_page(documents: Sequence[Document]) -> Page:
    """Return what is covered as data for JSON: numbers, places and claims, none of the documents' words."""
    data = {"sources": [_data(document) for document in documents], "total": _counts(documents)}
    return Page("What is covered of the sources", [], [], data)


def _data(document: Document) -> dict[str, object]:
    return {
        "iri": document.source.term.value,
        "label": document.source.label,
        "file": document.file,
        "problem": document.problem,
        "sha256": {"expected": document.expected, "found": document.found},
        "counts": _counts([document]),
        "passages": [
            {
                "line": each.passage.line,
                "passage": each.passage.number,
                "start": each.passage.start,
                "end": each.passage.end,
                "state": each.state,
                "claims": each.claims,
                "reasons": each.reasons,
            }
            for each in document.passages
        ],
        "unplacedClaims": document.unplaced,
        "stray": [{"row": row.row, "line": row.line, "passage": row.number} for row in document.stray],
    }


def _counts(documents: Sequence[Document]) -> dict[str, int]:
    found = {"passages": sum(len(document.passages) for document in documents)}
    for state in _MARKS:
        found[state] = sum(document.count(state) for document in documents)
    found["claims"] = sum(len(document.claims) for document in documents)
    found["unplacedClaims"] = sum(len(document.unplaced) for document in documents)
    return found


def _totals(documents: Sequence[Document]) -> str:
    counts = _counts(documents)
    text = (
        f"{_plural(counts['passages'], 'passage')}: {counts['cited']} cited by "
        f"{_plural(counts['claims'], 'claim')}, "
        f"{counts['listed']} without a fact, {counts['open']} open"
    )
    if counts["contradiction"]:
        text += f", {counts['contradiction']} cited and listed, or listed twice"
    if counts["unplacedClaims"]:
        text += f"; claims whose words are not found: {counts['unplacedClaims']}"
    stray = sum(len(document.stray) for document in documents)
    return text + (f"; lines of {LIST} without a passage: {stray}" if stray else "")


def _plural(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"


def _head(document: Document, prefixes: Mapping[str, str], width: int, colour: bool) -> Iterator[str]:
    yield from _styled(cell(document.source.label), BOLD, width, colour)
    yield from wrapped(cell(f"{shrink(document.source.term.value, prefixes)} · {document.file}"), width)
    yield from wrapped(cell(document.problem or _totals([document])), width)
    if document.passages:
        yield "\n"


#: One line of a strip: its label, and the passages that stand on it.
_Strip = tuple[str, list[Covered]]


def _in_columns(document: Document, width: int, colour: bool) -> Iterator[str]:
    """Yield the strips in as many columns as can stand side by side without cutting many of them."""
    lines = len({each.passage.line for each in document.passages})
    columns = _MOST_COLUMNS
    while True:
        room = (width + len(_GAP)) // columns
        strips = _strips(document, room - len(_GAP))
        if columns == 1 or len(strips) - lines <= lines * _MAY_BE_CUT:
            break
        columns -= 1
    room = max((display_width(_plain(strip)) for strip in strips), default=0) + len(_GAP)
    height = -(-len(strips) // columns)
    for n in range(height):
        line = ""
        for strip in strips[n::height]:
            line += _painted(strip, colour) + " " * (room - display_width(_plain(strip)))
        yield line.rstrip(" ") + "\n"


def _strips(document: Document, width: int) -> list[_Strip]:
    """Return the document's lines, each cut into as many as it needs."""
    lines: dict[int, list[Covered]] = {}
    for each in document.passages:
        lines.setdefault(each.passage.line, []).append(each)
    column = len(str(max(lines, default=0)))
    strips: list[_Strip] = []
    for line, passages in lines.items():
        strip: _Strip = (f"{line:>{column}}", [])
        for each in passages:
            if strip[1] and display_width(_plain(strip)) + 1 + display_width(_mark(each)) > width:
                strips.append(strip)
                strip = (" " * column, [])
            strip[1].append(each)
        strips.append(strip)
    return strips


def _mark(each: Covered) -> str:
    return f"{_MARKS[each.state]}{len(each.claims) or ''}"


def _plain(strip: _Strip) -> str:
    return " ".join([strip[0], *map(_mark, strip[1])])


def _painted(strip: _Strip, colour: bool) -> str:
    if not colour:
        return _plain(strip)
    marks = [f"{_STYLES[each.state]}{_mark(each)}{RESET}" for each in strip[1]]
    return " ".join([f"{DIM}{strip[0]}{RESET}", *marks])


def _address(each: Covered) -> str:
    return f"{each.passage.line}.{each.passage.number}"


def _note(each: Covered) -> str:
    """Return what is to be said of a passage beside the number of its claims."""
    if each.state == "open":
        return _first_words(each)
    reasons = "; ".join(each.reasons)
    return f"but listed: {reasons}" if each.state == "contradiction" else reasons


def _first_words(each: Covered) -> str:
    words = each.text.split()
    return " ".join(words[:_FIRST_WORDS])[:100] + (" …" if len(words) > _FIRST_WORDS else "")


def _number(number: int) -> Term:
    return literal(str(number), datatype=XSD + "integer")


def _styled(text: str, style: str, width: int, colour: bool) -> Iterator[str]:
    for line in wrapped(text, width):
        yield f"{style}{line[:-1]}{RESET}\n" if colour else line
