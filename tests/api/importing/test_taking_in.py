"""Taking files in: duplicates, unchanged and changed files, failures that are settled, folders as metadata."""

from __future__ import annotations

import dataclasses
import io
import os
from collections import Counter
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import func, select

import extractor.read
from api.commands.quarantine import found as failures
from api.importing import feed
from api.importing.feed import Feed
from api.importing.found import Found
from api.importing.tally import Tally
from api.store import Settings, Store, open_store, tables, work
from extractor.limits import Limits
from tests.importing import VERSION, imported, places, report, written


def count(store: Store, table: str) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0


def names(store: Store) -> list[str]:
    with store.reading() as connection:
        return sorted(connection.scalars(select(tables.document.c.name)))


def folders_of(store: Store) -> dict[str, object]:
    with store.reading() as connection:
        rows = connection.execute(select(tables.document.c.name, tables.document.c.metadata)).all()
    return {row.name: (row.metadata or {}).get("folder") for row in rows}


def test_files_are_taken_in_and_extracted_once(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {f"{number}.txt": report(number) for number in range(7)})
    first = imported(store, tmp_path / "in")
    assert (first.found, first.new, first.done, first.failed) == (7, 7, 7, 0)
    second = imported(store, tmp_path / "in")
    assert (second.found, second.unchanged, second.new, second.finished) == (7, 7, 0, 0)
    assert (count(store, "document"), count(store, "extraction"), count(store, "report")) == (7, 7, 7)


