"""One piece of work from start to end: `prepare` in an isolated process, `process` around it with the store."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api import engine
from extractor.errors import TrichLucError
from extractor.read import READER_VERSIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.isolation import Isolation
    from api.store import Store
    from api.store.results import Result
    from api.store.work import Claim, Task
    from extractor.model import Report

#: What extracts a file, by its name, its bytes or where they lie, and what was kept of an earlier reading.
Prepare = Callable[[str, "bytes | Path | None", bytes | None], "Result"]
#: Larger files are read by the isolated process itself, bytes: nobody else holds them in memory.
THROUGH_PIPE = 4 * 1024 * 1024

#: Starts after which a file whose content is not in the store of files goes to quarantine.
MISSED = 3


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to hear of a piece of work: `told` of the pages that are read (how many of how many), `withheld` of a
    mark of secrecy, in the transaction that removes what there is of the document."""

    told: Callable[[int, int], None]
    withheld: Callable[[Connection, Task], None]


class SecretFileError(TrichLucError):
    """The document carries a secrecy mark; nothing of its content is kept."""

    code = "secret"
    exit_status = 14


def prepare(name: str, data: bytes | Path | None, kept: bytes | None) -> Result:
    """Extract a file, from what was kept of an earlier reading where there is something, else from its bytes, or the
    file that holds them.

    Raises what `extract` raises, and SecretFileError.
    """
    from api.isolation import inside, office
    from api.store.blobs import pack, unpack
    from api.store.results import Result
    from api.store.rows import rows_of
    from extractor.export import source_from_json, source_to_json, to_json
    from extractor.limits import DEFAULT_LIMITS
    from extractor.pipeline import extract_source
    from extractor.read import read

    began = time.perf_counter()
    if kept is not None:
        source = dataclasses.replace(source_from_json(unpack(kept)), name=name)
    else:
        with office.at_hand():
            source = read(_bytes(data), name, DEFAULT_LIMITS, inside.progressing, inside.recognising)
    report = _open(extract_source(source, engine.chosen()), name)
    return Result(
        report=pack(to_json(report, compact=True)),
        source=None if kept is not None else pack(source_to_json(source)),
        readers=READER_VERSIONS,
        rows=rows_of(report),
        seconds=time.perf_counter() - began,
    )


def report_of(name: str, data: bytes | Path) -> bytes:
    """The Report of a file as compact JSON, of which nothing is kept. Raises what `prepare` raises."""
    from api.isolation import inside, office
    from extractor.export import to_json
    from extractor.limits import DEFAULT_LIMITS
    from extractor.pipeline import extract_source
    from extractor.read import read

    with office.at_hand():
        source = read(_bytes(data), name, DEFAULT_LIMITS, inside.progressing, inside.recognising)
    report = _open(extract_source(source, engine.chosen()), name)
    return to_json(report, compact=True)


def _bytes(data: bytes | Path | None) -> bytes:
    return data.read_bytes() if isinstance(data, Path) else data or b""


def _open(report: Report, name: str) -> Report:
    """The report, unless it carries a mark of secrecy."""
    if report.document.secrecy:
        raise SecretFileError(f"{name}: carries a secrecy mark; path and hash are listed, its content is not kept")
    return report


def process(
    store: Store, work: Claim, isolation: Isolation, prepare: Prepare = prepare, watch: Watch | None = None
) -> str:
    """Do a piece of work and write how it ended. Returns "done", "failed", or "lost" where somebody else has it.

    A fault of the file never leaves this function: it ends in quarantine. What is raised is a failure of the machinery,
    and whoever called gives the work back (`work.release`): StoreError and what else the file store raises, the errors
    of a database that cannot be reached or written, IsolationError.
    """
    from api.store import work as table
    from api.store.errors import MissingError

    task = table.start(store, work)
    if task is None:
        return "lost"
    with ExitStack() as stack:
        try:
            kept = _kept(store, task.sha256)
            data = stack.enter_context(_content(store, task)) if kept is None else None
        except MissingError as error:
            if task.attempts < MISSED:
                raise  # a folder on a network share may be away for a while, with all that is in it
            return _quarantine(store, task, error)
        return _finished(store, task, isolation, (prepare, data, kept), watch)


def _finished(
    store: Store,
    task: Task,
    isolation: Isolation,
    call: tuple[Prepare, bytes | Path | None, bytes | None],
    watch: Watch | None,
) -> str:
    from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

    from api.isolation import IsolationError
    from api.store import results

    (prepare, data, kept), work = call, task.claim
    try:
        if watch is None:
            result = isolation.run(task.name, prepare, task.name, data, kept)
        else:
            result = isolation.run_told(watch.told, task.name, prepare, task.name, data, kept)
    except IsolationError:
        raise
    except SecretFileError as error:
        results.withhold(store, work, task.sha256, str(error), lambda by: watch.withheld(by, task) if watch else None)
        return "failed"
    except Exception as error:  # also a fault of ours: in one file it must not end the import of the others
        return _quarantine(store, task, error)
    try:
        return "done" if results.finish(store, work, task.sha256, result) else "lost"
    except (DataError, IntegrityError, ProgrammingError, UnicodeError) as error:
        # What the database refuses is in the result of this file; it would refuse it again.
        return _quarantine(store, task, error)


@contextmanager
def _content(store: Store, task: Task) -> Iterator[bytes | Path]:
    """The bytes of a file, or where a large one lies. Raises MissingError."""
    if task.size <= THROUGH_PIPE:
        yield store.blobs.get(task.sha256)
        return
    with store.blobs.as_file(task.sha256) as path:
        yield path


def _quarantine(store: Store, task: Task, error: Exception) -> str:
    from api.store import work as table

    if isinstance(error, TrichLucError):
        code, message = error.code, f"{task.name}: {str(error).removeprefix(f'{task.name}: ')}"
    else:
        code, message = "internal", f"{task.name}: fault in the program ({type(error).__name__}); report it"
    table.fail(store, task.claim, code, message)
    return "failed"


def _kept(store: Store, sha256: str) -> bytes | None:
    from api.store import results
    from api.store.errors import MissingError

    try:
        return results.kept_source(store, sha256, READER_VERSIONS)
    except MissingError:
        return None  # the original is read anew
