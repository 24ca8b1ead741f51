"""The statements of a material by subject, with every literal as it is written in the files.

A store normalises numbers and durations: 1.50 becomes 1.5 and P12M becomes P1Y. What goes out says what the
source says, so the statements are read from the material's lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzgraph.errors import KzgraphError, OutputError
from kzgraph.rdf.terms import RDF, XSD, Term, term_of
from kzgraph.storage.statements import by_subject

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["LexicalForms"]


class LexicalForms:
    """What *material* says of each IRI."""

    def __init__(self, material: Material) -> None:
        self._lines = {
            subject[1:-1].decode(): lines
            for subject, lines in by_subject(material.statements.lines)
            if subject.startswith(b"<")
        }

    def of(self, subject: str) -> list[tuple[str, Term]]:
        """Return the properties and values of a subject, sorted; values that are blank nodes are left out.

        Raises OutputError for a triple term (RDF 1.2) as a value.
        """
        from pyoxigraph import RdfFormat, parse

        found: list[tuple[str, Term]] = []
        content = b"".join(self._lines.get(subject, ()))
        for quad in parse(content, format=RdfFormat.N_TRIPLES, lenient=True):
            try:
                term = term_of(quad.object)
            except KzgraphError:
                raise OutputError(
                    f"<{subject}> has a triple term (RDF 1.2) as a value, which this format cannot hold.",
                    hint="Use another format: ttl12.",
                ) from None
            if term.kind != "bnode":
                found.append((quad.predicate.value, term))
        return sorted(found, key=_order)

    def text(self, subject: str, predicate: str, value: Term) -> str:
        """Return how the value of a property that a store answered with is written."""
        if value.datatype is None or not value.datatype.startswith(XSD):
            return value.value
        written = [
            term for name, term in self.of(subject) if name == predicate and term.datatype == value.datatype
        ]
        same = written if len(written) == 1 else [term for term in written if term.python == value.python]
        return same[0].value if same else value.value


def _order(statement: tuple[str, Term]) -> tuple[bool, str, str, str, str]:
    predicate, term = statement
    return predicate != RDF + "type", predicate, term.value, term.language or "", term.datatype or ""
