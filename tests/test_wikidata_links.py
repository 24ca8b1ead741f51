"""The links of the shipped graph are those of the stored material, row for row, and its traps are avoided."""

import csv
import json
import re
from functools import cache
from pathlib import Path

import pytest
from wikidata_slices import MATERIAL, SLICES, needs_material

import kzgraph
from kzgraph.rdf.terms import KZ, KZO, OWL, iri
from kzgraph.wikidata.links import items, links, searches
from kzgraph.wikidata.mapping import classes

ROOT = Path(__file__).parents[1]

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
    "Socialist Party of Kazakhstan (renamed Communist Party, 1991)": "the name in a decision, not a party",
    **dict.fromkeys(
        [
            "Communist Party of India (Marxist) CPI(M)",
            "Communist Party of the Peoples of Spain (PCPE)",
            "24th Congress of the CPI(M), Madurai 2025",
            "XII Congress of the PCPE 2025",
        ],
        "in an announcement on a web page only",
    ),
    **dict.fromkeys(["India", "Spain", "Tamil Nadu", "Madurai"], "in an announcement on a web page only"),
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


#: The Gregorian and the Julian calendar, which times name; of the format, not of a table of things.
CALENDARS = ("Q1985727", "Q1985786")
#: Stand for any item in docstrings of the program, which say what an identifier looks like.
PLACEHOLDERS = {"Q1", "Q3", "Q42", "Q4242"}
#: The globe of coordinates.
EARTH = "Q2"


