"""Exports: everything that is asked for and nothing of anybody else, in every format, and whole or not there."""

from __future__ import annotations

import csv
import errno
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest
from sqlalchemy import insert, update

from api import cli
from api.archive import register
from api.exporting import sinks
from api.exporting.jsonl import lines
from api.exporting.lists import DOCUMENTS, names, write_lists
from api.exporting.selection import Selection, documents
from api.exporting.tables import Column, Table
from api.search import Filters
from api.store import Settings, Store, open_store, tables
from api.store.documents import Incoming, accept
from extractor.export import from_json
from extractor.export.lists import listings
from tests.archive import fill
from tests.keeping import INDICATORS, REPORT

PLAN = (
    "ỦY BAN NHÂN DÂN\nTỈNH GIA LAI\n\nSố: 812/KH-UBND\nGia Lai, ngày 15 tháng 3 năm 2022\n\nKẾ HOẠCH\n"
    "Cải cách hành chính năm 2022\n\nI. Mục tiêu\nThực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.\n"
)
FILES = {"bc.txt": REPORT + INDICATORS, "kh.txt": PLAN}


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store, FILES)
    return store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two reports, for the command."""
    place = tmp_path_factory.mktemp("store")
    with open_store(Settings(f"sqlite:///{place / 'trichluc.db'}", (place / "files").as_uri())) as store:
        fill(store, FILES)
    return place


def export(folder: Path, *arguments: object) -> int:
    return cli.main(["export", "--store", str(folder), "-q", *map(str, arguments)])


def found(store: Store, **facts: Any) -> list[str]:
    return [one.name for one in documents(store, Selection(**facts))]


# --- which documents -------------------------------------------------------------------------------------------------


def test_everything_is_exported_the_newest_first(filled: Store) -> None:
    assert found(filled) == ["kh.txt", "bc.txt"]
    assert [one.name for one in documents(filled, Selection(), oldest_first=True)] == ["kh.txt", "bc.txt"]
    # A report without a date comes last, whichever way.
    fill(filled, {"kh2.txt": PLAN.replace("15 tháng 3 năm 2022", "15 tháng 3 năm 2019")})
    assert [one.name for one in documents(filled, Selection(), oldest_first=True)] == ["kh2.txt", "kh.txt", "bc.txt"]


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"text": "nghi quyet 76/NQ-CP"}, ["kh.txt"]),
        ({"filters": Filters(type="BC")}, ["bc.txt"]),
        ({"filters": Filters(issuer="gia lai")}, ["kh.txt", "bc.txt"]),
        ({"filters": Filters(issuer="ubnd tinh gia lai")}, ["kh.txt"]),
        ({"filters": Filters(date_from="2022")}, ["kh.txt"]),
        ({"filters": Filters(finding="date_conflict")}, ["bc.txt"]),
        ({"filters": Filters(cites="76/NQ-CP")}, ["kh.txt"]),
        ({"text": "khong co tu nay"}, []),
    ],
)
def test_search_and_facts_choose(filled: Store, facts: dict[str, Any], names: list[str]) -> None:
    chosen = found(filled, **facts)
    if facts == {"filters": Filters(issuer="gia lai")}:
        # Whatever a name in part finds, the whole name is in it.
        assert "kh.txt" in chosen
    else:
        assert chosen == names


def test_folder_chooses_what_is_in_it_and_below(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    places = ["/kho/2021/a.txt", "/kho/2021/q1/b.txt", "/kho/2021%/c.txt", "/kho/2021.zip!/d.txt", "/kho/20210/e.txt"]
    texts = {place: REPORT + place for place in places}
    fill(store, {place.rpartition("/")[2]: text for place, text in texts.items()})
    accept(store, [Incoming("x", text.encode(), place) for place, text in texts.items()])
    assert sorted(found(store, folder="/kho/2021")) == ["a.txt", "b.txt"]
    assert found(store, folder="/kho/2021/") == found(store, folder="/kho/2021")
    assert found(store, folder="/kho/2021%") == ["c.txt"]
    assert found(store, folder="/kho/2021.zip") == ["d.txt"]
    assert found(store, folder="/elsewhere") == []
    monkeypatch.chdir("/")
    assert sorted(found(store, folder="kho/2021")) == ["a.txt", "b.txt"]
    assert found(store, folder="/kho/2021", text="khong co tu nay") == []


def test_record_chooses_its_documents(filled: Store) -> None:
    ids = fill(filled, {"bc2.txt": REPORT, "phu luc.txt": INDICATORS})
    with filled.writing() as connection:
        for position, document_id in enumerate(ids.values()):
            own = {"document_id": document_id, "workspace_id": filled.workspace_id, "position": position}
            connection.execute(insert(tables.membership).values(record="r1", role="appendix", **own))
    uid = next(one.uid for one in documents(filled, Selection()) if one.name == "bc2.txt")
    for name in ("r1", "bc2.txt", "phu luc.txt", uid, "/archive/bc2.txt"):
        assert sorted(found(filled, record=name)) == ["bc2.txt", "phu luc.txt"], name
    assert found(filled, record="kh.txt") == []


def test_other_workspaces_are_not_exported(filled: Store, settings: Settings, tmp_path: Path) -> None:
    with open_store(replace(settings, workspace="khác")) as other:
        ids = fill(other, {"bc.txt": REPORT + INDICATORS, "mật.txt": f"{PLAN}Chỉ của chúng tôi.\n"})
        with other.writing() as connection:
            own = {"document_id": ids["mật.txt"], "workspace_id": other.workspace_id, "position": 0}
            connection.execute(insert(tables.membership).values(record="r1", role="main", **own))
        uids = {one.uid for one in documents(other, Selection())}
    ours = list(documents(filled, Selection()))
    assert sorted(one.name for one in ours) == ["bc.txt", "kh.txt"]
    assert not uids & {one.uid for one in ours}
    assert [one.paths for one in documents(filled, Selection(text="751"))] == [("/archive/bc.txt",)]
    for facts in ({"record": "r1"}, {"record": "mật.txt"}, {"folder": "/archive", "text": "chung toi"}):
        assert found(filled, **facts) == []
    written = b"".join(line or b"" for _, line in lines(filled, Selection()))
    assert "Chỉ của chúng tôi".encode() not in written
    assert len(written.splitlines()) == 2


def test_document_that_is_removed_meanwhile_is_left_out(filled: Store) -> None:
    from api.store.files import remove

    wanted = documents(filled, Selection())
    first = next(wanted)
    other = next(one.id for one in documents(filled, Selection()) if one.id != first.id)
    remove(filled, other)
    assert [one.id for one in documents(filled, Selection())] == [first.id]


# --- JSON lines ------------------------------------------------------------------------------------------------------


def test_lines_are_the_stored_reports_with_what_the_store_knows(filled: Store) -> None:
    with filled.writing() as connection:
        changed = update(tables.document).where(tables.document.c.name == "bc.txt")
        connection.execute(changed.values(external_id="DVC-1", metadata={"năm": 2021}))
    (one, line) = next(pair for pair in lines(filled, Selection()) if pair[0].name == "bc.txt")
    assert line is not None
    assert line.endswith(b"}\n")
    read = json.loads(line)
    known = read.pop("store")
    assert (known["document"], known["paths"], known["external_id"]) == (one.uid, ["/archive/bc.txt"], "DVC-1")
    assert known["metadata"] == {"năm": 2021}
    assert known["verification"] is None
    report = from_json(line)
    assert report.source.name == "bc.txt"
    assert (
        json.dumps(read, ensure_ascii=False, separators=(",", ":")).encode() == line.partition(b',"store":')[0] + b"}"
    )


def test_lines_hold_what_the_register_says(filled: Store) -> None:
    rows = "Số ký hiệu,Ngày,Cơ quan,Trích yếu\n751/QĐ-UBND,26/12/2020,UBND tỉnh Gia Lai,Về Kế hoạch\n"
    register.replace(filled, "sổ đến", register.read("so.csv", rows.encode()).entries)
    (_, line) = next(pair for pair in lines(filled, Selection(text="751")))
    assert line is not None
    read = json.loads(line)
    said = {
        one["date"]: read["store"]["verification"][one["id"]]["status"]
        for one in read["cited_documents"]
        if one["code"] == "751/QĐ-UBND"
    }
    assert said["2020-12-26"] == "matched"
    assert read["store"]["verification"].keys() == {one["id"] for one in read["cited_documents"]}


# --- tables ----------------------------------------------------------------------------------------------------------


def write(store: Store, form: sinks.Format, target: Path, chosen: tuple[str, ...]) -> int:
    with sinks.sink(form, target) as sink:
        return len(list(write_lists(store, Selection(), sink, chosen, lambda done: None)))


def rows_of_csv(file: Path) -> list[list[str]]:
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_formats_say_the_same(filled: Store, tmp_path: Path) -> None:
    for form, place in (("csv", "csv"), ("parquet", "parquet"), ("xlsx", "x.xlsx")):
        assert write(filled, form, tmp_path / place, names()) == 0  # type: ignore[arg-type]
    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    sheets = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]
    book.close()
    assert len(sheets) == len(names())
    for name, sheet in zip(names(), sheets, strict=True):
        plain = rows_of_csv(tmp_path / "csv" / f"{name}.csv")
        table = pyarrow.parquet.read_table(tmp_path / "parquet" / f"{name}.parquet")
        assert table.column_names == plain[0]
        typed = [[text(value) for value in row.values()] for row in table.to_pylist()]
        assert typed == [[cell.removeprefix("'") for cell in row] for row in plain[1:]], name
        assert [[text(value) for value in row] for row in sheet[1:]] == typed, name
    assert (len(sheets[0]), len(sheets[1])) == (3, 4)


def text(value: object) -> str:
    """A cell as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def test_lists_are_those_of_the_reports(filled: Store, tmp_path: Path) -> None:
    write(filled, "csv", tmp_path, names())
    for one, line in lines(filled, Selection()):
        assert line is not None
        for listing in listings(from_json(line)):
            made = rows_of_csv(tmp_path / f"{listing.name}.csv")
            assert made[0] == ["document", *listing.columns]
            assert sum(row[0] == one.uid for row in made[1:]) == len(listing.rows)
    documents_made = rows_of_csv(tmp_path / "documents.csv")
    facts = [dict(zip(documents_made[0], row, strict=True)) for row in documents_made[1:]]
    assert [(one["source"], one["code"], one["date"], one["paths"]) for one in facts] == [
        ("kh.txt", "812/KH-UBND", "2022-03-15", "/archive/kh.txt"),
        ("bc.txt", "", "", "/archive/bc.txt"),
    ]


