"""Labels of tokens, cues and features: what taggers are told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.learned.cues import cues
from extractor.learned.features import fold, of_words, with_known
from extractor.learned.labels import LAYERS, Labelled, decode, encode
from extractor.learned.tokens import tokenize

TEXT = "Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng kế hoạch"


def test_labels_of_spans_and_back() -> None:
    tokens = tokenize(TEXT)
    spans = [(5, 14, "ORG"), (37, 49, "ORG")]
    labels = encode(tokens, spans)
    assert labels[1:4] == ["B-ORG", "I-ORG", "I-ORG"]
    assert [one[:3] for one in decode(tokens, labels)] == spans


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3), st.sampled_from(LAYERS["duties"])), max_size=6))
def test_every_span_of_whole_words_comes_back(wanted: list[tuple[int, int, str]]) -> None:
    text = " ".join(f"từ{number}" for number in range(12))
    tokens = tokenize(text)
    spans, last = [], 0
    for first, length, label in sorted(wanted):
        if first >= last:
            last = first + length
            spans.append((tokens[first].start, tokens[last - 1].end, label))
    assert [one[:3] for one in decode(tokens, encode(tokens, spans))] == spans


def test_two_spans_of_a_label_side_by_side_stay_two() -> None:
    tokens = tokenize("Sở Sở")
    assert [one[:3] for one in decode(tokens, ["B-ORG", "B-ORG"])] == [(0, 2, "ORG"), (3, 5, "ORG")]


def test_a_span_is_as_certain_as_its_least_certain_token() -> None:
    tokens = tokenize("Sở Nội vụ")
    assert decode(tokens, ["B-ORG", "I-ORG", "I-ORG"], [0.9, 0.6, 0.8]) == [Labelled(0, 9, "ORG", 0.6)]


def test_cues_before_and_behind() -> None:
    words = [token.text for token in tokenize("Giao Sở Y tế chủ trì , phối hợp với Sở Nội vụ")]
    told = cues(words)
    assert told[1] == ("giao", "chu tri")
    assert told[words.index("với")] == ("phoi hop", "-")


def test_words_without_marks_are_alike() -> None:
    assert fold("Uỷ") == fold("Ủy") == "uy"
    assert fold("ĐẮK") == "dak"


def test_numbers_of_one_shape_are_one_word() -> None:
    assert of_words(["12/KH-UBND"]) == of_words(["345/BC-UBND"])
    assert of_words(["12"]) != of_words(["12/2020"])


def test_what_is_known_changes_what_a_tagger_sees() -> None:
    told = of_words(["Sở", "Nội", "vụ"])
    assert with_known(told, ["B-ORG", "I-ORG", "I-ORG"]) != with_known(told, ["O", "O", "O"])
