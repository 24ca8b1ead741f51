"""Which folder may be replaced by a release: one that is empty, or an earlier release and nothing else."""

from __future__ import annotations

import os

from kzgraph.errors import UsageError, shown
from kzgraph.release.files import MARKER, SUMS
from kzgraph.storage.files import below, some, target_of

__all__ = ["check_target", "only_a_release"]


def check_target(target: str) -> None:
    """Raise what would keep a release from being put there, before anything is done."""
    if target_of(target, "a release") is not None:
        only_a_release(os.path.realpath(target))


def only_a_release(folder: str, new: str = "") -> None:
    """Raise UsageError if the folder has anything that is not of an earlier release."""
    found = below(folder)
    if found and MARKER not in found:
        raise UsageError(
            f"The folder {shown(folder, 300)} is no release that kzgraph built before: {some(found)}.",
            hint="Name a new folder, or an empty one. Nothing was changed.",
        )
    others = found - _listed(folder) - {MARKER, SUMS}
    if others:
        raise UsageError(
            f"The release {shown(folder, 300)} has files that are not of it: {some(others)}.",
            hint="Put them elsewhere first. Nothing was changed.",
        )


def _listed(folder: str) -> set[str]:
    try:
        with open(os.path.join(folder, SUMS), encoding="utf-8", errors="replace") as source:
            return {line.rstrip("\n").partition("  ")[2] for line in source}
    except FileNotFoundError:
        return set()
