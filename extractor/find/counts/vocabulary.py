"""The rows of rules/counts.toml, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from extractor.grammar import alternatives, fold
from extractor.model import CountKind, Qualifier
from extractor.rules import RuleBook

#: White space inside a line: what a quantity may be broken by.
SPACE = r"[ \xa0]"

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A way of printing numbers: what parts its thousands and its fraction."""

    pattern: re.Pattern[str]
    group: str
    decimal: str


@dataclass(frozen=True, slots=True)
class UnitRule:
    """A unit that says what kind of quantity it is. `factor` is the magnitude that its words hold ("trđ")."""

    id: str
    kind: CountKind
    factor: int
    rated: bool


@dataclass(frozen=True, slots=True)
class Blocker:
    """What words before a number make of it. `unless_counted`: not before a noun that is known; `carried`: the rest
    of the list is none either."""

    id: str
    unless_counted: bool
    carried: bool


@dataclass(frozen=True, slots=True)
class Phrases(Generic[_Row]):
    """Rows by the words that stand before a number, and the last words of all: most numbers stand behind none."""

    rows: Mapping[str, _Row]
    ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnitRules:
    """What may stand behind a number."""

    magnitude: re.Pattern[str]
    factors: Mapping[str, int]
    sign: re.Pattern[str]
    signs: Mapping[str, UnitRule]
    rate: re.Pattern[str]
    rate_of_time: re.Pattern[str]
    head: re.Pattern[str]
    families: Mapping[str, re.Pattern[str]]
    attributes: re.Pattern[str]
    word: re.Pattern[str]
    stops: frozenset[str]
    whole: re.Pattern[str]
    aside: re.Pattern[str]
    #: Words of time, and what makes a name of a number.
    time: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ContextRules:
    """What may stand before a number, and what stands behind a unit."""

    counting: frozenset[str]
    blockers: Phrases[Blocker]
    claiming: frozenset[str]
    parting: tuple[str, ...]
    qualifiers: Phrases[Qualifier]
    tail: re.Pattern[str]
    tails: Mapping[str, Qualifier]
    places: tuple[str, ...]
    as_of: tuple[str, ...]
    as_of_past: tuple[str, ...]
    past: re.Pattern[str]
    #: How the words of `as_of` end: most dates stand behind others.
    as_of_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListRules:
    """What makes quantities of numbers without a unit."""

    stated: re.Pattern[str]
    rated: re.Pattern[str]
    money_context: tuple[str, ...]
    listed: frozenset[str]
    joins: frozenset[str]


@dataclass(frozen=True, slots=True)
class CountRules:
    """The rows of rules/counts.toml, compiled. Words are folded: in small letters, with single spaces."""

    number: re.Pattern[str]
    numerals: tuple[Numeral, ...]
    number_words: frozenset[str]
    units: UnitRules
    context: ContextRules
    lists: ListRules


def compile_counts(book: RuleBook) -> CountRules:
    """The rows of rules/counts.toml, compiled."""
    rows = book["counts"]
    return CountRules(
        number=re.compile(rows["number"]["pattern"], re.VERBOSE),
        numerals=tuple(Numeral(re.compile(row["pattern"]), row["group"], row["decimal"]) for row in rows["numeral"]),
        number_words=_folded(rows["number_words"]["words"]),
        units=_units(rows),
        context=_context(rows),
        lists=ListRules(
            stated=re.compile(rows["stated"]["pattern"], re.VERBOSE | re.IGNORECASE),
            rated=re.compile(rows["rated"]["pattern"], re.VERBOSE | re.IGNORECASE),
            money_context=tuple(rows["money_context"]["words"]),
            listed=_folded(rows["listed"]["words"]),
            joins=_folded(rows["joins"]["words"]),
        ),
    )


