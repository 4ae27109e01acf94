"""The complete citation of a document that is first cited without its date, issuer or subject.

Nghị định 30/2020/NĐ-CP, Phụ lục I, wants type, number and symbol, date, issuer and subject (trích yếu) at the first
mention; for a law or an ordinance its name is enough.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model import Reference
from extractor.resolve.identity import Cluster

#: Types that are cited by name: Luật, Bộ luật, Pháp lệnh, Hiến pháp.
_BY_NAME = ("L", "BL", "PL", "HP")


@dataclass(frozen=True, slots=True)
class Completion:
    """What the first mention lacks ("number", "date", "issuer", "title"), and the whole citation where the document's
    other mentions know something of it."""

    lacks: tuple[str, ...]
    citation: str | None


def completion(first: Reference, cluster: Cluster, code: str | None, title: str | None) -> Completion:
    """The completion of a document's first mention. `code` and `title` are the best of all its mentions."""
    if first.kind == "anaphoric" or first.doc_type is None or first.doc_type.code in _BY_NAME or cluster.is_self:
        return Completion((), None)
    stated = {
        "number": first.code is not None,
        "date": first.date is not None and first.date.precision == "day",
        "issuer": first.issuer is not None and first.issuer.text is not None,
        "title": first.title is not None,
    }
    known = {
        "number": code,
        "date": cluster.date if cluster.date and cluster.date.count("-") == 2 else None,
        "issuer": cluster.issuer,
        "title": title,
    }
    lacks = tuple(name for name, here in stated.items() if not here)
    if code is None or not any(known[name] for name in lacks):
        return Completion(lacks, None)
    parts = [first.doc_type.name, "số", code, _in_words(known["date"]), _of(known["issuer"]), known["title"]]
    return Completion(lacks, " ".join(part for part in parts if part))


def _in_words(date: str | None) -> str | None:
    """The date as the decree writes it: days below 10 and months 1 and 2 take a zero."""
    if date is None:
        return None
    year, month, day = date.split("-")
    written = month if int(month) < 3 else month.lstrip("0")
    return f"ngày {day} tháng {written} năm {year}"


def _of(issuer: str | None) -> str | None:
    return f"của {issuer}" if issuer else None
