"""One spelling for all: words, document numbers, names of bodies; and the order of lists."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.store.folding import LONGEST_WORD
from api.store.keys import (
    LONGEST_KEY,
    code_key,
    document_of,
    fold,
    name_key,
    order_exactly,
    order_key,
    order_range,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Quyết định số 751/QĐ-UBND", "quyet dinh so 751 qd ubnd"),
        ("ĐẮK LẮK, Ðăk Lăk", "dak lak  dak lak"),
        ("Hoà bình – Hòa bình…", "hoa binh   hoa binh "),
        ("ƠƯÂÊÔĂ ỵỹỷỳ", "ouaeoa yyyy"),
        ("a\tb\nc\u00a0d", "a b c d"),
        ("“m²”, 10³", " m2   103"),
        ("Ƀok Kơƀang ŏ ĭ č ñ", "bok kobang o i c n"),
        ("１２３ Ａ", "123 a"),
        # Letters with a mark or a soft hyphen of their own close up, and the word is filled at its end.
        ("que\u0302\u0301t x", "quet   x"),
        ("qu\u00adyết x", "quyet  x"),
        ("\u0301\u200b a", "   a"),
        # Nothing of other scripts, and nothing that is several letters.
        ("日本 Ελλ ½ ﬁ x", " " * 11 + "x"),
        ("\0\1\ud800x", "   x"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_knows_all_letters() -> None:
    """One for one, and what comes out is a letter, a digit or a space, whether or not it is in the character set."""
    characters = [chr(code) for code in (*range(0x20000), sys.maxunicode)]
    folded = fold(" ".join(characters))
    assert len(folded) == 2 * len(characters) - 1
    assert re.fullmatch("[a-z0-9 ]*", folded)
    for letter, one in zip(characters, folded[::2], strict=True):
        if letter.isalpha() and (base := unicodedata.normalize("NFD", letter)[0]).isascii():
            assert one == base.lower()
    marks = [char for char in characters if unicodedata.category(char) in {"Mn", "Me", "Cf"}]
    assert set(fold(" ".join(f"a{mark}b" for mark in marks)).split("  ")) == {"ab", "ab "}


def test_a_run_that_is_no_word_is_left_out() -> None:
    longest = "x" * LONGEST_WORD
    assert fold(f"a {longest} b") == f"a {longest} b"
    assert words(f"a {longest}x b y{longest}") == ["a", "b"]
    assert fold(f"{longest}x").strip() == ""
    assert words(f"{longest}-{longest}") == [longest, longest]


@given(st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF) | st.sampled_from("ếđ \u0301a"), max_size=300))
def test_fold_keeps_the_length(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert re.fullmatch("[a-z0-9 ]*", folded)
    assert fold(folded) == folded
    assert all(len(word) <= LONGEST_WORD for word in folded.split())


@given(st.lists(st.sampled_from(("x", "-", "Đ", " ")) | st.integers(1, 150).map("y".__mul__)))
def test_only_long_runs_are_left_out(parts: list[str]) -> None:
    text = "".join(parts)
    assert words(text) == [word for word in re.findall("[a-z]+", text.replace("Đ", "d")) if len(word) <= LONGEST_WORD]


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (("751/QĐ-UBND", "0751/qđ.ubnd", "751 QD UBND", "số 751/QĐ-UBND", "Số: 751 / QĐ – UBND"), "751/qdubnd"),
        (("15/2023/QĐ-UBND", "015/2023/QD.UBND", "15 2023 QDUBND"), "15/2023/qdubnd"),
        (("18-NQ/TW", "18/NQ-TW", "18 NQ TW"), "18/nqtw"),
        (("30/2021/QH15",), "30/2021/qh15"),
        (("252/KH-BCĐQG1237",), "252/khbcdqg1237"),
        (("95/CP", "095 CP"), "95/cp"),
        (("12a/QĐ-UBND", "12A/QĐ-UBND"), "12/aqdubnd"),
        (("751",), "751"),
        (("000/KH",), "0/kh"),
        ((None, "", "QĐ-UBND", "số:", "日本"), None),
    ],
)
def test_code_key(spellings: tuple[str | None, ...], key: str | None) -> None:
    assert {code_key(spelling) for spelling in spellings} == {key}


def test_different_numbers_have_different_keys() -> None:
    codes = ("751/QĐ-UBND", "751/KH-UBND", "7/51/QĐ-UBND", "75/QĐ-UBND", "751/2020/QĐ-UBND", "7512020/QĐ-UBND")
    assert len({code_key(code) for code in codes}) == len(codes)


@given(st.text(max_size=400))
def test_a_key_is_short_and_plain(text: str) -> None:
    for key in (code_key(text), code_key(f"1/{text}")):
        assert key is None or (len(key) <= LONGEST_KEY and re.fullmatch("[0-9]+(/[a-z0-9]+)*/?", key))


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (("Ủy ban nhân dân tỉnh Gia Lai", "UBND tỉnh Gia Lai", "Uỷ ban Nhân dân Tỉnh  Gia Lai"), "ubnd tinh gia lai"),
        (("Hội đồng nhân dân xã A", "HĐND xã A"), "hdnd xa a"),
        (("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội", "Sở LĐTBXH"), "so ldtbxh"),
        (("Sở GD&ĐT", "Sở Giáo dục và Đào tạo", "Sở GDĐT"), "so gddt"),
        (("Sở TN&MT", "Sở Tài nguyên và Môi trường"), "so tnmt"),
        (("UBND thành phố Pleiku", "UBND TP. Pleiku"), "ubnd tp pleiku"),
        (("Ủy ban MTTQ Việt Nam",), "uy ban mttq viet nam"),
        (("Bộ Nội vụ",), "bo noi vu"),
        ((None, "", "…"), None),
    ],
)
def test_name_key(spellings: tuple[str | None, ...], key: str | None) -> None:
    assert {name_key(spelling) for spelling in spellings} == {key}


def test_a_name_is_not_cut_inside_a_word() -> None:
    assert name_key("Phường thanh phongx") == "phuong thanh phongx"


def test_order() -> None:
    dates = (None, "1899", "1954-07-20", "2020-12-31", "2021", "2021-01", "2021-01-01", "2021-01-02", "2021-12-31")
    keys = [order_key(1, date, 5) for date in dates]
    assert keys[2:] == sorted(keys[2:])
    assert max(keys[:2]) < keys[2]
    assert [order_key(1, "2021-05", number) for number in (3, 1, 2)] == sorted(
        (order_key(1, "2021-05", number) for number in (1, 2, 3)), key=lambda key: (3, 1, 2).index(document_of(key))
    )
    assert order_key(1, "2155-12-31", 2**30 - 1) < order_key(2, None, 1)
    assert order_key(2**16 - 1, "9999-12-31", 2**30 - 1) < 2**63


@pytest.mark.parametrize(("workspace", "document"), [(2**16, 1), (1, 2**30)])
def test_more_than_a_number_tells_apart(workspace: int, document: int) -> None:
    with pytest.raises(OverflowError, match="too many documents or workspaces"):
        order_key(workspace, "2021", document)


def within(first: str | None, last: str | None) -> list[str | None]:
    dates = (None, "2020", "2020-12-31", "2021", "2021-06", "2021-06-01", "2021-06-30", "2021-07", "2022-01-01")
    low, high = order_range(3, first, last)
    return [date for date in dates if low <= order_key(3, date, 7) <= high]


def test_ranges_of_dates() -> None:
    assert len(within(None, None)) == 9
    assert within("2021", "2021") == ["2021", "2021-06", "2021-06-01", "2021-06-30", "2021-07"]
    assert within("2021-06", "2021-06") == ["2021-06", "2021-06-01", "2021-06-30"]
    assert within("2021-06-01", "2021-06-29") == ["2021-06-01"]
    assert within(None, "2020") == ["2020", "2020-12-31"]
    assert within("2021-07", None) == ["2021-07", "2022-01-01"]
    assert within("2022", "2020") == []
    low, high = order_exactly(3, "2021")
    assert low <= order_key(3, "2021", 9) <= high
    assert not low <= order_key(3, "2021-01", 9) <= high
    assert not any(
        low <= order_key(workspace, None, 1) <= high for workspace in (2, 4) for low, high in [order_range(3)]
    )
