"""Signing in and out, and what an administrator sees: tokens, accounts, the audit log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.service import cursors
from api.service.access import accounts, auditing, bodies, origin, sessions, tokens
from api.service.access.errors import AccessError
from api.service.callers import (
    COOKIE,
    SCOPES,
    SECURE_COOKIE,
    Admin,
    Anyone,
    Caller,
    cookie_of,
    session_of,
)
from api.service.describing import told
from api.service.problems import Problem
from api.service.routes.parameters import Cursor, Limit
from api.service.state import access_of, settings_of, whole_store
from api.store import tables
from api.store.errors import MissingError
from api.times import iso

router = APIRouter(tags=["access"])

_SIGN_IN = told("signIn", "Sign in with a password", problems=("wrong_credentials", "body_too_large"), status_code=201)
_PASSWORD = told(
    "changePassword",
    "Change one's own password",
    problems=("wrong_credentials", "body_too_large"),
    status_code=204,
)


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=_Numbered)
Item = TypeVar("Item", bound=BaseModel)


@router.post("/session", **_SIGN_IN)
def sign_in(request: Request, response: Response, body: bodies.SignIn) -> bodies.Session:
    """Sets the cookie of a session. Wrong passwords are counted."""
    if origin.of_another_site(request):
        raise Problem("csrf")
    rates, address = access_of(request).rates, origin.address(request)
    key = f"{body.workspace}\n{body.name.lower()}"
    rates.signing_in(address, key)
    store, password = whole_store(request), body.password.get_secret_value()
    account_id = accounts.verified(store, body.workspace, body.name, password)
    if account_id is None:
        raise Problem("wrong_credentials")
    rates.signed_in(address, key)
    session, secret = sessions.start(store, account_id, settings_of(request).session_length)
    access_of(request).uses.note(tables.account, account_id)
    secure = request.url.scheme == "https"
    name = SECURE_COOKIE if secure else COOKIE
    response.set_cookie(name, secret, path="/", secure=secure, httponly=True, samesite="lax")
    return _told(session.caller, session, secret)


@router.get("/session", **told("getSession", "Who calls, and what they may"))
def who_calls(request: Request, who: Anyone) -> bodies.Session:
    """For tokens too."""
    if not who.name.startswith("account:"):
        return _told(who)
    return _told(who, session_of(request), cookie_of(request))


@router.delete("/session", **told("signOut", "Sign out", status_code=204))
def sign_out(request: Request, response: Response, who: Anyone) -> None:
    """Ends the session of the cookie. A caller without one has nothing to end."""
    session = session_of(request) if who.name.startswith("account:") else None
    if session is not None:
        sessions.end(session)
    secure = request.url.scheme == "https"
    response.delete_cookie(SECURE_COOKIE if secure else COOKIE, path="/", secure=secure, httponly=True, samesite="lax")


@router.put("/session/password", **_PASSWORD)
def change_password(request: Request, who: Anyone, body: bodies.NewPassword) -> None:
    """Of the account that is signed in; it is signed out everywhere."""
    kind, _, name = who.name.partition(":")
    if kind != "account":
        raise Problem("forbidden", "only a person who is signed in has a password", "chỉ tài khoản mới có mật khẩu")
    workspace = who.store.settings.workspace
    rates, address, key = access_of(request).rates, origin.address(request), f"{workspace}\n{name}"
    rates.signing_in(address, key)
    if accounts.verified(who.store, workspace, name, body.password.get_secret_value()) is None:
        raise Problem("wrong_credentials")
    rates.signed_in(address, key)
    try:
        accounts.set_password(who, name, body.new_password.get_secret_value())
    except AccessError as error:
        raise Problem("invalid_request", str(error), "mật khẩu có từ 12 đến 1000 ký tự") from None


@router.get("/tokens", **told("listTokens", "The tokens of the workspace", problems=("invalid_cursor",)))
def list_tokens(who: Admin, limit: Limit = 50, cursor: Cursor = None) -> bodies.Listing[bodies.Token]:
    """Oldest first, also revoked ones; never the tokens themselves. `trichluc token create` makes one."""
    found = tokens.listing(who.store, limit=limit + 1, after=_last(who, "tokens", cursor) or 0)
    return bodies.Listing[bodies.Token](**_part(who, "tokens", found, limit, _token))


@router.delete("/tokens/{prefix}", **told("revokeToken", "Revoke a token", problems=("not_found",)))
def revoke_token(who: Admin, prefix: str) -> bodies.Token:
    """At once and for good."""
    if not prefix.isprintable():
        raise Problem("not_found")
    try:
        return _token(tokens.revoke(who, prefix))
    except MissingError:
        raise Problem("not_found") from None


@router.get("/accounts", **told("listAccounts", "The accounts of the workspace", problems=("invalid_cursor",)))
def list_accounts(who: Admin, limit: Limit = 50, cursor: Cursor = None) -> bodies.Listing[bodies.Account]:
    """Oldest first, also disabled ones. `trichluc account create` makes one."""
    found = accounts.listing(who.store, limit=limit + 1, after=_last(who, "accounts", cursor) or 0)
    return bodies.Listing[bodies.Account](**_part(who, "accounts", found, limit, _account))


@router.get("/audit", **told("listAudit", "What was done, and by whom", problems=("invalid_cursor",)))
def list_audit(
    who: Admin,
    limit: Limit = 50,
    cursor: Cursor = None,
    action: Annotated[str | None, Query(max_length=60, pattern=r"^[a-z_.]+$")] = None,
    subject: Annotated[str | None, Query(max_length=300, pattern=r"^[^\x00-\x1f]+$")] = None,
) -> bodies.Listing[bodies.Event]:
    """Newest first. Rows are added and never changed."""
    before = _last(who, "audit", cursor)
    found = auditing.entries(who.store, limit=limit + 1, before=before, action=action, subject=subject)
    return bodies.Listing[bodies.Event](**_part(who, "audit", found, limit, _event))


def _last(who: Caller, listing: str, cursor: str | None) -> int | None:
    """The id that the page before ended with."""
    last = cursors.opened(who.store, listing, cursor)
    return last[0] if last else None


def _part(who: Caller, listing: str, found: Sequence[Row], limit: int, made: Callable[[Row], Item]) -> dict[str, Any]:
    """A page of a list of which one row more was asked for than it holds."""
    more = len(found) > limit
    return {
        "items": [made(row) for row in found[:limit]],
        "next": cursors.sealed(who.store, listing, found[limit - 1].id) if more else None,
    }


def _told(who: Caller, session: sessions.Session | None = None, secret: str | None = None) -> bodies.Session:
    return bodies.Session(
        name=who.name,
        workspace=who.store.settings.workspace,
        scopes=[scope for scope in SCOPES if scope in who.scopes],
        csrf_token=sessions.csrf_token(secret) if secret else None,
        expires_at=_time(session.expires_at if session else None),
    )


def _token(one: tokens.Token) -> bodies.Token:
    return bodies.Token(
        prefix=one.prefix,
        name=one.name,
        scopes=list(one.scopes),
        status=one.status,
        created_at=iso(one.created_at),
        expires_at=_time(one.expires_at),
        used_at=_time(one.used_at),
        revoked_at=_time(one.revoked_at),
    )


def _account(one: accounts.Account) -> bodies.Account:
    return bodies.Account(
        name=one.name,
        scopes=list(one.scopes),
        status=one.status,
        created_at=iso(one.created_at),
        used_at=_time(one.used_at),
        disabled_at=_time(one.disabled_at),
    )


def _event(one: auditing.Entry) -> bodies.Event:
    return bodies.Event(
        at=one.at,
        who=one.who,
        action=one.action,
        subject=one.subject,
        request_id=one.request_id,
        details=one.details,
    )


def _time(seconds: float | None) -> str | None:
    return None if seconds is None else iso(seconds)
