"""The tables of the evidence and of everything: sources, claims, conflicts, links, names, facts, things."""

from __future__ import annotations

from typing import Final

from kzgraph.export.columns import IDENTITY, Column, Table, all_of, one, ref, refs
from kzgraph.rdf.terms import KZO

__all__ = ["EVIDENCE_TABLES"]

EVIDENCE_TABLES: Final = (
    Table(
        "sources",
        "Sources",
        "A document that the graph draws its facts from.",
        (KZO + "Source",),
        (
            *IDENTITY,
            *all_of("title", "dcterms:title", "Its title, in its own language."),
            *refs("publisher", "dcterms:publisher", "Who published it."),
            *refs("author", "dcterms:creator", "Who wrote it."),
            *all_of("languages", "dcterms:language", "The languages that it is in, as tags."),
            *one("file", "kzo:file", "The name of its file."),
            *one("sha256", "kzo:sha256", "The SHA-256 checksum of the file."),
        ),
    ),
    Table(
        "references",
        "References",
        "A publication that a source cites for what it says.",
        (KZO + "Reference",),
        (
            *IDENTITY,
            *all_of("title", "dcterms:title", "Its title, in its own language."),
            *refs("publisher", "dcterms:publisher", "Who published it."),
            *refs("author", "dcterms:creator", "Who wrote it."),
            *refs("cited_in", "kzo:citedIn", "The sources that cite it.", "sources"),
            *all_of("languages", "dcterms:language", "The languages that it is in, as tags."),
            *one("date", "kzo:date", "When it appeared, in EDTF.", "date"),
            *one("archived", "kzo:archived", "When a copy was archived, in EDTF.", "date"),
            *one("retrieved", "kzo:retrieved", "When it was retrieved, in EDTF.", "date"),
        ),
    ),
    Table(
        "claims",
        "Claims",
        "One fact as one passage of one source has it, with the words that say it.",
        (KZO + "Claim",),
        (
            Column("iri", "The IRI of the claim.", "iri"),
            Column("id", "The same in short, as kzgraph's commands take it."),
            *ref("subject", "rdf:subject", "The thing that something is said of."),
            *ref("property", "rdf:predicate", "What is said of it.", ""),
            Column("value", "The value that it has: an IRI, or the text of a date, number or name."),
            Column("value_label", "The value for people: the label of a thing, else the same."),
            Column(
                "value_type", "iri, or the datatype of the value: xsd:integer, edtf:EDTF, rdf:langString."
            ),
            Column("value_language", "The language tag of the value, if it has one."),
            Column("accepted", "Whether the graph holds it as a fact.", "boolean"),
            Column("rank", "preferred, normal or deprecated, as in Wikidata."),
            *all_of("rank_reason", "kzo:rankReason", "Why it is preferred or deprecated."),
            *ref("source", "kzo:source", "The document that says so.", "sources"),
            *one("quote", "kzo:quote", "The words that say so, verbatim."),
            *one(
                "quote_prefix",
                "kzo:quotePrefix",
                "The words before the quote, where it occurs more than once.",
            ),
            *refs(
                "asserted_by", "kzo:assertedBy", "Whose opinion or allegation it is; empty for plain facts."
            ),
            *ref("kind", "kzo:kind", "What kind of statement it is: opinion, prediction, plan."),
            *one("date", "kzo:date", "When it was said, in EDTF.", "date"),
            *refs("reference", "kzo:reference", "What the source cites for it.", "references"),
            *refs(
                "paragraph_reference",
                "kzo:paragraphRestsOn",
                "What the source cites next in the same paragraph.",
                "references",
            ),
            *all_of(
                "conflicts_with", "kzo:conflictsWith", "Claims that cannot hold together with it.", "iri"
            ),
            *refs("conflict", "^kzo:side", "The questions in dispute that it answers.", "conflicts"),
            *all_of("notes", "skos:editorialNote", "Why the graph has it as it has it."),
        ),
    ),
    Table(
        "conflicts",
        "Conflicts",
        "A question to which claims give different answers.",
        (KZO + "Conflict",),
        (
            *IDENTITY,
            *all_of(
                "explanation", "kzo:explanation", "What the sources disagree about and what is known of why."
            ),
            *refs("subjects", "kzo:side/rdf:subject", "The things that the claims are about."),
            *all_of("sides", "kzo:side", "The claims that answer the question.", "iri"),
        ),
    ),
    Table(
        "links",
        "Links",
        "Why a thing is, or is not, the same as one elsewhere, in Wikidata for instance.",
        (KZO + "Link",),
        (
            Column("iri", "The IRI of the link.", "iri"),
            Column("id", "The same in short, as kzgraph's commands take it."),
            *ref("thing", "kzo:thing", "The thing here."),
            *one("relation", "kzo:relation", "How the two relate: skos:exactMatch, skos:closeMatch.", "iri"),
            *one("target", "kzo:target", "The thing elsewhere.", "iri"),
            *one("target_label", "kzo:targetLabel", "What it is called there."),
            *ref("confidence", "kzo:confidence", "How sure it is."),
            *all_of("reason", "kzo:reason", "Why."),
            *one("checked", "kzo:checked", "When the thing elsewhere was looked at, in EDTF.", "date"),
        ),
    ),
    Table(
        "names",
        "Names",
        "One name of one thing, in one language and script.",
        (),
        (
            *ref("thing", "", "The thing."),
            Column("name", "The name, exactly as the graph has it."),
            Column("language", "Its language as a BCP 47 tag: ru, kk-Latn; empty without one."),
            Column("kind", "label (what the graph calls it), other name, or abbreviation."),
        ),
        ("thing", "kind", "language", "name"),
    ),
    Table(
        "facts",
        "Facts",
        "One accepted fact: a thing, a property and a value. All are here, whatever the other tables have.",
        (),
        (
            *ref("thing", "", "The thing."),
            *ref("property", "", "The property.", ""),
            Column("value", "The value: an IRI, or the text of a date, number or name."),
            Column("value_label", "The value for people: the label of a thing, else the same."),
            Column(
                "value_type", "iri, or the datatype of the value: xsd:integer, edtf:EDTF, rdf:langString."
            ),
            Column("value_language", "The language tag of the value, if it has one."),
        ),
        ("thing", "property", "value", "value_type", "value_language"),
    ),
    Table(
        "things",
        "Things",
        "Everything that the other tables mention but claims; of the ontology only the terms they mention.",
        (),
        IDENTITY,
    ),
)
