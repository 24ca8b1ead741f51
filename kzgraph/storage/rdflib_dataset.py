"""The graph as an rdflib Dataset, for Python programs and for the tools that read rdflib graphs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

    from kzgraph.storage.folders import Folder


def dataset(folder: "Folder", prefixes: Mapping[str, str]) -> "Dataset":
    """Parse the Turtle files with rdflib, add the derived days, and return all as a Dataset.

    All triples are in the default graph; ``default_union`` is set, so that triples added to named graphs are
    found as well. *prefixes* are bound for serialisation. rdflib rewrites some literals
    (``"01"^^xsd:integer`` becomes ``1``). Raises GraphLoadError if a file is malformed.
    """
    from rdflib import Dataset

    from kzgraph.storage.derived import derived
    from kzgraph.storage.loading import load

    store = load(folder)  # finds the mistakes, with their places, better than rdflib does
    result = Dataset(default_union=True)
    for _, content in folder.turtle:
        result.default_graph.parse(data=content, format="turtle")
    for prefix, namespace in prefixes.items():
        result.bind(prefix, namespace, replace=True)
    # The names of blank nodes mean nothing outside the store.
    days = [f"{triple} .\n" for triple in derived(store) if not str(triple).startswith("_:")]
    result.default_graph.parse(data="".join(days), format="nt")
    return result
