"""The generator of larger graphs: the same bytes each time, the size asked for, right but for the planted."""

import filecmp
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

import kzgraph
from kzgraph.validation import validate

ROOT = Path(__file__).parents[1]
PREFIXES = """\
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX kzo: <https://w3id.org/kzgraph/ontology#>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""

#: A pattern for each kind of violation that shows in the triples. PROP is the property that is named, CLAIMED
#: what makes a claim carry the triple.
PATTERNS = {
    "accepted-without-claim": "?s PROP ?v FILTER NOT EXISTS { ?c CLAIMED }",
    "claim-not-accepted": "?c CLAIMED ; kzo:rank wikibase:NormalRank FILTER NOT EXISTS { ?s PROP ?any }",
    "claim-without-rank": "?s a kzo:Claim FILTER NOT EXISTS { ?s PROP ?r }",
    "class-misspelt": "?s PROP ?c FILTER(STRSTARTS(STR(?c), STR(kzo:))) FILTER NOT EXISTS { ?c ?q ?x }",
    "conflict-one-way": "?s PROP ?o FILTER NOT EXISTS { ?o PROP ?s }",
    "dangling-iri": "?s PROP ?o FILTER NOT EXISTS { ?o ?q ?x }",
    "date-in-the-future": "?s PROP ?v FILTER(STR(?v) > '2100')",
    "dates-swapped": "?s PROP ?v ; kzo:end ?e FILTER(STR(?v) > STR(?e))",
    "deprecated-accepted": "?c CLAIMED ; kzo:rank wikibase:DeprecatedRank . ?s PROP ?v "
    "FILTER NOT EXISTS { ?d CLAIMED ; kzo:rank wikibase:NormalRank }",
    "disputed-accepted": "?c CLAIMED ; kzo:conflictsWith/kzo:rank wikibase:NormalRank . ?s PROP ?v "
    "FILTER EXISTS { ?c kzo:rank wikibase:NormalRank }",
    "lineage-cycle": "?s PROP ?o . ?o PROP ?s",
    "name-missing": "?s a kzo:Affiliation FILTER NOT EXISTS { ?s PROP ?n }",
    "name-without-language": "?s PROP ?n FILTER(LANG(?n) = '')",
    "object-of-another-class": "?s PROP ?o . ?o a kzo:Election",
    "opinion-accepted": "?c CLAIMED ; kzo:assertedBy ?a . ?s PROP ?v",
    "property-misspelt": "?s PROP ?v FILTER NOT EXISTS { PROP ?q ?x }",
    "same-as": "?s PROP ?o",
    "seats-beyond-the-house": "?s PROP ?v ; kzo:seatsOf ?of FILTER(?v > ?of)",
    "second-value": "?s PROP ?v, ?w FILTER(?v != ?w)",
    "share-above-100": "?s PROP ?v FILTER(?v > 100)",
    "source-missing": "?s PROP ?o FILTER NOT EXISTS { ?o ?q ?x }",
    "two-names-in-one-language": "?s PROP ?v, ?w FILTER(?v != ?w && LANG(?v) = LANG(?w))",
    "votes-as-text": "?s PROP ?v FILTER(DATATYPE(?v) = xsd:string)",
    "votes-negative": "?s PROP ?v FILTER(?v < 0)",
}
QUOTES = {"quote-changed", "quote-too-long", "quote-twice"}
#: Which kinds each rule must find.
RULES = {
    "accepted-against-rank": {"disputed-accepted"},
    "accepted-without-claim": {"accepted-without-claim", "deprecated-accepted", "opinion-accepted"},
    "assertion-as-fact": {"opinion-accepted"},
    "claim-not-accepted": {"claim-not-accepted"},
    "conflict-one-way": {"conflict-one-way"},
}


def generate(out, *options, hash_seed="0"):
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), str(out), *options]
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False)


class Folder:
    """A generated folder, loaded."""

    def __init__(self, path, *options):
        self.path = path
        self.done = generate(path, *options)
        assert self.done.returncode == 0, self.done.stderr
        self.store = Store()
        for file in [*path.glob("ontology/*.ttl"), *path.glob("data/**/*.ttl")]:
            self.store.load(path=str(file), format=RdfFormat.TURTLE)
        planted = path / "planted.json"
        self.planted = json.loads(planted.read_text("utf-8")) if planted.exists() else []

    def rows(self, query):
        return [tuple(term and term.value for term in row) for row in self.store.query(PREFIXES + query)]

    def quotes(self):
        """Return for each claim its quote, and how often that stands in the text of its source."""
        named = "?claim kzo:source ?source ; kzo:quote ?quote . ?source kzo:file ?file"
        rows = self.rows(f"SELECT ?claim ?quote ?file {{ {named} }}")
        texts = {name: (self.path / "sources" / name).read_text("utf-8") for name in {row[2] for row in rows}}
        return {claim: (quote, texts[name].count(quote)) for claim, quote, name in rows}

    def violating(self, kind, prop):
        pattern = PATTERNS[kind].replace("CLAIMED", "rdf:subject ?s ; rdf:predicate PROP ; rdf:object ?v")
        found = self.rows(f"SELECT DISTINCT ?s {{ {pattern.replace('PROP', f'<{prop}>')} }}")
        return {subject for (subject,) in found}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("clean"), "--triples", "4000")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    number = str(len(PATTERNS) + len(QUOTES))
    return Folder(tmp_path_factory.mktemp("faulty"), "--triples", "8000", "--seed", "7", "--errors", number)


def same(one, two):
    """Tell whether two folders have the same files with the same bytes."""
    names = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    others = sorted(str(path.relative_to(two)) for path in two.rglob("*") if path.is_file())
    return names == others and filecmp.cmpfiles(one, two, names, shallow=False)[0] == names


class TestClean:
    def test_size(self, clean):
        assert abs(len(clean.store) - 4000) <= 80
        assert clean.done.stdout.startswith(f"{len(clean.store):,} triples")

    def test_a_larger_one_has_its_size_too(self, faulty):
        assert abs(len(faulty.store) - 8000) <= 160

    def test_nothing_but_the_result_is_printed_when_nobody_watches(self, clean):
        assert clean.done.stderr == ""

    @pytest.mark.parametrize("rule", sorted(ROOT.glob("queries/verify/*.rq")), ids=lambda path: path.stem)
    def test_rules_find_nothing(self, clean, rule):
        text = rule.read_text("utf-8")
        if "#+ level: info" in text:
            pytest.skip("what is only worth knowing may stand in an invented graph")
        assert list(clean.store.query(text)) == []

    def test_validation_finds_nothing_but_checks_without_anything_to_look_at(self, clean):
        found = [each for each in validate(clean.path).findings if each.level != "info"]
        assert [each for each in found if each.id != "empty-pass"] == []

    def test_every_quote_stands_once_in_its_source(self, clean):
        quotes = clean.quotes()
        assert len(quotes) == len(clean.rows("SELECT ?c { ?c a kzo:Claim }")) > 100
        assert {count for _, count in quotes.values()} == {1}
        assert max(len(quote.split()) for quote, _ in quotes.values()) <= 12

    def test_checksums_are_those_of_the_sources(self, clean):
        from hashlib import sha256

        files = clean.rows("SELECT ?file ?sum { ?s kzo:file ?file ; kzo:sha256 ?sum }")
        assert files
        for name, checksum in files:
            assert sha256((clean.path / "sources" / name).read_bytes()).hexdigest() == checksum

    def test_nothing_dangles(self, clean):
        own = "FILTER(ISIRI(?x) && STRSTARTS(STR(?x), 'https://w3id.org/kzgraph/'))"
        own += "FILTER NOT EXISTS { ?x ?q ?y }"
        assert clean.rows(f"SELECT DISTINCT ?x {{ ?s ?p ?x {own} }}") == []
        assert clean.rows(f"SELECT DISTINCT ?x {{ ?s ?x ?o {own} }}") == []

    def test_it_has_what_the_shipped_graph_has(self, clean):
        classes = {kind.partition("#")[2] for (kind,) in clean.rows("SELECT DISTINCT ?k { ?s a ?k }")}
        assert {"Claim", "Conflict", "Tenure", "Affiliation", "ElectionResult", "MemberCount"} <= classes
        languages = {tag for (tag,) in clean.rows("SELECT DISTINCT (LANG(?o) AS ?l) { ?s ?p ?o }")}
        assert {"en", "ru", "kk", "kk-latn", "kk-latn-x-2021"} <= languages

    def test_kzgraph_answers_from_it(self, clean):
        graph = kzgraph.load(clean.path)
        (day,) = clean.rows(
            "SELECT (MIN(?e) AS ?d) { ?t kzo:leads ?p ; kzo:end ?end BIND(STR(?end) AS ?e) }"
        )[0]
        rows = graph.query("leaders-on", party="kz:party-0", on=(day + "-01-01")[:10])
        assert {row.leader.value for row in rows} >= {"https://w3id.org/kzgraph/id/party-0-leader-1"}


class TestPlanted:
    def test_all_kinds_are_there(self, faulty):
        assert sorted(record["kind"] for record in faulty.planted) == sorted([*PATTERNS, *QUOTES])

    @pytest.mark.parametrize("kind", sorted(PATTERNS))
    def test_it_is_in_the_triples(self, clean, faulty, kind):
        (record,) = [record for record in faulty.planted if record["kind"] == kind]
        found = faulty.violating(kind, record["property"])
        assert record["subject"] in found
        assert len(found) <= (2 if kind == "lineage-cycle" else 1)
        assert clean.violating(kind, record["property"]) == set()

    def test_quotes(self, faulty):
        claims = {record["subject"]: record["kind"] for record in faulty.planted if record["kind"] in QUOTES}
        for claim, (quote, count) in faulty.quotes().items():
            kind = claims.get(claim)
            assert count == {"quote-changed": 0, "quote-twice": 2}.get(kind, 1)
            assert (len(quote.split()) > 12) == (kind == "quote-too-long")

    def test_file(self, faulty):
        for record in faulty.planted:
            local = record["subject"].rpartition("/")[2]
            assert f"\nkz:{local} a " in (faulty.path / record["file"]).read_text("utf-8")

    @pytest.mark.parametrize("rule", sorted(RULES))
    def test_rules_find_these_and_no_others(self, faulty, rule):
        text = (ROOT / "queries" / "verify" / f"{rule}.rq").read_text("utf-8")
        solutions = faulty.store.query(text)
        # A claim is found by what it is about, unless it is itself what is wrong.
        column = "claim" if rule == "conflict-one-way" else "subject"
        found = {row[column].value for row in solutions}
        assert found == {record["subject"] for record in faulty.planted if record["kind"] in RULES[rule]}


class TestCommand:
    def test_same_seed_same_bytes_whatever_the_hash_seed(self, faulty, tmp_path):
        number = str(len(faulty.planted))
        done = generate(
            tmp_path / "again", "--triples", "8000", "--seed", "7", "--errors", number, hash_seed="42"
        )
        assert done.returncode == 0
        assert same(faulty.path, tmp_path / "again")

    def test_another_seed_is_another_graph(self, clean, tmp_path):
        assert generate(tmp_path / "other", "--triples", "4000", "--seed", "2").returncode == 0
        assert not same(clean.path, tmp_path / "other")

    def test_too_small(self, tmp_path):
        done = generate(tmp_path / "out", "--triples", "100")
        assert done.returncode == 2
        assert "at least 4000" in done.stderr
        assert not (tmp_path / "out").exists()

    def test_a_folder_that_is_not_empty_stays_as_it_is(self, tmp_path):
        (tmp_path / "mine.txt").write_text("mine")
        done = generate(tmp_path, "--triples", "4000")
        assert done.returncode == 2
        assert "not empty" in done.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
