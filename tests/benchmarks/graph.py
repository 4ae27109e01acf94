"""Speed of `cites` over an archive: the first page of documents and the reports that cite them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from api.graph.citations import find, first_pages
from api.store import Store, open_store, tables
from corpora.benchmark.results import Bar
from tests.benchmarks.archive import filled

#: Documents of the archive, and of a small one that only shows that it works.
DOCUMENTS, FEW = 100_000, 200
#: Numbers that are asked for, and how often each: the best is taken, because the machine does other things too.
ASKED, TIMES = 150, 5


def measure(folder: Path, quick: bool) -> list[Bar]:
    """The 95th percentile over the most cited numbers, as many of those in between, and as many of the rarest. Wall
    time, warm, in milliseconds."""
    documents = FEW if quick else DOCUMENTS
    with open_store(filled(folder, documents)) as store:
        times = sorted(_best(store, code, 1 if quick else TIMES) for code in _mixed(store, 9 if quick else ASKED))
    figure = times[int(0.95 * (len(times) - 1))] * 1000
    return [Bar(f"cites, first page, p95 of {documents:,} documents", figure, 20, "ms", False)]


def _mixed(store: Store, count: int) -> Sequence[str]:
    """Printed numbers: frequent, usual and rare ones."""
    table = tables.citation
    query = (
        select(func.min(table.c.code))
        .where(table.c.workspace_id == store.workspace_id, table.c.code.is_not(None))
        .group_by(table.c.code_key)
        .order_by(func.count().desc(), table.c.code_key)
    )
    with store.reading() as connection:
        codes = connection.scalars(query).all()
    third, rng = count // 3, random.Random(1)
    return [*codes[:third], *rng.sample(codes[third:-third], third), *codes[-third:]]


def _best(store: Store, code: str, times: int) -> float:
    """Seconds of one question with its first page."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        answer = find(store, code)
        pages = first_pages(store, answer)
        found.append(time.perf_counter() - began)
        assert answer.cited
        assert any(page is not None and page.rows for page in pages)
    return min(found)
