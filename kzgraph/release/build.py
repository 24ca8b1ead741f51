"""Building the release folder.

The bytes depend on the graph and the versions of kzgraph and its libraries, on nothing else: no clock, no
order of a file system, no hash seed, no network.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

from kzgraph.catalogue import query_file
from kzgraph.errors import CatalogueError, KzgraphError, OutputError
from kzgraph.export.formats import FORMATS, writer
from kzgraph.export.material import Material
from kzgraph.export.source import prepare
from kzgraph.extras import need
from kzgraph.rdf.formats import Format
from kzgraph.release.counts import count
from kzgraph.release.description import description
from kzgraph.release.files import MARKER, SUMS, listed, only_a_release, write_sums
from kzgraph.release.header import header
from kzgraph.release.index import index
from kzgraph.release.manual import manual, pylode
from kzgraph.release.pages import titles_of, write_pages
from kzgraph.storage import folders
from kzgraph.storage.files import new_folder
from kzgraph.storage.graph import Graph

__all__ = ["DESCRIPTION", "NAME", "build"]

#: How the exports at the top are called, without their endings.
NAME = "graph"
DESCRIPTION = "dataset.ttl"
_INDEX = "README.md"
_MANUAL = "ontology.html"
_SOURCE = ("ontology", "data", "shapes", "queries")

#: What is told of the progress: what is being made, how much is done, and how much there is to do.
Progress = Callable[[str, int, int], None]


def build(root: str, target: str, progress: Progress = lambda what, done, total: None) -> int:
    """Build the release of the graph folder *root* as the folder *target*, and return how many files it has.

    Raises GraphLoadError or CatalogueError if the graph cannot be loaded, UsageError if a library is missing
    or the folder is there and no earlier release, and OutputError if it cannot be written; then everything is
    as it was.
    """
    graph = Graph(folder=folders.read(root))
    _ = graph.engine  # loading checks more than the exports need: dates
    query_file.read(graph.folder.queries)
    _check_libraries()
    with new_folder(target, only_a_release, "a release") as folder:
        _fill(graph, folder, progress)
        return sum(len(names) for _, _, names in os.walk(folder))


def _check_libraries() -> None:
    """Raise UsageError if a library is missing, before any work is done."""
    for each in FORMATS.values():
        if each.needs:
            need(each.needs, each.what)
    pylode()


def _fill(graph: Graph, folder: str, progress: Progress) -> None:
    material = prepare(graph)
    titles = titles_of(material)
    formats = [each for each in FORMATS.values() if each.name != "md"]
    total = len(formats) + len(titles) + 3
    done = 0

    def step(what: str) -> None:
        nonlocal done
        progress(what, done, total)
        done += 1

    for each in formats:
        step(each.name)
        try:
            _export(each, material, folder)
        except KzgraphError as error:  # a text that XML cannot hold, for instance
            hint = "A release has every format, so nothing was built."
            raise OutputError(f"{each.what} cannot be written: {error.message}", hint=hint) from error
    os.mkdir(os.path.join(folder, "pages"))
    known = write_pages(material, os.path.join(folder, "pages"), titles, lambda: step("pages"))
    known = {f"pages/{name}": what for name, what in known.items()}
    step("ontology")
    _write(folder, _MANUAL, [manual(material, said := header(material))])
    known[_MANUAL] = "the ontology for readers: classes and properties"
    step("sources")
    _copy(graph.folder.root, folder)
    known |= _queries(graph)
    step("checksums")
    counts = count(material)
    files = listed(folder, known, NAME)
    _write(folder, _INDEX, index(said, counts, files, DESCRIPTION))
    known[_INDEX] = "what each file is"
    files = listed(folder, known, NAME)
    _write(folder, DESCRIPTION, [description(said, counts, files, material, NAME, _MANUAL)])
    write_sums(folder, listed(folder, known, NAME))
    _write(folder, MARKER, [f"kzgraph build made this folder. Its files are listed in {SUMS}.\n"])
    progress("", total, total)


def _export(each: Format, material: Material, folder: str) -> None:
    if not each.ending:
        os.mkdir(os.path.join(folder, each.name))
        writer(each)(material, os.path.join(folder, each.name))
    else:
        with open(os.path.join(folder, NAME + each.ending), "wb") as target:
            writer(each)(material, target)


def _write(folder: str, name: str, pieces: Iterator[str] | list[str]) -> None:
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as target:
        target.writelines(pieces)


def _copy(root: str, folder: str) -> None:
    """Copy the files of the graph folder, so that the release is a graph folder, too."""
    for name in _SOURCE:
        for here, below, names in os.walk(os.path.join(root, name)):
            below[:] = sorted(each for each in below if not each.startswith("."))
            inside = os.path.join(folder, os.path.relpath(here, root))
            os.makedirs(inside, exist_ok=True)
            for each in sorted(names):
                if not each.startswith("."):
                    shutil.copyfile(os.path.join(here, each), os.path.join(inside, each))


def _queries(graph: Graph) -> dict[str, str]:
    """Return what the canned queries and rules do, by their file."""
    try:
        catalogue = query_file.read(graph.folder.queries)
    except CatalogueError:  # it has been read before
        return {}
    every = [*catalogue.queries.values(), *catalogue.rules.values()]
    return {each.path: each.summary for each in every}
