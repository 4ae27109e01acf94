"""Backups: consistent while others write, portable between the databases, and restored as they were."""

from __future__ import annotations

import itertools
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from api.keeping.backup import backup_to_file, backup_to_folder
from api.keeping.restore import restore
from api.keeping.snapshots import snapshots
from api.store import Settings, Store, migrations, open_store, tables
from api.store.documents import Incoming, accept
from api.store.errors import StoreError
from api.store.files import remove
from tests import postgres
from tests.archive import fill
from tests.keeping import REPORT, documents, everything, files, found, populate

_COUNTER = itertools.count()


def silent(_: str, __: int, ___: int) -> None:
    pass


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty place to restore into, without a schema."""
    files_url = (tmp_path / "elsewhere" / "files").as_uri()
    if request.param == "sqlite":
        yield Settings(f"sqlite:///{tmp_path / 'elsewhere' / 'trichluc.db'}", files_url)
        return
    server = request.getfixturevalue("postgres_address")
    name = f"elsewhere_{next(_COUNTER)}"
    postgres.execute(server, f"CREATE DATABASE {name}")
    yield Settings(f"{server}/{name}".replace("://", "+psycopg://"), files_url)
    postgres.execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def another(tmp_path: Path) -> Settings:
    """An empty place, SQLite."""
    return Settings(f"sqlite:///{tmp_path / 'another' / 'trichluc.db'}", (tmp_path / "another" / "files").as_uri())


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Store]:
    """A store to back up where the database does not matter."""
    folder = tmp_path / "store"
    with open_store(Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())) as store:
        yield store


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "bản sao"


def waiting(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The same rows with what was being worked on waiting again, and nobody signed in."""
    table = tables.extraction
    names = [column.name for column in table.columns]
    changed = []
    for row in rows["extraction"]:
        values = dict(zip(names, row, strict=True))
        if values["status"] == "running":
            values |= {"status": "pending", "claimed_by": None, "lease_until": None}
        changed.append(tuple(values.values()))
    return {**rows, "extraction": changed, "session": []}


def test_everything_comes_back(settings: Settings, elsewhere: Settings, target: Path) -> None:
    populate(settings)
    across = settings.database_url.partition(":")[0] != elsewhere.database_url.partition(":")[0]
    with open_store(settings) as store:
        # Both forms and all pairs of databases, in four runs.
        outcome = backup_to_folder(store, target, None, silent) if across else backup_to_file(store, target, silent)
        before, kept = everything(store), files(store)
    assert all(before.values()), "a table without a row proves nothing"
    assert (outcome.blobs, outcome.copied) == (len(kept), len(kept))
    restored = restore(elsewhere, target, None, silent)
    assert (restored.rows, restored.files, restored.missing) == (outcome.rows, len(kept), [])
    with open_store(elsewhere) as store:
        assert everything(store) == waiting(before)
        assert files(store) == kept
        assert len(found(store, "751")) == 3
        # NULL and the JSON value null are two things, and read the same.
        with store.reading() as connection:
            empty = connection.scalar(text("SELECT count(*) FROM document WHERE metadata IS NULL"))
        assert empty == documents(store) - 1
        # The database counts on behind what was written.
        (new,) = accept(store, [Incoming("mới.txt", b"new")])
        assert new.document_id > max(row[0] for row in before["document"])


def test_second_backup_copies_new_files_only(local: Store, another: Settings, target: Path) -> None:
    populate(local.settings)
    first = backup_to_folder(local, target, None, silent)
    times = {path: path.stat().st_mtime_ns for path in (target / "blobs").rglob("*") if path.is_file()}
    accept(local, [Incoming("mới.txt", b"new")])
    second = backup_to_folder(local, target, None, silent)
    assert (second.blobs, second.copied, second.copied_bytes) == (first.blobs + 1, 1, 3)
    now = everything(local)
    assert all(path.stat().st_mtime_ns == time for path, time in times.items())
    assert len(snapshots(target)) == 2
    restore(another, target, None, silent)
    with open_store(another) as store:
        assert everything(store) == waiting(now)


def test_earlier_snapshot_by_name(local: Store, another: Settings, target: Path) -> None:
    backup_to_folder(local, target, None, silent)
    accept(local, [Incoming("mới.txt", b"new")])
    backup_to_folder(local, target, None, silent)
    names = [one.name for one in snapshots(target)]
    with pytest.raises(StoreError, match=f"has no snapshot 1999; it has {names[0]}, {names[1]}"):
        restore(another, target, "1999", silent)
    assert restore(another, target, names[0], silent).files == 0
    with open_store(another) as store:
        assert documents(store) == 0


