"""Splitting a document into passages."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzgraph.evidence.passages import Passage, place, split
from kzgraph.storage.documents import readable


def texts(document: str) -> list[str]:
    return [document[each.start : each.end] for each in split(document)]


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It won.[2] Then it lost.[3][14] In 2012, too.", ["It won.[2]", "Then it lost.[3][14]", "In 2012, too."]),
        ("It won. [2] Then it lost.[note 3] So.", ["It won. [2]", "Then it lost.[note 3]", "So."]),
        ("She lives in the U.S. since 1990. He does not.", ["She lives in the U.S. since 1990.", "He does not."]),
        ("N. A. Nazarbayev met J. Doe. They talked.", ["N. A. Nazarbayev met J. Doe.", "They talked."]),
        ("Shot on 16.12. and buried. Later", ["Shot on 16.12. and buried.", "Later"]),
        ("It has approx. 40 members. No. 5 left. 12 stayed.", ["It has approx. 40 members.", "No. 5 left.", "12 stayed."]),
        ("It cost 3.4 per cent of 56,292 votes. Yes.", ["It cost 3.4 per cent of 56,292 votes.", "Yes."]),
        ("He said “Stop!” and went. “Why?” she asked.", ["He said “Stop!” and went.", "“Why?” she asked."]),
        ("They founded «Alga». «Alga» was banned.", ["They founded «Alga».", "«Alga» was banned."]),
        ("The party Alga! was banned. (It was small.) So it was.", ["The party Alga! was banned.", "(It was small.)", "So it was."]),
        ("Комментариев нет... Будьте первым!", ["Комментариев нет...", "Будьте первым!"]),
        ("В 1991 г. Партия, т. е. КПК, им. Ленина. Её запретили.", ["В 1991 г. Партия, т. е. КПК, им. Ленина.", "Её запретили."]),
        ("Партия өтті. Әділет жеңді.", ["Партия өтті.", "Әділет жеңді."]),
        ("The seat was the party's. Nobody came.", ["The seat was the party's.", "Nobody came."]),
        ("Wait… What?! No... yes. Ok", ["Wait…", "What?!", "No... yes.", "Ok"]),
    ],
)  # fmt: skip
def test_sentences(line: str, sentences: list[str]) -> None:
    assert texts(line) == sentences


@pytest.mark.parametrize(
    "line",
    [
        "  • In politics – freedom. In economy – work.",
        "- Name: A. Then B.",
        "  1. Title. Publisher. 16 January 2012.",
        "[7] Charter. Publisher.",
        "| a. | B. C. |",
        "2004.\t3.4%. Lost",
        "== First. Second. ==",
        "# Heading. More",
        "AbbreviationQKHP (Kazakh)",
        "11/16/15, 2:44 PM",
        "× 9 = двадцать семь",
    ],
)
def test_one_piece(line: str) -> None:
    assert texts(line) == [line.strip()]


def test_lines_and_numbers() -> None:
    assert split("One. Two.\r\n\n \t\n  Three. \nFour.\n") == [
        Passage(1, 1, 0, 4),
        Passage(1, 2, 5, 9),
        Passage(4, 1, 17, 23),
        Passage(5, 1, 25, 30),
    ]


_LIKE_TEXT = st.lists(
    st.sampled_from(
        [*"aБ ә9.!?…\"'“”«»()[]•-*|=#\t\n\r,", "\u00a0", "\u2028", " ", ". ", "[2]", " [14] ", "U.S.", "16.12. ", "т. е. ", "1. "]
    )
).map("".join)  # fmt: skip


@given(_LIKE_TEXT | st.text())
@example("\ufeff. A\x1c\x85B. \u3000C")
def test_passages_leave_out_nothing_but_white_space_and_never_overlap(text: str) -> None:
    passages = split(text)
    position = 0
    for each in passages:
        assert text[position : each.start].strip() == ""
        assert each.start < each.end
        words = text[each.start : each.end]
        assert words == words.strip()
        assert "\n" not in words
        assert text.count("\n", 0, each.start) + 1 == each.line
        position = each.end
    assert text[position:].strip() == ""
    numbers = [(each.line, each.number) for each in passages]
    assert numbers == sorted(set(numbers))
    assert all(number == 1 or (line, number - 1) in numbers for line, number in numbers)


@given(st.lists(_LIKE_TEXT.map(lambda text: text.replace("\n", ""))))
def test_a_line_is_split_alike_wherever_it_stands(lines: list[str]) -> None:
    assert texts("\n".join(lines)) == [piece for line in lines for piece in texts(line)]


@pytest.mark.parametrize("unit", [".", "! ", ". [1]", ".[1", "«", "\t", ".)", "A. ", "a"])
def test_a_long_line_takes_time_in_proportion(unit: str) -> None:
    start = time.process_time()
    split(unit * 100_000)
    assert (
        time.process_time() - start < 10
    )  # far more than it takes; what grows with the square takes minutes


def test_a_quote_stands_exactly_once() -> None:
    text = "The party won. The party lost."
    assert place(text, "won") == (10, 13)
    assert place(text, "party") is None
    assert place(text, "party", "won. The ") == (19, 24)
    assert place(text, "drew") is None
    assert place(text, "") is None


def test_no_break_spaces_are_spaces_and_nothing_else_is_changed() -> None:
    assert readable("a\u00a0b\u202fc\r\n  ı".encode()) == "a b\u202fc\r\n  ı"
