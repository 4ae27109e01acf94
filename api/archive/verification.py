"""Cited documents against the office's own register: what it lists, what it lists otherwise, what it does not list.

That a register does not list a document proves nothing: registers begin in some year, hold what one office sent and
received, and have gaps. Nothing here says that a document does not exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from api.archive.register import exists_in
from api.archive.similarity import alike, same_body, same_precision, slip, slipped_date
from api.store import tables

Status = Literal["matched", "differs", "not_found", "unchecked"]
Field = Literal["date", "issuer", "symbol", "subject"]

#: Citations that are looked up together.
BATCH = 500
#: What two subjects share (`similarity.alike`): below the first they are of two documents, from the second on of one.
UNLIKE, ALIKE = 0.15, 0.6
#: Letters by which a symbol may be written otherwise.
_LETTERS = 2

_table = tables.register_entry
_LOOKED_AT = (
    "register",
    "sheet",
    "row",
    "number",
    "symbol",
    "code",
    "code_key",
    "date",
    "issuer",
    "issuer_key",
    "subject",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a register: where it stands, and what it says."""

    register: str
    sheet: str
    row: int
    code: str
    date: str | None
    issuer: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """How a cited document stands to the registers: `fields` are those that differ, `entry` the row that was compared,
    None where there is none. The messages are whole sentences."""

    status: Status
    fields: tuple[Field, ...]
    entry: Listed | None
    message_vi: str
    message_en: str


_ABSENT = Verification(
    "not_found",
    (),
    None,
    "Không thấy trong sổ đăng ký đã nạp; điều đó không chứng tỏ văn bản không tồn tại",
    "Not in the registers that were loaded; that does not prove that there is no such document",
)
_NO_REGISTER = Verification(
    "unchecked", (), None, "Chưa đối chiếu: chưa nạp sổ đăng ký văn bản", "Not checked: no register was loaded"
)
_NO_NUMBER = Verification(
    "unchecked", (), None, "Chưa đối chiếu: văn bản được viện dẫn không có số", "Not checked: cited without a number"
)
_MANY = Verification(
    "unchecked",
    (),
    None,
    "Chưa đối chiếu được: viện dẫn không có ngày, sổ đăng ký có nhiều văn bản mang số này",
    "Cannot be told: cited without a day, and the registers list several documents of this number",
)
_NAMES: Mapping[Field, tuple[str, str]] = {
    "date": ("ngày", "date"),
    "issuer": ("cơ quan ban hành", "issuer"),
    "symbol": ("ký hiệu", "symbol"),
    "subject": ("trích yếu", "subject"),
}


def verifications(connection: Connection, workspace_id: int, cited: Iterable[Any]) -> Iterator[Verification]:
    """One for each cited document, in their order. `cited` are rows with the attributes `number`, `year`, `symbol`,
    `code_key`, `date`, `issuer_key` and `title` of the table `citation`; they are read and looked up in batches.
    """
    rows = iter(cited)
    if not exists_in(connection, workspace_id):
        for _ in rows:
            yield _NO_REGISTER
        return
    while batch := list(islice(rows, BATCH)):
        yield from _batch(connection, workspace_id, batch)


def _batch(connection: Connection, workspace_id: int, batch: Sequence[Any]) -> Iterator[Verification]:
    query = select(*(_table.c[name] for name in _LOOKED_AT)).where(_table.c.workspace_id == workspace_id)
    # A law that is cited by its name has a key, and no number.
    keys = {one.code_key for one in batch if one.code_key and one.number}
    by_key: dict[str, list[Row[Any]]] = defaultdict(list)
    for entry in connection.execute(query.where(_table.c.code_key.in_(keys))) if keys else ():
        by_key[entry.code_key].append(entry)
    found = [_verify(one, by_key.get(one.code_key, ())) if one.code_key in keys else _NO_NUMBER for one in batch]
    # What is not there may be there under a symbol written otherwise: same number, same day.
    absent = {(one.date, one.number) for one, how in zip(batch, found, strict=True) if how is _ABSENT and one.date}
    dated: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    if absent:
        days = {day for day, _ in absent}
        for entry in connection.execute(query.where(_table.c.date.in_(days))):
            dated[entry.date, _digits(entry.number)].append(entry)
    for one, how in zip(batch, found, strict=True):
        near = dated.get((one.date, _digits(one.number)), ()) if how is _ABSENT and one.number else ()
        yield _misspelt(one, near) or how


def _digits(number: str) -> str:
    return number.lstrip("0").lower()


