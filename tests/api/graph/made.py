"""Small reports that cite each other, and disagree."""

from __future__ import annotations

_HEAD = """ỦY BAN NHÂN DÂN
{issuer}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {code}

{place}, ngày {day} tháng {month} năm {year}

{kind}
{title}

I. KẾT QUẢ THỰC HIỆN

{body}
"""


def report(
    body: str,
    *,
    code: str = "214/BC-UBND",
    date: str = "15/9/2022",
    issuer: str = "HUYỆN MANG YANG",
    title: str = "Kết quả công tác văn thư của huyện Mang Yang, tỉnh Gia Lai",
    kind: str = "BÁO CÁO",
) -> str:
    """A document with a letterhead and a body."""
    day, month, year = date.split("/")
    place = issuer.removeprefix("HUYỆN ").removeprefix("TỈNH ").title()
    facts = {"code": code, "day": day, "month": month, "year": year, "issuer": issuer, "place": place}
    return _HEAD.format(**facts, title=title, kind=kind, body=body)


def citing(*sentences: str, **letterhead: str) -> str:
    """A report with sentences."""
    return report("\n\n".join(sentences), **letterhead)
