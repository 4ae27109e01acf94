"""The words of citations, compiled from the rule files: types, symbols, bodies, cues."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.grammar import alternatives
from extractor.model import Relation
from extractor.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Types:
    """Types of documents: by printed noun (folded), by code in a symbol (upper case), names by code."""

    by_noun: Mapping[str, str]
    by_symbol: Mapping[str, str]
    names: Mapping[str, str]
    general: frozenset[str]
    laws: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agency:
    """The issuer that a letter group of a symbol fixes."""

    name: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that the parts of the citation finder read with. Patterns are anchored by their callers."""

    types: Types
    agencies: Mapping[str, Agency]
    spellings: Mapping[str, str]
    core: re.Pattern[str]
    left: re.Pattern[str]
    left_law: re.Pattern[str]
    blank: re.Pattern[str]
    short: re.Pattern[str]
    lone: re.Pattern[str]
    pointer: re.Pattern[str]
    pointer_noun: re.Pattern[str]
    law_head: re.Pattern[str]
    law_name: re.Pattern[str]
    amending: re.Pattern[str]
    organisation: re.Pattern[str]
    title_opener: re.Pattern[str]
    cues: re.Pattern[str]
    direct: re.Pattern[str]
    relation_of: Mapping[str, Relation]


def fold(words: str) -> str:
    """Words compared without regard to case and spacing."""
    return " ".join(words.lower().split())


def compile_vocabulary(book: RuleBook) -> Vocabulary:
    """All patterns of the citation finder, from the rule files."""
    types = _types(book["doc_types"]["type"])
    nouns = _nouns(book["doc_types"]["type"])
    expand = book.fragments.expand
    words = book["citations"]["words"]
    relations = book["relations"]["relation"]
    cues = {fold(cue): row["name"] for row in relations for cue in row["cues"]}
    direct = {fold(cue): row["name"] for row in relations for cue in row.get("direct", ())}
    return Vocabulary(
        types=types,
        agencies=_agencies(book["issuers"]["agency"]),
        spellings=_spellings(book),
        core=re.compile(expand(_CORE), re.VERBOSE),
        left=re.compile(_LEFT.replace("NOUNS", nouns), re.VERBOSE | re.DOTALL),
        left_law=re.compile(_LEFT_LAW, re.VERBOSE | re.DOTALL),
        blank=re.compile(expand(_BLANK), re.VERBOSE),
        short=re.compile(_SHORT),
        lone=re.compile(_lone(book["doc_types"]["type"])),
        pointer=re.compile(_pointer(words["anaphora"])),
        pointer_noun=re.compile(_pointer_noun(nouns)),
        law_head=re.compile(_LAW_HEAD, re.VERBOSE),
        law_name=re.compile(_law_names(book["laws"]["act"]), re.IGNORECASE),
        amending=re.compile(_amending(words["amending"]), re.VERBOSE | re.IGNORECASE),
        organisation=re.compile(_organisation(book), re.VERBOSE),
        title_opener=re.compile(rf"[ ,]*[“\"]?\s*(?:{alternatives(words['title_openers'])})(?!\w)", re.IGNORECASE),
        cues=re.compile(rf"(?:{alternatives(cues)})(?!\w)"),
        direct=re.compile(rf"(?<!\w)(?P<cue>{alternatives(direct)})\s+\Z", re.IGNORECASE),
        relation_of={**direct, **cues},
    )


_EDGE = r"(?<!\w)"
_END = r"(?!\w)"

