"""Fetching items: a server that answers as Wikidata does, and fails in every way servers fail."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest
import replay
from hypothesis import given
from hypothesis import strategies as st
from program import ROOT, Done, kzgraph
from replay import Fault, Wikidata
from wikidata_items import ITEMS, PEOPLE, item

from kzgraph._version import __version__
from kzgraph.errors import GraphLoadError, NetworkError, OutputError, UsageError
from kzgraph.rdf.qids import item_id
from kzgraph.wikidata.cache import Cache
from kzgraph.wikidata.client import LONGEST, Client, address, contact, pause, seconds_of
from kzgraph.wikidata.fetch import BATCH, fetch

DAY = "2026-11-22"
WHO = "curator@example.org"


def plain(*ids: str) -> dict[str, dict[str, object]]:
    """Items without statements: where only the transport matters."""
    return {qid: item(qid, {"en": f"The item {qid}"}, {}, kind="") for qid in ids}


@pytest.fixture
def server() -> Iterator[Wikidata]:
    with Wikidata(plain("Q1", "Q2", "Q3")) as found:
        yield found


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "items")


class Waits(list[float]):
    """Takes the place of sleeping."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


def client(server: Wikidata, waits: Waits | None = None, said: list[str] | None = None) -> Client:
    notices: list[str] = [] if said is None else said
    return Client(WHO, server.url, notice=notices.append, wait=waits if waits is not None else Waits())


def failure(server: Wikidata, waits: Waits | None = None) -> str:
    """Return the words of the error that asking for one item ends with."""
    with pytest.raises(NetworkError) as caught:
        client(server, waits).entities(["Q1"])
    error = caught.value
    assert error.exit_code == 4
    assert error.url == server.url
    assert str(error).startswith(server.url)
    assert "diff and draft work from it without the network" in str(error)
    assert not any(not c.isprintable() and c != "\n" for c in str(error))
    return str(error)


# The answers


def test_items_come_back_as_they_were_sent(cache: Cache) -> None:
    entities = ITEMS
    with Wikidata(entities) as server:
        report = fetch(client(server), cache, entities, day=DAY)
    assert report.copied == sorted(entities, key=lambda qid: int(qid[1:]))
    assert (report.fresh, report.merged, report.missing) == ([], {}, [])
    assert {qid: Cache(cache.folder).entity(qid) for qid in entities} == entities
    assert cache.ids == set(entities)
    assert cache.retrieved("Q7747") == DAY
    assert cache.copy("Q7747") == ("Q7747", entities["Q7747"], DAY)


def test_a_request_says_who_asks_and_that_it_can_wait(server: Wikidata, cache: Cache) -> None:
    fetch(client(server), cache, ["Q2"], day=DAY)
    assert server.agents == [f"kzgraph/{__version__} ({WHO})"]
    assert server.asked == [
        {"format": "json", "maxlag": "5", "action": "wbgetentities", "ids": "Q2", "redirects": "yes"}
    ]


def test_items_are_asked_for_fifty_at_a_time(cache: Cache) -> None:
    entities = plain(*(f"Q{number}" for number in range(1, 121)))
    steps: list[int] = []
    with Wikidata(entities) as server:
        report = fetch(client(server), cache, entities, day=DAY, done=steps.append)
    assert [len(ids) for ids in server.ids] == [BATCH, BATCH, 20]
    assert steps == [50, 50, 20]
    assert len(report.copied) == 120


