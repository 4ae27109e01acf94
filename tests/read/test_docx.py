"""The Word reader: text, notes, tables, tracked changes, and what may be missing."""

from __future__ import annotations

import hashlib
import io
import zipfile

import docx
import pytest

from extractor.errors import CorruptFileError, EmptyFileError
from extractor.read.docx import MEDIA_TYPE, read_docx
from extractor.source import Mark, Paragraph, Source
from tests.read.docx_factory import build, cell, grid, long_report, para, replace, row, run, table

RAISED = '<w:vertAlign w:val="superscript"/>'


def read(body: str, **parts: object) -> Source:
    return read_docx(build(body, **parts), "bao-cao.docx")  # type: ignore[arg-type]


def paragraphs(source: Source) -> list[list[str]]:
    return [[line.text for line in block.lines] for block in source.blocks if isinstance(block, Paragraph)]


def texts(body: str, **parts: object) -> list[str]:
    return ["|".join(lines) for lines in paragraphs(read(body, **parts))]


def note(kind: str, number: int, text: str) -> str:
    return f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{run(" " + text)}</w:p></w:{kind}>'


def reference(kind: str, number: int, more: str = "") -> str:
    return f'<w:r><w:rPr>{RAISED}</w:rPr><w:{kind}Reference w:id="{number}"{more}/></w:r>'


def test_source_says_what_was_read() -> None:
    data = build(para("Báo cáo"))
    source = read_docx(data, "bao-cao.docx")
    assert (source.name, source.size_bytes, source.parser, source.raw) == ("bao-cao.docx", len(data), "docx/1", "")
    assert (source.sha256, source.media_type) == (hashlib.sha256(data).hexdigest(), MEDIA_TYPE)
    assert source.pages == ()
    assert source.warnings == ()
    assert source.blocks == (Paragraph((source.blocks[0].lines[0],)),)  # type: ignore[union-attr]
    assert source.blocks[0].lines[0].raw is None  # type: ignore[union-attr]


def test_paragraphs_and_tables_in_order_without_blank_ones() -> None:
    source = read(para("một") + para("") + table(row(cell("hai"))) + para("  ") + para("ba"))
    assert [type(block).__name__ for block in source.blocks] == ["Paragraph", "Table", "Paragraph"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<w:r><w:t>751/QĐ</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>", "751/QĐ-UBND"),
        ("<w:r><w:t>ch</w:t><w:softHyphen/><w:t>ng</w:t></w:r>", "ch\u00adng"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>", "a|b|c"),
        ('<w:r><w:br w:type="page"/><w:t>a</w:t><w:lastRenderedPageBreak/><w:t>b</w:t></w:r>', "ab"),
        ('<w:r><w:t>a</w:t><w:br w:type="page"/></w:r>', "a"),
        ('<w:r><w:t>trang</w:t><w:br w:type="column"/><w:t>sau</w:t></w:r>', "trang|sau"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "✓•"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Arial" w:char="2013"/></w:r>', "≥–"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0D9"/><w:sym w:font="Arial" w:char="zz"/></w:r>', "•"),
        (run("thấy ") + run("ẩn", "<w:vanish/>") + run("rõ", '<w:vanish w:val="0"/>'), "thấy rõ"),
        (f"<w:hyperlink>{run('liên')}</w:hyperlink><w:smartTag>{run(' kết')}</w:smartTag>", "liên kết"),
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('ô')}</w:sdtContent></w:sdt><w:customXml>{run('x')}</w:customXml>",
            "ôx",
        ),
        (f'<w:fldSimple w:instr="DATE">{run("26/12/2020")}</w:fldSimple>', "26/12/2020"),
        (f"<w:ins>{run('thêm')}</w:ins><w:del><w:r><w:delText>bớt</w:delText></w:r></w:del>", "thêm"),
        (f"<w:moveTo>{run('đến')}</w:moveTo><w:moveFrom>{run('đi')}</w:moveFrom>", "đến"),
        ("<w:r><w:t>\n   a\n   b\n </w:t></w:r>", "a    b"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
    ],
)
def test_inside_of_a_paragraph(inside: str, expected: str) -> None:
    assert texts(f"<w:p>{inside}</w:p>") == [expected]


def test_complex_field_keeps_its_result_also_over_paragraphs() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>TOC</w:instrText></w:r>"
    inner = mark("begin") + code + mark("separate") + run("hidden") + mark("end")
    body = f"<w:p>{mark('begin')}{code}{inner}{mark('separate')}{run('một')}</w:p><w:p>{run('hai')}{mark('end')}</w:p>"
    assert texts(body) == ["một", "hai"]
    # a field that never ends its instruction does not swallow the document
    assert texts(f"<w:p>{mark('begin')}{run('x')}</w:p>" + para("còn")) == ["còn"]


