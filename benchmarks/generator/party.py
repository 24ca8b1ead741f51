"""A party: its names and aims, how it came about, who led it, its results, numbers, troubles and texts."""

from generator import dates, deeds, people, words
from generator.country import PARTIES, Country
from generator.dates import FIRST
from generator.layers import Layers, Said, readable
from generator.people import Thing
from generator.turtle import Node, text

#: No party takes more triples than this.
MOST = 2500

_AIMS = (
    "Lower prices",
    "Free schools",
    "Land for those who till it",
    "Peace with all neighbours",
    "Honest courts",
)


def party(layers: Layers, country: Country, number: int) -> Thing:
    """Write the party with this number, with everything about it, and return it with its abbreviation."""
    rng = layers.rng
    name = words.party(country.name, number)
    this = Thing(f"kz:party-{number}", name.short_en, name.short_ru)
    founded = FIRST + rng.randint(0, 2400)
    node = _described(layers, country, number, name)
    _founding(layers, this, founded)
    if rng.random() < 0.5:
        deeds.congress(layers, country, this, founded)
    post = Node(people.FILE, f"{this.iri}-chair", "kzo:Post")
    post.add("skos:prefLabel", text(f"Chair of the {name.en}", "en"))
    post.add("org:postIn", this.iri)
    post.write(layers.output)
    chair = Thing(post.iri, f"Chair of the {this.name}", f"председатель {this.ru}")
    leader = people.leaders(layers, this.iri, chair, this.iri, founded)
    if rng.random() < 0.5:
        layers.opine(node, this.name, leader.iri)
    _aims(layers, node, this)
    node.write(layers.output)
    deeds.results(layers, country, this, number, leader)
    deeds.counts(layers, this, founded)
    if rng.random() < 0.4:
        deeds.suspended(layers, country, this)
    for organization, likely in ((country.alliance, 0.5), (country.network, 0.3)):
        if rng.random() < likely:
            iri = f"{this.iri}-in-{organization.iri[3:]}"
            people.affiliation(layers, iri, this, organization, role="coalition-partner").write(layers.output)
    if number % PARTIES == PARTIES - 1:
        deeds.motion(layers, country, number)
    # The first party is small, so that the smallest graph holds a whole one.
    for which in range(rng.randint(0, 14) if number else 0):
        people.member(layers, f"{this.iri}-person-{which + 1}", this, founded)
    return this


def _described(layers: Layers, country: Country, number: int, name: words.PartyName) -> Node:
    """Return the party's own node."""
    rng = layers.rng
    node = Node("data/parties.ttl", f"kz:party-{number}", "kzo:Party")
    for language, value in (("en", name.en), ("ru", name.ru), ("kk", name.kk)):
        node.add("skos:prefLabel", text(value, language))
    people.alternative(layers, node, "skos:altLabel", name.latin, "kk-Latn-x-2021")
    people.alternative(layers, node, "kzo:abbreviation", name.short_en, "en")
    people.alternative(layers, node, "kzo:abbreviation", name.short_ru, "ru")
    facts = [
        ("kzo:country", country.iri, "a party of the country", "партия страны"),
        ("kzo:headquarters", country.capital, "sits in the capital", "находится в столице"),
        ("kzo:politicalPosition", "kz:position-far-left", "stands far left", "крайне левая"),
    ]
    for ideology in rng.sample(layers.concepts["ideology"], rng.randint(1, 2)):
        label = readable(ideology)
        facts.append(("kzo:ideology", ideology, label, f"идеология: {label}"))
    # Lineage points to parties with lower numbers only, so that it has no cycle.
    if number and rng.random() < 0.4:
        how = rng.choice(("kzo:splitFrom", "kzo:predecessor"))
        facts.append(
            (how, f"kz:party-{rng.randrange(max(0, number - 8), number)}", "came of another", "из другой")
        )
    for predicate, value, en, ru in facts:
        layers.state(node, [(predicate, value)], f"{name.short_en}: {en}", f"{name.short_ru}: {ru}")
    return node


def _founding(layers: Layers, this: Thing, founded: int) -> None:
    """Write the foundation, which sources can date less precisely, and the registration, disputed."""
    rng = layers.rng
    when = dates.on(founded, rng, days_only=True)
    event = deeds.new_event(this, "foundation", "kzo:OrganizationChange", f"Foundation of the {this.name}")
    facts = [
        ("kzo:kind", "kz:kind-foundation"),
        ("org:resultingOrganization", this.iri),
        ("kzo:date", when.literal),
    ]
    layers.state(event, facts, f"{this.name} founded on {when.en}", f"{this.ru} основана {when.ru}")
    if rng.random() < 0.5:
        year = when.literal[1:5]
        layers.rounded(
            event, "kzo:date", Said(dates.edtf(year), f"{this.name} of {year}", f"{this.ru}, {year} год")
        )
    event.write(layers.output)
    event = deeds.new_event(
        this, "registration", "kzo:OrganizationChange", f"Registration of the {this.name}"
    )
    facts = [("kzo:kind", "kz:kind-registration"), ("kzo:affects", this.iri)]
    layers.state(event, facts, f"{this.name} registered", f"{this.ru} зарегистрирована")
    said = []
    for after in (rng.randint(30, 200), rng.randint(201, 400)):
        day = dates.on(founded + after, rng, days_only=True)
        said.append(
            Said(day.literal, f"{this.name} registered on {day.en}", f"{this.ru}: регистрация {day.ru}")
        )
    rng.shuffle(said)
    layers.dispute(event, "kzo:date", rng.choice(("preferred", "deprecated")), *said)
    event.write(layers.output)


def _aims(layers: Layers, node: Node, this: Thing) -> None:
    for number, what in enumerate(layers.rng.sample(_AIMS, layers.rng.randint(0, 2))):
        aim = Node("data/programme.ttl", f"{this.iri}-aim-{number + 1}", "kzo:Aim")
        aim.add("skos:prefLabel", text(f"{what} ({this.name})", "en"))
        sphere = layers.rng.choice(layers.concepts["sphere"])
        label = readable(sphere)
        layers.state(aim, [("kzo:sphere", sphere)], f"{what} ({label})", f"{what} ({label})")
        aim.write(layers.output)
        layers.state(node, [("kzo:aim", aim.iri)], f"{this.name} wants: {what}", f"{this.ru} хочет: {what}")
