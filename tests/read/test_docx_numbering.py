"""Automatic numbering of Word files: the labels that Word prints."""

from __future__ import annotations

import pytest

from extractor.read.docx import read_docx
from extractor.read.docx_numerals import numeral
from extractor.source import Mark, Paragraph
from tests.read.docx_factory import build, cell, grid, item, level, numbering, para, row, table

REPORT = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
    + level(4, "bullet", "\uf0b7")
)


def texts(body: str, abstracts: list[str], *nums: tuple[int, str], styles: str = "") -> list[str]:
    parts = {"numbering": numbering(abstracts, *(nums or ((0, ""),))), "styles": styles}
    source = read_docx(build(body, **parts), "a.docx")
    return ["|".join(line.text for line in block.lines) for block in source.blocks if isinstance(block, Paragraph)]


def start(index: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


def items(num_id: int, *levels: int) -> str:
    return "".join(item("x", num_id, each) for each in levels)


def labels(body: str, abstracts: list[str], *nums: tuple[int, str], styles: str = "") -> list[str]:
    return [text.removesuffix("x").rstrip() for text in texts(body, abstracts, *nums, styles=styles)]


def test_levels_of_a_report() -> None:
    found = labels(items(1, 0, 1, 2, 2, 3, 3, 4, 1, 2, 3, 0, 1), [REPORT])
    assert found == ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "-", "2.", "2.1.", "a)", "II.", "1."]
    assert texts(item("MỤC ĐÍCH", 1), [REPORT]) == ["I. MỤC ĐÍCH"]


def test_lists_of_one_definition_share_counters_and_an_override_restarts_once() -> None:
    nums = ((0, ""), (0, start(0, 1)), (0, ""), (1, ""))
    body = items(1, 0, 0) + items(3, 0) + items(2, 0, 0) + items(1, 0) + items(2, 0) + items(4, 0)
    assert labels(body, [REPORT, REPORT], *nums) == ["I.", "II.", "III.", "I.", "II.", "III.", "IV.", "I."]


def test_override_of_the_start_and_of_the_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "Phần %1:")}</w:lvlOverride>'
    assert labels(items(1, 0, 0) + items(2, 0), [REPORT], (0, start(0, 5)), (0, other)) == ["V.", "VI.", "Phần G:"]
    # under a new heading the level begins where the override says
    assert labels(items(1, 0, 1, 1, 0, 1), [REPORT], (0, start(1, 4))) == ["I.", "4.", "5.", "II.", "4."]


def test_when_a_level_begins_again() -> None:
    def second(restart: int) -> list[str]:
        lists = level(0, "decimal", "%1.") + level(1, "decimal", "%2)")
        lists += level(2, "lowerLetter", "%3", f'<w:lvlRestart w:val="{restart}"/>')
        return labels(items(1, 0, 1, 2, 1, 2, 0, 1, 2), [lists])

    assert second(0) == ["1.", "1)", "a", "2)", "b", "2.", "1)", "c"]  # never
    assert second(1) == ["1.", "1)", "a", "2)", "b", "2.", "1)", "a"]  # only after the first level
    assert second(2) == ["1.", "1)", "a", "2)", "a", "2.", "1)", "a"]
    assert second(9) == ["1.", "1)", "a", "2)", "a", "2.", "1)", "a"]  # no such level above


def test_a_level_above_that_was_not_used_shows_its_start() -> None:
    lists = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.") + level(2, "decimal", "%1.%2.%3.")
    assert labels(items(1, 2, 1, 0, 2), [lists]) == ["1.1.1.", "1.1.", "1.", "1.1.1."]


def test_legal_numbering_is_decimal_throughout() -> None:
    lists = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", "<w:isLgl/>")
    assert labels(items(1, 0, 0, 1), [lists]) == ["I.", "II.", "2.1."]


@pytest.mark.parametrize(
    ("style", "text", "more", "expected"),
    [
        ("decimal", "Điều %1.", "", "Điều 1. x"),
        ("decimal", "%1.  ", '<w:suff w:val="space"/>', "1. x"),
        ("decimal", "%1.", '<w:suff w:val="nothing"/>', "1.x"),
        ("decimal", "%1. ", '<w:suff w:val="nothing"/>', "1. x"),
        ("decimalZero", "%1", "", "01 x"),
        ("none", "", "", "x"),
        ("none", "-", "", "- x"),
        ("decimal", "", "", "x"),
        ("bullet", "\uf0b7", "", "- x"),
        ("bullet", "•", '<w:suff w:val="space"/>', "- x"),
        ("bullet", "+", "", "+ x"),
        ("bullet", "*", "", "* x"),
        ("bullet", "", "", "x"),
    ],
)
def test_labels(style: str, text: str, more: str, expected: str) -> None:
    assert texts(item("x", 1), [level(0, style, text, more)]) == [expected]


