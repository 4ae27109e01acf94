"""A real server that is killed in the middle of uploads, and started again: what it accepted ends with a result."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.store import Settings, Store, tables
from tests.crash import PATIENCE, check, state, waited
from tests.importing import report

ROOT = Path(__file__).resolve().parents[4]


class Server:
    """uvicorn, on a port of loopback."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "TRICHLUC_DATABASE_URL": settings.database_url,
            "TRICHLUC_FILES_URL": settings.files_url,
            "TRICHLUC_LOCAL": "1",
            "TRICHLUC_WORKERS": "1",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "uvicorn", "--factory", "api.service.app:create_app"]
        command += ["--port", str(port), "--log-level", "error"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/livez").status_code == 200
        except httpx.TransportError:
            assert self.process.poll() is None
            return False

    def kill(self) -> None:
        """SIGKILL, as when a machine runs out of memory."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(settings: Settings) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Server(settings, port)
    try:
        assert waited(server.answers, 60)
        yield server
    finally:
        if server.process.poll() is None:
            server.process.terminate()
            try:
                server.process.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()


class Uploader(threading.Thread):
    """Uploads documents one after the other, again until each is accepted or the server is gone."""

    def __init__(self, url: str, files: list[tuple[str, str]], accepted: dict[str, Any]) -> None:
        super().__init__(daemon=True)
        self.url, self.files, self.accepted = url, files, accepted

    def run(self) -> None:
        with httpx.Client(base_url=self.url, timeout=PATIENCE) as client:
            for name, text in self.files:
                try:
                    answer = client.post(
                        "/v1/documents?wait=0", files={"file": (name, text)}, headers={"Idempotency-Key": name}
                    )
                except httpx.TransportError:
                    return
                assert answer.status_code in (200, 202), answer.text
                self.accepted[name] = answer.json()


def killed(settings: Settings, files: list[tuple[str, str]], accepted: dict[str, Any], after: int) -> None:
    """Upload through four clients, and kill the server when so many more are accepted."""
    wanted = len(accepted) + after
    with serving(settings) as server:
        uploaders = [Uploader(server.url, files[start::4], accepted) for start in range(4)]
        for one in uploaders:
            one.start()
        waited(lambda: len(accepted) >= wanted or not any(one.is_alive() for one in uploaders), PATIENCE)
        server.kill()
        for one in uploaders:
            one.join()


def finished(settings: Settings, store: Store, files: list[tuple[str, str]], accepted: dict[str, Any]) -> None:
    """Start again: all that was accepted before, and what the clients send again, ends with a result."""
    table = tables.extraction
    before = {name: one["id"] for name, one in accepted.items()}
    with serving(settings) as server:
        ids = select(tables.document.c.uid).join(table).where(table.c.status == "done")

        def done() -> set[str]:
            with store.reading() as connection:
                return set(connection.scalars(ids))

        assert waited(lambda: set(before.values()) <= done(), PATIENCE)
        again = Uploader(server.url, files, accepted)
        again.start()
        again.join()
        assert {name: one["id"] for name, one in accepted.items()} | before == {
            name: one["id"] for name, one in accepted.items()
        }
        assert len(accepted) == len(files)
        for name, one in accepted.items():
            job = httpx.get(f"{server.url}/v1/jobs/{one['id']}?wait=60", timeout=PATIENCE).json()
            assert (job["status"], job["name"]) == ("done", name)
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.document)) == len(files)
    check(state(settings))


def made(number: int) -> list[tuple[str, str]]:
    return [(f"{one}.txt", report(one)) for one in range(number)]


def test_killed_server_loses_nothing(settings: Settings, store: Store) -> None:
    files, accepted = made(40), {}
    killed(settings, files, accepted, 12)
    assert 12 <= len(accepted) < len(files)
    finished(settings, store, files, accepted)


@pytest.mark.soak
def test_server_that_is_killed_again_and_again_loses_nothing(settings: Settings, store: Store) -> None:
    chance = random.Random(5)
    files, accepted = made(600), {}
    for _ in range(10):
        left = [one for one in files if one[0] not in accepted]
        killed(settings, left, accepted, chance.randrange(60))
        time.sleep(chance.uniform(0, 0.2))
    finished(settings, store, files, accepted)
