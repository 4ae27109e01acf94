"""Text files in every encoding, right and wrong, and signs that play tricks on who reads them."""

from __future__ import annotations

import base64
import quopri
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from corpora.hostile.case import READS, Case, Make, case
from corpora.hostile.good import TEXT, text

Made = tuple[str, str, Make | bytes]

WORDS = "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh.\n"
#: TCVN 5712:1993 and VNI as far as these words need them: letters of one byte, letters of two.
_TCVN3 = {"ự": 0xF9, "ệ": 0xD6, "ế": 0xD5, "ị": 0xDE, "đ": 0xAE, "ố": 0xE8, "Đ": 0xA7, "à": 0xB5, "ủ": 0xF1}
_VNI = {
    "ự": b"\xf6\xef",
    "ệ": b"e\xe4",
    "ế": b"e\xe1",
    "ị": b"\xf2",
    "đ": b"\xf1",
    "ố": b"o\xe1",
    "Đ": b"\xd1",
    "à": b"a\xf8",
}


def cases() -> Iterator[Case]:
    """All of them."""
    made = [*_encodings(), *_broken(), *_empty(), *_signs(), *_lengths(), *_secret()]
    return (case("text", about, expected, make, "bao-cao.txt") for about, expected, make in made)


def _encodings() -> list[Made]:
    def of(encoding: str, head: bytes = b"", errors: str = "replace") -> Make:
        return lambda: head + TEXT.encode(encoding, errors)

    return [
        ("UTF-8", READS, text),
        ("UTF-8 with its mark", READS, of("utf-8", b"\xef\xbb\xbf")),
        ("UTF-16 LE with its mark", READS, of("utf-16-le", b"\xff\xfe")),
        ("UTF-16 BE with its mark", READS, of("utf-16-be", b"\xfe\xff")),
        ("UTF-16 LE without its mark", "unsupported_type|encoding", of("utf-16-le")),
        ("UTF-16 BE without its mark", "unsupported_type|encoding", of("utf-16-be")),
        ("UTF-16 with the mark of the other order", "encoding|unsupported_type|reads", of("utf-16-be", b"\xff\xfe")),
        ("UTF-32 LE with its mark", "unsupported_type|encoding", of("utf-32-le", b"\xff\xfe\x00\x00")),
        ("UTF-32 BE with its mark", "unsupported_type|encoding", of("utf-32-be", b"\x00\x00\xfe\xff")),
        ("UTF-7", READS, of("utf-7")),
        ("Windows-1258", "encoding", of("cp1258")),
        ("Windows-1252", "encoding", lambda: "Quyết định số 12: résumé à côté\n".encode("cp1252", "replace")),
        ("TCVN3", READS, lambda: b"".join(bytes([_TCVN3.get(c, ord(c) & 127)]) for c in WORDS) * 9),
        ("VNI", "encoding", lambda: b"".join(_VNI.get(c, bytes([ord(c) & 127])) for c in WORDS) * 9),
        ("EBCDIC", "unsupported_type|encoding", of("cp037", errors="ignore")),
        ("Shift JIS", "encoding", lambda: "報告書　第１２号\n".encode("shift_jis") * 20),
        ("GB 18030", "encoding", of("gb18030")),
        ("KOI8-R", "encoding", lambda: "Отчёт 12\n".encode("koi8-r") * 20),
        ("VIQR, which is ASCII", READS, b"Quye^'t ddi.nh so^' 751/QD-UBND nga`y 26/12/2020\n"),
        ("UTF-8 encoded twice", READS, lambda: TEXT.encode().decode("latin-1").encode()),
        ("quoted-printable", READS, lambda: quopri.encodestring(text())),
        ("base64", READS, lambda: base64.encodebytes(text())),
    ]


def _broken() -> list[Made]:
    def after(tail: bytes) -> Make:
        return lambda: text() + tail

    return [
        ("a letter cut at the end", "encoding", after("Đ".encode()[:1])),
        ("a byte that follows nothing", "encoding", after(b"\x80 x")),
        ("a slash in two bytes", "encoding", after(b"\xc0\xaf")),
        ("a zero in two bytes", "encoding", after(b"\xc0\x80")),
        ("a sign of five bytes", "encoding", after(b"\xf8\x88\x80\x80\x80")),
        ("a sign beyond Unicode", "encoding", after(b"\xf4\x90\x80\x80")),
        ("half a pair in UTF-8", "encoding", after(b"\xed\xa0\x80")),
        ("a pair in UTF-8, as some databases write it", "encoding", after(b"\xed\xa0\xbd\xed\xb8\x80")),
        ("half a pair in UTF-16", "encoding", b"\xff\xfe" + "Báo cáo".encode("utf-16-le") + b"\x00\xd8"),
        ("half a pair in the middle of UTF-16", "encoding", b"\xff\xfe\x00\xd8" + "Báo cáo".encode("utf-16-le")),
        ("half a letter of UTF-16", "encoding", b"\xff\xfe" + "Báo cáo".encode("utf-16-le") + b"A"),
        ("a zero at the beginning", "unsupported_type", b"\x00" + TEXT.encode()),
        ("a zero beyond the first 4096 bytes", "reads|unsupported_type", lambda: text() * 5 + b"x\x00y\n"),
        ("every byte there is", "unsupported_type|encoding", bytes(range(256)) * 20),
        ("Latin letters of one byte amid UTF-8", "encoding", after("Kế hoạch é".encode("cp1258", "replace"))),
    ]


