"""`kzgraph show`: what a person reads, in text, Markdown and JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from program import environment, golden, kzgraph


def test_text_in_a_pipe() -> None:
    done = kzgraph("show", "id:rowers")
    assert (done.returncode, done.stderr) == (0, "")
    golden("show.txt", done.stdout)


@pytest.mark.parametrize("width", [40, 80])
def test_text_on_a_screen(width: int) -> None:
    done = kzgraph("show", "id:rowers", "--format", "table", env={"COLUMNS": str(width)})
    assert max(map(len, done.stdout.splitlines())) <= width
    golden(f"show-{width}.txt", done.stdout)


def test_markdown() -> None:
    golden("show.md", kzgraph("show", "id:rowers", "--format", "md").stdout)


def test_json_names_every_claim_it_refers_to() -> None:
    found = json.loads(kzgraph("show", "id:rowers", "--format", "json").stdout)
    assert found["label"] == "Rowing Club of Strelsau"
    assert found["facts"][0]["evidence"] == ["https://example.org/id/c3"]
    claim = found["claims"]["https://example.org/id/c3"]
    assert claim["quote"] == "has its seat in Strelsau"
    assert claim["source"]["label"] == "Strelsau Gazette"
    referred = set(re.findall(r"https://example.org/id/c\d", json.dumps(found)))
    assert referred == set(found["claims"])


@pytest.mark.parametrize(
    "thing", ["id:rowers", "https://example.org/id/rowers", "RCS", "rcs", "Rowing Club of Strelsau"]
)
def test_a_thing_is_named_by_iri_abbreviation_or_label(thing: str) -> None:
    assert kzgraph("show", thing).stdout.startswith("Rowing Club of Strelsau\nclub · id:rowers\n")


def test_an_unknown_thing_names_the_nearest() -> None:
    done = kzgraph("show", "Rowing Clob of Strelsau")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nearest" in done.stderr
    assert "rowers" in done.stderr or "Rowing Club" in done.stderr


def test_control_characters_in_the_data_are_shown_as_escapes() -> None:
    for name in ("table", "plain", "md", "json"):
        written = kzgraph("show", "id:evil", "--format", name).stdout
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", written)
        assert re.search(r"u(001|20)2?e|x1b", written)


@pytest.mark.parametrize("name", ["table", "plain", "md", "csv", "tsv", "json", "jsonl", "xml"])
def test_tag_characters_are_no_text(name: str) -> None:
    query = 'SELECT ?n { VALUES ?n { "a\\U000E0041\\U000E007Fb" } }'
    written = kzgraph("sparql", query, "--format", name).stdout
    if name != "csv":  # for programs, byte by byte
        assert not re.search("[\U000e0000-\U000e007f]", written)
    assert "a" in written
    assert "b" in written


@pytest.mark.parametrize("character", ["\U000e0041", "\ue000", "\ufdd0", "\uffff", "\U0010fffd"])
@pytest.mark.parametrize("name", ["rowers{}", "id:rowers{}", "https://example.org/id/rowers{}"])
def test_a_name_with_a_character_that_is_in_no_iri(name: str, character: str) -> None:
    done = kzgraph("show", name.format(character))
    assert (done.returncode, done.stdout) == (2, "")
    escaped = name.format(character.encode("unicode_escape").decode())
    assert done.stderr.startswith(f"Error: There is no thing '{escaped}'.\n")


def test_a_format_that_does_not_fit() -> None:
    done = kzgraph("show", "id:rowers", "--format", "csv")
    assert done.returncode == 2
    assert "Formats that fit: table, plain, json, md." in done.stderr


def test_a_file_whose_name_tells_the_format(tmp_path: Path) -> None:
    target = tmp_path / "rowers.json"
    done = kzgraph("show", "id:rowers", "-o", str(target))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["iri"] == "https://example.org/id/rowers"


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals of POSIX")
@pytest.mark.parametrize("columns", [40, 100])
def test_a_real_terminal(columns: int) -> None:
    shown = on_a_terminal(columns, "show", "id:rowers")
    assert "\x1b[1mRowing Club of Strelsau\x1b[0m" in shown
    plain = re.sub(r"\x1b\[\d+m", "", shown)
    assert max(map(len, plain.splitlines())) <= columns
    assert "Гребной клуб Стрельсау" in plain


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals of POSIX")
@pytest.mark.parametrize("columns", [30, 80])
def test_a_table_on_a_real_terminal(columns: int) -> None:
    shown = on_a_terminal(columns, "query", "clubs")
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert max(map(len, plain.splitlines())) <= columns
    assert "id:rowers" in plain
    assert "Strelsau" in plain


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals of POSIX")
@pytest.mark.parametrize("name", ["csv", "tsv", "xml", "json", "table"])
def test_no_format_sends_escapes_of_the_data_to_a_terminal(name: str) -> None:
    query = 'SELECT ?n { VALUES ?n { "a\\u202Eb\u009b1m" } }'
    shown = on_a_terminal(80, "sparql", query, "--format", name, NO_COLOR="1")
    assert "\u202e" not in shown
    assert "\x9b" not in shown
    assert "b" in shown


def test_no_colour_if_so_wished() -> None:
    if os.name != "posix":
        pytest.skip("pseudo-terminals of POSIX")
    assert "\x1b" not in on_a_terminal(80, "show", "id:rowers", NO_COLOR="1")


def on_a_terminal(columns: int, *args: str, **env: str) -> str:
    """Run the program on a pseudo-terminal of that width and return what it shows."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "kzgraph", *args],
        stdout=follower,
        stderr=follower,
        stdin=follower,
        env=environment(TERM="xterm-256color", **env),
    ) as program:
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # Linux reports the end of a terminal so
                break
            if not piece:
                break
            shown += piece
        assert program.wait(60) == 0, shown
    os.close(leader)
    return shown.decode("utf-8").replace("\r\n", "\n")
