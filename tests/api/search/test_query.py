"""How a query is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.search.query import READ_TERMS, Query, Term, parse

KNOWN = {"751/qdubnd", "15/2023/ndcp", "12/bc", "12/bcubnd"}


def read(text: str) -> Query:
    return parse(text, lambda keys: keys & KNOWN)


def shown(terms: tuple[Term, ...]) -> str:
    """Terms as they would be typed, "=key" behind a number."""
    return ", ".join(
        " ".join(term.words) + ("*" if term.prefix else "") + (f" ={term.key}" if term.key else "") for term in terms
    )


@pytest.mark.parametrize(
    ("text", "terms", "excluded"),
    [
        ("Quyết định", "quyet, dinh", ""),
        ("  quyết\tđịnh\n", "quyet, dinh", ""),
        ('"cải cách hành chính" thuế', "cai cach hanh chinh, thue", ""),
        ("“cải cách” «hành chính»", "cai cach, hanh chinh", ""),
        ('"cải cách', "cai, cach", ""),
        ('a "b c" "d', "a, b c, d", ""),
        ("thuế -đất", "thue", "dat"),
        ('thuế -"đất đai" phí', "thue, phi", "dat dai"),
        ("kế hoạch - báo cáo", "ke, hoach, bao, cao", ""),
        ("cán bộ-công chức", "can, bo cong, chuc", ""),
        ("thu,chi; (ngân sách)", "thu, chi, ngan, sach", ""),
        ("hành ch*", "hanh, ch*", ""),
        ('"hành ch"*', "hanh ch*", ""),
        ('"hành ch*"', "hanh ch*", ""),
        ("a* -ho*", "a", "ho*"),
        ("* - -- ()", "", ""),
        ("26/12/2020", "26 12 2020", ""),
        ("751/QĐ-UBND", "751 qd ubnd =751/qdubnd", ""),
        ('"751/QĐ-UBND"', "751 qd ubnd =751/qdubnd", ""),
        ("-751/QĐ-UBND", "", "751 qd ubnd =751/qdubnd"),
        ("751 / QĐ - UBND về đất", "751 qd ubnd =751/qdubnd, ve, dat", ""),
        ("751 QD UBND", "751 qd ubnd =751/qdubnd", ""),
        ("số 751 QD UBND", "751 qd ubnd =751/qdubnd", ""),
        ("751 QD HDND", "751, qd, hdnd", ""),
        ("Số: 0751/qd.ubnd", "0751 qd ubnd =751/qdubnd", ""),
        ("số 15 2023 nd cp", "15 2023 nd cp =15/2023/ndcp", ""),
        ("15/2023 NĐ CP", "15 2023 nd cp =15/2023/ndcp", ""),
        ("12 BC UBND", "12 bc ubnd =12/bcubnd", ""),
        ("12 BC HDND", "12 bc =12/bc, hdnd", ""),
        ("18-NQ/TW", "18 nq tw =18/nqtw", ""),
        ("99/CV-X của xã", "99 cv x =99/cvx, cua, xa", ""),
        ('số "751" QD UBND', "so, 751, qd, ubnd", ""),
        ('"Quyết định số 751/QĐ-UBND"', "quyet dinh so 751 qd ubnd", ""),
        ("hồ sơ số", "ho, so, so", ""),
    ],
)
def test_terms(text: str, terms: str, excluded: str) -> None:
    query = read(text)
    assert (shown(query.terms), shown(query.excluded), query.hopeless) == (terms, excluded, False)
    assert query.empty == (not terms and not excluded)


@pytest.mark.parametrize(
    ("text", "hopeless"),
    [("日本", True), ("thuế 日本", True), ("thuế -日本", False), ("x" * 101, True), ("… % &", False)],
)
def test_what_no_document_can_hold(text: str, hopeless: bool) -> None:
    assert read(text).hopeless is hopeless


def test_the_whole_as_a_phrase() -> None:
    assert read('cải "cách hành" 751/QĐ-UBND').phrase == Term(("cai", "cach", "hanh", "751", "qd", "ubnd"))
    assert read("cải cá*").phrase is None
    assert read("-cải").phrase is None
    assert read("751/QĐ-UBND và 12 bc").numbers == ["751/qdubnd", "12/bc"]


def test_a_long_query_is_read_in_part() -> None:
    assert len(read("a " * 5000).terms) == READ_TERMS
    assert len(read('"' + "a " * 5000 + '"').terms[0].words) <= 500


@given(st.text(st.characters() | st.sampled_from('"-*/ 1aQĐ“\ud800\0'), max_size=80))
def test_every_text_is_a_query(text: str) -> None:
    query = parse(text, lambda keys: keys)
    for term in (*query.terms, *query.excluded):
        assert term.words
        assert all(word.isascii() and word.isalnum() and word == word.lower() for word in term.words)
