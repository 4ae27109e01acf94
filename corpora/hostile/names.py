"""An honest report under names that play tricks: the name that goes with an upload is a stranger's word too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from corpora.hostile.case import READS, Case, case
from corpora.hostile.good import text, word

NAMES = {
    "out of the folder": "../../../../etc/passwd",
    "out of the folder by the other slash": "..\\..\\..\\windows\\system.ini",
    "from the root": "/etc/passwd",
    "of a drive": "C:\\Windows\\win.ini",
    "of a share": "\\\\127.0.0.1\\share\\x.docx",
    "out of the folder, escaped": "..%2f..%2f..%2fetc%2fpasswd",
    "out of the folder, escaped twice": "..%252f..%252fetc%252fpasswd",
    "with a zero": "bao-cao.docx\x00.exe",
    "of a device": "CON",
    "of a device with an ending": "LPT1.docx",
    "of a printer": "PRN.txt",
    "of dots": "..",
    "of one dot": ".",
    "empty": "",
    "of spaces": "   ",
    "with a dot at its end": "bao-cao.docx.",
    "with a stream of Windows": "bao-cao.docx::$DATA",
    "of 5000 letters": "báo-cáo-" * 625 + ".docx",
    "of 300 letters": "a" * 295 + ".docx",
    "with two endings": "bao-cao.docx.exe",
    "with no ending": "bao-cao",
    "hidden": ".bashrc",
    "that runs from right to left": "bao-cao-\u202excod.exe",
    "with line ends": "bao\r\nSet-Cookie: x=1\r\n\r\ncao.docx",
    "with a line end that looks like a log": "a.docx\n2026-11-21 INFO all is well",
    "with quotes": 'bao"cao\'; filename="x.exe.docx',
    "of a shell": "$(touch x); `id` | rm -rf *.docx",
    "that is an option": "--help",
    "with a script": "<script>alert(1)</script>.docx",
    "of a query": "'; DROP TABLE document; --.docx",
    "of a format": "%s%n%x{0}{name}.docx",
    "of a formula": "=cmd|'/c calc'!A1.docx",
    "of a look-up": "${jndi:ldap://127.0.0.1:9/x}.docx",
    "with letters put together": unicodedata.normalize("NFC", "Báo cáo Ủy ban.docx"),
    "with letters taken apart": unicodedata.normalize("NFD", "Báo cáo Ủy ban.docx"),
    "with signs of no width": "bao\u200b\u200d\ufeffcao.docx",
    "of an emoji": "📄🇻🇳.docx",
    "with half a pair": "bao\ud800cao.docx",
    "with bytes of no encoding": b"bao-\xff\xfe-cao.docx".decode("utf-8", "surrogateescape"),
    "with orders to a terminal": "\x1b]0;x\x07\x1b[2Jbao-cao.docx",
    "with every sign of control": "".join(map(chr, range(1, 32))) + ".docx",
    "of another file of the service": "trichluc.db",
    "of an address": "http://127.0.0.1:9/bao-cao.docx",
}


def cases() -> Iterator[Case]:
    """All of them: the reports are right, and are read."""
    for number, (about, name) in enumerate(NAMES.items()):
        yield case("name", about, READS, (word, text)[number % 2], name)
