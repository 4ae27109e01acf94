"""Two workspaces of one store: neither sees, or can tell that there are, the other's tokens, accounts and log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.service.access import accounts, tokens
from api.service.access.caller import Caller
from api.store import Settings, Store, open_store
from api.store.errors import MissingError

ClientOf = Callable[..., TestClient]
LISTS = ("/v1/tokens", "/v1/accounts", "/v1/audit")
THEIRS = "zzkhongthay"


@pytest.fixture
def other(settings: Settings) -> str:
    """What another workspace has: a token, an account, rows of the log. The prefix of its token."""
    with open_store(replace(settings, workspace="khác")) as store:
        caller = Caller("cli:test", frozenset(), store)
        made, _ = tokens.create(caller, THEIRS, ["read"])
        accounts.create(caller, THEIRS, "mật khẩu của họ", ["read"])
    return made.prefix


def test_lists_show_ones_own(client_of: ClientOf, other: str) -> None:
    ours, theirs = client_of(), client_of(workspace="khác")
    for path in LISTS:
        assert THEIRS in theirs.get(path).text
        assert THEIRS not in ours.get(path).text
    assert ours.get("/v1/accounts").json() == {"items": [], "next": None}
    assert len(ours.get("/v1/tokens").json()["items"]) == 1
    assert ours.get("/v1/audit", params={"subject": f"token:{other}"}).json()["items"] == []


def test_what_is_theirs_is_as_what_there_is_not(client_of: ClientOf, other: str) -> None:
    ours, theirs = client_of(), client_of(workspace="khác")
    answers = [ours.delete(f"/v1/tokens/{one}") for one in (other, "tl_00000000", THEIRS)]
    assert {answer.status_code for answer in answers} == {404}
    bodies = [{**answer.json(), "instance": ""} for answer in answers]
    assert bodies[0] == bodies[1] == bodies[2]
    listed = theirs.get("/v1/tokens").json()["items"]
    assert {one["status"] for one in listed} == {"active"}


def test_cursor_of_theirs_is_none_of_ours(client_of: ClientOf, other: str) -> None:
    ours, theirs = client_of(), client_of(workspace="khác")
    for path in ("/v1/tokens", "/v1/audit"):
        cursor = theirs.get(path, params={"limit": 1}).json()["next"]
        assert theirs.get(path, params={"cursor": cursor}).status_code == 200
        answer = ours.get(path, params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (404, "invalid_cursor")


def test_cursors_do_not_count_what_others_do(client_of: ClientOf, other: str) -> None:
    ours = client_of()
    first = ours.get("/v1/audit").json()["items"]
    assert [one["action"] for one in first] == ["token.create"]
    assert "id" not in first[0]


def test_accounts_of_theirs_cannot_be_changed(store: Store, other: str) -> None:
    caller = Caller("cli:test", frozenset(), store)
    for change in (accounts.disable, accounts.enable):
        with pytest.raises(MissingError):
            change(caller, THEIRS)
    with pytest.raises(MissingError):
        accounts.set_password(caller, THEIRS, "một mật khẩu khác")
    # Nor is a name taken because they have it.
    assert accounts.create(caller, THEIRS, "một mật khẩu khác", ["read"]).name == THEIRS