@cache
def rows():
    """Return the rows of the stored table of links."""
    with open(MATERIAL / "links.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def verified():
    """Return the rows of the items that are those of things of the graph."""
    return [
        row
        for row in rows()
        if row["status"] == "verified"
        and row["kind"] != "class"
        and row["our_label"] not in LEFT_OUT
        and row["our_label"] not in WARNINGS
    ]


#: Where the slices have a file of the evidence, or the part of it that is about our things.
SLICED = {
    "sources/wikidata/groups.json": "everypolitician-index/groups_EXTRACT_entries_2_3.json",
    "sources/wikidata/elections.json": "everypolitician-index/elections.json",
    "Assembly/sources/morph/wikidata.csv": "everypolitician-index/wikidata_EXTRACT_10rows_11cols.csv",
    "Assembly/term-6.csv": "everypolitician-index/term-6.csv",
    "Assembly/term-5.csv": "everypolitician-2015/term-5.csv",
    "Assembly/ep-popolo-v1.0.json": "everypolitician-2015/ep-popolo-v1.0.json",
    "import/wikipedia/wikidata.csv": "partyfacts/wikidata.csv",
    "html/positions.csv": "every-politician-kazakhstan/html/positions.csv",
    "html/holders21.csv": "every-politician-kazakhstan/html/holders21.csv",
    "sources/mazhilis-7/wikidata.csv": "every-politician-kazakhstan/sources/mazhilis-7/wikidata.csv",
    "wikidata/legislative-positions.csv": "every-politician-kazakhstan/wikidata/legislative-positions.csv",
    "tests/entities/Q15180.json": "wikidata-entity/openrefine-wikibase_Q15180.json",
    "tests/entities/Q40231.json": "wikidata-entity/openrefine-wikibase_Q40231.json",
    "ids_q79854_props_labels.json": "wikidata-api/wbgetentities_Q79854_labels.json",
    "events/massacres_raw.json": "wikidata-api/wdqs_bindings_kazakhstan_events_EXTRACT.json",
}


def evidence(link, name):
    """Return what the record of a link says of where its identifier was found: ``path``, ``snippet`` …."""
    if not link.record:
        return ""
    values = GRAPH.values("SELECT ?o { $record $name ?o }", record=iri(link.record), name=iri(KZO + name))
    return values[0] if values else ""


POINTERS = [link for link in links(GRAPH, None) if evidence(link, "snippet")]


def sliced(link):
    """Return the text of the evidence's file if it is at hand, its white space made single spaces."""
    for end, name in SLICED.items():
        if evidence(link, "path").endswith(end):
            return [" ".join(line.split()) for line in text_of(name)]
    return None


def text_of(name):
    text = (SLICES / name).read_text("utf-8")
    return text.splitlines() if name.endswith(".csv") else [text]


def pieces(snippet):
    return [piece for each in snippet.split("…") if (piece := " ".join(each.split()))]


def stand_in(parts, text, reach=20_000):
    """Tell whether parts stand in a text one after the other, not too far apart."""
    for start in re.finditer(re.escape(parts[0]), text):
        at = start.end()
        for part in parts[1:]:
            found = text.find(part, at, at + reach)
            at = found + len(part) if found >= 0 else -1
            if at < 0:
                break
        if at >= 0:
            return True
    return False


def of(item, relation=None):
    return [link for link in LINKS if link.qid == item and relation in (None, link.relation)]


def local(iri):
    return iri.removeprefix(KZ)


@needs_material
def test_a_verified_item_is_linked_with_its_evidence():
    for row in verified():
        (link,) = [link for link in of(row["qid"]) if link.relation != "not"]
        for name, column in (("repository", "repo"), ("path", "path"), ("commit", "commit")):
            assert evidence(link, name) == row[f"evidence_{column}"]
        assert link.confidence == row["confidence"]
        assert evidence(link, "alsoIn") == row["also_in"]
        if not sliced(link):
            # The words of the pointer stand in the row, in this order; it leaves out what is not needed.
            words = iter(re.findall(r"\w+", row["snippet"]))
            assert all(word in words for word in re.findall(r"\w+", evidence(link, "snippet"))), row["qid"]
        assert link.reason


@needs_material
def test_a_snippet_stands_in_the_file_where_that_is_at_hand():
    for link in POINTERS:
        if lines := sliced(link):
            parts = pieces(evidence(link, "snippet"))
            assert any(stand_in(parts, line) for line in lines), local(link.record)


def test_snippets_are_short():
    assert [link.record for link in POINTERS if len(evidence(link, "snippet").split()) > 12] == []


@needs_material
def test_most_snippets_can_be_looked_up():
    assert len(POINTERS) > 70
    assert sum(bool(sliced(link)) for link in POINTERS) > 45


@pytest.mark.parametrize("item", ["Q4054459", "Q4447895", "Q4447896"])
def test_a_homonym_has_the_row_that_shows_that_it_is_another(item):
    (link,) = of(item)
    assert link.relation == "not"
    assert evidence(link, "path").endswith("sources/morph/wikidata.csv")


@needs_material
def test_classes_of_wikidata_are_verified_rows_of_classes():
    known = {
        row["qid"]: row
        for row in rows()
        if row["our_label"].startswith("class: ") and row["status"] == "verified"
    }
    used = {qid for group in classes(GRAPH).values() for qid in group}
    assert used
    assert used <= set(known)
    for link in LINKS:
        if link.thing.startswith(KZO):
            assert link.label == known[link.qid]["wikidata_label"]
            assert evidence(link, "path") == known[link.qid]["evidence_path"]
            assert link.confidence == known[link.qid]["confidence"]


@needs_material
def test_a_link_is_exact_unless_the_material_doubts_it():
    close = {link.qid for link in LINKS if link.relation == "close" and link.thing.startswith(KZ)}
    doubtful = {row["qid"] for row in verified() if "assumed" in row["note"]}
    duplicates = {row["qid"] for row in rows() if row["status"] == "unverified" and row["kind"] == "person"}
    assert close == doubtful | duplicates


@needs_material
def test_unverified_items_are_never_exact():
    unverified = {row["qid"] for row in rows() if row["status"] == "unverified"}
    assert len(unverified) == 4
    assert not unverified & set(ITEMS.values())


@needs_material
def test_what_the_material_did_not_find_is_recorded_and_not_linked():
    missing = [row for row in rows() if row["status"] == "none-found" and row["our_label"] not in LEFT_OUT]
    sought = searches(GRAPH)
    assert len(sought) == sum(SEVERAL.get(row["our_label"], 1) for row in missing)
    assert all(search.reason for search in sought)
    assert not {search.thing for search in sought} & set(ITEMS)


@needs_material
def test_the_graph_links_nothing_that_the_material_does_not_know():
    known = {row["qid"] for row in rows()} | set(
        re.findall(r"Q[0-9]+", " ".join(row["note"] for row in rows()))
    )
    assert {link.qid for link in LINKS} <= known
    assert all(link.record and link.reason for link in LINKS)


@needs_material
def test_what_is_left_out_is_no_thing_of_the_graph():
    assert set(LEFT_OUT) | set(WARNINGS) | set(SEVERAL) <= {row["our_label"] for row in rows()}
    names = {}
    for thing, cls, name in GRAPH.sparql(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT DISTINCT ?thing ?class ?name { ?thing a ?class ; skos:prefLabel|skos:altLabel ?name }"
    ):
        names.setdefault(cls.value, []).append((thing.value, words_of(name.value)))
    everything = [name for group in names.values() for name in group]
    for row in rows():
        if row["our_label"] not in LEFT_OUT:
            continue
        # Of a place or a party a part of the name is enough; elsewhere names are made of names.
        among = names.get(KZO + {"place": "Place", "party": "Party"}.get(row["kind"], ""))
        for part in {row["our_label"], row["wikidata_label"], row["our_label"].partition(" (")[0]}:
            words = words_of(part)
            if not words or part.startswith("("):
                continue
            assert words not in [name for _, name in everything], f"{part} is a thing now: link it"
            if row["kind"] in ("place", "party"):
                near = [thing for thing, name in among if set(words) <= set(name)]
                assert not near, f"{part} is a part of the names of {near}: link it"


def words_of(name):
    return re.findall(r"\w+", name.casefold())


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
    assert {link.relation for link in of(item) if link.thing == KZ + thing} == {"not"}


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


def test_the_record_of_party_facts_that_merges_alga_is_only_near_to_democratic_choice():
    found = [link for link in links(GRAPH, None) if link.target.endswith("/4351/")]
    assert [(local(link.thing), link.relation) for link in found] == [("dvk", "close")]


@needs_material
def test_the_shooting_has_another_day_there_and_the_link_says_so():
    bindings = json.loads(
        (SLICES / "wikidata-api/wdqs_bindings_kazakhstan_events_EXTRACT.json").read_text("utf-8")
    )
    (theirs,) = {
        each["date"]["value"][:10]
        for group in bindings.values()
        for each in group
        if each["event"]["value"].endswith("/Q1087721")
    }
    days = GRAPH.sparql(f"SELECT ?date {{ <{KZ}zhanaozen-shooting> <{KZO}date> ?date }}")
    assert (theirs, [row[0].value for row in days]) == ("2011-12-17", ["2011-12-16?"])
    (link,) = of("Q1087721", "exact")
    assert "day after that of document 002" in link.reason


@needs_material
def test_party_facts_and_its_items_are_those_of_the_stored_table():
    with open(SLICES / "partyfacts" / "wikidata.csv", encoding="utf-8", newline="") as file:
        table = {row["partyfacts_id"]: row["wikidata_id"] for row in csv.DictReader(file)}
    found = links(GRAPH, "https://partyfacts.herokuapp.com/data/partycodes/")
    assert len(found) == 12
    for link in found:
        number = link.target.rstrip("/").rpartition("/")[2]
        if link.relation == "exact":
            assert table[number] == ITEMS[link.thing]
        assert number in evidence(link, "snippet")


@needs_material
def test_members_of_the_mazhilis_are_those_of_the_faction():
    with open(SLICES / "everypolitician-2015" / "term-5.csv", encoding="utf-8", newline="") as file:
        members = {row["id"]: row for row in csv.DictReader(file)}
    found = {local(link.thing): link for link in links(GRAPH, "urn:uuid:")}
    assert sorted(found) == [
        "aiqyn-qongyrov",
        "jambyl-ahmetbekov",
        "tulesh-kenzhin",
        "turgyn-syzdyqov",
        "vladislav-kosarev",
    ]
    namesake = found.pop("turgyn-syzdyqov")  # of the next Mazhilis, where nobody has a party
    assert (namesake.relation, namesake.confidence) == ("close", "low")
    for link in found.values():
        assert link.relation == "exact"
        member = members[link.target.removeprefix("urn:uuid:")]
        assert member["group"] == "Communist People's Party"
        assert member["name"] == link.label


@needs_material
def test_every_identifier_of_wikidata_in_the_repository_stands_in_the_material():
    """A wrong identifier is the worst mistake: none may come from memory."""
    assert set(CALENDARS) <= set(re.findall(r"Q[0-9]+", (MATERIAL / "formats.md").read_text("utf-8")))
    entity = (SLICES / "wikidata-entity/openrefine-wikibase_Q29468.json").read_text("utf-8")
    assert set(re.findall(r'"globe": "[^"]*/(Q[0-9]+)"', entity)) == {EARTH}
    known = {EARTH, *CALENDARS}
    for name in ("links.csv", "properties.csv"):
        known |= set(re.findall(r"\b[QP][0-9]+\b", (MATERIAL / name).read_text("utf-8")))
    for link in POINTERS:  # what stands in the words of the evidence, which are looked up above
        known |= set(re.findall(r"\b[QP][0-9]+\b", f"{evidence(link, 'snippet')} {evidence(link, 'alsoIn')}"))
    wrong = {}
    for folder in ("data", "ontology", "shapes", "queries", "docs", "kzgraph", "README.md", "CHANGELOG.md"):
        for path in [ROOT / folder, *(ROOT / folder).rglob("*")]:
            if path.suffix not in (".ttl", ".rq", ".md", ".py", ".csv", ".jsonld") or not path.is_file():
                continue
            text = re.sub(r'"P[0-9]+[DMY]"', "", path.read_text("utf-8"))  # xsd:duration
            text = re.sub(r"Ctrl|[0-9a-f]{40,64}", "", text)
            found = set(re.findall(r"(?<![A-Za-z0-9_])[QP][1-9][0-9]*(?![A-Za-z0-9_])", text)) - known
            found -= PLACEHOLDERS if folder == "kzgraph" else set()
            if found:
                wrong[str(path.relative_to(ROOT))] = sorted(found)
    assert not wrong


def test_links_need_no_claim_and_their_records_are_complete():
    assert not GRAPH.engine.query(
        f"ASK {{ ?link a <{KZO}Link> FILTER NOT EXISTS {{ ?link <{KZO}reason> ?reason }} }}"
    ).boolean
    subject = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject"
    assert not GRAPH.engine.query(f"ASK {{ ?link a <{KZO}Link> ; <{subject}> ?thing }}").boolean
