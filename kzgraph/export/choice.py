"""What goes out: the statements of a layer, about a thing, in a language, as of a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from kzgraph.errors import NotFound, UsageError, shown
from kzgraph.export.day import left_out
from kzgraph.export.layers import (
    CONFLICTS_WITH,
    DEPENDENT,
    OBJECT,
    REFERENCES,
    SIDE,
    SOURCES,
    SUBCLASS_OF,
    SUBJECT,
    Layers,
    above,
    with_blank_nodes,
)
from kzgraph.rdf.terms import language_tag
from kzgraph.storage.statements import NAMES, TYPE, Statements, term, terms

__all__ = ["LAYERS", "Choice", "Layer", "choose", "day", "language"]

Layer = Literal["accepted", "evidence", "all"]
LAYERS: Final[tuple[Layer, ...]] = ("accepted", "evidence", "all")
_TAG: Final = r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"
_Keep = Callable[[bytes, bytes, bytes], bool]
#: What is said of a thing that is only named: what it is and what it is called.
_BRIEFLY: Final = NAMES | {TYPE, SUBCLASS_OF, DEPENDENT}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user wants of a graph: everything, unless something is said.

    *entity* is the IRI of a thing, *language* a BCP 47 tag, *as_of* a day (``YYYY-MM-DD``). *derived* says
    whether the days that follow from the chosen dates go with them.
    """

    layer: Layer = "all"
    entity: str | None = None
    language: str | None = None
    as_of: str | None = None
    derived: bool = True

    @property
    def everything(self) -> bool:
        """Whether nothing that is stated is left out."""
        return self == Choice(derived=self.derived)

    def about(self, entity: str) -> Choice:
        """Return the same choice about the thing with the IRI *entity*."""
        return replace(self, entity=entity)


def day(text: str) -> str:
    """Return *text* if it is a day. Raises UsageError if it is not, or a month or year."""
    from kzgraph.rdf import edtf

    try:
        if edtf.parse(text).precision == "day" and len(text) == 10:
            return text
        reason = "it is a date, but not a day"
    except ValueError as error:
        reason = str(error)
    raise UsageError(f"{shown(text)} is no day: {reason}", hint="Example: --as-of 2004-04-13")


def language(text: str) -> str:
    """Return *text* if it has the form of a BCP 47 tag. Raises UsageError if it has not."""
    if re.fullmatch(_TAG, text):
        return text
    raise UsageError(f"{shown(text)} is no language tag.", hint="Example: --lang ru, --lang kk-Latn")


def choose(statements: Statements, choice: Choice) -> Statements:
    """Return the statements that are chosen.

    Raises NotFound if there is none, UsageError if no text is in the language, GraphLoadError if the day is
    given and dates of the graph are none.
    """
    if choice.everything:
        chosen = statements
    else:
        layers = Layers(statements.lines)
        chosen = statements
        if choice.as_of:
            out = left_out(chosen.lines, layers, choice.as_of)
            if choice.entity and term(choice.entity) in out:  # what is left of it is no answer: sources
                raise NotFound(f"{shown(choice.entity, 300)} was not there as of {choice.as_of}.")
            chosen = chosen.only(lambda s, p, o: s not in out and o not in out)
        if choice.entity:
            claims = choice.layer != "accepted"
            chosen = chosen.only(_about(chosen.lines, layers, term(choice.entity), claims=claims))
        if choice.layer != "all":
            chosen = chosen.only(_in_layer(layers, choice.layer))
        if choice.language:
            chosen = chosen.only(_in_language(chosen, layers, choice.language))
    if not len(chosen):
        raise NotFound("There is nothing to export." if choice.everything else "Nothing fits the choice.")
    return chosen


def _in_layer(layers: Layers, layer: Layer) -> _Keep:
    if layer == "evidence":
        wanted = layers.evidence | layers.documents
        return lambda subject, predicate, value: subject in wanted
    others = layers.evidence | layers.ontology
    return lambda subject, predicate, value: subject not in others


