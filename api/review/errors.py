"""What may go wrong when somebody decides."""

from __future__ import annotations

from typing import Any

from extractor.errors import TrichLucError


class ReviewError(TrichLucError):
    """A decision that cannot be taken; `detail_vi` says why in Vietnamese."""

    code = "invalid_decision"
    exit_status = 2

    def __init__(self, detail: str, detail_vi: str) -> None:
        super().__init__(detail)
        self.detail_vi = detail_vi


class DecidedMeanwhileError(ReviewError):
    """Somebody decided about some of the items meanwhile. `items` are these as they are now, at `version`."""

    code = "decided_meanwhile"

    def __init__(self, items: tuple[Any, ...], version: int, others: dict[str, Any]) -> None:
        super().__init__(
            "somebody decided about this meanwhile; look at what it is now and decide again",
            "đã có người khác quyết định mục này; hãy xem lại rồi quyết định",
        )
        self.items, self.version, self.others = items, version, others


class AssignedError(ReviewError):
    """Somebody else reviews the document."""

    code = "assigned_to_another"

    def __init__(self, assignee: str) -> None:
        super().__init__(
            f"the document is assigned to {assignee}; take it with take=true",
            f"văn bản đã giao cho {assignee}; dùng take=true để nhận",
        )
        self.assignee = assignee


class NothingError(ReviewError):
    """There is nothing to undo or to redo."""

    code = "nothing_to_undo"

    def __init__(self) -> None:
        super().__init__("you have no step left to undo or redo", "không còn bước nào để hoàn tác hoặc làm lại")


class ReusedKeyError(ReviewError):
    """The Idempotency-Key came with another request."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "this key came with other decisions; a new request needs a new key",
            "khóa này đã dùng cho quyết định khác; yêu cầu mới cần khóa mới",
        )
