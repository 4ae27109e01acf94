"""Marks of secrecy (dấu chỉ độ mật) as they stand on real papers, and words that are none."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract
from tests.read.docx_factory import build, cell, para, row, table

REPORT = """ỦY BAN NHÂN DÂN
HUYỆN MANG YANG
Số: 12/BC-UBND
{head}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mang Yang, ngày 10 tháng 12 năm 2021

BÁO CÁO
Tình hình an ninh {title}

Thực hiện Kế hoạch số 12/KH-UBND ngày 28/01/2021, UBND huyện báo cáo như sau:

I. KẾT QUẢ
1. Công tác bảo mật: đã xử lý 12 văn bản Mật. {body}

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn A
{below}
"""


def secrecy(head: str = "", title: str = "", body: str = "", below: str = "") -> str | None:
    text = REPORT.format(head=head, title=title, body=body, below=below)
    return extract(text.encode(), name="a.txt").document.secrecy


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("MẬT", "Mật"),
        ("M Ậ T", "Mật"),
        ("T Ố I   M Ậ T", "Tối mật"),
        ("TUYỆT  MẬT", "Tuyệt mật"),
        ("Tối mật", "Tối mật"),
        ("“TỐI MẬT”", "Tối mật"),
        ("**MẬT**", "Mật"),
        ("Mức độ mật: Tuyệt mật", "Tuyệt mật"),
        ("ĐỘ MẬT: MẬT", "Mật"),
        ("TÀI LIỆU MẬT", "Mật"),
        ("Phòng Nội vụ\tTỐI MẬT", "Tối mật"),
        ("MẬT - Bản số: 02", "Mật"),
        ("TỐI MẬT, HỎA TỐC", "Tối mật"),
        ("MẬT               Mang Yang, ngày 10 tháng 12 năm 2021", "Mật"),
        ("Bản số: 02\nMẬT", "Mật"),
    ],
)
def test_mark_in_the_letterhead(line: str, mark: str) -> None:
    assert secrecy(head=line) == mark


@pytest.mark.parametrize(("title", "mark"), [("(Mật)", "Mật"), ("(TỐI MẬT)", "Tối mật"), ("\nMẬT", "Mật")])
def test_mark_with_the_title(title: str, mark: str) -> None:
    assert secrecy(title=title) == mark


@pytest.mark.parametrize("line", ["MẬT", "T U Y Ệ T  M Ậ T", "Độ mật: Mật", "(TỐI MẬT)"])
def test_mark_beside_the_signature(line: str) -> None:
    assert secrecy(below=line)


@pytest.mark.parametrize(
    "line",
    [
        "Mật độ dân số",
        "BẢO MẬT",
        "KHÔNG MẬT",
        "VỀ CÔNG TÁC BẢO\nMẬT",
        "CÔNG TÁC BẢO VỆ BÍ\nMẬT NHÀ NƯỚC",
        "BAN CƠ YẾU, BẢO MẬT",
        "Mật khẩu",
    ],
)
def test_words_that_are_no_mark(line: str) -> None:
    assert secrecy(head=line) is None
    assert secrecy(title=line) is None
    assert secrecy(body=line, below=line) is None


def test_prose_is_no_mark() -> None:
    assert (
        secrecy(title="và bảo vệ bí mật nhà nước", body="Có 03 văn bản độ Tối mật. (Mật)\n\nMẬT\n\nCác xã đã …") is None
    )


@pytest.mark.parametrize("head", ["MẬT", "TỐI  MẬT", "Trang 2\nMẬT"])
def test_mark_in_the_heads_of_pages(head: str) -> None:
    body = "".join(para(line) for line in REPORT.format(head="", title="", body="", below="").splitlines())
    reference = '<w:headerReference w:type="default" r:id="h1"/>'
    running = {"h1": "".join(para(line) for line in head.split("\n"))}
    for heads, marked in ((running, True), ({"h1": para("Trang 2: công tác bảo mật")}, False)):
        data = build(f"{body}<w:sectPr>{reference}</w:sectPr>", headings=heads)
        assert bool(extract(data, name="a.docx").document.secrecy) is marked


def test_mark_in_a_cell_of_the_letterhead() -> None:
    left = cell("".join(map(para, ("ỦY BAN NHÂN DÂN", "HUYỆN MANG YANG", "Số: 12/BC-UBND", "TỐI MẬT"))))
    right = cell("".join(map(para, ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Mang Yang, ngày 10 tháng 12 năm 2021"))))
    body = table(row(left, right)) + para("BÁO CÁO") + para("Tình hình an ninh") + para("UBND huyện báo cáo như sau.")
    assert extract(build(body), name="a.docx").document.secrecy == "Tối mật"


def test_columns_of_a_table_that_counts_secret_documents_are_no_mark() -> None:
    head = row(cell("Đơn vị"), cell("MẬT"), cell("TỐI MẬT"), cell("TUYỆT MẬT"))
    values = row(cell("Phòng Nội vụ"), cell("3"), cell("1"), cell("0"))
    lines = REPORT.format(head="", title="", body="", below="").splitlines()
    body = "".join(map(para, lines)) + para("PHỤ LỤC") + table(head, values)
    assert extract(build(body), name="a.docx").document.secrecy is None
