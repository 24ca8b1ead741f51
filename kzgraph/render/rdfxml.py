"""RDF/XML (W3C, RDF 1.1 XML Syntax): for programs that read nothing newer.

Written here because pyoxigraph declares its namespaces in another order in each process, and leaves carriage
returns and characters that XML forbids as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kzgraph.errors import OutputError, shown
from kzgraph.rdf.terms import RDF, XSD_STRING, language_tag
from kzgraph.render.safe import xml
from kzgraph.render.turtle import Progress, subjects

__all__ = ["rdfxml"]

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAME: Final = re.compile(r"[^\W\d][\w.\-]*")
_ENDING: Final = re.compile(r"[^\W\d][\w.\-]*$")
_RESERVED: Final = frozenset(
    RDF + name
    for name in ("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "li")
)


def rdfxml(
    lines: Sequence[bytes], prefixes: Mapping[str, str], progress: Progress = lambda triples: None
) -> Iterator[bytes]:
    """Yield sorted lines of N-Triples as RDF/XML.

    Raises OutputError for what RDF/XML cannot hold: a property whose IRI does not end in a name, control
    characters, triple terms.
    """
    names = _Names(prefixes)
    pieces = []
    for _, group in subjects(lines):
        pieces.append(_description(group, names))
        progress(len(group))
    yield names.header()
    yield from pieces
    yield b"</rdf:RDF>\n"


class _Names(dict[str, str]):
    """Element names of properties, each worked out once, and the namespaces that they need."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._own = {
            namespace: name
            for name, namespace in sorted(prefixes.items(), reverse=True)
            if _NAME.fullmatch(name) and not name.lower().startswith("xml") and name != "rdf"
        }
        self._taken = set(prefixes)
        self._declared = {RDF: "rdf"}

    def __missing__(self, iri: str) -> str:
        ending = _ENDING.search(iri)
        if ending is None or iri in _RESERVED:
            why = "it does not end in a name" if ending is None else "its syntax uses that name itself"
            raise OutputError(
                f"RDF/XML cannot hold the property {shown(iri, 300)}: {why}.",
                hint="Use --format ttl, which can.",
            )
        known = [own for own in self._own if iri.startswith(own) and _NAME.fullmatch(iri, len(own))]
        namespace = max(known, key=len, default=iri[: ending.start()])
        if namespace not in self._declared:
            self._declared[namespace] = self._own.get(namespace) or self._new()
        name = self[iri] = f"{self._declared[namespace]}:{iri[len(namespace) :]}"
        return name

    def header(self) -> bytes:
        """Return the beginning of the document with the namespaces that were needed until now."""
        lines = [f'\n    xmlns:{name}="{xml(iri)}"' for iri, name in self._declared.items()]
        return f"{_DECLARATION}<rdf:RDF{''.join(sorted(lines))}>\n".encode()

    def _new(self) -> str:
        number = 1
        while f"ns{number}" in self._taken:
            number += 1
        self._taken.add(f"ns{number}")
        return f"ns{number}"


def _description(lines: Sequence[bytes], names: _Names) -> bytes:
    """Return all that is said of one subject."""
    from pyoxigraph import RdfFormat, parse

    quads = list(parse(b"".join(lines), format=RdfFormat.N_TRIPLES, lenient=True))
    quads.sort(key=lambda quad: quad.predicate.value != RDF + "type")
    parts = [f"  <rdf:Description {_reference(quads[0].subject, 'about')}>\n"]
    parts += (_property(names[quad.predicate.value], quad.object) for quad in quads)
    parts.append("  </rdf:Description>\n")
    return "".join(parts).encode()


def _property(name: str, value: Any) -> str:
    if type(value).__name__ in ("NamedNode", "BlankNode"):
        return f"    <{name} {_reference(value, 'resource')}/>\n"
    if type(value).__name__ != "Literal" or value.direction is not None:
        raise OutputError(
            f"RDF/XML cannot hold {shown(value, 300)}, which is of RDF 1.2.", hint="Use --format ttl."
        )
    kind = ""
    if value.language:
        kind = f' xml:lang="{language_tag(value.language)}"'
    elif value.datatype.value != XSD_STRING:
        kind = f' rdf:datatype="{xml(value.datatype.value)}"'
    return f"    <{name}{kind}>{xml(value.value)}</{name}>\n"


def _reference(node: Any, attribute: str) -> str:
    name = "nodeID" if type(node).__name__ == "BlankNode" else attribute
    return f'rdf:{name}="{xml(node.value)}"'
