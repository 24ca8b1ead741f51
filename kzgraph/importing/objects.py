"""The objects of a Popolo file by their ids, and what is found in them: the parts that its readers share."""

from __future__ import annotations

import json
import re
from typing import Final

from kzgraph.editing.declarations import Declarations, Kind
from kzgraph.errors import shown
from kzgraph.importing.document import Document
from kzgraph.importing.json_places import Node
from kzgraph.importing.records import UNKNOWN, Intake, Name, Spot, Thing
from kzgraph.rdf import edtf
from kzgraph.rdf.qids import ENTITY, is_id

__all__ = ["Objects", "part", "unwritable"]

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


class Objects:
    """A Popolo file being read: its *document* and *root*, and the *intake* with what was found so far.

    *ids* are the objects by their keys (``person/ID``), also those that could not be taken.
    """

    def __init__(self, document: Document, root: Node, declarations: Declarations) -> None:
        self.document = document
        self.root = root
        self.declarations = declarations
        self.intake = Intake()
        self.ids: dict[str, Node] = {}

    def objects(self, name: str, kind: str) -> list[tuple[Node, str]]:
        """Return the objects of a list that have an id of their own, with their keys."""
        found = []
        for node in self.root.items(name):
            if not self.is_object(node):
                continue
            identity = node.text("id")
            if not identity:
                self.intake.wrong(node.spot, "it has no id")
                continue
            key = f"{kind}/{identity}"
            if key in self.ids:
                first = self.ids[key]
                same = "the same again" if self._plain(node) == self._plain(first) else "another one"
                self.intake.wrong(
                    part(node, "id"), f"the id {shown(identity)} is that of {first.path}, {same}"
                )
                continue
            self.ids[key] = node
            found.append((node, key))
            self.leave_rest(name, node)
        return found

    def _plain(self, node: Node) -> object:
        """Return a value of the file without the places in it."""
        return json.loads(self.document.text[node.start : node.end])

    def is_object(self, node: Node) -> bool:
        """Tell whether a node is an object, and note what is wrong with it."""
        if not isinstance(node.value, dict):
            self.intake.wrong(node.spot, "it is no object")
            return False
        for name in node.twice:
            self.intake.wrong(part(node, name), f"{shown(name)} stands here twice; the last one counts")
        return True

    def leave_rest(self, name: str, node: Node) -> None:
        """Note the members of an object that are not read."""
        for member, value in node.members():
            if member not in _READ[name] and value.value not in ([], {}, ""):
                self.intake.leave(f"{name}.{member}", value.spot, "the graph has no property for it")

    def thing(self, node: Node, key: str, kind: Kind, cls: str, member: str) -> Thing | None:
        """Make a thing with its names and identifiers; None if it has no name that can be taken."""
        thing = Thing(key, kind, cls, node.spot)
        self._name(thing, node, member, UNKNOWN)
        for other in node.items("other_names"):
            language = other.text("lang") or UNKNOWN
            if language == UNKNOWN or (_language(language) and self.declarations.speaks(language)):
                self._name(thing, other, "name", language)
            else:
                what = f"names in {language}" if _language(language) else "names in no language"
                self.intake.leave(what, other.spot, "the graph has no names in it")
        if not thing.names:
            if not node.text(member):
                self.intake.wrong(node.spot, "it has no name")
            return None
        for each in node.items("identifiers"):
            value = each.text("identifier")
            if each.text("scheme").lower() == "wikidata" and value.startswith("Q") and is_id(value):
                thing.identifiers.add(ENTITY + value)
            else:
                self.intake.leave(f"identifiers of {shown(each.text('scheme'), 30)}", each.spot)
        self.intake.things[key] = thing
        return thing

    def _name(self, thing: Thing, node: Node, member: str, language: str) -> None:
        text = " ".join(node.text(member).split())
        if text and (message := unwritable(text)):
            self.intake.wrong(part(node, member), message)
        elif text and all(text != each.text or language != each.language for each in thing.names):
            thing.names.append(Name(text, language, part(node, member)))

    def there(self, node: Node, member: str, kind: str) -> str:
        """Return the key of the thing that a member names; "" and a trouble if there is none."""
        identity = node.text(member)
        key = f"{kind}/{identity}"
        if key in self.intake.things:
            return key
        if not identity:
            self.intake.wrong(node.spot, f"it has no {member}")
        elif key in self.ids:
            self.intake.wrong(part(node, member), f"{self.ids[key].path}, which it names, was not taken")
        else:
            self.intake.wrong(part(node, member), f"the file has no {kind} with the id {shown(identity)}")
        return ""

    def date(self, node: Node, member: str) -> str | None:
        """Return a date as EDTF, with the precision that it has; None and a trouble if it is none."""
        text = node.text(member)
        if not text:
            return None
        try:
            edtf.parse(text)
        except ValueError as error:
            self.intake.wrong(part(node, member), f"{shown(text)}: {error}")
            return None
        return text


def part(node: Node, member: str) -> Spot:
    """Return the place of a member of an object, that of the object if it is not there."""
    found = node.get(member)
    return node.spot if found is None else found.spot


def _language(tag: str) -> bool:
    return re.fullmatch("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag) is not None


def unwritable(text: str) -> str:
    """Return why a name cannot be one, "" if it can."""
    found = re.search("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", text)
    return f"the name holds a character that no name has: {shown(found.group())}" if found else ""
