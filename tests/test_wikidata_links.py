"""The links of the shipped graph are those of the stored material, row for row, and its traps are avoided."""

import csv
import re
from pathlib import Path

import pytest
from wikidata_slices import SLICES

import kzgraph
from kzgraph.terms import KZ, KZO, OWL
from kzgraph.wikidata.links import confusable, items, links, searches

ROOT = Path(__file__).parents[1]
MATERIAL = SLICES.parent
pytestmark = pytest.mark.skipif(
    not (MATERIAL / "links.csv").is_file(), reason="the stored material is not at hand"
)

GRAPH = kzgraph.load(ROOT)
LINKS = links(GRAPH)
ITEMS = items(GRAPH)
#: Rows about what is no thing of the graph, and why.
LEFT_OUT = {
    # of context only
    "Nur Otan (context only)": "not named in the documents",
    "7th convocation of the Mazhilis (2021-)": "not named in the documents",
    "Mangystau Region (of Zhanaozen)": "not named in the documents",
    "English language": "not named in the documents",
    # mentioned in the documents, in the names of things only or as a tag
    "comparty.kz": "a website of a party, not a thing",
    "Kazakh SSR": "no thing of its own",
    **dict.fromkeys(
        ["Greece", "Turkey", "Russia", "Ukraine", "Azerbaijan", "Georgia"], "in names of parties only"
    ),
    **dict.fromkeys(["Malta", "Algeria", "Philippines"], "in names of parties only"),
    **dict.fromkeys(["Socialism", "Scientific socialism"], "in an aim, not a concept"),
    **dict.fromkeys(["Kazakh language", "Russian language"], "a tag, not a thing"),
}
#: Rows whose item is not that of the thing that they are near: no match, but a warning.
WARNINGS = {
    "Ak Zhol (parent of Naghyz Ak Zhol; context only)": "naghyz-ak-zhol",
    "Marxism (context only)": "ideology-marxism-leninism",
    "Minister of Justice of Kazakhstan (office)": "ministry-of-justice",
    "Chairman of the National Security Committee (office)": "national-security-committee",
}
#: Rows of what was not found that are about several things.
SEVERAL = {
    "Ban/liquidation of the Communist Party of Kazakhstan 2015": 2,
    "18th / 19th Congress of the Communist Party of Kazakhstan 1991": 2,
    "CPK suspension 2011 / 2012": 2,
    "Central Committee / Congress / Central control-revision commission of CPPK": 3,
}


