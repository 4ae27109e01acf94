"""Whether the service can work, part by part, and its figures."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.service.app import create_app
from api.service.observing import health, metrics
from api.service.settings import ServiceSettings
from api.store import Settings, Store, work
from api.store.documents import Incoming, accept
from api.store.errors import StoreError
from extractor.pipeline import load

WELL = {"database": "ok", "schema": "ok", "files": "ok", "disk": "ok", "running": "ok"}


def parts(client: TestClient) -> tuple[int, set[str]]:
    answer = client.get("/readyz")
    told = answer.json()
    assert told["status"] == ("ok" if answer.status_code == 200 else "failed")
    assert told["parts"].keys() == WELL.keys()
    return answer.status_code, {name for name, state in told["parts"].items() if state != "ok"}


def test_service_that_is_well(bare: TestClient) -> None:
    assert bare.get("/livez").json() == {"status": "ok"}
    assert bare.get("/readyz").json() == {"status": "ok", "parts": WELL}


def test_schema_of_another_version(bare: TestClient, store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert parts(bare) == (503, {"schema"})
    assert bare.get("/livez").status_code == 200


def test_database_that_is_gone(app: FastAPI, bare: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(type(app.state.store.engine), "connect", gone)
    assert parts(bare) == (503, {"database", "schema"})


def test_part_that_hangs(app: FastAPI, bare: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, ended = [], threading.Event()

    def hangs(store: Store) -> bool:
        asked.append(store)
        return ended.wait(60)

    monkeypatch.setattr(health, "_database", hangs)
    monkeypatch.setattr(health.Health.parts, "__defaults__", (0.05,))
    assert parts(bare)[1] >= {"database"}
    assert parts(bare)[1] >= {"database"}
    assert len(asked) == 1  # a probe that comes again and again piles nothing up
    ended.set()
    monkeypatch.setattr(health.Health.parts, "__defaults__", (60,))
    assert parts(bare) == (200, set())


def test_disk_that_is_full(idle: ServiceSettings) -> None:
    with TestClient(create_app(replace(idle, min_free=1 << 62))) as client:
        assert parts(client) == (503, {"disk"})


def test_files_that_cannot_be_written(bare: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    may = os.access
    monkeypatch.setattr(health.os, "access", lambda path, mode: not mode & os.W_OK and may(path, mode))
    assert parts(bare) == (503, {"files"})


def test_store_of_objects_that_does_not_answer(idle: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    remote = replace(idle, store=replace(idle.store, files_url="memory:///"))
    with TestClient(create_app(remote)) as client:
        assert parts(client) == (200, set())

        def gone(*_: object) -> bool:
            raise StoreError("unreachable")

        monkeypatch.setattr(type(client.app.state.store.blobs), "has", gone)  # type: ignore[attr-defined]
        assert parts(client) == (503, {"files"})


def test_service_that_is_being_stopped(app: FastAPI, bare: TestClient) -> None:
    app.state.stopping.set()
    assert parts(bare) == (503, {"running"})


def test_folders_of_a_store(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path}/a/b.db", (tmp_path / "tệp mới").as_uri())
    assert health.folders(ServiceSettings(settings)) == {tmp_path / "a", tmp_path / "tệp mới"}
    elsewhere = Settings("postgresql+psycopg://u@h/n", "s3://bucket")
    assert health.folders(ServiceSettings(elsewhere)) == set()


def test_figures_are_for_administrators(app: FastAPI, client_of: Callable[..., TestClient]) -> None:
    admin, reader = client_of("admin"), client_of("read")
    assert admin.get("/metrics").status_code == 200
    assert reader.get("/metrics").status_code == 403
    assert TestClient(app).get("/metrics").status_code == 401
    here = ("127.0.0.1", 5)
    assert TestClient(app, base_url="http://127.0.0.1", client=here).get("/metrics").status_code == 200
    assert TestClient(app, client=here).get("/metrics").status_code == 401
    handed_on = TestClient(app, base_url="http://127.0.0.1", client=here, headers={"X-Forwarded-For": "192.0.2.1"})
    assert handed_on.get("/metrics").status_code == 401


def test_figures_for_all(idle: ServiceSettings) -> None:
    with TestClient(create_app(replace(idle, metrics="public"))) as client:
        assert client.get("/metrics").status_code == 200


def test_figures_of_the_queue(client: TestClient, store: Store) -> None:
    version = load().pipeline.version
    accepted = accept(store, [Incoming(name, name.encode()) for name in ("a", "b", "c")])
    work.enqueue(store, [one.document_id for one in accepted], version)
    work.claim(store, version, work.owner(), 1)
    metrics.documents.labels("done").inc()
    told = client.get("/metrics").text
    assert 'trichluc_queue_documents{status="pending"} 2.0' in told
    assert 'trichluc_queue_documents{status="running"} 1.0' in told
    assert 'trichluc_documents_total{outcome="done"}' in told
    assert "process_resident_memory_bytes" in told


def test_process_that_was_killed_answers_nothing_any_more(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for pid in (dead.pid, os.getpid()):
        (tmp_path / f"gauge_livesum_{pid}.db").touch()
        (tmp_path / f"counter_{pid}.db").touch()
    metrics._forget_dead(tmp_path)
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {f"gauge_livesum_{os.getpid()}.db", f"counter_{os.getpid()}.db", f"counter_{dead.pid}.db"}


def test_figures_count_requests_by_template(client: TestClient) -> None:
    def count() -> float:
        value = metrics.REGISTRY.get_sample_value(
            "trichluc_requests_total", {"method": "GET", "route": "/v1/documents/{document_id}", "status": "404"}
        )
        return value or 0.0

    before = count()
    for name in ("a", "b", "c"):
        client.get(f"/v1/documents/{name}")
    client.request("WEIRD", "/v1/documents/a")
    assert count() == before + 3
    assert 'method="other"' in client.get("/metrics").text
    assert "WEIRD" not in client.get("/metrics").text
