"""What every request passes: ids, headers, faults that become problems, and logs that tell no secrets."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.testclient import TestClient

from api.service.access import accounts
from api.service.access.caller import Caller
from api.service.app import create_app
from api.service.callers import CSRF_HEADER, Reader
from api.service.observing import logs
from api.service.settings import ServiceSettings
from api.store import Settings, Store

#: What no log may hold: text of documents, values of queries, paths that callers wrote, passwords.
WORDS = ("Quyzzộc", "zzhoi", "zzduongdan", "zz mat khau dai")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One database is enough for what asks it nothing."""
    return Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", (tmp_path / "files").as_uri())


@pytest.fixture
def app(idle: ServiceSettings) -> FastAPI:
    app = create_app(idle)

    def fails(who: Reader) -> None:
        raise ValueError("Quyzzộc")

    def fails_midway(who: Reader) -> StreamingResponse:
        def parts() -> Iterator[bytes]:
            yield b"begun"
            raise ValueError("Quyzzộc")

        return StreamingResponse(parts())

    async def echoes(request: Request) -> int:
        return len(await request.body())

    app.add_api_route("/v1/fails/{what}", fails)
    app.add_api_route("/v1/fails-midway", fails_midway)
    app.add_api_route("/v1/page", lambda: HTMLResponse("<p>"))
    app.add_api_route("/v1/page-of-its-own", lambda: HTMLResponse("<p>", headers={"Content-Security-Policy": "own"}))
    app.add_api_route("/v1/echo", echoes, methods=["POST"])
    return app


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What is logged, as JSON objects."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure("json")
    kept = Kept(logging.DEBUG)
    kept.setFormatter(root.handlers[0].formatter)
    kept.addFilter(root.handlers[0].filters[0])
    root.handlers[:] = [kept]
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in written]
    root.handlers[:], root.level = before


def test_id_of_a_request(bare: TestClient) -> None:
    assert bare.get("/livez", headers={"X-Request-ID": "abc.DEF-123_4"}).headers["x-request-id"] == "abc.DEF-123_4"
    made = [bare.get("/livez", headers=headers).headers["x-request-id"] for headers in (
        {}, {"X-Request-ID": "short"}, {"X-Request-ID": "x" * 65}, {"X-Request-ID": "with space"},
        {"X-Request-ID": "<script>1</script>"},
    )]  # fmt: skip
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)
    assert len(set(made)) == len(made)


def test_careful_headers(client: TestClient) -> None:
    for path in ("/livez", "/v1/session", "/v1/documents", "/v1/nothing", "/v1/fails/1"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cache-control"] == "no-store", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers
    assert "default-src 'none'" in client.get("/v1/page").headers["content-security-policy"]
    assert client.get("/v1/page-of-its-own").headers["content-security-policy"] == "own"
    assert "content-security-policy" not in client.get("/livez").headers


def test_fault_is_a_problem(client: TestClient) -> None:
    answer = client.get("/v1/fails/1")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "internal"
    assert answer.headers["x-request-id"]
    assert "zz" not in answer.text


def test_what_the_framework_refuses_is_a_problem(client: TestClient) -> None:
    for method, path, status, code in (
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/nothing", 404, "not_found"),
        ("PATCH", "/v1/documents", 405, "method_not_allowed"),
        ("GET", "/v1/documents?limit=0", 422, "invalid_request"),
        ("POST", "/v1/session", 422, "invalid_request"),
    ):
        answer = client.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title_vi"]
    assert "zzhoi" not in client.get("/v1/documents", params={"limit": "zzhoi"}).text


def test_body_that_is_too_large(client: TestClient) -> None:
    most = 1024 * 1024
    assert client.post("/v1/echo", content=b"x" * most).json() == most
    for content in (b"x" * (most + 1), (b"x" * 65536 for _ in range(17))):
        answer = client.post("/v1/echo", content=content)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    body = (b'{"name": "%s"}' % (b"x" * 65536) for _ in range(17))
    answer = client.post("/v1/session", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_lines_tell_who_and_what(client: TestClient, lines: Callable[[], list[dict[str, object]]]) -> None:
    client.get("/v1/documents/zzduongdan", headers={"X-Request-ID": "request-1"})
    client.get("/v1/zzduongdan")
    (first, second) = [one for one in lines() if one["logger"] == "trichluc.requests"]
    assert first["request_id"] == "request-1"
    assert (first["method"], first["route"], first["status"]) == ("GET", "/v1/documents/{document_id}", 404)
    assert str(first["caller"]).startswith("token:")
    assert first["address"] == "testclient"
    assert (second["route"], second["status"]) == ("unmatched", 404)
    assert isinstance(second["seconds"], float)


def test_lines_tell_no_secret(
    client: TestClient, app: FastAPI, store: Store, lines: Callable[[], list[dict[str, object]]]
) -> None:
    accounts.create(Caller("cli:test", frozenset(), store), "lan", "zz mat khau dai", ["read"])
    person = TestClient(app)
    signed = person.post("/v1/session", json={"name": "lan", "password": "zz mat khau dai"}).json()
    person.post("/v1/session", json={"name": "lan", "password": "zz mat khau dai sai"})
    person.get("/v1/documents", params={"issuer": "zzhoi"})
    person.delete("/v1/session", headers={CSRF_HEADER: signed["csrf_token"]})
    client.get("/v1/fails/zzduongdan", params={"q": "zzhoi"})
    assert client.get("/v1/fails-midway").content == b"begun"
    client.get("/v1/documents", headers={"Authorization": "Bearer tl_zzduongdan"})
    client.get("/metrics?zzhoi=1")
    client.post("/v1/session", content=b'{"name": "zzhoi')
    text = json.dumps(lines(), ensure_ascii=False)
    secret = client.headers["authorization"].removeprefix("Bearer ")
    for word in (*WORDS, secret, secret[12:], signed["csrf_token"], *person.cookies.values()):
        assert word not in text
    faults = [one for one in lines() if one["level"] == "ERROR" and "error" in one]
    assert [one["route"] for one in faults] == ["/v1/fails/{what}", "/v1/fails-midway"]
    assert all(str(one["error"]).startswith("ValueError in") for one in faults)
    figures = client.get("/metrics").text
    assert 'route="/v1/fails/{what}",status="500"' in figures
    assert not [word for word in (*WORDS, secret) if word in figures]


def test_line_of_an_error_of_a_library(lines: Callable[[], list[dict[str, object]]]) -> None:
    try:
        raise ValueError("Quyzzộc")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("fault")
    (line,) = lines()
    assert str(line["trace"]).startswith("ValueError < observing/test_watching.py:")
    assert "zz" not in str(line)


def test_lines_as_text() -> None:
    logs.configure("text")
    (handler,) = logging.getLogger().handlers
    record = logging.LogRecord("trichluc.requests", logging.INFO, __file__, 1, "request", None, None)
    record.route, record.status = "/livez", 200
    handler.filter(record)
    assert handler.format(record).endswith("INFO trichluc.requests request None route=/livez status=200")
