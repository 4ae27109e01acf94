"""Why a document could not be extracted, as callers are told: each code of an error of the engine is one of a problem,
with a Vietnamese text beside the English one."""

from __future__ import annotations

from api.service.jobs.bodies import JobError
from api.service.problems import KINDS, Problem

#: What any other error is told as: a fault of the program or of the machine, not of the file.
OTHER = "fault"

_DETAIL_VI = {
    "unsupported_type": "định dạng này chưa đọc được; hãy lưu lại thành .docx hoặc PDF có lớp chữ rồi gửi lại",
    "empty": "tệp rỗng hoặc không có chữ; hãy kiểm tra lại tệp đã gửi",
    "corrupt": "tệp bị hỏng hoặc bị cắt; hãy lưu lại từ phần mềm soạn thảo rồi gửi lại",
    "encrypted": "tệp có mật khẩu; hãy bỏ mật khẩu rồi gửi lại",
    "encoding": "không xác định được bảng mã của tệp; hãy lưu lại bằng Unicode (UTF-8) rồi gửi lại",
    "unreadable": "không đọc được tệp; hãy gửi một bản khác",
    "hostile": "tệp vi phạm quy tắc an toàn; hãy lưu lại từ phần mềm soạn thảo rồi gửi lại",
    "limit": "tệp vượt quá giới hạn (dung lượng, số trang, thời gian); hãy tách thành nhiều tệp rồi gửi lại",
    "missing_tool": "máy chủ chưa có công cụ đọc định dạng này (trichluc doctor); tệp được giữ lại, hoặc hãy gửi .docx",
    "secret": "văn bản có dấu chỉ độ mật; hệ thống không lưu nội dung",
    OTHER: "lỗi của hệ thống, không phải của tệp; tệp được giữ lại để người quản trị xử lý",
}
_OTHER_EN = "a fault of the service, not of the file; the file is kept, and the operator can try it again"


def failure(code: str | None, message: str | None, name: str) -> JobError:
    """Why a document failed. `message` is the engine's: it begins with the file's name and holds none of its text."""
    known = code if code in _DETAIL_VI and code in KINDS else OTHER
    kind = KINDS[known]
    told = (message or "").removeprefix(f"{name}: ")
    return JobError(
        code=known,
        title=kind.title,
        title_vi=kind.title_vi,
        detail=_OTHER_EN if known == OTHER or not told else told,
        detail_vi=_DETAIL_VI[known],
    )


def problem(why: JobError, document: str | None = None) -> Problem:
    """The same as the answer to a request; with the document's id, where it is kept for the operator."""
    if document is None:
        return Problem(why.code, why.detail, why.detail_vi)
    return Problem(why.code, why.detail, why.detail_vi, document=document)
