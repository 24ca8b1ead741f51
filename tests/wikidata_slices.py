"""What was recorded of Wikidata, for the tests that compare with it: where it is at hand, and its items.

It is no part of the repository. Nothing of it is read when a test module is imported, and what can be tested
without it takes the items of `wikidata_items` instead.
"""

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
MATERIAL = SLICES.parent
needs_slices = pytest.mark.skipif(
    not SLICES.is_dir(), reason=f"the recorded answers of Wikidata are not at hand ({SLICES})"
)
needs_material = pytest.mark.skipif(
    not (MATERIAL / "links.csv").is_file(), reason=f"the stored material is not at hand ({MATERIAL})"
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
