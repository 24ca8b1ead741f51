"""A graph and a cache for the tests of `wikidata diff` and `wikidata draft`: our terms, and small items of Wikidata."""

from __future__ import annotations

import shutil
from pathlib import Path

from program import ROOT, Done, kzgraph
from wikidata_items import ITEMS

from kzgraph.wikidata.cache import Cache

FIXTURE = Path(__file__).parent / "fixtures" / "wikidata"
DAY = "2026-11-20"


def make_world(folder: Path) -> World:
    """Return a new graph and cache in *folder*."""
    return World(folder)


class World:
    """The graph folder and the cache; *run* is the program on them."""

    def __init__(self, folder: Path) -> None:
        self.graph = folder / "graph"
        self.cache = folder / "items"
        shutil.copytree(FIXTURE, self.graph)
        for file in (ROOT / "ontology").glob("*.ttl"):
            shutil.copy(file, self.graph / "ontology")
        items = Cache(self.cache)
        for entity in ITEMS.values():
            items.put(entity, DAY)
        items.put(ITEMS["Q29552"], DAY, asked_for="Q9990001")  # as if it had been merged
        items.put_missing("Q9990404", DAY)

    def run(self, *args: str, env: dict[str, str] | None = None) -> Done:
        """Run ``kzgraph wikidata`` with these arguments."""
        places = {"KZGRAPH_GRAPH": str(self.graph), "KZGRAPH_WIKIDATA_CACHE": str(self.cache)}
        return kzgraph("wikidata", *args, env={**places, **(env or {})})
