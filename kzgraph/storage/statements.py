"""RDF statements as sorted lines of N-Triples: the exact form of a graph, from which all exports start.

A line has no line break and no quotation mark but those of its own syntax, so that terms can be cut from it
without parsing; sorted lines are the same bytes wherever they come from, and a fifth of the size of objects.
pyoxigraph writes them (canonical N-Triples, RDF 1.1), with every literal as it stands in the files: its store
would write 1.5 for 1.50. It lowers language tags; they get back the case that BCP 47 recommends.
"""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kzgraph.errors import GraphLoadError, Problem, shown
from kzgraph.model import DATED, DERIVED, LABELS
from kzgraph.rdf.parsing import File, broken, quads, syntax
from kzgraph.rdf.terms import RDF, language_tag

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from kzgraph.sparql.results import Triple
    from kzgraph.storage.folders import Folder

__all__ = [
    "NAMES",
    "PATIENCE",
    "TYPE",
    "Statements",
    "by_subject",
    "merged",
    "no_collection",
    "objects",
    "of_files",
    "of_folder",
    "of_quads",
    "of_store",
    "of_triples",
    "term",
    "terms",
    "to_store",
]


Progress = Callable[[int], None]
#: The syntaxes whose files can have named graphs.
_DATASETS: Final = ("nq", "trig", "jsonld")


def term(iri: str) -> bytes:
    """Return an IRI as it stands in a line."""
    return f"<{iri}>".encode()


#: The property rdf:type, and those that say what a thing is called.
TYPE: Final = term(RDF + "type")
NAMES: Final = frozenset(map(term, LABELS))

_TAG: Final = re.compile(rb'"@([a-z]+-[a-z0-9-]+)(?= (?:[<_][^\n ]* )?\.\n)')
_WITH_BLANK: Final = re.compile(rb"_:|[^\n]* _:[^ \n]+ (?:[<_][^\n ]* )?\.\n|[^\n]*<<\( ")
_DATED: Final = frozenset(map(term, DATED.values()))
_DERIVED: Final = frozenset(map(term, DERIVED))
#: Seconds that naming the blank nodes may take.
PATIENCE: float = 60
_CANONICALISE: Final = """
import sys
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize
lines = sys.stdin.buffer.read()
dataset = Dataset(parse(lines, format=RdfFormat.N_QUADS, lenient=True))
dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
sys.stdout.buffer.write(serialize(dataset, format=RdfFormat.N_QUADS) or b"")
"""


@dataclass(frozen=True, slots=True)
class Statements:
    """Sorted lines of N-Triples, each once, by the name of their graph.

    The name is a term as it stands in N-Quads; the default graph has the name ``b""``. Derived days are never
    among them, also where they were read from a file (`kzgraph.storage.derived.derived` tells what is
    derived).
    """

    graphs: Mapping[bytes, Sequence[bytes]] = field(default_factory=dict)

    @property
    def lines(self) -> Sequence[bytes]:
        """The triples of all graphs together."""
        return merged(self.graphs.values())

    @property
    def named(self) -> bool:
        """Whether there is a graph with a name."""
        return any(self.graphs)

    def __len__(self) -> int:
        return sum(map(len, self.graphs.values()))

    def only(self, keep: Callable[[bytes, bytes, bytes], bool]) -> Statements:
        """Return the statements for whose subject, predicate and object *keep* holds."""
        found = {name: [line for line in of if keep(*terms(line))] for name, of in self.graphs.items()}
        return Statements({name: of for name, of in found.items() if of})


def of_folder(folder: Folder, progress: Progress = lambda size: None) -> Statements:
    """Return the statements of a graph folder; *progress* is told the bytes read since its last call.

    Raises GraphLoadError with the problems of all files that cannot be read or parsed.
    """
    problems = list(folder.problems)
    found = of_quads(_parsed(folder.turtle, problems, progress))
    if problems:
        raise broken(problems)
    return found


def of_files(
    files: Sequence[File], progress: Progress = lambda size: None, problems: Sequence[Problem] = ()
) -> Statements:
    """Return the statements of RDF files of any syntax, in their named graphs; *progress* as above.

    *problems* are those that were found before. Raises GraphLoadError with them and the problems of all files
    that cannot be parsed.
    """
    problems = list(problems)
    datasets = any(syntax(name).name in _DATASETS for name, _ in files)
    found = of_quads(_parsed(files, problems, progress), named=datasets)
    if problems:
        raise broken(problems, "The data cannot be read")
    return found


def of_triples(triples: Iterable[Triple]) -> Statements:
    """Return the statements of the triples that an engine answered with."""
    from pyoxigraph import RdfFormat, parse

    text = "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples)
    return of_quads([parse(text, format=RdfFormat.N_TRIPLES, lenient=True)])


def _parsed(files: Iterable[File], problems: list[Problem], progress: Progress) -> Iterator[Iterator[Quad]]:
    """Yield the quads of each file."""
    for file in files:
        yield quads(file, problems)
        progress(len(file[1]))