@dataclass(frozen=True, slots=True)
class _Compared:
    """A row of a register beside a citation. `day`: "same", "slip", "other", or "unknown"; `body` None where one of
    them names none; `subject` as `similarity.alike`."""

    entry: Row[Any]
    day: str
    body: bool | None
    subject: float | None


def _compare(one: Any, entry: Row[Any]) -> _Compared:
    day = "unknown"
    if one.date and entry.date:
        same = same_precision(one.date, entry.date)
        day = "same" if same else "slip" if slipped_date(one.date, entry.date) else "other"
        if day == "other" and one.date[:4] != entry.date[:4]:
            day = "year"
    body = same_body(one.issuer_key, entry.issuer_key) if one.issuer_key and entry.issuer_key else None
    return _Compared(entry, day, body, alike(one.title, entry.subject))


def _verify(one: Any, entries: Sequence[Row[Any]]) -> Verification:
    compared = [_compare(one, entry) for entry in entries]
    undated = [near for near in compared if near.day == "unknown"]
    if undated and not one.date and not one.year:
        return _without_day(undated)
    judged = [(fields, near) for near in compared if (fields := _fields(near)) is not None]
    if not judged:
        return _ABSENT
    fields, near = min(judged, key=lambda pair: (len(pair[0]), pair[1].day != "same", -(pair[1].subject or 0.0)))
    return _told(fields, near.entry)


def _without_day(compared: Sequence[_Compared]) -> Verification:
    """A citation that says neither day nor year: numbers begin anew each year, so that only one row, or one whose
    subject is the same, can be it."""
    likely = [near for near in compared if near.body is not False]
    likely = [near for near in likely if (near.subject or 0.0) >= ALIKE] or likely
    if len(likely) == 1:
        return _told((), likely[0].entry)
    return _MANY if likely else _ABSENT


def _fields(near: _Compared) -> tuple[Field, ...] | None:
    """What differs, None where the row is of another document: of another year or another body."""
    other_subject = near.subject is not None and near.subject < UNLIKE
    subject: tuple[Field, ...] = ("subject",) if other_subject else ()
    match near.day:
        case "same":
            if near.body is False:
                return None if other_subject else ("issuer",)
            return subject
        case "unknown":
            return None if near.body is False else subject
        case "slip":
            return None if near.body is False or (near.body is None and other_subject) else ("date", *subject)
        case "other":
            # A body gives a number once a year; of a body that is not named, the subject must tell.
            sure = near.body or (near.body is None and (near.subject or 0.0) >= ALIKE)
            return ("date", *subject) if sure else None
    return None


def _misspelt(one: Any, entries: Sequence[Row[Any]]) -> Verification | None:
    for entry in entries:
        near = _compare(one, entry)
        apart = slip(one.symbol or "", entry.symbol or "")
        subject = near.subject
        sure = subject >= ALIKE if apart > 1 and subject is not None else apart == 1
        other = subject is not None and subject < UNLIKE
        if near.body is not False and apart <= _LETTERS and sure and not other:
            return _told(("symbol",), entry)
    return None


def _told(fields: tuple[Field, ...], entry: Row[Any]) -> Verification:
    listed = Listed(entry.register, entry.sheet, entry.row, entry.code, entry.date, entry.issuer, entry.subject)
    place_vi, place_en = where(listed, "trang", "dòng"), where(listed, "sheet", "row")
    if not fields:
        return Verification("matched", (), listed, f"Có trong {place_vi}", f"Listed in {place_en}")
    values = {"date": entry.date, "issuer": entry.issuer, "symbol": entry.code, "subject": entry.subject}
    shown = {**values, "date": shown_day(entry.date or "")}
    said_vi = "; ".join(f"{_NAMES[field][0]} {shown[field]}" for field in fields)
    said_en = "; ".join(f"{_NAMES[field][1]} {values[field]}" for field in fields)
    return Verification(
        "differs", fields, listed, f"Khác với {place_vi}: {said_vi}", f"Differs from {place_en}: {said_en}"
    )


def shown_day(day: str) -> str:
    """A day as it is written in Vietnamese: 26/12/2020."""
    return "/".join(reversed(day.split("-")))


def where(entry: Listed, sheet: str, row: str) -> str:
    """The place of a row, in words: "so-den.xlsx, sheet 2021, row 17"."""
    parts = (entry.register, f"{sheet} {entry.sheet}" if entry.sheet else "", f"{row} {entry.row}")
    return ", ".join(part for part in parts if part)
