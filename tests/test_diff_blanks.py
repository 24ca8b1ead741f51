"""Blank nodes in foreign files: two files differ exactly if they are not isomorphic, and the difference is small."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import kzgraph
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple

from kzgraph.diff.blank_nodes import named

HEAD = "@prefix ex: <http://example.org/> .\n"


def difference(tmp_path: Path, old: str, new: str) -> Any:
    for name, text in (("old", old), ("new", new)):
        (tmp_path / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    done = kzgraph("diff", str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"), "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ex:a ex:p [ ex:q 1 ; ex:r [ ex:q 2 ] ] .", "ex:a ex:p _:x . _:x ex:r _:y ; ex:q 1 . _:y ex:q 2 ."),
        ("ex:a ex:p ( 1 2 ( 3 ) ) .", "ex:a ex:p ( 1 2 ( 3 ) ) ."),
        ("_:a ex:p _:b . _:b ex:p _:a .", "_:y ex:p _:x . _:x ex:p _:y ."),
        ("[] ex:p 1 . [] ex:p 1 .", "_:x ex:p 1 . _:y ex:p 1 ."),
        ("_:a ex:p _:a .", "_:z ex:p _:z ."),
    ],
)
def test_the_same_under_other_names(tmp_path: Path, old: str, new: str) -> None:
    assert difference(tmp_path, old, new)["counts"] == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[] ex:p 1 . [] ex:p 1 .", "[] ex:p 1 ."),
        ("ex:a ex:p [], [] .", "ex:a ex:p [] ."),
        ("ex:a ex:p ( 1 2 ) .", "ex:a ex:p ( 2 1 ) ."),
        ("ex:a ex:p _:x . ex:b ex:p _:x .", "ex:a ex:p _:x . ex:b ex:p _:y ."),
        ("_:a ex:p _:b . _:b ex:p _:a .", "_:a ex:p _:a . _:b ex:p _:b ."),
        ("_:a ex:p _:b . _:b ex:p _:c . _:c ex:p _:a .", "_:a ex:p _:b . _:b ex:p _:a ."),
    ],
)
def test_not_the_same(tmp_path: Path, old: str, new: str) -> None:
    assert difference(tmp_path, old, new)["counts"]


def test_a_part_of_a_thing_is_one_value(tmp_path: Path) -> None:
    found = difference(
        tmp_path,
        'ex:a ex:address [ ex:street "Long" ; ex:city "X" ] .',
        'ex:a ex:address [ ex:street "Short" ; ex:city "X" ] .',
    )
    assert found["counts"] == {"value-changed": 1}
    (change,) = found["things"][0]["changes"]
    assert change["old"] == {"structure": '[ ex:city "X" ; ex:street "Long" ]'}


def test_a_change_in_one_knot_does_not_touch_another(tmp_path: Path) -> None:
    ring = "_:{0}a ex:next _:{0}b ; ex:n {1} . _:{0}b ex:next _:{0}a . "
    found = difference(
        tmp_path, ring.format("x", 1) + ring.format("y", 2), ring.format("y", 2) + ring.format("x", 3)
    )
    assert found["counts"]["fact-added"] == 3


def test_a_long_list_and_deep_nesting(tmp_path: Path) -> None:
    items = " ".join(map(str, range(20_000)))
    deep = "[ ex:p " * 2000 + "1" + " ]" * 2000
    assert difference(tmp_path, f"ex:a ex:p ( {items} ) .", f"ex:a ex:p ( {items} ) .")["counts"] == {}
    assert difference(tmp_path, f"ex:a ex:p {deep} .", f"ex:a ex:p {deep} .")["counts"] == {}


def test_nodes_that_are_all_alike_are_refused_in_time(tmp_path: Path) -> None:
    """A ring of equal nodes takes a canonicalisation exponential time."""
    text = HEAD + " ".join(f"_:n{a} ex:p _:n{b} ." for a in range(40) for b in range(40) if a != b)
    (tmp_path / "old.ttl").write_text(text, encoding="utf-8")
    done = kzgraph("diff", str(tmp_path / "old.ttl"), str(tmp_path / "old.ttl"))
    assert done.returncode == 3
    assert "too much alike" in done.stderr


NODES = st.sampled_from([BlankNode(f"n{n}") for n in range(5)] + [NamedNode("urn:a")])
GRAPHS = st.lists(
    st.builds(Triple, NODES, st.sampled_from([NamedNode("urn:p"), NamedNode("urn:q")]), NODES),
    max_size=8,
    unique=True,
)


def canonical(triples: list[Triple]) -> set[str]:
    dataset = Dataset(Quad(each.subject, each.predicate, each.object) for each in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@settings(max_examples=300, deadline=None)
@given(GRAPHS, GRAPHS)
def test_equal_names_exactly_if_isomorphic(one: list[Triple], other: list[Triple]) -> None:
    same = canonical(one) == canonical(other)
    assert (set(named(one, {})) == set(named(other, {}))) == same


@settings(max_examples=200, deadline=None)
@given(GRAPHS, st.randoms())
def test_names_do_not_depend_on_names_or_order(triples: list[Triple], chance: random.Random) -> None:
    numbers = list(range(5))
    chance.shuffle(numbers)
    new = {f"n{old}": BlankNode(f"m{number}") for old, number in enumerate(numbers)}
    renamed = [Triple(*(new.get(term.value, term) for term in triple)) for triple in triples]
    chance.shuffle(renamed)
    assert set(named(triples, {})) == set(named(renamed, {}))
