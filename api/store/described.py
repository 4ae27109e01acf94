"""What the calling system says of a document beside what the document says: differences are findings, and both its
words and its identifier are found by the search.

Of the metadata these are compared: number (số), symbol (ký hiệu), date (ngày), issuer (cơ quan ban hành), subject
(trích yếu), under any of the names in `NAMES`. Other fields are kept and given back as they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.store import marks
from api.store.keys import clean, code_key, name_key, words
from api.store.rows import Row, Rows

#: The type of the findings, as in docs/findings.md.
DIFFERS = "metadata_differs"

#: Names under which a calling system may send a field, folded, for each of those that are compared.
NAMES = {
    "number": ("number", "so", "so van ban"),
    "symbol": ("symbol", "ky hieu", "so ky hieu", "code"),
    "date": ("date", "ngay", "ngay ban hanh", "ngay van ban"),
    "issuer": ("issuer", "co quan", "co quan ban hanh", "noi ban hanh"),
    "subject": ("subject", "trich yeu", "title"),
}
_VIETNAMESE = {
    "number": "số",
    "symbol": "ký hiệu",
    "date": "ngày",
    "issuer": "cơ quan ban hành",
    "subject": "trích yếu",
}

#: Below this likeness (of 100, by shared words) a subject is another one.
SAME_SUBJECT = 70.0
#: Words before a subject that are not part of it.
_BEFORE = re.compile(r"(?:(?:v v|ve viec|ve) )+")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the metadata that says something else than the document: what was given, and what was found."""

    field: str
    given: str
    found: str

    @property
    def message_en(self) -> str:
        """For people."""
        return f"The {self.field} that was sent along ({self.given}) is not that of the document ({self.found})"

    @property
    def message_vi(self) -> str:
        """For people, in Vietnamese."""
        field = _VIETNAMESE[self.field]
        return f"{field.capitalize()} gửi kèm ({self.given}) khác với văn bản ({self.found})"


def compared(metadata: Mapping[str, Any] | None) -> dict[str, str]:
    """The fields of the metadata that are compared, by their names in `NAMES`."""
    given = {" ".join(words(key)): value for key, value in (metadata or {}).items()}
    found = {field: next((given[name] for name in names if given.get(name)), None) for field, names in NAMES.items()}
    return {
        field: str(value).strip()
        for field, value in found.items()
        if isinstance(value, str | int) and str(value).strip()
    }


def differences(metadata: Mapping[str, Any] | None, report: Row) -> list[Difference]:
    """What the metadata says otherwise than a document; `report` is its row. What the document does not say, or was not
    found in it, is no difference."""
    return list(_differences(compared(metadata), report))


def _differences(given: Mapping[str, str], report: Row) -> Iterator[Difference]:
    own_number, own_symbol = _parts(code_key(report["code"] or report["number"]))
    for field in ("number", "symbol"):
        number, symbol = _parts(code_key(given.get(field)))
        symbol = symbol or (
            "".join(words(given[field])) if field == "symbol" and field in given and not number else None
        )
        if number and own_number and number != own_number:
            yield Difference(field, given[field], report["number"] or report["code"])
        elif symbol and own_symbol and symbol != own_symbol:
            yield Difference(field, given[field], report["code"])
    day = iso_date(given.get("date", ""))
    if day and report["date"] and not (day.startswith(report["date"]) or report["date"].startswith(day)):
        yield Difference("date", given["date"], report["date"])
    issuer = name_key(given.get("issuer"))
    if issuer and report["issuer_key"] and not _begins(issuer, report["issuer_key"]):
        yield Difference("issuer", given["issuer"], report["issuer"])
    if "subject" in given and report["title"] and not _alike(given["subject"], report):
        yield Difference("subject", given["subject"], report["title"])


def described(rows: Rows, external_id: str | None, metadata: Mapping[str, Any] | None) -> Rows:
    """The rows of a document of which the calling system says something: with what differs as findings, and with its
    words as marks."""
    found = differences(metadata, rows.report)
    said = marks.said(external_id, list(_texts(metadata)), bool(found))
    if not said:
        return rows
    findings = [
        {
            "item": f"metadata:{one.field}",
            "type": DIFFERS,
            "severity": "warning",
            "message_vi": clean(one.message_vi),
            "message_en": clean(one.message_en),
            "start": None,
            "end": None,
        }
        for one in found
    ]
    return replace(
        rows,
        report={**rows.report, "findings": rows.report["findings"] + len(findings)},
        text={**rows.text, "marks": f"{rows.text['marks']}{said} "},
        findings=[*rows.findings, *findings],
    )


def iso_date(text: str) -> str | None:
    """A day, a month or a year of any usual form as ISO 8601 at its precision; None where it has no such form."""
    match = re.match(r"\s*([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?(?:[T ].*)?$", text)
    year, month, day = match.groups() if match else (None, None, None)
    if match is None:
        match = re.match(r"\s*(?:(?:([0-9]{1,2})\s*[/.-]\s*)?([0-9]{1,2})\s*[/.-]\s*)([0-9]{4})(?: .*)?$", text)
        day, month, year = match.groups() if match else (None, None, None)
    try:
        date(int(year or 0), int(month or 1), int(day or 1))
    except ValueError:
        return None
    parts = zip((year, month, day), (4, 2, 2), strict=True)
    return "-".join(f"{int(part):0{width}}" for part, width in parts if part)


def _parts(key: str | None) -> tuple[str | None, str | None]:
    """The number and the symbol in a key ("15/2023/qdubnd")."""
    if key is None:
        return None, None
    number, *others = key.split("/")
    return number, others[-1] if others and not others[-1].isdigit() else None


def _begins(one: str, other: str) -> bool:
    """Whether one name is the other's beginning: "ubnd huyen kong chro" and "ubnd huyen kong chro tinh gia lai"."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _alike(subject: str, report: Row) -> bool:
    from rapidfuzz.fuzz import token_set_ratio

    kind = " ".join(words(report["type_name"] or ""))
    given, found = (" ".join(words(text)) for text in (subject, report["title"]))
    plain = [_BEFORE.sub("", text.removeprefix(kind).strip(), count=1) for text in (given, found)]
    return not all(plain) or token_set_ratio(*plain) >= SAME_SUBJECT


def _texts(value: Any) -> Iterator[str]:
    """All texts and numbers in the metadata, but not what folders say of the file (`documents.file_under`)."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key != "folder":
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)
