"""What somebody would write without kzgraph: load the Turtle with pyoxigraph, run one query, print the rows.

python benchmarks/bare_pyoxigraph.py GRAPH DERIVED.nt QUERY.rq PARTY DAY
"""

import csv
import glob
import sys

from pyoxigraph import QuerySolutions, RdfFormat, Store


def main() -> None:
    graph, derived, query, party, day = sys.argv[1:]
    store = Store()
    for pattern in ("ontology/*.ttl", "data/**/*.ttl"):
        for path in glob.glob(f"{graph}/{pattern}", recursive=True):
            store.load(path=path, format=RdfFormat.TURTLE)
    store.load(path=derived, format=RdfFormat.N_TRIPLES)
    with open(query, encoding="utf-8") as file:
        text = file.read()
    text = text.replace("$party", f"<{party}>")
    text = text.replace("$on", f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>')
    solutions = store.query(text)
    assert isinstance(solutions, QuerySolutions)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([variable.value for variable in solutions.variables])
    for row in solutions:
        writer.writerow([term.value if term else "" for term in row])


main()
