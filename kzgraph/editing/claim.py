"""Writing down a fact: the claim with its words, where it belongs, and the accepted triple that follows.

Nothing here writes: a :class:`Plan` says what is to be written, so that it can be shown first.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from kzgraph.editing import values
from kzgraph.editing.claim_files import Desk, Values
from kzgraph.errors import GraphLoadError, UnknownName, UsageError, shown
from kzgraph.evidence import quotes
from kzgraph.lookup.labels import present
from kzgraph.lookup.resolve import resolve
from kzgraph.model import RANKS, Rank, same
from kzgraph.rdf.terms import KZO, RDF, SKOS, Term, iri, literal, shrink
from kzgraph.storage import documents
from kzgraph.storage.graph import Graph

__all__ = ["Draft", "Plan", "Written", "plan"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as a curator says it: everything is text, and names things as other commands do."""

    subject: str
    property: str
    value: str
    source: str
    quote: str
    prefix: str | None = None
    language: str | None = None
    rank: Rank = "normal"
    reason: str | None = None
    asserted_by: str | None = None
    kind: str | None = None
    reference: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Something new in a file: *line* is where it stands afterwards, *text* the Turtle."""

    file: str
    line: int
    text: str


@dataclass(slots=True)
class Plan:
    """What is to be written: *files* by path with their new content.

    *claim* is the short name of the new claim, *passage* where its words stand, *remarks* are what the
    curator should know or do.
    """

    claim: str
    passage: str
    written: list[Written] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


def plan(graph: Graph, draft: Draft) -> Plan:
    """Return what is to be written for a claim; nothing is written yet.

    Raises UsageError and its kinds for whatever the curator must change, GraphLoadError if the document or a
    file of the graph cannot be read or the graph could not be loaded afterwards.
    """
    from kzgraph.evidence.acceptance import accepted_values, claims_on, refuse_second, standing
    from kzgraph.storage import folders

    if graph.path is None:
        raise UsageError("A claim is written into the files of a graph; name its folder with --graph.")
    _check(draft)
    source = _source(graph, draft.source)
    file, text = _document(graph, source)
    found = quotes.find(text, draft.quote, draft.prefix, file)
    subject = _subject(graph, draft.subject)
    predicate = values.property_of(graph, draft.property)
    value = values.value_of(graph, predicate, draft.value, draft.language)
    asserted_by = resolve(graph, draft.asserted_by) if draft.asserted_by else None
    known = claims_on(graph, subject, predicate)
    refuse_second(graph, known, value, source, {asserted_by} if asserted_by else set(), text, found)
    accepted = accepted_values(graph, subject, predicate)
    stands = standing(graph, known, predicate, value, draft.rank, asserted_by is not None, accepted)
    desk = Desk(graph, folders.read(graph.path))
    home = desk.described(subject)
    claim = iri(desk.next_id(source))
    details = _details(graph, draft, source, found, asserted_by)
    triple = (iri(subject), iri(predicate), value)
    desk.put_claim(claim, source, [*_statement(*triple), *details], text, found)
    if stands.accepted and not any(same(value, each) for each in accepted):
        desk.add(home, *triple)
    result = Plan(
        shrink(claim.value, graph.prefixes),
        f"line {quotes.line_of(text, found.start)} of {file}: {quotes.around(text, found.start, found.end)}",
        remarks=stands.remarks,
    )
    for name, content, new in desk.finish():
        result.files[os.path.join(graph.path, *name.split("/"))] = content
        result.written += [Written(name, line, turtle) for line, turtle in new]
    return result


def _check(draft: Draft) -> None:
    """Refuse what contradicts itself, before anything is looked up."""
    for name in Draft.__dataclass_fields__:
        if found := re.search("[\0\ud800-\udfff]", getattr(draft, name) or ""):
            raise UsageError(
                f"The {name.replace('_', ' ')} holds a character that RDF does not allow: "
                f"{shown(found.group())}."
            )
    if draft.rank not in RANKS:
        raise UsageError(f"{shown(draft.rank)} is no rank.", hint=f"Ranks: {', '.join(RANKS)}.")
    if (draft.rank == "normal") != (draft.reason is None):
        if draft.reason is None:
            raise UsageError(f"Say with --reason why the claim is {draft.rank}.")
        raise UsageError("A claim of normal rank needs no --reason.", hint="Is it meant to be a --note?")
    if (draft.asserted_by is None) != (draft.kind is None):
        raise UsageError(
            "--asserted-by and --kind belong together: who asserts it, and whether it is an opinion, an "
            "allegation, a demand, a prediction, a plan …"
        )


def _source(graph: Graph, text: str) -> str:
    """Return the IRI of the source: named as other things are, or by the end of its name (000)."""
    rows = graph.select("SELECT ?s { ?s a kzo:Source } ORDER BY ?s")
    known = [each.value for (each,) in map(present, rows)]
    ending = [each for each in known if each.endswith((f"-{text}", f"/{text}", f"#{text}"))]
    try:
        return ending[0] if len(ending) == 1 else resolve(graph, text, KZO + "Source")
    except UnknownName as error:
        shorts = [shrink(each, graph.prefixes) for each in known]
        raise UnknownName("source", text, error.nearest or shorts[:5]) from None


def _document(graph: Graph, source: str) -> tuple[str, str]:
    """Return file name and text of a source, which must be the file that its quotes were taken from."""
    short = shrink(source, graph.prefixes)
    rows = graph.select(
        "SELECT ?file ?sum { $source kzo:file ?file OPTIONAL { $source kzo:sha256 ?sum } }",
        source=iri(source),
    )
    row = next(iter(rows), None)
    if row is None or row[0] is None:
        raise UsageError(f"{short} does not name its file.", hint="Add kzo:file to it.")
    file = row[0].value
    try:
        document = documents.read(documents.folder_of(graph.path or ""), file)
    except GraphLoadError as error:
        error.where = short
        raise
    if row[1] is not None and row[1].value.lower() != document.sha256:
        raise GraphLoadError(
            f"{file} is not the file that the quotes of {short} were taken from (kzo:sha256).",
            hint="Set KZGRAPH_SOURCES to the folder with the right one.",
        )
    return file, document.text


def _subject(graph: Graph, text: str) -> str:
    try:
        return resolve(graph, text)
    except UnknownName as error:
        new = shrink(f"{graph.home}its-name", graph.prefixes)
        hint = (
            "A claim is about a thing that the graph describes. Describe a new one first, in the file of its "
            f'kind in data/:\n    {new} a …its class… ;\n        skos:prefLabel "Its name"@en .'
        )
        raise UnknownName(error.kind, error.given, error.nearest, hint=hint) from None


def _reference(graph: Graph, source: str, text: str) -> str:
    """Return the IRI of a reference of the source: named as other things are, or by its number."""
    rows = graph.select("SELECT ?r { ?r kzo:citedIn $source } ORDER BY ?r", source=iri(source))
    known = [each.value for (each,) in map(present, rows)]
    ending = [each for each in known if each.endswith(f"-{text}")]
    if len(ending) == 1:
        return ending[0]
    if text.isdigit():
        shorts = [shrink(each, graph.prefixes) for each in known]
        raise UnknownName(f"reference of {shrink(source, graph.prefixes)}", text, shorts[:5])
    return resolve(graph, text, KZO + "Reference")


def _statement(subject: Term, predicate: Term, value: Term) -> Values:
    parts = (("subject", subject), ("predicate", predicate), ("object", value))
    return [
        (iri(RDF + "type"), [iri(KZO + "Claim")]),
        *((iri(RDF + part), [term]) for part, term in parts),
    ]


def _details(graph: Graph, draft: Draft, source: str, found: quotes.Found, asserted_by: str | None) -> Values:
    """Return the properties of the claim beside its statement, in the order in which they are written."""
    rank = RANKS[draft.rank]
    kind = resolve(graph, draft.kind) if draft.kind else None
    reference = _reference(graph, source, draft.reference) if draft.reference else None
    said: list[tuple[str, Term | None]] = [
        (KZO + "source", iri(source)),
        (KZO + "quote", literal(found.quote)),
        (KZO + "quotePrefix", literal(found.prefix) if found.prefix else None),
        (KZO + "reference", iri(reference) if reference else None),
        (KZO + "assertedBy", iri(asserted_by) if asserted_by else None),
        (KZO + "kind", iri(kind) if kind else None),
        (KZO + "rank", iri(rank)),
        (KZO + "rankReason", values.sentence(graph, draft.reason) if draft.reason else None),
        (SKOS + "editorialNote", values.sentence(graph, draft.note) if draft.note else None),
    ]
    return [(iri(name), [term]) for name, term in said if term is not None]
