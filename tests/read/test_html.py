"""The reader of HTML files."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from extractor.errors import EmptyFileError, EncodingError, HostileFileError, LimitError, TrichLucError
from extractor.limits import Limits
from extractor.read import read
from extractor.read.html import read_html
from extractor.read.html_walk import numbered
from extractor.read.plain import read_plain
from extractor.source import Paragraph, Source, Table
from extractor.text import Text, assemble

TXT = """ỦY BAN NHÂN DÂN
HUYỆN MANG YANG
Số: 12/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mang Yang, ngày 15 tháng 6 năm 2021
BÁO CÁO
Công tác cải cách hành chính
I. KẾT QUẢ
- UBND huyện ban hành Quyết định số 19-NQ/TW <sup>(1)</sup> ngày 04/3/2021 & các văn bản < 5 trang.
1. Nhiệm vụ thứ nhất
2. Nhiệm vụ thứ hai
Nội dung\tSố lượng\tGhi chú
Hồ sơ\t12\tđạt
<sup>(1)</sup> Về cải cách chính sách
"""

HTML = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Trang</title>
<style>p {}</style></head><body>
<nav><a href="/">Trang chủ</a></nav><header><p>Cổng thông tin</p></header>
<script>document.write("<p>không</p>")</script>
<table border="0"><tr><td><p>ỦY BAN NHÂN DÂN</p><p>HUYỆN MANG YANG</p></td>
<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</td></tr>
<tr><td>Số: 12/BC-UBND</td><td><i>Mang Yang, ngày 15 tháng 6
  năm 2021</i></td></tr></table>
<p style="text-align: center"><b>BÁO CÁO</b><br>Công tác cải cách hành chính</p>
<h2>I. KẾT QUẢ</h2>
<ul><li>UBND huyện ban hành <b>Quyết định số 19-NQ/TW</b> <sup><a href="#fn1" id="ref1">(1)</a></sup> ngày 04/3/2021
&amp; các văn bản &lt; 5 trang.</li></ul>
<ol><li><p>Nhiệm vụ thứ nhất</p></li><li>Nhiệm vụ thứ hai</li></ol>
<table border="1"><thead><tr><th>Nội dung</th><th>Số lượng</th><th>Ghi chú</th></tr></thead>
<tr><td>Hồ sơ</td><td>12</td><td>đạt</td></tr></table>
<p style="display:none">ẩn</p>
<div id="fn1"><a href="#ref1">(1)</a> Về cải cách chính sách</div>
<footer>Bản quyền</footer></body></html>"""


def body_of(markup: str, limits: Limits | None = None) -> Source:
    """A page with this body, read."""
    data = f'<html><head><meta charset="utf-8"></head><body>{markup}</body></html>'.encode()
    return read_html(data, "trang.html", limits or Limits())


def paragraphs(source: Source) -> list[str]:
    return [" | ".join(line.text for line in block.lines) for block in source.blocks if isinstance(block, Paragraph)]


def table(source: Source) -> Table:
    (found,) = [block for block in source.blocks if isinstance(block, Table)]
    return found


def words(found: Table) -> list[list[str]]:
    return [["/".join(line.text for line in cell.lines) for cell in row] for row in found.rows]


def test_the_same_report_as_html_and_as_text_is_one_text() -> None:
    page = assemble(read(HTML.encode(), "bao-cao.html"))
    text = assemble(read(TXT.encode(), "bao-cao.txt"))
    assert page.text == text.text
    assert page.masked == text.masked
    assert page.notes == text.notes
    assert [found.span for found in page.tables] == [found.span for found in text.tables]