def of_quads(parts: Iterable[Iterable[Quad]], *, named: bool = False) -> Statements:
    """Return the statements of quads that come in *parts*, such as the files of a graph.

    *named* says that there can be named graphs. Blank nodes get their canonical names (RDFC-1.0, the RDF
    Dataset Canonicalization of the W3C), so that they have the same ones in each export; those of different
    parts must have different names. Raises what iterating the parts raises, and GraphLoadError if the blank
    nodes are so much alike that this takes too long.
    """
    from pyoxigraph import RdfFormat, serialize

    lines: list[bytes] = []
    derived = with_blank = False
    for part in parts:
        raw = _TAG.sub(_with_case, serialize(part, format=RdfFormat.N_QUADS) or b"")
        derived = derived or any(name in raw for name in _DERIVED)
        with_blank = with_blank or b"_:" in raw
        lines += raw.splitlines(keepends=True)
    if derived:
        lines = _without_derived(lines)
    blank = [line for line in lines if _WITH_BLANK.match(line)] if with_blank else []
    if blank:
        lines = [line for line in lines if not _WITH_BLANK.match(line)]
        raw = _renamed(b"".join(blank))
        lines += _TAG.sub(_with_case, raw).splitlines(keepends=True)
    if not named:
        return Statements({b"": _sorted(lines)} if lines else {})
    graphs: dict[bytes, list[bytes]] = {}
    for line in lines:
        name = _graph_of(line)
        graphs.setdefault(name, []).append(line[: -2 - len(name) - 1] + b".\n" if name else line)
    return Statements({name: _sorted(of) for name, of in sorted(graphs.items())})


def of_store(store: Store) -> Statements:
    """Return the statements of a store."""
    return of_quads([store])


def to_store(lines: Sequence[bytes]) -> Store:
    """Return a store in memory with the triples of these lines in its default graph."""
    from pyoxigraph import RdfFormat, Store, parse

    store = Store()
    content = b"".join(lines)
    if b"_:" in content and any(map(_WITH_BLANK.match, lines)):  # loading would give them other names
        store.extend(parse(content, format=RdfFormat.N_TRIPLES, lenient=True))
    else:
        store.load(content, format=RdfFormat.N_TRIPLES, lenient=True)
    return store


def merged(lists: Iterable[Sequence[bytes]]) -> Sequence[bytes]:
    """Return the lines of several sorted lists as one, each once."""
    given = [lines for lines in lists if lines]
    if len(given) < 2:
        return given[0] if given else []
    return [line for line, _ in groupby(sorted(line for lines in given for line in lines))]


def terms(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Return subject, predicate and object of a line."""
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest[:-3]


def by_subject(lines: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield each subject of sorted lines with its lines."""
    start, found = b" ", list[bytes]()
    for line in lines:
        if not line.startswith(start):
            if found:
                yield start[:-1], found
            start, found = line[: line.index(b" ") + 1], []
        found.append(line)
    if found:
        yield start[:-1], found


def objects(lines: Sequence[bytes]) -> dict[bytes, list[bytes]]:
    """Return what lines about one subject say: the objects of each property."""
    parts = [line.split(b" ", 2) for line in lines]
    found = {predicate: [rest[:-3]] for _, predicate, rest in parts}
    if len(found) < len(parts):
        found = {predicate: [] for predicate in found}
        for _, predicate, rest in parts:
            found[predicate].append(rest[:-3])
    return found


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage while millions of objects are made, which doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _without_derived(lines: list[bytes]) -> list[bytes]:
    """Leave out derived days, which are those of subjects that have dates."""
    parts = [line.split(b" ", 2) for line in lines]
    dated = {subject for subject, predicate, _ in parts if predicate in _DATED}
    return [
        line
        for line, (subject, predicate, _) in zip(lines, parts, strict=True)
        if predicate not in _DERIVED or subject not in dated
    ]


def _with_case(tag: re.Match[bytes]) -> bytes:
    return b'"@' + language_tag(tag[1].decode()).encode()


def _sorted(lines: list[bytes]) -> list[bytes]:
    lines.sort()
    return [line for line, _ in groupby(lines)]


def _graph_of(line: bytes) -> bytes:
    """Return the name of the graph at the end of a line of N-Quads, ``b""`` for the default graph."""
    _, _, rest = line.split(b" ", 2)
    if rest.startswith(b"<<("):
        rest = rest[rest.rindex(b")>>") :]
    elif rest.startswith(b'"'):
        rest = rest[rest.rindex(b'"') :]
    _, *name, _ = rest.split(b" ")
    return name[0] if name else b""


def _renamed(lines: bytes) -> bytes:
    """Return lines of N-Quads with the canonical names of their blank nodes (RDFC-1.0), in any order.

    Nodes that are much alike can take ages (RDFC-1.0, section 7.1, on poisoned data), and pyoxigraph cannot
    be interrupted: hence a process of its own. Raises GraphLoadError if it takes too long.
    """
    command = [sys.executable, "-P", "-c", _CANONICALISE]
    try:
        # S603: the program is the one above, the lines are its input and nothing else.
        done = subprocess.run(command, input=lines, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise GraphLoadError(
            f"The blank nodes are too much alike to be told apart in {PATIENCE:g} seconds.",
            hint="Give them IRIs.",
        ) from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise GraphLoadError(f"The blank nodes cannot be named: {shown(reason, 200)}") from None
    return done.stdout
