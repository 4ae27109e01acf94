"""Characters of a line: what is mended, what is left alone, and the way back (EXTRACTION: spans are of NFC text)."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.characters import clean, shift_back, shift_forward

#: Words as they are typed in reports, with all that goes wrong in them.
WORDS = (
    "Quyết định",
    "số",
    "751/QĐ-UBND",
    "Đăk Pơ",
    "ngày 26/12/2020",
    "Ủy ban",
    "ý",
    "a)",
    "Hoà Bình",
    "×",
    "½",
    "“về”",
)
ODD = ("\u00a0", "  ", "\u2009", "\t", "\u00ad", "\u200b", "\ufeff", "\u0002", " ", "\u3000")
MARKS = "\u0301\u0300\u0303\u0309\u0323\u0302\u0306\u031b"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


words = st.sampled_from(WORDS) | st.sampled_from(WORDS).map(nfd) | st.sampled_from(ODD)
typed = st.lists(words | st.sampled_from(("Ð", "ð", "Ɖ", "\u2011", *MARKS)), max_size=14).map("".join)
anything = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\n\r"), max_size=40)


@pytest.mark.parametrize(
    ("read", "cleaned"),
    [
        ("751/QÐ-UBND", "751/QĐ-UBND"),
        ("751/QƉ-UBND", "751/QĐ-UBND"),
        ("huyện ðăk pơ", "huyện đăk pơ"),
        (nfd("Quyết định của Ủy ban"), "Quyết định của Ủy ban"),
        ("Quyết\u00a0định\u2009số", "Quyết định số"),
        ("hành\u00adchính", "hànhchính"),
        ("  ngày   26/12/2020 ", "ngày 26/12/2020"),
        ("19\u2011NQ/TW", "19-NQ/TW"),
        ("\ufeffBÁO CÁO", "BÁO CÁO"),
        ("a\u00ad\u0301", "á"),
        ("QĐ – TTg", "QĐ – TTg"),
        ("5 × 3 = “15”", "5 × 3 = “15”"),
        ("", ""),
        ("\u00a0 \u200b", ""),
    ],
)
def test_mended(read: str, cleaned: str) -> None:
    assert clean(read)[0] == cleaned


def test_a_clean_line_is_handed_back() -> None:
    line = "Quyết định số 751/QĐ-UBND"
    assert clean(line) == (line, ())


@given(typed | anything)
def test_cleaning_twice_changes_nothing(line: str) -> None:
    once = clean(line)[0]
    assert clean(once) == (once, ())


@given(typed | anything)
def test_the_result_is_composed_and_has_single_spaces(line: str) -> None:
    once = clean(line)[0]
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip(" ")
    assert "  " not in once


@given(typed | anything)
def test_every_stretch_leads_back_to_what_it_was_read_from(line: str) -> None:
    cleaned, shifts = clean(line)
    # A letter and the marks that found no place on it may have changed places: they go back together.
    starts = [at for at, sign in enumerate(cleaned) if at == 0 or not unicodedata.combining(sign)]
    for start, end in pairwise([*starts, len(cleaned)]):
        left, right = shift_back(shifts, start), shift_back(shifts, end)
        assert 0 <= left <= right <= len(line)
        assert clean(line[left:right])[0] == cleaned[start:end].strip(" ")


@given(typed | anything)
def test_the_way_back_never_turns_round(line: str) -> None:
    cleaned, shifts = clean(line)
    back = [shift_back(shifts, offset) for offset in range(len(cleaned) + 1)]
    assert back == sorted(back)
    forth = [shift_forward(shifts, offset) for offset in range(len(line) + 1)]
    assert forth == sorted(forth)
    assert all(0 <= offset <= len(cleaned) for offset in forth)


@given(typed)
def test_there_and_back(line: str) -> None:
    cleaned, shifts = clean(line)
    letters = [at for at, sign in enumerate(cleaned) if not unicodedata.combining(sign)]
    assert [shift_forward(shifts, shift_back(shifts, at)) for at in letters] == letters


@given(typed)
def test_composed_or_not_is_one_text(line: str) -> None:
    assert clean(nfd(line))[0] == clean(unicodedata.normalize("NFC", line))[0]
