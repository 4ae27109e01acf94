"""Spellings under which the same thing is found however it was written: words without tone marks, document numbers
without separators, names of bodies without the choice of abbreviation; and the order in which documents are listed."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from api.store.folding import fold, words

__all__ = [
    "clean",
    "code_key",
    "document_of",
    "fold",
    "law_key",
    "name_key",
    "order_exactly",
    "order_key",
    "order_range",
    "words",
]

#: Longest key of a document number; nothing longer is one.
LONGEST_KEY = 100
#: Longest key of the name of a law.
LONGEST_NAME = 300
#: Keys that are remembered: the same few bodies and documents are named again and again. Longer names are not.
REMEMBERED = 10_000

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


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(r"[^0-9]*?0*([0-9]+)(?:[^a-z0-9]+0*([0-9]+))?[^a-z0-9]*(.*)", re.DOTALL)


def code_key(code: str | None) -> str | None:
    """The number and symbol of a document in one spelling: "751/QĐ-UBND", "0751/qđ.ubnd" and "751 QD UBND" give
    "751/qdubnd"; a year in it stays: "15/2023/QĐ-UBND" gives "15/2023/qdubnd". None where there is no number."""
    if not code:
        return None
    return _code_key(code) if len(code) <= LONGEST_NAME else _code_key.__wrapped__(code)


@lru_cache(REMEMBERED)
def _code_key(code: str) -> str | None:
    match = _leading().fullmatch(" ".join(words(code)))
    if match is None:
        return None
    number, year, symbol = match.groups()
    key = "/".join(part for part in (number, year, symbol.replace(" ", "")) if part)
    return key[:LONGEST_KEY]


def law_key(name: str) -> str | None:
    """The name of a law in one spelling, its usual abbreviations written out: "Luật Ban hành văn bản QPPL" gives "luat
    ban hanh van ban quy pham phap luat". It has no "/", as the key of a number has. None where no word is left."""
    key = f" {' '.join(words(name))} "
    for short, full in (("qppl", "quy pham phap luat"), ("hdnd", "hoi dong nhan dan"), ("ubnd", "uy ban nhan dan")):
        key = key.replace(f" {short} ", f" {full} ")
    return key.strip()[:LONGEST_NAME] or None


def name_key(name: str | None) -> str | None:
    """The name of a body in one spelling: "Ủy ban nhân dân tỉnh Gia Lai" and "UBND tỉnh Gia Lai" give "ubnd tinh gia
    lai", "Sở LĐ-TB&XH" and "Sở Lao động - Thương binh và Xã hội" give "so ldtbxh". None where no word is left."""
    if not name:
        return None
    return _name_key(name) if len(name) <= LONGEST_NAME else _name_key.__wrapped__(name)


@lru_cache(REMEMBERED)
def _name_key(name: str) -> str | None:
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
    """The least and the greatest `order_key` of a workspace; with a date, of its documents dated from `first` to
    `last`, where a month or a year ends with its last day and an unknown date is not in it."""
    low = _day(first, 0) if first else 1 if last else 0
    high = _day(last, 99) if last else (1 << _DAY_BITS) - 1
    start = workspace_id << _DAY_BITS
    return (start | low) << _DOCUMENT_BITS, ((start | high) + 1 << _DOCUMENT_BITS) - 1


def order_exactly(workspace_id: int, date: str) -> tuple[int, int]:
    """The least and the greatest `order_key` of a workspace's documents with just this date, at its precision."""
    low = order_key(workspace_id, date, 0)
    return low, low | ((1 << _DOCUMENT_BITS) - 1)


def document_of(order: int) -> int:
    """The document's id in an `order_key`."""
    return order & ((1 << _DOCUMENT_BITS) - 1)


def _day(date: str | None, unknown: int) -> int:
    """Year, month and day in one number; `unknown` stands for the parts that a date leaves open."""
    if not date:
        return 0
    year, month, day, *_ = (*(int(part) for part in re.findall("[0-9]+", date[:10])), unknown, unknown, unknown)
    return (min(max(year, _FIRST_YEAR), _LAST_YEAR) - _FIRST_YEAR) << 9 | min(month, 15) << 5 | min(day, 31)


def clean(text: str | None) -> str | None:
    """The text as every database takes it: no U+0000, no lone surrogate, and as long as before."""
    if text is None:
        return None
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
