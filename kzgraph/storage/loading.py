"""The graph in memory: Turtle files loaded into a pyoxigraph store, and the days derived from its dates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, cast

from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.model import DATED, DERIVED
from kzgraph.rdf.terms import EDTF_LITERAL, KZO, PREFIXES, XSD_DATE

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode, QuerySolutions, Store, Triple

    from kzgraph.rdf import edtf
    from kzgraph.storage.folders import Sources

    Subject = NamedNode | BlankNode | Triple

_BOM: Final = b"\xef\xbb\xbf"
_PREFIX: Final = rb"(?im)^[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^<>\s]*)>"
_EDTF_VALUES: Final = f"SELECT DISTINCT ?d {{ ?s ?p ?d FILTER(DATATYPE(?d) = <{EDTF_LITERAL}>) }}"


def load(sources: "Sources") -> "Store":
    """Return a store in memory with the triples of all Turtle files and the derived ones.

    They are in the default graph.

    Raises GraphLoadError with the problems of all files that cannot be read or parsed (file, line, column,
    what was expected), and with all dates that are not EDTF.
    """
    from pyoxigraph import RdfFormat, Store

    store = Store()
    problems = list(sources.problems)
    for name, content in sources.turtle:
        if content.startswith(_BOM):
            problems.append(_bom(name))
            continue
        try:
            store.load(content, format=RdfFormat.TURTLE)
        except SyntaxError as error:
            problems.append(_problem(name, error))
        except (ValueError, OSError) as error:
            problems.append(Problem(name, None, None, str(error)))
    problems += [_locate(value, why, sources.turtle) for value, why in derive(store)]
    if problems:
        files = len({problem.file for problem in problems})
        noun = "1 file" if files == 1 else f"{files} files"
        problems.sort(key=lambda problem: (problem.file, problem.line or 0, problem.column or 0))
        raise GraphLoadError(f"The graph cannot be loaded: {noun} must be mended.", problems)
    return store


def derive(store: "Store") -> list[tuple[str, str]]:
    """Add the days that the dates of a store imply; return the values that are no dates, and why."""
    periods, wrong = _periods(store)
    _add(store, periods)
    return wrong


def load_again(sources: "Sources", days: str) -> "Store":
    """Return the store that :func:`load` made of the same files, without checking anything again.

    *days* are its derived triples as :func:`derived_text` wrote them.
    """
    from pyoxigraph import RdfFormat, Store

    store = Store()
    for _, content in sources.turtle:
        store.load(content, format=RdfFormat.TURTLE, lenient=True)
    store.load(days, format=RdfFormat.N_TRIPLES, lenient=True)
    return store


def derived_text(store: "Store") -> str | None:
    """Return the derived triples as N-Triples.

    None if some are about blank nodes, whose names do not outlast the store.
    """
    from pyoxigraph import NamedNode, RdfFormat, serialize

    triples = list(derived(store))
    if not all(isinstance(triple.subject, NamedNode) for triple in triples):
        return None
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def derived(store: "Store", graph: "NamedNode | None" = None) -> "Iterator[Triple]":
    """Yield the derived triples of a store, or of one graph in it.

    They are those with a derived property whose subject has a date that they follow from. Without one
    nothing was derived: somebody has written it.
    """
    from pyoxigraph import NamedNode

    dates = [*map(NamedNode, DATED.values())]
    for name in DERIVED:
        for quad in store.quads_for_pattern(None, NamedNode(name), None, graph):
            if any(next(store.quads_for_pattern(quad.subject, date, None, graph), None) for date in dates):
                yield quad.triple


def problem_of(name: str, content: bytes) -> Problem | None:
    """Return what keeps a Turtle file from being parsed, as :func:`load` reports it; None if nothing does."""
    from pyoxigraph import RdfFormat, parse

    if content.startswith(_BOM):
        return _bom(name)
    try:
        for _ in parse(content, format=RdfFormat.TURTLE):
            pass
    except SyntaxError as error:
        return _problem(name, error)
    except (ValueError, OSError) as error:
        return Problem(name, None, None, str(error))
    return None


def prefixes(turtle: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Return the prefixes that Turtle files declare, over :data:`kzgraph.rdf.terms.PREFIXES`.

    They are for reading and writing short names. Where files disagree the first one counts.
    """
    found: dict[str, str] = {}
    for _, content in turtle:
        for prefix, namespace in re.findall(_PREFIX, content):
            found.setdefault(prefix.decode("utf-8", "replace"), namespace.decode("utf-8", "replace"))
    return {**PREFIXES, **found}


