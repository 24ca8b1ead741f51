"""Reading one thing after the other: the values of its properties, and the sources that speak of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kzgraph.export.naming import Vocabulary
from kzgraph.lookup.labels import present
from kzgraph.rdf import edtf
from kzgraph.rdf.terms import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzgraph.export.material import Material

__all__ = ["Text", "Things", "plain_date"]

#: A text and its language tag, "" for none.
Text = tuple[str, str]

_SOURCES: Final = """
SELECT DISTINCT ?thing ?source {
  ?claim rdf:subject ?thing ; kzo:source|prov:wasQuotedFrom ?source .
  FILTER NOT EXISTS { ?claim kzo:assertedBy ?who }
  FILTER NOT EXISTS { ?claim kzo:rank wikibase:DeprecatedRank }
}
"""
_REGISTERS: Final = (
    "SELECT ?space ?register { ?register <http://rdfs.org/ns/void#uriSpace> ?space } ORDER BY ?register"
)
_DAY: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


class Things(Vocabulary):
    """The things of a material with their properties."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self._material = material

    def iris(self, thing: str, *properties: str) -> list[str]:
        """Return the things that these properties of *thing* point to, those of the first property first."""
        found = dict.fromkeys(
            value.value for each in properties for value in self._values(thing, each, "NamedNode")
        )
        return list(found)

    def texts(self, thing: str, *properties: str) -> list[Text]:
        """Return the literals that these properties of *thing* have, sorted within each property."""
        return [
            (value.value, language_tag(value.language))
            for each in properties
            for value in self._values(thing, each, "Literal")
        ]

    def pointing(self, thing: str, *properties: str) -> list[str]:
        """Return what points to *thing* with one of these properties, sorted."""
        from pyoxigraph import NamedNode

        found = {
            quad.subject.value
            for each in properties
            for quad in self._material.store.quads_for_pattern(None, NamedNode(each), NamedNode(thing))
            if isinstance(quad.subject, NamedNode)
        }
        return sorted(found)

    @cached_property
    def registers(self) -> Mapping[str, str]:
        """The registers elsewhere that the material describes: the namespace of their ids, and their name."""
        found = {}
        for row in self._material.graph.select(_REGISTERS):
            space, register = present(row)
            labels = self.labels(register.value)
            found[space.value] = labels.get("en") or next(iter(labels.values()), self.short(register.value))
        return found

    @cached_property
    def sources(self) -> Mapping[str, list[str]]:
        """The sources of each thing, by IRI: those of which claims are kept that state something about it.

        Allegations and deprecated claims do not count. ``dcterms:source`` of a thing does.
        """
        found: dict[str, set[str]] = {}
        for row in self._material.graph.select(_SOURCES):
            thing, source = present(row)
            found.setdefault(thing.value, set()).add(source.value)
        for row in self._material.graph.select(
            "SELECT ?thing ?source { ?thing dcterms:source ?source FILTER(ISIRI(?source)) }"
        ):
            thing, source = present(row)
            found.setdefault(thing.value, set()).add(source.value)
        return {thing: sorted(of) for thing, of in found.items()}

    def _values(self, thing: str, each: str, kind: str) -> Iterator[Any]:
        from pyoxigraph import NamedNode

        quads = self._material.store.quads_for_pattern(NamedNode(thing), NamedNode(each), None)
        values: Iterator[Any] = (quad.object for quad in quads)
        yield from sorted(
            (value for value in values if type(value).__name__ == kind),
            key=lambda value: (getattr(value, "language", None) or "", value.value),
        )


def plain_date(text: str) -> str | None:
    """Return an EDTF date as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, None if it says anything else.

    A date that is uncertain, approximate, a season or an interval does.
    """
    try:
        precision = edtf.parse(text).precision
    except ValueError:
        return None
    day = text.partition("T")[0]
    return day if precision in ("day", "month", "year") and _DAY.fullmatch(day) else None
