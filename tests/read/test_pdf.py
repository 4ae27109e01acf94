"""The PDF reader: paragraphs, tables, footnotes and columns told from places on the page."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from pdf_writer import PdfWriter, text_width

from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    LimitError,
    UnsupportedTypeError,
)
from extractor.limits import Limits
from extractor.read.pdf import read_pdf
from extractor.read.table_join import is_continuation_row, join_continued, join_tables
from extractor.source import Cell, Line, Paragraph, Source, Table

LONG = (
    "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh về ban hành kế hoạch cải cách hành chính năm "
    "2021 của tỉnh Gia Lai, UBND huyện đã ban hành kế hoạch và chỉ đạo các cơ quan, đơn vị triển khai thực hiện."
)
OTHER = (
    "Các cơ quan chuyên môn thuộc huyện, UBND các xã, thị trấn phối hợp thực hiện nhiệm vụ được giao; báo cáo kết quả "
    "về Phòng Nội vụ trước ngày 15 hằng tháng để tổng hợp, trình Chủ tịch UBND huyện xem xét."
)
MARGINS = [85.0, 552.0]


def read(writer: PdfWriter, **options: object) -> Source:
    return read_pdf(writer.build(), "báo cáo.pdf", **options)  # type: ignore[arg-type]


def words(block: Paragraph | Cell) -> str:
    return " ".join(line.text for line in block.lines)


def paragraphs(source: Source) -> list[str]:
    return [words(block) for block in source.blocks if isinstance(block, Paragraph)]


def tables(source: Source) -> list[Table]:
    return [block for block in source.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in table.rows]


def cells(*row: str) -> tuple[Cell, ...]:
    return tuple(Cell(tuple(Line(part) for part in text.split("|"))) if text else Cell() for text in row)


def body(writer: PdfWriter, y: float, count: int = 3) -> float:
    for index in range(count):
        y = writer.paragraph(y, (LONG, OTHER)[index % 2])
    return y


# Paragraphs


def test_source_and_progress() -> None:
    writer = PdfWriter().page()
    body(writer, 80)
    writer.page()
    body(writer, 80)
    data = writer.build()
    seen: list[tuple[int, int]] = []
    source = read_pdf(data, "/srv/someone/a.pdf", on_progress=lambda page, pages: seen.append((page, pages)))
    assert (source.name, source.media_type, source.parser, source.raw) == ("a.pdf", "application/pdf", "pdf/1", "")
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.size_bytes == len(data)
    assert [(page.number, page.width, page.height, page.ocr) for page in source.pages] == [
        (1, 595, 842, False),
        (2, 595, 842, False),
    ]
    assert seen == [(1, 2), (2, 2)]
    assert source.warnings == ()


def test_lines_are_joined_to_paragraphs_with_their_boxes() -> None:
    writer = PdfWriter().page()
    body(writer, 80, 4)
    source = read(writer)
    assert paragraphs(source) == [LONG, OTHER, LONG, OTHER]
    first = source.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.page == 1
    assert len(first.lines) > 2
    boxes = [line.box for line in first.lines if line.box]
    assert [round(box.x0) for box in boxes][:2] == [113, 85]
    assert boxes[0].y0 < 80 < boxes[0].y1 < boxes[1].y1
    assert boxes[0].x1 == pytest.approx(552, abs=1)
    assert boxes[-1].x1 == pytest.approx(85 + text_width(first.lines[-1].text), abs=1)


def test_a_paragraph_goes_on_over_a_page_end_and_page_numbers_are_dropped() -> None:
    first, second = (
        "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai",
        "về ban hành kế hoạch năm 2021.",
    )
    writer = PdfWriter().page()
    y = body(writer, 80, 7)
    writer.paragraph(y, first, full=True)
    writer.page()
    writer.centred(45, "2", bold=False)
    y = writer.paragraph(80, second, indent=0)
    body(writer, y, 4)
    source = read(writer)
    assert f"{first} {second}" in paragraphs(source)
    assert "2" not in paragraphs(source)


def test_a_short_line_ends_a_paragraph_also_without_indents() -> None:
    writer = PdfWriter().page()
    y = 80.0
    for text in (OTHER, "Các cơ quan báo cáo.", OTHER, "Trân trọng./."):
        y = writer.paragraph(y, text, indent=0)
    assert paragraphs(read(writer)) == [OTHER, "Các cơ quan báo cáo.", OTHER, "Trân trọng./."]


def test_list_marks_and_gaps_begin_paragraphs() -> None:
    writer = PdfWriter().page()
    y = body(writer, 80, 3)
    y = writer.paragraph(y, "- Hướng dẫn báo cáo công tác CCHC định kỳ hằng quý;")
    y = writer.paragraph(y, "+ Rà soát, khắc phục tồn tại, hạn chế;")
    y = writer.paragraph(y, "a) Về rà soát thủ tục hành chính:")
    y = writer.paragraph(y + 20, "II. KẾT QUẢ THỰC HIỆN", bold=True)
    source = read(writer)
    assert paragraphs(source)[3:] == [
        "- Hướng dẫn báo cáo công tác CCHC định kỳ hằng quý;",
        "+ Rà soát, khắc phục tồn tại, hạn chế;",
        "a) Về rà soát thủ tục hành chính:",
        "II. KẾT QUẢ THỰC HIỆN",
    ]
    last = source.blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.bold
    assert not last.centred


def test_centred_bold_title_is_apart_from_the_text() -> None:
    writer = PdfWriter().page()
    writer.centred(80, "BÁO CÁO")
    writer.centred(98, "Kết quả thực hiện công tác cải cách hành chính năm 2021 và")
    writer.centred(116, "phương hướng, nhiệm vụ năm 2022")
    body(writer, 150, 3)
    source = read(writer)
    title = source.blocks[0]
    assert isinstance(title, Paragraph)
    assert title.bold
    assert title.centred
    assert paragraphs(source)[:2] == [
        "BÁO CÁO",
        "Kết quả thực hiện công tác cải cách hành chính năm 2021 và phương hướng, nhiệm vụ năm 2022",
    ]
    assert not any(block.bold or block.centred for block in source.blocks[2:] if isinstance(block, Paragraph))


def test_a_hyphen_at_a_line_end_stays_the_last_character() -> None:
    writer = PdfWriter().page()
    writer.text(85, 80, "Quyết định số 19/2019/QĐ-UBND và Quyết định số 07/2023/QĐ-")
    writer.text(85, 98, "UBND ngày 21 tháng 4 năm 2023 của Ủy ban nhân dân thành phố.")
    block = read(writer).blocks[0]
    assert isinstance(block, Paragraph)
    assert block.lines[0].text.endswith("07/2023/QĐ-")
    assert block.lines[1].text.startswith("UBND ngày")


def test_letters_of_another_font_written_after_the_line_fall_into_place() -> None:
    writer = PdfWriter().page()
    text = "Quyết định số 158/QĐ-UBND ngày 16/3/2021"
    for missing in (False, True):
        x = 85.0
        for letter in text:
            if letter != " " and (letter in "ếịố") is missing:
                writer.text(x, 80, letter, bold=missing)
            x += text_width(letter)
    assert paragraphs(read(writer)) == [text]


def test_running_heads_are_kept_apart() -> None:
    writer = PdfWriter()
    for number in range(1, 5):
        writer.page()
        writer.text(85, 40, "UBND huyện Mang Yang - Báo cáo CCHC", 10)
        writer.text(500, 815, f"Trang {number}/4", 10)
        body(writer, 110, 3)
    source = read(writer)
    assert source.running == ("UBND huyện Mang Yang - Báo cáo CCHC",)
    assert paragraphs(source) == [LONG, OTHER, LONG] * 4


def test_rotated_page_is_read_as_it_is_displayed() -> None:
    writer = PdfWriter().page(rotate=90, size=(842, 595))
    for index, text in enumerate(("Biểu số 1", "Kết quả rà soát")):
        code = writer._fonts[False].encode(text)
        # Turned against the page's rotation: upright for the reader. On display (x, y) is (y, x) of the page's space.
        writer.operators(f"BT /F1 14 Tf 0 1 -1 0 {100 + 60 * index} 80 Tm <{code}> Tj ET")
    source = read(writer)
    assert (source.pages[0].width, source.pages[0].height) == (595, 842)
    assert paragraphs(source) == ["Biểu số 1", "Kết quả rà soát"]
    box = source.blocks[0].lines[0].box  # type: ignore[union-attr]
    assert box is not None
    assert (box.x0, box.y1) == (pytest.approx(80, abs=1), pytest.approx(103, abs=3))


def test_a_number_stamped_as_an_annotation_is_read() -> None:
    writer = PdfWriter().page()
    writer.text(85, 80, "Số:")
    writer.text(150, 80, "/2024/QĐ-UBND ngày ban hành quyết định")
    writer.stamp(120, 80, "67")
    assert paragraphs(read(writer)) == ["Số: 67 /2024/QĐ-UBND ngày ban hành quyết định"]


# Columns


def letterhead(writer: PdfWriter) -> None:
    for y, text, bold in ((57, "ỦY BAN NHÂN DÂN", False), (75, "HUYỆN MANG YANG", True), (100, "Số: /BC-UBND", False)):
        writer.centred(y, text, 13, bold, middle=170)
    writer.line(140, 80, 200, 80)
    lines = ((57, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", True), (75, "Độc lập - Tự do", True), (100, "Mang Yang, ngày", False))
    for y, text, bold in lines:
        writer.centred(y, text, 13, bold, middle=420)


def test_letterhead_and_signature_are_tables_without_rules() -> None:
    writer = PdfWriter().page()
    letterhead(writer)
    writer.centred(140, "BÁO CÁO")
    y = body(writer, 180, 2) + 20
    for index, text in enumerate(("Nơi nhận:", "- UBND tỉnh;", "- Sở Nội vụ;", "- Lưu: VT, NV.")):
        writer.text(85, y + 14 * index, text, 11, bold=index == 0)
    for offset, text in ((0, "TM. ỦY BAN NHÂN DÂN"), (16, "CHỦ TỊCH"), (90, "Lê Trọng")):
        writer.centred(y + offset, text, 13, middle=430)
    source = read(writer)
    head, end = tables(source)
    assert not head.ruled
    assert not end.ruled
    assert [[line.text for line in cell.lines] for cell in head.rows[0]] == [
        ["ỦY BAN NHÂN DÂN", "HUYỆN MANG YANG", "Số: /BC-UBND"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do", "Mang Yang, ngày"],
    ]
    assert head.rows[0][0].breaks == (1, 2)
    assert [[line.text for line in cell.lines] for cell in end.rows[0]] == [
        ["Nơi nhận:", "- UBND tỉnh;", "- Sở Nội vụ;", "- Lưu: VT, NV."],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Trọng"],
    ]
    assert paragraphs(source) == ["BÁO CÁO", LONG, OTHER]


# Tables


def _grid_with_merged_header(writer: PdfWriter, xs: list[float], ys: list[float]) -> None:
    """Four columns and three rows: the header's first two cells reach over two rows, its last over two columns."""
    for x in (xs[0], xs[1], xs[2], xs[4]):
        writer.line(x, ys[0], x, ys[3])
    writer.line(xs[3], ys[1], xs[3], ys[3])
    for y in (ys[0], ys[2], ys[3]):
        writer.line(xs[0], y, xs[4], y)
    writer.line(xs[2], ys[1], xs[4], ys[1])


