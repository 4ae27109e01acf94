"""The client, with a service on loopback, and with a server that says what a test wants."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from api.service.access import tokens
from api.service.access.caller import SCOPES, Caller
from api.store import Settings, Store, work
from api.store.documents import Incoming, accept
from api.store.results import finish
from extractor.errors import TrichLucError
from extractor.pipeline import extract, load
from tests.api.service.reading import made
from tests.archive import prepared
from trichluc import client as of_client
from trichluc import transport
from trichluc.client import Client, ProblemError, UnreachableError


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The service on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="on"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            # The system takes connections from the beginning: whoever comes early waits.
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(60)
            assert not thread.is_alive()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One database will do: what it asks is tried on both beside it."""
    return Settings(f"sqlite:///{tmp_path / 'store' / 'trichluc.db'}", (tmp_path / "store" / "files").as_uri())


@pytest.fixture
def client(app: FastAPI) -> Iterator[Client]:
    with serving(app) as address:
        # The first answer comes when the service has begun.
        with pytest.raises(ProblemError, match="unauthorized"):
            Client(address).stats()
        caller = Caller("test", frozenset(SCOPES), app.state.store)
        _, secret = tokens.create(caller, "test", SCOPES)
        yield Client(address, secret)


@pytest.fixture
def kept(app: FastAPI, client: Client) -> Store:
    store: Store = app.state.store
    return store


def work_off(store: Store) -> None:
    """Extract what waits."""
    version = load().pipeline.version
    for claim in work.claim(store, version, work.owner(), 100):
        task = work.start(store, claim)
        assert task is not None
        assert finish(store, claim, task.sha256, prepared(task.name, store.blobs.get(task.sha256)))


# --- with a service ---


def test_a_file_goes_in_and_its_report_comes_out(client: Client, kept: Store, tmp_path: Path) -> None:
    file = tmp_path / 'Báo cáo "số" 1.pdf'
    file.write_bytes(made.pdf())
    job = client.upload(file, external_id="VB-1", metadata={"number": "214/BC-UBND"})
    assert (job["status"], job["name"], job["size"]) == ("pending", file.name, len(made.pdf()))
    assert client.job(job["id"])["status"] == "pending"
    with pytest.raises(ProblemError) as waiting:
        Client.report(client, job["id"])
    assert (waiting.value.code, waiting.value.status) == ("not_ready", 409)
    work_off(kept)
    assert client.wait(job["id"], 30)["status"] == "done"
    report = client.report(job["id"])
    assert report == extract(made.pdf(), name=file.name)
    again = client.upload(file)
    assert again["id"] == job["id"]
    assert again["report"]["document"]["code"] == "214/BC-UBND"
    document = client.document(job["id"])
    assert (document["number"], document["external_id"], document["size"]) == ("214/BC-UBND", "VB-1", len(made.pdf()))
    with zipfile.ZipFile(io.BytesIO(client.report_as(job["id"], "csv"))) as lists:
        assert "references.csv" in lists.namelist()
    assert client.report_as(job["id"], "csv", listed="dates").startswith(b"\xef\xbb\xbf")
    target = io.BytesIO()
    client.original(job["id"], target)
    assert target.getvalue() == made.pdf()
    assert client.page_image(job["id"], 2, scale=0.5).startswith(b"\x89PNG")
    client.delete(job["id"])
    with pytest.raises(ProblemError, match="not_found"):
        client.document(job["id"])


def test_what_cannot_be_extracted_is_an_exception_with_its_code(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"")
    with pytest.raises(ProblemError) as refused:
        client.upload(file)
    assert (refused.value.code, refused.value.status) == ("empty", 422)
    assert refused.value.detail_vi
    assert isinstance(refused.value, TrichLucError)
    with pytest.raises(OSError, match="nothing"):
        client.upload(tmp_path / "nothing")


