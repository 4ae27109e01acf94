"""Spellings under which the same thing is found however it was written: words without tone marks, document numbers
without separators, names of bodies without the choice of abbreviation; and the order in which documents are listed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

#: Runs of letters and digits longer than this are no words: what a damaged file holds in place of text. They are not
#: searched, so that no index has to hold them.
LONGEST_WORD = 100
#: Longest key of a document number; nothing longer is one.
LONGEST_KEY = 100

#: Names of bodies that stand abbreviated as often as in full, folded; the longer ones first.
_ABBREVIATED = (
    ("uy ban mat tran to quoc viet nam", "ubmttq"),
    ("uy ban mat tran to quoc", "ubmttq"),
    ("ubmttqvn", "ubmttq"),
    ("lao dong thuong binh va xa hoi", "ldtbxh"),
    ("nong nghiep va phat trien nong thon", "nnptnt"),
    ("nong nghiep va moi truong", "nnmt"),
    ("giao duc va dao tao", "gddt"),
    ("tai nguyen va moi truong", "tnmt"),
    ("ke hoach va dau tu", "khdt"),
    ("khoa hoc va cong nghe", "khcn"),
    ("thong tin va truyen thong", "tttt"),
    ("van hoa the thao va du lich", "vhttdl"),
    ("giao thong van tai", "gtvt"),
    ("bao hiem xa hoi", "bhxh"),
    ("hoi dong nhan dan", "hdnd"),
    ("uy ban nhan dan", "ubnd"),
    ("ban chi dao", "bcd"),
    ("thanh pho", "tp"),
    ("ld tb xh", "ldtbxh"),
    ("nn ptnt", "nnptnt"),
    ("gd dt", "gddt"),
    ("tn mt", "tnmt"),
    ("kh dt", "khdt"),
    ("kh cn", "khcn"),
    ("tt tt", "tttt"),
    ("vh tt dl", "vhttdl"),
)

# The parts of a document's place in the order of lists, in bits: with the sign 64, the whole number of every database.
_WORKSPACE_BITS, _DAY_BITS, _DOCUMENT_BITS = 16, 17, 30
_FIRST_YEAR, _LAST_YEAR = 1900, 2155


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each code point when it first meets it. One code point becomes one, so
    that offsets in the folded text are offsets in the text."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


#: What stands in a word without being a letter of it (a mark of its own, a soft hyphen), until `fold` takes it out.
_INVISIBLE = "\1"


def _folded(char: str) -> str:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return _INVISIBLE
    if not char.isalnum():
        return " "
    base = [one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one)]
    if len(base) != 1:
        return " "
    if base[0].isascii():
        return base[0].lower()
    # đ, Jrai ƀ and others have no parts; their names tell which letter they are.
    name = unicodedata.name(base[0], "").replace("LETTER ETH", "LETTER D").replace("DOTLESS ", "")
    letter = re.match(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z])\b", name)
    return letter[1].lower() if letter else " "


@cache
def _folding() -> _Folding:
    return _Folding()


@cache
def _too_long() -> re.Pattern[str]:
    return re.compile(rf"[^ ]{{{LONGEST_WORD + 1},}}")


@cache
def _interrupted() -> re.Pattern[str]:
    return re.compile(rf"[^ ]*{_INVISIBLE}[^ ]*")


def fold(text: str) -> str:
    """Lower case, tone marks and other signs stripped, đ as d, everything but letters and digits a space. The result
    holds a to z, 0 to 9 and spaces only, so that every database sees the same words in it, and has the length of
    `text`: "Quyết định số 751/QĐ-UBND" gives "quyet dinh so 751 qd ubnd". Words of other scripts are not kept."""
    folded = text.translate(_folding())
    if _INVISIBLE in folded:
        # The word closes up and is filled at its end: it starts where it did, and so does the next one.
        folded = _interrupted().sub(lambda word: word[0].replace(_INVISIBLE, "").ljust(len(word[0])), folded)
    return _too_long().sub(lambda run: " " * len(run[0]), folded)


def words(text: str) -> list[str]:
    """The folded words of a text, composed first (NFC)."""
    return fold(unicodedata.normalize("NFC", text)).split()


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(r"[^0-9]*?0*([0-9]+)(?:[^a-z0-9]+0*([0-9]+))?[^a-z0-9]*(.*)", re.DOTALL)


def code_key(code: str | None) -> str | None:
    """The number and symbol of a document in one spelling: "751/QĐ-UBND", "0751/qđ.ubnd" and "751 QD UBND" give
    "751/qdubnd"; a year in it stays: "15/2023/QĐ-UBND" gives "15/2023/qdubnd". None where there is no number."""
    match = _leading().fullmatch(" ".join(words(code))) if code else None
    if match is None:
        return None
    number, year, symbol = match.groups()
    key = "/".join(part for part in (number, year, symbol.replace(" ", "")) if part)
    return key[:LONGEST_KEY]


def name_key(name: str | None) -> str | None:
    """The name of a body in one spelling: "Ủy ban nhân dân tỉnh Gia Lai" and "UBND tỉnh Gia Lai" give "ubnd tinh gia
    lai", "Sở LĐ-TB&XH" and "Sở Lao động - Thương binh và Xã hội" give "so ldtbxh". None where no word is left."""
    if not name:
        return None
    key = f" {' '.join(words(name))} "
    for full, short in _ABBREVIATED:
        key = key.replace(f" {full} ", f" {short} ")
    return key.strip() or None


def order_key(workspace_id: int, date: str | None, document_id: int) -> int:
    """The place of a document in lists: greater is newer, and of one day the one that came later. `date` is ISO 8601 at
    its precision: a month stands before its days, an unknown date before all. A whole number, so that both databases
    order alike and a full-text index can hold it: one workspace is one range of it.

    Raises OverflowError where the store has more documents or workspaces than a number tells apart.
    """
    if workspace_id >> _WORKSPACE_BITS or document_id >> _DOCUMENT_BITS:
        raise OverflowError("too many documents or workspaces for one store")
    return (workspace_id << _DAY_BITS | _day(date, 0)) << _DOCUMENT_BITS | document_id


def order_range(workspace_id: int, first: str | None = None, last: str | None = None) -> tuple[int, int]:
    """The least and the greatest `order_key` of a workspace; with a date, of its documents dated from `first` to `last`,
    where a month or a year ends with its last day and an unknown date is not in it."""
    low = _day(first, 0) if first else 1 if last else 0
    high = _day(last, 99) if last else (1 << _DAY_BITS) - 1
    start = workspace_id << _DAY_BITS
    return (start | low) << _DOCUMENT_BITS, ((start | high) + 1 << _DOCUMENT_BITS) - 1


def document_of(order: int) -> int:
    """The document's id in an `order_key`."""
    return order & ((1 << _DOCUMENT_BITS) - 1)


def _day(date: str | None, unknown: int) -> int:
    """Year, month and day in one number; `unknown` stands for the parts that a date leaves open."""
    if not date:
        return 0
    year, month, day, *_ = (*(int(part) for part in re.findall("[0-9]+", date[:10])), unknown, unknown, unknown)
    return (min(max(year, _FIRST_YEAR), _LAST_YEAR) - _FIRST_YEAR) << 9 | min(month, 15) << 5 | min(day, 31)
