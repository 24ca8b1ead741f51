"""Imports point downwards: read from the sources, so that an import in a function counts, too."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import kzgraph

PACKAGE = Path(kzgraph.__file__).parent
HOUSE = PACKAGE.parent / "docs" / "house.md"
#: Which part of the package may import which library.
ONLY_IN = {
    "click": ("cli", "__main__"),
    "SPARQLWrapper": ("storage.endpoint",),
    "pyoxigraph": (
        "catalogue.query_file",
        "diff",
        "editing",
        "export",
        "release",
        "render",
        "storage",
        "rdf.parsing",
        "turtle.layout",
        "validation",
        "wikidata",
    ),
    "rdflib": ("storage.rdflib_dataset", "validation", "release"),
    "yaml": ("catalogue.query_file",),
    "rich": ("render", "cli"),
    "platformdirs": ("storage.cache",),
    "pyshacl": ("validation.shacl",),
    "pyld": ("export.jsonld",),
    "networkx": ("export.network",),
    "pyarrow": ("export.parquet",),
    "csvw": ("importing",),
    "pylode": ("release",),
    "rapidfuzz": ("lookup",),
}


@cache
def floors() -> dict[str, int]:
    """Return the floor of each folder as the drawing in docs/house.md has it."""
    found: dict[str, int] = {}
    floor = 0
    for line in HOUSE.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"  subgraph floor(\d+)", line):
            floor = int(match[1])
        elif match := re.fullmatch(r"    (\w+)", line):
            found[match[1]] = floor
    return found


def drawn() -> set[tuple[str, str]]:
    """Return the arrows of the drawing."""
    lines = re.findall(r"^  (\w+) --> (.*)$", HOUSE.read_text(encoding="utf-8"), re.MULTILINE)
    return {(start, end) for start, ends in lines for end in ends.split(" & ")}


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if name and not name.startswith("_graph"):
            found[name] = path
    return found


@cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """Return the absolute names that a module imports, except for type checking only."""
    package = ["kzgraph", *path.relative_to(PACKAGE).parts[:-1]]

    def visit(node: ast.AST) -> Iterator[tuple[str, int]]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for child in node.orelse:
                yield from visit(child)
            return
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module) if part)
            yield name, node.lineno
            yield from ((f"{name}.{alias.name}", node.lineno) for alias in node.names)
        for child in ast.iter_child_nodes(node):
            yield from visit(child)

    return tuple(visit(ast.parse(path.read_text(encoding="utf-8"))))


def inside(name: str) -> str | None:
    """Return the module of the package that an imported name is or is in."""
    if not name.startswith("kzgraph."):
        return None
    name = name.removeprefix("kzgraph.")
    known = modules()
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name or None


def folder(module: str) -> str:
    return module.partition(".")[0]


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_imports_nothing_from_above_and_no_library_of_others(module: str) -> None:
    if module == "__main__":
        return  # it may import all, and nothing imports it
    assert folder(module) in floors(), "give the new folder a floor in docs/house.md"
    for name, line in imports(modules()[module]):
        target = inside(name)
        if target is not None and folder(target) != folder(module):
            below = floors()[folder(target)] < floors()[folder(module)]
            assert below, f"{module}:{line} imports {target}, which is no floor below"
        library = name.partition(".")[0]
        if library in ONLY_IN:
            allowed = ONLY_IN[library]
            assert any(module == part or module.startswith(f"{part}.") for part in allowed), (
                f"{module}:{line} imports {library}, which only {', '.join(allowed)} may"
            )


def test_no_imports_go_in_circles() -> None:
    graph = {
        module: {target for name, _ in imports(path) if (target := inside(name)) and target != module}
        for module, path in modules().items()
    }
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail, module))
        if module not in done:
            for target in sorted(graph[module]):
                visit(target, (*trail, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


def test_the_drawing_is_what_the_imports_say() -> None:
    uses: dict[str, set[str]] = {name: set() for name in floors()}
    for module, path in modules().items():
        for name, _ in imports(path):
            target = inside(name)
            if target is not None and module != "__main__" and folder(target) != folder(module):
                uses[folder(module)].add(folder(target))

    def below(start: str) -> set[str]:
        return uses[start].union(*(below(each) for each in uses[start]))

    arrows = {
        (start, end)
        for start, ends in uses.items()
        for end in ends
        if not any(end in below(other) for other in ends - {end})
    }
    assert drawn() == arrows


def test_each_folder_is_told_of() -> None:
    named = set(re.findall(r"^\| `(\w+)/?` \|", HOUSE.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == set(floors()) - {"_version"}
    assert set(floors()) == {folder(module) for module in modules()} - {"__main__"}
