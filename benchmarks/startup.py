"""How long one question takes as a user asks it, against bare scripts that load the same files.

    python benchmarks/startup.py [--rounds 15] [--json]

Measured on the shipped graph and on a generated one of 20,000 triples; before the clock starts, all must
have answered alike. The bars are those that the project set itself.
"""

import argparse
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from alternate import Command, Timing, alternate, run, table

_HERE = os.path.dirname(os.path.abspath(__file__))
_ROOT = os.path.dirname(_HERE)
_DAY = "2004-04-13"
_BARE, _RDFLIB, _WARM, _COLD = "bare pyoxigraph", "bare rdflib", "kzgraph query", "kzgraph query, cold cache"


def program() -> list[str]:
    """Return how a user starts kzgraph: the installed script, or the module of this checkout."""
    script = shutil.which("kzgraph", path=os.path.dirname(sys.executable))
    return [script] if script else [sys.executable, "-m", "kzgraph"]


def questions(graph: str, party: str, work: str) -> list[Command]:
    """Return the four ways to ask who led the party on the day; prepares the derived dates in *work*.

    The bare scripts get the days that kzgraph derives from EDTF dates as a file, ready made: they do the same
    join on the same triples, without the work of deriving them.
    """
    derived = os.path.join(work, "derived.nt")
    with open(derived, "w", encoding="utf-8") as file:
        file.writelines(derive(graph))
    query = os.path.join(graph, "queries", "leaders-on.rq")
    iri = "https://w3id.org/kzgraph/id/" + party.removeprefix("kz:")
    question = [*program(), "--graph", graph, "query", "leaders-on", "--party", party, "--on", _DAY]
    question += ["--format", "csv"]
    env = {"XDG_CACHE_HOME": os.path.join(work, "cache"), "PYTHONPATH": path()}
    return [
        Command(
            _BARE,
            [sys.executable, os.path.join(_HERE, "bare_pyoxigraph.py"), graph, derived, query, iri, _DAY],
        ),
        Command(
            _RDFLIB, [sys.executable, os.path.join(_HERE, "bare_rdflib.py"), graph, derived, query, iri, _DAY]
        ),
        Command(_WARM, question, env),
        Command(_COLD, question, env, fresh="XDG_CACHE_HOME"),
    ]


def path() -> str:
    """Return the PYTHONPATH with which ``python -m kzgraph`` finds this checkout."""
    return os.pathsep.join(part for part in (_ROOT, os.environ.get("PYTHONPATH")) if part)


def derive(graph: str) -> list[str]:
    """Return the triples that kzgraph derives from the dates of a graph, as lines of N-Triples."""
    sys.path.insert(0, _ROOT)
    from kzgraph.storage import folders
    from kzgraph.storage.derived import derived
    from kzgraph.storage.loading import load

    return [f"{triple} .\n" for triple in derived(load(folders.read(os.path.abspath(graph))))]


def check(commands: Sequence[Command]) -> int:
    """Return how many rows all commands print; ends the program if they differ or there are none."""
    answers = []
    for command in commands:
        rows = list(csv.reader(io.StringIO(run(command)[1].decode())))
        answers.append((rows[0], sorted(rows[1:])))
        if answers[-1] != answers[0]:
            sys.exit(f"{command.name} answers otherwise:\n{answers[-1]}\n{answers[0]}")
    if not answers[0][1]:
        sys.exit("the question has no answer in this graph")
    return len(answers[0][1])


def bars(timings: Sequence[Timing]) -> list[str]:
    """Return the sentences that say whether the bars were kept."""
    of = {timing.name: timing for timing in timings}
    warm, bare, rdflib = (of[name].median for name in (_WARM, _BARE, _RDFLIB))
    return [
        _bar("kzgraph query is {:.2f} times the bare pyoxigraph script", warm / bare, 1.5),
        _bar("kzgraph query is {:.3f} of the bare rdflib script", warm / rdflib, 1 / 6),
    ]


def _bar(sentence: str, value: float, bar: float) -> str:
    verdict = "kept" if value <= bar else "MISSED"
    return f"{sentence.format(value)} (bar: at most {bar:.3g}): {verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=15, help="how often each command runs (default: 15)")
    parser.add_argument("--json", action="store_true", help="print JSON in place of tables")
    given = parser.parse_args()
    report: dict[str, dict[str, object]] = {}

    def add(title: str, timings: list[Timing], sentences: list[str]) -> None:
        report[title] = {"timings": [vars(timing) for timing in timings], "bars": sentences}
        if not given.json:
            print(f"\n{title}\n\n{table(timings)}\n\n" + "\n".join(sentences), flush=True)

    with tempfile.TemporaryDirectory() as work:
        generated = os.path.join(work, "generated")
        generator = os.path.join(_HERE, "generate.py")
        subprocess.run(
            [sys.executable, generator, generated, "--triples", "20000"], check=True, capture_output=True
        )
        for title, graph, party in (
            ("The shipped graph", _ROOT, "cpk"),
            ("A generated graph of 20,000 triples", generated, "kz:party-1"),
        ):
            commands = questions(graph, party, work)
            rows = check(commands)
            timings = alternate(commands, given.rounds)
            add(f"{title} (rows in the answer: {rows})", timings, bars(timings))
        help_of = [
            Command("import click", [sys.executable, "-c", "import click"]),
            Command("kzgraph --help", [*program(), "--help"], {"PYTHONPATH": path()}),
            Command("python -c pass", [sys.executable, "-c", "pass"]),
        ]
        timings = alternate(help_of, given.rounds)
        ratio = timings[1].median / timings[0].median
        add("Help", timings, [_bar("kzgraph --help is {:.2f} times importing click", ratio, 2)])
    if given.json:
        print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
