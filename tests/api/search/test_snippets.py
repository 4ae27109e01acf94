"""The pieces of text that a search shows."""

from __future__ import annotations

from sqlalchemy import update

from api.search import Snippet, search
from api.store import Store, tables
from tests.api.search.shelf import Made, put

FILLER = "Tình hình thực hiện nhiệm vụ của các cơ quan, đơn vị trên địa bàn trong thời gian vừa qua. "


def cut(store: Store, query: str) -> tuple[Snippet, ...]:
    (hit,) = search(store, query).hits
    return hit.snippets


def marked(snippet: Snippet) -> str:
    text = snippet.text
    for start, end in reversed(snippet.spans):
        text = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    return text


def test_the_text_is_shown_as_it_is_printed(store: Store) -> None:
    text = FILLER * 20 + "Ban hành  Quyết định\n số 751 về Đắk Lắk.\n\n" + FILLER * 20
    put(store, [Made(text=text)])
    for query in ("quyet dinh", '"QUYẾT ĐỊNH"', "định quyết"):
        (snippet,) = cut(store, query)
        assert "Ban hành «Quyết định» số 751 về Đắk Lắk. Tình hình" in marked(snippet)
        assert " ".join(text[snippet.start : snippet.end].split()) == snippet.text
        assert len(snippet.text) < 260
        assert text[snippet.start - 1].isspace()
        assert text[snippet.end].isspace()


def test_words_that_stand_together_come_before_words_that_do_not(store: Store) -> None:
    put(
        store, [Made(text="Kiểm tra. " + FILLER * 9 + "Ngân hàng. " + FILLER * 9 + "Kiểm tra ngân sách. " + FILLER * 9)]
    )
    (snippet,) = cut(store, "kiểm tra ngân sách")
    assert "«Kiểm tra ngân sách»." in marked(snippet)
    (snippet,) = cut(store, "ngân sách")
    assert "Kiểm tra «ngân sách»." in marked(snippet)


def test_words_apart_are_shown_apart(store: Store) -> None:
    put(store, [Made(text=FILLER * 9 + "Thuế đất. " + FILLER * 9 + "Học phí. " + FILLER * 9 + "Viện phí. " + FILLER)])
    assert [marked(one).count("«Thuế»") + marked(one).count("«phí»") for one in cut(store, "phí thuế")] == [1, 1]
    first, second = cut(store, "phí thuế")
    assert first.end < second.start
    assert "«Thuế» đất. Tình hình" in marked(first)
    assert "«Học phí»" in marked(cut(store, '"học phí" thuế')[1])


def test_pieces_that_meet_are_one(store: Store) -> None:
    put(store, [Made(text=FILLER * 3 + "Thuế đất. " + FILLER + "Học phí. " + FILLER * 9)])
    (snippet,) = cut(store, "phí thuế")
    assert (marked(snippet).count("«Thuế»"), marked(snippet).count("«phí»")) == (1, 1)


def test_at_most_three_pieces(store: Store) -> None:
    put(store, [Made(text="".join(f"{word} {FILLER * 9}" for word in ("một", "hai", "ba", "bốn", "năm")))])
    assert len(cut(store, "một hai ba bốn năm")) == 3


def test_a_number_is_shown_as_it_is_printed_with_its_place(store: Store) -> None:
    text = FILLER * 9 + "Triển khai QĐ 0751/qđ.ubnd\nngày 26/12/2020. " + FILLER * 9
    put(store, [Made(text=text, cited=("0751/qđ.ubnd",))])
    (snippet,) = cut(store, "751/QĐ-UBND")
    assert "Triển khai QĐ «0751/qđ.ubnd» ngày" in marked(snippet)
    assert (snippet.page, snippet.section) == (3, "I.1")


def test_a_number_behind_what_is_searched_is_found_and_not_shown(store: Store) -> None:
    (document,) = put(store, [Made(text=FILLER + "751/QĐ-UBND", cited=("751/QĐ-UBND",))])
    with store.writing() as connection:
        connection.execute(update(tables.report_text).values(text=FILLER))
    (hit,) = search(store, "751/QĐ-UBND").hits
    assert (hit.document_id, hit.snippets) == (document, ())


def test_the_begin_and_the_end_of_a_text_are_whole(store: Store) -> None:
    put(store, [Made(text="Thuế đất"), Made(text=FILLER * 5 + "phí")])
    assert [marked(one) for one in cut(store, "đất")] == ["Thuế «đất»"]
    assert marked(cut(store, "phí")[0]).endswith("vừa qua. «phí»")


def test_a_word_that_goes_on_is_marked_whole(store: Store) -> None:
    put(store, [Made(text="Công chức, viên chức xã Ia Pết")])
    assert [marked(one) for one in cut(store, "chứ* pế*")] == ["Công «chức», viên «chức» xã Ia «Pết»"]


def test_no_words_no_pieces(store: Store) -> None:
    put(store, [Made(text="Thuế", title="Báo cáo", code="1/BC-UBND")])
    assert cut(store, "") == cut(store, "-phí") == ()
    # It has the number itself, but its text does not say so.
    assert cut(store, "1/BC-UBND") == ()


def test_signs_outside_the_plane_and_odd_spaces_do_not_shift_anything(store: Store) -> None:
    text = "😀 𝐀 e\u0302\u0301\u00ad " * 30 + "\u2003Thuế\u00a0\u2028đất\u200b nha\u0323\u0300 " + "😀" * 40
    put(store, [Made(text=text)])
    (snippet,) = cut(store, "thuế đất")
    assert "«Thuế đất" in marked(snippet)
    assert text[snippet.start : snippet.end].split() == snippet.text.split()


def test_a_hit_far_in_a_long_text(store: Store) -> None:
    text = FILLER * 4000
    put(store, [Made(text=text + "Thuế đất. " + FILLER)])
    (snippet,) = cut(store, "thuế đất")
    assert "vừa qua. «Thuế đất». Tình" in marked(snippet)
    assert len(text) - 100 < snippet.start < len(text)
