"""What is made once for a whole run of the tests, by the worker that needs it first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["LOCKS", "made_once"]

try:
    import fcntl
except ImportError:  # without locks each worker makes its own
    fcntl = None  # type: ignore[assignment]
#: Whether workers can wait for each other.
LOCKS = fcntl is not None


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return a folder that *make* has filled, in this worker or in another one, which is waited for."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done"
    with _locked(folder / "lock"):
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as handle:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
