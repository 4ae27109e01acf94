"""What goes wrong, as the caller is told: problem details (RFC 9457) with a stable code, in English and Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its HTTP status, and what it is in both languages."""

    status: int
    title: str
    title_vi: str


#: Every code that an answer may have. They are part of the interface: none changes its meaning.
KINDS: dict[str, Kind] = {
    "unauthorized": Kind(401, "A token or a session is needed", "Cần mã truy cập hoặc đăng nhập"),
    "forbidden": Kind(403, "The token may not do this", "Mã truy cập không có quyền này"),
    "csrf": Kind(
        403, "The request does not come from a page of the service", "Yêu cầu không đến từ trang của hệ thống"
    ),
    "wrong_credentials": Kind(401, "Name or password is wrong", "Sai tên đăng nhập hoặc mật khẩu"),
    "rate_limited": Kind(429, "Too many requests", "Quá nhiều yêu cầu"),
    "body_too_large": Kind(413, "The body of the request is too large", "Nội dung yêu cầu quá lớn"),
    "not_found": Kind(404, "There is no such thing", "Không tìm thấy"),
    "invalid_request": Kind(422, "The request is not of the form that is described", "Yêu cầu không đúng mẫu"),
    "internal": Kind(500, "A fault in the program", "Lỗi của chương trình"),
}


class Problem(Exception):  # noqa: N818 - the word of the RFC
    """Raised anywhere below a route; the answer is made of it. `detail` says what happened and what to do, in both
    languages; no path of the machine, no text of a document."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        detail_vi: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.code, self.detail, self.detail_vi = code, detail, detail_vi
        self.headers, self.more = headers, more


def answer(request: Request, error: Problem) -> JSONResponse:
    """The answer to a request that met a problem."""
    kind = KINDS[error.code]
    body = {
        "type": f"urn:trichluc:problem:{error.code}",
        "code": error.code,
        "status": kind.status,
        "title": kind.title,
        "title_vi": kind.title_vi,
        "detail": error.detail or kind.title,
        "detail_vi": error.detail_vi or kind.title_vi,
        "instance": request.url.path,
        **error.more,
    }
    return JSONResponse(body, kind.status, dict(error.headers or {}), MEDIA_TYPE)
