"""Time commands against each other: whole processes, in alternation, medians and ratios.

    python benchmarks/alternate.py [--rounds 15] [--json] NAME=COMMAND NAME=COMMAND …

Every round runs each command once, so that whatever else the machine does meets all of them. Compare the
ratios: the times are those of one machine on one day.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Command:
    """A command to time. *fresh* names an environment variable that gets a new empty folder in each run."""

    name: str
    argv: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    fresh: str = ""


@dataclass(frozen=True)
class Timing:
    """Wall time in milliseconds over all rounds, and the ratio to the first command.

    *ratio* is that of the medians, *lowest* and *highest* are the extremes of the ratios within a round.
    """

    name: str
    median: float
    minimum: float
    maximum: float
    ratio: float
    lowest: float
    highest: float


def alternate(commands: Sequence[Command], rounds: int) -> list[Timing]:
    """Run all commands once to warm up and then *rounds* times in turn, and return their timings.

    Raises RuntimeError with the error output of a command that fails.
    """
    times: list[list[float]] = [[] for _ in commands]
    for turn in range(rounds + 1):
        for own, command in zip(times, commands, strict=True):
            elapsed = run(command)[0]
            if turn:
                own.append(elapsed * 1000)
    timings = []
    for own, command in zip(times, commands, strict=True):
        ratios = [mine / first for mine, first in zip(own, times[0], strict=True)]
        middle = median(own)
        spread = min(own), max(own), middle / median(times[0]), min(ratios), max(ratios)
        timings.append(Timing(command.name, middle, *spread))
    return timings


def run(command: Command) -> tuple[float, bytes]:
    """Run a command; return its wall time in seconds and its standard output."""
    env = {**os.environ, **command.env}
    folder = tempfile.mkdtemp() if command.fresh else ""
    if folder:
        env[command.fresh] = folder
    try:
        began = time.perf_counter()
        done = subprocess.run(command.argv, env=env, capture_output=True, check=False)
        elapsed = time.perf_counter() - began
    finally:
        if folder:
            shutil.rmtree(folder)
    if done.returncode:
        raise RuntimeError(f"{command.name} failed:\n{done.stderr.decode(errors='replace')}")
    return elapsed, done.stdout


def table(timings: Sequence[Timing]) -> str:
    """Return the timings as a table in Markdown."""
    lines = ["| command | median ms | min–max | ratio | min–max |", "|---|--:|--:|--:|--:|"]
    for t in timings:
        times = f"{t.median:.0f} | {t.minimum:.0f}–{t.maximum:.0f}"
        lines.append(f"| {t.name} | {times} | {t.ratio:.2f} | {t.lowest:.2f}–{t.highest:.2f} |")
    return "\n".join(lines)


def as_json(timings: Sequence[Timing]) -> str:
    """Return the timings as JSON."""
    return json.dumps([vars(timing) for timing in timings], ensure_ascii=False, indent=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "commands", nargs="+", metavar="NAME=COMMAND", help="the first is what others are compared to"
    )
    parser.add_argument("--rounds", type=int, default=15, help="how often each command runs (default: 15)")
    parser.add_argument("--json", action="store_true", help="print JSON in place of a table")
    given = parser.parse_args()
    if given.rounds < 1:
        parser.error("--rounds must be at least 1")
    commands = []
    for text in given.commands:
        name, equals, command = text.partition("=")
        if not equals or not shlex.split(command):
            parser.error(f"{text!r} is not NAME=COMMAND")
        commands.append(Command(name, shlex.split(command)))
    try:
        timings = alternate(commands, given.rounds)
    except (OSError, RuntimeError) as error:
        sys.exit(str(error))
    print(as_json(timings) if given.json else table(timings))


if __name__ == "__main__":
    main()
