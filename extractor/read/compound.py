"""A stream of a compound file of Office 97 ([MS-CFB]): enough to look into one before a library does."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above are no sectors
_ENTRY, _IN_HEADER = 128, 109


def stream(data: bytes, *names: str) -> bytes | None:
    """The first stream of one of these names, None where there is none or the file is damaged."""
    try:
        return _File(data).stream(names) if data.startswith(MAGIC) else None
    except (struct.error, IndexError, ValueError):
        return None


class _File:
    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError
        self._size, self._small = 1 << shift, 1 << small_shift
        directory, self._cutoff, small_table = struct.unpack_from("<I4xII", data, 48)
        self._table = self._allocation()
        entries = self._chain(directory)
        self._entries = [entries[at : at + _ENTRY] for at in range(0, len(entries), _ENTRY)]
        self._small_table = self._chain(small_table) if small_table < _END else b""

    def stream(self, names: tuple[str, ...]) -> bytes | None:
        for entry in self._entries:
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if entry[66] == 2 and name in names:
                start, size = struct.unpack_from("<II", entry, 116)
                return self._chain(start)[:size] if size >= self._cutoff else self._in_small(start, size)
        return None

    def _allocation(self) -> bytes:
        """The table that leads from each sector to the next."""
        following, count = struct.unpack_from("<II", self._data, 68)
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        for _ in range(min(count, len(self._data) // self._size)):
            if following >= _END:
                break
            *more, following = struct.unpack_from(f"<{self._size // 4}I", self._sector(following))
            places += more
        return b"".join(self._sector(place) for place in places if place < _END)

    def _sector(self, number: int) -> bytes:
        found = self._data[(number + 1) * self._size : (number + 2) * self._size]
        if not found:
            raise ValueError
        return found.ljust(self._size, b"\0")

    def _chain(self, number: int) -> bytes:
        found = []
        while number < _END:
            found.append(self._sector(number))
            if len(found) * self._size > len(self._data) + self._size:
                raise ValueError  # a circle
            number = struct.unpack_from("<I", self._table, 4 * number)[0]
        return b"".join(found)

    def _in_small(self, number: int, size: int) -> bytes:
        """A small stream: it lies in sectors of the root's stream."""
        root = self._chain(struct.unpack_from("<I", self._entries[0], 116)[0])
        found = b""
        while number < _END and len(found) < size:
            found += root[number * self._small : (number + 1) * self._small]
            number = struct.unpack_from("<I", self._small_table, 4 * number)[0]
        return found[:size]
