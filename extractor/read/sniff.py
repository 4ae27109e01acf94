"""What a file is, by its content and never by its name's ending alone."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

Format = Literal["text", "html", "docx", "pdf", "doc", "ole", "rtf", "odt", "xlsx", "xls", "image", "zip", "unknown"]

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@cache
def _html() -> re.Pattern[bytes]:
    return re.compile(rb"<!doctype\s+html|<html[\s>]|<(?:head|body|table)[\s>]", re.IGNORECASE)


def sniff(data: bytes) -> Format:
    """The format of a file's content. A PDF may begin within the first kilobyte (ISO 32000-1, Annex H)."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _sniff_zip(data)
    if head.startswith(_OLE):
        return _sniff_ole(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    # A text may begin with "BM" or "GIF8", but holds no zero byte.
    if head.startswith(_IMAGES) and (b"\x00" in head[:64] or not head[:64].isascii()):
        return "image"
    return _sniff_text(head)


def _sniff_zip(data: bytes) -> Format:
    if b"opendocument.text" in data[:512]:
        return "odt"
    if b"word/" in data:
        return "docx"
    if b"xl/workbook" in data:
        return "xlsx"
    return "docx" if b"[Content_Types].xml" in data[:4096] else "zip"


def _sniff_ole(data: bytes) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "docx"  # its reader says that it is encrypted
    # A file that was cut has lost its directory, which often stands at its end; the text stream often comes first.
    if "WordDocument".encode("utf-16-le") in data or data[512:514] == b"\xec\xa5":
        return "doc"
    # "Book" is that of Excel 5 and 95. Names stand in entries of 128 bytes, padded with zeros.
    books = (name.encode("utf-16-le") + bytes(2) for name in ("Workbook", "Book"))
    return "xls" if any(b"\0" + book in data for book in books) else "ole"


def _sniff_text(head: bytes) -> Format:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    controls = sum(1 for byte in head if byte < 9 or 13 < byte < 32)
    if b"\x00" in head or controls > len(head) // 50:
        return "unknown"
    # A Markdown file may hold a table in HTML: a page begins with a tag.
    return "html" if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<") and _html().search(head) else "text"
