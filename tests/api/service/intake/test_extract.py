"""`POST /v1/extract`: the Report, and nothing else of it anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.extraction import report_of
from api.store import Settings, Store, tables
from tests.api.service.intake.test_uploads import MALFORMED, UNREADABLE
from tests.importing import report
from tests.uploading import actions, count, files, sent


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One database is enough for what asks it nothing."""
    return Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", (tmp_path / "files").as_uri())


def test_report_comes_back_and_nothing_stays(
    client: TestClient, app: FastAPI, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = report_of("a.txt", report(7).encode())
    folder: Path = app.state.private.folder
    assert folder.stat().st_mode & 0o077 == 0
    # A large one is read where it is extracted.
    for largest in (4 * 1024 * 1024, 10):
        monkeypatch.setattr("api.service.intake.extracting.THROUGH_PIPE", largest)
        answer = client.post("/v1/extract", **sent("a.txt", report(7)))
        assert (answer.status_code, answer.content) == (200, wanted)
    assert client.post("/v1/extract?name=a.txt", content=report(7).encode()).content == wanted
    assert list(folder.iterdir()) == []
    assert (count(store, tables.document), files(settings), actions(store)) == (0, [], [])


def test_what_cannot_be_extracted_has_a_code(client: TestClient, app: FastAPI, store: Store) -> None:
    for data, status, code, _ in UNREADABLE:
        answer = client.post("/v1/extract", **sent("tệp.docx", data))
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert "document" not in answer.json()
    for one in MALFORMED:
        assert client.post("/v1/extract", **one).json()["code"] == "invalid_request"
    assert list(app.state.private.folder.iterdir()) == []
    assert count(store, tables.document) == 0


def test_as_many_as_there_is_room_for(client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.state.intake.extractor, "_room", 0)
    answer = client.post("/v1/extract", **sent("a.txt"))
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0
    monkeypatch.undo()
    assert client.post("/v1/extract", **sent("a.txt")).status_code == 200
