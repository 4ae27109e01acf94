"""Variants of the real reports: later versions of one, and documents that only look alike."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REPORTS = ROOT / "corpora" / "reports"

#: Reports whose number is blank, how the signed copy of each begins, and the body of its own.
SIGNED = {
    "000": (("Số: /BC-UBND", "Số: 612/BC-UBND"), ("ngày tháng 12 năm 2021", "ngày 10 tháng 12 năm 2021")),
    "003": (("Số: /BC-UBND", "Số: 45/BC-UBND"), ("ngày tháng năm 2021", "ngày 12 tháng 3 năm 2021")),
    "004": (("Số: /BC-UBND", "Số: 80/BC-UBND"), ("ngày\n\ntháng 6 năm 2021", "ngày 15 tháng 6 năm 2021")),
}
#: Other places, for a report made from the same template.
ELSEWHERE = {"000": ("Mang Yang", "Đăk Đoa"), "003": ("An Lão", "Hoài Ân"), "004": ("Gia Lai", "Kon Tum")}


@cache
def report(number: str) -> str:
    """One of the five reports, "000" to "004"."""
    (file,) = REPORTS.glob(f"{number}_*.txt")
    return file.read_text(encoding="utf-8")


def signed(number: str) -> str:
    """The report with its number and its day."""
    text = report(number)
    for before, after in SIGNED[number]:
        assert before in text, (number, before)
        text = text.replace(before, after, 1)
    return text


def revised(text: str, share: float, seed: int = 1) -> str:
    """The text with a share of its longer lines left out, worded otherwise, or with another figure, by thirds."""
    rng = random.Random(seed)
    lines = []
    for at, line in enumerate(text.split("\n")):
        # The head stays: a draft and its signed copy have one title.
        if at <= 30 or len(line) <= 40 or rng.random() >= share:
            lines.append(line)
            continue
        match rng.randrange(3):
            case 1:
                words = line.split(" ")
                middle = len(words) // 2
                lines.append(" ".join((*words[:middle], "đã được sửa lại", *words[middle + 3 :])))
            case 2:
                lines.append(re.sub(r"\d+", lambda found: str(int(found[0]) + 1), line, count=1))
    return "\n".join(lines)


def other_figures(text: str, share: float = 0.5, seed: int = 1) -> str:
    """A report of another time from the same template: a share of all figures below the head are others."""
    rng = random.Random(seed)
    head, body = text[:1500], text[1500:]
    return head + re.sub(
        r"\d+", lambda found: str(rng.randrange(10 ** len(found[0]))) if rng.random() < share else found[0], body
    )


DECISION = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN MANG YANG Độc lập - Tự do - Hạnh phúc

Số: {number}/QĐ-UBND
Mang Yang, ngày {day} tháng 8 năm 2021

QUYẾT ĐỊNH

Về việc điều động và bổ nhiệm viên chức quản lý

CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
Căn cứ Luật Viên chức ngày 15/11/2010;
Căn cứ Nghị định số 115/2020/NĐ-CP ngày 25/9/2020 của Chính phủ;
Xét đề nghị của Trưởng phòng Nội vụ,

QUYẾT ĐỊNH:

Điều 1. Điều động và bổ nhiệm ông {who}, sinh ngày {born}, Phó Hiệu trưởng Trường {old} giữ chức vụ Hiệu trưởng Trường
{new} kể từ ngày 10/8/2021. Ông {who} được hưởng phụ cấp chức vụ hệ số {pay}.

Điều 2. Chánh Văn phòng HĐND và UBND huyện, Trưởng phòng Nội vụ, Trưởng phòng Giáo dục và Đào tạo, Hiệu trưởng các
trường có tên trên và ông {who} chịu trách nhiệm thi hành Quyết định này./.
"""
#: Two people who are appointed on one day, by decisions of one title.
FIRST = {
    "who": "Nguyễn Tấn Hy",
    "born": "01/02/1975",
    "old": "Tiểu học Kim Đồng",
    "new": "Tiểu học Lê Lợi",
    "pay": "0,5",
}
SECOND = {"who": "Trần Văn Hải", "born": "05/12/1980", "old": "Mầm non Họa Mi", "new": "Mầm non Sơn Ca", "pay": "0,35"}
