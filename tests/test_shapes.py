"""The shipped graph conforms to its shapes, and each constraint of each shape can fail, alone.

``tests/fixtures/shapes/good.ttl`` is a small graph in which all is right. The ``.txt`` files beside it say for
each constraint what is wrong with a copy of one of its things::

    [Claim-quote MinCount] kz:claim-000-001
    - kzo:quote

A line ``- property`` takes all values away, ``= property value`` puts another one in their place, ``+ property
value`` adds one, ``@ name`` names the copy. All copies stand in one graph, which is validated once: they do not
point to each other, so that each has its own results.
"""

import re
from collections import Counter
from pathlib import Path

import pyshacl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef

from kzgraph.rdf import edtf

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures" / "shapes"
KZS = "https://w3id.org/kzgraph/shapes#"
KZO = "https://w3id.org/kzgraph/ontology#"
KZ = "https://w3id.org/kzgraph/id/"
#: Terms of SHACL on a shape that constrain nothing by themselves.
ANNOTATIONS = {
    "path",
    "targetClass",
    "targetSubjectsOf",
    "property",
    "ignoredProperties",
    "name",
    "message",
    "severity",
    "description",
}
#: Properties whose values are never accepted facts, so that no shape is for them; the rules claim-domain and
#: claim-range are.
CLAIMED_ONLY = {"describedAs", "statement"}
PROLOGUE = (FIXTURES / "good.ttl").read_text("utf-8").partition("\n#")[0]


def parsed(*paths):
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def results(data, shapes):
    """Return (shape, component, focus node) of each result, by local names."""
    conforms, report, text = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph), text
    found = [
        (
            local(report.value(node, SH.sourceShape)),
            local(report.value(node, SH.sourceConstraintComponent)).removesuffix("ConstraintComponent"),
            report.value(node, SH.focusNode),
        )
        for node in report.subjects(RDF.type, SH.ValidationResult)
    ]
    assert conforms is not bool(found)
    return found


def local(iri):
    return iri.rpartition("#")[2]


SHAPES = parsed(*sorted((ROOT / "shapes").glob("*.ttl")))
NAMED = sorted(
    {shape for kind in (SH.NodeShape, SH.PropertyShape) for shape in SHAPES.subjects(RDF.type, kind)}
)


def targeted(shape):
    return any(SHAPES.objects(shape, SH.targetClass)) or any(SHAPES.objects(shape, SH.targetSubjectsOf))


def constraints():
    """Return every (shape, component) that can be reported.

    A shape without a target is a part of others: what fails is their sh:node or sh:or.
    """
    found = set()
    for shape in NAMED:
        for predicate in set(SHAPES.predicates(shape)):
            name = local(predicate)
            if targeted(shape) and predicate in SH and name not in ANNOTATIONS:
                found.add((local(shape), name[0].upper() + name[1:]))
    return found


CONSTRAINTS = constraints()


class Fixture:
    """One thing that is wrong with a copy of a good one."""

    def __init__(self, shape, component, base, lines, number):
        self.expected = {(shape, component)}
        self.base = KZ + base.removeprefix("kz:")
        self.edits = [line.split(" ", 2) for line in lines if line[0] in "-=+"]
        names = [line[2:] for line in lines if line.startswith("@ ")]
        claim = f"kz:claim-900-{number:03}" if "claim" in base else f"{base}-x{number}"
        self.name = KZ + (names or [claim])[0].removeprefix("kz:")

    def add(self, graph, good):
        copy = list(good.predicate_objects(URIRef(self.base)))
        for sign, prop, *value in self.edits:
            statement = Graph().parse(data=f"{PROLOGUE} [] {prop} {(value or ['1'])[0]} .", format="turtle")
            ((_, predicate, new),) = statement
            copy = [each for each in copy if sign == "+" or each[0] != predicate]
            copy += [(predicate, new)] if sign in "+=" else []
        for predicate, value in copy:
            graph.add((URIRef(self.name), predicate, value))


def read_fixtures():
    found = []
    for path in sorted(FIXTURES.glob("*.txt")):
        for block in path.read_text("utf-8").strip().split("\n\n"):
            head, *lines = block.split("\n")
            match = re.fullmatch(r"\[(\S+) (\S+)\] (\S+)", head)
            found.append(Fixture(*match.groups(), lines, len(found)))
    return found


ALL = read_fixtures()


