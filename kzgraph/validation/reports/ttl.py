"""The standard report of SHACL (section 3) as Turtle.

The engine's results are its own; the findings of other checks are results as well, whose constraint
components are in a namespace of their own: ``kzv:quote-verbatim``. ``sh:conforms`` is true if there is no
result at all, as SHACL has it. Blank nodes are numbered in the order of the results, so that the same graph
gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzgraph.rdf.terms import RDF, SH, XSD, Term, iri, literal
from kzgraph.render import Screen
from kzgraph.render.graphs import write_graph
from kzgraph.sparql.results import Result
from kzgraph.validation.findings import Finding, Report, Triple

__all__ = ["COMPONENTS", "write"]

#: The namespace of the constraint components of rules and built-in checks.
COMPONENTS = "https://w3id.org/kzgraph/validation#"
_TYPE = iri(RDF + "type")
_SEVERITY = {"error": "Violation", "warning": "Warning", "info": "Info"}


def write(report: Report, place: Screen) -> Iterator[str]:
    """Yield the report graph."""
    about: dict[Term, list[tuple[Term, Term]]] = {}
    for subject, predicate, value in report.graph:
        about.setdefault(subject, []).append((predicate, value))
    results = [value for _, predicate, value in report.graph if predicate.value == SH + "result"]
    others = [] if report.only_shacl else [each for each in report.findings if not each.component]
    head = Term("bnode", "report")
    conforms = not results and not others and report.engine_conforms is not False
    triples: list[Triple] = [
        (head, _TYPE, iri(SH + "ValidationReport")),
        (head, iri(SH + "conforms"), literal("true" if conforms else "false", datatype=XSD + "boolean")),
    ]
    names: dict[Term, Term] = {}
    for node in sorted(
        results, key=lambda node: sorted(_sortable(pair, about) for pair in about.get(node, ()))
    ):
        triples.append((head, iri(SH + "result"), _named(node, names)))
        triples += _copied(node, about, names)
    for finding in others:
        triples += _result(finding, head, names)
    prefixes = {**report.prefixes, "kzv": COMPONENTS, "sh": SH}
    return write_graph(Result.of_graph(dict.fromkeys(triples)), "ttl", prefixes)


def _named(node: Term, names: dict[Term, Term]) -> Term:
    if node.kind == "bnode" and node not in names:
        names[node] = Term("bnode", f"b{len(names) + 1:06}")
    return names.get(node, node)


def _sortable(pair: tuple[Term, Term], about: dict[Term, list[tuple[Term, Term]]]) -> tuple[str, str]:
    """Return a key that does not depend on what blank nodes are called."""
    predicate, value = pair
    if value.kind != "bnode":
        return predicate.value, value.n3()
    below = sorted(f"{p.value} {v.n3() if v.kind != 'bnode' else ''}" for p, v in about.get(value, ()))
    return predicate.value, "_:" + " ".join(below)


def _copied(
    node: Term, about: dict[Term, list[tuple[Term, Term]]], names: dict[Term, Term]
) -> Iterator[Triple]:
    """Yield all that is said of a result, and of the blank nodes below it."""
    pending, seen = [node], {node}
    while pending:
        subject = pending.pop()
        for predicate, value in sorted(about.get(subject, ()), key=lambda pair: _sortable(pair, about)):
            yield _named(subject, names), predicate, _named(value, names)
            if value.kind == "bnode" and value not in seen:
                seen.add(value)
                pending.append(value)


def _result(finding: Finding, head: Term, names: dict[Term, Term]) -> Iterator[Triple]:
    """Yield a finding of another check as a validation result."""
    node = Term("bnode", f"b{len(names) + 1:06}")
    names[Term("bnode", f"finding {len(names)}")] = node
    text = f"{finding.message} {finding.solution}".strip()
    yield head, iri(SH + "result"), node
    yield node, _TYPE, iri(SH + "ValidationResult")
    yield node, iri(SH + "resultSeverity"), iri(SH + _SEVERITY[finding.level])
    yield node, iri(SH + "sourceConstraintComponent"), iri(COMPONENTS + finding.id)
    yield node, iri(SH + "resultMessage"), literal(f"{finding.where}: {text}" if finding.where else text)
    focus = _focus(finding)
    if focus is not None:
        yield node, iri(SH + "focusNode"), focus
    if finding.property is not None:
        yield node, iri(SH + "resultPath"), iri(finding.property)
    if finding.value is not None:
        yield node, iri(SH + "value"), finding.value


def _focus(finding: Finding) -> Term | None:
    if finding.focus is None:
        return literal(finding.file) if finding.file else literal(finding.id)  # SHACL wants one
    return Term("bnode", finding.focus[2:]) if finding.focus.startswith("_:") else iri(finding.focus)
