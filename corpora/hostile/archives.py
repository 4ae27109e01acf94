"""Zip files that lie or burst, most of them Word files otherwise: bombs, sizes and names that are not true."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial

from corpora.hostile.case import ANY, READS, Case, Make, case
from corpora.hostile.good import word

Made = tuple[str, str, Make]
Member = tuple[str, bytes]

MAIN = "word/document.xml"
MEGABYTE = 1024 * 1024
CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"


def cases() -> Iterator[Case]:
    """All of them."""
    made = [*_bombs(), *_lies(), *_entries(), *_names(), *_chance()]
    return (case("zip", about, expected, make) for about, expected, make in made)


def members(data: bytes) -> list[Member]:
    """Name and content of each member of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def pack(parts: Iterable[Member], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """A zip of `parts`, in their order, the same bytes each time. A name may come twice."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        archive.comment = comment
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, method, 6)
    return buffer.getvalue()


def with_parts(*changed: Member) -> bytes:
    """The honest Word file with members added, or replaced where their names are there."""
    parts = dict(members(word()))
    parts.update(changed)
    return pack(parts.items())


def _bombs() -> list[Made]:
    long = "<w:p><w:r><w:t>" + "a" * 1000 + "</w:t></w:r></w:p>"
    root = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    noise = random.Random(5).randbytes(MEGABYTE)
    return [
        ("40 MB of zeros as the text", "hostile", lambda: with_parts((MAIN, bytes(40 * MEGABYTE)))),
        ("20 MB of zeros as a picture", "hostile", lambda: with_parts(("word/media/a.png", bytes(20 * MEGABYTE)))),
        ("20 MB of paragraphs", "hostile", lambda: with_parts((MAIN, (root + long * 20_000).encode()))),
        ("a zip in a zip in a zip", "unsupported_type", partial(_nested, 3)),
        ("zips in zips, 16 deep", "unsupported_type", partial(_nested, 16)),
        ("a bomb embedded in a Word file", READS, lambda: with_parts(("word/embeddings/a.zip", _nested(3)))),
        ("one text shared by 3000 entries", "hostile|limit|corrupt", partial(_overlapping, 3000)),
        ("unpacks to 320 MB of noise by 40 shared entries", "limit|hostile|corrupt", partial(_overlapping, 320, noise)),
        ("a zip that holds itself", "corrupt|unsupported_type", _quine),
        ("bzip2 for its text", "corrupt", lambda: pack(members(word()), zipfile.ZIP_BZIP2)),
        ("LZMA for its text", "corrupt", lambda: pack(members(word()), zipfile.ZIP_LZMA)),
        ("nothing compressed at all", READS, lambda: pack(members(word()), zipfile.ZIP_STORED)),
    ]


def _nested(depth: int) -> bytes:
    data = bytes(MEGABYTE)
    for level in range(depth):
        data = pack([(f"{level}-{copy}.zip", data) for copy in range(6)])
    return data


def _overlapping(entries: int, text: bytes = b"") -> bytes:
    """One compressed text, and many entries of the directory that all point at it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = text or b"<a>" + b"x" * (90 * 1024)
    packed = packer.compress(text) + packer.flush()
    sizes = struct.pack("<III", zlib.crc32(text), len(packed), len(text))
    name = MAIN.encode()
    parts = [LOCAL, struct.pack("<HHHHH", 20, 0, 8, 0, 33), sizes, struct.pack("<HH", len(name), 0), name, packed]
    local = b"".join(parts)
    rows = []
    for number in range(entries):
        called = name if number == 0 else b"word/%05d.xml" % number
        rows.append(CENTRAL + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes)
        rows.append(struct.pack("<HHHHHII", len(called), 0, 0, 0, 0, 0, 0) + called)
    directory = b"".join(rows)
    return local + directory + END + struct.pack("<HHHHIIH", 0, 0, entries, entries, len(directory), len(local), 0)


def _quine() -> bytes:
    """A stored member whose bytes are the whole file, its own directory included."""
    name = MAIN.encode()
    size = 30 + len(name)
    entry = (
        CENTRAL
        + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, size, size, len(name), 0, 0, 0, 0, 0, 0)
        + name
    )
    local = LOCAL + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, size, size, len(name), 0) + name
    return local + entry + END + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def _patched(offset: int, form: str, value: int, *, member: str = MAIN, local: bool = False) -> bytes:
    """The honest file with one field of a member's entry changed, in the directory or before its data."""
    data = bytearray(word())
    name, mark, length = member.encode(), LOCAL if local else CENTRAL, 30 if local else 46
    place = data.find(mark)
    while data[place + length : place + length + len(name)] != name:
        place = data.index(mark, place + 4)
    struct.pack_into(form, data, place + offset, value)
    return bytes(data)


def _ended(offset: int, form: str, value: int) -> bytes:
    """The honest file with one field of the record at its end changed."""
    data = bytearray(word())
    struct.pack_into(form, data, data.rindex(END) + offset, value)
    return bytes(data)


