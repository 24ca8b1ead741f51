"""The tables, declared once: what their rows are and where their columns come from.

A thing stands in every table of its class and of those above: an election in ``elections`` and in ``events``,
a party in ``parties`` and in ``organizations``, and everything in ``things``. ``facts`` holds all that is
accepted, property by property, so that nothing is lost which no other table has a column for.
"""

from __future__ import annotations

from typing import Final

from kzgraph.export.columns import IDENTITY, Table, all_of, one, ref, refs
from kzgraph.export.evidence_tables import EVIDENCE_TABLES
from kzgraph.model import ELECTION, EVENT, ORGANIZATION, PERSON
from kzgraph.rdf.terms import KZO

__all__ = ["TABLES"]

_ABBREVIATIONS = all_of("abbreviations", "kzo:abbreviation", "Abbreviations of the name.")
_OTHER_NAMES = all_of("other_names", "skos:altLabel", "Other names and spellings; the table names has more.")
_SAME = all_of("same_as", "skos:exactMatch", "The same thing elsewhere, in Wikidata for instance.", "iri")
_NOTES = all_of("notes", "skos:editorialNote", "Why the graph has it as it has it.")
_KIND = refs("kind", "kzo:kind", "What kind it is of.")
_STATUS = refs("status", "kzo:status", "What became of it, or in which standing it is.")
_DATE = one("date", "kzo:date", "When, in EDTF as precise as the source is.", "date")
_PLACE = refs("place", "kzo:place", "Where.")
_SOURCES = (
    *refs(
        "sources",
        "?claim rdf:subject ?row ; kzo:source ?value . FILTER NOT EXISTS { ?claim kzo:assertedBy ?who }",
        "The sources that state something about it.",
        "sources",
    ),
    *refs(
        "disputed",
        "^rdf:subject/^kzo:side",
        "The questions about it that sources answer differently.",
        "conflicts",
    ),
)
_PERIOD = (
    *one("start", "kzo:start", "When it began, in EDTF.", "date"),
    *one("end", "kzo:end", "When it ended, in EDTF; empty also where no end is known.", "date"),
    *one("attested", "kzo:attestedOn", "When it is known to have held, in EDTF.", "date"),
)
_ORGANIZATION = (
    *_ABBREVIATIONS,
    *_OTHER_NAMES,
    *_KIND,
    *_STATUS,
    *ref("country", "kzo:country", "Its country."),
    *ref("headquarters", "kzo:headquarters", "Where it has its seat."),
    *all_of("homepage", "foaf:homepage", "Its website.", "iri"),
    *refs("ideology", "kzo:ideology", "The ideologies that it follows."),
    *refs("position", "kzo:politicalPosition", "Where it stands between left and right."),
    *refs("predecessor", "kzo:predecessor", "What came before it.", "organizations"),
    *refs("split_from", "kzo:splitFrom", "What it broke away from.", "organizations"),
    *ref("part_of", "kzo:partOf", "The whole of which it is a part.", "organizations"),
    *_SAME,
    *_NOTES,
    *_SOURCES,
)

