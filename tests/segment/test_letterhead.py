"""The document's own facts (EXTRACTION 2): letterheads as printed, converted and scattered, and the signature."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract_source
from extractor.source import Cell, Line, Paragraph, Source, Table
from tests.engine import letterhead, printed, report

LEFT = ("ỦY BAN NHÂN DÂN", "HUYỆN ĐỒNG VĂN", "Số: 12/BC-UBND")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đồng Văn, ngày 15 tháng 9 năm 2022")
BODY = (
    "BÁO CÁO",
    "Kết quả công tác văn thư quý III năm 2022",
    "Kính gửi: Sở Nội vụ tỉnh Hà Giang.",
    "UBND huyện báo cáo như sau:",
)
GLUED = tuple(f"{left} {right}" for left, right in zip(LEFT, RIGHT, strict=True))


def facts(raw: str) -> dict[str, object]:
    document = report(raw).document
    return {
        "type": document.doc_type and document.doc_type.code,
        "code": document.code,
        "date": document.date and document.date.value,
        "place": document.place,
        "issuer": document.issuer and document.issuer.name,
        "title": document.title,
    }


WANTED = {
    "type": "BC",
    "code": "12/BC-UBND",
    "date": "2022-09-15",
    "place": "Đồng Văn",
    "issuer": "UBND huyện Đồng Văn",
    "title": "Kết quả công tác văn thư quý III năm 2022",
}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "head",
    [(*LEFT, *RIGHT), (*LEFT[:2], *RIGHT[:2], LEFT[2], RIGHT[2]), (*RIGHT[:2], *LEFT[:2], LEFT[2], RIGHT[2]), GLUED],
    ids=["one column after the other", "number below the motto", "motto first", "glued"],
)
def test_letterheads_of_text_files(head: tuple[str, ...], gap: str) -> None:
    assert facts(gap.join((*head, *BODY))) == WANTED


def test_two_columns_of_a_table() -> None:
    rows = (tuple(Cell(tuple(Line(line) for line in side), breaks=(1, 2)) for side in (LEFT, RIGHT)),)
    blocks = (Table(rows, ruled=False), *(Paragraph((Line(line),)) for line in BODY))
    document = extract_source(Source("a.docx", "", "", 0, "test", blocks)).document
    assert (document.code, document.place, document.issuer and document.issuer.name) == (
        "12/BC-UBND",
        "Đồng Văn",
        "UBND huyện Đồng Văn",
    )


def test_addressees() -> None:
    raw = "\n\n".join((*LEFT, *RIGHT, *BODY)).replace("Hà Giang.", "Hà Giang; Văn phòng HĐND và UBND huyện.")
    assert report(raw).document.addressees == ("Sở Nội vụ tỉnh Hà Giang", "Văn phòng HĐND và UBND huyện")


@pytest.mark.parametrize(
    ("number", "date", "wanted"),
    [
        ("Số: /BC-UBND", "Đồng Văn, ngày tháng 9 năm 2022", (None, "BC-UBND", None, "2022-09", "month")),
        ("Số:      /BC-UBND", "Đồng Văn, ngày ..... tháng 9 năm 2022", (None, "BC-UBND", None, "2022-09", "month")),
        ("Số: …../BC-UBND", "Đồng Văn, ngày     tháng     năm 2022", (None, "BC-UBND", None, "2022", "year")),
        ("Số: 07 /BC-UBND", "Đồng Văn, ngày 05 tháng 9 năm 2022", ("07", "BC-UBND", "07/BC-UBND", "2022-09-05", "day")),
        (
            "Số: 09/2022/QĐ-UBND",
            "Đồng Văn, ngày 05 tháng 9 năm 2022",
            ("09", "QĐ-UBND", "09/2022/QĐ-UBND", "2022-09-05", "day"),
        ),
    ],
)
def test_numbers_and_dates_left_open(number: str, date: str, wanted: tuple[object, ...]) -> None:
    document = report("\n\n".join((*LEFT[:2], number, *RIGHT[:2], date, *BODY))).document
    assert document.date is not None
    assert (document.number, document.symbol, document.code, document.date.value, document.date.precision) == wanted


def test_its_own_number_is_no_mention() -> None:
    found = report("\n\n".join((*LEFT, *RIGHT, *BODY, "Theo Kế hoạch số 15/KH-UBND.")))
    assert [reference.code for reference in found.references] == ["15/KH-UBND"]


def test_a_number_split_by_a_stamp() -> None:
    raw = "\n\n".join((*LEFT[:2], "Số:", "12/BC-UBND", *RIGHT, *BODY))
    assert facts(raw)["code"] == "12/BC-UBND"


def test_the_title_goes_over_lines() -> None:
    raw = "\n\n".join(
        (*LEFT, *RIGHT, "BÁO CÁO", "CÔNG TÁC VĂN THƯ", "QUÝ III NĂM 2022", "Thực hiện Kế hoạch số 15/KH-UBND.")
    )
    assert facts(raw)["title"] == "CÔNG TÁC VĂN THƯ QUÝ III NĂM 2022"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Thị Hoa"), ("Lê Thị Hoa", "CHỦ TỊCH", "TM.")),
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Hoa"), ("Lê Thị Hoa", "PHÓ CHỦ TỊCH", "KT.")),
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Vàng A Páo"), ("Vàng A Páo", "PHÓ GIÁM ĐỐC", "KT.")),
        (("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ", "Lê Thị Hoa"), ("Lê Thị Hoa", "TRƯỞNG PHÒNG NỘI VỤ", "TL.")),
        (("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lê Thị Hoa"), ("Lê Thị Hoa", "CHÁNH VĂN PHÒNG", "TUQ.")),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), (None, "CHỦ TỊCH", "TM.")),
    ],
)
def test_who_signs(lines: tuple[str, ...], wanted: tuple[str | None, ...]) -> None:
    raw = "\n\n".join((*LEFT, *RIGHT, *BODY, "Trên đây là báo cáo của huyện./.", "Nơi nhận:", "- Như trên;", *lines))
    signer = report(raw).document.signer
    assert signer is not None
    assert (signer.name, signer.position, signer.capacity) == wanted


def test_recipients() -> None:
    ending = "Nơi nhận:\n- Sở Nội vụ;\n- TT. Huyện ủy;\n- Lưu: VT, NV."
    document = report("\n\n".join((*LEFT, *RIGHT, *BODY, "Trên đây là báo cáo./.", ending))).document
    assert document.recipients == ("Sở Nội vụ", "TT. Huyện ủy", "Lưu: VT, NV")


def test_prose_is_no_letterhead() -> None:
    text, head = letterhead("Công tác văn thư của huyện đã đi vào nề nếp trong năm 2022.\n\nI. KẾT QUẢ\n")
    assert (head.type_code, head.number, head.date, head.issuer_lines, head.signer) == (None, None, None, (), None)
    assert printed(text.text, head.region) == ""
