"""How long `kzgraph export` takes against what the libraries alone take, and how much memory.

    python benchmarks/export.py [--triples 1000000] [--rounds 5] [--json]

N-Triples and N-Quads against a script that loads the same files into a pyoxigraph store and dumps it (for
N-Quads: the same quads, from the file that kzgraph wrote); the writing of Turtle against that of rdflib,
which has the same prefixes. The bars are those that the project set itself.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from statistics import median

from alternate import Command, Timing, alternate, table
from generate import generate
from startup import program

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_TIME_BAR, _MEMORY_BAR, _TURTLE_BAR = 1.3, 1.5, 0.1

#: Loads files and dumps them; tells the seconds of both, and the peak of memory in KB after loading.
_DUMP = """
import glob, resource, sys, time
from pyoxigraph import DefaultGraph, RdfFormat, Store
pattern, kind, out = sys.argv[1:]
store = Store()
began = time.perf_counter()
for path in sorted(glob.glob(pattern, recursive=True)):
    store.load(path=path, format=RdfFormat.from_extension(path.rpartition(".")[2]))
loaded, peak = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(out, "wb") as file:
    graph = DefaultGraph() if kind == "nt" else None
    store.dump(file, format=RdfFormat.from_extension(kind), from_graph=graph)
print(loaded - began, time.perf_counter() - loaded, peak)
"""
#: Writes one format from what is read before; tells the seconds of both, and the peak of memory in KB.
_WRITE = """
import resource, sys, time
from kzgraph import folders
from kzgraph.export.formats import FORMATS, writer
from kzgraph.export.source import material_of
from kzgraph.storage.graph import Graph
folder, kind, out = sys.argv[1:]
began = time.perf_counter()
material = material_of(Graph(folder=folders.read(folder)))
read = time.perf_counter()
with open(out, "wb") as file:
    writer(FORMATS[kind])(material, file)
print(read - began, time.perf_counter() - read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
#: Has rdflib write Turtle with the same prefixes; tells the seconds of reading and writing, and the peak.
_RDFLIB = """
import resource, sys, time
import rdflib
triples, like, out = sys.argv[1:]
began = time.perf_counter()
graph = rdflib.Graph().parse(triples, format="nt")
for line in open(like, encoding="utf-8"):
    if not line.startswith("@prefix"):
        break
    _, name, namespace, _ = line.split()
    graph.bind(name[:-1], namespace[1:-1])
read = time.perf_counter()
graph.serialize(out, format="turtle")
print(read - began, time.perf_counter() - read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True)
class Parts:
    """What a script told: seconds of reading and of writing, and the peak of memory in MB."""

    name: str
    read: float
    write: float
    peak: float


def processes(work: str, graph: str, rounds: int) -> dict[str, list[Timing]]:
    """Time whole processes in alternation, by format."""
    env = {"PYTHONPATH": os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH", ""))))}
    found = {}
    for kind, pattern in (("nt", f"{graph}/[od]*/**/*.ttl"), ("nq", os.path.join(work, "same.nq"))):
        if (
            kind == "nq"
        ):  # what kzgraph writes has a graph for each layer and source: the script gets the same
            export(graph, kind, pattern)
        found[kind] = alternate(
            [
                Command(
                    f"pyoxigraph: load, dump {kind}",
                    [sys.executable, "-c", _DUMP, pattern, kind, os.path.join(work, f"bare.{kind}")],
                    env,
                ),
                Command(
                    f"kzgraph export {kind}",
                    [*program(), "--graph", graph, "export", "-o", os.path.join(work, f"own.{kind}")],
                    env,
                ),
            ],
            rounds,
        )
    return found


def export(graph: str, kind: str, out: str) -> None:
    """Export a graph once."""
    env = {**os.environ, "PYTHONPATH": _ROOT}
    subprocess.run([*program(), "--graph", graph, "export", "--format", kind, "-o", out], env=env, check=True)


def parts(name: str, script: str, *args: str, rounds: int = 1) -> Parts:
    """Run a script that tells its parts; return the medians of the times and the highest peak."""
    env = {**os.environ, "PYTHONPATH": _ROOT}
    told = []
    for _ in range(rounds):
        command = [sys.executable, "-c", script, *args]
        done = subprocess.run(command, env=env, check=True, capture_output=True)
        told.append([float(part) for part in done.stdout.split()])
    read, write, peak = zip(*told, strict=True)
    return Parts(name, median(read), median(write), max(peak) / 1024)


def measure(work: str, graph: str, rounds: int) -> list[Parts]:
    """Measure the parts of reading and writing within a process."""
    triples, turtle, out = (os.path.join(work, name) for name in ("own.nt", "own.ttl", "out"))
    export(graph, "ttl", turtle)
    return [
        parts("pyoxigraph dump nt", _DUMP, f"{graph}/[od]*/**/*.ttl", "nt", out, rounds=rounds),
        parts("kzgraph nt", _WRITE, graph, "nt", out, rounds=rounds),
        parts("pyoxigraph dump nq", _DUMP, os.path.join(work, "same.nq"), "nq", out, rounds=rounds),
        parts("kzgraph nq", _WRITE, graph, "nq", out, rounds=rounds),
        parts("rdflib ttl", _RDFLIB, triples, turtle, out),
        parts("kzgraph ttl", _WRITE, graph, "ttl", out, rounds=rounds),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--triples", type=int, default=1_000_000, help="size of the graph (default: 1000000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each command runs (default: 5)")
    parser.add_argument("--json", action="store_true", help="print JSON in place of tables")
    given = parser.parse_args()
    work = tempfile.mkdtemp()
    try:
        graph = os.path.join(work, "graph")
        triples = generate(graph, given.triples, 1, 0)
        timings = processes(work, graph, given.rounds)
        found = {each.name: each for each in measure(work, graph, given.rounds)}
    finally:
        shutil.rmtree(work)
    bars = [
        *(
            (f"kzgraph export {kind}, whole process, to pyoxigraph's", each[1].ratio, _TIME_BAR)
            for kind, each in timings.items()
        ),
        *(
            (
                f"Peak of memory of {kind} to that of the loaded store",
                found[f"kzgraph {kind}"].peak / found["pyoxigraph dump nt"].peak,
                _MEMORY_BAR,
            )
            for kind in timings
        ),
        ("Writing Turtle to rdflib's", found["kzgraph ttl"].write / found["rdflib ttl"].write, _TURTLE_BAR),
    ]
    if given.json:
        each = {kind: [vars(timing) for timing in of] for kind, of in timings.items()}
        of = [vars(part) for part in found.values()]
        print(json.dumps({"triples": triples, "processes": each, "parts": of, "bars": bars}, indent=1))
    else:
        print(f"{triples:,} triples\n")
        print("\n\n".join(table(of) for of in timings.values()))
        print("\n| within one process | reading s | writing s | peak MB |\n|---|--:|--:|--:|")
        for part in found.values():
            print(f"| {part.name} | {part.read:.2f} | {part.write:.2f} | {part.peak:.0f} |")
        print()
        for name, ratio, bar in bars:
            print(f"{name}: {ratio:.2f} (bar: at most {bar:g}): {'kept' if ratio <= bar else 'missed'}  ")
    if any(ratio > bar for _, ratio, bar in bars):
        sys.exit("A bar is missed.")


if __name__ == "__main__":
    main()