def test_merged_and_missing_items_are_reported_and_kept(server: Wikidata, cache: Cache) -> None:
    server.redirects = {"Q77": "Q2"}
    report = fetch(client(server), cache, ["Q77", "Q404", "Q2"], day=DAY)
    assert report.copied == ["Q2", "Q77"]
    assert report.merged == {"Q77": "Q2"}
    assert report.missing == ["Q404"]
    found = Cache(cache.folder)
    assert found.redirects == {"Q77": "Q2"}
    assert found.missing == {"Q404"}
    assert found.entity("Q77") == found.entity("Q2") == server.entities["Q2"]
    assert found.entity("Q404") is None
    copy = found.copy("Q77")
    assert copy is not None
    assert (copy.qid, copy.retrieved) == ("Q2", DAY)
    assert found.retrieved("Q77") == found.retrieved("Q404") == DAY
    again = fetch(client(server), found, ["Q77", "Q404", "Q2"], day=DAY)
    assert (again.copied, again.fresh, again.merged, again.missing) == (
        [],
        ["Q2", "Q77"],
        {"Q77": "Q2"},
        ["Q404"],
    )
    assert len(server.asked) == 1


def test_what_changed_there_is_changed_here(server: Wikidata, cache: Cache) -> None:
    fetch(client(server), cache, ["Q1", "Q404"], day="2026-01-01")
    server.entities |= plain("Q404")
    del server.entities["Q1"]
    server.redirects = {"Q1": "Q3"}
    assert fetch(client(server), cache, ["Q1", "Q404"], day=DAY).merged == {"Q1": "Q3"}
    found = Cache(cache.folder)
    assert found.missing == set()
    assert found.ids == {"Q3", "Q404"}
    assert found.target("Q1") == "Q3"


def test_fresh_copies_are_not_asked_for_again(server: Wikidata, cache: Cache) -> None:
    fetch(client(server), cache, ["Q1"], day="2026-11-01")
    fetch(client(server), cache, ["Q1", "Q2"], day=DAY)
    assert server.ids == [["Q1"], ["Q2"]]
    fetch(client(server), cache, ["Q1", "Q2"], day=DAY, max_age=21)
    assert server.ids[2:] == [["Q1"]]
    fetch(client(server), cache, ["Q1", "Q2"], day=DAY, max_age=0)
    assert server.ids[3:] == [["Q1", "Q2"]]


def test_a_run_that_broke_off_goes_on_where_it_stopped(cache: Cache) -> None:
    entities = plain(*(f"Q{number}" for number in range(1, 121)))
    with Wikidata(entities) as server:
        asking = client(server)

        def stop(_: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fetch(asking, cache, entities, day=DAY, done=stop)
        assert len(Cache(cache.folder).ids) == 50
        report = fetch(asking, Cache(cache.folder), entities, day=DAY)
    assert [len(ids) for ids in server.ids] == [50, 50, 20]
    assert (len(report.copied), len(report.fresh)) == (70, 50)


def test_what_the_server_left_out_of_a_large_answer_is_asked_for_again(cache: Cache) -> None:
    entities = plain(*(f"Q{number}" for number in range(1, 21)))
    with Wikidata(entities) as server:
        server.most = 8
        report = fetch(client(server), cache, entities, day=DAY)
    assert [len(ids) for ids in server.ids] == [20, 12, 4]
    assert len(report.copied) == 20


def test_items_that_are_too_large_together_are_asked_for_in_halves(cache: Cache) -> None:
    entities = plain(*(f"Q{number}" for number in range(1, 12)))
    with Wikidata(entities) as server:
        server.fits = 3
        report = fetch(client(server), cache, entities, day=DAY)
    assert len(report.copied) == 11
    assert [len(ids) for ids in server.ids] == [11, 5, 2, 3, 6, 3, 3]


def test_a_server_that_never_answers_about_an_item_is_an_error(server: Wikidata, cache: Cache) -> None:
    server.most = 0
    with pytest.raises(NetworkError, match="does not answer about Q1 "):
        fetch(client(server), cache, ["Q1", "Q2", "Q3"], day=DAY)
    assert [len(ids) for ids in server.ids] == [3, 1]


# What passes


@pytest.mark.parametrize(
    "fault",
    [
        replay.error("maxlag", "Waiting for wdqs1006: 6.2 seconds lagged.", Retry_After="5"),
        replay.error("readonly", "The wiki is currently in read-only mode.", Retry_After="5"),
        replay.error("ratelimited", "You've exceeded your rate limit.", Retry_After="5"),
        replay.error("internal_api_error_DBQueryError", "[x] Caught exception", Retry_After="5"),
        replay.page(429, "Too Many Requests", Retry_After="5"),
        replay.page(503, "Service Unavailable", Retry_After="5"),
        replay.page(502, "Bad Gateway", Retry_After="5"),
        Fault(
            b'{"errors": [{"code": "maxlag", "text": "Waiting"}]}',
            headers={**Fault().headers, "Retry-After": "5"},
        ),
    ],
    ids=lambda fault: f"{fault.status} {fault.body[:40].decode()}",
)
def test_trouble_that_passes_is_waited_for(
    server: Wikidata, cache: Cache, waits: Waits, fault: Fault
) -> None:
    server.faults.extend([fault, fault])
    said: list[str] = []
    report = fetch(client(server, waits, said), cache, ["Q1"], day=DAY)
    assert report.copied == ["Q1"]
    assert waits == [5.0, 10.0]
    assert len(said) == 2
    assert "Waiting 5 s" in said[0]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(b'{"entities": {"Q1": {"type": "item", "id": "Q1", "labels": {}}}}', cut=30),
        Fault(b'{"entities": {"Q1"', length=18),
        Fault(b'{"entities": {"Q1": {"type": "it', length=500),
        Fault(b"\x1f\x8b\x08\x00broken", headers={**Fault().headers, "Content-Encoding": "gzip"}),
        Fault(b""),
        replay.page(500, "Internal error"),
    ],
    ids=["cut", "cut json", "too short", "broken gzip", "empty", "500"],
)
def test_an_answer_that_is_cut_is_asked_for_again(server: Wikidata, waits: Waits, fault: Fault) -> None:
    server.faults.append(fault)
    assert client(server, waits).entities(["Q1"]) == {"Q1": server.entities["Q1"]}
    assert waits == [1.0]


