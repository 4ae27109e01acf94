"""The bodies that tell of webhooks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.service.jobs.bodies import UID

Event = Literal["document.done", "document.failed"]
Url = Annotated[
    str,
    Field(
        max_length=2000,
        description="http(s), in a network that the operator allows.",
        examples=["https://vanban.example.vn/trichluc"],
    ),
]
Events = Annotated[list[Event], Field(min_length=1, max_length=2, description="What it hears of.")]
_BOTH: list[Event] = ["document.done", "document.failed"]


class NewWebhook(BaseModel):
    """A webhook that is to be made (địa chỉ nhận thông báo)."""

    model_config = ConfigDict(extra="forbid")

    url: Url
    events: Events = Field(default=_BOTH)


class WebhookChange(BaseModel):
    """What is to be another; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    url: Url | None = None
    events: Events | None = None
    active: bool | None = Field(default=None, description="One that is not active is told nothing.")


class Webhook(BaseModel):
    """An address that is told what becomes of uploaded documents."""

    id: str = Field(examples=[UID])
    url: Url
    events: Events
    active: bool
    created_at: str = Field(description="ISO 8601, UTC.", examples=["2026-11-21T08:15:30.512Z"])


class WebhookWithSecret(Webhook):
    """A new webhook. The secret is shown this once: with it the other side checks the header `Trichluc-Signature` of
    each message, "t=SECONDS,v1=HEX": HEX is the HMAC-SHA256 of "SECONDS.BODY"."""

    secret: str = Field(examples=["whsec_Qm9c…"])


class Webhooks(BaseModel):
    """The webhooks of a workspace."""

    items: list[Webhook]
    next: str | None = None


class Delivery(BaseModel):
    """A message to a webhook (lần thông báo)."""

    id: str = Field(description="Stands in the message and in the header `Trichluc-Delivery`; the same at each try.")
    event: Event
    document: str = Field(description="The id of the document.")
    status: Literal["waiting", "delivered", "given_up"]
    attempts: int
    answer: int | None = Field(description="The HTTP status of the last answer.")
    error: str | None = Field(description="Why there was none.")
    created_at: str
    changed_at: str
    next_at: str | None = Field(description="When it is tried again; None where it is not.")


class Deliveries(BaseModel):
    """Messages to a webhook, the newest first."""

    items: list[Delivery]
    next: str | None = Field(description="Give it as `cursor` for what follows; null at the end.")
