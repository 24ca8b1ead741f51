"""Reading Popolo: people, organisations, posts and memberships, as the Popolo project's specification has them.

https://www.popoloproject.com/specs/. Read are files with the lists ``persons``, ``organizations``, ``posts`` and
``memberships``, as EveryPolitician published them; memberships also where they stand within a person.

A membership becomes a kzo:Affiliation of the person to the organisation; with a post it becomes a kzo:Tenure. A
membership ``on_behalf_of`` an organisation also becomes an affiliation to that one, without a role: the file says
that somebody sat for a party, not what they were in it. A membership without dates gets none: whether somebody
sat through all of a legislative period is not said.
"""

from __future__ import annotations

import re
from typing import Final

from kzgraph import edtf
from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.intake.document import Document
from kzgraph.intake.jsontext import Node, parse
from kzgraph.intake.model import UNKNOWN, Fact, Intake, Kind, Name, Progress, Spot, Thing, Trouble
from kzgraph.intake.vocabulary import Vocabulary, edtf_literal
from kzgraph.names import fold
from kzgraph.quotes import MOST_WORDS
from kzgraph.terms import EDTF_LITERAL, FOAF, KZO, ORG, Term, iri, is_iri

__all__ = ["read"]

_LISTS: Final = ("persons", "organizations", "posts", "memberships")
_WIKIDATA: Final = "http://www.wikidata.org/entity/"
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
#: Members of an object that are read, or only say which object it is.
_READ: Final = {
    "persons": {
        *("id", "name", "other_names", "family_name", "given_name", "sort_name", "patronymic_name"),
        *("identifiers", "birth_date", "memberships"),
    },
    "organizations": {"id", "name", "other_names", "identifiers", "classification", "parent_id", "links"},
    "posts": {"id", "label", "organization_id", "role", "other_labels"},
    "memberships": {
        *("id", "person_id", "organization_id", "on_behalf_of_id", "role", "post_id"),
        *("start_date", "end_date"),
    },
}


def read(
    document: Document, vocabulary: Vocabulary, language: str, progress: Progress | None = None
) -> Intake:
    """Return what a Popolo file says; names without a language have *language*.

    Raises GraphLoadError for what is not JSON or not Popolo.
    """
    root = parse(document)
    lists = (
        [name for name in _LISTS if isinstance(getattr(root.value.get(name), "value", None), list)]
        if (isinstance(root.value, dict))
        else []
    )
    if not lists or (lists == ["memberships"]):
        found = (
            ", ".join(shown(name, 30) for name in [*root.value][:6]) if isinstance(root.value, dict) else ""
        )
        raise GraphLoadError(
            f"{document.name} is not Popolo.",
            [Problem(document.name, 1, 1, f"it has {found}" if found else "it is no object with lists")],
            hint="A Popolo file is an object with the lists persons, organizations and memberships.",
        )
    reader = _Reader(document, root, vocabulary)
    reader.run(progress)
    return reader.intake


