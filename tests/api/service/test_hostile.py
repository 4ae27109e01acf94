"""Hostile files over HTTP: each is answered with 4xx and its code, or read; the service lives on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.service.app import create_app
from api.service.problems import KINDS, MEDIA_TYPE
from api.service.reading.negotiation import MEDIA_TYPES
from api.service.settings import ServiceSettings
from api.store import Settings
from corpora.hostile import READS, Case, every
from corpora.hostile.good import CODES, word
from tests.corpora.test_hostile import LONG

#: Longer than any file may take.
WAIT = "wait=90"
BOUNDARY = "d41d8cd98f00b204"
#: What is asked for of each document that was read.
FORMS = ("", "/original", "/pages/1", "/pages/1.png", *(f"/report?format={kind}" for kind in MEDIA_TYPES))


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(ServiceSettings(settings, workers=1, max_wait=90.0, stop_wait=5.0))


def form(name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """A form with a file, its name as a browser sends it: three signs escaped, all others as they are."""
    shown = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode("utf-8", "surrogatepass")
    head = b'--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n' % (BOUNDARY.encode(), shown)
    return head + content + f"\r\n--{BOUNDARY}--\r\n".encode(), {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"
    }


def wrong(client: TestClient, cases: Iterable[Case], routes: Sequence[str]) -> list[str]:
    """What is wrong with the answers, a line each."""
    found = []
    for case in cases:
        body, headers = form(case.sent_as, case.make())
        for route in routes:
            answer = client.post(route, content=body, headers=headers)
            told = answer.json()
            code = READS if answer.status_code == 200 else told.get("code", "")
            right = code in case.expected
            if code != READS:
                right &= 400 <= answer.status_code == KINDS[code].status < 500
                right &= answer.headers["content-type"] == MEDIA_TYPE and ";" in told["detail_vi"] + told["detail"]
            if not right:
                found.append(f"{route} {case.id}: {answer.status_code} {code}: {told.get('detail')}")
            if code == READS and "id" in told:
                found += [f"{case.id}: {line}" for line in shown(client, told["id"])]
    return found


def shown(client: TestClient, document: str) -> list[str]:
    """What is wrong with how a document that was read is shown: each form of it comes, or is refused."""
    found = []
    for form in FORMS:
        answer = client.get(f"/v1/documents/{document}{form}")
        if answer.status_code != 200 and not (
            400 <= answer.status_code < 500 and answer.headers["content-type"] == MEDIA_TYPE
        ):
            found.append(f"{form}: {answer.status_code} {answer.text[:200]}")
    return found


def check_alive(client: TestClient) -> None:
    """It answers, is ready, and reads."""
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").json()["status"] == "ok"
    body, headers = form("bao-cao.docx", word())
    answer = client.post("/v1/extract", content=body, headers=headers)
    assert [reference["code"] for reference in answer.json()["references"]] == list(CODES)


def test_some_of_each_kind(client: TestClient) -> None:
    """One in nine, half of them stored, half extracted only; all of them take minutes."""
    quick = [case for case in every() if case.id not in LONG and case.kind != "name"]
    assert not wrong(client, quick[::18], [f"/v1/documents?{WAIT}"])
    assert not wrong(client, quick[9::18], ["/v1/extract"])
    check_alive(client)


@pytest.mark.soak
def test_all(client: TestClient) -> None:
    files = [case for case in every() if case.kind != "name"]
    assert not wrong(client, files, [f"/v1/documents?{WAIT}", "/v1/extract"])
    check_alive(client)


def test_names_are_kept_without_their_tricks(client: TestClient) -> None:
    for case in every():
        if case.kind != "name":
            continue
        body, headers = form(case.sent_as, case.make())
        asked = quote(case.sent_as.encode("utf-8", "surrogatepass"), safe="")
        plain = {"Content-Type": "application/octet-stream"}
        answers = [
            client.post(f"/v1/documents?{WAIT}", content=body, headers=headers),
            client.post(f"/v1/documents?{WAIT}&name={asked[:900]}", content=case.make(), headers=plain),
        ]
        for answer in answers:
            assert answer.status_code in (200, 422), f"{case.id}: {answer.text[:300]}"
            name = answer.json().get("name", "document")
            assert name.isprintable(), case.id
            assert 0 < len(name) <= 255, case.id
            assert not set("/\\") & set(name), case.id
            assert name not in (".", ".."), case.id
    check_alive(client)


@pytest.mark.parametrize(
    "disposition",
    [
        b'form-data; name="file"; filename="a\r\nX-Injected: 1\r\n\r\nb.docx"',
        b'form-data; name="file"; filename="\xff\xfe\x00.docx"',
        b'form-data; name="file"; filename="' + b"a" * 100_000 + b'"',
        b"form-data; name=file; filename*=UTF-8''%00%ff%2e%2e%2f",
        b"form-data",
        b"",
        b'form-data; name="file"; name="file"; filename="a"; filename="../b"',
    ],
)
def test_a_form_that_plays_tricks(client: TestClient, disposition: bytes) -> None:
    mark = BOUNDARY.encode()
    body = b"--%s\r\nContent-Disposition: %s\r\n\r\n%s\r\n--%s--\r\n" % (mark, disposition, word(), mark)
    answer = client.post(
        "/v1/extract", content=body, headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    )
    assert answer.status_code == 200 or 400 <= answer.status_code < 500, answer.text[:300]
    assert "x-injected" not in answer.headers
    check_alive(client)
