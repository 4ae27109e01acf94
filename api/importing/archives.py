"""Files inside .zip archives, read without being unpacked to disk.

What an archive says of sizes is checked first because that is free, and never believed: every read is counted. An
office file is a zip too; what it holds tells it apart, not its name.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from api.importing.found import Found, passed_over
from extractor.errors import CorruptFileError, EncryptedFileError, HostileFileError, LimitError, UnsupportedTypeError
from extractor.limits import DEFAULT_LIMITS, Limits

#: Archives inside archives.
NESTING = 3
#: The list of members at the end of an archive; enough for some 100,000. Bytes.
DIRECTORY_BYTES = 16 * 1024 * 1024

_STEP = 1 << 18
#: Smaller members may be packed as tightly as they like: they cannot hurt.
_RATIO_FROM = 1 << 20
_PASSWORD_FLAG, _UTF8_FLAG = 0x1, 0x800
#: Office Open XML has the first at its root, OpenDocument and EPUB the second.
_OFFICE = frozenset(("[Content_Types].xml", "mimetype"))
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    LookupError,
)


def opened(stream: BinaryIO, found: Found, limits: Limits = DEFAULT_LIMITS) -> zipfile.ZipFile | None:
    """The archive in a stream; None where it is another file, also an office file or a damaged one, which its reader
    tells. The stream is left where it was.

    Raises LimitError and HostileFileError for what only a bomb says of itself.
    """
    begin = stream.tell()
    magic = stream.read(4)
    try:
        if magic not in (b"PK\x03\x04", b"PK\x05\x06"):
            return None
        if _directory_bytes(stream) > DIRECTORY_BYTES:
            raise LimitError(f"{found.name}: an archive of too many files; divide it into several")
        archive = zipfile.ZipFile(stream)
    except (*_DAMAGE, OSError):
        return None
    finally:
        stream.seek(begin)
    members = archive.infolist()
    if any(member.filename in _OFFICE for member in members):
        return None
    unpacked, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if packed > found.size or unpacked > max(_RATIO_FROM, found.size * limits.compression_ratio):
        raise HostileFileError(f"{found.name}: packed like a compression bomb, not opened; pack its files anew")
    return archive


def members(archive: zipfile.ZipFile, found: Found, limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[Found, bool]]:
    """The files in an archive, each with whether it is left out (hidden or temporary). A place is written
    "archive.zip!/folder/file.docx"; two of one name are told apart by their position.

    Opening one raises EncryptedFileError, LimitError, HostileFileError, UnsupportedTypeError and CorruptFileError.
    """
    seen: set[str] = set()
    for position, member in enumerate(archive.infolist()):
        name = _name(member)
        if name.endswith("/"):
            continue
        place = f"{found.path}!/{name}"
        if place in seen:
            place = f"{place}#{position}"
        seen.add(place)
        base = name.rpartition("/")[2]
        content = partial(_content, archive, member, base, limits)
        hidden = any(passed_over(part) for part in name.split("/") if part)
        yield Found(place, base, member.file_size, found.mtime_ns, content), hidden


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name. Many programs write UTF-8 without saying so."""
    name = member.filename
    if not member.flag_bits & _UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass  # an old code page; its names cannot be told
    return name.replace("\\", "/").lstrip("/")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits) -> BinaryIO:
    if member.flag_bits & _PASSWORD_FLAG:
        raise EncryptedFileError(f"{name}: protected by the archive's password; unpack it and import the files")
    if member.file_size > limits.file_bytes:
        raise LimitError(
            f"{name}: {member.file_size} bytes, the limit is {limits.file_bytes}; an archive inside is to be unpacked"
        )
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnsupportedTypeError(f"{name}: packed in an unusual way; unpack it and import the files")
    try:
        return io.BytesIO(_counted(archive, member, name, limits))
    except _DAMAGE:
        raise CorruptFileError(f"{name}: damaged inside the archive; pack it anew") from None


def _counted(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits) -> bytes:
    parts, size = [], 0
    with archive.open(member) as stream:
        while step := stream.read(_STEP):
            parts.append(step)
            size += len(step)
            if size > limits.file_bytes:
                raise LimitError(f"{name}: more than {limits.file_bytes} bytes; split the file")
            if size > _RATIO_FROM and size > max(1, member.compress_size) * limits.compression_ratio:
                raise HostileFileError(f"{name}: packed like a compression bomb, not read; save it anew")
    return b"".join(parts)


def _directory_bytes(stream: BinaryIO) -> int:
    """At most how long the archive says its list of members is; as much is read at once."""
    end = stream.seek(0, io.SEEK_END)
    tail_from = max(0, end - 65_557)  # a comment of 65,535 bytes behind the record
    stream.seek(tail_from)
    tail = bytes(stream.read(end - tail_from))
    # Where the library looks: at the very end, else for the last such record; and its extension just before it.
    places = {len(tail) - _END.size, tail.rfind(b"PK\x05\x06")}
    sizes = [int(_END.unpack_from(tail, at)[5]) for at in places if 0 <= at <= len(tail) - _END.size]
    before = [at - 20 - _END_64.size for at in places]
    sizes += [int(_END_64.unpack_from(tail, at)[8]) for at in before if at >= 0 and tail[at : at + 4] == b"PK\x06\x06"]
    return max((size for size in sizes if size != 0xFFFFFFFF), default=0)
