"""What a graph says of itself: title, description, licence, version."""

from __future__ import annotations

from dataclasses import dataclass, field

from kzgraph.export.material import Material
from kzgraph.lookup.labels import language_rank, present
from kzgraph.rdf.terms import DCTERMS, OWL, RDFS, Term

__all__ = ["Header", "header"]

_DCAT = "http://www.w3.org/ns/dcat#"
_VOID = "http://rdfs.org/ns/void#"
_TITLE = DCTERMS + "title"
_TITLES = (_TITLE, RDFS + "label")
_VERSION = _DCAT + "version"
_VERSIONS = (_VERSION, OWL + "versionInfo", DCTERMS + "hasVersion")
#: What else is taken over as it stands. Dates are among it, and so the only dates of a release.
_MORE = (
    *(
        DCTERMS + name
        for name in ("description", "license", "rights", "creator", "contributor", "publisher", "source")
    ),
    *(DCTERMS + name for name in ("issued", "modified", "created", "language", "subject", "spatial")),
    *(_DCAT + name for name in ("keyword", "theme", "contactPoint", "landingPage")),
)


@dataclass(frozen=True, slots=True)
class Header:
    """What a graph says of itself.

    *dataset* is the IRI of the dataset, *ontology* that of the ontology, "" if there is none. *titles* are
    in all languages; *more* are further (property, value) as they stand in the graph.
    """

    dataset: str
    ontology: str = ""
    titles: tuple[Term, ...] = ()
    version: str = ""
    more: tuple[tuple[str, Term], ...] = field(default=())

    @property
    def title(self) -> str:
        """The title in English, else in any language, else the address of the graph."""
        return _best(self.titles) or f"Knowledge graph {self.dataset.removesuffix('dataset')}".rstrip()

    @property
    def description(self) -> str:
        """The description in English, else in any language, else nothing."""
        return _best([value for name, value in self.more if name == DCTERMS + "description"])

    @property
    def licenses(self) -> tuple[str, ...]:
        """The licences under which the graph stands."""
        return tuple(value.value for name, value in self.more if name == DCTERMS + "license")


def header(material: Material) -> Header:
    """Return what the graph says of itself.

    That is what it says of a ``dcat:Dataset`` or ``void:Dataset``, and for what is missing there, of the
    ``owl:Ontology`` by which most of its terms are defined. Without either, all that is known is where its
    things are named.
    """
    ontology = _first(
        material,
        "?x a owl:Ontology OPTIONAL { ?term rdfs:isDefinedBy ?x }",
    )
    dataset = _first(
        material, f"?x a ?kind VALUES ?kind {{ <{_DCAT}Dataset> <{_VOID}Dataset> }} BIND(1 AS ?term)"
    )
    # What the dataset says itself takes the place of what the ontology says.
    said = {**_said(material, ontology), **_said(material, dataset)}
    return Header(
        dataset or f"{material.home}dataset",
        ontology,
        tuple(sorted(said.get(_TITLE, []), key=_order)),
        next((value.value for value in said.get(_VERSION, [])), ""),
        tuple((name, value) for name in _MORE for value in sorted(said.get(name, []), key=_order)),
    )


def _said(material: Material, subject: str) -> dict[str, list[Term]]:
    """Return the values of the properties of a resource, all kinds of titles and of versions as one each."""
    if not subject:
        return {}
    values: dict[str, list[Term]] = {}
    for predicate, value in map(
        present, material.graph.select(f"SELECT ?p ?o {{ <{subject}> ?p ?o }} ORDER BY ?p ?o")
    ):
        values.setdefault(predicate.value, []).append(value)
    for chief, names in ((_TITLE, _TITLES), (_VERSION, _VERSIONS)):
        found = next((values[name] for name in names if name in values), None)
        if found:
            values[chief] = found
    return values


def _first(material: Material, pattern: str) -> str:
    """Return the IRI that is found most often, the first in order of the alphabet among equals."""
    rows = material.graph.select(
        f"SELECT ?x (COUNT(?term) AS ?n) {{ {pattern} FILTER(ISIRI(?x)) }} GROUP BY ?x "
        "ORDER BY DESC(?n) ?x LIMIT 1"
    )
    return next((term.value for term, _ in map(present, rows)), "")


def _order(term: Term) -> tuple[int, str, str]:
    return language_rank(term.language), term.language or "", term.value


def _best(texts: tuple[Term, ...] | list[Term]) -> str:
    found = min(texts, key=_order, default=None)
    return found.value if found else ""
