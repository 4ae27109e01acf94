"""Identifiers by RFC 9676: urn:lex:jurisdiction:authority:measure:date;number."""

from __future__ import annotations

from functools import lru_cache

from extractor.grammar import plain
from extractor.resolve.place import Place


def urn(
    measure: str | None, issuer: str | None, date: str | None, number: str | None, place: Place, state: bool
) -> str | None:
    """The identifier of a document whose type, issuer, full date and number are known, else None.

    `measure` is the type's name ("Quyết định"). `state`: the issuer is one of the whole state. A body of a place has
    place in its jurisdiction: province, then district. A body that is neither is nobody outside of its report.
    """
    if not (measure and issuer and date and len(date) == 10 and number):
        return None
    names = issuer.replace("UBND", "ủy ban nhân dân").replace("HĐND", "hội đồng nhân dân")
    found = ("vn", "+".join(map(dotted, names.split(", ")))) if state else _local_authority(names, place)
    if found is None:
        return None
    jurisdiction, authority = found
    return f"urn:lex:{jurisdiction}:{authority}:{dotted(measure)}:{date};{number.lstrip('0') or '0'}"


def _local_authority(names: str, place: Place) -> tuple[str, str] | None:
    for unit, above in ((place.local, place.province), (place.province, None)):
        if unit and names.endswith(_bare(unit)):
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
    letters = "".join(c if c.isalnum() else " " for c in plain(words))
    return ".".join(letters.split())
