"""`Idempotency-Key`: the same request again is the same request."""

from __future__ import annotations

import platform

from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.service.intake import keys
from api.store import Store, owners, tables
from tests.api.service.conftest import ClientOf
from tests.importing import report
from tests.uploading import PATIENCE, count, sent

HERE = f"/v1/documents?wait={PATIENCE}"
KEY = {"Idempotency-Key": "yêu-cầu-1".encode("ascii", "ignore").decode()}


def test_same_request_has_the_same_answer(client: TestClient, store: Store) -> None:
    first = client.post(HERE, **sent("a.txt", external_id="VB-1"), headers=KEY)
    assert first.status_code == 200
    again = client.post(HERE, **sent("a.txt", external_id="VB-1"), headers=KEY)
    assert (again.status_code, again.json()) == (200, first.json())
    assert count(store, tables.request_key) == 1


def test_other_request_needs_another_key(client: TestClient, client_of: ClientOf, store: Store) -> None:
    assert client.post(HERE, **sent("a.txt"), headers=KEY).status_code == 200
    for other in (
        sent("a.txt", report(2)),
        sent("b.txt"),
        sent("a.txt", external_id="x"),
        sent("a.txt", metadata='{"a":1}'),
    ):
        answer = client.post(HERE, **other, headers=KEY)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert count(store, tables.document) == 1
    # Keys are of a workspace.
    assert client_of(workspace="khác").post(HERE, **sent("b.txt", report(3)), headers=KEY).status_code == 200


def held_by(store: Store, owner: str) -> None:
    with store.writing() as connection:
        connection.execute(update(tables.request_key).values(owner=owner, fingerprint=None, document_id=None))


def test_request_that_is_being_received_is_waited_for(client: TestClient, store: Store) -> None:
    first = client.post(HERE, **sent("a.txt"), headers=KEY).json()
    held_by(store, owners.owner())
    answer = client.post(HERE, **sent("a.txt"), headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_in_flight")
    assert int(answer.headers["retry-after"]) > 0
    # Its process was killed.
    held_by(store, f"{platform.node()}/-/1/-")
    again = client.post(HERE, **sent("a.txt"), headers=KEY)
    assert (again.status_code, again.json()) == (200, first)


def test_request_that_came_to_nothing_may_come_again(client: TestClient, store: Store) -> None:
    assert client.post(HERE, **sent("a.txt", metadata="{"), headers=KEY).status_code == 422
    assert client.post(HERE, **sent("a.doc", b"\x7fELF\xff\x00"), headers=KEY).status_code == 415
    assert count(store, tables.request_key) == 0
    assert client.post(HERE, **sent("a.txt"), headers=KEY).status_code == 200


def test_keys_are_forgotten_after_a_day_and_with_their_document(client: TestClient, store: Store) -> None:
    first = client.post(HERE, **sent("a.txt"), headers=KEY).json()
    with store.writing() as connection:
        connection.execute(update(tables.request_key).values(at=tables.request_key.c.at - keys.KEPT))
    assert client.post(HERE, **sent("b.txt", report(2)), headers=KEY).status_code == 200
    keys.forget_old(store)
    assert count(store, tables.request_key) == 1
    with store.reading() as connection:
        document = connection.scalars(select(tables.request_key.c.document_id)).one()
    assert document != first["id"]
    assert client.post(HERE, **sent("a.txt"), headers={"Idempotency-Key": "2"}).status_code == 200
    client.delete(f"/v1/documents/{first['id']}")
    assert count(store, tables.request_key) == 1


def test_key_has_a_form(client: TestClient) -> None:
    for key in ("", "x" * 201, "a\tb"):
        answer = client.post(HERE, **sent("a.txt"), headers={"Idempotency-Key": key})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
