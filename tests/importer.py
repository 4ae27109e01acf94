"""`trichluc import` with an engine that reads nothing, for tests that start and kill it often: everything else is the
command as it is."""

from __future__ import annotations

import os
import sys
import time
from types import SimpleNamespace

import api.cli
import extractor.pipeline
from api.commands import importing
from api.extraction import SecretFileError
from api.importing.run import local_crew
from api.isolation import pool
from api.store.blobs import pack
from api.store.results import Result
from api.store.rows import rows_of
from extractor.errors import CorruptFileError
from tests import records

VERSION = "light"
#: How long a file takes, seconds.
EACH = 0.02


def prepare(name: str, data: bytes | None, kept: bytes | None) -> Result:
    """A result that depends on the content alone."""
    if kept is None and not (data or b"").strip():
        raise CorruptFileError(f"{name}: nothing in it")
    if data and b"\nM\xe1\xba\xacT\n" in data:
        raise SecretFileError(f"{name}: carries a secrecy mark")
    time.sleep(EACH)
    text = (data or b"").decode(errors="replace")
    return Result(
        report=pack(f"report of {text}".encode()),
        source=None if kept is not None else pack(f"source of {text}".encode()),
        readers="light/1",
        rows=rows_of(records.sample(text=text)),
        seconds=0.0,
    )


def main() -> int:
    """Run the command line."""
    extractor.pipeline.load = lambda: SimpleNamespace(pipeline=SimpleNamespace(version=VERSION))  # type: ignore[assignment,return-value]
    importing._crew = lambda store, version, options: local_crew(store, options.workers, prepare)  # type: ignore[assignment]
    context = pool._context()
    context.set_forkserver_preload(["tests.importer"])
    context.set_forkserver_preload = lambda modules: None  # type: ignore[method-assign]
    return api.cli.main(["import", *sys.argv[1:]])


if __name__ == "__main__":
    os._exit(main())
