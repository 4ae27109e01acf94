"""Checking and mending: each kind of damage is found, and what can be made anew is."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from sqlalchemy import delete, insert, select, text, update

from api import cli
from api.extraction import prepare
from api.keeping import verify
from api.keeping.mend import mend
from api.keeping.problems import GRACE, Problem
from api.keeping.surfaces import check_documents
from api.keeping.verify import check_database, check_files
from api.store import Settings, Store, open_store, tables, work
from api.store.documents import Incoming, accept, unchanged
from api.store.results import finish
from extractor.pipeline import load
from extractor.read import READER_VERSIONS
from tests.archive import fill
from tests.keeping import REPORT, everything, files, found, populate


def silent(_: str, __: int, ___: int) -> None:
    pass


def problems(store: Store, *, contents: bool = True) -> list[Problem]:
    return [
        *check_database(store, contents=contents),
        *check_files(store, contents=contents, progress=silent),
        *check_documents(store, contents=contents, progress=silent),
    ]


def kinds(store: Store, *, contents: bool = True) -> Counter[str]:
    return Counter(one.kind for one in problems(store, contents=contents))


def mended(store: Store) -> list[bool]:
    return [mend(store, one) for one in problems(store)]


def place(store: Store, digest: str) -> Path:
    return Path(unquote(urlsplit(store.settings.files_url).path)) / digest[:2] / digest[2:4] / digest


def age(store: Store, digest: str | None = None) -> None:
    """Let all rows, and a file, be older than what may belong to work that is going on."""
    then = time.time() - 2 * GRACE
    with store.writing() as connection:
        connection.execute(update(tables.blob).values(created_at=then))
        connection.execute(update(tables.document).values(added_at=then))
    if digest:
        os.utime(place(store, digest), (then, then))


def digests(store: Store) -> tuple[str, str, str]:
    """Original, kept Source and report of the only document."""
    with store.reading() as connection:
        original = connection.scalars(select(tables.document.c.sha256)).one()
        source = connection.scalars(select(tables.source.c.blob_sha256)).one()
        report = connection.scalars(select(tables.extraction.c.report_sha256)).one()
    return original, source, report


def extract_waiting(store: Store) -> int:
    """What an import does with work that waits."""
    version = load().pipeline.version
    claims = work.claim(store, version, work.owner(), 100)
    for claim in claims:
        task = work.start(store, claim)
        assert task is not None
        assert finish(store, claim, task.sha256, prepare(task.name, store.blobs.get(task.sha256), None))
    return len(claims)


def damage(store: Store, digest: str) -> None:
    file = place(store, digest)
    file.write_bytes(file.read_bytes()[:-1] + b"?")


@pytest.fixture
def one(store: Store) -> Store:
    """A store with one report."""
    fill(store, {"a.txt": REPORT})
    return store


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stores to copy: with one report, and with everything."""
    place = tmp_path_factory.mktemp("templates")
    with open_store(at(place / "one")) as store:
        fill(store, {"a.txt": REPORT})
    populate(at(place / "everything"))
    return place


@pytest.fixture
def local(templates: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with one report where the database does not matter."""
    shutil.copytree(templates / "one", tmp_path / "one")
    with open_store(at(tmp_path / "one")) as store:
        yield store


@pytest.fixture
def full(templates: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with everything where the database does not matter."""
    shutil.copytree(templates / "everything", tmp_path / "everything")
    with open_store(at(tmp_path / "everything")) as store:
        yield store


def at(folder: Path) -> Settings:
    """A store in a folder."""
    return Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())


def test_whole_archive_agrees(settings: Settings) -> None:
    populate(settings)
    with open_store(settings) as store:
        age(store)
        assert problems(store) == []
        assert problems(store, contents=False) == []


