"""Of mistakes planted at random places of the shipped graph, validation finds nearly all.

Many mistakes are planted into one copy of the graph, as long as no two of them touch the same things, so that
one run of ``validate`` judges all of them and none can hide another. A finding counts for the mistake that touches
what it is about. What seems to escape is then planted alone, into a copy of its own.

``KZGRAPH_MUTATIONS`` sets how many of each kind are planted, ``KZGRAPH_MUTATION_SEED`` where.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from documents import stand_ins
from mutations import KINDS, KZ, KZO, RDF, Graph, Mutation, mutations
from pyoxigraph import Literal, NamedNode, RdfFormat

from kzgraph.storage import folders
from kzgraph.validation import validate

ROOT = Path(__file__).parents[1]
EACH = int(os.environ.get("KZGRAPH_MUTATIONS", "6"))
SEED = int(os.environ.get("KZGRAPH_MUTATION_SEED", "4"))
BAR = 0.97
#: What a finding about a thing may be reported for instead: the subject of a claim, the election of a result.
LEADS_TO = [NamedNode(iri) for iri in (RDF + "subject", KZO + "election", KZO + "post")]


def load(checksums):
    """Return the shipped graph, its documents replaced by those whose *checksums* are given."""
    sources = folders.read(str(ROOT))
    data, ontology = [], []
    for name, content in sources.turtle:
        for old, new in checksums.items():
            content = content.replace(old.encode(), new.encode())
        target = ontology if name.startswith("ontology/") else data
        target += [quad.triple for quad in pyoxigraph.parse(content, format=RdfFormat.TURTLE)]
    return Graph(data, ontology)


def touched(graph, mutation):
    """Return the IRIs of everything that a finding about the mistake can be about."""
    triples = mutation.removed | mutation.added
    found = {triple.subject for triple in triples}
    found |= {t.object for s in list(found) for t in graph.by_subject.get(s, ()) if t.predicate in LEADS_TO}
    found |= {t.object for t in triples if t.predicate in LEADS_TO and not isinstance(t.object, Literal)}
    # What points to a thing whose class or existence has changed is wrong, too.
    gone = {t.subject for t in mutation.removed if t.predicate.value == RDF + "type"}
    found |= {t.subject for s in gone for t in graph.by_object.get(s, ())}
    new = {term for t in mutation.added for term in (t.predicate, t.object) if not isinstance(term, Literal)}
    found |= {term for term in new if not known(graph, term)}
    return {term.value for term in found}


def known(graph, term):
    return term.value.startswith(KZ) or any(term in (t.predicate, t.object) for t in graph.triples)


class Bench:
    """A folder into which mutated copies of the graph are written to be validated."""

    def __init__(self, folder, graph):
        self.folder, self.graph, self.runs = folder, graph, 0
        for name in ("ontology", "shapes", "queries"):
            (folder / name).symlink_to(ROOT / name, target_is_directory=True)
        (folder / "data").mkdir()
        self.before = self.found(())

    def found(self, planted):
        """Return (check, focus, message) of the errors and warnings once these mistakes are planted."""
        triples = set(self.graph.data)
        for mutation in planted:
            triples = triples - mutation.removed | mutation.added
        content = pyoxigraph.serialize(sorted(triples, key=str), format=RdfFormat.TURTLE)
        (self.folder / "data" / "graph.ttl").write_bytes(content)
        self.runs += 1
        findings = validate(self.folder).findings
        return {(f.id, f.focus, f.message) for f in findings if f.level != "info"}

    def caught(self, mutation, findings):
        """Return the checks that found the mistake."""
        about = touched(self.graph, mutation)
        return {check for check, focus, message in findings - self.before if focus in about}

    def alone(self, mutation):
        return {check for check, *_ in self.found([mutation]) - self.before}


def batches(graph, planted):
    """Divide mistakes so that in no batch two touch the same things."""
    found: list[list[Mutation]] = []
    taken: list[set[str]] = []
    for mutation in planted:
        about = touched(graph, mutation)
        number = next((i for i, names in enumerate(taken) if not names & about), len(found))
        if number == len(found):
            found.append([])
            taken.append(set())
        found[number].append(mutation)
        taken[number] |= about
    return found


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    return tmp_path_factory.mktemp("documents") / "sources"


@pytest.fixture(scope="module")
def graph(documents):
    return load(stand_ins(documents))


@pytest.fixture
def bench(graph, documents, tmp_path, monkeypatch):
    monkeypatch.setenv("KZGRAPH_SOURCES", str(documents))
    return Bench(tmp_path, graph)


def test_nearly_every_mistake_is_found(graph, bench, capsys):
    planted = list(mutations(graph, SEED, EACH))
    checks: dict[int, set[str]] = {}
    for batch in batches(graph, planted):
        findings = bench.found(batch)
        checks |= {id(mutation): bench.caught(mutation, findings) for mutation in batch}
    escaped = [mutation for mutation in planted if not checks[id(mutation)] and not bench.alone(mutation)]
    kinds = Counter(mutation.kind for mutation in planted)
    share = 1 - len(escaped) / len(planted)
    lines = [f"{share:.1%} of {len(planted)} mistakes found (seed {SEED}, {bench.runs} runs)"]
    lines += [f"  escaped: {mutation.kind}: {mutation.note}" for mutation in escaped]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert set(kinds) == KINDS.keys()
    assert min(kinds.values()) >= min(EACH, 4)
    assert share >= BAR


def test_a_finding_counts_only_for_the_mistake_that_it_is_about(graph):
    one, two = (Mutation("x", "x", set(graph.by_subject[NamedNode(KZ + name)])) for name in ("zonakz", "bbc"))
    assert not touched(graph, one) & touched(graph, two)
    assert batches(graph, [one, two, one]) == [[one, two], [one]]
