"""Writing down which item of Wikidata a thing is, nearly is, or is not, after checking what can be checked.

Nothing here writes: a :class:`Plan` says what is to be written, so that it can be shown first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from kzgraph.editing import values
from kzgraph.editing.turtle_files import Changes, TurtleFiles
from kzgraph.errors import NotFound, UsageError, shown
from kzgraph.lookup.labels import label_all, present
from kzgraph.rdf.qids import ENTITY
from kzgraph.rdf.terms import EDTF_LITERAL, KZO, RDF, Term, iri, literal, local_name, shrink
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.turtle.edit import Description
from kzgraph.wikidata.cache import Cache
from kzgraph.wikidata.links import RELATIONS, Link, Relation, Search, links, searches
from kzgraph.wikidata.mapping import classes
from kzgraph.wikidata.statements import best
from kzgraph.wikidata.wikibase import label_of, statements

__all__ = ["ClassMatch", "Plan", "instance_of", "match_classes", "plan"]

#: The file for links, if the graph has none with a search that the link replaces.
_FILE: Final = "data/links.ttl"
#: "instance of", whose values are the classes of an item.
_INSTANCE_OF: Final = "P31"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written; *thing* and *item* say what is linked, *remarks* what the editor should know."""

    thing: str
    item: str
    changes: Changes
    remarks: list[str]


def plan(graph: Graph, thing: str, qid: str, why: str, relation: Relation, cache: Cache) -> Plan:
    """Return what is to be written to link the thing with the IRI *thing* to the item *qid*.

    *why* is the reason, English unless a language is written. Raises NotFound if the item does not exist or
    no copy of it is in the cache, UsageError for whatever speaks against the link or must be said
    differently, GraphLoadError if the cache or the graph cannot be read.
    """
    if graph.path is None:
        raise UsageError("A link is written into the files of a graph; name its folder with --graph.")
    values.check_characters("reason", why)
    if not why.strip():
        raise UsageError("Say with --why why the link holds.", hint="A link that nobody can check is no use.")
    reason = values.sentence(graph, " ".join(why.split()))  # a line copied from a terminal can be broken
    entity = _item(qid, cache)
    label = label_of(entity)
    known = links(graph)
    _refuse_known(graph, known, thing, qid, relation)
    remarks = [] if relation == "not" else _check_kind(graph, thing, entity, cache)
    search = next((each for each in searches(graph) if each.thing == thing and relation != "not"), None)
    if search is not None:
        remarks.append(f"It takes the place of {shrink(search.record, graph.prefixes)}: nothing was found.")
    name = "" if label == qid else label
    link = Link(thing, relation, ENTITY + qid, name, checked=cache.retrieved(qid) or "")
    changes = _changes(graph, link, reason, search, known)
    named = f"{shrink(thing, graph.prefixes)} ({label_all(graph, [iri(thing)])[iri(thing)].label})"
    return Plan(named, f"{qid} ({name})" if name else qid, changes, remarks)


def _item(qid: str, cache: Cache) -> Mapping[str, Any]:
    """Return the item from the cache; NotFound or UsageError if it is none that can be linked."""
    target = cache.target(qid)
    if target != qid:
        raise UsageError(f"{qid} was merged into {target}.", hint=f"Link {target}, which stays.")
    entity = cache.entity(qid)
    if entity is None and qid in cache.missing:
        raise NotFound(f"Wikidata has no item {qid} (seen on {cache.retrieved(qid)}).")
    if entity is None:
        raise NotFound(
            f"No copy of {qid} is in the cache, so that nothing can be checked.",
            hint=f"Fetch it first: kzgraph wikidata fetch {qid}",
        )
    if entity.get("type", "item") != "item":
        raise UsageError(f"{qid} is a {shown(entity['type'])} of Wikidata, not an item.")
    return entity


def _refuse_known(graph: Graph, known: list[Link], thing: str, qid: str, relation: Relation) -> None:
    """Raise UsageError if a link that is there already says the same or the contrary."""
    own = [link for link in known if link.thing == thing]
    for link in own:
        if link.qid == qid:
            kind = {"exact": "linked to", "close": "closely linked to", "not": "not to be confused with"}
            hint = "Nothing is to be done." if link.relation == relation else _hint(graph, link)
            raise UsageError(
                f"{shrink(thing, graph.prefixes)} is {kind[link.relation]} {qid} already.", hint=hint
            )
    if relation != "exact":
        return
    for link in known:
        if link.relation == "exact" and link.qid == qid:
            short = shrink(link.thing, graph.prefixes)
            raise UsageError(f"{qid} is {short} already.", hint=_hint(graph, link))
    for link in own:
        if link.relation == "exact":
            raise UsageError(
                f"{shrink(thing, graph.prefixes)} is {link.qid} already, and Wikidata should have it once.",
                hint=f"If {qid} is a duplicate of it, link it with --close. {_hint(graph, link)}",
            )


def _hint(graph: Graph, link: Link) -> str:
    reason = f"The reason that was given: {link.reason}\n" if link.reason else ""
    record = f" and {shrink(link.record, graph.prefixes)}" if link.record else ""
    return f"{reason}If that is wrong, remove the triple{record} from the data first."