def test_columns_hold_what_they_say(reports: list[Path], tmp_path: Path) -> None:
    """All cells of the real reports fit the kinds of their columns, which a Parquet file needs."""
    from api.exporting.lists import _table
    from extractor import extract

    kinds = {"text": str | int | float, "integer": int, "number": float, "boolean": bool}
    seen = set()
    for report in reports:
        for listing in listings(extract(report)):
            columns = _table(listing.name, listing.title, ("document", *listing.columns)).columns[1:]
            for row in listing.rows:
                for column, value in zip(columns, row, strict=True):
                    assert value is None or isinstance(value, kinds[column.kind]), (listing.name, column.name)
                    assert column.kind != "text" or not isinstance(value, bool), (listing.name, column.name)
                    seen.add((listing.name, column.kind))
    assert len({name for name, _ in seen}) > 10


def test_one_list_into_one_file(folder: Path, tmp_path: Path) -> None:
    assert export(folder, "-o", tmp_path / "x.csv") == 0
    assert len(rows_of_csv(tmp_path / "x.csv")) == 3
    assert export(folder, "-o", tmp_path / "x.parquet", "--list", "references") == 0
    assert pyarrow.parquet.read_table(tmp_path / "x.parquet").num_rows == 3
    assert export(folder, "-o", tmp_path / "many", "--format", "csv", "--list", "dates", "--list", "counts") == 0
    assert sorted(path.name for path in (tmp_path / "many").iterdir()) == ["counts.csv", "dates.csv"]