def test_block_content_controls_are_kept_and_foreign_documents_reported() -> None:
    source = read(f'<w:sdt><w:sdtContent>{para("trong")}</w:sdtContent></w:sdt><w:altChunk r:id="x"/>')
    assert paragraphs(source) == [["trong"]]
    assert source.warnings == ("embedded documents (altChunk) are not read",)


def test_deleted_paragraph_mark_joins_with_the_next() -> None:
    body = para("một ", "<w:rPr><w:del/></w:rPr>") + para("hai", '<w:jc w:val="center"/>') + para("ba")
    source = read(body)
    assert paragraphs(source) == [["một hai"], ["ba"]]
    assert source.blocks[0].centred  # type: ignore[union-attr]
    assert texts(para("cuối", "<w:rPr><w:moveFrom/></w:rPr>") + table(row(cell("x")))) == ["cuối"]
    assert texts(para("Điều 1. ", "<w:rPr><w:vanish/></w:rPr>") + para("Ban hành")) == ["Điều 1. Ban hành"]


def test_text_boxes_follow_their_anchor_and_are_read_once() -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{para(text)}</w:txbxContent>"

    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box("hộp")}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box('cũ')}</v:textbox></w:pict></mc:Fallback>"
    for alternate, expected in ((choice + fallback, "hộp"), (fallback, "cũ")):
        anchor = f"<w:r><w:t>neo</w:t><mc:AlternateContent>{alternate}</mc:AlternateContent></w:r>"
        assert texts(f"<w:p>{anchor}{run(' tiếp')}</w:p>" + para("sau")) == ["neo tiếp", expected, "sau"]
    plain = f"<w:p><w:r><w:pict><v:textbox>{box('vml')}</v:textbox></w:pict></w:r></w:p>"
    assert texts(plain) == ["vml"]
    (found,) = read(table(row(cell(plain.replace("<w:r>", "<w:r><w:t>ô</w:t>", 1))))).blocks
    assert grid(found) == [["ô|vml"]]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"/>'
    '<w:style w:type="paragraph" w:styleId="H"><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="L1"><w:basedOn w:val="L2"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="L2"><w:basedOn w:val="L1"/></w:style>'
    '<w:style w:type="character" w:styleId="S"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="V"><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("content", "properties", "bold", "centred"),
    [
        (run("a", "<w:b/>") + run("  ") + run("b", "<w:b/>"), "", True, False),
        (run("a", "<w:b/>") + run("b"), "", False, False),
        (run("a", '<w:b w:val="false"/>'), '<w:pStyle w:val="H"/>', False, True),
        (run("a"), '<w:pStyle w:val="H2"/>', True, True),
        (run("a"), '<w:pStyle w:val="H2"/><w:jc w:val="both"/>', True, False),
        (run("a", '<w:rStyle w:val="S"/>'), "", True, False),
        (run("a", '<w:rStyle w:val="S"/>'), '<w:pStyle w:val="H"/>', False, True),  # toggles cancel out
        (run("a"), '<w:pStyle w:val="L2"/>', True, False),  # a circle of styles
        (run("a"), '<w:pStyle w:val="missing"/>', False, False),
        (run("a"), '<w:pPrChange><w:pPr><w:jc w:val="center"/></w:pPr></w:pPrChange>', False, False),
    ],
)
def test_bold_and_centred(content: str, properties: str, bold: bool, centred: bool) -> None:
    (found,) = read(para(content, properties), styles=STYLES).blocks
    assert isinstance(found, Paragraph)
    assert (found.bold, found.centred) == (bold, centred)


def test_bold_by_the_defaults_of_the_document_and_hidden_by_style() -> None:
    styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>" + STYLES
    assert read(para("a"), styles=styles).blocks[0].bold  # type: ignore[union-attr]
    assert texts(para(run("a") + run("b", '<w:rStyle w:val="V"/>')), styles=STYLES) == ["a"]


def test_footnotes_count_in_order_of_reference() -> None:
    body = f"<w:p>{run('CCHC')}{reference('footnote', 7)}{run(' và')}{reference('footnote', 3)}</w:p>"
    body += f"<w:p>{reference('endnote', 2)}</w:p>"
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    source = read(
        body,
        footnotes=separator + note("footnote", 3, "ba") + note("footnote", 7, "bảy"),
        endnotes=note("endnote", 2, "cuối"),
    )
    first = source.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.lines[0].text == "CCHC1 và2"
    assert first.marks == (Mark(0, 4, 5, "1"), Mark(0, 8, 9, "2"))
    found = [(each.label, [line.text for line in each.lines]) for each in source.notes]
    assert found == [("1", ["bảy"]), ("2", ["ba"]), ("i", ["cuối"])]
    assert paragraphs(source)[1] == ["i"]


