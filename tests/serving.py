"""A real SPARQL server, PyPI's oxigraph, on a free port of the loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

OXIGRAPH = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")


@contextmanager
def serving(store: Store, folder: Path) -> Iterator[str]:
    """Serve what is in a store with the real Oxigraph server; yields the address of the endpoint."""
    folder.mkdir(parents=True, exist_ok=True)
    nq = folder / "graph.nq"
    with nq.open("wb") as file:
        store.dump(file, format=RdfFormat.N_QUADS)
    with serving_file(nq) as url:
        yield url


@contextmanager
def serving_file(file: Path, *options: str) -> Iterator[str]:
    """Serve an RDF file with the real Oxigraph server and these options; yields the endpoint's address."""
    if OXIGRAPH is None:
        pytest.skip("the oxigraph package is not installed")
    location = str(file.with_suffix(".db"))
    subprocess.run(
        [OXIGRAPH, "load", "--location", location, "--file", str(file)], check=True, capture_output=True
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [OXIGRAPH, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            continue
        return
    pytest.fail("the server did not start")
