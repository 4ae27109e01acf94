"""What a hostile page makes of drawing it. Run in processes of `api.isolation`, never in a test's own."""

from __future__ import annotations

from tests import misbehaving


def hang(data: bytes, number: int, scale: float) -> bytes:
    misbehaving.hang_deaf()
    return b""


def crash(data: bytes, number: int, scale: float) -> bytes:
    misbehaving.crash()
    return b""
