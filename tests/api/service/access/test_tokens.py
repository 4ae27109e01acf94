"""Callers with a token: what is kept of it, what it opens, and when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.service.access import tokens
from api.service.access.caller import Caller
from api.service.access.errors import AccessError
from api.store import Store, tables
from api.store.errors import MissingError


def admin(store: Store) -> Caller:
    return Caller("cli:test", frozenset({"admin"}), store)


def with_token(app: FastAPI, secret: str) -> TestClient:
    return TestClient(app, headers={"Authorization": f"Bearer {secret}".encode("latin-1")})


def test_token_is_told_once_and_kept_as_a_hash(store: Store) -> None:
    made, secret = tokens.create(admin(store), "DMS", ["write", "read"])
    assert secret.startswith(f"{made.prefix}_")
    assert len(secret.removeprefix(f"{made.prefix}_")) == 43  # 256 bits
    assert made.scopes == ("read", "write")
    with store.reading() as connection:
        row = connection.execute(select(tables.token)).one()
    assert row.hash == tokens.digest(secret)
    assert secret.removeprefix(f"{made.prefix}_") not in str(tuple(row))
    found = tokens.holder(store, secret)
    assert found is not None
    assert (found[0], found[1].name, found[1].scopes) == (made.id, "token:DMS", {"read", "write"})


def test_two_tokens_of_a_name(store: Store) -> None:
    first, _ = tokens.create(admin(store), "DMS", ["read"])
    with pytest.raises(AccessError, match="revoke it first"):
        tokens.create(admin(store), "DMS", ["read"])
    tokens.revoke(admin(store), "DMS")
    second, _ = tokens.create(admin(store), "DMS", ["read"])
    assert [one.status for one in tokens.listing(store)] == ["revoked", "active"]
    assert first.prefix != second.prefix


def test_what_no_token_may_be(store: Store) -> None:
    for name, scopes in (
        ("", ["read"]),
        ("tl_x", ["read"]),
        ("a\nb\x00", ["read"]),
        ("a", []),
        ("a", ["read", "root"]),
    ):
        with pytest.raises(AccessError):
            tokens.create(admin(store), name, scopes)


def test_token_that_ended_opens_nothing(app: FastAPI, bare: TestClient, store: Store) -> None:
    _, gone = tokens.create(admin(store), "expired", ["read"], time.time() - 1)
    _, valid = tokens.create(admin(store), "valid", ["read"], time.time() + 3600)
    _, ended = tokens.create(admin(store), "revoked", ["read"])
    assert with_token(app, ended).get("/v1/session").status_code == 200
    tokens.revoke(admin(store), "revoked")
    assert with_token(app, valid).get("/v1/session").status_code == 200
    for secret in (gone, ended, f"{valid}x", valid[:-1], "tl_", "", "tl_\xe9"):
        answer = with_token(app, secret).get("/v1/session")
        assert answer.status_code == 401
        assert answer.json()["code"] == "unauthorized"
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert [one.status for one in tokens.listing(store)] == ["expired", "active", "revoked"]
    with pytest.raises(MissingError):
        tokens.revoke(admin(store), "revoked")


def test_header_of_another_form(app: FastAPI, bare: TestClient, store: Store) -> None:
    _, secret = tokens.create(admin(store), "valid", ["read"])
    for value in ("{}", "Basic {}", "Bearer", "Token {}", "Bearer {}, Bearer {}"):
        headers = {"Authorization": value.format(secret, secret)}
        assert bare.get("/v1/session", headers=headers).status_code == 401, value


def test_two_headers_are_none(app: FastAPI, bare: TestClient, store: Store) -> None:
    _, secret = tokens.create(admin(store), "valid", ["read"])
    twice = [("Authorization", f"Bearer {secret}")] * 2
    assert bare.get("/v1/session", headers=twice[:1]).status_code == 200
    assert bare.get("/v1/session", headers=twice).status_code == 401


def test_last_use_is_noted(app: FastAPI, bare: TestClient, store: Store) -> None:
    _, secret = tokens.create(admin(store), "valid", ["read"])
    before = time.time()
    assert with_token(app, secret).get("/v1/session").json()["name"] == "token:valid"
    assert [one.used_at for one in tokens.listing(store)] == [None]
    app.state.access.uses.write(store)
    (used,) = [one.used_at for one in tokens.listing(store)]
    assert used is not None
    assert used >= before
    with store.writing() as connection:
        connection.execute(update(tables.token).values(used_at=before + 3600))
    with_token(app, secret).get("/v1/session")
    app.state.access.uses.write(store)
    assert [one.used_at for one in tokens.listing(store)] == [before + 3600]  # another process wrote a later one


def test_administrator_sees_and_revokes_tokens(client_of: Callable[..., TestClient], store: Store) -> None:
    admins, reader = client_of("admin"), client_of("read")
    listed = admins.get("/v1/tokens", params={"limit": 1}).json()
    rest = admins.get("/v1/tokens", params={"cursor": listed["next"]}).json()
    assert [one["scopes"] for one in listed["items"] + rest["items"]] == [["admin"], ["read"]]
    assert rest["next"] is None
    assert not {"hash", "id"} & set(listed["items"][0])
    assert reader.get("/v1/session").status_code == 200
    assert admins.delete(f"/v1/tokens/{rest['items'][0]['prefix']}").json()["status"] == "revoked"
    assert reader.get("/v1/session").status_code == 401
    assert admins.delete("/v1/tokens/tl_00000000").status_code == 404
    events = admins.get("/v1/audit", params={"action": "token.revoke"}).json()["items"]
    assert [one["subject"] for one in events] == [f"token:{rest['items'][0]['prefix']}"]
    assert events[0]["who"].startswith("token:")
