"""How a finding is made: its type's words from rules/findings.toml, filled with the figures and where they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from extractor import rules
from extractor.identifiers import Identifiers
from extractor.model import Finding, Report, Severity, Span

#: Sections that are looked through for the one that a span stands in.
_SECTIONS = 200

Fact = TypeVar("Fact")
#: What found a citation that recognition broke: one that was repaired, and one whose digits cannot be read.
REPAIRED, ILLEGIBLE = "rule:citation.repaired", "rule:citation.illegible"
#: A value in Vietnamese and in English.
Pair = tuple[str, str]
Value = str | int | Decimal | Pair

#: Printed words are quoted up to this length, in characters.
_QUOTED = 90
#: Compared values that are told one by one, before "…".
_LISTED = 12


@dataclass(frozen=True, slots=True)
class FindingType:
    """A row of rules/findings.toml: the severity and the sentences of a type, with `{name}` for what varies."""

    severity: Severity
    vi: str
    en: str


@cache
def types() -> Mapping[str, FindingType]:
    """The types by their codes."""
    return {row["code"]: FindingType(cast(Severity, row["severity"]), row["vi"], row["en"]) for row in _book()["type"]}


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words of rules/findings.toml."""
    return tuple(_book()["words"][name]["words"])


@cache
def word_set(name: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(words(name))


def _book() -> Mapping[str, Any]:
    return rules.load()["findings"]


class Maker:
    """Makes the findings of one report, and keeps what several rooms want to know of it."""

    __slots__ = ("_ids", "_known", "_report", "_sections", "_starts", "_text")

    def __init__(self, report: Report) -> None:
        self._report = report
        self._known: dict[Callable[[Report], object], object] = {}
        self._ids = Identifiers(report.text)
        self._text = report.text
        self._sections = report.sections
        self._starts = [section.span[0] for section in report.sections]

    def make(
        self,
        code: str,
        span: Span | None,
        items: Sequence[str],
        *,
        severity: Severity | None = None,
        other: Span | None = None,
        **values: Value,
    ) -> Finding:
        """A finding of a type. In its sentences `{at}` is where `span` stands, `{other_at}` where `other` does; numbers
        are written as either language writes them."""
        kind = types()[code]
        pairs = {name: _pair(value) for name, value in values.items()}
        pairs["at"] = self.place(span)
        pairs["other_at"] = self.place(other)
        return Finding(
            id=self._ids.of("finding", "\x1f".join((code, *items, *(pair[0] for pair in pairs.values())))),
            type=code,
            severity=severity or kind.severity,
            message_vi=kind.vi.format_map({name: pair[0] for name, pair in pairs.items()}),
            message_en=kind.en.format_map({name: pair[1] for name, pair in pairs.items()}),
            items=tuple(dict.fromkeys(items)),
            span=span,
        )

    def once(self, work_out: Callable[[Report], Fact]) -> Fact:
        """What a function says of the report, worked out when it is first asked for."""
        if work_out not in self._known:
            self._known[work_out] = work_out(self._report)
        return cast(Fact, self._known[work_out])

    def place(self, span: Span | None) -> Pair:
        """The section that a span stands in, in words."""
        index = -1 if span is None else bisect_right(self._starts, span[0]) - 1
        least = index - _SECTIONS
        while span is not None and index >= max(0, least):
            section = self._sections[index]
            if section.span[1] > span[0]:
                name = section.path if section.role != "appendix" else section.path.replace("PL", "Phụ lục ")
                return f"mục {name}".replace("mục Phụ lục", "Phụ lục"), f"section {section.path}"
            index -= 1 if section.level > 1 else index + 1
        return "ngoài các mục", "outside the sections"

    def quote(self, span: Span) -> str:
        """The words of a span, shortened in the middle."""
        return shorten(" ".join(self._text[span[0] : span[1]].split()))


def shorten(words: str) -> str:
    """Words for a message: long ones lose their middle."""
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 20]} … {words[-15:]}"


def listed(values: Sequence[Value], joint: str = " + ") -> Pair:
    """Values in a row: "11 + 12 + 4"."""
    pairs = [_pair(value) for value in values[:_LISTED]]
    rest = f"{joint}…" if len(values) > _LISTED else ""
    return joint.join(pair[0] for pair in pairs) + rest, joint.join(pair[1] for pair in pairs) + rest


def day(value: str) -> Pair:
    """An ISO date at any precision: "31/12/2020" and "2020-12-31"."""
    return "/".join(reversed(value.split("-"))), value


def _pair(value: Value) -> Pair:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Decimal):
        english = f"{value.normalize():,f}"
        return english.replace(",", " ").replace(".", ",").replace(" ", "."), english
    return str(value), str(value)
