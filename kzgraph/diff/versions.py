"""One of the two states that are compared: a graph folder, an RDF file, or a git revision of the folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from kzgraph.diff.git import files_at, is_revision
from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.rdf.formats import syntax_of
from kzgraph.rdf.parsing import File
from kzgraph.storage import folders
from kzgraph.storage.files import read

__all__ = ["Version", "read_version"]


@dataclass(slots=True)
class Version:
    """A state of a graph.

    *name* is what the person called it, *kind* is ``folder``, ``file`` or ``revision``, *commit* the hash of
    the revision. *files* and *shapes* are (name, content); *shapes* is None where there are none, as beside a
    file of facts. *ambiguous* tells that the path, which was taken, is also the name of a revision.
    """

    name: str
    kind: str
    files: list[File] = field(default_factory=list)
    shapes: list[File] | None = None
    commit: str = ""
    ambiguous: bool = False


def read_version(text: str, root: Callable[[], str]) -> Version:
    """Read the state that *text* names: an existing path, else a revision of the folder that *root* finds.

    Raises UsageError if it is neither or of an unknown format, GraphLoadError if it holds no graph or a file
    cannot be read, and what *root* raises.
    """
    if "\0" not in text and os.path.isdir(text):
        found = _folder(text)
    elif "\0" not in text and os.path.exists(text):
        found = _file(text)
    else:
        return _revision(text, root())
    if os.path.basename(text) == text and text not in (".", ".."):
        try:
            found.ambiguous = is_revision(text, root())
        except GraphLoadError:  # there is no graph folder that could have revisions
            found.ambiguous = False
    return found


def _folder(text: str) -> Version:
    root = folders.find(text)
    sources = folders.read(root)
    problems = list(sources.problems)
    shapes = folders.read_shapes(root, problems)
    if problems:
        raise GraphLoadError(f"The graph {shown(text, 200)} cannot be read.", problems)
    if not sources.turtle:
        raise GraphLoadError(f"The graph {shown(text, 200)} holds no Turtle file.")
    return Version(text, "folder", sources.turtle, shapes or None)


def _file(text: str) -> Version:
    syntax_of(text)
    problems: list[Problem] = []
    content = read(text, problems)
    if problems:
        raise GraphLoadError(f"{shown(text, 200)} cannot be read.", problems)
    return Version(text, "file", [(text, content)])


def _revision(text: str, root: str) -> Version:
    commit, files = files_at(text, root, ("ontology", "data", "shapes"))
    turtle = [file for file in files if file[0].endswith(".ttl")]
    # As in a folder: everything below data/ and shapes/, but only what stands in ontology/ itself.
    loaded = [
        file
        for file in turtle
        if file[0].startswith("data/") or (file[0].startswith("ontology/") and file[0].count("/") == 1)
    ]
    if not loaded:
        raise GraphLoadError(f"At the revision {shown(text, 200)} there is no graph in {shown(root, 200)}.")
    shapes = [file for file in turtle if file[0].startswith("shapes/")]
    return Version(text, "revision", loaded, shapes or None, commit)