def as_page(text: Text) -> str:
    """A text as a page: paragraphs, tables and notes with their marks linked."""
    parts = [(block.span[0], f"<p>{_bold(block.bold, _linked(text, *block.span))}</p>") for block in text.blocks]
    for found in text.tables:
        rows = []
        for row in range(found.rows):
            held = {column: span for r, column, span in found.cells if r == row}
            cells = (_linked(text, *held[column]) if column in held else "" for column in range(found.columns))
            rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        head, rest = "".join(rows[: found.header_rows]), "".join(rows[found.header_rows :])
        parts.append((found.span[0], f'<table border="1"><thead>{head}</thead>{rest}</table>'))
    body = "\n".join(markup for _, markup in sorted(parts))
    notes = "".join(
        f'<div id="fn{note.label}">[{note.label}] {escape(text.text[slice(*note.body)])}</div>' for note in text.notes
    )
    return f"<html><body>{body}<hr>{notes}</body></html>"


def _bold(bold: bool, markup: str) -> str:
    return f"<b>{markup}</b>" if bold else markup


def _linked(text: Text, start: int, end: int) -> str:
    parts, position = [], start
    for mark in text.marks:
        if start <= mark.span[0] and mark.span[1] <= end:
            shown = escape(text.text[slice(*mark.span)])
            parts.append(escape(text.text[position : mark.span[0]]))
            parts.append(f'<sup><a href="#fn{mark.label}">{shown}</a></sup>')
            position = mark.span[1]
    return "".join(parts) + escape(text.text[position:end])


@pytest.mark.parametrize("index", range(5))
def test_real_reports_as_pages_keep_their_text(reports: list[Path], index: int) -> None:
    data = reports[index].read_bytes()
    text = assemble(read_plain(data, "bao-cao.txt"))
    page = assemble(read_html(as_page(text).encode(), "bao-cao.html"))
    assert page.text.split("\n") == text.text.split("\n")
    assert [mark.span for mark in page.marks] == [mark.span for mark in text.marks]
    # A single column is no table on a page: there it is how text is arranged.
    assert page.tables == tuple(found for found in text.tables if found.columns > 1)
    assert {block.span for block in text.blocks if block.bold} == {block.span for block in page.blocks if block.bold}


def test_what_follows_the_end_of_the_page_is_read() -> None:
    page = "<html><body><p>Phần {}</p></body></html>"
    source = read_html((page.format(1) + page.format(2) + "<p>Phần 3</p>").encode(), "trang.html")
    assert paragraphs(source) == ["Phần 1", "Phần 2", "Phần 3"]