class _Reader:
    """Reading one file; *intake* is what was found so far."""

    def __init__(self, document: Document, root: Node, vocabulary: Vocabulary) -> None:
        self.intake = Intake()
        self._document = document
        self._root = root
        self._vocabulary = vocabulary
        self._ids: dict[str, Node] = {}

    def run(self, progress: Progress | None) -> None:
        """Read everything: things first, so that memberships may stand above them."""
        for name in _LISTS:
            self.intake.counts[name] = len(self._root.items(name))
        for name, node in self._root.members():
            if (
                name not in _LISTS
                and name != "meta"
                and not (isinstance(node.value, list) and not node.value)
            ):
                self.intake.leave(name, node.spot, "the graph keeps no such list")
        people = self._objects("persons", "person")
        for node, key in people:
            self._person(node, key)
        for node, key in self._objects("organizations", "organization"):
            self._organization(node, key)
        for node in self._root.items("organizations"):
            self._parent(node)
        for node, key in self._objects("posts", "post"):
            self._post(node, key)
        nested = [(each, key) for node, key in people for each in node.items("memberships")]
        self.intake.counts["memberships"] += len(nested)
        memberships = [*((each, "") for each in self._root.items("memberships")), *nested]
        for n, (node, owner) in enumerate(memberships):
            if self._is_object(node):
                self._membership(node, owner)
            if progress is not None:
                progress(n + 1, len(memberships))
        if not self.intake.counts["posts"]:
            del self.intake.counts["posts"]

    # --- people, organisations, posts

    def _objects(self, name: str, kind: str) -> list[tuple[Node, str]]:
        """Return the objects of a list that have an id of their own, with their keys."""
        found = []
        for node in self._root.items(name):
            if not self._is_object(node):
                continue
            identity = node.text("id")
            if not identity:
                self._wrong(node.spot, "it has no id")
                continue
            key = f"{kind}/{identity}"
            if key in self._ids:
                first = self._ids[key]
                same = "the same again" if _same(node, first) else "another one"
                self._wrong(_part(node, "id"), f"the id {shown(identity)} is that of {first.path}, {same}")
                continue
            self._ids[key] = node
            found.append((node, key))
            self._leave_rest(name, node)
        return found

    def _is_object(self, node: Node) -> bool:
        if not isinstance(node.value, dict):
            self._wrong(node.spot, "it is no object")
            return False
        for name in node.twice:
            self._wrong(_part(node, name), f"{shown(name)} stands here twice; the last one counts")
        return True

    def _leave_rest(self, name: str, node: Node) -> None:
        for member, value in node.members():
            if member not in _READ[name] and value.value not in ([], {}, ""):
                self.intake.leave(f"{name}.{member}", value.spot, "the graph has no property for it")

    def _person(self, node: Node, key: str) -> None:
        thing = self._thing(node, key, "person", KZO + "Person", "name")
        if thing is None:
            return
        thing.family = node.text("family_name")
        if re.fullmatch(_UUID, node.text("id")):
            thing.identifiers.add(f"urn:uuid:{node.text('id')}")
        thing.born = self._date(node, "birth_date") or ""
        if thing.born and self._vocabulary.birth:
            birth = self._vocabulary.birth
            datatypes = self._vocabulary.datatypes(birth)
            datatype = datatypes[0] if len(datatypes) == 1 else EDTF_LITERAL
            self._fact(key, birth, Term("literal", thing.born, None, datatype), _part(node, "birth_date"))
        elif thing.born:
            self.intake.leave(
                "persons.birth_date", _part(node, "birth_date"), "the graph has no property for it"
            )

    def _organization(self, node: Node, key: str) -> None:
        name = node.text("name")
        classification = node.text("classification").lower()
        thing = self._thing(
            node, key, "organization", KZO + _CLASSES.get(classification, "Organization"), "name"
        )
        if thing is not None and fold(name) in _NO_ORGANIZATION:
            thing.placeholder = True
        for link in node.items("links"):
            address = link.text("url")
            if "site" in link.text("note").lower() and address.startswith("http") and is_iri(address):
                self._fact(key, FOAF + "homepage", iri(address), _part(link, "url"))
            else:
                self.intake.leave("organizations.links", link.spot, "only websites are taken")

    def _parent(self, node: Node) -> None:
        key, parent = f"organization/{node.text('id')}", f"organization/{node.text('parent_id')}"
        if self._ids.get(key) is not node or not node.text("parent_id"):
            return
        if self._there(node, "parent_id", "organization") and parent != key:
            self._fact(key, KZO + "partOf", parent, _part(node, "parent_id"))

    def _post(self, node: Node, key: str) -> None:
        thing = self._thing(node, key, "post", KZO + "Post", "label" if node.text("label") else "role")
        if thing is not None and node.text("organization_id"):
            where = self._there(node, "organization_id", "organization")
            if where:
                thing.ties.append(where)
                self._fact(key, ORG + "postIn", where, _part(node, "organization_id"))

    def _thing(self, node: Node, key: str, kind: Kind, cls: str, member: str) -> Thing | None:
        """Make a thing with its names and identifiers; None if it has no name that can be taken."""
        thing = Thing(key, kind, cls, node.spot)
        self._name(thing, node, member, UNKNOWN)
        for other in node.items("other_names"):
            language = other.text("lang") or UNKNOWN
            if language == UNKNOWN or (_language(language) and self._vocabulary.speaks(language)):
                self._name(thing, other, "name", language)
            else:
                what = f"names in {language}" if _language(language) else "names in no language"
                self.intake.leave(what, other.spot, "the graph has no names in it")
        if not thing.names:
            if not node.text(member):
                self._wrong(node.spot, "it has no name")
            return None
        for each in node.items("identifiers"):
            value = each.text("identifier")
            if each.text("scheme").lower() == "wikidata" and re.fullmatch("Q[1-9][0-9]*", value):
                thing.identifiers.add(_WIKIDATA + value)
            else:
                self.intake.leave(f"identifiers of {shown(each.text('scheme'), 30)}", each.spot)
        self.intake.things[key] = thing
        return thing

    def _name(self, thing: Thing, node: Node, member: str, language: str) -> None:
        text = " ".join(node.text(member).split())
        if text and (message := _unwritable(text)):
            self._wrong(_part(node, member), message)
        elif text and all(text != each.text or language != each.language for each in thing.names):
            thing.names.append(Name(text, language, _part(node, member)))

    # --- memberships

    def _membership(self, node: Node, owner: str) -> None:
        self._leave_rest("memberships", node)
        person = owner or self._there(node, "person_id", "person")
        said = _part(self._ids[owner], "id") if owner else _part(node, "person_id")
        start, end = self._date(node, "start_date"), self._date(node, "end_date")
        if start and end and edtf.parse(start).earliest > edtf.parse(end).latest:
            self._wrong(_part(node, "end_date"), f"it ends before it begins ({start})")
            start = end = None
        dates = [("start", "start_date", start), ("end", "end_date", end)]
        if not person:
            return
        role = node.text("role")
        post = self._there(node, "post_id", "post") if node.text("post_id") else ""
        body = self._there(node, "organization_id", "organization") if node.text("organization_id") else ""
        party = self._there(node, "on_behalf_of_id", "organization") if node.text("on_behalf_of_id") else ""
        if not (post or body or party):
            if not any(node.text(each) for each in ("post_id", "organization_id", "on_behalf_of_id")):
                self._wrong(node.spot, "it names neither an organisation nor a post")
            return
        if post:
            thing = self._node(node, "Tenure", (person, post, start or "", end or ""))
            self._fact(thing.key, KZO + "holder", person, said)
            self._fact(thing.key, KZO + "post", post, self._beside(node, "post_id", said))
            self._dates(thing, node, dates, said)
        elif body:
            thing = self._node(node, "Affiliation", (person, body, role, start or "", end or ""))
            self._fact(thing.key, ORG + "member", person, said)
            self._fact(thing.key, ORG + "organization", body, self._beside(node, "organization_id", said))
            self._role(thing, node, body, self._beside(node, "role", said))
            self._dates(thing, node, dates, said)
            self._tie(person, body)
        if party:
            thing = self._node(node, "Affiliation", (person, party, "", start or "", end or ""))
            self._fact(thing.key, ORG + "member", person, said)
            self._fact(thing.key, ORG + "organization", party, self._beside(node, "on_behalf_of_id", said))
            self._dates(thing, node, dates, said)
            self._tie(person, party)

    def _node(self, node: Node, cls: str, parts: tuple[str, ...]) -> Thing:
        key = " ".join([cls, *parts])
        return self.intake.things.setdefault(key, Thing(key, "other", KZO + cls, node.spot))

    def _tie(self, person: str, organization: str) -> None:
        thing = self.intake.things[person]
        classes = (KZO + "Party", KZO + "Alliance")
        if organization not in thing.ties and self.intake.things[organization].cls in classes:
            thing.ties.append(organization)

    def _role(self, thing: Thing, node: Node, body: str, spot: Spot) -> None:
        """Say the role: a concept of the graph; it may be a post of the graph, too, if the curator says so."""
        role = " ".join(node.text("role").split())
        if not role or _unwritable(role):
            return
        concept = self._vocabulary.roles.get(fold(role))
        if concept is None:
            self.intake.leave(f"the role {shown(role, 40)}", spot, "no role of the graph has this name")
        else:
            self._fact(thing.key, ORG + "role", iri(concept), spot)
        thing.position = f"post/{body.partition('/')[2]}/{role}"
        if thing.position not in self.intake.things:
            position = Thing(thing.position, "post", "", spot, [Name(role, UNKNOWN, spot)])
            position.ties.append(body)
            self.intake.things[thing.position] = position

    def _dates(self, thing: Thing, node: Node, dates: list[tuple[str, str, str | None]], said: Spot) -> None:
        for name, member, date in dates:
            if date:
                self._fact(thing.key, KZO + name, edtf_literal(date), self._beside(node, member, said))

    def _beside(self, node: Node, member: str, said: Spot) -> Spot:
        """Return the words of a member up to those that name the person, if they are few enough for a quote."""
        own = _part(node, member)
        start, end = min(own.start, said.start), max(own.end, said.end)
        few = end - start < 2000 and len(self._document.text[start:end].split()) <= MOST_WORDS
        return Spot(start, end, own.path) if few else own

    # --- parts

    def _there(self, node: Node, member: str, kind: str) -> str:
        """Return the key of the thing that a member names; "" and a trouble if there is none."""
        identity = node.text(member)
        key = f"{kind}/{identity}"
        if key in self.intake.things:
            return key
        if not identity:
            self._wrong(node.spot, f"it has no {member}")
        elif key in self._ids:
            self._wrong(_part(node, member), f"{self._ids[key].path}, which it names, was not taken")
        else:
            self._wrong(_part(node, member), f"the file has no {kind} with the id {shown(identity)}")
        return ""

    def _date(self, node: Node, member: str) -> str | None:
        """Return a date as EDTF, with the precision that it has; None and a trouble if it is none."""
        text = node.text(member)
        if not text:
            return None
        try:
            edtf.parse(text)
        except ValueError as error:
            self._wrong(_part(node, member), f"{shown(text)}: {error}")
            return None
        return text

    def _fact(self, subject: str, predicate: str, value: Term | str, spot: Spot) -> None:
        self.intake.facts.append(Fact(subject, predicate, value, spot))

    def _wrong(self, spot: Spot, message: str) -> None:
        self.intake.troubles.append(Trouble(spot, message))


def _part(node: Node, member: str) -> Spot:
    """Return the place of a member of an object, that of the object if it is not there."""
    found = node.get(member)
    return node.spot if found is None else found.spot


def _same(one: Node, other: Node) -> bool:
    """Tell whether two values are equal."""
    if isinstance(one.value, dict) and isinstance(other.value, dict):
        return one.value.keys() == other.value.keys() and all(
            _same(each, other.value[name]) for name, each in one.value.items()
        )
    if isinstance(one.value, list) and isinstance(other.value, list):
        return len(one.value) == len(other.value) and all(map(_same, one.value, other.value))
    return bool(one.value == other.value)


def _language(tag: str) -> bool:
    return re.fullmatch("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag) is not None


def _unwritable(text: str) -> str:
    """Return why a name cannot be one, "" if it can."""
    found = re.search("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", text)
    return f"the name holds a character that no name has: {shown(found.group())}" if found else ""
