"""The list of the canned queries, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kzgraph.rdf.terms import literal
from kzgraph.render.page import Entry, Page, Section
from kzgraph.sparql.results import Result

if TYPE_CHECKING:
    from kzgraph.catalogue.queries import Query

__all__ = ["catalogue_page"]


def catalogue_page(queries: Mapping[str, Query]) -> Page:
    """Arrange the queries by their first tag, each with its summary and parameters."""
    sections: dict[str, Section] = {}
    for name, query in sorted(queries.items()):
        tag = query.tags[0] if query.tags else "other"
        entry = Entry(query.summary, name)
        if query.params:
            params = (p.name if p.default is None else f"[{p.name}]" for p in query.params)
            entry.notes.append(("quote", f"takes {', '.join(params)}"))
        sections.setdefault(tag, Section(tag[:1].upper() + tag[1:])).entries.append(entry)
    data = [
        {
            "name": name,
            "summary": query.summary,
            "description": query.description,
            "tags": list(query.tags),
            "params": {
                p.name: {
                    "type": p.declared,
                    "description": p.description,
                    "example": p.example,
                    "default": p.default,
                }
                for p in query.params
            },
            "columns": dict(query.columns),
        }
        for name, query in sorted(queries.items())
    ]
    rows = Result.of_rows(
        ("name", "summary", "tags", "params"),
        [
            [
                literal(name),
                literal(q.summary),
                literal(" ".join(q.tags)),
                literal(" ".join(p.name for p in q.params)),
            ]
            for name, q in sorted(queries.items())
        ],
    )
    about = "What one takes and gives: kzgraph query NAME --help"
    return Page("Canned queries", [about], [sections[tag] for tag in sorted(sections)], data, rows)
