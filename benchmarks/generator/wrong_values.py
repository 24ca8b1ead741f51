"""Violations of what a thing must look like: values, classes, names and dates that cannot be."""

from generator.planted import Spot, Violation, kind
from generator.turtle import Node, text


@kind("dates-swapped")
def dates_swapped(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.say(node, "kzo:start", '"2012-03"^^edtf:EDTF')
    spot.say(node, "kzo:end", '"2009-11-02"^^edtf:EDTF')
    return spot.done(node, "kzo:start")


@kind("date-in-the-future")
def date_in_the_future(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.say(node, "kzo:start", '"2999-01"^^edtf:EDTF')
    return spot.done(node, "kzo:start")


@kind("share-above-100")
def share_above_100(spot: Spot) -> Violation:
    return _number(spot, "kzo:voteShare", "123.4")


@kind("votes-negative")
def votes_negative(spot: Spot) -> Violation:
    return _number(spot, "kzo:votes", "-5")


@kind("votes-as-text")
def votes_as_text(spot: Spot) -> Violation:
    return _number(spot, "kzo:votes", text("1234"))


@kind("seats-beyond-the-house")
def seats_beyond_the_house(spot: Spot) -> Violation:
    node = spot.result()
    spot.say(node, "kzo:seats", "120")
    spot.say(node, "kzo:seatsOf", "98")
    return spot.done(node, "kzo:seats")


@kind("dangling-iri")
def dangling_iri(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.say(node, "kzo:place", spot.iri("place"))
    return spot.done(node, "kzo:place")


@kind("object-of-another-class")
def object_of_another_class(spot: Spot) -> Violation:
    node = spot.result()
    spot.say(node, "kzo:candidate", spot.election.iri)
    return spot.done(node, "kzo:candidate")


@kind("second-value")
def second_value(spot: Spot) -> Violation:
    node = spot.tenure()
    spot.say(node, "kzo:holder", spot.person("second").iri)
    return spot.done(node, "kzo:holder")


@kind("property-misspelt")
def property_misspelt(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.say(node, "kzo:attestedon", '"2010"^^edtf:EDTF')
    return spot.done(node, "kzo:attestedon")


@kind("class-misspelt")
def class_misspelt(spot: Spot) -> Violation:
    node = Node("data/people.ttl", spot.iri("supporter"), "kzo:Persn")
    node.add("skos:prefLabel", text("Somebody", "en"))
    return spot.done(node, "a")


@kind("name-missing")
def name_missing(spot: Spot) -> Violation:
    node = spot.affiliation()
    node.remove("skos:prefLabel")
    return spot.done(node, "skos:prefLabel")


@kind("name-without-language")
def name_without_language(spot: Spot) -> Violation:
    node = spot.affiliation()
    node.remove("skos:prefLabel")
    node.add("skos:prefLabel", text("A membership"))
    return spot.done(node, "skos:prefLabel")


@kind("two-names-in-one-language")
def two_names_in_one_language(spot: Spot) -> Violation:
    node = spot.affiliation()
    node.add("skos:prefLabel", text("Another name of the same", "en"))
    return spot.done(node, "skos:prefLabel")


@kind("lineage-cycle")
def lineage_cycle(spot: Spot) -> Violation:
    nodes = []
    for which in ("faction", "group"):
        node = Node("data/parties.ttl", spot.iri(which), "kzo:Party")
        node.add("skos:prefLabel", text(f"A {which} of the {spot.party.name}", "en"))
        nodes.append(node)
    spot.say(nodes[0], "kzo:predecessor", nodes[1].iri)
    spot.say(nodes[1], "kzo:predecessor", nodes[0].iri)
    nodes[1].write(spot.layers.output)
    return spot.done(nodes[0], "kzo:predecessor")


@kind("same-as")
def same_as(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.say(node, "owl:sameAs", spot.iri("affiliation"))
    return spot.done(node, "owl:sameAs")


def _number(spot: Spot, predicate: str, value: str) -> Violation:
    node = spot.result()
    spot.say(node, predicate, value)
    return spot.done(node, predicate)
