"""Files that carry a mark of secrecy: path and hash stay, and nothing of the content, in no file of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from api.extraction import SecretFileError, prepare, process
from api.isolation import Bounds, Isolation
from api.store import Settings, Store, open_store, tables, work
from api.store.documents import Incoming, accept
from api.store.purging import leave_behind, purge
from api.store.results import clear_surface, write_surface
from tests.archive import fill

#: Words that stand nowhere else, with tone marks and without.
WORDS = ("Quyzzộc", "quyzzoc", "Zzăkphương", "zzakphuong")
TEXT = """BỘ CHỈ HUY QUÂN SỰ
TỈNH GIA LAI
Số: 12/BC-BCH
{mark}
Gia Lai, ngày 10 tháng 12 năm 2021

BÁO CÁO
Tình hình Quyzzộc

Thực hiện Kế hoạch số 12/KH-Zzăkphương ngày 28/01/2021, đơn vị báo cáo Zzăkphương như sau:

Chỉ tiêu Zzăkphương: 53 người. Quyzzộc.
"""
SECRET, OPEN = TEXT.format(mark="TỐI MẬT"), TEXT.format(mark="")
NAME, PATH = "bao-cao.txt", "/kho/2021/bao-cao.txt"
VERSION, LATER = "v1", "v2"


def traces(folder: Path) -> list[str]:
    """The files of a store that hold one of the words, in any encoding that they could be written in."""
    forms = [word.encode(encoding) for word in WORDS for encoding in ("utf-8", "utf-16-le")]
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and any(form in file.read_bytes() for form in forms)
    ]


def folder_of(settings: Settings) -> Path:
    return Path(settings.files_url.removeprefix("file://")).parent


class Here(Isolation):
    """No process of its own: what a file says is the same."""

    def __init__(self) -> None:
        pass

    def run(self, name: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)


def extract(store: Store, version: str, isolation: Isolation | None = None) -> str:
    """Do the one piece of work that waits."""
    (claim,) = work.claim(store, version, work.owner(), 5)
    return process(store, claim, isolation or Here())


def rows(store: Store) -> dict[str, int]:
    """How many rows each table that may hold something of the text has."""
    with store.reading() as connection:
        held = (tables.report, tables.report_text, tables.citation, tables.mention, tables.figure, tables.finding)
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (*held, tables.source, tables.blob, tables.membership)
        }


def test_nothing_of_a_secret_file_is_kept(store: Store) -> None:
    """The original is in the store while it waits, and in no row; it goes when the mark is seen."""
    folder = folder_of(store.settings)
    digest = hashlib.sha256(SECRET.encode()).hexdigest()
    (taken,) = accept(store, [Incoming(NAME, SECRET.encode(), PATH)], VERSION)
    assert traces(folder) == [f"files/{digest[:2]}/{digest[2:4]}/{digest}"]
    with Isolation(1, Bounds(seconds=60)) as isolation:
        assert extract(store, VERSION, isolation) == "failed"
    assert traces(folder) == []
    assert set(rows(store).values()) == {0}
    with store.reading() as connection:
        assert connection.scalars(select(tables.location.c.path)).all() == [PATH]
        one = connection.execute(select(tables.document)).one()
        assert (one.sha256, one.name, one.original, one.id) == (digest, NAME, False, taken.document_id)
        failed = connection.execute(select(tables.extraction)).one()
        assert (failed.status, failed.error_code, failed.report_sha256) == ("failed", "secret", None)
        assert failed.error_message.startswith(f"{NAME}: carries a secrecy mark")


def test_it_does_not_come_back(store: Store) -> None:
    """Neither the same file again, under another name, nor a retry, nor a later version brings it back."""
    accept(store, [Incoming(NAME, SECRET.encode(), PATH)], VERSION)
    extract(store, VERSION)
    accept(store, [Incoming("khac.txt", SECRET.encode(), "/kho/khac.txt")], VERSION)
    assert work.retry(store, VERSION) == 0
    accept(store, [Incoming(NAME, SECRET.encode(), PATH)], LATER)
    assert not work.claim(store, VERSION, "a", 5)
    assert not work.claim(store, LATER, "a", 5)
    assert traces(folder_of(store.settings)) == []
    with store.reading() as connection:
        assert sorted(connection.scalars(select(tables.location.c.path))) == ["/kho/2021/bao-cao.txt", "/kho/khac.txt"]


def test_mark_that_an_earlier_version_did_not_see(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text was searched, its Report and Source kept: all of it goes, from pages, index and log."""
    from extractor.segment import marks

    folder = folder_of(store.settings)
    with monkeypatch.context() as earlier:
        earlier.setattr(marks, "_secrecy", lambda *_: None)
        ids = fill(store, {NAME: SECRET, "cong-khai.txt": TEXT.replace("Quyzzộc", "công").replace("Zzăkphương", "dân")})
    # The open document beside it stays; it is done by the later version already.
    with store.writing() as connection:
        connection.execute(
            tables.membership.insert().values(
                document_id=ids[NAME], workspace_id=store.workspace_id, record="r", role="version", position=0
            )
        )
    assert any("trichluc.db" in name for name in traces(folder)) == (store.engine.dialect.name == "sqlite")
    work.enqueue(store, [ids[NAME]], LATER)
    assert extract(store, LATER) == "failed"
    assert purge(store)
    assert traces(folder) == []
    left = rows(store)
    assert (left["report"], left["source"], left["membership"]) == (1, 1, 0)
    assert left["blob"] == 3
    with store.reading() as connection:
        assert connection.scalar(select(tables.document.c.name).join(tables.report)) == "cong-khai.txt"


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """A store on SQLite; what a server writes over, and when, is its own affair."""
    with open_store(Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", (tmp_path / "files").as_uri())) as opened:
        yield opened


def test_rewritten_text_leaves_no_trace_either(sqlite: Store) -> None:
    """Extracted several times before the mark was seen: the first rows were deleted long ago."""
    ids = fill(sqlite, {NAME: OPEN})
    again = prepare(NAME, OPEN.encode(), None)
    for _ in range(3):
        with sqlite.writing() as connection:
            write_surface(connection, sqlite.workspace_id, ids[NAME], 1, again.rows)
    assert "trichluc.db-wal" in traces(folder_of(sqlite.settings))
    with sqlite.writing() as connection:
        assert clear_surface(connection, ids[NAME])
        leave_behind(connection)
    assert purge(sqlite)
    assert not [name for name in traces(folder_of(sqlite.settings)) if name.startswith("trichluc.db")]


def test_purge_that_a_reader_is_in_the_way_of_is_done_the_next_time(sqlite: Store) -> None:
    fill(sqlite, {NAME: OPEN})
    with sqlite.writing() as connection:
        leave_behind(connection)
    with sqlite.reading() as reader:
        reader.execute(select(tables.document)).all()
        with sqlite.engine.connect() as waiting:
            # It would wait for the reader for a minute.
            waiting.exec_driver_sql("PRAGMA busy_timeout = 1")
        assert not purge(sqlite)
    assert removals(sqlite) == 1
    assert purge(sqlite)
    assert removals(sqlite) == 0


def removals(store: Store) -> object:
    with store.reading() as connection:
        return connection.scalar(text("PRAGMA user_version"))


def test_another_workspace_keeps_its_own_copy_until_it_looks(store: Store) -> None:
    """Each workspace answers for itself: what one sees as secret is gone there, also from its searches."""
    with open_store(replace(store.settings, workspace="other")) as other:
        accept(other, [Incoming(NAME, SECRET.encode())], VERSION)
        accept(store, [Incoming(NAME, SECRET.encode())], VERSION)
        extract(store, VERSION)
        with store.reading() as connection:
            kept = connection.scalars(select(tables.document.c.original).order_by(tables.document.c.workspace_id)).all()
        assert kept == [False, True]
        assert extract(other, VERSION) == "failed"
    assert traces(folder_of(store.settings)) == []


def test_error_says_nothing_of_the_text() -> None:
    with pytest.raises(SecretFileError) as raised:
        prepare(NAME, SECRET.encode(), None)
    assert str(raised.value) == f"{NAME}: carries a secrecy mark; path and hash are listed, its content is not kept"
