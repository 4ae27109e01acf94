"""`trichluc compare`: indicators by their row of the template, tasks by their words, findings by what they say."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.compare import Change, compare, print_changes, remark
from extractor import model
from extractor.export import to_json
from tests.engine import LETTERHEAD, report


def made(**lists: Any) -> model.Report:
    base: model.Report = report(LETTERHEAD + "I. KẾT QUẢ\n\nĐã hoàn thành.\n")
    return replace(base, findings=(), indicators=(), tasks=()) if not lists else replace(made(), **lists)


def indicator(code: str | None, label: str, text: str | None, **changes: Any) -> model.Indicator:
    value = int(text) if text and text.isdigit() else None
    fixed = model.Indicator(
        *(f"i{code}", code, None, label, None, text, value, None, None, None, 0, (0, 5), None, None, 0.9, "rule:x")
    )
    return replace(fixed, **changes)


def task(words: str, result: str | None) -> model.Task:
    return model.Task(
        *(words, None, words, None, (), (), None, "Quý II", result, (), 0, (0, 5), None, None, 0.9, "rule:x")
    )


def finding(kind: str, message: str) -> model.Finding:
    return model.Finding(message, kind, "warning", message, message, (), None)


def test_the_templates_row_joins_indicators_whose_codes_differ() -> None:
    one = made(indicators=(indicator("1.1.1", "Số nhiệm vụ", "30", canonical="tasks_planned"),))
    other = made(indicators=(indicator("2.1", "Tổng số nhiệm vụ đề ra", "34", canonical="tasks_planned"),))
    assert compare(one, other) == [
        Change("indicator", "changed", "2.1", "Tổng số nhiệm vụ đề ra", "30", "34", difference=4)
    ]


def test_rows_outside_the_template_are_told_by_their_words_and_the_row_above() -> None:
    def rows(first: str, second: str) -> tuple[model.Indicator, ...]:
        return (
            indicator("1", "Sở", None),
            indicator(None, "Trong đó: đúng hạn", first, parent_code="1"),
            indicator("2", "Huyện", None),
            indicator(None, "Trong đó: đúng hạn", second, parent_code="2"),
        )

    (change,) = compare(made(indicators=rows("5", "6")), made(indicators=rows("5", "8")))
    assert (change.before, change.after, change.difference) == ("6", "8", 2)


@pytest.mark.parametrize(("before", "after"), [("05", "5"), (None, None), ("Đang triển khai", "đang  triển khai")])
def test_the_same_value_in_other_print_is_no_change(before: str | None, after: str | None) -> None:
    one, other = (made(indicators=(indicator("1.1", "Số nhiệm vụ", text),)) for text in (before, after))
    assert compare(one, other) == []


def test_empty_and_zero_are_two_things() -> None:
    one, other = (made(indicators=(indicator("1.1", "Số nhiệm vụ", text),)) for text in (None, "0"))
    (change,) = compare(one, other)
    assert (change.before, change.after, change.difference) == (None, "0", None)


def test_rows_that_are_new_or_gone() -> None:
    one = made(indicators=(indicator("1.1", "Số nhiệm vụ", "3"),), tasks=(task("Rà soát", "Xong"),))
    other = made(
        indicators=(indicator("1.1", "Số văn bản", "4"),), tasks=(task("Rà soát", "Đang làm"), task("Họp", ""))
    )
    assert [(change.kind, change.state, change.label) for change in compare(one, other)] == [
        ("indicator", "new", "Số văn bản"),
        ("indicator", "gone", "Số nhiệm vụ"),
        ("task", "changed", "Rà soát"),
        ("task", "new", "Họp"),
    ]


def test_findings_are_mended_or_new() -> None:
    kept, mended, new = finding("a", "giữ nguyên"), finding("a", "đã sửa"), finding("b", "mới")
    changes = compare(made(findings=(kept, mended)), made(findings=(kept, new)))
    assert [(change.state, change.code, change.label) for change in changes] == [
        ("new", "b", "mới"),
        ("gone", "a", "đã sửa"),
    ]


def test_reports_of_two_bodies_are_remarked() -> None:
    one = made()
    other = replace(one, document=replace(one.document, issuer=model.Issuer("UBND huyện Mèo Vạc", None, None, None)))
    assert remark(one, one) is None
    assert "UBND huyện Mèo Vạc" in (remark(one, other) or "")


def test_table_and_json_of_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "q1.json", tmp_path / "q2.json"]
    for file, value in zip(files, ("30", "34"), strict=True):
        file.write_bytes(to_json(made(indicators=(indicator("1.1", "Số [nhiệm vụ]", value),))))
    assert main(["compare", *map(str, files)]) == 0
    printed = capsys.readouterr().out
    assert "Số [nhiệm vụ]" in printed
    assert "+4" in printed
    assert main(["compare", "--json", *map(str, files)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["difference"] == 4


def test_documents_are_compared_as_well(reports: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(reports[2]), str(reports[2])]) == 0
    assert "No indicator, task or finding changed." in capsys.readouterr().out


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 10
    assert "a.json: no such file" in capsys.readouterr().err


def test_nothing_changed() -> None:
    out = io.StringIO()
    print_changes([], ("a", "b"), out)
    assert out.getvalue().strip() == "No indicator, task or finding changed."
