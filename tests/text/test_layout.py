"""Blocks in reading order: letterheads and signatures in two columns, and what a converter glued on one line."""

from __future__ import annotations

from extractor.source import Cell, Line, Paragraph, Table
from extractor.text.layout import in_reading_order, is_layout, slice_line


def cell(*lines: str, breaks: tuple[int, ...] = ()) -> Cell:
    return Cell(tuple(Line(line) for line in lines), breaks=breaks)


def order(*blocks: Paragraph | Table) -> list[str]:
    """The words of the blocks in reading order; a table that stays one is marked."""
    return [
        " ".join(line.text for line in block.lines) if isinstance(block, Paragraph) else "TABLE"
        for block in in_reading_order(blocks)
    ]


def para(text: str) -> Paragraph:
    return Paragraph((Line(text),))


LETTERHEAD = Table(
    (
        (
            cell("ỦY BAN NHÂN DÂN", "HUYỆN ĐỒNG VĂN", breaks=(1,)),
            cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", breaks=(1,)),
        ),
        (cell("Số: 12/BC-UBND"), cell("Đồng Văn, ngày 15 tháng 9 năm 2022")),
    ),
    ruled=False,
)


def test_the_left_column_comes_first() -> None:
    assert order(LETTERHEAD, para("BÁO CÁO")) == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN ĐỒNG VĂN",
        "Số: 12/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đồng Văn, ngày 15 tháng 9 năm 2022",
        "BÁO CÁO",
    ]


def test_recipients_stand_before_the_signature() -> None:
    table = Table(((cell("Nơi nhận:", "- Như trên;"), cell("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),), ruled=False)
    assert order(table) == ["Nơi nhận:", "- Như trên;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_a_table_of_figures_stays_a_table() -> None:
    table = Table(((cell("TT"), cell("Chỉ tiêu"), cell("Số liệu")), (cell("1"), cell("Hồ sơ"), cell("34"))))
    assert not is_layout(table)
    assert order(table) == ["TABLE"]


def test_a_ruled_table_with_many_rows_is_not_a_letterhead() -> None:
    rows = tuple((cell("Số: 1"), cell("ngày 1 tháng 2 năm 2022")) for _ in range(9))
    assert order(Table(rows, ruled=True)) == ["TABLE"]


def test_lines_glued_by_a_converter_are_parted() -> None:
    glued = (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "HUYỆN ĐỒNG VĂN Độc lập - Tự do - Hạnh phúc",
        "Số: 12/BC-UBND Đồng Văn, ngày 15 tháng 9 năm 2022",
        "BÁO CÁO",
    )
    assert [text.strip() for text in order(*map(para, glued))] == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN ĐỒNG VĂN",
        "Số: 12/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đồng Văn, ngày 15 tháng 9 năm 2022",
        "BÁO CÁO",
    ]


def test_prose_that_names_the_republic_is_not_glued() -> None:
    prose = "Quốc hiệu là CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM. " * 5
    assert order(para(prose)) == [prose]


def test_a_part_of_a_line_keeps_its_way_back() -> None:
    line = Line("trên giấy", 10, None, ((0, 12), (5, 19)))
    part = slice_line(line, 5, 9)
    assert (part.text, part.raw, part.pieces) == ("giấy", 19, ((0, 19),))
    assert slice_line(Line("trên giấy", 10), 5, 9).raw == 15
    assert slice_line(Line("trên giấy"), 5, 9).raw is None
