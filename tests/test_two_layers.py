"""The accepted facts are exactly the best-rank claims, and a drift between the layers is found."""

import glob
import os
import shutil

import pyoxigraph
import pytest

import kzgraph
from kzgraph.storage import folders
from kzgraph.storage import loading as store

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RULES = sorted(glob.glob(os.path.join(ROOT, "queries", "verify", "*.rq")))


def rows(rule, graph):
    with open(os.path.join(ROOT, "queries", "verify", rule), encoding="utf-8") as file:
        return [tuple(str(value) for value in row) for row in graph.query(file.read())]


@pytest.fixture(scope="module")
def graph():
    return store.load(folders.read(ROOT))


@pytest.mark.parametrize("path", RULES, ids=[os.path.basename(path) for path in RULES])
def test_the_shipped_graph_breaks_no_rule(graph, path):
    assert rows(os.path.basename(path), graph) == []


@pytest.fixture
def broken(tmp_path):
    """Return a function that changes one text in a copy of the graph and loads it."""

    def change(file, old, new):
        for folder in ("ontology", "data"):
            shutil.copytree(os.path.join(ROOT, folder), tmp_path / folder)
        path = tmp_path / "data" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, "the text to change is not there"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return store.load(folders.read(str(tmp_path)))

    return change


@pytest.mark.parametrize(
    ("rule", "file", "old", "new"),
    [
        ("accepted-without-claim.rq", "elections.ttl", "kzo:voteShare 7.19", "kzo:voteShare 7.91"),
        ("claim-not-accepted.rq", "elections.ttl", "kzo:voteShare 7.19 ;", ""),
        ("accepted-without-claim.rq", "elections.ttl", "kzo:voteShare 1.98", "kzo:voteShare 1.98, 3.4"),
        (
            "assertion-as-fact.rq",
            "parties.ttl",
            "kz:cppk a kzo:Party ;",
            "kz:cppk a kzo:Party ; kzo:describedAs kz:view-loyal ;",
        ),
        (
            "accepted-against-rank.rq",
            "parties.ttl",
            "kz:qhp a kzo:Organization ;",
            "kz:qhp a kzo:Organization ; kzo:mayDenote kz:cpk ;",
        ),
        (
            "conflict-one-way.rq",
            "conflicts.ttl",
            "kz:conflict-qhp a kzo:Conflict",
            "kz:conflict-qhp a kzo:Claim",
        ),
    ],
)
def test_a_drift_is_found(broken, rule, file, old, new):
    graph = broken(file, old, new)
    if rule == "conflict-one-way.rq":
        side = pyoxigraph.NamedNode("https://w3id.org/kzgraph/ontology#side")
        for quad in list(graph.quads_for_pattern(None, side, None))[:1]:
            graph.remove(quad)
    assert rows(rule, graph) != []


def test_opinions_are_never_accepted():
    result = kzgraph.load().sparql(
        """
        PREFIX kzo: <https://w3id.org/kzgraph/ontology#>
        SELECT ?s { ?s kzo:describedAs|kzo:statement ?o }
        """
    )
    assert len(result) == 0
