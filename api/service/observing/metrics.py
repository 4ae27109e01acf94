"""Figures for Prometheus. Where the service runs as several processes, `trichluc serve` sets PROMETHEUS_MULTIPROC_DIR
before this module is imported: each process writes its figures there, and whichever is asked adds them all up."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector
from sqlalchemy import and_, func, select

from api import engine
from api.store import Store, tables

MEDIA_TYPE = CONTENT_TYPE_LATEST

# Twice as many lines, which nobody asks for.
disable_created_metrics()  # type: ignore[no-untyped-call]

#: Seconds. A small report takes tens of milliseconds, an upload may wait for a minute.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)

requests = Counter(
    "trichluc_requests", "Requests that were answered, by the template of their route", ("method", "route", "status")
)
seconds = Histogram("trichluc_request_seconds", "Time to the end of an answer", ("method", "route"), buckets=_BUCKETS)
in_flight = Gauge("trichluc_requests_in_flight", "Requests that are being answered", multiprocess_mode="livesum")
documents = Counter("trichluc_documents", "Documents whose work ended, by outcome", ("outcome",))


def rendered(store: Store) -> bytes:
    """All figures of the service, in Prometheus' text format."""
    own = CollectorRegistry()
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        _forget_dead(Path(folder))
        MultiProcessCollector(own, folder)  # type: ignore[no-untyped-call]
    own.register(_Queue(store))
    return (b"" if folder else generate_latest(REGISTRY)) + generate_latest(own)


class _Queue(Collector):
    """How much work there is, asked of the database at that moment."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        counts = depth(self._store)
        family = GaugeMetricFamily(
            "trichluc_queue_documents", "Documents that wait or are worked on", labels=["status"]
        )
        for status in ("pending", "running"):
            family.add_metric([status], counts.get(status, 0))
        yield family


def depth(store: Store) -> dict[str, int]:
    """How many documents of all workspaces wait ("pending") and are worked on ("running")."""
    work, workspace = tables.extraction, tables.workspace
    # By workspace, version and status: an index holds them so.
    open_ones = and_(
        work.c.workspace_id == workspace.c.id,
        work.c.pipeline_version == engine.version(),
        work.c.status.in_(("pending", "running")),
    )
    query = (
        select(work.c.status, func.count().label("pieces"))
        .select_from(workspace)
        .join(work, open_ones)
        .group_by(work.c.status)
    )
    with store.reading() as connection:
        return {row.status: row.pieces for row in connection.execute(query)}


def _forget_dead(folder: Path) -> None:
    """A process that was killed is answering nothing any more."""
    for pid in {int(found[1]) for file in folder.glob("gauge_live*.db") if (found := _PID.search(file.name))}:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
        except PermissionError:
            pass  # it lives


_PID = re.compile(r"_(\d+)\.db$")