def test_facts_of_the_source() -> None:
    source = read_html(HTML.encode(), "bao-cao.html")
    assert (source.media_type, source.parser, source.raw, source.pages) == ("text/html", "html/1", "", ())
    assert source.size_bytes == len(HTML.encode())
    assert [note.label for note in source.notes] == ["1"]
    heading = next(block for block in source.blocks if isinstance(block, Paragraph) and block.lines[0].text[:2] == "I.")
    assert heading.bold
    title = next(block for block in source.blocks if isinstance(block, Paragraph) and block.lines[0].text == "BÁO CÁO")
    assert title.centred


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>Độc lập</p>".encode(), "Độc lập"),
        (b"\xef\xbb\xbf" + "<p>Độc lập</p>".encode(), "Độc lập"),
        ("<p>Độc lập</p>".encode("utf-16"), "Độc lập"),
        (b'<meta http-equiv=Content-Type content="text/html; charset=windows-1258"><p>\xd0\xf4 th\xea', "Đô thê"),
        (b'<meta charset="iso-8859-1"><p>caf\xe9 \x96 5</p>', "café – 5"),
        ('<meta charset="windows-1252"><p>Độc lập</p>'.encode(), "Độc lập"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>Độc lập</p></html>'.encode(), "Độc lập"),
        (b"<p>&#272;&#7897;c l&#7853;p</p>", "Độc lập"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert paragraphs(read_html(data, "trang.html")) == [text]


@pytest.mark.parametrize("head", [b"", b"<meta charset=utf-8>", b"<meta charset=x-none>", b"<meta charset=hex>"])
def test_bytes_of_no_encoding(head: bytes) -> None:
    with pytest.raises(EncodingError, match="save the page as UTF-8"):
        read_html(head + b"<p>\xd0\xff</p>", "trang.html")


@pytest.mark.parametrize(
    "page", [" ", "<p> </p>", "<script>x</script>", "<!-- x -->", "<table><tr><td></td></tr></table>"]
)
def test_no_text(page: str) -> None:
    with pytest.raises(EmptyFileError, match="holds no text"):
        read_html(page.encode(), "trang.html")


def test_a_line_break_ends_a_paragraph_only_where_the_sentence_ended() -> None:
    source = body_of(
        "<p>Thực hiện Quyết định số<br>751/QĐ-UBND ngày 26/12/2020.<br>1. Kết quả<br><br>Đạt<br>yêu cầu</p>"
    )
    assert paragraphs(source) == [
        "Thực hiện Quyết định số | 751/QĐ-UBND ngày 26/12/2020.",
        "1. Kết quả",
        "Đạt | yêu cầu",
    ]


def test_lines_of_preformatted_text_are_lines() -> None:
    assert paragraphs(body_of("<pre>BÁO CÁO\nI. Kết quả\n\nđạt</pre>")) == ["BÁO CÁO", "I. Kết quả", "đạt"]


def test_white_space_is_what_a_browser_shows() -> None:
    assert paragraphs(body_of("<div>Số <b> 12 </b>/QĐ\n\t-UBND<span> </span> x</div>y")) == ["Số 12 /QĐ -UBND x", "y"]


def test_lists_print_their_labels() -> None:
    source = body_of(
        '<ul><li>một</li><li>- hai</li></ul><ol start="3"><li>ba</li><li value="7">bảy'
        '<ol type="a"><li>tám</li></ol></li><li>chín</li></ol><ol type="I"><li>mười</li></ol>'
    )
    assert paragraphs(source) == ["- một", "- hai", "3. ba", "7. bảy", "a) tám", "8. chín", "I. mười"]
    assert [numbered(4, "I"), numbered(14, "i"), numbered(3, "A"), numbered(40, "I")] == [
        "IV. ",
        "xiv) ",
        "C. ",
        "40. ",
    ]


def test_merged_cells_make_a_full_grid() -> None:
    found = table(
        body_of(
            "<table border=1><caption>Bảng 1</caption><tr><th rowspan=2>TT<th colspan=2>Kết quả</tr>"
            "<tr><th>Số<th>Tỷ lệ</tr><tr><td>1<td>2<td rowspan=9>3<p>ba</p></tr><tr><td>4</tr></table>"
        )
    )
    assert words(found) == [["TT", "Kết quả", ""], ["", "Số", "Tỷ lệ"], ["1", "2", "3/ba"], ["4", "", ""]]
    assert (found.header_rows, found.ruled) == (2, True)
    assert (found.rows[0][1].column_span, found.rows[2][2].row_span, found.rows[2][2].breaks) == (2, 2, (1,))


@pytest.mark.parametrize(
    ("attributes", "cells", "ruled"),
    [
        ("", 2, False),
        ("border=0", 3, False),
        ("border=0", 4, True),
        ("border=1", 2, True),
        ('style="border:1px solid"', 2, True),
        ('style="border:none;border-collapse:collapse"', 2, False),
        ("class=MsoTableGrid", 2, True),
    ],
)
def test_which_tables_have_lines(attributes: str, cells: int, ruled: bool) -> None:
    assert table(body_of(f"<table {attributes}><tr>{'<td>x' * cells}</table>")).ruled is ruled


def test_tables_that_arrange_a_page_are_read_through() -> None:
    source = body_of(
        "<table><tr><td>cột trái<td><table><tr><td><p>Mở đầu</p></td></tr></table>"
        "<table border=1><tr><td>a<td>b</table></td></tr></table>"
    )
    assert paragraphs(source) == ["cột trái", "Mở đầu"]
    assert words(table(source)) == [["a", "b"]]


def test_site_furniture_is_left_out_only_where_the_page_says_so() -> None:
    source = body_of(
        '<header>Cổng</header><div role="navigation">Menu</div><div>Nội dung</div><aside>Tin khác</aside>'
        "<article><header>BÁO CÁO</header><p>Kết quả</p><footer>Nơi nhận</footer></article><footer>Bản quyền</footer>"
    )
    assert paragraphs(source) == ["Nội dung", "BÁO CÁO", "Kết quả", "Nơi nhận"]


def test_footnotes_of_a_word_processor() -> None:
    source = body_of(
        '<p>Theo kế hoạch<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a> và số'
        '<a href="#_ftn2" name="_ftnref2">[2]</a></p>'
        '<div><hr><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1"><sup>[1]</sup></a> Số 5/KH.</p><p>Tiếp</p></div>'
        '<div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> Số 6/KH.</p></div></div>'
    )
    assert [(note.label, [line.text for line in note.lines]) for note in source.notes] == [
        ("1", ["Số 5/KH.", "Tiếp"]),
        ("2", ["Số 6/KH."]),
    ]
    (block,) = source.blocks
    assert isinstance(block, Paragraph)
    assert [(block.lines[0].text[mark.start : mark.end], mark.label) for mark in block.marks] == [
        ("[1]", "1"),
        ("[2]", "2"),
    ]


def test_footnotes_without_links() -> None:
    source = body_of(
        "<p>Kế hoạch[1], diện tích 5 m<sup>2</sup> của sở<sup>2</sup></p><p>[1] Số 5</p><p><sup>2</sup> Số 6</p>"
    )
    assert [(note.label, note.lines[0].text) for note in source.notes] == [("1", "Số 5"), ("2", "Số 6")]
    (block,) = source.blocks
    assert isinstance(block, Paragraph)
    assert [(mark.label, block.lines[0].text[: mark.start][-2:]) for mark in block.marks] == [("1", "ch"), ("2", "sở")]


def test_a_table_of_contents_holds_no_footnotes() -> None:
    source = body_of('<p><a href="#s1">1</a> Kết quả</p><h2 id="s1">1. Kết quả</h2><p>Đạt</p>')
    assert source.notes == ()
    assert paragraphs(source) == ["1 Kết quả", "1. Kết quả", "Đạt"]


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "font", "blockquote", "sup"])
@pytest.mark.parametrize("depth", [1_100, 100_000])
def test_nesting_without_end(tag: str, depth: int) -> None:
    with pytest.raises(HostileFileError, match="nested deeper"):
        body_of(f"<{tag}>" * depth + "x")


