"""The SHACL engine: what it takes and gives, and pySHACL as one.

An engine takes data and shapes as triples of pyoxigraph and gives its results with the report graph. Only
this module imports pySHACL.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from kzgraph.errors import KzgraphError
from kzgraph.rdf.terms import RDF, SH, XSD_STRING, Term
from kzgraph.validation.findings import Triple

if TYPE_CHECKING:
    from pyoxigraph import Triple as OxTriple
    from rdflib import Graph, Node

#: Told how many of how many steps are done.
Progress = Callable[[int, int], None]

_TYPE: Final = Term("iri", RDF + "type")
_MANY: Final = 50_000


class EngineError(KzgraphError):
    """The engine failed, so that nothing is known of the graph (exit code 3)."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL 3.6.2).

    *node* is the result in the report graph. *path* is the IRI of a path that is just a property, else None.
    *shape* is the source shape, *component* the IRI of the constraint component. *messages* are the texts.
    """

    node: Term
    focus: Term
    path: Term | None
    value: Term | None
    shape: Term
    component: str
    severity: str
    messages: tuple[Term, ...] = ()


@dataclass(slots=True)
class Outcome:
    """What an engine says: whether the data conforms, the results, and the report graph."""

    conforms: bool
    results: list[Result] = field(default_factory=list)
    graph: list[Triple] = field(default_factory=list)


class Engine(Protocol):
    """A SHACL engine. *name* has the version in it: ``pySHACL 0.40.1``."""

    @property
    def name(self) -> str:
        """The engine's name and version, for reports and errors."""

    def validate(
        self,
        data: "Sequence[OxTriple]",
        shapes: "Sequence[OxTriple]",
        targets: Sequence[str],
        progress: Progress | None = None,
    ) -> Outcome:
        """Validate *data* against *shapes*.

        *targets* are the IRIs of the shapes that have targets, empty if these cannot be taken apart: an
        engine may take them one by one to tell of its *progress*. Raises EngineError if it fails.
        """


class PyShacl:
    """The reference engine. No inference, SHACL Core and SHACL-SPARQL, on graphs in memory."""

    @property
    def name(self) -> str:
        """Its name and version."""
        from importlib.metadata import version

        return f"pySHACL {version('pyshacl')}"

    def validate(
        self,
        data: "Sequence[OxTriple]",
        shapes: "Sequence[OxTriple]",
        targets: Sequence[str],
        progress: Progress | None = None,
    ) -> Outcome:
        """Validate as :class:`Engine` says."""
        try:
            with _silence():
                return self._validate(data, shapes, targets, progress)
        except EngineError:
            raise
        except RecursionError:
            raise self._failed("the shapes or the data are nested too deeply for it") from None
        except Exception as error:
            # Whatever it is, an answer that never came must not look like one.
            raise self._failed(f"{type(error).__name__}: {error}") from error

    def _validate(
        self,
        data: "Sequence[OxTriple]",
        shapes: "Sequence[OxTriple]",
        targets: Sequence[str],
        progress: Progress | None,
    ) -> Outcome:
        from pyshacl import validate

        graph = _graph(data)
        many = progress is not None and len(targets) > 1 and len(data) > _MANY
        steps = [_only(shapes, targets, target) for target in targets] if many else [shapes]
        outcome = Outcome(True)
        for done, step in enumerate(steps):
            if progress is not None:
                progress(done, len(steps))
            answer = validate(graph, shacl_graph=_graph(step), inplace=True)
            conforms, report = bool(answer[0]), answer[1]
            # Its answer and its report can disagree: a failure comes as "does not conform" without a graph.
            if not hasattr(report, "triples"):
                raise self._failed(str(getattr(report, "message", report)))
            found = [(_term(s), _term(p), _term(o)) for s, p, o in report]
            results = _results(found)
            if conforms and results:
                conforms = False
            outcome.conforms = outcome.conforms and conforms
            outcome.results += results
            outcome.graph += found
        if progress is not None:
            progress(len(steps), len(steps))
        return outcome

    def _failed(self, message: str) -> EngineError:
        return EngineError(
            f"{self.name} failed, so that nothing is known: {message.strip()}",
            hint="Whether the data conforms was not found out.",
        )


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal, and pySHACL from logging at all."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _only(shapes: "Sequence[OxTriple]", targets: Sequence[str], kept: str) -> "list[OxTriple]":
    """Return the shapes with the targets of one of them only.

    pySHACL's own ``use_shapes`` is no way to take one at a time: it passes over the shapes to which it leads.
    """
    others = {target for target in targets if target != kept}
    return [
        triple
        for triple in shapes
        if str(getattr(triple.subject, "value", "")) not in others
        or not triple.predicate.value.startswith(SH + "target")
    ]


def _graph(triples: "Sequence[OxTriple]") -> "Graph":
    """Return the triples as an rdflib graph, literals as they are written."""
    from pyoxigraph import BlankNode, Literal, NamedNode
    from rdflib import BNode, Graph, URIRef
    from rdflib import Literal as RdfLiteral

    known: dict[Any, Node] = {}

    def convert(term: Any) -> "Node":
        found = known.get(term)
        if found is None:
            if isinstance(term, NamedNode):
                found = URIRef(term.value)
            elif isinstance(term, BlankNode):
                found = BNode(term.value)
            elif isinstance(term, Literal):
                datatype = None if term.language else term.datatype.value
                found = RdfLiteral(
                    term.value,
                    lang=term.language,
                    datatype=URIRef(datatype) if datatype and datatype != XSD_STRING else None,
                    normalize=False,
                )
            else:
                raise EngineError("The data holds an RDF 1.2 triple term, which pySHACL cannot read.")
            known[term] = found
        return found

    graph = Graph()
    graph.addN((convert(t.subject), convert(t.predicate), convert(t.object), graph) for t in triples)
    return graph


def _term(node: Any) -> Term:
    from rdflib import BNode, Literal

    if isinstance(node, BNode):
        return Term("bnode", str(node))
    if isinstance(node, Literal):
        datatype = str(node.datatype) if node.datatype is not None and not node.language else None
        return Term("literal", str(node), node.language, None if datatype == XSD_STRING else datatype)
    return Term("iri", str(node))


def _results(triples: Sequence[Triple]) -> list[Result]:
    """Return the results that stand in a report graph, but not those that are details of others."""
    about: dict[Term, dict[str, list[Term]]] = {}
    for subject, predicate, value in triples:
        about.setdefault(subject, {}).setdefault(predicate.value, []).append(value)
    nodes = [value for _, predicate, value in triples if predicate.value == SH + "result"]
    found = []
    for node in nodes:
        of = about.get(node, {})

        def one(name: str, of: dict[str, list[Term]] = of) -> Term | None:
            return of.get(SH + name, [None])[0]

        path, focus = one("resultPath"), one("focusNode")
        shape, component, severity = (
            one("sourceShape"),
            one("sourceConstraintComponent"),
            one("resultSeverity"),
        )
        found.append(
            Result(
                node,
                focus or node,
                path if path is not None and path.kind == "iri" else None,
                one("value"),
                shape or node,
                component.value if component else "",
                severity.value if severity else SH + "Violation",
                tuple(sorted(of.get(SH + "resultMessage", ()), key=lambda text: text.n3())),
            )
        )
    return found
