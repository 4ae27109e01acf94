"""Why a document could not be extracted, for people: the codes of the engine and of the work, in Vietnamese."""

from __future__ import annotations

from api.service.bodies.documents import Trouble

_VIETNAMESE = {
    "empty": "Tệp không có nội dung chữ; kiểm tra lại tệp đã gửi",
    "unsupported_type": "Định dạng tệp chưa được hỗ trợ",
    "corrupt": "Tệp bị hỏng hoặc không đúng định dạng; thử gửi bản khác",
    "encrypted": "Tệp được bảo vệ bằng mật khẩu; gỡ mật khẩu rồi gửi lại",
    "encoding": "Không đọc được bảng mã của tệp; lưu lại bằng Unicode (UTF-8)",
    "hostile": "Tệp vi phạm quy tắc an toàn nên không được đọc",
    "limit": "Tệp vượt giới hạn cho phép; chia nhỏ tệp rồi gửi lại",
    "secret": "Văn bản có dấu độ mật; nội dung không được lưu",
    "lost_worker": "Tiến trình xử lý nhiều lần dừng đột ngột vì tệp này",
    "missing": "Kho lưu trữ thiếu tệp của văn bản",
    "replaced": "Tệp khác đã thay thế ở cùng vị trí; không cần làm gì",
    "internal": "Lỗi của chương trình; đề nghị báo cho quản trị viên",
}


def trouble(code: str | None, message: str | None) -> Trouble | None:
    """What is told of a failure; None where there is none."""
    if code is None:
        return None
    return Trouble(code=code, message=message or code, message_vi=_VIETNAMESE.get(code, "Không xử lý được văn bản"))
