"""The reference pages are what the program says now (python docs/generate.py writes them)."""

import importlib.util
import os

import pytest

DOCS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "docs")
SPEC = importlib.util.spec_from_file_location("generate", os.path.join(DOCS, "generate.py"))
GENERATE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(GENERATE)


@pytest.mark.parametrize("name", sorted(GENERATE.PAGES))
def test_page_is_current(name):
    with open(os.path.join(DOCS, "reference", name), encoding="utf-8") as file:
        assert file.read() == GENERATE.PAGES[name]()