def test_nothing_that_was_found_is_a_table_without_rows(folder: Path, tmp_path: Path) -> None:
    assert export(folder, "-o", tmp_path / "csv", "--format", "csv", "--query", "khong co tu nay") == 0
    assert [path.name for path in (tmp_path / "csv").iterdir()] == ["documents.csv"]
    assert len(rows_of_csv(tmp_path / "csv" / "documents.csv")) == 1
    assert export(folder, "-o", tmp_path / "x.xlsx", "--query", "khong co tu nay") == 0
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").active.max_row == 1
    assert export(folder, "-o", tmp_path / "x.jsonl", "--query", "khong co tu nay") == 0
    assert (tmp_path / "x.jsonl").read_bytes() == b""


TABLE = Table(
    "t",
    "Bảng",
    (
        Column("text", "text", "Chữ", "Text"),
        Column("number", "number", "Số", "Number"),
        Column("integer", "integer", "Số nguyên", "Integer"),
        Column("boolean", "boolean", "Có", "Yes"),
    ),
)


@pytest.fixture(params=["csv", "parquet", "xlsx"])
def form(request: pytest.FixtureRequest) -> sinks.Format:
    chosen: sinks.Format = request.param
    return chosen


def target(tmp_path: Path, form: sinks.Format) -> Path:
    return tmp_path / f"out.{form}"


