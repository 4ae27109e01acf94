"""The rows of a register: number and symbol, day, issuer and subject, from cells as offices fill them in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from api.archive.headings import Header, RegisterRules, find_header, load, repeats
from api.archive.spreadsheet import Cell, Row, Sheet, read_sheets
from extractor.errors import UnsupportedTypeError

#: Why a row, or a part of it, was not understood: it has no number; its number has no symbol; its day is none. The
#: last one's row is taken in without its day.
Reason = Literal["no_number", "no_symbol", "no_day"]

#: The day that a program numbers 0, and the numbers that can be days of a register: 1954 to 2119.
_EPOCH, _DAYS = datetime.date(1899, 12, 30), (20_000, 80_000)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a register: `sheet` and `row` (from 1) say where it stands, `date` is ISO 8601."""

    sheet: str
    row: int
    number: str
    symbol: str
    code: str
    date: str | None
    issuer: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not understood, or not wholly."""

    sheet: str
    row: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. `without_header` are the sheets that have rows and no header of a register."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    without_header: tuple[str, ...]


def read_register(name: str, data: bytes, issuer: str | None = None) -> Reading:
    """The register in the file `name`. `issuer` is whose documents it lists where it has no column that says it; by
    default the office that its title names.

    Raises what `read_sheets` raises, and UnsupportedTypeError where no sheet has the header of a register.
    """
    known = load()
    sheets = read_sheets(name, data)
    headers = [(sheet, find_header(sheet.rows, known)) for sheet in sheets]
    found = [(sheet, header) for sheet, header in headers if header]
    if not found:
        raise UnsupportedTypeError(
            f"{name}: no header of a register was found; name its columns as Nghị định 30/2020/NĐ-CP does: "
            "Số, ký hiệu văn bản; Ngày tháng văn bản; Tác giả; Tên loại và trích yếu nội dung văn bản"
        )
    if not found[0][0].name:
        # The sheets of a .csv file are one text, read with different delimiters.
        found = [max(found, key=lambda pair: len(pair[1].columns))]
    entries, problems = list[Entry](), list[Problem]()
    for sheet, header in found:
        rows = list(_rows(sheet, header, issuer, known))
        entries += [one for one in rows if isinstance(one, Entry)]
        problems += [one for one in rows if isinstance(one, Problem)]
    bare = tuple(sheet.name for sheet, header in headers if not header and sheet.name and any(map(any, sheet.rows)))
    return Reading(tuple(entries), tuple(problems), bare)


def _rows(sheet: Sheet, header: Header, issuer: str | None, known: RegisterRules) -> Iterator[Entry | Problem]:
    columns = header.columns
    for index in range(header.first, len(sheet.rows)):
        row = sheet.rows[index]
        # What stands alone in its row is a heading ("Tháng 3/2021"), also where it is merged over all columns.
        if len({cell for cell in row if cell is not None}) < 2 or repeats(row, header, known):
            continue
        place = (sheet.name, index + 1)
        number, symbol, code = _code(row, header, known)
        if not number or not symbol:
            if any(_at(row, columns, kind) is not None for kind in ("code", "number", "symbol", "subject", "date")):
                yield Problem(*place, "no_symbol" if number else "no_number")
            continue
        printed = _at(row, columns, "date")
        date = read_day(printed, header.year, known)
        if printed is not None and date is None:
            yield Problem(*place, "no_day")
        stated = _words(_at(row, columns, "issuer"))
        own = issuer or header.office if "issuer" not in columns else issuer
        yield Entry(*place, number, symbol, code, date, stated or own, _words(_at(row, columns, "subject")))


def _at(row: Row, columns: Mapping[str, int], kind: str) -> Cell:
    at = columns.get(kind)
    return row[at] if at is not None and at < len(row) else None


def _words(cell: Cell) -> str | None:
    if isinstance(cell, float):
        return f"{cell:g}"
    return " ".join(cell.split()) or None if isinstance(cell, str) else None


def _code(row: Row, header: Header, known: RegisterRules) -> tuple[str, str, str]:
    """Number, symbol, and both as they are written together; empty where there are none. A cell that holds a whole
    number wins over one that holds a part of it."""
    cells = {kind: _words(_at(row, header.columns, kind)) or "" for kind in ("code", "number", "symbol")}
    alone = next((hit["number"] for kind in ("number", "code") if (hit := _full("number", cells[kind], known))), "")
    for kind in ("code", "symbol", "number"):
        whole = _full("code", cells[kind], known)
        if whole and alone in ("", whole["number"]):
            return whole["number"], _letters(whole["symbol"]), _tidy(whole.group()[whole.start("number") :])
    symbol = _full("symbol", cells["symbol"], known)
    if not alone or not symbol:
        return alone, "", ""
    return alone, _letters(symbol["symbol"]), f"{alone}/{_tidy(symbol['symbol'])}"


def _full(name: str, text: str, known: RegisterRules) -> re.Match[str] | None:
    return known.patterns[name].fullmatch(text)


def _letters(symbol: str) -> str:
    """The symbol without the year before it."""
    year, _, rest = _tidy(symbol).partition("/")
    return rest if len(year) == 4 and year.isdecimal() else _tidy(symbol)


def _tidy(code: str) -> str:
    """Without spaces around the signs: "751 / QĐ – UBND" is "751/QĐ-UBND"."""
    return re.sub(r"\s*([/.-])\s*", r"\1", code.replace("–", "-")).strip()


def read_day(cell: Cell, year: int | None, known: RegisterRules) -> str | None:
    """The day in a cell, ISO 8601; `year` is that of the register, for days without one. None where it holds none."""
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, float):
        inside = _DAYS[0] <= cell <= _DAYS[1]
        return (_EPOCH + datetime.timedelta(days=int(cell))).isoformat() if inside else None
    text = " ".join(cell.split()) if cell else ""
    for name in ("date", "date_in_words", "date_iso"):
        if hit := _full(name, text, known):
            return _day(hit["year"] or (str(year) if year else ""), hit["month"], hit["day"])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    if not year:
        return None
    try:
        return datetime.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)).isoformat()
    except ValueError:
        return None
