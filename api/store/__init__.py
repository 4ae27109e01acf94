"""What an archive is kept in: tables for questions, and a content-addressed store for originals and results."""

from __future__ import annotations

from api.store.settings import Settings
from api.store.store import Store, open_store

__all__ = ["Settings", "Store", "open_store"]
