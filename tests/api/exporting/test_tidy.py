"""One row a value, and what goes with it."""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from api import cli
from api.exporting import codebook
from api.exporting.selection import Selection, documents
from api.exporting.tidy import VALUES, interval, values
from api.review.standing import set_status
from api.store import Settings, open_store
from extractor import extract
from tests.archive import fill
from tests.keeping import INDICATORS, REPORT
from tests.reviewing import caller, under_review

HEAD = "ỦY BAN NHÂN DÂN\nHUYỆN MANG YANG\n\nMang Yang, ngày 10 tháng 7 năm 2021\n\nBÁO CÁO\n"
TEXT = (
    f"{HEAD}Kết quả công tác 6 tháng đầu năm 2021\n\nI. Công tác chỉ đạo\nĐã kiểm tra 07 xã, đạt 92,59% kế hoạch; "
    f"hỗ trợ 1.689.000.000 đồng; hoàn thành 34/34 nhiệm vụ.\n{INDICATORS}1.1.3\tSố văn bản chỉ đạo CCHC đã ban hành\t"
    "Văn bản\t\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store")
    with open_store(Settings(f"sqlite:///{place / 'trichluc.db'}", (place / "files").as_uri())) as store:
        fill(store, {"bc.txt": TEXT, "khac.txt": REPORT})
    return place


@pytest.fixture(scope="module")
def written(folder: Path) -> Path:
    target = folder / "tidy"
    assert cli.main(["export", "--store", str(folder), "-q", "-o", str(target), "--format", "csv", "--tidy"]) == 0
    return target


def test_values_say_how_far_their_review_is(folder: Path, tmp_path: Path) -> None:
    with open_store(Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())) as store:
        one = next(made for made in documents(store, Selection()) if made.name == "bc.txt")
        subject = under_review(store, one.id)
        for status, told in (("in_review", "in_review"), ("done", "reviewed"), ("to_review", "unreviewed")):
            set_status(caller(store), subject, status)
            target = tmp_path / status
            assert (
                cli.main(["export", "--store", str(folder), "-q", "-o", str(target), "--format", "csv", "--tidy"]) == 0
            )
            found = {(row["file"], row["review"]) for row in rows(target / "values.csv")}
            assert found == {("bc.txt", told), ("khac.txt", "unreviewed")}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_values_say_whose_when_what_and_where(written: Path) -> None:
    made = [row for row in rows(written / "values.csv") if row["file"] == "bc.txt"]
    text = extract(TEXT.encode(), name="bc.txt").text
    for row in made:
        assert (row["body"], row["review"]) == ("UBND huyện Mang Yang", "unreviewed")
        assert (row["unit_name"], row["unit_name_now"]) == ("huyện Mang Yang", "tỉnh Gia Lai")
        assert (row["period_start"], row["period_end"]) == ("2021-01-01", "2021-06-30")
        assert (row["source_type"], row["source_date"]) == ("Báo cáo", "2021-07-10")
        assert row["value_text"] in text[int(row["start"]) : int(row["end"])]
    counts = [(row["kind"], row["value"], row["total"], row["unit"]) for row in made if row["list"] == "count"]
    assert counts == [
        ("count", "7", "", "xã"),
        ("percent", "92.59", "", "%"),
        ("money", "1689000000", "", "đồng"),
        ("ratio", "34", "34", "nhiệm vụ"),
    ]
    indicators = {row["indicator"]: row for row in made if row["list"] == "indicator"}
    assert indicators["plan_tasks"]["value"] == "34"
    assert indicators["plan_tasks"]["label"] == "Số nhiệm vụ đề ra trong kế hoạch"
    assert (indicators["plan_tasks"]["code"], indicators["plan_tasks"]["unit"]) == ("1.1.1", "Nhiệm vụ")
    # An empty cell is a row without a value, which is not 0.
    assert indicators["plan_directives"]["value"] == ""


def test_values_of_the_real_reports(reports: list[Path]) -> None:
    """Every count, every score, every row of an appendix is there, the values of several bodies each for itself."""
    for file in reports:
        report = extract(file)
        made = list(values(report))
        assert [row["item"] for row in made if row["list"] == "count"] == [one.id for one in report.counts]
        assert [row["item"] for row in made if row["list"] == "score"] == [one.id for one in report.scores]
        assert {row["item"] for row in made if row["list"] == "indicator"} == {one.id for one in report.indicators}
        assert all(row["body"] for row in made if row["list"] == "table")
        for row in made:
            assert row["value"] is None or float(str(row["value"])) == float(str(row["value"]))


