"""Every list of a report as CSV, as an Excel workbook and as W3C Web Annotations."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from typing import Any

import openpyxl
import pytest

from extractor import model
from extractor.export import to_annotations, to_csv_files, to_xlsx
from extractor.export.lists import listings
from tests.engine import LETTERHEAD, report

BODY = (
    "I. KẾT QUẢ\n\n1. Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh, huyện đã có 07 xã "
    "hoàn thành.\n\n2. Ngày 31/02/2022 họp tổng kết.\n"
)
ACTOR = model.Actor("Phòng Nội vụ", (0, 5), "Phòng Nội vụ huyện Đồng Văn", "o1", False)


def made(**changes: Any) -> model.Report:
    base: model.Report = report(LETTERHEAD + BODY)
    return dataclasses.replace(base, **changes)


def duty(**changes: Any) -> model.Responsibility:
    day = model.DateValue("2022-12-01", "day", "ngày 01/12/2022", (5, 20))
    fixed = model.Responsibility(
        *("u1", "lead", "Phòng Nội vụ chủ trì", (0, 5), None, None, (ACTOR, ACTOR), "rà soát", (6, 9), "1.2.1"),
        *(day, None, 0.9, "rule:x"),
    )
    return dataclasses.replace(fixed, **changes)


def indicator(**changes: Any) -> model.Indicator:
    values = (model.LabelledValue("Cấp tỉnh", 83), model.LabelledValue("Cấp huyện", 70.4))
    fixed = model.Indicator(
        *("i1", "1.1", None, "Số văn bản", "Văn bản", "Cấp tỉnh: 83", values, None, None, None, 0, (0, 5), None, None),
        *(0.9, "rule:x"),
    )
    return dataclasses.replace(fixed, **changes)


def rows(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_every_list_of_the_report_has_a_file_also_without_a_row() -> None:
    lists = {field.name for field in dataclasses.fields(model.Report) if "tuple" in str(field.type)}
    files = to_csv_files(made())
    assert lists - set(files) == {"warnings", "pages"}
    assert [name for name, content in files.items() if not content.startswith("source,")] == []


def test_records_inside_records_become_columns() -> None:
    row = rows(to_csv_files(made(responsibilities=(duty(),)))["responsibilities"])[0]
    assert (row["actors"], row["actors_printed"]) == ("; ".join([ACTOR.name] * 2), "Phòng Nội vụ; Phòng Nội vụ")
    assert (row["deadline"], row["deadline_printed"]) == ("2022-12-01", "ngày 01/12/2022")
    assert (row["start"], row["end"], row["task_start"], row["task_end"]) == ("0", "5", "6", "9")


def test_no_two_columns_of_a_list_share_a_name() -> None:
    assert [one.name for one in listings(made()) if len(set(one.columns)) != len(one.columns)] == []


def test_labelled_values_are_one_cell() -> None:
    assert (
        rows(to_csv_files(made(indicators=(indicator(),)))["indicators"])[0]["value"] == "Cấp tỉnh: 83; Cấp huyện: 70.4"
    )


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    whole = made(indicators=(indicator(label=cell, value=-2),))
    row = rows(to_csv_files(whole)["indicators"])[0]
    assert (row["label"], row["value"]) == (f"'{cell}", "-2"), "a number of ours is no formula"
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(whole)))["Chỉ tiêu"]
    names = [cell.value for cell in sheet[1]]
    kept = sheet[2][names.index("label")]
    assert kept.data_type == "s"
    assert str(kept.value).strip() == cell.strip()
    assert sheet[2][names.index("value")].value == -2


def test_workbook_has_a_sheet_a_list_and_the_documents_facts() -> None:
    whole = made()
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(whole)))
    assert book.sheetnames == ["Văn bản", *(one.title for one in listings(whole))]
    facts = dict(row for row in book["Văn bản"].iter_rows(values_only=True))
    assert (facts["Số, ký hiệu"], facts["Cơ quan ban hành"]) == ("214/BC-UBND", "UBND huyện Đồng Văn")
    references = list(book["Viện dẫn"].iter_rows(values_only=True))
    assert len(references) == 1 + len(whole.references)


def test_the_same_report_gives_the_same_workbook() -> None:
    assert to_xlsx(made()) == to_xlsx(made())


def test_characters_that_no_workbook_holds() -> None:
    odd = made(indicators=(indicator(label="a\x00b\ud800c" + "x" * 40_000),))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(odd)))["Chỉ tiêu"]
    assert str(sheet[2][[cell.value for cell in sheet[1]].index("label")].value).startswith("a\ufffdb\ufffdc")


def test_annotations_point_to_their_words_by_position_and_quote() -> None:
    whole = made()
    page = json.loads(to_annotations(whole))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert quote["exact"] == whole.text[start:end]
        assert (whole.text[:start].endswith(quote["prefix"]), whole.text[end:].startswith(quote["suffix"])) == (
            True,
            True,
        )


def test_annotations_hold_every_item_once() -> None:
    whole = made()
    page = json.loads(to_annotations(whole))
    lists = [item["body"]["list"] for item in page["items"]]
    for name in ("references", "dates", "sections", "counts"):
        assert lists.count(name) == len(getattr(whole, name)), name
    assert len({item["id"] for item in page["items"]}) == len(page["items"])


def test_a_finding_is_an_assessment_in_words() -> None:
    page = json.loads(to_annotations(made()))
    finding = next(item for item in page["items"] if item["motivation"] == "assessing")
    assert finding["body"]["type"] == "TextualBody"
    assert (finding["body"]["finding"], finding["body"]["language"]) == ("date_invalid", "vi")
    assert "31/02/2022" in finding["body"]["value"]
