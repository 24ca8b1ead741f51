"""Where things stand in Turtle files: file, line and column of subjects, triples and terms.

Parsers throw the places away; a finding without one has to be searched for. The files are read as tokens,
and only those that hold the name that is asked for. Triples inside ``[…]`` and ``(…)`` have no subject that
could be asked for, so that they are left out; the terms in them are found.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final, NamedTuple

from kzgraph.rdf.terms import RDF, XSD, Term, expand, is_iri
from kzgraph.turtle.tokens import Token, TurtleTextError, tokenise

_TYPE: Final = RDF + "type"
_ESCAPE: Final = r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf\"'\\]))"
_SHORT: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
#: What follows a punctuation mark.
_NEXT: Final = {".": "subject", ";": "predicate", ",": "object"}


class Place(NamedTuple):
    """A place in a file; *line* and *column* count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class _Written(NamedTuple):
    """A triple of one subject: its predicate, and its object as tokens that are made a term when needed."""

    predicate: str
    object: tuple[Token, ...]
    offset: int


class Positions:
    """The places in some Turtle files, given as (name, content). Files that are no Turtle are passed over."""

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        self._files = [(name, content) for name, content in files]
        self._indexed: dict[str, _File] = {}

    def subjects(self, subject: str) -> list[Place]:
        """Return where *subject* (an IRI, or ``_:label``) is first a subject in each file.

        The file that says of what type it is comes first, the others follow in their order.
        """
        found = [
            (
                _TYPE not in {each.predicate for each in file.triples[subject]},
                file.place(file.subjects[subject]),
            )
            for file in self._holding(subject)
            if subject in file.subjects
        ]
        return [place for _, place in sorted(found, key=lambda pair: pair[0])]

    def triple(self, subject: str, predicate: str, value: Term | None = None) -> Place | None:
        """Return the place of the object of a triple; without *value*, or if it is not there, None.

        A literal is found by its value, too, if it is written in another way (``1.50`` for ``1.5``).
        """
        if value is None:
            return None
        second: Place | None = None
        for file in self._holding(subject):
            for each in file.triples.get(subject, ()):
                if each.predicate == predicate:
                    term = file.term(each.object)
                    if term is not None and _same(term, value):
                        return file.place(each.offset)
                    if second is None and term is not None and _equal(term, value):
                        second = file.place(each.offset)
        return second

    def values(self, subject: str, predicate: str) -> list[Place]:
        """Return the places of all objects that *subject* has with *predicate*, file by file."""
        return [
            file.place(each.offset)
            for file in self._holding(subject)
            for each in file.triples.get(subject, ())
            if each.predicate == predicate
        ]

    def term(self, iri: str) -> Place | None:
        """Return where an IRI is written first, in whatever role."""
        for file in self._holding(iri):
            offset = file.first(iri)
            if offset is not None:
                return file.place(offset)
        return None

    def _holding(self, iri: str) -> "Iterator[_File]":
        """Yield the files that may hold the IRI: those in which its last part is written, else all.

        A name can be written with escapes; then it is only found in the second way.
        """
        needle = re.split("[/#:]", iri)[-1].encode("utf-8", "surrogatepass")
        near = {
            name
            for name, content in self._files
            if (self._indexed[name].holds(iri) if name in self._indexed else needle in content)
        }
        for name, content in self._files:
            if not near or name in near:
                if name not in self._indexed:
                    self._indexed[name] = _File(name, content)
                yield self._indexed[name]


