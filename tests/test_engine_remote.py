"""Asking servers: a real one, and a small one that fails in every way servers fail."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from serving import serving

import kzgraph
from kzgraph._version import __version__
from kzgraph.errors import KzgraphError, NetworkError, UsageError
from kzgraph.storage.endpoint import RemoteEngine
from kzgraph.storage.loading import load as load_store

EVERYTHING = "SELECT * { ?s ?p ?o }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the mini graph, derived days included, with the real Oxigraph server."""
    from kzgraph.storage.folders import read

    store = load_store(read(str(Path(__file__).parent / "mini")))
    with serving(store, tmp_path_factory.mktemp("served")) as url:
        yield url


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("captain-on", {"club": "ROOK", "on": "2004-04-13"}),
        ("clubs", {"top": 2}),
        ("is-captain", {"player": "ada"}),
        ("called", {"name": 'Bo "the Fork" Iversen'}),
        ("called", {"name": "Die Krähenkolonie", "language": "de"}),
    ],
)
def test_a_server_gives_the_same_answers_as_the_folder(
    server: str, mini: Path, name: str, params: dict[str, object]
) -> None:
    if name == "captain-on":
        params = {**params, "club": "t:rookery"}
    if name == "is-captain":
        params = {"player": "t:ada"}
    near = kzgraph.load(mini).query(name, **params)
    far = kzgraph.connect(server, mini).query(name, **params)
    assert (far.kind, far.columns, far.rows, far.boolean) == (
        near.kind,
        near.columns,
        near.rows,
        near.boolean,
    )


def test_labels_are_resolved_at_the_server(server: str, mini: Path) -> None:
    kg = kzgraph.connect(server, mini)
    assert kg.resolve("rook") == "https://example.org/chess/thing/rookery"
    assert kg.resolve("rookery") == "https://example.org/chess/thing/rookery"


def test_a_graph_comes_back_as_triples(server: str, mini: Path) -> None:
    near, far = kzgraph.load(mini).query("membership"), kzgraph.connect(server, mini).query("membership")
    assert sorted(far.triples, key=str) == sorted(near.triples, key=str)
    assert len(far) == 2
    assert (
        kzgraph.connect(server, mini).sparql("DESCRIBE <https://example.org/chess/thing/ada>").kind == "graph"
    )


