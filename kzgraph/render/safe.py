"""Making foreign text safe to show: control characters and direction overrides become visible escapes."""

from __future__ import annotations

import re

from kzgraph.errors import OutputError

__all__ = [
    "cell",
    "check_for_xml",
    "escape_for_data",
    "escape_for_turtle",
    "visible",
    "xml",
]

# C0 and C1 controls, DEL, line and paragraph separators, marks and overrides of the writing direction (UAX
# #9: the characters of CVE-2021-42574), interlinear and tag characters, and lone surrogates, which no
# encoding can write.
_CONTROLS = (
    "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff"
)
# Patterns are compiled when they are first used (re keeps them): most runs of the program need one at most.
_INVISIBLE = f"[{_CONTROLS}]"
_INVISIBLE_BUT_LAYOUT = f"(?![\\t\\n\\r])[{_CONTROLS}]"
_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
_XML = f"(?![\\t\\n])[{_CONTROLS}]"
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def cell(text: str) -> str:
    r"""Return *text* for one line of a table: line breaks and tabs, too, become escapes (``\n``)."""
    return re.sub(_INVISIBLE, _escape, text)


def visible(text: str) -> str:
    """Return *text* with the same characters as visible escapes, except line breaks and tabs."""
    return re.sub(_INVISIBLE_BUT_LAYOUT, _escape, text)


def escape_for_data(text: str) -> str:
    r"""Return serialised *text* with the same characters as ``\uXXXX``, which JSON reads as before.

    Layout is left alone. Characters beyond U+FFFF become a surrogate pair, as JSON writes them.
    """
    return re.sub(
        _INVISIBLE_BUT_LAYOUT, lambda m: "".join(f"\\u{unit:04x}" for unit in _utf16(m.group())), text
    )


def escape_for_turtle(text: str) -> str:
    r"""Return serialised Turtle, N-Triples or TSV with them as ``\uXXXX`` or ``\UXXXXXXXX``."""
    return re.sub(_INVISIBLE_BUT_LAYOUT, _turtle_escape, text)


def xml(text: str) -> str:
    """Return *text* for XML, with markup, the same characters and carriage returns as references.

    A bare carriage return would be read as a line feed (XML 1.0, section 2.11). Raises OutputError as
    :func:`check_for_xml` does.
    """
    check_for_xml(text)
    marked = re.sub('[&<>"]', lambda m: _MARKUP[m.group()], text)
    return re.sub(_XML, lambda m: f"&#{ord(m.group())};", marked)


def check_for_xml(text: str) -> None:
    """Raise OutputError if *text* has a character that XML 1.0 cannot hold (section 2.2), escaped or not."""
    if bad := re.search(_NOT_IN_XML, text):
        raise OutputError(
            f"XML cannot hold the character U+{ord(bad.group()):04X}.", hint="Use another format: json, ttl."
        )


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _turtle_escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _utf16(character: str) -> list[int]:
    raw = character.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw), 2)]