def test_table_with_merged_cells_and_wrapped_text() -> None:
    writer = PdfWriter().page()
    y = body(writer, 80, 2) + 10
    xs, ys = [85.0, 130.0, 330.0, 440.0, 552.0], [y, y + 24, y + 48, y + 110]
    _grid_with_merged_header(writer, xs, ys)
    writer.text(90, y + 30, "STT", 10, bold=True)
    writer.text(135, y + 30, "Chỉ tiêu thống kê", 10, bold=True)
    writer.text(390, y + 16, "Kết quả thống kê", 10, bold=True)
    writer.text(345, y + 40, "Đơn vị tính", 10, bold=True)
    writer.text(450, y + 40, "Số liệu", 10, bold=True)
    writer.text(90, y + 64, "1.1.", 10)
    writer.text(135, y + 64, "Số văn bản chỉ đạo, điều hành", 10)
    writer.text(135, y + 78, "cải cách hành chính đã ban hành", 10)
    writer.text(135, y + 92, "trong kỳ", 10)
    writer.text(345, y + 64, "Văn bản", 10)
    writer.text(450, y + 64, "12", 10)
    writer.paragraph(y + 140, LONG)
    source = read(writer)
    (table,) = tables(source)
    assert table.ruled
    assert table.header_rows == 2
    assert texts(table) == [
        ["STT", "Chỉ tiêu thống kê", "Kết quả thống kê", ""],
        ["", "", "Đơn vị tính", "Số liệu"],
        ["1.1.", "Số văn bản chỉ đạo, điều hành cải cách hành chính đã ban hành trong kỳ", "Văn bản", "12"],
    ]
    spans = [[(cell.row_span, cell.column_span) for cell in row] for row in table.rows]
    assert spans[0] == [(2, 1), (2, 1), (1, 2), (1, 1)]
    assert table.rows[2][1].breaks == ()
    assert paragraphs(source) == [LONG, OTHER, LONG]


