"""What goes out: by layer, thing, language and day, on the shipped graph and on others."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from exported import KZ, KZO, ROOT
from exporting import graph_of
from program import kzgraph

import kzgraph as library
from kzgraph.errors import NotFound
from kzgraph.export.choice import Choice
from kzgraph.export.material import Material
from kzgraph.export.source import material_of
from kzgraph.storage import folders
from kzgraph.storage.graph import Graph

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PREFIXES = f"PREFIX kz: <{KZ}> PREFIX kzo: <{KZO}> "


@pytest.fixture(scope="module")
def origin() -> Graph:
    return Graph(folder=folders.read(str(ROOT)))


def chosen(origin: Graph, **choice: str) -> Material:
    return material_of(origin, Choice(**choice))  # type: ignore[arg-type]


def things(material: Material, pattern: str) -> set[str]:
    """Return the short names of ?x in a pattern."""
    rows = material.graph.select(f"SELECT DISTINCT ?x {{ {pattern} }}")
    return {row.x.value.removeprefix(KZ).removeprefix(KZO) for row in rows if row.x}


def test_the_layers_are_what_they_are_called(origin: Graph) -> None:
    everything = chosen(origin)
    accepted, evidence = chosen(origin, layer="accepted"), chosen(origin, layer="evidence")
    assert things(evidence, "?c a ?x") <= {
        *("Claim", "Conflict", "Source", "Reference", "Link", "LinkSearch")
    }
    assert not things(accepted, "?x a kzo:Claim") | things(accepted, "?x a owl:Class")
    assert things(accepted, "?x a kzo:Source") == things(everything, "?x a kzo:Source")
    assert things(evidence, "?x a kzo:Claim") == things(everything, "?x a kzo:Claim")
    assert things(accepted, "?x a skos:Concept") == things(everything, "?x a skos:Concept")
    assert not things(accepted, "?x rdfs:subClassOf|rdfs:domain ?any")
    ontology = (
        set(everything.statements.lines) - set(accepted.statements.lines) - set(evidence.statements.lines)
    )
    files = Material(statements=origin.statements()).layers.split()[1]
    assert ontology == set(files)


def test_a_thing_goes_with_all_that_is_about_it(origin: Graph) -> None:
    material = chosen(origin, entity="cppk")
    graph = library.load(str(ROOT))
    for claim in graph.evidence("cppk"):
        assert things(
            material, f"BIND(<{claim.iri}> AS ?x) <{claim.iri}> kzo:quote ?q ; kzo:source/skos:prefLabel ?l"
        )
    described = graph.show("cppk")
    for fact in described.facts:
        assert material.graph.select(
            f"ASK {{ kz:cppk {fact.property.term.n3()} {fact.value.term.n3()} }}"
        ).boolean
    for conflict in described.disputed:
        for side in conflict.sides:
            assert things(material, f"?x kzo:side <{side.iri}> . <{side.iri}> rdf:object ?o")
    assert "mazhilis-2012-cppk" in things(material, "?x kzo:contestant kz:cppk ; kzo:votes ?votes")
    # Whatever is mentioned has a name, if it has one at all; what is not about the party is not there.
    mentioned = {
        row.x.value
        for row in material.graph.select("SELECT DISTINCT ?x { ?s ?p ?x FILTER(ISIRI(?x)) }")
        if row.x
    }
    everything = chosen(origin)
    for iri in mentioned:
        named = f"ASK {{ <{iri}> skos:prefLabel|rdfs:label ?l }}"
        assert everything.graph.select(named).boolean == material.graph.select(named).boolean, iri
    assert not things(material, "kz:gaziz-aldamzharov skos:altLabel ?x")
    assert things(material, "kzo:Meeting rdfs:subClassOf ?x") == {"Event"}


def test_a_thing_in_the_accepted_layer_brings_no_sources(origin: Graph) -> None:
    material = chosen(origin, entity="cppk", layer="accepted")
    assert "mazhilis-2012-cppk" in things(material, "?x kzo:contestant kz:cppk")
    assert not things(material, "?x a kzo:Source") | things(material, "?x a kzo:Claim")
    evidence = chosen(origin, entity="cppk", layer="evidence")
    assert (
        things(evidence, "?x a kzo:Source")
        == things(evidence, "?c kzo:source ?x")
        >= {"source-000", "source-003"}
    )


@pytest.mark.parametrize(
    ("name", "kind"), [("source-001", "Source"), ("claim-000-085", "Claim"), ("conflict-qhp", "Conflict")]
)
def test_a_source_a_claim_and_a_conflict_are_things_too(origin: Graph, name: str, kind: str) -> None:
    material = chosen(origin, entity=f"kz:{name}", layer="evidence")
    assert name in things(material, f"?x a kzo:{kind}")
    graph = library.load(str(ROOT))
    assert {claim.iri.removeprefix(KZ) for claim in graph.evidence(f"kz:{name}")} <= things(
        material, "?x a kzo:Claim"
    )


def test_texts_are_in_the_language_or_names_in_english(origin: Graph) -> None:
    material = chosen(origin, language="ru")
    evidence = "kzo:Claim kzo:Conflict kzo:Link kzo:LinkSearch"
    outside = f"FILTER NOT EXISTS {{ ?x a ?e VALUES ?e {{ {evidence} }} }}"
    foreign = f"{outside} FILTER(LANG(?t) != '' && !LANGMATCHES(LANG(?t), 'ru'))"
    assert not things(
        material, f"?x ?p ?t {foreign} FILTER(?p NOT IN (skos:prefLabel, rdfs:label, dcterms:title))"
    )
    # A thing with a Russian name has no other; one without keeps its English one.
    assert not things(material, f"?x skos:prefLabel ?t, ?r {foreign} FILTER(LANGMATCHES(LANG(?r), 'ru'))")
    assert things(material, "?x skos:prefLabel ?l") == things(chosen(origin), "?x skos:prefLabel ?l")
    assert things(material, f"?x skos:prefLabel ?t {foreign} FILTER(LANG(?t) != 'en')") == set()
    # The words of claims stay whatever they are written in, and so do literals without a language.
    for pattern in ("?x kzo:quote ?q", "?x rdf:object ?o", "?x kzo:explanation ?e", "?x kzo:rankReason ?r"):
        assert things(material, pattern) == things(chosen(origin), pattern)
    assert things(material, "?x kzo:date ?d") == things(chosen(origin), "?x kzo:date ?d")


def test_which_names_stay(tmp_path: Path) -> None:
    """Those in the language, else those in English, else all; of other texts those in the language only."""
    turtle = """
