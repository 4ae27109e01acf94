"""Dates and periods (EXTRACTION 5), beyond the examples of rules/dates.toml."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import dates, printed, report, text_of


def found(text: str) -> list[tuple[str, str | None, str]]:
    return [(printed(text, one.span) or "", one.value, one.precision) for one in dates(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ngày 5/9/2022 của", [("ngày 5/9/2022", "2022-09-05", "day")]),
        ("ngày 05.9.2022 của", [("ngày 05.9.2022", "2022-09-05", "day")]),
        ("ngày 29/02/2020 và", [("ngày 29/02/2020", "2020-02-29", "day")]),
        ("ngày 29/02/2021 và", [("ngày 29/02/2021", None, "day")]),
        ("ngày 32/01/2021 và", [("ngày 32/01/2021", None, "day")]),
        ("ngày 10/13/2021 và", [("ngày 10/13/2021", None, "day")]),
        ("ngày 08/6/20210 của", [("ngày 08/6/20210", None, "day")]),
        ("(13/6/2021)", [("13/6/2021", "2021-06-13", "day")]),
        ("tháng 02/2022", [("tháng 02/2022", "2022-02", "month")]),
        ("quý IV/2022", [("quý IV/2022", "2022-10-01/2022-12-31", "quarter")]),
        ("Quý 1 năm 2022", [("Quý 1 năm 2022", "2022-01-01/2022-03-31", "quarter")]),
        ("6 tháng đầu năm 2022", [("6 tháng đầu năm 2022", "2022-01-01/2022-06-30", "half")]),
        ("6 tháng cuối năm 2022", [("6 tháng cuối năm 2022", "2022-07-01/2022-12-31", "half")]),
        ("nhiệm kỳ 2020 - 2025", [("nhiệm kỳ 2020 - 2025", "2020-01-01/2025-12-31", "interval")]),
        ("giai đoạn 2025-2021", [("giai đoạn 2025-2021", None, "interval")]),
        ("năm 2021, năm 2022", [("năm 2021", "2021", "year"), ("năm 2022", "2022", "year")]),
        ("Từ ngày 27/9 đến 08/10/2022", [("Từ ngày 27/9 đến 08/10/2022", "2022-09-27/2022-10-08", "interval")]),
        (
            "từ ngày 28/12/2021 đến ngày 05/01/2022",
            [("từ ngày 28/12/2021 đến ngày 05/01/2022", "2021-12-28/2022-01-05", "interval")],
        ),
        ("số 56/2020/QĐ-UBND", []),
        ("đạt 2021 hồ sơ", []),
        ("ISO 9001:2015", []),
        ("hotline 0912021", []),
        ("mã 12/2020/AB", []),
    ],
)
def test_found(text: str, wanted: list[tuple[str, str | None, str]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text", ["trước ngày 12/8/2022", "trước 12/8/2022", "Trước ngày 12/8/2022", "trước hết ngày 12/8/2022"]
)
def test_a_deadline(text: str) -> None:
    assert [one.bound for one in dates(f"hoàn thành {text}.")] == ["before"]


def test_before_in_another_word_is_no_deadline() -> None:
    assert dates("so với năm trước, năm 2021 tăng")[0].bound is None


@pytest.mark.parametrize(
    "text", ["Nghị định số 141/2016/NĐ-CP ngày\n10/10/2016", "ngày 10/\n10/2016", "ngày 10/10/\n2016"]
)
def test_broken_by_a_line_end(text: str) -> None:
    assert [one.value for one in dates(text_of(text).text)] == ["2016-10-10"]


def test_a_day_that_does_not_exist_is_a_finding() -> None:
    made = report("Báo cáo về việc họp ngày 31/02/2022 của huyện.")
    assert [(one.text, one.value) for one in made.dates] == [("ngày 31/02/2022", None)]
    assert [finding.type for finding in made.findings] == ["date_invalid"]
    assert made.findings[0].items == (made.dates[0].id,)


@given(
    st.dates(date(1945, 9, 2), date(2099, 12, 31)),
    st.sampled_from(
        (
            "ngày {0:02d}/{1:02d}/{2}",
            "ngày {0}/{1}/{2}",
            "ngày {0:02d}-{1:02d}-{2}",
            "{0:02d}/{1}/{2}",
            "ngày {0:02d} tháng {1} năm {2}",
        )
    ),
)
def test_every_day_in_every_form(day: date, form: str) -> None:
    text = form.format(day.day, day.month, day.year)
    assert found(f"họp {text}, đã") == [(text, day.isoformat(), "day")]


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(1, 400))
def test_every_range(first: date, days: int) -> None:
    last = first + timedelta(days)
    text = f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"
    assert found(text) == [(text, f"{first}/{last}", "interval")]


@given(st.text(alphabet="0123456789/-. nămgàythqúyIV\n", max_size=60))
def test_no_dates_overlap(text: str) -> None:
    spans = [one.span for one in dates(text)]
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
