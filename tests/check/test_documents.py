"""What mentions of documents say against each other, and each against itself."""

from __future__ import annotations

import pytest

from tests.check.bodies import found, messages


def test_the_date_of_most_mentions_is_taken_as_right() -> None:
    body = (
        "Quyết định số 129/QĐ-UBND ngày 11/3/2021 của UBND tỉnh; theo Quyết định số 129/QĐ-UBND ngày 11/3/2020 của UBND"
        " tỉnh; thực hiện Quyết định số 129/QĐ-UBND ngày 11/3/2021 của UBND tỉnh."
    )
    (finding,) = found(body, "date_conflict")
    assert "“ngày 11/3/2020”" in finding.message_vi
    assert "(2 lần)" in finding.message_vi
    assert "(2 times)" in finding.message_en
    assert len(finding.items) == 3


@pytest.mark.parametrize(
    "body",
    [
        # Numbers begin again every year, and every body has its own.
        "Kế hoạch số 12/KH-UBND ngày 05/3/2020 của UBND tỉnh và Kế hoạch số 12/KH-UBND ngày 28/01/2021 của UBND tỉnh.",
        "Kế hoạch số 12/KH-UBND ngày 05/3/2021 của UBND tỉnh và Kế hoạch số 12/KH-UBND ngày 28/01/2021 của UBND huyện.",
        "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ và Nghị định số 61/2018/NĐ-CP của Chính phủ.",
        "Kế hoạch số 12/KH-UBND ngày 5/3/2021 của UBND tỉnh và Kế hoạch số 12/KH-UBND ngày 05/03/2021 của UBND tỉnh.",
    ],
)
def test_dates_that_do_not_conflict(body: str) -> None:
    assert messages(body, "date_conflict") == []


def test_two_dates_of_a_year_and_issuer_conflict_beyond_a_slip() -> None:
    body = (
        "Kế hoạch số 12/KH-UBND ngày 05/3/2021 của UBND tỉnh về công tác văn thư. Theo Kế hoạch số 12/KH-UBND ngày"
        " 28/6/2021 của UBND tỉnh về công tác văn thư."
    )
    assert len(found(body, "date_conflict")) == 1


@pytest.mark.parametrize(
    "body",
    [
        # Two appointments of a day, two parts of one list, two plans of a day.
        "Quyết định số 1254/QĐ-UBND ngày 06/8/2021 về bổ nhiệm ông Vàng A Tủa; Quyết định số 1255/QĐ-UBND ngày"
        " 06/8/2021 về bổ nhiệm ông Sùng A Páo.",
        "Quyết định số 797/QĐ-UBND, Quyết định số 798/QĐ-UBND ngày 31/12/2020 về Kế hoạch ứng dụng CNTT.",
        "Quyết định số 751/QĐ-UBND ngày 26/12/2020 về Kế hoạch cải cách hành chính năm 2021; Quyết định số 752/QĐ-UBND"
        " ngày 26/12/2020 về Kế hoạch tuyên truyền cải cách hành chính năm 2021.",
        "Quyết định số 101/QĐ-UBND ngày 06/8/2021 công nhận xã đạt chuẩn nông thôn mới; Quyết định số 102/QĐ-UBND ngày"
        " 06/8/2021 công nhận xã đạt chuẩn nông thôn mới; Quyết định số 103/QĐ-UBND ngày 06/8/2021 công nhận xã đạt"
        " chuẩn nông thôn mới.",
        "Công văn số 113/UBND-NV ngày 18/12/2019 về tổng kết năm; Công văn số 133/UBND-NV ngày 18/12/2019 về thi đua.",
    ],
)
def test_numbers_of_two_documents(body: str) -> None:
    assert messages(body, "near_number") == []


def test_a_lost_digit_is_near() -> None:
    body = (
        "Công văn số 1133/UBND-NV ngày 18/12/2019 về rà soát danh mục vị trí việc làm.\n"
        "Đã có Công văn số 133/UBND-NV ngày 18/12/2019 về rà soát danh mục vị trí việc làm."
    )
    assert len(found(body, "near_number")) == 1