class _File:
    """One file: its subjects with the offset of the first mention, and their triples."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.subjects: dict[str, int] = {}
        self.triples: dict[str, list[_Written]] = {}
        self._text = content.decode("utf-8", "replace")
        self._lines = [0, *(match.end() for match in re.finditer("\n", self._text))]
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._terms: dict[str, int] = {}
        self._expanded: dict[str, str] = {}
        with suppress(TurtleTextError, IndexError):  # the loader says what is wrong with it
            self._read(tokenise(self._text))

    def place(self, offset: int) -> Place:
        """Return line and column of an offset."""
        line = bisect_right(self._lines, offset)
        return Place(self.name, line, offset - self._lines[line - 1] + 1)

    def holds(self, iri: str) -> bool:
        """Tell whether an IRI, or a blank node as ``_:label``, is written in the file."""
        return iri in self._terms or iri in self.subjects

    def first(self, iri: str) -> int | None:
        """Return the offset at which an IRI is written first."""
        return self._terms.get(iri)

    def term(self, tokens: tuple[Token, ...]) -> Term | None:
        """Return the term that is written with these tokens; None for what has no name."""
        first = tokens[0]
        if first.kind == "string":
            quotes = 3 if first.text[:3] in ('"""', "'''") else 1
            value = _unescape(first.text[quotes:-quotes])
            if len(tokens) == 1:
                return Term("literal", value)
            if tokens[1].kind == "at":
                return Term("literal", value, tokens[1].text[1:])
            datatype = self._iri(tokens[2])
            return Term("literal", value, None, None if datatype == XSD + "string" else datatype)
        if first.kind == "number":
            kind = (
                "double" if re.search("[eE]", first.text) else "decimal" if "." in first.text else "integer"
            )
            return Term("literal", first.text, None, XSD + kind)
        if first.kind == "word":
            return Term("literal", first.text, None, XSD + "boolean")
        if first.kind == "blank":
            return Term("bnode", first.text[2:])
        return Term("iri", self._iri(first)) if first.kind in ("iri", "name") else None

    def _iri(self, token: Token) -> str:
        known = self._expanded.get(token.text)
        if known is not None:
            return known
        if token.kind == "iri":
            found = _unescape(token.text[1:-1])
            if self._base and not is_iri(found):
                from urllib.parse import urljoin

                found = urljoin(self._base, found)
        else:
            found = _TYPE if token.text == "a" else expand(token.text, self._prefixes) or token.text
        self._terms.setdefault(found, token.start)
        self._expanded[token.text] = found
        return found

    def _read(self, tokens: list[Token]) -> None:
        """Walk over the tokens: what a term is depends on the punctuation before it."""
        at = depth = 0
        role, subject, predicate = "subject", "", ""
        while tokens[at].kind != "end":
            token = tokens[at]
            at += 1
            if token.kind in ("at", "word") and token.text.lower().lstrip("@") in ("prefix", "base"):
                at = self._declare(tokens, at)
            elif token.kind == "punctuation":
                if token.text in "[(" and not depth and role == "object":
                    self._note(subject, predicate, (token,))
                depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(token.text, 0)
                if not depth:
                    if token.text in "])" and role == "subject":
                        role, subject = "predicate", ""
                    role = _NEXT.get(token.text, role)
            elif not depth and role == "subject":
                subject = token.text if token.kind == "blank" else self._iri(token)
                self.subjects.setdefault(subject, token.start)
                self.triples.setdefault(subject, [])
                role = "predicate"
            elif not depth and role == "predicate":
                predicate, role = self._iri(token), "object"
            else:
                end = self._end(tokens, at)
                if not depth:
                    self._note(subject, predicate, tuple(tokens[at - 1 : end]))
                at = end

    def _note(self, subject: str, predicate: str, value: tuple[Token, ...]) -> None:
        if subject:
            self.triples[subject].append(_Written(predicate, value, value[0].start))

    def _end(self, tokens: list[Token], at: int) -> int:
        """Return where the term ends whose first token is the one before; note the IRI in it."""
        first = tokens[at - 1]
        if first.kind == "string" and tokens[at].kind == "at":
            return at + 1
        if first.kind == "string" and tokens[at].text == "^^":
            self._iri(tokens[at + 1])
            return at + 2
        if first.kind in ("iri", "name") or first.text == "a":
            self._iri(first)
        return at

    def _declare(self, tokens: list[Token], at: int) -> int:
        """Note a prefix or base that is declared from this token on; return where it ends."""
        self._expanded = {}
        if tokens[at].kind == "name":
            namespace = tokens[at + 1]
            self._prefixes[tokens[at].text[:-1]] = self._resolved(namespace)
            at += 1
        else:
            self._base = self._resolved(tokens[at])
        at += 1
        return at + 1 if tokens[at].text == "." else at

    def _resolved(self, token: Token) -> str:
        from urllib.parse import urljoin

        found = _unescape(token.text[1:-1])
        return urljoin(self._base, found) if self._base else found


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return re.sub(
        _ESCAPE,
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _SHORT.get(m[3], m[3]),
        text,
    )


def _same(one: Term, other: Term) -> bool:
    """Tell whether these are the same term; language tags are compared without regard to case."""
    if one.kind != other.kind or one.value != other.value or one.datatype != other.datatype:
        return False
    return (one.language or "").lower() == (other.language or "").lower()


def _equal(one: Term, other: Term) -> bool:
    """Tell whether these are literals of one datatype with the same value."""
    return (
        one.kind == "literal" == other.kind and one.datatype == other.datatype and one.python == other.python
    )
