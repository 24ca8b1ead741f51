"""`kzgraph diff`: what the person sees of a change, for every kind of change and of state."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import ROOT, Done, kzgraph
from test_cli_show import on_a_terminal

Diff = Callable[..., Any]


@pytest.fixture
def now(mini: Path) -> Path:
    """The state after the change: a copy of the chess graph beside the one that stays as it was."""
    folder = mini.parent / "now"
    shutil.copytree(mini, folder)
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(folder: Path, name: str, text: str) -> None:
    with open(folder / name, "a", encoding="utf-8") as file:
        file.write(text)


def diff(*args: object, **more: Any) -> Done:
    done = kzgraph("diff", *map(str, args), **more)
    assert done.returncode == 0, done.stderr
    return done


def data(*args: object, **more: Any) -> Any:
    return json.loads(diff(*args, "--format", "json", **more).stdout)


def lines(old: Path, new: Path) -> list[str]:
    return [line.strip() for line in diff(old, new).stdout.splitlines()]


def test_no_change(mini: Path, now: Path) -> None:
    done = diff(mini, now)
    assert done.stdout == f"Changes from {mini} to {now}\nNo fact changed.\n"
    assert kzgraph("diff", str(mini), str(now), "--exit-code").returncode == 0
    assert data(mini, now)["counts"] == {}


def test_layout_order_prefixes_and_comments_are_no_facts(mini: Path, now: Path) -> None:
    text = (now / "data/bodies.ttl").read_text(encoding="utf-8")
    *header, first, second, third, fourth = text.strip().splitlines()
    text = "\n".join(["# a comment", *header, fourth, third, first, second])
    (now / "data/bodies.ttl").unlink()
    (now / "data/renamed.ttl").write_text(
        text.replace(" t:", " thing:").replace("PREFIX t:", "PREFIX thing:").replace("\nt:", "\nthing:"),
        encoding="utf-8",
    )
    assert data(mini, now)["counts"] == {}


def test_a_fact_that_came_has_its_sources(mini: Path, now: Path) -> None:
    append(now, "data/bodies.ttl", "t:gambit ch:leads t:old-gambit .\n")
    append(
        now,
        "data/claims/minutes.ttl",
        "t:claim-3 a kzo:Claim ; rdf:subject t:gambit ; rdf:predicate ch:leads ; rdf:object t:old-gambit ;\n"
        '  kzo:source t:minutes ; kzo:quote "Gambit leads Old Gambit" ; kzo:rank wikibase:NormalRank .\n',
    )
    assert lines(mini, now)[1:] == [
        "1 fact added, 1 claim added",
        "",
        "Gambit (t:gambit)",
        "+ ch:leads: Gambit",
        "“Gambit leads Old Gambit” [1]",
        "",
        "Sources",
        "[1]: Minutes of the league (t:minutes)",
    ]
    (thing,) = data(mini, now)["things"]
    assert thing["iri"] == "https://example.org/chess/thing/gambit"
    assert [
        (change["kind"], change["new"] and change["new"]["iri"][-10:]) for change in thing["changes"]
    ] == [
        ("fact-added", "old-gambit"),
        ("claim-added", None),
    ]
    assert thing["changes"][0]["evidence"] == ["https://example.org/chess/thing/claim-3"]


def test_a_fact_that_went(mini: Path, now: Path) -> None:
    edit(now, "data/bodies.ttl", "ch:memberOf t:northern-league ; ch:boards 8", "ch:boards 8")
    assert "- ch:memberOf: Northern Chess League" in lines(mini, now)
    assert data(mini, now)["counts"] == {"fact-removed": 1}


def test_a_value_that_changed_is_one_change(mini: Path, now: Path) -> None:
    edit(now, "data/bodies.ttl", "ch:boards 8", "ch:boards 9")
    assert "~ ch:boards: 8 → 9" in lines(mini, now)
    assert data(mini, now)["counts"] == {"value-changed": 1}


def test_one_of_several_values_came_and_another_went(mini: Path, now: Path) -> None:
    for folder, boards in ((mini, "8, 9, 10"), (now, "8, 9, 11")):
        edit(folder, "data/bodies.ttl", "ch:boards 8", f"ch:boards {boards}")
    found = lines(mini, now)
    assert "- ch:boards: 10" in found
    assert "+ ch:boards: 11" in found


def test_the_same_number_in_other_digits_is_no_change(mini: Path, now: Path) -> None:
    edit(now, "data/bodies.ttl", "ch:boards 8", "ch:boards 08")
    assert data(mini, now)["counts"] == {}


def test_values_that_look_alike_are_told_apart(mini: Path, now: Path) -> None:
    edit(now, "data/bodies.ttl", "ch:boards 8", 'ch:boards "8"')
    assert "~ ch:boards: 8 (xsd:integer) → 8" in lines(mini, now)


def test_a_label_that_changed_in_one_language(mini: Path, now: Path) -> None:
    edit(now, "data/bodies.ttl", '"Die Krähenkolonie"@de', '"Die Turmkolonie"@de')
    assert "~ name: Die Krähenkolonie (de) → Die Turmkolonie (de)" in lines(mini, now)
    assert data(mini, now)["counts"] == {"renamed": 1}


def test_a_thing_that_came_and_one_that_went(mini: Path, now: Path) -> None:
    edit(now, "data/people.ttl", 't:cy a ch:Player ; skos:prefLabel "Cy Marsh"@en .', "")
    append(now, "data/people.ttl", 't:dee a ch:Player ; skos:prefLabel "Dee Cole"@en .\n')
    found = lines(mini, now)
    assert "Cy Marsh (t:cy) – removed" in found
    assert "Dee Cole (t:dee) – added" in found
    counts = data(mini, now)["counts"]
    assert counts["thing-added"] == counts["thing-removed"] == 1


def test_rank_reason_and_quote_of_a_claim(mini: Path, now: Path) -> None:
    edit(
        now,
        "data/claims/minutes.ttl",
        '"ten boards" ; kzo:rank wikibase:NormalRank',
        '"only ten boards" ; kzo:rank wikibase:DeprecatedRank ; kzo:rankReason "A slip."@en',
    )
    found = lines(mini, now)
    assert "~ kzo:quote: ch:boards 10 [1]: “ten boards” → “only ten boards”" in found
    assert "~ kzo:rank: ch:boards 10 [1]: wikibase:NormalRank → wikibase:DeprecatedRank" in found
    assert "+ kzo:rankReason: ch:boards 10 [1]: A slip. (en)" in found
    assert data(mini, now)["counts"] == {"rank-changed": 1, "reason-changed": 1, "quote-changed": 1}


def test_a_claim_is_what_it_says_and_not_its_number(mini: Path, now: Path) -> None:
    """One claim more in the middle: the others keep their words and get other names, which others had."""
    file = now / "data/claims/minutes.ttl"
    text = file.read_text(encoding="utf-8").replace("claim-2", "claim-3").replace("claim-1", "claim-2")
    text += (
        "t:claim-1 a kzo:Claim ; rdf:subject t:gambit ; rdf:predicate ch:boards ; rdf:object 8 ;\n"
        '  kzo:source t:minutes ; kzo:quote "eight boards" ; kzo:rank wikibase:NormalRank .\n'
    )
    file.write_text(
        text.replace("kzo:rank wikibase:PreferredRank", "kzo:rank wikibase:NormalRank"), encoding="utf-8"
    )
    found = data(mini, now)
    assert found["counts"] == {"claim-added": 1, "claim-renamed": 2, "rank-changed": 1}
    by_kind = {change["kind"]: change for thing in found["things"] for change in thing["changes"]}
    assert by_kind["claim-added"]["claim"].endswith("claim-1")
    assert by_kind["rank-changed"]["claim"].endswith("claim-2")
    printed = lines(mini, now)
    assert "+ claim: ch:boards 8" in printed
    assert not any("claim-3" in line for line in printed)


def test_a_claim_that_states_another_value_under_its_name(mini: Path, now: Path) -> None:
    edit(now, "data/claims/minutes.ttl", "rdf:object 10", "rdf:object 11")
    found = data(mini, now)
    assert found["counts"] == {"claim-changed": 1}
    assert "~ object: ch:boards 11 [1]: 10 → 11" in lines(mini, now)


def test_a_claim_with_another_value_in_other_words_is_still_that_claim(mini: Path, now: Path) -> None:
    edit(now, "data/claims/minutes.ttl", 'rdf:object 10 ;\n    kzo:source t:minutes ; kzo:quote "ten boards"',
         'rdf:object 11 ;\n    kzo:source t:minutes ; kzo:quote "eleven boards"')  # fmt: skip
    assert data(mini, now)["counts"] == {"quote-changed": 1, "claim-changed": 1}
    assert "~ object: ch:boards 11 [1]: 10 → 11" in lines(mini, now)


def test_a_claim_about_something_else_in_the_same_words_is_still_that_claim(mini: Path, now: Path) -> None:
    edit(now, "data/claims/minutes.ttl", "t:claim-2 a kzo:Claim ; rdf:subject t:rookery",
         "t:claim-2 a kzo:Claim ; rdf:subject t:gambit")  # fmt: skip
    assert data(mini, now)["counts"] == {"claim-changed": 1}
    assert "~ subject: ch:boards 10 [1]: The Rookery → Gambit" in lines(mini, now)


def test_a_claim_that_has_only_its_name_in_common_is_another_one(mini: Path, now: Path) -> None:
    edit(now, "data/claims/minutes.ttl", 'rdf:subject t:rookery ; rdf:predicate ch:boards ; rdf:object 10 ;\n'
         '    kzo:source t:minutes ; kzo:quote "ten boards"', 'rdf:subject t:gambit ; rdf:predicate ch:boards ; '
         'rdf:object 8 ;\n    kzo:source t:minutes ; kzo:quote "eight boards"')  # fmt: skip
    assert data(mini, now)["counts"] == {"claim-added": 1, "claim-removed": 1}


def said(n: int, quote: str, *, prefix: str = "", source: str = "minutes", more: str = "") -> str:
    """Return a claim that the Gambit has 8 boards, in Turtle."""
    words = f'kzo:quote "{quote}"' + (f' ; kzo:quotePrefix "{prefix}"' if prefix else "")
    return (
        f"t:claim-{n} a kzo:Claim ; rdf:subject t:gambit ; rdf:predicate ch:boards ; rdf:object 8 ; "
        f"kzo:source t:{source} ; {words} ; kzo:rank wikibase:NormalRank{more} .\n"
    )


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        pytest.param(
            said(5, "a") + said(6, "b"), said(7, "b") + said(8, "a"), {"claim-renamed": 2},
            id="the same words",
        ),
        pytest.param(
            said(5, "a", prefix="p") + said(6, "a", prefix="q"),
            said(7, "a", prefix="q") + said(8, "a", prefix="p"), {"claim-renamed": 2},
            id="the same words in the same place",
        ),
        pytest.param(
            said(5, "a", prefix="p"), said(7, "a", prefix="q"), {"claim-renamed": 1, "quote-changed": 1},
            id="the same words in another place",
        ),
        pytest.param(
            said(5, "a", prefix="p") + said(6, "b", prefix="p"),
            said(7, "b", prefix="q") + said(8, "a", prefix="q"), {"claim-renamed": 2, "quote-changed": 2},
            id="the same words in other places",
        ),
        pytest.param(
            said(5, "a") + said(6, "b").replace("t:gambit", "t:old-gambit"),
            said(5, "b").replace("t:gambit", "t:old-gambit"), {"claim-removed": 1, "claim-renamed": 1},
            id="the name of one that went",
        ),
        pytest.param(said(5, "a"), said(7, "b"), {"claim-renamed": 1, "quote-changed": 1}, id="one in other words"),
        pytest.param(
            said(5, "a") + said(6, "b"), said(7, "c") + said(8, "d"), {"claim-added": 2, "claim-removed": 2},
            id="nobody knows which of two",
        ),
        pytest.param(
            said(5, "a"), said(7, "a", source="other"), {"claim-added": 1, "claim-removed": 1},
            id="another source",
        ),
        pytest.param(said(5, "a"), said(5, "a", source="other"), {"claim-changed": 1}, id="the name of another source"),
        pytest.param(
            said(5, "a") + said(6, "b"), said(5, "b") + said(6, "a"), {"quote-changed": 2},
            id="words that changed places",
        ),
    ],
)  # fmt: skip
def test_which_claim_of_one_state_is_which_of_the_other(
    mini: Path, now: Path, before: str, after: str, counts: dict[str, int]
) -> None:
    append(mini, "data/claims/minutes.ttl", before)
    append(now, "data/claims/minutes.ttl", after)
    assert data(mini, now)["counts"] == counts


def test_whose_opinion_it_is_does_not_support_a_fact(mini: Path, now: Path) -> None:
    edit(now, "data/bodies.ttl", "ch:boards 4", "ch:boards 4, 8")
    append(now, "data/claims/minutes.ttl", said(5, "a").replace("t:gambit", "t:old-gambit"))
    held = said(6, "b", more=" ; kzo:assertedBy t:ada").replace("t:gambit", "t:old-gambit")
    append(now, "data/claims/minutes.ttl", held)
    changes = [change for thing in data(mini, now)["things"] for change in thing["changes"]]
    (fact,) = (change for change in changes if change["kind"] == "fact-added")
    assert [name[-7:] for name in fact["evidence"]] == ["claim-5"]


def test_names_in_several_languages_change_each_by_itself(mini: Path, now: Path) -> None:
    edit(
        now, "data/bodies.ttl", '"The Rookery"@en, "Die Krähenkolonie"@de', '"The Rooks"@en, "Die Krähen"@de'
    )
    found = lines(mini, now)
    assert data(mini, now)["counts"] == {"renamed": 2}
    assert "The Rooks (t:rookery)" in found
    assert "~ name: The Rookery (en) → The Rooks (en)" in found
    assert "~ name: Die Krähenkolonie (de) → Die Krähen (de)" in found


def test_what_is_a_kind_of_something_is_a_term(mini: Path, now: Path) -> None:
    append(
        now, "ontology/chess.ttl", "ch:Cup rdfs:subClassOf ch:Match . ch:wins rdfs:subPropertyOf ch:leads .\n"
    )
    found = data(mini, now)
    assert (found["things"], found["counts"]) == ([], {"term-changed": 2})


def test_prefixes_of_the_new_state_count_first(mini: Path, now: Path) -> None:
    for file in (now / "data").rglob("*.ttl"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(?<![\w:])t:", "thing:", text), encoding="utf-8")
    (now / "data" / "a.ttl").write_text("@prefix t: <http://other/> .\n", encoding="utf-8")
    edit(now, "data/bodies.ttl", "ch:boards 8", "ch:boards 9")
    assert "Gambit (thing:gambit)" in lines(mini, now)


def conflict(folder: Path) -> None:
    (folder / "data/conflicts.ttl").write_text(
        "@prefix t: <https://example.org/chess/thing/> .\n"
        "@prefix kzo: <https://w3id.org/kzgraph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        't:boards-of-rookery a kzo:Conflict ; skos:prefLabel "How many boards?"@en ;\n'
        '  kzo:explanation "Two numbers."@en ; kzo:side t:claim-1, t:claim-2 .\n',
        encoding="utf-8",
    )


def test_a_conflict_that_came_and_one_that_was_settled(mini: Path, now: Path) -> None:
    conflict(now)
    came, settled = lines(mini, now), lines(now, mini)
    assert "Conflict added: How many boards?" in came
    assert "Two numbers." in came
    assert "The Rookery – ch:boards: 10" in came
    assert "Conflict settled: How many boards?" in settled
    assert data(mini, now)["counts"] == {"conflict-added": 1}
    assert data(now, mini)["counts"] == {"conflict-settled": 1}


def test_claims_that_no_longer_contradict_each_other_are_told_once(mini: Path, now: Path) -> None:
    for n in (1, 2):
        edit(now, "data/claims/minutes.ttl", f" ; kzo:conflictsWith t:claim-{n}", "")
    assert data(mini, now)["counts"] == {"claim-changed": 1}
    conflict(mini)  # and not at all if the conflict says it
    assert data(mini, now)["counts"] == {"conflict-settled": 1}


def test_a_conflict_explained_otherwise(mini: Path, now: Path) -> None:
    for folder in (mini, now):
        conflict(folder)
    edit(now, "data/conflicts.ttl", "Two numbers.", "Two sets of minutes.")
    found = lines(mini, now)
    assert "Conflict: How many boards?" in found
    assert "~ kzo:explanation: Two numbers. (en) → Two sets of minutes. (en)" in found
    assert data(mini, now)["counts"] == {"conflict-changed": 1}


def test_terms_and_shapes_stand_apart(mini: Path, now: Path) -> None:
    edit(now, "ontology/chess.ttl", '"chess club"@en', '"club for chess"@en')
    append(now, "ontology/chess.ttl", 'ch:Cup a owl:Class ; rdfs:label "cup"@en .\n')
    shape = next((now / "shapes").glob("*.ttl"))
    append(now, f"shapes/{shape.name}", "<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> .\n")
    found = lines(mini, now)
    assert "Vocabulary: club for chess (ch:Club)" in found
    assert "~ rdfs:label: chess club (en) → club for chess (en)" in found
    assert "Vocabulary: cup (ch:Cup) – added" in found
    assert "Shape: urn:s – added" in found
    read = data(mini, now)
    assert not read["things"]
    assert read["counts"] == {"term-changed": 3, "shape-changed": 1}


def test_the_derived_days_are_no_facts(mini: Path, now: Path) -> None:
    edit(now, "data/people.ttl", '"1996-04"^^edtf:EDTF', '"1996"^^edtf:EDTF')
    found = data(mini, now)
    assert found["counts"] == {"value-changed": 1}
    assert "9999-12-31" not in json.dumps(found)


def test_derived_days_in_a_file_do_not_show_up(mini: Path, now: Path) -> None:
    append(
        now,
        "data/people.ttl",
        't:rookery-ada kzo:until "2010-04-17"^^<http://www.w3.org/2001/XMLSchema#date> .',
    )
    assert data(mini, now)["counts"] == {}


def test_dates_that_are_none_can_be_compared(mini: Path, now: Path) -> None:
    edit(now, "data/people.ttl", '"1996-04"^^edtf:EDTF', '"spring of 1996"^^edtf:EDTF')
    assert "~ kzo:start: 1996-04 → spring of 1996" in lines(mini, now)


def test_hostile_labels(mini: Path, now: Path) -> None:
    append(
        now,
        "data/people.ttl",
        't:evil a ch:Player ; skos:prefLabel "Eve\\u001b[2J\\u202e](http://x) <script>\\n# Head | `x`"@en .\n',
    )
    text, markdown = diff(mini, now).stdout, diff(mini, now, "--format", "md").stdout
    for printed in (text, markdown, diff(mini, now, "--format", "json").stdout):
        assert "\x1b" not in printed
        assert "\u202e" not in printed
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert "\n# Head" not in markdown
    assert "](http" not in markdown.replace("\\](http", "")


def test_markdown_for_a_pull_request(mini: Path, now: Path) -> None:
    edit(now, "data/bodies.ttl", "ch:boards 8", "ch:boards 9")
    file = mini.parent / "changes.md"
    assert not diff(mini, now, "-o", file).stdout
    assert file.read_text(encoding="utf-8").splitlines()[2:] == [
        "1 value changed",
        "",
        "## Gambit (t:gambit)",
        "",
        "- **\\~ ch:boards**: 8 → 9",
    ]


def test_on_a_narrow_terminal(mini: Path, now: Path) -> None:
    edit(
        now,
        "data/bodies.ttl",
        '"Old Gambit"@en',
        '"The old Gambit, which nobody alive has ever seen play"@en',
    )
    printed = on_a_terminal(40, "diff", str(mini), str(now), NO_COLOR="1")
    assert max(map(len, printed.splitlines())) <= 40
    assert "→" in printed


def test_the_exit_code_tells_of_a_change_if_it_is_asked_for(mini: Path, now: Path) -> None:
    edit(now, "data/bodies.ttl", "ch:boards 8", "ch:boards 9")
    assert kzgraph("diff", str(mini), str(now)).returncode == 0
    assert kzgraph("diff", str(mini), str(now), "--exit-code").returncode == 1


@pytest.mark.parametrize("format_name", ["ttl", "html"])
def test_a_format_that_there_is_not(mini: Path, format_name: str) -> None:
    done = kzgraph("diff", str(mini), str(mini), "--format", format_name)
    assert done.returncode == 2
    assert "Formats: text, md, json." in done.stderr
    done = kzgraph("diff", str(mini), str(mini), "-o", "changes.html")
    assert (done.returncode, "does not tell the format" in done.stderr) == (2, True)


# --- Files ------------------------------------------------------------------------------------------


def test_two_files_in_two_formats(tmp_path: Path) -> None:
    (tmp_path / "old.ttl").write_text('<urn:a> <urn:p> 1, "x"@en-GB .', encoding="utf-8")
    (tmp_path / "new.nt").write_text(
        '<urn:a> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n<urn:a> <urn:p> "x"@en-gb .\n'
        "<urn:a> <urn:q> <urn:b> .\n",
        encoding="utf-8",
    )
    found = data(tmp_path / "old.ttl", tmp_path / "new.nt")
    assert found["counts"] == {"fact-added": 1}
    assert found["shapes"] is None


def test_the_graphs_of_a_dataset_count_together(tmp_path: Path) -> None:
    (tmp_path / "old.nq").write_text("<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:b> <urn:h> .\n")
    (tmp_path / "new.trig").write_text("<urn:h> { <urn:a> <urn:p> <urn:b> }")
    assert data(tmp_path / "old.nq", tmp_path / "new.trig")["counts"] == {}


def test_a_reifier_is_a_claim(tmp_path: Path) -> None:
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    (tmp_path / "old.ttl").write_text(
        f"{rdf}<urn:c> rdf:subject <urn:s> ; rdf:predicate <urn:p> ; rdf:object 1 ; <urn:by> <urn:x> ."
    )
    (tmp_path / "new.ttl12").write_text(
        f"{rdf}<urn:c> rdf:reifies <<( <urn:s> <urn:p> 1 )>> ; <urn:by> <urn:x> ."
    )
    assert data(tmp_path / "old.ttl", tmp_path / "new.ttl12")["counts"] == {}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("new.ttl", b"<urn:a> <urn:p> .", "new.ttl:1:"),
        ("new.nt", b"<urn:a> <urn:p>", "new.nt:1:"),
        ("new.ttl", b"\xef\xbb\xbf<urn:a> <urn:p> 1 .", "byte order mark"),
        ("new.rdf", b"<rdf", "new.rdf"),
        ("new.jsonld", b"[", "new.jsonld"),
    ],
)
def test_a_malformed_file(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / "old.nt").write_bytes(b"")
    (tmp_path / name).write_bytes(content)
    done = kzgraph("diff", str(tmp_path / "old.nt"), str(tmp_path / name))
    assert done.returncode == 3
    assert expected in done.stderr
    assert not done.stdout


def test_a_file_of_no_known_format(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("a,b\n")
    done = kzgraph("diff", str(tmp_path / "old.csv"), str(tmp_path / "old.csv"))
    assert done.returncode == 2
    assert "which RDF it is" in done.stderr


def test_a_folder_without_a_graph(tmp_path: Path) -> None:
    done = kzgraph("diff", str(tmp_path), str(tmp_path))
    assert done.returncode == 3
    assert "holds no graph" in done.stderr


def test_a_file_that_cannot_be_read(mini: Path, now: Path) -> None:
    (now / "data/bodies.ttl").unlink()
    (now / "data/bodies.ttl").mkdir()
    done = kzgraph("diff", str(mini), str(now))
    assert done.returncode == 3
    assert "data/bodies.ttl: cannot be read" in done.stderr


# --- The real graph ---------------------------------------------------------------------------------


def test_the_shipped_graph(tmp_path: Path) -> None:
    for name in ("ontology", "data", "shapes"):
        for folder in ("old", "new"):
            shutil.copytree(ROOT / name, tmp_path / folder / name)
    edit(tmp_path / "new", "data/elections.ttl", "kzo:voteShare 1.98", "kzo:voteShare 3.4")
    edit(tmp_path / "new", "data/elections.ttl", "kzo:voteShare 3.4 ;", "kzo:voteShare 3.4 ; kzo:seats 1 ;")
    printed = lines(tmp_path / "old", tmp_path / "new")
    assert printed[1] == "1 fact added, 1 value changed"
    at = printed.index("~ share of the vote: 1.98 → 3.4")
    assert printed[at + 1] == "“3.4%” [1]" or printed[at + 1].startswith("“")  # the source of the new value


def test_git_is_not_needed_for_folders(mini: Path, now: Path) -> None:
    assert diff(mini, now, env={"PATH": "/nonexistent"}).stdout


def test_without_git_a_revision_is_no_name(mini: Path) -> None:
    done = kzgraph("--graph", str(mini), "diff", "HEAD", env={"PATH": "/nonexistent"})
    assert done.returncode == 2
    assert "git, which knows revisions, is not installed" in done.stderr
