"""People who sign in: passwords, cookies, pages of strangers, and the end of a session."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from api.service.access import accounts
from api.service.access.auditing import entries
from api.service.access.caller import Caller
from api.service.access.errors import AccessError
from api.service.callers import COOKIE, CSRF_HEADER, SECURE_COOKIE
from api.store import Settings, Store, open_store, tables

PASSWORD = "mật khẩu rất dài"
ALL = ("read", "write", "review", "admin")


def admin(store: Store) -> Caller:
    return Caller("cli:test", frozenset({"admin"}), store)


@pytest.fixture(autouse=True)
def lan(store: Store, cheap: None) -> None:
    accounts.create(admin(store), "Lan", PASSWORD, ALL)


@pytest.fixture(scope="module")
def cheap() -> Iterator[None]:
    """Passwords as those of the service, with less work."""
    from argon2 import PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher(1, 8, 1))
        accounts._decoy.cache_clear()
        yield
    accounts._decoy.cache_clear()


def sign_in(client: TestClient, **more: str) -> str:
    """Sign in and return the token against CSRF."""
    answer = client.post("/v1/session", json={"name": "lan", "password": PASSWORD, **more})
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["csrf_token"]
    return token


def test_cookie_of_a_session(bare: TestClient, store: Store) -> None:
    answer = bare.post("/v1/session", json={"name": "LAN", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"httponly", "samesite=lax", "path=/"} <= set(cookie.lower().split("; "))
    assert "domain" not in cookie.lower()
    assert "secure" not in cookie.lower()
    told = bare.get("/v1/session").json()
    assert told["name"] == "account:lan"
    assert told["scopes"] == list(ALL)
    assert told["csrf_token"] == answer.json()["csrf_token"]
    secret = bare.cookies[COOKIE]
    with store.reading() as connection:
        assert secret not in str(connection.execute(select(tables.session)).all())
    assert secret not in answer.text


def test_cookie_over_https_is_secure(app: FastAPI, bare: TestClient) -> None:
    client = TestClient(app, base_url="https://trichluc.example")
    answer = client.post("/v1/session", json={"name": "lan", "password": PASSWORD})
    assert answer.headers["set-cookie"].startswith(f"{SECURE_COOKIE}=")
    assert "secure" in answer.headers["set-cookie"].lower().split("; ")
    assert client.get("/v1/session").status_code == 200


def test_wrong_name_or_password(bare: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    plain = accounts._is
    monkeypatch.setattr(accounts, "_is", lambda kept, password: (verified.append(kept), plain(kept, password))[1])
    for body in (
        {"name": "lan", "password": "sai mật khẩu"},
        {"name": "lan", "password": PASSWORD + " "},
        {"name": "hoa", "password": PASSWORD},
        {"name": "lan", "password": PASSWORD, "workspace": "khác"},
        {"name": "lan", "password": "x" * 4000},
    ):
        answer = bare.post("/v1/session", json=body)
        assert answer.status_code == 401
        assert answer.json()["code"] == "wrong_credentials"
        assert "set-cookie" not in answer.headers
    # Whoever is unknown costs the same work: one hash of the same kind.
    assert [kept.split("$")[1:4] for kept in verified] == [["argon2id", "v=19", "m=8,t=1,p=1"]] * 5


def test_password_in_another_normal_form(bare: TestClient, store: Store) -> None:
    import unicodedata

    answer = bare.post("/v1/session", json={"name": "lan", "password": unicodedata.normalize("NFD", PASSWORD)})
    assert answer.status_code == 201


def test_what_changes_something_needs_the_token_of_the_session(app: FastAPI, bare: TestClient) -> None:
    token = sign_in(bare)
    other = sign_in(TestClient(app))
    for given in ({}, {CSRF_HEADER: ""}, {CSRF_HEADER: token[:-1]}, {CSRF_HEADER: other}, {CSRF_HEADER: "\xe9"}):
        headers = {key: value.encode("latin-1") for key, value in given.items()}
        answer = bare.delete("/v1/session", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert bare.get("/v1/session").status_code == 200
    assert bare.delete("/v1/session", headers={CSRF_HEADER: token}).status_code == 204


STRANGERS = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.elsewhere.example"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
)


def test_page_of_a_stranger_changes_nothing(app: FastAPI, bare: TestClient) -> None:
    token = sign_in(bare)
    for header in STRANGERS:
        answer = bare.delete("/v1/session", headers={CSRF_HEADER: token, **header})
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf"), header
        answer = TestClient(app).post("/v1/session", json={"name": "lan", "password": PASSWORD}, headers=header)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf"), header
    assert bare.get("/v1/session").status_code == 200


def test_page_of_the_service_changes_something(bare: TestClient) -> None:
    headers = {CSRF_HEADER: sign_in(bare), "Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert bare.delete("/v1/session", headers=headers).status_code == 204


def test_session_that_was_ended_opens_nothing(app: FastAPI, bare: TestClient, store: Store) -> None:
    token = sign_in(bare)
    kept = bare.cookies[COOKIE]
    assert bare.delete("/v1/session", headers={CSRF_HEADER: token}).status_code == 204
    assert COOKIE not in bare.cookies
    assert TestClient(app, cookies={COOKIE: kept}).get("/v1/session").status_code == 401
    assert [one.action for one in entries(store, limit=2)] == ["session.end", "session.start"]


@pytest.mark.parametrize("column", ["expires_at", "used_at"])
def test_session_ends_by_itself(bare: TestClient, store: Store, column: str) -> None:
    sign_in(bare)
    past = time.time() - (2 * 3600 + 1 if column == "used_at" else 1)
    with store.writing() as connection:
        connection.execute(update(tables.session).values({column: past}))
    assert bare.get("/v1/session").status_code == 401
    bare.cookies.clear()
    sign_in(bare)  # removes what has expired
    with store.reading() as connection:
        there = connection.scalar(select(func.count()).select_from(tables.session))
    assert there == (1 if column == "expires_at" else 2)


def test_session_that_is_used_goes_on(app: FastAPI, bare: TestClient, store: Store) -> None:
    sign_in(bare)
    with store.writing() as connection:
        connection.execute(update(tables.session).values(used_at=time.time() - 3600))
    assert bare.get("/v1/session").status_code == 200
    app.state.access.uses.write(store)
    with store.reading() as connection:
        assert connection.scalars(select(tables.session.c.used_at)).one() > time.time() - 1800
    (account,) = accounts.listing(store)
    assert account.used_at is not None


@pytest.mark.parametrize("change", ["disable", "password"])
def test_changed_account_is_signed_out(bare: TestClient, store: Store, change: str) -> None:
    sign_in(bare)
    if change == "disable":
        assert accounts.disable(admin(store), "LAN").status == "disabled"
    else:
        accounts.set_password(admin(store), "lan", "một mật khẩu khác")
    assert bare.get("/v1/session").status_code == 401
    assert bare.post("/v1/session", json={"name": "lan", "password": PASSWORD}).status_code == 401
    if change == "disable":
        accounts.enable(admin(store), "lan")
        sign_in(bare)


def test_own_password(bare: TestClient) -> None:
    headers = {CSRF_HEADER: sign_in(bare)}
    change = {"password": "sai", "new_password": "một mật khẩu khác"}
    assert bare.put("/v1/session/password", json=change, headers=headers).status_code == 401
    short = {"password": PASSWORD, "new_password": "ngắn"}
    assert bare.put("/v1/session/password", json=short, headers=headers).status_code == 422
    assert bare.put("/v1/session/password", json={**change, "password": PASSWORD}).status_code == 403
    assert bare.put("/v1/session/password", json={**change, "password": PASSWORD}, headers=headers).status_code == 204
    assert bare.get("/v1/session").status_code == 401
    sign_in(bare, password="một mật khẩu khác")


def test_token_has_no_password(client: TestClient) -> None:
    change = {"password": PASSWORD, "new_password": "một mật khẩu khác"}
    assert client.put("/v1/session/password", json=change).status_code == 403


def test_wrong_passwords_are_counted(app: FastAPI, bare: TestClient) -> None:
    for _ in range(10):
        assert bare.post("/v1/session", json={"name": "lan", "password": "sai"}).status_code == 401
    answer = bare.post("/v1/session", json={"name": "lan", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    # From another place the person can still sign in, and that clears only what was counted there.
    elsewhere = TestClient(app, client=("192.0.2.7", 50000))
    sign_in(elsewhere)
    assert bare.post("/v1/session", json={"name": "lan", "password": PASSWORD}).status_code == 429


def test_passwords_that_nobody_may_have(store: Store) -> None:
    for password in ("", "ngắn", "x" * 11, "x" * 1001):
        with pytest.raises(AccessError, match="12 to 1000"):
            accounts.create(admin(store), "hoa", password, ["read"])
    with pytest.raises(AccessError, match="is there"):
        accounts.create(admin(store), " LAN ", PASSWORD, ["read"])


def test_same_name_in_two_workspaces(app: FastAPI, bare: TestClient, settings: Settings) -> None:
    with open_store(replace(settings, workspace="khác")) as other:
        accounts.create(admin(other), "lan", "mật khẩu của người khác", ["read"])
    answer = bare.post("/v1/session", json={"name": "lan", "password": PASSWORD, "workspace": "khác"})
    assert answer.status_code == 401
    theirs = TestClient(app)
    sign_in(theirs, workspace="khác", password="mật khẩu của người khác")
    assert theirs.get("/v1/session").json()["workspace"] == "khác"
    assert theirs.get("/v1/session").json()["scopes"] == ["read"]


def test_header_counts_before_the_cookie(bare: TestClient) -> None:
    sign_in(bare)
    assert bare.get("/v1/session", headers={"Authorization": "Bearer tl_wrong"}).status_code == 401
