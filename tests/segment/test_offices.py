"""Letterheads of other offices than those of the samples, in the form of Nghị định 30/2020/NĐ-CP and of the Party: who
issues, the number, where and when, marks, and whom it is addressed to."""

from __future__ import annotations

import time
from typing import Any

import pytest

from extractor.pipeline import load
from extractor.segment import read_letterhead
from tests.engine import dates, report, text_of

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
TITLE = ("BÁO CÁO", "Công tác văn thư năm 2021")
BODY = ("Thực hiện Kế hoạch số 15/KH-UBND ngày 02/3/2021, đơn vị báo cáo như sau:", "I. KẾT QUẢ", "Đã làm./.")


def document(*lines: str) -> Any:
    return report("\n\n".join((*lines, *BODY))).document


ISSUERS = {
    "department of a province": (("UBND TỈNH GIA LAI", "SỞ NỘI VỤ", "Số: 12/BC-SNV"), "Sở Nội vụ tỉnh Gia Lai"),
    "office of a district": (("UBND HUYỆN AN LÃO", "PHÒNG NỘI VỤ", "Số: 12/BC-PNV"), "Phòng Nội vụ huyện An Lão"),
    "committee over two lines": (("ỦY BAN NHÂN DÂN", "XÃ HỒ THẦU", "Số: 12/BC-UBND"), "UBND xã Hồ Thầu"),
    "committee of a city": (("UBND THÀNH PHỐ PLEIKU", "Số: 12/BC-UBND"), "UBND thành phố Pleiku"),
    "committee of a city by its abbreviation": (
        ("UBND TP.HỒ CHÍ MINH", "Số: 12/BC-UBND"),
        "UBND thành phố Hồ Chí Minh",
    ),
    "name over two lines": (
        ("UBND TP. HỒ CHÍ MINH", "SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI", "Số: 12/BC-SLĐTBXH"),
        "Sở Lao động - Thương binh và Xã hội thành phố Hồ Chí Minh",
    ),
    "three bodies above each other": (
        ("ỦY BAN NHÂN DÂN", "TỈNH GIA LAI", "BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH", "Số: 12/BC-BCĐ"),
        "Ban Chỉ đạo cải cách hành chính tỉnh Gia Lai",
    ),
    "office that serves": (("UBND TỈNH GIA LAI", "VĂN PHÒNG", "Số: 12/BC-VP"), "Văn phòng UBND tỉnh Gia Lai"),
    "level without a name": (("UBND TỈNH GIA LAI", "THANH TRA TỈNH", "Số: 12/BC-TTr"), "Thanh tra tỉnh Gia Lai"),
    "ministry": (("BỘ NỘI VỤ", "-------", "Số: 12/BC-BNV"), "Bộ Nội vụ"),
    "department of a ministry": (("BỘ NỘI VỤ", "VỤ CẢI CÁCH HÀNH CHÍNH", "Số: 12/BC-CCHC"), "Vụ Cải cách hành chính"),
    "government": (("CHÍNH PHỦ", "Số: 12/BC-CP"), "Chính phủ"),
    "council with its term": (
        ("HỘI ĐỒNG NHÂN DÂN", "HUYỆN MANG YANG", "KHÓA XII", "Số: 12/BC-HĐND"),
        "HĐND huyện Mang Yang",
    ),
    "insurance, which is no commune": (
        ("BẢO HIỂM XÃ HỘI VIỆT NAM", "BẢO HIỂM XÃ HỘI TỈNH GIA LAI", "Số: 12/BC-BHXH"),
        "Bảo hiểm xã hội tỉnh Gia Lai",
    ),
    "Party committee": (("ĐẢNG BỘ TỈNH GIA LAI", "HUYỆN ỦY MANG YANG", "*", "Số 12-BC/HU"), "Huyện ủy Mang Yang"),
    "office of a Party committee": (
        ("THÀNH ỦY HÀ NỘI", "VĂN PHÒNG", "*", "Số 12-BC/VPTU"),
        "Văn phòng Thành ủy Hà Nội",
    ),
    "misspelt": (
        ("UBND TỈNH PHÚ THỌ", "SỞ GIÁO DUC VÀ ĐÀO TẠO", "Số: 12/BC-SGDĐT"),
        "Sở Giáo dục và Đào tạo tỉnh Phú Thọ",
    ),
}


