"""Reading Popolo: people, organisations, posts and memberships.

https://www.popoloproject.com/specs/. Read are files with the lists ``persons``, ``organizations``, ``posts``
and ``memberships``, as EveryPolitician published them; memberships also where they stand within a person.

A membership becomes a kzo:Affiliation of the person to the organisation; with a post it becomes a kzo:Tenure.
A membership ``on_behalf_of`` an organisation also becomes an affiliation to that one, without a role: the
file says that somebody sat for a party, not what they were in it. A membership without dates gets none:
whether somebody sat through all of a legislative period is not said.
"""

from __future__ import annotations

import re
from typing import Final

from kzgraph.editing.declarations import Declarations
from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.importing.document import Document
from kzgraph.importing.json_places import Node, parse
from kzgraph.importing.memberships import Memberships
from kzgraph.importing.objects import part
from kzgraph.importing.records import Intake, Progress, Thing
from kzgraph.rdf.spelling import fold
from kzgraph.rdf.terms import EDTF_LITERAL, FOAF, KZO, ORG, iri, is_iri, literal

__all__ = ["read"]

_LISTS: Final = ("persons", "organizations", "posts", "memberships")
_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
#: What stands in lists of parties and is no organisation.
_NO_ORGANIZATION: Final = frozenset(
    map(fold, ("independent", "independents", "unknown", "no party", "none", "non-partisan", "not specified"))
)
_CLASSES: Final = {
    "party": "Party",
    **dict.fromkeys(("legislature", "chamber", "executive", "government", "ministry", "court"), "PublicBody"),
    **dict.fromkeys(("alliance", "coalition"), "Alliance"),
}


def read(document: Document, declarations: Declarations, progress: Progress | None = None) -> Intake:
    """Return what a Popolo file says. Raises GraphLoadError for what is not JSON or not Popolo."""
    root = parse(document)
    there = dict(root.members())
    if not any(isinstance(there[name].value, list) for name in _LISTS[:2] if name in there):
        named = ", ".join(shown(name, 30) for name in [*there][:6])
        raise GraphLoadError(
            f"{document.name} is not Popolo.",
            [Problem(document.name, 1, 1, f"it has {named}" if named else "it is no object with lists")],
            hint="A Popolo file is an object with the lists persons, organizations and memberships.",
        )
    objects = _Popolo(document, root, declarations)
    for name in _LISTS:
        found = there.get(name)
        if found is not None and not isinstance(found.value, list):
            objects.intake.wrong(found.spot, "it is no list")
    for name, node in there.items():
        if name not in (*_LISTS, "meta") and node.value not in ([], {}):
            objects.intake.leave(name, node.spot, "the graph keeps no such list")
    objects.read(progress)
    return objects.intake


class _Popolo(Memberships):
    """Reads people, organisations and posts first, so that memberships may stand above them."""

    def __init__(self, document: Document, root: Node, declarations: Declarations) -> None:
        super().__init__(document, root, declarations)
        self._names: dict[str, list[tuple[Thing, str]]] = {}

    def read(self, progress: Progress | None) -> None:
        """Read everything."""
        counts = self.intake.counts
        counts.update((name, len(self.root.items(name))) for name in _LISTS)
        people = self.objects("persons", "person")
        for node, key in people:
            self._person(node, key)
        for node, key in self.objects("organizations", "organization"):
            self._organization(node, key)
        for node in self.root.items("organizations"):
            self._parent(node)
        for node, key in self.objects("posts", "post"):
            self._post(node, key)
        nested = [(each, key) for node, key in people for each in node.items("memberships")]
        counts["memberships"] += len(nested)
        if not counts["posts"]:
            del counts["posts"]
        memberships = [*((each, "") for each in self.root.items("memberships")), *nested]
        for n, (node, owner) in enumerate(memberships):
            self.membership(node, owner)
            if progress is not None:
                progress(n + 1, len(memberships))

    def _person(self, node: Node, key: str) -> None:
        thing = self.thing(node, key, "person", KZO + "Person", "name")
        if thing is None:
            return
        thing.family = node.text("family_name")
        if re.fullmatch(_UUID, node.text("id")):
            thing.identifiers.add(f"urn:uuid:{node.text('id')}")
        thing.born = self.date(node, "birth_date") or ""
        self._twins(thing, node)
        birth, spot = self.declarations.birth, part(node, "birth_date")
        if thing.born and birth:
            datatypes = self.declarations.datatypes(birth)
            datatype = datatypes[0] if len(datatypes) == 1 else EDTF_LITERAL
            self.intake.say(key, birth, literal(thing.born, datatype=datatype), spot)
        elif thing.born:
            self.intake.leave("persons.birth_date", spot, "the graph has no property for it")

    def _twins(self, thing: Thing, node: Node) -> None:
        """Note a person of the name of an earlier one, unless their days of birth differ. Both are taken."""
        namesakes = self._names.setdefault(fold(thing.name), [])
        for other, path in namesakes:
            if not (thing.born and other.born) or thing.born == other.born:
                self.intake.wrong(
                    part(node, "name"),
                    f"{shown(thing.name)} is also {path}: one person twice? Both are taken",
                )
                break
        namesakes.append((thing, node.path))

    def _organization(self, node: Node, key: str) -> None:
        name = node.text("name")
        classification = node.text("classification").lower()
        cls = KZO + _CLASSES.get(classification, "Organization")
        thing = self.thing(node, key, "organization", cls, "name")
        if thing is not None and fold(name) in _NO_ORGANIZATION:
            thing.placeholder = True
        for link in node.items("links"):
            address = link.text("url")
            if "site" in link.text("note").lower() and address.startswith("http") and is_iri(address):
                self.intake.say(key, FOAF + "homepage", iri(address), part(link, "url"))
            else:
                self.intake.leave("organizations.links", link.spot, "only websites are taken")

    def _parent(self, node: Node) -> None:
        key, parent = f"organization/{node.text('id')}", f"organization/{node.text('parent_id')}"
        if self.ids.get(key) is not node or not node.text("parent_id"):
            return
        if self.there(node, "parent_id", "organization") and parent != key:
            self.intake.say(key, KZO + "partOf", parent, part(node, "parent_id"))

    def _post(self, node: Node, key: str) -> None:
        name = "label" if node.text("label") else "role"
        thing = self.thing(node, key, "post", KZO + "Post", name)
        if thing is not None and node.text("organization_id"):
            where = self.there(node, "organization_id", "organization")
            if where:
                thing.ties.append(where)
                self.intake.say(key, ORG + "postIn", where, part(node, "organization_id"))
