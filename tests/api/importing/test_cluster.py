"""Scale-out with real processes: a Dask scheduler and its workers on loopback, PostgreSQL, an object store."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from api.extraction import Prepare, prepare
from api.importing import cluster, run
from api.importing.cluster import ClusterError, cluster_crew, reachable
from api.importing.errors import MachineryError
from api.importing.run import drain
from api.store import Settings, Store, open_store, tables, work
from api.store.blobs import unpack
from api.store.documents import Incoming, accept
from extractor.pipeline import load
from tests import dask_cluster, misbehaving, postgres, s3
from tests.dask_cluster import Cluster

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed", "ignore::ResourceWarning")

REPORT = """UBND TỈNH GIA LAI
Số: {number}/BC-UBND
Gia Lai, ngày 05 tháng 6 năm 2021
BÁO CÁO
Kết quả thực hiện nhiệm vụ
Thực hiện Quyết định số {number}/QĐ-UBND ngày 26/12/2020 của UBND tỉnh về việc phê duyệt kế hoạch.
"""


def version() -> str:
    return load().pipeline.version


@pytest.fixture(scope="module")
def objects() -> Iterator[dict[str, str]]:
    """An object store: the environment that leads to it."""
    with s3.server() as environment:
        yield environment


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory, objects: dict[str, str]) -> Iterator[Cluster]:
    """A scheduler and two workers, which reach the object store."""
    folder = tmp_path_factory.mktemp("dask") / "cluster"
    with dask_cluster.running(folder, 2, objects) as running:
        yield running


@pytest.fixture
def archive(postgres_address: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """An empty database; files in a folder that the workers share."""
    name = f"cluster_{os.getpid()}_{abs(hash(request.node.name))}"
    postgres.execute(postgres_address, f"CREATE DATABASE {name} TEMPLATE template")
    address = f"{postgres_address}/{name}".replace("://", "+psycopg://")
    yield Settings(address, (tmp_path / "files").as_uri(), "kho")
    postgres.execute(postgres_address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def shared(archive: Settings) -> Iterator[Store]:
    with open_store(archive) as store:
        yield store


def waiting(store: Store, names: list[str]) -> dict[str, int]:
    """Reports that wait to be extracted; their documents' ids by name."""
    texts = [REPORT.format(number=number).encode() for number, _ in enumerate(names, 100)]
    files = [Incoming(name, text, f"/kho/{name}") for name, text in zip(names, texts, strict=True)]
    ids = [one.document_id for one in accept(store, files)]
    work.enqueue(store, ids, version())
    return dict(zip(names, ids, strict=True))


def imported(
    store: Store,
    address: str,
    prepare: Prepare = prepare,
    on_outcome: Callable[[str], None] = lambda _: None,
) -> Counter[str]:
    outcomes: Counter[str] = Counter()

    def heard(outcome: str) -> None:
        outcomes[outcome] += 1
        on_outcome(outcome)

    with cluster_crew(store, address, version(), shared_files=True, prepare=prepare) as crew:
        drain(store, crew, version(), on_outcome=heard)
    return outcomes


def ended(store: Store) -> dict[str, tuple[str, int, str | None]]:
    """Status, attempts and error by document's name."""
    table, document = tables.extraction, tables.document
    query = select(document.c.name, table.c.status, table.c.attempts, table.c.error_code).join(
        document, document.c.id == table.c.document_id
    )
    with store.reading() as connection:
        return {row.name: (row.status, row.attempts, row.error_code) for row in connection.execute(query)}


def codes(store: Store) -> dict[str, str | None]:
    """What was found: the cited document of each report."""
    query = select(tables.document.c.name, tables.citation.c.code).join(
        tables.document, tables.document.c.id == tables.citation.c.document_id
    )
    with store.reading() as connection:
        return {row.name: row.code for row in connection.execute(query)}


