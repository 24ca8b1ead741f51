"""`kzgraph build`: the release folder has what it says, says what it has, and is the same each time."""

import filecmp
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
import rdflib
from conftest import MINI
from once import made_once
from program import GRAPH, ROOT, Done, environment, kzgraph
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID
from test_cli_show import on_a_terminal

from kzgraph.export.formats import FORMATS
from kzgraph.release.build import build

pytest.importorskip("pylode.profiles.ontpub")

BASE = "https://example.org/release/"
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
IANA = "https://www.iana.org/assignments/media-types/"
DATASET = rdflib.URIRef("https://w3id.org/kzgraph/id/dataset")
#: What the description cannot hold, since it would have to describe itself.
APART = {"dataset.ttl", "SHA256SUMS", ".kzgraph-release"}
#: The releases of the shipped graph, each with the hash seed of its process.
RELEASES = {"one": "1", "another release": "2"}


def start(graph: Path, target: Path, seed: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kzgraph", "--graph", str(graph), "build", str(target), "--no-validate"],
        env=environment(PYTHONHASHSEED=seed),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture(scope="session")
def releases(shared: Path) -> list[Path]:
    """The shipped graph, built twice at once, in processes with different hash seeds and into different places."""
    base = made_once(shared / "releases", build_releases)
    return [base / name for name in RELEASES]


def build_releases(base: Path) -> None:
    for process in [start(ROOT, base / name, seed) for name, seed in RELEASES.items()]:
        printed, said = process.communicate(timeout=600)
        assert process.returncode == 0, said.decode()
        assert not printed


@pytest.fixture(scope="module")
def release(releases: list[Path]) -> Path:
    return releases[0]


@pytest.fixture(scope="module")
def described(release: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(release / "dataset.ttl", publicID=BASE + "dataset.ttl")


@pytest.fixture(scope="module")
def triples(release: Path) -> Iterator[rdflib.Graph]:
    """The whole graph with all literals as they are written."""
    normalise, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield rdflib.Graph().parse(release / "graph.nt", format="nt")
    rdflib.NORMALIZE_LITERALS = normalise


def test_the_turtle_is_laid_out(release: Path) -> None:
    done = kzgraph("fmt", "--check", str(release / "dataset.ttl"), str(release / "graph.ttl"))
    assert (done.returncode, done.stderr) == (0, "0 of 2 files would change.\n")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def mini_build(mini: Path, target: Path) -> None:
    assert build(str(mini), str(target)) == len(files(target))


@pytest.fixture
def mini_release(shared: Path, tmp_path: Path) -> Path:
    """Return a release of the mini graph, free to be changed."""
    made = made_once(shared / "mini", lambda base: mini_build(MINI, base / "release"))
    return Path(shutil.copytree(made / "release", tmp_path / "release"))


# --- What is in it ----------------------------------------------------------------------------------


def test_every_format_is_there(release: Path) -> None:
    for each in FORMATS.values():
        if not each.ending:
            assert any((release / each.name).iterdir()), each.name
        elif each.name != "md":  # the pages
            assert (release / f"graph{each.ending}").stat().st_size > 0, each.name
    for name in ("pages/cppk.md", "pages/README.md", "ontology.html", "README.md", "shapes/agents.ttl"):
        assert (release / name).stat().st_size > 0, name


def test_the_description_lists_every_file_and_nothing_else(release: Path, described: rdflib.Graph) -> None:
    urls = [str(url) for url in described.objects(None, DCAT.downloadURL)]
    assert len(urls) == len(set(urls))
    assert {unquote(url.removeprefix(BASE)) for url in urls} == files(release) - APART
    parts = set(described.subjects(RDF.type, DCAT.Distribution))
    assert set(described.objects(None, DCAT.distribution)) == parts
    assert len(parts) == len(urls)


def test_size_checksum_and_media_type_of_each_file(release: Path, described: rdflib.Graph) -> None:
    for part, url in described.subject_objects(DCAT.downloadURL):
        content = (release / unquote(str(url).removeprefix(BASE))).read_bytes()
        assert int(described.value(part, DCAT.byteSize)) == len(content), url
        checksum = described.value(part, SPDX.checksum)
        assert described.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        value = described.value(checksum, SPDX.checksumValue)
        assert str(value).lower() == hashlib.sha256(content).hexdigest(), url
        media_type = described.value(part, DCAT.mediaType)
        assert str(media_type).startswith(IANA) or described.value(part, DCTERMS["format"]), url
        assert described.value(part, DCTERMS.title), url


def test_media_types_are_those_of_the_files(described: rdflib.Graph) -> None:
    for name, media_type in {
        "graph.ttl": "text/turtle",
        "graph.framed.jsonld": "application/ld+json",
        "graph.gexf": "application/xml",
        "csv/csv-metadata.json": "application/csvm+json",
        "csv/people.csv": "text/csv",
        "graph.sssom.tsv": "text/tab-separated-values",
        "ontology.html": "text/html",
        "queries/leaders-on.rq": "application/sparql-query",
    }.items():
        part = described.value(None, DCAT.downloadURL, rdflib.URIRef(BASE + quote(name)))
        assert described.value(part, DCAT.mediaType) == rdflib.URIRef(IANA + media_type), name


def test_the_counts_are_what_sparql_counts(described: rdflib.Graph, triples: rdflib.Graph) -> None:
    home = str(described.value(DATASET, VOID.uriSpace))
    for name, query in {
        "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
        "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "entities": f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{home}")) }}',
    }.items():
        (row,) = triples.query(query)
        assert int(described.value(DATASET, VOID[name])) == int(row[0]), name
    assert int(described.value(DATASET, VOID.distinctObjects)) == len(set(triples.objects()))