def test_tables_in_tables_without_end() -> None:
    assert paragraphs(body_of("<table><tr><td>" * 15 + "x")) == ["x"]
    with pytest.raises(HostileFileError):
        body_of("<table><tr><td>" * 25 + "x")


@pytest.mark.parametrize(
    ("markup", "limits"),
    [
        ("<p>x" * 30, Limits(paragraphs=20)),
        ("<table border=1>" + "<tr><td>x<td>y" * 30 + "</table>", Limits(paragraphs=20)),
        ("<table border=1><tr><td colspan=999999>x<td>y" + "<tr><td rowspan=0>" * 900 + "</table>", Limits()),
        ("x" * 500, Limits(characters=100)),
    ],
)
def test_limits(markup: str, limits: Limits) -> None:
    with pytest.raises(LimitError):
        body_of(markup, limits)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><p>\x00</p><p>x",
        b"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;x</p>",
        b"<p>&#0;&#xD800;&#x110000;x</p>",
        b"<table><td>x<tr>y<td>",
        b"<ol start=99999999999><li value=-1>x",
        b"<frameset><frame></frameset>",
        b"<a href=#a name=a>1</a><sup><p>x</sup></p>",
        b"</p></div>x<br></br><li>y",
    ],
)
def test_odd_pages_give_text_or_a_typed_error(data: bytes) -> None:
    try:
        source = read_html(data, "trang.html")
    except TrichLucError:
        return
    text = assemble(source).text
    assert "root:" not in text
    assert text.encode()
