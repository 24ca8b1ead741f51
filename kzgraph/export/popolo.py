"""Popolo JSON (https://www.popoloproject.com/specs/): people, organisations, posts, who held them, events.

One document with a list for each, as EveryPolitician has it. What Popolo has no word for (results, claims,
declarations) is left out. Every id that is pointed to is in the document.

Popolo's dates are a year, a month or a day. A date that says more or less (``1936?``, an interval, a day on
which something is only known to have held) stands as it is under ``edtf``, which is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kzgraph.export.things import Things, plain_date
from kzgraph.model import EVENT, MEMBERSHIP, ORGANIZATION, PERSON, PLACE, POST
from kzgraph.rdf.terms import FOAF, KZO, ORG, SKOS
from kzgraph.render.safe import escape_for_data

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["write_popolo"]

#: An object of Popolo, as JSON.
Record = dict[str, Any]

#: What EveryPolitician calls the scheme of Wikidata's identifiers.
_WIKIDATA: Final = "http://www.wikidata.org/entity/"


def _schema(name: str) -> tuple[str, str]:
    return f"http://schema.org/{name}", f"https://schema.org/{name}"


_START: Final = (KZO + "start", *_schema("startDate"))
_END: Final = (KZO + "end", *_schema("endDate"))
_PARENT: Final = (KZO + "partOf", ORG + "subOrganizationOf", ORG + "unitOf", *_schema("parentOrganization"))
_INSIDE: Final = (KZO + "place", KZO + "country", *_schema("containedInPlace"))


def write_popolo(material: Material, target: BinaryIO) -> None:
    """Write the people, organisations, memberships, posts, events and places of *material* as Popolo JSON."""
    document = _Popolo(material).document()
    text = json.dumps(document, ensure_ascii=False, indent=2)
    target.write(escape_for_data(text).encode() + b"\n")
    material.progress(len(material.statements))


class _Popolo:
    """The objects of one document."""

    def __init__(self, material: Material) -> None:
        self.things = Things(material)
        of = self.things.members
        self.persons = dict.fromkeys(of(*PERSON))
        self.organizations = dict.fromkeys(of(*ORGANIZATION))
        self.posts = dict.fromkeys(of(*POST))
        self.events = dict.fromkeys(of(*EVENT))
        self.areas = dict.fromkeys(of(*PLACE))
        self._schemes = {**self.things.registers, _WIKIDATA: "wikidata"}

    def document(self) -> Record:
        """Return the document: a list for each kind of object, sorted by id."""
        memberships = (each for node in self.things.members(*MEMBERSHIP) for each in self._memberships(node))
        return {
            "persons": [*map(self._person, self.persons)],
            "organizations": [*map(self._organization, self.organizations)],
            "memberships": [*memberships],
            "posts": [*map(self._post, self.posts)],
            "events": [*map(self._event, self.events)],
            "areas": [*map(self._area, self.areas)],
        }

    def _person(self, thing: str) -> Record:
        dates = self._dates(thing, birth_date=_schema("birthDate"), death_date=_schema("deathDate"))
        return _clean(**self._named(thing), **dates, **self._about(thing))

    def _organization(self, thing: str) -> Record:
        changes = self.things.pointing(thing, ORG + "resultingOrganization")
        founded = [
            text
            for change in changes
            if not self.things.iris(change, KZO + "status")  # what was decided, planned or given up
            for text, _ in self.things.texts(change, KZO + "date")
        ]
        dates = self._dates(
            thing, founding_date=_schema("foundingDate"), dissolution_date=_schema("dissolutionDate")
        )
        if not dates and len(set(founded)) == 1:
            dates = _split(founding_date=founded[:1])
        return _clean(
            **self._named(thing),
            classification=_words(self.things.types[thing][0]),
            parent_id=self._first(self.organizations, thing, *_PARENT),
            area_id=self._first(self.areas, thing, KZO + "country", KZO + "place", KZO + "headquarters"),
            **dates,
            **self._about(thing),
        )

    def _memberships(self, node: str) -> Iterator[Record]:
        """Yield a membership for each member and organisation of a tenure or affiliation: one, as a rule."""
        posts = [post for post in self.things.iris(node, KZO + "post") if post in self.posts]
        roles = [*posts, *self.things.iris(node, ORG + "role")]
        bodies = self.things.iris(node, KZO + "leads", ORG + "organization") or [
            body for post in posts for body in self.things.iris(post, ORG + "postIn")
        ]
        known: list[str | None] = [body for body in bodies if body in self.organizations]
        if not known and posts:
            known = [None]  # a post of which the graph does not say where it is
        pairs = [
            (member, body)
            for member in self.things.iris(node, KZO + "holder", ORG + "member")
            for body in known
            if member in self.persons or member in self.organizations
        ]
        for number, (member, body) in enumerate(pairs, 1):
            person = member in self.persons
            yield _clean(
                id=node if len(pairs) == 1 else f"{node}#{number}",
                label=self.things.label(node) if self.things.labels(node) else None,
                role=self._labels(roles),
                person_id=member if person else None,
                member=None if person else {"id": member, "name": self.things.label(member)},
                organization_id=body,
                post_id=posts[0] if posts else None,
                **self._dates(node, start_date=_START, end_date=_END, attested_on=(KZO + "attestedOn",)),
                sources=self._sources(node),
            )

    def _post(self, thing: str) -> Record:
        label = self.things.label(thing)
        return _clean(
            id=thing,
            label=label,
            other_label=[each["name"] for each in self._other_names(thing, label)],
            role=label,
            organization_id=self._first(self.organizations, thing, ORG + "postIn"),
            sources=self._sources(thing),
        )

    def _event(self, thing: str) -> Record:
        attendees = [each for each in self.things.iris(thing, KZO + "participant") if each in self.persons]
        return _clean(
            id=thing,
            name=self.things.label(thing),
            classification=self._labels(self.things.iris(thing, KZO + "kind"))
            or _words(self.things.types[thing][0]),
            **self._when(thing),
            location=self._labels(self.things.iris(thing, KZO + "place", *_schema("location"))),
            status=self._labels(self.things.iris(thing, KZO + "status")),
            identifiers=self._identifiers(thing),
            parent_id=self._first(self.events, thing, KZO + "partOf"),
            attendees=[{"id": each, "name": self.things.label(each)} for each in attendees],
            sources=self._sources(thing),
        )

    def _area(self, thing: str) -> Record:
        identifiers = self._identifiers(thing)
        return _clean(
            **{key: value for key, value in self._named(thing).items() if key != "identifiers"},
            identifier=identifiers[0]["identifier"] if identifiers else None,
            parent_id=self._first(self.areas, thing, *_INSIDE),
            sources=self._sources(thing),
        )

    def _named(self, thing: str) -> Record:
        """Return the id, the name, other names and identifiers of a thing."""
        name = self.things.label(thing)
        return {
            "id": thing,
            "name": name,
            "other_names": self._other_names(thing, name),
            "identifiers": self._identifiers(thing),
        }

    def _other_names(self, thing: str, name: str) -> list[Record]:
        """Return other names and abbreviations, with the ``lang`` that EveryPolitician's other names have."""
        texts = self.things.texts
        names = [(text, language, "name") for language, text in self.things.labels(thing).items()]
        names += [(*each, "other name") for each in texts(thing, SKOS + "altLabel")]
        names += [(*each, "abbreviation") for each in texts(thing, KZO + "abbreviation")]
        found: dict[tuple[str, str], Record] = {}
        for text, language, note in names:
            if text != name:
                found.setdefault((text, language), _clean(name=text, lang=language, note=note))
        return [*found.values()]

    def _identifiers(self, thing: str) -> list[Record]:
        """Return what a thing is called in registers elsewhere (``skos:exactMatch``)."""
        found = []
        for iri in sorted(self.things.iris(thing, SKOS + "exactMatch")):
            space = max((each for each in self._schemes if iri.startswith(each)), key=len, default="")
            found.append(_clean(scheme=self._schemes.get(space), identifier=iri[len(space) :].rstrip("/")))
        return found

    def _about(self, thing: str) -> Record:
        urls = self.things.iris(thing, FOAF + "homepage", *_schema("url"))
        return {
            "links": [{"url": url, "note": "website"} for url in urls],
            "sources": self._sources(thing),
        }

    def _sources(self, thing: str) -> list[Record]:
        return [{"url": url, "note": self.things.label(url)} for url in self.things.sources.get(thing, ())]

    def _dates(self, thing: str, **properties: Iterable[str]) -> Record:
        """Return the dates of a thing by the name that Popolo has for them, and what it cannot say."""
        return _split(
            **{name: [text for text, _ in self.things.texts(thing, *of)] for name, of in properties.items()}
        )

    def _when(self, thing: str) -> Record:
        """Return when an event started and ended."""
        dates = [text for text, _ in self.things.texts(thing, KZO + "date")]
        if dates:
            start, _, end = dates[0].partition("/")
            if len(dates) == 1 and plain_date(start) and plain_date(end or start):
                return {"start_date": plain_date(start), "end_date": plain_date(end or start)}
            return {"edtf": {"date": dates}}
        return self._dates(thing, start_date=_START, end_date=_END, attested_on=(KZO + "attestedOn",))

    def _first(self, known: Iterable[str], thing: str, *properties: str) -> str | None:
        """Return the first thing among *known* that the properties of *thing* point to."""
        return next(
            (each for each in self.things.iris(thing, *properties) if each in known and each != thing), None
        )

    def _labels(self, things: Iterable[str]) -> str | None:
        return "; ".join(map(self.things.label, things)) or None


def _split(**dates: list[str]) -> Record:
    """Return the one plain date of each name, and under ``edtf`` the dates that are not plain or not one."""
    found: Record = {}
    rest = {}
    for name, texts in dates.items():
        plain = plain_date(texts[0]) if len(texts) == 1 and name != "attested_on" else None
        if plain:
            found[name] = plain
        elif texts:
            rest[name] = texts
    return {**found, "edtf": rest} if rest else found


def _clean(**values: Any) -> Record:
    """Return the values that there are."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _words(iri: str) -> str:
    """Return the local name of a class as words: ``PublicBody`` is a public body."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split("[#/:]", iri)[-1]).lower()
