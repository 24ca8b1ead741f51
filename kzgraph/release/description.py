"""The description of a release for machines: VoID and DCAT 3, in Turtle.

Files are named relative to the description, so that it holds wherever the folder is published. It has no
blank nodes, and no dates but those that the graph gives itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from kzgraph._version import __version__
from kzgraph.export.material import Material
from kzgraph.rdf.terms import XSD, Term, iri, literal, namespace_of, shrink
from kzgraph.release.counts import Counts
from kzgraph.release.files import File
from kzgraph.release.header import Header

__all__ = ["description"]

_PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
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

Pairs = Iterable[tuple[str, Iterable[str]]]


def description(
    header: Header, counts: Counts, files: Sequence[File], material: Material, name: str, manual: str
) -> Iterator[str]:
    """Yield the description, piece by piece.

    *files* are all files of the release that it can describe, *name* is what the exports are called without
    ending, *manual* the page that documents the ontology.
    """
    for prefix, namespace in _PREFIXES.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"
    tools = [file for file in files if file.folder in _TOOLS or file.path == manual]
    data = [file for file in files if file not in tools]
    yield _block("<>", [("a", ["void:DatasetDescription"]), ("foaf:primaryTopic", [_ref(header.dataset)])])
    yield _block(_ref(header.dataset), _dataset(header, counts, data, material, name))
    yield _block(
        "<#tools>",
        [
            ("a", ["dcat:Dataset"]),
            ("dcterms:title", ['"Ontology, shapes and queries"@en']),
            ("dcterms:isPartOf", [_ref(header.dataset)]),
            ("dcat:version", [_text(header.version)] if header.version else []),
            ("dcat:distribution", [_part(file.path) for file in tools]),
        ],
    )
    yield _block("<#build>", [("a", ["prov:Activity"]), ("prov:wasAssociatedWith", ["<#kzgraph>"])])
    yield _block(
        "<#kzgraph>", [("a", ["prov:SoftwareAgent"]), ("rdfs:label", [_text(f"kzgraph {__version__}")])]
    )
    yield from _partitions(counts, material)
    for kind in sorted({file.media_type for file in files if not file.registered}):
        yield _block(_format(kind), [("a", ["dcterms:MediaTypeOrExtent"]), ("rdfs:label", [_text(kind)])])
    for file in files:
        yield from _distribution(file, header)


def _dataset(header: Header, counts: Counts, files: Sequence[File], material: Material, name: str) -> Pairs:
    dumps = [file for file in files if file.path.removeprefix(f"{name}.") in _FEATURES]
    yield "a", ["dcat:Dataset", "void:Dataset"]
    yield "dcterms:title", [title.n3() for title in header.titles] or [_text(header.title)]
    for predicate in dict.fromkeys(predicate for predicate, _ in header.more):
        yield _name(predicate), [value.n3() for other, value in header.more if other == predicate]
    if header.version:
        yield "dcat:version", [_text(header.version)]
    if header.ontology:
        yield "dcterms:conformsTo", [_ref(header.ontology)]
    yield "foaf:page", ["<README.md>"]
    yield "prov:wasGeneratedBy", ["<#build>"]
    if material.home:
        yield "void:uriSpace", [_text(material.home)]
    yield "void:vocabulary", [_ref(each) for each in _vocabularies(counts)]
    numbers = {
        "triples": counts.triples,
        "entities": counts.entities,
        "classes": len(counts.classes),
        "properties": len(counts.properties),
        "distinctSubjects": counts.subjects,
        "distinctObjects": counts.objects,
    }
    yield from ((f"void:{what}", [str(number)]) for what, number in numbers.items())
    yield "void:subset", [_ref(each.iri) for each in counts.subsets]
    yield "void:classPartition", [_partition("class", each, material) for each, _ in counts.classes]
    yield "void:propertyPartition", [_partition("property", each, material) for each, _ in counts.properties]
    endings = [file.path.removeprefix(f"{name}.") for file in dumps]
    yield "void:feature", [f"<http://www.w3.org/ns/formats/{_FEATURES[ending]}>" for ending in endings]
    yield "void:dataDump", [_file(file.path) for file in dumps]
    yield "dcat:distribution", [_part(file.path) for file in files]


def _partitions(counts: Counts, material: Material) -> Iterator[str]:
    for subset in counts.subsets:
        what = Term("literal", _LAYERS[subset.iri.rpartition("/")[2]], "en").n3()
        pairs = [("dcterms:description", [what]), ("void:triples", [str(subset.triples)])]
        yield _block(_ref(subset.iri), [("a", ["void:Dataset"]), *pairs])
    for name, number in counts.classes:
        pairs = [("void:class", [_ref(name)]), ("void:entities", [str(number)])]
        yield _block(_partition("class", name, material), [("a", ["void:Dataset"]), *pairs])
    for name, number in counts.properties:
        pairs = [("void:property", [_ref(name)]), ("void:triples", [str(number)])]
        yield _block(_partition("property", name, material), [("a", ["void:Dataset"]), *pairs])


def _distribution(file: File, header: Header) -> Iterator[str]:
    """Yield a file with its checksum (SPDX 2, as DCAT 3 recommends)."""
    checksum = f"<#{quote(file.path)}.sha256>"
    media_type = ("dcat:mediaType", [f"<{_IANA}{file.media_type}>"])
    yield _block(
        _part(file.path),
        [
            ("a", ["dcat:Distribution"]),
            ("dcterms:title", [Term("literal", file.what, "en").n3()]),
            ("dcterms:license", [iri(each).n3() for each in header.licenses if "://" in each]),
            ("dcat:downloadURL", [_file(file.path)]),
            media_type if file.registered else ("dcterms:format", [_format(file.media_type)]),
            ("dcat:byteSize", [f'"{file.size}"^^xsd:nonNegativeInteger']),
            ("spdx:checksum", [checksum]),
        ],
    )
    yield _block(
        checksum,
        [
            ("a", ["spdx:Checksum"]),
            ("spdx:algorithm", ["spdx:checksumAlgorithm_sha256"]),
            ("spdx:checksumValue", [f'"{file.sha256}"^^xsd:hexBinary']),
        ],
    )


def _vocabularies(counts: Counts) -> list[str]:
    """Return the namespaces of the terms that are used, sorted."""
    used = (name for name, _ in (*counts.classes, *counts.properties))
    return sorted(set(map(namespace_of, used)))


def _block(subject: str, pairs: Pairs) -> str:
    """Return what is said of a subject, one property a line."""
    lines = []
    for predicate, values in _present(pairs):
        between = ", " if len(values) < 4 else ",\n        "
        lines.append(f"{predicate} {between.join(values)}")
    return f"\n{subject} " + " ;\n    ".join(lines) + " .\n"


def _present(pairs: Pairs) -> Iterator[tuple[str, list[str]]]:
    for predicate, values in pairs:
        found = list(values)
        if found:
            yield predicate, found


def _ref(value: str) -> str:
    return iri(value).n3()


def _text(value: str) -> str:
    return literal(value).n3()


def _name(predicate: str) -> str:
    short = shrink(predicate, _PREFIXES)
    return _ref(predicate) if short == predicate else short


def _file(path: str) -> str:
    return f"<{quote(path)}>"


def _part(path: str) -> str:
    return f"<#{quote(path)}>"


def _partition(kind: str, name: str, material: Material) -> str:
    """Return the name of the part of the dataset that has a class or property."""
    return f"<#{kind}/{quote(shrink(name, material.prefixes), safe=':')}>"


def _format(media_type: str) -> str:
    return f"<#format/{quote(media_type)}>"
