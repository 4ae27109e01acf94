"""The words of the page, in Vietnamese, and how values are shown to a reader."""

from __future__ import annotations

import re

from extractor.model import DateValue, Provision

KINDS = {
    "numbered": "Có số, ký hiệu",
    "short": "Chỉ có số",
    "named": "Gọi theo tên",
    "blank": "Để trống số",
    "anaphoric": "Nhắc lại",
}
OTHERS = {
    "date": "Ngày, thời gian",
    "count": "Số liệu",
    "duty": "Trách nhiệm",
    "org": "Cơ quan, tổ chức",
    "person": "Người",
    "indicator": "Chỉ tiêu thống kê",
    "task": "Nhiệm vụ",
    "score": "Điểm",
    "note": "Chú thích",
    "head": "Đề mục",
    "flag": "Điểm cần xem lại",
}
COUNT_KINDS = {
    "count": "Số lượng",
    "ratio": "Phần trên tổng số",
    "percent": "Phần trăm",
    "money": "Tiền",
    "score": "Điểm số",
}
QUALIFIERS = {"approximately": "khoảng", "more_than": "hơn", "at_least": "ít nhất", "at_most": "nhiều nhất"}
DUTIES = {
    "accountable": "chịu trách nhiệm",
    "lead": "chủ trì",
    "coordinate": "phối hợp",
    "assigned": "được giao",
    "monitor": "theo dõi",
}
#: What a first mention leaves out (CitedDocument.first_mention_lacks).
PARTS = {
    "doc_type": "loại văn bản",
    "number": "số, ký hiệu",
    "date": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "title": "trích yếu",
}
RELATIONS = {
    "based_on": "Căn cứ",
    "implements": "Thực hiện",
    "issues": "Ban hành",
    "amends": "Sửa đổi, bổ sung",
    "replaces": "Thay thế",
    "repeals": "Bãi bỏ",
    "attached_to": "Kèm theo",
    "mentions": "Nhắc đến",
}
ROLES = {
    "direction": "Chỉ đạo, điều hành",
    "results": "Kết quả thực hiện",
    "assessment": "Đánh giá chung",
    "plan": "Phương hướng, nhiệm vụ",
    "proposals": "Kiến nghị, đề xuất",
    "objectives": "Mục tiêu",
    "implementation": "Tổ chức thực hiện",
    "appendix": "Phụ lục",
}
PRECISIONS = {
    "day": "ngày",
    "month": "tháng",
    "quarter": "quý",
    "half": "nửa năm",
    "year": "năm",
    "interval": "khoảng thời gian",
}
SEVERITIES = {"error": "Lỗi", "warning": "Cảnh báo", "info": "Lưu ý"}


def shown_date(value: str | None) -> str | None:
    """ISO 8601 as it is written in Vietnam: 2021-12-26 as 26/12/2021, an interval with a dash between."""
    if value is None:
        return None
    return " – ".join("/".join(reversed(part.split("-"))) for part in value.split("/"))


def shown_stated_date(date: DateValue | None) -> str | None:
    """The date of a mention, or the words printed where they name no day that exists."""
    if date is None:
        return None
    return shown_date(date.value) or f"{date.text} (không có thật)"


def shown_provision(provision: Provision | None) -> str | None:
    """Điểm, khoản, điều in the order in which they are spoken."""
    if provision is None:
        return None
    named = (("điểm", provision.point), ("khoản", provision.clause), ("Điều", provision.article))
    return " ".join(f"{noun} {value}" for noun, value in named if value) or None


def shown_number(value: str | int | float | None) -> str | None:
    """A number as it is written in Vietnam: 12558.5 as 12.558,5. Four digits stay together, as in years."""
    if value is None:
        return None
    whole, point, rest = str(value).partition(".")
    digits = whole.removeprefix("-")
    if digits.isdecimal() and len(digits) > 4:
        whole = f"{int(whole):,}".replace(",", ".") if len(digits) < 40 else whole
    return whole + ("," + rest if point else "")


def shown_confidence(value: float) -> str:
    """A confidence from 0 to 1 as a percentage."""
    return f"{value:.0%}"


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut at a word where it is longer than `limit` characters."""
    flat = re.sub(r"\s+", " ", text).strip()
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
