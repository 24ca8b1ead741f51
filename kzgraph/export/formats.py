"""One registry of the export formats: what each is called, its files, and who writes it.

A writer is a function ``write(material, target)``: *target* is a binary file, or, for a format of several
files, the path of an empty folder. No writer is imported before its format is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from kzgraph.rdf.formats import Format, known

__all__ = ["FORMATS", "writer"]

_CSVW: Final = "tables with CSVW metadata"

#: All formats by name, in the order in which they are listed.
FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        known("ttl", writer="rdf:write_turtle"),
        known("nt", writer="rdf:write_nt"),
        known("nq", writer="rdf:write_nq"),
        known("trig", "TriG: a graph for each layer and source", writer="rdf:write_trig"),
        known("rdfxml", writer="rdf:write_rdfxml"),
        known("ttl12", "RDF 1.2 Turtle with reifiers", writer="rdf:write_reified"),
        known("jsonld", writer="jsonld:write_compact", needs="pyld"),
        Format(
            "framed",
            "JSON-LD as nested records",
            "application/ld+json",
            (".framed.jsonld",),
            writer="jsonld:write_framed",
            needs="pyld",
        ),
        Format("csv", f"CSV {_CSVW}", "text/csv", writer="tables:write_csv"),
        Format("tsv", f"TSV {_CSVW}", "text/tab-separated-values", writer="tables:write_tsv"),
        Format(
            "parquet",
            "Parquet tables",
            "application/vnd.apache.parquet",
            writer="parquet:write_parquet",
            needs="pyarrow",
        ),
        Format(
            "jsonl",
            "a JSON object a thing",
            "application/x-ndjson",
            (".jsonl", ".ndjson"),
            ("ndjson",),
            writer="jsonl:write_jsonl",
        ),
        Format("popolo", "Popolo JSON", "application/json", (".popolo.json",), writer="popolo:write_popolo"),
        Format(
            "graphml",
            "GraphML",
            "application/graphml+xml",
            (".graphml",),
            writer="network:write_graphml",
            needs="networkx",
        ),
        Format(
            "gexf",
            "GEXF for Gephi",
            "application/gexf+xml",
            (".gexf",),
            writer="network:write_gexf",
            needs="networkx",
        ),
        Format(
            "sssom",
            "SSSOM mappings",
            "text/tab-separated-values",
            (".sssom.tsv",),
            writer="sssom:write_sssom",
        ),
        Format(
            "md",
            "a Markdown page of a thing",
            "text/markdown",
            (".md",),
            ("markdown",),
            writer="page:write_page",
        ),
    )
}


def writer(chosen: Format) -> Callable[..., None]:
    """Return the function that writes a format."""
    module, _, function = chosen.writer.partition(":")
    found: Any = getattr(importlib.import_module(f"kzgraph.export.{module}"), function)
    return found  # type: ignore[no-any-return]
