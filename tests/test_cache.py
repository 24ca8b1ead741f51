"""The cache makes a start faster and nothing else different, whatever happens to it."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

import kzgraph
from kzgraph.storage import cache


@pytest.fixture(params=["small", "large"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test with the mini graph as a small one, and again as if it were a large one."""
    if request.param == "large":
        monkeypatch.setattr("kzgraph.knowledge_graph.LARGE", 0)


@pytest.fixture(autouse=True)
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which this test keeps caches; nothing is in it."""
    home = tmp_path / "cache"
    home.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    return home


ANSWER = ["https://example.org/chess/thing/ada"]


def ask(folder: Path) -> list[str]:
    rows = kzgraph.load(folder).query("captain-on", club="rookery", on="2004-04-13")
    return [str(row["captain"]) for row in rows]


def entries() -> list[Path]:
    folder = Path(cache.folder())
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_the_folder_is_the_one_of_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.folder() == platformdirs.user_cache_dir("kzgraph", appauthor=False)
    for value in ("", "relative", " "):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert cache.folder() == platformdirs.user_cache_dir("kzgraph", appauthor=False)
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache.folder() == platformdirs.user_cache_dir("kzgraph", appauthor=False)


def test_the_second_start_uses_the_entry_of_the_first(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(mini) == ANSWER
    (entry,) = entries()
    assert ask(mini) == ANSWER
    assert entries() == [entry]
    monkeypatch.setattr("kzgraph.knowledge_graph._prepare", None)  # it is not prepared again
    monkeypatch.setattr("kzgraph.rdf.edtf.parse", None)
    assert ask(mini) == ANSWER


def test_a_changed_file_is_seen_at_once(mini: Path) -> None:
    assert ask(mini) == ANSWER
    people = mini / "data" / "people.ttl"
    people.write_text(people.read_text().replace("ch:holder t:ada", "ch:holder t:cy "))
    assert ask(mini) == ["https://example.org/chess/thing/cy"]
    assert len(entries()) == 2


def test_cached_and_fresh_graphs_have_the_same_triples_and_catalogue(mini: Path) -> None:
    fresh, cached = kzgraph.load(mini), kzgraph.load(mini)
    everything = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert fresh.sparql(everything).rows == cached.sparql(everything).rows
    assert fresh.queries == cached.queries
    assert fresh.rules == cached.rules
    assert (fresh.prefixes, fresh.home) == (cached.prefixes, cached.home)


@pytest.mark.parametrize("damage", ["flip", "flip the first", "truncate", "empty", "delete", "grow"])
def test_answers_stay_right_whatever_file_of_the_entry_is_damaged(mini: Path, damage: str) -> None:
    ask(mini)
    (entry,) = entries()
    names = sorted(path.relative_to(entry) for path in entry.rglob("*") if path.is_file())
    assert names
    for name in names:
        if not (entry / name).exists():  # made anew under another number
            continue
        content = (entry / name).read_bytes()
        if damage == "delete":
            (entry / name).unlink()
        elif damage == "flip" and content:
            (entry / name).write_bytes(content[:-1] + bytes([content[-1] ^ 255]))
        elif damage == "flip the first" and content:
            (entry / name).write_bytes(bytes([content[0] ^ 255]) + content[1:])
        elif damage == "grow":
            (entry / name).write_bytes(content + b"x")
        else:
            (entry / name).write_bytes(content[: len(content) // 2] if damage == "truncate" else b"")
        assert ask(mini) == ANSWER, name
        assert ask(mini) == ANSWER, name


def test_an_entry_that_is_rubbish_is_replaced(mini: Path) -> None:
    ask(mini)
    (entry,) = entries()
    shutil.rmtree(entry)
    (entry / "store").mkdir(parents=True)
    (entry / "prepared.json").write_text("{}")
    assert ask(mini) == ANSWER
    assert ask(mini) == ANSWER


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_a_folder_that_others_can_write_is_not_trusted(mini: Path) -> None:
    ask(mini)
    folder = Path(cache.folder())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o777)
    (entry,) = entries()
    assert cache.open_entry(entry.name) is None
    assert ask(mini) == ANSWER


@pytest.mark.skipif(os.name != "posix", reason="POSIX links")
def test_a_link_in_the_place_of_the_folder_is_not_followed(
    mini: Path, tmp_path: Path, cache_home: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (cache_home / "kzgraph").symlink_to(tmp_path / "elsewhere")
    assert ask(mini) == ANSWER
    assert not list((tmp_path / "elsewhere").iterdir())


def test_no_place_for_a_cache_is_no_problem(
    mini: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache_home / "kzgraph").write_text("a file where the folder should be")
    assert ask(mini) == ANSWER
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    assert ask(mini) == ANSWER
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home / "nul") + "é" * 300)
    assert ask(mini) == ANSWER


def test_an_entry_that_is_asked_stays_before_newer_ones(mini: Path) -> None:
    ask(mini)
    (asked,) = entries()
    people = mini / "data" / "people.ttl"
    text = people.read_text()
    for number in range(cache.KEEP):
        people.write_text(f"{text}# {number}\n")
        ask(mini)
        assert asked in entries()
        for entry in entries():
            os.utime(entry, (1e9 + (entry != asked), 1e9 + (entry != asked)))
        people.write_text(text)
        ask(mini)


def test_what_is_prepared_can_be_had_without_the_triples(mini: Path) -> None:
    ask(mini)
    (entry,) = entries()
    assert cache.prepared(entry.name)["home"] == kzgraph.load(mini).home
    shutil.rmtree(entry / "store", ignore_errors=True)
    (entry / "graph.nt").unlink(missing_ok=True)
    assert cache.prepared(entry.name)["prefixes"]["t"].startswith("https://example.org/")
    assert cache.prepared("nothing") == {}


def test_only_the_newest_entries_are_kept(mini: Path) -> None:
    people = mini / "data" / "people.ttl"
    for number in range(cache.KEEP + 2):
        people.write_text(people.read_text() + f"# {number}\n")
        ask(mini)
        for age, entry in enumerate(sorted(entries(), key=lambda path: path.stat().st_mtime, reverse=True)):
            os.utime(entry, (1e9 - age, 1e9 - age))
    assert len(entries()) == cache.KEEP
    ask(mini)
    assert len(entries()) == cache.KEEP


def test_many_processes_may_build_the_same_entry(mini: Path) -> None:
    program = (
        "import sys, kzgraph\n"
        "rows = kzgraph.load(sys.argv[1]).query('captain-on', club='rookery', on='2004-04-13')\n"
        "print(*[row['captain'] for row in rows])"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(mini)], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    answers = [process.communicate(timeout=60)[0].split() for process in processes]
    assert answers == [ANSWER] * 6
    assert len(entries()) == 1


def test_an_entry_that_was_altered_is_not_believed(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzgraph.knowledge_graph.LARGE", 50_000)
    ask(mini)
    (entry,) = entries()
    for name, old, new in (
        ("graph.nt", b"1996-04-01", b"2009-04-01"),
        ("prepared.json", b"captain", b"captive"),
    ):
        content = (entry / name).read_bytes()
        assert old in content
        (entry / name).write_bytes(content.replace(old, new))
        assert ask(mini) == ANSWER


def test_a_store_of_another_graph_is_not_believed(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzgraph.knowledge_graph.LARGE", 0)
    ask(mini)
    (right,) = entries()
    people = mini / "data" / "people.ttl"
    text = people.read_text()
    people.write_text(text.replace("ch:holder t:ada", "ch:holder t:cy "))
    ask(mini)
    (other,) = set(entries()) - {right}
    shutil.rmtree(right / "store")
    shutil.copytree(other / "store", right / "store")
    people.write_text(text)
    assert ask(mini) == ANSWER
