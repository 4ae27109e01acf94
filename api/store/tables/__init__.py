"""The tables, once, for SQLite and PostgreSQL. They are the truth of an archive: what was accepted, what is done, what
failed, and what the documents say. Changes go through `migrations/`, which a test compares with this module.

Times are seconds since 1970 (UTC). Dates of documents are ISO 8601 at their known precision, as in the Report. Columns
ending in `_key` hold a spelling that is the same for all ways to write a thing (`api/store/keys.py`).
"""

from __future__ import annotations

from api.store.tables.access import account, audit, session, token
from api.store.tables.columns import metadata
from api.store.tables.contents import citation, figure, finding, mention, report, report_text
from api.store.tables.intake import delivery, progress, request_key, upload, webhook
from api.store.tables.office import membership, register_entry
from api.store.tables.review import decision, review, sample, sampled
from api.store.tables.work import blob, document, extraction, location, source, workspace

__all__ = [
    "account",
    "audit",
    "blob",
    "citation",
    "decision",
    "delivery",
    "document",
    "extraction",
    "figure",
    "finding",
    "location",
    "membership",
    "mention",
    "metadata",
    "progress",
    "register_entry",
    "report",
    "report_text",
    "request_key",
    "review",
    "sample",
    "sampled",
    "session",
    "source",
    "token",
    "upload",
    "webhook",
    "workspace",
]
