"""The canned queries for Wikidata, run against a real SPARQL server that has items of Wikidata."""

from __future__ import annotations

import csv
import re
import shutil
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import wikidata_rdf
from program import ROOT, Done, kzgraph
from pyoxigraph import Quad, Store
from serving import serving
from wikidata_items import ITEMS, PARTIES
from wikidata_slices import MATERIAL, SLICES, needs_material, needs_slices

from kzgraph import connect, load
from kzgraph.errors import CatalogueError, NetworkError, ParameterError, Refused

FOLDER = ROOT / "queries" / "wikidata"
NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))
SERVICE = "https://query.wikidata.org/sparql"
WD = wikidata_rdf.WD
KZ = load(ROOT)


@pytest.fixture(scope="module")
def wikidata() -> Store:
    """Return the items of the tests as RDF."""
    return with_items(Store())


def with_items(store: Store) -> Store:
    for entity in {**ITEMS, **PARTIES}.values():
        store.extend(Quad(*triple) for triple in wikidata_rdf.triples(entity))
    return store


@pytest.fixture(scope="module")
def endpoint(wikidata: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(wikidata, tmp_path_factory.mktemp("wikidata")) as url:
        yield url


def run(endpoint: str | None, name: str, *args: str, graph: Path = ROOT, **env: str) -> Done:
    where = ["--endpoint", endpoint] if endpoint else []
    return kzgraph(*where, "query", name, *args, "--format", "csv", env={"KZGRAPH_GRAPH": str(graph), **env})


def rows(done: Done) -> list[dict[str, str]]:
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(done.stdout.splitlines()))


def qid(iri: str) -> str:
    return iri.removeprefix(WD)


# The files


def test_there_are_queries_for_wikidata() -> None:
    assert len(NAMES) >= 6
    for name in NAMES:
        query = KZ.queries[name]
        assert query.path == f"queries/wikidata/{name}.rq"
        assert query.tags == ("wikidata",), "they are listed apart"
        assert query.endpoint == SERVICE or query.service


@pytest.mark.parametrize("name", NAMES)
def test_only_plain_sparql_is_used(name: str) -> None:
    text = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for extension in ("wikibase:label", "bd:", "hint:", "gas:", "mwapi", "INCLUDE", "LABEL_LANGUAGE"):
        assert extension not in body
    declared = set(re.findall(r"^PREFIX (\w+):", body, re.MULTILINE))
    used = set(re.findall(r"(?<![\w<:\"])([a-z]+):\w", body))
    assert used <= declared, "no prefix may be implied"
    assert declared <= used


@needs_material
def test_all_identifiers_are_verified_ones() -> None:
    with (MATERIAL / "links.csv").open(encoding="utf-8") as file:
        items = {row["qid"] for row in csv.DictReader(file) if row["status"] == "verified"}
    with (MATERIAL / "properties.csv").open(encoding="utf-8") as file:
        properties = {row["pid"] for row in csv.DictReader(file)}
    for name in NAMES:
        text = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
        assert set(re.findall(r"\bQ[0-9]+\b", text)) <= items, name
        assert set(re.findall(r"\bP[0-9]+\b", text)) <= properties, name


def test_they_are_listed_under_a_heading_of_their_own() -> None:
    done = kzgraph("query", env={"KZGRAPH_GRAPH": str(ROOT)})
    listed = done.stdout.partition("\nWikidata\n")[2]
    assert [name for name in NAMES if f"  {name}: " in listed] == NAMES


def test_the_help_shows_where_to_ask() -> None:
    done = kzgraph("query", "wikidata-leaders", "--help", env={"KZGRAPH_GRAPH": str(ROOT)})
    assert f"kzgraph --endpoint {SERVICE} query wikidata-leaders" in done.stdout
    done = kzgraph("query", "wikidata-linked", "--help", env={"KZGRAPH_GRAPH": str(ROOT)})
    assert "--allow-service" in done.stdout
    assert "--endpoint" not in done.stdout


def test_a_header_names_a_web_address_or_none(mini: Path) -> None:
    text = "#+ summary: x\n#+ endpoint: {}\n#+ columns: {{a: A}}\nSELECT ?a {{ ?a a ?a }}"
    (mini / "queries" / "far.rq").write_text(text.format("https://e.org/sparql"))
    assert load(mini).queries["far"].endpoint == "https://e.org/sparql"
    for bad in ("file:///etc/passwd", "e.org", "https://e.org/ x"):
        (mini / "queries" / "far.rq").write_text(text.format(bad))
        with pytest.raises(CatalogueError, match="endpoint must be"):
            _ = load(mini).queries


# What they answer