def test_table_over_two_pages_is_one() -> None:
    writer = PdfWriter().page()
    y = body(writer, 80, 3)
    xs = [85.0, 130.0, 420.0, 552.0]
    ys = [y, y + 20, y + 40, 790.0]

    def row(top: float, *row: str, bold: bool = False) -> None:
        for x, text in zip(xs, row, strict=False):
            writer.text(x + 5, top + 14, text, 10, bold)

    writer.grid(xs, ys)
    row(ys[0], "STT", "Nhiệm vụ", "Thời gian", bold=True)
    row(ys[1], "1", "Rà soát thủ tục hành chính", "Quý I")
    row(ys[2], "2", "Tuyên truyền cải cách hành chính trên cổng", "Quý II")
    writer.page()
    writer.centred(45, "2", bold=False)
    ys = [60.0, 80.0, 100.0, 120.0]
    writer.grid(xs, ys)
    row(ys[0], "STT", "Nhiệm vụ", "Thời gian", bold=True)
    row(ys[1], "", "thông tin điện tử của huyện", "")
    row(ys[2], "3", "Báo cáo quý", "Quý III")
    body(writer, 150, 4)
    source = read(writer)
    (table,) = tables(source)
    assert texts(table) == [
        ["STT", "Nhiệm vụ", "Thời gian"],
        ["1", "Rà soát thủ tục hành chính", "Quý I"],
        ["2", "Tuyên truyền cải cách hành chính trên cổng thông tin điện tử của huyện", "Quý II"],
        ["3", "Báo cáo quý", "Quý III"],
    ]
    assert table.header_rows == 1
    pages = [line.box.page for line in table.rows[2][1].lines if line.box]
    assert pages == [1, 2]