def test_portions_are_of_one_whole(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    orphan = full.blobs.put(b"orphan")
    age(full, orphan)
    for digest in list(files(full))[::2]:
        gone(full, digest)
    whole = set(check_files(full, contents=True, progress=silent))
    assert len(whole) > 3
    monkeypatch.setattr(verify, "PORTION", 0)
    assert set(check_files(full, contents=True, progress=silent)) == whole


Damage = Callable[[Store, str], None]


def empty(store: Store, digest: str) -> None:
    place(store, digest).write_bytes(b"")


def gone(store: Store, digest: str) -> None:
    store.blobs.delete(digest)


@pytest.mark.parametrize("how", [damage, gone])
def test_lost_report_is_extracted_again(one: Store, how: Damage) -> None:
    before, kept = everything(one), files(one)
    *_, report = digests(one)
    how(one, report)
    assert kinds(one) == {"lost_report": 1}
    assert mended(one) == [True]
    assert extract_waiting(one) == 1
    assert problems(one) == []
    assert files(one) == kept
    assert [row[1:] for row in everything(one)["citation"]] == [row[1:] for row in before["citation"]]


@pytest.mark.parametrize("how", [damage, gone])
def test_lost_source_is_read_again_when_it_is_needed(local: Store, how: Damage) -> None:
    original, source, _ = digests(local)
    how(local, source)
    assert kinds(local) == {"lost_source": 1}
    assert mended(local) == [True]
    assert problems(local) == []
    with local.reading() as connection:
        assert connection.scalars(select(tables.source.c.sha256)).all() == []
    assert store_holds(local, original)


def store_holds(store: Store, digest: str) -> bool:
    return store.blobs.has(digest)


@pytest.mark.parametrize("how", [damage, gone])
def test_lost_original_comes_back_with_the_next_import(local: Store, how: Damage) -> None:
    store = local
    incoming = Incoming("a.txt", REPORT.encode(), "/archive/a.txt", 5, 7)
    (accepted,) = accept(store, [incoming])
    how(store, accepted.sha256)
    assert kinds(store) == {"lost_original": 1}
    assert mended(store) == [False]
    # It is not taken for unchanged any more.
    assert unchanged(store, [("/archive/a.txt", 5, 7)]) == set()
    accept(store, [incoming])
    assert problems(store) == []


def test_damaged_original_is_set_aside(local: Store) -> None:
    original, *_ = digests(local)
    damage(local, original)
    spoilt = place(local, original).read_bytes()
    mended(local)
    assert (place(local, original).parents[2] / "damaged" / original).read_bytes() == spoilt


def test_sizes_tell_without_reading(local: Store) -> None:
    original, source, report = digests(local)
    damage(local, source)
    assert kinds(local, contents=False) == {}
    empty(local, report)
    gone(local, original)
    assert kinds(local, contents=False) == {"lost_report": 1, "lost_original": 1}


def test_what_belongs_to_nothing_goes_after_an_hour(one: Store) -> None:
    kept = files(one)
    orphan = one.blobs.put(b"left behind by a killed import")
    assert problems(one) == []
    age(one, orphan)
    assert kinds(one) == {"unneeded": 1}
    assert mended(one) == [True]
    assert files(one) == kept


def test_row_of_a_file_that_nothing_needs_goes_with_it(local: Store) -> None:
    orphan = local.blobs.put(b"of an earlier result")
    with local.writing() as connection:
        connection.execute(insert(tables.blob).values(sha256=orphan, size=20, created_at=time.time()))
    assert problems(local) == []
    age(local)
    assert kinds(local) == {"unneeded": 1}
    assert mended(local) == [True]
    assert problems(local) == []
    assert not store_holds(local, orphan)


def test_row_of_a_file_comes_back(one: Store) -> None:
    with one.writing() as connection:
        connection.execute(delete(tables.blob))
    assert kinds(one) == {"lost_row": 3}
    assert mended(one) == [True] * 3
    assert problems(one) == []
    with one.reading() as connection:
        assert dict(map(tuple, connection.execute(select(tables.blob.c.sha256, tables.blob.c.size)))) == {
            digest: len(data) for digest, data in files(one).items()
        }


def test_document_that_was_never_to_be_extracted(one: Store) -> None:
    accept(one, [Incoming("b.txt", f"{REPORT}Đã kiểm tra 08 xã.\n".encode())])
    assert problems(one) == []
    age(one)
    assert kinds(one) == {"no_extraction": 1}
    assert mended(one) == [True]
    assert extract_waiting(one) == 1
    assert problems(one) == []


@pytest.mark.parametrize("table", ["report", "report_text", "mention", "finding"])
def test_rows_that_are_lost_are_written_from_the_report(local: Store, table: str) -> None:
    before = everything(local)
    with local.writing() as connection:
        connection.execute(text(f"DELETE FROM {table}"))
    assert kinds(local, contents=False) == {"rows": 1}
    assert kinds(local) == {"rows": 1}
    assert mended(local) == [True]
    assert problems(local) == []
    assert everything(local)[table] == before[table]
    assert extract_waiting(local) == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE report SET issuer = 'UBND huyện Kon Rẫy'",
        "UPDATE citation SET code_key = '752/qdubnd'",
        "UPDATE mention SET page = 7",
        "DELETE FROM citation",
    ],
)
def test_rows_that_say_something_else_are_found_by_reading(local: Store, change: str) -> None:
    with local.writing() as connection:
        connection.execute(text(change))
    assert kinds(local, contents=False) == {}
    assert kinds(local) == {"rows": 1}
    assert mended(local) == [True]
    assert problems(local) == []


