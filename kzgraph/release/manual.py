"""The ontology as a page for people, made by pyLODE.

pyLODE writes all labels of a term one after the other, whatever their language, and everything in the order
in which it meets it. So it is given a graph with English texts only, in a fixed order, definitions first.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kzgraph.errors import UsageError
from kzgraph.extras import need
from kzgraph.lookup.labels import language_rank
from kzgraph.rdf.terms import DCTERMS, OWL, RDF, SKOS
from kzgraph.storage.rdflib_dataset import node_from
from kzgraph.storage.statements import of_store

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Graph

    from kzgraph.export.material import Material
    from kzgraph.release.header import Header

__all__ = ["manual", "pylode"]

_Triple = tuple[Any, Any, Any]

_PURPOSE = "The page of the ontology"


def manual(material: Material, header: Header) -> str:
    """Return the page of the graph's ontology as HTML.

    It needs nothing from elsewhere, style and icons are in it, and nothing is fetched to make it. Raises what
    :func:`pylode` raises.
    """
    library = pylode()
    with _tidy():
        page: str = library.OntPub(ontology=_readable(material, header)).make_html()
    # Each term links to #ontology, which its template of the title does not have.
    return page.replace("<h1>", '<h1 id="ontology">', 1).rstrip() + "\n"


def pylode() -> Any:
    """Import and return pyLODE's module for ontologies. Raises UsageError if it is not there or is broken."""
    handlers, level = logging.root.handlers[:], logging.root.level
    try:
        return need("pylode.profiles.ontpub", _PURPOSE)
    except (OSError, ValueError) as error:  # 3.4.1 looks for a file that is not in its package
        raise UsageError(
            f"{_PURPOSE} needs pyLODE, and the one that is installed does not work: {error}",
            hint="Install another one: pip install 'pylode>=3.3.4,<3.4'",
        ) from None
    finally:  # it sets up logging for the whole program
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)


class _Folder:
    """pyLODE's folder of standard vocabularies: read in the order of the alphabet, not of the file system.

    The pickles that it would leave in its package go to *scratch*.
    """

    def __init__(self, folder: Path, scratch: Path) -> None:
        self._folder, self._scratch = folder, scratch

    def glob(self, pattern: str) -> list[Path]:
        return sorted(self._folder.glob(pattern))

    def __truediv__(self, name: str) -> Path:
        return self._scratch / name


@contextmanager
def _tidy() -> Iterator[None]:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    utilities = need("pylode.utils", _PURPOSE)
    folder = utilities.RDF_FOLDER
    with TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves closing its style sheet to Python
        # Its writer of HTML asks for the loop in which it may run, and is content if there is none.
        warnings.filterwarnings("ignore", "There is no current event loop", DeprecationWarning)
        utilities.RDF_FOLDER = _Folder(folder, Path(scratch))
        try:
            yield
        finally:
            utilities.RDF_FOLDER = folder


def _readable(material: Material, header: Header) -> Graph:
    """Return the ontology as pyLODE can show it: one ontology with a title, each text in one language."""
    from rdflib import Graph, Literal, URIRef

    found = Graph(bind_namespaces="core")
    for prefix, namespace in sorted(material.prefixes.items()):
        found.bind(prefix, namespace, override=True)
    kind, ontology = URIRef(RDF + "type"), URIRef(OWL + "Ontology")
    this, title = URIRef(header.ontology or header.dataset), URIRef(DCTERMS + "title")
    definition, text = URIRef(SKOS + "definition"), URIRef(DCTERMS + "description")
    triples = list(_in_one_language(_triples(material)))
    found.add((this, kind, ontology))
    if not any(triple[:2] == (this, title) for triple in triples):
        found.add((this, title, Literal(header.title)))
    for subject, predicate, value in triples:
        if predicate == definition:
            found.add((subject, text, value))
    for triple in triples:
        if triple[1:] != (kind, ontology):  # of several ontologies the main one stands for all
            found.add(triple)
    return found


def _triples(material: Material) -> list[_Triple]:
    """Return the triples of the ontology as rdflib has them, in the order of their N-Triples."""
    from pyoxigraph import RdfFormat, parse

    lines = b"".join(of_store(material.ontology).lines)
    quads = parse(lines, format=RdfFormat.N_TRIPLES, lenient=True)
    return [(node_from(s), node_from(p), node_from(o)) for s, p, o, _ in quads]


def _in_one_language(triples: list[_Triple]) -> Iterator[_Triple]:
    """Yield the triples without texts for which there is a better language."""

    def rank(value: Any) -> tuple[int, str]:
        order = language_rank(value.language)
        return order, value.language if order == 2 else ""

    best: dict[tuple[Any, Any], tuple[int, str]] = {}
    for subject, predicate, value in triples:
        if getattr(value, "language", None):
            key = (subject, predicate)
            best[key] = min(best.get(key, rank(value)), rank(value))
    for subject, predicate, value in triples:
        if not getattr(value, "language", None) or rank(value) == best[subject, predicate]:
            yield subject, predicate, value
