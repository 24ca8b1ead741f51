"""From a thing without a link to drafts, as docs/wikidata.md shows it, with an item of Wikidata."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

from program import ROOT, kzgraph
from replay import Wikidata
from wikidata_items import ITEMS

from kzgraph.wikidata.fetch import today

PAGE = ROOT / "docs" / "wikidata.md"
#: The day on the page; the program says the present one.
DAY = "2026-11-20"
LINK = re.compile(
    r"kz:cpsu skos:exactMatch wd:Q79854 \.\n+kz:link-cpsu-q79854 a kzo:Link ;.*?\.\n\n", re.DOTALL
)


def transcripts() -> list[tuple[str, str]]:
    section = PAGE.read_text(encoding="utf-8").partition("\n## The whole way once\n")[2]
    blocks = re.findall(r"^```text\n\$ (.*?)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return [(command, output) for command, output in blocks]


def steady(text: str) -> str:
    """Return what is printed without what changes from day to day, or with the data."""
    return re.sub(
        r"^data/links\.ttl:[0-9]+$", "data/links.ttl:…", text.replace(today(), DAY), flags=re.MULTILINE
    )


def test_the_way_that_the_page_shows_can_be_gone(tmp_path: Path) -> None:
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    links = tmp_path / "data" / "links.ttl"
    text, removed = LINK.subn("", links.read_text(encoding="utf-8"))
    assert removed == 1
    links.write_text(text, encoding="utf-8")
    shown = transcripts()
    assert [shlex.split(command)[2] for command, _ in shown] == ["candidates", "link", "diff", "draft"]
    with Wikidata(ITEMS) as server:
        env = {
            "KZGRAPH_GRAPH": str(tmp_path),
            "KZGRAPH_CONTACT": "curator@example.org",
            "KZGRAPH_WIKIDATA_URL": server.url,
            "KZGRAPH_WIKIDATA_CACHE": str(tmp_path / "items"),
        }
        for command, output in shown:
            done = kzgraph(*shlex.split(command)[1:], env=env)
            assert done.returncode == 0, done.stderr
            said = steady(done.stdout + done.stderr)
            if os.environ.get("KZGRAPH_GOLDEN") == "write":
                page = PAGE.read_text(encoding="utf-8")
                PAGE.write_text(
                    page.replace(f"$ {command}\n{output}```", f"$ {command}\n{said}```"), encoding="utf-8"
                )
            else:
                assert said == output, command
    if os.environ.get("KZGRAPH_GOLDEN") != "write":
        assert "kzgraph wikidata link kz:cpsu Q79854 --why" in shown[0][1], "the next step is named"
