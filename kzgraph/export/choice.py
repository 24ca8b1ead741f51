"""What goes out: the statements of a layer, of a thing, in a language, as of a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kzgraph.errors import NotFound, UsageError, shown
from kzgraph.export.layers import (
    CONFLICTS_WITH,
    DEPENDENT,
    OBJECT,
    REFERENCES,
    SIDE,
    SOURCES,
    SUBCLASS_OF,
    SUBJECT,
    Layers,
    above,
    accepted,
    below,
    evidence,
    layers_of,
    with_blank_nodes,
)
from kzgraph.export.statements import TYPE, Statements, terms
from kzgraph.terms import DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LAYERS", "Choice", "Layer", "choose"]

Layer = Literal["accepted", "evidence", "all"]
LAYERS: Final[tuple[Layer, ...]] = ("accepted", "evidence", "all")

_NAMES: Final = frozenset(
    f"<{iri}>".encode()
    for iri in (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title", "http://www.w3.org/2008/05/skos-xl#literalForm")
)
