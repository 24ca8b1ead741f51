"""One registry of the export formats: what each is called, its files, and who writes it.

A writer is a function ``write(material, target)``: *target* is a binary file, or, for a format of several
files, the path of an empty folder. No writer is imported before its format is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kzgraph.errors import UnknownName, UsageError, shown

__all__ = ["FORMATS", "Format", "named"]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format.

    *extension* ends its files, "" for a folder of several files. *writer* is ``module:function`` in this
    package. *needs* is the package of the extra ``exchange`` without which it cannot be written, if one.
    """

    name: str
    extension: str
    media_type: str
    writer: str
    what: str
    needs: str = ""

    @property
    def folder(self) -> bool:
        """Whether the format is a folder of files."""
        return not self.extension

    @property
    def write(self) -> Callable[..., None]:
        """The writer."""
        module, _, function = self.writer.partition(":")
        found: Any = getattr(importlib.import_module(f"kzgraph.export.{module}"), function)
        return found  # type: ignore[no-any-return]


#: All formats by name, in the order in which they are listed.
FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("ttl", ".ttl", "text/turtle", "turtle:write_turtle", "Turtle"),
        Format("nt", ".nt", "application/n-triples", "lines:write_nt", "N-Triples"),
        Format("nq", ".nq", "application/n-quads", "lines:write_nq", "N-Quads"),
        Format(
            "trig",
            ".trig",
            "application/trig",
            "turtle:write_trig",
            "TriG: a graph for each layer and source",
        ),
        Format("rdfxml", ".rdf", "application/rdf+xml", "rdfxml:write_rdfxml", "RDF/XML"),
        Format("ttl12", ".ttl12", "text/turtle", "reified:write_reified", "RDF 1.2 Turtle with reifiers"),
        Format("jsonld", ".jsonld", "application/ld+json", "jsonld:write_compact", "JSON-LD", "pyld"),
        Format(
            "framed",
            ".framed.jsonld",
            "application/ld+json",
            "jsonld:write_framed",
            "JSON-LD as nested records",
            "pyld",
        ),
        Format("csv", "", "text/csv", "tables:write_csv", "CSV tables with CSVW metadata"),
        Format("tsv", "", "text/tab-separated-values", "tables:write_tsv", "TSV tables with CSVW metadata"),
        Format(
            "parquet",
            "",
            "application/vnd.apache.parquet",
            "parquet:write_parquet",
            "Parquet tables",
            "pyarrow",
        ),
        Format("jsonl", ".jsonl", "application/x-ndjson", "jsonl:write_jsonl", "a JSON object a thing"),
        Format("popolo", ".popolo.json", "application/json", "popolo:write_popolo", "Popolo JSON"),
        Format(
            "graphml", ".graphml", "application/graphml+xml", "network:write_graphml", "GraphML", "networkx"
        ),
        Format("gexf", ".gexf", "application/gexf+xml", "network:write_gexf", "GEXF for Gephi", "networkx"),
        Format("sssom", ".sssom.tsv", "text/tab-separated-values", "sssom:write_sssom", "SSSOM mappings"),
        Format("md", ".md", "text/markdown", "page:write_page", "a Markdown page of a thing"),
    )
}


def named(name: str | None, out: str | None = None) -> Format:
    """Return the format called *name*, else the one that the extension of *out* tells, else Turtle.

    Raises UnknownName, and UsageError for an extension that tells no format.
    """
    if name is not None:
        found = FORMATS.get(name.lower())
        if found is None:
            import difflib

            nearest = difflib.get_close_matches(name.lower(), FORMATS, 3, 0.4)
            raise UnknownName("export format", name, nearest, hint=f"Formats: {', '.join(FORMATS)}.")
        return found
    if out is None or out == "-" or out.startswith("/dev/"):
        return FORMATS["ttl"]
    fitting = [each for each in FORMATS.values() if each.extension and out.lower().endswith(each.extension)]
    if not fitting:
        raise UsageError(
            f"The name {shown(out, 300)} does not tell the format.",
            hint=f"Say it with --format: {', '.join(FORMATS)}.",
        )
    return max(fitting, key=lambda each: len(each.extension))
