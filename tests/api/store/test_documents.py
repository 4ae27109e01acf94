"""Accepting and removing files: known by content, in their workspace, and never without their file."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from api.store import Settings, Store, open_store, tables
from api.store.blobs import Blobs
from api.store.documents import Accepted, Incoming, accept, unchanged
from api.store.files import remove
from api.store.keys import document_of
from api.store.results import SURFACE
from tests.archive import fill

REPORT = (
    "BÁO CÁO\nKết quả công tác năm 2021\n\nI. Công tác chỉ đạo\n"
    "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 và Quyết định số 751/QĐ-UBND ngày 27/12/2020 của UBND tỉnh, "
    "đã kiểm tra 07 xã.\n"
)


@pytest.fixture
def other(settings: Settings) -> Iterator[Store]:
    """Another workspace of the same store."""
    with open_store(replace(settings, workspace="khác")) as opened:
        yield opened


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def count(store: Store, table: str) -> int:
    with store.reading() as connection:
        return int(connection.scalars(text(f"SELECT count(*) FROM {table}")).one())


def places(store: Store) -> dict[str, tuple[int, int | None, int | None]]:
    table = tables.location
    query = select(table.c.path, table.c.document_id, table.c.size, table.c.mtime_ns).where(
        table.c.workspace_id == store.workspace_id
    )
    with store.reading() as connection:
        return {row.path: (row.document_id, row.size, row.mtime_ns) for row in connection.execute(query)}


def test_order_of_the_files_is_that_of_the_answers(store: Store) -> None:
    data = [b"b", b"a", b"c", b"a"]
    accepted = accept(store, [Incoming(f"{index}.txt", one) for index, one in enumerate(data)])
    assert [one.sha256 for one in accepted] == [sha256(one) for one in data]
    assert [one.new for one in accepted] == [True, True, True, False]
    assert accepted[3].document_id == accepted[1].document_id
    assert [store.blobs.get(one.sha256) for one in accepted] == data
    assert count(store, "blob") == 3


def test_document_has_facts_of_its_file(store: Store) -> None:
    (accepted,) = accept(store, [Incoming("Báo cáo số 496.docx", b"data")])
    with store.reading() as connection:
        row = connection.execute(tables.document.select()).one()
    assert (row.id, row.workspace_id, row.name) == (accepted.document_id, store.workspace_id, "Báo cáo số 496.docx")
    assert (row.sha256, row.size, row.original) == (sha256(b"data"), 4, True)
    assert len(row.uid) == 32


def test_same_content_again_is_one_document_with_one_more_place(store: Store) -> None:
    first = accept(store, [Incoming("a.txt", b"x", "/archive/a.txt", 1, 5)])
    again = accept(store, [Incoming("b.txt", b"x", "/archive/b.txt", 1, 6)])
    assert again == [Accepted(first[0].document_id, sha256(b"x"), False)]
    assert places(store) == {
        "/archive/a.txt": (first[0].document_id, 1, 5),
        "/archive/b.txt": (first[0].document_id, 1, 6),
    }


def test_changed_content_at_a_path_is_a_new_document_there(store: Store) -> None:
    (old,) = accept(store, [Incoming("a.txt", b"x", "/archive/a.txt", 1, 5)])
    (new,) = accept(store, [Incoming("a.txt", b"xy", "/archive/a.txt", 2, 6)])
    assert new.new
    assert new.document_id != old.document_id
    assert places(store) == {"/archive/a.txt": (new.document_id, 2, 6)}
    assert count(store, "document") == 2


def test_what_did_not_change_is_known_by_path_size_and_time(store: Store) -> None:
    accept(store, [Incoming("a.txt", b"x", "/archive/a.txt", 1, 5), Incoming("b.txt", b"y", "/archive/b.txt", 1, 5)])
    seen = [("/archive/a.txt", 1, 5), ("/archive/b.txt", 1, 6), ("/archive/c.txt", 1, 5)]
    assert unchanged(store, seen) == {"/archive/a.txt"}


def test_workspaces_do_not_see_each_other(store: Store, other: Store) -> None:
    (ours,) = accept(store, [Incoming("a.txt", b"x", "/archive/a.txt", 1, 5)])
    assert unchanged(other, [("/archive/a.txt", 1, 5)]) == set()
    (theirs,) = accept(other, [Incoming("a.txt", b"x", "/archive/a.txt", 1, 7)])
    assert theirs.new
    assert theirs.document_id != ours.document_id
    assert unchanged(store, [("/archive/a.txt", 1, 5)]) == {"/archive/a.txt"}
    assert (count(store, "document"), count(store, "blob")) == (2, 1)
    assert not remove(other, ours.document_id)
    assert count(store, "document") == 2


def test_failure_keeps_no_rows(store: Store) -> None:
    with pytest.raises(Exception, match="name"):
        accept(store, [Incoming("a.txt", b"x"), Incoming(None, b"y")])  # type: ignore[arg-type]
    assert (count(store, "document"), count(store, "blob")) == (0, 0)


def test_file_that_was_lost_is_put_back(store: Store) -> None:
    (lost,) = accept(store, [Incoming("a.txt", b"x")])
    store.blobs.delete(lost.sha256)
    assert accept(store, [Incoming("a.txt", b"x")]) == [replace(lost, new=False)]
    assert store.blobs.get(lost.sha256) == b"x"


# --- removing --------------------------------------------------------------------------------------------------------


def test_removed_document_leaves_nothing(store: Store) -> None:
    ids = fill(store, {"a.txt": REPORT, "b.txt": f"{REPORT}Đã kiểm tra 08 xã.\n"})
    kept = {table.name: count(store, table.name) for table in (*SURFACE, tables.extraction, tables.source)}
    assert kept["citation"] == kept["finding"] == 2
    fill(store, {"c.txt": f"{REPORT}\nÔng Nguyễn Văn Thử, Chủ tịch UBND xã.\n"})
    third = max(ids.values()) + 1
    assert remove(store, third)
    assert {name: count(store, name) for name in kept} == kept
    assert {one.digest for one in store.blobs.listing()} == set(blob_rows(store))
    assert count(store, "blob") == 6
    assert not remove(store, third)


def blob_rows(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.scalars(select(tables.blob.c.sha256)))


def test_removed_document_is_not_found_any_more(store: Store) -> None:
    ids = fill(store, {"a.txt": REPORT, "b.txt": f"{REPORT}Đã kiểm tra 08 xã.\n"})
    assert remove(store, ids["a.txt"])
    found = "SELECT newest FROM report_text WHERE vector @@ to_tsquery('simple', 'tra')"
    if store.engine.dialect.name == "sqlite":
        found = "SELECT rowid FROM report_search WHERE report_search MATCH 'tra'"
        with store.writing() as connection:
            connection.execute(text("INSERT INTO report_search(report_search, rank) VALUES ('integrity-check', 1)"))
    with store.reading() as connection:
        assert [document_of(row) for row in connection.scalars(text(found))] == [ids["b.txt"]]


def test_files_stay_while_another_workspace_needs_them(store: Store, other: Store) -> None:
    ours, theirs = fill(store, {"a.txt": REPORT})["a.txt"], fill(other, {"a.txt": REPORT})["a.txt"]
    digests = {one.digest for one in store.blobs.listing()}
    assert remove(store, ours)
    assert {one.digest for one in store.blobs.listing()} == digests
    assert count(store, "source") == 1
    assert remove(other, theirs)
    assert not list(store.blobs.listing())
    assert (count(store, "source"), count(store, "blob")) == (0, 0)


def interpose(
    monkeypatch: pytest.MonkeyPatch, method: str, before: Callable[[], None], after: Callable[[], None]
) -> None:
    """Let something happen around the next call of a method of the store of files."""
    original = getattr(Blobs, method)

    def wrapped(self: Blobs, *arguments: object) -> object:
        monkeypatch.setattr(Blobs, method, original)
        before()
        result = original(self, *arguments)
        after()
        return result

    monkeypatch.setattr(Blobs, method, wrapped)


def nothing() -> None:
    pass


def test_removal_between_file_and_row_of_the_same_content(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (old,) = accept(store, [Incoming("a.txt", b"x")])
    removed: list[bool] = []
    interpose(monkeypatch, "add", nothing, lambda: removed.append(remove(store, old.document_id)))
    (new,) = accept(store, [Incoming("a.txt", b"x")])
    assert new.new
    assert removed == [True]
    assert store.blobs.get(new.sha256) == b"x"
    assert blob_rows(store) == [new.sha256]


def test_acceptance_while_the_same_content_is_removed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (old,) = accept(store, [Incoming("a.txt", b"x")])
    deleting, go = threading.Event(), threading.Event()
    accepted: list[Accepted] = []

    def hold() -> None:
        deleting.set()
        assert go.wait(20)

    interpose(monkeypatch, "delete", hold, nothing)
    removing = threading.Thread(target=remove, args=(store, old.document_id))
    accepting = threading.Thread(target=lambda: accepted.extend(accept(store, [Incoming("a.txt", b"x")])))
    removing.start()
    assert deleting.wait(20)
    accepting.start()
    # It waits for the end of the removal; how long it is given does not decide the outcome.
    accepting.join(0.3)
    assert accepting.is_alive()
    go.set()
    removing.join(20)
    accepting.join(20)
    assert accepted[0].new
    assert store.blobs.get(accepted[0].sha256) == b"x"
    assert blob_rows(store) == [accepted[0].sha256]


def test_imports_of_the_same_files_in_other_orders(store: Store) -> None:
    files = [Incoming(f"{number}.txt", f"{number}".encode(), f"/archive/{number}") for number in range(40)]
    errors: list[BaseException] = []

    def run(batch: list[Incoming]) -> None:
        try:
            for start in range(0, len(batch), 10):
                accept(store, batch[start : start + 10])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(batch,)) for batch in (files, files[::-1], files[20:] + files[:20])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.document)) == 40
        assert connection.scalar(select(func.count()).select_from(tables.location)) == 40
