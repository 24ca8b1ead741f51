"""A Markdown page of a thing: what ``kzgraph show`` tells of it, arranged for a reader of a document.

Names in all scripts, facts, leaders, results, events in the order of time, what is disputed with all sides,
and the words of the sources in footnotes: CommonMark 0.31, and footnotes as GitHub, GitLab, Pandoc and
Python-Markdown have them; a reader without footnotes sees their marks and texts as they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kzgraph.errors import UsageError
from kzgraph.evidence.claims import Claim, Conflict
from kzgraph.evidence.describe import Description, Fact, Group, Name, Related, show
from kzgraph.evidence.description_page import description_page
from kzgraph.export.naming import Vocabulary, shipped_ontology
from kzgraph.model import EVENT
from kzgraph.rdf.terms import KZO, expand
from kzgraph.render.markdown import inline, page_markdown
from kzgraph.render.page import Entry, Page, Section
from kzgraph.storage.embedded import LocalEngine
from kzgraph.storage.graph import Graph

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kzgraph.export.material import Material

__all__ = ["Pages", "write_page"]

#: The related things that come first, in this order: title, classes, and the property by which they point to
#: the thing (any if it is empty).
_FIRST: Final = (
    ("Leaders", (KZO + "Tenure",), KZO + "leads"),
    ("Posts", (KZO + "Tenure",), KZO + "holder"),
    ("Holders", (KZO + "Tenure",), KZO + "post"),
    ("Election results", (KZO + "ElectionResult",), ""),
    ("Events", tuple(sorted(EVENT)), ""),
    ("Affiliations", (KZO + "Affiliation",), ""),
    ("Counts", (KZO + "MemberCount",), ""),
)
#: A fact with more values than this is a list of its own.
_LONG: Final = 6
_MARK: Final = re.compile(r"(?s)(.*?) ?(\[[0-9]+\])?")
_SHORT: Final = re.compile(r" \([^()]*\)$")


class Pages:
    """The pages of the things of a material; what all of them need is worked out once."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._graph = Graph(LocalEngine(_readable(material)), material.prefixes)
        self._accepted = material.accepted_claims
        self._vocabulary = Vocabulary(material)

    def write(self, thing: str, target: BinaryIO) -> None:
        """Write the page of *thing* (an IRI), as Markdown in UTF-8.

        Raises NotFound if nothing is said of it.
        """
        prefixes = self._material.prefixes
        judged = _judged(show(self._graph, thing), self._accepted, self._material.language is not None)
        found = _arranged(judged, self._vocabulary)
        page = description_page(found, prefixes)
        _set_long_lists_apart(page, len(found.related))
        for section in page.sections:
            if section.title == "Not accepted" and any(claim.accepted for claim in found.unaccepted):
                section.title = "Other claims"
            if section.title == "Links":
                for entry in section.entries:
                    entry.text = expand(entry.text, prefixes) or entry.text
        for piece in _markdown(page):
            target.write(piece.encode())
        self._material.progress(1)


def write_page(material: Material, target: BinaryIO) -> None:
    """Write the page of ``material.entity`` to *target*, as Markdown in UTF-8.

    Raises UsageError without an entity, NotFound if nothing is said of it.
    """
    if material.entity is None:
        raise UsageError(
            "A page is about one thing, and none is named.",
            hint="Name it with --entity, for example: kzgraph export --format md --entity cppk",
        )
    Pages(material).write(material.entity, target)


def _judged(found: Description, accepted: Collection[str], chosen: bool) -> Description:
    """Judge the claims by the whole graph: a fact that the material lacks can be accepted all the same.

    If a language was *chosen*, accepted claims in others are left out with their facts.
    """
    judged: Description = _with_verdicts(found, accepted)
    claims = (c for c in judged.unaccepted if not (c.accepted and chosen and c.object.term.language))
    return replace(judged, unaccepted=tuple(claims))


def _with_verdicts(part: Any, accepted: Collection[str]) -> Any:
    """Return a part of a description with the verdict on each claim in it."""
    if isinstance(part, Claim):
        return replace(part, accepted=part.iri in accepted)
    if isinstance(part, tuple):
        return tuple(_with_verdicts(each, accepted) for each in part)
    if isinstance(part, Description | Group | Related | Fact | Name | Conflict):
        return replace(
            part, **{f.name: _with_verdicts(getattr(part, f.name), accepted) for f in fields(part)}
        )
    return part