def test_rows_and_report_lost_are_extracted_again(local: Store) -> None:
    *_, report = digests(local)
    gone(local, report)
    with local.writing() as connection:
        connection.execute(text("DELETE FROM report"))
    assert set(kinds(local)) == {"lost_report", "rows"}
    assert all(mended(local))
    assert extract_waiting(local) == 1
    assert problems(local) == []


def test_report_of_an_earlier_version_is_no_work(one: Store) -> None:
    *_, report = digests(one)
    with one.writing() as connection:
        row = connection.execute(select(tables.extraction)).mappings().one()
        older = {**row, "id": None, "pipeline_version": "older", "report_sha256": one.blobs.put(b"older")}
        del older["id"]
        connection.execute(insert(tables.extraction).values(**older))
        size = {"sha256": older["report_sha256"], "size": 5, "created_at": 0.0}
        connection.execute(insert(tables.blob).values(**size))
    gone(one, older["report_sha256"])
    assert kinds(one) == {"lost_report": 1}
    assert mended(one) == [True]
    assert problems(one) == []
    assert extract_waiting(one) == 0
    assert store_holds(one, report)


def test_withheld_document_is_no_problem(full: Store) -> None:
    age(full)
    with full.writing() as connection:
        connection.execute(delete(tables.extraction).where(tables.extraction.c.error_code == "secret"))
    assert problems(full) == []


def test_search_index_is_built_anew(tmp_path: Path) -> None:
    with open_store(Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", "memory:///")) as store:
        fill(store, {"a.txt": REPORT})
        with store.writing() as connection:
            connection.execute(text("INSERT INTO report_search(report_search) VALUES ('delete-all')"))
        assert found(store, "751") == []
        assert kinds(store) == {"index": 1}
        assert mended(store) == [True]
        assert problems(store) == []
        assert len(found(store, "751")) == 1


def test_rows_that_belong_to_nothing_are_told(tmp_path: Path) -> None:
    with open_store(Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", "memory:///")) as store:
        fill(store, {"a.txt": REPORT})
        with store.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("INSERT INTO membership VALUES (99, 1, 'r', 'main', 0, NULL)")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.exec_driver_sql("BEGIN")
        assert kinds(store) == {"database": 1}
        assert mended(store) == [False]


def test_other_workspaces_are_mended_where_they_are(settings: Settings) -> None:
    populate(settings)
    with open_store(Settings(settings.database_url, settings.files_url, "khác")) as other:
        with other.reading() as connection:
            table = tables.extraction
            (report,) = connection.scalars(
                select(table.c.report_sha256).where(table.c.workspace_id == other.workspace_id)
            )
        shared = report
    with open_store(settings) as store:
        gone(store, shared)
        assert set(kinds(store)) == {"lost_report"}
        assert all(mended(store))
    with open_store(Settings(settings.database_url, settings.files_url, "khác")) as other:
        assert extract_waiting(other) == 1


def test_readers_of_the_kept_source_are_these(local: Store) -> None:
    """What the tests above call a kept Source is one that an extraction would use."""
    with local.reading() as connection:
        assert connection.scalars(select(tables.source.c.readers)).all() == [READER_VERSIONS]


# --- the command -----------------------------------------------------------------------------------------------------


def test_command_tells_mends_and_says_so_by_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "store"
    with open_store(Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())) as store:
        fill(store, {"a.txt": REPORT})
        *_, report = digests(store)
        assert cli.main(["verify", "--store", str(folder)]) == 0
        assert capsys.readouterr().out == "database and files agree\n"
        gone(store, report)
        assert cli.main(["verify", "--store", str(folder)]) == 1
        told = capsys.readouterr().out
        assert told.splitlines() == [
            f"file {report[:12]}, a report, is missing",
            "1 problem; run trichluc verify --fix to mend what can be mended",
        ]
        assert cli.main(["verify", "--json", "--store", str(folder)]) == 1
        assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
            {
                "kind": "lost_report",
                "message": told.splitlines()[0],
                "sha256": report,
                "document_id": None,
                "mended": False,
            }
        ]
        assert cli.main(["verify", "--fix", "--store", str(folder)]) == 0
        out, err = capsys.readouterr()
        assert out.splitlines() == [f"file {report[:12]}, a report, is missing (mended)", "1 problem mended, 0 not"]
        assert err == "trichluc: some documents wait to be extracted again; run trichluc import --retry\n"
        assert cli.main(["verify", "--store", str(folder)]) == 0