def test_the_partitions_are_what_sparql_counts(described: rdflib.Graph, triples: rdflib.Graph) -> None:
    for partition, member, count, query in (
        (VOID.classPartition, VOID["class"], VOID.entities, "{ ?s a ?x }"),
        (VOID.propertyPartition, VOID.property, VOID.triples, "{ ?s ?x ?o }"),
    ):
        found = {
            described.value(part, member): int(described.value(part, count))
            for part in described.objects(DATASET, partition)
        }
        rows = triples.query(f"SELECT ?x (COUNT(*) AS ?n) {query} GROUP BY ?x")
        assert found == {row[0]: int(row[1]) for row in rows}


def test_the_layers_are_those_of_the_trig_file(release: Path, described: rdflib.Graph) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(release / "graph.nq", format="nquads")
    for layer in described.objects(DATASET, VOID.subset):
        assert int(described.value(layer, VOID.triples)) == len(dataset.graph(layer))
        assert described.value(layer, DCTERMS.description)
    assert len(list(described.objects(DATASET, VOID.subset))) == 4


def test_title_description_licence_and_version_are_those_of_the_graph(described: rdflib.Graph) -> None:
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "kzgraph.ttl")
    about = described.value(DATASET, DCTERMS.conformsTo)
    assert described.value(DATASET, DCTERMS.license) == ontology.value(about, DCTERMS.license)
    assert str(described.value(DATASET, rdflib.URIRef(f"{DCAT}version"))) == str(
        ontology.value(about, rdflib.OWL.versionInfo)
    )
    assert described.value(DATASET, DCTERMS.title)
    assert described.value(DATASET, DCTERMS.description)


def test_the_dumps_are_the_whole_dataset(release: Path, described: rdflib.Graph) -> None:
    dumps = {str(url).removeprefix(BASE) for url in described.objects(DATASET, VOID.dataDump)}
    assert dumps == {f"graph.{ending}" for ending in ("ttl", "nt", "nq", "trig", "rdf", "jsonld")}


