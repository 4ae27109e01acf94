"""What calamine does not tell of an .xls ([MS-XLS]): where its cells stand, before anything is allocated for them, and
how their numbers are shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.read.compound import stream
from extractor.read.sheet_formats import BUILT_IN, Place

_FORMULA, _LABEL, _MULTIPLE = 0x0006, 0x0204, 0x00BD
#: Records of one cell: they begin with row, column, style. Empty cells take no room.
_SINGLE = frozenset((_FORMULA, _LABEL, 0x0203, 0x0205, 0x027E, 0x00FD, 0x00D6))
_BEGIN, _SHEET, _STYLE, _FORMAT, _LOCKED = 0x0809, 0x0085, 0x00E0, 0x041E, 0x002F
_EIGHT = 0x0600


@dataclass(slots=True)
class XlsSheet:
    """Rows and columns of the rectangle from A1 that holds all cells; the format code of those that have one."""

    rows: int = 0
    columns: int = 0
    codes: dict[Place, str] = field(default_factory=dict)


def xls_sheets(data: bytes) -> dict[str, XlsSheet]:
    """The sheets of an .xls by name; nothing where it is damaged, locked, or older than Excel 97."""
    book = stream(data, "Workbook")
    if book is None:
        return {}
    walk = _Walk()
    try:
        for at, kind, content in _records(book):
            if kind == _LOCKED:
                return {}  # places in what follows are no places
            walk.take(at, kind, content)
    except (struct.error, IndexError):
        pass  # what was found so far
    return {name: walk.begun.get(start, XlsSheet()) for name, start in walk.starts.items()}


class _Walk:
    """Through the records of a workbook. `begun` are sheets by where they begin, `starts` where each name leads."""

    def __init__(self) -> None:
        self.begun: dict[int, XlsSheet] = {}
        self.starts: dict[str, int] = {}
        self._styles: list[int] = []
        self._formats = dict(BUILT_IN)
        self._sheet: XlsSheet | None = None

    def take(self, at: int, kind: int, content: bytes) -> None:
        """Take a record. Raises struct.error and IndexError."""
        if kind == _BEGIN:
            eight = struct.unpack_from("<H", content)[0] == _EIGHT
            self._sheet = self.begun.setdefault(at, XlsSheet()) if eight else None
        elif kind == _SHEET:
            self.starts[_text(content[6:], short=True)] = struct.unpack_from("<I", content)[0]
        elif kind == _STYLE:
            self._styles.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == _FORMAT:
            self._formats[struct.unpack_from("<H", content)[0]] = _text(content[2:])
        elif self._sheet is not None:
            self._cells(self._sheet, kind, content)

    def _cells(self, sheet: XlsSheet, kind: int, content: bytes) -> None:
        if kind in _SINGLE:
            row, column, style = struct.unpack_from("<HHH", content)
            cells = [(column, style)]
        elif kind == _MULTIPLE:
            row, first = struct.unpack_from("<HH", content)
            cells = [
                (first + number, struct.unpack_from("<H", content, 4 + 6 * number)[0])
                for number in range((len(content) - 6) // 6)
            ]
        else:
            return
        sheet.rows = max(sheet.rows, row + 1)
        for column, style in cells:
            sheet.columns = max(sheet.columns, column + 1)
            code = self._formats.get(self._styles[style], "") if style < len(self._styles) else ""
            if code:
                sheet.codes[row, column] = code


def _records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield at, kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _text(content: bytes, *, short: bool = False) -> str:
    """A text with its length before it, in one byte or two."""
    length, wide = struct.unpack_from("<BB" if short else "<HB", content)
    begin = 2 if short else 3
    if wide & 1:
        return content[begin : begin + 2 * length].decode("utf-16-le", "replace")
    return content[begin : begin + length].decode("latin-1")