def test_a_frame_and_an_underline_are_no_tables() -> None:
    writer = PdfWriter().page()
    writer.grid([60.0, 570.0], [40.0, 800.0])
    writer.line(113, 84, 200, 84)
    body(writer, 80, 3)
    source = read(writer)
    assert tables(source) == []
    assert paragraphs(source) == [LONG, OTHER, LONG]


def test_rows_cut_by_page_ends_and_tables_open_at_the_sides_are_whole() -> None:
    """Word draws no line above a row that goes on from the page before."""
    writer = PdfWriter().page()
    xs, ys = [85.0, 130.0, 420.0, 552.0], [72.0, 92.0, 112.0, 132.0]
    for x in xs:
        writer.line(x, ys[0], x, ys[-1])
    for y in ys[1:]:
        writer.line(xs[0], y, xs[-1], y)
    sides = [200.0, 220.0, 240.0, 260.0]
    for y in sides:
        writer.line(xs[0], y, xs[-1], y)
    for x in xs[1:-1]:
        writer.line(x, sides[0], x, sides[-1])
    for top in (*ys[:-1], *sides[:-1]):
        for x, text in zip(xs, (f"{top:.0f}", "Rà soát", "Quý I"), strict=False):
            writer.text(x + 5, top + 14, text, 10)
    body(writer, 300, 2)
    assert [texts(table) for table in tables(read(writer))] == [
        [[f"{top:.0f}", "Rà soát", "Quý I"] for top in part[:-1]] for part in (ys, sides)
    ]


def test_an_underline_in_a_cell_that_touches_its_border_cuts_no_cell() -> None:
    writer = PdfWriter().page()
    xs, ys = [85.0, 230.0, 552.0], [80.0, 120.0, 160.0]
    writer.grid(xs, ys)
    for row, top in enumerate(ys[:-1]):
        for column, left in enumerate(xs[:-1]):
            writer.text(left + 2, top + 16, f"Mục {row}", 10)
            writer.text(left + 2, top + 32, f"ý {column}", 10)
            writer.line(left, top + 18, left + 60, top + 18)
    (table,) = tables(read(writer))
    assert texts(table) == [["Mục 0 ý 0", "Mục 0 ý 1"], ["Mục 1 ý 0", "Mục 1 ý 1"]]