def _lies() -> list[Made]:
    return [
        ("text said to be 10 bytes", "corrupt", partial(_patched, 24, "<I", 10)),
        ("text said to be 4 GB", "limit|hostile|corrupt", partial(_patched, 24, "<I", 0xFFFFFFFE)),
        ("text said to be 200 MB", "hostile|limit|corrupt", partial(_patched, 24, "<I", 200 * MEGABYTE)),
        ("packed size said to be 5 bytes", "corrupt|hostile", partial(_patched, 20, "<I", 5)),
        ("packed size said to be 4 GB", "corrupt|reads", partial(_patched, 20, "<I", 0xFFFFFFFE)),
        ("text at a place beyond the end", "corrupt", partial(_patched, 42, "<I", 0x7FFFFFFF)),
        ("text at the place of another member", "corrupt", partial(_patched, 42, "<I", 0)),
        ("checksum that is wrong", "corrupt", partial(_patched, 16, "<I", 12345)),
        ("text with a password", "encrypted", partial(_patched, 8, "<H", 1)),
        ("text under a method of no name", "corrupt", partial(_patched, 10, "<H", 77)),
        ("text under AES", "corrupt|encrypted", partial(_patched, 10, "<H", 99)),
        ("name that goes on beyond the end", "corrupt", partial(_patched, 28, "<H", 0xFFFF)),
        ("extra field beyond the end", "corrupt", partial(_patched, 30, "<H", 0xFFFF)),
        ("another name before the data", "corrupt", partial(_patched, 30, "<Q", 0x41414141, local=True)),
        ("local extra field beyond the end", "corrupt", partial(_patched, 28, "<H", 0xFFFF, local=True)),
        ("relations said to be 3 bytes", "corrupt", partial(_patched, 24, "<I", 3, member="_rels/.rels")),
        ("directory said to have one entry", "reads|corrupt|unsupported_type", partial(_ended, 10, "<H", 1)),
        ("directory said to have 65535 entries", "reads|corrupt|limit", partial(_ended, 10, "<H", 0xFFFF)),
        ("directory beyond the end", "corrupt", partial(_ended, 16, "<I", 0xFFFFFFF0)),
        ("directory of 4 GB", "corrupt", partial(_ended, 12, "<I", 0xFFFFFFF0)),
        ("file on disk 9", "corrupt|reads", partial(_ended, 4, "<H", 9)),
        ("comment that is longer than the file", "corrupt|reads", partial(_ended, 20, "<H", 0xFFFF)),
        ("comment of 65535 letters", READS, lambda: pack(members(word()), comment=b"c" * 65_535)),
        ("garbage before the zip", "unsupported_type|reads", lambda: b"\x00\x01" * 500 + word()),
        ("garbage after the zip", "corrupt|reads", lambda: word() + b"\x00" * 70_000),
    ]


def _entries() -> list[Made]:
    def more(count: int) -> Make:
        return lambda: pack([*members(word()), *((f"word/m{n}.xml", b"") for n in range(count))], zipfile.ZIP_STORED)

    return [
        ("5200 entries", "limit", more(5200)),
        ("100000 entries", "limit", more(100_000)),
        ("the text twice", "reads|corrupt", lambda: pack([*members(word()), (MAIN, b"<other/>")])),
        ("the text once more in capitals", "reads|corrupt", lambda: pack([*members(word()), (MAIN.upper(), b"<x/>")])),
        ("the text as a folder", "corrupt|reads", lambda: pack([*members(word()), (f"{MAIN}/", b"")])),
        ("no entries", "unsupported_type|corrupt", lambda: pack([])),
    ]


def _names() -> list[Made]:
    odd = {
        "that leads out of the folder": "../../../../../../tmp/zip-slip",
        "that leads out by the other slash": "..\\..\\..\\zip-slip.exe",
        "that begins at the root": "/etc/cron.d/zip-slip",
        "of a drive": "C:\\Windows\\System32\\zip-slip.dll",
        "of a share": "//127.0.0.1/share/zip-slip",
        "of a device": "word/CON",
        "of 60000 letters": "word/" + "n" * 60_000,
        "that runs from right to left": "word/\u202egnp.exe",
        "with line ends": "word/a\r\nb: c",
        "that is empty": "",
        "of dots": "word/./../word/./x.xml",
        "in 500 folders": "a/" * 500 + "x.xml",
    }
    return [
        *((f"a member {about}", READS, partial(with_parts, (name, b"never unpacked"))) for about, name in odd.items()),
        ("a member that is a link", READS, _link),
        (
            "members in no encoding",
            READS,
            lambda: with_parts(("word/abcdefgh.xml", b"x")).replace(b"abcdefgh", b"\xff\xfe\x80\x81\xc3\x28\xa0\xa1"),
        ),
        (
            "only a member that leads out of the folder",
            "unsupported_type",
            lambda: pack([("../../x.sh", b"#!/bin/sh")]),
        ),
    ]


def _link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members(word()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        link = zipfile.ZipInfo("word/media/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/hostname")
    return buffer.getvalue()


def _chance() -> list[Made]:
    return [(f"bytes changed by chance {seed}", ANY, partial(_flipped, seed)) for seed in range(1, 9)]


def _flipped(seed: int) -> bytes:
    chance, data = random.Random(seed), bytearray(word())
    for _ in range(2 * seed):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)
