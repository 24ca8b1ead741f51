"""Where exports go: whole or not at all, whatever happens."""

from __future__ import annotations

import os
import pty
import re
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MINI
from program import environment, kzgraph
from test_cli_show import on_a_terminal

from kzgraph.errors import OutputError, UsageError
from kzgraph.storage.files import new_folder, nothing_lost, write_file


def write_folder(path: str, fill: Callable[[str], object]) -> None:
    with new_folder(path, nothing_lost, "this format") as folder:
        fill(folder)


posix = pytest.mark.skipif(os.name != "posix", reason="what is tested is of POSIX systems")
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.ttl", "@prefix "), ("a.nt", "<http"), ("A.NQ", "<http"), ("a.rdf", "<?xml"), ("a.ttl12", "@prefix")],
)
def test_the_extension_tells_the_format(tmp_path: Path, name: str, begins: str) -> None:
    done = kzgraph("export", "-o", str(tmp_path / name), env={"KZGRAPH_GRAPH": str(MINI)})
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert names(tmp_path) == [name]


def test_standard_output_gets_the_same_bytes(tmp_path: Path) -> None:
    kzgraph("export", "-o", str(tmp_path / "a.ttl"))
    written = (tmp_path / "a.ttl").read_bytes()
    assert kzgraph("export").stdout.encode() == written
    assert kzgraph("export", "-o", "-").stdout.encode() == written
    assert "\x1b[31m" not in written.decode() or b"\\u001B" in written


@posix
def test_nothing_moves_the_cursor_on_a_terminal() -> None:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "kzgraph",
            "export",
            "--entity",
            "evil",
            "--layer",
            "accepted",
            "--format",
            "nt",
        ],
        stdout=slave,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )
    os.close(slave)
    shown = b""
    try:
        while piece := os.read(master, 65536):
            shown += piece
    except OSError:  # the other end is closed
        pass
    assert process.wait(timeout=60) == 0
    os.close(master)
    assert b"Black Michael" in shown
    assert b"\x1b" not in shown
    assert "\u202e" not in shown.decode()
    assert b"\\u202e" in shown.lower()


def test_a_file_that_is_there_is_replaced_and_keeps_its_protection(tmp_path: Path) -> None:
    out = tmp_path / "a.ttl"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o640)
    link = tmp_path / "link.ttl"
    link.symlink_to(out)
    assert kzgraph("export", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert out.read_text(encoding="utf-8").startswith("@prefix")
    assert out.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("out", "args", "code", "words"),
    [
        ("no/such/folder/a.ttl", (), 3, "Is there such a folder?"),
        ("there", ("--format", "ttl"), 3, "it is a folder"),
        ("there", (), 2, "A folder does not tell the format."),
        ("file.ttl", ("--format", "csv"), 3, "it is a file, and this format is a folder"),
        ("no/such/folder", ("--format", "csv"), 3, "Is there such a folder?"),
        ("there", ("--format", "csv"), 2, "has files that are not of this export: 'mine.txt'"),
    ],
)
def test_what_cannot_be_written_is_said(
    tmp_path: Path, out: str, args: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file.ttl").write_text("old", encoding="utf-8")
    done = kzgraph("export", *args, "-o", str(tmp_path / out))
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert names(tmp_path) == ["file.ttl", "there"]
    assert names(tmp_path / "there") == ["mine.txt"]
    assert (tmp_path / "file.ttl").read_text(encoding="utf-8") == "old"


@full
@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "trig", "rdfxml", "ttl12"])
def test_a_full_device_is_said(name: str) -> None:
    done = kzgraph("export", "--format", name, "-o", "/dev/full", env={"KZGRAPH_GRAPH": str(MINI)})
    assert done.returncode == 3
    assert "'/dev/full' cannot be written: No space left on device" in done.stderr


@posix
@pytest.mark.parametrize("out", ["a.ttl", "tables"])
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, out: str) -> None:
    args = ["--format", "csv"] if out == "tables" else []
    target = tmp_path / out
    assert kzgraph("export", *args, "-o", str(target)).returncode == 0
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    done = subprocess.run(
        [sys.executable, "-m", "kzgraph", "export", *args, "-o", str(target)],
        env=environment(),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        check=False,
    )
    assert done.returncode == 3
    assert b"cannot be written: File too large" in done.stderr
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
    assert names(tmp_path) == [out]


@posix
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_is_interrupted_leaves_nothing(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    fifo = tmp_path / "data.nt"
    os.mkfifo(fifo)
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / "a.ttl"
    out.write_text("old", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "kzgraph", "export", "--data", str(fifo), "-o", str(out)],
        env=environment(),
        stderr=subprocess.PIPE,
    )
    with fifo.open("wb"):  # opens when the program does; it waits for data now
        process.send_signal(sent)
        _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in said
    assert names(tmp_path / "out") == ["a.ttl"]
    assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device"), MemoryError])