def test_figure_of_another_body_is_that_bodys(reports: list[Path]) -> None:
    """The province's report 004 gives Mang Yang 53 teachers."""
    made = [row for row in values(extract(reports[4])) if row.get("body")]
    mang_yang = [row for row in made if "Mang Yang" in str(row["body"]) and row["value"] == 53]
    assert mang_yang
    assert {row["unit_name"] for row in mang_yang} == {"huyện Mang Yang"}
    assert {row["unit_name_now"] for row in mang_yang} == {"tỉnh Gia Lai"}


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (None, (None, None)),
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2021-06-15", ("2021-06-15", "2021-06-15")),
        ("2021-01-01/2021-06-30", ("2021-01-01", "2021-06-30")),
        ("2021/2025", ("2021-01-01", "2025-12-31")),
        ("quý I", (None, None)),
    ],
)
def test_period_as_days(period: str | None, days: tuple[str | None, str | None]) -> None:
    assert interval(period) == days


def test_codebook_explains_every_column_and_indicator(written: Path, root: Path) -> None:
    made = rows(written / "codebook.csv")
    columns = [row for row in made if row["kind"] == "column"]
    assert [row["name"] for row in columns] == list(rows(written / "values.csv")[0])
    assert all(row["label_vi"] and row["label_en"] and row["about_vi"] and row["about_en"] for row in columns)
    template = tomllib.loads((root / "rules" / "indicators.toml").read_text(encoding="utf-8"))["indicator"]
    indicators = {row["name"]: row for row in made if row["kind"] == "indicator"}
    assert list(indicators) == [row["id"] for row in template]
    assert all(row["label_vi"] and row["label_en"] for row in indicators.values())
    assert indicators["plan_tasks"]["label_vi"] == "Số nhiệm vụ đề ra trong kế hoạch"
    assert (indicators["plan_tasks"]["parent"], indicators["plan_tasks"]["unit"]) == ("plan", "Nhiệm vụ")


def test_english_names_no_indicator_that_is_not_there(root: Path) -> None:
    template = tomllib.loads((root / "rules" / "indicators.toml").read_text(encoding="utf-8"))["indicator"]
    english = tomllib.loads((Path(codebook.__file__).parent / "indicators.toml").read_text(encoding="utf-8"))
    assert english.keys() == {row["id"] for row in template}


def test_data_package_describes_the_files(written: Path) -> None:
    package = json.loads((written / "datapackage.json").read_bytes())
    assert package["profile"] == "tabular-data-package"
    assert [one["name"] for one in package["resources"]] == ["values", "codebook"]
    for resource in package["resources"]:
        file = written / resource["path"]
        assert resource["bytes"] == file.stat().st_size
        assert resource["hash"] == f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
        fields = resource["schema"]["fields"]
        made = rows(file)
        assert [field["name"] for field in fields] == list(made[0])
        for field in fields:
            assert field["type"] in {"string", "integer", "number", "boolean"}
            for row in made:
                if row[field["name"]] and field["type"] in {"integer", "number"}:
                    {"integer": int, "number": float}[field["type"]](row[field["name"]])


def test_formats_hold_the_same_values(folder: Path, written: Path, tmp_path: Path) -> None:
    plain = rows(written / "values.csv")
    for arguments in (["pq", "--format", "parquet"], ["x.xlsx"]):
        target = str(tmp_path / arguments[0])
        assert cli.main(["export", "--store", str(folder), "-q", "--tidy", "-o", target, *arguments[1:]]) == 0
    table = pyarrow.parquet.read_table(tmp_path / "pq" / "values.parquet")
    assert table.column_names == [column.name for column in VALUES.columns]
    numbers = [float(row["value"]) if row["value"] else None for row in plain]
    assert table.column("value").to_pylist() == numbers
    package = json.loads((tmp_path / "pq" / "datapackage.json").read_bytes())
    assert [one["path"] for one in package["resources"]] == ["values.parquet", "codebook.parquet"]
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Số liệu", "Chú giải"]
    column = [one.vi for one in VALUES.columns].index("Giá trị") + 1
    assert [row[0].value for row in book["Số liệu"].iter_rows(2, min_col=column, max_col=column)] == numbers