@pytest.mark.parametrize(
    ("style", "value", "expected"),
    [
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("lowerRoman", 10**9, "1000000000"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 0, "0"),
        ("lowerLetter", 10**9, "1000000000"),
        ("decimalZero", 12, "12"),
        ("chicago", 5, "**"),
        ("unheardOf", 3, "3"),
    ],
)
def test_numerals(style: str, value: int, expected: str) -> None:
    assert numeral(value, style) == expected


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"/>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="numbering" w:styleId="List"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
)


def styled(style: str, more: str = "") -> str:
    return para("x", f'<w:pStyle w:val="{style}"/>{more}')


def test_numbering_by_style() -> None:
    lists = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)")
    lists = lists.replace('%3)"/>', '%3)"/><w:pStyle w:val="Own"/>')
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("H1") + styled("H2") + styled("Own") + styled("H1", none) + styled("H1")
    body += styled("H1", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')  # a level alone: the list is the style's
    assert labels(body, [lists], styles=STYLES) == ["I.", "1.", "a)", "", "II.", "1."]


def test_the_list_of_number_zero_is_no_list() -> None:
    part = numbering([REPORT], (0, "")).replace('w:numId="1"', 'w:numId="0"')
    (found,) = read_docx(build(item("x", 0), numbering=part), "a.docx").blocks
    assert isinstance(found, Paragraph)
    assert found.lines[0].text == "x"


def test_link_to_a_numbering_style() -> None:
    linked = ['<w:numStyleLink w:val="List"/>', REPORT]
    assert labels(items(1, 0) + items(2, 0), linked, (0, ""), (1, ""), styles=STYLES) == ["I.", "II."]
    circle = ['<w:numStyleLink w:val="List"/>'] * 2
    assert labels(items(1, 0), circle, (0, ""), (1, ""), styles=STYLES) == [""]


def test_what_is_not_there_has_no_label() -> None:
    assert labels(items(9, 0) + items(1, 12) + items(1, -1) + item("x", None), [REPORT]) == [""] * 4


def test_empty_items_are_printed_and_count_also_in_cells() -> None:
    lists = level(0, "decimal", "%1")
    body = table(row(cell(item("", 1)), cell("a")), row(cell(item("", 1)), cell("b")))
    source = read_docx(build(body, numbering=numbering([lists], (0, ""))), "a.docx")
    assert grid(source.blocks[0]) == [["1", "a"], ["2", "b"]]


def test_deleted_items_do_not_count() -> None:
    gone = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
    gone += "<w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    assert labels(items(1, 0) + gone + items(1, 0), [REPORT]) == ["I.", "II."]


def test_marks_move_with_the_label_and_lines_without_text_do_not_take_it() -> None:
    inside = '<w:r><w:br/><w:t>ab</w:t><w:footnoteReference w:id="1"/><w:br/><w:t>c</w:t></w:r>'
    body = para(inside, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    (found,) = read_docx(build(body, numbering=numbering([REPORT], (0, ""))), "a.docx").blocks
    assert isinstance(found, Paragraph)
    assert [line.text for line in found.lines] == ["I. ab1", "c"]
    assert found.marks == (Mark(0, 5, 6, "1"),)


def test_format_of_a_newer_word_falls_back() -> None:
    own = '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"/></mc:Choice><mc:Fallback>'
    lists = level(0, "decimal", "%1.").replace(
        '<w:numFmt w:val="decimal"/>', own + '<w:numFmt w:val="upperLetter"/></mc:Fallback></mc:AlternateContent>'
    )
    assert labels(items(1, 0), [lists]) == ["A."]


def test_a_style_separator_keeps_the_number_of_the_heading() -> None:
    heading = item("Điều", 1).replace("</w:pPr>", "<w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>")
    assert texts(heading + para(" một") + item("hai", 1), [REPORT]) == ["I. Điều một", "II. hai"]