NAMES = [f"{number:02}.txt" for number in range(12)]
CITED = {name: f"{number}/QĐ-UBND" for number, name in enumerate(NAMES, 100)}


def test_workers_read_and_write_the_store(
    workers: Cluster, objects: dict[str, str], archive: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an object store; a file that cannot be read is put in quarantine by a worker."""
    for name, value in objects.items():
        monkeypatch.setenv(name, value)
    with open_store(Settings(archive.database_url, f"s3://{s3.BUCKET}/kho", "kho")) as store:
        waiting(store, NAMES)
        bad = accept(store, [Incoming("bad.docx", b"PK\3\4 no archive")])[0].document_id
        work.enqueue(store, [bad], version())
        outcomes = imported(store, workers.address)
        assert outcomes == {"done": 12, "failed": 1}, workers.log()
        assert ended(store) == {
            **dict.fromkeys(NAMES, ("done", 1, None)),
            "bad.docx": ("failed", 1, "unsupported_type"),
        }
        assert codes(store) == CITED
        with store.reading() as connection:
            reports = connection.scalars(select(tables.extraction.c.report_sha256)).all()
        assert all(unpack(store.blobs.get(digest)).startswith(b"{") for digest in reports if digest)


def test_worker_killed_at_work(workers: Cluster, shared: Store) -> None:
    waiting(shared, NAMES)
    killed: list[int] = []

    def kill_one(outcome: str) -> None:
        if not killed:
            killed.append(min(workers.wait_for_workers(2).values()))
            os.kill(killed[0], signal.SIGKILL)

    outcomes = imported(shared, workers.address, misbehaving.prepare_slowly, kill_one)
    assert killed
    assert {status for status, _, _ in ended(shared).values()} == {"done"}, workers.log()
    assert outcomes["done"] == 12
    assert codes(shared) == CITED


def test_file_that_kills_its_worker_ends_in_quarantine(workers: Cluster, shared: Store) -> None:
    _poison(workers, shared, started=work.MAXIMUM_STARTS - 1)


@pytest.mark.soak
def test_file_that_kills_six_workers_ends_in_quarantine(workers: Cluster, shared: Store) -> None:
    _poison(workers, shared, started=0)


def _poison(workers: Cluster, store: Store, started: int) -> None:
    """Import a file that kills whatever process wants it read, and that was started so often before."""
    poison = waiting(store, ["poison.txt", *NAMES])["poison.txt"]
    with store.writing() as connection:
        table = tables.extraction
        connection.execute(update(table).where(table.c.document_id == poison).values(attempts=started))
    imported(store, workers.address, misbehaving.prepare_poison)
    found = ended(store)
    assert found.pop("poison.txt") == ("failed", work.MAXIMUM_STARTS + 1, "lost_worker"), workers.log()
    assert {status for status, _, _ in found.values()} == {"done"}
    assert len(codes(store)) == 12


def test_scheduler_killed_and_the_import_run_again(
    workers: Cluster, tmp_path: Path, shared: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(run, "FAILURES_IN_A_ROW", 2)
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 5)
    waiting(shared, NAMES)
    with dask_cluster.running(tmp_path / "first", 1, nanny=False) as mortal:

        def kill_scheduler(outcome: str) -> None:
            if outcome == "done":
                mortal.processes[0].kill()

        with pytest.raises(MachineryError, match="nothing is lost"):
            imported(shared, mortal.address, misbehaving.prepare_slowly, kill_scheduler)
    before = Counter(status for status, _, _ in ended(shared).values())
    assert set(before) == {"done", "pending"}
    imported(shared, workers.address)
    assert {status for status, _, _ in ended(shared).values()} == {"done"}
    assert codes(shared) == CITED


def test_worker_of_another_version_is_refused(workers: Cluster, shared: Store) -> None:
    with (
        pytest.raises(ClusterError, match=r"^worker tcp://.*: this worker has pipeline .* and the import other;"),
        cluster_crew(shared, workers.address, "other", shared_files=True),
    ):
        pass


def test_worker_that_may_have_no_processes_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    with pytest.raises(ClusterError, match="start it with DASK_DISTRIBUTED__WORKER__DAEMON=False"):
        cluster._isolation(version(), 1)


@pytest.mark.soak
def test_worker_that_may_have_no_processes_is_refused(workers: Cluster, shared: Store) -> None:
    unfit = workers.start_worker("unfit", DASK_DISTRIBUTED__WORKER__DAEMON="True")
    workers.wait_for_workers(3)
    with (
        pytest.raises(ClusterError, match="start it with DASK_DISTRIBUTED__WORKER__DAEMON=False"),
        cluster_crew(shared, workers.address, version(), shared_files=True),
    ):
        pass
    unfit.terminate()
    unfit.wait(30)


def test_no_scheduler(shared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.3)
    address = f"tcp://127.0.0.1:{postgres.free_port()}"
    with (
        pytest.raises(ClusterError, match=rf"^{address}: no Dask scheduler answers there"),
        cluster_crew(shared, address, version(), shared_files=True),
    ):
        pass


POSTGRES = "postgresql+psycopg://kho:mat-khau@db.example/kho"


@pytest.mark.parametrize(
    ("settings", "shared_files", "told"),
    [
        (Settings("sqlite:///kho.db", "s3://kho/files"), False, "cannot share an SQLite database"),
        (Settings("sqlite:///kho.db", "file:///kho"), True, "cannot share an SQLite database"),
        (Settings(POSTGRES, "file:///kho"), False, "--shared-files"),
        (Settings(POSTGRES, "memory:///"), True, "cannot reach the store of files"),
    ],
)
def test_store_that_workers_cannot_share_is_refused(settings: Settings, shared_files: bool, told: str) -> None:
    with pytest.raises(ClusterError, match=told) as raised:
        reachable(settings, shared_files=shared_files)
    assert "mat-khau" not in str(raised.value)


@pytest.mark.parametrize(
    "address", [POSTGRES, "postgresql+psycopg://kho@db.example/kho?password=mat-khau&sslpassword=mat-khau"]
)
def test_passwords_stay_at_home(address: str) -> None:
    settings = Settings(address, "s3://kho/files", "so-noi-vu")
    assert reachable(settings, shared_files=False) == Settings(
        "postgresql+psycopg://kho@db.example/kho", "s3://kho/files", "so-noi-vu"
    )
    assert reachable(Settings(POSTGRES + "?sslmode=require", "file:///kho"), shared_files=True).database_url.endswith(
        "kho?sslmode=require"
    )


def test_worker_goes_by_its_own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Settings("postgresql+psycopg://kho@db.example/kho", "s3://kho/files", "so-noi-vu")
    assert cluster._own(sent) == sent
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", "postgresql://kho:mat-khau@inside.example/kho")
    monkeypatch.setenv("TRICHLUC_WORKSPACE", "other")
    own = Settings("postgresql+psycopg://kho:mat-khau@inside.example/kho", "s3://kho/files", "so-noi-vu")
    assert cluster._own(sent) == own


def test_worker_with_another_store_does_nothing(shared: Store, archive: Settings, tmp_path: Path) -> None:
    """Its database has rows of the same numbers; its folder is its own."""
    waiting(shared, NAMES)
    first, second = work.claim(shared, version(), work.owner(), 2)
    cluster._prove(shared, first)
    for settings, told in (
        (Settings(archive.database_url, (tmp_path / "empty").as_uri(), "kho"), "store of files is not the import's"),
        (Settings(archive.database_url, archive.files_url, "other"), "database is not the import's"),
    ):
        with open_store(settings) as other, pytest.raises(ClusterError, match=told):
            cluster._prove(other, first)
    work.release(shared, [second])
    with pytest.raises(ClusterError, match="database is not the import's"):
        cluster._prove(shared, second)
