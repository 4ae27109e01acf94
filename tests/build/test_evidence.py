"""Which citations support a figure: the records are made by hand, as stations would hand them over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractor.build.evidence import evidence
from extractor.model import Count, Footnote, Indicator, Report, Span
from tests.engine import report

NOUNS = ("Quyết định", "Văn bản")
TEXT = (
    "UBND huyện ban hành các văn bản chỉ đạo, điều hành công tác văn thư<sup>1</sup>.\n\n"
    "Đã ban hành 02 văn bản: Quyết định số 3/QĐ-UBND, Quyết định số 4/QĐ-UBND. Tiếp nhận 02 văn bản. Đã có Quyết định "
    "số 9/QĐ-UBND.\n\n"
    "<sup>1</sup> Quyết định số 1/QĐ-UBND; Quyết định số 2/QĐ-UBND; Quyết định số 5/QĐ-UBND.\n"
)


def made(**changes: Any) -> Report:
    base: Report = report(TEXT)
    return replace(base, counts=(), indicators=(), tasks=(), **changes) if changes else base


def at(whole: Report, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = whole.text.index(words, start + 1)
    return start, start + len(words)


def count(whole: Report, words: str, nth: int = 0) -> Count:
    span = at(whole, words, nth)
    number, _, unit = words.partition(" ")
    return Count(
        *(f"c{nth}", "count", words, span, None, None, str(int(number)), None, unit, None, None, False, 1.0, "rule:x")
    )


def indicator(label: str, unit: str | None, value: int | None) -> Indicator:
    return Indicator(
        *("i1", "1.1", None, label, unit, str(value), value, None, None, None, 0, (0, 0), None, None, 1.0, "rule:x")
    )


def codes(whole: Report, names: tuple[str, ...]) -> list[str | None]:
    return [reference.code for reference in whole.references if reference.id in names]


def test_documents_behind_a_colon() -> None:
    whole = made()
    whole = replace(whole, counts=(count(whole, "02 văn bản"), count(whole, "02 văn bản", 1)))
    (one,) = evidence(whole, NOUNS)
    assert (one.item_id, one.claimed) == ("c0", 2)
    assert codes(whole, one.references) == ["3/QĐ-UBND", "4/QĐ-UBND"]


def test_the_footnote_of_the_sentence_that_speaks_of_the_same() -> None:
    whole = replace(made(), indicators=(indicator("Số văn bản chỉ đạo, điều hành công tác văn thư", "Văn bản", 3),))
    (one,) = evidence(whole, NOUNS)
    assert one.claimed == 3
    assert codes(whole, one.references) == ["1/QĐ-UBND", "2/QĐ-UBND", "5/QĐ-UBND"]


def test_other_words_and_other_units_have_no_evidence() -> None:
    other = indicator("Số cuộc kiểm tra đã thực hiện trong năm", "Văn bản", 3)
    assert evidence(replace(made(), indicators=(other,)), NOUNS) == ()
    shares = indicator("Số văn bản chỉ đạo, điều hành công tác văn thư", "%", 3)
    assert evidence(replace(made(), indicators=(shares,)), NOUNS) == ()


def test_a_row_with_citations_of_its_own() -> None:
    whole = made()
    row = replace(indicator("Việc", None, None), span=at(whole, "Quyết định số 3/QĐ-UBND, Quyết định số 4/QĐ-UBND"))
    (one,) = evidence(replace(whole, indicators=(row,)), NOUNS)
    assert codes(whole, one.references) == ["3/QĐ-UBND", "4/QĐ-UBND"]
    assert one.claimed is None


def test_a_footnote_mark_behind_a_figure() -> None:
    whole = made()
    note: Footnote = whole.footnotes[0]
    assert note.anchor is not None
    start, end = at(whole, "văn bản chỉ đạo")
    figure = replace(count(whole, "02 văn bản"), span=(start, end), value="3")
    (one,) = evidence(replace(whole, counts=(figure,)), NOUNS)
    assert codes(whole, one.references) == ["1/QĐ-UBND", "2/QĐ-UBND", "5/QĐ-UBND"]
