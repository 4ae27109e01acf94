"""Scans read with Tesseract: reading order, marks, boxes, which pages, several documents, limits."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from api.extraction import prepare
from api.isolation import Isolation
from api.service.reading.drawing import draw
from api.store.blobs import unpack
from extractor import extract
from extractor.errors import CorruptFileError, EmptyFileError, LimitError, UnreadableError, UnsupportedTypeError
from extractor.export import source_from_json
from extractor.limits import Limits
from extractor.read import read, scan_install, scan_library
from extractor.read.pdf import read_pdf
from extractor.read.scan_tesseract import recognise
from extractor.source import Paragraph, Source, Table
from extractor.text import assemble
from tests.read.scan_pages import BODY, DPI, Drawn, as_pdf, body, letterhead, tiff


def report_page() -> Drawn:
    page = Drawn()
    letterhead(page)
    page.text(318, 160, "QUYẾT ĐỊNH", 14, bold=True, anchor="ms")
    y = body(page)
    page.grid([85, 130, 330, 540], [y, y + 22, y + 62])
    for x, text in ((90, "STT"), (200, "Nội dung"), (400, "Kết quả")):
        page.text(x, y + 16, text, 12, bold=True)
    for x, line, text in (
        (100, 0, "1"),
        (136, 0, "Kiểm tra công tác cải"),
        (136, 1, "cách hành chính"),
        (336, 0, "Đạt 95%"),
    ):
        page.text(x, y + 38 + 15 * line, text, 12)
    return page


@pytest.fixture(scope="module")
def scanned() -> Source:
    """A page in a PDF without text."""
    return read(as_pdf(report_page().image), "a.pdf")


def test_letterhead_text_and_table_come_in_reading_order(scanned: Source) -> None:
    text = assemble(scanned).text.splitlines()
    assert text[:3] == ["ỦY BAN NHÂN DÂN", "HUYỆN MANG YANG", "Số: 15/QĐ-UBND"]
    assert text[3].startswith("CỘNG HÒA XÃ HỘI")
    assert " ".join(BODY) in text
    table = next(block for block in scanned.blocks if isinstance(block, Table) and block.ruled)
    cells = [[" ".join(line.text for line in cell.lines) for cell in row] for row in table.rows]
    assert cells == [["STT", "Nội dung", "Kết quả"], ["1", "Kiểm tra công tác cải cách hành chính", "Đạt 95%"]]
    assert table.header_rows == 1


def test_recognised_lines_are_marked_with_words_boxes_and_confidence(scanned: Source) -> None:
    assert [page.ocr for page in scanned.pages] == [True]
    assert scanned.parser == "pdf/1 scan/1"
    text = assemble(scanned)
    start = text.text.index("751/QĐ-UBND")
    confidence = text.offsets.confidence(start, start + 11)
    assert confidence is not None
    assert 0.5 < confidence <= 1
    (box,) = text.offsets.boxes(start, start + 11)
    # The number stands in the first line, after "Căn cứ Quyết định số".
    assert box.page == 1
    assert 185 < box.y0 < 200 < box.y1 < 206
    assert 225 < box.x0 < 260
    assert 310 < box.x1 < 340


def test_confidence_of_words_lowers_that_of_mentions() -> None:
    report = extract(as_pdf(report_page().image), name="a.pdf")
    reference = next(one for one in report.references if one.code == "751/QĐ-UBND")
    assert report.source.ocr
    assert 0.5 < reference.confidence < 0.99


def test_a_page_that_lies_askew_or_on_its_side_is_read() -> None:
    page = report_page().image
    for turned in (page.rotate(-1.6, fillcolor=255), page.rotate(90, expand=True)):
        source = read(tiff(turned), "a.tif")
        text = assemble(source)
        start = text.text.index("751/QĐ-UBND")
        (box,) = text.offsets.boxes(start, start + 11)
        pixels = np.asarray(turned)[
            int(box.y0 * DPI / 72) : int(box.y1 * DPI / 72), int(box.x0 * DPI / 72) : int(box.x1 * DPI / 72)
        ]
        # The box holds the ink of the number on the page as it is displayed.
        assert 0.08 < (pixels < 128).mean() < 0.5
        assert any(isinstance(block, Table) and block.ruled for block in source.blocks)


def test_only_pages_without_usable_text_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(images, dpi):  # type: ignore[no-untyped-def]
        calls.append(len(images))
        return recognise(images, dpi)

    monkeypatch.setattr("extractor.read.scan_page.recognise", counted)
    data = mixed_pdf()
    told: list[int] = []
    progress: list[tuple[int, int]] = []
    source = read(data, "a.pdf", on_recognise=told.append, on_progress=lambda done, of: progress.append((done, of)))
    assert [page.ocr for page in source.pages] == [False, True, True]
    assert told == [2]
    assert progress == [(1, 3), (2, 3), (3, 3)]
    assert len(calls) == 2
    lines = [line for block in source.blocks if isinstance(block, Paragraph) for line in block.lines]
    assert {line.recognised for line in lines if line.box and line.box.page == 1} == {False}
    assert {line.recognised for line in lines if line.box and line.box.page == 2} == {True}


def mixed_pdf() -> bytes:
    """A page of text, a scan, and a scan with a copy stamp as its only text."""
    from tests.read.pdf_writer import PdfWriter

    writer = PdfWriter().page()
    writer.paragraph(100, "Thực hiện Quyết định số 158/QĐ-UBND của Ủy ban nhân dân tỉnh về cải cách hành chính. " * 8)
    made = pypdfium2.PdfDocument(writer.build())
    picture = Drawn()
    body(picture)
    scans = pypdfium2.PdfDocument(as_pdf(picture.image, picture.image))
    made.import_pages(scans)
    page = made[2]
    stamp = made.add_font_builtin("Helvetica") if hasattr(made, "add_font_builtin") else None
    if stamp is None:
        from pypdfium2 import raw

        text = raw.FPDFPageObj_NewTextObj(made, b"Helvetica", 9.0)
        words = ("SAO Y BAN CHINH" + "\0").encode("utf-16-le")
        import ctypes

        buffer = ctypes.create_string_buffer(words)
        raw.FPDFText_SetText(text, ctypes.cast(buffer, raw.FPDF_WIDESTRING))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 400, 60)
        raw.FPDFPage_InsertObject(page, text)
    page.gen_content()
    buffer2 = BytesIO()
    made.save(buffer2)
    made.close()
    return buffer2.getvalue()


def test_several_documents_in_one_scan_are_proposed_as_a_split() -> None:
    first, middle, second = Drawn(), Drawn(), Drawn()
    letterhead(first)
    letterhead(second, "Số: 16/QĐ-UBND")
    for page in (first, middle, second):
        body(page)
    source = read(tiff(first.image, middle.image, second.image), "a.tif")
    (warning,) = [one for one in source.warnings if "split" in one]
    assert "pages 1-2, 3" in warning
    attached = Drawn()
    letterhead(attached)
    attached.text(318, 180, "(Ban hành kèm theo Quyết định số 15/QĐ-UBND)", 14, anchor="ms")
    body(attached)
    assert not any("split" in one for one in read(tiff(first.image, attached.image), "a.tif").warnings)


def test_images_that_are_refused() -> None:
    page = Drawn()
    page.text(100, 100, "Kính gửi")
    buffer = BytesIO()
    page.image.save(buffer, "PNG")
    png = buffer.getvalue()
    with pytest.raises(CorruptFileError, match=r"^a\.png: .*damaged"):
        read(png[: len(png) // 2], "a.png")
    with pytest.raises(LimitError, match="300 dots an inch"):
        read(png, "a.png", Limits(image_pixels=1_000_000))
    with pytest.raises(LimitError, match="2 pages"):
        read(tiff(page.image, page.image), "a.tif", Limits(recognised_pages=1))
    with pytest.raises(LimitError, match="2 scanned pages"):
        read(as_pdf(page.image, page.image), "a.pdf", Limits(recognised_pages=1))
    with pytest.raises(EmptyFileError):
        read(tiff(Image.new("L", (800, 1100), 255)), "a.tif")
    gif = BytesIO()
    page.image.save(gif, "GIF")
    with pytest.raises(UnsupportedTypeError, match="PNG, JPEG, TIFF"):
        read(gif.getvalue(), "a.gif")


def test_without_tesseract_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pdf_scans", "image"):
        monkeypatch.setattr(f"extractor.read.{module}.is_installed", lambda: False)
    data = as_pdf(Drawn().image)
    for name, content in (("a.pdf", as_pdf(report_page().image)), ("a.tif", tiff(Drawn().image))):
        with pytest.raises(UnsupportedTypeError, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
            read(content, name)
    assert scan_install.HOW_TO_INSTALL
    with pytest.raises(UnsupportedTypeError):
        read_pdf(data, "a.pdf")
    (warning,) = read(mixed_pdf(), "a.pdf").warnings
    assert "not read: 2, 3." in warning


def test_pages_of_images_are_drawn_as_they_were_read() -> None:
    image = Image.open(BytesIO(draw(tiff(Drawn().image, report_page().image.rotate(90, expand=True)), 2, 2.0)))
    assert image.format == "PNG"
    # A page on its side, 842 by 595 points.
    assert abs(image.width - 1684) < 4
    assert abs(image.height - 1190) < 4
    with pytest.raises(CorruptFileError):
        draw(tiff(Drawn().image), 2, 1.0)


def test_reading_in_isolation() -> None:
    with Isolation(1) as isolation:
        result = isolation.run("a.pdf", prepare, "a.pdf", as_pdf(report_page().image), None)
    source = source_from_json(unpack(result.source or b""))
    assert any(line.recognised for block in source.blocks if isinstance(block, Paragraph) for line in block.lines)


def test_the_program_reads_what_the_library_reads(scanned: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    assert scan_library.models() is not None
    monkeypatch.setattr(scan_library, "models", lambda: None)
    assert assemble(read(as_pdf(report_page().image), "a.pdf")).text == assemble(scanned).text


def test_a_page_that_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.read.scan_tesseract.PAGE_SECONDS", 0.01)
    for models in (scan_library.models(), None):
        monkeypatch.setattr(scan_library, "models", lambda found=models: found)
        with pytest.raises(UnreadableError, match=r"took more than 0\.01 s"):
            read(as_pdf(report_page().image), "a.pdf")