def test_a_drawing_of_very_many_lines_is_no_table() -> None:
    writer = PdfWriter().page(size=(2000, 2000))
    writer.grid([100.0 + 6 * step for step in range(200)], [300.0 + 6 * step for step in range(200)])
    writer.paragraph(80, LONG)
    assert tables(read(writer)) == []


def _small_table(merged: bool) -> PdfWriter:
    writer = PdfWriter().page()
    xs, ys = [85.0, 130.0, 330.0, 440.0, 552.0], [100.0, 124.0, 148.0, 190.0]
    if merged:
        _grid_with_merged_header(writer, xs, ys)
    else:
        writer.grid(xs, ys)
    for row, top in enumerate(ys[:-1]):
        for column, left in enumerate(xs[:-1]):
            if not merged or row > 1 or (row == 0 and column < 3) or (row == 1 and column > 1):
                writer.text(left + 4, top + 15, f"Ô {row}.{column}", 10)
    return writer


@pytest.mark.parametrize("merged", [False, True])
def test_tables_are_those_that_pdfplumber_extracts_alone(merged: bool) -> None:
    """The lines and the text come from pdfium here, from pdfminer there."""
    data = _small_table(merged).build()
    with pdfplumber.open(io.BytesIO(data)) as document:
        expected = document.pages[0].extract_tables()
    (table,) = tables(read_pdf(data, "a.pdf"))
    assert [texts(table)] == [[[cell or "" for cell in row] for row in rows] for rows in expected]