def test_spreadsheet_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://127.0.0.1/","x")'
    for form in ("csv", "xlsx"):
        with sinks.sink(form, tmp_path / f"x.{form}") as sink:  # type: ignore[arg-type]
            sink.write(TABLE, [(formula, -5, 1, True), ("http://127.0.0.1/", -0.5, None, False)])
    assert rows_of_csv(tmp_path / "x.csv")[1:] == [
        [f"'{formula}", "-5", "1", "true"],
        ["http://127.0.0.1/", "-0.5", "", "false"],
    ]
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [(formula, "s"), (-5, "n"), (1, "n"), (True, "b")]
    assert sheet["A3"].hyperlink is None


def test_hostile_characters_are_held_or_replaced(tmp_path: Path, form: sinks.Format) -> None:
    hostile = ["\ud800", "a\x00b", "\x0b", "x" * 40_000, "\r\nhai dòng", '"', "\ufffe"]
    with sinks.sink(form, target(tmp_path, form)) as sink:
        sink.write(TABLE, [(one, None, None, None) for one in hostile])
    assert target(tmp_path, form).stat().st_size > 0
    if form == "xlsx":
        sheet = openpyxl.load_workbook(target(tmp_path, form)).active
        assert len(sheet["A5"].value) == 32_767
        assert sheet.max_row == 8


def test_failure_leaves_what_was_there(tmp_path: Path, form: sinks.Format) -> None:
    place = target(tmp_path, form)
    place.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), sinks.sink(form, place) as sink:
        sink.write(TABLE, interrupted())
    assert place.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [place]


def interrupted() -> Iterator[tuple[Any, ...]]:
    yield "a", 1.0, 1, True
    raise KeyboardInterrupt


def failing() -> Iterator[tuple[Any, ...]]:
    yield "a", 1.0, 1, True
    yield "b", 2.0, "not a number", False


def test_failure_in_the_middle_of_a_row_is_told_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a number"), sinks.sink("parquet", tmp_path / "x.parquet") as sink:
        sink.write(TABLE, failing())
    assert not list(tmp_path.iterdir())


def test_long_table_goes_on_in_a_further_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "SHEET_ROWS", 5)
    with sinks.sink("xlsx", tmp_path / "x.xlsx") as sink:
        for start in range(0, 10, 3):
            sink.write(TABLE, [(f"{number}", number, number, True) for number in range(start, min(start + 3, 10))])
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Bảng", "Bảng (2)", "Bảng (3)"]
    assert [sheet.max_row for sheet in book] == [5, 5, 3]
    assert [sheet["A1"].value for sheet in book] == ["Chữ"] * 3
    assert [sheet["B2"].value for sheet in book] == [0, 4, 8]
    assert book["Bảng"].auto_filter.ref == "A1:D5"


