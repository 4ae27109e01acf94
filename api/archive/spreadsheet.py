"""Reading a spreadsheet that somebody sent: Excel's by `extractor.read.sheets`, .csv by the standard library, within
limits.

`read_sheets` is run in a process of its own (`api.isolation`): calamine allocates what a sheet claims to be large.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncodingError,
    LimitError,
)
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.sheets import COLUMNS, ROWS, workbook

Cell = str | float | datetime.date | None
Row = tuple[Cell, ...]

#: The most characters of a cell that are kept.
CHARACTERS = 4_000

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADVICE = "split the register by year"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: Between the cells of a .csv file. A semicolon is what Excel writes on a Vietnamese system.
_DELIMITERS = (";", ",", "\t", "|")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `rows` from the first row of the file on, so that `rows[0]` is what the program numbers 1. Merged cells
    hold their value in each of them. Of a .csv file that can be read with several delimiters there is a sheet for each,
    all of the name ""."""

    name: str
    rows: tuple[Row, ...]


def read_sheets(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Sheet, ...]:
    """The sheets of the file `name` (a base name), told by their content.

    Raises EmptyFileError, UnsupportedTypeError, CorruptFileError, EncryptedFileError, EncodingError, LimitError and
    HostileFileError.
    """
    if not data:
        raise EmptyFileError(f"{name}: the file is empty (0 bytes); send it again")
    if len(data) > limits.file_bytes:
        raise LimitError(f"{name}: {len(data)} bytes, the limit is {limits.file_bytes}; split the register by year")
    if not data.startswith((b"PK", _OLE2)):
        return tuple(_delimited(name, data))
    return tuple(_workbook(name, data, limits))


def _workbook(name: str, data: bytes, limits: Limits) -> Iterator[Sheet]:
    for sheet in workbook(name, data, limits, _ADVICE):
        rows = [_row(cells) for cells in sheet.rows]
        for (top, left), (bottom, right) in sheet.merged:
            if top < len(rows) and left < len(rows[top]):
                _spread(rows, (top, left), (min(bottom, len(rows) - 1), min(right, COLUMNS - 1)))
        yield Sheet(sheet.name, tuple(tuple(row) for row in rows))


def _spread(rows: Sequence[list[Cell]], first: tuple[int, int], last: tuple[int, int]) -> None:
    """A merged cell's value in each of its cells."""
    value = rows[first[0]][first[1]]
    for at in range(first[0], last[0] + 1):
        row = rows[at]
        for column in range(first[1], min(last[1] + 1, len(row))):
            row[column] = value


def _row(cells: Iterable[object]) -> list[Cell]:
    return [_cell(cell) for _, cell in zip(range(COLUMNS), cells, strict=False)]


def _cell(value: object) -> Cell:
    match value:
        case str():
            return unicodedata.normalize("NFC", value[:CHARACTERS]).strip() or None
        case bool() | None:
            return None
        case datetime.datetime():
            return value.date()
        case datetime.date():
            return value
        case int() | float():
            return float(value)
    return None


def _delimited(name: str, data: bytes) -> Iterator[Sheet]:
    text = decode(name, data)
    start = text[:65536]
    for delimiter in _DELIMITERS:
        if delimiter in start:
            yield Sheet("", tuple(_records(name, text, delimiter)))


def _records(name: str, text: str, delimiter: str) -> Iterator[Row]:
    """Each record at the number of its first line, so that what is told of a row is found in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 0
    try:
        for cells in reader:
            if reader.line_num > ROWS:
                raise LimitError(f"{name}: more than {ROWS} lines; split the register by year")
            yield tuple(_row(cells))
            # The lines that a cell with line ends takes beyond its first have no records of their own.
            yield from ((),) * (reader.line_num - line - 1)
            line = reader.line_num
    except csv.Error:
        raise CorruptFileError(f"{name}: not readable as a .csv file; save it as .xlsx and send it again") from None


def decode(name: str, data: bytes) -> str:
    """The text of a .csv file: UTF-8, UTF-16, or windows-1258, whose tone marks are letters of their own. Raises
    EncodingError."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if encoding is None and b"\0" in data[:512]:
        encoding = "utf-16-le" if data[1:512:2].count(0) > data[0:512:2].count(0) else "utf-16-be"
    for candidate in (encoding,) if encoding else ("utf-8", "cp1258"):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return unicodedata.normalize("NFC", text)
    raise EncodingError(f"{name}: its text cannot be read; save it as CSV UTF-8 and send it again")
