"""JSON-LD contexts: short names for the terms of a graph, and what their values are.

A graph can bring its own as ``ontology/context.jsonld``; for others one is derived here from the triples,
by the same rules: each class and each property has its local name if no other has it, properties say
whether their values are things, texts by language, dates or numbers, and those that repeat are always arrays
(JSON-LD 1.1, section 4).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kzgraph.export.nodes import Node
from kzgraph.rdf.terms import KZO, ORG, OWL, RDF, RDFS, SKOS, XSD, XSD_STRING, namespace_of, shrink

__all__ = ["Context", "derive", "reduce", "reversed_properties", "written"]

#: The value of ``@context``: terms and prefixes, by name.
Context = dict[str, Any]

#: Names that say more to people than the local names of the properties.
_NAMES: Final[Mapping[str, str]] = {
    SKOS + "prefLabel": "name",
    SKOS + "altLabel": "otherName",
}
#: What the things are called that point to a thing with a property, when they are nested in its record.
_REVERSE: Final[Mapping[str, str]] = {
    KZO + "actor": "acted",
    KZO + "addressee": "addressed",
    KZO + "affects": "affectedBy",
    KZO + "candidate": "candidacies",
    KZO + "concerns": "concernedBy",
    KZO + "contestant": "results",
    KZO + "election": "electionResults",
    KZO + "holder": "tenures",
    KZO + "leads": "leaders",
    KZO + "participant": "participated",
    KZO + "signatory": "signed",
    ORG + "member": "affiliations",
    ORG + "organization": "members",
    ORG + "originalOrganization": "changes",
    ORG + "postIn": "posts",
    ORG + "resultingOrganization": "origins",
}
_CLASSES: Final = frozenset({OWL + "Class", RDFS + "Class"})
_PROPERTIES: Final = frozenset(
    {RDF + "Property", *(OWL + kind + "Property" for kind in ("Object", "Datatype", "Annotation"))}
)
_TERM: Final = re.compile(r"[A-Za-z][\w-]*")
_PREFIX: Final = re.compile(r"[A-Za-z][\w.-]*")
_GEN_DELIMS: Final = tuple(":/?#[]@")  # what the IRI of a plain prefix ends with (JSON-LD 1.1, section 4.1.3)


def derive(nodes: Iterable[Node], prefixes: Mapping[str, str]) -> Context:
    """Return a context for *nodes* (see :func:`kzgraph.export.nodes.expanded`).

    It has *prefixes*, the classes and properties that the nodes use or define, and a reverse term for each
    property of :data:`_REVERSE` among them.
    """
    nodes = list(nodes)
    uses = _Uses(nodes)
    usable = dict(_usable(prefixes, uses.schemes))
    context: Context = {"@version": 1.1, "id": "@id", "type": "@type"}
    for prefix, namespace in usable.items():
        plain = namespace.endswith(_GEN_DELIMS)
        context[prefix] = namespace if plain else {"@id": namespace, "@prefix": True}
    names = _name_terms(uses, usable, set(context))
    for iri in uses.classes:
        if ":" not in names.get(iri, ":"):
            context[names[iri]] = shrink(iri, usable)
    for iri in uses.properties:
        if iri in names:
            context[names[iri]] = uses.definition(iri, usable)
    for iri, name in _REVERSE.items():
        if iri in uses.properties and name not in context:
            context[name] = {"@reverse": shrink(iri, usable), "@container": "@set"}
    return dict(sorted(context.items()))


def reduce(context: Context, document: Any) -> Context:
    """Return *context* without what *document*, compacted with it, does not use."""
    wanted = {"@version"} & set(context)
    pending = list(_names(document))
    while pending:
        name = pending.pop()
        if name in context and name not in wanted:
            wanted.add(name)
            pending.extend(_names(context[name]))
    return {name: context[name] for name in context if name in wanted}


def reversed_properties(context: Context) -> list[str]:
    """Return the IRIs of the properties that have a reverse term in *context*."""
    found = []
    for definition in context.values():
        if isinstance(definition, dict) and "@reverse" in definition:
            prefix, _, local = definition["@reverse"].partition(":")
            namespace = context.get(prefix, "")
            found.append(
                f"{namespace}{local}" if isinstance(namespace, str) and namespace else definition["@reverse"]
            )
    return sorted(found)


def written(context: Context) -> str:
    """Return *context* as JSON with a term a line, as the value of the key ``@context`` of a document."""
    terms = (
        f"    {json.dumps(name)}: {json.dumps(definition, ensure_ascii=False)}"
        for name, definition in sorted(context.items())
    )
    return "{\n" + ",\n".join(terms) + "\n  }"


def _names(value: Any, key: str = "") -> Iterator[str]:
    """Yield what can be a term or prefix in a JSON value: keys, types, and what stands before a colon."""
    if isinstance(value, str):
        if key in ("type", "@type"):
            yield value
        if ":" in value:
            yield value.partition(":")[0]
    elif isinstance(value, dict):
        for each, inner in value.items():
            yield each
            yield from _names(inner, each)
            if ":" in each:
                yield each.partition(":")[0]
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner, key)


class _Uses:
    """How the nodes use each term: which are classes and properties, and what values properties have."""

    def __init__(self, nodes: list[Node]) -> None:
        classes: set[str] = set()
        properties: set[str] = set()
        self.schemes: set[str] = set()
        self._kinds: dict[str, set[tuple[str, str]]] = {}
        self._repeat: set[str] = set()
        self._declared: dict[str, Node] = {}
        for node in nodes:
            types = node.get("@type", ())
            classes.update(types)
            if _CLASSES.intersection(types):
                classes.add(node["@id"])
            elif _PROPERTIES.intersection(types):
                properties.add(node["@id"])
                self._declared[node["@id"]] = node
            self.schemes.add(node["@id"].partition(":")[0])
            for key, values in node.items():
                if not key.startswith("@"):
                    properties.add(key)
                    self._see(key, values)
        self.classes = sorted(iri for iri in classes if not iri.startswith("_:"))
        self.properties = sorted(properties - {RDF + "type"})

    def _see(self, iri: str, values: list[dict[str, Any]]) -> None:
        """Take note of the values that one subject has for a property."""
        kinds = self._kinds.setdefault(iri, set())
        languages: Counter[str] = Counter()
        for value in values:
            if "@id" in value:
                kinds.add(("thing", ""))
                self.schemes.add(value["@id"].partition(":")[0])
            elif "@language" in value:
                kinds.add(("text", ""))
                languages[value["@language"]] += 1
            else:
                kinds.add(("literal", value.get("@type", XSD_STRING)))
        if (max(languages.values()) if languages else len(values)) > 1:
            self._repeat.add(iri)

    def definition(self, iri: str, prefixes: Mapping[str, str]) -> Any:
        """Return the term definition of a property."""
        short = shrink(iri, prefixes)
        kinds = self._kinds.get(iri) or self._expected(iri)
        definition: dict[str, Any] = {"@id": short}
        containers = []
        if len(kinds) == 1:
            kind, datatype = next(iter(kinds))
            if kind == "thing":
                definition["@type"] = "@id"
            elif kind == "text":
                containers.append("@language")
            elif datatype != XSD_STRING:
                definition["@type"] = shrink(datatype, prefixes)
        if iri in self._repeat:
            containers.append("@set")
        if containers:
            definition["@container"] = containers if len(containers) > 1 else containers[0]
        return definition if len(definition) > 1 else short

    def _expected(self, iri: str) -> set[tuple[str, str]]:
        """Return what the ontology says of the values of a property that has none here."""
        node = self._declared.get(iri, {})
        if OWL + "ObjectProperty" in node.get("@type", ()):
            return {("thing", "")}
        ranges = [value["@id"] for value in node.get(RDFS + "range", ()) if "@id" in value]
        return {("literal", each) for each in ranges if each.startswith(XSD)}


def _usable(prefixes: Mapping[str, str], schemes: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the prefixes that JSON-LD can use: named, and unlike the scheme of any IRI (``urn:``)."""
    for prefix, namespace in sorted(prefixes.items()):
        if _PREFIX.fullmatch(prefix) and prefix not in schemes:
            yield prefix, namespace


def _name_terms(uses: _Uses, prefixes: Mapping[str, str], taken: set[str]) -> dict[str, str]:
    """Return the name of each class and property; *taken* are names that mean something else.

    The namespace with most terms has the first choice of local names. Who comes too late is called by its
    prefixed name; who has neither has no name.
    """
    terms = [*uses.properties, *uses.classes]
    sizes = Counter(map(_namespace, terms))
    names: dict[str, str] = {}
    for iri in sorted(terms, key=lambda iri: (iri not in _NAMES, -sizes[_namespace(iri)], iri)):
        name = _NAMES.get(iri) or iri[len(_namespace(iri)) :]
        if not _TERM.fullmatch(name) or name in taken:
            name = shrink(iri, prefixes)
            if name == iri or name.partition(":")[0] not in taken:
                continue
        taken.add(name)
        names.setdefault(iri, name)
    return names


def _namespace(iri: str) -> str:
    return namespace_of(iri) or iri[: iri.rfind(":") + 1]
