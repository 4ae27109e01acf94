"""People: lists, positions before and behind the name, what only looks like a name."""

from __future__ import annotations

import time

import pytest

from extractor.find.persons import find_persons
from extractor.pipeline import load


def persons(text: str) -> list[tuple[str, str | None]]:
    return [(person.name, person.position) for person in find_persons(text, load().persons)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "do đồng chí Nguyễn Văn A, Phó Chủ tịch UBND huyện làm trưởng đoàn",
            [("Nguyễn Văn A", "Phó Chủ tịch UBND huyện")],
        ),
        (
            "ông Trần Văn Dũng - Trưởng phòng Nội vụ, bà Lê Thị Hoa, chuyên viên",
            [("Trần Văn Dũng", "Trưởng phòng Nội vụ"), ("Lê Thị Hoa", "chuyên viên")],
        ),
        (
            "(ông Lê Văn Tám - Phó Chủ tịch Thường trực UBND tỉnh)",
            [("Lê Văn Tám", "Phó Chủ tịch Thường trực UBND tỉnh")],
        ),
        ("Ông: Lê Văn Tám, Chức vụ: Giám đốc Sở Nội vụ", [("Lê Văn Tám", "Giám đốc Sở Nội vụ")]),
        ("ông Lê Văn Tám, sinh năm 1970, Chủ tịch UBND xã", [("Lê Văn Tám", "Chủ tịch UBND xã")]),
        ("ông Siu Hương nguyên Chủ tịch UBND xã Ia Pa", [("Siu Hương", "nguyên Chủ tịch UBND xã Ia Pa")]),
        ("đồng chí NGUYỄN VĂN HẢI - Bí thư Huyện ủy", [("NGUYỄN VĂN HẢI", "Bí thư Huyện ủy")]),
        ("đồng chí Phó Bí thư Huyện ủy Nguyễn Văn Bảy đến nhận công tác", [("Nguyễn Văn Bảy", "Phó Bí thư Huyện ủy")]),
        ("hộ ông Nguyễn Văn Tư, thôn 3, xã Đăk Pne", [("Nguyễn Văn Tư", None)]),
        ("Ông Nguyễn Văn Bảy\nBà Y Ngọc", [("Nguyễn Văn Bảy", None), ("Y Ngọc", None)]),
    ],
)
def test_people(text: str, wanted: list[tuple[str, str | None]]) -> None:
    assert persons(text) == wanted


def test_a_list_under_one_form_of_address() -> None:
    text = "các đồng chí: Nguyễn Văn An - Chủ tịch UBND huyện; Trần Thị Bình, Phó Chủ tịch; Lê Văn Cường và Phạm Hùng."
    wanted = [
        ("Nguyễn Văn An", "Chủ tịch UBND huyện"),
        ("Trần Thị Bình", "Phó Chủ tịch"),
        ("Lê Văn Cường", None),
        ("Phạm Hùng", None),
    ]
    assert persons(text) == wanted


def test_a_known_person_behind_a_place() -> None:
    text = "đồng chí Lê Trọng chủ trì. Kết luận của Chủ tịch UBND huyện Lê Trọng tại cuộc họp"
    assert persons(text) == [("Lê Trọng", None), ("Lê Trọng", "Chủ tịch UBND huyện")]


@pytest.mark.parametrize(
    "text",
    [
        "huyện Kông Chro và Kông Pla đã công nhận",
        "đường Bà Triệu, phố Ông Ích Khiêm, quận Hai Bà Trưng, thành phố Bà Rịa, tỉnh Bà Rịa - Vũng Tàu",
        "các ông, bà có tên trên; 28 đồng chí, gồm Chủ tịch",
        "đồng chí Bí thư Tỉnh ủy, đồng chí Chủ tịch UBND huyện Vũ Quang",
        "UBND thành phố Hồ Chí Minh, trường THCS Lê Lợi",
        "Công ty bà\tNguyễn Văn A",
    ],
)
def test_no_people(text: str) -> None:
    assert persons(text) == []


@pytest.mark.soak
@pytest.mark.parametrize(
    "part",
    [
        "ông ",
        "đồng chí Nguyễn ",
        "các đồng chí: Lê An, ",
        "Chủ tịch ",
        "Chủ tịch Lê ",
        "ông A'",
        "ông Nguyễn Văn A, Chủ tịch, ",
        "ông Aa - ",
        "bà A",
    ],
)
def test_time_grows_with_the_length(part: str) -> None:
    rules = load().persons

    def seconds(length: int) -> float:
        text = part * (length // len(part))
        start = time.process_time()
        find_persons(text, rules)
        return time.process_time() - start

    short, long = (min(seconds(length) for _ in range(2)) for length in (100_000, 200_000))
    assert long < 0.3 or long < 3.5 * short
