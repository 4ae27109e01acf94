"""Uploads: stored before they are answered, known by their content, refused with a code."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.service.app import create_app
from api.service.intake.receiving import cleaned
from api.service.settings import ServiceSettings
from api.store import Settings, Store, tables
from tests.api.service.conftest import ClientOf
from tests.importing import report
from tests.uploading import PATIENCE, actions, count, files, sent

HERE = f"/v1/documents?wait={PATIENCE}"


def test_small_file_comes_back_with_its_report(client: TestClient) -> None:
    answer = client.post(HERE, **sent("bao-cao.txt", external_id="VB-1", metadata='{"số": "1", "hộp": [7]}'))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["status"] == "done"
    assert told["external_id"] == "VB-1"
    assert told["metadata"] == {"số": "1", "hộp": [7]}
    assert told["differences"] == []
    assert told["report"]["source"]["name"] == "bao-cao.txt"
    assert told["report"]["document"]["number"] == "1"
    assert answer.headers["location"] == told["links"]["document"]
    # The same by itself.
    assert client.get(told["links"]["report"]).json() == told["report"]
    known = client.get(told["links"]["document"]).json()
    assert (known["id"], known["external_id"]) == (told["id"], "VB-1")


NAMED = [
    ("&name=b%C3%A1o%20c%C3%A1o.txt", {}, "báo cáo.txt"),
    ("", {"Content-Disposition": "attachment; filename*=UTF-8''b%C3%A1o.txt"}, "báo.txt"),
    ("", {"Content-Disposition": 'attachment; filename="a.txt"'}, "a.txt"),
    ("", {"X-File-Name": "b%C3%A1o.txt"}, "báo.txt"),
    ("", {}, "document"),
]


def test_body_may_be_the_file(client: TestClient) -> None:
    for number, (query, headers, name) in enumerate(NAMED):
        given = {"Content-Type": "text/plain", **headers}
        answer = client.post(f"{HERE}{query}&external_id=VB-2", content=report(number).encode(), headers=given)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["name"], answer.json()["external_id"]) == (name, "VB-2")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Văn bản\\báo cáo.docx", "báo cáo.docx"),
        ("a\0b\x1b[31m\u202egpj.txt", "ab[31mgpj.txt"),
        ("..", "document"),
        ("", "document"),
        ("/", "document"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
        ("\udcffa.txt", "a.txt"),
    ],
)
def test_names_are_base_names_that_nothing_obeys(given: str, kept: str) -> None:
    assert cleaned(given) == kept


def test_longer_one_is_stored_before_it_is_answered(client: TestClient, store: Store, settings: Settings) -> None:
    answer = client.post("/v1/documents?wait=0", **sent("a.txt"))
    assert answer.status_code == 202
    job = answer.json()
    assert answer.headers["location"] == f"/v1/jobs/{job['id']}" == job["links"]["job"]
    assert job["status"] in ("pending", "running", "done")
    with store.reading() as connection:
        assert connection.scalars(select(tables.document.c.uid)).all() == [job["id"]]
    assert count(store, tables.extraction) == 1
    assert job["sha256"] in {file.name for file in files(settings)}
    done = client.get(f"/v1/jobs/{job['id']}?wait={PATIENCE}").json()
    assert done["status"] == "done"
    assert client.get(done["links"]["report"]).status_code == 200
    assert actions(store) == [("document.upload", f"document:{job['id']}")]


def test_same_content_is_the_same_document(client: TestClient, store: Store) -> None:
    first = client.post(HERE, **sent("a.txt")).json()
    again = client.post("/v1/documents?wait=0", **sent("b.txt"))
    assert again.status_code == 200
    assert again.json() == first
    assert count(store, tables.document) == 1
    assert [action for action, _ in actions(store)] == ["document.upload"]


def test_workspaces_know_nothing_of_each_other(client: TestClient, client_of: ClientOf, store: Store) -> None:
    other = client_of(workspace="khác")
    ours = client.post(HERE, **sent("a.txt", external_id="VB-1")).json()
    theirs = other.post(HERE, **sent("b.txt")).json()
    assert theirs["id"] != ours["id"]
    assert (theirs["name"], theirs["external_id"]) == ("b.txt", None)
    for path in ("", "/events"):
        answer = other.get(f"/v1/jobs/{ours['id']}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert count(store, tables.blob) == 4  # one original and its source; two reports, which name the file


def test_scope_write_is_needed(client_of: ClientOf, store: Store, settings: Settings) -> None:
    reader = client_of("read")
    for path in ("/v1/documents", "/v1/extract"):
        answer = reader.post(path, **sent("a.txt"))
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (count(store, tables.document), files(settings)) == (0, [])


def broken_docx() -> bytes:
    """A .docx that is cut in two."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>" * 100)
    return data.getvalue()[:-30]


