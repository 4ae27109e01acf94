"""The honest report that the hostile files are made from: as text, as a Word file, as a PDF."""

from __future__ import annotations

from functools import cache

from corpora.generate import word_file
from corpora.hostile.pdf import Pdf

TEXT = """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
Số: 158/BC-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Gia Lai, ngày 26 tháng 12 năm 2020

BÁO CÁO
Kết quả công tác cải cách hành chính năm 2020

Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2019 của Ủy ban nhân dân tỉnh về việc ban hành Kế hoạch cải cách hành \
chính năm 2020, Ủy ban nhân dân tỉnh báo cáo kết quả như sau:

I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH

1. Ủy ban nhân dân tỉnh đã ban hành Chỉ thị số 05/CT-UBND ngày 15/3/2020 về việc đẩy mạnh cải cách hành chính.

2. Các sở, ban, ngành đã ban hành 125 văn bản, đạt 98,5% kế hoạch.

II. KẾT QUẢ THỰC HIỆN

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, đã sửa 12 quy chế.

Nơi nhận:
- Bộ Nội vụ;
- Lưu: VT, NC.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""

#: The document numbers that every reading of it must find.
CODES = ("751/QĐ-UBND", "05/CT-UBND", "30/2020/NĐ-CP")


@cache
def text() -> bytes:
    """The report as a text file."""
    return TEXT.encode()


@cache
def word() -> bytes:
    """The report as a Word file."""
    return word_file(text(), "bao-cao.txt")


@cache
def pdf() -> bytes:
    """The report as a PDF with a text layer."""
    made = Pdf()
    made.page(*((72, 780 - 16 * at, line) for at, line in enumerate(_wrapped(TEXT))))
    return made.build()


def _wrapped(long: str, width: int = 78) -> list[str]:
    lines: list[str] = []
    for paragraph in filter(None, long.split("\n")):
        line = ""
        for word_ in paragraph.split():
            if line and len(line) + len(word_) >= width:
                lines.append(line)
                line = word_
            else:
                line = f"{line} {word_}".strip()
        lines.append(line)
    return lines