#: Number and symbol. That the number is not the tail of a longer one, of a date or a fraction, is seen afterwards: a pattern
#: that begins with a digit is searched ten times faster than one that begins with a look behind.
_CORE = rf"""
    (?P<number>@number) \s?
    (?: /\s? (?:(?P<year>(?:19|20)\d\d)\s?/\s?)? (?:(?P<symbol>@symbol)|(?P<low>@low_symbol)) {_END}
      | [-–]\s? (?P<party>@party_symbol) {_END} )
"""
#: What stands before a core: the nearest noun, the words between it and "số", "số".
_LEFT = rf"""
    .* {_EDGE} (?P<noun>NOUNS) {_END}
    (?: (?P<between>(?:\s+(?:[-–]\s+)?(?![Ss]ố\b)[\w&]+){{0,14}}) \s*:?\s* (?P<so>[Ss]ố|SỐ)\s*:?\s* | \s* )\Z
"""
#: A law's name may hold commas: "Luật Phòng, chống tham nhũng số 36/2018/QH14".
_LEFT_LAW = rf"""
    .* {_EDGE} (?P<noun>Luật|Bộ\s+luật|Pháp\s+lệnh) (?P<between>(?:,?\s+(?![Ss]ố\b)[\w&]+){{1,14}})
    \s+ (?P<so>[Ss]ố)\s*:?\s*\Z
"""
#: The end of "số" and an open place for the number. What stands before is read by `left`.
_BLANK = rf"""
    [ốỐ]\s?:?[\s.…_]*(?:/\s?(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?(?P<symbol>@symbol)|(?<=[:\s])(?P<bare>(?:@segment)-(?:@segment))){_END}
"""
#: The end of "số" and a number that no symbol follows.
_SHORT = r"[ốỐ]\s*:?\s*(?P<number>\d{1,4})(?![\d%])(?!\s?[/-]|[.,]\d|\s?[–]\s?\d)"
_LAW_HEAD = (
    rf"{_EDGE}(?:(?P<L>Luật|LUẬT)|(?P<BL>Bộ\s+[Ll]uật|BỘ\s+LUẬT)|(?P<PL>Pháp\s+lệnh)|(?P<HP>Hiến\s+pháp)){_END}\s*"
)


def _types(rows: Sequence[Mapping[str, Any]]) -> Types:
    return Types(
        by_noun={fold(noun): row["code"] for row in rows for noun in row["nouns"]},
        by_symbol={symbol.upper(): row["code"] for row in rows for symbol in row["symbols"]},
        names={row["code"]: row["name"] for row in rows},
        general=frozenset(row["code"] for row in rows if row.get("general")),
        laws=frozenset(row["code"] for row in rows if row.get("named")),
    )


def _nouns(rows: Sequence[Mapping[str, Any]]) -> str:
    """Full names in any case; abbreviations only in capitals, as they are printed."""
    full = {noun for row in rows for noun in row["nouns"] if " " in noun or noun == noun.capitalize()}
    short = {noun for row in rows for noun in row["nouns"]} - full
    return f"(?i:{alternatives(full)})|{alternatives(short)}"


def _lone(rows: Sequence[Mapping[str, Any]]) -> str:
    """A type of the state's acts directly before a number: "Nghị định 108"."""
    nouns = {noun for row in rows if row.get("short") for noun in row["nouns"]}
    cased = {
        form for noun in nouns for form in (noun, noun[:1].lower() + noun[1:] if " " in noun else noun, noun.upper())
    }
    return rf"(?:{alternatives(cased)})\s+(?P<number>\d{{1,4}})(?![\d%])(?!\s?[/-]|[.,]\d|\s?[–]\s?\d)"


def _pointer_noun(nouns: str) -> str:
    return rf"(?<!\w)(?P<count>\d{{1,2}}\s+)?(?P<noun>{nouns})\s+\Z"


def _pointer(words: Sequence[str]) -> str:
    return rf"(?:{alternatives(words)}|trên(?=\s*(?:[,.;:)]|$)))(?!\w)"


def _law_names(acts: Sequence[Mapping[str, Any]]) -> str:
    names = alternatives(name for act in acts for name in act["names"])
    return rf"(?:{names.replace(',', ',?')}){_END}"


def _amending(words: Sequence[str]) -> str:
    return rf"(?:{alternatives(words)})\s+(?:một\s+số\s+điều(?:,\s*khoản)?\s+)?(?:của\s+)?(?:các\s+)?(?=(?:Luật|Bộ\s+luật|Pháp\s+lệnh)\b)"