def test_the_checksums_hold(release: Path) -> None:
    lines = (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert {line.partition("  ")[2] for line in lines} == files(release) - {"SHA256SUMS", ".kzgraph-release"}
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"], cwd=release, check=True)


def test_the_readme_names_every_file_or_its_folder(release: Path) -> None:
    text = (release / "README.md").read_text(encoding="utf-8")
    for path in files(release) - {".kzgraph-release", "README.md"}:
        assert f"({path.partition('/')[0]})" in text, path


def test_every_page_is_in_the_list_of_pages(release: Path) -> None:
    text = (release / "pages" / "README.md").read_text(encoding="utf-8")
    for page in (release / "pages").iterdir():
        assert f"]({quote(page.name)})" in text or page.name == "README.md"
    assert "[Communist People's Party of Kazakhstan](cppk.md)" in text


class Assets(HTMLParser):
    """Collects what a browser would fetch to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("link", "script", "img", "iframe", "object", "embed", "source"):
            self.fetched += [value for name, value in attrs if name in ("href", "src", "data") and value]


def test_the_page_of_the_ontology_needs_nothing_from_elsewhere(release: Path) -> None:
    page = (release / "ontology.html").read_text(encoding="utf-8")
    assets = Assets()
    assets.feed(page)
    assert all(address.startswith("data:") for address in assets.fetched)
    assert "@import" not in page
    assert "url(http" not in page


def test_every_link_within_the_page_of_the_ontology_leads_somewhere(release: Path) -> None:
    page = (release / "ontology.html").read_text(encoding="utf-8")
    links, names = (
        set(re.findall(rf'{name}="{mark}([^"]*)"', page)) for name, mark in (("href", "#"), ("id", ""))
    )
    assert "ontology" in links
    assert links <= names


def test_the_page_of_the_ontology_is_for_readers_of_english(release: Path) -> None:
    page = (release / "ontology.html").read_text(encoding="utf-8")
    assert "political party" in page
    assert "политическая партия" not in page
    contents = page[page.index("Table of Contents") :]
    assert contents.index(">affiliation<") < contents.index(">agent<") < contents.index(">political party<")
    definition = page.index("The time for which a person holds a post.")
    assert definition < page.index("Example: Leonid Korolkov as First Secretary")


# --- The same each time -----------------------------------------------------------------------------


def same(one: Path, other: Path) -> None:
    assert files(one) == files(other)
    _, differing, odd = filecmp.cmpfiles(one, other, sorted(files(one)), shallow=False)
    assert not differing
    assert not odd


def test_two_builds_have_the_same_bytes(releases: list[Path]) -> None:
    same(*releases)


def test_a_release_is_a_graph_from_which_the_same_release_is_built(mini: Path, tmp_path: Path) -> None:
    mini_build(mini, tmp_path / "one")
    mini_build(tmp_path / "one", tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")


def test_a_release_can_be_asked_and_compared(release: Path) -> None:
    done = kzgraph("--graph", str(release), "query", "leaders-on", "--party", "cpk", "--on", "2004-04-13")
    assert "Serikbolsyn Abdildin" in done.stdout
    assert "No fact changed." in kzgraph("diff", str(ROOT), str(release)).stdout


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq", "trig", "rdf", "ttl12"])
def test_each_dump_has_the_facts_of_the_folder(release: Path, ending: str) -> None:
    done = kzgraph("diff", str(release), str(release / f"graph.{ending}"))
    assert "No fact changed." in done.stdout, done.stderr


def test_no_date_and_no_place_of_this_machine(release: Path) -> None:
    for name in ("README.md", "dataset.ttl", "ontology.html", "pages/README.md"):
        text = (release / name).read_text(encoding="utf-8")
        assert str(release) not in text
        assert str(ROOT) not in text
        assert datetime.now(UTC).date().isoformat() not in text


NO_NETWORK = """
import sys
from kzgraph.release.build import build
def forbid(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__",):
        raise AssertionError(event)
sys.addaudithook(forbid)
build(*sys.argv[1:])
"""


def test_building_reaches_no_network(mini: Path, tmp_path: Path) -> None:
    run = [sys.executable, "-c", NO_NETWORK, str(mini), str(tmp_path / "release")]
    subprocess.run(run, env=environment(), check=True, timeout=300)


# --- Other graphs -----------------------------------------------------------------------------------


def test_a_graph_that_says_nothing_of_itself(mini_release: Path) -> None:
    text = (mini_release / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Knowledge graph https://example.org/chess/thing/\n")
    assert "icence" not in text
    page = (mini_release / "ontology.html").read_text(encoding="utf-8")
    assert "chess club" in page
    described = rdflib.Graph().parse(mini_release / "dataset.ttl")
    assert (rdflib.URIRef("https://example.org/chess/thing/dataset"), RDF.type, DCAT.Dataset) in described


def test_what_a_graph_says_of_its_dataset_wins(mini: Path, tmp_path: Path) -> None:
    (mini / "data" / "dataset.ttl").write_text(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        '<https://example.org/chess> a dcat:Dataset ; dcterms:title "Chess \\"clubs\\" | <b>1</b>"@en, "Schach"@de ;\n'
        '  dcterms:license <https://example.org/l> ; dcat:version "7" ; dcterms:issued "2004-01-01" .\n',
        encoding="utf-8",
    )
    with open(mini / "ontology" / "chess.ttl", "a", encoding="utf-8") as file:
        file.write(
            '<urn:o> a owl:Ontology ; rdfs:label "Ontology"@en ; owl:versionInfo "6" ;\n'
            '  <http://purl.org/dc/terms/description> "About clubs."@en .\n'
        )
    mini_build(mini, tmp_path / "release")
    described = rdflib.Graph().parse(tmp_path / "release" / "dataset.ttl")
    dataset = rdflib.URIRef("https://example.org/chess")
    assert str(described.value(dataset, DCTERMS.description)) == "About clubs."
    titles = {str(title) for title in described.objects(dataset, DCTERMS.title)}
    assert titles == {'Chess "clubs" | <b>1</b>', "Schach"}
    assert str(described.value(dataset, DCTERMS.issued)) == "2004-01-01"
    text = (tmp_path / "release" / "README.md").read_text(encoding="utf-8")
    assert text.startswith('# Chess "clubs" \\| \\<b\\>1\\</b\\>\n')
    assert "Version 7, licence <https://example.org/l>, " in text


def test_things_whose_names_are_no_names_of_files(mini: Path, tmp_path: Path) -> None:
    names = ("../../evil", "CON:x", "Ada", "ADA", "readme", "a/b", "x" * 300, "Жамбыл")
    things = "".join(
        f'<https://example.org/chess/thing/{name}> a ch:Player ; skos:prefLabel "N"@en .\n' for name in names
    )
    with open(mini / "data" / "people.ttl", "a", encoding="utf-8") as file:
        file.write(things)
    mini_build(mini, tmp_path / "release")
    pages = [path.name for path in (tmp_path / "release" / "pages").iterdir()]
    assert len({name.lower() for name in pages}) == len(pages)
    assert all(len(name) < 140 and "/" not in name and ":" not in name for name in pages)
    assert sorted(os.listdir(tmp_path)) == ["mini", "release"]
    assert len(pages) == 10 + len(names)


def test_a_text_that_a_format_cannot_hold(tmp_path: Path) -> None:
    done = kzgraph("--graph", str(GRAPH), "build", str(tmp_path / "release"), "--no-validate")
    assert done.returncode == 3
    assert "RDF/XML cannot be written: XML cannot hold the character U+001B." in done.stderr
    assert not list(tmp_path.iterdir())


# --- Where it goes ----------------------------------------------------------------------------------


def run_build(mini: Path, target: Path, *more: str) -> Done:
    return kzgraph("--graph", str(mini), "build", str(target), "--no-validate", *more)


def test_an_earlier_release_is_replaced(mini: Path, mini_release: Path, tmp_path: Path) -> None:
    target = mini_release
    (mini / "data" / "bodies.ttl").unlink()
    (target / "graph.nt").unlink()  # a broken one, too
    mini_build(mini, target)
    assert "data/bodies.ttl" not in files(target)
    assert (target / "graph.nt").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_an_empty_folder_is_filled(mini: Path, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir(mode=0o700)
    mini_build(mini, tmp_path / "release")
    assert (tmp_path / "release").stat().st_mode & 0o777 == 0o700


def test_a_folder_of_another_is_left_alone(mini: Path, tmp_path: Path) -> None:
    target = tmp_path / "thesis"
    target.mkdir()
    (target / "chapter-1.md").write_text("It was a dark and stormy night.")
    done = run_build(mini, target)
    assert done.returncode == 2
    assert "is no release that kzgraph built before: 'chapter-1.md'" in done.stderr
    assert files(target) == {"chapter-1.md"}


def test_a_file_of_another_in_a_release_is_not_lost(mini: Path, mini_release: Path) -> None:
    target = mini_release
    (target / "pages" / "notes.txt").write_text("mine")
    (target / "scans").mkdir()
    done = run_build(mini, target)
    assert done.returncode == 2
    assert "'pages/notes.txt', 'scans/'" in done.stderr
    assert (target / "pages" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "said"), [("file", "it is a file"), ("no/such/release", "Is there such a folder?")]
)
def test_a_place_that_cannot_be(mini: Path, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "file").write_text("x")
    done = run_build(mini, tmp_path / name)
    assert done.returncode == 3
    assert said in done.stderr


def test_the_graph_itself_is_no_place_for_its_release(mini: Path) -> None:
    before = files(mini)
    assert run_build(mini, mini).returncode == 2
    assert files(mini) == before


@pytest.mark.parametrize("at", [0, 7, 22])
def test_an_interrupt_leaves_nothing(mini: Path, tmp_path: Path, at: int) -> None:
    def interrupt(what: str, done: int, total: int) -> None:
        if done == at:
            raise KeyboardInterrupt

    before = sorted(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        build(str(mini), str(tmp_path / "release"), interrupt)
    assert sorted(tmp_path.iterdir()) == before


def test_a_bar_on_a_terminal_and_silence_in_a_pipe(mini: Path, tmp_path: Path) -> None:
    printed = on_a_terminal(80, "--graph", str(mini), "build", str(tmp_path / "one"), "--no-validate")
    assert "Building" in printed
    done = run_build(mini, tmp_path / "two")
    assert (done.stdout, done.stderr) == ("", f"{len(files(tmp_path / 'two'))} files in {tmp_path / 'two'}\n")


# --- What is refused --------------------------------------------------------------------------------


def test_a_graph_with_errors_is_not_released(mini: Path, tmp_path: Path) -> None:
    done = kzgraph("--graph", str(mini), "build", str(tmp_path / "release"))
    assert done.returncode == 1
    assert "Nothing was built: the graph has" in done.stderr
    assert not (tmp_path / "release").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("data/x.ttl", "<urn:a> <urn:p> .", "data/x.ttl:1:"),
        (
            "data/x.ttl",
            '<urn:a> <https://w3id.org/kzgraph/ontology#date> "May"^^<http://id.loc.gov/datatypes/edtf/EDTF> .',
            "'May' is not a date",
        ),
        ("queries/x.rq", "SELECT", "queries/x.rq"),
    ],
)
def test_a_graph_that_cannot_be_loaded(
    mini: Path, tmp_path: Path, name: str, content: str, said: str
) -> None:
    (mini / name).write_text(content, encoding="utf-8")
    done = run_build(mini, tmp_path / "release")
    assert done.returncode == 3
    assert said in done.stderr
    assert not (tmp_path / "release").exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("ImportError('no pylode here')", "pip install 'kzgraph[exchange]'"),
        ("FileNotFoundError(2, 'gone', 'pyproject.toml')", "pip install 'pylode>=3.3.4,<3.4'"),
    ],
)
def test_a_library_that_is_missing_or_broken(mini: Path, tmp_path: Path, error: str, said: str) -> None:
    stub = tmp_path / "stubs" / "pylode"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text(f"raise {error}\n")
    path = f"{stub.parent}{os.pathsep}{ROOT}"
    target = str(tmp_path / "release")
    done = kzgraph("--graph", str(mini), "build", target, "--no-validate", env={"PYTHONPATH": path})
    assert done.returncode == 2
    assert said in done.stderr
    assert "pylode" in done.stderr.lower()
    assert not Path(target).exists()


def test_a_library_of_a_format_that_is_missing(mini: Path, tmp_path: Path) -> None:
    stub = tmp_path / "stubs" / "pyarrow"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text("raise ImportError('not here')\n")
    path = f"{stub.parent}{os.pathsep}{ROOT}"
    done = kzgraph(
        "--graph", str(mini), "build", str(tmp_path / "release"), "--no-validate", env={"PYTHONPATH": path}
    )
    assert done.returncode == 2
    assert "needs the Python package pyarrow" in done.stderr
