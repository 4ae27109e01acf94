"""Workbooks of Excel 97 (BIFF8 in a compound file), as small as they can be: text, numbers and merged cells."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
#: A smaller stream would lie in a part of the file of its own.
_SMALLEST = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Cell = str | float | None
#: First and last row, first and last column, from 0.
Merged = tuple[int, int, int, int]


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]], merged: Sequence[Merged] = ()) -> bytes:
    """An .xls file with these sheets; `merged` cells are those of every sheet."""
    return _compound(_biff(sheets, merged))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _biff(sheets: Mapping[str, Sequence[Sequence[Cell]]], merged: Sequence[Merged]) -> bytes:
    bodies = [_begin(0x0010) + _cells(rows) + _merged(merged) + _record(0x000A, b"") for rows in sheets.values()]
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets]
    start = len(_begin(0x0005)) + sum(4 + 6 + len(name) for name in names) + 4
    entries = b""
    for name, body in zip(names, bodies, strict=True):
        entries += _record(0x0085, struct.pack("<IH", start, 0) + name)
        start += len(body)
    return _begin(0x0005) + entries + _record(0x000A, b"") + b"".join(bodies)


def _cells(rows: Sequence[Sequence[Cell]]) -> bytes:
    made = b""
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            place = struct.pack("<HHH", y, x, 0)
            if isinstance(value, str):
                made += _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            elif value is not None:
                made += _record(0x0203, place + struct.pack("<d", value))
    return made


def _merged(ranges: Sequence[Merged]) -> bytes:
    packed = b"".join(struct.pack("<HHHH", *one) for one in ranges)
    return _record(0x00E5, struct.pack("<H", len(ranges)) + packed) if ranges else b""


def _compound(stream: bytes) -> bytes:
    """A compound file with the one stream "Workbook": a sector of the allocation table, one of the directory, data."""
    stream = stream.ljust(_SMALLEST, b"\0")
    sectors = -(-len(stream) // SECTOR)
    table = [_FAT, _END, *range(3, sectors + 2), _END]
    assert len(table) <= SECTOR // 4
    table += [_FREE] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _SMALLEST, _END, 0, _END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    return (
        header + struct.pack("<128I", *table) + directory.ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    called = name.encode("utf-16-le")
    made = called.ljust(64, b"\0") + struct.pack("<HBB", len(called) + 2, kind, 1)
    return made + struct.pack("<III", _FREE, _FREE, child) + bytes(36) + struct.pack("<IQ", start, size)
