"""The log of what was done: written with what it tells of, never changed, of one workspace each."""

from __future__ import annotations

from contextvars import copy_context
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from api.service.access.auditing import audit, entries
from api.service.access.caller import Caller, bound
from api.service.observing import request_ids
from api.store import Settings, Store, open_store, tables


def caller(store: Store, name: str = "token:dms") -> Caller:
    return Caller(name, frozenset({"write"}), store)


def test_what_was_done_is_told(store: Store) -> None:
    def done() -> None:
        request_ids.begin("request-0001")
        with store.writing() as connection:
            audit(connection, caller(store), "document.delete", "document:ab", documents=1)
            audit(connection, caller(store, "local"), "work.retry")

    copy_context().run(done)
    newest, first = entries(store, limit=10)
    assert (newest.who, newest.action, newest.subject, newest.details) == ("local", "work.retry", None, {})
    assert (first.who, first.action, first.subject) == ("token:dms", "document.delete", "document:ab")
    assert first.details == {"documents": 1}
    assert first.request_id == "request-0001"
    assert first.at.endswith("Z")
    assert entries(store, limit=10, before=newest.id) == [first]
    assert entries(store, limit=10, subject="document:ab") == [first]
    assert entries(store, limit=10, action="work.retry") == [newest]


def test_what_was_undone_is_not_told(store: Store) -> None:
    def fails() -> None:
        with store.writing() as connection:
            audit(connection, caller(store), "document.delete", "document:ab")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert entries(store, limit=10) == []


@pytest.mark.parametrize(
    "change", [update(tables.audit).values(who="nobody"), delete(tables.audit)], ids=["update", "delete"]
)
def test_log_is_only_added_to(store: Store, change: object) -> None:
    with store.writing() as connection:
        audit(connection, caller(store), "token.create", "token:dms")

    def changes() -> None:
        with store.writing() as connection:
            connection.execute(change)  # type: ignore[call-overload]

    with pytest.raises(DatabaseError, match="only added to"):
        changes()
    with store.reading() as connection:
        assert connection.scalars(select(tables.audit.c.who)).all() == ["token:dms"]


def test_log_of_another_workspace_is_not_seen(store: Store, settings: Settings) -> None:
    with open_store(replace(settings, workspace="khác")) as opened:
        other = bound(store, opened.workspace_id, "khác")
        with store.writing() as connection:
            audit(connection, caller(store), "one")
            audit(connection, caller(other), "two")
        assert [one.action for one in entries(store, limit=10)] == ["one"]
        assert [one.action for one in entries(other, limit=10)] == ["two"]
        (theirs,) = entries(other, limit=10)
        assert entries(store, limit=10, before=theirs.id + 1)[0].action == "one"