def _empty() -> list[Made]:
    return [
        ("nothing", "empty", b""),
        ("one space", "empty", b" "),
        ("a million spaces", "empty", b" " * 1_000_000),
        ("a million line ends", "empty", b"\n" * 1_000_000),
        ("a million tabs", "empty", b"\t" * 1_000_000),
        ("the mark of UTF-8", "empty", b"\xef\xbb\xbf"),
        ("the mark of UTF-16", "empty", b"\xff\xfe"),
        ("three marks of UTF-8", "empty", b"\xef\xbb\xbf" * 3),
        ("spaces of every width", "empty", "\u2000\u2003\u2009\u202f\u3000\u00a0\n".encode() * 100),
        ("signs of no width", "empty", "\u200b\u200c\u200d\u2060\ufeff\u00ad\n".encode() * 100),
        ("page numbers only", "empty", b"1\n\n2\n\n3\n\f"),
        ("form feeds only", "empty", b"\f" * 1000),
    ]


def _repeated(line: str, times: int) -> Make:
    return lambda: line.encode() * times


def _signs() -> list[Made]:
    def every(sign: str) -> Make:
        return lambda: "".join(sign + char for char in TEXT).encode()

    lines: dict[str, Callable[[], bytes]] = {
        "order of letters turned round": partial(str.encode, "\u202e" + TEXT + "\u202c\u2066\u2067"),
        "orders turned round 100000 times": _repeated("\u202ea\u2067b", 100_000),
        "marks of no width between letters": every("\u200b"),
        "soft hyphens between letters": every("\u00ad"),
        "marks of order between letters": every("\u200f"),
        "fifty accents on each letter": lambda: "".join(
            char + "\u0301\u0323\u0316" * 17 for char in TEXT[:900]
        ).encode(),
        "300000 accents on one letter": partial(str.encode, "a" + "\u0301" * 300_000),
        "letters taken apart": lambda: unicodedata.normalize("NFD", TEXT).encode(),
        "signs for private use": _repeated("\ue000\uf8ff\U000f0000 ", 10_000),
        "signs that are none": partial(str.encode, "Báo cáo số 12\ufdd0\uffff\U0001fffe"),
        "the sign for what cannot be read": _repeated("\ufffd ", 10_000),
        "letters of other alphabets that look alike": lambda: (
            TEXT.replace("A", "\u0410").replace("C", "\u0421").encode()
        ),
        "wide digits and letters": lambda: "".join(
            chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in TEXT
        ).encode(),
        "tags of flags": _repeated("\U000e0041\U000e0042\U0001f1fb\U0001f1f3 ", 10_000),
        "letters of control": partial(str.encode, TEXT * 3 + "\x01\x02\x07\x08\x1b[31m\x7f"),
        "line ends of every kind": lambda: "\r\n".join(
            [*TEXT.split("\n"), "a\rb\x0bc\x0cd\x85e\u2028f\u2029g"]
        ).encode(),
    }
    return [(about, READS, make) for about, make in lines.items()]


def _lengths() -> list[Made]:
    return [
        ("one line of 10000001 letters", "limit", _repeated("a", 10_000_001)),
        ("one line of 2 million letters", READS, _repeated("kế hoạch năm 2021 ", 2_000_000 // 18)),
        ("one word of 2 million letters", READS, _repeated("a", 2_000_000)),
        ("51 MB", "limit", lambda: text() * (51 * 1024 * 1024 // len(text()) + 1)),
        ("200000 tabs in a line", "reads|limit", _repeated("a\t", 200_000)),
        ("300000 rows of a table", "reads|limit", _repeated("a\tb\n", 300_000)),
        ("300000 lines of one letter", "reads|limit", _repeated("a\n\n", 300_000)),
        ("250000 notes", "reads|limit", _repeated("<sup>1</sup> b\n", 250_000)),
        ("a staircase of a table", "reads|limit", lambda: "".join("x\t" * n + "\n" for n in range(1, 1500)).encode()),
    ]


def _secret() -> list[Made]:
    def marked(mark: str) -> str:
        return TEXT.replace("Số: 158/BC-UBND", f"Số: 158/BC-UBND\n{mark}")

    rows: list[Made] = [
        (f"secret: {mark.lower()}", "secret", partial(str.encode, marked(mark)))
        for mark in ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
    ]
    rows += [
        ("secret in UTF-16", "secret", lambda: marked("TỐI MẬT").encode("utf-16")),
        (
            "secret with letters taken apart",
            "secret",
            lambda: unicodedata.normalize("NFD", marked("MẬT")).encode(),
        ),
    ]
    return rows