def test_pauses_grow_and_end(server: Wikidata, waits: Waits) -> None:
    server.faults.extend([replay.page(503, "Overloaded")] * 9)
    message = failure(server, waits)
    assert "HTTP status 503: 'Overloaded'" in message
    assert "asked 5 times" in message
    assert waits == [1.0, 2.0, 4.0, 8.0]
    assert len(server.asked) == 5


def test_a_server_that_asks_for_a_long_pause_gets_it(server: Wikidata, waits: Waits) -> None:
    server.faults.append(replay.page(429, "Slow down", Retry_After="3600"))
    assert "asks to wait 3600 seconds" in failure(server, waits)
    in_an_hour = formatdate(time.time() + 3600, usegmt=True)
    server.faults.append(replay.page(429, "Slow down", Retry_After=in_an_hour))
    assert "(Retry-After)" in failure(server, waits)
    assert waits == []


def test_retry_after_is_seconds_or_a_date() -> None:
    assert seconds_of("120", 0) == 120
    assert seconds_of(" 0 ", 0) == 0
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT", 1445412470) == 10
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT", 1545412470) == 0
    for text in (None, "", "soon", "-5", "1.5", "9" * 400, "Wed, 99 Oct 2015"):
        assert seconds_of(text, 0) is None


@given(st.text())
def test_any_retry_after_can_be_read(text: str) -> None:
    seconds = seconds_of(text, 0)
    assert seconds is None or seconds >= 0


@given(st.integers(1, 50), st.none() | st.floats(0, 1e6))
def test_a_pause_is_never_shorter_than_asked_for(turn: int, after: float | None) -> None:
    assert pause(turn, after) >= (after or 0)
    assert pause(turn, after) <= max(LONGEST, after or 0)
    assert pause(turn + 1, after) >= pause(turn, after)


