"""Reading the memberships of a Popolo file: affiliations to organisations, and tenures of posts."""

from __future__ import annotations

from typing import Final

from kzgraph.editing.declarations import edtf_literal
from kzgraph.errors import shown
from kzgraph.evidence.quotes import MOST_WORDS
from kzgraph.importing.json_places import Node
from kzgraph.importing.objects import Objects, part, unwritable
from kzgraph.importing.records import UNKNOWN, Name, Spot, Thing
from kzgraph.rdf import edtf
from kzgraph.rdf.spelling import fold
from kzgraph.rdf.terms import KZO, ORG, iri

__all__ = ["Memberships"]

#: The dates of a membership: names of ours, of Popolo's, and the dates in EDTF.
_Dates = list[tuple[str, str, str | None]]
#: Members farther apart than that are not quoted together.
_FAR: Final = 2000


class Memberships(Objects):
    """Reads memberships, once the things they tie together are read."""

    def membership(self, node: Node, owner: str) -> None:
        """Read one membership; *owner* is the key of the person in whose object it stands, "" if in none."""
        if not self.is_object(node):
            return
        self.leave_rest("memberships", node)
        person = owner or self.there(node, "person_id", "person")
        said = part(self.ids[owner], "id") if owner else part(node, "person_id")
        start, end = self.date(node, "start_date"), self.date(node, "end_date")
        if start and end and edtf.parse(start).earliest > edtf.parse(end).latest:
            self.intake.wrong(part(node, "end_date"), f"it ends before it begins ({start})")
            start = end = None
        dates: _Dates = [("start", "start_date", start), ("end", "end_date", end)]
        if not person:
            return
        role = node.text("role")
        ends = {"post_id": "post", "organization_id": "organization", "on_behalf_of_id": "organization"}
        named = {member: kind for member, kind in ends.items() if node.text(member)}
        keys = {member: self.there(node, member, kind) for member, kind in named.items()}
        post, body, party = (keys.get(member, "") for member in ends)
        if not (post or body or party):
            if not named:
                self.intake.wrong(node.spot, "it names neither an organisation nor a post")
            return
        if post:
            thing = self._node(node, "Tenure", (person, post, start or "", end or ""))
            self.intake.say(thing.key, KZO + "holder", person, said)
            self.intake.say(thing.key, KZO + "post", post, self._beside(node, "post_id", said))
            self._dates(thing, node, dates, said)
        elif body:
            thing = self._node(node, "Affiliation", (person, body, role, start or "", end or ""))
            self.intake.say(thing.key, ORG + "member", person, said)
            self.intake.say(
                thing.key, ORG + "organization", body, self._beside(node, "organization_id", said)
            )
            self._role(thing, node, body, self._beside(node, "role", said))
            self._dates(thing, node, dates, said)
            self._tie(person, body)
        if party:
            thing = self._node(node, "Affiliation", (person, party, "", start or "", end or ""))
            self.intake.say(thing.key, ORG + "member", person, said)
            self.intake.say(
                thing.key, ORG + "organization", party, self._beside(node, "on_behalf_of_id", said)
            )
            self._attested(thing, node, dates)
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
        """Say the role: a concept of the graph, or a post of the graph, if the curator says so."""
        role = " ".join(node.text("role").split())
        if not role or unwritable(role):
            return
        concept = self.declarations.roles.get(fold(role))
        if concept is None:
            self.intake.leave(f"the role {shown(role, 40)}", spot, "no role of the graph has this name")
        thing.position = f"post/{body.partition('/')[2]}/{role}"
        self.intake.say(thing.key, ORG + "role", iri(concept) if concept else thing.position, spot)
        if thing.position not in self.intake.things:
            position = Thing(thing.position, "post", "", spot, [Name(role, UNKNOWN, spot)])
            position.ties.append(body)
            self.intake.things[thing.position] = position

    def _dates(self, thing: Thing, node: Node, dates: _Dates, said: Spot) -> None:
        for name, member, date in dates:
            if date:
                spot = self._beside(node, member, said)
                self.intake.say(thing.key, KZO + name, edtf_literal(date), spot)

    def _attested(self, thing: Thing, node: Node, dates: _Dates) -> None:
        """Say when somebody sat for a party: they may have belonged to it before, and since."""
        known = [(member, date) for _, member, date in dates if date]
        if known:
            first, last = part(node, known[0][0]), part(node, known[-1][0])
            spot = Spot(min(first.start, last.start), max(first.end, last.end), first.path)
            value = edtf_literal("/".join(date for _, date in known))
            self.intake.say(thing.key, KZO + "attestedOn", value, spot)

    def _beside(self, node: Node, member: str, said: Spot) -> Spot:
        """Return the words of a member; with those that name the person if they stand elsewhere, too."""
        own = part(node, member)
        document = self.document
        if document.has_once(own.start, own.end):
            return own
        start, end = min(own.start, said.start), max(own.end, said.end)
        few = end - start < _FAR and len(document.text[start:end].split()) <= MOST_WORDS
        return Spot(start, end, own.path) if few else own
