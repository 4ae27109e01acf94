"""What can be wrong with a store. Every message says what to do; none holds a password or a document's text."""

from __future__ import annotations

from extractor.errors import TrichLucError


class StoreError(TrichLucError):
    """The store cannot be used: not reachable, of another version, or damaged."""

    code = "store"
    exit_status = 12


class MissingError(StoreError):
    """The store lacks what it should hold, or nothing in it answers to a name."""

    code = "missing"
    exit_status = 13
