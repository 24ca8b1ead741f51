"""Write a graph folder of the same shape as the shipped one, from 4 thousand to 5 million triples.

    python benchmarks/generate.py OUT --triples 20000 [--seed 1] [--errors N]

The ontology, queries and shapes are copied, but for those about Wikidata and links; data/ and sources/
tell of invented parties. The same arguments give the same bytes, whatever the machine.
"""

import argparse
import os
import shutil
import sys
from random import Random

from generator.country import PARTIES, country
from generator.layers import Layers
from generator.party import MOST, party
from generator.people import Thing, member
from generator.planted import ROOM, Planter, Spot
from generator.turtle import Output

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_COPIED = ("ontology", "queries", "shapes")
# Invented parties are in no register, and the mappings to Wikidata name posts of the shipped graph.
_LEFT_OUT = shutil.ignore_patterns("wikidata*", "links.ttl")
_SMALLEST = 4_000
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept"


class Progress:
    """A line on a terminal that says how far the work is; silent elsewhere."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._shown = -1
        self._on = sys.stderr.isatty()

    def show(self, done: int) -> None:
        """Show the share that is done, if it has changed."""
        percent = min(100, 100 * done // self._total)
        if self._on and percent != self._shown:
            self._shown = percent
            print(f"\r{percent:3} % of {self._total:,} triples", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self._on:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def generate(out: str, triples: int, seed: int, errors: int) -> int:
    """Write the folder *out*, new or empty, and return how many triples its Turtle files have."""
    for name in _COPIED:
        shutil.copytree(os.path.join(_ROOT, name), os.path.join(out, name), ignore=_LEFT_OUT)
    output = Output(out)
    output.triples, concepts = _ontology(os.path.join(out, "ontology"))
    layers = Layers(output, Random(f"{seed}"), concepts)
    planter = Planter(errors, Random(f"{seed}/errors"))
    progress = Progress(triples)
    volumes, volume = 2 + triples // 60_000, 0
    first, number = output.triples, 0
    while True:
        layers.rng = Random(f"{seed}/{number}")
        if (layers.triples - first) * volumes >= (triples - first) * volume:
            layers.open_sources()
            volume += 1
        if number % PARTIES == 0:
            land = country(layers, number // PARTIES)
        last = party(layers, land, number)
        number += 1
        full = layers.triples + ROOM * planter.left + MOST >= triples
        due = errors if full else errors * layers.triples // triples
        while planter.planted < due:
            planter.plant(Spot(layers, last, land.elections[0], planter.planted))
        progress.show(layers.triples)
        if full:
            break
    _fill(layers, last, triples)
    layers.close_sources()
    output.close()
    if errors:
        planter.write(os.path.join(out, "planted.json"))
    progress.end()
    return output.triples


def _fill(layers: Layers, last: Thing, triples: int) -> None:
    """Add members of the last party until the number of triples is as near as it gets."""
    number = 0
    while layers.triples + 25 < triples:
        number += 1
        member(layers, f"{last.iri}-supporter-{number}", last, 730_000)


def _ontology(folder: str) -> tuple[int, dict[str, list[str]]]:
    """Return how many triples the ontology has, and its concepts by the first word of their names."""
    from pyoxigraph import NamedNode, RdfFormat, Store

    store = Store()
    for name in sorted(os.listdir(folder)):
        if name.endswith(".ttl"):
            store.load(path=os.path.join(folder, name), format=RdfFormat.TURTLE)
    concepts: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(_TYPE), NamedNode(_CONCEPT)):
        local = str(quad.subject).strip("<>").rpartition("/")[2]
        concepts.setdefault(local.partition("-")[0], []).append(f"kz:{local}")
    return len(store), {word: sorted(names) for word, names in concepts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("out", metavar="OUT", help="folder to write; must be new or empty")
    parser.add_argument(
        "--triples",
        type=int,
        default=20_000,
        help=f"size, ontology included, at least {_SMALLEST} (default: 20000)",
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another graph (default: 1)")
    parser.add_argument(
        "--errors", type=int, default=0, help="violations to plant and to list in planted.json"
    )
    given = parser.parse_args()
    least = _SMALLEST + ROOM * given.errors
    if given.triples < least:
        parser.error(f"--triples must be at least {least} (with this number of errors)")
    if os.path.exists(given.out) and os.listdir(given.out):
        parser.error(f"{given.out} is not empty")
    print(f"{generate(given.out, given.triples, given.seed, given.errors):,} triples in {given.out}")


if __name__ == "__main__":
    main()
