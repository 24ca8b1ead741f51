"""What a thing is called: the label to print beside any IRI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kzgraph.model import LABELS, NAMES
from kzgraph.rdf.terms import KZO, OWL, RDF, SKOS, Term, shrink
from kzgraph.sparql.results import Row
from kzgraph.storage.graph import Graph

__all__ = ["Labelled", "label_all", "language_rank", "names", "present"]

#: Terms of vocabularies that a graph uses and seldom describes.
_WELL_KNOWN = {
    SKOS + "prefLabel": "name",
    SKOS + "altLabel": "other name",
    KZO + "abbreviation": "abbreviation",
    **{SKOS + f"{kind}Match": f"{kind} match" for kind in ("exact", "close", "broad", "narrow", "related")},
    RDF + "type": "class",
    SKOS + "Concept": "concept",
    SKOS + "ConceptScheme": "concept scheme",
    **{OWL + kind: "class of things" for kind in ("Class", "Restriction")},
    **{OWL + f"{kind}Property": "property" for kind in ("Object", "Datatype", "Annotation")},
    **{RDF + part: part for part in ("subject", "predicate", "object")},
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A term and what to print for it: the English (else any) label of a thing, the text of a literal."""

    term: Term
    label: str

    def __str__(self) -> str:
        return self.label


def label_all(graph: Graph, terms: Iterable[Term]) -> dict[Term, Labelled]:
    """Look up the labels of all *terms*: the best of the properties in :data:`kzgraph.model.LABELS`.

    English is preferred, then a label without a language, then the first language in alphabetical order. An
    IRI without any label is shortened with the graph's prefixes; a literal is its own label.
    """
    wanted = set(terms)
    found: dict[str, list[tuple[int, int, str, str]]] = {}
    rows = graph.about(
        (term.value for term in wanted if term.kind == "iri"),
        "SELECT ?n ?p ?label { VALUES ?n { %VALUES } VALUES ?p { "
        + " ".join(f"<{p}>" for p in LABELS)
        + " } ?n ?p ?label }",
    )
    for row in rows:
        node, naming, label = present(row)
        found.setdefault(node.value, []).append(
            (LABELS.index(naming.value), language_rank(label.language), label.language or "", label.value)
        )
    labels: dict[Term, Labelled] = {}
    for term in wanted:
        if term.kind != "iri":
            text = term.value
        elif term.value in found:
            text = min(found[term.value])[-1]
        else:
            text = _WELL_KNOWN.get(term.value) or shrink(term.value, graph.prefixes)
        labels[term] = Labelled(term, text)
    return labels


def names(graph: Graph, things: Iterable[str] | None = None) -> Iterator[tuple[str, str, Term]]:
    """Yield all names of *things*, by default of all: thing, property (see `kzgraph.model.NAMES`), name."""
    properties = " ".join(f"<{naming}>" for naming in NAMES)
    pattern = f"VALUES ?p {{ {properties} }} ?n ?p ?name FILTER(isIRI(?n) && isLiteral(?name))"
    if things is None:
        rows: Iterable[Row] = graph.select(f"SELECT DISTINCT ?n ?p ?name {{ {pattern} }}")
    else:
        rows = graph.about(things, f"SELECT DISTINCT ?n ?p ?name {{ VALUES ?n {{ %VALUES }} {pattern} }}")
    for thing, naming, name in map(present, rows):
        yield thing.value, naming.value, name


def language_rank(language: str | None) -> int:
    """Order languages for a reader of English: English 0, no language 1, everything else 2."""
    if not language:
        return 1
    return 0 if language.lower().split("-")[0] == "en" else 2


def present(row: Row) -> Sequence[Term]:
    """Return the terms of a row whose variables are all bound by the query's form."""
    return [term for term in row if term is not None]
