"""SSSOM/TSV (Simple Standard for Sharing Ontological Mappings 1.1) in its canonical form.

A block of metadata as YAML in comment lines, then a row for each mapping. That two things must not be
confused is said as SSSOM says it, with the modifier ``Not`` of ``skos:exactMatch``; what was looked for and
not found has the object ``sssom:NoTermFound``.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, BinaryIO, Final

from kzgraph.export.mappings import Mapping as Link
from kzgraph.export.mappings import mappings
from kzgraph.export.tables import guarded
from kzgraph.export.things import Things
from kzgraph.rdf.terms import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["write_sssom"]

#: The slots that are written, in the order of the class Mapping of SSSOM 1.1.
_SLOTS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_type",
    "object_source",
    "mapping_date",
    "other",
    "comment",
)
_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
#: Slots that are said once for all rows if they are the same in all.
_PROPAGATED: Final = ("subject_type", "object_source", "mapping_date")
#: Prefixes that every reader of SSSOM knows, and that are not declared in a file.
_BUILT_IN: Final[Mapping[str, str]] = {
    "linkml": "https://w3id.org/linkml/",
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS,
    "sssom": "https://w3id.org/sssom/",
    "xsd": XSD,
}
_UNSPECIFIED_LICENCE: Final = "https://w3id.org/sssom/license/unspecified"
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 _./#%~+-]*(:[A-Za-z0-9_./#%~+-]+)*(?<! )")
_NOT_PLAIN: Final = re.compile(r" #|(?i:null|true|false|yes|no|on|off|y|n)$")


def write_sssom(material: Material, target: BinaryIO) -> None:
    """Write the mappings of *material* as SSSOM/TSV; a graph without any gives a file without rows."""
    found = mappings(material)
    curies = _Curies({**_of_registers(material), **material.prefixes})
    rows = sorted(
        (_row(each, curies, edited=material.layered) for each in found),
        key=lambda row: [row.get(slot, "") for slot in _SLOTS],
    )
    shared = {}
    for slot in _PROPAGATED:
        values = {row.get(slot, "") for row in rows}
        if len(values) == 1 and "" not in values:
            shared[slot] = values.pop()
    columns = [
        slot
        for slot in _SLOTS
        if slot not in shared and (any(row.get(slot) for row in rows) or slot in _REQUIRED)
    ]
    lines = [f"#{line}" for line in _metadata(material, curies.used, rows, shared)]
    lines.append("\t".join(columns))
    for row in rows:
        cells = (row.get(slot, "") for slot in columns)
        lines.append("\t".join(_cell(guarded(cell) if material.safe_csv else cell) for cell in cells))
    target.write(("\n".join(lines) + "\n").encode("utf-8", "backslashreplace"))
    material.progress(len(material.statements))


def _row(link: Link, curies: _Curies, *, edited: bool) -> dict[str, str]:
    """Return the slots of a mapping. *edited* says that people made it, as they do in a graph of layers."""
    found = {
        "subject_id": curies(link.subject),
        "subject_label": link.subject_label,
        "predicate_id": curies(link.predicate),
        "predicate_modifier": "Not" if link.negated else "",
        "object_id": curies(link.object),
        "object_label": link.object_label,
        "mapping_justification": "semapv:ManualMappingCuration" if edited else "semapv:UnspecifiedMatching",
        "subject_type": link.type,
        "object_source": curies(link.register) if link.register else "",
        "mapping_date": link.day,
        "other": "|".join(f"{name}={_value(value)}" for name, value in sorted(link.other)),
        "comment": link.comment,
    }
    return {slot: value for slot, value in found.items() if value}


class _Curies:
    """Shortens IRIs with prefixes, and remembers which: every id in SSSOM/TSV is a CURIE.

    A namespace without a prefix gets one by number (``ns1``).
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        usable = {name: space for name, space in prefixes.items() if re.fullmatch(r"[A-Za-z_][\w.-]*", name)}
        self._prefixes = {**usable, **_BUILT_IN}
        self.used: dict[str, str] = {}

    def __call__(self, iri: str) -> str:
        """Return the CURIE of *iri*."""
        fitting = [
            (len(space), name, space)
            for name, space in self._prefixes.items()
            if iri.startswith(space) and len(iri) > len(space)
        ]
        if not fitting:
            space = re.match(r".*[/#:](?=.)|", iri, re.DOTALL)
            cut = space.end() if space else 0
            name = next(each for n in range(1, 1 << 20) if (each := f"ns{n}") not in self._prefixes)
            self._prefixes[name] = iri[:cut]
            fitting = [(cut, name, iri[:cut])]
        length, name, namespace = max(fitting)
        if name not in _BUILT_IN:
            self.used[name] = namespace
        return f"{name}:{iri[length:]}"


def _of_registers(material: Material) -> dict[str, str]:
    """Return a prefix for the ids of each register that has no other: ``partyfacts`` for Party Facts."""
    names = {
        space: re.sub("[^a-z0-9]", "", name.lower()) for space, name in Things(material).registers.items()
    }
    known = set(material.prefixes.values())
    return {name: space for space, name in names.items() if name[:1].isalpha() and space not in known}


def _metadata(
    material: Material, prefixes: Mapping[str, str], rows: list[dict[str, str]], shared: Mapping[str, str]
) -> Iterable[str]:
    """Yield the lines of the metadata, in the order of the class MappingSet."""
    yield 'sssom_version: "1.1"'
    if prefixes:
        yield "curie_map:"
        yield from (f"  {name}: {_yaml(space)}" for name, space in sorted(prefixes.items()))
    content = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    name = (
        f"{material.home}mappings" if material.home else f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}"
    )
    yield f"mapping_set_id: {_yaml(name)}"
    for slot, value in (
        ("mapping_set_version", _of_ontology(material, OWL + "versionInfo")),
        ("license", _of_ontology(material, DCTERMS + "license") or _UNSPECIFIED_LICENCE),
    ):
        if value:
            yield f"{slot}: {_yaml(value)}"
    for slot in _SLOTS:
        if slot in shared:
            yield f"{slot}: {_yaml(shared[slot])}"


def _of_ontology(material: Material, predicate: str) -> str:
    """Return the one value of a property of the graph's ontology, "" if there is none or more than one."""
    from pyoxigraph import NamedNode

    for store in (material.store, material.ontology):
        found = {
            getattr(quad.object, "value", "")
            for ontology in store.quads_for_pattern(
                None, NamedNode(RDF + "type"), NamedNode(OWL + "Ontology")
            )
            for quad in store.quads_for_pattern(ontology.subject, NamedNode(predicate), None)
        }
        if len(found) == 1:
            return str(found.pop())
    return ""


def _value(text: str) -> str:
    """Return *text* for the slot ``other``, whose own signs it must not hold."""
    return text.replace("%", "%25").replace("|", "%7C").replace("=", "%3D")


def _cell(text: str) -> str:
    """Return a value of the table, in quotation marks if it must be (SSSOM/TSV, 'Quoting')."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return '"' + text.replace('"', '""') + '"' if re.search('[\t\n"]', text) else text


def _yaml(text: str) -> str:
    """Return a YAML scalar: plain if it can be, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
