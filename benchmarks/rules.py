"""How the time of each rule in queries/verify/ grows with the graph.

    python benchmarks/rules.py [--triples 40000] [--rounds 3]

Each rule runs on a generated graph and on one four times as large. Linear growth is a ratio of about 4,
quadratic growth one of 16; the ratios of rules that take less than 5 ms are noise and are left out. The
time of all rules on the shipped graph comes last.
"""

import argparse
import glob
import os
import subprocess
import sys
import tempfile
import time

_HERE = os.path.dirname(os.path.abspath(__file__))
_ROOT = os.path.dirname(_HERE)
_NOISE = 0.005
_BAR = 8.0
_SHIPPED = 0.05  # seconds


def quickest(text: str, folder: str, rounds: int) -> dict[str, float]:
    """Return the seconds of the quickest of several rounds of every rule on the graph in *folder*."""
    sys.path.insert(0, _ROOT)
    from kzgraph.storage import folders
    from kzgraph.storage import loading as store

    graph = store.load(folders.read(folder))
    times = {}
    for path in sorted(glob.glob(os.path.join(_ROOT, text))):
        with open(path, encoding="utf-8") as file:
            rule = file.read()
        spent = []
        for _ in range(rounds):
            start = time.perf_counter()
            list(graph.query(rule))  # type: ignore[arg-type]
            spent.append(time.perf_counter() - start)
        times[os.path.basename(path).removesuffix(".rq")] = min(spent)
    return times


def main() -> None:
    """Generate the two graphs, run the rules and print a table."""
    parser = argparse.ArgumentParser(description="How the time of each rule grows with the graph.")
    parser.add_argument("--triples", type=int, default=40_000, help="size of the larger graph")
    parser.add_argument("--rounds", type=int, default=3, help="how often each rule runs")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        measured = []
        for triples in (chosen.triples // 4, chosen.triples):
            folder = os.path.join(work, str(triples))
            generate = [sys.executable, os.path.join(_HERE, "generate.py"), folder, "--triples", str(triples)]
            subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
            measured.append(quickest("queries/verify/*.rq", folder, chosen.rounds))
    small, large = measured
    print("| rule | ms | ratio |\n|---|--:|--:|")
    for rule, seconds in sorted(large.items(), key=lambda item: -item[1]):
        if seconds >= _NOISE:
            ratio = seconds / small[rule]
            print(f"| {rule} | {seconds * 1000:.1f} | {ratio:.1f}{'' if ratio <= _BAR else ' too much'} |")
    print(f"\nAll rules together: {sum(large.values()) * 1000:.0f} ms, {sum(small.values()) * 1000:.0f} ms")
    shipped = sum(quickest("queries/verify/*.rq", _ROOT, 5 * chosen.rounds).values())
    print(f"On the shipped graph: {shipped * 1000:.0f} ms (at most {_SHIPPED * 1000:.0f})")


if __name__ == "__main__":
    main()