def test_newest_are_kept_and_files_that_none_needs_go(local: Store, another: Settings, target: Path) -> None:
    def blobs() -> set[str]:
        return {path.name for path in (target / "blobs").rglob("*") if path.is_file()}

    accepted = accept(local, [Incoming(f"{number}.txt", f"{number}".encode()) for number in range(3)])
    digests = [one.sha256 for one in accepted]
    for one in accepted[:2]:
        backup_to_folder(local, target, None, silent)
        remove(local, one.document_id)
    assert blobs() == set(digests)
    backup_to_folder(local, target, 2, silent)
    assert len(snapshots(target)) == 2
    assert blobs() == set(digests[1:])
    backup_to_folder(local, target, 1, silent)
    assert blobs() == {digests[2]}
    assert restore(another, target, None, silent).missing == []


# --- while others write ----------------------------------------------------------------------------------------------


def once(what: str, at: int, act: Callable[[], object]) -> Callable[[str, int, int], None]:
    """Progress that does something at one moment of the backup."""
    moments = {(what, at)}

    def progress(now: str, done: int, _: int) -> None:
        if (now, done) in moments:
            moments.clear()
            act()

    return progress


@pytest.mark.parametrize("at", [3, 12])
def test_import_goes_on_meanwhile(settings: Settings, another: Settings, target: Path, at: int) -> None:
    populate(settings)
    with open_store(settings) as store:
        before = everything(store)
        backup_to_folder(
            store, target, None, once("tables", at, lambda: fill(store, {"c.txt": f"{REPORT}Đã kiểm tra 09 xã.\n"}))
        )
        assert everything(store) != before
    assert restore(another, target, None, silent).missing == []
    with open_store(another) as store:
        assert everything(store) == waiting(before)


def test_document_that_is_removed_meanwhile(local: Store, another: Settings, target: Path) -> None:
    kept, gone = accept(local, [Incoming("a.txt", b"a"), Incoming("b.txt", b"b")])
    outcome = backup_to_folder(local, target, None, once("files", 0, lambda: remove(local, gone.document_id)))
    assert (outcome.copied, outcome.lost, outcome.removed) == (1, [], [gone.sha256])
    restored = restore(another, target, None, silent)
    assert (restored.files, restored.missing) == (1, [gone.sha256])
    with open_store(another) as other:
        assert list(files(other)) == [kept.sha256]


