"""What a search finds, the same on both databases."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.search import Filters, Hit, QueryError, search, stream
from api.search.query import parse
from api.store import Settings, Store, open_store
from api.store.results import clear_surface
from tests.api.search.shelf import Made, expected, put

GIA_LAI = ("629", "huyện Mang Yang", "64", "tỉnh Gia Lai", "52", "tỉnh Gia Lai")
BINH_DINH = ("542", "huyện An Lão", "52", "tỉnh Bình Định", "52", "tỉnh Gia Lai")

#: Each with a name that the tests below call it by.
ARCHIVE = (
    Made(
        name="decision",
        text="ỦY BAN NHÂN DÂN TỈNH\nSố: 751/QĐ-UBND\nQUYẾT ĐỊNH\nBan hành Kế hoạch cải cách hành chính năm 2021",
        title="Ban hành Kế hoạch cải cách hành chính năm 2021",
        code="751/QĐ-UBND",
        date="2020-12-26",
        issuer="UBND tỉnh Gia Lai",
        units=("64", "tỉnh Gia Lai", "52", "tỉnh Gia Lai"),
        type=("QĐ", "Quyết định"),
    ),
    Made(
        name="citing",
        text="Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh. Thủ tục hành chính, ngân sách.",
        title="Công tác cải cách hành chính quý I",
        headings=("Cải cách thủ tục", "hành chính công"),
        code="12/BC-UBND",
        date="2021-03-15",
        issuer="Ủy ban nhân dân huyện Mang Yang",
        units=GIA_LAI,
        type=("BC", "Báo cáo"),
        findings=("period_conflict",),
        cited=("751/QĐ-UBND",),
    ),
    Made(
        name="spelt otherwise",
        text="Triển khai QĐ 0751/qđ.ubnd của tỉnh về tình hình ở Đắk Lắk, Đăk Nông; mức 1e5, 100%.",
        code="34/KH-UBND",
        date="2021-06",
        issuer="UBND huyện An Lão",
        units=BINH_DINH,
        type=("KH", "Kế hoạch"),
        cited=("0751/qđ.ubnd", "15/2023/NĐ-CP"),
    ),
    Made(
        name="undated",
        text="Đề án phát triển thôn, làng. Ngân   sách\nnhà nước. Hoà bình.",
        issuer="Sở Lao động - Thương binh và Xã hội",
        type=("ĐA", "Đề án"),
        findings=("blank_number", "blank_date"),
    ),
    Made(
        name="project",
        text="Dự án 751 hộ; UBND xã; QĐ về ngân sách xã và thủ tục",
        date="2021",
        issuer="Sở LĐ-TB&XH",
        type=("DA", "Dự án"),
    ),
    Made(
        name="same day",
        text="thuế đất và ngân sách nhà nước hoa binh số 15 2023 nd cp, Nghị định này. Thanh tra",
        title="Thanh tra",
        date="2021-03-15",
    ),
)


def names(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.name for hit in hits]


QUERIES = (
    ("quyet dinh", "citing|decision"),
    ("QUYẾT ĐỊNH", "citing|decision"),
    ("dak lak", "spelt otherwise"),
    ("Đắk Lắk", "spelt otherwise"),
    ("ngan sach", "same day|citing|project|undated"),
    ('"ngan sach"', "same day|citing|project|undated"),
    ('"sách ngân"', ""),
    ('"ngân sách nhà nước"', "same day|undated"),
    ("“ngân sách nhà nước”", "same day|undated"),
    ('"nha nuoc ngan sach"', ""),
    ("ngân sách -thuế", "citing|project|undated"),
    ('ngân sách -"thủ tục"', "same day|undated"),
    ('ngân -"sách nhà"', "citing|project"),
    ("-ngân", "spelt otherwise|decision"),
    ("-ngân -quyết", "spelt otherwise"),
    ("-751/QĐ-UBND", "same day|project|undated"),
    ("cai cach hanh chinh", "decision"),
    ("thu tuc", "citing|project"),
    ("thanh tra", "same day"),
    ("nga*", "same day|citing|project|undated"),
    ('"ngân sá"*', "same day|citing|project|undated"),
    ('"ngân s*"', ""),
    ("ngâ", ""),
    ("751/QĐ-UBND", "decision|spelt otherwise|citing"),
    ("751 QD UBND", "decision|spelt otherwise|citing"),
    ("0751/qd.ubnd", "decision|spelt otherwise|citing"),
    ("số 751/QĐ-UBND", "decision|spelt otherwise|citing"),
    ("Số: 751 / QĐ - UBND", "decision|spelt otherwise|citing"),
    ("751/qđubnd", "decision|spelt otherwise|citing"),
    ('"751/QĐ-UBND"', "decision|spelt otherwise|citing"),
    ("Quyết định số 751/QĐ-UBND", "decision|citing"),
    ("751/QĐ-UBND ngày 26/12/2020", "citing"),
    ("12/BC-UBND", "citing"),
    ("12 bc ubnd", "citing"),
    ("15/2023/NĐ-CP", "spelt otherwise|same day"),
    ("15 2023 nd cp", "spelt otherwise|same day"),
    ("751 hộ", "project"),
    ("751/QĐ", "citing|decision"),
    ("751", "citing|project|decision"),
    ("26/12/2020", "citing"),
    ("1e5", "spelt otherwise"),
    ("1", ""),
    ("hoà bình", "same day|undated"),
    ("hòa bình", "same day|undated"),
    ("tình hình ở", "spelt otherwise"),
    ("không có đâu", ""),
    ("", "spelt otherwise|same day|citing|project|decision|undated"),
    ('"', "spelt otherwise|same day|citing|project|decision|undated"),
    ("- * ( ) %", "spelt otherwise|same day|citing|project|decision|undated"),
    ("quyết & định", "citing|decision"),
    ("你好", ""),
    ("quyết định 你好", ""),
    ("quyết định -你好", "citing|decision"),
)


@pytest.fixture
def archive(store: Store) -> Store:
    put(store, ARCHIVE)
    return store


def listed(printed: str) -> list[str]:
    separated = "|" in printed or printed in {"same day", "spelt otherwise"}
    return [name for name in (printed.split("|") if separated else printed.split()) if name]


def test_queries(archive: Store) -> None:
    found = {query: names(search(archive, query).hits) for query, _ in QUERIES}
    assert found == {query: listed(printed) for query, printed in QUERIES}
    told = {query: [ARCHIVE[number].name for number in expected(ARCHIVE, query)] for query, _ in QUERIES}
    assert told == found


FILTERS = (
    (Filters(issuer="UBND huyện"), "spelt otherwise|citing"),
    (Filters(issuer="ủy ban nhân dân huyện mang yang"), "citing|"),
    (Filters(issuer="Gia Lai"), "decision|"),
    (Filters(issuer="sở ldtbxh"), "project|undated"),
    (Filters(issuer="SỞ LAO ĐỘNG-THƯƠNG BINH VÀ XÃ HỘI"), "project|undated"),
    (Filters(issuer="???"), ""),
    (Filters(unit="Mang Yang"), "citing|"),
    (Filters(unit="huyện Mang Yang"), "citing|"),
    (Filters(unit="629"), "citing|"),
    (Filters(unit="tinh gia lai"), "spelt otherwise|citing|decision"),
    (Filters(unit="Bình Định"), "spelt otherwise|"),
    (Filters(unit="yang tỉnh"), ""),
    (Filters(date_from="2021"), "spelt otherwise|same day|citing|project"),
    (Filters(date_from="2021-03-15"), "spelt otherwise|same day|citing|project"),
    (Filters(date_from="16/3/2021"), "spelt otherwise|project"),
    (Filters(date_from="2021-06-15"), "spelt otherwise|project"),
    (Filters(date_from="2021-07"), "project|"),
    (Filters(date_to="2020"), "decision|"),
    (Filters(date_to="2021-03-15"), "same day|citing|project|decision"),
    (Filters(date_to="3/2021"), "same day|citing|project|decision"),
    (Filters(date_from="2021-03-15", date_to="2021-03-15"), "same day|citing|project"),
    (Filters(date_from="2022", date_to="2020"), ""),
    (Filters(type="BC"), "citing|"),
    (Filters(type="báo cáo"), "citing|"),
    (Filters(type="báo"), ""),
    (Filters(type="ĐA"), "undated|"),
    (Filters(type="DA"), "project|"),
    (Filters(type="de an"), "undated|"),
    (Filters(finding="blank_number"), "undated|"),
    (Filters(finding="blank"), ""),
    (Filters(cites="751/QĐ-UBND"), "spelt otherwise|citing"),
    (Filters(cites="15 2023 ND-CP"), "spelt otherwise|"),
    (Filters(cites="12/BC-UBND"), ""),
    (Filters(issuer="ubnd", date_from="2021", cites="751/QĐ-UBND", type="KH"), "spelt otherwise|"),
    (Filters(issuer="", unit="", date_from="", cites=""), "spelt otherwise|same day|citing|project|decision|undated"),
)


def test_filters(archive: Store) -> None:
    found = {filters: names(search(archive, "", filters).hits) for filters, _ in FILTERS}
    assert found == {filters: listed(printed) for filters, printed in FILTERS}


def test_a_filter_narrows_a_query(archive: Store) -> None:
    assert names(search(archive, "ngân sách", Filters(type="BC")).hits) == ["citing"]
    assert names(search(archive, "-ngân", Filters(issuer="UBND tỉnh")).hits) == ["decision"]
    assert names(search(archive, "751/QĐ-UBND", Filters(date_from="2021")).hits) == ["spelt otherwise", "citing"]


@pytest.mark.parametrize("date", ["2021-13", "31/4/2021", "hôm qua", "2021-06-15-01", "0000", "1/2/21", "２０２１"])
def test_a_date_of_no_known_form_is_an_error(date: str, store: Store) -> None:
    with pytest.raises(QueryError, match="a date is of no known form; write 2021"):
        search(store, "", Filters(date_to=date))


@pytest.mark.parametrize("cursor", ["", "x", "3-1-1", "1-1", "1-" + "f" * 16 + "-1", "1-1-1' OR 1=1", "0-1-١"])
def test_a_cursor_of_no_known_form_is_an_error(cursor: str, store: Store) -> None:
    with pytest.raises(QueryError, match="the cursor is of no known form"):
        search(store, after=cursor)


HOSTILE = (
    '" OR 1=1 --',
    "folded : x",
    "{folded marks} : x",
    "NEAR(a b, 10)",
    "^quyết",
    "a AND NOT",
    "'; DROP TABLE report; --",
    "a & !b | (c <-> d):*A",
    "%_%",
    "\\",
    "\0quyết\0",
    "\ud800định",
    "quyết\udfff",
    "/ n/751/qdubnd //ket ket//qua",
    "a" * 100_000,
    "a " * 50_000,
    '"' * 100_000,
    "-" * 100_000,
    "*" * 100_000,
    "1/A" * 40_000,
    "é\u0301\u0301" * 30_000,
    '"' + "a " * 50_000 + '"*',
)


def test_no_text_is_an_error(archive: Store) -> None:
    everything = len(ARCHIVE)
    for text in HOSTILE:
        assert search(archive, text).total <= everything
        for field in ("issuer", "unit", "type", "finding", "cites"):
            assert search(archive, "quyết", Filters(**{field: text})).total <= everything
    # It found none of it either: nothing was read as a command.
    assert [search(archive, text).total for text in HOSTILE[:4]] == [0] * 4
    assert search(archive, "\0quyết\0").total == 2


def test_marks_are_not_reached_by_words(archive: Store) -> None:
    assert [search(archive, text).total for text in ("/n/751/qdubnd", "/k/bc", "/f/blank/number", "/t/bao/*")] == [
        0
    ] * 4


def test_pages_follow_each_other(store: Store) -> None:
    made = [
        Made(
            text="ngân sách nhà nước" if number % 3 else "khác",
            title="Ngân sách" if number % 7 == 1 else None,
            code="751/QĐ-UBND" if number % 11 == 1 else f"{number}/BC",
            date=(None, "2021", f"2021-{number % 12 + 1:02}", f"2021-05-{number % 28 + 1:02}")[number % 4],
            cited=("751/QĐ-UBND",),
        )
        for number in range(60)
    ]
    ids = put(store, made)
    for text in ("ngân sách", "ngân sách 751/QĐ-UBND", ""):
        whole = [hit.document_id for hit in search(store, text, limit=200).hits]
        assert whole == [ids[number] for number in expected(made, text)]
        assert len(whole) == search(store, text, limit=3).total
        for limit in (1, 7, 19, 20, 21):
            found: list[int] = []
            after = None
            while True:
                page = search(store, text, limit=limit, after=after)
                found += [hit.document_id for hit in page.hits]
                after = page.after
                if after is None:
                    break
            assert found == whole
        assert sorted(stream(store, text)) == sorted(whole)


def test_a_page_stays_where_it_is_while_documents_come_and_go(store: Store) -> None:
    ids = put(store, [Made(text="ngân sách", date=f"2021-01-{day:02}") for day in range(1, 11)])
    first = search(store, "ngân", limit=4)
    put(store, [Made(text="ngân sách mới", date=f"2022-01-{day:02}") for day in range(1, 11)])
    with store.writing() as connection:
        clear_surface(connection, ids[6])
        clear_surface(connection, ids[2])
    second = search(store, "ngân", limit=4, after=first.after)
    third = search(store, "ngân", limit=4, after=second.after)
    found = [hit.document_id for page in (first, second, third) for hit in page.hits]
    assert found == [ids[number] for number in (9, 8, 7, 6, 5, 4, 3, 1, 0)]
    assert third.after is None


def test_what_was_removed_or_changed_is_found_as_it_is_now(store: Store) -> None:
    (first, second) = put(store, [Made(text="thuế đất"), Made(text="thuế xe")])
    with store.writing() as connection:
        clear_surface(connection, first)
    assert [hit.document_id for hit in search(store, "thuế").hits] == [second]
    assert search(store, "đất").total == 0


def test_many_matches_are_not_counted_to_the_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.search.pages.COUNTED", 10)
    put(store, [Made(text="một" if number else "một hai ba", date="2021") for number in range(25)])
    page = search(store, "một", limit=2)
    assert (page.total, page.more) == (10, True)
    assert (search(store, "hai").total, search(store, "hai").more) == (1, False)


def test_no_workspace_sees_another(settings: Settings) -> None:
    with open_store(settings) as one, open_store(replace(settings, workspace="other")) as other:
        (own,) = put(one, [Made(text="ngân sách", code="1/QĐ", date="2021-05-05")])
        put(other, [replace(made, cited=("9 KH UB",)) for made in ARCHIVE])
        foreign = search(other, "ngân sách", limit=1)
        for text in ("ngân sách", "", "-thuế", "1/QĐ", "ng*"):
            assert [hit.document_id for hit in search(one, text).hits] == [own]
            assert list(stream(one, text)) == [own]
        assert search(one, "quyết").total == 0
        assert search(one, "751/QĐ-UBND").total == 0
        assert search(one, "", Filters(issuer="UBND")).total == 0
        assert [hit.document_id for hit in search(one, "ngân", after="0-0-1").hits] == [own]
        # Another's cursor, and numbers that only another knows, show nothing of it.
        assert {hit.document_id for hit in search(one, "ngân", after=foreign.after).hits} <= {own}
        assert search(one, "9 KH UB").total == 0


WORDS = ("thuế", "thue", "đất", "ngân", "sách", "xã", "UBND", "15", "2023", "KH", "Quyết", "định", "sa")
CODES = ("15/KH-UBND", "015/kh.ubnd", "15/2023/QĐ-UBND", "751/QĐ-UBND", None)


def some_documents(count: int) -> list[Made]:
    """Documents of few words, so that every query meets some."""
    rng = random.Random(4)

    def phrase(longest: int) -> str:
        parts = (
            f"{rng.choice(WORDS)}{rng.choice((' ', ' ', ' ', ', ', chr(10), '  ', ' - ', '/'))}" for _ in range(99)
        )
        return "".join(part for part, _ in zip(parts, range(rng.randint(0, longest)), strict=False))

    dates = (None, "2021", "2021-03", "2021-03-04", "2021-03-05", "2020-12-31", "2022-01-01")
    return [
        Made(
            text=phrase(9),
            title=phrase(3) or None,
            headings=tuple(phrase(3) for _ in range(rng.randint(0, 3))),
            code=rng.choice(CODES),
            date=rng.choice(dates),
            issuer=rng.choice((None, "UBND xã An", "UBND huyện An", "Sở Nội vụ")),
            units=rng.choice(((), GIA_LAI, BINH_DINH)),
            type=rng.choice((None, ("BC", "Báo cáo"), ("QĐ", "Quyết định"))),
            findings=rng.choice(((), ("blank_number",), ("blank_date", "blank_number"))),
            cited=tuple(code for code in CODES if code and rng.random() < 0.2),
        )
        for _ in range(count)
    ]


def some_text() -> st.SearchStrategy[str]:
    word = st.sampled_from((*WORDS, "sac", "x", "số", *(code for code in CODES if code), "15 kh ubnd", "15/KH", "26/2"))
    phrase = st.lists(word, min_size=1, max_size=3).map(" ".join)
    piece = st.one_of(
        word,
        word,
        word.map("{}*".format),
        phrase.map('"{}"'.format),
        word.map("-{}".format),
        phrase.map('-"{}"'.format),
    )
    return st.lists(piece, max_size=4).map(" ".join)


def some_filters() -> st.SearchStrategy[Filters]:
    date = st.sampled_from((None, None, "2021", "2021-03", "2021-03-05", "2020"))
    return st.builds(
        Filters,
        issuer=st.sampled_from((None, None, "ubnd", "An", "so noi vu")),
        unit=st.sampled_from((None, None, "Gia Lai", "542", "Lão")),
        date_from=date,
        date_to=date,
        type=st.sampled_from((None, None, "bc", "quyet dinh")),
        finding=st.sampled_from((None, None, "blank_number")),
        cites=st.sampled_from((None, None, "15 KH UBND")),
    )


def test_any_query_finds_what_plain_python_finds(store: Store) -> None:
    made = some_documents(120)
    ids = put(store, made)

    @given(some_text(), some_filters() | st.just(Filters()), st.sampled_from((5, 200)))
    def check(text: str, filters: Filters, limit: int) -> None:
        wanted = [ids[number] for number in expected(made, text, filters)]
        page = search(store, text, filters, limit)
        assert [hit.document_id for hit in page.hits] == wanted[:limit], parse(text)
        assert (page.total, page.more) == (len(wanted), False)
        assert sorted(stream(store, text, filters)) == sorted(wanted)

    check()
