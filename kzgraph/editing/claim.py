"""Writing down a fact: the claim with its words, where it belongs, and the accepted triple that follows.

Nothing here writes: a :class:`Plan` says what is to be written, so that it can be shown first.
"""

from __future__ import annotations

from dataclasses import dataclass

from kzgraph.editing import values
from kzgraph.editing.claim_files import insert_claim, next_claim
from kzgraph.editing.turtle_files import Changes, TurtleFiles
from kzgraph.errors import GraphLoadError, UnknownName, UsageError, shown
from kzgraph.evidence import quotes
from kzgraph.lookup.resolve import resolve
from kzgraph.model import RANKS, Rank, same
from kzgraph.rdf.terms import KZO, RDF, SKOS, iri, literal, shrink
from kzgraph.storage import documents
from kzgraph.storage.graph import Graph
from kzgraph.turtle.edit import Triple, Values

__all__ = ["Draft", "Plan", "plan"]


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
class Plan:
    """What is to be written.

    *claim* is the short name of the new claim, *passage* where its words stand, *remarks* are what the
    curator should know or do.
    """

    claim: str
    passage: str
    changes: Changes
    remarks: list[str]


def plan(graph: Graph, draft: Draft) -> Plan:
    """Return what is to be written for a claim; nothing is written yet.

    Raises UsageError and its kinds for whatever the curator must change, GraphLoadError if the document or a
    file of the graph cannot be read or the graph could not be loaded afterwards.
    """
    from kzgraph.evidence.acceptance import acceptance, accepted_values, claims_on, refuse_second

    if graph.path is None:
        raise UsageError("A claim is written into the files of a graph; name its folder with --graph.")
    _check(draft)
    source = _source(graph, draft.source)
    file, text = _document(graph, source)
    words = quotes.find(text, draft.quote, draft.prefix, file)
    subject = _subject(graph, draft.subject)
    predicate = values.property_of(graph, draft.property)
    value = values.value_of(graph, predicate, draft.value, draft.language)
    asserted_by = resolve(graph, draft.asserted_by) if draft.asserted_by else None
    known = claims_on(graph, subject, predicate)
    refuse_second(graph, known, value, source, {asserted_by} if asserted_by else set(), text, words)
    accepted = accepted_values(graph, subject, predicate)
    verdict = acceptance(graph, known, predicate, value, draft.rank, asserted_by is not None, accepted)
    files = TurtleFiles(graph)
    claim = next_claim(files, source)
    statement = (iri(subject), iri(predicate), value)
    details = _values(graph, draft, statement, source, words, asserted_by)
    insert_claim(files, (claim, details), source, text, words)
    edit, description = files.described(subject)
    if verdict.accepted and not any(same(value, each) for each in accepted):
        edit.add(description, predicate, value)
    return Plan(
        shrink(claim, graph.prefixes),
        f"line {quotes.line_of(text, words.start)} of {file}: {quotes.around(text, words.start, words.end)}",
        files.finish("claim"),
        verdict.remarks,
    )


def _check(draft: Draft) -> None:
    """Refuse what contradicts itself, before anything is looked up."""
    for name in Draft.__dataclass_fields__:
        values.check_characters(name.replace("_", " "), getattr(draft, name) or "")
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
    known = graph.values("SELECT ?s { ?s a kzo:Source } ORDER BY ?s")
    ending = [each for each in known if each.endswith((f"-{text}", f"/{text}", f"#{text}"))]
    try:
        return ending[0] if len(ending) == 1 else resolve(graph, text, KZO + "Source")
    except UnknownName as error:
        nearest = error.nearest or [shrink(each, graph.prefixes) for each in known[:5]]
        raise UnknownName("source", text, nearest) from None


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
    known = graph.values("SELECT ?r { ?r kzo:citedIn $source } ORDER BY ?r", source=iri(source))
    ending = [each for each in known if each.endswith(f"-{text}")]
    if len(ending) == 1:
        return ending[0]
    if text.isdigit():
        nearest = [shrink(each, graph.prefixes) for each in known[:5]]
        raise UnknownName(f"reference of {shrink(source, graph.prefixes)}", text, nearest)
    return resolve(graph, text, KZO + "Reference")


def _values(
    graph: Graph, draft: Draft, statement: Triple, source: str, words: quotes.Found, asserted_by: str | None
) -> Values:
    """Return the properties of the claim with their values, in the order in which they are written."""
    subject, predicate, value = statement
    kind = resolve(graph, draft.kind) if draft.kind else None
    reference = _reference(graph, source, draft.reference) if draft.reference else None
    return [
        (RDF + "type", [iri(KZO + "Claim")]),
        (RDF + "subject", [subject]),
        (RDF + "predicate", [predicate]),
        (RDF + "object", [value]),
        (KZO + "source", [iri(source)]),
        (KZO + "quote", [literal(words.quote)]),
        (KZO + "quotePrefix", [literal(words.prefix)] if words.prefix else []),
        (KZO + "reference", [iri(reference)] if reference else []),
        (KZO + "assertedBy", [iri(asserted_by)] if asserted_by else []),
        (KZO + "kind", [iri(kind)] if kind else []),
        (KZO + "rank", [iri(RANKS[draft.rank])]),
        (KZO + "rankReason", [values.sentence(graph, draft.reason)] if draft.reason else []),
        (SKOS + "editorialNote", [values.sentence(graph, draft.note)] if draft.note else []),
    ]
