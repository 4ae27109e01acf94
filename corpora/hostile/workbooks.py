"""Workbooks that attack what reads them, .xlsx and .xls."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial

from corpora.hostile.archives import pack
from corpora.hostile.case import READS, Case, Make, case
from corpora.hostile.compound import compound
from corpora.hostile.good import TEXT

Made = tuple[str, str, Make | bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET = "xl/worksheets/sheet1.xml"
EITHER = "reads|corrupt|empty|hostile|limit"


def cases() -> Iterator[Case]:
    """All of them."""
    for made, name in ((_modern(), "phu-luc.xlsx"), (_old(), "phu-luc.xls")):
        yield from (case("workbook", about, expected, make, name) for about, expected, make in made)


def _text(text: str, at: str, more: str = "") -> str:
    return f'<c r="{at}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


def rows() -> str:
    """The honest report, a row of a sheet for each line."""
    return "".join(
        f'<row r="{number}">{_text(line, f"A{number}")}</row>'
        for number, line in enumerate(TEXT.split("\n"), 1)
        if line
    )


def xlsx(
    inside: str = "", *, more: str = "", sheet: bytes | None = None, parts: tuple[tuple[str, bytes], ...] = ()
) -> bytes:
    """The honest report as a workbook, with more rows, more behind them, another sheet, or more parts."""
    whole = f'<worksheet xmlns="{MAIN}"><sheetData>{rows()}{inside}</sheetData>{more}</worksheet>'.encode()
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{R}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
    related = '<Relationship Id="r{0}" Type="{1}/{2}" Target="{3}"/>'
    made = {
        "[Content_Types].xml": f'<Types xmlns="{KINDS}"/>'.encode(),
        "_rels/.rels": _relations(related.format(1, R, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": _relations(related.format(1, R, "worksheet", "worksheets/sheet1.xml")),
        SHEET: sheet if sheet is not None else whole,
    }
    return pack({**made, **dict(parts)}.items())


def _relations(inside: str) -> bytes:
    return f'<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'.encode()


def _cell(value: str, at: str = "C50", kind: str = "n", style: int = 0) -> str:
    return f'<row r="50"><c r="{at}" t="{kind}" s="{style}"><v>{value}</v></c></row>'


def _modern() -> list[Made]:
    return [("xlsx, honest", READS, xlsx), *_cells(), *_active(), *_sheets()]


def _cells() -> list[Made]:
    style = '<styleSheet xmlns="{0}"><numFmts><numFmt numFmtId="164" formatCode="{1}"/></numFmts><cellXfs>{2}</cellXfs>'
    style += "</styleSheet>"
    styles = style.format(MAIN, "&quot;" + "0" * 100_000 + "%", '<xf numFmtId="164"/>')
    return [
        ("xlsx, a cell in the last row and column", "limit", partial(xlsx, _cell("1", "XFD1048576"))),
        ("xlsx, a cell in row 300000", "limit", partial(xlsx, _cell("1", "A300000"))),
        ("xlsx, a cell beyond all columns", EITHER, partial(xlsx, _cell("1", "ZZZZZZ50"))),
        ("xlsx, a cell in row zero", EITHER, partial(xlsx, _cell("1", "A0"))),
        ("xlsx, a number beyond all numbers", READS, partial(xlsx, _cell("1e999"))),
        ("xlsx, a number that is none", EITHER, partial(xlsx, _cell("nan"))),
        ("xlsx, a number of a million digits", READS, lambda: xlsx(_cell("9" * 1_000_000))),
        ("xlsx, a text that is not there", EITHER, partial(xlsx, _cell("4000000000", kind="s"))),
        ("xlsx, a style that is not there", READS, partial(xlsx, _cell("1", style=999_999))),
        (
            "xlsx, a style of 100000 digits",
            READS,
            partial(xlsx, _cell("0.5"), parts=(("xl/styles.xml", styles.encode()),)),
        ),
    ]


def _active() -> list[Made]:
    link = b'<externalLink xmlns="' + MAIN.encode() + b'"><externalBook/></externalLink>'
    return [
        (
            "xlsx, a formula that starts a program",
            READS,
            partial(xlsx, '<row r="50"><c r="A50"><f>cmd|"/c calc"!A1</f></c></row>'),
        ),
        (
            "xlsx, a formula that asks the web",
            READS,
            partial(xlsx, '<row r="50"><c r="A50"><f>WEBSERVICE("http://127.0.0.1:9/x")</f></c></row>'),
        ),
        (
            "xlsx with a link to another workbook",
            READS,
            partial(xlsx, parts=(("xl/externalLinks/externalLink1.xml", link),)),
        ),
        ("xlsx with macros", READS, partial(xlsx, parts=(("xl/vbaProject.bin", bytes(5000)),))),
    ]


def _sheets() -> list[Made]:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    many = "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 50_000)) + "</mergeCells>"
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    whole = f'<worksheet xmlns="{MAIN}"><sheetData>{_text("&e;", "A1")}</sheetData></worksheet>'.encode()
    return [
        ("xlsx, all cells merged", READS, partial(xlsx, more=merged)),
        ("xlsx, 50000 merged cells", READS, partial(xlsx, more=many)),
        ("xlsx with entities", EITHER, partial(xlsx, sheet=entity + whole)),
        ("xlsx, 40 MB of zeros as a sheet", "hostile", lambda: xlsx(sheet=bytes(40_000_000))),
        ("xlsx, a sheet of broken XML", EITHER, partial(xlsx, sheet=b"<worksheet")),
        ("xlsx, a sheet of another root", "empty|corrupt", partial(xlsx, sheet=b"<x/>")),
        ("xlsx, rows 5000 deep", EITHER, lambda: xlsx("<row>" * 5000 + "</row>" * 5000)),
        ("xlsx without a workbook", "corrupt|unsupported_type", lambda: pack([("xl/workbook.bin", b"x")])),
        ("xlsx, cut in the middle", "corrupt", lambda: xlsx()[: len(xlsx()) // 2]),
    ]


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def xls(more: bytes = b"", *, start: int | None = None, locked: bytes = b"") -> bytes:
    """The honest report as a workbook of Excel 97, with more records; `start` is where its sheet is said to begin,
    `locked` are records before the list of sheets."""
    label = struct.Struct("<HHHHB")
    lines = [line for line in TEXT.split("\n") if line]
    cells = b"".join(
        _record(0x0204, label.pack(at, 0, 0, len(line), 1) + line.encode("utf-16-le")) for at, line in enumerate(lines)
    )
    sheet = _begin(0x0010) + cells + more + _record(0x000A, b"")
    head = _begin(0x0005) + locked
    # Behind this record of 13 bytes and the end of the list.
    offset = len(head) + 13 + 4 if start is None else start
    entry = struct.pack("<HHIHBB", 0x0085, 9, offset, 0, 1, 0) + b"A"
    return compound([("Workbook", head + entry + _record(0x000A, b"") + sheet)])


def _old() -> list[Made]:
    far = _record(0x0203, struct.pack("<HHHd", 65535, 65535, 0, 1.0))
    strings = _record(0x00FC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF))
    merged = _record(0x00E5, struct.pack("<HHHHH", 0xFFFF, 0, 0xFFFF, 0, 0xFF))
    return [
        ("xls, honest", READS, xls),
        ("xls, a cell in the last row and column", "limit", partial(xls, far)),
        ("xls, strings of which there are 4000 million", EITHER, partial(xls, strings)),
        ("xls, all cells merged, 65535 times", EITHER, partial(xls, merged)),
        ("xls, a sheet beyond its end", EITHER, partial(xls, start=0x7FFFFFFF)),
        ("xls, a sheet that is the list of sheets", EITHER, partial(xls, start=0)),
        ("xls, a record longer than the rest", EITHER, partial(xls, struct.pack("<HH", 0x0204, 0xFFFF))),
        ("xls with a password", "encrypted|corrupt|reads", partial(xls, locked=_record(0x002F, bytes(54)))),
        ("xls, a stream in a circle", EITHER, lambda: compound([("Workbook", _begin(5))], circle=True)),
        (
            "xls, a stream that says 4000 million bytes",
            EITHER,
            lambda: compound([("Workbook", _begin(5))], size=1 << 32),
        ),
        ("xls, cut in the middle", "corrupt|unsupported_type|empty|reads", lambda: xls()[:3000]),
        ("xls of zeros", EITHER, lambda: compound([("Workbook", bytes(4096))])),
    ]
