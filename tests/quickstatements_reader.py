"""Reading QuickStatements, version 1 and CSV, as the tool's importer does; written for the tests alone.

It shares no code with kzgraph.wikidata.quickstatements, and keeps the importer's rough ways: no escapes in
strings, spaces around a string are cut off, a comment begins at the first ``/*`` of a line that ends with
``*/``, PHP takes a backslash in a CSV cell for an escape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

GREGORIAN, JULIAN = "Q1985727", "Q1985786"


@dataclass
class Command:
    """One statement as the importer would add it; values are tuples that begin with their type."""

    item: str
    property: str
    value: tuple
    new: bool = False
    qualifiers: list = field(default_factory=list)
    references: list = field(default_factory=list)
    summary: str = ""


def read_value(text: str) -> tuple:
    text = text.strip(" \t\n\r\0\x0b")
    if text in ("somevalue", "novalue"):
        return (text,)
    if re.fullmatch(r"[PQ]\d+", text):
        return ("entity", text)
    if match := re.fullmatch(r'"(.*)"', text):
        return ("string", match[1].strip(" \t\n\r\0\x0b"))
    if match := re.fullmatch(r'([a-zA-Z_-]+):"(.*)"', text):
        return ("monolingual", match[1], match[2].strip(" \t\n\r\0\x0b"))
    if match := re.fullmatch(r"([+-]?\d+-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?:/(\d+))?(/J)?", text):
        return ("time", match[1], int(match[2] or 9), JULIAN if match[3] else GREGORIAN)
    if match := re.fullmatch(r"@\s*([+-]?[0-9.]+)\s*/\s*([+-]?[0-9.]+)", text):
        return ("globe", float(match[1]), float(match[2]))
    if match := re.fullmatch(r"([+-]?\d+(?:\.\d+)?)(?:\s*~\s*(\d+(?:\.\d+)?))?(?:U(\d+))?", text):
        return ("quantity", match[1], match[2], f"Q{match[3]}" if match[3] else None)
    raise AssertionError(f"the tool does not understand {text!r}")


def read_v1(data: str) -> list[Command]:
    if "\n" not in data:
        data = data.replace("||", "\n")
    if "\t" not in data:
        data = data.replace("|", "\t")
    return [read_line(line) for row in data.split("\n") if (line := row.strip())]


def read_line(row: str) -> Command:
    summary = ""
    if match := re.fullmatch(r"(.*?) */\* *(.*?) *\*/ *", row):
        row, summary = match[1], match[2]
    columns = row.split("\t")
    item, name, value, *rest = columns
    assert re.fullmatch(r"Q\d+", item), item
    assert re.fullmatch(r"!?P\d+", name), name
    command = Command(item, name.lstrip("!"), read_value(value), name.startswith("!"), summary=summary)
    assert len(rest) % 2 == 0, f"Incomplete reference/qualifier list: {row!r}"
    previous = ""
    for key, each in zip(rest[::2], rest[1::2], strict=True):
        match = re.fullmatch(r"(!?)([SP])(\d+)", key)
        assert match, f"the tool skips the column {key!r}"
        part = (f"P{match[3]}", read_value(each))
        if match[2] == "P":
            command.qualifiers.append(part)
        elif previous == "S" and not match[1]:
            command.references[-1].append(part)
        else:
            command.references.append([part])
        previous = match[2]
    return command


def read_csv(data: str) -> list[Command]:
    header, *rows = read_cells(data)
    assert header[0] == "qid"
    assert "qid" not in header[1:]
    assert header[1] != "#"
    found = []
    for row in rows:
        assert len(row) == len(header), row
        item = row[0]
        assert item, "an empty qid would make a new item"
        command = None
        for name, cell in zip(header[1:], row[1:], strict=True):
            if re.fullmatch(r"P\d+", name):
                command = Command(item, name, read_value(cell))
                found.append(command)
                continue
            assert command is not None
            if name == "#":
                command.summary = cell
            elif match := re.fullmatch(r"qal(\d+)", name):
                command.qualifiers.append((f"P{match[1]}", read_value(cell)))
            elif match := re.fullmatch(r"S(\d+)", name):
                command.references.append([(f"P{match[1]}", read_value(cell))])
            elif match := re.fullmatch(r"s(\d+)", name):
                command.references[-1].append((f"P{match[1]}", read_value(cell)))
            else:
                raise AssertionError(f"the tool stops at the column {name!r}")
    return found


def read_cells(data: str) -> list[list[str]]:
    """Read CSV as PHP's fgetcsv does by default: a backslash keeps the quotation mark after it."""
    rows: list[list[str]] = [[]]
    n = 0
    while n < len(data):
        cell, quoted = "", data[n] == '"'
        if quoted:
            n += 1
            while True:
                if data[n] == "\\" and data[n + 1 : n + 2] == '"':
                    cell += data[n : n + 2]
                    n += 2
                elif data[n] != '"':
                    cell += data[n]
                    n += 1
                elif data[n + 1 : n + 2] == '"':
                    cell += '"'
                    n += 2
                else:
                    n += 1
                    break
        else:
            while n < len(data) and data[n] not in ",\n":
                cell += data[n]
                n += 1
        rows[-1].append(cell)
        assert n < len(data), "the last line has no end"
        if data[n] == "\n" and n + 1 < len(data):
            rows.append([])
        n += 1
    return rows
