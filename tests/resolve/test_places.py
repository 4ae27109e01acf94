"""Names completed by the document's own place (EXTRACTION 4, 8)."""

from __future__ import annotations

import pytest

from extractor.pipeline import load
from extractor.resolve.issuers import full_name
from extractor.resolve.place import Place, read_place
from tests.engine import letterhead, report

DISTRICT = Place("tỉnh Hà Giang", "huyện Đồng Văn", "huyện Đồng Văn")
CITY = Place("thành phố Cần Thơ", None, "thành phố Cần Thơ")


@pytest.mark.parametrize(
    ("printed", "place", "name"),
    [
        ("UBND huyện", DISTRICT, "UBND huyện Đồng Văn"),
        ("Ủy ban nhân dân huyện", DISTRICT, "UBND huyện Đồng Văn"),
        ("Uỷ ban nhân dân tỉnh", DISTRICT, "UBND tỉnh Hà Giang"),
        ("HĐND huyện", DISTRICT, "HĐND huyện Đồng Văn"),
        ("Chủ tịch UBND tỉnh", DISTRICT, "Chủ tịch UBND tỉnh Hà Giang"),
        ("UBND huyện Mèo Vạc", DISTRICT, "UBND huyện Mèo Vạc"),
        ("UBND tỉnh Thanh Hoá", DISTRICT, "UBND tỉnh Thanh Hóa"),
        ("UBND xã", DISTRICT, "UBND xã"),
        ("Sở Nội vụ", DISTRICT, "Sở Nội vụ tỉnh Hà Giang"),
        ("Sở Nội vụ tỉnh", DISTRICT, "Sở Nội vụ tỉnh Hà Giang"),
        ("phòng Tư pháp", DISTRICT, "Phòng Tư pháp huyện Đồng Văn"),
        ("Phòng Nội vụ huyện", DISTRICT, "Phòng Nội vụ huyện Đồng Văn"),
        ("Tỉnh ủy", DISTRICT, "Tỉnh ủy Hà Giang"),
        ("Huyện uỷ", DISTRICT, "Huyện ủy Đồng Văn"),
        ("UBND thành phố", CITY, "UBND thành phố Cần Thơ"),
        ("UBND TP", CITY, "UBND thành phố Cần Thơ"),
        ("Sở Y tế", CITY, "Sở Y tế thành phố Cần Thơ"),
        ("Bộ Nội vụ", DISTRICT, "Bộ Nội vụ"),
        ("Bộ trưởng Bộ Nội vụ", DISTRICT, "Bộ Nội vụ"),
        ("BCH Trung ương Đảng", DISTRICT, "Ban Chấp hành Trung ương"),
        ("Thủ tướng Chính phủ", DISTRICT, "Thủ tướng Chính phủ"),
        ("UBND huyện", Place(None, None, None), "UBND huyện"),
        ("Sở Nội vụ", Place(None, None, None), "Sở Nội vụ"),
    ],
)
def test_full_name(printed: str, place: Place, name: str) -> None:
    assert full_name(printed, place, load().names) == name


def place_of(raw: str) -> Place:
    text, head = letterhead(raw)
    return read_place(text.masked, head, load().places)


def test_the_letterhead_says_it() -> None:
    raw = "ỦY BAN NHÂN DÂN\n\nHUYỆN ĐỒNG VĂN\n\nSố: 2/BC-UBND\n\nBÁO CÁO\n\nVề việc của tỉnh Hà Giang năm 2022\n"
    assert place_of(raw) == DISTRICT


def test_the_date_line_says_it() -> None:
    head = "Số: 2/BC-UBND\n\nĐồng Văn, ngày 02 tháng 3 năm 2022\n\nBÁO CÁO\n\nVăn thư"
    raw = f"{head}\n\nUBND huyện Đồng Văn của tỉnh Hà Giang.\n"
    assert place_of(raw) == DISTRICT


def test_the_committee_that_is_named_without_a_name_says_it() -> None:
    raw = (
        "BÁO CÁO\n\nVăn thư\n\nUBND huyện đã họp. UBND huyện Đồng Văn, tỉnh Hà Giang họp lần nữa. UBND huyện báo cáo.\n"
    )
    assert place_of(raw) == DISTRICT


@pytest.mark.parametrize("name", ["Cần Thơ", "Hà Nội", "Hồ Chí Minh"])
def test_cities_are_provinces(name: str) -> None:
    raw = f"{name}, ngày 02 tháng 3 năm 2022\n\nBÁO CÁO\n\nVăn thư\n\nUBND thành phố {name} họp.\n"
    assert place_of(raw).own == f"thành phố {name}"
    assert place_of(raw).province == f"thành phố {name}"


def test_another_province_named_once_is_not_its_own() -> None:
    head = "ỦY BAN NHÂN DÂN\n\nTỈNH SƠN LA\n\nSố: 2/BC-UBND\n\nBÁO CÁO\n\nHọc tập tỉnh Lào Cai."
    raw = f"{head}\n\nTheo Quyết định số 1/QĐ-UBND của UBND tỉnh.\n"
    (reference,) = report(raw).references
    assert reference.issuer is not None
    assert reference.issuer.name == "UBND tỉnh Sơn La"


def test_nothing_says_it() -> None:
    assert place_of("Công tác văn thư năm 2022.\n") == Place(None, None, None)
