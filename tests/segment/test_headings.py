"""Sections (EXTRACTION 3): labels, nesting, what opens none, and where titles and sections end."""

from __future__ import annotations

import pytest

from tests.engine import LETTERHEAD, paths, printed, report, sections


def titles(raw: str) -> list[tuple[str, str]]:
    text, found = sections(raw)
    return [(section.path, printed(text.text, section.title_span) or "") for section in found]


def test_levels_below_each_other() -> None:
    raw = "I. Một\n\n1. Hai\n\n1.1. Ba\n\na) Bốn\n\nb) Năm\n\n2. Sáu\n\nII. Bảy\n\n1. Tám\n"
    assert paths(raw) == ["I", "I.1", "I.1.1.1", "I.1.1.1.a", "I.1.1.1.b", "I.2", "II", "II.1"]


def test_a_label_that_repeats_its_parents() -> None:
    assert paths("II. Một\n\n2. Hai\n\n2.1. Ba\n\n2.2. Bốn\n") == ["II", "II.2", "II.2.2.1", "II.2.2.2"]


def test_points_in_vietnamese_order() -> None:
    raw = "1. Một\n\na) Hai\n\nb) Ba\n\nc) Bốn\n\nd) Năm\n\nđ) Sáu\n\ne) Bảy\n"
    assert paths(raw) == ["1", "1.a", "1.b", "1.c", "1.d", "1.đ", "1.e"]
    assert [finding.type for finding in report(LETTERHEAD + raw).findings] == []


def test_letters_above_numerals() -> None:
    raw = "A. MỞ ĐẦU\n\nI. Một\n\n1. Hai\n\nB. KẾT LUẬN\n\nI. Ba\n"
    assert paths(raw) == ["A", "A.I", "A.I.1", "B", "B.I"]


def test_parts_chapters_and_articles() -> None:
    raw = (
        "Phần I QUY ĐỊNH\n\nChương I\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\n1. Một\n\na) Hai\n\nMục 1 HỒ SƠ\n\n"
        "Điều 2. Thành phần\n\nChương II\nTHI HÀNH\n\nĐiều 3. Hiệu lực\n"
    )
    assert titles(raw) == [
        ("Phần I", "QUY ĐỊNH"),
        ("Phần I.Chương I", "QUY ĐỊNH CHUNG"),
        ("Điều 1", "Phạm vi"),
        ("Điều 1.1", "Một"),
        ("Điều 1.1.a", "Hai"),
        ("Phần I.Chương I.Mục 1", "HỒ SƠ"),
        ("Điều 2", "Thành phần"),
        ("Phần I.Chương II", "THI HÀNH"),
        ("Điều 3", "Hiệu lực"),
    ]


def test_a_plan_attached_to_articles_stands_beside_them() -> None:
    raw = "Điều 1. Ban hành Kế hoạch\n\nĐiều 2. Thi hành\n\nKẾ HOẠCH\n\nI. MỤC TIÊU\n\n1. Một\n\nII. NHIỆM VỤ\n"
    _, found = sections(raw)
    assert [(section.path, section.level) for section in found] == [
        ("Điều 1", 1),
        ("Điều 2", 1),
        ("I", 1),
        ("I.1", 2),
        ("II", 1),
    ]
    assert [section.role for section in found] == [None, None, "objectives", None, "plan"]


@pytest.mark.parametrize(
    ("raw", "label", "wanted"),
    [
        ("I. Một\n\nIII. Hai\n\nII. Ba\n\nII. Bốn\n", ["I", "III", "II", "II"], 3),
        ("1. Một\n\n2. Hai\n\n2. Ba\n\n3. Bốn\n", ["1", "2", "2", "3"], 1),
        ("Điều 1. Một\n\nĐiều 3. Hai\n\nĐiều 4. Ba\n", ["Điều 1", "Điều 3", "Điều 4"], 1),
        ("I. Một\n\na) Hai\n\nc) Ba\n\nII. Bốn\n", ["I", "a", "c", "II"], 1),
        ("I. Một\n\nII. Hai\n\nIII. Ba\n\nIV. Bốn\n", ["I", "II", "III", "IV"], 0),
    ],
)
def test_a_wrong_number_is_kept_and_found(raw: str, label: list[str], wanted: int) -> None:
    found = report(LETTERHEAD + raw)
    assert [section.label for section in found.sections] == label
    findings = [finding for finding in found.findings if finding.type == "heading_out_of_order"]
    assert len(findings) == wanted
    ids = {section.id for section in found.sections}
    assert all(set(finding.items) <= ids for finding in findings)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("1. Về kế hoạch:", "Về kế hoạch"),
        ("a) Công tác tuyên truyền: đã mở 12 lớp.", "Công tác tuyên truyền"),
        ("1. Thời gian: từ 8:30 đến nay", "Thời gian"),
        ("1. Họp lúc 8:30 hằng tuần", "Họp lúc 8:30 hằng tuần"),
        ("**1. Về kế hoạch**", "Về kế hoạch"),
        ("## **I. KẾT QUẢ**", "KẾT QUẢ"),
        ("1.1 Tình hình", "Tình hình"),
        ("1/Bổ sung Điều 27", "Bổ sung Điều 27"),
    ],
)
def test_a_title_ends_at_the_first_colon_with_text_behind_it(line: str, title: str) -> None:
    assert [found for _, found in titles(line)] == [title]


