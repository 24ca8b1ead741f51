"""JSON with the place of every value: what the parser of the standard library does not tell.

The text is first parsed by :mod:`json`, which finds the mistakes (RFC 8259); what is read here is valid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Final

from kzgraph.errors import GraphLoadError
from kzgraph.importing.document import Document
from kzgraph.importing.records import Spot

__all__ = ["Node", "parse"]

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_SCALAR: Final = re.compile(r"[^\s,\]}]+")


@dataclass(slots=True)
class Node:
    """A value of a JSON text. *value* is a dict or a list of nodes, a str, a number, a bool or None.

    *start* and *end* are its offsets, *key* that of the name of the member it is the value of (else *start*),
    *path* leads to it: ``persons[3].name``. *twice* are the names that an object has more than once.
    """

    value: Any
    start: int
    end: int
    key: int
    path: str
    twice: list[str] = field(default_factory=list)

    @property
    def spot(self) -> Spot:
        """Where it stands, with its name if it is a member: ``"role": "member"``."""
        return Spot(self.key, self.end, self.path)

    def get(self, name: str) -> Node | None:
        """Return the member *name* of an object; None if it is not there, null, or this is no object."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        return found if found is not None and found.value is not None else None

    def items(self, name: str) -> list[Node]:
        """Return the elements of the list that is the member *name*; none if it is not there or no list."""
        found = self.get(name)
        return found.value if found is not None and isinstance(found.value, list) else []

    def text(self, name: str) -> str:
        """Return the member *name* as text without white space around it; "" if it is no text or number."""
        found = self.get(name)
        if found is None or isinstance(found.value, bool | dict | list):
            return ""
        return str(found.value).strip()

    def members(self) -> Iterator[tuple[str, Node]]:
        """Yield the members of an object that are not null."""
        if isinstance(self.value, dict):
            yield from ((name, each) for name, each in self.value.items() if each.value is not None)


def parse(document: Document) -> Node:
    """Return the JSON value that a document is. Raises GraphLoadError with file, line and column."""
    try:
        json.loads(document.text)
        return _value(document.text, _skip(document.text, 0), "", None)[0]
    except json.JSONDecodeError as error:
        problem = document.problem(error.pos, f"{error.msg[0].lower()}{error.msg[1:]}")
        raise GraphLoadError("The file is not JSON.", [problem]) from None
    except RecursionError:
        raise GraphLoadError(f"The JSON of {document.name} is nested too deeply to be read.") from None
    except ValueError as error:  # a number with more digits than Python reads
        raise GraphLoadError(f"{document.name} cannot be read: {error}") from None


def _value(text: str, at: int, path: str, key: int | None) -> tuple[Node, int]:
    """Return the value at an offset, and the offset behind it."""
    first = at if key is None else key
    opening = text[at]
    if opening == '"':
        value, end = scanstring(text, at + 1, True)
        return Node(value, at, end, first, path), end
    if opening == "{":
        return _object(text, at, path, first)
    if opening == "[":
        return _array(text, at, path, first)
    found = _SCALAR.match(text, at)
    assert found is not None  # noqa: S101 - json has read it
    return Node(json.loads(found.group()), at, found.end(), first, path), found.end()


def _object(text: str, at: int, path: str, first: int) -> tuple[Node, int]:
    members: dict[str, Node] = {}
    twice = []
    end = _skip(text, at + 1)
    while text[end] != "}":
        key = end
        name, end = scanstring(text, key + 1, True)
        end = _skip(text, _skip(text, end) + 1)  # the colon
        node, end = _value(text, end, f"{path}.{name}" if path else name, key)
        if name in members:
            twice.append(name)
        members[name] = node
        end = _skip(text, end)
        if text[end] == ",":
            end = _skip(text, end + 1)
    return Node(members, at, end + 1, first, path, twice), end + 1


def _array(text: str, at: int, path: str, first: int) -> tuple[Node, int]:
    elements: list[Node] = []
    end = _skip(text, at + 1)
    while text[end] != "]":
        node, end = _value(text, end, f"{path}[{len(elements)}]", None)
        elements.append(node)
        end = _skip(text, end)
        if text[end] == ",":
            end = _skip(text, end + 1)
    return Node(elements, at, end + 1, first, path), end + 1


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found is not None  # noqa: S101 - it matches nothing, too
    return found.end()
