"""Identifiers by RFC 9676: urn:lex:jurisdiction:authority:measure:date;number."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from extractor.resolve.place import Place

#: Issuers of the whole state begin so; any other needs a place to be somebody.
_STATE = ("Chính phủ", "Thủ tướng", "Quốc hội", "Ủy ban Thường vụ Quốc hội", "Chủ tịch nước", "Bộ ", "Ban Chấp hành Trung ương",
          "Ban Bí thư", "Văn phòng Chính phủ", "Văn phòng Quốc hội", "Thanh tra Chính phủ", "Ngân hàng Nhà nước", "Kiểm toán nhà nước",
          "Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao", "Hội đồng Thẩm phán", "Ủy ban Dân tộc", "Ban Tổ chức Trung ương",
          "Ủy ban Kiểm tra Trung ương", "Văn phòng Trung ương Đảng", "Văn phòng Chủ tịch nước")  # fmt: skip


def urn(measure: str | None, issuer: str | None, date: str | None, number: str | None, place: Place) -> str | None:
    """The identifier of a document whose type, issuer, full date and number are known, else None.

    `measure` is the type's name ("Quyết định"). A body of a place has the place in its jurisdiction: province, then district.
    """
    if not (measure and issuer and date and len(date) == 10 and number):
        return None
    found = _authority(issuer, place)
    if found is None:
        return None
    jurisdiction, authority = found
    return f"urn:lex:{jurisdiction}:{authority}:{dotted(measure)}:{date};{number.lstrip('0') or '0'}"


def _authority(issuer: str, place: Place) -> tuple[str, str] | None:
    names = issuer.replace("UBND", "ủy ban nhân dân").replace("HĐND", "hội đồng nhân dân")
    if issuer.startswith(_STATE):
        return "vn", "+".join(dotted(name) for name in names.split(", "))
    for unit, above in ((place.local, place.province), (place.province, None)):
        if unit and issuer.endswith(_bare(unit)) and issuer != _bare(unit):
            within = [above] if above else []
            jurisdiction = ";".join(["vn", *(dotted(_bare(one)) for one in (*within, unit))])
            return jurisdiction, dotted(names.removesuffix(_bare(unit)).strip().removesuffix(unit.split(" ")[0]))
    return None


def _bare(unit: str) -> str:
    for level in ("tỉnh ", "thành phố ", "huyện ", "quận ", "thị xã ", "xã ", "phường ", "thị trấn ", "đặc khu "):
        if unit.startswith(level):
            return unit.removeprefix(level)
    return unit


@lru_cache(maxsize=4096)
def dotted(words: str) -> str:
    """Words without tone marks, in small letters, joined by full stops: "Bộ Nội vụ" is "bo.noi.vu"."""
    plain = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return ".".join(letters.split())