@pytest.mark.parametrize(
    "line",
    [
        "- Gạch đầu dòng",
        "+ Cộng",
        "* Sao",
        "100% cơ quan đã thực hiện",
        "12/12 xã, thị trấn",
        "1.964 thủ tục hành chính",
        "12 đơn vị đã báo cáo",
        "15/KH-UBND ngày 02/4/2021 của huyện",
        "Điều 5 của Luật Đất đai quy định",
        "Phụ lục kèm theo báo cáo này",
        "Mục tiêu chung của huyện",
        "VI phạm hành chính",
        "I. KẾT QUẢ ............ 5",
        "1. Kế hoạch……………… 12",
    ],
)
def test_lines_that_open_nothing(line: str) -> None:
    assert paths(f"I. Một\n\n{line}\n") == ["I"]


def test_quoted_replacement_text_opens_nothing() -> None:
    raw = (
        "Điều 1. Sửa đổi\n\n1. Khoản 2 được sửa đổi như sau:\n\n“Điều 5. Hồ sơ\n\n1. Đơn đề nghị;\n\n2. Bản sao.”\n\n"
        "2. Bãi bỏ khoản 3.\n\n“2. Thời hạn”\n\nĐiều 2. Hiệu lực\n"
    )
    assert paths(raw) == ["Điều 1", "Điều 1.1", "Điều 1.2", "Điều 2"]


def test_numerals_in_tables_and_footnotes_open_nothing() -> None:
    table, note = "TT\tTên\n1.\tHồ sơ\nI.\tTổng", "<sup>1</sup> 1. Kế hoạch số 12/KH-UBND"
    raw = f"I. Một\n\nĐã họp<sup>1</sup> nhiều lần.\n\n{table}\n\n{note}\n\nII. Hai\n"
    assert paths(raw) == ["I", "II"]


def test_appendices_are_counted_in_their_order() -> None:
    first, second = "Phụ lục 2\nBIỂU SỐ LIỆU\n(Kèm theo Báo cáo)\n\n1. Hai", "PHỤ LỤC\nDANH MỤC\n\n1. Ba"
    raw = f"I. Một\n\n{first}\n\n{second}\n\nPhụ lục số 5\n"
    _, found = sections(raw)
    assert titles(raw) == [
        ("I", "Một"),
        ("PL1", "BIỂU SỐ LIỆU"),
        ("PL1.1", "Hai"),
        ("PL2", "DANH MỤC"),
        ("PL2.1", "Ba"),
        ("PL3", ""),
    ]
    assert [section.level for section in found if section.path.startswith("PL") and "." not in section.path] == [
        1,
        1,
        1,
    ]
    assert found[1].role == "appendix"


def test_sections_end_where_the_next_begins_and_parents_hold_children() -> None:
    text, found = sections("I. Một\n\nLời.\n\n1. Hai\n\na) Ba\n\nII. Bốn\n\nHết.\n")
    first, child, point, second = found
    assert first.span[1] == second.span[0] == child.span[1] == point.span[1]
    assert second.span[1] >= len(text.text)
    assert [section.parent for section in found] == [None, 0, 1, None]


def test_the_last_section_ends_before_the_signature() -> None:
    raw = LETTERHEAD + "I. KẾT QUẢ\n\nĐã làm.\n\nNơi nhận:\n- Như trên;\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Thị Hoa\n"
    found = report(raw)
    assert "Nơi nhận" not in found.text[slice(*found.sections[-1].span)]
