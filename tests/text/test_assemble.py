"""One linearisation of what a reader handed over (EXTRACTION 1): paragraphs, tables, footnotes, joined lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.source import Cell, Line, Mark, Note, Paragraph, Source, Table
from extractor.text import Text, assemble


def text_of(*blocks: Paragraph | Table, notes: tuple[Note, ...] = ()) -> Text:
    return assemble(Source("a.txt", "", "text/plain", 0, "test", blocks, notes))


def para(*lines: str, marks: tuple[Mark, ...] = ()) -> Paragraph:
    return Paragraph(tuple(Line(line) for line in lines), marks)


def cell(*lines: str) -> Cell:
    return Cell(tuple(Line(line) for line in lines))


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("của Ủy ban", "nhân dân"), "của Ủy ban nhân dân"),
        (("số 19-", "NQ/TW"), "số 19-NQ/TW"),
        (("số 113/", "2018/NĐ-CP"), "số 113/2018/NĐ-CP"),
        (("giai đoạn 2021 -", "2025"), "giai đoạn 2021 - 2025"),
        (("hành\u00ad", "chính"), "hànhchính"),
        (("tại https://dichvu", "cong.gov.vn/a"), "tại https://dichvucong.gov.vn/a"),
        (("tại https://dvc.gov.vn", "của tỉnh"), "tại https://dvc.gov.vn của tỉnh"),
        (("một ", "", " hai"), "một hai"),
        (("-", "gạch"), "- gạch"),
    ],
)
def test_physical_lines_are_joined_as_they_were_broken(lines: tuple[str, ...], joined: str) -> None:
    assert text_of(para(*lines)).text == joined


def test_a_paragraph_a_line() -> None:
    text = text_of(para("Một"), para("  "), para("Hai"))
    assert text.text == "Một\nHai"
    assert [text.text[slice(*block.span)] for block in text.blocks] == ["Một", "Hai"]


def test_a_row_a_line_and_tabs_between_cells() -> None:
    rows = (
        (cell("TT"), cell("Tên"), cell()),
        (cell("1"), cell("Hồ sơ", "mới"), cell("34")),
        (cell(), cell(), cell()),
    )
    text = text_of(para("Trên"), Table(rows, header_rows=1), para("Dưới"))
    assert text.text == "Trên\nTT\tTên\n1\tHồ sơ mới\t34\nDưới"
    table = text.tables[0]
    assert (table.rows, table.columns, table.header_rows) == (2, 3, 1)
    assert [(row, column, text.text[slice(*span)]) for row, column, span in table.cells] == [
        (0, 0, "TT"),
        (0, 1, "Tên"),
        (1, 0, "1"),
        (1, 1, "Hồ sơ mới"),
        (1, 2, "34"),
    ]


def test_an_empty_table_is_none() -> None:
    assert text_of(para("Một"), Table(((Cell(), Cell()),)), para("Hai")).text == "Một\nHai"


def test_footnotes_stand_after_the_body_and_their_marks_are_masked() -> None:
    mark = Mark(0, len("Kế hoạch CCHC"), len("Kế hoạch CCHC(1)"), "1")
    text = text_of(para("Kế hoạch CCHC(1) đạt", marks=(mark,)), notes=(Note("1", (Line("Công văn"), Line("số 2"))),))
    assert text.text == "Kế hoạch CCHC(1) đạt\n1 Công văn số 2"
    assert text.masked == "Kế hoạch CCHC    đạt\n1 Công văn số 2"
    note = text.notes[0]
    assert (text.text[slice(*note.span)], text.text[slice(*note.body)]) == ("1 Công văn số 2", "Công văn số 2")
    assert text.text[: text.body_end] == "Kế hoạch CCHC(1) đạt\n"


def test_a_mark_without_its_note_stays_in_the_text() -> None:
    text = text_of(para("hạng 2(5)", marks=(Mark(0, 6, 9, "5"),)))
    assert text.marks == ()
    assert text.masked == text.text


def test_a_plain_mark_at_the_end_of_a_cell_is_one_where_its_note_is() -> None:
    row = (cell("Tỷ lệ"), cell("94(28)"), cell("(28)"))
    text = text_of(Table((row, row)), notes=(Note("28", (Line("Chú"),)),))
    assert [text.text[slice(*mark.span)] for mark in text.marks] == ["(28)", "(28)"]
    assert text.masked.count("94    ") == 2


cells = st.text(alphabet="aố 1/-(\u00a0\u00ad", max_size=6)
paragraphs = st.lists(cells, min_size=1, max_size=4).map(lambda lines: para(*lines))
tables = st.lists(st.tuples(cells, cells), min_size=1, max_size=3).map(
    lambda rows: Table(tuple((cell(a), cell(b)) for a, b in rows))
)


@given(st.lists(paragraphs | tables, max_size=5), st.lists(cells, max_size=2))
def test_spans_are_what_they_say(blocks: list[Paragraph | Table], noted: list[str]) -> None:
    notes = tuple(Note(str(at + 1), (Line(words),)) for at, words in enumerate(noted))
    text = text_of(*blocks, notes=notes)
    assert len(text.masked) == len(text.text)
    assert not text.text.endswith("\n\n")
    lines = text.text.split("\n")
    for block in text.blocks:
        assert text.text[slice(*block.span)] in lines
        assert text.text[block.span[1] : block.span[1] + 1] in ("\n", "")
    for table in text.tables:
        assert text.text[slice(*table.span)].count("\n") == table.rows - 1
        for row, column, span in table.cells:
            line = text.text[slice(*table.span)].split("\n")[row]
            assert line.split("\t")[column] == text.text[slice(*span)]
    for note in text.notes:
        assert note.span[0] >= text.body_end