def _units(rows: Mapping[str, Any]) -> UnitRules:
    factors = {fold(word): row["factor"] for row in rows["magnitude"] for word in row["words"]}
    signs = {
        fold(word): UnitRule(row["id"], row["kind"], row.get("factor", 1), row.get("rated", False))
        for row in rows["unit"]
        for word in row["words"]
    }
    heads = [word for row in rows["noun"] for word in row["words"]]
    heads += [word for row in rows["family"] for word in (*row["words"], *row.get("heads", ()))]
    attributes = [word for row in rows["attribute"] for word in row["words"]]
    rates = alternatives(_cased(rows["rate"]["words"]))
    times = alternatives(_cased(rows["rate"]["times"]))
    return UnitRules(
        magnitude=_words(factors, f"{SPACE}*", rf"(?!{SPACE}*(?:{alternatives(rows['no_magnitude']['words'])})\b)"),
        factors=factors,
        sign=_words(signs, f"{SPACE}*"),
        signs=signs,
        rate=re.compile(rf"(?:{SPACE}?/{SPACE}?(?:{rates})(?!\w))+", re.IGNORECASE),
        rate_of_time=re.compile(rf"{SPACE}?/{SPACE}?(?:{times})(?!\w)", re.IGNORECASE),
        head=_words(heads, f"{SPACE}*"),
        families=_families(rows["family"]),
        attributes=re.compile(rf"(?:{SPACE}+(?:{alternatives(_cased(attributes))})(?!\w))*", re.IGNORECASE),
        word=re.compile(rf"{SPACE}+([^\W\d_][\w-]*)"),
        stops=_folded(rows["stop"]["words"]),
        whole=_words(rows["whole"]["words"], f"{SPACE}+"),
        aside=re.compile(rows["aside"]["pattern"]),
        time=_words([*rows["named"]["words"], *rows["duration"]["words"]], f"{SPACE}*"),
    )


def _context(rows: Mapping[str, Any]) -> ContextRules:
    before = [row for row in rows["qualifier"] if not row.get("after")]
    after = [row for row in rows["qualifier"] if row.get("after")]
    tails: dict[str, Qualifier] = {fold(word): row["name"] for row in after for word in row["words"]}
    return ContextRules(
        counting=_folded(rows["counting"]["words"]),
        blockers=_phrases({fold(word): _blocker(row) for row in rows["blocker"] for word in row["words"]}),
        claiming=_folded(rows["claiming"]["words"]),
        parting=tuple(f" {fold(word)} " for word in rows["parting"]["words"]),
        qualifiers=_phrases({fold(word): row["name"] for row in before for word in row["words"]}),
        tail=_words(tails, f"{SPACE}+"),
        tails=tails,
        places=tuple(fold(word) for word in rows["place"]["words"]),
        as_of=tuple(fold(word) for word in rows["as_of"]["words"]),
        as_of_past=tuple(f" {fold(word)}" for word in rows["as_of_past"]["words"]),
        past=re.compile(rows["as_of_past"]["pattern"]),
        as_of_ends=tuple({fold(word)[-2:] for table in ("as_of", "as_of_past") for word in rows[table]["words"]}),
    )


def _blocker(row: Mapping[str, object]) -> Blocker:
    return Blocker(str(row["id"]), bool(row.get("unless_counted")), bool(row.get("carried")))


def _phrases(rows: Mapping[str, _Row]) -> Phrases[_Row]:
    return Phrases(rows, frozenset(phrase.rpartition(" ")[2] for phrase in rows))


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _cased(words: Iterable[str]) -> list[str]:
    """In small letters: patterns are matched without regard to case, and a tree of one case is smaller."""
    return sorted({word.lower() for word in words})


def _words(words: Iterable[str], before: str, after: str = "") -> re.Pattern[str]:
    """The longest of some words that stands at a place, after white space `before`; group 1 is the words. Signs ("%")
    may be followed by a letter, words not."""
    folded = _cased(words)
    signs = alternatives(word for word in folded if not word[-1].isalnum())
    letters = alternatives(word for word in folded if word[-1].isalnum())
    return re.compile(rf"{before}({signs}|(?:{letters})(?!\w)){after}", re.IGNORECASE)


def _families(rows: Iterable[Mapping[str, list[str]]]) -> dict[str, re.Pattern[str]]:
    """For each member of a family, what joins it with another one: ", thị trấn"."""
    found: dict[str, re.Pattern[str]] = {}
    for row in rows:
        members = alternatives(_cased(row["words"]))
        joint = rf"{SPACE}*[,/&]{SPACE}*|{SPACE}+(?:(?:và|hoặc){SPACE}+)?"
        pattern = re.compile(rf"(?:{joint})({members})(?!\w)", re.IGNORECASE)
        found |= {fold(word): pattern for word in (*row["words"], *row.get("heads", ()))}
    return found
