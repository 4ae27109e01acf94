"""Images built to harm: more pixels than any page has, frames without end, cut off, lying about themselves."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO

from corpora.hostile.case import Case, Make, case

Entry = tuple[int, int, int, int]

_SHORT, _LONG = 3, 4


def cases() -> Iterator[Case]:
    """All of them."""
    made: list[tuple[str, str, Make | bytes, str]] = [
        ("a PNG of 60000 by 60000 dots", "limit", lambda: png(60_000, 60_000, b"\x00" * 100), "quyet-dinh.png"),
        ("a PNG whose rows unpack to 80 MB", "limit|empty|corrupt", _packed_rows, "quyet-dinh.png"),
        ("a PNG that is cut off", "corrupt|empty", lambda: _white()[:60], "quyet-dinh.png"),
        ("a PNG with a note that unpacks to 200 MB", "corrupt|empty|limit|hostile|unsupported_type", _note, "a.png"),
        ("a PNG without a dot", "corrupt|unsupported_type", lambda: png(0, 0, b""), "quyet-dinh.png"),
        ("a white page", "empty", _white, "quyet-dinh.png"),
        ("a TIFF with 3000 pages", "limit", lambda: tiff(3_000), "quyet-dinh.tif"),
        ("a TIFF whose pages go round", "limit|corrupt|empty", lambda: tiff(3, loop=True), "quyet-dinh.tif"),
        ("a TIFF of 70000 by 70000 dots", "limit", lambda: tiff(1, 70_000), "quyet-dinh.tif"),
        ("a JPEG of 65000 by 65000 dots", "limit", lambda: _jpeg(65_000), "quyet-dinh.jpg"),
        ("a JPEG without its picture", "corrupt|empty|unsupported_type", lambda: _jpeg(800), "quyet-dinh.jpg"),
        (
            "a JPEG 2000 as a picture of its own",
            "unsupported_type",
            b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(400),
            "a.jp2",
        ),
    ]
    return (case("image", about, expected, make, name) for about, expected, make, name in made)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, *more: bytes) -> bytes:
    """A grey PNG with these rows, each with a byte 0 before it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(rows, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", head), *more, _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    )


@cache
def _white() -> bytes:
    return png(800, 1_100, (b"\x00" + b"\xff" * 800) * 1_100)


def _packed_rows() -> bytes:
    return png(8_900, 8_900, (b"\x00" + b"\xff" * 8_900) * 8_900)


def _note() -> bytes:
    return png(
        400, 400, (b"\x00" + b"\xff" * 400) * 400, _chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(200_000_000), 9))
    )


def tiff(pages: int, side: int = 100, *, loop: bool = False) -> bytes:
    """A TIFF of grey pages that all show the same strip; the last may point at the first."""
    strip = b"\xff" * 10_000
    out = BytesIO()
    out.write(b"II*\x00" + struct.pack("<I", 8 + len(strip)) + strip)
    entries: list[Entry] = [
        (256, _LONG, 1, side), (257, _LONG, 1, side), (258, _SHORT, 1, 8), (259, _SHORT, 1, 1), (262, _SHORT, 1, 1),
        (273, _LONG, 1, 8), (277, _SHORT, 1, 1), (278, _LONG, 1, side), (279, _LONG, 1, len(strip)),
    ]  # fmt: skip
    size = 2 + 12 * len(entries) + 4
    for page in range(pages):
        out.write(struct.pack("<H", len(entries)))
        for entry in entries:
            out.write(struct.pack("<HHII", *entry))
        following = 8 + len(strip) + (page + 1) * size
        last = 8 + len(strip) if loop else 0
        out.write(struct.pack("<I", following if page + 1 < pages else last))
    return out.getvalue()


def _jpeg(side: int) -> bytes:
    frame = struct.pack(">BHHB", 8, side, side, 1) + bytes((1, 0x11, 0))
    table = bytes((0,)) + bytes((16,)) * 64
    parts = ((0xDB, table), (0xC0, frame), (0xDA, bytes((1, 1, 0, 0, 63, 0))))
    return b"\xff\xd8" + b"".join(
        b"\xff" + bytes((kind,)) + struct.pack(">H", len(data) + 2) + data for kind, data in parts
    ) + b"\xff\xd9"  # fmt: skip
