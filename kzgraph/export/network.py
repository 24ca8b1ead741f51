"""GraphML and GEXF of who is tied to whom (:mod:`kzgraph.export.ties`), written by networkx.

Both are directed graphs in which two nodes can have several edges, which Gephi keeps apart by their kind.
Dates stand as the graph has them, in EDTF, in attributes of the edges. GEXF has in addition the days between
which each tie is possible, as ``start`` and ``end``: what Gephi's timeline needs and knows no precision of.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.etree import ElementTree

from kzgraph.export.ties import Network, network
from kzgraph.extras import need
from kzgraph.rdf.terms import shrink
from kzgraph.render.safe import check_for_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzgraph.export.material import Material

__all__ = ["write_gexf", "write_graphml"]

_GEXF: Final = "http://gexf.net/1.3"
_NAME: Final = "{" + _GEXF + "}"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


def write_graphml(material: Material, target: BinaryIO) -> None:
    """Write the network as GraphML.

    Raises UsageError without networkx, OutputError for characters that XML cannot hold.
    """
    networkx = need("networkx", "GraphML")
    graph = _graph(networkx, network(material), material.prefixes)
    # networkx has another writer, which it takes where lxml is installed with another layout.
    written = io.BytesIO()
    networkx.write_graphml_xml(graph, written)
    target.write(written.getvalue().rstrip() + b"\n")
    material.progress(len(material.statements))


def write_gexf(material: Material, target: BinaryIO) -> None:
    """Write the network as GEXF 1.3 with dynamic edges. Raises what :func:`write_graphml` raises."""
    networkx = need("networkx", "GEXF")
    graph = _graph(networkx, network(material), material.prefixes, spells=True)
    root = ElementTree.fromstring("\n".join(networkx.generate_gexf(graph, version="1.3")))  # noqa: S314 - our own
    _mend(root)
    ElementTree.register_namespace("", _GEXF)
    ElementTree.indent(root)
    target.write(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
    material.progress(len(material.statements))


def _graph(networkx: Any, found: Network, prefixes: Mapping[str, str], *, spells: bool = False) -> Any:
    """Return the network for networkx; *spells* adds the days between which ties can hold."""
    graph = networkx.MultiDiGraph()
    for node in found.nodes:
        graph.add_node(
            shrink(node.iri, prefixes),
            **_checked(label=node.label, kind=node.kind, type=node.type, iri=node.iri),
        )
    for number, tie in enumerate(found.ties):
        days = {"start": tie.from_, "end": tie.until} if spells else {}
        graph.add_edge(
            shrink(tie.source, prefixes),
            shrink(tie.target, prefixes),
            key=str(number),
            **_checked(
                **({"id": str(number)} if spells else {}),
                **{name: day for name, day in days.items() if day},
                label=tie.label,
                kind=tie.kind,
                **{f"edtf_{name}": date for name, date in tie.dates.items()},
                **({"iri": tie.via} if tie.via else {}),
                sources=" ".join(tie.sources),
                source_count=len(tie.sources),
            ),
        )
    return graph


def _checked(**attributes: Any) -> dict[str, Any]:
    """Return the attributes; OutputError if one has a character that XML cannot hold."""
    for value in attributes.values():
        if isinstance(value, str):
            check_for_xml(value)
    return attributes


def _mend(root: ElementTree.Element) -> None:
    """Make GEXF of what networkx writes reproducible and valid: it dates the file and names its version."""
    root.set("{" + _XSI + "}schemaLocation", f"{_GEXF} {_GEXF}/gexf.xsd")
    for key in [key for key in root.attrib if key.endswith("}schemaLocation") and _XSI not in key]:
        del root.attrib[key]
    for meta in root.iter(f"{_NAME}meta"):
        meta.attrib.pop("lastmodifieddate", None)
        for creator in meta.iter(f"{_NAME}creator"):
            creator.text = "kzgraph"
    for graph in root.iter(f"{_NAME}graph"):
        graph.attrib.pop("name", None)  # no attribute of GEXF
        _mend_edges(graph)


def _mend_edges(graph: ElementTree.Element) -> None:
    """Say the kind of an edge as GEXF 1.3 does, and leave out the keys that networkx gives its edges.

    Without ``kind`` Gephi makes one edge of several between the same nodes.
    """
    ids: dict[str, str] = {}
    for attributes in graph.findall(f"{_NAME}attributes[@class='edge']"):
        for each in list(attributes):
            ids[each.get("title", "")] = each.get("id", "")
            if each.get("title") == "networkx_key":
                attributes.remove(each)
    for edge in graph.iter(f"{_NAME}edge"):
        for values in edge.iter(f"{_NAME}attvalues"):
            for value in list(values):
                if value.get("for") == ids["networkx_key"]:
                    values.remove(value)
                elif value.get("for") == ids["kind"]:
                    edge.set("kind", value.get("value", ""))
