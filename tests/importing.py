"""Imports in the test's own process: threads extract, nothing is started."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import select

from api.extraction import Prepare, prepare, process
from api.importing.found import Found
from api.importing.pattern import parse
from api.importing.run import Crew
from api.importing.session import Order, Session
from api.importing.tally import Tally
from api.store import Store, tables

VERSION = "v1"


class Here:
    """Stands for processes of their own: calls the function at once."""

    def run(self, name: str, function: Callable[..., Any], *args: Any) -> Any:
        return function(*args)


@contextmanager
def crew(store: Store, prepare: Prepare = prepare, threads: int = 2) -> Iterator[Crew]:
    """Threads of this process that extract."""
    with ThreadPoolExecutor(threads) as executor:
        yield Crew(executor, lambda claim: process(store, claim, Here(), prepare), lambda: 2 * threads)  # type: ignore[arg-type]


def imported(
    store: Store,
    *places: str | os.PathLike[str],
    prepare: Prepare = prepare,
    version: str = VERSION,
    told: Callable[[str], None] = lambda line: None,
    steady: Callable[[Found], bool] = lambda found: True,
    stop: Event | None = None,
    pattern: str | None = None,
    **options: bool,
) -> Tally:
    """Import into a store, and return the counts."""
    order = Order(tuple(os.fspath(place) for place in places), pattern=parse(pattern) if pattern else None, **options)
    session = Session(store, order, version, told=told, steady=steady, stop=stop or Event())
    with crew(store, prepare) as those:
        return session.run(those)


def places(store: Store) -> dict[str, str]:
    """What became of each place: its path, and the status of its document's newest extraction or the code of its
    failure."""
    location, extraction = tables.location, tables.extraction
    query = (
        select(location.c.path, extraction.c.status, extraction.c.error_code)
        .join(extraction, extraction.c.document_id == location.c.document_id)
        .where(location.c.workspace_id == store.workspace_id)
        .order_by(extraction.c.id)
    )
    with store.reading() as connection:
        return {row.path: row.error_code or row.status for row in connection.execute(query)}


def report(number: int | str, more: str = "") -> str:
    """A report of a few lines."""
    return (
        f"UBND HUYỆN KÔNG CHRO\nSố: {number}/BC-UBND\nKông Chro, ngày 12 tháng 3 năm 2021\n\nBÁO CÁO\n"
        f"Kết quả công tác\n\nThực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh.\n{more}\n"
    )


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder, by their path in it, and return the folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
