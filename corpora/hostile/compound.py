"""Compound files of Office 97 ([MS-CFB]), as small as they can be, and as wrong as they are wanted."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
#: A smaller stream would lie in a part of the file of its own.
SMALLEST = 4096
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Sequence[tuple[str, bytes]], *, circle: bool = False, size: int | None = None) -> bytes:
    """A file of up to three streams, their names in the order that [MS-CFB] wants (shorter first). `circle`: the last
    sector of each leads to its first. `size` is what the directory says of each, in bytes, whatever is true."""
    padded = [(name, data.ljust(SMALLEST, b"\0")) for name, data in streams]
    table, first, body = [FAT, END], 2, b""
    entries = _entry("Root Entry", 5, 1, END, 0, FREE)
    for position, (name, data) in enumerate(padded):
        sectors = -(-len(data) // SECTOR)
        last = first if circle else END
        table += [*range(first + 1, first + sectors), last]
        following = position + 2 if position + 1 < len(padded) else FREE
        entries += _entry(name, 2, FREE, first, len(data) if size is None else size, following)
        body += data.ljust(sectors * SECTOR, b"\0")
        first += sectors
    table += [FREE] * (SECTOR // 4 - len(table))
    head = MAGIC + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, SMALLEST, END, 0, END, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    return head + struct.pack("<128I", *table[:128]) + entries.ljust(SECTOR, b"\0") + body


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int) -> bytes:
    called = name.encode("utf-16-le")
    made = called.ljust(64, b"\0") + struct.pack("<HBB", len(called) + 2, kind, 1)
    return made + struct.pack("<III", FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def word_stream(text: str = "", *, flags: int = 0, version: int = 0xC1, table: tuple[int, int] = (0, 0)) -> bytes:
    """The text stream of a Word 97 file ([MS-DOC] 2.5): `flags` are its bits (0x0100 is "encrypted"), `table` where
    it says that its table of pieces is, and how large, in bytes."""
    base = struct.pack("<HHHHHHHIBBHHII", 0xA5EC, version, 0, 0x0409, 0, flags, 0xBF, 0, 0, 0, 0, 0, 0x800, 0x800)
    words = bytearray(2 + 28 + 2 + 88 + 2 + 8 * 93)
    struct.pack_into("<H", words, 0, 14)
    struct.pack_into("<H", words, 30, 22)
    struct.pack_into("<I", words, 32 + 12, len(text))
    struct.pack_into("<H", words, 120, 93)
    struct.pack_into("<II", words, 122 + 8 * 33, *table)
    return (base + bytes(words)).ljust(0x800, b"\0") + text.encode("utf-16-le")
