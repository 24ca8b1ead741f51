"""The Markdown page of a thing: right in CommonMark, with footnotes, and complete."""

import io
import itertools
import re

import markdown as python_markdown
import pytest
from exporting import export, graph_of, material
from markdown_it import MarkdownIt
from program import ROOT, kzgraph

from kzgraph.errors import NotFound, UsageError
from kzgraph.export.page import write_page
from kzgraph.render.markdown import inline

KZ = "https://w3id.org/kzgraph/id/"


def page(graph=ROOT, **choice):
    target = io.BytesIO()
    write_page(material(graph, **choice), target)
    return target.getvalue().decode()


def text_of(tokens):
    """Return the text that a reader sees of one block."""
    parts = []
    for token in tokens:
        parts.append({"softbreak": "\n", "hardbreak": "\n"}.get(token.type, token.content))
    return "".join(parts)


def blocks(text):
    """Return the texts of all blocks as CommonMark has them: (tag of the block around, text)."""
    tokens = MarkdownIt("commonmark").parse(text)
    found = []
    for before, token in itertools.pairwise(tokens):
        assert token.type not in ("html_block", "fence", "code_block", "blockquote_open", "hr")
        if token.type == "inline":
            assert not any(child.type == "html_inline" for child in token.children)
            found.append((before.tag, text_of(token.children)))
    return found


def section(text, title):
    """Return the lines of a section of a page."""
    return re.search(rf"^## {title}\n\n(.*?)(?=\n## |\n\[\^1\]: |\Z)", text, re.MULTILINE | re.DOTALL)[1]


@pytest.fixture(scope="module")
def cpk():
    return page(entity="cpk")


@pytest.fixture(scope="module")
def cppk():
    return page(entity="cppk")


def test_the_sections_come_in_the_order_of_a_reader(cppk):
    titles = re.findall(r"^## (.*)$", cppk, re.MULTILINE)
    first = ["Names", "Facts", "Leaders", "Election results", "Events", "Affiliations", "Counts"]
    assert titles[: len(first)] == first
    assert titles[-1] == "Sources"
    assert "Aim" in titles
    assert "Link" not in titles


def test_names_in_all_scripts(cppk):
    names = section(cppk, "Names")
    assert "- **kk-Latn-x-2018**: Qazaqstan kommýnıstik halyq partııa" in names
    assert "- **ru**: Коммунистическая народная партия Казахстана" in names
    assert "- **kk**: ҚКХП (abbreviation)" in names


def test_leaders_and_events_are_in_the_order_of_time(cpk):
    leaders = section(cpk, "Leaders").splitlines()
    assert [re.search(r"\*\*(.*?)\*\*", line)[1][:4] for line in leaders] == [
        "1992",
        "1994",
        "1996",
        "2010",
        "unda",
    ]
    events = re.findall(r"^- \*\*([0-9-]{4,10})", section(cpk, "Events"), re.MULTILINE)
    assert len(events) > 8
    assert events == sorted(events)


def test_every_footnote_has_its_words_and_source(cpk):
    marks = re.findall(r"\[\^(\d+)\](?!:)", cpk)
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", cpk, re.MULTILINE))
    assert list(dict.fromkeys(marks)) == list(notes)
    assert all(re.fullmatch(r".*“.+” — .+ \\\[\d\\\]", note) for note in notes.values()), notes
    korolkov = next(line for line in cpk.splitlines() if "Korolkov" in line)
    assert "Korolkov" in notes[re.search(r"\[\^(\d+)\]$", korolkov)[1]]


def test_what_is_disputed_stands_side_by_side(cppk):
    title = r"Disputed: What share of the vote did the CPPK get in the Mazhilis election of 2004\?"
    sides = section(cppk, title)
    assert "share of the vote: 1.98\n" in sides
    assert "share of the vote: 3.4\n" in sides
    assert "“2004 3.4%” \\[1\\]" in sides
    assert "deprecated" in sides


def test_footnotes_work_where_there_are_footnotes(cpk):
    html = python_markdown.markdown(cpk, extensions=["footnotes", "sane_lists"])
    assert "[^" not in html
    assert html.count('class="footnote-ref"') == len(re.findall(r"\[\^\d+\](?!:)", cpk))


def test_nothing_is_lost_where_there_are_none(cpk):
    shown = "\n".join(text for _, text in blocks(cpk))
    notes = re.findall(r"^\[\^\d+\]: (.*)$", cpk, re.MULTILINE)
    for note in notes:
        assert re.search(r"“(.*?)”", note)[1].replace("\\", "") in shown


@pytest.mark.parametrize("choice", [{"layer": "evidence"}, {"language": "ru"}])
def test_a_fact_that_is_left_out_is_not_called_rejected(choice):
    found = page(entity="mazhilis-2004-cppk", **choice)
    share = section(
        found, r"Disputed: What share of the vote did the CPPK get in the Mazhilis election of 2004\?"
    )
    assert share.count("  - accepted\n") == 2
    assert share.count("  - not accepted, deprecated") == 1
    assert "## Not accepted" not in found


