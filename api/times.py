"""Times as they are told."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(seconds: float) -> str:
    """A time in seconds since 1970 as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
