"""What validation finds in a small graph that is wrong in one way, and that it finds nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from validating import FIRST, PREFIXES, RULE, SHAPES, club

from kzgraph.errors import CatalogueError, GraphLoadError, Refused
from kzgraph.rdf.terms import XSD, literal
from kzgraph.validation import Finding, Report, validate
from kzgraph.validation.shacl import EngineError, Outcome, Progress, PyShacl


def found(folder: Path) -> list[tuple[str, str]]:
    return [(finding.id, finding.level) for finding in validate(folder).findings]


def only(report: Report) -> Finding:
    assert [finding.id for finding in report.findings] == [report.findings[0].id]
    return report.findings[0]


def test_a_graph_that_is_right(tmp_path: Path) -> None:
    report = validate(club(tmp_path))
    assert report.findings == []
    assert report.conforms
    assert {check.id: check.looked_at for check in report.checks if check.kind == "shape"} == {
        "ClubShape": 1,
        "Club-boards": 1,
        "Club-captain": 1,
    }
    assert report.engine.startswith("pySHACL ")


def test_a_value_that_is_missing(tmp_path: Path) -> None:
    finding = only(validate(club(tmp_path, old="    ch:boards 8 ;\n", new="")))
    assert (finding.id, finding.level, finding.where) == ("Club-boards", "error", f"data/clubs.ttl:{FIRST}:1")
    assert finding.message == "ex:knights has no ch:boards. A club has a number of boards."
    assert finding.solution == "Add ch:boards to ex:knights."


def test_the_place_is_that_of_the_offending_triple(tmp_path: Path) -> None:
    finding = only(validate(club(tmp_path, old="ch:boards 8", new="ch:boards -8")))
    assert finding.where == f"data/clubs.ttl:{FIRST + 1}:15"
    assert "-8 (ch:boards of ex:knights) is below 1." in finding.message


def test_a_wrong_class_names_what_the_thing_is(tmp_path: Path) -> None:
    folder = club(
        tmp_path,
        {"data/more.ttl": PREFIXES + "ex:hall a skos:Concept .\n"},
        old="captain ex:ann .",
        new="captain ex:hall .",
    )
    assert (
        "ex:hall (ch:captain of ex:knights) is skos:Concept, not a ch:Person."
        in only(validate(folder)).message
    )


def test_a_misspelt_thing_has_its_nearest_named(tmp_path: Path) -> None:
    finding = only(validate(club(tmp_path, old="captain ex:ann .", new="captain ex:anne .")))
    assert finding.solution.endswith("The nearest: ex:ann.")


def test_a_property_that_a_closed_shape_does_not_know_has_the_nearest_that_it_knows_named(
    tmp_path: Path,
) -> None:
    shapes = SHAPES.replace(
        "sh:targetClass ch:Club ;",
        "sh:targetClass ch:Club ; sh:closed true ; sh:ignoredProperties ( rdf:type skos:editorialNote ) ;",
    )
    folder = club(
        tmp_path,
        {"shapes/club.ttl": PREFIXES + shapes},
        old="ch:boards 8 ;",
        new='ch:boards 8 ; skos:editorialNot "So." ;',
    )
    (finding,) = [each for each in validate(folder).findings if each.id == "ClubShape"]
    assert finding.solution.endswith("The nearest: skos:editorialNote.")


def test_russian(tmp_path: Path) -> None:
    folder = club(tmp_path, old="    ch:boards 8 ;\n", new="")
    finding = only(validate(folder, language="ru"))
    assert finding.message == "У ex:knights нет ch:boards. У клуба есть число досок."
    assert finding.solution == "Добавьте ch:boards к ex:knights."


def test_a_subject_in_three_files(tmp_path: Path) -> None:
    more = {
        "data/a.ttl": PREFIXES + "ex:knights skos:note 'one' .\n",
        "data/z.ttl": PREFIXES + "ex:knights skos:note 'two' .\n",
    }
    finding = only(validate(club(tmp_path, more, old="    ch:boards 8 ;\n", new="")))
    assert finding.file == "data/clubs.ttl"
    assert [place.file for place in finding.also] == ["data/a.ttl", "data/z.ttl"]


def test_a_rule_names_the_triple(tmp_path: Path) -> None:
    more = {"data/rooks.ttl": PREFIXES + "ex:rooks a ch:Club ;\n  ch:boards 4 ; ch:captain ex:ann .\n"}
    findings = validate(club(tmp_path, more)).findings
    assert [(each.id, each.level) for each in findings] == [("two-clubs", "warning")] * 2
    assert findings[1].where == f"data/rooks.ttl:{FIRST + 1}:28"
    assert findings[0].solution == "Choose another captain for one of them."
    assert "value ex:ann" in findings[0].message


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("ch:boards 8 ;", "ch:boards 8 ; ch:bords 8 ;", ("vocabulary-undeclared", "error")),
        ("ex:bob a ch:Person", "ex:bob a ch:Persn", ("vocabulary-undeclared", "error")),
        ("ex:bob a ch:Person", "ex:bob a skos:Concpt", ("vocabulary-undeclared", "error")),
        ("ex:bob a ch:Person", "ex:bob a ch:Person ; kzo:nots 1", ("vocabulary-undeclared", "error")),
        ("ex:bob a ch:Person", 'ex:bob a ch:Person ; ch:boards "8"', ("owl-consistent", "error")),
        ("ex:bob a ch:Person", "ex:bob a ch:Person ; ch:captain ex:bob", ("owl-consistent", "error")),
        ("ex:bob a ch:Person", "ex:bob a ch:Person ; owl:differentFrom ex:bob", ("owl-consistent", "error")),
        ("sh:minCount 1 ;", "sh:minCout 1 ;", ("shapes-unknown-term", "error")),
        (
            "sh:class ch:Person",
            "sh:class ch:Person . ch:Odd a sh:NodeShape ; sh:targetClass skos:Concept",
            ("empty-pass", "warning"),
        ),
        (
            "sh:class ch:Person",
            "sh:class ch:Person . ch:Odd a sh:NodeShape ; sh:nodeKind sh:IRI",
            ("empty-pass", "warning"),
        ),
        (', "клуб"@ru', "", ("vocabulary-incomplete", "warning")),
        (' ; rdfs:comment "Whoever plays."@en', "", ("vocabulary-incomplete", "warning")),
        (
            '"How many."@en ;',
            '"How many."@en . ch:spare a owl:Class ; rdfs:label "a"@en, "б"@ru ; rdfs:comment "c" . ch:boards',
            ("vocabulary-unused", "info"),
        ),
        ("ex:bob a ch:Person", 'ex:bob a ch:Person ; kzo:date "1996-13"^^edtf:EDTF', ("date-edtf", "error")),
        (
            "?club ch:captain ?value .",
            "?club ch:captain ?value ; ch:captian ?v .",
            ("vocabulary-undeclared", "error"),
        ),
    ],
)
def test_the_built_in_checks(tmp_path: Path, old: str, new: str, finding: tuple[str, str]) -> None:
    report = validate(club(tmp_path, old=old, new=new))
    assert [(each.id, each.level) for each in report.findings] == [finding]
    assert report.findings[0].line is not None
    assert report.findings[0].solution


def test_a_typo_has_the_nearest_declared_term_named(tmp_path: Path) -> None:
    finding = only(validate(club(tmp_path, old="ex:bob a ch:Person", new="ex:bob a ch:Persn")))
    assert finding.solution.endswith("The nearest: ch:Person.")
    assert finding.where == f"data/people.ttl:{FIRST + 1}:10"


def test_a_target_that_the_graph_does_not_know(tmp_path: Path) -> None:
    folder = club(
        tmp_path, old="sh:targetClass ch:Club", new="sh:targetClass ch:Club, ch:Culb, <http://elsewhere/C>"
    )
    assert found(folder) == [("vocabulary-undeclared", "error"), ("vocabulary-undeclared", "warning")]


def test_a_triple_is_not_found_twice_by_shape_and_ontology(tmp_path: Path) -> None:
    assert found(club(tmp_path, old="captain ex:ann .", new="captain 5 .")) == [("Club-captain", "error")]


CLAIM = """\
ex:claim a ex:Claim ; kzo:source ex:minutes ; kzo:quote "{quote}" .
ex:minutes kzo:file "minutes.txt" .
"""


@pytest.mark.parametrize(
    ("quote", "text", "levels"),
    [
        ("elected captain", "Ann was elected\u00a0captain.", []),
        ("elected captain", "Ann was chosen.", ["error"]),
        ("elected captain", "Ann was elected captain. Bob was elected captain.", ["error"]),
        ("elected Captain", "Ann was elected captain.", ["error"]),
        ("elected captain", None, ["info"]),
    ],
)
def test_quotes(tmp_path: Path, quote: str, text: str | None, levels: list[str]) -> None:
    folder = club(tmp_path, {"data/claim.ttl": PREFIXES + CLAIM.format(quote=quote)})
    if text is not None:
        (folder / "sources").mkdir()
        (folder / "sources" / "minutes.txt").write_bytes(text.encode())
    report = validate(folder)
    assert [(each.id, each.level) for each in report.findings] == [
        ("quote-verbatim", level) for level in levels
    ]
    looked_at = {check.id: check.looked_at for check in report.checks}
    assert looked_at["quote-verbatim"] == (text is not None)


def test_all_broken_files_at_once_and_nothing_else(tmp_path: Path) -> None:
    changes = {"data/clubs.ttl": "ex:a", "data/people.ttl": "\ufeff", "shapes/club.ttl": "\n["}
    report = validate(club(tmp_path, changes))
    assert report.unreadable
    assert [(each.id, each.file, each.line) for each in report.findings] == [
        ("turtle-syntax", "data/clubs.ttl", 1),
        ("turtle-syntax", "data/people.ttl", 1),
        ("turtle-syntax", "shapes/club.ttl", 2),
    ]


def test_nothing_to_check_against(tmp_path: Path) -> None:
    changes = {"shapes/club.ttl": None, "queries/verify/two-clubs.rq": None}
    with pytest.raises(GraphLoadError, match="no shapes and no rules"):
        validate(club(tmp_path, changes))


def test_rules_without_shapes_are_said_to_be_all(tmp_path: Path) -> None:
    assert found(club(tmp_path, {"shapes/club.ttl": None})) == [("empty-pass", "warning")]


def test_no_turtle_at_all(tmp_path: Path) -> None:
    for name in ("ontology", "data", "shapes"):
        (tmp_path / name).mkdir()
    with pytest.raises(GraphLoadError, match="holds no Turtle file"):
        validate(tmp_path)


def test_recursive_shapes_are_refused_with_the_circle(tmp_path: Path) -> None:
    folder = club(tmp_path, old="sh:class ch:Person", new="sh:class ch:Person ; sh:node ch:ClubShape")
    with pytest.raises(GraphLoadError, match="ch:ClubShape → ch:Club-captain → ch:ClubShape"):
        validate(folder)


def test_a_rule_that_calls_another_server_is_refused(tmp_path: Path) -> None:
    rule = RULE.replace("#+ level", "#+ service: true\n#+ level").replace(
        "?other ch:captain", "SERVICE <http://x/> { } ?other ch:captain"
    )
    with pytest.raises(Refused, match=r"queries/verify/two-clubs\.rq"):
        validate(club(tmp_path, {"queries/verify/two-clubs.rq": rule}))


def test_a_rule_without_a_level_that_exists(tmp_path: Path) -> None:
    rule = RULE.replace("level: warning", "level: dreadful")
    with pytest.raises(CatalogueError, match="error, warning, info"):
        validate(club(tmp_path, {"queries/verify/two-clubs.rq": rule}))


def test_ill_typed_literals_are_found_in_silence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    findings = validate(club(tmp_path, old="ch:boards 8 ;", new='ch:boards "x"^^xsd:integer ;')).findings
    assert {finding.id for finding in findings} == {"Club-boards"}
    assert all(finding.value == literal("x", datatype=XSD + "integer") for finding in findings)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "bad", ['sh:minCount "x"', 'sh:sparql [ sh:select "SELECT $this { SERVICE <http://x/> {} }" ]']
)
def test_an_engine_that_fails_is_no_pass(tmp_path: Path, bad: str) -> None:
    folder = club(tmp_path, old="sh:minCount 1", new=bad)
    with pytest.raises(EngineError, match=r"pySHACL \d+\.\d+") as error:
        validate(folder)
    assert error.value.exit_code == 3


class Half:
    """An engine that does half the work and reports each step."""

    name = "Half 1.0"

    def validate(
        self,
        data: Sequence[object],
        shapes: Sequence[object],
        targets: Sequence[str],
        progress: Progress | None = None,
    ) -> Outcome:
        assert data
        assert shapes
        assert targets == ["https://example.org/chess/ontology#ClubShape"]
        if progress:
            progress(1, 1)
        return Outcome(True)


def test_another_engine_can_stand_in(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    report = validate(
        club(tmp_path, old="    ch:boards 8 ;\n", new=""),
        engine=Half(),
        progress=lambda *step: steps.append(step),
    )
    assert (report.engine, report.findings, steps) == ("Half 1.0", [], [(1, 1)])


def test_shapes_one_by_one_give_the_same_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = "ch:Other a sh:NodeShape ; sh:targetClass ch:Person ; sh:property [ sh:path ch:boards ; sh:maxCount 0 ] .\n"
    shapes = PREFIXES + SHAPES.replace("ch:Club-boards a", more + "ch:Club-boards a")
    folder = club(
        tmp_path,
        {
            "shapes/club.ttl": shapes,
            "data/clubs.ttl": PREFIXES + "ex:knights a ch:Club ; ch:captain ex:ann .",
        },
        old="a ch:Person .\n",
        new="a ch:Person ; ch:boards 2 .\n",
    )
    whole = validate(folder).findings
    assert len({finding.id for finding in whole}) > 1
    monkeypatch.setattr("kzgraph.validation.shacl._MANY", 0)
    steps: list[tuple[int, int]] = []
    assert validate(folder, engine=PyShacl(), progress=lambda *step: steps.append(step)).findings == whole
    assert steps == [(0, 2), (1, 2), (2, 2)]


def test_the_shipped_graph_has_no_errors() -> None:
    report = validate()
    assert [finding for finding in report.findings if finding.level == "error"] == []
    assert all(check.looked_at for check in report.checks if check.kind == "shape")


@pytest.mark.parametrize(("pattern", "count"), [("?focus a ch:Club", 1), ("?focus a skos:Concept", 0)])
def test_a_rule_says_how_many_nodes_it_looked_at(tmp_path: Path, pattern: str, count: int) -> None:
    rule = RULE.replace("#+ level", f"#+ counts: {pattern}\n#+ level").replace(
        "PREFIX ch:", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nPREFIX ch:"
    )
    report = validate(club(tmp_path, {"queries/verify/two-clubs.rq": rule}))
    assert [check.looked_at for check in report.checks if check.kind == "rule"] == [count]
    assert [(each.id, each.where) for each in report.findings] == (
        [] if count else [("empty-pass", "queries/verify/two-clubs.rq:1:1")]
    )