#: All tables, in the order in which they are listed.
TABLES: Final = (
    Table(
        "parties",
        "Parties",
        "A political party. It stands in the table organizations, too.",
        (KZO + "Party",),
        (*IDENTITY, *_ORGANIZATION),
    ),
    Table(
        "organizations",
        "Organisations",
        "An organisation of any kind: party, alliance, public body, network, organ of a party.",
        ORGANIZATION,
        (*IDENTITY, *_ORGANIZATION),
    ),
    Table(
        "people",
        "People",
        "A person.",
        PERSON,
        (*IDENTITY, *_OTHER_NAMES, *_SAME, *_NOTES, *_SOURCES),
    ),
    Table(
        "terms",
        "Terms of office",
        "The time for which a person holds a post.",
        (KZO + "Tenure",),
        (
            *IDENTITY,
            *ref("person", "kzo:holder", "Who holds the post.", "people"),
            *ref("post", "kzo:post", "The post."),
            *ref("organization", "kzo:leads", "The organisation that is led from it.", "organizations"),
            *ref(
                "post_in",
                "kzo:post/org:postIn",
                "The organisation that the post belongs to.",
                "organizations",
            ),
            *_PERIOD,
            *one("ordinal", "kzo:ordinal", "Its place in the sequence, as the source counts.", "integer"),
            *_STATUS,
            *_NOTES,
            *_SOURCES,
        ),
    ),
    Table(
        "affiliations",
        "Affiliations",
        "The time for which somebody belongs to, supports or takes part in an organisation.",
        (KZO + "Affiliation",),
        (
            *IDENTITY,
            *ref("member", "org:member", "Who belongs to it: a person or an organisation."),
            *ref("organization", "org:organization", "To what.", "organizations"),
            *ref("role", "org:role", "In which role."),
            *_PERIOD,
            *ref("lasted_until", "kzo:lastedUntil", "The event with which it ended.", "events"),
            *_SOURCES,
        ),
    ),
    Table(
        "events",
        "Events",
        "Something that happened: a meeting, a change of an organisation, a legal action, an election.",
        EVENT,
        (
            *IDENTITY,
            *_KIND,
            *_DATE,
            *_PLACE,
            *refs("actor", "kzo:actor", "Who did it."),
            *refs("affects", "kzo:affects", "Whom or what it happened to."),
            *refs("participant", "kzo:participant", "Who took part."),
            *refs("original_organization", "org:originalOrganization", "What a change started from."),
            *refs("resulting_organization", "org:resultingOrganization", "What a change brought about."),
            *refs("concerns", "kzo:concerns", "What it was about."),
            *refs("ground", "kzo:ground", "The grounds that the sources give for it."),
            *_STATUS,
            *one("duration", "kzo:duration", "How long it was set to last: P6M is six months.", "duration"),
            *refs("follows", "kzo:follows", "The event that it continues or comes after.", "events"),
            *refs("coincides_with", "kzo:coincidesWith", "An event at the same time.", "events"),
            *ref("part_of", "kzo:partOf", "The event of which it is a part.", "events"),
            *_NOTES,
            *_SOURCES,
        ),
    ),
    Table(
        "elections",
        "Elections",
        "A vote in which offices or seats are filled. It stands in the table events, too.",
        ELECTION,
        (
            *IDENTITY,
            *_KIND,
            *_DATE,
            *ref("elected_body", "kzo:electedBody", "The body or post that it fills."),
            *_SAME,
            *_NOTES,
            *_SOURCES,
        ),
    ),
    Table(
        "results",
        "Election results",
        "What one contestant got in one election.",
        (KZO + "ElectionResult",),
        (
            *IDENTITY,
            *ref("election", "kzo:election", "The election.", "elections"),
            *one("election_date", "kzo:election/kzo:date", "When it was, in EDTF.", "date"),
            *ref("contestant", "kzo:contestant", "The party or alliance that stood.", "organizations"),
            *ref("candidate", "kzo:candidate", "The person who stood.", "people"),
            *one("votes", "kzo:votes", "Votes cast for the contestant.", "integer"),
            *one("vote_share", "kzo:voteShare", "Share of the votes in per cent, 0 to 100.", "decimal"),
            *one("seats", "kzo:seats", "Seats won.", "integer"),
            *one("seats_of", "kzo:seatsOf", "Number of seats that these are counted out of.", "integer"),
            *one(
                "seat_change", "kzo:seatChange", "Seats won or lost against the election before.", "integer"
            ),
            *one("ranking", "kzo:ranking", "Place among the contestants: 3 is the third.", "integer"),
            *ref("outcome", "kzo:outcome", "How it ended for the contestant."),
            *ref(
                "government_status", "kzo:governmentStatus", "The standing towards the government afterwards."
            ),
            *ref("electoral_system", "kzo:electoralSystem", "How the seats were given out."),
            *_SOURCES,
        ),
    ),
    Table(
        "counts",
        "Counts of members and the like",
        "How many members, branches or the like an organisation is said to have.",
        (KZO + "MemberCount",),
        (
            *IDENTITY,
            *ref("organization", "org:organization", "The organisation.", "organizations"),
            *_KIND,
            *one("count", "kzo:count", "How many.", "integer"),
            *one("count_of", "kzo:seatsOf", "Number of seats that they are counted out of.", "integer"),
            *_DATE,
            *_STATUS,
            *_PLACE,
            *refs("concerns", "kzo:concerns", "What else it is about."),
            *_SOURCES,
        ),
    ),
    Table(
        "motions",
        "Declarations and motions",
        "A text by which agents take a position in public.",
        (KZO + "Motion",),
        (
            *IDENTITY,
            *_KIND,
            *_DATE,
            *_PLACE,
            *refs("actor", "kzo:actor", "Who issued it."),
            *refs("signatory", "kzo:signatory", "Who signed it."),
            *refs("addressee", "kzo:addressee", "To whom it was addressed."),
            *refs("concerns", "kzo:concerns", "What it is about."),
            *_NOTES,
            *_SOURCES,
        ),
    ),
    *EVIDENCE_TABLES,
)
