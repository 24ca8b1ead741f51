"""Matching names, and searching for the item of a thing: real names, and the traps among them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import replay
from hypothesis import given
from hypothesis import strategies as st
from program import ROOT, Done, kzgraph
from replay import Wikidata
from wikidata_items import ITEMS, PARTIES, PEOPLE, item

from kzgraph import load
from kzgraph.errors import UsageError
from kzgraph.lookup.name_match import Matcher, compare
from kzgraph.rdf.spelling import fold
from kzgraph.wikidata.cache import Cache
from kzgraph.wikidata.candidates import profile, respelt, searches, wikidata_code
from kzgraph.wikidata.scoring import judge

KZ = load(ROOT)
ID = "https://w3id.org/kzgraph/id/"

# Names


@pytest.mark.parametrize(
    ("one", "other", "kind", "score"),
    [
        ("Vladislav Kosarev", "vladislav kosarev", "same", 100),
        ("Жамбыл Ахметбеков", "Jambyl Ahmetbekov", "spelling", 100),
        ("Қазақстан Коммунистік партиясы", "Kazakhstan Kommunistik partiiasy", "spelling", 100),
        ("Косарев, Владислав", "Vladislav Kossarev", "order", 100),
        ("Vladislav Kosarev", "Косарев Владислав Борисович", "more words", 78),
        ("Ak Zhol", "Акжол", "near", 100),
        ("Communist Party of Kazakhstan", "Communist People's Party of Kazakhstan", "more words", 87),
        ("Turgyn Syzdyqov", "Тито Сыздыков", "near", 62),
        ("Serikbolsyn Abdildin", "Zhabaikhan Abdildin", "other", 46),
        ("CPPK", "CPK", "other", 0),
        ("", "Kosarev", "other", 0),
        ("?!", "?!", "other", 0),
    ],
)
def test_how_two_names_are_alike(one: str, other: str, kind: str, score: int) -> None:
    found = compare(one, other)
    assert (found.kind, round(found.score)) == (kind, score)
    assert compare(other, one) == found


WORDS = st.sampled_from(
    [
        "Vladislav",
        "Kosarev",
        "Косарев",
        "Владислав",
        "Zhambyl",
        "Жамбыл",
        "Akhmetbekov",
        "Ahmetbekov",
        "Ak",
        "Zhol",
        "Акжол",
        "CPK",
        "CPPK",
        "Party",
        "of",
        "Communist",
        "Коммунистическая",
        "Kazakhstan",
        "Қазақстан",
        "Kazahstan",
        "Syzdyqov",
        "Сыздыкова",
        "Tito",
        "Bakhyt",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.lists(NAMES, min_size=1, max_size=12), st.sampled_from([1.0, 40.0, 70.0, 90.0, 100.0]), st.data())
def test_the_index_finds_what_comparing_with_every_name_finds(
    names: list[str], cutoff: float, data: st.DataObject
) -> None:
    one_of_them = data.draw(st.sampled_from(names)).split()
    wanted = data.draw(st.one_of(NAMES, st.permutations(one_of_them).map(" ".join)))
    found = Matcher([(name, n) for n, name in enumerate(names)]).match(wanted, limit=100, cutoff=cutoff)
    scores = [compare(wanted, name).score for name in names]
    assert {match.value for match in found} == {n for n, score in enumerate(scores) if score >= cutoff}
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert all(match.score == scores[match.value] and match.name == names[match.value] for match in found)


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    found = compare(one, other)
    assert 0 <= found.score <= 100
    assert (found.score == 0) or (fold(one) and fold(other))
    matches = Matcher([(other, None)]).match(one, cutoff=1)
    assert len(matches) == (found.score >= 1)


def test_the_same_name_can_belong_to_many() -> None:
    matcher = Matcher([("Kosarev", "a"), ("Косарев", "b"), ("Kosarev", "c"), ("", "d")])
    assert len(matcher) == 3
    assert [(match.value, match.kind) for match in matcher.match("Kosarev")] == [
        ("a", "same"),
        ("c", "same"),
        ("b", "spelling"),
    ]
    assert len(matcher.match("Kosarev", limit=2)) == 2
    assert matcher.match("Kosarev", limit=0) == matcher.match("") == Matcher([]).match("Kosarev") == []


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rapidfuzz.process", None)
    with pytest.raises(UsageError, match=r"rapidfuzz.*\n.*pip install"):
        Matcher([("a", 1)])


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("Vladislav Kosarev", "владислав косарев"),
        ("Zharmakhan Tuyakbay", "жармахан туякбай"),
        ("Serıkbolsyn Äbdıldin", "серыкболсын абдылдин"),
        ("Shchukin", "щукин"),
        ("Косарев", ""),
        ("Ak-Zhol 2", ""),
        ("", ""),
    ],
)
def test_a_latin_name_is_guessed_in_cyrillic_letters(name: str, guess: str) -> None:
    assert respelt(name) == guess


def test_tags_become_the_codes_of_wikidata() -> None:
    tags = {"kk-latn-x-2018": "kk-latn", "ru-Latn": "en", "kk": "kk", "en-GB": "en", None: "en", "und": "en"}
    assert {tag: wikidata_code(tag) for tag in tags} == tags


def test_each_name_is_searched_for_once() -> None:
    wanted = searches(profile(KZ, ID + "cppk"))
    assert len(wanted) == len(set(wanted))
    assert ("Коммунистическая народная партия Казахстана", "ru") in wanted
    assert ("Qazaqstan kommýnıstik halyq partııa", "kk-latn") in wanted
    assert ("QKHP", "") not in wanted  # half of the abbreviations are words elsewhere
    assert [text for text, language in searches(profile(KZ, ID + "vladislav-kosarev")) if not language] == [
        "Vladislav Kosarev",
        "Kosarev",
        "Vladislav Kossarev",
        "владислав косарев",
        "косарев",
    ]


# Weighing


def test_a_person_is_no_party() -> None:
    about = profile(KZ, ID + "cppk")
    same_name = item("Q900", {"en": about.label}, {}, kind="Q5", P17="Q232")
    found = judge(about, same_name)
    assert found.verdict == "no"
    assert "it is of another kind: person (Q5)" in found.objections
    party = judge(about, item("Q901", {"en": about.label}, {}, kind="Q7278"))
    assert party.verdict == "possible", "a name and a kind are not enough to be likely"
    assert party.score > found.score
    unknown = judge(about, item("Q902", {"en": about.label}, {}, kind="Q903"))
    assert "whether its kind fits is not known here: Q903" in unknown.objections
    assert "it has no kind (P31)" in judge(about, item("Q9", {"en": "x"}, {}, kind="")).objections


@pytest.mark.parametrize(
    ("founded", "said"),
    [
        ("2004", "inception: 2004-04-13 here, 2004 there"),
        ("2004-04", "inception: 2004-04-13 here, 2004-04 there"),
        ("2004-04-13", "inception: 2004-04-13 here and there"),
    ],
)
def test_dates_agree_as_far_as_they_go(founded: str, said: str) -> None:
    about = profile(KZ, ID + "cppk")
    there = item("Q901", {"en": about.label}, {}, kind="Q7278", P571=founded)
    found = judge(about, there)
    assert said in found.reasons
    assert found.verdict == "likely"
    there = item("Q901", {"en": about.label}, {}, kind="Q7278", P571="1991")
    other = judge(about, there)
    assert "inception: 2004-04-13 here, 1991 there" in other.objections
    assert other.score <= found.score - 30
    assert other.verdict == "unlikely"
    near = judge(about, item("Q901", {"en": about.label}, {}, kind="Q7278", P571="2004-05-01"))
    assert "inception: 2004-04-13 here, 2004-05-01 there" in near.objections
    assert near.verdict == "possible"


def test_an_odd_item_is_weighed_all_the_same() -> None:
    about = profile(KZ, ID + "cppk")
    for odd in (
        {"id": "Q1"},
        {"id": "Q1", "labels": [], "descriptions": [], "aliases": [], "claims": [], "sitelinks": []},
        {
            "id": "Q1",
            "labels": {"en": 1, "ru": [None]},
            "aliases": {"en": {"value": 1}},
            "claims": {"P31": [1]},
        },
        {"id": "Q1", "labels": {}, "claims": {"P571": [{"mainsnak": {"snaktype": "somevalue"}}]}},
    ):
        assert judge(about, odd).verdict in ("unlikely", "no")


# The command


@pytest.fixture
def server() -> Iterator[Wikidata]:
    with Wikidata({**ITEMS, **PEOPLE, **PARTIES}) as found:
        yield found


@pytest.fixture
def unlinked(tmp_path: Path) -> Path:
    """Return the graph of this repository as it would be without a single link."""
    import shutil

    folder = tmp_path / "graph"
    for name in ("ontology", "data", "queries", "shapes"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "data" / "links.ttl").unlink()
    return folder


def candidates(server: Wikidata, tmp_path: Path, *args: str, graph: Path = ROOT, **env: str) -> Done:
    return kzgraph(
        "wikidata",
        "candidates",
        *args,
        env={
            "KZGRAPH_GRAPH": str(graph),
            "KZGRAPH_CONTACT": "curator@example.org",
            "KZGRAPH_WIKIDATA_URL": server.url,
            "KZGRAPH_WIKIDATA_CACHE": str(tmp_path / "items"),
            **env,
        },
    )


def verdicts(done: Done) -> dict[str, str]:
    return {each["item"]: each["verdict"] for each in json.loads(done.stdout)["candidates"]}


def test_a_party_is_found_and_the_line_to_link_it_is_told(
    server: Wikidata, tmp_path: Path, unlinked: Path
) -> None:
    done = candidates(server, tmp_path, "cppk", graph=unlinked)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert any(line.startswith("Q2166484 Communist People's Party of Kazakhstan, score") for line in lines)
    (line,) = [line for line in lines if line.startswith("kzgraph wikidata link")]
    words = shlex.split(line)
    assert words[:6] == ["kzgraph", "wikidata", "link", "kz:cppk", "Q2166484", "--why"]
    assert words[6].startswith("Same name: ")
    assert words[6].endswith(".")
    assert len(words) == 7
    assert Cache(tmp_path / "items").ids == {"Q2166484"}
    assert not (unlinked / "data" / "links.ttl").exists()


def test_a_person_with_latin_names_only_is_found_by_the_guess(
    server: Wikidata, tmp_path: Path, unlinked: Path
) -> None:
    done = candidates(server, tmp_path, "kosarev", "--format", "json", graph=unlinked)
    assert verdicts(done) == {"Q4234767": "possible"}
    (found,) = json.loads(done.stdout)["candidates"]
    assert found["label"] == "Косарев, Владислав Борисович"
    assert any("“Vladislav Kosarev”" in reason for reason in found["reasons"])


def test_the_party_of_1936_is_shown_with_what_speaks_against_it(server: Wikidata, tmp_path: Path) -> None:
    done = candidates(server, tmp_path, "cpk", "--format", "json")
    assert done.returncode == 1
    assert "None of them is likely to be kz:cpk." in done.stderr
    assert set(verdicts(done).values()) == {"no"}
    found = {each["item"]: each for each in json.loads(done.stdout)["candidates"]}
    objections = found["Q1780608"]["objections"]
    assert any(each.startswith("it is marked as not to be confused with this: ") for each in objections)
    assert "it is linked to kz:cpk-1936 already" in objections
    assert "inception: 1991-10-16 here, 1936 there" in objections
    assert "it is linked to kz:cppk already" in found["Q2166484"]["objections"]
    assert "kzgraph wikidata link" not in candidates(server, tmp_path, "cpk").stdout


def test_even_without_links_the_party_of_1936_is_not_likely(
    server: Wikidata, tmp_path: Path, unlinked: Path
) -> None:
    done = candidates(server, tmp_path, "cpk", "--format", "json", graph=unlinked)
    assert verdicts(done)["Q1780608"] == "unlikely"


def test_people_of_the_same_surname_are_not_offered(server: Wikidata, tmp_path: Path) -> None:
    for name, namesake in (("serikbolsyn-abdildin", "Q4054459"), ("turgyn-syzdyqov", "Q4447896")):
        done = candidates(server, tmp_path, name, "--format", "json")
        assert done.returncode == 1
        found = verdicts(done) if done.stdout else {}
        assert found.get(namesake, "no") in ("no", "unlikely")


def test_formats_and_limits(server: Wikidata, tmp_path: Path) -> None:
    done = candidates(server, tmp_path, "cpk", "--limit", "1", "--format", "csv")
    assert done.stdout.splitlines()[0] == "item,label,description,score,verdict,reasons,objections"
    assert len(done.stdout.splitlines()) == 2
    assert "2 more left out (--limit)" in candidates(server, tmp_path, "cpk", "--limit", "1").stdout
    markdown = candidates(server, tmp_path, "cppk", "-o", str(tmp_path / "out.md"))
    assert markdown.stdout == ""
    assert "Q2166484" in (tmp_path / "out.md").read_text(encoding="utf-8")


def test_merged_candidates_count_as_what_they_became(server: Wikidata, tmp_path: Path) -> None:
    server.redirects = {"Q20483074": "Q4219369"}
    # The search still finds both, as it may for hours after items were merged.
    server.entities["Q20483074"] = item("Q20483074", {"en": "Tulesh Kenzhin"}, {}, kind="Q5")
    done = candidates(server, tmp_path, "tulesh-kenzhin", "--format", "json")
    assert sorted(server.ids[-1]) == ["Q20483074", "Q4219369"]
    assert [each["item"] for each in json.loads(done.stdout)["candidates"]] == ["Q4219369"]


def test_what_is_asked_and_what_goes_wrong(server: Wikidata, tmp_path: Path) -> None:
    done = candidates(server, tmp_path, "kz:naghyz-ak-zhol-nothing")
    assert (done.returncode, done.stdout) == (2, "")
    done = candidates(server, tmp_path, "kz:ukimet")
    assert done.returncode == 2
    done = candidates(server, tmp_path, "cppk", KZGRAPH_CONTACT="")
    assert done.returncode == 2
    assert "Wikimedia's rules of use" in done.stderr
    assert server.asked == []
    server.faults.append(replay.page(403, "Forbidden"))
    done = candidates(server, tmp_path, "cppk")
    assert (done.returncode, done.stdout) == (4, "")
    assert "HTTP status 403" in done.stderr
    done = candidates(server, tmp_path, "kz:zonakz")
    assert done.returncode == 1
    assert "No item has a name like one of kz:zonakz" in done.stderr


def test_another_graph_works_without_any_mapping(server: Wikidata, tmp_path: Path, mini: Path) -> None:
    people = mini / "data" / "people.ttl"
    people.write_text(people.read_text(encoding="utf-8").replace("Ada", "Jambyl"), encoding="utf-8")
    done = candidates(server, tmp_path, "t:ada", "--format", "json", graph=mini)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
