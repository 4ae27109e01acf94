"""Cited documents against registers: what matches, what differs, what is not listed and proves nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import event, select

from api import cli
from api.archive import register
from api.archive.checking import check
from api.archive.entries import Entry
from api.archive.similarity import same_body, slipped_date
from api.archive.verification import Verification, verifications
from api.store import Settings, Store, open_store, tables
from api.store.keys import code_key, name_key
from tests.archive import fill

REPORTS = Path(__file__).resolve().parents[3] / "corpora" / "reports"
PLAN = "về ban hành kế hoạch cải cách hành chính năm 2021 của tỉnh Gia Lai"
OTHER = "về thành lập Hội đồng tuyển dụng viên chức giáo viên huyện"


@dataclass(frozen=True)
class Cited:
    """The columns of a citation that are looked at."""

    code: str | None = "751/QĐ-UBND"
    date: str | None = "2020-12-26"
    issuer: str | None = "UBND tỉnh Gia Lai"
    title: str | None = PLAN
    number: str | None = "751"
    year: str | None = None
    symbol: str | None = "QĐ-UBND"

    @property
    def code_key(self) -> str | None:
        return code_key(self.code)

    @property
    def issuer_key(self) -> str | None:
        return name_key(self.issuer)


def listed(
    code: str = "751/QĐ-UBND",
    date: str | None = "2020-12-26",
    issuer: str | None = "UBND tỉnh Gia Lai",
    subject: str | None = "Quyết định về Kế hoạch CCHC năm 2021 tỉnh Gia Lai",
) -> Entry:
    number, _, symbol = code.partition("/")
    return Entry("Đến", 0, number, symbol, code, date, issuer, subject)


def verify(store: Store, cited: Cited, *rows: Entry) -> Verification:
    register.replace(store, "sổ", [replace(row, row=n) for n, row in enumerate(rows, 1)])
    with store.reading() as connection:
        (found,) = verifications(connection, store.workspace_id, [cited])
    return found


SAME = Cited()
CASES: dict[str, tuple[Cited, Sequence[Entry], str, tuple[str, ...]]] = {
    "as listed": (SAME, [listed()], "matched", ()),
    "number spelt otherwise": (replace(SAME, code="0751/qđ.ubnd"), [listed()], "matched", ()),
    "issuer without its place": (SAME, [listed(issuer="UBND tỉnh")], "matched", ()),
    "issuer abbreviated": (
        replace(SAME, issuer="Sở Giáo dục và Đào tạo tỉnh Gia Lai"),
        [listed(issuer="Sở GD&ĐT")],
        "matched",
        (),
    ),
    "issuer unknown to the report": (replace(SAME, issuer=None), [listed()], "matched", ()),
    "issuer unknown to the register": (SAME, [listed(issuer=None)], "matched", ()),
    "month alone is cited": (replace(SAME, date="2020-12"), [listed()], "matched", ()),
    "register without the day": (SAME, [listed(date=None)], "matched", ()),
    "of two years the one that is cited": (SAME, [listed(date="2019-12-26"), listed()], "matched", ()),
    "one digit of the day": (SAME, [listed(date="2020-12-25")], "differs", ("date",)),
    "one digit of the year": (SAME, [listed(date="2021-12-26")], "differs", ("date",)),
    "day and month exchanged": (replace(SAME, date="2020-03-05"), [listed(date="2020-05-03")], "differs", ("date",)),
    "another day of the year": (SAME, [listed(date="2020-07-11")], "differs", ("date",)),
    "another body, same day": (SAME, [listed(issuer="UBND tỉnh Kon Tum")], "differs", ("issuer",)),
    "another subject": (SAME, [listed(subject=OTHER)], "differs", ("subject",)),
    "symbol misspelt": (
        replace(SAME, code="751/QĐD-UBND", symbol="QĐD-UBND"),
        [listed()],
        "differs",
        ("symbol",),
    ),
    "number of another year": (SAME, [listed(date="2019-03-11")], "not_found", ()),
    "another body, another day": (SAME, [listed(issuer="UBND tỉnh Kon Tum", date="2020-03-11")], "not_found", ()),
    "another body, another subject": (SAME, [listed(issuer="UBND tỉnh Kon Tum", subject=OTHER)], "not_found", ()),
    "no body, another day": (replace(SAME, issuer=None, title=None), [listed(date="2020-03-11")], "not_found", ()),
    "another number": (SAME, [listed("752/QĐ-UBND")], "not_found", ()),
    "another type on that day": (SAME, [listed("751/KH-UBND", subject=OTHER)], "not_found", ()),
    "year in the number": (
        Cited("13/2018/QĐ-UBND", None, None, None, "13", "2018"),
        [listed("13/2018/QĐ-UBND", "2018-04-24")],
        "matched",
        (),
    ),
    "same number of another province": (
        Cited("13/2018/QĐ-UBND", None, "UBND tỉnh Gia Lai", None, "13", "2018"),
        [listed("13/2018/QĐ-UBND", "2018-04-24", "UBND tỉnh Kon Tum")],
        "not_found",
        (),
    ),
    "cited without a day, listed once": (replace(SAME, date=None), [listed()], "matched", ()),
    "cited without a day, told by its subject": (
        replace(SAME, date=None),
        [listed(), listed(date="2019-01-05", subject=OTHER)],
        "matched",
        (),
    ),
    "cited without a day, listed twice": (
        replace(SAME, date=None, title=None),
        [listed(), listed(date="2019-01-05")],
        "unchecked",
        (),
    ),
    "cited without a number": (replace(SAME, code=None, number=None), [listed()], "unchecked", ()),
}


def test_cases(store: Store) -> None:
    found = {name: verify(store, cited, *rows) for name, (cited, rows, _, _) in CASES.items()}
    told = {name: (one.status, one.fields) for name, one in found.items()}
    assert told == {name: (status, fields) for name, (_, _, status, fields) in CASES.items()}
    assert all((one.entry is not None) == (one.status in ("matched", "differs")) for one in found.values())


def test_cases_together(store: Store) -> None:
    """All of them at once, on both databases: none changes another, and the order stays."""
    kept = [(cited, status) for cited, rows, status, _ in CASES.values() if list(rows) == [listed()]]
    register.replace(store, "sổ", [replace(listed(), row=n) for n in (1,)])
    with store.reading() as connection:
        found = verifications(connection, store.workspace_id, (cited for cited, _ in kept * 300))
        assert [one.status for one in found] == [status for _, status in kept * 300]


def test_messages(store: Store) -> None:
    """What differs is told with the place where it stands; what is not there is told as what it is: nothing."""
    found = verify(store, SAME, listed(), listed(date="2020-12-25", issuer=None))
    assert (found.message_vi, found.message_en) == ("Có trong sổ, trang Đến, dòng 1", "Listed in sổ, sheet Đến, row 1")
    found = verify(store, SAME, listed(date="2020-12-25"))
    assert found.message_vi == "Khác với sổ, trang Đến, dòng 1: ngày 25/12/2020"
    absent = verify(store, SAME, listed("9/QĐ-UBND"))
    assert "không chứng tỏ văn bản không tồn tại" in absent.message_vi
    assert "does not prove that there is no such document" in absent.message_en


def test_no_register(store: Store) -> None:
    with store.reading() as connection:
        assert [one.status for one in verifications(connection, store.workspace_id, [SAME, SAME])] == ["unchecked"] * 2


def test_registers_of_another_workspace_are_not_asked(store: Store) -> None:
    with open_store(replace(store.settings, workspace="other")) as other:
        verify(other, SAME, listed())
        with store.reading() as connection:
            (found,) = verifications(connection, store.workspace_id, [SAME])
            assert found.status == "unchecked"
        assert verify(store, SAME, listed("9/QĐ-UBND")).status == "not_found"


def test_questions_are_asked_in_batches(store: Store) -> None:
    """1,000 citations cost two questions a batch, and not one each."""
    verify(store, SAME, listed())
    asked: list[str] = []
    with store.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *call: asked.append(call[2]))
        found = list(verifications(connection, store.workspace_id, [replace(SAME, code="9/QĐ-UBND")] * 1000))
    assert len(found) == 1000
    assert len(asked) == 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UBND tỉnh", "UBND tỉnh Gia Lai", True),
        ("UBND H. Mang Yang", "Ủy ban nhân dân huyện Mang Yang", True),
        ("Chủ tịch UBND huyện Mang Yang", "UBND huyện Mang Yang", True),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông tỉnh Gia Lai", True),
        ("SNV", "Sở Nội vụ tỉnh Gia Lai", True),
        ("TTg", "Thủ tướng Chính phủ", True),
        ("Chính phủ", "Thủ tướng Chính phủ", True),
        ("UBND tỉnh Gia Lai", "UBND tỉnh Kon Tum", False),
        ("UBND tỉnh Gia Lai", "UBND huyện Mang Yang", False),
        ("Sở Y tế", "Sở Nội vụ tỉnh Gia Lai", False),
        ("Sở Tư pháp", "Sở Tài chính", False),
    ],
)
def test_names_of_bodies(one: str, other: str, same: bool) -> None:
    keys = name_key(one) or "", name_key(other) or ""
    assert (same_body(*keys), same_body(*reversed(keys))) == (same, same)


def test_slips_of_days() -> None:
    assert slipped_date("2020-12-26", "2020-12-28")
    assert slipped_date("2020-03-05", "2020-05-03")
    assert not slipped_date("2020-12-26", "2020-12-26")
    assert not slipped_date("2020-12-26", "2020-11-16")
    assert not slipped_date("2020-12", "2020-11")


def test_real_report(store: Store) -> None:
    """The citations of the report of Mang Yang, of which the register lists four, two of them otherwise."""
    name = next(REPORTS.glob("000_*.txt")).name
    fill(store, {name: (REPORTS / name).read_text(encoding="utf-8")})
    rows = [
        listed(),
        listed("2124/QĐ-UBND", "2020-12-19", "UBND huyện Mang Yang", "Ban hành Kế hoạch CCHC năm 2021 của huyện"),
        listed("1094/UBND-NC", "2020-05-21", "UBND tỉnh", None),
        listed("43/2011/NĐ-CP", "2011-06-13", "Bộ Y tế", None),
    ]
    register.replace(store, "sổ", [replace(row, row=n) for n, row in enumerate(rows, 1)])
    found = {one.code: one.verification for one in check(store) if one.verification.entry}
    assert {code: (one.status, one.fields) for code, one in found.items()} == {
        "751/QĐ-UBND": ("matched", ()),
        "2124/QĐ-UBND": ("differs", ("date",)),
        "1094/UBND-NC": ("matched", ()),
        "43/2011/NĐ-CP": ("differs", ("issuer",)),
    }
    table = tables.citation
    with store.reading() as connection:
        cited = connection.execute(select(table).where(table.c.document_id == 1)).all()
        assert [one.status for one in verifications(connection, store.workspace_id, cited)].count("differs") == 2


def test_command(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    text = "BÁO CÁO\nThực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 và Kế hoạch số 9/KH-UBND ngày 05/3/2021.\n"
    with open_store(settings) as store:
        fill(store, {"a.txt": text, "b.txt": text + "Hai."})
        verify(store, SAME, listed(date="2020-12-25"), listed("9/KH-UBND", "2021-03-05", None, None))
    assert cli.main(["register", "check"]) == 0
    shown = capsys.readouterr()
    assert shown.out == (
        "751/QĐ-UBND, 26/12/2020 (a.txt và 1 báo cáo khác)\n    Khác với sổ, trang Đến, dòng 1: ngày 25/12/2020\n"
    )
    assert shown.err == "trichluc: 2 cited documents: 1 matched, 1 differs, 0 not_found, 0 unchecked\n"
    assert cli.main(["register", "check", "--json", "--all"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["code"], one["reports"], one["verification"]["status"]) for one in told] == [
        ("751/QĐ-UBND", 2, "differs"),
        ("9/KH-UBND", 2, "matched"),
    ]
