"""The sheets of a workbook (.xlsx, .xls) by calamine, within limits. Nothing is computed, run or fetched: a formula is
what the program last showed for it.

Meant for a process of its own: calamine allocates what a sheet claims to be large.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.errors import CorruptFileError, EncryptedFileError, HostileFileError, LimitError, UnsupportedTypeError
from extractor.limits import Limits

#: What a cell holds; None where it is empty.
Value = str | bool | int | float | datetime.date | datetime.time | datetime.timedelta | None
#: First and last row and column of merged cells, from 0, the last included.
Merged = tuple[tuple[int, int], tuple[int, int]]

#: Bounds of one sheet: rows, columns that are kept, and cells of the rectangle that it fills.
ROWS, COLUMNS, CELLS = 200_000, 256, 20_000_000

_PANICS = "pyo3_runtime"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it is stored: `rows` from the first row of the file on, so that `rows[0]` is what the program numbers
    1. Of merged cells the first alone holds their value."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[Merged, ...]
    hidden: bool


def workbook(name: str, data: bytes, limits: Limits, advice: str) -> Iterator[RawSheet]:
    """The sheets of the workbook `name` (a base name), one by one. `advice` is what to do with one that is too large.

    Raises UnsupportedTypeError, CorruptFileError, EncryptedFileError, LimitError and HostileFileError.
    """
    from extractor.read.xls_cells import xls_sheets

    if data.startswith(_OLE2) and _ENCRYPTED_STREAM in data:
        raise _protected(name)
    if data.startswith(b"PK"):
        _count(name, data, limits, advice)
    elif any(_is_beyond(sheet.rows, sheet.columns) for sheet in xls_sheets(data).values()):
        raise _too_large(name, advice)
    yield from _sheets(name, data, advice)


def _count(name: str, data: bytes, limits: Limits, advice: str) -> None:
    """Unpack every part once, counted, before a library does it that believes what the headers say."""
    from extractor.read.archive import Archive

    large = False
    try:
        archive = Archive(data, name, limits)
        if "xl/workbook.xml" not in archive and "xl/workbook.bin" not in archive:
            raise UnsupportedTypeError(f"{name}: not a spreadsheet; save it as .xlsx or .csv and send it again")
        for part in archive.names():
            unpacked = archive.read(part) or b""
            large |= part.startswith("xl/worksheets/") and _is_large(unpacked)
    except LimitError:
        raise LimitError(f"{name}: unpacks to more than the limits allow; {advice}") from None
    except HostileFileError:
        raise HostileFileError(f"{name}: packed like a compression bomb, not read; save it anew in Excel") from None
    except CorruptFileError:
        raise _corrupt(name) from None
    if large:
        raise _too_large(name, advice)


def _is_large(sheet: bytes) -> bool:
    """Whether the cells of a sheet, as XML, stand too far apart: all between them would be allocated."""
    rows = columns = 0
    for found in re.finditer(rb'\sr="([A-Za-z]{0,20})([0-9]{1,20})"', sheet):
        rows = max(rows, int(found[2]))
        column = 0
        for letter in found[1].upper():
            column = 26 * column + letter - ord("A") + 1
        columns = max(columns, column)
    return _is_beyond(rows, columns)


def _is_beyond(rows: int, columns: int) -> bool:
    return rows > ROWS or rows * columns > CELLS


def _too_large(name: str, advice: str) -> LimitError:
    return LimitError(f"{name}: more than {ROWS} rows or {CELLS} cells in a sheet; {advice}")


def _corrupt(name: str) -> CorruptFileError:
    return CorruptFileError(f"{name}: damaged or incomplete; open it in Excel, save it and send it again")


def _protected(name: str) -> EncryptedFileError:
    return EncryptedFileError(f"{name}: protected by a password; save it without one and send it again")


def _sheets(name: str, data: bytes, advice: str) -> Iterator[RawSheet]:
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.typ == calamine.SheetTypeEnum.WorkSheet:
                    hidden = about.visible != calamine.SheetVisibleEnum.Visible
                    yield _sheet(name, book.get_sheet_by_name(about.name), hidden, advice)
    except calamine.PasswordError:
        raise _protected(name) from None
    except (calamine.CalamineError, ValueError, OSError):
        raise _corrupt(name) from None
    except BaseException as error:
        # A panic of the library, which it makes no Exception.
        if type(error).__module__ != _PANICS:
            raise
        raise _corrupt(name) from None


def _sheet(name: str, sheet: object, hidden: bool, advice: str) -> RawSheet:
    from python_calamine import CalamineSheet

    assert isinstance(sheet, CalamineSheet)
    if sheet.end is not None and _is_beyond(sheet.end[0] + 1, sheet.end[1] + 1):
        raise _too_large(name, advice)
    rows = tuple(tuple(cells[:COLUMNS]) for cells in sheet.to_python(skip_empty_area=False))
    merged = tuple(((top, left), (bottom, right)) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return RawSheet(sheet.name, rows, merged, hidden)
