"""Tables of Word files: grids, spans, lines, header rows."""

from __future__ import annotations

import pytest

from extractor.errors import HostileFileError, LimitError
from extractor.limits import Limits
from extractor.read.docx import read_docx
from extractor.source import Cell, Table
from tests.read.docx_factory import build, cell, grid, para, row, run, table

STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="N"/>'
    '<w:style w:type="table" w:styleId="Grid"><w:tblPr><w:tblBorders><w:top w:val="single"/>'
    '<w:insideV w:val="single"/></w:tblBorders></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Child"><w:basedOn w:val="Grid"/></w:style>'
    '<w:style w:type="table" w:styleId="Rows"><w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
    '<w:bottom w:val="single"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
)
GRID = '<w:tblStyle w:val="Grid"/>'
NONE = "".join(f'<w:{edge} w:val="nil"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
HEADER = "<w:tblHeader/>"


def only_table(body: str, **limits: int) -> Table:
    (found,) = read_docx(build(body, styles=STYLES), "a.docx", Limits(**limits)).blocks
    assert isinstance(found, Table)
    return found


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_cells_merged_across_and_down_have_their_text_once() -> None:
    down, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = only_table(
        table(
            row(cell("STT", down), cell("Điểm", span(2)), cell("Ghi chú", down)),
            row(cell("never shown", goes_on), cell("2019"), cell("2020"), cell("", goes_on)),
            row(cell("1"), cell("94"), cell("95"), cell("tăng")),
        )
    )
    assert grid(found) == [["STT", "Điểm", "", "Ghi chú"], ["", "2019", "2020", ""], ["1", "94", "95", "tăng"]]
    top = found.rows[0]
    assert [(each.row_span, each.column_span) for each in top] == [(2, 1), (1, 2), (1, 1), (2, 1)]
    assert top[2] == found.rows[1][0] == Cell()


def test_a_row_that_is_covered_whole_stays_in_the_grid() -> None:
    found = only_table(
        table(row(cell("a", '<w:vMerge w:val="restart"/>')), row(cell("", "<w:vMerge/>")), row(cell("b")))
    )
    assert grid(found) == [["a"], [""], ["b"]]
    assert found.rows[0][0].row_span == 2


def test_a_continuation_without_a_beginning_is_a_cell() -> None:
    found = only_table(table(row(cell("a"), cell("b")), row(cell("c", "<w:vMerge/>"), cell("d"))))
    assert grid(found) == [["a", "b"], ["c", "d"]]


def test_rows_are_padded_to_the_grid() -> None:
    found = only_table(
        table(
            row(cell("a"), cell("b"), cell("c")),
            row(cell("d"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
            row(cell("e")),
        )
    )
    assert grid(found) == [["a", "b", "c"], ["", "d", ""], ["e", "", ""]]


def test_columns_in_which_no_cell_begins_are_not_kept() -> None:
    found = only_table(table(row(cell("trái", span(3)), cell("phải", span(4)))))
    assert grid(found) == [["trái", "phải"]]
    assert found.rows[0][0].column_span == 1
    assert not found.ruled


def test_old_merging_and_deleted_rows_and_cells() -> None:
    merged = table(row(cell("a", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")), row(cell("b"), cell("c")))
    found = only_table(merged)
    assert grid(found) == [["a", ""], ["b", "c"]]
    assert found.rows[0][0].column_span == 2
    found = only_table(table(row(cell("a"), cell("x", "<w:cellDel/>")), row(cell("y"), properties="<w:del/>")))
    assert grid(found) == [["a"]]


def test_paragraphs_of_a_cell_are_breaks_and_tabs_are_spaces() -> None:
    inside = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>" + para("") + para("d") + para("e")
    )
    (found,) = only_table(table(row(cell(inside)))).rows[0]
    assert [line.text for line in found.lines] == ["a b", "c", "d", "e"]
    assert found.breaks == (2, 3)


def test_tables_inside_of_a_cell_are_text_of_it() -> None:
    inner = table(row(cell(para("b") + para("c")), cell("d")))
    (found,) = only_table(table(row(cell(para("a") + inner + para("e"))))).rows[0]
    assert [line.text for line in found.lines] == ["a", "b", "c", "d", "e"]
    assert found.breaks == (1, 2, 3, 4)


def test_nesting_has_an_end() -> None:
    def nested(depth: int) -> str:
        body = para("x")
        for _ in range(depth):
            body = table(row(cell(body)))
        return body

    assert grid(only_table(nested(3), nesting=3)) == [["x"]]
    with pytest.raises(HostileFileError):
        only_table(nested(4), nesting=3)
    with pytest.raises(HostileFileError):
        only_table(nested(100))


def test_marks_in_cells() -> None:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1">{para("x")}</w:footnote>'
    source = read_docx(build(table(row(cell(para("a") + f"<w:p>{run('94')}{mark}</w:p>"))), footnotes=notes), "a.docx")
    (found,) = source.blocks
    assert isinstance(found, Table)
    (mark_found,) = found.rows[0][0].marks
    assert (mark_found.line, mark_found.start, mark_found.end, mark_found.label) == (1, 2, 3, "1")


@pytest.mark.parametrize(
    ("properties", "cell_properties", "ruled"),
    [
        ("", "", False),
        (GRID, "", True),
        ('<w:tblStyle w:val="Child"/>', "", True),
        ('<w:tblStyle w:val="Rows"/>', "", True),
        ('<w:tblStyle w:val="gone"/>', "", False),
        (GRID + f"<w:tblBorders>{NONE}</w:tblBorders>", "", False),
        (GRID, f"<w:tcBorders>{NONE}</w:tcBorders>", False),
        ('<w:tblBorders><w:top w:val="single"/></w:tblBorders>', "", True),
        ('<w:tblBorders><w:top w:val="single" w:color="FFFFFF"/></w:tblBorders>', "", False),
        ("", '<w:tcBorders><w:bottom w:val="dotted"/></w:tcBorders>', True),
    ],
)
def test_ruled(properties: str, cell_properties: str, ruled: bool) -> None:
    body = table(row(cell("a", cell_properties), cell("b", cell_properties)), properties=properties)
    assert only_table(body).ruled is ruled


def test_header_rows_lead() -> None:
    first, second = row(cell("a"), properties=HEADER), row(cell("b"), properties=HEADER)
    assert only_table(table(first, second, row(cell("c")), first)).header_rows == 2
    assert only_table(table(row(cell("c")), first)).header_rows == 0
    assert only_table(table(row(cell("c"), properties='<w:tblHeader w:val="0"/>'))).header_rows == 0


def test_rows_and_cells_in_content_controls() -> None:
    controlled = f"<w:sdt><w:sdtContent>{row(cell('b'))}</w:sdtContent></w:sdt>"
    inside = f"<w:tr><w:sdt><w:sdtContent>{cell('c')}</w:sdtContent></w:sdt></w:tr>"
    assert grid(only_table(table(row(cell("a")), controlled, inside))) == [["a"], ["b"], ["c"]]


def test_a_grid_that_would_be_huge_is_refused_before_it_is_made() -> None:
    rows = [row(cell("x"), properties=f'<w:gridBefore w:val="{index}"/>') for index in range(300)]
    with pytest.raises(LimitError):
        only_table(table(*rows), paragraphs=5_000)
    found = only_table(table(row(cell("a", span(999_999_999)), cell("b"))))
    assert grid(found) == [["a", "b"]]


def test_a_table_without_text_is_left_out() -> None:
    source = read_docx(build(table(row(cell(""))) + para("x")), "a.docx")
    assert len(source.blocks) == 1