def test_text_without_ruled_tables_is_read_without_pdfplumber(tmp_path: Path) -> None:
    writer = PdfWriter().page()
    letterhead(writer)
    body(writer, 150, 3)
    writer.line(85, 740, 202, 740)
    file = tmp_path / "a.pdf"
    file.write_bytes(writer.build())
    code = (
        "import sys; from extractor.read.pdf import read_pdf; read_pdf(open(sys.argv[1], 'rb').read(), 'a.pdf'); "
        "print(sorted({'pdfplumber', 'pdfminer'}.intersection(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Footnotes


def test_footnotes_marks_and_notes_that_go_on() -> None:
    writer = PdfWriter().page()
    y = body(writer, 80, 3)
    writer.text(113, y, "Tỉnh đã hoàn thành kế hoạch CCHC", 14)
    x = 113 + text_width("Tỉnh đã hoàn thành kế hoạch CCHC")
    writer.text(x, y - 5, "(1)", 8)
    writer.text(x + text_width("(1) ", 8), y, "và báo cáo.", 14)
    writer.line(85, 740, 202, 740)
    writer.text(85, 751, "1", 6.5)
    writer.text(90, 755, "Công văn số 539/SNV-CCHC ngày 07/4/2021 của Sở Nội vụ và các văn bản khác của Ủy", 9)
    writer.page()
    body(writer, 80, 3)
    writer.line(85, 740, 202, 740)
    writer.text(85, 755, "ban nhân dân tỉnh Gia Lai.", 9)
    writer.text(85, 768, "2", 6.5)
    writer.text(90, 772, "Tờ trình số 381/TTr-SNV.", 10)
    source = read(writer)
    assert [(note.label, " ".join(line.text for line in note.lines)) for note in source.notes] == [
        (
            "1",
            "Công văn số 539/SNV-CCHC ngày 07/4/2021 của Sở Nội vụ và các văn bản khác của Ủy "
            "ban nhân dân tỉnh Gia Lai.",
        ),
        ("2", "Tờ trình số 381/TTr-SNV."),
    ]
    marked = source.blocks[3]
    assert isinstance(marked, Paragraph)
    assert marked.lines[0].text == "Tỉnh đã hoàn thành kế hoạch CCHC(1) và báo cáo."
    (mark,) = marked.marks
    assert (mark.line, marked.lines[0].text[mark.start : mark.end], mark.label) == (0, "(1)", "1")
    assert paragraphs(source) == [LONG, OTHER, LONG, words(marked), LONG, OTHER, LONG]


def test_a_power_is_no_footnote_mark() -> None:
    writer = PdfWriter().page()
    y = body(writer, 80, 2)
    writer.text(113, y, "Diện tích 20 m")
    writer.text(113 + text_width("Diện tích 20 m"), y - 5, "1", 8)
    writer.line(85, 740, 202, 740)
    writer.text(85, 751, "1", 6.5)
    writer.text(90, 755, "Công văn số 539/SNV-CCHC.", 10)
    source = read(writer)
    assert len(source.notes) == 1
    assert all(block.marks == () for block in source.blocks if isinstance(block, Paragraph))


# What cannot be read


def test_pages_without_text() -> None:
    """Scans are in test_scan.py; a picture as coarse as this one is none."""
    writer = PdfWriter().page()
    writer.image()
    with pytest.raises(EmptyFileError):
        read(writer)
    writer.page()
    body(writer, 80)
    source = read(writer)
    assert source.warnings == ()
    assert [page.ocr for page in source.pages] == [False, False]
    with pytest.raises(EmptyFileError):
        read(PdfWriter().page())


def test_files_that_are_refused() -> None:
    writer = PdfWriter().page()
    body(writer, 80)
    data = writer.build()
    with pytest.raises(EmptyFileError):
        read_pdf(b"", "a.pdf")
    with pytest.raises(UnsupportedTypeError):
        read_pdf(b"PK\x03\x04 no pdf", "a.pdf")
    with pytest.raises(CorruptFileError):
        read_pdf(data[: len(data) // 2], "a.pdf")
    with pytest.raises(CorruptFileError):
        read_pdf(b"%PDF-1.5\n" + bytes(2000) + b"%%EOF", "a.pdf")
    with pytest.raises(EncryptedFileError):
        read_pdf(writer.build(encrypted=True), "a.pdf")
    for limits in (Limits(file_bytes=100), Limits(pages=0), Limits(characters=50), Limits(paragraphs=1)):
        with pytest.raises(LimitError, match=r"^a\.pdf: "):
            read_pdf(data, "/tmp/secret/a.pdf", limits)


def test_two_hundred_pages_stay_small() -> None:
    resource = pytest.importorskip("resource")
    writer = PdfWriter()
    for _ in range(200):
        writer.page()
        body(writer, 110, 9)
    data = writer.build()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    source = read_pdf(data, "a.pdf")
    assert len(source.pages) == 200
    assert len(source.blocks) == 1800
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150


# Joining tables


@pytest.mark.parametrize(
    ("previous", "row"),
    [
        (("7.2.", "Xây dựng hệ thống họp trực tuyến từ tỉnh", "1"), ("", "đến 100% các huyện", "")),
        (("2", "Ban hành Nghị quyết số", "UBND"), ("", "19-NQ/TW của Trung ương", "")),
        (("", "", "Kế hoạch số 12"), ("", "", "ngày 03/8/2021 của UBND")),
        (("", "3. Ban hành kế hoạch", "Công văn đã gửi."), ("", "", "Quyết định số 35/QĐ-UBND của UBND")),
    ],
)
def test_continuation_rows(previous: tuple[str, ...], row: tuple[str, ...]) -> None:
    assert is_continuation_row(cells(*previous), cells(*row))


@pytest.mark.parametrize(
    ("previous", "row"),
    [
        (("3", "Thuế sử dụng đất", ""), ("", "- Thu tại địa bàn xã", "100")),
        (("7.6.1", "Tỷ lệ sở, ngành đã kết nối", "100"), ("", "Tỷ lệ UBND cấp huyện đã kết nối", "97")),
        (("", "Tổng số", "97"), ("", "", "3")),
        (("2", "Rà soát", ""), ("", "", "quý II")),
        (("2", "Rà soát", "Quý I"), ("3", "báo cáo", "Quý II")),
        (("2", "Rà soát"), ("", "rà soát", "")),
    ],
)
def test_rows_of_their_own(previous: tuple[str, ...], row: tuple[str, ...]) -> None:
    assert not is_continuation_row(cells(*previous), cells(*row))


def test_join_continued_drops_repeated_headers_and_mends_rows() -> None:
    head = cells("STT", "Nội dung")
    first = Table((head, cells("1", "Kế hoạch của")))
    second = Table((head, cells("", "huyện"), cells("2", "Báo cáo")))
    joined = join_continued([first, second])
    assert texts(joined) == [["STT", "Nội dung"], ["1", "Kế hoạch của huyện"], ["2", "Báo cáo"]]
    assert joined.header_rows == 1
    assert join_tables([first, second]) == [joined]
    apart = Paragraph((Line("Kết quả"),))
    assert join_tables([first, apart, second]) == [first, apart, second]


def test_join_tables_follows_the_numbering() -> None:
    first, second = Table((cells("7.3.", "a"),)), Table((cells("7.4.", "b"),))
    assert len(join_tables([first, second])) == 1
    assert len(join_tables([second, first])) == 2