def rows():
    if not (MATERIAL / "links.csv").is_file():
        return []
    with open(MATERIAL / "links.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows()
VERIFIED = [
    row
    for row in ROWS
    if row["status"] == "verified"
    and row["kind"] != "class"
    and row["our_label"] not in LEFT_OUT
    and row["our_label"] not in WARNINGS
]


def of(item, relation=None):
    return [link for link in LINKS if link.qid == item and relation in (None, link.relation)]


def local(iri):
    return iri.removeprefix(KZ)


@pytest.mark.parametrize("row", VERIFIED, ids=lambda row: row["qid"])
def test_a_verified_item_is_linked_with_its_evidence(row):
    (link,) = [link for link in of(row["qid"]) if link.relation != "not"]
    assert link.evidence
    assert (link.evidence.repository, link.evidence.path, link.evidence.commit) == (
        row["evidence_repo"],
        row["evidence_path"],
        row["evidence_commit"],
    )
    assert link.confidence == row["confidence"]
    assert link.evidence.also_in == row["also_in"]
    assert len(link.evidence.snippet.split()) <= 12
    # Every word of the pointer stands in the row; it leaves out what is not needed to find the place.
    words = set(re.findall(r"\w+", row["snippet"]))
    assert set(re.findall(r"\w+", link.evidence.snippet)) <= words
    assert link.reason


def test_a_link_is_exact_unless_the_material_doubts_it():
    close = {link.qid for link in LINKS if link.relation == "close" and link.thing.startswith(KZ)}
    doubtful = {row["qid"] for row in VERIFIED if "assumed" in row["note"]}
    duplicates = {row["qid"] for row in ROWS if row["status"] == "unverified" and row["kind"] == "person"}
    assert close == doubtful | duplicates


def test_unverified_items_are_never_exact():
    unverified = {row["qid"] for row in ROWS if row["status"] == "unverified"}
    assert len(unverified) == 4
    assert not unverified & set(ITEMS.values())


def test_what_the_material_did_not_find_is_recorded_and_not_linked():
    rows = [row for row in ROWS if row["status"] == "none-found" and row["our_label"] not in LEFT_OUT]
    sought = searches(GRAPH)
    assert len(sought) == sum(SEVERAL.get(row["our_label"], 1) for row in rows)
    assert all(search.reason for search in sought)
    assert not {search.thing for search in sought} & set(ITEMS)


def test_the_graph_links_nothing_that_the_material_does_not_know():
    known = {row["qid"] for row in ROWS} | set(re.findall(r"Q[0-9]+", " ".join(row["note"] for row in ROWS)))
    assert {link.qid for link in LINKS} <= known
    assert all(link.record and link.reason for link in LINKS)


def test_what_is_left_out_is_no_thing_of_the_graph():
    assert set(LEFT_OUT) | set(WARNINGS) | set(SEVERAL) <= {row["our_label"] for row in ROWS}
    for label in LEFT_OUT:
        rows = GRAPH.engine.query(
            f'SELECT ?s {{ ?s <http://www.w3.org/2004/02/skos/core#prefLabel> "{label}"@en }}'
        )
        assert not rows.rows, f"{label} is a thing now: link it"


@pytest.mark.parametrize(
    ("thing", "item"),
    [
        ("cpk", "Q1780608"),  # the party of 1936 for that of 1991
        ("cpsu-signatory", "Q79854"),  # the CPSU of Soviet times for the signatory of 2015
        ("kpu", "Q2263934"),  # the branch of the Ukrainian SSR
        ("kpu", "Q5154462"),  # the renewed party
        ("cp-azerbaijan", "Q2099347"),  # the party of 1920
        ("alga", "Q5255578"),  # Democratic Choice, which Party Facts merges with it
        ("naghyz-ak-zhol", "Q1186246"),  # the party that it came from
        ("vladimir-lenin", "Q10518"),  # an identifier written by hand
        ("serikbolsyn-abdildin", "Q4054459"),  # the philosopher of the same surname
        ("turgyn-syzdyqov", "Q4447895"),  # homonyms
        ("turgyn-syzdyqov", "Q4447896"),
        ("ideology-marxism-leninism", "Q7264"),  # Marxism
        ("ministry-of-justice", "Q107752344"),  # the office of the minister
        ("national-security-committee", "Q109497278"),  # the office of the chairman
        ("zhanaozen-strike", "Q1087721"),  # the massacre for the strike
    ],
)
def test_a_trap_is_named_and_not_fallen_into(thing, item):
    assert item in confusable(GRAPH)[KZ + thing]
    assert not [link for link in of(item) if link.thing == KZ + thing and link.relation != "not"]


@pytest.mark.parametrize(
    ("thing", "item", "duplicate"),
    [("aiqyn-qongyrov", "Q12578894", "Q20482626"), ("tulesh-kenzhin", "Q4219369", "Q20483074")],
)
def test_of_duplicate_items_one_is_the_thing(thing, item, duplicate):
    assert ITEMS[KZ + thing] == item
    # It is probably the same person, so that it is not another thing either.
    (link,) = of(duplicate)
    assert (link.thing, link.relation, link.confidence) == (KZ + thing, "close", "low")


def test_nur_otan_is_not_in_the_graph():
    assert not of("Q1195092")
    assert not of("Q111077075")


def test_the_parties_of_1936_and_1991_are_two():
    assert ITEMS[KZ + "cpk-1936"] == "Q1780608"
    assert KZ + "cpk" not in ITEMS


def test_no_item_is_two_things_and_nothing_is_the_same_as_an_item():
    assert len(set(ITEMS.values())) == len(ITEMS) == len([link for link in LINKS if link.relation == "exact"])
    assert not GRAPH.engine.query(f"ASK {{ ?a <{OWL}sameAs> ?b }}").boolean


def test_the_record_of_party_facts_that_spans_two_parties_is_exactly_neither():
    spanning = [link for link in links(GRAPH, None) if link.target.endswith("/4350/")]
    assert {local(link.thing): link.relation for link in spanning} == {"cpk": "close", "cpk-1936": "close"}


def test_party_facts_and_its_items_are_those_of_the_stored_table():
    with open(SLICES / "partyfacts" / "wikidata.csv", encoding="utf-8", newline="") as file:
        table = {row["partyfacts_id"]: row["wikidata_id"] for row in csv.DictReader(file)}
    found = links(GRAPH, "https://partyfacts.herokuapp.com/data/partycodes/")
    assert len(found) == 15
    for link in found:
        number = link.target.rstrip("/").rpartition("/")[2]
        if link.relation == "exact":
            assert table[number] == ITEMS[link.thing]
        assert link.evidence
        assert number in link.evidence.snippet


def test_members_of_the_mazhilis_are_those_of_the_faction():
    with open(SLICES / "everypolitician-2015" / "term-5.csv", encoding="utf-8", newline="") as file:
        members = {row["id"]: row for row in csv.DictReader(file)}
    found = links(GRAPH, "urn:uuid:")
    assert sorted(local(link.thing) for link in found) == [
        "aiqyn-qongyrov",
        "jambyl-ahmetbekov",
        "tulesh-kenzhin",
        "vladislav-kosarev",
    ]
    for link in found:
        member = members[link.target.removeprefix("urn:uuid:")]
        assert member["group"] == "Communist People's Party"
        assert member["name"] == link.label


def test_every_identifier_of_wikidata_in_the_repository_stands_in_the_material():
    """A wrong identifier is the worst mistake: none may come from memory."""
    known = set()
    for path in [
        MATERIAL / "links.csv",
        MATERIAL / "properties.csv",
        MATERIAL / "formats.md",
        *SLICES.rglob("*"),
    ]:
        if path.is_file():
            known |= set(
                re.findall(r"(?<![A-Za-z0-9])[QP][0-9]+(?![A-Za-z0-9])", path.read_text("utf-8", "replace"))
            )
    wrong = {}
    for folder in ("data", "ontology", "shapes", "queries", "docs", "kzgraph"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix not in (".ttl", ".rq", ".md", ".py", ".csv", ".jsonld"):
                continue
            text = re.sub(r'"P[0-9]+[DMY]"', "", path.read_text("utf-8"))  # xsd:duration
            text = re.sub(r"Ctrl|[0-9a-f]{40,64}", "", text)
            found = set(re.findall(r"(?<![A-Za-z0-9_])[QP][1-9][0-9]*(?![A-Za-z0-9_])", text)) - known
            if found:
                wrong[str(path.relative_to(ROOT))] = sorted(found)
    assert not wrong


def test_links_need_no_claim_and_their_records_are_complete():
    assert not GRAPH.engine.query(
        f"ASK {{ ?link a <{KZO}Link> FILTER NOT EXISTS {{ ?link <{KZO}reason> ?reason }} }}"
    ).boolean
    subject = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject"
    assert not GRAPH.engine.query(f"ASK {{ ?link a <{KZO}Link> ; <{subject}> ?thing }}").boolean
