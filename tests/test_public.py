"""What is public: the names of the package, and the modules that docs/python.md lists."""

from __future__ import annotations

import ast
import importlib
import re
import threading
from pathlib import Path

import pytest
from program import ROOT

import kzgraph

PAGE = (Path(ROOT) / "docs" / "python.md").read_text(encoding="utf-8")
#: The public modules with their public names; of errors all classes.
PUBLIC = {
    "kzgraph": kzgraph.__all__,
    "kzgraph.errors": [name for name in dir(kzgraph.errors) if name[0].isupper()],
    "kzgraph.validation": importlib.import_module("kzgraph.validation").__all__,
    "kzgraph.wikidata.cache": ["Cache"],
}


def test_the_names_of_the_package_are_these() -> None:
    assert sorted(kzgraph.__all__) == sorted(
        ["KnowledgeGraph", "Result", "Row", "Term", "__version__", "connect", "errors", "load", "open"]
    )


@pytest.mark.parametrize("name", [name for name in kzgraph.__all__ if name != "__version__"])
def test_each_name_is_documented(name: str) -> None:
    assert re.search(rf"`kzgraph\.{name}\b", PAGE)


def test_each_public_method_is_documented() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `kzgraph.KnowledgeGraph`"))
    for name in re.findall(r"`(\w+)`", row):
        assert hasattr(kzgraph.KnowledgeGraph, name), name


def examples() -> list[tuple[str, str]]:
    """Return the Python of all pages, with the page."""
    pages = [Path(ROOT) / "README.md", *sorted((Path(ROOT) / "docs").glob("*.md"))]
    found = []
    for page in pages:
        for block in re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S):
            lines = [line[4:] for line in block.splitlines() if line.startswith((">>> ", "... "))]
            found.append((page.name, "\n".join(lines) if lines else block))
    return found


@pytest.mark.parametrize(("page", "code"), examples())
def test_the_pages_use_public_names_only(page: str, code: str) -> None:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kzgraph"):
            assert node.module in PUBLIC, f"{page}: {node.module} is not public"
            assert {alias.name for alias in node.names} <= set(PUBLIC[node.module])
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("kzgraph.")]
            assert set(names) <= set(PUBLIC), page


def test_open_takes_a_folder_and_an_address(mini: Path) -> None:
    assert kzgraph.open(mini).path == str(mini)
    assert kzgraph.open(str(mini)).query("clubs").rows
    assert kzgraph.open("http://127.0.0.1:9/sparql").engine.url == "http://127.0.0.1:9/sparql"  # type: ignore[attr-defined]


def test_several_threads_ask_one_graph(mini: Path) -> None:
    kg = kzgraph.load(mini)
    expected = [tuple(row) for row in kg.query("clubs")]
    answers: list[object] = []

    def ask() -> None:
        answers.append(([tuple(row) for row in kg.query("clubs")], kg.home, dict(kg.prefixes)["t"]))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(expected, kg.home, kg.prefixes["t"])] * 8


def test_an_export_from_python_is_that_of_the_command(mini: Path, tmp_path: Path) -> None:
    from program import kzgraph as run

    kzgraph.load(mini).export("turtle", tmp_path / "a.ttl", entity="ada", derived=False)
    run("--graph", str(mini), "export", "--entity", "ada", "--no-derived", "-o", str(tmp_path / "b.ttl"))
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()
    kzgraph.load(mini).export("csv", tmp_path / "tables")
    assert (tmp_path / "tables" / "people.csv").exists()
    with (tmp_path / "c").open("wb") as file, pytest.raises(kzgraph.errors.UsageError, match="several files"):
        kzgraph.load(mini).export("csv", file)