@pytest.mark.parametrize(
    ("words", "flagged"),
    [
        ("Kế hoạch số 413/UBND-NC ngày 03/5/2021", True),
        ("Quyết định số 983/UBND-KSTT ngày 24/02/2021", True),
        ("Công văn số 15/KH-UBND ngày 24/02/2021", True),
        ("Tờ trình số 15/BC-SNV ngày 24/02/2021", True),
        ("Công văn số 4434/CT-TTHT ngày 24/02/2021", False),  # Cục Thuế
        ("Văn bản số 413/UBND-NC ngày 03/5/2021", False),
        ("Quy định số 66-QĐ/TW ngày 06/02/2017", False),
        ("Thông tư liên tịch số 71/2014/TTLT-BTC-BNV ngày 30/5/2014", False),
        ("Luật số 80/2015/QH13 ngày 22/6/2015", False),
        ("Tờ trình số 15/TTr-SNV ngày 24/02/2021", False),
        ("Chương trình số 23-CTr/HU ngày 30/7/2021", False),
    ],
)
def test_noun_and_symbol(words: str, flagged: bool) -> None:
    assert bool(found(f"Thực hiện {words} về công tác văn thư.", "noun_symbol_mismatch")) is flagged


@pytest.mark.parametrize(
    ("words", "flagged"),
    [
        ("Thông tư số 04/2019/TT-BNV ngày 24/5/2018 của Bộ Nội vụ", True),
        ("Thông tư số 04/2019/TT-BNV ngày 24/5/2019 của Bộ Nội vụ", False),
        ("Quyết định số 751/QĐ-UBND ngày 26/12/2020", False),
    ],
)
def test_year_in_the_number(words: str, flagged: bool) -> None:
    assert bool(found(f"Thực hiện {words}.", "year_mismatch")) is flagged


@pytest.mark.parametrize(
    ("words", "flagged"),
    [
        ("Quyết định số 751/QĐ-UBND ngày 16/9/2022", True),
        ("Quyết định số 751/QĐ-UBND ngày 15/9/2022", False),
        ("hoàn thành trước ngày 31/12/2022", False),
        ("trong tháng 12/2022", False),
    ],
)
def test_later_than_the_report(words: str, flagged: bool) -> None:
    assert bool(found(f"Thực hiện {words}.", "date_after_report")) is flagged


@pytest.mark.parametrize(
    ("symbol", "flagged"),
    [("SGDDĐT-VP", True), ("SGDĐT-VP", False), ("PGDĐT-VP", False), ("BTNMT-VP", False), ("SNV-CCHC", False)],
)
def test_symbols_of_bodies(symbol: str, flagged: bool) -> None:
    assert bool(found(f"Có văn bản số 1190/{symbol} ngày 10/6/2022 gửi Bộ.", "symbol_misspelt")) is flagged


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        ("02/BC-ĐĐTCS ngày 29/7/2021", 1),
        ("02/BC-ĐĐTCS ngày 30/7/2021", 0),
        ("03/BC-ĐĐTCS ngày 29/7/2021", 0),
        ("02/BC-SNV ngày 29/7/2021", 0),
    ],
)
def test_one_document_with_two_symbols(other: str, wrong: int) -> None:
    body = f"Theo Báo cáo số 02/BC-ĐĐTĐKS ngày 29/7/2021. Kết quả tại Báo cáo số {other} của Đoàn điều tra."
    assert len(found(body, "symbol_misspelt")) == wrong


def test_a_number_out_of_order_has_two_witnesses() -> None:
    numbers = ((12, "05/01"), (35, "12/02"), (51, "02/4"), (60, "11/3"), (88, "20/6"))
    body = "; ".join(f"Kế hoạch số {number}/KH-UBND ngày {day}/2021 của UBND tỉnh" for number, day in numbers)
    (finding,) = found(body, "number_order")
    assert finding.severity == "info"
    assert "Kế hoạch số 60/KH-UBND" in finding.message_vi or "Kế hoạch số 51/KH-UBND" in finding.message_vi


def test_numbers_in_no_order_at_all_are_several_series() -> None:
    numbers = ((12, "05/6"), (35, "12/02"), (51, "02/9"), (60, "11/3"), (88, "20/01"))
    body = "; ".join(f"Kế hoạch số {number}/KH-UBND ngày {day}/2021 của UBND tỉnh" for number, day in numbers)
    assert messages(body, "number_order") == []


def test_the_own_number_and_date_that_were_left_blank() -> None:
    from tests.engine import LETTERHEAD, report

    blank = LETTERHEAD.replace("Số: 214/BC-UBND", "Số: /BC-UBND").replace("ngày 15 tháng 9", "ngày tháng 9")
    types = [finding.type for finding in report(blank + "Đã thực hiện.").findings]
    assert sorted(types) == ["blank_date", "blank_number"]
    assert [finding.type for finding in report(LETTERHEAD + "Đã thực hiện.").findings] == []
