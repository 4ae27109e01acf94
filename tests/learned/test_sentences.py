"""Which paragraphs the model reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import rules
from extractor.learned.sentences import Taken, may_hold

BOOK = rules.load()["learned"]
NOTHING = Taken([])
LISTS = ("heads", "people", "duties")


@pytest.mark.parametrize(("words", "text"), [(name, text) for name in LISTS for text in BOOK[name]["examples"]])
def test_worth_reading(words: str, text: str) -> None:
    assert may_hold(words, text, (0, len(text)), NOTHING)


@pytest.mark.parametrize(("words", "text"), [(name, text) for name in LISTS for text in BOOK[name]["rejects"]])
def test_not_worth_reading(words: str, text: str) -> None:
    assert not may_hold(words, text, (0, len(text)), NOTHING)


@pytest.mark.parametrize(("words", "word"), [(name, word) for name in LISTS for word in BOOK[name]["words"]])
def test_every_word_of_a_list(words: str, word: str) -> None:
    text = f"theo {word.capitalize()} đó"
    assert may_hold(words, text, (0, len(text)), NOTHING)
    assert not may_hold(words, text, (0, len(text)), Taken([(5, 5 + len(word))]))


@pytest.mark.parametrize("word", BOOK["heads"]["never_before"])
def test_a_word_that_makes_it_another_thing(word: str) -> None:
    assert not may_hold("heads", f"mọi bộ {word} đó", (0, len(word) + 10), NOTHING)


def test_only_what_rules_left_counts() -> None:
    text = "do Quỹ đất và Quỹ rừng"
    assert may_hold("heads", text, (0, len(text)), Taken([(3, 10)]))
    assert not may_hold("heads", text, (0, len(text)), Taken([(3, 10), (14, 22)]))


_SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda one: (one[0], one[0] + one[1])))


@given(_SPANS, st.integers(0, 50), st.integers(1, 10))
def test_taken_spans_are_all_asked(spans: list[tuple[int, int]], start: int, length: int) -> None:
    end = start + length
    inside = [span for span in sorted(spans) if span[0] < end and span[1] > start]
    assert Taken(spans).within(start, end) == inside
    assert Taken(spans).meets(start, end) is bool(inside)
