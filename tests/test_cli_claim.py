"""`kzgraph claim`: a fact written down with the words of its source, in the right place or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from documents import stand_ins
from program import Done, environment, kzgraph

import kzgraph as library
from kzgraph.turtle.layout import layout

ROOT = Path(__file__).parent.parent

DOCUMENT = """Rowing Club of Strelsau

The Rowing Club of Strelsau was founded in 1875. It has 3 boats.
In May 1875 it had\u00a0no boats [2] . Its motto is Row!
The mayor calls the Rowing Club of Strelsau a nuisance. "Row" is its motto.

Strelsau lies on a river. The club has 12 members\tin Strelsau.
"""

ONTOLOGY = """@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix ex: <https://example.org/terms#> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Club a owl:Class .
ex:Place a owl:Class .
ex:boats a owl:DatatypeProperty ; rdfs:range xsd:integer .
ex:members a owl:DatatypeProperty ; rdfs:range xsd:integer .
ex:fee a owl:DatatypeProperty ; rdfs:range xsd:decimal ; rdfs:label "yearly fee"@en .
ex:motto a owl:DatatypeProperty .
ex:colour a owl:DatatypeProperty .
ex:seat a owl:ObjectProperty .
ex:calls a owl:ObjectProperty .
kzo:date a owl:DatatypeProperty ; rdfs:range edtf:EDTF .
skos:prefLabel a owl:DatatypeProperty ; kzo:editorial true .
"""

THINGS = """@prefix ex: <https://example.org/terms#> .
@prefix id: <https://example.org/id/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# Clubs.

id:rowers a ex:Club ; # the oldest
    skos:prefLabel "Rowing Club of Strelsau"@en ;
    # counted by hand
    ex:boats 3 .

id:strelsau a ex:Place ;
    skos:prefLabel "Strelsau"@en .

id:mayor a ex:Person ;
    skos:prefLabel "The mayor"@en .

id:opinion a skos:Concept ;
    skos:prefLabel "opinion"@en .

id:source-gazette a kzo:Source ;
    skos:prefLabel "Gazette"@en ;
    kzo:file "gazette.txt" ;
    kzo:sha256 "{sha}" .

id:reference-gazette-2 a kzo:Reference ;
    skos:prefLabel "Reference 2"@en ;
    kzo:citedIn id:source-gazette .
"""

CLAIMS = """@prefix ex: <https://example.org/terms#> .
@prefix id: <https://example.org/id/> .
@prefix kzo: <https://w3id.org/kzgraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix wikibase: <http://wikiba.se/ontology#> .

# What the Gazette says. id:claim-gazette-006 was withdrawn.

# line 3
id:claim-gazette-002 a kzo:Claim ;
    rdf:subject id:rowers ;
    rdf:predicate ex:boats ;
    rdf:object 3 ;
    kzo:source id:source-gazette ;
    kzo:quote "3 boats" ;
    kzo:rank wikibase:NormalRank .

# line 7
id:claim-gazette-005 a kzo:Claim ;
    rdf:subject id:strelsau ;
    rdf:predicate ex:motto ;
    rdf:object "river"@en ;
    kzo:source id:source-gazette ;
    kzo:quote "lies on a river" ;
    kzo:assertedBy id:mayor ;
    kzo:kind id:opinion ;
    kzo:rank wikibase:NormalRank .