def _check_kind(graph: Graph, thing: str, entity: Mapping[str, Any], cache: Cache) -> list[str]:
    """Return remarks on the kind of the item; UsageError if it cannot be the thing."""
    qid = str(entity["id"])
    kinds = instance_of(entity)
    named = ", ".join(_named(kind, cache) for kind in kinds)
    match = match_classes(graph, thing, kinds)
    if match.fits is False:
        raise UsageError(
            f"{qid} ({label_of(entity)}) is of another kind: {shrink(thing, graph.prefixes)} is of the class "
            f"'{match.own}', an instance of {named} of the class '{match.other}'.",
            hint="To say that the two are not to be confused, use --not.",
        )
    if match.fits:
        return []
    if not kinds:
        return [f"The copy of {qid} does not say what it is an instance of: see for yourself that it fits."]
    return [
        f"The item is an instance of {named}, of which the graph knows nothing: see for yourself that it can "
        f"be a thing of the class '{match.own}'."
    ]


def _named(qid: str, cache: Cache) -> str:
    entity = cache.entity(qid)
    return f"{qid} ({label_of(entity)})" if entity else qid


def _changes(graph: Graph, link: Link, reason: Term, search: Search | None, known: list[Link]) -> Changes:
    """Write the link and its record: in the place of the search, else below the thing's other links."""
    files = TurtleFiles(graph)
    edit = next((edit for edit, _ in files.about(search.record)), None) if search else None
    edit = edit or files.open(_FILE)
    searched = edit.about(search.record) if search else []
    others = [s for each in known if each.thing == link.thing for s in edit.about(each.record)]
    new = ((link.thing, [(RELATIONS[link.relation], [iri(link.target)])]), _record(graph, link, reason))
    if searched:
        edit.replace(searched, *new)
    elif others:
        edit.insert_after(others[-1], *new)
    else:
        edit.append(*new)
    return files.finish("link")


def _record(graph: Graph, link: Link, reason: Term) -> Description:
    """Return the record of the link; the name of a class's has the word ``class`` in it."""
    kind = "" if link.thing.startswith(graph.home) else "class-"
    name = f"{graph.home}link-{kind}{local_name(link.thing)}-{link.qid}".lower()
    return name, [
        (RDF + "type", [iri(KZO + "Link")]),
        (KZO + "thing", [iri(link.thing)]),
        (KZO + "relation", [iri(RELATIONS[link.relation])]),
        (KZO + "target", [iri(link.target)]),
        (KZO + "targetLabel", [literal(link.label)] if link.label else []),
        (KZO + "reason", [reason]),
        (KZO + "checked", [literal(link.checked, datatype=EDTF_LITERAL)] if link.checked else []),
    ]


class ClassMatch(NamedTuple):
    """Whether an item can be a thing by the classes of both; None if the graph knows none of the item's.

    *own* is the label of the thing's class, *other* that of the class whose things the item could be.
    """

    fits: bool | None
    own: str
    other: str = ""


def instance_of(entity: Mapping[str, Any]) -> list[str]:
    """Return the identifiers of the classes of an item (Wikibase's JSON), best rank only."""
    values = [each.value for each in best(statements(entity, [_INSTANCE_OF]))]
    return [value.text for value in values if value.kind == "item"]


def match_classes(graph: Graph, thing: str, of_item: Iterable[str]) -> ClassMatch:
    """Tell whether an item that is an instance of *of_item* can be the thing with the IRI *thing*.

    It can if one of them is a class of items (:func:`.mapping.classes`) of the thing's class, or of one above
    or below. It cannot if those that are known belong to classes that exclude the thing's
    (``owl:disjointWith``) or have no class in common with it above them. Else nothing is known. Raises what
    the engine raises.
    """
    own = graph.values("SELECT DISTINCT ?c { $thing a ?c FILTER(ISIRI(?c)) } ORDER BY ?c", thing=iri(thing))
    rows = graph.select("SELECT ?c ?up { ?c a owl:Class ; rdfs:subClassOf* ?up . ?up a owl:Class }")
    above = grouped((cls.value, up.value) for cls, up in map(present, rows))
    known = classes(graph)
    label = _label(graph, own)
    verdicts: dict[str, bool | None] = {}
    for qid in of_item:
        for cls in sorted(cls for cls, items in known.items() if qid in items):
            verdicts[cls] = _compatible(graph, own, cls, above)
    if True in verdicts.values():
        return ClassMatch(True, label)
    if not verdicts or None in verdicts.values():
        return ClassMatch(None, label)
    return ClassMatch(False, label, _label(graph, verdicts))


def _compatible(graph: Graph, own: list[str], cls: str, above: Mapping[str, list[str]]) -> bool | None:
    """Tell whether a thing of the classes *own* can be of *cls* as well; None if it is not known.

    *above* has the classes above each class that the graph declares, and itself.
    """
    ups = {up for name in own for up in above.get(name, [name])}
    other = {*above.get(cls, [cls])}
    if cls in ups or any(name in other for name in own):
        return True
    disjoint = "VALUES ?a { $ups } VALUES ?b { $other } ?a owl:disjointWith|^owl:disjointWith ?b"
    return False if not ups & other or graph.ask(disjoint, ups=sorted(ups), other=sorted(other)) else None


def _label(graph: Graph, names: Iterable[str]) -> str:
    labels = label_all(graph, [iri(name) for name in names])
    return min((each.label for each in labels.values()), default="thing")
