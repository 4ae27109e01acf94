"""Opening the zip of an office file that a stranger sent: counted reads, hardened XML, typed errors.

Only the members that are asked for are decompressed, in steps, and every step is counted: what a header says of a size
is checked first because that is free, but it is never believed. An office file with a password is no zip at all but an
OLE2 compound file with a stream "EncryptedPackage" ([MS-OFFCRYPTO] 2.3.4).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    HostileFileError,
    LimitError,
    UnsupportedTypeError,
)
from extractor.limits import DEFAULT_LIMITS, Limits

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CENTRAL_ENTRY = b"PK\x01\x02"
_STEP = 1 << 18  # bytes decompressed at a time
_RATIO_FROM = 1 << 20  # smaller members may have any ratio: they cannot hurt
_PASSWORD_FLAG = 0x1
#: A declaration of entities needs a DOCTYPE; the two encodings that the format allows, the second in both byte orders.
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_STRICT = b"http://purl.oclc.org/ooxml/"
#: The strict dialect differs in its namespaces only; one walk reads both.
_DIALECT = (
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        _STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (_STRICT + b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (_STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
#: Elements are bounded before they are built: a tree takes some 130 bytes of memory for an element of 6 bytes.
_TAGS_AT_LEAST, _TAGS_FOR_EACH_PARAGRAPH = 1_000_000, 25
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    KeyError,
    IndexError,
)


class Archive:
    """The members of an office file. Names are compared without regard to case, as the packaging standard asks."""

    def __init__(self, data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> None:
        """Open `data`, the bytes of the file `name` (a base name).

        Raises EmptyFileError, UnsupportedTypeError (not a zip), EncryptedFileError, CorruptFileError, LimitError and
        HostileFileError (sizes that only a bomb has).
        """
        self.name = name
        self._limits = limits
        self._size = len(data)
        self._total = 0
        _refuse(data, name, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _DAMAGE as error:
            raise self._corrupt() from error
        self._check(members)
        self._members = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}

    def __contains__(self, member: str) -> bool:
        return member.lower() in self._members

    def names(self) -> list[str]:
        """The names of all members, in lower case."""
        return list(self._members)

    def read(self, member: str) -> bytes | None:
        """The bytes of a member, None when there is none of that name.

        Raises CorruptFileError, EncryptedFileError, LimitError and HostileFileError.
        """
        found = self._members.get(member.lower())
        if found is None:
            return None
        if found.flag_bits & _PASSWORD_FLAG:
            raise EncryptedFileError(f"{self.name}: protected by a password; save it without one and send it again")
        if found.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._corrupt()
        try:
            return self._counted(found)
        except _DAMAGE as error:
            raise self._corrupt() from error

    def parse(self, member: str) -> etree._Element | None:
        """The root element of an XML member, None when there is none of that name.

        Raises what `read` raises; HostileFileError for a DOCTYPE, entities or nesting without end, CorruptFileError for
        XML that is not well-formed, LimitError for more elements than the limit of paragraphs has use for.
        """
        data = self.read(member)
        return None if data is None else self._parse(data)

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        limits = self._limits
        if len(members) > limits.archive_entries:
            raise LimitError(
                f"{self.name}: {len(members)} parts, the limit is {limits.archive_entries}; save it anew in Word"
            )
        if sum(member.file_size for member in members) > limits.archive_bytes:
            raise LimitError(f"{self.name}: unpacks to more than {limits.archive_bytes} bytes; remove its images")
        for member in members:
            self._check_ratio(member, member.file_size)

    def _check_ratio(self, member: zipfile.ZipInfo, size: int) -> None:
        packed = max(1, min(member.compress_size, self._size))
        if size > _RATIO_FROM and size > packed * self._limits.compression_ratio:
            raise HostileFileError(f"{self.name}: packed like a compression bomb, not read; save it anew in Word")

    def _counted(self, member: zipfile.ZipInfo) -> bytes:
        limits, parts, size = self._limits, [], 0
        with self._zip.open(member) as stream:
            while step := stream.read(_STEP):
                parts.append(step)
                size += len(step)
                self._total += len(step)
                if size > limits.member_bytes:
                    raise LimitError(f"{self.name}: a part of more than {limits.member_bytes} bytes; split the file")
                if self._total > limits.archive_bytes:
                    raise LimitError(
                        f"{self.name}: unpacks to more than {limits.archive_bytes} bytes; remove its images"
                    )
                self._check_ratio(member, size)
        return b"".join(parts)

    def _parse(self, data: bytes) -> etree._Element:
        if any(doctype in data for doctype in _DOCTYPES):
            raise self._entities()
        if data.count(b"<") > max(_TAGS_AT_LEAST, _TAGS_FOR_EACH_PARAGRAPH * self._limits.paragraphs):
            raise LimitError(f"{self.name}: far more elements than {self._limits.paragraphs} paragraphs need; split it")
        if _STRICT in data[:8192]:
            for strict, usual in _DIALECT:
                data = data.replace(strict, usual)
        try:
            root = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined]
                raise HostileFileError(f"{self.name}: nested without end, not read; save it anew in Word") from error
            raise self._corrupt() from error
        except (ValueError, LookupError) as error:
            raise self._corrupt() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._entities()
        return root

    def _corrupt(self) -> CorruptFileError:
        return CorruptFileError(f"{self.name}: damaged or incomplete; open it in Word, save it and send it again")

    def _entities(self) -> HostileFileError:
        return HostileFileError(f"{self.name}: declares entities, which no honest file does; not read")


def _refuse(data: bytes, name: str, limits: Limits) -> None:
    """What can be said before the zip is opened."""
    if not data:
        raise EmptyFileError(f"{name}: the file is empty (0 bytes); send it again")
    if len(data) > limits.file_bytes:
        raise LimitError(f"{name}: {len(data)} bytes, the limit is {limits.file_bytes}; split or shrink the file")
    if data.startswith(_OLE2) and _ENCRYPTED_STREAM in data:
        raise EncryptedFileError(f"{name}: protected by a password; save it without one and send it again")
    if data.startswith(_OLE2):
        raise UnsupportedTypeError(f"{name}: an Office 97-2003 file; save it as .docx and send it again")
    if not data.startswith(b"PK"):
        raise UnsupportedTypeError(f"{name}: not a Word file (.docx); save it as .docx and send it again")
    # building a record for each of a million entries takes seconds; embedded archives excuse some more than the limit
    if data.count(_CENTRAL_ENTRY) > 4 * limits.archive_entries:
        raise LimitError(f"{name}: too many parts, the limit is {limits.archive_entries}; save it anew in Word")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