@pytest.mark.parametrize(("left", "name"), ISSUERS.values(), ids=ISSUERS)
def test_issuer(left: tuple[str, ...], name: str) -> None:
    motto = (PARTY,) if "*" in left else MOTTO
    for lines in ((*left, *motto), (*motto, *left)):
        issuer = document(*lines, "Gia Lai, ngày 05 tháng 4 năm 2022", *TITLE).issuer
        assert issuer is not None
        assert issuer.name == name


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Số:  /BC-UBND", (None, "BC-UBND", None)),
        ("Số: ....../BC-UBND", (None, "BC-UBND", None)),
        ("Số:……/BC-UBND", (None, "BC-UBND", None)),
        ("Số 12 /BC - UBND", ("12", "BC-UBND", "12/BC-UBND")),
        ("Số:12/BC-UBND", ("12", "BC-UBND", "12/BC-UBND")),
        ("Số: 09/2022/QĐ-UBND", ("09", "QĐ-UBND", "09/2022/QĐ-UBND")),
        ("Số 12-BC/HU", ("12", "BC/HU", "12-BC/HU")),
        ("Số: 12 - BC/ĐUK", ("12", "BC/ĐUK", "12-BC/ĐUK")),
        ("Số      -CV/BTCTU", (None, "CV/BTCTU", None)),
        ("Số: 1094/UBND-NC", ("1094", "UBND-NC", "1094/UBND-NC")),
        ("Nghị quyết số: 1211/2016/UBTVQH13", ("1211", "UBTVQH13", "1211/2016/UBTVQH13")),
    ],
)
def test_numbers(line: str, wanted: tuple[str | None, str | None, str | None]) -> None:
    found = document("ỦY BAN NHÂN DÂN", "HUYỆN AN LÃO", line, *MOTTO, "An Lão, ngày 5 tháng 6 năm 2021", *TITLE)
    assert (found.number, found.symbol, found.code) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("An Lão, ngày … tháng 9 năm 2021", ("2021-09", "month", "An Lão")),
        ("An Lão, ngày ..... tháng ..... năm 2021", ("2021", "year", "An Lão")),
        ("TP. Hồ Chí Minh, ngày 2 tháng 12 năm 2021", ("2021-12-02", "day", "TP. Hồ Chí Minh")),
        ("Cư M'gar, ngày 12/3/2021", ("2021-03-12", "day", "Cư M'gar")),
        ("Bà Rịa - Vũng Tàu, ngày 12 tháng 3 năm 2021", ("2021-03-12", "day", "Bà Rịa - Vũng Tàu")),
        ("Ngày 12 tháng 3 năm 2021", ("2021-03-12", "day", None)),
        ("An Lão, ngày ... tháng ... năm 20...", (None, None, "An Lão")),
    ],
)
def test_place_and_date(line: str, wanted: tuple[str | None, str | None, str | None]) -> None:
    found = document("ỦY BAN NHÂN DÂN", "HUYỆN AN LÃO", "Số: 12/BC-UBND", *MOTTO, line, *TITLE)
    date = found.date
    assert (date and date.value, date and date.precision, found.place) == wanted


