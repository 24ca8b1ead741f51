"""Writing the Turtle files of a graph folder as a stream, and counting the triples in them."""

import os
from typing import BinaryIO

PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix kz: <https://w3id.org/kzgraph/id/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


def text(value: str, language: str = "") -> str:
    """Return a string as a Turtle literal; the generator has no characters that need more escaping."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


class Output:
    """The files of the folder that is being written; *triples* counts those in Turtle files."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.triples = 0
        self._open: dict[str, BinaryIO] = {}

    def file(self, name: str) -> BinaryIO:
        """Return the file with this name relative to the folder, created when first asked for."""
        found = self._open.get(name)
        if found is None:
            path = os.path.join(self.root, *name.split("/"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            found = self._open[name] = open(path, "xb", buffering=1 << 18)  # noqa: SIM115
        return found

    def turtle(self, name: str, body: str, triples: int) -> None:
        """Append statements to a Turtle file, which begins with all prefixes."""
        file = self.file(name)
        if not file.tell():
            file.write(PREFIXES.encode())
        file.write(body.encode())
        self.triples += triples

    def close(self, *names: str) -> None:
        """Close the named files, without names all."""
        for name in names or tuple(self._open):
            self._open.pop(name).close()


class Node:
    """A thing with its accepted triples, grouped by property as a person would write them."""

    __slots__ = ("_values", "file", "iri")

    def __init__(self, file: str, iri: str, kind: str) -> None:
        self.file = file
        self.iri = iri
        self._values: dict[str, list[str]] = {"a": [kind]}

    def add(self, predicate: str, value: str) -> None:
        """Add a triple."""
        self._values.setdefault(predicate, []).append(value)

    def remove(self, predicate: str) -> None:
        """Remove all triples with this property."""
        del self._values[predicate]

    def write(self, output: Output) -> None:
        """Write the node to its file."""
        body = " ;\n    ".join([f"{name} {', '.join(values)}" for name, values in self._values.items()])
        output.turtle(self.file, f"{self.iri} {body} .\n\n", sum(map(len, self._values.values())))
