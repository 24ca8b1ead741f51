"""From what a person calls a thing to its IRI."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kzgraph.errors import UnknownName, UsageError, shown
from kzgraph.rdf.terms import expand, iri, is_iri, shrink
from kzgraph.storage.graph import Graph

if TYPE_CHECKING:
    from kzgraph.lookup.search import Hit

#: Longer texts are nobody's name; they are not compared with all names of the graph.
_LONGEST_NAME: Final = 200
_MOST_CANDIDATES: Final = 5


def resolve(graph: Graph, text: str, cls: str | None = None) -> str:
    """Return the IRI of the thing that *text* names.

    That is ``kz:cpk``, an IRI with or without ``<>``, the bare local name ``cpk``, or a label or abbreviation
    that only one thing has, whatever its case, script or spelling.

    *cls* is the IRI of a class that the thing must have, directly or by ``rdfs:subClassOf``.

    Raises UnknownName with the nearest names if there is no such thing, UsageError if several things have
    that name or the thing is not of the class.
    """
    text = text.strip()
    for candidate in _as_iri(graph, text):
        if not _exists(graph, candidate):
            continue
        if cls is None or _is_a(graph, candidate, cls):
            return candidate
        raise _wrong_class(graph, candidate, cls)
    found = _by_name(graph, text, cls)
    if len(found) == 1:
        return found[0].iri
    if found:
        names = "; ".join(
            f"{shrink(hit.iri, graph.prefixes)} ({hit.label})" for hit in found[:_MOST_CANDIDATES]
        )
        raise UsageError(f"{len(found)} things are called {shown(text)}.", hint=f"Name one of: {names}")
    raise UnknownName(_kind(graph, cls), text, _nearest(graph, text, cls))


def _as_iri(graph: Graph, text: str) -> list[str]:
    """Return the IRIs that the text can be as it stands."""
    found: list[str] = []
    if text.startswith("<") and text.endswith(">"):
        return [text[1:-1]] if is_iri(text[1:-1]) else []
    expanded = expand(text, graph.prefixes)
    if expanded is not None and is_iri(expanded):
        found.append(expanded)
    elif text.startswith(("http://", "https://")) and is_iri(text):
        found.append(text)
    local = graph.home + text
    if graph.home and ":" not in text and is_iri(local):
        found.append(local)
    return found


def _exists(graph: Graph, thing: str) -> bool:
    return graph.ask("$thing ?p ?o", thing=iri(thing))


def _is_a(graph: Graph, thing: str, cls: str) -> bool:
    return graph.ask("$thing rdf:type/rdfs:subClassOf* $cls", thing=iri(thing), cls=iri(cls))


def _kind(graph: Graph, cls: str | None) -> str:
    return shrink(cls, graph.prefixes) if cls else "thing"


def _wrong_class(graph: Graph, thing: str, cls: str) -> UsageError:
    rows = graph.select("SELECT DISTINCT ?c { $thing rdf:type ?c } ORDER BY ?c", thing=iri(thing))
    has = ", ".join(shrink(term.value, graph.prefixes) for row in rows if (term := row[0])) or "none"
    short = shrink(thing, graph.prefixes)
    return UsageError(f"{short} is not a {_kind(graph, cls)}; its class is {has}.")


def _hits(graph: Graph, text: str, keep: "Callable[[Hit], bool]", cls: str | None) -> "list[Hit]":
    from kzgraph.lookup.search import search

    if not text or len(text) > _LONGEST_NAME:
        return []
    try:
        hits = search(graph, text, limit=50)
    except UsageError:  # nothing to search for in it
        return []
    return [hit for hit in hits if keep(hit) and (cls is None or _is_a(graph, hit.iri, cls))]


def _by_name(graph: Graph, text: str, cls: str | None) -> "list[Hit]":
    """Return the things with that name; those spelt alike if there are any, else those with an equal key."""
    hits = _hits(graph, text, lambda hit: hit.kind == "exact", cls)
    alike = [hit for hit in hits if hit.name.casefold() == text.casefold()]
    return alike or hits


def _nearest(graph: Graph, text: str, cls: str | None) -> list[str]:
    hits = _hits(graph, text, lambda hit: hit.kind != "exact", cls)
    found = [f"{shrink(hit.iri, graph.prefixes)} ({hit.label})" for hit in hits[:_MOST_CANDIDATES]]
    return found or _nearest_local(graph, text, cls)


def _nearest_local(graph: Graph, text: str, cls: str | None) -> list[str]:
    """Return the nearest local names in the graph's home namespace."""
    if not graph.home or len(text) > _LONGEST_NAME:
        return []
    from difflib import get_close_matches

    pattern = f"?s rdf:type/rdfs:subClassOf* {iri(cls).n3()}" if cls else "?s rdf:type ?class"
    start = iri(graph.home).value
    local = text.rpartition(":")[2].removeprefix(start)
    rows = graph.select(f"SELECT DISTINCT ?s {{ {pattern} FILTER(ISIRI(?s)) }}")
    names = [term.value[len(start) :] for row in rows if (term := row[0]) and term.value.startswith(start)]
    return [shrink(start + name, graph.prefixes) for name in get_close_matches(local, names, n=3, cutoff=0.6)]
