"""Turtle 1.1 as a tree that keeps the comments and the places: what laying out and curating files work on.

Terms are kept as they are written. The grammar is that of the W3C Recommendation of 2014, section 6.5; like
:mod:`kzgraph.turtle.tokens` this takes a text that the loader has accepted.
"""

from dataclasses import dataclass, field
from typing import Literal

from kzgraph.turtle.tokens import Comment, Kind, Token, TurtleTextError, tokenise


@dataclass(slots=True)
class Node:
    """A term (*text* as written), a collection (*items*) or a blank node with its properties (*predicates*).

    *datatype* is that of a literal as written, if it has one; *dangling* are comments before the closing
    bracket.
    """

    kind: Literal["term", "collection", "properties"]
    text: str = ""
    datatype: str = ""
    items: "list[Item]" = field(default_factory=list)
    predicates: "list[Predicate]" = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """An object or a member of a collection with the comments above it and at its line's end."""

    node: Node
    leading: list[str] = field(default_factory=list)
    trailing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Predicate:
    """A verb as written with its objects and the comments above it."""

    verb: str
    objects: list[Item] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Statement:
    """A subject with its predicates.

    *leading* are the comments above it, *gap* tells of an empty line between them and the subject, *beside*
    are comments on the subject's line, *dangling* those before the full stop. *start* and *end* are the
    offsets of the subject and after the full stop.
    """

    subject: Node
    predicates: list[Predicate] = field(default_factory=list)
    leading: list[Comment] = field(default_factory=list)
    gap: bool = False
    beside: list[str] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Directive:
    """A declaration of the prefix *name* (None: of the base) for the IRI *iri*, written with ``<>``."""

    name: str | None
    iri: str
    leading: list[Comment] = field(default_factory=list)
    trailing: list[str] = field(default_factory=list)
    start: int = 0


@dataclass(slots=True)
class Document:
    """A Turtle file: directives and statements in the order of the file, and the comments at its foot."""

    parts: list[Directive | Statement] = field(default_factory=list)
    foot: list[Comment] = field(default_factory=list)

    @property
    def directives(self) -> list[Directive]:
        """All directives, in the order of the file."""
        return [part for part in self.parts if isinstance(part, Directive)]

    @property
    def statements(self) -> list[Statement]:
        """All statements, in the order of the file."""
        return [part for part in self.parts if isinstance(part, Statement)]

    @property
    def prefixes(self) -> dict[str, str]:
        """The namespaces by prefix; of a prefix that is declared twice the last one."""
        return {each.name: each.iri[1:-1] for each in self.directives if each.name is not None}


def parse(text: str) -> Document:
    """Return the tree of a Turtle text. Raises TurtleTextError for what is not Turtle 1.1."""
    return _Parser(tokenise(text)).document()


def prefixes_used(document: Document) -> set[str]:
    """Return the prefixes that the statements need."""
    found: set[str] = set()
    pending: list[Node | Predicate] = []
    for statement in document.statements:
        pending += [statement.subject, *statement.predicates]
    while pending:
        part = pending.pop()
        if isinstance(part, Predicate):
            names = [part.verb]
            pending += [item.node for item in part.objects]
        else:
            names = [part.datatype, "" if part.datatype else part.text]
            pending += [item.node for item in part.items]
            pending += part.predicates
        found |= {name.partition(":")[0] for name in names if ":" in name and name[0] not in "<_\"'"}
    return found


def _texts(comments: list[Comment]) -> list[str]:
    return [comment.text for comment in comments]


class _Parser:
    """A recursive descent over the tokens: one method for each rule of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _is(self, text: str) -> bool:
        return self._next.kind == "punctuation" and self._next.text == text

    def _take(self, *kinds: Kind, text: str | None = None) -> Token:
        token = self._next
        if (kinds and token.kind not in kinds) or (text is not None and token.text != text):
            raise TurtleTextError(token.start, f"{text or kinds[0]} expected here, found {token.text!r}")
        self._at += 1
        return token

    def document(self) -> Document:
        document = Document()
        while self._next.kind != "end":
            word = self._next.text.lower().lstrip("@")
            if self._next.kind in ("at", "word") and word in ("prefix", "base"):
                document.parts.append(self._directive(word))
            else:
                document.parts.append(self._statement())
        document.foot = self._next.before
        return document

    def _directive(self, word: str) -> Directive:
        keyword = self._take()
        taken = [keyword]
        name = None
        if word == "prefix":
            taken.append(self._take("name"))
            name = taken[-1].text[:-1]
        taken.append(self._take("iri"))
        found = Directive(name, taken[-1].text, keyword.before, [], keyword.start)
        if keyword.kind == "at":
            taken.append(self._take("punctuation", text="."))
        for token in taken:
            found.trailing += ([] if token is keyword else _texts(token.before)) + token.after
        return found

    def _statement(self) -> Statement:
        first = self._next
        found = Statement(Node("term"), leading=first.before, gap=first.gap, start=first.start)
        found.subject, found.beside = self._node()
        found.predicates, found.dangling = self._predicates(".", [])
        stop = self._take("punctuation", text=".")
        if found.predicates:
            found.predicates[-1].objects[-1].trailing += stop.after
        else:
            found.beside += stop.after
        found.end = stop.end
        return found

    def _predicates(self, close: str, leading: list[str]) -> tuple[list[Predicate], list[str]]:
        """Read predicates up to the closing token; return them and the comments before that."""
        found: list[Predicate] = []
        while True:
            leading = leading + _texts(self._next.before)
            if self._is(close):
                return found, leading
            if self._is(";"):
                after = self._take().after
                if found:
                    found[-1].objects[-1].trailing += after
                else:
                    leading += after
                continue
            if found and self._tokens[self._at - 1].text != ";":
                raise TurtleTextError(self._next.start, f"; or {close} expected, found {self._next.text!r}")
            verb = self._take("iri", "name", "word")
            found.append(Predicate(verb.text, self._objects(), leading + verb.after))
            leading = []

    def _objects(self) -> list[Item]:
        found: list[Item] = []
        leading: list[str] = []
        while True:
            leading = leading + _texts(self._next.before)
            node, trailing = self._node()
            found.append(Item(node, leading, trailing))
            if not self._is(","):
                return found
            comma = self._take()
            leading = _texts(comma.before)
            found[-1].trailing += comma.after

    def _node(self) -> tuple[Node, list[str]]:
        """Read a term, a collection or a property list; return it and the comments beside its end."""
        token = self._take("iri", "name", "blank", "string", "number", "word", "punctuation")
        if token.kind == "punctuation":
            if token.text == "[":
                predicates, dangling = self._predicates("]", list(token.after))
                return Node("properties", predicates=predicates, dangling=dangling), self._take().after
            if token.text == "(":
                return self._collection(list(token.after))
            raise TurtleTextError(token.start, f"a term expected here, found {token.text!r}")
        found, beside = Node("term", token.text), list(token.after)
        if token.kind == "string" and (self._next.kind == "at" or self._is("^^")):
            parts = [self._take()]
            if parts[0].text == "^^":
                parts.append(self._take("iri", "name"))
                found.datatype = parts[1].text
            for part in parts:
                found.text += part.text
                beside += _texts(part.before) + part.after
        return found, beside

    def _collection(self, leading: list[str]) -> tuple[Node, list[str]]:
        found = Node("collection")
        while True:
            leading = leading + _texts(self._next.before)
            if self._is(")"):
                found.dangling = leading
                return found, self._take().after
            node, trailing = self._node()
            found.items.append(Item(node, leading, trailing))
            leading = []