ex:a skos:prefLabel "a"@en, "а"@ru, "а"@kk ; skos:altLabel "a2"@en ; skos:note "n"@en, "н"@ru, "р"@rue, "n" .
ex:b skos:prefLabel "b"@en-GB, "б"@kk ; skos:note "n"@en .
ex:c skos:prefLabel "c"@de, "с"@kk .
ex:claim a kzo:Claim ; rdf:subject ex:a ; rdf:predicate skos:note ; rdf:object "n"@en ; kzo:quote "q"@en .
"""
    origin = Graph(folder=folders.read(str(graph_of(tmp_path / "graph", turtle))))
    rows = chosen(origin, language="ru").graph.select(
        "SELECT ?x ?l { ?x ?p ?l FILTER(ISLITERAL(?l)) } ORDER BY ?x LANG(?l) STR(?l)"
    )
    found = [(row.x.value[-1], row.l.value, row.l.language or "") for row in rows if row.x and row.l]
    assert found == [
        ("a", "n", ""),
        *[("a", text, "ru") for text in ("а", "н")],
        ("b", "b", "en-gb"),
        ("c", "c", "de"),
        ("c", "с", "kk"),
        *[("m", text, "en") for text in ("n", "q")],
    ]


def test_a_language_stands_for_its_scripts(origin: Graph) -> None:
    tags = {
        row.x.value
        for row in chosen(origin, language="KK", layer="accepted").graph.select(
            "SELECT DISTINCT (LANG(?l) AS ?x) { kz:cppk ?p ?l FILTER(ISLITERAL(?l)) }"
        )
        if row.x
    }
    assert tags == {"kk", "kk-latn", "kk-latn-x-2018"}


def test_nothing_of_a_later_day_is_there(origin: Graph) -> None:
    material = chosen(origin, as_of="2005-01-01")
    rows = material.graph.select("SELECT ?x ?d { ?x kzo:date ?d FILTER NOT EXISTS { ?x a kzo:Reference } }")
    assert {row.d.value[:4] for row in rows if row.d} & {"2004"}
    assert all(row.d.value.lstrip("{")[:4] <= "2005" for row in rows if row.d)
    assert "cpk-ban" not in things(material, "?x ?p ?o")
    assert not material.graph.select("ASK { ?s ?p kz:cpk-ban }").boolean
    assert not material.graph.select("ASK { ?c rdf:subject|rdf:object kz:cpk-ban }").boolean
    assert not things(material, "?x kzo:contestant kz:cppk") - {"mazhilis-2004-cppk"}
    assert "cpk-1936-in-cpsu" in things(material, "?x a kzo:Affiliation")  # of no known date
    assert things(material, "?x a kzo:Source") == things(chosen(origin), "?x a kzo:Source")
    assert things(material, "?x kzo:side ?any") == things(material, "?x a kzo:Conflict")
    assert not material.graph.select(
        "ASK { ?x kzo:from|kzo:until|kzo:surelyFrom|kzo:surelyUntil ?day }"
    ).boolean


def test_who_led_on_a_day_is_who_the_export_of_that_day_has(origin: Graph) -> None:
    graph = library.load(str(ROOT))
    for day in ("1993-01-01", "1994-10-15", "2004-04-13", "2015-09-03"):
        led = {row.leader.value for row in graph.query("leaders-on", party="cpk", on=day)}
        dated = "?t kzo:start|kzo:end|kzo:attestedOn ?date"
        found = chosen(origin, as_of=day).graph.select(
            f"SELECT DISTINCT ?x {{ ?t kzo:leads kz:cpk ; kzo:holder ?x . {dated} }}"
        )
        assert {row.x.value for row in found if row.x} == led, day


def test_what_ended_and_what_had_not_begun_are_not_there(mini: Path) -> None:
    def there(day: str) -> set[str]:
        done = kzgraph("export", "--as-of", day, "--format", "nt", env={"KZGRAPH_GRAPH": str(mini)})
        assert done.returncode == 0
        return {
            line.split("thing/")[1].split(">")[0]
            for line in done.stdout.splitlines()
            if "/thing/" in line.split()[0]
        }

    dated = {"rookery-ada", "rookery-bo", "gambit-cy", "final-2004"}
    assert there("1990-01-01") & dated == set()
    assert there("1996-04-01") & dated == {"rookery-ada"}  # it began on some day in April
    assert there("2004-09-18") & dated == {"rookery-ada", "gambit-cy"}
    assert there("2004-09-19") & dated == {"rookery-ada", "gambit-cy", "final-2004"}
    assert there("2010-04-17") & dated == {"rookery-ada", "rookery-bo", "final-2004"}
    assert there("2100-01-01") & dated == {"rookery-bo", "final-2004"}


def test_what_hangs_on_a_later_event_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        """@prefix kzo: <https://w3id.org/kzgraph/ontology#> . @prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix ex: <urn:ex:> .
        ex:Result kzo:dependent true . ex:FinalResult <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:Result .
        ex:vote a ex:Vote ; kzo:date "2010"^^edtf:EDTF .
        ex:result a ex:FinalResult ; ex:of ex:vote ; ex:detail [ ex:votes 5 ] .
        ex:membership a ex:Result ; kzo:lastedUntil ex:vote .
        ex:party a ex:Party ; ex:likes ex:vote ; ex:name "P" .
        ex:claim a kzo:Claim ; rdf:subject ex:result ; rdf:predicate ex:of ; rdf:object ex:vote .
        ex:other a kzo:Claim ; rdf:subject ex:party ; rdf:predicate ex:name ; rdf:object "P" ;
            kzo:source ex:paper ; kzo:reference ex:book .
        ex:paper a kzo:Source ; kzo:date "2020"^^edtf:EDTF . ex:book kzo:date "2021"^^edtf:EDTF .
        ex:votes a kzo:Claim ; rdf:subject ex:result ; rdf:predicate ex:votes ; rdf:object 5 .
        ex:fondness a kzo:Claim ; rdf:subject ex:party ; rdf:predicate ex:likes ; rdf:object ex:vote .
        ex:early a ex:Result ; ex:of ex:vote ; kzo:date "2009"^^edtf:EDTF .
        ex:over kzo:date "2001"^^edtf:EDTF ; kzo:end "2003"^^edtf:EDTF .
        ex:going-on kzo:date "2001"^^edtf:EDTF ; kzo:end "2011"^^edtf:EDTF .
        ex:dispute a kzo:Conflict ; kzo:side ex:claim .
        ex:open a kzo:Conflict ; kzo:side ex:claim, ex:other .
        """,
        encoding="utf-8",
    )
    done = kzgraph("export", "--data", str(tmp_path / "a.ttl"), "--as-of", "2009-12-31", "--format", "nt")
    assert done.returncode == 0
    subjects = {line.split()[0].removeprefix("<urn:ex:")[:-1] for line in done.stdout.splitlines()}
    sources = {"paper", "book"}  # they are read today
    assert subjects == {
        "Result",
        "FinalResult",
        "membership",
        "party",
        "early",
        "other",
        "open",
        "going-on",
        *sources,
    }
    assert "vote>" not in done.stdout
    assert "<urn:ex:claim>" not in done.stdout


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--as-of", "2005"), 2, "'2005' is no day: it is a date, but not a day"),
        (("--as-of", "2005-02-30"), 2, "2005-02 has no day 30"),
        (("--as-of", "2005-01-01?"), 2, "no day"),
        (("--as-of", "yesterday"), 2, "not an EDTF date"),
        (("--as-of", "\x1b[31m"), 2, r"\x1b[31m"),
        (("--as-of", ""), 2, "no day"),
        (("--lang", ""), 2, "is no language tag"),
        (("--entity", ""), 2, "--entity names no thing."),
        (("--lang", "russisch, bitte"), 2, "is no language tag"),
        (("--lang", "de"), 2, "No text is in the language 'de'.\nLanguages: en, kk, kk-Latn, ru."),
        (("--entity", "rovers"), 2, "id:rowers"),
        (("--entity", "rowing club"), 2, "Error: "),
        (("--layer", "gold"), 2, "gold"),
        (("--layer", "evidence", "--entity", "strelsau", "--as-of", "1800-01-01"), 0, ""),
        (("--layer", "evidence", "--entity", "zhambyl"), 1, "Nothing fits the choice."),
        (("--format", "tttl"), 2, "The nearest: ttl"),
        (("--format", "csv"), 2, "Name a folder for them with -o DIR."),
        (("-o", "out.xyz"), 2, "does not tell the format"),
    ],
)
def test_what_cannot_be_chosen_is_said(tmp_path: Path, args: tuple[str, ...], code: int, words: str) -> None:
    done = kzgraph("export", *args)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert "\x1b" not in done.stderr
    assert bool(done.stdout) == (code == 0)


def test_a_thing_that_had_not_happened_is_not_there(origin: Graph) -> None:
    with pytest.raises(NotFound, match="presidential-2019' was not there as of 2005-01-01"):
        chosen(origin, entity="presidential-2019", as_of="2005-01-01")
    assert things(chosen(origin, entity="presidential-2019", as_of="2019-12-31"), "?x a kzo:Election")


def test_dates_that_are_none_are_named_with_file_and_line(mini: Path) -> None:
    file = mini / "data" / "people.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("1996-04", "1996-14"), encoding="utf-8")
    done = kzgraph("export", "--as-of", "2004-04-13", env={"KZGRAPH_GRAPH": str(mini)})
    assert done.returncode == 3
    assert "data/people.ttl:11:81: '1996-14' is not a date" in done.stderr
    done = kzgraph("export", "--data", str(file), "--as-of", "2004-04-13")
    assert done.returncode == 3
    assert "<https://example.org/chess/thing/rookery-ada>: '1996-14' is not a date" in done.stderr


LAYERED = """@prefix kzo: <https://w3id.org/kzgraph/ontology#> . @prefix ex: <http://example.org/ex/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix wikibase: <http://wikiba.se/ontology#> .
ex:claim a kzo:Claim ; rdf:subject ex:party ; rdf:predicate ex:leads ; rdf:object ex:thing ;
    kzo:source ex:paper ; kzo:reference ex:book ; kzo:detail [ ex:used 1 ] .
