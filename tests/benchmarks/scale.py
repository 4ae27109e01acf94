"""What an archive of ten million files costs: each figure of docs/scale.md.

python -m tests.benchmarks.scale [--quick]     prints them as a table; --quick with as little as shows that it works

Rates of a busy machine say little. Where a figure is to be multiplied, it is processor time, which others do not take.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from api.extraction import prepare
from api.importing.run import drain, local_crew
from api.isolation import Isolation
from api.store import Settings, Store, open_store, results, tables, work
from api.store.documents import Incoming, accept
from corpora.benchmark.page import number, table
from extractor.pipeline import load
from tests import dask_cluster, misbehaving, postgres, s3

ROOT = Path(__file__).resolve().parents[2]
#: Clock ticks of /proc/…/stat in a second.
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured."""

    title: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Class:
    """A kind of document: its files, and how many are made of them."""

    name: str
    files: tuple[Path, ...]
    count: int


def classes(quick: bool) -> list[Class]:
    """Long texts, short texts, Word, PDF."""
    corpora = ROOT / "corpora"

    def found(folder: str, ending: str) -> tuple[Path, ...]:
        return tuple(sorted((corpora / folder).glob(f"*.{ending}")))

    pdf = (*found("samples", "pdf"), *found("heldout", "pdf"))
    kinds = [
        Class("text, long", found("reports", "txt"), 100),
        Class("text, short", found("samples", "txt"), 200),
        Class("Word", found("heldout", "docx"), 100),
        Class("PDF", pdf, 42),
    ]
    return [Class(one.name, one.files, 4 if quick else one.count) for one in kinds]


def varied(kind: Class) -> Iterator[Incoming]:
    """Files of a kind, no two alike: the same work, another content."""
    for position in range(kind.count):
        file = kind.files[position % len(kind.files)]
        data, mark = file.read_bytes(), f"{position:07}".encode()
        if file.suffix == ".docx":
            held = io.BytesIO(data)
            with zipfile.ZipFile(held, "a") as archive:
                archive.comment = mark
            data = held.getvalue()
        else:
            data += b"\n%% " + mark + b"\n" if file.suffix == ".pdf" else b"\n\n" + mark + b"\n"
        yield Incoming(f"{position:07}{file.suffix}", data, f"/archive/{position:07}{file.suffix}")


def measure(folder: Path, quick: bool) -> list[Figure]:
    """All figures, in a fixed order."""
    found: list[Figure] = []
    with postgres.server(durable=True) as address:
        server = Server(address)
        for kind in classes(quick):
            _say(kind.name)
            found += _sizes(folder, server, kind)
        for kind in classes(quick)[:2]:
            _say(f"{kind.name}: the shared parts")
            found += _shared(folder, server, kind)
        _say("imports")
        found += _imports(folder, server, classes(quick)[1])
        _say("Dask")
        found += _dask(folder, 50 if quick else 2000)
    _say("memory and requests")
    return [*found, *_memory(classes(quick)[3]), *_requests()]


# --- a database server and its processor time ------------------------------------------------------------------------


