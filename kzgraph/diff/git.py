"""Files of a graph's folder as they were at a git revision.

git is asked by subprocess, without a shell, and only ever reads: names of files from ``ls-tree`` and their
bytes from ``cat-file``, so that neither the working tree nor attributes of it (line ends, ``export-ignore``)
play a part, and nothing is checked out.
"""

from __future__ import annotations

import os
import subprocess

from kzgraph.errors import GraphLoadError, UsageError, shown

__all__ = ["files_at", "is_revision"]

_HOW = "A and B are each a folder, an RDF file, or a git revision: a commit, branch or tag, HEAD~3."
#: Set where git runs a hook; they would lead away from the graph's folder.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def is_revision(text: str, root: str) -> bool:
    """Tell whether *text* names a revision of the repository around the folder *root*, if there is one."""
    try:
        return bool(_commit(text, root))
    except UsageError:
        return False


def files_at(text: str, root: str, folders: tuple[str, ...]) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the commit that *text* names, and the files below these *folders* of *root* at that commit.

    The files are (name relative to *root* with ``/``, content), sorted by name; hidden ones are left out.
    Raises UsageError if git is missing, *root* is in no repository or *text* is no revision of it.
    """
    commit = _commit(text, root)
    prefix = _git(root, "rev-parse", "--show-prefix").rstrip(b"\n")
    listed = _git(
        root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(prefix + os.fsencode(f) for f in folders)
    )
    names, objects = [], []
    for entry in listed.split(b"\0")[:-1]:
        kind, _, path = entry.partition(b"\t")
        mode, _, name = kind.split(b" ")
        relative = path[len(prefix) :].decode("utf-8", "surrogateescape")
        hidden = any(part.startswith(".") for part in relative.split("/"))
        if mode in (b"100644", b"100755") and not hidden:  # neither links nor other repositories
            names.append(relative)
            objects.append(name)
    return commit, sorted(zip(names, _contents(root, objects), strict=True))


def _commit(text: str, root: str) -> str:
    """Return the hash of the commit that *text* names. Raises UsageError."""
    if text.startswith("-") or not text.strip() or not text.isprintable():
        raise UsageError(f"{shown(text, 200)} cannot be the name of a revision.", hint=_HOW)
    try:
        inside = _run(root, "rev-parse", "--git-dir")
    except FileNotFoundError:
        raise UsageError(
            f"There is no file or folder {shown(text, 200)}; git, which knows revisions, is not installed.",
            hint=_HOW,
        ) from None
    if inside.returncode:
        raise UsageError(
            f"There is no file or folder {shown(text, 200)}, and {shown(root, 200)} is in no git repository "
            f"that could have such a revision: {_said(inside)}",
            hint=_HOW,
        )
    found = _run(root, "rev-parse", "--verify", "--quiet", f"{text}^{{commit}}")
    if found.returncode:
        advice = "Name the two revisions apart: kzgraph diff A B.\n" if ".." in text else ""
        raise UsageError(
            f"{shown(text, 200)} is neither a file or folder nor a revision of the git repository "
            f"around {shown(root, 200)}.",
            hint=advice + _HOW,
        )
    return found.stdout.decode("ascii", "replace").strip()


def _contents(root: str, objects: list[bytes]) -> list[bytes]:
    """Return the bytes of git objects (``git cat-file --batch``)."""
    answer = _git(root, "cat-file", "--batch", typed=b"".join(name + b"\n" for name in objects))
    found, at = [], 0
    for name in objects:
        end = answer.index(b"\n", at)
        words = answer[at:end].split(b" ")
        if len(words) != 3:
            raise GraphLoadError(f"git has no content for the object {name.decode('ascii', 'replace')}.")
        size = int(words[2])
        found.append(answer[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return found


def _git(root: str, *arguments: str | bytes, typed: bytes = b"") -> bytes:
    """Return what git prints. Raises GraphLoadError with its words if it fails."""
    done = _run(root, *arguments, typed=typed)
    if done.returncode:
        raise GraphLoadError(f"git cannot read the revision: {_said(done)}")
    return done.stdout


def _run(root: str, *arguments: str | bytes, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    # Nothing is asked of the person or fetched from elsewhere, no locks are taken; messages in English.
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    # The arguments are a list of fixed words, a hash and paths; a revision's name never begins with '-'.
    return subprocess.run(  # noqa: S603
        ["git", "--no-pager", *arguments],  # noqa: S607 - the git of the person's PATH is meant
        cwd=root,
        env={**environment, **quiet},
        input=typed,
        capture_output=True,
        check=False,
    )


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the first line of what git complained of."""
    lines = done.stderr.decode("utf-8", "replace").strip().split("\n")
    return shown(lines[0].removeprefix("fatal: "), 300)
