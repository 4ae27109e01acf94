"""What goes wrong, as the caller is told: problem details (RFC 9457) with a stable code, in English and Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

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
    "method_not_allowed": Kind(405, "This is not done here", "Không dùng được phương thức này"),
    "invalid_cursor": Kind(404, "The cursor is none of this list", "Con trỏ không thuộc danh sách này"),
    "not_ready": Kind(409, "The document is not extracted yet", "Văn bản chưa được xử lý xong"),
    "no_report": Kind(409, "The document could not be extracted", "Văn bản không xử lý được"),
    "no_pages": Kind(409, "The format of the document has no pages", "Định dạng của văn bản không có trang"),
    "not_kept": Kind(410, "The content of the document is not kept", "Nội dung văn bản không được lưu"),
    "not_rendered": Kind(422, "The page cannot be drawn", "Không hiển thị được trang này"),
    "not_acceptable": Kind(406, "There is no such form of it", "Không có định dạng được yêu cầu"),
    "range_not_satisfiable": Kind(416, "The file has no such part", "Tệp không có phần được yêu cầu"),
    "busy": Kind(503, "Too much is asked for at once", "Hệ thống đang bận"),
    "computing": Kind(503, "It is still being computed", "Đang tính toán"),
    "file_missing": Kind(500, "The store lacks a file", "Kho lưu trữ thiếu tệp"),
    "invalid_metadata": Kind(422, "What is said of the file is not of the form", "Siêu dữ liệu gửi kèm không đúng mẫu"),
    "idempotency_key_reused": Kind(
        422, "The Idempotency-Key came with another request", "Idempotency-Key đã dùng cho yêu cầu khác"
    ),
    "idempotency_key_in_flight": Kind(
        409, "A request with this Idempotency-Key is being received", "Yêu cầu với Idempotency-Key này đang được nhận"
    ),
    "too_large": Kind(413, "The file is too large", "Tệp quá lớn"),
    "slow_upload": Kind(408, "The upload stopped; send it again", "Việc gửi tệp bị gián đoạn; hãy gửi lại"),
    "unsupported_media_type": Kind(415, "The body is not a file", "Nội dung yêu cầu không phải là tệp"),
    "queue_full": Kind(503, "Too many documents wait; send it later", "Quá nhiều văn bản đang chờ; hãy gửi lại sau"),
    # Of the engine (extractor/errors.py); what a document in quarantine has as its error.
    "unsupported_type": Kind(415, "A format that is not read here", "Định dạng tệp chưa được hỗ trợ"),
    "empty": Kind(422, "The file is empty, or has no text", "Tệp rỗng hoặc không có chữ"),
    "corrupt": Kind(422, "The file is damaged", "Tệp bị hỏng"),
    "encrypted": Kind(422, "The file is protected by a password", "Tệp có mật khẩu"),
    "encoding": Kind(422, "The file's encoding is not known", "Không xác định được bảng mã của tệp"),
    "unreadable": Kind(422, "The file cannot be read", "Không đọc được tệp"),
    "hostile": Kind(422, "The file breaks a safety rule", "Tệp vi phạm quy tắc an toàn"),
    "limit": Kind(422, "The file is beyond a limit", "Tệp vượt quá giới hạn"),
    "missing_tool": Kind(
        422,
        "What the format is read with is missing on the machine",
        "Máy chủ thiếu công cụ đọc định dạng này",
    ),
    "secret": Kind(422, "The document carries a secrecy mark", "Văn bản có dấu chỉ độ mật"),
    "fault": Kind(422, "The document met a fault of the service", "Lỗi của hệ thống khi xử lý văn bản"),
    "webhook_address": Kind(422, "The address may not be told", "Địa chỉ nhận thông báo không được phép"),
    "decided_meanwhile": Kind(409, "Somebody decided about it meanwhile", "Đã có người khác quyết định"),
    "invalid_decision": Kind(422, "The decision cannot be taken", "Không thể quyết định như vậy"),
    "nothing_to_undo": Kind(409, "There is no step left", "Không còn bước nào"),
    "assigned_to_another": Kind(409, "The document is assigned to somebody else", "Văn bản đã giao cho người khác"),
    "not_sampled": Kind(409, "The document is of no sample", "Văn bản không thuộc mẫu kiểm tra"),
    "no_docx": Kind(409, "The original is no .docx file", "Bản gốc không phải là tệp .docx"),
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


def described(code: str, instance: str, detail: str = "", detail_vi: str = "", **more: Any) -> dict[str, Any]:
    """The body of an answer."""
    kind = KINDS[code]
    return {
        "type": f"urn:trichluc:problem:{code}",
        "code": code,
        "status": kind.status,
        "title": kind.title,
        "title_vi": kind.title_vi,
        "detail": detail or kind.title,
        "detail_vi": detail_vi or kind.title_vi,
        "instance": instance,
        **more,
    }


def answer(request: Request, error: Problem) -> JSONResponse:
    """The answer to a request that met a problem."""
    body = described(error.code, request.url.path, error.detail, error.detail_vi, **error.more)
    return JSONResponse(body, KINDS[error.code].status, dict(error.headers or {}), MEDIA_TYPE)


def answer_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    """The answer to a request that is not of its form. What was sent is not repeated."""
    faults = [{"where": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in error.errors()]
    said = "; ".join(f"{one['where']}: {one['message']}" for one in faults[:3])
    return answer(request, Problem("invalid_request", said, errors=faults))


def answer_framework(request: Request, error: HTTPException) -> JSONResponse:
    """What the framework itself refuses: an address or a method that there is not."""
    code = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}.get(
        error.status_code, "invalid_request"
    )
    headers = dict(error.headers or {})
    if code == "method_not_allowed":
        from api.service.describing import methods

        # The framework knows those of one router only; an address may be of several.
        headers = {"Allow": ", ".join(methods(request)) or headers.get("Allow", "")}
    return answer(request, Problem(code, headers=headers))
