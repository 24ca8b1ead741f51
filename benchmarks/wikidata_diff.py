"""How long `kzgraph wikidata diff` takes against parsing the JSON of its items alone.

    python benchmarks/wikidata_diff.py [--items 1000] [--rounds 3] [--slices DIR]

The items are real ones (recorded answers of Wikidata, in a folder beside the checkout), repeated under other
identifiers until there are enough. Each is linked to a party, person or place of a graph that is made for it,
with four facts and their claims. What parses alone reads the same files, and does nothing with them.
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
from typing import Any

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_SLICES = os.path.join(os.path.dirname(_ROOT), "shared", "wikidata", "slices")
_BAR = 3.0
_PREFIXES = """@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix kz: <https://w3id.org/kzgraph/id/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix t: <https://example.org/test/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
t:usa a kzo:Place ; skos:prefLabel "United States"@en ; skos:exactMatch wd:Q30 .
t:idea skos:prefLabel "conservatism"@en ; skos:exactMatch wd:Q7169 .
t:source a kzo:Source ; skos:prefLabel "source"@en .
"""
_THING = """t:thing-{n} a kzo:Party ; skos:prefLabel "Thing {n}"@en ; skos:exactMatch wd:{qid} ;
    kzo:country t:usa ; kzo:ideology t:idea ; kzo:abbreviation "T{n}"@en .
t:founding-{n} a kzo:OrganizationChange ; kzo:kind kz:kind-foundation ;
    org:resultingOrganization t:thing-{n} ;
    kzo:date "1991"^^edtf:EDTF .
"""
_CLAIM = """t:claim-{n}-{m} a kzo:Claim ; rdf:subject t:{s} ; rdf:predicate {p} ; rdf:object {o} ;
    kzo:source t:source ; kzo:quote "words {n} {m}" ; kzo:rank wikibase:NormalRank .
"""


def items(slices: str) -> list[dict[str, Any]]:
    """Return the recorded items that have statements."""
    found = []
    for name in sorted(glob.glob(os.path.join(slices, "wikidata-*", "*.json"))):
        with open(name, "rb") as file:
            answer = json.load(file)
        entities = answer.get("entities") or {"": answer}
        found += [each for each in entities.values() if isinstance(each, dict) and each.get("claims")]
    return found


def build(work: str, recorded: list[dict[str, Any]], number: int) -> None:
    """Write the graph folder and the cache."""
    from kzgraph.wikidata.cache import Cache

    shutil.copytree(os.path.join(_ROOT, "ontology"), os.path.join(work, "graph", "ontology"))
    os.makedirs(os.path.join(work, "graph", "data"))
    cache = Cache(os.path.join(work, "items"))
    with open(os.path.join(work, "graph", "data", "things.ttl"), "w", encoding="utf-8") as file:
        file.write(_PREFIXES)
        for n in range(number):
            qid = f"Q{9_000_000_000 + n}"
            cache.put({**recorded[n % len(recorded)], "id": qid}, "2026-11-20")
            file.write(_THING.format(n=n, qid=qid))
            facts = [
                (f"thing-{n}", "kzo:country", "t:usa"),
                (f"thing-{n}", "kzo:ideology", "t:idea"),
                (f"thing-{n}", "kzo:abbreviation", f'"T{n}"@en'),
                (f"founding-{n}", "kzo:date", '"1991"^^edtf:EDTF'),
            ]
            file.writelines(_CLAIM.format(n=n, m=m, s=s, p=p, o=o) for m, (s, p, o) in enumerate(facts))


def parse(folder: str) -> int:
    """Read and parse all copies, and return how many there are."""
    found = 0
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb", buffering=0) as file:
            json.loads(file.read())
        found += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--items", type=int, default=1000, help="how many items (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is done (default: 3)")
    parser.add_argument("--slices", default=_SLICES, help="the folder with the recorded answers")
    given = parser.parse_args()
    recorded = items(given.slices)
    if not recorded:
        sys.exit(f"No recorded items in {given.slices}: name their folder with --slices.")
    sys.path.insert(0, _ROOT)
    work = tempfile.mkdtemp()
    try:
        build(work, recorded, given.items)
        compare(work, given.items, given.rounds)
    finally:
        shutil.rmtree(work)


def compare(work: str, number: int, rounds: int) -> None:
    """Time both in turns, print medians and the ratio; exit with 1 if the bar is missed."""
    from kzgraph.knowledge_graph import load
    from kzgraph.render.text import page_text
    from kzgraph.wikidata.cache import Cache
    from kzgraph.wikidata.diff import diff
    from kzgraph.wikidata.diff_page import diff_page

    os.environ["XDG_CACHE_HOME"] = os.path.join(work, "cache")
    graph = load(os.path.join(work, "graph"))
    folder = os.path.join(work, "items", "entities")
    size = sum(entry.stat().st_size for entry in os.scandir(folder))
    parsed, compared, arranged = [], [], []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        if parse(folder) != number:
            sys.exit("The cache is not what it should be.")
        middle = time.perf_counter()
        found = diff(graph, Cache(os.path.join(work, "items")))
        if sum(each.state == "compared" for each in found.things) != number:
            sys.exit("Not everything was compared.")
        end = time.perf_counter()
        text = "".join(page_text(diff_page(found, graph.prefixes), width=80, colour=False))
        parsed.append(middle - start)
        compared.append(end - middle)
        arranged.append(time.perf_counter() - end)
    alone, both, page = (median(each[1:]) for each in (parsed, compared, arranged))
    pairs = sum(len(each.pairs) for each in found.things)
    lines = text.count("\n")
    print(
        f"{number} items, {size / 1e6:.0f} MB of JSON, {pairs} pairs, {lines} lines; {rounds} rounds, medians"
    )
    print(f"parsing alone        {alone * 1000:8.0f} ms   1.00")
    print(f"diff                 {both * 1000:8.0f} ms   {both / alone:.2f}")
    print(f"diff and its text    {(both + page) * 1000:8.0f} ms   {(both + page) / alone:.2f} (bar: {_BAR})")
    if (both + page) / alone > _BAR:
        sys.exit("The bar is missed.")


if __name__ == "__main__":
    main()
