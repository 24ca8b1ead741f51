"""How long `kzgraph validate` takes against pySHACL alone, and what all rules take together.

    python benchmarks/validate.py [--rounds 9] [--json]

pySHACL gets the same shapes and the same data as two files, made before the clock starts. kzgraph reads the
graph folder and does the vocabulary, the ontology's logic, the rules, the quotes and the places of
findings, too. The bars are those that the project set itself.
"""

import argparse
import glob
import json
import os
import shutil
import sys
import tempfile
import time
from statistics import median

from alternate import Command, Timing, alternate, table
from startup import program

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_PROCESS_BAR, _RULES_BAR = 1.3, 50.0


def merge(folders: tuple[str, ...], file: str) -> None:
    """Write all Turtle files in these folders of the graph into one."""
    patterns = (os.path.join(_ROOT, folder, "**", "*.ttl") for folder in folders)
    with open(file, "wb") as target:
        for name in sorted(name for pattern in patterns for name in glob.glob(pattern, recursive=True)):
            with open(name, "rb") as source:
                shutil.copyfileobj(source, target)
            target.write(b"\n")


def processes(work: str, rounds: int) -> list[Timing]:
    """Time the two programs; a graph with findings makes both end with 1, which is no failure here."""
    data, shapes = os.path.join(work, "data.ttl"), os.path.join(work, "shapes.ttl")
    merge(("ontology", "data"), data)
    merge(("shapes",), shapes)
    path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH", ""))))
    env = {"PYTHONPATH": path, "XDG_CACHE_HOME": os.path.join(work, "cache")}
    whatever = [sys.executable, "-c", "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]) > 1)"]
    pyshacl = [sys.executable, "-m", "pyshacl", "-s", shapes, data]
    kzgraph = [*program(), "validate", _ROOT]
    return alternate(
        [
            Command("pyshacl -s shapes data", [*whatever, *pyshacl], env),
            Command("kzgraph validate", [*whatever, *kzgraph], env),
        ],
        rounds,
    )


def rules(rounds: int) -> tuple[float, float]:
    """Return the medians of what all rules take together on the loaded graph, in milliseconds.

    First the queries alone, then with counting what they looked at, as `kzgraph validate` does.
    """
    sys.path.insert(0, _ROOT)
    from kzgraph.validation.checked_files import of_folder
    from kzgraph.validation.rules import read_rules, run_rules

    checked = of_folder(_ROOT)
    known = read_rules(checked.rules)
    alone, counted = [], []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        for rule in known:
            checked.graph.engine.query(rule.text)
        ended = time.perf_counter()
        run_rules(known, checked)
        alone.append((ended - began) * 1000)
        counted.append((time.perf_counter() - ended) * 1000)
    return median(alone[1:]), median(counted[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=9, help="how often each command runs (default: 9)")
    parser.add_argument("--json", action="store_true", help="print JSON in place of a table")
    given = parser.parse_args()
    work = tempfile.mkdtemp()
    try:
        timings = processes(work, given.rounds)
    finally:
        shutil.rmtree(work)
    together, counted = rules(given.rounds)
    ratio = timings[1].ratio
    if given.json:
        print(
            json.dumps(
                {"processes": [vars(each) for each in timings], "rules_ms": together, "counted_ms": counted},
                indent=1,
            )
        )
    else:
        print(table(timings))
        print(f"\nWhole process: {ratio:.2f} times pySHACL (bar: {_PROCESS_BAR}).")
        print(f"All rules together: {together:.1f} ms (bar: {_RULES_BAR:.0f} ms).")
        print(f"With counting what they looked at: {counted:.1f} ms.")
    if ratio > _PROCESS_BAR or together > _RULES_BAR:
        sys.exit("A bar is missed.")


if __name__ == "__main__":
    main()
