"""Webhooks: who is told what becomes of uploaded documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.service.callers import Admin
from api.service.describing import told
from api.service.intake.running import intake_of
from api.service.jobs.bodies import UID
from api.service.webhooks import registry
from api.service.webhooks.bodies import Deliveries, NewWebhook, Webhook, WebhookChange, Webhooks, WebhookWithSecret

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

Id = Annotated[str, Path(examples=[UID])]
_PROBLEMS = ("not_found", "invalid_cursor")


@router.post("", status_code=201, **told("createWebhook", "Make a webhook", problems=("webhook_address",)))
def create(request: Request, who: Admin, new: NewWebhook) -> WebhookWithSecret:
    """Make a webhook (thêm địa chỉ nhận thông báo). The answer shows its secret, this once."""
    return registry.create(who, new, intake_of(request).networks)


@router.get("", **told("listWebhooks", "All webhooks of the workspace"))
def listing(who: Admin) -> Webhooks:
    """All webhooks of the workspace."""
    return Webhooks(items=registry.listing(who.store))


@router.get("/{id}", **told("getWebhook", "One webhook", problems=("not_found",)))
def get(who: Admin, id: Id) -> Webhook:
    """One webhook."""
    return registry.get(who.store, id)


@router.patch("/{id}", **told("changeWebhook", "Change a webhook", problems=("not_found", "webhook_address")))
def change(request: Request, who: Admin, id: Id, wanted: WebhookChange) -> Webhook:
    """Change a webhook: its address, its events, whether it is told anything."""
    return registry.change(who, id, wanted, intake_of(request).networks)


@router.delete("/{id}", status_code=204, **told("deleteWebhook", "Delete a webhook", problems=("not_found",)))
def remove(who: Admin, id: Id) -> Response:
    """Delete a webhook, with the messages that wait for it."""
    registry.remove(who, id)
    return Response(status_code=204)


@router.get("/{id}/deliveries", **told("listDeliveries", "Messages to a webhook", problems=_PROBLEMS))
def deliveries(
    who: Admin,
    id: Id,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
) -> Deliveries:
    """The messages to a webhook (các lần thông báo), the newest first."""
    return registry.deliveries(who.store, id, limit, cursor)