def test_commands_of_backup_and_restore(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, copy, place = (tmp_path / name for name in ("store", "copy", "place"))
    with open_store(Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())) as store:
        fill(store, {"a.txt": REPORT})
        rows = sum(map(len, everything(store).values()))
    assert cli.main(["backup", str(copy), "--store", str(folder)]) == 0
    size = sum(path.stat().st_size for path in (copy / "blobs").rglob("*") if path.is_file())
    assert capsys.readouterr().out == f"{copy}: {rows} rows, 3 of 3 files copied ({size / 1000:.1f} kB)\n"
    assert cli.main(["backup", str(copy.with_suffix(".tar")), "-q", "--store", str(folder)]) == 0
    assert capsys.readouterr() == ("", "")
    assert cli.main(["restore", str(copy), "--store", str(place)]) == 0
    assert capsys.readouterr().out == f"{copy}: {rows} rows and 3 files restored\n"
    assert cli.main(["restore", str(copy), "--store", str(place)]) == 12
    assert capsys.readouterr().err == "trichluc: the database is not empty; name a new one to restore into\n"
    assert cli.main(["restore", str(tmp_path / "none"), "--store", str(tmp_path / "x")]) == 10
    assert capsys.readouterr().err == f"trichluc: {tmp_path / 'none'}: no such file; check the path\n"
    (tmp_path / "file").touch()
    assert cli.main(["backup", str(tmp_path / "file" / "x"), "--store", str(folder)]) == 11
    assert "cannot be written (Not a directory)" in capsys.readouterr().err
    assert cli.main(["backup", str(copy.with_suffix(".tar")), "--keep", "2", "--store", str(folder)]) == 2


def test_backup_of_a_damaged_store_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "store"
    with open_store(Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())) as store:
        (accepted,) = accept(store, [Incoming("a.txt", b"a")])
        gone(store, accepted.sha256)
    assert cli.main(["backup", str(tmp_path / "copy"), "--store", str(folder)]) == 1
    assert "1 files are missing or damaged in the store, and so in the backup" in capsys.readouterr().err
    assert cli.main(["restore", str(tmp_path / "copy"), "--store", str(tmp_path / "place")]) == 1
    assert "1 files are missing or damaged in the backup" in capsys.readouterr().err
    assert cli.main(["verify", "--store", str(tmp_path / "place")]) == 1


def test_database_that_fails_midway_is_told_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "store"
    settings = Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())
    with open_store(settings) as store, store.writing() as connection:
        connection.execute(text("DROP TABLE mention"))
    assert cli.main(["backup", str(tmp_path / "copy"), "--store", str(folder)]) == 12
    told = "the database failed (OperationalError); check its server and space, run trichluc verify"
    assert capsys.readouterr().err == f"trichluc: {told}\n"