@pytest.fixture(scope="module")
def outcome():
    """Return the results for each focus node of the graph of all fixtures."""
    good = parsed(FIXTURES / "good.ttl")
    data = parsed(ROOT / "ontology" / "kzgraph.ttl") + good
    for fixture in ALL:
        fixture.add(data, good)
    found = {}
    for shape, component, focus in results(data, SHAPES):
        found.setdefault(str(focus), set()).add((shape, component))
    return found


def test_the_shipped_graph_conforms():
    data = parsed(*ROOT.glob("ontology/*.ttl"), *ROOT.glob("data/**/*.ttl"))
    assert results(data, SHAPES) == []


@pytest.mark.parametrize(
    "fixture", ALL, ids=lambda f: "-".join(next(iter(f.expected))) + f.name.rpartition("/")[2]
)
def test_exactly_this_constraint_fails(outcome, fixture):
    assert outcome.get(fixture.name) == fixture.expected


def test_what_is_right_passes(outcome):
    # Where a value is checked by a shape of its own, pySHACL also reports what is wrong with it there.
    assert {focus for focus, found in outcome.items() if found & CONSTRAINTS} == {each.name for each in ALL}


def test_the_copies_have_different_names():
    assert [name for name, count in Counter(fixture.name for fixture in ALL).items() if count > 1] == []


@pytest.mark.parametrize("constraint", sorted(CONSTRAINTS), ids="-".join)
def test_every_constraint_has_a_fixture(constraint):
    assert any(fixture.expected == {constraint} for fixture in ALL)


@pytest.mark.parametrize("shape", NAMED, ids=local)
def test_a_shape_explains_itself(shape):
    assert shape.startswith(KZS)
    assert (shape, SH.sparql, None) not in SHAPES
    assert targeted(shape) or any(
        SHAPES.value(None, parent, shape) for parent in (SH.node, SH.property, RDF.first)
    )
    for term in (SH.name, SH.message):
        assert sorted(value.language for value in SHAPES.objects(shape, term)) == ["en", "ru"]
    assert [value.language for value in SHAPES.objects(shape, SH.description)] == ["en"]
    assert len(list(SHAPES.objects(shape, SH.severity))) == 1
    for which in ("rightExample", "wrongExample"):
        (text,) = SHAPES.objects(shape, URIRef(KZO + which))
        assert len(Graph().parse(data=f"{PROLOGUE}\n{text}", format="turtle")) >= 1


ONTOLOGY = parsed(ROOT / "ontology" / "kzgraph.ttl")


def test_every_class_has_a_shape():
    for cls in ONTOLOGY.subjects(RDF.type, OWL.Class):
        family = set(ONTOLOGY.transitive_objects(cls, RDFS.subClassOf))
        closed = {shape for shape in NAMED if (shape, SH.closed, None) in SHAPES}
        assert any((shape, SH.targetClass, each) in SHAPES for shape in closed for each in family), cls


def test_every_property_has_a_shape():
    paths = set(SHAPES.objects(None, SH.path))
    derived = {"from", "until", "surelyFrom", "surelyUntil"}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for prop in ONTOLOGY.subjects(RDF.type, kind):
            assert prop in paths or local(prop) in derived | CLAIMED_ONLY, prop


EDTF = [re.compile(str(text)) for text in SHAPES.objects(URIRef(KZS + "Is-EDTF"), SH.pattern)]
DATES = st.from_regex(r"-?[0-9X]{2,5}(-[0-9X]{2}){0,2}[?~%]?", fullmatch=True)
INTERVALS = st.tuples(DATES | st.sampled_from(["", ".."]), DATES | st.sampled_from(["", ".."])).map("/".join)


@given(DATES | INTERVALS | st.text("0123456789X-/.?~%TYZ:", max_size=25))
@example("05")
@example("2004-02-30")
@example("2003-02-29")
@example("Y-170000")
@example("2004-06-XX/2004-07-03")
@example("2004-01-01T10:10:10+05:00")
@example("..")
@example("../..")
@example("")
def test_the_pattern_of_dates_is_that_of_the_loader(text):
    matches = all(pattern.search(text) for pattern in EDTF)
    problem = refusal(text)
    # A pattern cannot count the days of a leap year, nor compare the ends of an interval or the dates of a set.
    unseen = ("has no day 29", "ends before", "in their order")
    assert matches is (not problem or any(each in problem for each in unseen))


def refusal(text):
    """Return why the loader refuses a date, "" if it does not."""
    try:
        edtf.parse(text)
    except ValueError as error:
        return str(error)
    return ""
