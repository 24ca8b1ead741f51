"""The SHACL engine: what it takes and gives, and pySHACL as one.

An engine takes data and shapes as triples of pyoxigraph and gives its results with the report graph. Only
this module imports pySHACL.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from kzgraph.errors import KzgraphError
from kzgraph.rdf.terms import SH, Term
from kzgraph.storage.rdflib_dataset import as_graph, term_from
from kzgraph.validation.findings import Triple

if TYPE_CHECKING:
    from pyoxigraph import Triple as OxTriple

__all__ = ["Engine", "EngineError", "Outcome", "Progress", "PyShacl", "Result"]

#: Told how many of how many steps are done.
Progress = Callable[[int, int], None]

_MANY: Final = 50_000


class EngineError(KzgraphError):
    """The engine failed, so that nothing is known of the graph (exit code 3)."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL 3.6.2).

    *path* is the IRI of a path that is just a property, else None.
    *shape* is the source shape, *component* the IRI of the constraint component. *messages* are the texts.
    """

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
        data: Sequence[OxTriple],
        shapes: Sequence[OxTriple],
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
        data: Sequence[OxTriple],
        shapes: Sequence[OxTriple],
        targets: Sequence[str],
        progress: Progress | None = None,
    ) -> Outcome:
        """Validate as :class:`Engine` says."""
        try:
            with _silence():
                return self._validate(data, shapes, targets, progress)
        except EngineError:
            raise
        except KzgraphError:  # as_graph raises it
            raise EngineError("The data holds an RDF 1.2 triple term, which pySHACL cannot read.") from None
        except RecursionError:
            raise self._failed("the shapes or the data are nested too deeply for it") from None
        except Exception as error:
            # Whatever it is, an answer that never came must not look like one.
            raise self._failed(f"{type(error).__name__}: {error}") from error

    def _validate(
        self,
        data: Sequence[OxTriple],
        shapes: Sequence[OxTriple],
        targets: Sequence[str],
        progress: Progress | None,
    ) -> Outcome:
        from pyshacl import validate

        graph = as_graph(data)
        many = progress is not None and len(targets) > 1 and len(data) > _MANY
        steps = [_only(shapes, targets, target) for target in targets] if many else [shapes]
        outcome = Outcome(True)
        for done, step in enumerate(steps):
            if progress is not None:
                progress(done, len(steps))
            answer = validate(graph, shacl_graph=as_graph(step), inplace=True)
            conforms, report = bool(answer[0]), answer[1]
            # Its answer and its report can disagree: a failure comes as "does not conform" without a graph.
            if not hasattr(report, "triples"):
                raise self._failed(str(getattr(report, "message", report)))
            found = [(term_from(s), term_from(p), term_from(o)) for s, p, o in report]
            results = _results(found)
            outcome.conforms = outcome.conforms and conforms and not results
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


def _only(shapes: Sequence[OxTriple], targets: Sequence[str], kept: str) -> list[OxTriple]:
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


def _results(triples: Sequence[Triple]) -> list[Result]:
    """Return the results that stand in a report graph, but not those that are details of others."""
    about: dict[Term, dict[str, list[Term]]] = {}
    for subject, predicate, node in triples:
        about.setdefault(subject, {}).setdefault(predicate.value, []).append(node)
    results = []
    for node in (node for _, predicate, node in triples if predicate.value == SH + "result"):
        of = about.get(node, {})
        path, focus, value, shape, component, severity = (
            next(iter(of.get(SH + name, ())), None)
            for name in (
                "resultPath",
                "focusNode",
                "value",
                "sourceShape",
                "sourceConstraintComponent",
                "resultSeverity",
            )
        )
        results.append(
            Result(
                focus or node,
                path if path is not None and path.kind == "iri" else None,
                value,
                shape or node,
                component.value if component else "",
                severity.value if severity else SH + "Violation",
                tuple(sorted(of.get(SH + "resultMessage", ()), key=lambda text: text.n3())),
            )
        )
    return results
