"""Mentions of documents (EXTRACTION 4) in made-up sentences: cores, lists, surroundings, and traps of FACTS 1."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine import LETTERHEAD, citations, printed, report, text_of


def codes(text: str) -> list[tuple[str, str | None]]:
    """Printed words and code of each mention."""
    return [(printed(text, one.span) or "", one.code) for one in citations(text)]


def only(text: str) -> Any:
    (mention,) = citations(text)
    return mention


@pytest.mark.parametrize(
    ("text", "match", "code", "type_code"),
    [
        ("theo Quyết định số 77/2006/qđ.ubnd của", "Quyết định số 77/2006/qđ.ubnd", "77/2006/QĐ-UBND", "QĐ"),
        ("theo Kế hoạch số 252/KH-BCĐQG1237 ngày", "Kế hoạch số 252/KH-BCĐQG1237", "252/KH-BCĐQG1237", "KH"),
        ("Thông tư số 2442/2007/TT-TTCP của", "Thông tư số 2442/2007/TT-TTCP", "2442/2007/TT-TTCP", "TT"),
        ("Kế hoạch số 0134/KH-UBND ngày", "Kế hoạch số 0134/KH-UBND", "0134/KH-UBND", "KH"),
        ("Nghị định số 95/CP ngày", "Nghị định số 95/CP", "95/CP", "NĐ"),
        ("Thông tư liên bộ số 14/TTLB ngày", "Thông tư liên bộ số 14/TTLB", "14/TTLB", "TTLT"),
        ("Công văn số 1190/SGDDĐT-VP ngày", "Công văn số 1190/SGDDĐT-VP", "1190/SGDDĐT-VP", "CV"),
        ("văn bản số 212/UBND-VX ngày", "văn bản số 212/UBND-VX", "212/UBND-VX", "CV"),
        ("theo 127-QĐ/TW ngày", "127-QĐ/TW", "127-QĐ/TW", "QĐ"),
        ("QUYẾT ĐỊNH SỐ 15/QĐ-UBND", "QUYẾT ĐỊNH SỐ 15/QĐ-UBND", "15/QĐ-UBND", "QĐ"),
        (
            "Nghị quyết liên tịch số 12/2019/NQLT-CP-UBTWMTTQ của",
            "Nghị quyết liên tịch số 12/2019/NQLT-CP-UBTWMTTQ",
            "12/2019/NQLT-CP-UBTWMTTQ",
            "NQLT",
        ),
        ("Báo cáo tháng 3 số 96/BC-UBND", "Báo cáo tháng 3 số 96/BC-UBND", "96/BC-UBND", "BC"),
    ],
)
def test_numbered(text: str, match: str, code: str, type_code: str) -> None:
    mention = only(text)
    assert (printed(text, mention.span), mention.code, mention.type_code, mention.kind) == (
        match,
        code,
        type_code,
        "numbered",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch cải cách hành chính năm 2022 của huyện",
        "tiêu chuẩn TCVN ISO 9001:2015",
        "Tiêu chí thành phần 1.2.1 đạt 2/3 điểm",
        "tại https://hagiang.gov.vn/van-ban/12/QD-UBND",
        "hoàn thành 12/15 xã và 03/04 phường",
        "mức độ 3, 4 trên Cổng/Trang thông tin",
        "trong 24 giờ/ngày, 7 ngày/tuần",
        "các văn bản quy phạm pháp luật",
    ],
)
def test_not_mentions(text: str) -> None:
    assert citations(text) == []


@pytest.mark.parametrize(
    "raw",
    [
        "theo Nghị quyết số 19-\nNQ/TW ngày 25/10/2017 của Đảng.",
        "theo Nghị quyết\nsố 19-NQ/TW ngày 25/10/2017 của Đảng.",
        "theo Nghị quyết số\n19-NQ/TW ngày\n25/10/2017 của Đảng.",
        "theo **Nghị quyết số** 19-NQ/TW ngày 25/10/2017 của Đảng.",
        "theo Nghị quyết số\u00a019-NQ/TW  ngày 25/10/2017 của Đảng.",
        "theo Nghị quyết số 19\u2011NQ/TW ngày 25/10/2017 của Đảng.",
        "theo Nghị quyết số 19-<sup>1</sup>NQ/TW ngày 25/10/2017 của Đảng.\n\n<sup>1</sup> Chú thích",
        "theo Nghị quyết số 19-\n\n<sup>1</sup> Chú thích của trang\n\nNQ/TW ngày 25/10/2017 của Đảng.<sup>1</sup>",
        "theo Nghị quyết số\n\n12\n\n19-NQ/TW ngày 25/10/2017 của Đảng.",
    ],
)
def test_broken_mentions_are_one(raw: str) -> None:
    (mention,) = citations(text_of(raw).masked)
    assert mention.code is not None
    assert mention.code.replace(" ", "") == "19-NQ/TW"
    assert mention.date is not None
    assert mention.date.value == "2017-10-25"


def test_a_list_shares_its_date_and_issuer() -> None:
    text = (
        "theo Quyết định số 797/QĐ-UBND, Quyết định số 798/QĐ-UBND ngày 31/12/2021 của UBND tỉnh Lào Cai về giao ban."
    )
    found = citations(text)
    assert [one.date.value for one in found if one.date] == ["2021-12-31", "2021-12-31"]
    assert [one.issuer.name for one in found if one.issuer] == ["UBND tỉnh Lào Cai", "UBND tỉnh Lào Cai"]
    assert {printed(text, one.title_span) for one in found} == {"về giao ban"}
    assert {one.relation for one in found} == {"implements"}


def test_members_of_a_list_with_their_own_dates() -> None:
    found = citations("Công văn số 539/SNV-CCHC ngày 07/4/2022, Công văn số 679/SNV-CCHC ngày 07/5/2022")
    assert [one.date.value for one in found if one.date] == ["2022-04-07", "2022-05-07"]
    assert {one.issuer.name for one in found if one.issuer} == {"Sở Nội vụ"}


def test_a_semicolon_parts_dates() -> None:
    found = citations("Kế hoạch số 12/KH-UBND; Kế hoạch số 13/KH-UBND ngày 02/3/2022")
    assert [one.date and one.date.value for one in found] == [None, "2022-03-02"]


@pytest.mark.parametrize(
    ("text", "symbol", "date"),
    [
        ("(Kèm theo Báo cáo số: /BC-UBND ngày / /2022 của UBND huyện)", "BC-UBND", "2022"),
        ("Kế hoạch số      /KH-UBND ngày    tháng 3 năm 2022", "KH-UBND", "2022-03"),
        ("Quyết định số ……/QĐ-UBND", "QĐ-UBND", None),
    ],
)
def test_blank(text: str, symbol: str, date: str | None) -> None:
    mention = only(text)
    assert (mention.kind, mention.number, mention.code, mention.symbol) == ("blank", None, None, symbol)
    assert (mention.date and mention.date.value) == date


def test_short() -> None:
    found = citations("theo Nghị định 108, NQ số 18 và Nghị quyết số 19 của Đảng")
    assert [(one.kind, one.number, one.symbol, one.code) for one in found] == [
        ("short", "108", None, None),
        ("short", "18", None, None),
        ("short", "19", None, None),
    ]


def test_pointing_back() -> None:
    raw = (
        LETTERHEAD
        + "Thực hiện Kế hoạch số 15/KH-UBND ngày 02/3/2022; Kế hoạch nêu trên có 12 việc. Báo cáo này gửi Sở.\n"
    )
    made = report(raw)
    first, second, third = made.references
    assert (second.kind, third.kind) == ("anaphoric", "anaphoric")
    assert first.cited_document_id == second.cited_document_id != third.cited_document_id
    assert (second.number, second.code, second.date) == (None, None, None)


def test_several_are_pointed_at() -> None:
    (mention,) = citations("nội dung tại 02 Quyết định nêu trên.", own=("QĐ",))
    assert mention.count == 2


def test_laws_inside_an_amending_law() -> None:
    text = "theo Luật sửa đổi, bổ sung một số điều của Luật Đất đai, Luật Nhà ở và Luật Đầu tư năm 2024;"
    outer, *inner = citations(text)
    assert printed(text, outer.span) == text[5 : text.index(" năm")]
    assert [printed(text, one.span) for one in inner] == ["Luật Đất đai", "Luật Nhà ở", "Luật Đầu tư"]
    assert {one.relation for one in inner} == {"amends"}
    assert outer.date is not None
    assert outer.date.value == "2024"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("theo điểm a, Khoản 4, Điều 10 Thông tư số 01/2020/TT-VPCP", ("10", "4", "a")),
        ("theo khoản 2 Điều 5 của Nghị định số 61/2018/NĐ-CP", ("5", "2", None)),
        ("tại Điều 12 Luật Đất đai", ("12", None, None)),
        ("theo Nghị định số 61/2018/NĐ-CP, tại khoản 2 Điều 5", ("5", "2", None)),
        ("theo Nghị định số 61/2018/NĐ-CP", None),
    ],
)
def test_the_provision_before_or_after(text: str, wanted: tuple[str | None, ...] | None) -> None:
    assert only(text).provision == wanted


@pytest.mark.parametrize(
    ("text", "date", "issuer"),
    [
        ("Ngày 30/6/2025, Chính phủ ban hành Nghị định số 178/2025/NĐ-CP về", "2025-06-30", "Chính phủ"),
        ("Ngày 04/03/2022 UBND huyện đã ban hành Quyết định số 374/QĐ-UBND về", "2022-03-04", "UBND huyện"),
        ("ngày 05/3/2022, UBND tỉnh Sơn La ban hành Kế hoạch số 51/KH-UBND", "2022-03-05", "UBND tỉnh Sơn La"),
        ("Quyết định số 12/QĐ-TTg ngày 03/01/2022", "2022-01-03", "Thủ tướng Chính phủ"),
        ("Quyết định số 12/QĐ-UBND", None, None),
        ("Quyết định của UBND tỉnh số 12/QĐ-UBND ngày 03/01/2022", "2022-01-03", "UBND tỉnh"),
        ("Công văn số 12/UBND-NC của UBND huyện Sìn Hồ ngày 03/01/2022", "2022-01-03", "UBND huyện Sìn Hồ"),
        ("Thông tư liên tịch số 71/2014/TTLT-BTC-BNV", None, "Bộ Tài chính, Bộ Nội vụ"),
        ("Quyết định số 12/QĐ-UBND (13/6/2021)", "2021-06-13", None),
    ],
)
def test_date_and_issuer(text: str, date: str | None, issuer: str | None) -> None:
    mention = only(text)
    assert (mention.date and mention.date.value, mention.issuer and mention.issuer.name) == (date, issuer)


def test_the_deadline_of_a_plan_is_not_its_date() -> None:
    assert only("Kế hoạch số 12/KH-UBND hoàn thành trước ngày 30/6/2022").date is None


def test_two_digits_run_together_make_no_false_day() -> None:
    mention = only("Nghị định số 12/2006/NĐ-CP ngày 1718/2006 của Chính phủ")
    assert mention.date is None or mention.date.value is None


def test_a_mention_over_the_rows_of_a_table() -> None:
    raw = "TT\tTên\n1\tQuyết định số 12/QĐ-UBND\n2\tngày 02/3/2022\n"
    (mention,) = citations(text_of(raw).masked)
    assert mention.date is None
