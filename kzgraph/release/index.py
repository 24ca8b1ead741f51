"""The page that says what each file of a release is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from kzgraph._version import __version__
from kzgraph.export.formats import FORMATS
from kzgraph.release.counts import Counts
from kzgraph.release.files import SUMS, File
from kzgraph.release.header import Header
from kzgraph.render.markdown import markdown_text
from kzgraph.render.safe import cell

__all__ = ["index"]

_FOLDERS = {
    "pages": "a page in Markdown for each thing; begin with [the list](pages/README.md)",
    "ontology": "the ontology and its concepts in Turtle, as the editors write them",
    "data": "the facts and claims in Turtle, as the editors write them",
    "shapes": "SHACL shapes",
    "queries": "the queries of kzgraph, in SPARQL",
}


def index(header: Header, counts: Counts, files: Sequence[File], described: str) -> Iterator[str]:
    """Yield the page as Markdown. *described* is the file that describes the release for machines."""
    yield f"# {_text(header.title)}\n\n"
    if header.description:
        yield f"{_text(header.description)}\n\n"
    facts = [f"Version {_text(header.version)}"] if header.version else []
    facts += [f"licence {_link(each)}" for each in header.licenses]
    facts.append(f"{counts.triples:,} triples about {counts.entities:,} things")
    yield ", ".join(facts)[0].upper() + ", ".join(facts)[1:] + f". Made by kzgraph {__version__}.\n\n"
    yield "## Files\n\n| file | what it is | bytes |\n|---|---|--:|\n"
    for file in files:
        if not file.folder:
            yield f"| [{_text(file.path)}]({quote(file.path)}) | {_text(file.what)} | {file.size:,} |\n"
    yield f"| [{described}]({described}) | this folder for machines, in VoID and DCAT | |\n"
    yield f"| [{SUMS}]({SUMS}) | SHA-256 of every file | |\n"
    yield "\n| folder | what is in it | files | bytes |\n|---|---|--:|--:|\n"
    for folder in dict.fromkeys(file.folder for file in files if file.folder):
        inside = [file for file in files if file.folder == folder]
        what = _FOLDERS.get(folder) or (_text(FORMATS[folder].what) if folder in FORMATS else "")
        yield f"| [{folder}]({folder}) | {what} | {len(inside)} | {sum(f.size for f in inside):,} |\n"
    yield from _tables(files)
    yield (
        "\n## Use\n\n"
        "Check that the files are whole:\n\n    sha256sum -c SHA256SUMS\n\n"
        "This folder is a graph folder of kzgraph. Ask it, check it, build it again:\n\n"
        "    kzgraph --graph . query\n    kzgraph validate .\n    kzgraph --graph . build ../again\n"
    )


def _tables(files: Iterable[File]) -> Iterator[str]:
    tables = [file.path.split("/", 1)[1] for file in files if file.folder == "csv"]
    names = [name.removesuffix(".csv") for name in tables if name.endswith(".csv")]
    if names:
        yield f"\nThe tables are {', '.join(map(_text, names))}.\n"


def _text(text: str) -> str:
    return markdown_text(cell(text))


def _link(text: str) -> str:
    plain = text.startswith(("http://", "https://")) and not set(text) & set('<> "()\\')
    return f"<{text}>" if plain else _text(text)
