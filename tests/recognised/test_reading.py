"""Recognised text read through its errors, and text that was not recognised left alone."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from extractor import pipeline
from extractor.export import to_json
from extractor.mentions import Repair
from extractor.pipeline import extract_source, load
from extractor.recognised import load_reading, recognised_stretches, understand
from extractor.source import Box, Line, Page, Paragraph
from extractor.text import assemble
from tests.engine import LETTERHEAD, recognised, recognised_source, report, text_of

BROKEN = "Thực hiện Quyết định số 751/QĐÐ-UBND ngày 26/12/2020 của UBND tỉnh về công tác văn thư;\n"


def reference(made: Any, at: int = 0) -> Any:
    return made.references[at]


def repairs(raw: str) -> tuple[Repair, ...]:
    text = text_of(raw)
    return understand(text, ((0, len(text.text)),), load_reading(), load().citations).repairs


def test_what_was_read_is_kept_beside_what_was_understood() -> None:
    made = recognised(LETTERHEAD + BROKEN)
    found = reference(made)
    assert (found.code, found.raw) == ("751/QĐ-UBND", "751/QĐĐ-UBND")
    assert found.text == made.text[slice(*found.span)] == "Quyết định số 751/QĐĐ-UBND"
    assert (found.date.value, found.issuer.name) == ("2020-12-26", "UBND tỉnh Hà Giang")
    assert found.confidence < reference(report(LETTERHEAD + BROKEN)).confidence
    said = [finding for finding in made.findings if finding.type == "recognition_repair"]
    assert [finding.items for finding in said] == [(found.id,)]
    assert "751/QĐĐ-UBND" in said[0].message_vi
    assert not [finding for finding in made.findings if finding.type == "symbol_misspelt"]


def test_text_that_was_not_recognised_is_never_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("read as if it were recognised")

    monkeypatch.setattr(pipeline, "understand", never)
    monkeypatch.setattr(pipeline, "load_reading", never)
    made = report(LETTERHEAD + BROKEN)
    assert [one.code for one in made.references] == ["751/QĐĐ-UBND"]
    assert not [finding.type for finding in made.findings if finding.type.startswith("recognition")]


def test_recognised_text_without_errors_is_read_as_any_other() -> None:
    clean = LETTERHEAD + BROKEN.replace("QĐÐ", "QĐ")
    source = recognised_source(clean)
    plain = replace(source, pages=(replace(source.pages[0], ocr=False),))
    marked, unmarked = extract_source(source), extract_source(plain)
    assert to_json(replace(marked, source=unmarked.source, pages=unmarked.pages)) == to_json(unmarked)


def test_only_recognised_pages_are_read_so() -> None:
    def page(number: int, text: str) -> Paragraph:
        return Paragraph((Line(text, box=Box(number, 0, 0, 500, 12)),))

    words = "Quyết định số 751/QĐĐ-UBND của tỉnh. Công tác tố chức."
    blocks = (page(1, words), page(2, words), page(3, words))
    pages = tuple(Page(number, 595, 842, ocr=number == 2) for number in (1, 2, 3))
    source = replace(recognised_source("a"), blocks=blocks, pages=pages)
    text = assemble(source)
    stretches = recognised_stretches(source, text)
    assert [text.text[slice(*one)] for one in stretches] == [words]
    assert stretches[0][0] > 0
    codes = [(one.page, one.code) for one in extract_source(source).references]
    assert codes == [(1, "751/QĐĐ-UBND"), (2, "751/QĐ-UBND"), (3, "751/QĐĐ-UBND")]


def test_text_is_not_changed_by_mending_words() -> None:
    text = text_of("Giao Phòng Nội vụ tố chức kiếm tra, triên khai.\n")
    understood = understand(text, ((0, len(text.text)),), load_reading(), load().citations)
    assert understood.text.text == text.text
    assert understood.text.masked == "Giao Phòng Nội vụ tổ chức kiểm tra, triển khai."


def test_heading_with_broken_letters_has_its_role() -> None:
    heading = "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH\nĐã họp.\nII. TỐ CHỨC THỰC HIỆN\nGiao Phòng Nội vụ.\n"
    assert [one.role for one in recognised(LETTERHEAD + heading).sections] == ["direction", "implementation"]
    assert recognised(LETTERHEAD + heading).sections[1].title == "TỐ CHỨC THỰC HIỆN"


HEADINGS = ["CÔNG TÁC CHỈ ĐẠO", "KẾT QUẢ THỰC HIỆN", "ĐÁNH GIÁ CHUNG", "PHƯƠNG HƯỚNG, NHIỆM VỤ"]


@pytest.mark.parametrize(
    ("labels", "understood"),
    [
        ("1. II. HI. IV.", "I II III IV"),
        ("I. H. 1H. IV.", "I II III IV"),
        ("I. 1L. III. IV.", "I II III IV"),
        ("I. II. III. II.", "I II III II"),  # a slip of the author
        ("1. 2. 3. 4.", "1 2 3 4"),
        ("1. II. H. III.", "I II H III"),  # H. is no third label
    ],
)
def test_roman_labels_of_headings(labels: str, understood: str) -> None:
    lines = [f"{label} {title}\nĐã làm.\n" for label, title in zip(labels.split(), HEADINGS, strict=True)]
    made = recognised(LETTERHEAD + "".join(lines))
    assert " ".join(section.label for section in made.sections) == understood
    repaired = [one for one in made.findings if one.type == "recognition_repair"]
    wrong = [one for one in made.sections if not made.text.startswith(one.label, one.span[0])]
    assert len(repaired) == len(wrong)
    assert [one.title for one in made.sections if one.label == "I"] == HEADINGS[: understood.count("I ") > 0]


def test_number_that_cannot_be_read_is_null() -> None:
    made = recognised(LETTERHEAD + "Thực hiện Quyết định số 7S1/QĐ-UBND ngày 26/12/2020 của UBND tỉnh.\n")
    found = reference(made)
    assert (found.number, found.code, found.symbol, found.raw) == (None, None, "QĐ-UBND", "7S1/QĐ-UBND")
    assert [finding.type for finding in made.findings if found.id in finding.items] == ["recognition_doubt"]


def test_another_mention_tells_the_number() -> None:
    body = "Theo Quyết định số 7S1/QĐ-UBND; thực hiện Quyết định số 751/QĐ-UBND và Quyết định số 82/QĐ-UBND.\n"
    made = recognised(LETTERHEAD + body)
    assert [one.code for one in made.references] == ["751/QĐ-UBND", "751/QĐ-UBND", "82/QĐ-UBND"]
    assert len({one.cited_document_id for one in made.references}) == 2
    assert reference(made).confidence < reference(made, 1).confidence


def test_two_mentions_that_fit_tell_nothing() -> None:
    body = "Theo Quyết định số 7S1/QĐ-UBND; Quyết định số 751/QĐ-UBND và Quyết định số 761/QĐ-UBND.\n"
    assert [one.code for one in recognised(LETTERHEAD + body).references] == [None, "751/QĐ-UBND", "761/QĐ-UBND"]


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("Nghị định số 1202020/NĐ-CP", ["120/2020/NĐ-CP"]),
        ("Nghị định số 1172013/NĐ-CP", [None]),  # 117/2013, or 11/2013 with 7 read for the slash
        ("Nghị định số 117/20!3/NĐ-CP", [None]),
        ("Nghị định số 117/20!3/NĐ-CP; Nghị định số 117/2013/NĐ-CP", ["117/2013/NĐ-CP"]),
        ("Nghị định số 56/20207NĐ-CP", ["56/2020/NĐ-CP"]),
        ("Quyết định số 751 /QĐ – UBND", []),  # a habit of typing, which the citation finder knows
        ("Quyết định số 19/2014/QĐ –\ntheo Quyết định số 19/2014/QĐ-TTg", ["19/2014/QĐ-TTg"]),
        ("Quyết định số 19/2014/QĐĐ —\ntheo Quyết định số 19/2014/QĐ-TTg", ["19/2014/QĐ-TTg"]),
        ("Quyết định số 19/2014/QĐ –\ntheo Quyết định số 19/2015/QĐ-TTg", []),
        ("Công văn số 181/UBNDĐ ngày 02/3/2021", ["181/UBND"]),
    ],
)
def test_digits(printed: str, codes: list[str | None]) -> None:
    assert [repair.code for repair in repairs(printed + "\n")] == codes


def test_a_digit_is_never_invented() -> None:
    """Whatever is broken: the rules alone give no digit that was not read."""
    seeded = random.Random(7)
    for _ in range(400):
        signs = list(f"{seeded.randint(1, 2999)}/{seeded.choice(['', '2020/'])}{seeded.choice(['QĐ-UBND', 'NĐ-CP'])}")
        for _ in range(seeded.randint(1, 3)):
            signs[seeded.randrange(len(signs))] = seeded.choice("/7ĐD0OIS!% -UB28")
        for repair in repairs(f"Quyết định số {''.join(signs)} ngày 02/3/2020\n"):
            digits = "".join(filter(str.isdigit, (repair.number or "") + (repair.year or "")))
            assert repair.by == "rules"
            assert digits in "".join(filter(str.isdigit, "".join(signs))), signs


@pytest.mark.parametrize("printed", ["26⁄12/2020", "26/12:2020", "26/1272020", "26'12'2020"])
def test_day_with_broken_slashes(printed: str) -> None:
    made = recognised(LETTERHEAD + f"Theo Quyết định số 751/QĐ-UBND ngày {printed} của UBND tỉnh;\n")
    date = next(one for one in made.dates if one.value == "2020-12-26")
    assert date.text == f"ngày {printed}"
    assert reference(made).date.value == "2020-12-26"
    assert [finding.items for finding in made.findings if finding.type == "recognition_repair"] == [(date.id,)]
    assert date.confidence < next(one for one in made.dates if one.id != date.id).confidence


@pytest.mark.parametrize("printed", ["2712/2020", "26/13:2020", "26/1212020", "2ó/12/2020"])
def test_day_that_is_not_sure_is_none(printed: str) -> None:
    made = recognised(LETTERHEAD + f"Theo Quyết định số 751/QĐ-UBND ngày {printed} của UBND tỉnh;\n")
    assert reference(made).date is None or reference(made).date.precision != "day"


def test_handwritten_number_of_the_letterhead_is_null() -> None:
    made = recognised(LETTERHEAD.replace("214/BC-UBND", "Á§4 /BC-UBND") + "Đã báo cáo.\n")
    document = made.document
    assert [finding.items for finding in made.findings if finding.type == "recognition_doubt"] == [("document",)]
    assert "blank_number" not in [finding.type for finding in made.findings]
    assert (document.number, document.symbol, document.code) == (None, "BC-UBND", None)


def test_blank_number_of_the_letterhead_is_blank() -> None:
    made = recognised(LETTERHEAD.replace("214/BC-UBND", "...... /BC-UBND") + "Đã báo cáo.\n")
    assert [finding.items for finding in made.findings if finding.type == "blank_number"] == [("document",)]
    assert "recognition_doubt" not in [finding.type for finding in made.findings]


def test_broken_symbol_of_the_letterhead() -> None:
    made = recognised(LETTERHEAD.replace("BC-UBND", "BC-UBNDĐ") + "Đã báo cáo.\n")
    assert (made.document.number, made.document.symbol) == ("214", "BC-UBND")
    assert made.references == ()


def test_well_formed_number_is_marked_and_not_changed() -> None:
    body = (
        "Thực hiện Nghị định số 130/2005/NĐ-CP ngày 17/10/2005; rà soát Nghị định số 130/2005/NĐ-CP; "
        "kiểm tra theo Nghị định số 120/2005/NĐ-CP ngày 17/10/2005.\n"
    )
    made = recognised(LETTERHEAD + body)
    doubted = reference(made, 2)
    assert doubted.code == "120/2005/NĐ-CP"
    assert doubted.confidence < reference(made).confidence
    assert [one.items[0] for one in made.findings if one.type == "recognition_doubt"] == [doubted.id]
    cited = next(one for one in made.cited_documents if doubted.id in one.mentions)
    assert cited.confidence == doubted.confidence


@pytest.mark.parametrize(
    ("body", "doubts"),
    [
        ("Quyết định số 19/2014/QĐ-TTg ngày 05/3/2011 của Thủ tướng Chính phủ;\n", 1),
        ("Quyết định số 19/2014/QĐ-TTg ngày 05/3/2014 của Thủ tướng Chính phủ;\n", 0),
        ("Quyết định số 12/QĐ-UBND ngày 02/3/2020; Quyết định số 12/QĐ-UBND ngày 03/3/2020 của UBND tỉnh;\n", 1),
        ("Quyết định số 120/QĐ-UBND ngày 02/3/2020 và Quyết định số 130/QĐ-UBND ngày 02/3/2020;\n", 0),
    ],
)
def test_what_contradicts_a_number(body: str, doubts: int) -> None:
    found = [one for one in recognised(LETTERHEAD + body).findings if one.type == "recognition_doubt"]
    assert len(found) == doubts