def test_the_date_above_the_signature() -> None:
    ending = ("An Lão, ngày 5 tháng 6 năm 2021", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Thị Hoa")
    found = report("\n\n".join(("ỦY BAN NHÂN DÂN", "HUYỆN AN LÃO", "Số: 12/BC-UBND", *TITLE, *BODY, *ending))).document
    assert (found.date and found.date.value, found.place) == ("2021-06-05", "An Lão")


def test_an_official_letter() -> None:
    found = document(
        "ỦY BAN NHÂN DÂN",
        "TỈNH KON TUM",
        "Số: 1094/UBND-NC",
        "V/v báo cáo kết quả",
        "cải cách hành chính quý I năm 2021",
        *MOTTO,
        "Kon Tum, ngày 21 tháng 5 năm 2021",
        "Kính gửi:",
        "- Các sở, ban, ngành tỉnh;",
        "- UBND các huyện, thành phố.",
    )
    assert found.doc_type is not None
    assert (found.doc_type.code, found.title) == ("CV", "V/v báo cáo kết quả cải cách hành chính quý I năm 2021")
    assert found.addressees == ("Các sở, ban, ngành tỉnh", "UBND các huyện, thành phố")
    assert found.period is not None
    assert found.period.value == "2021-01-01/2021-03-31"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("Kính gửi: Bộ Nội vụ",), ("Bộ Nội vụ",)),
        (("Kính gửi:", "- Bộ Nội vụ;", "- Sở Nội vụ."), ("Bộ Nội vụ", "Sở Nội vụ")),
        (("Kính gửi:", "Bộ Nội vụ;", "Sở Nội vụ."), ("Bộ Nội vụ", "Sở Nội vụ")),
        (("Kính gửi: Bộ Nội vụ;", "Sở Nội vụ."), ("Bộ Nội vụ", "Sở Nội vụ")),
        (("Kính gửi: Các huyện ủy, thị ủy,", "thành ủy."), ("Các huyện ủy, thị ủy, thành ủy",)),
        (("Kính gửi: Bộ Nội vụ.", "Đồng kính gửi: Sở Nội vụ."), ("Bộ Nội vụ", "Sở Nội vụ")),
        (
            ("THỦ TƯỚNG CHÍNH PHỦ điện:", "- Các Bộ trưởng;", "- Chủ tịch UBND các tỉnh."),
            ("Các Bộ trưởng", "Chủ tịch UBND các tỉnh"),
        ),
    ],
)
def test_addressees(lines: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    head = ("ỦY BAN NHÂN DÂN", "HUYỆN AN LÃO", "Số: 12/BC-UBND", *MOTTO, "An Lão, ngày 5 tháng 6 năm 2021")
    assert document(*head, *TITLE, *lines).addressees == wanted


@pytest.mark.parametrize(
    ("line", "secrecy", "urgency"),
    [
        ("MẬT", "Mật", None),
        ("TỐI MẬT", "Tối mật", None),
        ("Độ mật: Tuyệt mật", "Tuyệt mật", None),
        ("KHẨN", None, "Khẩn"),
        ("THƯỢNG KHẨN", None, "Thượng khẩn"),
        ("HỎA TỐC", None, "Hỏa tốc"),
        ("HOẢ TỐC", None, "Hỏa tốc"),
        ("HỎA TỐC HẸN GIỜ", None, "Hỏa tốc"),
        ("Mật độ dân số", None, None),
    ],
)
def test_marks(line: str, secrecy: str | None, urgency: str | None) -> None:
    found = document(
        "BỘ CÔNG AN", "CÔNG AN TỈNH GIA LAI", "Số: 15/BC-CAT", line, *MOTTO, "Gia Lai, ngày 5 tháng 6 năm 2021", *TITLE
    )
    assert (found.secrecy, found.urgency) == (secrecy, urgency)
    assert found.issuer is not None
    assert found.issuer.name == "Công an tỉnh Gia Lai"


def test_an_urgent_telegram() -> None:
    found = document("THỦ TƯỚNG CHÍNH PHỦ", "Số: 22/CĐ-TTg", *MOTTO, "CÔNG ĐIỆN KHẨN", "Về việc phòng, chống rét")
    assert (found.urgency, found.title) == ("Khẩn", "Về việc phòng, chống rét")


def test_marks_in_prose_are_none() -> None:
    body = ("Đã xử lý 12 văn bản Mật và 03 văn bản Hỏa tốc.", "MẬT")
    found = report("\n\n".join(("ỦY BAN NHÂN DÂN", "HUYỆN AN LÃO", "Số: 12/BC-UBND", *TITLE, *BODY, *body))).document
    assert (found.secrecy, found.urgency) == (None, None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH GIA LAI", "Chủ tịch UBND tỉnh Gia Lai"),
        ("ỦY BAN NHÂN DÂN TỈNH GIA LAI", "UBND tỉnh Gia Lai"),
        ("ỦY BAN NHÂN DÂN TỈNH", "UBND tỉnh Gia Lai"),
    ],
)
def test_who_decides(line: str, name: str) -> None:
    found = document(
        "ỦY BAN NHÂN DÂN",
        "TỈNH GIA LAI",
        "Số: 12/QĐ-UBND",
        *MOTTO,
        "Gia Lai, ngày 5 tháng 6 năm 2021",
        "QUYẾT ĐỊNH",
        "Về việc bổ nhiệm công chức cấp",
        line,
        "Căn cứ Luật Cán bộ, công chức;",
    )
    assert found.title == "Về việc bổ nhiệm công chức cấp"
    assert found.issuer is not None
    assert found.issuer.name == name


