"""A real server that is killed in the middle of uploads, and started again: what it accepted ends with a result."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.store import Settings, Store, tables
from tests.crash import PATIENCE, check, state, waited
from tests.importing import report
from tests.serving import serving


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


def killed(
    settings: Settings, folder: Path, files: list[tuple[str, str]], accepted: dict[str, Any], after: int
) -> None:
    """Upload through four clients, and kill the server when so many more are accepted."""
    wanted = len(accepted) + after
    with serving(settings, folder, "--local", TRICHLUC_WORKERS="1") as server:
        uploaders = [Uploader(server.url, files[start::4], accepted) for start in range(4)]
        for one in uploaders:
            one.start()
        waited(lambda: len(accepted) >= wanted or not any(one.is_alive() for one in uploaders), PATIENCE)
        server.kill()
        for one in uploaders:
            one.join()


def finished(
    settings: Settings, folder: Path, store: Store, files: list[tuple[str, str]], accepted: dict[str, Any]
) -> None:
    """Start again: all that was accepted before, and what the clients send again, ends with a result."""
    table = tables.extraction
    before = {name: one["id"] for name, one in accepted.items()}
    with serving(settings, folder, "--local", TRICHLUC_WORKERS="1") as server:
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


def test_killed_server_loses_nothing(settings: Settings, store: Store, tmp_path: Path) -> None:
    files, accepted = made(24), {}
    killed(settings, tmp_path, files, accepted, 8)
    assert 8 <= len(accepted) <= len(files)
    finished(settings, tmp_path, store, files, accepted)


@pytest.mark.soak
def test_server_that_is_killed_again_and_again_loses_nothing(settings: Settings, store: Store, tmp_path: Path) -> None:
    chance = random.Random(5)
    files, accepted = made(600), {}
    for _ in range(10):
        left = [one for one in files if one[0] not in accepted]
        killed(settings, tmp_path, left, accepted, chance.randrange(60))
        time.sleep(chance.uniform(0, 0.2))
    finished(settings, tmp_path, store, files, accepted)
