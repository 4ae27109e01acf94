"""Review over HTTP, on both databases."""

from __future__ import annotations

import asyncio
import io
import threading
from typing import Any

import docx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from api.review.standing import look
from api.service.app import create_app
from api.service.reviewing.events import events
from api.service.settings import ServiceSettings
from api.store import Settings, Store, tables
from tests.api.service.conftest import ClientOf, TestClient
from tests.archive import fill
from tests.reviewing import REPORT, accepted, caller, under_review

PROBLEM = "application/problem+json"


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """A service that extracts nothing."""
    return create_app(ServiceSettings(settings, workers=0))


@pytest.fixture
def kept(app: FastAPI, bare: TestClient) -> Store:
    store: Store = app.state.store
    return store


@pytest.fixture
def uid(kept: Store) -> str:
    return named(kept, fill(kept, {"a.txt": REPORT})["a.txt"])


def named(store: Store, number: int) -> str:
    with store.reading() as connection:
        return str(connection.scalar(select(tables.document.c.uid).where(tables.document.c.id == number)))


def reviewed(client: TestClient, uid: str, **asked: Any) -> dict[str, Any]:
    answer = client.get(f"/v1/review/{uid}", params=asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def of_kind(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [item for item in told["items"] if item["kind"] == kind]


def wish(action: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    expected = {item["id"]: item["decision"] and item["decision"]["id"] for item in items}
    return {"action": action, "items": list(expected), "expected": expected, **more}


def decided(client: TestClient, uid: str, *wishes: dict[str, Any], key: str | None = None, **more: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/v1/review/{uid}/decisions", json={"decisions": list(wishes), **more}, headers=headers)


def test_from_the_queue_to_done(client: TestClient, uid: str) -> None:
    (row,) = client.get("/v1/review", params={"status": "to_review", "q": "văn thư"}).json()["items"]
    assert (row["id"], row["open"]["reference"], row["assignee"]) == (uid, 4, None)
    told = reviewed(client, uid)
    assert told["may_review"]
    assert told["version"] == 0
    assert told["me"].startswith("token:")
    first = of_kind(told, "reference")[0]
    assert first["anchor"]["quote"] == "Quyết định số 751/QĐ-UBND"
    text = client.get(f"/v1/review/{uid}/text").json()["text"]
    assert text[first["anchor"]["start"] : first["anchor"]["end"]] == first["anchor"]["quote"]
    assert [section["label"] for section in told["outline"]] == ["I"]
    group = next(group for group in told["groups"] if group["code"] == "751/QĐ-UBND")
    assert (group["title"], group["items"], group["registered"]) == ("Quyết định 751/QĐ-UBND", [first["id"]], None)
    answer = decided(
        client, uid, wish("accept", *of_kind(told, "reference")), wish("confirm", *of_kind(told, "finding"))
    )
    assert answer.status_code == 200, answer.text
    step = answer.json()
    assert (step["version"], step["status"], step["open"]["reference"]) == (5, "in_review", 0)
    assert {item["state"] for item in step["items"]} == {"accepted", "confirmed"}
    assert client.put(f"/v1/review/{uid}/status", json={"status": "done"}).json()["status"] == "done"
    assert client.get("/v1/review", params={"status": "done", "assignee": "me"}).json()["totals"]["done"] == 1
    lines = client.get("/v1/audit", params={"limit": 10}).json()["items"]
    assert [line["action"] for line in lines][:2] == ["review.status", "review.decide"]


def test_a_conflict_is_shown_and_nothing_is_written(client: TestClient, client_of: ClientOf, uid: str) -> None:
    mai = client_of()
    first, second, *_ = of_kind(reviewed(client, uid), "reference")
    assert decided(mai, uid, wish("reject", first)).status_code == 200
    answer = decided(client, uid, wish("accept", second), wish("accept", first))
    assert (answer.status_code, answer.headers["content-type"]) == (409, PROBLEM)
    problem = answer.json()
    assert (problem["code"], problem["version"]) == ("decided_meanwhile", 1)
    assert [(item["id"], item["state"]) for item in problem["items"]] == [(first["id"], "rejected")]
    assert reviewed(client, uid)["version"] == 1
    # Shown what it is now, it can be decided.
    assert decided(client, uid, wish("accept", problem["items"][0])).json()["items"][0]["state"] == "accepted"


def test_a_request_that_is_sent_again(client: TestClient, uid: str) -> None:
    first, second, *_ = of_kind(reviewed(client, uid), "reference")
    answers = [decided(client, uid, wish("accept", first), key="abc") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["version"] == answers[1].json()["version"] == 1
    other = decided(client, uid, wish("accept", second), key="abc")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_an_undo_that_is_sent_again_takes_back_once(client: TestClient, uid: str) -> None:
    first, second, *_ = of_kind(reviewed(client, uid), "reference")
    for item in (first, second):
        decided(client, uid, wish("accept", item), key=f"accept-{item['id']}")
    for action, state, version in (("undo", "open", 3), ("redo", "accepted", 4)):
        answers = [
            client.post(f"/v1/review/{uid}/{action}", headers={"Idempotency-Key": f"my-{action}"}).json()
            for _ in range(2)
        ]
        assert [answer["version"] for answer in answers] == [version, version]
        assert [[(one["id"], one["state"]) for one in answer["items"]] for answer in answers] == [
            [(second["id"], state)]
        ] * 2
    for name, key in (("redo", "my-undo"), ("undo", f"accept-{first['id']}")):
        other = client.post(f"/v1/review/{uid}/{name}", headers={"Idempotency-Key": key})
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_undo_redo_and_history(client: TestClient, uid: str) -> None:
    told = reviewed(client, uid)
    first = of_kind(told, "reference")[0]
    text = client.get(f"/v1/review/{uid}/text").json()["text"]
    at = text.index("Kế hoạch văn thư")
    added = decided(
        client, uid, {"action": "add", "span": {"start": at, "end": at + 16}, "fields": {"form": "named"}}
    ).json()
    corrected = decided(client, uid, wish("correct", first, fields={"date": "27/12/2020"})).json()
    assert corrected["items"][0]["fields"]["date"] == "2020-12-27"
    assert client.post(f"/v1/review/{uid}/undo").json()["items"][0]["state"] == "open"
    assert client.post(f"/v1/review/{uid}/undo").json()["gone"] == [added["items"][0]["id"]]
    none = client.post(f"/v1/review/{uid}/undo")
    assert (none.status_code, none.json()["code"]) == (409, "nothing_to_undo")
    assert client.post(f"/v1/review/{uid}/redo").json()["items"][0]["state"] == "added"
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = client.get(
            f"/v1/review/{uid}/history", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
        ).json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [entry["action"] for entry in found] == ["redo", "undo", "undo", "correct", "add"]
    assert found[3]["before"] == {"date": "2020-12-26"}
    assert [entry["undone"] for entry in found] == [False, False, False, True, False]


def test_suggestions(client: TestClient, kept: Store, uid: str) -> None:
    fill(kept, {"b.txt": REPORT.replace("214/BC", "215/BC")})
    values = client.get(f"/v1/review/{uid}/suggestions", params={"field": "code", "q": "751 qd"}).json()["items"]
    assert (values[0]["value"], values[0]["from"], values[0]["documents"]) == ("751/QĐ-UBND", "archive", 2)
    types = client.get(f"/v1/review/{uid}/suggestions", params={"field": "doc_type", "q": "nghi dinh"}).json()["items"]
    assert "NĐ" in [one["value"] for one in types]
    bodies = client.get(f"/v1/review/{uid}/suggestions", params={"field": "issuer", "q": "gia lai"}).json()["items"]
    assert "UBND tỉnh Gia Lai" in [one["value"] for one in bodies]
    first = of_kind(reviewed(client, uid), "reference")[0]
    days = client.get(f"/v1/review/{uid}/suggestions", params={"field": "date", "item": first["id"]}).json()["items"]
    assert [one["value"] for one in days] == ["2020-12-26"]


def test_exports(client: TestClient, uid: str) -> None:
    told = client.get(f"/v1/review/{uid}/reviewed.json")
    assert told.json()["review"]["document"] == uid
    file = client.get(f"/v1/review/{uid}/cited-documents.docx")
    assert len(docx.Document(io.BytesIO(file.content)).tables[0].rows) == 4
    assert "attachment" in file.headers["content-disposition"]
    page = client.get(f"/v1/review/{uid}/sheet")
    assert "PHIẾU KIỂM TRA" in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    none = client.get(f"/v1/review/{uid}/commented.docx")
    assert (none.status_code, none.json()["code"]) == (409, "no_docx")


def test_the_original_with_comments(client: TestClient, kept: Store) -> None:
    origin, data = docx.Document(), io.BytesIO()
    for line in REPORT.splitlines():
        origin.add_paragraph(line)
    origin.save(data)
    uid = named(kept, fill(kept, {"a.docx": data.getvalue()})["a.docx"])
    findings = of_kind(reviewed(client, uid), "finding")
    assert decided(client, uid, wish("confirm", *findings, comment="xem lại")).status_code == 200
    answer = client.get(f"/v1/review/{uid}/commented.docx")
    assert answer.status_code == 200, answer.text
    assert len(list(docx.Document(io.BytesIO(answer.content)).comments)) == len(findings)


def test_blind_review_of_a_sample(client: TestClient, kept: Store, uid: str) -> None:
    refused = client.get(f"/v1/review/{uid}", params={"blind": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_sampled")
    from api.review.sampling import draw

    draw(caller(kept), 1, 7)
    told = reviewed(client, uid, blind=True)
    assert (told["items"], told["groups"], told["sampled"]) == ([], [], True)
    text = client.get(f"/v1/review/{uid}/text").json()["text"]
    at = text.index("Quyết định số 751/QĐ-UBND")
    add = {"action": "add", "span": {"start": at, "end": at + 25}, "fields": {"number": "751", "symbol": "QĐ-UBND"}}
    assert decided(client, uid, add, blind=True).json()["items"][0]["state"] == "added"
    assert reviewed(client, uid)["open"]["reference"] == 4
    assert client.put(f"/v1/review/{uid}/status", json={"status": "done", "blind": True}).status_code == 200
    told = client.get("/v1/review/figures").json()
    assert (told["precision"]["hits"], told["precision"]["of"], told["recall"]["of"]) == (1, 4, 1)
    assert told["sampled"] == [{"id": uid, "name": "a.txt", "done": True}]


def test_what_others_decide_is_heard(kept: Store, uid: str) -> None:
    with kept.reading() as connection:
        number = connection.scalar(select(tables.document.c.id).where(tables.document.c.uid == uid))
    one = under_review(kept, number)
    first = next(item for item in one.extracted if item.kind == "reference")

    async def heard() -> list[Any]:
        stream = events(kept, one, 0, threading.Event())
        accepted(caller(kept, "mai"), one, first)
        told = [await asyncio.wait_for(anext(stream), 30)]
        accepted(caller(kept, "mai"), one, *[i for i in one.extracted if i.kind == "finding"], action="fix")
        told.append(await asyncio.wait_for(anext(stream), 30))
        await stream.aclose()
        return told

    before, after = asyncio.run(heard())
    assert (before.event, before.data["version"], before.data["who"]) == ("decided", 1, ["account:mai"])
    assert [(item["id"], item["state"]) for item in before.data["items"]] == [(first.id, "accepted")]
    assert {item["state"] for item in after.data["items"]} == {"fixed"}
    assert look(kept, one).row.version == after.data["version"]


def routes(uid: str) -> list[tuple[str, str, Any]]:
    decisions = {"decisions": [{"action": "accept", "items": ["ref-x"], "expected": {}}]}
    return [
        ("GET", f"/v1/review/{uid}", None),
        *(("GET", f"/v1/review/{uid}/{part}", None) for part in ("text", "history", "suggestions", "events", "sheet")),
        *(
            ("GET", f"/v1/review/{uid}/{part}", None)
            for part in ("reviewed.json", "cited-documents.docx", "commented.docx")
        ),
        ("POST", f"/v1/review/{uid}/decisions", decisions),
        ("POST", f"/v1/review/{uid}/undo", None),
        ("POST", f"/v1/review/{uid}/redo", None),
        ("PUT", f"/v1/review/{uid}/assignment", {"assignee": None}),
        ("DELETE", f"/v1/review/{uid}/assignment", None),
        ("PUT", f"/v1/review/{uid}/status", {"status": "done"}),
    ]


def test_workspaces_are_apart(client: TestClient, client_of: ClientOf, kept: Store, uid: str) -> None:
    stranger = client_of(workspace="khác")
    first = of_kind(reviewed(client, uid), "reference")[0]
    assert decided(
        client, uid, wish("dismiss", *of_kind(reviewed(client, uid), "finding"), reason="không sao")
    ).is_success
    for method, path, body in routes(uid):
        answer = stranger.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
        missing = stranger.request(method, path.replace(uid, "f" * 32), json=body)
        assert missing.json()["detail"] == answer.json()["detail"], path
    assert stranger.get("/v1/review").json()["items"] == []
    assert stranger.get("/v1/review").json()["totals"] == {"to_review": 0, "in_review": 0, "done": 0}
    assert stranger.get("/v1/review/figures").json()["decisions"] == {}
    # The same file there is another document: what was decided here is not known there.
    from dataclasses import replace

    from api.store import open_store

    with open_store(replace(kept.settings, workspace="khác")) as other:
        theirs = named(other, fill(other, {"a.txt": REPORT})["a.txt"])
    told = reviewed(stranger, theirs)
    assert (told["version"], {item["state"] for item in told["items"]}) == (0, {"open"})
    assert all(item["suggestion"] is None for item in told["items"])
    assert all(group["cited_by"] == 0 for group in told["groups"])
    values = stranger.get(f"/v1/review/{theirs}/suggestions", params={"field": "code", "q": "751"}).json()["items"]
    assert [one["documents"] for one in values] == [1]
    cursor = client.get("/v1/review", params={"limit": 1, "order": "newest"}).json()["next"]
    fill(kept, {"b.txt": REPORT.replace("214/BC", "215/BC")})
    cursor = client.get("/v1/review", params={"limit": 1}).json()["next"]
    assert stranger.get("/v1/review", params={"cursor": cursor}).json()["code"] == "invalid_cursor"
    assert (
        decided(stranger, theirs, wish("accept", {**first, "id": "ref-of-nobody"})).json()["code"] == "invalid_decision"
    )
    assert reviewed(client, uid)["version"] == len(of_kind(told, "finding"))


def test_scopes(client_of: ClientOf, uid: str) -> None:
    reader, writer = client_of("read"), client_of("write", "review")
    assert reviewed(reader, uid)["may_review"] is False
    for method, path, body in routes(uid):
        if path.endswith("/events"):
            continue  # it does not end
        answer = reader.request(method, path, json=body)
        assert (answer.status_code == 403) == (method != "GET"), path
        assert (writer.request(method, path, json=body).status_code == 403) == (method == "GET"), path


@pytest.mark.parametrize(
    "body",
    [
        {"decisions": []},
        {"decisions": [{"action": "love", "items": ["x"]}]},
        {"decisions": [{"action": "add", "span": {"start": -1, "end": 4}}]},
        {"decisions": [{"action": "accept", "items": ["none-such"]}]},
        {"decisions": [{"action": "accept", "items": []}]},
        {"decisions": [{"action": "add", "span": {"start": 0, "end": 9}, "fields": {"number": {"a": 1}}}]},
    ],
)
def test_what_is_no_decision(client: TestClient, uid: str, body: dict[str, Any]) -> None:
    answer = client.post(f"/v1/review/{uid}/decisions", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    assert answer.json()["code"] in ("invalid_request", "invalid_decision")
    assert reviewed(client, uid)["version"] == 0


@pytest.mark.parametrize("text", ["\0", "a\0b", "%_\\", "'", "\u202e", "x" * 300])
def test_words_of_any_kind_are_asked_for(client: TestClient, uid: str, text: str) -> None:
    for name in ("q", "issuer", "type", "assignee"):
        assert client.get("/v1/review", params={name: text}).status_code == 200, name
    for field in ("code", "issuer", "title", "doc_type"):
        answer = client.get(f"/v1/review/{uid}/suggestions", params={"field": field, "q": text, "item": text[:80]})
        assert answer.status_code == 200, field
    said = {"reason": f"{text}.", "comment": f"{text}."}
    finding = of_kind(reviewed(client, uid), "finding")[0]
    assert decided(client, uid, wish("dismiss", finding, **said)).status_code == 200
    lone = client.put(
        f"/v1/review/{uid}/assignment",
        content=b'{"assignee": "a\\ud800"}',
        params={"take": True},
        headers={"Content-Type": "application/json"},
    )
    assert lone.status_code in (200, 422)
