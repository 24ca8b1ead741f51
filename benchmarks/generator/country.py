"""An invented country: its places and public bodies, its elections, and how the votes were shared out."""

from random import Random
from typing import NamedTuple

from generator import dates, words
from generator.layers import Layers
from generator.people import Thing, alternative
from generator.turtle import Node, text
from generator.words import Name

#: Parties in a country, and countries whose parties meet in one network.
PARTIES = 4
_NETWORK = 25


class Election(NamedTuple):
    """An election with the result of each party: share in hundredths of a per cent, and rank among them."""

    iri: str
    name: str
    ru: str
    seats: int
    voters: int
    shares: tuple[int, ...]
    ranks: tuple[int, ...]


class Country(NamedTuple):
    """What its parties refer to."""

    name: Name
    iri: str
    capital: str
    court: str
    alliance: Thing
    network: Thing
    elections: tuple[Election, ...]


def country(layers: Layers, number: int) -> Country:
    """Write the country with this number."""
    name, iri = words.country(number), f"kz:country-{number}"
    place(layers, iri, name)
    capital = f"{iri}-capital"
    node = place(layers, capital, name.joined(words.spelt("қала")))
    _within(layers, node, "kzo:place", iri, name.en)
    node.write(layers.output)
    for what, en, ru, kk in (
        ("parliament", "Parliament", "Парламент", "Парламент"),
        ("court", "Supreme Court", "Верховный суд", "Жоғарғы сот"),
    ):
        body = Node("data/organizations.ttl", f"{iri}-{what}", "kzo:PublicBody")
        body.add("skos:prefLabel", text(f"{en} of {name.en}", "en"))
        body.add("skos:prefLabel", text(f"{ru} {name.ru}а", "ru"))
        body.add("skos:prefLabel", text(f"{name.kk}: {kk}", "kk"))
        _within(layers, body, "kzo:country", iri, f"{en} of {name.en}")
        body.write(layers.output)
    law = Node("data/law.ttl", f"{iri}-law", "kzo:Law")
    law.add("skos:prefLabel", text(f"Law on the Parties of {name.en}", "en"))
    law.add("skos:prefLabel", text(f"Закон о партиях {name.ru}а", "ru"))
    _within(layers, law, "kzo:country", iri, f"Law of {name.en}")
    law.write(layers.output)
    alliance = Node("data/organizations.ttl", f"{iri}-alliance", "kzo:Alliance")
    alliance.add("skos:prefLabel", text(f"For a Just {name.en}", "en"))
    alliance.write(layers.output)
    elections = _elections(layers, iri, name)
    network = _network(layers, number)
    just = Thing(alliance.iri, f"For a Just {name.en}", f"За справедливый {name.ru}")
    return Country(name, iri, capital, f"{iri}-court", just, network, elections)


def place(layers: Layers, iri: str, name: Name) -> Node:
    """Return a place with its names; a country is written at once, as nothing more is said of it."""
    node = Node("data/places.ttl", iri, "kzo:Place")
    for language, value in (("en", name.en), ("ru", name.ru), ("kk", name.kk)):
        node.add("skos:prefLabel", text(value, language))
    alternative(layers, node, "skos:altLabel", name.latin, "kk-Latn")
    if not iri.endswith("capital"):
        node.write(layers.output)
    return node


def _within(layers: Layers, node: Node, predicate: str, where: str, name: str) -> None:
    layers.state(node, [(predicate, where)], f"{name}, within the country", f"{name}, внутри страны")


def _network(layers: Layers, number: int) -> Thing:
    """Return the network that the parties of a country can join, written with the first such country."""
    which = number // _NETWORK + 1
    this = Thing(f"kz:network-{which}", f"Meeting {which} of Parties", f"Встреча партий {which}")
    if number % _NETWORK == 0:
        node = Node("data/organizations.ttl", this.iri, "kzo:Network")
        node.add("skos:prefLabel", text(this.name, "en"))
        node.add("skos:prefLabel", text(this.ru, "ru"))
        alternative(layers, node, "kzo:abbreviation", f"IMP{which}", "en")
        node.write(layers.output)
    return this


def _elections(layers: Layers, iri: str, name: Name) -> tuple[Election, ...]:
    """Write the elections of a country, one every few years."""
    rng, found = layers.rng, []
    day = dates.FIRST + rng.randint(2600, 3600)
    seats = rng.choice((77, 98, 107, 151))
    for number in range(rng.randint(2, 4)):
        when = dates.over(day, 14) if rng.random() < 0.25 else dates.on(day, rng)
        election = Node("data/elections.ttl", f"{iri}-election-{number + 1}", "kzo:Election")
        label, ru = f"{name.en} election {number + 1}", f"{name.ru}: выборы {number + 1}"
        election.add("skos:prefLabel", text(label, "en"))
        election.add("skos:prefLabel", text(ru, "ru"))
        facts = [("kzo:kind", "kz:kind-legislative-election"), ("kzo:electedBody", f"{iri}-parliament")]
        layers.state(election, facts, f"{label} to the parliament", f"{ru} в парламент")
        layers.state(election, [("kzo:date", when.literal)], f"{label}: {when.en}", f"{ru}: {when.ru}")
        election.write(layers.output)
        shares = _shares(rng)
        ranks = tuple(sorted(shares, reverse=True).index(share) + 1 for share in shares)
        voters = rng.randint(100_000, 9_000_000)
        found.append(Election(election.iri, label, ru, seats, voters, shares, ranks))
        day += rng.randint(1300, 1900)
    return tuple(found)


def _shares(rng: Random) -> tuple[int, ...]:
    """Return a share for each party, all different; together they leave something for others."""
    while True:
        weights = [rng.random() + 0.05 for _ in range(PARTIES + 1)]
        shares = tuple(int(9900 * weight / sum(weights)) for weight in weights[:PARTIES])
        # No trailing zero, as engines differ in whether they keep one.
        shares = tuple(share + 1 if share % 10 == 0 else share for share in shares)
        if len(set(shares)) == PARTIES:
            return shares