class Server:
    """PostgreSQL as it is set up for keeps, and what it used."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._count = 0
        with open_store(self._settings("postgres", "memory:///")) as store, store.reading() as connection:
            self._pid = parent_of(connection.scalar(text("SELECT pg_backend_pid()")))

    def new(self, files: str) -> Settings:
        """An empty database."""
        self._count += 1
        postgres.execute(self.address, f"CREATE DATABASE scale_{self._count}")
        return self._settings(f"scale_{self._count}", files)

    def seconds(self) -> float:
        """Processor time so far, of the server and all its processes, also those that ended."""
        return sum(processor_time(pid, ended=pid == self._pid) for pid in [self._pid, *children_of(self._pid)])

    def _settings(self, name: str, files: str) -> Settings:
        return Settings(f"{self.address}/{name}".replace("://", "+psycopg://"), files)


def stat_of(pid: int) -> list[str]:
    """The fields of /proc/…/stat behind the name."""
    return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()


def parent_of(pid: int) -> int:
    return int(stat_of(pid)[1])


def children_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and parent_of(int(entry.name)) == pid:
                found.append(int(entry.name))
        except OSError:
            pass  # it has just ended
    return found


def processor_time(pid: int, *, ended: bool) -> float:
    """Seconds, with those of children that ended where asked."""
    try:
        fields = stat_of(pid)
    except OSError:
        return 0.0
    return sum(int(one) for one in fields[11 : 15 if ended else 13]) / TICKS


# --- one document -----------------------------------------------------------------------------------------------------


def _sizes(folder: Path, server: Server, kind: Class) -> Iterator[Figure]:
    """Bytes that a document takes, and the processor time of its extraction."""
    files = folder / f"files-{kind.name}"
    for base, settings in (
        ("SQLite", Settings(f"sqlite:///{folder / kind.name}.db", files.as_uri())),
        ("PostgreSQL", server.new(files.as_uri())),
    ):
        with open_store(settings) as store:
            before = _database_bytes(store)
            wal = _written_ahead(store)
            began, spent = time.process_time(), 0.0
            _filled(store, kind)
            spent = time.process_time() - began
            if base == "SQLite":
                yield from _blob_sizes(store, kind)
            count = _done(store)
            yield Figure(
                f"{kind.name}: database, {base}", (_database_bytes(store) - before) / count / 1000, "kB/document"
            )
            if base == "PostgreSQL":
                ahead = (_written_ahead(store) - wal) / count / 1000
                yield Figure(f"{kind.name}: write-ahead log, PostgreSQL", ahead, "kB/document")
            else:
                yield Figure(f"{kind.name}: everything, one process", spent / count * 1000, "ms CPU/document")


def _filled(store: Store, kind: Class) -> None:
    """Take files in and extract them, in this process."""
    version = load().pipeline.version
    for incoming in varied(kind):
        accept(store, [incoming], version)
        (claim,) = work.claim(store, version, work.owner(), 1)
        task = work.start(store, claim)
        assert task is not None
        results.finish(store, claim, task.sha256, prepare(task.name, store.blobs.get(task.sha256), None))


def _done(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.scalar(select(func.count()).where(tables.extraction.c.status == "done")) or 0)


def _blob_sizes(store: Store, kind: Class) -> Iterator[Figure]:
    blob, source, extraction, document = tables.blob, tables.source, tables.extraction, tables.document
    queries = {
        "original": select(func.avg(document.c.size)),
        "kept source": select(func.avg(blob.c.size)).join(source, source.c.blob_sha256 == blob.c.sha256),
        "report": select(func.avg(blob.c.size)).join(extraction, extraction.c.report_sha256 == blob.c.sha256),
        "characters": select(func.avg(tables.report.c.characters)),
        "mentions": select(func.count() / func.count(tables.mention.c.document_id.distinct())).select_from(
            tables.mention
        ),
    }
    units = {"characters": (1000, "thousand"), "mentions": (1, "each")}
    with store.reading() as connection:
        for name, query in queries.items():
            per, unit = units.get(name, (1000, "kB/document"))
            yield Figure(f"{kind.name}: {name}", float(connection.scalar(query) or 0) / per, unit)


def _database_bytes(store: Store) -> int:
    with store.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)
        return pages * int(connection.exec_driver_sql("PRAGMA page_size").scalar() or 0)


def _written_ahead(store: Store) -> int:
    with store.engine.connect() as connection:
        if connection.dialect.name != "postgresql":
            return 0
        return int(connection.scalar(text("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")) or 0)


# --- what all documents share ----------------------------------------------------------------------------------------


def _shared(folder: Path, server: Server, kind: Class) -> Iterator[Figure]:
    """Taking in, and the transactions of a result, without extraction: by one thread, and what the server takes."""
    version = load().pipeline.version
    files = list(varied(kind))
    made = {one.name: prepare(one.name, one.data, None) for one in files[: len(kind.files)]}
    for base in ("SQLite", "PostgreSQL"):
        place = (folder / f"shared-{base}-{kind.name}").as_uri()
        settings = (
            server.new(place)
            if base == "PostgreSQL"
            else Settings(f"sqlite:///{folder / 'shared'}-{kind.name}.db", place)
        )
        with open_store(settings) as store:
            clock = Clock(server if base == "PostgreSQL" else None)
            for start in range(0, len(files), 64):
                accept(store, files[start : start + 64], version)
            yield from clock.figures(f"{kind.name}: taking in, {base}", len(files))
            clock = Clock(server if base == "PostgreSQL" else None)
            while claims := work.claim(store, version, work.owner(), 8):
                for claim in claims:
                    task = work.start(store, claim)
                    assert task is not None
                    result = made[f"{int(task.name[:7]) % len(kind.files):07}{Path(task.name).suffix}"]
                    results.finish(store, claim, task.sha256, result)
            yield from clock.figures(f"{kind.name}: claim, start and result, {base}", len(files))


class Clock:
    """Time since its making: of the wall, of this process, and of a database server."""

    def __init__(self, server: Server | None) -> None:
        self._server = server
        self._server_began = server.seconds() if server else 0.0
        self._wall, self._own = time.perf_counter(), time.process_time()

    def figures(self, title: str, count: int) -> Iterator[Figure]:
        """For each of so many documents."""
        wall, own = time.perf_counter() - self._wall, time.process_time() - self._own
        yield Figure(f"{title}, one thread", count / wall, "documents/s")
        yield Figure(f"{title}, caller", own / count * 1000, "ms CPU/document")
        if self._server:
            yield Figure(
                f"{title}, server", (self._server.seconds() - self._server_began) / count * 1000, "ms CPU/document"
            )


def _imports(folder: Path, server: Server, kind: Class) -> Iterator[Figure]:
    """Whole imports on this machine."""
    version = load().pipeline.version
    for base in ("SQLite", "PostgreSQL"):
        for workers in (1, 2):
            place = (folder / f"import-{base}-{workers}").as_uri()
            settings = (
                Settings(f"sqlite:///{folder / 'import'}-{workers}.db", place)
                if base == "SQLite"
                else server.new(place)
            )
            with open_store(settings) as store, local_crew(store, workers) as crew:
                files = list(varied(kind))
                for start in range(0, len(files), 64):
                    accept(store, files[start : start + 64], version)
                time.sleep(5)  # the processes come up
                clock = Clock(None)
                drain(store, crew, version)
                rate, own = clock.figures(f"{kind.name}: import, {workers} workers, {base}", len(files))
                yield Figure(rate.title.removesuffix(", one thread"), rate.value, rate.unit)
                if workers == 2:
                    yield own


# --- the cluster -----------------------------------------------------------------------------------------------------


def nothing(settings: Settings, version: str, claim: work.Claim) -> str:
    """What a worker is told, without the work."""
    return "done"


def _dask(folder: Path, count: int) -> Iterator[Figure]:
    """What distributing costs: the same arguments and answers as in an import."""
    from distributed import Client

    settings = Settings("postgresql+psycopg://trichluc@database.example/trichluc", "s3://archive/files")
    claims = [work.Claim(number, number, work.owner()) for number in range(count)]
    call = partial(nothing, settings, load().pipeline.version)
    with (
        dask_cluster.running(folder / "dask", 2, nanny=False) as cluster,
        Client(cluster.address, set_as_default=False) as client,
    ):
        pids = [cluster.processes[0].pid, *client.run(os.getpid).values()]
        executor = client.get_executor(pure=False)
        before = [processor_time(pid, ended=False) for pid in pids]
        wall, own = time.perf_counter(), time.process_time()
        window: list[Any] = []
        for claim in claims:
            window.append(executor.submit(call, claim))
            if len(window) >= 64:
                window.pop(0).result()
        for one in window:
            one.result()
        wall, own = time.perf_counter() - wall, time.process_time() - own
        spent = [processor_time(pid, ended=False) - began for pid, began in zip(pids, before, strict=True)]
        resident = client.run(misbehaving.resident).values()
    yield Figure("Dask: calls through one scheduler and two workers", count / wall, "tasks/s")
    yield Figure("Dask: scheduler", spent[0] / count * 1000, "ms CPU/task")
    yield Figure("Dask: client", own / count * 1000, "ms CPU/task")
    yield Figure("Dask: workers", sum(spent[1:]) / count * 1000, "ms CPU/task")
    yield Figure("Dask: a worker before its first task, resident", max(resident) / 1e6, "MB")


def _memory(kind: Class) -> Iterator[Figure]:
    """Of a process for untrusted files, after files of the kind that takes most."""
    with Isolation(1) as isolation:
        fresh = isolation.run("memory", misbehaving.resident)
        for incoming in varied(kind):
            isolation.run(incoming.name, prepare, incoming.name, incoming.data, None)
        yield Figure("Process for files, fresh, resident (most of it shared)", fresh / 1e6, "MB")
        yield Figure(
            f"Process for files, after {kind.count} of {kind.name}",
            isolation.run("m", misbehaving.resident) / 1e6,
            "MB",
        )


def _requests() -> Iterator[Figure]:
    """To the object store, for a document that is imported for the first time."""
    count: Counter[str] = Counter()

    class Counting:
        def __init__(self, store: Any) -> None:
            self._store = store

        def __getattr__(self, name: str) -> Callable[..., Any]:
            def call(*arguments: Any, **options: Any) -> Any:
                count[name] += 1
                return getattr(self._store, name)(*arguments, **options)

            return call

    kind = Class("text, short", (ROOT / "corpora/samples/042-kh-hanoi-honngheo-2010.txt",), 2)
    with s3.server() as environment, _environment(environment), tempfile.TemporaryDirectory() as folder:
        settings = Settings(f"sqlite:///{folder}/requests.db", f"s3://{s3.BUCKET}/requests")
        with open_store(settings) as store:
            object.__setattr__(store.blobs, "store", Counting(store.blobs.store))
            _filled(store, kind)
    for name, calls in sorted(count.items()):
        yield Figure(f"Object store: {name}", calls / kind.count, "requests/document")


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


#: Documents of the archive that is reckoned with.
MANY = 10_000_000


def reckoned(figures: Sequence[Figure]) -> list[list[str]]:
    """What many documents of each kind take, from the figures of one: a row each."""
    found = {one.title: one.value for one in figures}

    def of(title: str, per: float) -> str:
        return number(found[title] * MANY / per) if title in found else "–"

    rows = []
    for kind in classes(True):
        kept = sum(found[f"{kind.name}: {what}"] for what in ("kept source", "report"))
        rows.append(
            [
                kind.name,
                of(f"{kind.name}: everything, one process", 3.6e6),
                of(f"{kind.name}: claim, start and result, PostgreSQL, server", 3.6e6),
                of(f"{kind.name}: taking in, PostgreSQL, caller", 3.6e6),
                of("Dask: scheduler", 3.6e6),
                of(f"{kind.name}: database, PostgreSQL", 1e9),
                of(f"{kind.name}: database, SQLite", 1e9),
                of(f"{kind.name}: write-ahead log, PostgreSQL", 1e9),
                of(f"{kind.name}: original", 1e9),
                number(kept * MANY / 1e9),
            ]
        )
    return rows


RECKONED = (
    "ten million of",
    "extract, core-h",
    "database, core-h",
    "take in, core-h",
    "scheduler, core-h",
    "PostgreSQL, TB",
    "SQLite, TB",
    "log written, TB",
    "originals, TB",
    "results, TB",
)


def _say(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="with as little as shows that it works")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="trichluc-scale-"))
    load_before = os.getloadavg()[0]
    try:
        found = measure(folder, options.quick)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    print(f"{os.cpu_count()} cores, {model[1] if model else ''}, load {load_before:.1f} at the start\n")
    print(table(("what", "figure", "unit"), [[one.title, number(one.value), one.unit] for one in found], 1))
    print()
    print(table(RECKONED, reckoned(found), 1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
