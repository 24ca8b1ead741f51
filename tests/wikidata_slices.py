"""Real answers of Wikidata for the tests: where they are at hand, and which of them are items."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SLICES = Path(
    os.environ.get("KZGRAPH_SLICES") or Path(__file__).resolve().parents[2] / "shared" / "wikidata" / "slices"
)
needs_slices = pytest.mark.skipif(
    not SLICES.is_dir(), reason=f"the recorded answers of Wikidata are not at hand ({SLICES})"
)


@cache
def entities() -> dict[str, dict[str, Any]]:
    """Return all recorded items by id, as the API answered them."""
    found = {}
    for file in sorted([*SLICES.glob("wikidata-entity/*.json"), *SLICES.glob("wikidata-api/wbget*.json")]):
        answer = json.loads(file.read_bytes())
        for entity in (answer.get("entities") or {"": answer}).values():
            found[entity["id"]] = entity
    return found
