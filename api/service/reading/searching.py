"""Searches, as the service answers them."""

from __future__ import annotations

import dataclasses

from api.search import Filters, Hit, search
from api.service import cursors
from api.service.bodies import search as bodies
from api.service.bodies.documents import DocumentType
from api.store import Store

_LISTING = "search"


def found(store: Store, text: str, filters: Filters, limit: int, cursor: str | None) -> bodies.SearchPage:
    """A page of hits. Raises QueryError for a date of no known form, Problem `invalid_cursor`."""
    after = cursors.opened(store, _LISTING, cursor)
    page = search(store, text, filters, limit, after[0] if after else None)
    return bodies.SearchPage(
        items=[_hit(one) for one in page.hits],
        next=cursors.sealed(store, _LISTING, page.after) if page.after else None,
        total=page.total,
        more=page.more,
    )


def _hit(hit: Hit) -> bodies.Hit:
    has_type = hit.type_code or hit.type_name
    return bodies.Hit(
        id=hit.uid,
        name=hit.name,
        number=hit.code,
        type=DocumentType(code=hit.type_code, name=hit.type_name) if has_type else None,
        title=hit.title,
        date=hit.date,
        issuer=hit.issuer,
        unit=hit.unit,
        snippets=[bodies.Snippet(**dataclasses.asdict(one)) for one in hit.snippets],
    )
