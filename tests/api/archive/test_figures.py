"""Figures across documents: what the province gives for a district beside what the district reports itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from api import cli
from api.archive.figures import AGREEMENT, CONFLICT, compared, of_figures
from api.records.joining import refresh
from api.store import Settings, Store, open_store, tables
from api.store.figures import figures_of
from extractor.pipeline import extract
from tests.api.records.variants import ROOT, report, signed
from tests.archive import fill

HALF, YEAR = "6 tháng đầu năm và nhiệm vụ công tác 6 tháng cuối năm 2021", "năm 2021"
#: A province's report with a table of its districts.
PROVINCE = """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
Số: 80/BC-UBND
Gia Lai, ngày 15 tháng 12 năm 2021

BÁO CÁO
Công tác tuyển dụng năm 2021

UBND tỉnh báo cáo kết quả của các huyện như sau:

STT\tĐịa phương\tSố viên chức được tuyển dụng\tSố xã, thị trấn
1\tHuyện Mang Yang\t{recruited}\t12
2\tHuyện Đăk Đoa\t40\t17
3\tSở Nội vụ\t7\t
\tTổng cộng\t100\t29
"""


def found(store: Store) -> list[tuple[str, str, str]]:
    """Type and both values, without names."""
    return [(one.type, one.values[0].value, one.values[1].value) for one in compared(store)]


def province(half: str = HALF, given: int = 53) -> str:
    return report("004").replace(HALF, half).replace("huyện Mang Yang: 53", f"huyện Mang Yang: {given}")


def test_the_real_case(store: Store) -> None:
    """Report 004 gives Mang Yang 53 in a footnote of its indicator, report 000 says 53: of six months, of the year."""
    fill(store, {"004.txt": report("004"), "000.txt": report("000"), "003.txt": report("003")})
    (one,) = compared(store)
    assert (one.type, one.severity) == (AGREEMENT, "info")
    assert one.message_vi == (
        "“Số viên chức được tuyển dụng (thi tuyển, xét tuyển)” của UBND huyện Mang Yang: UBND tỉnh Gia Lai ghi 53 "
        "(004.txt), báo cáo của chính cơ quan đó ghi 53 (000.txt). "
        "Hai kỳ báo cáo khác nhau: 2021-01-01/2021-06-30 và 2021."
    )
    assert [[at.name for at in value.examples] for value in one.values] == [["004.txt"], ["000.txt"]]
    assert list(of_figures(store)) == []


def test_conflict_of_one_period(store: Store) -> None:
    fill(store, {"004.txt": province(YEAR, 1254), "000.txt": report("000")})
    (one,) = of_figures(store)
    assert (one.type, one.severity, one.likely) == (CONFLICT, "warning", None)
    assert [(value.value, value.own) for value in one.values] == [("1.254", False), ("53", True)]
    assert "UBND tỉnh Gia Lai says 1.254 (004.txt), its own report says 53 (000.txt)." in one.message_en


@pytest.mark.parametrize(("half", "given", "kinds"), [(YEAR, 53, [AGREEMENT]), (HALF, 54, []), ("năm 2020", 54, [])])
def test_periods(half: str, given: int, kinds: list[str], store: Store) -> None:
    """Other figures are a conflict in one period only; periods apart are not compared."""
    fill(store, {"004.txt": province(half, given), "000.txt": report("000")})
    assert [one.type for one in compared(store)] == kinds


def test_table_of_districts(store: Store) -> None:
    own = report("000")
    fill(store, {"tinh.txt": PROVINCE.format(recruited=51), "huyen.txt": own})
    assert found(store) == [(CONFLICT, "51", "53")]


def test_draft_speaks_no_more(store: Store) -> None:
    """The signed copy has another figure than the draft: only its own counts."""
    later = signed("000").replace("Người\t53\t", "Người\t54\t")
    fill(store, {"004.txt": province(YEAR, 54), "draft.txt": report("000")})
    assert found(store) == [(CONFLICT, "54", "53")]
    fill(store, {"signed.txt": later})
    refresh(store)
    assert found(store) == [(AGREEMENT, "54", "54")]


def test_workspaces_are_apart(store: Store) -> None:
    with open_store(replace(store.settings, workspace="other")) as other:
        fill(other, {"004.txt": province(YEAR, 54)})
        fill(store, {"000.txt": report("000")})
        assert found(store) == found(other) == []


def bodies(text: str) -> list[tuple[Any, ...]]:
    rows = figures_of(extract(text.encode(), name="a.txt"))
    return [
        (row["part"], row["body_key"], row["unit_code"], row["key"], row["value"]) for row in rows if row["body_key"]
    ]


def test_rows_of_a_table_whose_rows_are_bodies() -> None:
    """Districts by their unit, departments by their name; a total, and a column of nothing, is nobody's."""
    recruited, communes = "recruited_employees", "so xa thi tran"
    assert bodies(PROVINCE.format(recruited=53)) == [
        ("Huyện Mang Yang", "ubnd huyen mang yang", "629", recruited, 53.0),
        ("Huyện Mang Yang", "ubnd huyen mang yang", "629", communes, 12.0),
        ("Huyện Đăk Đoa", "ubnd huyen dak doa", "626", recruited, 40.0),
        ("Huyện Đăk Đoa", "ubnd huyen dak doa", "626", communes, 17.0),
        ("Sở Nội vụ", "so noi vu tinh gia lai", "64", recruited, 7.0),
    ]


def test_parts_of_indicators_of_the_real_report() -> None:
    """A note or a footnote that says what a figure is made of, body by body, in whatever spelling."""
    given = {(part, key): (body, value) for part, body, _, key, value in bodies(report("004"))}
    assert given["thị xã AYunPa", "recruited_employees"] == ("ubnd thi xa ayun pa", 29.0)
    assert given["Đăk Pơ", "recruited_employees_special"] == ("ubnd huyen dak po", 1.0)
    assert given["VP UBND tỉnh", "appointed_department_divisions"] == ("van phong ubnd tinh gia lai", 3.0)
    assert not any(body.endswith("dak so") for body, _ in given.values())
    assert sum(value for (_, key), (_, value) in given.items() if key == "recruited_employees") == 516
    assert bodies(report("000")) == []


def test_own_figures_have_a_key(store: Store) -> None:
    ids = fill(store, {"a.txt": report("003")})
    table = tables.figure
    with store.reading() as connection:
        rows = connection.execute(select(table).where(table.c.document_id == ids["a.txt"])).all()
    assert {row.key for row in rows if row.canonical} == {row.canonical for row in rows if row.canonical}
    assert all(row.key == row.key.lower() and row.body_key is None for row in rows)


def test_type_has_its_entry_in_the_docs() -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8").partition("## Across documents")[2]
    entry = text.partition(f"### `{CONFLICT}`")[2]
    assert AGREEMENT in entry
    assert "Severity: `warning`" in entry


def test_command(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    with open_store(settings) as store:
        fill(store, {"004.txt": province(YEAR, 54), "000.txt": report("000"), "004b.txt": report("004")})
    assert cli.main(["conflicts", "--type", CONFLICT]) == 0
    assert capsys.readouterr().out.startswith("warning  cross_figure_conflict  Số viên chức được tuyển dụng")
    assert cli.main(["conflicts", "--type", AGREEMENT]) == 0
    assert capsys.readouterr().out == ""
    assert cli.main(["conflicts", "--type", AGREEMENT, "--all"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("info  cross_figure_agreement")
    assert told.err.startswith("trichluc: 0 conflicts, ")
    assert "agreement" in told.err