def _agencies(rows: Sequence[Mapping[str, Any]]) -> dict[str, Agency]:
    return {
        group.upper(): Agency(row["name"], row.get("numbered", False))
        for row in rows
        for group in (row["group"], *row.get("variants", ()))
    }


def _spellings(book: RuleBook) -> dict[str, str]:
    """Official spellings of letter groups, by their capitals: TTG is TTg, CTR is CTr."""
    groups = [symbol for row in book["doc_types"]["type"] for symbol in row["symbols"]]
    groups += [row["group"] for row in book["issuers"]["agency"]]
    return {group.upper(): group for group in groups if group != group.upper()}


def _organisation(book: RuleBook) -> str:
    """A body in running text. Whole names first, then councils and committees, then heads with a field or a name."""
    issuers = book["issuers"]
    level, place = book.fragments["level"], book.fragments["proper_name"]
    where = rf"(?:\s+(?P<level>{level}){_END}(?:\s+(?P<place>{place}))?)?"
    fields = alternatives(issuers["fields"]["names"])
    stops = alternatives(issuers["stops"]["words"])
    word = rf"(?!(?:{stops}){_END})\w+"
    return (
        _ORGANISATION.replace("BODIES", alternatives(issuers["bodies"]["names"]))
        .replace("FIELDS", fields)
        .replace("WHERE", where)
        .replace("PLACE", place)
        .replace("LEVEL", level)
        .replace("WORD", word)
    )


_ORGANISATION = r"""
    (?P<office>(?:Bộ\s+trưởng(?:,\s+Chủ\s+nhiệm|\s+-\s+Chủ\s+nhiệm)?|Chủ\s+nhiệm|Thống\s+đốc|Tổng\s+Thanh\s+tra|Thủ\s+trưởng
      |(?:Phó\s+)?Chủ\s+tịch(?!\s+nước)|Giám\s+đốc|Trưởng\s+[Pp]hòng|Thường\s+trực|Ban\s+Thường\s+vụ|Ban\s+Chấp\s+hành\s+Đảng\s+bộ|Hội\s+nghị(?:\s+lần\s+thứ\s+\w+)?)\s+)?
    (?P<body>
        (?i:BODIES)(?!\w)(?:(?<=ương)\s+\d{1,2}(?!\d))?
      | (?:Văn\s+phòng\s+)?(?:UBND|HĐND|(?:[ỦU][yỷ]|Uỷ)\s+[Bb]an\s+nhân\s+dân|Hội\s+đồng\s+nhân\s+dân)
        (?:\s*(?:&|và|-|–)\s*(?:UBND|[ỦU]y\s+ban\s+nhân\s+dân))?(?!\w)
      | (?:[Tt]ỉnh|[Hh]uyện|[Tt]hành|[Tt]hị|[Qq]uận|[Đđ]ảng)\s+[uủ][ỷy](?!\w)(?:\s+(?P<seat>PLACE))?
      | (?:[Ss]ở|[Pp]hòng|Bộ)\s+(?i:FIELDS)(?!\w)
      | (?:Cục|Chi\s+cục|Tổng\s+cục|Đoàn|Trưởng\s+Đoàn|Tổ|Hội\s+đồng|Trung\s+tâm|Thanh\s+tra|Công\s+an|Bảo\s+hiểm\s+xã\s+hội|Văn\s+phòng|Ban\s+Quản\s+lý|Ban\s+Chỉ\s+đạo|Ban\s+Dân\s+tộc|Ban|Viện|Trường|Tòa\s+án|Kho\s+bạc|Đảng\s+bộ)
        (?:\s+WORD|,\s+WORD(?=\s+(?:WORD\s+)?(?:đã|ban|có)\b)){1,7}(?:\s+[-–]\s+Bộ\s+(?i:FIELDS))?
    )WHERE
"""
