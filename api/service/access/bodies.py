"""What the routes of access take and answer."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr

Item = TypeVar("Item", bound=BaseModel)

_Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignIn(_Body):
    """A name and a password (đăng nhập)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "lan", "password": "mot mat khau dai", "workspace": "default"}]}
    )

    name: _Name
    password: SecretStr = Field(min_length=1, max_length=4000)
    workspace: _Name = "default"


class NewPassword(_Body):
    """The password of one's own account, and the one to have instead of it."""

    password: SecretStr = Field(min_length=1, max_length=4000)
    new_password: SecretStr = Field(min_length=12, max_length=1000)


class Session(_Body):
    """Who calls (phiên làm việc). `csrf_token` goes into the header X-CSRF-Token of what changes something;
    null for callers with a token, who need none. `expires_at` is when the session ends at the latest."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "account:lan",
                    "workspace": "default",
                    "scopes": ["read", "review"],
                    "csrf_token": "5e1f…",
                    "expires_at": "2026-01-05T20:00:00.000Z",
                }
            ]
        }
    )

    name: str
    workspace: str
    scopes: list[str]
    csrf_token: str | None = None
    expires_at: str | None = None


class Token(_Body):
    """A token of a system (mã truy cập), without the token itself. `prefix` is its visible beginning; `status` is
    active, expired or revoked; `used_at` is known to the minute."""

    prefix: str
    name: str
    scopes: list[str]
    status: str
    created_at: str
    expires_at: str | None
    used_at: str | None
    revoked_at: str | None


class Account(_Body):
    """An account of a person (tài khoản). `status` is active or disabled."""

    name: str
    scopes: list[str]
    status: str
    created_at: str
    used_at: str | None
    disabled_at: str | None


class Event(_Body):
    """A row of the audit log (nhật ký): who did what to what, when, and in which request."""

    at: str
    who: str
    action: str
    subject: str | None
    request_id: str | None
    details: dict[str, object]


class Listing(_Body, Generic[Item]):
    """A part of a list. `next` is the `cursor` of the next part, null at the end."""

    items: list[Item]
    next: str | None
