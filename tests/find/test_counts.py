"""Quantities of whole sentences, as reports of other offices and years write them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from extractor import extract
from extractor.find.counts import find_counts
from extractor.pipeline import load
from tests.engine import LETTERHEAD, dates, printed, report
from tests.test_rules_counts import counts, shown

SENTENCES = [
    (
        "Trong 9 tháng đầu năm 2022, Trung tâm tiếp nhận 45.678 hồ sơ (trực tuyến 12.345 hồ sơ), đạt tỷ lệ 96,5%.",
        ["45.678 hồ sơ = count 45678 [hồ sơ]", "12.345 hồ sơ = count 12345 [hồ sơ]", "96,5% = percent 96.5 [%]"],
    ),
    (
        "Tổng số hồ sơ tiếp nhận: 1.234 (trong đó: trực tuyến: 800; trực tiếp: 434).",
        ["1.234 = count 1234 []", "800 = count 800 []", "434 = count 434 []"],
    ),
    (
        "Tổng số thủ tục là: 360 thủ tục, trong đó: Mức độ 2: 335 thủ tục; Mức độ 3: 19; Mức độ 4: 06.",
        [
            "360 thủ tục = count 360 [thủ tục]",
            "335 thủ tục = count 335 [thủ tục]",
            "19 = count 19 [thủ tục]",
            "06 = count 6 [thủ tục]",
        ],
    ),
    (
        "Toàn tỉnh có 03 thành phố, 02 thị xã và 15 huyện với 288 đơn vị hành chính cấp xã.",
        [
            "03 thành phố = count 3 [thành phố]",
            "02 thị xã = count 2 [thị xã]",
            "15 huyện = count 15 [huyện]",
            "288 đơn vị hành chính cấp xã = count 288 [đơn vị hành chính cấp xã]",
        ],
    ),
    (
        "Đã giải ngân 1.250,5/2.000 triệu đồng, đạt 62,5% kế hoạch vốn.",
        ["1.250,5/2.000 triệu đồng = ratio 1250500000/2000000000 [đồng]", "62,5% = percent 62.5 [%]"],
    ),
    (
        "Xây dựng nông thôn mới: 8/12 xã đạt 19/19 tiêu chí; khoảng 1,2 triệu lượt khách.",
        [
            "8/12 xã = ratio 8/12 [xã]",
            "19/19 tiêu chí = ratio 19/19 [tiêu chí]",
            "1,2 triệu lượt khách = count 1200000 [lượt khách] approximately",
        ],
    ),
    (
        "Bố trí từ 5 đến 10 người; tối thiểu 02 phòng, tối đa không quá 20 m2.",
        [
            "5 = count 5 [người]",
            "10 người = count 10 [người]",
            "02 phòng = count 2 [phòng] at_least",
            "20 m2 = count 20 [m2] at_most",
        ],
    ),
    (
        "Toàn huyện có 1.234 cán bộ, công chức; trong đó nam 700, nữ 534; đại học 1.100 người (89,1%).",
        [
            "1.234 cán bộ, công chức = count 1234 [cán bộ, công chức]",
            "700 = count 700 [cán bộ, công chức]",
            "534 = count 534 [cán bộ, công chức]",
            "1.100 người = count 1100 [người]",
            "89,1% = percent 89.1 [%]",
        ],
    ),
    (
        "nguyên nhân: 01/69 cán bộ chưa đạt chuẩn, do đó tỷ lệ đạt chuẩn là 98.6%; UBND huyện đạt 0/0,25 điểm",
        [
            "01/69 cán bộ = ratio 1/69 [cán bộ]",
            "98.6% = percent 98.6 [%]",
            "0/0,25 điểm = score 0/0.25 [điểm]",
        ],
    ),
    (
        "Hội đồng có 02 (hai) ủy viên và ba (03) thư ký.",
        ["02 (hai) ủy viên = count 2 [ủy viên]", "ba (03) thư ký = count 3 [thư ký]"],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), SENTENCES, ids=[text[:40] for text, _ in SENTENCES])
def test_sentence(text: str, wanted: list[str]) -> None:
    assert shown(text) == wanted


NOTHING = [
    "Theo Điều 5, Điều 6 Nghị định số 61/2018/NĐ-CP, khoản 2, 3 Điều 7; Phụ lục 2, mẫu số 05.",
    "Số điện thoại: 0269.3824.404; Fax: 02693824405; tài khoản số 123456789.",
    "Các ngày lễ 30/4 và 01/5; dịp 20/11; hoạt động 24/7; ngày Quốc khánh 2/9.",
    "trong 05 ngày làm việc; trẻ em từ 6 đến 11 tuổi; 24 giờ/ngày; không quá 02 lần/năm; 03 năm; họp 2 buổi/tuần.",
    "dịch vụ công trực tuyến mức độ 3, 4; mức độ 3,4; xếp loại 2; phiên bản 2.0; ISO 9001:2015; TCVN 7420.",
    "Hội nghị lần thứ 6 khóa XII; Nghị quyết Trung ương 4; đợt 1; kỳ họp thứ 24; quý 3; Quân khu 5.",
    "tổ dân phố 3, phường Tây Sơn; thôn 5 xã Ia Băng; số 12 đường Lê Lợi; Quốc lộ 14 đoạn qua huyện; lớp 1 đến lớp 5.",
    "dịch Covid-19, dịch Covid -19 diễn biến phức tạp; tổng đài 1022; Đề án 06 huyện; Chương trình 135.",
    "Tiêu chí thành phần 1.2.1 về báo cáo; Tiêu chí 7.1 về mức độ; (1) Cập nhật; (2) Công khai.",
    "theo cơ chế 1 cửa; chính quyền địa phương 02 cấp; bản đồ tỷ lệ 1/500; xếp hạng 26/63; đứng thứ 3 toàn tỉnh.",
    "17 Nguyễn Gia Thiều, phường Xuân Hòa; CCHC 2022; SIPAS 2020 của tỉnh; 12/12/2020/QĐ.",
    "1. Quyết định này; 2) Công văn kia\n3. Nghị quyết",
]


@pytest.mark.parametrize("text", NOTHING, ids=[text[:40] for text in NOTHING])
def test_no_quantity(text: str) -> None:
    assert shown(text) == []


def test_what_a_figure_is_of() -> None:
    text = "Tính đến ngày 30/5/2021, có 12/12 xã đạt chuẩn, chiếm 100%. Hiện nay có 5 trường."
    assert [mention.as_of.value if mention.as_of else None for mention in counts(text)] == ["2021-05-30"] * 2 + [None]
    text = "Đã tiếp nhận 345 hồ sơ (số liệu đến ngày 15/11/2021); phải hoàn thành 5 xã đến ngày 31/12/2021."
    assert [mention.as_of.value if mention.as_of else None for mention in counts(text)] == ["2021-11-15", None]


def test_a_deadline_is_no_day_of_figures() -> None:
    (mention,) = counts("Đến ngày 31/12/2025 phải hoàn thành 12 xã đạt chuẩn.")
    assert mention.as_of is None
    (mention,) = counts("Đến ngày 31/12/2021, toàn huyện đã có 12 xã đạt chuẩn.")
    assert mention.as_of is not None


def test_nothing_inside_what_is_taken() -> None:
    text = "căn cứ 12 hồ sơ và 13 hồ sơ"
    found = find_counts(text, [(7, 16)], (), load().counts)
    assert [printed(text, mention.span) for mention in found] == ["13 hồ sơ"]


def test_labels_of_headings_and_footnotes_are_no_quantities() -> None:
    body = (
        "I. KẾT QUẢ\n1. Hồ sơ\nĐã ban hành Quyết định<sup>1</sup> và 12 văn bản.\n\n<sup>1</sup> Quyết định năm 2020\n"
    )
    found = report(LETTERHEAD + body)
    assert [(one.value, one.unit) for one in found.counts] == [("12", "văn bản")]


def test_cells_of_tables() -> None:
    head = "Kết quả:\nSTT\tChỉ tiêu\tSố lượng\tGhi chú\n"
    body = head + "1\tHồ sơ\t1.297\t98/101\n2\tXã\t12\tđạt 100%; 07 xã\n3\tGhi\t34\tKhông\n"
    found = report(LETTERHEAD + body).counts
    assert [(one.text, one.in_table) for one in found] == [("98/101", True), ("100%", True), ("07 xã", True)]


#: Report 003 as the project's worked example annotates it: text, value, total, unit.
REPORT_003 = """34 nhiệm vụ|6 lĩnh vực cải cách hành chính|360 thủ tục|335 thủ tục|19 thủ tục|06 thủ tục|03 TTHC|2 TTHC
8 hồ sơ|34 hồ sơ|8 hồ sơ|13 cơ quan chuyên môn|05 đơn vị sự nghiệp công lập|02|01 công chức lãnh đạo quản lý
13/13 đơn vị hành chính|10/10 xã, thị trấn|30/30 đơn vị sự nghiệp|100%|100%|335 thủ tục|19 thủ tục|6 thủ tục|100%
13 ban ISO|10 xã, thị trấn"""


def test_the_worked_example() -> None:
    found = extract("corpora/reports/003_fc6e1dad261fe8a1.txt").counts
    assert [one.text for one in found if not one.in_table] == REPORT_003.replace("\n", "|").split("|")


ENDLESS: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "points": lambda n: "1." * (n // 2),
    "commas": lambda n: "1,1" * (n // 3) + "/",
    "ratios": lambda n: "1/2 " * (n // 4),
    "slashes": lambda n: "1/" * (n // 2),
    "bare": lambda n: "12; " * (n // 4),
    "joined": lambda n: "12, " * (n // 4) + "13 xã",
    "items": lambda n: "xã: 12; " * (n // 8),
    "nouns": lambda n: "12 xã, " * (n // 7),
    "family": lambda n: "12 xã" + ", thị trấn, phường" * (n // 18),
    "attributes": lambda n: "12 hồ sơ" + " trực tuyến" * (n // 11),
    "rates": lambda n: "12 tấn" + "/năm" * (n // 4),
    "magnitudes": lambda n: "12 tỷ " * (n // 6),
    "brackets": lambda n: "12 (hai " * (n // 8),
    "shares": lambda n: "12/13 (1%) " * (n // 11),
    "days": lambda n: "Tính đến ngày 30/5/2021 có 12 xã, " * (n // 34),
    "qualifiers": lambda n: "khoảng gần hơn trên 12 xã " * (n // 26),
    "one long line": lambda n: "công tác cải cách hành chính của 12 xã và " * (n // 41),
    "one long row": lambda n: "12 xã\t" * (n // 6),
    "spaces": lambda n: "12" + " " * n + "xã",
    "taken": lambda n: "ngày 30/5/2021 " * (n // 15),
}


@pytest.mark.soak
@pytest.mark.parametrize("made", ENDLESS.values(), ids=ENDLESS)
def test_time_grows_with_the_length(made: Callable[[int], str]) -> None:
    """Eight times the text takes at most twenty times the time; quadratic would be 64. Small times are noise."""
    short, long = made(5_000), made(40_000)
    first, second = (_seconds(text) for text in (short, long))
    assert second < 0.2 or second < 20 * first


def _seconds(text: str) -> float:
    found = dates(text)
    start = time.process_time()
    find_counts(text, (), found, load().counts)
    return time.process_time() - start
