"""One registry of the export formats: what each is called, its files, and who writes it.

A writer is a function ``write(material, target)``: *target* is a binary file, or, for a format of several
files, the path of an empty folder. No writer is imported before its format is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kzgraph.errors import UsageError
from kzgraph.rdf.formats import Format, known
from kzgraph.storage.files import new_folder, nothing_lost, write_file

if TYPE_CHECKING:
    from kzgraph.export.material import Material

__all__ = ["FORMATS", "write", "writer"]

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


def write(chosen: Format, material: Material, target: str | BinaryIO) -> None:
    """Write a material: to an open binary file, or to a file or folder by its path, whole or not at all.

    Raises UsageError for a format of several files without a path, OutputError, and what the writer raises.
    """
    if not isinstance(target, str):
        if not chosen.ending:
            raise UsageError(f"The format {chosen.name} is several files: it needs the path of a folder.")
        writer(chosen)(material, target)
    elif chosen.ending:
        write_file(target, lambda file: writer(chosen)(material, file))
    else:
        with new_folder(target, nothing_lost, "this format") as folder:
            writer(chosen)(material, folder)


def writer(chosen: Format) -> Callable[..., None]:
    """Return the function that writes a format."""
    module, _, function = chosen.writer.partition(":")
    found: Any = getattr(importlib.import_module(f"kzgraph.export.{module}"), function)
    return found  # type: ignore[no-any-return]