def test_a_writer_that_fails_half_way_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    expected = OutputError if isinstance(error, OSError) else error

    def to_file(target: object) -> None:
        target.write(b"half")  # type: ignore[attr-defined]
        raise error

    def to_folder(folder: str) -> None:
        Path(folder, "a.csv").write_bytes(b"half")
        raise error

    for old in (False, True):
        if old:
            (tmp_path / "file").write_bytes(b"old")
            (tmp_path / "folder").mkdir()
            (tmp_path / "folder" / "a.csv").write_bytes(b"old")
        with pytest.raises(expected):
            write_file(str(tmp_path / "file"), to_file)
        with pytest.raises(expected):
            write_folder(str(tmp_path / "folder"), to_folder)
        assert names(tmp_path) == (["file", "folder"] if old else [])
    assert (tmp_path / "file").read_bytes() == b"old"
    assert (tmp_path / "folder" / "a.csv").read_bytes() == b"old"


def test_a_folder_is_replaced_only_by_one_that_has_all_its_files(tmp_path: Path) -> None:
    out = tmp_path / "tables"

    def write(*files: str) -> None:
        def fill(folder: str) -> None:
            for name in files:
                Path(folder, name).parent.mkdir(exist_ok=True)
                Path(folder, name).write_bytes(name.encode())

        write_folder(str(out), fill)

    write("a.csv", "b/c.csv")
    out.chmod(0o750)
    write("a.csv", "b/c.csv", "d.csv")
    assert {str(file.relative_to(out)) for file in out.rglob("*.csv")} == {"a.csv", "b/c.csv", "d.csv"}
    assert out.stat().st_mode & 0o777 == 0o750
    with pytest.raises(UsageError, match=r"not of this export: 'b/c.csv', 'd.csv'"):
        write("a.csv")
    (out / "mine").symlink_to(tmp_path)
    with pytest.raises(UsageError, match="mine"):
        write("a.csv", "b/c.csv", "d.csv")
    assert names(tmp_path) == ["tables"]
    assert names(out) == ["a.csv", "b", "d.csv", "mine"]


def test_an_empty_folder_in_the_target_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "tables" / "scans" / "2004").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"not of this export: 'scans/2004/'"):
        write_folder(str(tmp_path / "tables"), lambda folder: Path(folder, "a.csv").touch())
    assert names(tmp_path) == ["tables"]
    assert (tmp_path / "tables" / "scans" / "2004").is_dir()


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_protection_is_respected(tmp_path: Path) -> None:
    folder, file = tmp_path / "folder", tmp_path / "a.ttl"
    folder.mkdir(mode=0o555)
    file.write_text("old", encoding="utf-8")
    file.chmod(0o444)
    for out in (folder / "a.ttl", file):
        done = kzgraph("export", "-o", str(out))
        assert done.returncode == 3
        assert "cannot be written" in done.stderr
    assert file.read_text(encoding="utf-8") == "old"


@posix
def test_nobody_reads_any_more() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kzgraph", "export", "--format", "nt"],
        env=environment(KZGRAPH_GRAPH=str(Path(__file__).parent.parent)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@posix
def test_a_bar_shows_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    data = tmp_path / "many.nt"
    lines = (f'<urn:subject:with:a:rather:long:name:{n}> <urn:p> "{n}" .\n' for n in range(60_000))
    data.write_text("".join(lines), encoding="utf-8")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "kzgraph", "export", "--data", str(data), "-o", str(tmp_path / "a.ttl")]
    seen: list[bytes] = []
    reader = threading.Thread(target=_drain, args=(master, seen))
    reader.start()
    assert subprocess.run(command, env=environment(), stderr=slave, timeout=60, check=False).returncode == 0
    os.close(slave)
    reader.join(timeout=60)
    shown = b"".join(seen).decode()
    assert "Reading" in shown
    assert "Writing" in shown
    assert "100%" in shown
    quiet = subprocess.run(command, env=environment(), capture_output=True, timeout=60, check=False)
    assert (quiet.stdout, quiet.stderr) == (b"", b"")


@posix
def test_a_bar_fits_a_narrow_terminal(tmp_path: Path) -> None:
    data = tmp_path / "many.nt"
    lines = (f'<urn:subject:with:a:rather:long:name:{n}> <urn:p> "{n}" .\n' for n in range(60_000))
    data.write_text("".join(lines), encoding="utf-8")
    shown = on_a_terminal(40, "export", "--data", str(data), "-o", str(tmp_path / "a.ttl"))
    frames = [frame for frame in re.split(r"[\r\n]|\x1b\[\?25.", shown) if "[" in frame]
    assert len(frames) > 10
    assert max(map(len, frames)) <= 40


def _drain(master: int, seen: list[bytes]) -> None:
    try:
        while piece := os.read(master, 65536):
            seen.append(piece)
    except OSError:
        pass