def test_lists_are_fetched_page_by_page(client: Client, kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_client, "_ITEMS", "2")
    monkeypatch.setattr(of_client, "_REPORTS", "1")
    uids = made.populate(kept)
    accept(kept, [Incoming(f"{number}.txt", f"{number}".encode()) for number in range(5)])
    assert len({one["id"] for one in client.documents()}) == 9
    assert [one["name"] for one in client.documents(issuer="mang yang", date_from="2022", type="BC")] == ["bao-cao.pdf"]
    assert [one["id"] for one in client.documents(status="failed")] == [uids["hỏng.pdf"]]
    assert [hit["name"] for hit in client.search("751/QĐ-UBND")] == ["khác.txt", "bao-cao.pdf"]
    (cited,) = client.references("751/QĐ-UBND")
    assert [one["id"] for one in cited["citing"]["items"]] == [uids["khác.txt"], uids["bao-cao.pdf"]]
    assert cited["citing"]["next"] is None
    findings = list(client.findings())
    assert {one["document"]["name"] for one in findings} == {"khác.txt", "bao-cao.pdf"}
    assert [one["type"] for one in client.findings(type="date_conflict")] == ["date_conflict"]
    assert client.stats()["documents"] == 9


# --- with a server that says what a test wants ---


class Answers:
    """A server that gives one answer after the other: (status, header fields, body); None breaks the connection off."""

    def __init__(self, answers: Sequence[tuple[int, dict[str, str], bytes] | None]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str | None, bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.asked.append((self.path, self.headers.get("Authorization"), body))
                given = outer.answers.pop(0)
                if given is None:
                    self.close_connection = True
                    return
                status, fields, content = given
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **fields}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the names that the library looks for

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))

    def __enter__(self) -> Answers:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join(30)
        self.server.server_close()

    def client(self, **options: Any) -> Client:
        return Client(f"http://127.0.0.1:{self.server.server_port}/", "tl_x", **options)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the client waited between its requests. No time passes."""
    waits: list[float] = []
    monkeypatch.setattr(transport.time, "sleep", waits.append)
    return waits


OK = (200, {}, b"{}")


def test_what_is_busy_is_asked_again_when_it_says_so(slept: list[float]) -> None:
    busy = (503, {"Retry-After": "7"}, b'{"code": "busy", "detail": "later"}')
    with Answers([busy, (429, {"Retry-After": "0"}, b""), OK]) as server:
        assert server.client().stats() == {}
        assert [asked[:2] for asked in server.asked] == [("/v1/stats", "Bearer tl_x")] * 3
    assert slept == [7, 0]
    with Answers([busy] * 3) as server, pytest.raises(ProblemError, match="busy: later"):
        server.client(retries=2).stats()
    assert slept == [7, 0, 7, 7]
    # It does not say when, or wants too much.
    for fields in ({}, {"Retry-After": "3600"}, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}):
        with Answers([(503, fields, b"busy")]) as server, pytest.raises(ProblemError, match="http_503"):
            server.client().stats()
    assert len(slept) == 4


def test_an_upload_is_sent_again_with_its_key_and_all_of_its_content(slept: list[float], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 600_000)
    with Answers([None, (202, {}, b'{"id": "1", "status": "pending"}')]) as server:
        assert server.client().upload(file)["id"] == "1"
        (_, _, first), (_, _, second) = server.asked
        assert first == second
        assert b"x" * 600_000 in second


def test_what_may_have_been_done_is_not_done_twice(slept: list[float]) -> None:
    with Answers([None, OK]) as server:
        with pytest.raises(UnreachableError):
            server.client().delete("1")
        assert len(server.asked) == 1
    assert slept == []


def test_nobody_there(slept: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(UnreachableError) as raised:
        Client(f"http://127.0.0.1:{port}", "tl_secret", retries=2).stats()
    assert raised.value.code == "unreachable"
    assert "secret" not in str(raised.value)
    assert len(slept) == 2
    with pytest.raises(ValueError, match="begins with http"):
        Client("file:///etc/passwd")


def test_the_token_follows_no_redirect() -> None:
    with (
        Answers([OK]) as other,
        Answers([(302, {"Location": f"http://127.0.0.1:{other.server.server_port}/"}, b"")]) as one,
    ):
        with pytest.raises(ProblemError, match="http_302"):
            one.client().stats()
        assert other.asked == []
