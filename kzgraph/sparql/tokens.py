r"""SPARQL 1.1 as a sequence of tokens with places: what binding and the guard work on.

The terminals are those of the SPARQL 1.1 grammar (section 19.8). In two points this reader is stricter,
because the engines disagree there with the grammar or with each other, and a query must mean one thing:

* Codepoint escapes (``\u0041``, section 19.2) are decoded by some engines before anything else, by others
  only inside strings. They are an error outside strings, and where decoding them would end a string.
* A bare word must be a keyword or a function of SPARQL. pyoxigraph reads ``trueSERVICE<…>`` as two keywords.

Reading takes time in proportion to the length of the text.
"""

import re
from functools import cache
from typing import Final, Literal, NamedTuple

from kzgraph.errors import QuerySyntaxError, excerpt, shown
from kzgraph.rdf.terminals import terminals

Kind = Literal[
    "iri", "string", "name", "blank", "variable", "parameter", "language", "number", "word", "punctuation"
]


class Token(NamedTuple):
    """A token: its *kind*, its *text* as written, and the offset at which it starts.

    ``name`` is a prefixed name, ``variable`` is written ``?x``, ``parameter`` ``$x``; ``word`` is a keyword.
    """

    kind: Kind
    text: str
    start: int


#: Keywords and functions of SPARQL 1.1 and 1.2 (query and update) in upper case.
WORDS: Final = frozenset(
    (  # noqa: SIM905 - nobody reads a hundred quotation marks
        "A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT "
        "CONTAINS COPY COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP "
        "ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR "
        "HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG "
        "LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT "
        "NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM "
        "SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER "
        "STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM "
        "TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES VERSION WHERE WITH YEAR "
    ).split()
)

_BEYOND_ASCII: Final = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_BEYOND_FIRST: Final = "\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED: Final = r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"

# A codepoint escape as an engine sees it that decodes without looking at what stands before the backslash;
# rdflib takes eight digits also after a small u.
_BLIND: Final = re.compile(r"\\([uU])([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})?")
_NO_ESCAPE: Final = "Write the character itself: escapes with \\u are for text in quotation marks only."
# Line feed, carriage return, quotation marks, backslash.
_ENDS_STRINGS: Final = (0x0A, 0x0D, 0x22, 0x27, 0x5C)
_WORD_HINT: Final = "Text stands in quotation marks, an IRI in <…>, a variable has a ? before it."


@cache
def _pattern(*, ascii_only: bool, names: bool = True) -> re.Pattern[str]:
    """Return the pattern of all tokens, or of all but prefixed names.

    It is compiled when the first query is read, and without the letters beyond ASCII if that query has none,
    which is several times faster. A canned query from the cache needs no pattern at all.
    """
    base = "A-Za-z" if ascii_only else "A-Za-z" + _BEYOND_ASCII
    more = "_0-9" if ascii_only else "_0-9" + _BEYOND_FIRST
    char, first = f"[-{more}{base}]", f"[_0-9{base}]"
    variable = f"{first}[{more}{base}]*+"
    kinds = {
        "space": r"[ \t\r\n]+|#[^\r\n]*",
        "iri": r"""<[^<>"{}|^`\\\x00-\x20]*+>""",
        **terminals(f"[{base}]", first, char, _ESCAPED),
        "variable": rf"\?{variable}",
        "parameter": rf"\${variable}",
        "word": r"[A-Za-z][A-Za-z0-9_]*+",
        "punctuation": r"\^\^|&&|\|\||!=|<=|>=|[{}()\[\],;.=<>!+\-*/|^?~]",
    }
    if not names:
        del kinds["name"]
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


@cache
def _run() -> re.Pattern[str]:
    """Return the pattern of what could be the prefix of a prefixed name, and more."""
    return re.compile(f"[-._0-9A-Za-z{_BEYOND_FIRST}{_BEYOND_ASCII}]+")


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a SPARQL query or update; white space and comments are left out.

    Raises QuerySyntaxError with line, column and an excerpt for what is no token of SPARQL.
    """
    _check_encodable(text)
    ascii_only = text.isascii()
    full = _pattern(ascii_only=ascii_only)
    tokens: list[Token] = []
    at = 0
    no_name_before = 0  # up to here we know that there is no colon: keeps a.a.a.a… linear
    while at < len(text):
        pattern = full if at >= no_name_before else _pattern(ascii_only=ascii_only, names=False)
        match = pattern.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        found = match.group()
        end = match.end()
        if kind == "word":
            if found.upper() not in WORDS:
                raise error_at(text, at, f"{shown(found)} is no word of SPARQL.", _WORD_HINT)
            if end > no_name_before and text[end : end + 1] in (".", "-"):
                run = _run().match(text, at)
                no_name_before = run.end() if run else end
        if "\\" in found:
            _check_escapes(text, at, found, inside=kind == "string")
        if match.lastgroup != "space":
            tokens.append(Token(kind, found, at))
        at = end
    return tokens


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def error_at(text: str, offset: int, message: str, hint: str | None = None) -> QuerySyntaxError:
    """Make a syntax error for a place in a query."""
    line, column = place(text, offset)
    return QuerySyntaxError(message, line=line, column=column, excerpt=excerpt(text, line, column), hint=hint)


def _check_encodable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise error_at(text, error.start, "This is not a Unicode character (a lone surrogate).") from None


def _check_escapes(text: str, at: int, found: str, *, inside: bool) -> None:
    r"""Refuse ``\u`` outside strings, and in a string where decoding it first changes where that ends."""
    for match in _BLIND.finditer(found):
        if not inside:
            raise error_at(text, at + match.start(), "An escape cannot stand here.", _NO_ESCAPE)
        letter, four, more = match.groups()
        readings = ([four] if letter == "u" or more is None else []) + ([four + more] if more else [])
        for code in (int(digits, 16) for digits in readings):
            if code in _ENDS_STRINGS or 0xD800 <= code <= 0xDFFF:
                raise error_at(
                    text,
                    at + match.start(),
                    f"The escape {shown(match.group())} is read in different ways by different engines.",
                    "Write the character itself, or \\\" \\' \\\\ \\n \\r \\t for those that need an escape.",
                )


def _unreadable(text: str, at: int) -> QuerySyntaxError:
    """Say why there is no token at this offset."""
    character = text[at]
    if character in "\"'":
        return error_at(
            text,
            at,
            "This string is not closed, or has an escape that SPARQL does not know.",
            f"A string ends with the mark that it began with ({character}) on the same line, or begins and "
            "ends with three of them; a backslash is written twice.",
        )
    if character == "\\":
        return error_at(text, at, "A backslash cannot stand here.", _NO_ESCAPE)
    if character == "$":
        return error_at(text, at, "The name of a parameter must follow the $.")
    return error_at(text, at, f"The character {shown(character)} cannot stand here.")
