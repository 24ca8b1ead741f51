"""Which things of the graph are things of Wikidata or of another register, and why: reading the links.

A link is a plain triple (``skos:exactMatch``, ``skos:closeMatch`` or ``kzo:notToBeConfusedWith``) and a
``kzo:Link`` beside it with the reason and the evidence; a ``kzo:LinkSearch`` says that nothing was found. The
ontology describes both. Only an exact link says that two things are one: everything that carries facts over
goes by :func:`items`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from kzgraph.lookup.labels import label_all, language_rank, present
from kzgraph.rdf.qids import ENTITY, is_id
from kzgraph.rdf.terms import KZO, SKOS, Term, iri
from kzgraph.sparql.results import grouped
from kzgraph.storage.graph import Graph
from kzgraph.storage.loaded import check_loaded

__all__ = [
    "RELATIONS",
    "Link",
    "Relation",
    "Search",
    "items",
    "links",
    "record_values",
    "registers",
    "searches",
]

Relation = Literal["exact", "close", "not"]

#: The properties that link, by what they are called here, the strongest first.
RELATIONS: Final[Mapping[Relation, str]] = {
    "exact": SKOS + "exactMatch",
    "close": SKOS + "closeMatch",
    "not": KZO + "notToBeConfusedWith",
}

_ORDER: Final = [*RELATIONS]


class Link(NamedTuple):
    """That a thing is (``exact``), nearly is (``close``) or is not (``not``) a thing of a register.

    *thing* and *target* are IRIs, *label* is what the target is called there, *reason* why the link holds,
    *confidence* ``high``, ``medium``, ``low`` or empty, *checked* the EDTF day of the copy of the register
    that was looked at. *record* is the IRI of the kzo:Link; without one it and the reason are empty.
    """

    thing: str
    relation: Relation
    target: str
    label: str = ""
    reason: str = ""
    confidence: str = ""
    checked: str = ""
    record: str = ""

    @property
    def qid(self) -> str:
        """The identifier of the target if it is an item of Wikidata, else the empty string."""
        name = self.target.removeprefix(ENTITY)
        return name if name.startswith("Q") and is_id(name) and name != self.target else ""


class Search(NamedTuple):
    """That a *thing* was looked for in a register and not found.

    *register* is the register's namespace, *register_label* its name; *reason* is what is known, *record*
    the IRI of the kzo:LinkSearch.
    """

    thing: str
    register: str
    register_label: str
    reason: str
    record: str


def links(graph: Graph, namespace: str | None = ENTITY) -> list[Link]:
    """Return the links into the register with this namespace, by thing, relation and target.

    None stands for all registers that the graph describes (``void:uriSpace``). A link without a record is
    among them. Raises what the engine raises, and GraphLoadError for a server that has nothing loaded.
    """
    spaces = tuple(registers(graph)) if namespace is None else (namespace,)
    records = {(of["thing"], of["relation"], of["target"]): of for of in _records(graph, "kzo:target")}
    every = []
    for relation, predicate in RELATIONS.items():
        rows = graph.select("SELECT DISTINCT ?s ?o { ?s $p ?o FILTER(ISIRI(?o)) }", p=iri(predicate))
        for thing, target in map(present, rows):
            if target.value.startswith(spaces):
                record = records.get((thing.value, predicate, target.value), {})
                every.append(
                    Link(
                        thing.value,
                        relation,
                        target.value,
                        label=record.get("targetLabel", ""),
                        reason=record.get("reason", ""),
                        confidence=record.get("confidence", "").rpartition("-")[2],
                        checked=record.get("checked", ""),
                        record=record.get("record", ""),
                    )
                )
    if not every:
        check_loaded(graph.engine)
    return sorted(every, key=lambda link: (link.thing, _ORDER.index(link.relation), link.target))


def searches(graph: Graph, namespace: str | None = ENTITY) -> list[Search]:
    """Return the searches in the register with this namespace (None: in all) that found nothing, by thing."""
    known = registers(graph)
    spaces = {register: space for space, (register, _) in known.items()}
    every = []
    for record in _records(graph, "kzo:register"):
        space = spaces.get(record["register"], record["register"])
        if namespace in (None, space):
            label = known[space][1] if space in known else space
            every.append(Search(record["thing"], space, label, record.get("reason", ""), record["record"]))
    return sorted(every)


def registers(graph: Graph) -> dict[str, tuple[str, str]]:
    """Return the registers that the graph describes, by namespace: the IRI of each, and its name."""
    rows = graph.select(
        "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?r ?space { ?r void:uriSpace ?space } ORDER BY ?r"
    )
    described = [(register, space.value) for register, space in map(present, rows)]
    labels = label_all(graph, [register for register, _ in described])
    return {space: (register.value, labels[register].label) for register, space in described}


def items(graph: Graph) -> dict[str, str]:
    """Return the things that are items of Wikidata, with the items' identifiers: exact links only.

    Of several exact links, which a rule forbids, the first one counts.
    """
    exact = [link for link in links(graph) if link.relation == "exact" and link.qid]
    return {link.thing: link.qid for link in reversed(exact)}


def record_values(graph: Graph, pattern: str) -> dict[str, dict[str, list[Term]]]:
    """Return what the records ``?r`` of a graph pattern say, by IRI and local names of kzo:, in order."""
    rows = graph.select(
        f"""SELECT DISTINCT ?r ?p ?o {{ {pattern} ?r ?p ?o FILTER(STRSTARTS(STR(?p), STR(kzo:))) }}
        ORDER BY ?r ?o"""
    )
    records = grouped((record.value, (predicate, value)) for record, predicate, value in map(present, rows))
    return {
        record: grouped((predicate.value.removeprefix(KZO), value) for predicate, value in values)
        for record, values in records.items()
    }


def _records(graph: Graph, leads_by: str) -> list[dict[str, str]]:
    """Return what the records with a thing and the property *leads_by* say, by local names of kzo:.

    Of texts in several languages it is the English one, else one without a language.
    """
    records = record_values(graph, f"?r kzo:thing ?thing ; {leads_by} ?target .")
    return [
        {**{name: min(values, key=_rank).value for name, values in of.items()}, "record": record}
        for record, of in records.items()
    ]


def _rank(term: Term) -> tuple[int, str]:
    return language_rank(term.language), term.value
