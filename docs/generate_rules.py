"""Write docs/rules.md from the shapes and the rules (python docs/generate_rules.py).

tests/test_rules.py fails when the page is not what this writes.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from rdflib import RDF, SH, Graph, URIRef

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "rules.md"
KZO = "https://w3id.org/kzgraph/ontology#"
INTRO = """\
# Shapes and rules

<!-- Written by docs/generate_rules.py; do not edit. -->

`kzgraph validate` checks the graph against the SHACL shapes in `shapes/` (what one thing must look like)
and the rules in `queries/verify/` (what must hold between things: SPARQL queries that return no row).
`kzgraph validate --explain ID` prints the same as this page.

Shapes of classes are closed: each lists what a thing of the class may have. A property has one shape,
for all classes that share it (`Any-…`) or for one. Shapes check accepted facts; the rules `claim-…`
check the claims.

Dates are compared with today, never with a date in the data: whatever is right stays right. Warnings are
for what can be true (two people of one name, two leaders at a time).
"""
ESCAPES = """\
## What escapes

`tests/test_mutations.py` plants mistakes of 18 kinds at random places of the shipped graph: it drops
what is required, swaps dates and digits, misspells, retypes, points elsewhere, changes quotes and ranks,
takes claims away. Every other time it makes the same mistake in the fact and in its claims, as a curator
does who misreads a document. At least 97 of 100 must be found; it prints those that are not. In
{planted} mistakes from {seeds} seeds, {share} were found. The rest:

* **A wrong thing of the right kind**, in the fact and in its claim: the strike affects one organisation
  instead of another, the contestant is another party. Only a reader of the document can tell, which is
  what the quote is for.
* **A wrong number or date that is possible**, in the fact and in its claim: 7.91 for 7.19, 2006 for
  2007.
* **A wrong text**: a misspelt name, a statement that says the opposite. Quotes are compared with the
  documents, the words of the editors with nothing.
* **A reference, a kind of statement or a speaker exchanged for another** of the same document.
* **A claim that is one of several for the same fact** and is gone, or a claim counted as a side of a
  conflict it has nothing to do with: what the documents do not say is not in the graph.
* **A changed quote where the documents are not at hand** (`KZGRAPH_SOURCES`): then `quote-verbatim` says
  so.
"""


def header(text: str) -> dict[str, Any]:
    """Return the ``#+`` header of a rule."""
    lines = (line[2:].removeprefix(" ") for line in text.split("\n") if line.startswith("#+"))
    return dict(yaml.load("\n".join(lines), yaml.BaseLoader))


def rules() -> Iterator[str]:
    """Yield the section of each rule."""
    for path in sorted(ROOT.glob("queries/verify/*.rq")):
        fields = header(path.read_text("utf-8"))
        yield f"### {path.stem}\n\n**{fields['level']}** · {fields['summary']}. {fields['problem']}\n\n"
        yield f"{fields['why']}\n\n*What to do:* {fields['solution']}\n\n"
        yield f"```turtle\n# right\n{fields['right'].strip()}\n\n# wrong\n{fields['wrong'].strip()}\n```\n\n"


def shapes() -> Iterator[str]:
    """Yield a table for each file of shapes."""
    for path in sorted(ROOT.glob("shapes/*.ttl")):
        text = path.read_text("utf-8")
        graph = Graph().parse(path)
        what = re.search(r"(?m)^# (.*)", text)
        yield f"### {path.stem}\n\n{what[1] if what else ''}\n\n"
        yield "| shape | what must be | why | right | wrong |\n|---|---|---|---|---|\n"
        for name in re.findall(r"(?m)^kzs:(\S+) a", text):
            yield f"| {' | '.join(row(graph, name))} |\n"
        yield "\n"


def row(graph: Graph, name: str) -> list[str]:
    """Return the cells of one shape."""
    shape = URIRef(f"https://w3id.org/kzgraph/shapes#{name}")
    message = next(
        str(text) for text in graph.objects(shape, SH.message) if getattr(text, "language", "") == "en"
    )
    severity = str(graph.value(shape, SH.severity)).rpartition("#")[2]
    right, wrong = (str(graph.value(shape, URIRef(KZO + part))) for part in ("rightExample", "wrongExample"))
    level = "" if severity == "Violation" else f" ({severity.lower()})"
    cells = [f"`{name}`{level}", message, str(graph.value(shape, SH.description)), f"`{right}`", f"`{wrong}`"]
    return [cell.replace("|", "\\|").replace("\n", " ") for cell in cells]


def page() -> str:
    """Return the page."""
    known = Graph()
    for path in ROOT.glob("shapes/*.ttl"):
        known.parse(path)
    count = sum(1 for kind in (SH.NodeShape, SH.PropertyShape) for _ in known.subjects(RDF.type, kind))
    found = list(ROOT.glob("queries/verify/*.rq"))
    escapes = ESCAPES.format(planted="1,376", seeds="two", share="99.9 per cent")
    parts = [
        INTRO,
        f"\n{count} shapes, {len(found)} rules.\n\n",
        escapes,
        "\n## Rules\n\n",
        *rules(),
        "## Shapes\n\n",
        *shapes(),
    ]
    return "".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{os.path.relpath(PAGE)}\n")