PROGRAM = b"\x7fELF" + b"\x00\xff" * 50


UNREADABLE = [
    (PROGRAM, 415, "unsupported_type", False),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 415, "unsupported_type", False),
    (b" \n \n", 422, "empty", True),
    (broken_docx(), 422, "corrupt", True),
    (b"%PDF-1.7\n%\xff\xff\nnot a PDF", 422, "corrupt", True),
]


def test_files_that_cannot_be_read_have_a_code(client: TestClient, store: Store) -> None:
    for data, status, code, kept in [*UNREADABLE, *UNREADABLE]:
        answer = client.post(HERE, **sent("tệp.docx", data))
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["detail"]
        assert problem["detail_vi"]
        assert ("document" in problem) is kept
        if kept:
            job = client.get(f"/v1/jobs/{problem['document']}").json()
            assert (job["status"], job["error"]["code"]) == ("failed", code)
    assert count(store, tables.document) == sum(kept for *_, kept in UNREADABLE)


def test_empty_body_is_no_file(client: TestClient, store: Store) -> None:
    for answer in (client.post(HERE), client.post(HERE, files={"file": ("a.txt", b"")})):
        assert (answer.status_code, answer.json()["code"]) == (422, "empty")
    answer = client.post(HERE, json={"file": "a"})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert count(store, tables.document) == 0


def form(*parts: bytes, end: bytes = b"--x--\r\n") -> dict[str, Any]:
    """A form as it is on the wire."""
    body = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + end
    return {"content": body, "headers": {"Content-Type": "multipart/form-data; boundary=x"}}


FILE = b'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc'


MALFORMED = [
    form(),
    form(FILE, end=b""),
    form(FILE, FILE),
    form(b'Content-Disposition: form-data; name="other"\r\n\r\nabc'),
    form(FILE, b'Content-Disposition: form-data; name="metadata"\r\n\r\n' + b"x" * 70_000),
    form(b"no header\r\n\r\nabc"),
    {"content": b"abc", "headers": {"Content-Type": "multipart/form-data"}},
    {"content": b"abc", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
]


def test_malformed_forms_are_refused(client: TestClient, store: Store, settings: Settings) -> None:
    answers = [client.post(HERE, **one) for one in MALFORMED]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(422, "invalid_request")] * len(MALFORMED)
    assert (count(store, tables.document), files(settings)) == (0, [])


WRONG_METADATA = [
    "{",
    "[1]",
    '"a"',
    '{"a": NaN}',
    '{"ngày": "32/1/2021"}',
    '{"date": "soon"}',
    '{"folder": {"year": "2021"}}',
    json.dumps({"a": {"b": {"c": {"d": {"e": 1}}}}}),
    '{"a": "' + "x" * 16_000 + '"}',
    "[" * 5000,
]


def test_metadata_of_another_form_is_refused(client: TestClient, store: Store) -> None:
    fields = [*({"metadata": one} for one in WRONG_METADATA), {"external_id": "x" * 201}, {"external_id": "a\nb"}]
    answers = [client.post(HERE, **sent("a.txt", **one)) for one in fields]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(422, "invalid_metadata")] * len(fields)
    assert count(store, tables.document) == 0


