"""Untrusted files in processes of their own, which may crash, hang or run out of memory without harm to anybody else.

`Isolation.run` calls a function there. `pool` hands processes out, `process` is one of them as seen from here, `inside`
is what runs in it, `bounds` says what a file may take and what can go wrong.
"""

from __future__ import annotations

from api.isolation.bounds import Bounds, IsolationError
from api.isolation.pool import Isolation

__all__ = ["Bounds", "Isolation", "IsolationError"]