def test_a_long_query_arrives(server: str) -> None:
    values = " ".join(f'"{number}"' for number in range(20_000))
    assert len(RemoteEngine(server).query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")) == 20_000


def test_the_words_of_the_server_about_a_bad_query_are_shown(server: str) -> None:
    with pytest.raises(NetworkError, match=r"HTTP status 400: .*expected"):
        RemoteEngine(server).query("SELECT * { ?s ?p }")


class Replay:
    """A local server that sends prepared bytes and keeps what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {"Content-Type": "application/sparql-results+json"}
        self.body = b'{"head": {"vars": []}, "results": {"bindings": []}}'
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.before: Callable[[], None] = lambda: None
        self.pieces: Callable[[], Iterable[bytes]] = lambda: [self.body]
        replay = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"]))
                replay.asked.append((self.path, dict(self.headers.items()), sent))
                replay.before()
                self.send_response(replay.status)
                for name, value in replay.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for piece in replay.pieces():
                        self.wfile.write(piece)
                except OSError:
                    self.close_connection = True

            def do_GET(self) -> None:
                self.send_error(405)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sparql?map=1"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def replay() -> Iterator[Replay]:
    server = Replay()
    yield server
    server.close()


def failure(replay: Replay, text: str = EVERYTHING, timeout: float = 10) -> str:
    with pytest.raises(NetworkError) as caught:
        RemoteEngine(replay.url, timeout=timeout).query(text)
    error = caught.value
    assert error.exit_code == 4
    assert error.url == replay.url
    assert str(error).startswith(replay.url)
    assert error.hint
    return str(error)


@pytest.mark.parametrize(
    ("contact", "told"),
    [("you@example.org", "; you@example.org"), ("a\r\nX-Evil: 1", ""), ("ä", ""), ("", "")],
)
def test_a_request_says_how_to_reach_who_asks(
    replay: Replay, monkeypatch: pytest.MonkeyPatch, contact: str, told: str
) -> None:
    monkeypatch.setenv("KZGRAPH_CONTACT", contact)
    RemoteEngine(replay.url).query(EVERYTHING)
    ((_, headers, _),) = replay.asked
    assert headers["User-Agent"] == f"kzgraph/{__version__} (+https://w3id.org/kzgraph{told})"
    assert "X-Evil" not in headers


def test_a_request_says_who_asks_and_has_nothing_but_the_query(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KZGRAPH_CONTACT", raising=False)
    text = "# SELECT, not CONSTRUCT\nSELECT * { ?s ?p 'ASK + % é' }"
    assert len(RemoteEngine(replay.url).query(text)) == 0
    ((path, headers, body),) = replay.asked
    assert path == "/sparql?map=1"
    assert headers["User-Agent"] == f"kzgraph/{__version__} (+https://w3id.org/kzgraph)"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "application/sparql-results+json" in headers["Accept"]
    from urllib.parse import parse_qs

    assert parse_qs(body.decode()) == {"query": [text]}


def test_all_kinds_of_terms_are_read(replay: Replay) -> None:
    replay.body = b"""{"head": {"vars": ["a", "b", "c", "d", "e", "f"]}, "results": {"bindings": [{
        "a": {"type": "uri", "value": "http://e/"}, "b": {"type": "literal", "value": "x", "xml:lang": "kk"},
        "c": {"type": "typed-literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        "d": {"type": "bnode", "value": "b://1"},
        "e": {"type": "literal", "value": "", "datatype": "http://www.w3.org/2001/XMLSchema#string"}}]}}"""
    (row,) = RemoteEngine(replay.url).query(EVERYTHING)
    assert [term and term.n3() for term in row] == [
        "<http://e/>",
        '"x"@kk',
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "_:b___1",
        '""',
        None,
    ]


@pytest.mark.parametrize(
    "status", [301, 307, 400, 401, 403, 404, 405, 413, 414, 418, 429, 500, 502, 503, 504]
)
def test_every_status_that_is_no_success_is_an_error_with_advice(replay: Replay, status: int) -> None:
    replay.status = status
    replay.headers = {"Content-Type": "text/plain", "Location": "/elsewhere"}
    replay.body = b"Sorry: \x1b[31mno\x00 such thing\n"
    message = failure(replay)
    assert "\x1b" not in message
    if status >= 400:
        assert f"HTTP status {status}" in message
    if status in (400, 404, 418, 429, 500, 503):
        assert "Sorry: \\x1b[31mno" in message


def test_retry_after_is_told(replay: Replay) -> None:
    replay.status, replay.headers = 429, {"Retry-After": "37", "Content-Type": "text/plain"}
    assert "after 37 seconds" in failure(replay)
    replay.headers["Retry-After"] = "Wed, 21 Oct 2026 07:28:00 GMT"
    assert "Wed, 21 Oct 2026" in failure(replay)


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        ("text/html; charset=utf-8", b"<html><title>Please log in</title><p>secret", "Please log in"),
        ("text/plain", b"Please set a user-agent and respect our robot policy", "robot policy"),
        ("application/sparql-results+xml", b"<?xml version='1.0'?><sparql/>", "sparql-results+xml"),
        ("application/json", b"", "cannot be read"),
        (
            "application/json",
            b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"ty',
            "cannot be read",
        ),
        ("application/json", b"[]", "cannot be read"),
        ("application/json", b'{"boolean": true}', "cannot be read"),
        ("application/json", b'{"error": "maxlag"}', "maxlag"),
        ("application/json", b'{"head": {"vars": ["a"]}, "results": {"bindings": [1]}}', "cannot be read"),
        ("application/json", b"[" * 100_000, "cannot be read"),
        ("application/json", b"\xff\xfe\x00", "cannot be read"),
        (
            "application/json",
            b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"\\ud800"}}]}}',
            "cannot be read",
        ),
        (
            "application/json",
            b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "triple", "value": {}}}]}}',
            "cannot be read",
        ),
    ],
)
def test_an_answer_that_is_no_result_is_not_taken_for_one(
    replay: Replay, content_type: str, body: bytes, words: str
) -> None:
    replay.headers, replay.body = {"Content-Type": content_type}, body
    message = failure(replay)
    assert words in message
    assert "secret" not in message


def test_a_graph_that_is_cut_or_malformed_is_an_error(replay: Replay) -> None:
    replay.headers, replay.body = {"Content-Type": "text/turtle"}, b"<http://e/a> <http://e/b> <http"
    assert "cannot be read as text/turtle" in failure(replay, "CONSTRUCT WHERE { ?s ?p ?o }")
    replay.body = b"<http://e/a> <http://e/b> 1 .\n"
    assert RemoteEngine(replay.url).query("CONSTRUCT WHERE { ?s ?p ?o }").triples[0][2].python == 1
    replay.headers["Content-Length"] = "500"
    replay.before = lambda: None
    assert "broke off" in failure(replay, "CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_huge_answer_is_not_read_to_its_end(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzgraph.storage.endpoint.MAX_BYTES", 1 << 20)
    replay.body = b" " * (3 << 20)
    assert "larger than 1 MB" in failure(replay)


def test_a_silent_server_is_given_up(replay: Replay) -> None:
    release = threading.Event()
    replay.before = lambda: void(release.wait(20))
    try:
        assert "no complete answer in 1 seconds" in failure(replay, timeout=1)
    finally:
        release.set()


def test_the_time_is_for_a_whole_answer(replay: Replay) -> None:
    """A server that sends a byte now and then keeps nobody waiting, though no byte is late."""
    given_up = threading.Event()
    replay.body = b" " * 100 + replay.body
    replay.pieces = lambda: (bytes([byte]) for byte in replay.body if not given_up.wait(0.02))
    try:
        assert "no complete answer in 0.3 seconds" in failure(replay, timeout=0.3)
    finally:
        given_up.set()


def void(_: object) -> None:
    pass


def test_a_server_that_is_not_there(mini: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"
    with pytest.raises(NetworkError, match="cannot be reached"):
        kzgraph.connect(url, mini).query("clubs")
    with pytest.raises(NetworkError, match="cannot be reached"):
        RemoteEngine("http://host.invalid./sparql").query(EVERYTHING)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "file:///etc/passwd",
            "ftp://e/",
            "localhost:8080",
            "http://",
            "http:///sparql",
            "javascript:alert(1)",
        ),
        *(
            "http://user:secret@e/sparql",
            "http://e/a b",
            "http://e/\r\nX: y",
            "http://e/#fragment",
            "http://e\\@x/",
        ),
    ],
)
def test_only_http_addresses_without_a_login_are_endpoints(url: str) -> None:
    with pytest.raises(UsageError):
        kzgraph.connect(url)


def test_an_endpoint_has_no_dataset_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzgraph.storage.folders.find", nothing)
    kg = kzgraph.connect("http://127.0.0.1:9/sparql")
    assert (dict(kg.queries), kg.home, kg.path) == ({}, "", None)
    with pytest.raises(KzgraphError, match="needs the files of the graph"):
        kg.dataset()


def nothing(_: object) -> str:
    raise kzgraph.errors.GraphLoadError("nothing")


def test_only_the_remote_engine_imports_sparqlwrapper(mini: Path) -> None:
    program = (
        "import sys, kzgraph\n"
        "kzgraph.load(sys.argv[1]).query('clubs')\n"
        "sys.exit('SPARQLWrapper' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, str(mini)], check=True)
