"""Each rule finds what it is for and nothing else, and the shipped graph breaks none.

``tests/fixtures/rules/NAME.ttl`` is a small graph in which exactly the rule NAME finds something.
"""

import importlib.util
import re
import time
from pathlib import Path

import pytest
import yaml

from kzgraph.storage import folders
from kzgraph.storage import loading as store

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures" / "rules"
RULES = {path.stem: path.read_text("utf-8") for path in sorted(ROOT.glob("queries/verify/*.rq"))}
PREFIXES = (ROOT / "tests" / "fixtures" / "shapes" / "good.ttl").read_text("utf-8").partition("\n#")[0]


def header(rule):
    lines = [
        line.removeprefix("#+").removeprefix(" ") for line in RULES[rule].split("\n") if line.startswith("#+")
    ]
    return yaml.load("\n".join(lines), yaml.BaseLoader)


def looked_at(rule, graph):
    """Return how many nodes the rule looked at, by the pattern in its header."""
    prologue = "".join(re.findall(r"(?m)^PREFIX .*\n", RULES[rule]))
    text = f"{prologue}SELECT (COUNT(DISTINCT ?focus) AS ?n) WHERE {{ {header(rule)['counts']} }}"
    ((count,),) = graph.query(text)
    return int(count.value)


@pytest.fixture(scope="module")
def shipped():
    return store.load(folders.read(str(ROOT)))


def small(*files, text=""):
    """Return a store with some files and a text in Turtle, and the derived days."""
    sources = folders.Folder("", [(path.name, path.read_bytes()) for path in files])
    sources.turtle.append(
        ("text", f"{PREFIXES}\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n{text}".encode())
    )
    return store.load(sources)


def test_every_rule_has_a_fixture():
    assert {path.stem for path in FIXTURES.glob("*.ttl")} == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_exactly_this_rule_finds_something(rule):
    graph = small(ROOT / "ontology" / "kzgraph.ttl", FIXTURES / f"{rule}.ttl")
    assert [name for name, text in RULES.items() if list(graph.query(text))] == [rule]


@pytest.mark.parametrize("rule", [rule for rule in RULES if header(rule)["level"] == "error"])
def test_the_shipped_graph_breaks_no_rule(shipped, rule):
    assert [tuple(str(value) for value in row) for row in shipped.query(RULES[rule])] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_explains_itself(shipped, rule):
    fields = header(rule)
    assert set(fields) == {
        "summary",
        "level",
        "problem",
        "solution",
        "why",
        "right",
        "wrong",
        "counts",
        "columns",
    }
    assert all(fields.values())
    assert fields["level"] in ("error", "warning", "info")
    assert [variable.value for variable in shipped.query(RULES[rule]).variables] == list(fields["columns"])
    assert all(len(small(text=fields[which])) >= 1 for which in ("right", "wrong"))


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_passes_because_it_looks_at_nothing(shipped, rule):
    assert looked_at(rule, shipped) > 0


class TestDates:
    """What the fixtures, one for each rule, do not show."""

    def found(self, rule, fact):
        return [row["subject"].value.rpartition("/")[2] for row in small(text=fact).query(RULES[rule])]

    @pytest.mark.parametrize(
        ("start", "end"),
        [("1994-10", "1994"), ("1994", "1994-10"), ("2010-04-17", "2010-04-17"), ("..", "1992")],
    )
    def test_what_is_possible_is_in_order(self, start, end):
        start = "" if start == ".." else f'kzo:start "{start}"^^edtf:EDTF ;'
        assert self.found("date-order", f'kz:t {start} kzo:end "{end}"^^edtf:EDTF .') == []

    def test_attested_outside_its_time(self):
        tenure = (
            'kz:t kzo:start "1992"^^edtf:EDTF ; kzo:end "1994"^^edtf:EDTF ; kzo:attestedOn "{}"^^edtf:EDTF .'
        )
        assert self.found("date-order", tenure.format("1995-01-01")) == ["t"]
        assert self.found("date-order", tenure.format("1993-05-05")) == []

    @pytest.mark.parametrize("date", ["9990", "2015/9990", "../9990", "9990-24", "9990?", "Y20000"])
    def test_the_future(self, date):
        assert self.found("date-in-future", f'kz:t kzo:end "{date}"^^edtf:EDTF .') == ["t"]

    @pytest.mark.parametrize(
        "date",
        [
            "2004-24",
            "200X",
            "2004-XX-XX",
            "2004-09-19/2004-10-03",
            "2004/..",
            "-0050",
            "{today}",
            "{year}",
            "{year}-23",
        ],
    )
    def test_not_the_future(self, date):
        now = time.gmtime()
        date = date.format(today=time.strftime("%Y-%m-%d", now), year=time.strftime("%Y", now))
        assert self.found("date-in-future", f'kz:t kzo:date "{date}"^^edtf:EDTF .') == []

    @pytest.mark.parametrize(
        ("date", "found"), [("1799", ["t"]), ("1800", []), ("-0050", ["t"]), ("../1936", []), ("1XXX", [])]
    )
    def test_long_ago(self, date, found):
        assert self.found("date-before-1800", f'kz:t kzo:date "{date}"^^edtf:EDTF .') == found


def test_a_longer_circle_is_found():
    facts = "kz:a kzo:predecessor kz:b . kz:b kzo:splitFrom kz:c . kz:c kzo:partOf kz:d . kz:d kzo:follows kz:a . kz:e kzo:partOf kz:a ."
    rows = [row["subject"].value[-1] for row in small(text=facts).query(RULES["lineage-cycle"])]
    assert rows == ["a", "b", "c", "d"]


def test_the_page_of_shapes_and_rules_is_current():
    spec = importlib.util.spec_from_file_location("generate_rules", ROOT / "docs" / "generate_rules.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert generate.PAGE.read_text("utf-8") == generate.page()