"""


class Place:
    """A graph folder with its document, and the command run on it."""

    def __init__(self, folder: Path) -> None:
        self.graph = folder / "graph"
        self.sources = folder / "documents"
        self.sources.mkdir()
        (self.sources / "gazette.txt").write_bytes(DOCUMENT.encode())
        for name in ("ontology", "data/claims"):
            (self.graph / name).mkdir(parents=True)
        self.write("ontology/terms.ttl", ONTOLOGY)
        self.write("data/things.ttl", THINGS.replace("{sha}", hashlib.sha256(DOCUMENT.encode()).hexdigest()))
        self.write("data/claims/gazette.ttl", CLAIMS)

    def write(self, name: str, text: str) -> None:
        (self.graph / name).write_bytes(text.encode())

    def read(self, name: str) -> str:
        return (self.graph / name).read_bytes().decode()

    def files(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.graph)): p.read_bytes() for p in self.graph.rglob("*") if p.is_file()}

    def claim(self, *args: str, source: str = "gazette", **env: str) -> Done:
        return kzgraph(
            "--graph",
            str(self.graph),
            "claim",
            *args,
            "--source",
            source,
            env={"KZGRAPH_SOURCES": str(self.sources), **env},
        )

    def fails(self, *args: str, code: int = 2, **more: str) -> str:
        """Run it, see it fail with that code and without a trace in the files, and return the message."""
        before = self.files()
        done = self.claim(*args, **more)
        assert (done.returncode, done.stdout) == (code, ""), done
        assert self.files() == before
        return done.stderr


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_claim_and_its_fact_are_written_where_they_belong(place: Place) -> None:
    done = place.claim("id:rowers", "kzo:date", "1875", "--quote", "founded in 1875")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "id:claim-gazette-007, line 3 of gazette.txt: The Rowing Club of Strelsau was »founded in 1875«. "
        "It has 3 boats.\n"
        """
data/claims/gazette.ttl:11
id:claim-gazette-007 a kzo:Claim ;
    rdf:subject id:rowers ;
    rdf:predicate kzo:date ;
    rdf:object "1875"^^edtf:EDTF ;
    kzo:source id:source-gazette ;
    kzo:quote "founded in 1875" ;
    kzo:rank wikibase:NormalRank .

