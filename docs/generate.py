"""Write docs/reference/ from the program, its queries and the ontology (python docs/generate.py).

tests/test_reference.py fails when the pages are not what this writes.
"""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
NOTE = "<!-- Written by docs/generate.py; do not edit. -->\n"
HEADINGS = {
    "Class": "Classes",
    "ObjectProperty": "Properties between things",
    "DatatypeProperty": "Properties with text, numbers and dates",
    "AnnotationProperty": "Properties for editors",
}
TERMS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?type (SAMPLE(?l) AS ?label) (SAMPLE(?d) AS ?definition) (SAMPLE(?c) AS ?example) WHERE {
  VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  ?term a ?type ; rdfs:label ?l ; skos:definition ?d ; rdfs:comment ?c .
  FILTER(LANG(?l) = "en")
}
GROUP BY ?term ?type ORDER BY ?type ?term
"""


def help_of(*command: str) -> str:
    """Return what --help prints, 80 columns wide."""
    return subprocess.run(
        [sys.executable, "-m", "kzgraph", *command, "--help"],
        env={**os.environ, "COLUMNS": "80", "PYTHONPATH": ROOT, "PYTHONUTF8": "1", "KZGRAPH_GRAPH": ROOT},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def commands() -> str:
    """Return the page of the commands: their help texts."""
    from kzgraph.cli import COMMANDS

    parts = [f"# Commands\n\n{NOTE}\n```text\n{help_of()}```\n"]
    for name in COMMANDS:
        parts.append(f"\n## kzgraph {name}\n\n```text\n{help_of(name)}```\n")
    return "".join(parts)


def queries() -> str:
    """Return the page of the canned queries, from their headers."""
    import kzgraph

    parts = [f"# Canned queries\n\n{NOTE}\n`kzgraph query NAME --help` shows the same in the terminal.\n"]
    for name, query in kzgraph.load(ROOT).queries.items():
        parts.append(f"\n## {name}\n\n{query.summary}. {query.description}\n\n")
        if query.params:
            parts.append("| parameter | type | what | example | default |\n|---|---|---|---|---|\n")
            for p in query.params:
                default = f"`{p.default or ' '}`" if p.default is not None else "required"
                declared = p.declared.replace("|", "\\|")
                parts.append(f"| `--{p.name}` | {declared} | {p.description} | `{p.example}` | {default} |\n")
            parts.append("\n")
        parts.append("| column | what |\n|---|---|\n")
        parts += [f"| {column} | {what} |\n" for column, what in query.columns.items()]
    return "".join(parts)


def ontology() -> str:
    """Return the page of the ontology's own terms."""
    import kzgraph
    from kzgraph.rdf.terms import shrink

    kz = kzgraph.load(ROOT)
    parts, last = [f"# Ontology\n\n{NOTE}"], ""
    rows = [tuple(str(value) for value in row) for row in kz.sparql(TERMS)]
    order = list(HEADINGS)
    for term, type_, label, definition, example in sorted(
        rows, key=lambda r: order.index(r[1].partition("#")[2])
    ):
        kind = type_.partition("#")[2]
        if kind != last:
            heading = HEADINGS[kind]
            parts.append(f"\n## {heading}\n\n| term | name | meaning | example |\n|---|---|---|---|\n")
            last = kind
        cells = (f"`{shrink(term, kz.prefixes)}`", label, definition, example.removeprefix("Example: "))
        parts.append(f"| {' | '.join(cells)} |\n")
    return "".join(parts)


PAGES = {"commands.md": commands, "queries.md": queries, "ontology.md": ontology}


def main() -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        with open(os.path.join(HERE, "reference", name), "w", encoding="utf-8", newline="\n") as file:
            file.write(page())


if __name__ == "__main__":
    main()
