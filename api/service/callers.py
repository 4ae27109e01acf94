"""Who calls, and what they may: a token or a session belongs to one workspace, and all that a request reads or writes
goes through `Caller.store`, which is bound to it.

A token in the header counts alone: where it is refused, nothing else is tried. Without one, the cookie of a session
counts; without that, a caller on this machine needs nothing where the service was started so (`serve --local`).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer

from api.service.access import origin, sessions, tokens
from api.service.access.caller import SCOPES, Caller, Scope
from api.service.problems import Problem
from api.service.state import access_of, settings_of, whole_store
from api.store import tables

__all__ = ["SCOPES", "Admin", "Anyone", "Caller", "Reader", "Reviewer", "Scope", "Writer", "caller", "may"]

#: The cookie of a session. Over https it has a name that browsers let no other host set.
COOKIE, SECURE_COOKIE = "trichluc", "__Host-trichluc"
#: The header that what changes something carries beside the cookie.
CSRF_HEADER = "X-CSRF-Token"

# They describe the interface (OpenAPI); what they read is read below.
_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="`Authorization: Bearer tl_…`")
_COOKIE = APIKeyCookie(
    name=COOKIE, auto_error=False, scheme_name="session", description=f"Changes also need `{CSRF_HEADER}`."
)


def caller(
    request: Request, _token: Annotated[object, Depends(_BEARER)], _session: Annotated[object, Depends(_COOKIE)]
) -> Caller:
    """Who made the request. Raises Problem `unauthorized`, `forbidden`, `csrf` and `rate_limited`."""
    return identified(request)


def identified(request: Request) -> Caller:
    """The same, for what is no dependency."""
    found = _identified(request)
    if found is None:
        access_of(request).rates.refused(origin.address(request))
        raise Problem(
            "unauthorized",
            "send a token that is not expired or revoked as `Authorization: Bearer tl_…`, or sign in",
            "hãy gửi mã truy cập còn hiệu lực (`Authorization: Bearer tl_…`) hoặc đăng nhập",
            headers={"WWW-Authenticate": 'Bearer realm="trichluc"'},
        )
    access_of(request).rates.asked(f"{found.store.workspace_id} {found.name}")
    # For the log of requests, which is written when the answer is on its way.
    request.state.caller = found.name
    return found


def session_of(request: Request) -> sessions.Session | None:
    """The session whose cookie came with a request."""
    secret = cookie_of(request)
    if not secret:
        return None
    return sessions.holder(whole_store(request), secret, settings_of(request))


def cookie_of(request: Request) -> str | None:
    """What the cookie of a session holds."""
    return request.cookies.get(SECURE_COOKIE if request.url.scheme == "https" else COOKIE)


def may(scope: Scope) -> Callable[..., object]:
    """A dependency: the caller, who has this scope. Raises Problem `forbidden`."""

    # Not a thread of its own: it waits for nothing.
    async def allowed(who: Annotated[Caller, Depends(caller)]) -> Caller:
        if scope not in who.scopes:
            raise Problem("forbidden", f"the scope {scope} is needed", f"cần quyền {scope}")
        return who

    allowed.scope = scope  # type: ignore[attr-defined]
    return allowed


def _identified(request: Request) -> Caller | None:
    if "authorization" in request.headers:
        return _by_token(request)
    if cookie_of(request) and (found := session_of(request)) is not None:
        _check_page(request)
        uses = access_of(request).uses
        uses.note(tables.session, found.id)
        uses.note(tables.account, found.account_id)
        return found.caller
    if settings_of(request).local and origin.from_this_machine(request):
        return _local(request)
    return None


def _by_token(request: Request) -> Caller | None:
    given = request.headers.getlist("authorization")
    kind, _, secret = given[0].partition(" ")
    if len(given) != 1 or kind.lower() != "bearer" or not secret.startswith("tl_"):
        return None
    held = tokens.holder(whole_store(request), secret.strip())
    if held is None:
        return None
    token_id, found = held
    access_of(request).uses.note(tables.token, token_id)
    return found


def _check_page(request: Request) -> None:
    """A browser sends the cookie whoever's page asks: what changes something must come from a page of ours."""
    if request.method in origin.SAFE:
        return
    expected = sessions.csrf_token(cookie_of(request) or "")
    given = request.headers.get(CSRF_HEADER, "")
    if origin.of_another_site(request) or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Problem(
            "csrf",
            f"send the token of the session as {CSRF_HEADER}, from a page of this service",
            f"hãy gửi mã của phiên làm việc trong {CSRF_HEADER}, từ trang của hệ thống này",
        )


def _local(request: Request) -> Caller:
    """Whoever sits at this machine. A browser there also runs the pages of strangers."""
    if not origin.names_this_machine(request) or origin.of_another_site(request):
        raise Problem(
            "forbidden",
            "without a token the service answers to http://localhost and http://127.0.0.1, and to its own pages only",
            "không có mã truy cập thì chỉ dùng được qua http://localhost, http://127.0.0.1 và trang của hệ thống",
        )
    return Caller("local", frozenset(SCOPES), whole_store(request))


Anyone = Annotated[Caller, Depends(caller)]
Reader = Annotated[Caller, Depends(may("read"))]
Writer = Annotated[Caller, Depends(may("write"))]
Reviewer = Annotated[Caller, Depends(may("review"))]
Admin = Annotated[Caller, Depends(may("admin"))]
