"""What a start imports: what is not needed for the answer must not be paid for."""

import json
import subprocess
import sys
from pathlib import Path

#: Modules that cost a canned query more than they give it.
HEAVY = {
    *("rdflib", "pyshacl", "rich", "SPARQLWrapper", "yaml", "hashlib", "platformdirs", "tempfile", "shutil"),
    *(
        "urllib.request",
        "urllib.error",
        "http.client",
        "email",
        "ssl",
        "socket",
        "asyncio",
        "logging",
        "subprocess",
    ),
    *(
        "importlib.metadata",
        "tomllib",
        "unittest",
        "difflib",
        "random",
        "decimal",
        "pathlib",
        "argparse",
        "csv",
    ),
    *("concurrent", "multiprocessing", "xml", "sqlite3", "zipfile", "unicodedata"),
}
#: Modules of our own that a warm start has no use for.
OURS = {
    "kzgraph.rdf.edtf",
    "kzgraph.catalogue.query_file",
    "kzgraph.sparql.guard",
    "kzgraph.lookup.search",
    "kzgraph.storage.rdflib_dataset",
}

LIBRARY = """
import json, sys
before = set(sys.modules)
import kzgraph
kg = kzgraph.load(sys.argv[1])
rows = kg.query("captain-on", club="t:rookery", on="2004-04-13").rows
assert [row["name"].value for row in rows] == ["Ada Lund"]
print(json.dumps(sorted(set(sys.modules) - before)))
"""
PACKAGE = """
import json, sys
before = set(sys.modules)
import kzgraph
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def loaded(program: str, *arguments: str) -> set[str]:
    # -S: without site, whose own imports (of an editable install, for example) are not ours
    path = json.dumps(sys.path)
    start = f"import sys; sys.path[:] = {path}\n"
    done = subprocess.run(
        [sys.executable, "-S", "-c", start + program, *arguments], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


def test_importing_the_package_imports_its_version_and_nothing_else() -> None:
    assert {name for name in loaded(PACKAGE) if name.startswith("kzgraph")} == {"kzgraph", "kzgraph._version"}
    assert not loaded(PACKAGE) & HEAVY


def test_a_canned_query_from_the_cache_imports_only_what_it_needs(mini: Path) -> None:
    loaded(LIBRARY, str(mini))
    warm = loaded(LIBRARY, str(mini))
    assert "pyoxigraph" in warm
    assert not warm & (HEAVY | OURS)


def test_a_first_start_does_not_import_what_only_other_commands_need(mini: Path) -> None:
    cold = loaded(LIBRARY, str(mini))
    assert not cold & {"rdflib", "pyshacl", "rich", "SPARQLWrapper", "urllib.request", "asyncio", "logging"}
