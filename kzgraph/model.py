"""What the words of this program mean: claim, evidence, source, rank, accepted, value, name, person, date.

Each is said here, once; ``docs/model.md`` says the same to people, and the ontology to programs. Beside the
terms of ``kzo:`` stand those of the standard vocabularies that they are kinds of, so that a graph that says
``rdf:Statement`` or ``foaf:Person`` is understood as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from kzgraph.rdf.terms import DCTERMS, FOAF, KZO, ORG, PROV, RDF, RDFS, SKOS, WIKIBASE, Term

__all__ = [
    "ABBREVIATION",
    "AGENT",
    "CLAIM",
    "DATED",
    "DERIVED",
    "ELECTION",
    "EVENT",
    "EVIDENCE",
    "HANGING",
    "LABELS",
    "MEMBERSHIP",
    "NAMES",
    "ORGANIZATION",
    "PERSON",
    "PLACE",
    "POST",
    "RANKS",
    "REFERENCE",
    "SOURCE",
    "STATED",
    "Rank",
    "language_of",
    "rank_of",
    "same",
]

_SCHEMA: Final = ("http://schema.org/", "https://schema.org/")
_POPOLO: Final = "http://www.popoloproject.com/vocabulary#"


def _in(namespace: str, *names: str) -> tuple[str, ...]:
    return tuple(namespace + name for name in names)


def _schema(*names: str) -> tuple[str, ...]:
    return tuple(namespace + name for namespace in _SCHEMA for name in names)


# Evidence -----------------------------------------------------------------------------------------------

#: The classes of claims: one fact as one passage of one source has it. What is of a class below one of them
#: (rdfs:subClassOf) is a claim as well.
CLAIM: Final = (KZO + "Claim", RDF + "Statement")
#: The classes of evidence: claims, the questions that they answer differently, and the records that say why
#: a thing is, or is not, one of another register. What is evidence says why something is a fact; it is about
#: things and is none itself.
EVIDENCE: Final = (*CLAIM, *_in(KZO, "Conflict", "Link", "LinkSearch"))
#: What leads from a claim to the source that makes it, and to the publications that the source cites for it.
SOURCE: Final = (KZO + "source", PROV + "wasQuotedFrom")
REFERENCE: Final = (*_in(KZO, "reference", "paragraphRestsOn"), PROV + "wasDerivedFrom")

#: The ranks of claims, the best first, as people write them and as Wikibase calls them.
Rank = Literal["preferred", "normal", "deprecated"]
RANKS: Final[Mapping[Rank, str]] = {
    "preferred": WIKIBASE + "PreferredRank",
    "normal": WIKIBASE + "NormalRank",
    "deprecated": WIKIBASE + "DeprecatedRank",
}
_RANK_OF: Final[Mapping[str, Rank]] = {iri: rank for rank, iri in RANKS.items()}

#: SPARQL: the claim ``?claim`` is accepted, as the graph has the triple that it states (``?s ?p ?o``).
STATED: Final = "?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o"
#: SPARQL: the node ``?n`` hangs on the thing ``$thing``. It points at the thing, in a fact or in a claim, and
#: is of a class, or of a kind of a class, that the ontology marks with kzo:dependent: a term of office, a
#: result, an event.
HANGING: Final = """
{ ?n ?p $thing } UNION { ?c rdf:subject ?n ; rdf:object $thing } FILTER(isIRI(?n) && ?n != $thing)
?n a/rdfs:subClassOf* ?class . ?class kzo:dependent true"""


def rank_of(iri: str | None) -> Rank:
    """Return the rank that an IRI of Wikibase means; a claim without one, or with another, is normal."""
    return _RANK_OF.get(iri or "", "normal")


# Values -------------------------------------------------------------------------------------------------


def same(one: Term, other: Term) -> bool:
    """Tell whether two terms are one value.

    They are if they are spelt alike, language tags in any case; numbers of one datatype if they are equal:
    1.5 and 1.50 are one decimal.
    """
    from decimal import Decimal

    numbers = (one.python, other.python)
    if one.datatype == other.datatype and all(isinstance(each, int | Decimal) for each in numbers):
        return numbers[0] == numbers[1]
    return one._replace(language=language_of(one)) == other._replace(language=language_of(other))


def language_of(term: Term) -> str:
    """Return the language tag of a term in small letters, "" if it has none."""
    return (term.language or "").lower()


# Names --------------------------------------------------------------------------------------------------

ABBREVIATION: Final = KZO + "abbreviation"
#: What a thing is called, the best first: the property whose value is printed for it.
LABELS: Final = (
    *(SKOS + "prefLabel", RDFS + "label", DCTERMS + "title", FOAF + "name"),
    *_schema("name"),
)
#: Under which names a thing is found, the best first.
NAMES: Final = (ABBREVIATION, SKOS + "prefLabel", SKOS + "altLabel", *LABELS[1:])

# Dates --------------------------------------------------------------------------------------------------

#: The properties whose values are EDTF dates, by the argument of :func:`kzgraph.rdf.edtf.period`.
DATED: Final[Mapping[str, str]] = {
    "date": KZO + "date",
    "start": KZO + "start",
    "end": KZO + "end",
    "attested": KZO + "attestedOn",
}
#: The days that are derived from them, in the order of :class:`kzgraph.rdf.edtf.Period`.
DERIVED: Final = _in(KZO, "from", "until", "surelyFrom", "surelyUntil")

# Things -------------------------------------------------------------------------------------------------
# A class that a graph puts below one of these (rdfs:subClassOf) means the same.

PERSON: Final = frozenset(
    {KZO + "Person", FOAF + "Person", PROV + "Person", _POPOLO + "Person", *_schema("Person")}
)
ORGANIZATION: Final = frozenset(
    {
        *_in(KZO, "Organization", "Party", "Alliance", "PublicBody", "Network", "PartyOrgan"),
        *_in(ORG, "Organization", "FormalOrganization", "OrganizationalUnit", "OrganizationalCollaboration"),
        *_in(FOAF, "Organization", "Group"),
        *_schema("Organization", "PoliticalParty", "GovernmentOrganization", "NGO"),
        PROV + "Organization",
        _POPOLO + "Organization",
    }
)
AGENT: Final = frozenset({KZO + "Agent", FOAF + "Agent", PROV + "Agent"}) | PERSON | ORGANIZATION
ELECTION: Final = frozenset({KZO + "Election"})
EVENT: Final = (
    frozenset(
        {
            *_in(KZO, "Event", "Meeting", "OrganizationChange", "LegalAction"),
            *_schema("Event"),
            ORG + "ChangeEvent",
            PROV + "Activity",
            _POPOLO + "Event",
        }
    )
    | ELECTION
)
MEMBERSHIP: Final = frozenset(
    {*_in(KZO, "Tenure", "Affiliation"), ORG + "Membership", _POPOLO + "Membership"}
)
POST: Final = frozenset({KZO + "Post", ORG + "Post", _POPOLO + "Post"})
PLACE: Final = frozenset({KZO + "Place", DCTERMS + "Location", PROV + "Location", *_schema("Place")})
