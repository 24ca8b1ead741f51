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
from kzgraph.storage.graph import Graph
from kzgraph.storage.loaded import check_loaded

__all__ = [
    "RELATIONS",
    "Evidence",
    "Link",
    "Relation",
    "Search",
    "confusable",
    "items",
    "links",
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

URI_SPACE: Final = "http://rdfs.org/ns/void#uriSpace"
_NAMES: Final = {value: name for name, value in RELATIONS.items()}
_ORDER: Final = {name: n for n, name in enumerate(RELATIONS)}


class Evidence(NamedTuple):
    """Where an identifier was found: a file of a public repository, the words there, and other places."""

    repository: str
    path: str
    commit: str
    snippet: str
    also_in: str


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
    evidence: Evidence | None = None
    checked: str = ""
    record: str = ""

    @property
    def qid(self) -> str:
        """The identifier of the target if it is an item of Wikidata, else the empty string."""
        found = self.target.removeprefix(ENTITY)
        return found if found != self.target and found.startswith("Q") and is_id(found) else ""


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
    spaces = list(registers(graph)) if namespace is None else [namespace]
    records = {
        (found["thing"], found["relation"], found["target"]): found for found in _records(graph, "target")
    }
    values = " ".join(iri(value).n3() for value in RELATIONS.values())
    rows = graph.select(f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?p {{ {values} }} ?s ?p ?o }}")
    found = []
    for subject, predicate, target in map(present, rows):
        if target.kind == "iri" and target.value.startswith(tuple(spaces)):
            key = (subject.value, predicate.value, target.value)
            found.append(_link(*key, records.get(key, {})))
    if not found:
        check_loaded(graph.engine)
    return sorted(found, key=lambda link: (link.thing, _ORDER[link.relation], link.target))


def searches(graph: Graph, namespace: str | None = ENTITY) -> list[Search]:
    """Return the searches in the register with this namespace (None: in all) that found nothing, by thing."""
    known = registers(graph)
    spaces = {register: space for space, (register, _) in known.items()}
    found = []
    for record in _records(graph, "register"):
        space = spaces.get(record["register"], record["register"])
        if namespace in (None, space):
            label = known[space][1] if space in known else space
            found.append(Search(record["thing"], space, label, record.get("reason", ""), record["record"]))
    return sorted(found)


def registers(graph: Graph) -> dict[str, tuple[str, str]]:
    """Return the registers that the graph describes, by namespace: the IRI of each, and its name."""
    rows = graph.select(f"SELECT ?r ?space {{ ?r <{URI_SPACE}> ?space }} ORDER BY ?r")
    found = [(register, space.value) for register, space in map(present, rows)]
    labels = label_all(graph, [register for register, _ in found])
    return {space: (register.value, labels[register].label) for register, space in found}


def items(graph: Graph) -> dict[str, str]:
    """Return the things that are items of Wikidata, with the items' identifiers: exact links only.

    Of several exact links, which a rule forbids, the first one counts.
    """
    found: dict[str, str] = {}
    for link in links(graph):
        if link.relation == "exact" and link.qid:
            found.setdefault(link.thing, link.qid)
    return found


def confusable(graph: Graph) -> dict[str, set[str]]:
    """Return the identifiers of the items with which each thing is not to be confused."""
    found: dict[str, set[str]] = {}
    for link in links(graph):
        if link.relation == "not" and link.qid:
            found.setdefault(link.thing, set()).add(link.qid)
    return found


def _link(thing: str, predicate: str, target: str, record: Mapping[str, str]) -> Link:
    evidence = Evidence(
        *(record.get(name, "") for name in ("repository", "path", "commit", "snippet", "alsoIn"))
    )
    confidence = record.get("confidence", "")
    return Link(
        thing,
        _NAMES[predicate],
        target,
        record.get("targetLabel", ""),
        record.get("reason", ""),
        confidence.rpartition("-")[2],
        evidence if any(evidence) else None,
        record.get("checked", ""),
        record.get("record", ""),
    )


def _records(graph: Graph, needed: str) -> list[dict[str, str]]:
    """Return what the records with a thing and the property *needed* say, by local names of kzo:.

    Of texts in several languages it is the English one, else one without a language.
    """
    rows = graph.select(
        f"SELECT ?r ?p ?o {{ ?r kzo:thing ?thing ; <{KZO}{needed}> ?any ; ?p ?o "
        f'FILTER(STRSTARTS(STR(?p), "{KZO}")) }}'
    )
    found: dict[str, dict[str, Term]] = {}
    for record, predicate, value in map(present, rows):
        of = found.setdefault(record.value, {})
        name = predicate.value.removeprefix(KZO)
        if name not in of or _rank(value) < _rank(of[name]):
            of[name] = value
    return [
        {**{name: term.value for name, term in of.items()}, "record": r} for r, of in sorted(found.items())
    ]


def _rank(term: Term) -> tuple[int, str]:
    return language_rank(term.language), term.value