def test_parties_with_founding_and_end(endpoint: str) -> None:
    found = rows(run(endpoint, "wikidata-parties", "--country", "Q30"))
    assert [(qid(row["party"]), row["name"], row["inception"]) for row in found] == [
        ("Q29552", "Democratic Party", "1828-01-01T00:00:00Z"),
        ("Q29468", "Republican Party", "1854-03-20T00:00:00Z"),
    ]
    here = rows(run(endpoint, "wikidata-parties", "--language", "kk"))
    assert {"Q2166484", "Q1186246", "Q1780608"} <= {qid(row["party"]) for row in here}
    names = {qid(row["party"]): row["name"] for row in here}
    assert names["Q1780608"] == "Қазақстан Коммунистік партиясы"


def test_leaders_with_their_years(endpoint: str) -> None:
    found = rows(run(endpoint, "wikidata-leaders", "--party", "wd:Q29468"))
    chairs = {qid(row["leader"]): row for row in found if row["role"] == "chairperson"}
    assert set(chairs) == {"Q331838", "Q1357640", "Q27899325"}
    assert chairs["Q331838"]["end"]
    starts = [row["start"] for row in found if row["start"]]
    assert starts == sorted(starts)
    assert all("DeprecatedRank" not in row["rank"] for row in found)


def test_holders_of_a_position_with_their_parties(endpoint: str) -> None:
    found = rows(run(endpoint, "wikidata-members", "--position", "Q218295"))
    assert {qid(row["member"]) for row in found} == {"Q7747"}
    assert {row["name"] for row in found} == {"Vladimir Putin"}
    assert {qid(row["party"]) for row in found} >= {"Q79854", "Q4488786"}, "also those that are not preferred"
    assert len({row["start"] for row in found}) > 1


def test_elections_with_the_precision_of_their_day(endpoint: str) -> None:
    (found,) = rows(run(endpoint, "wikidata-elections", "--country", "Q183"))
    assert (qid(found["election"]), found["name"], found["date"], found["precision"]) == (
        "Q15062956",
        "2017 German federal election",
        "2017-09-24T00:00:00Z",
        "11",
    )


def test_statements_with_their_references(endpoint: str) -> None:
    has_references(endpoint, "Q7747", "1952-10-07T00:00:00Z")
    agency = rows(run(endpoint, "wikidata-statements", "--item", "Q12573318"))
    assert {qid(row["property"]) for row in agency} == {"P31", "P17"}


def has_references(endpoint: str, item: str, born: str) -> None:
    found = rows(run(endpoint, "wikidata-statements", "--item", item))
    births = [row for row in found if qid(row["property"]) == "P569"]
    assert {row["value"] for row in births} == {born}
    assert any(row["work"].startswith(WD) for row in births)
    assert any(row["url"].startswith("http") for row in found)
    assert any(not row["work"] and not row["url"] for row in found)
    assert {row["rank"].rpartition("#")[2] for row in found} >= {"NormalRank"}
    assert "P214" not in {qid(row["property"]) for row in found}, "identifiers are left out"


@needs_slices
def test_statements_of_real_exports(tmp_path: Path) -> None:
    # They do not say what kind of property each is; the items of the tests do.
    with serving(with_items(wikidata_rdf.exported(SLICES)), tmp_path / "exports") as url:
        has_references(url, "Q42", "1952-03-11T00:00:00Z")
        agency = rows(run(url, "wikidata-statements", "--item", "Q12573318"))
    assert {qid(row["property"]) for row in agency} == {"P31", "P17"}


def test_statements_without_references_are_counted(endpoint: str, wikidata: Store) -> None:
    found = rows(run(endpoint, "wikidata-unreferenced", "--country", "Q30"))
    assert [qid(row["item"]) for row in found]
    for row in found:
        assert 0 < int(row["unreferenced"]) <= int(row["statements"])
    # Counted again by hand: what is imported from a wiki (P143) only is without a reference.
    counts = {}
    for name in ("Q29468", "Q29552"):
        from kzgraph.wikidata.wikibase import statements

        own = [s for s in statements(ITEMS[name]) if s.value.kind != "external-id"]
        bare = [s for s in own if all({snak.property for snak in r} <= {"P143"} for r in s.references)]
        counts[name] = (len(own), len(bare))
    assert {qid(r["item"]): (int(r["statements"]), int(r["unreferenced"])) for r in found} == counts


def test_the_library_asks_the_same(endpoint: str) -> None:
    far = connect(endpoint, ROOT)
    found = far.query("wikidata-parties", country="http://www.wikidata.org/entity/Q30", language="ru")
    assert len(found) == 2
    assert [str(row["party"]) for row in found] == [
        str(row["party"]) for row in far.query("wikidata-parties", country="q30", language="ru")
    ]


