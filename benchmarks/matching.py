"""How long it takes to find the names like one name among 100,000 of a generated graph.

    python benchmarks/matching.py [--names 100000] [--rounds 15] [--json]

Measured in one process, in alternation: a pass over the names that folds each once, building the index, and
matching names in four ways: as they are, with a typing mistake, with their words in another order, and made
up. The bars are those that the project set itself: a match under 50 ms, the index at most two passes.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import median

from alternate import Timing, table

_HERE = os.path.dirname(os.path.abspath(__file__))
_ROOT = os.path.dirname(_HERE)
_NAMING = ("#prefLabel", "#altLabel", "#abbreviation")
#: How many triples of a generated graph have one name among them.
_TRIPLES_A_NAME = 18
_QUERIES = 50
_PASS, _BUILD = "a pass that folds the names", "building the index"


def names_of(folder: str) -> Iterator[tuple[str, str]]:
    """Yield every name in the data of a graph folder with the IRI of the thing that has it."""
    from pyoxigraph import Literal, RdfFormat, parse

    data = os.path.join(folder, "data")
    for name in sorted(os.listdir(data)):
        if not name.endswith(".ttl"):
            continue
        for quad in parse(path=os.path.join(data, name), format=RdfFormat.TURTLE):
            if quad.predicate.value.endswith(_NAMING) and isinstance(quad.object, Literal):
                yield quad.object.value, str(quad.subject)


def questions(names: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return names to look for, by how they differ from those that are there."""
    random = Random(1)
    chosen = [name for name, _ in random.sample(names, _QUERIES)]
    wrong = []
    for name in chosen:
        at = random.randrange(len(name))
        wrong.append(name[:at] + random.choice("aeiourstnаеиорстн") + name[at + 1 :])
    letters = "abdeghiklmnorstuvyz"
    made_up = [
        " ".join("".join(random.choices(letters, k=random.randint(5, 11))).title() for _ in range(3))
        for _ in chosen
    ]
    return {
        "a name that is there": chosen,
        "a typing mistake": wrong,
        "other order of words": [" ".join(reversed(name.split())) for name in chosen],
        "made up": made_up,
    }


def measure(names: Sequence[tuple[str, str]], rounds: int) -> tuple[list[Timing], dict[str, list[float]]]:
    """Return the timings of pass and build over the rounds, and the milliseconds of every single match."""
    sys.path.insert(0, _ROOT)
    from kzgraph.lookup.name_match import Matcher
    from kzgraph.rdf.spelling import fold

    matcher = Matcher(names)
    times: dict[str, list[float]] = {_PASS: [], _BUILD: []}
    asked = questions(names)
    matches: dict[str, list[float]] = {how: [] for how in asked}
    for _ in range(rounds):
        times[_PASS].append(_timed(lambda: [fold(name) for name, _ in names]))
        times[_BUILD].append(_timed(lambda: Matcher(names)))
        for how, texts in asked.items():
            for text in texts:
                began = time.perf_counter()
                matcher.match(text)
                matches[how].append((time.perf_counter() - began) * 1000)
    first = times[_PASS]
    timings = []
    for name, own in times.items():
        ratios = [mine / other for mine, other in zip(own, first, strict=True)]
        spread = min(own), max(own), median(own) / median(first), min(ratios), max(ratios)
        timings.append(Timing(name, median(own), *spread))
    return timings, matches


def _timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that some work takes, without collecting what earlier work left behind."""
    gc.collect()
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _bar(sentence: str, value: float, bar: float) -> str:
    return f"{sentence.format(value)} (bar: at most {bar:g}): {'kept' if value <= bar else 'MISSED'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--names", type=int, default=100_000, help="how many names (default: 100000)")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is done (default: 15)")
    parser.add_argument("--json", action="store_true", help="print JSON in place of tables")
    given = parser.parse_args()
    if given.rounds < 1 or given.names < _QUERIES:
        parser.error(f"at least one round and {_QUERIES} names")
    with tempfile.TemporaryDirectory() as work:
        graph = os.path.join(work, "graph")
        triples = str(max(20_000, given.names * _TRIPLES_A_NAME))
        generator = [sys.executable, os.path.join(_HERE, "generate.py"), graph, "--triples", triples]
        subprocess.run(generator, check=True, capture_output=True)
        names = list(names_of(graph))[: given.names]
    timings, matches = measure(names, given.rounds)
    every = sorted(value for values in matches.values() for value in values)
    bars = [
        _bar("building the index is {:.2f} passes over the names", timings[1].ratio, 2),
        _bar("one match takes {:.1f} ms, median", median(every), 50),
        _bar("one match takes {:.1f} ms, the slowest of 100", every[len(every) * 99 // 100], 50),
    ]
    if given.json:
        summary = {how: {"median": median(v), "slowest": max(v)} for how, v in matches.items()}
        report = {
            "names": len(names),
            "timings": [vars(t) for t in timings],
            "matches": summary,
            "bars": bars,
        }
        print(json.dumps(report, indent=1))
        return
    print(f"{len(names):,} names\n\n{table(timings)}\n\n| match | median ms | slowest ms |\n|---|--:|--:|")
    for how, values in matches.items():
        print(f"| {how} | {median(values):.1f} | {max(values):.1f} |")
    print("\n" + "\n".join(bars))


if __name__ == "__main__":
    main()
