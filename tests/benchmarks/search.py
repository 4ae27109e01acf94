"""Speed of searching: the first 20 hits with snippets, over queries and filters as people ask them."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from api.search import Filters, search
from api.store import Store, open_store, tables
from corpora.benchmark.results import Bar
from tests.benchmarks.archive import filled

#: Documents of the archive, and of a small one that only shows that it works.
DOCUMENTS, FEW = 100_000, 200
#: Searches that are measured, each a different one, and how often they are asked in turn; the first time only warms up.
ASKED, FEW_ASKED, ROUNDS = 600, 30, 4

Asked = tuple[str, Filters]


def measure(folder: Path, quick: bool) -> list[Bar]:
    """The 95th percentile of a mix of searches: wall time in milliseconds, in a process that is warm; the file is in
    the memory of the system, as that of a service is. All are asked one after the other, some times over, and of each
    the best time is taken, because the machine does other things too."""
    documents = FEW if quick else DOCUMENTS
    with open_store(filled(folder, documents)) as store:
        asked = list(mixed(store, FEW_ASKED if quick else ASKED))
        rounds = [[timed(store, *one) for one in asked] for _ in range(2 if quick else ROUNDS)]
    times = [min(one) for one in zip(*rounds[1:], strict=True)]
    title = f"search, first 20 hits with snippets, p95 of {documents:,} documents"
    return [Bar(title, percentile(times, 0.95) * 1000, 50, "ms", False)]


def timed(store: Store, text: str, filters: Filters) -> float:
    """Seconds of one search."""
    began = time.perf_counter()
    search(store, text, filters)
    return time.perf_counter() - began


def percentile(times: list[float], share: float) -> float:
    """The least time that this share of all does not exceed."""
    return sorted(times)[max(0, round(share * len(times)) - 1)]


def mixed(store: Store, count: int) -> Iterator[Asked]:
    """Searches of every kind, drawn from what the archive holds."""
    rng = random.Random(7)
    texts, titles, codes, issuers, units = _material(store, rng)
    for number in range(count):
        printed = rng.choice(texts)
        words = re.findall(r"\w+", printed)
        start = rng.randrange(len(words) - 8)
        run = words[start : start + rng.randint(2, 5)]
        kinds = (
            # Of a hundred searches so many are each of these.
            (30, lambda run=run: " ".join(run)),
            (15, lambda run=run: f'"{" ".join(run)}"'),
            (15, lambda words=words: " ".join(rng.sample(words, rng.randint(1, 3)))),
            (12, lambda: rng.choice(codes)),
            (4, lambda: rng.choice(codes).replace("/", " ").replace("-", " ").lower()),
            (8, lambda: rng.choice(titles)),
            (6, lambda run=run, words=words: f"{' '.join(run)} -{rng.choice(words)}"),
            (5, lambda run=run, words=words: f'{rng.choice(words)} "{" ".join(run)}"'),
            (3, lambda run=run: f"{' '.join(run[:-1])} {run[-1][:3]}*"),
            (2, lambda: ""),
        )
        (made,) = rng.choices([make for _, make in kinds], weights=[weight for weight, _ in kinds])
        yield made(), _filters(rng, issuers, units, codes) if number % 3 == 0 else Filters()


def _filters(rng: random.Random, issuers: list[str], units: list[str], codes: list[str]) -> Filters:
    year, month = rng.randint(2015, 2024), rng.randint(1, 12)
    return rng.choice(
        (
            Filters(issuer=rng.choice(issuers)),
            Filters(unit=rng.choice(units)),
            Filters(date_from=f"{year}", date_to=f"{year}"),
            Filters(date_from=f"{year}-{month:02}", date_to=f"{year}-{month:02}"),
            Filters(finding="blank_number"),
            Filters(type="báo cáo", issuer="xã"),
            Filters(cites=rng.choice(codes)),
        )
    )


def _material(store: Store, rng: random.Random) -> tuple[list[str], list[str], list[str], list[str], list[str]]:
    """Texts and titles of some documents; numbers that are cited, the frequent more often; issuers and units."""
    report, citation, text = tables.report, tables.citation, tables.report_text
    with store.reading() as connection:
        last = connection.scalars(select(func.max(report.c.document_id))).one()
        ids = sorted(rng.sample(range(1, last + 1), min(200, last)))
        texts = list(connection.scalars(select(text.c.text).where(text.c.document_id.in_(ids))))
        cited = list(connection.scalars(select(citation.c.code).where(citation.c.document_id.in_(ids))))
        rows = connection.execute(
            select(report.c.title, report.c.issuer, report.c.unit_name).where(report.c.document_id.in_(ids))
        ).all()
    return texts, [row.title for row in rows], cited, [row.issuer for row in rows], [row.unit_name for row in rows]