def test_same_content_is_one_document_with_several_places(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a.txt": report(1), "b/c.txt": report(1), "d.txt": report(2)})
    first = imported(store, tmp_path / "in")
    assert (first.new, first.duplicates, first.done) == (2, 1, 2)
    written(tmp_path / "in", {"e.txt": report(2)})
    second = imported(store, tmp_path / "in")
    assert (second.new, second.duplicates, second.unchanged, second.finished) == (0, 1, 3, 0)
    assert names(store) == ["a.txt", "d.txt"]
    assert len(places(store)) == 4


def test_changed_file_is_a_new_document(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a.txt": report(1)})
    imported(store, tmp_path / "in")
    written(tmp_path / "in", {"a.txt": report(22)})
    tally = imported(store, tmp_path / "in")
    assert (tally.new, tally.done, tally.unchanged) == (1, 1, 0)
    assert count(store, "document") == 2
    assert count(store, "location") == 1


def test_many_small_batches(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "BATCH_FILES", 2)
    monkeypatch.setattr(feed, "LOOK", 3)
    written(tmp_path / "in", {f"{number}.txt": report(number % 5) for number in range(11)})
    tally = imported(store, tmp_path / "in")
    assert (tally.found, tally.new, tally.duplicates, tally.done) == (11, 5, 6, 5)


def test_what_fails_is_in_quarantine_with_advice(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a.txt": report(1), "b.docx": b"PK\x03\x04 word/ damaged", "c.bin": bytes(100), "d": b""})
    tally = imported(store, tmp_path / "in")
    assert (tally.done, tally.failed) == (1, 3)
    assert tally.failures == {"corrupt": 1, "unsupported_type": 1, "empty": 1}
    listed = {os.path.basename(one.paths[0]): one for one in failures(store)}
    assert {name: one.code for name, one in listed.items()} == {
        "b.docx": "corrupt",
        "c.bin": "unsupported_type",
        "d": "empty",
    }
    assert "send" in listed["b.docx"].message
    assert imported(store, tmp_path / "in").finished == 0


def test_quarantine_is_tried_again_on_request(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a.txt": report(1), "d": b""})
    imported(store, tmp_path / "in")
    tally = imported(store, retry=True)
    assert tally.outcomes == {"failed": 1}
    assert [one.code for one in failures(store)] == ["empty"]


def test_failure_is_settled_when_its_file_is_replaced(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a.docx": b"PK\x03\x04 word/ damaged"})
    imported(store, tmp_path / "in")
    written(tmp_path / "in", {"a.docx": report(1)})
    tally = imported(store, tmp_path / "in")
    assert tally.done == 1
    assert list(failures(store)) == []
    assert imported(store, retry=True).finished == 0
    # The same damaged file, found at another place.
    written(tmp_path / "in", {"b.docx": b"PK\x03\x04 word/ damaged"})
    tally = imported(store, tmp_path / "in")
    assert tally.outcomes == {"failed": 1}
    assert [one.paths for one in failures(store)] == [[f"{tmp_path}/in/b.docx"]]


def test_failure_at_two_places_stays_when_one_is_replaced(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a": b"", "b": b""})
    imported(store, tmp_path / "in")
    written(tmp_path / "in", {"a": report(1)})
    imported(store, tmp_path / "in")
    assert [one.paths for one in failures(store)] == [[f"{tmp_path}/in/b"]]


def test_file_over_the_limit_is_not_read(store: Store) -> None:
    taken = 0

    class Counted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            nonlocal taken
            data = super().read(size)
            taken += len(data)
            return data

    def opened() -> BinaryIO:
        return Counted(bytes(5000))

    tally = Tally()
    large = Found("/in/large.pdf", "large.pdf", 5000, 1, opened)
    Feed(store, VERSION, tally, limits=Limits(file_bytes=1000)).take([large])
    assert taken < 10
    assert (tally.found, tally.refused, tally.new) == (1, 1, 0)
    (failure,) = failures(store)
    assert (failure.code, failure.paths) == ("limit", ["/in/large.pdf"])
    assert "5000 bytes" in failure.message
    # It is known now; once it may be larger and --retry is said, it is taken in, and the failure is settled.
    Feed(store, VERSION, tally, limits=Limits(file_bytes=1000)).take([large])
    assert tally.unchanged == 1
    Feed(store, VERSION, tally, limits=Limits(file_bytes=1000), again=True).take([large])
    assert (tally.refused, count(store, "document")) == (2, 1)
    Feed(store, VERSION, tally, again=True).take([large])
    assert tally.new == 1
    assert list(failures(store)) == []


def test_file_that_cannot_be_read_is_told_and_taken_by_the_next_import(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "in", {"a.txt": report(1), "b.txt": report(2), "c.txt": report(3)})
    lines: list[str] = []
    real = os.open
    with monkeypatch.context() as patched:

        def refuse(path: str, *args: int, **kwargs: int) -> int:
            if str(path).endswith("/b.txt"):
                raise PermissionError(13, "Permission denied", path)
            return real(path, *args, **kwargs)

        patched.setattr(os, "open", refuse)
        tally = imported(store, tmp_path / "in", told=lines.append)
    assert (tally.found, tally.new, tally.unreadable, tally.done) == (3, 2, 1, 2)
    assert lines == [f"{tmp_path}/in/b.txt: cannot be read (permission denied); the next import looks at it again"]
    assert imported(store, tmp_path / "in").done == 1


def test_file_that_grows_while_it_is_read_waits_for_the_next_import(store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, {"a.txt": report(1)}) / "a.txt"

    def opened() -> BinaryIO:
        class Growing(io.FileIO):
            def read(self, size: int | None = -1, /) -> bytes:
                with file.open("a") as end:
                    end.write("more")
                return super().read(size) or b""

        return Growing(file)  # type: ignore[return-value]

    lines: list[str] = []
    status = file.stat()
    found = Found(str(file), "a.txt", status.st_size, status.st_mtime_ns, opened)
    tally = Tally()
    Feed(store, VERSION, tally, told=lines.append).take([found])
    assert (tally.new, tally.unreadable) == (0, 1)
    assert "changes while it is read" in lines[0]
    assert imported(store, file).done == 1


def test_folders_as_metadata(store: Store, tmp_path: Path) -> None:
    files = {"2021/UBND huyện/BC/a.txt": report(1), "2022/UBND xã/KH/b.txt": report(2), "c.txt": report(3)}
    written(tmp_path / "in", files)
    tally = imported(store, tmp_path / "in", pattern="{year}/{issuer}/{type}")
    assert tally.unfiled == 1
    assert folders_of(store) == {
        "a.txt": {"year": "2021", "issuer": "UBND huyện", "type": "BC"},
        "b.txt": {"year": "2022", "issuer": "UBND xã", "type": "KH"},
        "c.txt": None,
    }


def test_folders_of_an_archive_that_is_there_already(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"2021/BC/a.txt": report(1)})
    imported(store, tmp_path / "in")
    tally = imported(store, tmp_path / "in", pattern="{year}/{type}")
    assert (tally.unchanged, tally.new) == (1, 0)
    assert folders_of(store) == {"a.txt": {"year": "2021", "type": "BC"}}
    imported(store, tmp_path / "in", pattern="{year}")
    assert folders_of(store) == {"a.txt": {"year": "2021"}}


def test_a_new_version_reads_nothing_again(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[str] = Counter()
    real = extractor.read.read

    def counting(data: bytes, name: str, *more: object) -> object:
        read[name] += 1
        return real(data, name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(extractor.read, "read", counting)
    written(tmp_path / "in", {"a.txt": report(1), "b.txt": report(2), "c": b""})
    imported(store, tmp_path / "in")
    assert read == {"a.txt": 1, "b.txt": 1, "c": 1}
    # Without --update, what an older version did stays.
    assert imported(store, tmp_path / "in", version="v2").finished == 0
    tally = imported(store, version="v2", update=True)
    assert tally.outcomes == {"done": 2, "failed": 1}
    assert read == {"a.txt": 1, "b.txt": 1, "c": 2}
    with store.reading() as connection:
        query = select(tables.extraction.c.from_source).where(tables.extraction.c.status == "done")
        assert sorted(connection.scalars(query.order_by(tables.extraction.c.id))) == [False, False, True, True]
    assert imported(store, version="v2", update=True).finished == 0


def test_a_new_version_does_what_the_old_one_left(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a.txt": report(1), "b.txt": report(2)})
    Feed(store, "v1", Tally()).take(
        [Found(str(file), file.name, 1, 1, lambda file=file: file.open("rb")) for file in (tmp_path / "in").iterdir()]
    )
    assert work.statuses(store, "v1") == {"pending": 2}
    assert imported(store, tmp_path / "in", version="v2").done == 2
    assert work.statuses(store, "v1") == {}


def test_a_new_version_retries_what_the_old_one_could_not(store: Store, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a.txt": report(1), "b": b""})
    imported(store, tmp_path / "in")
    assert imported(store, version="v2", retry=True).outcomes == {"failed": 1}
    (failure,) = failures(store)
    assert failure.attempts == 1


def test_secret_file_leaves_its_place_and_hash_only(store: Store, tmp_path: Path) -> None:
    secret = report(1).replace("UBND HUYỆN KÔNG CHRO\n", "UBND HUYỆN KÔNG CHRO\nMẬT\n")
    written(tmp_path / "in", {"a.txt": secret, "b.txt": report(2)})
    tally = imported(store, tmp_path / "in")
    assert tally.failures == {"secret": 1}
    (failure,) = failures(store)
    assert not store.blobs.has(failure.sha256)
    assert count(store, "report") == 1
    # It comes again, under another name, and with --retry: its content is still not kept.
    written(tmp_path / "in", {"c.txt": secret})
    again = imported(store, tmp_path / "in", retry=True)
    assert (again.duplicates, again.finished) == (2, 0)
    assert not store.blobs.has(failure.sha256)
    assert [len(one.paths) for one in failures(store)] == [2]


def test_nothing_of_one_workspace_shows_in_another(settings: Settings, tmp_path: Path) -> None:
    written(tmp_path / "in", {"a.txt": report(1), "b": b""})
    with open_store(settings) as one, open_store(dataclasses.replace(settings, workspace="other")) as other:
        imported(one, tmp_path / "in")
        assert list(failures(other)) == []
        assert imported(other, retry=True).backlog == 0
        assert imported(other, version="v2", update=True).backlog == 0
        # Not even that the file is known.
        tally = imported(other, tmp_path / "in")
        assert (tally.new, tally.done, tally.failed) == (2, 1, 1)
        assert len(list(failures(other))) == len(list(failures(one))) == 1


def test_import_that_is_stopped_goes_on_where_it_was(store: Store, tmp_path: Path) -> None:
    from threading import Event

    written(tmp_path / "in", {f"{number}.txt": report(number) for number in range(12)})
    stop = Event()
    stop.set()
    assert imported(store, tmp_path / "in", stop=stop).done == 0
    tally = imported(store, tmp_path / "in")
    assert tally.done == 12
    assert work.statuses(store, VERSION) == {"done": 12}
