"""Examples of the bodies of review."""

from __future__ import annotations

from typing import Any

QUEUE: dict[str, Any] = {}
ITEM: dict[str, Any] = {}
REVIEW: dict[str, Any] = {}
TEXT: dict[str, Any] = {}
DECISIONS: dict[str, Any] = {}
STEP: dict[str, Any] = {}
STANDS: dict[str, Any] = {}
HISTORY: dict[str, Any] = {}
SUGGESTIONS: dict[str, Any] = {}
FIGURES: dict[str, Any] = {}
