"""Violations of the two layers: facts without claims, claims without facts, quotes that are none."""

from generator.layers import Said
from generator.planted import Spot, Violation, kind
from generator.source import DEPRECATED, NORMAL
from generator.turtle import Node, text

_DATE = '"2010-05"^^edtf:EDTF'


@kind("accepted-without-claim")
def accepted_without_claim(spot: Spot) -> Violation:
    node = spot.affiliation()
    node.add("kzo:start", _DATE)
    return spot.done(node, "kzo:start")


@kind("claim-not-accepted")
def claim_not_accepted(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.say(node, "kzo:start", _DATE)
    node.remove("kzo:start")
    return spot.done(node, "kzo:start")


@kind("opinion-accepted")
def opinion_accepted(spot: Spot) -> Violation:
    node = spot.affiliation()
    predicate, value = spot.layers.opine(node, spot.party.name, spot.party.iri)
    node.add(predicate, value)
    return spot.done(node, predicate)


@kind("deprecated-accepted")
def deprecated_accepted(spot: Spot) -> Violation:
    node = spot.affiliation()
    _claim(spot, node, rank=DEPRECATED, more=[f"kzo:rankReason {text('A slip of the pen.', 'en')}"])
    node.add("kzo:start", _DATE)
    return spot.done(node, "kzo:start")


@kind("disputed-accepted")
def disputed_accepted(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.layers.dispute(node, "kzo:start", "open", *_sides(spot))
    node.add("kzo:start", _DATE)
    return spot.done(node, "kzo:start")


@kind("conflict-one-way")
def conflict_one_way(spot: Spot) -> Violation:
    node, layers = spot.affiliation(), spot.layers
    one, two = layers.sources[:2]
    first, second = one.new_claim(), two.new_claim()
    for source, iri, said, more in (
        (one, first, _sides(spot)[0], [f"kzo:conflictsWith {second}"]),
        (two, second, _sides(spot)[1], [f"kzo:rankReason {text('A slip of the pen.', 'en')}"]),
    ):
        rank = NORMAL if iri == first else DEPRECATED
        quote = source.say(said.en, layers.rng)
        source.claim(node.iri, "kzo:start", said.value, quote, rank=rank, more=more, iri=iri)
    node.add("kzo:start", _DATE)
    layers.question((first, second), "May", "June")
    node.write(layers.output)
    return Violation(one.file, first, "kzo:conflictsWith")


@kind("quote-changed")
def quote_changed(spot: Spot) -> Violation:
    node = spot.affiliation()
    source = spot.layers.sources[0]
    quote = source.say(f"since May 2010, as {spot.party.name} says", spot.layers.rng)
    return _quoted(spot, node, quote.replace("since", "sinse"))


@kind("quote-twice")
def quote_twice(spot: Spot) -> Violation:
    node = spot.affiliation()
    source = spot.layers.sources[0]
    quote = source.say(f"since May 2010, as {spot.party.name} says", spot.layers.rng)
    source.write(f"Once more: {quote}.\n")
    return _quoted(spot, node, quote)


@kind("quote-too-long")
def quote_too_long(spot: Spot) -> Violation:
    node = spot.affiliation()
    words = "since May 2010 and ever since then in spring and in autumn without a break"
    return _quoted(spot, node, spot.layers.sources[0].say(words, spot.layers.rng))


@kind("claim-without-rank")
def claim_without_rank(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.say(node, "kzo:start", _DATE)
    claim = _claim(spot, node, rank="")
    node.write(spot.layers.output)
    return Violation(spot.layers.sources[0].file, claim, "kzo:rank")


@kind("source-missing")
def source_missing(spot: Spot) -> Violation:
    node = spot.affiliation()
    spot.say(node, "kzo:start", _DATE)
    claim = _claim(spot, node, source=f"kz:source-x{spot.number + 1}")
    node.write(spot.layers.output)
    return Violation(spot.layers.sources[0].file, claim, "kzo:source")


def _sides(spot: Spot) -> tuple[Said, Said]:
    """Return two dates that cannot both be right, the first of them the usual one."""
    name = spot.party.name
    first = Said(_DATE, f"{name}: since May 2010", f"{spot.party.ru}: с мая 2010")
    return first, Said('"2010-06"^^edtf:EDTF', f"{name}: since June 2010", f"{spot.party.ru}: с июня 2010")


def _claim(
    spot: Spot, node: Node, *, rank: str = NORMAL, more: list[str] | None = None, source: str = ""
) -> str:
    """Let the first source claim the usual date, with something about the claim that can be wrong."""
    first = spot.layers.sources[0]
    quote = first.say(f"since May 2010, as {spot.party.name} says", spot.layers.rng)
    return first.claim(node.iri, "kzo:start", _DATE, quote, rank=rank, more=more or (), source=source)


def _quoted(spot: Spot, node: Node, quote: str) -> Violation:
    """Accept the usual date for a claim of the first source with this quote, which is what is wrong."""
    source = spot.layers.sources[0]
    claim = source.claim(node.iri, "kzo:start", _DATE, quote)
    node.add("kzo:start", _DATE)
    node.write(spot.layers.output)
    return Violation(source.file, claim, "kzo:quote")