def test_nothing_half_made_stays(local: Store, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    accept(local, [Incoming("a.txt", b"a")])
    for what in ("tables", "files"):
        with pytest.raises(KeyboardInterrupt):
            backup_to_folder(local, target, None, once(what, 0, stopped))
        with pytest.raises(KeyboardInterrupt):
            backup_to_file(local, target.with_suffix(".tar"), once(what, 0, stopped))
    assert snapshots(target) == []
    assert [path.name for path in target.parent.iterdir() if "bản" in path.name] == [target.name]
    assert list((target / "snapshots").iterdir()) == []


# --- damage ----------------------------------------------------------------------------------------------------------


def test_file_that_the_store_lacks_is_told(local: Store, another: Settings, target: Path) -> None:
    lost, sound, damaged = accept(local, [Incoming(f"{number}.txt", f"{number}".encode()) for number in range(3)])
    local.blobs.delete(lost.sha256)
    local.blobs.store.put(f"{damaged.sha256[:2]}/{damaged.sha256[2:4]}/{damaged.sha256}", b"?")
    outcome = backup_to_folder(local, target, None, silent)
    assert (outcome.copied, sorted(outcome.lost)) == (1, sorted([lost.sha256, damaged.sha256]))
    restored = restore(another, target, None, silent)
    assert (restored.files, sorted(restored.missing)) == (1, sorted([lost.sha256, damaged.sha256]))
    with open_store(another) as other:
        assert files(other) == {sound.sha256: b"1"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of everything."""
    folder = tmp_path_factory.mktemp("sound")
    settings = Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())
    populate(settings)
    with open_store(settings) as store:
        backup_to_folder(store, folder / "backup", None, silent)
    return folder / "backup"


@pytest.fixture
def made(sound: Path, target: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(sound, target)
    return target


def spoil(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 0x40
    file.write_bytes(data)


@pytest.mark.parametrize(("table", "at"), [("workspace", 0), ("report_text", 12), ("mention", -1)])
def test_damaged_table_is_refused_and_leaves_no_rows(made: Path, another: Settings, table: str, at: int) -> None:
    spoil(snapshots(made)[0] / f"{table}.jsonl.zst", at)
    with pytest.raises(StoreError, match=f"the backup is damaged: {table} is not what was written"):
        restore(another, made, None, silent)
    with open_store(another) as store:
        assert documents(store) == 0


def test_shortened_table_is_refused(made: Path, another: Settings) -> None:
    file = snapshots(made)[0] / "citation.jsonl.zst"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(StoreError, match="the backup is damaged: citation"):
        restore(another, made, None, silent)


def test_damaged_and_missing_files_are_told(made: Path, another: Settings) -> None:
    blobs = sorted(path for path in (made / "blobs").rglob("*") if path.is_file())
    spoil(blobs[0], 0)
    blobs[1].unlink()
    outcome = restore(another, made, None, silent)
    assert outcome.missing == [blobs[0].name, blobs[1].name]
    assert outcome.files == len(blobs) - 2


def test_file_that_is_not_whole_is_refused(another: Settings, target: Path, tmp_path: Path) -> None:
    with open_store(Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", "memory:///")) as store:
        fill(store, {"a.txt": REPORT})
        backup_to_file(store, target, silent)
    # A tar ends in zeros that nobody needs.
    data = target.read_bytes().rstrip(b"\0")
    for share in (0.0, 0.3, 0.6, 0.99):
        target.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(StoreError, match=r"is no backup of trichluc|the backup is damaged"):
            restore(replace(another, files_url="memory:///"), target, None, silent)
    with open_store(another) as other:
        assert documents(other) == 0


@pytest.mark.parametrize("content", [b"", b"Quy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh" * 100, b"\0" * 20_000])
def test_other_file_is_refused(target: Path, another: Settings, content: bytes) -> None:
    target.write_bytes(content)
    with pytest.raises(StoreError, match="is no backup of trichluc"):
        restore(another, target, None, silent)


def test_other_tar_and_other_folder_are_refused(target: Path, another: Settings, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    with tarfile.open(target, "w") as archive:
        archive.add(tmp_path / "x.txt", "x.txt")
    for origin in (target, tmp_path):
        with pytest.raises(StoreError, match="no backup of trichluc"):
            restore(another, origin, None, silent)


@pytest.mark.parametrize(("key", "value"), [("format", 2), ("revision", "9999")])
def test_backup_of_a_later_version_is_refused(made: Path, another: Settings, key: str, value: object) -> None:
    file = snapshots(made)[0] / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), key: value}))
    with pytest.raises(StoreError, match="made by a later version of trichluc; install that version"):
        restore(another, made, None, silent)


def test_place_must_be_empty(made: Path, settings: Settings, another: Settings) -> None:
    with open_store(settings) as store:
        accept(store, [Incoming("a.txt", b"a")])
    with pytest.raises(StoreError, match="the database is not empty"):
        restore(settings, made, None, silent)
    with open_store(another) as store:
        store.blobs.put(b"x")
    with pytest.raises(StoreError, match="the store of files is not empty"):
        restore(another, made, None, silent)
    # A store that was only opened is empty.
    assert restore(replace(another, files_url="memory:///"), made, None, silent).rows > 0


def test_backup_of_an_earlier_schema_is_brought_up_to_date(
    made: Path, elsewhere: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "migrations"
    shutil.copytree(migrations._HERE, here)
    newest = snapshots(made)[0] / "manifest.json"
    (here / "versions" / "9000_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9000'\ndown_revision = {json.loads(newest.read_text())['revision']!r}\n"
        "def upgrade():\n    op.add_column('document', sa.Column('note', sa.Text(), server_default='cũ'))\n"
    )
    monkeypatch.setattr(migrations, "_HERE", here)
    restore(elsewhere, made, None, silent)
    with open_store(elsewhere) as store, store.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9000"
        assert set(connection.scalars(text("SELECT note FROM document"))) == {"cũ"}
    # Into a database that is newer already, nothing goes.
    with pytest.raises(StoreError, match="tables of another version"):
        restore(elsewhere, made, None, silent)