ex:again a kzo:Claim ; rdf:subject ex:party ; rdf:predicate ex:leads ; rdf:object ex:thing ; kzo:source ex:paper .
ex:wrong a kzo:Claim ; rdf:subject ex:party ; rdf:predicate ex:leads ; rdf:object ex:party ;
    kzo:source ex:paper ; kzo:rank wikibase:DeprecatedRank .
ex:opinion a kzo:Claim ; rdf:subject ex:party ; rdf:predicate ex:leads ; rdf:object ex:concept ;
    kzo:source ex:paper ; kzo:assertedBy ex:thing .
ex:foreign a rdf:Statement ; rdf:subject ex:party ; rdf:predicate ex:used ; rdf:object 2 ;
    prov:wasQuotedFrom ex:journal ; prov:wasDerivedFrom ex:letter .
ex:finer a ex:Testimony . ex:Testimony rdfs:subClassOf kzo:Claim .
ex:conflict a kzo:Conflict ; kzo:side ex:claim, ex:wrong .
ex:link a kzo:Link . ex:search a kzo:LinkSearch .
ex:paper a kzo:Source . ex:book a kzo:Reference . ex:journal a ex:Kind . ex:letter a ex:Kind .
ex:Party a owl:Class . ex:leads a owl:ObjectProperty . ex:used rdfs:label "used" . ex:Kind rdfs:label "kind" .
ex:wd a wikibase:Property . ex:statement a kzo:StatementMapping . ex:qualifier a kzo:QualifierMapping .
ex:reference a kzo:ReferenceMapping .
ex:party a ex:Party ; ex:leads ex:thing ; ex:used 1 . ex:thing a owl:Thing, owl:NamedIndividual .
ex:list a rdf:Bag . ex:concept a skos:Concept .
"""


def test_each_subject_is_in_the_layer_it_belongs_to(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(LAYERED, encoding="utf-8")

    def of(ending: str, *args: str) -> dict[str, set[str]]:
        out = tmp_path / f"out.{ending}"
        done = kzgraph("export", "--data", str(tmp_path / "a.ttl"), *args, "-o", str(out))
        assert done.returncode == 0, done.stderr
        found: dict[str, set[str]] = {}
        for quad in pyoxigraph.parse(out.read_bytes(), format=pyoxigraph.RdfFormat.from_extension(ending)):
            name = quad.subject.value.removeprefix("http://example.org/ex/")
            graph = getattr(quad.graph_name, "value", "").rpartition("/")[2]
            found.setdefault(graph, set()).add("[]" if type(quad.subject).__name__ == "BlankNode" else name)
        return found

    sources = {"paper", "book", "journal", "letter"}
    layers = {
        "accepted": {"party", "thing", "list", "concept", *sources},
        "evidence": {
            *("claim", "again", "wrong", "opinion", "foreign", "finer", "conflict", "link", "search", "[]"),
            *sources,
        },
        "ontology": {
            *("Party", "leads", "used", "Kind", "wd", "statement", "qualifier", "reference", "Testimony"),
        },
    }
    claims = {"paper": {"claim", "again", "wrong", "opinion"}, "journal": {"foreign"}}
    evidence = {"conflict", "finer", "link", "search", "[]"}
    accepted_and_ontology = {name: layers[name] for name in ("accepted", "ontology")}
    assert of("nq") == {**accepted_and_ontology, **claims, "evidence": evidence}
    for layer in ("accepted", "evidence"):
        assert of("nt", "--layer", layer) == {"": layers[layer]}


def test_named_graphs_keep_their_names_and_facts_alone_get_none(tmp_path: Path) -> None:
    lines = "<urn:s> <urn:p> <urn:o> <urn:g> .\n", "<urn:s> <urn:p> <urn:o> .\n"
    claim = "<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/kzgraph/ontology#Claim> <urn:g> .\n"
    for name, text in (("a.nq", claim + lines[0]), ("b.nt", lines[1])):
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = kzgraph("export", "--data", str(tmp_path / name), "--format", "nq")
        assert (done.returncode, done.stdout) == (0, text)


AROUND = """
ex:x a ex:Party ; skos:prefLabel "X" ; ex:leads ex:y ; ex:motto "M" .
ex:y a ex:Person ; skos:prefLabel "Y" ; ex:likes ex:far .
ex:r1 a ex:Final ; ex:of ex:x ; ex:votes 1 .
ex:log a ex:Log ; ex:on ex:x ; ex:text "t" .
ex:r2 a ex:Result ; ex:votes 2 .
ex:other a ex:Person ; ex:of ex:x ; ex:votes 3 .
ex:far a ex:Person ; ex:votes 4 .
ex:c1 a kzo:Claim ; rdf:subject ex:r1 ; rdf:predicate ex:votes ; rdf:object 1 ; kzo:source ex:s1 ; kzo:reference ex:b1 .
ex:c2 a kzo:Claim ; rdf:subject ex:r2 ; rdf:predicate ex:of ; rdf:object ex:x ; kzo:source ex:s1 .
ex:c3 a kzo:Claim ; rdf:subject ex:far ; rdf:predicate ex:votes ; rdf:object 5 ; kzo:source ex:s2 ; kzo:conflictsWith ex:c1 .
ex:c4 a kzo:Claim ; rdf:subject ex:far ; rdf:predicate ex:likes ; rdf:object ex:z ; kzo:source ex:s3 .
ex:c5 a kzo:Claim ; rdf:subject ex:far ; rdf:predicate ex:votes ; rdf:object 4 ; kzo:source ex:s2 .
ex:c6 a kzo:Claim ; rdf:subject ex:other ; rdf:predicate ex:likes ; rdf:object ex:x ; kzo:source ex:s4 .
ex:k1 a kzo:Conflict ; kzo:side ex:c1, ex:c4 ; kzo:explanation "?" .
ex:s1 a kzo:Source ; kzo:file "1" . ex:s2 a kzo:Source ; kzo:file "2" .
ex:s3 a kzo:Source ; kzo:file "3" . ex:s4 a kzo:Source ; kzo:file "4" . ex:b1 a kzo:Reference ; kzo:file "b" .
"""
TERMS = """
ex:Result kzo:dependent true ; rdfs:label "result" . ex:Final rdfs:subClassOf ex:Result . ex:Log kzo:editorial true .
ex:Person rdfs:subClassOf ex:Agent ; rdfs:comment "c" . ex:Agent rdfs:label "agent" ; rdfs:comment "c" .
ex:Party rdfs:subClassOf ex:Agent . ex:leads rdfs:label "leads" ; rdfs:comment "c" . ex:likes rdfs:label "likes" .
kzo:Source rdfs:label "source" . kzo:Claim rdfs:label "claim" . kzo:Conflict rdfs:label "conflict" .
"""


@pytest.mark.parametrize(
    ("thing", "layer", "fully", "briefly", "never"),
    [
        (
            "x",
            "all",
            "x r1 r2 log c1 c2 c3 c4 c6 k1 s1 s2 s3 s4 b1",
            "y Person Agent leads Result",
            "c5 other",
        ),
        ("x", "accepted", "x r1 r2 log", "y", "c1 s1 k1"),
        ("s2", "all", "s2 c3 c5 c1 s1 b1", "far", "c2 c6 s4 k1"),
        ("c5", "all", "c5 s2", "far", "c3 c1"),
        ("k1", "all", "k1 c1 c4 s1 s3 b1", "r1", "c5 c2 c3 s2"),
    ],
)
def test_a_thing_goes_with_what_hangs_on_it_and_whatever_is_named_has_a_name(
    tmp_path: Path, thing: str, layer: str, fully: str, briefly: str, never: str
) -> None:
    origin = Graph(folder=folders.read(str(graph_of(tmp_path / "graph", AROUND, TERMS))))
    home = "https://example.org/"
    everything: dict[str, set[bytes]] = {}
    found: dict[str, set[bytes]] = {}
    for lines, of in (
        (origin.statements().lines, everything),
        (chosen(origin, entity=home + thing, layer=layer).statements.lines, found),
    ):
        for line in lines:
            of.setdefault(line.split()[0][1:-1].decode().removeprefix(home), set()).add(line)
    for name in fully.split():
        assert found.get(name) == everything[name], name
    for name in briefly.split():
        told = {line.split()[1].rpartition(b"/")[2].rpartition(b"#")[2] for line in found.get(name, ())}
        assert told <= {b"type>", b"prefLabel>", b"label>", b"subClassOf>", b"dependent>"}, name
        assert told or name == "r1", name
    whole = {
        name for name, of in found.items() if of == everything[name] and name.islower() and len(name) < 4
    }
    assert not set(never.split()) & whole
    assert {name for name in found if name[0] in "ck" and name[1:].isdigit()} == {
        name for name in fully.split() if name[0] in "ck"
    }