# What does not


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            replay.page(200, "Please set a user-agent"),
            "'text/html' instead of JSON: 'Please set a user-agent'",
        ),
        (Fault(b"<html>", headers={}), "instead of JSON"),
        (replay.page(403, "Forbidden"), "is the contact in order?"),
        (replay.page(404, "Not Found"), "There is no API at that address"),
        (Fault(b"[1, 2]"), "not a JSON object"),
        (Fault(b"{}"), "no entities in it"),
        (Fault(b'{"entities": []}'), "no entities in it"),
        (Fault(b'{"entities": {"Q1": 1}}'), "no entities in it"),
        (replay.error("param-illegal", "Illegal \x1b[31m value"), r"Illegal \\x1b[31m value"),
        (Fault(b'{"error": "odd"}'), "'odd'"),
        (Fault(b"", 304), "HTTP status 304"),
    ],
)
def test_trouble_that_does_not_pass_is_not_waited_for(
    server: Wikidata, waits: Waits, fault: Fault, words: str
) -> None:
    server.faults.append(fault)
    message = failure(server, waits)
    assert words.replace("\\\\", "\\") in message
    assert waits == []
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe\x00", b'{"a": NaN', b"not JSON"])
def test_what_is_not_json_is_an_error_in_the_end(server: Wikidata, waits: Waits, body: bytes) -> None:
    server.faults.extend([Fault(body)] * 5)
    assert "not JSON" in failure(server, waits)