def test_parquet_is_written_in_groups_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "GROUP_CELLS", 40)
    with sinks.sink("parquet", tmp_path / "x.parquet") as sink:
        sink.write(TABLE, [(f"{number}", number, number, None) for number in range(25)])
    file = pyarrow.parquet.ParquetFile(tmp_path / "x.parquet")
    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [10, 10, 5]
    assert file.read().column("integer").to_pylist() == list(range(25))
    assert file.schema_arrow.field("number").metadata[b"title_vi"] == "Số".encode()


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_memory_does_not_grow_with_the_table(
    tmp_path: Path, form: sinks.Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "GROUP_CELLS", 4000)

    def peak(rows: int) -> int:
        tracemalloc.start()
        with sinks.sink(form, target(tmp_path, form)) as sink:
            sink.write(TABLE, (("Quyết định số 751/QĐ-UBND" * 4, number, number, True) for number in range(rows)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    # Once for what libraries load when they are first used.
    peak(10)
    assert peak(9000) < 1.3 * peak(3000)


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-o", "x"], "name the format: --format jsonl, csv, xlsx or parquet"),
        (["-o", "x.csv", "--list", "nothing"], "no list nothing; there are documents, references"),
        (["-o", "x.csv", "--list", "dates", "--list", "counts"], "several lists are several files"),
        (["-o", "x.csv", "--tidy"], "--tidy writes several files; name a folder"),
        (["-o", "x.jsonl", "--tidy"], "--tidy is written as csv, parquet or xlsx"),
        (["-o", "-", "--format", "csv"], "only jsonl goes to standard output"),
        (["-o", "x.html"], "html is for --form muc-luc-ho-so only"),
        (["-o", "x.csv", "--form", "muc-luc-ho-so"], "muc-luc-ho-so is written as xlsx or html"),
    ],
)
def test_options_that_do_not_go_together(
    folder: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(folder, *arguments) == 2
    assert told in capsys.readouterr().err


def test_command_says_how_much_it_wrote(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "--store", str(folder), "-o", str(tmp_path / "x.jsonl")]) == 0
    assert capsys.readouterr() == ("", f"{tmp_path / 'x.jsonl'}: 2 documents\n")
    (tmp_path / "file").touch()
    assert export(folder, "-o", tmp_path / "file" / "x.jsonl") == 11
    assert "cannot be written" in capsys.readouterr().err
    assert export(folder, "-o", tmp_path / "x.jsonl", "--from", "hôm qua") != 0
    assert "a date is of no known form" in capsys.readouterr().err


@pytest.mark.parametrize("more", [[], ["--tidy"], ["--form", "muc-luc-ho-so"]])
def test_full_disk_is_told(
    folder: Path,
    tmp_path: Path,
    more: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook", full)
    assert export(folder, "-o", tmp_path / "x.xlsx", *more) == 11
    assert "cannot be written (No space left on device); name another place" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_lost_report_is_told_and_the_others_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "store"
    with open_store(Settings(f"sqlite:///{place / 'trichluc.db'}", (place / "files").as_uri())) as store:
        fill(store, FILES)
        lost = next(one for one in documents(store, Selection()) if one.name == "bc.txt")
        store.blobs.delete(lost.report_sha256 or "")
    for arguments in (["x.jsonl"], ["x.xlsx"], ["tidy", "--format", "csv", "--tidy"]):
        assert export(place, "-o", tmp_path / arguments[0], *arguments[1:]) == 1
        assert "the reports of 1 documents are lost; run trichluc verify --fix" in capsys.readouterr().err
    assert len((tmp_path / "x.jsonl").read_bytes().splitlines()) == 1
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")[DOCUMENTS.title]
    assert sheet.max_row == 3
