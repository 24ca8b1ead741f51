"""The description of a release for machines: VoID and DCAT 3, in Turtle.

Files are named relative to the description, so that it holds wherever the folder is published. It has no
blank nodes, and no dates but those that the graph gives itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from kzgraph._version import __version__
from kzgraph.export.material import Material
from kzgraph.rdf.terms import RDF, RDFS, XSD, Term, expand, iri, literal, namespace_of, shrink
from kzgraph.release.counts import Counts
from kzgraph.release.files import File
from kzgraph.release.header import Header
from kzgraph.render.turtle import Short, document, properties

__all__ = ["description"]

_PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}
_IANA = "https://www.iana.org/assignments/media-types/"
#: The W3C's names of the formats in which the whole dataset can be had as RDF (http://www.w3.org/ns/formats/).
_FEATURES: Mapping[str, str] = {
    "ttl": "Turtle",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
}
#: What the layers hold, by the end of their graphs' names.
_LAYERS: Mapping[str, str] = {
    "accepted": "What the graph accepts, with concepts and the descriptions of sources.",
    "evidence": "Conflicts and links; the claims of a source are in the graph of its name.",
    "ontology": "Classes and properties.",
    "derived": "Days computed from the dates, so that they can be compared; they are no facts.",
}
#: The folders that hold what the graph is checked and asked with.
_TOOLS = ("ontology", "shapes", "queries")

#: Properties by their prefixed names, with their values.
Pairs = Iterable[tuple[str, Iterable[Term]]]
_IS = "rdf:type"


def description(
    header: Header, counts: Counts, files: Sequence[File], material: Material, name: str, manual: str
) -> str:
    """Return the description.

    *files* are all files of the release that it can describe, *name* is what the exports are called without
    ending, *manual* the page that documents the ontology.
    """
    short = Short(_PREFIXES)
    blocks = _resources(header, counts, files, material, name, manual)
    return b"".join(document([_block(subject, pairs, short) for subject, pairs in blocks], short)).decode()


def _resources(
    header: Header, counts: Counts, files: Sequence[File], material: Material, name: str, manual: str
) -> Iterator[tuple[str, Pairs]]:
    """Yield the IRI of everything that is described, with what is said of it."""
    tools = [file for file in files if file.folder in _TOOLS or file.path == manual]
    data = [file for file in files if file not in tools]
    dataset = iri(header.dataset)
    yield "", [(_IS, [_term("void:DatasetDescription")]), ("foaf:primaryTopic", [dataset])]
    yield header.dataset, _dataset(header, counts, data, material, name)
    yield (
        "#tools",
        [
            (_IS, [_term("dcat:Dataset")]),
            ("dcterms:title", [literal("Ontology, shapes and queries", language="en")]),
            ("dcterms:isPartOf", [dataset]),
            ("dcat:version", [literal(header.version)] if header.version else []),
            ("dcat:distribution", [_part(file.path) for file in tools]),
        ],
    )
    yield "#build", [(_IS, [_term("prov:Activity")]), ("prov:wasAssociatedWith", [iri("#kzgraph")])]
    yield (
        "#kzgraph",
        [(_IS, [_term("prov:SoftwareAgent")]), ("rdfs:label", [literal(f"kzgraph {__version__}")])],
    )
    yield from _partitions(counts, material)
    for kind in sorted({file.media_type for file in files if not file.registered}):
        said = [(_IS, [_term("dcterms:MediaTypeOrExtent")]), ("rdfs:label", [literal(kind)])]
        yield _format(kind).value, said
    for file in files:
        yield from _distribution(file, header)


def _dataset(header: Header, counts: Counts, files: Sequence[File], material: Material, name: str) -> Pairs:
    dumps = [file for file in files if file.path.removeprefix(f"{name}.") in _FEATURES]
    yield _IS, [_term("dcat:Dataset"), _term("void:Dataset")]
    yield "dcterms:title", header.titles or [literal(header.title)]
    for predicate in dict.fromkeys(predicate for predicate, _ in header.more):
        yield predicate, [value for other, value in header.more if other == predicate]
    if header.version:
        yield "dcat:version", [literal(header.version)]
    if header.ontology:
        yield "dcterms:conformsTo", [iri(header.ontology)]
    yield "foaf:page", [iri("README.md")]
    yield "prov:wasGeneratedBy", [iri("#build")]
    if material.home:
        yield "void:uriSpace", [literal(material.home)]
    yield "void:vocabulary", map(iri, _vocabularies(counts))
    numbers = {
        "triples": counts.triples,
        "entities": counts.entities,
        "classes": len(counts.classes),
        "properties": len(counts.properties),
        "distinctSubjects": counts.subjects,
        "distinctObjects": counts.objects,
    }
    yield from ((f"void:{what}", [_number(number)]) for what, number in numbers.items())
    yield "void:subset", [iri(each.iri) for each in counts.subsets]
    yield "void:classPartition", [_partition("class", each, material) for each, _ in counts.classes]
    yield "void:propertyPartition", [_partition("property", each, material) for each, _ in counts.properties]
    features = (_FEATURES[file.path.removeprefix(f"{name}.")] for file in dumps)
    yield "void:feature", [iri(f"http://www.w3.org/ns/formats/{feature}") for feature in features]
    yield "void:dataDump", [iri(quote(file.path)) for file in dumps]
    yield "dcat:distribution", [_part(file.path) for file in files]


def _partitions(counts: Counts, material: Material) -> Iterator[tuple[str, Pairs]]:
    dataset = (_IS, [_term("void:Dataset")])
    for subset in counts.subsets:
        what = literal(_LAYERS[subset.iri.rpartition("/")[2]], language="en")
        yield (
            subset.iri,
            [dataset, ("dcterms:description", [what]), ("void:triples", [_number(subset.triples)])],
        )
    for kind, counted, members in (
        ("class", counts.classes, "entities"),
        ("property", counts.properties, "triples"),
    ):
        for name, number in counted:
            said = [(f"void:{kind}", [iri(name)]), (f"void:{members}", [_number(number)])]
            yield _partition(kind, name, material).value, [dataset, *said]


def _distribution(file: File, header: Header) -> Iterator[tuple[str, Pairs]]:
    """Yield a file, and its checksum (SPDX 2, as DCAT 3 recommends)."""
    checksum = iri(f"#{quote(file.path)}.sha256")
    media_type = ("dcat:mediaType", [iri(_IANA + file.media_type)])
    yield (
        _part(file.path).value,
        [
            (_IS, [_term("dcat:Distribution")]),
            ("dcterms:title", [literal(file.what, language="en")]),
            ("dcterms:license", [iri(each) for each in header.licenses if "://" in each]),
            ("dcat:downloadURL", [iri(quote(file.path))]),
            media_type if file.registered else ("dcterms:format", [_format(file.media_type)]),
            ("dcat:byteSize", [literal(str(file.size), datatype=XSD + "nonNegativeInteger")]),
            ("spdx:checksum", [checksum]),
        ],
    )
    yield (
        checksum.value,
        [
            (_IS, [_term("spdx:Checksum")]),
            ("spdx:algorithm", [_term("spdx:checksumAlgorithm_sha256")]),
            ("spdx:checksumValue", [literal(file.sha256, datatype=XSD + "hexBinary")]),
        ],
    )


def _vocabularies(counts: Counts) -> list[str]:
    """Return the namespaces of the terms that are used, sorted."""
    used = (name for name, _ in (*counts.classes, *counts.properties))
    return sorted(set(map(namespace_of, used)))


def _block(subject: str, pairs: Pairs, short: Short) -> bytes:
    """Return what is said of a resource; a property without values is left out."""
    said: dict[bytes, list[bytes]] = {}
    for name, values in pairs:
        for value in values:
            said.setdefault(_term(name).n3().encode(), []).append(value.n3().encode())
    return short[iri(subject).n3().encode()] + b" " + properties(said, short) + b" .\n"


def _term(name: str) -> Term:
    """Return the term with a prefixed name, or with an IRI as it is."""
    return iri(expand(name, _PREFIXES) or name)


def _number(count: int) -> Term:
    return literal(str(count), datatype=XSD + "integer")


def _part(path: str) -> Term:
    return iri(f"#{quote(path)}")


def _partition(kind: str, name: str, material: Material) -> Term:
    """Return the name of the part of the dataset that has a class or property."""
    return iri(f"#{kind}/{quote(shrink(name, material.prefixes), safe=':')}")


def _format(media_type: str) -> Term:
    return iri(f"#format/{quote(media_type)}")
