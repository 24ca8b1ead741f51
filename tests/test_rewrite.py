"""Replacing several files: all of them or none, and nothing left lying about."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kzgraph.errors import OutputError
from kzgraph.storage.files import replace


def test_files_get_their_content_and_keep_their_mode(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"1")
    old.chmod(0o640)
    replace({str(old): b"2", str(new): b"3"})
    assert (old.read_bytes(), new.read_bytes()) == (b"2", b"3")
    assert old.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["new", "old"]


@pytest.mark.parametrize("other", ["a folder", "nowhere/file"])
def test_if_one_cannot_be_written_the_others_stay(tmp_path: Path, other: str) -> None:
    (tmp_path / "first").write_bytes(b"1")
    (tmp_path / "a folder").mkdir()
    with pytest.raises(OutputError) as caught:
        replace({str(tmp_path / "first"): b"2", str(tmp_path / other): b"3", str(tmp_path / "last"): b"4"})
    assert other in str(caught.value)
    assert str(caught.value).endswith("\nNothing was changed.")
    assert (tmp_path / "first").read_bytes() == b"1"
    assert sorted(os.listdir(tmp_path)) == ["a folder", "first"]


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "link").symlink_to("file")
    replace({str(tmp_path / "link"): b"2"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"2"


def test_what_was_renamed_is_put_back_when_a_later_rename_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("first", "new", "third", "last")
    for name in ("first", "third", "last"):
        (tmp_path / name).write_bytes(name.encode())
        (tmp_path / name).chmod(0o640)
    rename = os.replace

    def failing(beside: str, path: str) -> None:
        if path == str(tmp_path / "last"):
            raise OSError(28, "No space left on device")
        rename(beside, path)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputError, match=r"last' cannot be written: No space left on device\nNothing was"):
        replace({str(tmp_path / name): b"other" for name in names})
    assert sorted(os.listdir(tmp_path)) == ["first", "last", "third"]
    for file in tmp_path.iterdir():
        assert (file.read_bytes(), file.stat().st_mode & 0o777) == (file.name.encode(), 0o640)
