"""What a caller may, as words: in options, in the tables, in answers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from api.service.access.caller import SCOPES
from api.service.access.errors import AccessError

_NAME = re.compile(r"[\w][\w.@ -]{0,98}[\w]|[\w]")


def scopes_of(words: Iterable[str]) -> frozenset[str]:
    """The scopes that words name. Raises AccessError."""
    found = frozenset(words)
    if not found or found - set(SCOPES):
        raise AccessError(f"scopes are some of {', '.join(SCOPES)}")
    return found


def written(scopes: Iterable[str]) -> str:
    """Scopes as a column holds them: in one order, joined by spaces."""
    chosen = set(scopes)
    return " ".join(scope for scope in SCOPES if scope in chosen)


def name_of(text: str) -> str:
    """A name for a token or an account. Raises AccessError."""
    name = " ".join(text.split())
    if not _NAME.fullmatch(name) or name.startswith("tl_"):
        raise AccessError(
            "a name is 1 to 100 letters and digits, with . @ - _ and single spaces between them, not tl_…"
        )
    return name
