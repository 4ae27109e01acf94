"""The .txt twin of a report: its own bytes, and the lines of the letterhead that it lacks.

Reports that went through a converter often lost the issuer and the Quốc hiệu (they stand beside each other). The order
is that of the one linearisation: the left column (issuer, "Số: …") first, then the right (Quốc hiệu, tiêu ngữ, date).
"""

from __future__ import annotations

import re
from collections import Counter

QUOC_HIEU = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
TIEU_NGU = "Độc lập - Tự do - Hạnh phúc"
#: Kinds of documents that stand alone in capitals above their title (Nghị định 30/2020/NĐ-CP, Điều 7).
DOC_TYPE = re.compile(
    r"(?:BÁO CÁO|QUYẾT ĐỊNH|NGHỊ QUYẾT|KẾ HOẠCH|CHƯƠNG TRÌNH|CHỈ THỊ|QUY CHẾ|QUY ĐỊNH|THÔNG BÁO|HƯỚNG DẪN"
    r"|PHƯƠNG ÁN|ĐỀ ÁN|TỜ TRÌNH|CÔNG ĐIỆN|BIÊN BẢN)"
)
_MARKUP = re.compile(r"^[\s#*_]+|[\s*_]+$")
_LEVEL = re.compile(
    r"(?:UBND|Ủy ban nhân dân) (?P<level>tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn)\b"
    r"(?P<name>(?: (?:[A-ZĐ][a-zà-ỹđ]+|[A-ZĐ][a-zà-ỹ]*[A-Z][a-zà-ỹ]+)){1,3}(?=[\s,.;:/“”()]|$))?"
)


def with_letterhead(data: bytes) -> bytes:
    """The bytes of a text report with issuer and Quốc hiệu inserted where they are missing. UTF-8 in, UTF-8 out."""
    text = data.decode("utf-8-sig")
    if "HỘI CHỦ NGHĨA VIỆT NAM" in text:
        return data
    lines = text.split("\n")
    bare = [_MARKUP.sub("", line) for line in lines]
    title = next((index for index, line in enumerate(bare) if DOC_TYPE.fullmatch(line)), 0)
    number = next((index for index in range(title) if bare[index].startswith("Số")), None)
    left = [part for line in issuer_lines(text) for part in (line, "")]
    right = [QUOC_HIEU, "", TIEU_NGU, ""]
    if number is None:
        head = [*lines[:title], *left, *right, *lines[title:]]
    else:
        after = number + 1
        head = [*lines[:number], *left, lines[number], "", *right, *_without_blank(lines[after:])]
    return "\n".join(head).encode()


def _without_blank(lines: list[str]) -> list[str]:
    return lines[1:] if lines and not lines[0].strip() else lines


def issuer_lines(text: str) -> list[str]:
    """The two lines of the issuer. A report calls its issuer "UBND huyện" throughout: the level that it names most
    often, and of the names that stand with that level the most frequent."""
    mentions = [(match["level"], match["name"]) for match in _LEVEL.finditer(text)]
    if not mentions:
        return ["ỦY BAN NHÂN DÂN"]
    level = Counter(level for level, _ in mentions).most_common(1)[0][0]
    names = Counter(name.strip() for at, name in mentions if at == level and name)
    name = names.most_common(1)[0][0] if names else ""
    return ["ỦY BAN NHÂN DÂN", f"{level} {name}".strip().upper()]
