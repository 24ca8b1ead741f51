"""docs/tables.md lists the tables and columns that there are."""

import importlib.util

from program import ROOT

SPEC = importlib.util.spec_from_file_location("generate_tables", ROOT / "docs" / "generate_tables.py")
generate_tables = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generate_tables)


def test_the_page_lists_the_columns_as_they_are_declared():
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert generate_tables.page(text) == text, "python docs/generate_tables.py writes the list"
    assert text.count("\n### ") == 18