@pytest.mark.parametrize("bad", ["P31", "Kazakhstan", "Q0", "Q42> . <x", "http://example.org/Q42", ""])
def test_what_is_no_item_is_refused(bad: str) -> None:
    with pytest.raises(ParameterError, match=r"Parameter country \(item\)"):
        KZ.query("wikidata-parties", country=bad)
    done = run(None, "wikidata-parties", "--country", bad)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Example: --country Q232" in done.stderr


def test_on_this_graph_they_say_where_to_ask() -> None:
    done = run(None, "wikidata-members")
    assert done.returncode == 0
    assert "No rows." in done.stderr
    assert f"kzgraph --endpoint {SERVICE} query wikidata-members" in done.stderr


def test_our_own_facts_in_the_shape_of_wikidata_answer_them(tmp_path: Path) -> None:
    if "wikidata-shape" not in KZ.queries:
        pytest.skip("the query that gives them is not there")
    store = Store()
    for triple in KZ.query("wikidata-shape").triples:
        store.update(f"INSERT DATA {{ {' '.join(term.sparql() for term in triple)} }}")
    with serving(store, tmp_path / "ours") as url:
        members = {qid(row["member"]): row["name"] for row in rows(run(url, "wikidata-members"))}
        assert members["Q15070975"] == "Tolen Tokhtassynov"
        parties = {qid(row["party"]) for row in rows(run(url, "wikidata-parties"))}
        assert "Q2166484" in parties


# Two servers


def with_service(tmp_path: Path, url: str) -> Path:
    """Return a copy of the graph of this repository whose federated query asks *url*."""
    folder = tmp_path / "graph"
    for name in ("ontology", "data", "queries", "shapes"):
        shutil.copytree(ROOT / name, folder / name)
    file = folder / "queries" / "wikidata" / "wikidata-linked.rq"
    text = file.read_text(encoding="utf-8")
    assert text.count(f"SERVICE <{SERVICE}>") == 1
    file.write_text(text.replace(SERVICE, url), encoding="utf-8")
    return folder


def linked(found: list[dict[str, str]]) -> Mapping[str, str]:
    return {qid(row["item"]): row["thing"].rpartition("/")[2] for row in found}


def test_a_federated_query_joins_this_graph_with_a_server(endpoint: str, tmp_path: Path) -> None:
    graph = with_service(tmp_path, endpoint)
    found = rows(run(None, "wikidata-linked", "--allow-service", graph=graph))
    assert linked(found)["Q2166484"] == "cppk"
    assert linked(found)["Q1780608"] == "cpk-1936"
    assert linked(found)["Q1186246"] == "", "a party that this graph does not have"
    assert [bool(row["thing"]) for row in found] == sorted((bool(r["thing"]) for r in found), reverse=True)


def test_a_federated_query_joins_two_servers(endpoint: str, tmp_path: Path) -> None:
    graph = with_service(tmp_path, endpoint)
    with serving(load(ROOT).engine.store, tmp_path / "ours") as ours:  # type: ignore[attr-defined]
        far = rows(run(ours, "wikidata-linked", "--allow-service", graph=graph))
    assert far == rows(run(None, "wikidata-linked", "--allow-service", graph=graph))


def test_a_federated_query_wants_header_and_flag(endpoint: str, tmp_path: Path) -> None:
    graph = with_service(tmp_path, endpoint)
    done = run(None, "wikidata-linked", graph=graph)
    assert (done.returncode, done.stdout) == (2, "")
    assert "SERVICE is refused" in done.stderr
    assert "--allow-service" in done.stderr
    with pytest.raises(Refused):
        load(graph).query("wikidata-linked")
    done = run(None, "leaders", "--party", "cpk", "--allow-service", graph=graph)
    assert done.returncode == 2
    assert "No such option" in done.stderr
    file = graph / "queries" / "wikidata" / "wikidata-linked.rq"
    file.write_text(file.read_text(encoding="utf-8").replace("#+ service: true\n", ""), encoding="utf-8")
    done = run(None, "wikidata-linked", "--allow-service", graph=graph)
    assert done.returncode == 3


def test_a_server_that_is_not_there_is_a_failure_of_the_network(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"
    graph = with_service(tmp_path, url)
    done = run(None, "wikidata-linked", "--allow-service", graph=graph)
    assert (done.returncode, done.stdout) == (4, "")
    assert url in done.stderr
    with pytest.raises(NetworkError):
        load(graph).query("wikidata-linked", allow_service=True)
