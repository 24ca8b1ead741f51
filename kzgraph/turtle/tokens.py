"""Turtle 1.1 as a sequence of tokens that keep the comments around them and their places.

The terminals are those of the Turtle grammar (W3C Recommendation of 2014, section 6.5). This reader is not a
validator: it takes a text that the loader has accepted, and keeps every term as it is written. What RDF 1.2
adds (``<< >>``, ``{| |}``, ``~``) is not read. :mod:`kzgraph.turtle.tree` makes a tree of the tokens.

Reading takes time in proportion to the length of the text.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal, NamedTuple

from kzgraph.rdf.terminals import terminals

Kind = Literal["iri", "string", "name", "blank", "at", "number", "word", "punctuation", "end"]


class TurtleTextError(ValueError):
    """A text is not the Turtle that is read here. *offset* is the place, *message* what is wrong there."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


class Comment(NamedTuple):
    """A comment with a line of its own: *text* with its ``#``; *gap* tells of an empty line before it."""

    text: str
    gap: bool = False


@dataclass(slots=True)
class Token:
    """A token: its *kind*, its *text* as written, and the offset at which it starts.

    ``name`` is a prefixed name, ``at`` a language tag, ``@prefix`` or ``@base``. *before* are the comments on
    the lines before it, *gap* tells of an empty line right before it, *after* is the comment that follows it
    on its line.
    """

    kind: Kind
    text: str
    start: int
    before: list[Comment] = field(default_factory=list)
    gap: bool = False
    after: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The offset after the token."""
        return self.start + len(self.text)


_ESCAPE: Final = r"\\[\s\S]"


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of all tokens, comments and white space; compiled when it is first used."""
    beyond = "\u00b7-\U000effff"  # more than names can hold: the loader has said what is wrong with them
    letter, first, char = f"[A-Za-z{beyond}]", f"[A-Za-z0-9_{beyond}]", f"[-A-Za-z0-9_{beyond}]"
    common = terminals(letter, first, char, _ESCAPE)
    kinds = {
        "space": r"[ \t\r\n]+",
        "comment": r"#[^\r\n]*",
        "iri": r"<[^<>\"\x00-\x20]*+>",
        "string": common["string"],
        "blank": common["blank"],
        "name": common["name"],
        "at": common["language"],
        "number": f"[+-]?(?:{common['number']})",
        "word": r"[A-Za-z]++",
        "punctuation": r"\^\^|[\[\](),;.]",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a Turtle text with the comments around them; the last has the kind ``end``.

    Raises TurtleTextError for what is no token of Turtle 1.1.
    """
    match_at = _pattern().match
    tokens: list[Token] = []
    waiting: list[Comment] = []
    breaks = 1  # line breaks since the last token or comment; the file begins on a new line
    at = 0
    while at < len(text):
        match = match_at(text, at)
        if match is None:
            raise TurtleTextError(at, _unreadable(text, at))
        found, kind = match.group(), match.lastgroup
        if kind == "space":
            breaks += found.count("\n") or found.count("\r")
        elif kind == "comment":
            comment = found.rstrip()
            if breaks or not tokens:
                waiting.append(Comment(comment, breaks > 1))
            else:
                tokens[-1].after.append(comment)
            breaks = 0
        else:
            tokens.append(Token(kind, found, at, waiting, breaks > 1))  # type: ignore[arg-type]
            waiting, breaks = [], 0
        at = match.end()
    tokens.append(Token("end", "", at, waiting, breaks > 1))
    return tokens


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _unreadable(text: str, at: int) -> str:
    if text.startswith(("<<", ">>", "{|", "|}", "~", "{", "}"), at):
        return "this is not Turtle 1.1 (RDF 1.2 and TriG are not read)"
    return f"there is no term of Turtle that begins with {text[at]!r} here"