def _in_language(statements: Statements, layers: Layers, wanted: str) -> _Keep:
    """Leave out texts in other languages, but never a word of the evidence nor the only name of a thing.

    A tag stands for all that begin with it (RFC 4647, basic filtering): ``kk`` also for ``kk-Latn``.
    """
    wanted = wanted.lower()
    found: set[str] = set()
    named: dict[tuple[bytes, bytes], set[str]] = {}
    for subject, predicate, value in map(terms, statements.lines):
        if tag := _tag(value):
            found.add(tag)
            if predicate in NAMES:
                named.setdefault((subject, predicate), set()).add(tag)
    if found and not any(_matches(tag, wanted) for tag in found):
        raise UsageError(
            f"No text is in the language {shown(wanted)}.",
            hint=f"Languages: {', '.join(sorted(map(language_tag, found)))}.",
        )

    def keep(subject: bytes, predicate: bytes, value: bytes) -> bool:
        tag = _tag(value)
        if not tag or _matches(tag, wanted) or subject in layers.evidence:
            return True
        if predicate not in NAMES:
            return False
        others = named[subject, predicate]
        for better in (wanted, "en"):
            if any(_matches(other, better) for other in others):
                return _matches(tag, better)
        return True

    return keep


def _tag(value: bytes) -> str:
    """Return the language tag of a literal in lower case, "" if the term has none."""
    if not value.startswith(b'"'):
        return ""
    end = value.rpartition(b'"')[2]
    return end[1:].decode().lower() if end.startswith(b"@") else ""


def _matches(tag: str, wanted: str) -> bool:
    return tag == wanted or tag.startswith(wanted + "-")


def _about(
    lines: Sequence[bytes], layers: Layers, thing: bytes, *, claims: bool = True
) -> Callable[[bytes, bytes, bytes], bool]:
    """Return which statements (subject, predicate, object) to keep for *thing*.

    Those are all about the thing itself, about what hangs on it (things of a class with ``kzo:dependent`` or
    ``kzo:editorial`` that refer to it), and the names and classes of whatever is mentioned; with *claims*
    also the claims about these, the conflicts they are in, the other sides of those, and the sources.
    """
    core = with_blank_nodes(lines, {thing, *_hanging(lines, layers, thing)})
    stated = _claims(layers, core, thing) if claims else set()
    documents = {node for way in (*SOURCES, *REFERENCES) for c in stated for node in layers.of(c, way)}
    fully = with_blank_nodes(lines, core | stated | documents)
    mentioned: set[bytes] = set()
    for subject, predicate, value in map(terms, lines):
        if subject in fully:
            mentioned.add(predicate)
            mentioned.add(value)
    classes = {kind for node in (*fully, *mentioned) for kind in layers.kinds.get(node, ())}
    briefly = above(mentioned | classes, layers.superclasses)
    return lambda subject, predicate, value: (
        subject in fully or (predicate in _BRIEFLY and subject in briefly)
    )


def _hanging(lines: Sequence[bytes], layers: Layers, thing: bytes) -> set[bytes]:
    """Return what hangs on the thing: it refers to it, or a claim says so, and it is of such a class."""
    referring = _claimed(layers, thing)
    end = b" " + thing + b" .\n"
    for line in lines:
        if line.endswith(end):
            subject, predicate, _ = terms(line)
            if predicate != TYPE:
                referring.add(subject)
    return {
        node
        for node in referring
        if node not in layers.evidence and not layers.hanging.isdisjoint(layers.kinds.get(node, ()))
    }


def _claimed(layers: Layers, thing: bytes) -> set[bytes]:
    """Return the subjects of the claims that have the thing as object."""
    return {
        subject
        for claim, values in layers.said[OBJECT].items()
        if thing in values
        for subject in layers.of(claim, SUBJECT)
    }


def _claims(layers: Layers, core: set[bytes], thing: bytes) -> set[bytes]:
    """Return the claims and conflicts about the core, or those that the thing is, makes or is a side of."""
    sides, against = layers.said[SIDE], layers.said[CONFLICTS_WITH]
    found = {claim for claim, nodes in layers.said[SUBJECT].items() if not core.isdisjoint(nodes)}
    for way in (OBJECT, *SOURCES):
        found |= {claim for claim, nodes in layers.said[way].items() if thing in nodes}
    found &= layers.evidence
    if thing in layers.evidence:
        found.add(thing)
    conflicts = {name for name, claims in sides.items() if name in found or not found.isdisjoint(claims)}
    answers = {claim for name in conflicts for claim in sides[name]}
    contrary = {claim for claim, others in against.items() if not found.isdisjoint(others)}
    contrary |= {other for claim in found for other in against.get(claim, ())}
    return found | conflicts | answers | contrary
