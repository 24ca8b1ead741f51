"""Which classes mean a person, an organisation, an event …: those of kzo: and their standard equivalents.

With the classes that a graph derives from them (:meth:`kzgraph.export.naming.Vocabulary.kinds`) they let
Popolo, networks and records also come out of a graph that says ``foaf:Person``, or that has a class of its
own below ``kzo:Organization``.
"""

from __future__ import annotations

from typing import Final

from kzgraph.rdf.terms import DCTERMS, FOAF, KZO, ORG, PROV

__all__ = ["AGENT", "ELECTION", "EVENT", "MEMBERSHIP", "ORGANIZATION", "PERSON", "PLACE", "POST"]

_SCHEMA: Final = ("http://schema.org/", "https://schema.org/")
_POPOLO: Final = "http://www.popoloproject.com/vocabulary#"


def _in(namespace: str, *names: str) -> tuple[str, ...]:
    return tuple(namespace + name for name in names)


def _schema(*names: str) -> tuple[str, ...]:
    return tuple(namespace + name for namespace in _SCHEMA for name in names)


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
