"""One piece of work from start to end: `prepare` in an isolated process, `process` around it with the store."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.errors import TrichLucError
from extractor.read import READER_VERSIONS

if TYPE_CHECKING:
    from api.isolation import Isolation
    from api.store import Store
    from api.store.results import Result
    from api.store.work import Claim, Task

Prepare = Callable[[str, bytes | None, bytes | None], "Result"]

#: Starts after which a file whose content is not in the store of files goes to quarantine.
MISSED = 3


class SecretFileError(TrichLucError):
    """The document carries a secrecy mark; nothing of its content is kept."""

    code = "secret"
    exit_status = 14


def prepare(name: str, data: bytes | None, kept: bytes | None) -> Result:
    """Extract a file, from what was kept of an earlier reading where there is something, else from its bytes.

    Raises what `extract` raises, and SecretFileError.
    """
    from api.store.blobs import pack, unpack
    from api.store.results import Result
    from api.store.rows import rows_of
    from extractor.export import source_from_json, source_to_json, to_json
    from extractor.pipeline import extract_source
    from extractor.read import read

    began = time.perf_counter()
    if kept is not None:
        source = dataclasses.replace(source_from_json(unpack(kept)), name=name)
    else:
        source = read(data or b"", name)
    report = extract_source(source)
    if report.document.secrecy:
        raise SecretFileError(f"{name}: carries a secrecy mark; path and hash are listed, its content is not kept")
    return Result(
        report=pack(to_json(report, compact=True)),
        source=None if kept is not None else pack(source_to_json(source)),
        readers=READER_VERSIONS,
        rows=rows_of(report),
        seconds=time.perf_counter() - began,
    )


def process(store: Store, work: Claim, isolation: Isolation, prepare: Prepare = prepare) -> str:
    """Do a piece of work and write how it ended. Returns "done", "failed", or "lost" where somebody else has it.

    A fault of the file never leaves this function: it ends in quarantine. What is raised is a failure of the machinery,
    and whoever called gives the work back (`work.release`): StoreError and what else the file store raises, the errors
    of a database that cannot be reached or written, IsolationError.
    """
    from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

    from api.isolation import IsolationError
    from api.store import results
    from api.store import work as table
    from api.store.errors import MissingError

    task = table.start(store, work)
    if task is None:
        return "lost"
    try:
        kept = _kept(store, task.sha256)
        data = store.blobs.get(task.sha256) if kept is None else None
    except MissingError as error:
        if task.attempts < MISSED:
            raise  # a folder on a network share may be away for a while, with all that is in it
        return _quarantine(store, task, error)
    try:
        result = isolation.run(task.name, prepare, task.name, data, kept)
    except IsolationError:
        raise
    except SecretFileError as error:
        results.withhold(store, work, task.sha256, str(error))
        return "failed"
    except Exception as error:  # also a fault of ours: in one file it must not end the import of the others
        return _quarantine(store, task, error)
    try:
        return "done" if results.finish(store, work, task.sha256, result) else "lost"
    except (DataError, IntegrityError, ProgrammingError, UnicodeError) as error:
        # What the database refuses is in the result of this file; it would refuse it again.
        return _quarantine(store, task, error)


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
