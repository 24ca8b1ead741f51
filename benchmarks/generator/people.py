"""People with their names, what they belong to, and the chain of leaders of a party."""

from collections.abc import Sequence
from typing import NamedTuple

from generator import dates, words
from generator.layers import Layers
from generator.turtle import Node, text
from generator.words import Name

FILE = "data/people.ttl"

#: A date property with its value.
When = tuple[str, dates.Dated]

_WORDS = {"kzo:start": ("since", "с:"), "kzo:end": ("until", "до:"), "kzo:attestedOn": ("in", "в:")}


class Thing(NamedTuple):
    """Something that others refer to: its IRI, and its names in English and in Russian texts."""

    iri: str
    name: str
    ru: str


def names(layers: Layers, node: Node, name: Name) -> None:
    """Give a thing its name in several scripts, and the other spellings that sources use."""
    rng = layers.rng
    node.add("skos:prefLabel", text(name.en, "en"))
    if rng.random() < 0.5:
        node.add("skos:prefLabel", text(name.ru, "ru"))
    if rng.random() < 0.4:
        node.add("skos:prefLabel", text(name.kk, "kk"))
    others = [(name.latin, "kk-Latn"), (name.en.rpartition(" ")[2], "en")]
    if name.casual != name.en:
        others.append((name.casual, "en"))
    for other, language in others:
        if rng.random() < 0.3:
            alternative(layers, node, "skos:altLabel", other, language)


def alternative(layers: Layers, node: Node, predicate: str, name: str, language: str) -> None:
    """Let a source use another name or an abbreviation."""
    layers.state(node, [(predicate, text(name, language))], f"also written {name}", f"пишется также {name}")


def person(layers: Layers, iri: str) -> tuple[Node, Name]:
    """Return a new person, not written yet."""
    node, name = Node(FILE, iri, "kzo:Person"), words.person(layers.rng)
    names(layers, node, name)
    return node, name


def affiliation(
    layers: Layers,
    iri: str,
    member: Thing,
    organization: Thing,
    when: Sequence[When] = (),
    role: str = "member",
) -> Node:
    """Return a new affiliation, not written yet."""
    node = Node("data/affiliations.ttl", iri, "kzo:Affiliation")
    node.add("skos:prefLabel", text(f"{member.name} in {organization.name}", "en"))
    facts = [
        ("org:member", member.iri),
        ("org:organization", organization.iri),
        ("org:role", f"kz:role-{role}"),
    ]
    layers.state(node, facts, f"{member.name} in {organization.name}", f"{member.ru} — {organization.ru}")
    date(layers, node, member, when)
    return node


def tenure(
    layers: Layers, iri: str, holder: Thing, post: Thing, leads: str, when: Sequence[When] = ()
) -> Node:
    """Return a new tenure, not written yet."""
    node = Node(FILE, iri, "kzo:Tenure")
    node.add("skos:prefLabel", text(f"{holder.name} as {post.name}", "en"))
    facts = [("kzo:holder", holder.iri), ("kzo:post", post.iri), ("kzo:leads", leads)]
    layers.state(node, facts, f"{holder.name}, {post.name}", f"{holder.ru} — {post.ru}")
    date(layers, node, holder, when)
    return node


def date(layers: Layers, node: Node, thing: Thing, when: Sequence[When]) -> None:
    """Let sources say when something held."""
    for predicate, day in when:
        en, ru = _WORDS[predicate]
        layers.state(
            node, [(predicate, day.literal)], f"{thing.name} {en} {day.en}", f"{thing.ru} {ru} {day.ru}"
        )


def member(layers: Layers, iri: str, party: Thing, earliest: int) -> None:
    """Write a person who belongs to a party."""
    node, name = person(layers, iri)
    node.write(layers.output)
    when = _membership(layers, earliest)
    affiliation(layers, f"{iri}-membership", Thing(iri, name.en, name.ru), party, when).write(layers.output)


def leaders(layers: Layers, iri: str, post: Thing, party: str, founded: int) -> Thing:
    """Write the people who led a party one after the other, and return the first of them."""
    rng = layers.rng
    day = founded + rng.randint(20, 300)
    since = dates.on(day, rng)
    all_of_them = []
    for number in range(rng.randint(3, 5)):
        node, name = person(layers, f"{iri}-leader-{number + 1}")
        node.write(layers.output)
        leader = Thing(node.iri, name.en, name.ru)
        all_of_them.append(leader)
        day += rng.randint(600, 1500)
        until = dates.on(day, rng)
        when: list[When] = [("kzo:start", since), ("kzo:end", until)]
        if number and rng.random() < 0.2:
            when = [("kzo:attestedOn", since)] if rng.random() < 0.5 else []
        tenure(layers, f"{leader.iri}-tenure", leader, post, party, when).write(layers.output)
        since = until
    return all_of_them[0]


def _membership(layers: Layers, earliest: int) -> list[When]:
    """Return what is known of when somebody belonged to something: nothing, an end, a start, a day."""
    rng = layers.rng
    kind, day = rng.random(), rng.randint(earliest, dates.LAST - 2500)
    if kind < 0.35:
        return [("kzo:start", dates.on(day, rng))]
    if kind < 0.55:
        return [("kzo:start", dates.on(day, rng)), ("kzo:end", dates.on(day + rng.randint(800, 2400), rng))]
    if kind < 0.75:
        return [("kzo:attestedOn", dates.on(day, rng))]
    return []