data/things.ttl:13
id:rowers kzo:date "1875"^^edtf:EDTF .
"""
    )
    claims = place.read("data/claims/gazette.ttl")
    assert claims.startswith("@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .\n@prefix ex:")
    assert claims.index("# line 3\nid:claim-gazette-007") < claims.index("id:claim-gazette-002")
    assert claims.split("\n")[10] == "id:claim-gazette-007 a kzo:Claim ;"
    things = place.read("data/things.ttl")
    assert (
        'id:rowers a ex:Club ; # the oldest\n    skos:prefLabel "Rowing Club of Strelsau"@en ;\n'
        '    # counted by hand\n    ex:boats 3 ;\n    kzo:date "1875"^^edtf:EDTF .\n\nid:strelsau'
    ) in things
    assert things.split("\n")[12] == '    kzo:date "1875"^^edtf:EDTF .'
    for text in (claims, things):
        assert layout(text) == text


def test_claims_stand_in_the_order_of_the_document_under_their_line(place: Place) -> None:
    for quote, value in (
        ("12 members", "12"),
        ("Strelsau lies", "2"),
        ("had no boats", "0"),
        ("has 3 boats", "4"),
    ):
        done = place.claim("id:rowers", "ex:members", value, "--quote", quote)
        assert done.returncode == 0, done.stderr
    claims = place.read("data/claims/gazette.ttl")
    found = re.findall(r"^# line \d+|claim-gazette-\d+(?= a)|^    kzo:quote .*(?= ;)", claims, re.MULTILINE)
    assert found == [
        "# line 3",
        "claim-gazette-010",
        '    kzo:quote "has 3 boats"',
        "claim-gazette-002",
        '    kzo:quote "3 boats"',
        "# line 4",
        "claim-gazette-009",
        '    kzo:quote "had no boats"',
        "# line 7",
        "claim-gazette-008",
        '    kzo:quote "Strelsau lies"',
        "claim-gazette-005",
        '    kzo:quote "lies on a river"',
        "claim-gazette-007",
        '    kzo:quote "12 members"',
    ]
    assert layout(claims) == claims
    assert "ex:members 12, 2, 0, 4 ." in place.read("data/things.ttl")


def test_the_first_claim_of_a_source_makes_its_file(place: Place) -> None:
    place.write("data/claims/gazette.ttl", "# nothing yet\n")
    os.remove(place.graph / "data/claims/gazette.ttl")
    done = place.claim("id:rowers", "ex:seat", "Strelsau", "--quote", "members\tin Strelsau")
    assert done.returncode == 0, done.stderr
    text = place.read("data/claims/gazette.ttl")
    assert layout(text) == text
    assert text.partition("\n\n")[2] == (
        "# What id:source-gazette says, in the order in which it says it: one claim for each fact in each "
        "passage.\n\n# line 7\nid:claim-gazette-001 a kzo:Claim ;\n    rdf:subject id:rowers ;\n"
        "    rdf:predicate ex:seat ;\n    rdf:object id:strelsau ;\n    kzo:source id:source-gazette ;\n"
        '    kzo:quote "members\\tin Strelsau" ;\n    kzo:rank wikibase:NormalRank .\n'
    )
    assert place.claim("id:rowers", "ex:boats", "0", "--quote", "no boats").returncode == 0
    again = place.read("data/claims/gazette.ttl")
    assert again.index("# line 4\nid:claim-gazette-002") < again.index("# line 7")
    assert layout(again) == again


def test_a_dry_run_shows_the_same_and_writes_nothing(place: Place) -> None:
    args = ("id:rowers", "ex:members", "12", "--quote", "12 members")
    before = place.files()
    tried = place.claim(*args, "--dry-run")
    assert place.files() == before
    assert tried.stderr == "\nNothing was written (--dry-run).\n"
    assert tried.stdout == place.claim(*args).stdout
    assert place.files() != before


def test_an_opinion_makes_no_fact(place: Place) -> None:
    done = place.claim(
        "id:rowers", "ex:calls", "id:mayor", "--quote", "a nuisance", "--asserted-by", "The mayor", "--kind", "opinion",
        "--reference", "2", "--note", "His words.",
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stderr == "\nSomebody asserts it, so that it makes no accepted fact.\n"
    assert (
        '    kzo:quote "a nuisance" ;\n    kzo:reference id:reference-gazette-2 ;\n    kzo:assertedBy id:mayor ;\n'
        "    kzo:kind id:opinion ;\n    kzo:rank wikibase:NormalRank ;\n"
        '    skos:editorialNote "His words."@en .\n'
    ) in place.read("data/claims/gazette.ttl")
    assert "ex:calls" not in place.read("data/things.ttl")


def test_ranks_decide_what_is_accepted(place: Place) -> None:
    done = place.claim(
        "id:rowers", "ex:boats", "0", "--quote", "no boats", "--rank", "deprecated", "--reason", "Old."
    )
    assert done.stderr == "\nIt is deprecated, so that it makes no accepted fact.\n"
    assert '    kzo:rankReason "Old."@en .\n' in place.read("data/claims/gazette.ttl")
    assert "    ex:boats 3 .\n" in place.read("data/things.ttl")

    done = place.claim(
        "id:rowers", "ex:boats", "4", "--quote", "It has 3", "--rank", "preferred", "--reason", '"Да."@ru'
    )
    assert "ex:boats 3, 4 ." in place.read("data/things.ttl")
    assert "The value 3 (id:claim-gazette-002) is beaten by it: remove that triple" in done.stderr
    assert '    kzo:rankReason "Да."@ru .\n' in place.read("data/claims/gazette.ttl")

    done = place.claim("id:rowers", "ex:boats", "12", "--quote", "club has 12")
    assert done.stderr == "\nNo accepted fact: id:claim-gazette-008 is preferred and says 4.\n"
    assert "ex:boats 3, 4 ." in place.read("data/things.ttl")


def test_another_value_is_told_and_not_decided_upon(place: Place) -> None:
    done = place.claim("id:rowers", "ex:boats", "0", "--quote", "no boats")
    assert (
        "\nAccepted besides it: 3 (id:claim-gazette-002).\nIf both cannot hold, say so: kzo:conflictsWith"
        in done.stderr
    )
    assert "ex:boats 3, 0 ." in place.read("data/things.ttl")


def test_a_value_in_dispute_is_not_accepted_by_one_more_claim(place: Place) -> None:
    text = CLAIMS.replace('"3 boats" ;', '"3 boats" ;\n    kzo:conflictsWith id:claim-gazette-004 ;') + (
        "id:claim-gazette-004 a kzo:Claim ; rdf:subject id:rowers ; rdf:predicate ex:boats ; rdf:object 0 ; "
        'kzo:source id:source-gazette ; kzo:quote "no boats" ; kzo:rank wikibase:NormalRank ; '
        "kzo:conflictsWith id:claim-gazette-002 .\n"
    )
    place.write("data/claims/gazette.ttl", text)
    place.write(
        "data/things.ttl", place.read("data/things.ttl").replace("    ex:boats 3 .", "    ex:motto 1 .")
    )
    done = place.claim("id:rowers", "ex:boats", "3", "--quote", "club has 12")
    assert (
        "\nNo accepted fact: id:claim-gazette-002 says the same and is in conflict with id:claim-gazette-004."
        in done.stderr
    )
    assert "ex:boats" not in place.read("data/things.ttl")


def test_a_fact_that_is_accepted_already_is_not_written_twice(place: Place) -> None:
    before = place.read("data/things.ttl")
    done = place.claim("id:rowers", "boats", "3", "--quote", "It has 3 boats")
    assert done.returncode == 2  # the same passage
    done = place.claim("id:rowers", "boats", "3", "--quote", "club has 12")
    assert (done.returncode, done.stderr) == (0, "")
    assert place.read("data/things.ttl") == before


def test_the_same_claim_is_refused(place: Place) -> None:
    for quote in ("3 boats", "has 3 boats"):
        told = place.fails("id:rowers", "ex:boats", "3", "--quote", quote)
        assert "id:claim-gazette-002 says this already" in told


@pytest.mark.parametrize(
    ("quote", "prefix", "told"),
    [
        ("has 4 boats", None, "'has 4 boats' does not stand in gazette.txt.\nThe nearest, in line 3: "),
        ("xyzzy plugh", None, "Nothing there is like it."),
        ("", None, "The quote is empty."),
        ("a b c d e f g h i j k l m", None, "The quote has 13 words; 12 are the most."),
        ("The Rowing Club of Strelsau was founded in 1875.", None, "The quote is a whole sentence."),
        ("3 boats", "It has", "The quote stands in gazette.txt once (line 3): --prefix is not needed."),
        ("Rowing Club of Strelsau", None, "3 times. Say with --prefix"),
        ("Rowing Club of Strelsau", "A", "'A' stands before none of them."),
        ("Row", "e", "stands before"),
    ],
)
def test_words_that_do_not_say_where_they_stand(
    place: Place, quote: str, prefix: str | None, told: str
) -> None:
    args = ["id:rowers", "ex:members", "5", "--quote", quote, *(["--prefix", prefix] if prefix else [])]
    assert told in place.fails(*args)


def test_the_shortest_prefix_is_proposed_and_works(place: Place) -> None:
    told = place.fails("id:rowers", "ex:members", "5", "--quote", "Strelsau")
    found = dict(re.findall(r"^  line (\d): (?:.*\n)    --prefix (.*)$", told, re.MULTILINE))
    assert found["7"] == "in"
    assert "  line 1: Rowing Club of »Strelsau«\n    no words before it decide: quote some more\n" in told
    done = place.claim("id:rowers", "ex:members", "5", "--quote", "Strelsau", "--prefix", "members in")
    assert done.returncode == 0
    assert '    kzo:quotePrefix "members\\tin " ;\n' in place.read("data/claims/gazette.ttl")


@pytest.mark.parametrize(
    ("args", "written"),
    [
        (("ex:motto", "Row!", "--lang", "en"), '"Row!"@en'),
        (("ex:motto", '"Row \\u0041!"@kk-Latn-x-2018'), '"Row A!"@kk-Latn-x-2018'),
        (("ex:motto", "'1875-05'^^edtf:EDTF"), '"1875-05"^^edtf:EDTF'),
        (("ex:colour", '"red"'), '"red"'),
        (("yearly fee", "2.50"), "2.50"),
        (("ex:fee", "7"), '"7"^^xsd:decimal'),
        (("kzo:date", "1875-05"), '"1875-05"^^edtf:EDTF'),
        (("ex:seat", "https://example.com/a"), "<https://example.com/a>"),
        (("ex:seat", "Strelsau"), "id:strelsau"),
        (("boats", "012"), "012"),
    ],
)
def test_values_are_what_the_property_has(place: Place, args: tuple[str, ...], written: str) -> None:
    done = place.claim("id:rowers", *args, "--quote", "had no boats")
    assert done.returncode == 0, done.stderr
    assert f"    rdf:object {written} ;\n" in place.read("data/claims/gazette.ttl")
    assert f" {written} ." in place.read("data/things.ttl")
    library.load(place.graph)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("ex:motto", "Row!"), "ex:motto needs a language."),
        (("ex:colour", "red"), "ex:colour has no values yet.\nWrite it in full"),
        (("ex:motto", "Row!", "--lang", "en_GB"), "'en_GB' is not a language tag"),
        (("ex:boats", "3", "--lang", "en"), "ex:boats has no language: its values are xsd:integer."),
        (("ex:boats", "56,292"), "'56,292' is not a whole number"),
        (("ex:fee", "1,98"), "'1,98' is not a decimal number"),
        (("kzo:date", "May 1875"), "'May 1875' is no value of edtf:EDTF: "),
        (("kzo:date", '"1875"'), "The graph could not be loaded with this claim; nothing was written."),
        (("ex:motto", '"open'), "is not a literal"),
        (("ex:motto", '"a"^^nowhere:x'), "is not a literal"),
        (("ex:seat", "Atlantis"), "There is no thing 'Atlantis'."),
        (("ex:boast", "3"), "There is no property 'ex:boast'.\nThe nearest: ex:boats"),
        (("ex:boats", "3", "--rank", "preferred"), "Say with --reason why the claim is preferred."),
        (("ex:boats", "3", "--reason", "x"), "A claim of normal rank needs no --reason."),
        (("ex:boats", "3", "--asserted-by", "id:mayor"), "--asserted-by and --kind belong together"),
        (
            ("ex:boats", "3", "--note", "\udcff"),
            "The note holds a character that RDF does not allow: '\\udcff'.",
        ),
        (("ex:boats", "3", "--reference", "9"), "There is no reference of id:source-gazette '9'."),
    ],
)
def test_what_does_not_fit_is_refused(place: Place, args: tuple[str, ...], told: str) -> None:
    assert told in place.fails("id:rowers", *args, "--quote", "had no boats")


def test_a_thing_that_is_not_described(place: Place) -> None:
    told = place.fails("id:skaters", "ex:boats", "3", "--quote", "had no boats")
    assert told.startswith("Error: There is no thing 'id:skaters'.\n")
    assert "Describe a new one first" in told


def test_a_source_that_is_not_there(place: Place) -> None:
    told = place.fails("id:rowers", "ex:boats", "3", "--quote", "had no boats", source="herald")
    assert told == "Error: There is no source 'herald'.\nThe nearest: id:source-gazette.\n"


def test_a_document_that_is_missing_or_another(place: Place) -> None:
    args = ("id:rowers", "ex:boats", "3", "--quote", "had no boats")
    told = place.fails(*args, code=3, KZGRAPH_SOURCES=str(place.graph))
    assert "id:source-gazette: gazette.txt is not at hand in " in told
    assert "KZGRAPH_SOURCES" in told
    (place.sources / "gazette.txt").write_text(DOCUMENT + "!", encoding="utf-8")
    assert "is not the file that the quotes" in place.fails(*args, code=3)


def test_an_endpoint_has_no_files(place: Place) -> None:
    done = kzgraph(
        "--endpoint", "http://localhost:1/", "claim", "a", "b", "c", "--source", "d", "--quote", "e"
    )
    assert done.returncode == 2
    assert "works on files" in done.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="write protection that holds")
def test_all_files_are_written_or_none(place: Place) -> None:
    (place.graph / "data/things.ttl").chmod(0o444)
    told = place.fails("id:rowers", "ex:members", "12", "--quote", "12 members", code=3)
    assert "things.ttl' cannot be written: it is write-protected\nNothing was changed." in told


def test_a_mistake_of_the_program_is_noticed_before_anything_is_written(place: Place) -> None:
    """Claims are written by code that loses the class here: the files would not hold what they should."""
    code = (
        "import sys\n"
        "from kzgraph.turtle.edit import TurtleEdit\n"
        "whole = TurtleEdit._statement\n"
        "TurtleEdit._statement = lambda self, subject, values: whole(self, subject, values[1:])\n"
        "from kzgraph.__main__ import main\nmain()"
    )
    args = ["id:rowers", "ex:members", "12", "--quote", "12 members", "--source", "gazette"]
    before = place.files()
    done = subprocess.run(
        [sys.executable, "-c", code, "--graph", str(place.graph), "claim", *args],
        capture_output=True,
        text=True,
        check=False,
        env=environment(KZGRAPH_SOURCES=str(place.sources)),
    )
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr == (
        "Error: internal error: the files would not hold what they should with this claim; nothing was written\n"
        "This is a mistake in kzgraph: please report it. KZGRAPH_DEBUG=1 shows where it happened.\n"
    )
    assert place.files() == before


def test_files_in_another_layout_keep_it_where_nothing_is_new(place: Place) -> None:
    loose = place.read("data/things.ttl").replace(
        "id:strelsau a ex:Place ;\n   ", "id:strelsau   a ex:Place;\n"
    )
    place.write("data/things.ttl", loose)
    assert place.claim("id:rowers", "ex:members", "12", "--quote", "12 members").returncode == 0
    assert place.read("data/things.ttl") == loose.replace("ex:boats 3 .", "ex:boats 3 ;\n    ex:members 12 .")


def test_the_shipped_graph_takes_a_claim(tmp_path: Path) -> None:
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    sources = tmp_path / "data" / "sources.ttl"
    text = sources.read_text(encoding="utf-8")
    for old, new in stand_ins(tmp_path / "sources", "The QKHP was elected to parliament").items():
        text = text.replace(old, new)
    sources.write_text(text, encoding="utf-8")
    done = kzgraph(
        "--graph", str(tmp_path), "claim", "kz:cppk", "skos:altLabel", "QKHP party", "--lang", "en",
        "--source", "000", "--quote", "The QKHP was elected to parliament",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    graph = library.load(tmp_path)
    for name, rule in graph.rules.items():
        assert len(graph.sparql(rule.text)) == 0, name
    for path in (tmp_path / "data").rglob("*.ttl"):
        assert layout(path.read_text(encoding="utf-8")) == path.read_text(encoding="utf-8")


def test_a_value_in_another_language_is_no_other_value(place: Place) -> None:
    motto = ("id:rowers", "ex:motto", "--quote", "motto")
    place.write(
        "data/things.ttl",
        place.read("data/things.ttl").replace("ex:boats 3 .", 'ex:boats 3 ;\n    ex:motto "Row!"@en .'),
    )
    place.write(
        "data/claims/gazette.ttl",
        CLAIMS + "id:claim-gazette-003 a kzo:Claim ; rdf:subject id:rowers ; rdf:predicate ex:motto ; "
        'rdf:object "Row!"@en ; kzo:source id:source-gazette ; kzo:quote "Its motto is Row!" ; '
        "kzo:rank wikibase:NormalRank .\n",
    )
    told = place.fails(*motto[:2], "Row!", "--quote", "motto is Row!", "--lang", "en")
    assert "id:claim-gazette-003 says this already" in told
    for tag in ("en-gb", "en-GB"):  # whatever the case, which an engine may have lowered
        assert (
            "says this already"
            in place.claim(*motto[:2], "Row!", "--quote", "boats [2]", "--lang", tag).stderr
        ) == (tag == "en-GB")
    done = place.claim(*motto[:2], "Row!", "--quote", "motto is Row!", "--lang", "de")
    assert (done.returncode, done.stderr) == (0, "")
    better = ("--rank", "preferred", "--reason", "Printed.")
    done = place.claim(*motto[:2], "Pull!", "--quote", "its motto.", "--lang", "sv", *better)
    assert (done.returncode, done.stderr) == (0, "")
    done = place.claim(*motto[:2], "Pull!", "--quote", '"Row" is', "--lang", "en", *better)
    assert "The value Row! (id:claim-gazette-003) is beaten by it" in done.stderr
    assert done.stderr.count("is beaten by it") == 1


def known(
    n: int, value: str, quote: str, *, rank: str = "Normal", what: str = "ex:boats", more: str = ""
) -> str:
    """Return a claim of the Gazette on the rowers, in Turtle."""
    return (
        f"id:claim-gazette-10{n} a kzo:Claim ; rdf:subject id:rowers ; rdf:predicate {what} ; "
        f"rdf:object {value} ; kzo:source id:source-gazette ; kzo:quote '{quote}' ; "
        f"kzo:rank wikibase:{rank}Rank{more} .\n"
    )


AGAINST = " ; kzo:conflictsWith id:claim-gazette-10{}"
OPINION = " ; kzo:assertedBy id:mayor ; kzo:kind id:opinion"


@pytest.mark.parametrize(
    ("claims", "value", "accepted", "told"),
    [
        pytest.param(
            known(1, "9", "no boats", rank="Preferred", more=OPINION), "0", True, "besides it: 3 (",
            id="an opinion beats nothing",
        ),
        pytest.param(known(1, "4", "no boats", rank="Preferred"), "4", True, "", id="the preferred value"),
        pytest.param(known(1, "4", "no boats", rank="Preferred"), "004", True, "", id="the same number"),
        pytest.param(known(1, "4", "no boats", rank="Preferred"), "5", False, "is preferred and says 4", id="another"),
        pytest.param(known(1, "4", "no boats", rank="Deprecated"), "5", True, "besides it: 3 (", id="deprecated"),
        pytest.param(
            known(1, "4", "no boats", more=AGAINST.format(2)) + known(2, "6", "no boats", more=AGAINST.format(1)),
            "4", False, "101 says the same and is in conflict with id:claim-gazette-102", id="in dispute",
        ),
        pytest.param(
            known(1, "4", "no boats", more=AGAINST.format(2)) + known(2, "6", "no boats", more=AGAINST.format(1)),
            "5", True, "besides it: 3 (", id="not in the dispute",
        ),
        pytest.param(
            known(1, "4", "no boats", more=AGAINST.format(2)) + known(2, "6", "no boats", more=AGAINST.format(1))
            + known(3, "4", "It has 3", rank="Preferred"),
            "4", True, "", id="preferred in a dispute",
        ),
    ],
)  # fmt: skip
def test_what_is_accepted_follows_from_the_ranks(
    place: Place, claims: str, value: str, accepted: bool, told: str
) -> None:
    place.write("data/claims/gazette.ttl", CLAIMS + claims)
    done = place.claim("id:rowers", "ex:boats", value, "--quote", "club has 12")
    assert done.returncode == 0, done.stderr
    assert (f"ex:boats 3, {value} ." in place.read("data/things.ttl")) == accepted
    assert told in done.stderr
    assert ("No accepted fact" in done.stderr) == (not accepted)


def test_a_preferred_claim_does_not_beat_another_preferred_one(place: Place) -> None:
    place.write("data/claims/gazette.ttl", CLAIMS.replace("Normal", "Preferred", 1))
    done = place.claim(
        "id:rowers", "ex:boats", "4", "--quote", "no boats", "--rank", "preferred", "--reason", "Counted."
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("elsewhere", "advice"),
    [
        ("ex:boats 1, 2", False),
        ("ex:boats id:a, id:b", False),
        ("ex:boats 1", True),
        ('ex:boats "one"@en, "eins"@de', True),
    ],
)
def test_another_value_is_nothing_special_where_a_property_has_several(
    place: Place, elsewhere: str, advice: bool
) -> None:
    place.write("data/things.ttl", place.read("data/things.ttl") + f"\nid:skaters {elsewhere} .\n")
    done = place.claim("id:rowers", "ex:boats", "0", "--quote", "no boats")
    assert "Accepted besides it: 3 (id:claim-gazette-002)." in done.stderr
    assert ("If both cannot hold" in done.stderr) == advice


@pytest.mark.parametrize(
    ("args", "quote", "refused"),
    [
        (("3",), "3 boats", True),
        (("3",), "It has 3 boats", True),
        (("3",), "3", True),
        (("003",), "3 boats", True),
        (("4",), "3 boats", False),
        (("3",), "no boats", False),
        (("3", "--asserted-by", "id:mayor", "--kind", "opinion"), "3 boats", False),
    ],
)
def test_one_claim_for_each_fact_in_each_passage(
    place: Place, args: tuple[str, ...], quote: str, refused: bool
) -> None:
    claims = CLAIMS.replace('"3 boats"', '"has 3 boats"')
    place.write("data/claims/gazette.ttl", claims)
    done = place.claim("id:rowers", "ex:boats", *args, "--quote", quote)
    assert done.returncode == (2 if refused else 0), done.stderr
    assert ("id:claim-gazette-002 says this already, from the same passage" in done.stderr) == refused
    if refused and quote == "3 boats":  # another document may have it in the same words
        place.write("data/claims/gazette.ttl", claims.replace("source-gazette", "source-herald", 1))
        assert place.claim("id:rowers", "ex:boats", *args, "--quote", quote).returncode == 0
