"""What somebody would write without kzgraph: load the Turtle with rdflib, run one query, print the rows.

python benchmarks/bare_rdflib.py GRAPH DERIVED.nt QUERY.rq PARTY DAY
"""

import csv
import glob
import sys

from rdflib import Graph
from rdflib.query import ResultRow


def main() -> None:
    folder, derived, query, party, day = sys.argv[1:]
    graph = Graph()
    for pattern in ("ontology/*.ttl", "data/**/*.ttl"):
        for path in glob.glob(f"{folder}/{pattern}", recursive=True):
            graph.parse(path, format="turtle")
    graph.parse(derived, format="nt")
    with open(query, encoding="utf-8") as file:
        text = file.read()
    text = text.replace("$party", f"<{party}>")
    text = text.replace("$on", f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>')
    result = graph.query(text)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(result.vars or [])
    for row in result:
        assert isinstance(row, ResultRow)
        writer.writerow(row)


main()