def test_footnote_format_start_and_restart() -> None:
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    ends = '<w:sectPr><w:footnotePr><w:numFmt w:val="upperRoman"/></w:footnotePr></w:sectPr>'
    last = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/><w:numStart w:val="1"/></w:footnotePr></w:sectPr>'
    body = f"<w:p><w:pPr>{ends}</w:pPr>{reference('footnote', 1)}</w:p><w:p>{reference('footnote', 2)}</w:p>{last}"
    notes = note("footnote", 1, "x") + note("footnote", 2, "y")
    assert texts(body, settings=settings, footnotes=notes) == ["III", "a"]


def test_custom_mark_takes_no_number() -> None:
    custom = ' w:customMarkFollows="1"'
    inside = reference("footnote", 1, custom).replace("</w:r>", "<w:t>(*)</w:t></w:r>")
    body = f"<w:p>{run('a')}{inside}{run('b')}{reference('footnote', 2)}</w:p>"
    notes = f'<w:footnote w:id="1">{para("(*) riêng")}</w:footnote>' + note("footnote", 2, "chung")
    source = read(body, footnotes=notes)
    (found,) = source.blocks
    assert isinstance(found, Paragraph)
    assert found.lines[0].text == "a(*)b1"
    assert found.marks == (Mark(0, 1, 4, "*"), Mark(0, 5, 6, "1"))
    assert [(each.label, each.lines[0].text) for each in source.notes] == [("*", "riêng"), ("1", "chung")]


def test_brackets_printed_around_a_mark_belong_to_it() -> None:
    body = f"<w:p>{run('CCHC')}{run('(', RAISED)}{reference('footnote', 1)}{run(')', RAISED)}{run(';')}</w:p>"
    body += f"<w:p>{run('số (')}{reference('footnote', 2)}{run(')')}</w:p>"
    printed = f'<w:footnote w:id="1"><w:p>{run("(")}<w:r><w:footnoteRef/></w:r>{run(") Báo cáo")}</w:p></w:footnote>'
    source = read(body, footnotes=printed + note("footnote", 2, "Khác"))
    first, second = source.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert first.lines[0].text == "CCHC(1);"
    assert first.marks == (Mark(0, 4, 7, "1"),)
    assert second.marks == (Mark(0, 4, 5, "2"),)  # brackets of the sentence
    assert [each.lines[0].text for each in source.notes] == ["Báo cáo", "Khác"]


def test_deleted_reference_does_not_count_and_a_missing_note_is_reported() -> None:
    body = f"<w:p><w:del>{reference('footnote', 1)}</w:del>{run('a')}{reference('footnote', 2)}</w:p>"
    source = read(body, footnotes=note("footnote", 1, "x"))
    assert paragraphs(source) == [["a1"]]
    assert source.notes == ()
    assert source.warnings == ("footnote without a text",)


def test_headers_and_footers_never_stand_in_the_body() -> None:
    references = '<w:headerReference r:id="h1"/><w:headerReference r:id="h2"/><w:footerReference r:id="f1"/>'
    section = f"<w:sectPr>{references}</w:sectPr>"
    source = read(para("thân") + section, headings={"h1": para("MẬT"), "h2": para("MẬT"), "f1": para("") + para("2")})
    assert paragraphs(source) == [["thân"]]
    assert source.running == ("MẬT", "2")


def test_a_damaged_header_is_a_warning() -> None:
    data = build(para("thân") + '<w:sectPr><w:headerReference r:id="h1"/></w:sectPr>', headings={"h1": para("x")})
    source = read_docx(replace(data, "word/h1.xml", "<broken"), "a.docx")
    assert source.running == ()
    assert source.warnings == ("a header or footer is damaged",)


def test_no_text_is_an_error_and_a_missing_part_too() -> None:
    with pytest.raises(EmptyFileError):
        read(para(""))
    with pytest.raises(CorruptFileError):
        read_docx(replace(build(para("a")), "word/document.xml", None), "a.docx")


def test_strict_dialect() -> None:
    data = build(para("nghiêm"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml")
    usual, strict = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/"
    found = read_docx(
        replace(data, "word/document.xml", xml.replace(usual, strict + b"wordprocessingml/main")), "a.docx"
    )
    assert paragraphs(found) == [["nghiêm"]]


def test_progress_ends_with_all_blocks() -> None:
    told: list[tuple[int, int]] = []
    read_docx(build(para("a") * 500), "a.docx", on_progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 500), (200, 500), (400, 500), (500, 500)]


def test_a_file_of_python_docx_has_its_paragraphs() -> None:
    data = long_report(12)
    source = read_docx(data, "a.docx")
    document = docx.Document(io.BytesIO(data))
    assert [lines[0] for lines in paragraphs(source)] == [each.text for each in document.paragraphs]