def test_sides_about_other_things_are_judged_as_in_the_whole_graph():
    text = page(entity="vladislav-kosarev")
    sides = section(text, r"Disputed: Who leads the CPPK, and in which post\?")
    assert sides.count("  - accepted") == len(re.findall(r"^- ", sides, re.MULTILINE))


def test_addresses_are_links(cppk):
    assert "- **website**: <http://comparty.kz>" in cppk
    assert "<http://www.wikidata.org/entity/Q2166484>" in section(cppk, "Links")


@pytest.mark.parametrize(
    ("entity", "layer"),
    [
        ("cppk", "accepted"),
        ("cppk", "evidence"),
        *(
            (name, "all")
            for name in ("mazhilis-2004", "vladislav-kosarev", "source-000", "kazakhstan", "motion-2015")
        ),
    ],
)
def test_every_layer_and_kind_of_thing_has_a_page(entity, layer):
    text = page(entity=entity, layer=layer)
    assert text.startswith("# ")
    assert "kzo:" not in re.sub(r"kzgraph evidence .*", "", text)
    assert blocks(text)[0][0] == "h1"


def test_a_person_has_posts():
    text = page(entity="gaziz-aldamzharov")
    assert "First Secretary" in section(text, "Posts")


HOSTILE = [
    "# heading", "- item", "+ item", "* item", "1. first", "12) second", "> quote", "```", "---", "===", "| a | b |",
    "<script>alert(1)</script>", "&amp; &#35;", "*bold* _it_ **b** __b__", "[link](http://x) ![i](y)", "[^1] [1]: /x",
    "`code`", "a\\b\\", "~~gone~~", "$x^2$", "line\nbreak", "\ttab", "    four", "trailing  ", "http://x y", ":tada: @me",
    "<http://evil>", "http://example.org/(a)_b_", "javascript:alert(1)", "[x]: http://x 'y'", "é — “q”", "!\\[x]", "\u202eflip",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("around", ["# {}", "## {}", "- {}", "- **{}**: x", "{}", "  - {}", "- {}[^1]"])
def test_any_text_means_itself(text, around):
    tokens = MarkdownIt("commonmark").parse(around.format(inline(text)) + "\n")
    (block,) = [token for token in tokens if token.type == "inline"]
    expected = text.strip().replace("\n", "\\n").replace("\u202e", "\\u202e").replace("\t", "\\t")
    assert text_of(block.children).removesuffix(": x").removesuffix("[^1]") == expected
    if "<http" not in around.format(inline(text)):
        assert {child.type for child in block.children} <= {
            "text",
            "text_special",
            "strong_open",
            "strong_close",
        }


def test_a_hostile_graph_stays_text(tmp_path):
    names = [text for text in HOSTILE if text.strip() == text and "\u202e" not in text]
    literals = ", ".join(
        '"' + t.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for t in names
    )
    claims = "\n".join(
        f"ex:c{n} a kzo:Claim ; rdf:subject ex:p ; rdf:predicate kzo:n ; rdf:object {n} ; kzo:source ex:s ; "
        f'kzo:quote "{t}" .\nex:p kzo:n {n} .'
        for n, t in enumerate(["single", 'a \\"b', "x (y", "it's 'so", "[^9]: z"])
    )
    graph = graph_of(
        tmp_path / "graph",
        f'ex:p a kzo:Party ; skos:prefLabel "# P"@en ; skos:altLabel {literals} .\n'
        f'ex:s a kzo:Source ; skos:prefLabel "\\"S\\" (s)"@en .\n{claims}',
    )
    text = page(graph, entity="ex:p")
    found = blocks(text)
    assert found[0] == ("h1", "# P")
    shown = [block for _, block in found]
    for name in names:
        assert any(block.endswith(name.replace("\n", "\\n")) for block in shown), name
    for words in ("single", 'a "b', "x (y", "it's 'so", "[^9]: z"):
        assert any(f"“{words}” — " in block for block in shown), words


def test_without_a_thing_it_says_how_to_name_one():
    with pytest.raises(UsageError, match="--entity"):
        page()
    done = kzgraph("--graph", str(ROOT), "export", "--format", "md")
    assert done.returncode == 2
    assert "--entity" in done.stderr


def test_a_thing_of_which_nothing_is_said():
    chosen = material()
    chosen.entity = KZ + "nobody"
    with pytest.raises(NotFound):
        write_page(chosen, io.BytesIO())


def test_another_process_writes_the_same_bytes(cpk, tmp_path):
    export(ROOT, "--entity", "cpk", "--format", "md", "-o", str(tmp_path / "cpk.md"), seed=1)
    assert (tmp_path / "cpk.md").read_bytes() == cpk.encode()


def test_another_graph(mini):
    text = page(mini, entity="rookery")
    assert "- **de**: Die Krähenkolonie" in text
    assert "“ten boards” \\[1\\]" in section(text, "Disputed: The Rookery: ch:boards")
