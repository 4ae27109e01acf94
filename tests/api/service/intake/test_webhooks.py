"""Webhooks: told of what became of uploads, signed, until they have heard it, and nowhere that is not allowed."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.service.access.errors import ServiceError
from api.service.app import create_app
from api.service.webhooks import deliveries
from api.service.webhooks.addresses import RefusedAddressError, networks, parse, resolve
from api.service.webhooks.sending import Sent, send, signature
from api.store import Store, tables
from tests.api.service.conftest import ClientOf
from tests.crash import waited
from tests.importing import report
from tests.uploading import PATIENCE, Listener, actions, listening, sent

HERE = f"/v1/documents?wait={PATIENCE}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as made:
        yield made


def made(client: TestClient, url: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/v1/webhooks", json={"url": url, **more})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_webhook_is_told_and_can_check_it(client: TestClient, listener: Listener) -> None:
    webhook = made(client, listener.url)
    document = client.post(HERE, **sent("a.txt", external_id="VB-1", metadata='{"số": "2"}')).json()
    path, headers, body = listener.next()
    assert path == "/heard"
    told = json.loads(body)
    assert (told["event"], headers["Trichluc-Event"]) == ("document.done", "document.done")
    assert told["id"] == headers["Trichluc-Delivery"]
    assert told["document"]["id"] == document["id"]
    assert told["document"]["external_id"] == "VB-1"
    assert told["document"]["metadata"] == {"số": "2"}
    assert [one["field"] for one in told["document"]["differences"]] == ["number"]
    moment, _, mac = headers["Trichluc-Signature"].removeprefix("t=").partition(",v1=")
    signed = hmac.new(webhook["secret"].encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert mac == signed
    path = f"/v1/webhooks/{webhook['id']}/deliveries"
    assert waited(lambda: client.get(path).json()["items"][0]["status"] == "delivered")
    (one,) = client.get(path).json()["items"]
    assert (one["id"], one["document"], one["attempts"], one["answer"]) == (told["id"], document["id"], 1, 200)


def test_webhook_is_told_of_failures(client: TestClient, listener: Listener) -> None:
    made(client, listener.url, events=["document.failed"])
    assert client.post(HERE, **sent("a.txt")).status_code == 200
    assert client.post(HERE, **sent("b.txt", " \n", external_id="VB-2")).status_code == 422
    told = json.loads(listener.next()[2])
    assert (told["event"], told["code"]) == ("document.failed", "empty")
    assert (told["document"]["external_id"], told["document"]["error"]["code"]) == ("VB-2", "empty")


def test_what_was_not_heard_is_sent_again(
    client: TestClient, listener: Listener, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "PAUSES", (0.0,))
    listener.answers = [500, 302, 404, 204]
    webhook = made(client, listener.url)
    client.post(HERE, **sent("a.txt"))
    heard = [listener.next() for _ in range(4)]
    # No redirect is followed; the message stays the same.
    assert {path for path, _, _ in heard} == {"/heard"}
    assert len({body for _, _, body in heard}) == 1
    path = f"/v1/webhooks/{webhook['id']}/deliveries"
    assert waited(lambda: client.get(path).json()["items"][0]["status"] == "delivered")
    (one,) = client.get(path).json()["items"]
    assert (one["attempts"], one["answer"], one["next_at"]) == (4, 204, None)


def test_messages_survive_a_restart(app: FastAPI, client: TestClient, store: Store) -> None:
    with listening() as listener:
        url = listener.url
        listener.answers = [503]
        made(client, url)
        document = client.post(HERE, **sent("a.txt")).json()
        first = json.loads(listener.next()[2])
        table = tables.delivery

        def status() -> str:
            with store.reading() as connection:
                return connection.scalars(select(table.c.error)).one() or str(
                    connection.scalars(select(table.c.answer)).one()
                )

        assert waited(lambda: status() == "503")
        with store.writing() as connection:
            connection.execute(update(table).values(next_at=0.0))
        with TestClient(create_app(replace(app.state.settings, workers=0))):
            again = json.loads(listener.next()[2])
    assert again["id"] == first["id"]
    assert again["document"]["id"] == document["id"]


def test_pauses_grow_until_a_message_is_given_up(store: Store, client: TestClient, listener: Listener) -> None:
    listener.answers = [500]
    made(client, listener.url)
    client.post(HERE, **sent("a.txt"))
    listener.next()
    table = tables.delivery
    query = select(table, tables.webhook.c.url, tables.webhook.c.secret).join(tables.webhook)

    def row() -> Any:
        with store.reading() as connection:
            return connection.execute(query).one()

    assert waited(lambda: row().answer == 500)
    first = row()
    assert first.next_at - first.changed_at == pytest.approx(deliveries.PAUSES[0], abs=1)
    due = deliveries.Due(
        first.id, first.uid, first.workspace_id, first.webhook_id, "", first.event, None, "", "", 1, first.created_at
    )
    waits = []
    for attempts in range(2, 12):
        deliveries.note(store, replace(due, attempts=attempts), Sent(None, "no answer"))
        waits.append(round(row().next_at - row().changed_at))
    assert waits == sorted(waits)
    assert (row().status, row().error) == ("waiting", "no answer")
    deliveries.note(store, replace(due, created_at=time.time() - deliveries.GIVEN_UP), Sent(None, "no answer"))
    assert row().status == "given_up"


def test_messages_that_are_over_are_forgotten(store: Store, client: TestClient, listener: Listener) -> None:
    webhook = made(client, listener.url)
    for number in range(2):
        client.post(HERE, **sent("a.txt", report(number)))
        listener.next()
    path = f"/v1/webhooks/{webhook['id']}/deliveries"
    assert waited(lambda: {one["status"] for one in client.get(path).json()["items"]} == {"delivered"})
    first, second = client.get(path).json()["items"]
    table = tables.delivery
    with store.writing() as connection:
        connection.execute(update(table).values(changed_at=table.c.changed_at - deliveries.KEPT))
        connection.execute(update(table).where(table.c.uid == second["id"]).values(status="waiting"))
    deliveries.forget_old(store)
    assert [one["id"] for one in client.get(path).json()["items"]] == [second["id"]]
    assert first["id"] != second["id"]


def test_webhooks_are_made_changed_and_deleted(client: TestClient, store: Store) -> None:
    one = made(client, "http://127.0.0.1:9/a?key=abc", events=["document.done"])
    assert one["secret"].startswith("whsec_")
    shown = {key: value for key, value in one.items() if key != "secret"}
    assert client.get("/v1/webhooks").json() == {"items": [shown], "next": None}
    path = f"/v1/webhooks/{one['id']}"
    assert client.get(path).json() == shown
    changed = client.patch(path, json={"active": False, "url": "http://127.0.0.1:9/b"}).json()
    assert changed == {**shown, "active": False, "url": "http://127.0.0.1:9/b"}
    client.post(HERE, **sent("a.txt"))
    assert client.get(f"{path}/deliveries").json() == {"items": [], "next": None}
    assert client.delete(path).status_code == 204
    assert client.get("/v1/webhooks").json()["items"] == []
    for answer in (
        client.get(path),
        client.delete(path),
        client.patch(path, json={}),
        client.get(f"{path}/deliveries"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    done = [action for action, subject in actions(store) if subject == f"webhook:{one['id']}"]
    assert done == ["webhook.create", "webhook.change", "webhook.delete"]
    with store.reading() as connection:
        logged = str(connection.execute(select(tables.audit)).all())
    # Addresses of others may hold a key of theirs.
    assert "abc" not in logged
    assert one["secret"] not in logged


def test_webhooks_are_the_administrators_of_one_workspace(client: TestClient, client_of: ClientOf) -> None:
    one = made(client, "http://127.0.0.1:9/a")
    path = f"/v1/webhooks/{one['id']}"
    for scopes in (("read",), ("write",), ("review",)):
        assert client_of(*scopes).get("/v1/webhooks").status_code == 403
        assert client_of(*scopes).post("/v1/webhooks", json={"url": "http://127.0.0.1/"}).status_code == 403
    other = client_of(workspace="khác")
    assert other.get("/v1/webhooks").json()["items"] == []
    for answer in (other.get(path), other.delete(path), other.patch(path, json={}), other.get(f"{path}/deliveries")):
        assert answer.status_code == 404


def test_other_workspaces_hear_nothing(client: TestClient, client_of: ClientOf, listener: Listener) -> None:
    made(client_of(workspace="khác"), listener.url)
    made(client, listener.url)
    ours = client.post(HERE, **sent("a.txt", report(1))).json()
    assert json.loads(listener.next()[2])["document"]["id"] == ours["id"]
    theirs = client_of(workspace="khác").post(HERE, **sent("a.txt", report(1))).json()
    assert json.loads(listener.next()[2])["document"]["id"] == theirs["id"]
    assert listener.heard.empty()


def test_pages_of_messages(client: TestClient, listener: Listener) -> None:
    one = made(client, listener.url)
    ids = [client.post(HERE, **sent("a.txt", report(number))).json()["id"] for number in range(3)]
    path = f"/v1/webhooks/{one['id']}/deliveries"
    first = client.get(f"{path}?limit=2").json()
    rest = client.get(f"{path}?limit=2&cursor={first['next']}").json()
    assert [item["document"] for item in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None
    for cursor in ("x", "%00", "0" * 32):
        assert client.get(f"{path}?cursor={cursor}").json()["code"] == "invalid_cursor"


PUBLIC = networks(("public",))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[ff02::1]/",
        "http://[::]/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://239.255.255.250/",
        "http://255.255.255.255/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "http:///a",
        "8.8.8.8",
        "http://user:password@8.8.8.8/",
        "http://8.8.8.8:99999/",
        "http://8.8.8.8/a b",
        "http://8.8.8.8/\r\nX: y",
        "http://8.8.8.8/" + "a" * 2000,
        "http://no-such-host.invalid/",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        resolve(parse(url), PUBLIC)


def test_addresses_that_are_allowed() -> None:
    assert str(resolve(parse("https://8.8.8.8/a"), PUBLIC)) == "8.8.8.8"
    inner = networks(("10.20.0.0/16", "fd00::/8"))
    assert str(resolve(parse("http://10.20.3.4:8080/"), inner)) == "10.20.3.4"
    assert resolve(parse("http://[::ffff:10.20.3.4]/"), inner) == ip_address("::ffff:10.20.3.4")
    # Only what is listed.
    for url in ("http://8.8.8.8/", "http://10.21.0.1/", "http://127.0.0.1/"):
        with pytest.raises(RefusedAddressError):
            resolve(parse(url), inner)
    with pytest.raises(ServiceError, match="TRICHLUC_WEBHOOK_NETWORKS"):
        networks(("everything",))


def test_service_refuses_to_make_them(client: TestClient) -> None:
    for url in ("http://10.0.0.1/", "http://169.254.169.254/", "gopher://127.0.0.1/"):
        answer = client.post("/v1/webhooks", json={"url": url})
        assert (answer.status_code, answer.json()["code"]) == (422, "webhook_address")
    one = made(client, "http://127.0.0.1:9/")
    answer = client.patch(f"/v1/webhooks/{one['id']}", json={"url": "http://192.168.0.1/"})
    assert (answer.status_code, answer.json()["code"]) == (422, "webhook_address")


def test_name_that_changes_its_meaning_gains_nothing(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means an allowed address when it is checked, and this machine when it is connected to."""
    port = int(listener.url.rpartition(":")[2].partition("/")[0])
    meanings = [["127.0.0.1"], ["203.0.113.7", "10.0.0.1"]]
    connected: list[Any] = []
    real = socket.create_connection

    def resolved(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in meanings.pop(0)]

    def connect(address: Any, *arguments: Any, **more: Any) -> socket.socket:
        connected.append(address)
        monkeypatch.undo()
        return real(address, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", connect)
    allowed = networks(("127.0.0.0/8",))
    assert send(f"http://rebound.example:{port}/heard", allowed, "s", b"{}", {}).answer == 200
    # The address itself, not the name; who listens is asked for by the name.
    assert connected == [("127.0.0.1", port)]
    assert listener.next()[1]["Host"] == f"rebound.example:{port}"
    # One address that is not allowed is one too many.
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    sent_ = send(f"http://rebound.example:{port}/", networks(("203.0.113.0/24",)), "s", b"{}", {})
    assert sent_.answer is None
    assert "not allowed" in (sent_.error or "")


def test_signature_is_that_of_the_documentation() -> None:
    wanted = hmac.new(b"whsec_x", b'1700000000.{"a":1}', hashlib.sha256).hexdigest()
    assert signature("whsec_x", 1_700_000_000, b'{"a":1}') == f"t=1700000000,v1={wanted}"


def test_host_that_does_not_speak_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.service.webhooks.sending.STEP_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        sent_ = send(address, networks(("127.0.0.0/8",)), "s", b"{}", {})
    assert (sent_.answer, sent_.error) == (None, "no answer (TimeoutError)")


def test_host_that_speaks_for_ever_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.service.webhooks.sending.ALL_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    while True:
                        connection.sendall(b"HTTP")
                        time.sleep(0.01)
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        sent_ = send(f"http://127.0.0.1:{server.getsockname()[1]}/", networks(("127.0.0.0/8",)), "s", b"{}", {})
        thread.join()
    assert sent_.answer is None