def home(store: "Store") -> str:
    """Return the namespace in which most things of the graph are named, "" for an empty graph."""
    counts: dict[str, int] = {}
    query = "SELECT DISTINCT ?s { ?s a ?class FILTER(ISIRI(?s)) }"
    for (thing,) in cast("QuerySolutions", store.query(query)):
        value: str = thing.value
        namespace = value[: max(value.rfind("#"), value.rfind("/")) + 1]
        counts[namespace] = counts.get(namespace, 0) + 1
    return max(counts, key=lambda namespace: (counts[namespace], namespace), default="")


def _bom(name: str) -> Problem:
    return Problem(name, 1, 1, "begins with a byte order mark; save it as UTF-8 without one (BOM)")


def _problem(name: str, error: SyntaxError) -> Problem:
    """Make a problem of pyoxigraph's syntax error, whose text repeats the place."""
    message = re.sub(r"^Parser error (?:at|between) [^:]*: ", "", error.msg or str(error), count=1)
    if message.startswith("Invalid UTF-8"):
        message = "is not UTF-8 here; save the file as UTF-8"
    return Problem(name, error.lineno, error.offset, message)


def _periods(store: "Store") -> "tuple[dict[Subject, edtf.Period], list[tuple[str, str]]]":
    """Return the period of each dated subject, and the literals that are no dates with the reason."""
    from pyoxigraph import NamedNode

    from kzgraph.rdf import edtf

    known: dict[str, edtf.Bounds] = {}
    wrong: dict[str, str] = {}
    for (literal,) in cast("QuerySolutions", store.query(_EDTF_VALUES)):
        try:
            known[literal.value] = edtf.parse(literal.value)
        except ValueError as error:
            wrong[literal.value] = f"is not a date: {error}"
    dated: dict[Subject, dict[str, list[edtf.Bounds]]] = {}
    for role, name in DATED.items():
        for quad in store.quads_for_pattern(None, NamedNode(name), None):
            value = getattr(quad.object, "value", "")
            if getattr(quad.object, "datatype", None) != NamedNode(EDTF_LITERAL):
                wrong[value] = f"cannot be the value of {name[len(KZO) :]}: a date is written ^^edtf:EDTF"
            elif value in known:
                dated.setdefault(quad.subject, {}).setdefault(role, []).append(known[value])
    periods = {}
    for subject, values in dated.items():
        period = edtf.period(**values)
        if period is not None:
            periods[subject] = period
    return periods, list(wrong.items())


def _add(store: "Store", periods: "Mapping[Subject, edtf.Period]") -> None:
    """Add the derived triples to the store."""
    from pyoxigraph import Literal, NamedNode, Quad

    names = [NamedNode(name) for name in DERIVED]
    date = NamedNode(XSD_DATE)
    store.extend(
        Quad(subject, name, Literal(day, datatype=date))
        for subject, period in periods.items()
        for name, day in zip(names, period, strict=True)
        if day is not None
    )


def _locate(value: str, why: str, turtle: Iterable[tuple[str, bytes]]) -> Problem:
    """Make a problem of a wrong date: the first place where its text stands as a literal, if there is one."""
    message = f"{shown(value)} {why}"
    for quote in (b'"', b"'"):
        needle = quote + value.encode("utf-8", "replace") + quote
        for name, content in turtle:
            at = content.find(needle)
            if at >= 0:
                line = content.count(b"\n", 0, at) + 1
                before = content[content.rfind(b"\n", 0, at) + 1 : at]
                return Problem(name, line, len(before.decode("utf-8", "replace")) + 1, message)
    return Problem("data", None, None, message)