def test_a_title_that_names_a_body_goes_on() -> None:
    lines = ("KẾ HOẠCH", "THỰC HIỆN CHỈ THỊ SỐ 27/CT-TTG CỦA", "THỦ TƯỚNG CHÍNH PHỦ VỀ CÔNG TÁC DÂN SỐ")
    found = document("ỦY BAN NHÂN DÂN", "TỈNH GIA LAI", "Số: 12/KH-UBND", *MOTTO, *lines)
    assert found.title == "THỰC HIỆN CHỈ THỊ SỐ 27/CT-TTG CỦA THỦ TƯỚNG CHÍNH PHỦ VỀ CÔNG TÁC DÂN SỐ"


def test_a_web_page_above_the_letterhead() -> None:
    site = [f"Văn bản mới số {at} của trang" for at in range(40)]
    head = (
        "CHÍNH PHỦ --------\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc\n"
        "Số: 30/2020/NĐ-CP\tHà Nội, ngày 05 tháng 3 năm 2020"
    )
    found = document(
        *site, "Số hiệu:\t30/2020/NĐ-CP\nLoại văn bản:\tNghị định", head, "NGHỊ ĐỊNH", "VỀ CÔNG TÁC VĂN THƯ"
    )
    assert (found.code, found.place, found.title) == ("30/2020/NĐ-CP", "Hà Nội", "VỀ CÔNG TÁC VĂN THƯ")
    assert found.issuer is not None
    assert found.issuer.name == "Chính phủ"


def test_both_columns_on_one_line() -> None:
    party = (
        "ĐẢNG BỘ TỈNH GIA LAI ĐẢNG CỘNG SẢN VIỆT NAM",
        "HUYỆN ỦY MANG YANG Mang Yang, ngày 12 tháng 3 năm 2021",
        "Số 12-BC/HU",
    )
    found = document(*party, *TITLE)
    assert (found.code, found.place, found.date and found.date.value) == ("12-BC/HU", "Mang Yang", "2021-03-12")
    assert found.issuer is not None
    assert found.issuer.name == "Huyện ủy Mang Yang"


ENDLESS = (
    "Số: ",
    "Kính gửi: a;\n\n",
    "TM. ",
    "CHỦ TỊCH\n\n",
    "- a; - ",
    "MẬT ",
    "V/v ",
    "ỦY BAN\n\n",
    "năm 2021 ",
    "a ------ ",
)


@pytest.mark.soak
@pytest.mark.parametrize("part", ENDLESS)
@pytest.mark.parametrize("head", ["", "BÁO CÁO\n\n", "Nơi nhận:\n\n- "])
def test_time_grows_with_the_length(head: str, part: str) -> None:
    def seconds(length: int) -> float:
        text = text_of(head + part * (length // len(part)))
        found, rules = dates(text.masked), load().letterhead
        start = time.process_time()
        read_letterhead(text.masked, text.blocks, found, rules, text.tables)
        return time.process_time() - start

    short, long = (min(seconds(length) for _ in range(2)) for length in (15_000, 30_000))
    assert long < 0.05 or long < 3.5 * short
