"""A Markdown page for each thing, and the list of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from urllib.parse import quote

from kzgraph.export.material import Material
from kzgraph.export.page import Pages
from kzgraph.lookup.labels import label_all, present
from kzgraph.model import LABELS
from kzgraph.rdf.terms import KZO, SKOS, iri
from kzgraph.render.markdown import markdown_text
from kzgraph.render.safe import cell

__all__ = ["INDEX", "titles_of", "write_pages"]

#: The list of the pages.
INDEX = "README.md"

#: What is told on the pages of other things, or is no thing to have a page.
_NO_PAGE = (
    *(KZO + name for name in ("Claim", "Conflict", "Reference", "Link", "LinkSearch")),
    *(SKOS + name for name in ("Concept", "ConceptScheme", "Collection")),
)


def titles_of(material: Material) -> dict[str, str]:
    """Return the things that get a page, by IRI with their labels.

    These are the things of the graph's own namespace that have a name and a class, and are neither evidence
    nor concepts nor dependent on another (``kzo:dependent``), with which they are shown.
    """
    below: dict[str, set[str]] = {}
    for lower, upper in map(present, material.graph.select("SELECT ?c ?d { ?c rdfs:subClassOf ?d }")):
        below.setdefault(upper.value, set()).add(lower.value)
    rows = material.graph.select("SELECT ?c { ?c kzo:dependent true }")
    pending = [*_NO_PAGE, *(term.value for (term,) in map(present, rows))]
    without: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in without:
            without.add(name)
            pending += below.get(name, ())
    rows = material.graph.select(
        "SELECT DISTINCT ?s ?c { ?s rdf:type ?c FILTER(ISIRI(?s)) ?s ?p ?name "
        f"VALUES ?p {{ {' '.join(f'<{name}>' for name in LABELS)} }} }}"
    )
    things: set[str] = set()
    hidden: set[str] = set()
    for thing, kind in map(present, rows):
        (hidden if kind.value in without else things).add(thing.value)
    wanted = [iri(name) for name in things - hidden if material.home and name.startswith(material.home)]
    return {term.value: found.label for term, found in label_all(material.graph, wanted).items()}


def write_pages(
    material: Material, folder: str, titles: Mapping[str, str], step: Callable[[], None]
) -> dict[str, str]:
    """Write the pages into an empty folder, and return what is in which file.

    *titles* are the things with their labels; *step* is called after each page.
    """
    pages = Pages(material)
    files: dict[str, str] = {}
    for thing in sorted(titles):
        name = _file_name(thing.removeprefix(material.home), files)
        with open(os.path.join(folder, name), "wb") as target:
            pages.write(thing, target)
        files[name] = titles[thing]
        step()
    with open(os.path.join(folder, INDEX), "w", encoding="utf-8", newline="\n") as target:
        target.write("# Things\n\n")
        for name, title in sorted(files.items(), key=lambda item: (item[1], item[0])):
            target.write(f"- [{markdown_text(cell(title))}]({quote(name)})\n")
    return {**files, INDEX: "the list of these pages"}


def _file_name(local: str, taken: Mapping[str, str]) -> str:
    """Return a name that every file system takes, and no other page has in any case of its letters."""
    safe = quote(local, safe="")[:120].lstrip(".") or "_"
    lower = {name.lower() for name in taken} | {INDEX.lower()}
    name, number = f"{safe}.md", 2
    while name.lower() in lower:
        name, number = f"{safe}-{number}.md", number + 1
    return name