def _readable(material: Material) -> Store:
    """Return a store of the triples and the ontology, which has the labels of properties and classes.

    The ontology of kzgraph is only added for a graph that comes without one.
    """
    from pyoxigraph import Store

    store = Store()
    store.extend(material.store)
    for ontology in (material.ontology,) if len(material.ontology) else shipped_ontology():
        store.extend(ontology)
    return store


def _arranged(found: Description, vocabulary: Vocabulary) -> Description:
    """Put related things under the headings that readers look for, by date; the others after them."""
    groups: dict[str, list[Related]] = {title: [] for title, _, _ in _FIRST}
    records = vocabulary.kinds(KZO + "Link", KZO + "LinkSearch")
    kinds = [(title, vocabulary.kinds(*classes), via) for title, classes, via in _FIRST]
    for group in found.related:
        for node in group.nodes:
            types = vocabulary.types.get(node.node.term.value, ())
            if not records.isdisjoint(types):
                continue  # what such a record is about stands among the links
            by = {each.term.value for each in node.via}
            title = next(
                (t for t, of, via in kinds if not of.isdisjoint(types) and (not via or via in by)),
                group.label,
            )
            groups.setdefault(title, []).append(node)
    return replace(
        found,
        related=tuple(
            Group(title, tuple(sorted(nodes, key=lambda n: (n.when == "", n.when, n.node.label))))
            for title, nodes in groups.items()
            if nodes
        ),
    )


def _set_long_lists_apart(page: Page, groups: int) -> None:
    """Make sections of their own of the facts with many values, behind the *groups* of related things."""
    facts = next((section for section in page.sections if section.title == "Facts"), None)
    if facts is None:
        return
    place = page.sections.index(facts)
    many = [label for label, n in Counter(entry.label for entry in facts.entries).items() if n > _LONG]
    apart = [
        Section(
            label[:1].upper() + label[1:],
            [replace(entry, label="") for entry in facts.entries if entry.label == label],
        )
        for label in many
    ]
    facts.entries = [entry for entry in facts.entries if entry.label not in many]
    page.sections[place + 1 + groups : place + 1 + groups] = apart
    if not facts.entries:
        page.sections.remove(facts)


class _Footnotes:
    """The footnotes of a page; the same words of the same source are one."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources
        self._numbers: dict[str, int] = {}

    def mark(self, words: str) -> str:
        """Return the mark of the footnote with these words of a source, which end in its number (``[3]``)."""
        found = _MARK.fullmatch(words)
        text, source = (found[1], found[2]) if found else (words, None)
        said = (
            f"{text} — {self._sources[source]} {source}"
            if source in self._sources
            else f"{words} — no source"
        )
        return f"[^{self._numbers.setdefault(said, len(self._numbers) + 1)}]"

    def lines(self) -> Iterator[str]:
        for said, number in self._numbers.items():
            # It ends in no quotation mark or parenthesis, so it is no definition of a link (CommonMark 4.7).
            yield f"\n[^{number}]: {inline(said)}\n"


def _markdown(page: Page) -> Iterator[str]:
    """Yield the page: headings, lists of entries, and the footnotes.

    Words go to a footnote where nothing is said about them. Where they stand side by side, each with what
    the graph makes of it, they stay in their place.
    """
    last = page.sections[-1] if page.sections else Section("")
    notes = _Footnotes({entry.label: _SHORT.sub("", entry.text) for entry in last.entries if entry.label})
    yield from page_markdown(page, lambda entry: _entry(entry, notes))
    yield from notes.lines()


def _entry(entry: Entry, notes: _Footnotes) -> Iterator[str]:
    label = f"**{inline(entry.label)}**: " if entry.label.strip() else ""
    judged = any(kind != "quote" for kind, _ in entry.notes)
    marks = "" if judged else "".join(notes.mark(text) for _, text in entry.notes)
    yield f"- {label}{inline(entry.text)}{marks}\n"
    if judged:
        for _, text in entry.notes:
            yield f"  - {inline(text)}\n"
