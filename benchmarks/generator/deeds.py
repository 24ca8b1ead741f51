"""What parties did and got: congresses, election results, members, suspensions, motions."""

from generator import dates
from generator.country import PARTIES, Country
from generator.dates import FIRST
from generator.layers import Layers, Said, readable
from generator.people import Thing
from generator.turtle import Node, text


def new_event(this: Thing, what: str, kind: str, label: str) -> Node:
    node = Node("data/events.ttl", f"{this.iri}-{what}", kind)
    node.add("skos:prefLabel", text(label, "en"))
    return node


def congress(layers: Layers, country: Country, this: Thing, founded: int) -> None:
    """Write an organ of the party, and one of its meetings."""
    organ = Node("data/organizations.ttl", f"{this.iri}-congress", "kzo:PartyOrgan")
    organ.add("skos:prefLabel", text(f"Congress of the {this.name}", "en"))
    layers.state(organ, [("kzo:partOf", this.iri)], f"the congress of the {this.name}", f"съезд {this.ru}")
    years = layers.rng.randint(2, 5)
    facts = [("kzo:meetsAtLeastEvery", f'"P{years}Y"^^xsd:duration')]
    layers.state(organ, facts, f"at least once in {years} years", f"не реже чем раз в {years} г.")
    organ.write(layers.output)
    when = dates.on(founded + layers.rng.randint(400, 6000), layers.rng)
    event = new_event(this, "meeting", "kzo:Meeting", f"A congress of the {this.name}")
    facts = [("kzo:kind", "kz:kind-congress"), ("kzo:actor", this.iri), ("kzo:place", country.capital)]
    layers.state(event, facts, f"the {this.name} met in the capital", f"{this.ru}: встреча в столице")
    layers.state(event, [("kzo:date", when.literal)], f"met: {when.en}", f"встреча: {when.ru}")
    event.write(layers.output)


def results(layers: Layers, country: Country, this: Thing, number: int, leader: Thing) -> None:
    for election in country.elections:
        share, rank = election.shares[number % PARTIES], election.ranks[number % PARTIES]
        seats = election.seats * share // 10_000 if share >= 500 else 0
        votes = election.voters * share // 10_000
        node = Node("data/elections.ttl", f"{this.iri}-in-{election.iri[3:]}", "kzo:ElectionResult")
        node.add("skos:prefLabel", text(f"The {this.name} in the {election.name}", "en"))
        percent = f"{share // 100}.{share % 100:02}"
        outcome = "in-parliament" if seats else "not-in-parliament"
        en, ru = f"{this.name} in {election.name}", f"{this.ru}, {election.ru}"
        layers.state(node, [("kzo:election", election.iri), ("kzo:contestant", this.iri)], en, ru)
        facts = [("kzo:voteShare", percent), ("kzo:votes", str(votes)), ("kzo:ranking", str(rank))]
        layers.state(
            node, facts, f"{votes:,} votes, {percent}%, place {rank}", f"{votes} голосов ({percent}%)"
        )
        facts = [("kzo:seats", str(seats)), ("kzo:seatsOf", str(election.seats))]
        facts.append(("kzo:outcome", f"kz:outcome-{outcome}"))
        en, ru = f"{this.name}: {seats} of {election.seats} seats", f"{this.ru}: мандатов {seats}"
        layers.state(node, facts, en, ru)
        if layers.rng.random() < 0.2:
            layers.state(
                node, [("kzo:candidate", leader.iri)], f"{leader.name} stood", f"кандидат {leader.ru}"
            )
        node.write(layers.output)


def counts(layers: Layers, this: Thing, founded: int) -> None:
    """Write one count that is known, and one that two sources give differently, so that none is accepted."""
    rng = layers.rng
    for what in ("members", "members-recognised"):
        node = Node("data/counts.ttl", f"{this.iri}-{what}", "kzo:MemberCount")
        node.add("skos:prefLabel", text(f"Members of the {this.name}", "en"))
        facts = [("org:organization", this.iri), ("kzo:kind", f"kz:count-{what}")]
        layers.state(node, facts, f"membership of the {this.name}", f"членство: {this.ru}")
        when = dates.on(founded + rng.randint(100, 6000), rng)
        layers.state(
            node, [("kzo:date", when.literal)], f"as counted in {when.en}", f"по подсчёту: {when.ru}"
        )
        first = rng.randint(1_000, 90_000)
        said = [
            Said(str(n), f"{this.name}: {n:,} members", f"{this.ru}: членов {n}")
            for n in (first, first + 1_111)
        ]
        if what == "members":
            layers.state(node, [("kzo:count", said[0].value)], said[0].en, said[0].ru)
        else:
            layers.dispute(node, "kzo:count", "open", *said)
        node.write(layers.output)


def suspended(layers: Layers, country: Country, this: Thing) -> None:
    rng = layers.rng
    when = dates.on(FIRST + rng.randint(5000, 11_000), rng)
    ground = rng.choice(layers.concepts["ground"])
    event = new_event(this, "suspension", "kzo:LegalAction", f"Suspension of the {this.name}")
    facts = [("kzo:kind", "kz:kind-suspension"), ("kzo:affects", this.iri), ("kzo:actor", country.court)]
    layers.state(event, facts, f"the court suspended the {this.name}", f"суд приостановил {this.ru}")
    layers.state(event, [("kzo:date", when.literal)], f"suspended: {when.en}", f"приостановлена: {when.ru}")
    layers.state(event, [("kzo:ground", ground)], f"ground: {readable(ground)}", f"за: {readable(ground)}")
    event.write(layers.output)


def motion(layers: Layers, country: Country, number: int) -> None:
    """Write a declaration of the country's alliance, signed by parties of this country and earlier ones."""
    rng = layers.rng
    when = dates.on(FIRST + rng.randint(5000, 11_000), rng, days_only=True)
    node = Node("data/motions.ttl", f"{country.iri}-motion", "kzo:Motion")
    node.add("skos:prefLabel", text(f"Solidarity motion of {country.alliance.name}", "en"))
    facts = [("kzo:kind", "kz:kind-motion"), ("kzo:actor", country.alliance.iri), ("kzo:date", when.literal)]
    layers.state(
        node, facts, f"{country.alliance.name} moved on {when.en}", f"{country.alliance.ru}, {when.ru}"
    )
    lowest = max(0, number - 40)
    for signatory in rng.sample(range(lowest, number + 1), rng.randint(3, min(10, number - lowest + 1))):
        words_of_it = f"party {signatory} of the list"
        layers.state(node, [("kzo:signatory", f"kz:party-{signatory}")], words_of_it, words_of_it)
    node.write(layers.output)