@pytest.fixture
def small(settings: Settings) -> Iterator[TestClient]:
    """A client of a service that takes at most 1000 bytes, and where nothing is extracted."""
    app = create_app(ServiceSettings(settings, max_upload=1000, workers=0, local=True))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as client:
        yield client


def test_bytes_are_counted_as_they_come(small: TestClient, store: Store, settings: Settings) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 100

    for path in ("/v1/documents", "/v1/extract"):
        for request in (
            sent("a.txt", "x" * 1001),
            {"content": b"x" * 1001},
            {"content": pieces()},
            {"content": b"x", "headers": {"Content-Length": "99999999999"}},
        ):
            answer = small.post(path, **request)
            assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
            assert answer.json()["limit"] == 1000
    assert (count(store, tables.document), files(settings)) == (0, [])
    assert small.post("/v1/documents?wait=0", content=b"x" * 1000).status_code == 202


def test_full_queue_is_told(settings: Settings, store: Store) -> None:
    app = create_app(ServiceSettings(settings, workers=0, max_queue=2, local=True))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as client:
        statuses = [client.post("/v1/documents?wait=0", **sent("a.txt", report(n))) for n in range(4)]
        assert [one.status_code for one in statuses] == [202, 202, 503, 503]
        assert statuses[-1].json()["code"] == "queue_full"
        assert int(statuses[-1].headers["retry-after"]) > 0
    assert count(store, tables.document) == 2


def test_what_nobody_works_on_is_a_job(small: TestClient) -> None:
    answer = small.post("/v1/documents?wait=0.1", content=report(3)[:900].encode())
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")


def test_document_that_is_deleted_is_a_new_one_when_it_comes_again(client: TestClient) -> None:
    first = client.post(HERE, **sent("a.txt")).json()
    assert client.delete(f"/v1/documents/{first['id']}").status_code == 204
    assert client.get(f"/v1/jobs/{first['id']}").status_code == 404
    again = client.post(HERE, **sent("a.txt"))
    assert again.status_code == 200
    assert again.json()["id"] != first["id"]


def test_openapi_shows_both_ways_in(app: FastAPI) -> None:
    body = app.openapi()["paths"]["/v1/documents"]["post"]["requestBody"]["content"]
    assert set(body) == {"multipart/form-data", "application/octet-stream"}
    assert replace(app.state.settings, workers=1) == app.state.settings


def test_what_failed_by_no_fault_of_its_own_is_tried_again(client: TestClient, store: Store) -> None:
    first = client.post(HERE, **sent("a.txt")).json()
    failures = [("lost_worker", None), ("missing", None), ("missing_tool", None), ("corrupt", "older")]
    for code, version in failures:
        changes = {"status": "failed", "error_code": code, **({"pipeline_version": version} if version else {})}
        with store.writing() as connection:
            connection.execute(update(tables.extraction).values(**changes))
        answer = client.post(HERE, **sent("a.txt"))
        assert (answer.status_code, answer.json()["id"]) == (200, first["id"])
    with store.writing() as connection:
        connection.execute(update(tables.extraction).values(status="failed", error_code="corrupt"))
    assert client.post(HERE, **sent("a.txt")).json()["code"] == "corrupt"


def test_object_stores_take_files_too(settings: Settings) -> None:
    """What is on its way to an object store lies in a file that nobody else may read."""
    app = create_app(ServiceSettings(replace(settings, files_url="memory:///"), workers=1, local=True))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as client:
        blobs = app.state.store.blobs
        place = blobs.place_for_one_coming()
        assert place.stat().st_mode & 0o077 == 0
        place.unlink()
        answer = client.post(HERE, **sent("a.txt"))
        assert answer.status_code == 200, answer.text
        with blobs.as_file(answer.json()["sha256"]) as copy:
            assert copy.read_bytes() == report(1).encode()
        assert not copy.exists()
