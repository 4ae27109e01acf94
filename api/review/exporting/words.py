"""How states and kinds are called in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "open": "chưa kiểm tra",
    "accepted": "đúng",
    "corrected": "đã sửa",
    "rejected": "loại bỏ",
    "added": "bổ sung",
    "confirmed": "xác nhận có lỗi",
    "fixed": "đã sửa trong văn bản",
    "dismissed": "bỏ qua",
    "orphaned": "không còn vị trí",
}
KINDS: Mapping[str, str] = {
    "reference": "Viện dẫn",
    "finding": "Phát hiện",
    "count": "Số liệu",
    "responsibility": "Trách nhiệm",
    "indicator": "Chỉ tiêu",
}
STATUSES: Mapping[str, str] = {"to_review": "chưa kiểm tra", "in_review": "đang kiểm tra", "done": "đã kiểm tra xong"}
SEVERITIES: Mapping[str, str] = {"error": "lỗi", "warning": "cảnh báo", "info": "lưu ý"}


def day(value: str | None) -> str:
    """A date as it is written in Vietnamese: 26/12/2020."""
    return "/".join(reversed(value.split("-"))) if value and "/" not in value else value or ""


def printable(text: str) -> str:
    """Text as XML takes it: no control characters."""
    return "".join(
        sign if sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff") else " " for sign in text
    )