def test_a_huge_answer_is_not_read_to_its_end(server: Wikidata, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    monkeypatch.setattr("kzgraph.wikidata.client.MAX_BYTES", 1 << 20)
    bomb = gzip.compress(b" " * (64 << 20))
    server.faults.append(Fault(bomb, headers={**Fault().headers, "Content-Encoding": "gzip"}))
    assert "larger than 1 MB" in failure(server)
    server.faults.append(Fault(b" " * (3 << 20)))
    assert "larger than 1 MB" in failure(server)


def test_redirects_of_http_are_followed_a_few_times(server: Wikidata) -> None:
    def to(where: str) -> Fault:
        return Fault(b"", 302, {"Location": where})

    server.faults.append(to(f"{server.url}?action=wbgetentities&ids=Q1"))
    assert client(server).entities(["Q1"]).keys() == {"Q1"}
    server.faults.extend([to("/w/api.php")] * 4)
    assert "sent on more than 3 times" in failure(server)
    for where in ("file:///etc/passwd", "ftp://127.0.0.1/", "http://[bad"):
        server.faults.append(to(where))
        failure(server)
    assert not server.faults


def test_an_encrypted_connection_does_not_become_an_open_one() -> None:
    from kzgraph.wikidata import client as module

    class Stub:
        def request(self, *_: object, **__: object) -> Stub:
            return self

        def get_redirect_location(self) -> str:
            return "http://127.0.0.1:9/w/api.php"

        def close(self) -> None:
            pass

    asking = module.Client(WHO, "https://127.0.0.1:9/w/api.php")
    asking._manager = Stub()
    with pytest.raises(NetworkError, match="where kzgraph does not go"):
        asking.entities(["Q1"])


def nowhere() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/w/api.php"


def test_a_server_that_is_not_there_is_not_asked_twice(waits: Waits) -> None:
    for url in (nowhere(), "http://host.invalid./w/api.php", "https://127.0.0.1:1/"):
        with pytest.raises(NetworkError, match=r"cannot be reached: .*\n.*Check the connection"):
            Client(WHO, url, wait=waits).entities(["Q1"])
    assert waits == []


def test_a_silent_server_is_given_up(waits: Waits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzgraph.wikidata.client.READ", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(NetworkError, match="was silent"):
            Client(WHO, url, wait=waits).entities(["Q1"])
    assert waits == [1.0, 2.0, 4.0, 8.0]


# Who asks, and where


def test_nothing_is_asked_without_a_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KZGRAPH_CONTACT", raising=False)
    with pytest.raises(UsageError, match=r"rules of use .*User-Agent_policy"):
        contact(None)
    monkeypatch.setenv("KZGRAPH_CONTACT", WHO)
    assert contact(None) == WHO
    for good in ("https://example.org/me", "User:Curator", "Ada <a@example.org>"):
        assert contact(good) == good
    for bad in ("yes", "a@b\r\nX: y", "é@example.org", "a@b (c)", "@", "x" * 300):
        with pytest.raises(UsageError, match="no way to reach you"):
            contact(bad)


def test_the_address_is_http_or_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KZGRAPH_WIKIDATA_URL", raising=False)
    assert address(None) == "https://www.wikidata.org/w/api.php"
    monkeypatch.setenv("KZGRAPH_WIKIDATA_URL", "http://127.0.0.1:8080/w/api.php")
    assert address(None) == "http://127.0.0.1:8080/w/api.php"
    for bad in (
        "ftp://e/",
        "file:///etc/passwd",
        "https://user:secret@e/",
        "http://e/?x=1",
        "e",
        "http://e/ b",
    ):
        with pytest.raises(UsageError, match="not the address"):
            address(bad)


@pytest.mark.parametrize(
    "text",
    ["Q42", "q42", " Q42 ", "wd:Q42", "<http://www.wikidata.org/entity/Q42>", "https://www.wikidata.org/wiki/Q42#P31",
     "https://m.wikidata.org/wiki/Q42", "https://www.wikidata.org/wiki/Special:EntityData/Q42.json"],
)  # fmt: skip
def test_an_item_is_named_in_many_ways(text: str) -> None:
    assert item_id(text) == "Q42"


@pytest.mark.parametrize(
    ("text", "words"),
    [("P31", "is a property"), ("wd:P31", "is a property"), *[(bad, "not the identifier") for bad in
     ("", "42", "Q", "Q0", "Q042", "QQ42", "Q42 Q43", "L42", "http://example.org/Q42", "../Q42", "Q" + "9" * 30)]],
)  # fmt: skip
def test_what_is_no_item_is_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        item_id(text)


# The cache


def test_an_item_does_not_become_a_property(server: Wikidata, cache: Cache) -> None:
    answer = {"entities": {"Q1": {"type": "property", "id": "P31", "claims": {}}}}
    server.faults.append(Fault(json.dumps(answer).encode()))
    with pytest.raises(NetworkError, match="does not answer about Q1 as a Wikibase does"):
        fetch(client(server), cache, ["Q1"], day=DAY)
    assert cache.ids == set()


def test_a_folder_with_the_files_of_others_is_not_said_to_be_removable(tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(GraphLoadError, match="holds something else") as caught:
        Cache(tmp_path).entity("Q1")
    assert "Remove" not in str(caught.value)


def test_there_is_nothing_in_a_folder_that_is_not_there(cache: Cache) -> None:
    assert (cache.entity("Q1"), cache.retrieved("Q1"), cache.ids, cache.redirects, cache.missing) == (
        None,
        None,
        set(),
        {},
        set(),
    )
    assert cache.entity("../../etc/passwd") is None
    assert not Path(cache.folder).exists()


def test_the_folder_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("KZGRAPH_WIKIDATA_CACHE", raising=False)
    # Not below the cache of prepared graphs, which sweeps away what is not one of its newest folders.
    assert Cache().folder == str(tmp_path / "kzgraph-wikidata")
    monkeypatch.setenv("KZGRAPH_WIKIDATA_CACHE", str(tmp_path / "mine"))
    assert Cache().folder == str(tmp_path / "mine")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"format": 0}', "an older version"),
        ('{"format": 2}', "a newer version"),
        (None, "an older version"),
        ("{", "format.json is damaged"),
        ("[]", "format.json is damaged"),
    ],
)
def test_a_cache_of_another_version_is_said_to_be_one(
    server: Wikidata, cache: Cache, content: str | None, words: str
) -> None:
    fetch(client(server), cache, ["Q1"], day=DAY)
    file = Path(cache.folder, "format.json")
    file.unlink() if content is None else file.write_text(content)
    before = sorted(Path(cache.folder).rglob("*"))
    for use in (
        lambda: Cache(cache.folder).entity("Q1"),
        lambda: Cache(cache.folder).ids,
        lambda: Cache(cache.folder).put(server.entities["Q2"], DAY),
        lambda: fetch(client(server), Cache(cache.folder), ["Q2"], day=DAY),
    ):
        with pytest.raises(GraphLoadError, match=words) as caught:
            use()
        assert caught.value.exit_code == 3
        assert f"{cache.folder}: " in str(caught.value)
        assert "kzgraph wikidata fetch" in str(caught.value)
    assert sorted(Path(cache.folder).rglob("*")) == before
    assert len(server.asked) == 1


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, server: Wikidata) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(GraphLoadError, match="holds something else"):
        fetch(client(server), Cache(tmp_path), ["Q1"], day=DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("content", [b"", b'{"retrieved": "2026-', b"[]", b'{"retrieved": 1}', b"\xff",
    b'{"retrieved": "2026-01-01", "entity": {"id": "Q2"}}'])  # fmt: skip
def test_a_damaged_file_is_named_and_fetched_again(server: Wikidata, cache: Cache, content: bytes) -> None:
    fetch(client(server), cache, ["Q1", "Q3"], day=DAY)
    file = Path(cache.folder, "entities", "Q1.json")
    file.write_bytes(content)
    with pytest.raises(GraphLoadError, match=r"Q1\.json: is damaged\n.*kzgraph wikidata fetch Q1"):
        cache.entity("Q1")
    assert cache.entity("Q3") is not None
    assert fetch(client(server), cache, ["Q1", "Q3"], day=DAY).copied == ["Q1"]
    assert cache.entity("Q1") == server.entities["Q1"]


def test_circles_of_merged_items_end(server: Wikidata, cache: Cache) -> None:
    fetch(client(server), cache, ["Q1"], day=DAY)
    folder = Path(cache.folder, "redirects")
    folder.mkdir()
    for old, new in (("Q8", "Q9"), ("Q9", "Q8")):
        (folder / f"{old}.json").write_text(json.dumps({"retrieved": DAY, "target": new}))
    with pytest.raises(GraphLoadError, match="circle"):
        cache.entity("Q8")


def test_nothing_is_ever_half_written(
    server: Wikidata, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(client(server), cache, ["Q1"], day=DAY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="Q2 cannot be written: No space left"):
        fetch(client(server), cache, ["Q2"], day=DAY)
    monkeypatch.undo()
    names = sorted(path.name for path in Path(cache.folder).rglob("*") if path.is_file())
    assert names == ["Q1.json", "format.json"]


def test_only_the_client_imports_the_http_library() -> None:
    program = (
        "import sys, kzgraph.wikidata.client, kzgraph.wikidata.cache, kzgraph.wikidata.fetch\n"
        "sys.exit('urllib3' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


# The command


def fetching(server: Wikidata, tmp_path: Path, *args: str, **env: str) -> Done:
    """Run `kzgraph wikidata fetch` on the graph of this repository against the server."""
    return kzgraph(
        "wikidata",
        "fetch",
        *args,
        env={
            "KZGRAPH_GRAPH": str(ROOT),
            "KZGRAPH_CONTACT": WHO,
            "KZGRAPH_WIKIDATA_URL": server.url,
            "KZGRAPH_WIKIDATA_CACHE": str(tmp_path / "items"),
            **env,
        },
    )


def test_the_command_fetches_all_that_is_linked(tmp_path: Path) -> None:
    from kzgraph import load
    from kzgraph.wikidata.links import links

    linked = {link.qid for link in links(load(ROOT))}
    with Wikidata(plain(*linked)) as server:
        done = fetching(server, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        count = f"{len(linked)} items: {len(linked)} copied, 0 fresh already. In {tmp_path / 'items'}"
        assert done.stdout == count + "\n"
        assert {qid for ids in server.ids for qid in ids} == linked
        again = fetching(server, tmp_path)
    assert f"0 copied, {len(linked)} fresh already" in again.stdout
    assert Cache(tmp_path / "items").ids == linked


def test_the_command_fetches_what_is_named(server: Wikidata, tmp_path: Path) -> None:
    server.entities |= plain("Q2166484")
    done = fetching(server, tmp_path, "cppk", "wd:Q3", "https://www.wikidata.org/wiki/Q1")
    assert (done.returncode, done.stderr) == (0, "")
    assert server.ids == [["Q1", "Q3", "Q2166484"]]


def test_merged_and_missing_items_are_told_with_what_is_linked_to_them(tmp_path: Path) -> None:
    with Wikidata(PEOPLE, {"Q20483074": "Q4219369"}) as server:
        done = fetching(server, tmp_path, "Q20483074", "kz:cppk", "Q4219369")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [
        "Q20483074 was merged into Q4219369.",
        "Q2166484 (kz:cppk) does not exist.",
    ]
    assert "3 items: 2 copied, 0 fresh already, 1 missing." in done.stdout


def test_the_command_says_what_to_do_about_bad_input(server: Wikidata, tmp_path: Path) -> None:
    for args, code, words in (
        (["P31"], 2, "P31 is a property of Wikidata, not an item"),
        (["Q0"], 2, "not the identifier of an item"),
        (["wd:banana"], 2, "not the identifier of an item"),
        (["no-such-thing"], 2, "There is no thing 'no-such-thing'"),
        (["kz:zonakz"], 1, "kzgraph wikidata candidates kz:zonakz"),
        (["--max-age", "-1"], 2, "--max-age"),
        (["--api", "ftp://e/"], 2, "not the address of a Wikibase API"),
        (["--contact", "yes"], 2, "no way to reach you"),
    ):
        done = fetching(server, tmp_path, *args)
        assert (done.returncode, done.stdout) == (code, "")
        assert words in done.stderr
    done = fetching(server, tmp_path, "Q1", KZGRAPH_CONTACT="")
    assert done.returncode == 2
    assert "Wikimedia's rules of use" in done.stderr
    assert "--contact" in done.stderr
    assert server.asked == []
    assert not (tmp_path / "items").exists()


def test_the_command_tells_of_pauses_and_of_failures(server: Wikidata, tmp_path: Path) -> None:
    server.faults.extend([replay.error("maxlag", "Waiting: 6 seconds lagged.", Retry_After="0")] * 2)
    done = fetching(server, tmp_path, "Q1")
    assert done.returncode == 0
    assert done.stderr.count("Waiting 0 s, then asking again") == 2
    server.faults.append(replay.page(200, "Please set a user-agent"))
    done = fetching(server, tmp_path, "Q2")
    assert done.returncode == 4
    assert "Please set a user-agent" in done.stderr
    done = fetching(server, tmp_path, "Q2", KZGRAPH_WIKIDATA_URL=nowhere())
    assert done.returncode == 4
    assert "cannot be reached" in done.stderr
    assert Cache(tmp_path / "items").ids == {"Q1"}


def test_the_command_knows_a_cache_of_another_version(server: Wikidata, tmp_path: Path) -> None:
    assert fetching(server, tmp_path, "Q1").returncode == 0
    (tmp_path / "items" / "format.json").write_text('{"format": 0}')
    done = fetching(server, tmp_path, "Q2")
    assert done.returncode == 3
    assert "written by an older version of kzgraph" in done.stderr
    assert "Remove that folder" in done.stderr
    assert len(server.asked) == 1


def test_a_graph_without_links_has_nothing_to_fetch(server: Wikidata, tmp_path: Path, mini: Path) -> None:
    done = fetching(server, tmp_path, KZGRAPH_GRAPH=str(mini))
    assert done.returncode == 1
    assert "Nothing in this graph is linked to Wikidata" in done.stderr
